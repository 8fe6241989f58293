"""What a first alignment teaches about this pair of documents.

The lexicon does not know every word of a novel or a statute, but the document repeats its own: words that stand
together in several beads are added to the table with the expected counts of IBM Model 1 (Brown et al. 1993), one
step of expectation–maximisation over the beads just found. The prices of shapes move towards the shapes this
translator used, no further than the evidence goes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

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
LEAST_EXPECTED = 0.3
"""… and be expected so often."""
SMOOTHING = 2.0
MOST_PAIRS = 1_000_000
"""Word pairs of one bead; a bead with more is no sentence pair, and nothing is learnt from it."""
NO_WORD = np.zeros(0, dtype=np.int64)


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
        follows = prices.adapt_gap if shape is None else prices.adapt
        moves[shape] = follows * math.log(seen / share)
    return {shape: move for shape, move in moves.items() if shape is not None}, prices.gap + moves[None]


def _words(evidence: Evidence, road: Sequence[Bead]) -> Evidence:
    """The table with the document's own word pairs added."""
    wide = len(evidence.english.own)
    known, probability = _known(evidence)
    of_arabic = np.zeros(len(evidence.arabic.own))
    of_english = np.zeros(wide)
    keys, counts = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for bead in road:
        arabic = np.concatenate([NO_WORD, *evidence.arabic.words[slice(*bead.arabic)]])
        english = np.concatenate([NO_WORD, *evidence.english.words[slice(*bead.english)]])
        if not 0 < len(arabic) * len(english) <= MOST_PAIRS:
            continue
        pairs = arabic[:, None] * wide + english
        likely = _looked_up(pairs, known, probability) + FLOOR
        nowhere = (NOTHING + 2 * evidence.english.own[english].astype(np.float64)) * len(arabic)
        expected = likely / (likely.sum(axis=0) + nowhere)
        np.add.at(of_arabic, arabic, expected.sum(axis=1))
        np.add.at(of_english, english, expected.sum(axis=0))
        met, which = np.unique(pairs.ravel(), return_inverse=True)
        keys.append(met)
        counts.append(np.bincount(which, expected.ravel(), len(met)).astype(np.float64))
    met, which, beads = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    expected = np.bincount(which, np.concatenate(counts), len(met))
    believed = (beads >= SHARED_BEADS) & (expected >= LEAST_EXPECTED)
    a, e = np.divmod(met[believed], wide)
    forward = BELIEF * expected[believed] / (of_arabic[a] + SMOOTHING)
    backward = BELIEF * expected[believed] / (of_english[e] + SMOOTHING)
    return replace(
        evidence,
        to_english=_raised(evidence.to_english, a, e, forward),
        to_arabic=_raised(evidence.to_arabic, a, e, backward),
    )


def _known(evidence: Evidence) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The table t(English | Arabic) as sorted keys, Arabic type times English types plus English type."""
    wide = len(evidence.english.own)
    keys = np.concatenate([NO_WORD, *(a * wide + to.astype(np.int64) for a, (to, _) in enumerate(evidence.to_english))])
    values = np.concatenate([np.zeros(0), *(p.astype(np.float64) for _, p in evidence.to_english)])
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]


def _looked_up(
    pairs: npt.NDArray[np.int64], known: npt.NDArray[np.int64], probability: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    if not len(known):
        return np.zeros(pairs.shape)
    at = np.minimum(np.searchsorted(known, pairs), len(known) - 1)
    return np.where(known[at] == pairs, probability[at], 0.0)


def _raised(
    table: Sequence[tuple[Ints, Floats]],
    a: npt.NDArray[np.int64],
    e: npt.NDArray[np.int64],
    found: npt.NDArray[np.float64],
) -> tuple[tuple[Ints, Floats], ...]:
    """The table, raised to what was found where that is more."""
    result = list(table)
    bounds = np.searchsorted(a, np.arange(len(table) + 1))
    for row in np.unique(a).tolist():
        to, probability = result[row]
        known = dict(zip(to.tolist(), probability.tolist(), strict=True))
        here = slice(bounds[row], bounds[row + 1])
        for other, value in zip(e[here].tolist(), found[here].tolist(), strict=True):
            known[other] = max(known.get(other, 0.0), value)
        result[row] = _sparse(known)
    return tuple(result)


def _sparse(row: dict[int, float]) -> tuple[Ints, Floats]:
    keys = np.fromiter(row.keys(), dtype=np.int32, count=len(row))
    return keys, np.fromiter(row.values(), dtype=np.float32, count=len(row))
