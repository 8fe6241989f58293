"""One Arabic name rendered two ways in a document.

An Arabic word and an English word with a capital belong together when their consonants agree (`text/words.skeleton`);
where the same Arabic word goes with two English spellings, every segment that departs from the first is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from muqabala.text.arabic import fold_key
from muqabala.text.words import skeleton
from muqabala.values import Finding, Severity

ARABIC_WORD = regex.compile(r"[\p{Script=Arabic}\p{M}]+")
NAME = regex.compile(r"\b\p{Lu}\p{Ll}+(?:['’-]\p{L}+)*")
SHORTEST = 3
"""Consonants that a name must have to be told from its neighbours."""
PROCLITICS = ("وال", "بال", "لل", "و", "ف", "ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class Rendered:
    """One segment with its translation."""

    number: int
    source: str
    target: str


def check_names(rows: Iterable[Rendered]) -> dict[int, list[Finding]]:
    """Findings by segment number, for segments that spell a name otherwise than the document did before."""
    first: dict[str, tuple[str, int]] = {}
    found: dict[int, list[Finding]] = defaultdict(list)
    for row in rows:
        for arabic, english in _names(row.source, row.target):
            before = first.setdefault(arabic, (english, row.number))
            if before[0].casefold() != english.casefold():
                message = (
                    f"Name rendered two ways: {arabic} is “{english}” here and “{before[0]}” in segment {before[1]}."
                )
                found[row.number].append(Finding("name", Severity.WARNING, message))
    return dict(found)


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
