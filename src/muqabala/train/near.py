"""Which pairs are nearly the same: a sentence met in training says nothing about sentences still to come.

Two texts are near when they read alike once folded and with numbers masked, or when their word pairs overlap by half
(Jaccard). Nearness is passed on: if a is near b and b near c, the three stay together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise

from muqabala.text.arabic import fold_key

OVERLAP = 0.5
"""Jaccard of word pairs from which two texts are near."""

_COMMON = 200
"""Texts that share one rare word pair at most; word pairs in more are formulas, and say little."""

_WORD = re.compile(r"\w+")


def near_key(text: str) -> tuple[str, ...]:
    """The words of a text as nearness sees them: folded, lower-cased, numbers masked, punctuation gone.

    >>> near_key("ارتفع بنسبة ١٢٪.") == near_key("إرتفع بنسبة 15٪")
    True
    """
    return tuple("0" if word.isdigit() else word for word in _WORD.findall(fold_key(text).casefold()))


def fingerprint(text: str) -> bytes:
    """Eight bytes that are equal for texts with the same `near_key`; a set of them tells what must be left out."""
    return blake2b(" ".join(near_key(text)).encode(), digest_size=8).digest()


def near_groups(texts: Sequence[Sequence[str]]) -> list[int]:
    """For each item (its texts: both sides of a pair, say) the number of its group; near items share one.

    >>> near_groups([["one two three four", "a"], ["one two three four five", "b"], ["six", "c"]])
    [0, 0, 2]
    """
    parents = list(range(len(texts)))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    for side in range(max((len(item) for item in texts), default=0)):
        keys = [near_key(item[side]) if side < len(item) else () for item in texts]
        for one, other in _near_pairs(keys):
            first, second = sorted((root(one), root(other)))
            parents[second] = first
    return [root(item) for item in range(len(texts))]


def _near_pairs(keys: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Indexes of texts that are near, not every one of them where equality links them already."""
    found: list[tuple[int, int]] = []
    first_with: dict[tuple[str, ...], int] = {}
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    shingles: dict[int, set[tuple[str, str]]] = {}
    for at, key in enumerate(keys):
        if not key:
            continue
        if key in first_with:
            found.append((first_with[key], at))
            continue
        first_with[key] = at
        shingles[at] = set(pairwise(key))
        for shingle in shingles[at]:
            holders[shingle].append(at)
    for at, own in shingles.items():
        shared: dict[int, int] = defaultdict(int)
        for shingle in own:
            if len(holders[shingle]) <= _COMMON:
                for other in holders[shingle]:
                    if other < at:
                        shared[other] += 1
        for other in shared:
            both = len(own & shingles[other])
            if both >= OVERLAP * (len(own) + len(shingles[other]) - both):
                found.append((other, at))
    return found
