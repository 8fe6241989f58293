"""What both Marian engines share: everything but the decoding itself.

Splitting lines that are too long and joining their translations, decoding equal work once, forcing what is typed
already, noticing a decoder that repeats itself and asking it again. An engine below this fills in three methods that
take pieces and give pieces.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import numpy.typing as npt

from muqabala.engine.alignment import Alignment
from muqabala.engine.checkpoint import Checkpoint
from muqabala.engine.encoding import Encoding
from muqabala.engine.repeats import loops
from muqabala.text.sentences import clause_spans
from muqabala.values import READS_TERMS, Hypothesis, Source, Span, part_of

Attention = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Request:
    """One decoding: source pieces (end of sentence included) and the target pieces that are settled already."""

    source: tuple[str, ...]
    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """One answer: all target pieces, the settled ones included, without end of sentence."""

    tokens: tuple[str, ...]
    score: float
    """Mean log-probability per piece, end of sentence included."""
    ended: bool
    """The model ended the sentence itself, rather than meeting the limit."""
    attention: Attention | None = field(default=None, compare=False, repr=False)
    """What each piece looked at, where the decoder says so by the way; as `_attend` gives it."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search."""

    beam: int
    count: int = 1
    """Hypotheses wanted of each request."""
    careful: bool = False
    """Forbid repetition: the second try on a line whose first answer went in circles."""
    branch: bool = False
    """Differ at the first free piece instead of anywhere in the sentence."""


UNREPEATED = 3
"""Pieces in the shortest stretch that a careful decoding may not write twice. Both libraries forbid the same stretches,
which is not so of the penalties they offer."""


def longest_answer(source_length: int, limit: int) -> int:
    """Pieces an honest translation never needs more of; `limit` is the model's own."""
    return min(limit, 2 * source_length + 24)


_REMEMBERED = 8_000_000
"""Attention weights kept (32 MB): those of the latest drafts, which are the ones that are asked for."""


class Marian(ABC):
    """Lines to hypotheses over any decoder of pieces. See `engine.base.Engine` for the promises."""

    kind: str
    """What decodes, with its number format: `ct2-int8`, `hf-float32`."""

    def __init__(self, name: str, checkpoint: Checkpoint, beam: int) -> None:
        self.name = name
        self.beam = beam
        self.checkpoint = checkpoint
        self.encoding = Encoding(checkpoint)
        self.max_length = checkpoint.window
        self._positions = int(checkpoint.config.get("max_position_embeddings", 512))
        self._looked: dict[tuple[Source, tuple[str, ...]], Attention] = {}
        self._looked_size = 0
        self._lock = Lock()
        self._aligning = False
        """Somebody has asked for an alignment; then decoders report their attention by the way, which is not free."""

    # ── what an engine fills in ──────────────────────────────────────────────────────────────────────────────────────

    @abstractmethod
    def _decode(self, requests: Sequence[Request], decoding: Decoding) -> list[list[Decoded]]:
        """`decoding.count` answers (or fewer) to each request, best first, in order."""

    @abstractmethod
    def _log_probabilities(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[float]:
        """Mean log-probability per piece of each target, end of sentence included; prefixes are not looked at."""

    @abstractmethod
    def _attend(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[Attention]:
        """Attention of each target piece (row, end of sentence not included) on each source piece, the end included."""

    # ── what a caller uses ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def signature(self) -> str:
        return f"{self.name}@{self.checkpoint.checksum[:8]}/{self.kind}/beam{self.beam}"

    @property
    def reads_terms(self) -> bool:
        return bool(self.checkpoint.config.get(READS_TERMS))

    def length(self, line: str) -> int:
        return len(self.encoding.source(line)) + 1

    def knows(self, text: str) -> bool:
        return self.encoding.knows(text)

    def parts(self, line: str) -> list[Span]:
        if self.length(line) <= self.max_length:
            return [(0, len(line))]
        return clause_spans(line, lambda part: self.length(part) <= self.max_length)

    @abstractmethod
    def close(self) -> None:
        """Give memory back."""

    def translate(self, lines: Sequence[Source], *, prefixes: Sequence[str | None] | None = None) -> list[Hypothesis]:
        decoding = Decoding(self.beam)
        return [found[0] for found in self._translate(lines, prefixes, decoding)]

    def alternatives(
        self, lines: Sequence[Source], count: int, *, prefixes: Sequence[str | None] | None = None
    ) -> list[list[Hypothesis]]:
        branch = prefixes is not None and any(prefix is not None for prefix in prefixes)
        return self._translate(lines, prefixes, Decoding(max(self.beam, count), count, branch=branch))

    def score(self, sources: Sequence[Source], targets: Sequence[str]) -> list[float]:
        return self._log_probabilities(
            [
                (self._request(source), self._fitting(self.encoding.target(target)))
                for source, target in zip(sources, targets, strict=True)
            ]
        )

    def align(self, sources: Sequence[Source], targets: Sequence[str]) -> list[Alignment]:
        self._aligning = True
        written = [self.encoding.source_pieces(source) for source in sources]
        rendered = [self.encoding.target_pieces(target) for target in targets]
        pairs = [
            (Request((*s.tokens[: self._positions - 1], self.encoding.eos)), self._fitting(t.tokens))
            for s, t in zip(written, rendered, strict=True)
        ]
        known = [self._looked.get((source, pair[1])) for source, pair in zip(sources, pairs, strict=True)]
        # subtle: a beam search reports the first piece's attention of whichever line shares its batch (CTranslate2
        # 4.8), so that one is asked for again; the other rows were the same in 598 of 598 lines.
        fresh = self._attend(
            [pair if one is None else (pair[0], pair[1][:1]) for pair, one in zip(pairs, known, strict=True)]
        )
        attention = [
            new if one is None else np.concatenate([new, one[1:]]) for new, one in zip(fresh, known, strict=True)
        ]
        found = zip(sources, targets, written, rendered, attention, strict=True)
        return [
            Alignment(_text(source), target, s.spans, t.spans, _padded(attention, len(t.tokens), len(s.tokens)))
            for source, target, s, t, attention in found
        ]

    # ── how ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _request(self, line: Source, prefix: str | None = None) -> Request:
        read = self.encoding.source(line) if isinstance(line, str) else self.encoding.source_pieces(line).tokens
        source = read[: self._positions - 1]
        settled = self._fitting(self.encoding.target(prefix)) if prefix else ()
        return Request((*source, self.encoding.eos), settled)

    def _fitting(self, target: Sequence[str]) -> tuple[str, ...]:
        """Target pieces the position table has room for, with the start and the end."""
        return tuple(target[: self._positions - 2])

    def _translate(
        self, lines: Sequence[Source], prefixes: Sequence[str | None] | None, decoding: Decoding
    ) -> list[list[Hypothesis]]:
        """The hypotheses of each line: its parts are decoded together with everybody's, then joined."""
        wanted = list(zip(lines, prefixes or [None] * len(lines), strict=True))
        pieces = self.encoding.sources([_text(line) for line, _ in wanted])
        plans: list[list[tuple[Source, str]]] = []
        for (line, prefix), tokens in zip(wanted, pieces, strict=True):
            if not _text(line).strip():
                plans.append([])
            elif len(tokens) < self.max_length:
                plans.append([(line, prefix or "")])
            else:
                parts = [part_of(line, span) for span in self.parts(_text(line))]
                plans.append(self._share_prefix(parts, prefix or ""))
        open_parts = [part for plan in plans for at, part in enumerate(plan) if not _settled(plan, at)]
        answers = self._answers(open_parts, decoding)
        return [
            _joined([self._as_typed(*part) if _settled(plan, at) else answers[part] for at, part in enumerate(plan)])
            for plan in plans
        ]

    def _as_typed(self, part: Source, typed: str) -> list[Hypothesis]:
        """A part of a long line whose translation stands already."""
        return [Hypothesis(typed, self.score([part], [typed])[0], tokens=tuple(self.encoding.target(typed)))]

    def _share_prefix(self, parts: list[Source], prefix: str) -> list[tuple[Source, str]]:
        """Which part of a long line each stretch of the prefix belongs to: as much as that part's own translation."""
        shared = []
        for part in parts:
            own = self.translate([part])[0].text if prefix else ""
            cut = len(prefix) if len(prefix) <= len(own) or part is parts[-1] else _word_end(prefix, len(own))
            shared.append((part, prefix[:cut]))
            prefix = prefix[cut:].lstrip()
        return shared

    def _answers(
        self, parts: Sequence[tuple[Source, str]], decoding: Decoding
    ) -> dict[tuple[Source, str], list[Hypothesis]]:
        """Each different (line, prefix) decoded once."""
        distinct = list(dict.fromkeys(parts))
        requests = [self._request(line, prefix) for line, prefix in distinct]
        decoded = self._decode(requests, decoding)
        again = [
            at
            for at, found in enumerate(decoded)
            if not decoding.careful and found and _degenerate(found[0], requests[at])
        ]
        if again:
            careful = Decoding(decoding.beam, decoding.count, careful=True, branch=decoding.branch)
            for at, found in zip(again, self._decode([requests[at] for at in again], careful), strict=True):
                decoded[at] = found or decoded[at]
        self._score_forced(requests, decoded)
        for (line, prefix), answers in zip(distinct, decoded, strict=True):
            for one in answers if not prefix else ():
                self._remember(line, one)
        return {
            part: [self._hypothesis(part[1], request, one) for one in found]
            for part, request, found in zip(distinct, requests, decoded, strict=True)
        }

    def _remember(self, line: Source, decoded: Decoded) -> None:
        """Keep what a decoder said about its attention: asking for it again costs two thirds of a translation."""
        if decoded.attention is None:
            return
        key = (line, decoded.tokens)
        # The desk asks from several threads.
        with self._lock:
            self._looked_size += decoded.attention.size - (self._looked.pop(key).size if key in self._looked else 0)
            self._looked[key] = decoded.attention
            while self._looked_size > _REMEMBERED:
                self._looked_size -= self._looked.pop(next(iter(self._looked))).size

    def _score_forced(self, requests: Sequence[Request], decoded: list[list[Decoded]]) -> None:
        """Decoders count forced pieces as free of charge; give such answers their true score."""
        forced = [
            (at, place) for at, request in enumerate(requests) if request.prefix for place in range(len(decoded[at]))
        ]
        scores = self._log_probabilities([(requests[at], decoded[at][place].tokens) for at, place in forced])
        for (at, place), score in zip(forced, scores, strict=True):
            one = decoded[at][place]
            decoded[at][place] = Decoded(one.tokens, score, one.ended, one.attention)

    def _hypothesis(self, prefix: str, request: Request, decoded: Decoded) -> Hypothesis:
        if prefix:
            text = self.encoding.continued(prefix, decoded.tokens[len(request.prefix) :])
        else:
            text = self.encoding.text(decoded.tokens)
        return Hypothesis(text, decoded.score, _degenerate(decoded, request), decoded.tokens)


def _settled(plan: Sequence[tuple[Source, str]], at: int) -> bool:
    """Whether the prefix of a part is all of its translation: more was typed for the next one."""
    return bool(plan[at + 1 : at + 2] and plan[at + 1][1])


def _text(source: Source) -> str:
    return source if isinstance(source, str) else source.text


def _degenerate(decoded: Decoded, request: Request) -> bool:
    free = decoded.tokens[len(request.prefix) :]
    return not decoded.ended or loops(free)


def _word_end(text: str, at: int) -> int:
    """The end of the word at a place.

    >>> _word_end("one two three", 5)
    7
    """
    space = text.find(" ", at)
    return len(text) if space < 0 else space


def _joined(parts: list[list[Hypothesis]]) -> list[Hypothesis]:
    """Hypotheses of a line from those of its parts: the nth best of each, a part with fewer giving its last."""
    if not parts:
        return [Hypothesis("", 0.0)]
    if len(parts) == 1:
        return parts[0]
    joined = []
    for rank in range(max(len(found) for found in parts)):
        chosen = [found[min(rank, len(found) - 1)] for found in parts]
        lengths = [len(one.tokens) + 1 for one in chosen]
        score = sum(one.score * length for one, length in zip(chosen, lengths, strict=True)) / sum(lengths)
        text = " ".join(one.text for one in chosen if one.text)
        joined.append(Hypothesis(text, score, any(one.degenerate for one in chosen)))
    return joined


def _padded(attention: Attention, rows: int, columns: int) -> Attention:
    """Attention without the end of sentence, and with zeros for pieces that were beyond the model's positions."""
    full = np.zeros((rows, columns), dtype=np.float32)
    known = attention[:rows, : min(columns, attention.shape[1] - 1)]
    full[: known.shape[0], : known.shape[1]] = known
    return full
