"""Duals: two of a kind, or one of each of two kinds that share their head (وزيرا الداخلية والعدل)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from muqabala.glossary.english import EnglishForm, Place, Target
from muqabala.glossary.nouns import LINKS
from muqabala.values import TermHit

_SHARED = re.compile(r"\s+وال\w{3,}")

_MARKS = re.compile(r"[^\w\s'’-]")

_MOST_BETWEEN = 3
"""Words of the other kind between `and` and the head: the interior and *national social welfare* ministers."""


def is_pair(hit: TermHit) -> bool:
    """Whether the Arabic says two by the form of the word alone: مكتبا اتصال."""
    return hit.number == ("du",)


def is_shared_head(source: str, hit: TermHit) -> bool:
    """Whether a dual is one of each kind, and only its first kind is the term: وزيرا الدفاع والخارجية."""
    return is_pair(hit) and len(hit.surface.split()) > 1 and hit.definite and _SHARED.match(source, hit.end) is not None


def shared_places(read: Target, forms: Sequence[EnglishForm]) -> Iterator[Place]:
    """Where forms stand with another kind before their head, all of it: the *interior and justice ministers*."""
    for form in forms:
        *kind, head = form.text.casefold().split()
        if form.number == "sg" or not kind or LINKS & set(kind):
            continue
        words = [word for word, *_ in read.words]
        for at in range(len(words)):
            link = at + len(kind)
            if words[at:link] != kind or words[link : link + 1] != ["and"]:
                continue
            for last in range(link + 2, min(link + 2 + _MOST_BETWEEN, len(words))):
                start, end = read.words[at][2], read.words[last][3]
                if words[last] == head and not _MARKS.search(read.text, start, end):
                    yield Place(start, end, form)
                    break
