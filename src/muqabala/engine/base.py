"""What the house asks of an engine. Workflow takes one as an argument; only the front ends choose which.

An engine is deterministic: what it makes of a line depends on the line, the prefix asked for, the model and the
options, never on which other lines were handed over with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from muqabala.engine.alignment import Alignment
from muqabala.values import Hypothesis, Source, Span


class Engine(Protocol):
    """Arabic lines in, English hypotheses out."""

    @property
    def signature(self) -> str:
        """What makes the drafts: model, weights checksum, compute type, beam; `starter@035d9f81/ct2-int8/beam4`."""
        ...

    @property
    def beam(self) -> int:
        """Width of the search that was asked for."""
        ...

    @property
    def max_length(self) -> int:
        """Pieces a line may have and still be translated in one go; longer ones are split at clauses and joined."""
        ...

    @property
    def reads_terms(self) -> bool:
        """Was the model taught to write English that stands in an Arabic line? Others take no `ToldLine`."""
        ...

    def length(self, line: str) -> int:
        """How many pieces the model sees in a source line, its end included."""
        ...

    def knows(self, text: str) -> bool:
        """Can the model write this English? A prefix it cannot write is not worth forcing."""
        ...

    def parts(self, line: str) -> list[Span]:
        """The stretches a line is translated in: one, unless it is longer than `max_length`."""
        ...

    def translate(self, lines: Sequence[Source], *, prefixes: Sequence[str | None] | None = None) -> list[Hypothesis]:
        """The best hypothesis for each line, in order. With a prefix its text begins with exactly that text.

        `score` is the mean log-probability of the whole text, the forced part included, so spliced candidates may be
        compared by it. An empty line gives an empty hypothesis.
        """
        ...

    def alternatives(
        self, lines: Sequence[Source], count: int, *, prefixes: Sequence[str | None] | None = None
    ) -> list[list[Hypothesis]]:
        """Up to `count` different hypotheses for each line, best first.

        Without a prefix the best of the beam; with one, also an empty one, continuations that differ from their first
        word on.
        """
        ...

    def score(self, sources: Sequence[Source], targets: Sequence[str]) -> list[float]:
        """Mean log-probability per piece of each target given its source, end of sentence included."""
        ...

    def align(self, sources: Sequence[Source], targets: Sequence[str]) -> list[Alignment]:
        """Which words of each target the model wrote looking at which words of its source."""
        ...

    def close(self) -> None:
        """Give memory back; the engine is not used afterwards."""
        ...
