"""Words said twice, and decoders that cannot stop."""

from __future__ import annotations

from itertools import pairwise

import regex

from muqabala.quality.subject import Subject
from muqabala.values import Finding, Severity

WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}'’-]*")
MAY_DOUBLE = frozenset({"had", "that", "is", "bye", "very", "no", "ha", "so", "aye", "hear", "sapporo"})
"""Words that English does double: "had had", "that that", "very very"."""


def check_repeated(subject: Subject) -> list[Finding]:
    """A word written twice in a row that the source does not repeat."""
    words = list(WORD.finditer(subject.target))
    doubled = [
        first.group()
        for first, second in pairwise(words)
        if first.group().lower() == second.group().lower()
        and subject.target[first.end() : second.start()].isspace()
        and first.group().lower() not in MAY_DOUBLE
        and not first.group().isdigit()
    ]
    source_words = [word.group() for word in WORD.finditer(subject.source)]
    if not doubled or any(first == second for first, second in pairwise(source_words)):
        return []
    return [Finding("repeated", Severity.WARNING, f"Word doubled: {', '.join(dict.fromkeys(doubled))}.")]


def check_degenerate(subject: Subject) -> list[Finding]:
    """The engine repeated itself until it was stopped, or the same few words come back again and again."""
    if subject.degenerate or _loops(subject.target):
        return [
            Finding("degenerate", Severity.ERROR, "The model fell into repeating itself; translate this one by hand.")
        ]
    return []


def _loops(text: str) -> bool:
    """Three words or more, three times in a row."""
    words = [word.group().lower() for word in WORD.finditer(text)]
    for size in range(3, 9):
        for start in range(len(words) - 3 * size + 1):
            chunk = words[start : start + size]
            if words[start + size : start + 2 * size] == chunk and words[start + 2 * size : start + 3 * size] == chunk:
                return True
    return False
