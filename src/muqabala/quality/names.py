"""One name rendered two ways in a document.

An Arabic word and an English word with a capital belong together when their consonants agree (`text/words.skeleton`);
where the same Arabic word goes with two English spellings, every segment that departs from the first is told.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from muqabala.text.arabic import fold_key
from muqabala.text.words import skeleton
from muqabala.values import Finding, Severity

ARABIC_WORD = regex.compile(r"[\p{Script=Arabic}\p{M}]+")
NAME = regex.compile(r"\b\p{Lu}\p{Ll}+(?:['’-]\p{L}+)*")
Pairs = tuple[tuple[str, str], ...]
"""(Arabic name, English name) of one segment."""
SHORTEST = 3
"""Consonants that a name must have to be told from its neighbours."""
PROCLITICS = ("وال", "بال", "لل", "و", "ف", "ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One segment with its translation."""

    number: int
    source: str
    target: str


class NameIndex:
    """The names of one document; a segment may be put in again when its text has changed."""

    def __init__(self, rows: Iterable[Rendered] = ()) -> None:
        self._named: dict[int, Pairs] = {}
        self._by_name: dict[str, dict[int, str]] = defaultdict(dict)
        """Arabic name → segment number → how it is rendered there first."""
        self._first: dict[str, list[int]] = defaultdict(list)
        """Arabic name → the numbers it was ever put in with, lowest on top; what has gone is dropped when met."""
        for row in rows:
            self._put(row)

    def put(self, row: Rendered) -> set[int]:
        """Take a segment as it reads now; gives the numbers of those whose findings may be others than before."""
        before, now = self._put(row)
        if now == before:
            return set()
        return {row.number}.union(*(self._by_name[arabic] for arabic, _ in (*before, *now)))

    def _put(self, row: Rendered) -> tuple[Pairs, Pairs]:
        """Take a segment; the names it had and those it has."""
        before = self._named.pop(row.number, ())
        for arabic, _ in before:
            self._by_name[arabic].pop(row.number, None)
        now = tuple(_names(row.source, row.target)) if row.target else ()
        if now:
            self._named[row.number] = now
        for arabic, english in now:
            self._by_name[arabic].setdefault(row.number, english)
            heapq.heappush(self._first[arabic], row.number)
        return before, now

    def findings(self, number: int) -> list[Finding]:
        """Where a segment spells a name otherwise than the document did before."""
        found = []
        for arabic, english in self._named.get(number, ()):
            first = self._lowest(arabic)
            rendered = self._by_name[arabic][first]
            if rendered.casefold() != english.casefold():
                message = f"Name rendered two ways: {arabic} is “{english}” here and “{rendered}” in segment {first}."
                found.append(Finding("name", Severity.WARNING, message))
        return found

    def _lowest(self, arabic: str) -> int:
        numbers, known = self._first[arabic], self._by_name[arabic]
        while numbers[0] not in known:
            heapq.heappop(numbers)
        return numbers[0]

    def numbers(self) -> list[int]:
        """The segments that hold a name."""
        return sorted(self._named)


def check_names(rows: Iterable[Rendered]) -> dict[int, list[Finding]]:
    """Findings by segment number, for segments that spell a name otherwise than the document did before."""
    index = NameIndex(rows)
    return {number: found for number in index.numbers() if (found := index.findings(number))}


def _names(source: str, target: str) -> list[tuple[str, str]]:
    """(Arabic word, English name) pairs whose consonants agree, where only one of each does."""
    by_skeleton: dict[str, set[str]] = defaultdict(set)
    for found in NAME.finditer(target):
        name = regex.sub(r"['’]s$", "", found.group())
        if len(key := skeleton(name)) >= SHORTEST:
            by_skeleton[key].add(name)
    pairs = []
    for found in ARABIC_WORD.finditer(source):
        word = fold_key(found.group())
        for form in (word, *(word.removeprefix(clitic) for clitic in PROCLITICS if word.startswith(clitic))):
            if len(candidates := by_skeleton.get(skeleton(form), set())) == 1:
                pairs.append((form, next(iter(candidates))))
                break
    return pairs
