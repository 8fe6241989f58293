"""Which stored sentences a second reading of a document finds again, in order.

The longest common run would cost the square of 100,000 sentences, so the road is the patient one: equal heads and
tails first, then sentences that occur once on both sides and keep their order (their longest increasing run), then the
same again between those; difflib has what is left, and in a long gap passes over the commonest sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Indel

_SMALL = 400
"""Up to this length of the shorter side difflib looks at every sentence, common or not."""


def same_in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of equal sentences, increasing on both sides.

    >>> same_in_order(["a", "b", "c"], ["a", "x", "c", "d"])
    [(0, 0), (2, 2)]
    """
    found: list[tuple[int, int]] = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        a, b, c, d = gaps.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _unique_in_order(old[a:b], new[c:d])
        if anchors:
            corners = [(a, c), *((a + i, c + j) for i, j in anchors), (b, d)]
            gaps += [(i, k, j, m) for (i, j), (k, m) in pairwise(corners)]
        else:
            matcher = SequenceMatcher(None, old[a:b], new[c:d], autojunk=min(b - a, d - c) > _SMALL)
            for i, j, length in matcher.get_matching_blocks():
                found += [(a + i + k, c + j + k) for k in range(length)]
    return sorted(found)


def _unique_in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Sentences that occur once on each side, thinned to those that keep their order."""
    counted_old, counted_new = Counter(old), Counter(new)
    place_new = {text: j for j, text in enumerate(new)}
    shared = [
        (i, place_new[text]) for i, text in enumerate(old) if counted_old[text] == 1 and counted_new.get(text) == 1
    ]
    return _increasing(shared)


def _increasing(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of points whose second number increases (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, value) in enumerate(points):
        pile = bisect_left(tails, value)
        if pile == len(tails):
            tails.append(value)
            ends.append(at)
        else:
            tails[pile] = value
            ends[pile] = at
        before.append(ends[pile - 1] if pile else -1)
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(points[at])
        at = before[at]
    return run[::-1]


def changed_in_gap(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which old sentence each new one in a gap has come from: the same count, one by one; else the likest, in order.

    >>> changed_in_gap(["the cat sat", "a dog"], ["the cat sits"])
    [(0, 0)]
    """
    if len(old) == len(new):
        return [(i, i) for i in range(len(old))]
    if len(old) * len(new) > 40_000:
        return [(i, i) for i in range(min(len(old), len(new)))]
    return _likest(old, new)


def _likest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The increasing pairing with the greatest total likeness; pairs less than half alike are none."""
    likeness = [[Indel.normalized_similarity(o, n, score_cutoff=0.5) for n in new] for o in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
