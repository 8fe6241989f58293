"""What a first alignment teaches about this pair of documents.

The lexicon does not know every word of a novel or a statute, but the document repeats its own: words that stand
together in several beads are added to the table with the expected counts of IBM Model 1 (Brown et al. 1993), one
step of expectation–maximisation over the beads just found. The prices of shapes move towards the shapes this
translator used, no further than the evidence goes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from muqabala.align.beads import SHAPES, Prices, Shape, shape_price
from muqabala.align.evidence import Evidence, Floats, Ints
from muqabala.align.path import Bead

FLOOR = 0.02
"""What any two words of a bead are worth to each other before anything is known."""
NOTHING = 0.005
"""A word's share of coming from nowhere, for each word it could come from."""
SHARED_BEADS = 2
"""Two words must meet in so many beads before they are believed."""
BELIEF = 0.5
"""How far the document's own counts are believed, against the lexicon's."""
SMOOTHING = 2.0


@dataclass(frozen=True, slots=True)
class Adapted:
    """Evidence and prices after one look at the document."""

    evidence: Evidence
    bonus: dict[Shape, float]
    gap: float


def adapt(evidence: Evidence, road: Sequence[Bead], prices: Prices) -> Adapted:
    """One step: the document's own words, and the shapes its translator used."""
    bonus, gap = _shapes(road, prices)
    return Adapted(_words(evidence, road), bonus, gap)


def _shapes(road: Sequence[Bead], prices: Prices) -> tuple[dict[Shape, float], float]:
    """How each shape's price moves, and the price of a gap."""
    before: dict[Shape | None, float] = {shape: math.exp(shape_price(prices, *shape)) for shape in SHAPES}
    before[None] = 2 * math.exp(prices.gap)
    total = sum(before.values())
    counts: Counter[Shape | None] = Counter()
    for bead in road:
        n, m = bead.arabic[1] - bead.arabic[0], bead.english[1] - bead.english[0]
        counts[(n, m) if n and m else None] += 1
    moves = {}
    for shape, weight in before.items():
        share = weight / total
        seen = (counts[shape] + prices.inertia * share) / (counts.total() + prices.inertia)
        moves[shape] = prices.adapt * math.log(seen / share)
    return {shape: move for shape, move in moves.items() if shape is not None}, prices.gap + moves[None]


def _words(evidence: Evidence, road: Sequence[Bead]) -> Evidence:
    """The table with the document's own word pairs added."""
    known = [dict(zip(to.tolist(), p.tolist(), strict=True)) for to, p in evidence.to_english]
    count: dict[tuple[int, int], float] = defaultdict(float)
    of_arabic: dict[int, float] = defaultdict(float)
    of_english: dict[int, float] = defaultdict(float)
    beads: Counter[tuple[int, int]] = Counter()
    for bead in road:
        arabic = _bag(evidence.arabic.words, bead.arabic)
        english = _bag(evidence.english.words, bead.english)
        if not arabic or not english:
            continue
        for e in english:
            likely = [known[a].get(e, 0.0) + FLOOR for a in arabic]
            total = sum(likely) + (NOTHING + 2 * float(evidence.english.own[e])) * len(arabic)
            for a, weight in zip(arabic, likely, strict=True):
                expected = weight / total
                count[a, e] += expected
                of_arabic[a] += expected
                of_english[e] += expected
        beads.update((a, e) for a in set(arabic) for e in set(english))
    forward = known
    backward = [dict(zip(to.tolist(), p.tolist(), strict=True)) for to, p in evidence.to_arabic]
    for (a, e), expected in count.items():
        if beads[a, e] < SHARED_BEADS or expected < 0.3:
            continue
        forward[a][e] = max(forward[a].get(e, 0.0), BELIEF * expected / (of_arabic[a] + SMOOTHING))
        backward[a][e] = max(backward[a].get(e, 0.0), BELIEF * expected / (of_english[e] + SMOOTHING))
    return replace(
        evidence,
        to_english=tuple(_sparse(row) for row in forward),
        to_arabic=tuple(_sparse(row) for row in backward),
    )


def _bag(sentences: Sequence[Ints], across: tuple[int, int]) -> list[int]:
    return [int(word) for words in sentences[across[0] : across[1]] for word in words]


def _sparse(row: dict[int, float]) -> tuple[Ints, Floats]:
    keys = np.fromiter(row.keys(), dtype=np.int32, count=len(row))
    return keys, np.fromiter(row.values(), dtype=np.float32, count=len(row))
