"""The best few pairs for a sentence, out of a million, while a person waits.

Comparing with every pair would take seconds. A pair that is 70 % like the sentence has most of its words, also most of
its rare ones; so the index is asked for the rarest words only, until a few hundred candidates are found, and those are
compared word by word. The pairs come from a `Source` that is handed in: the store in life, a list in tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from muqabala.memory.score import EXACT, IN_CONTEXT, WORTH_SHOWING, similarity, words
from muqabala.text.arabic import fold_key
from muqabala.values import Match, Pair

RARE_WORDS = 6
CANDIDATES = 200
"""How many candidates are compared word by word."""


class Recalled(Protocol):
    """A remembered pair, as a source gives it."""

    @property
    def pair(self) -> Pair: ...
    @property
    def in_context(self) -> bool: ...


class Source(Protocol):
    """Where pairs are looked up; `store.pairs` is one."""

    def exact(self, ar: str, before: str | None = None) -> Sequence[Recalled]:
        """Pairs whose Arabic reads the same once folded."""

    def frequency(self, word: str) -> int:
        """In how many pairs a word occurs."""

    def sharing(self, words: Sequence[str], limit: int) -> Sequence[tuple[int, str]]:
        """Row and folded Arabic of the pairs that share most of the words' rarity, best first."""

    def at(self, ids: Sequence[int]) -> Sequence[Recalled]:
        """The pairs in these rows."""


def recall(
    source: str, memory: Source, *, before: str | None = None, limit: int = 5, at_least: int = WORTH_SHOWING
) -> list[Match]:
    """Matches for an Arabic sentence, best first.

    `before`: the sentence before it (empty at the start of a document, None if nobody knows): an exact match that
    followed the same sentence is worth 101.
    """
    exact = [Match(found.pair, IN_CONTEXT if found.in_context else EXACT) for found in memory.exact(source, before)]
    exact.sort(key=lambda match: -match.percent)
    if len(exact) >= limit:
        return exact[:limit]
    return [*exact, *_fuzzy(source, memory, limit - len(exact), at_least)]


def exact_match(source: str, memory: Source, *, before: str | None = None) -> Match | None:
    """The best exact match, for drafting without asking anybody."""
    found = sorted(memory.exact(source, before), key=lambda one: not one.in_context)
    return Match(found[0].pair, IN_CONTEXT if found[0].in_context else EXACT) if found else None


def _fuzzy(source: str, memory: Source, limit: int, at_least: int) -> list[Match]:
    key = fold_key(source)
    wanted = words(key)
    rare = rarest(wanted, memory)
    if not rare:
        return []
    scored = []
    for row, ar_key in memory.sharing(rare, CANDIDATES):
        if ar_key != key and (percent := similarity(wanted, words(ar_key))) >= at_least:
            scored.append((percent, row))
    scored.sort(key=lambda one: (-one[0], -one[1]))
    best = scored[:limit]
    pairs = memory.at([row for _, row in best])
    return [Match(found.pair, percent) for (percent, _), found in zip(best, pairs, strict=True)]


def rarest(wanted: Iterable[str], memory: Source, count: int = RARE_WORDS) -> list[str]:
    """The rarest words that the memory knows at all, rarest first."""
    known = [(frequency, word) for word in dict.fromkeys(wanted) if (frequency := memory.frequency(word))]
    return [word for _, word in sorted(known)[:count]]
