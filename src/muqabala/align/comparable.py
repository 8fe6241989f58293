"""Sentences that say the same in two articles that are not translations of each other.

Order means nothing here, so every Arabic sentence is held against every English one with the same likelihood that
scores a bead (`beads.py`), and only pairs are kept that stand far above chance, above every rival on both sides, and
share words that few sentences have. Precision comes first: what is doubtful is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from muqabala.align.beads import BeadScorer, Prices, Shape
from muqabala.align.evidence import Evidence, Floats
from muqabala.align.path import Bead

SHAPES: tuple[Shape, ...] = ((1, 1), (1, 2), (2, 1))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a pair must show; chosen on cases of our own (`tests/align/comparable.jsonl`)."""

    per_word: float = 0.30
    """Log ratio per word of both sides."""
    over_rival: float = 3.0
    """Log ratio above the best other pair that holds one of its sentences."""
    over_chance: float = 6.0
    """Log ratio above chance, on top of the logarithm of the number of pairs looked at …"""
    least: float = 11.0
    """… and at least this much, however few pairs there are: three or four words that few sentences have."""


def parallel_pairs(
    evidence: Evidence, prices: Prices, english_per_arabic: float, asked: Thresholds | None = None
) -> list[Bead]:
    """Pairs in Arabic order, crossing allowed; the score is a probability made of the distance to the next rival."""
    asked = asked or Thresholds()
    rows, columns = len(evidence.arabic.words), len(evidence.english.words)
    free = replace(prices, joins=-4.0, both=-4.0, single=0.0, words=0.5, length=1.0)
    scorer = BeadScorer(evidence, free, SHAPES, english_per_arabic)
    scores = {shape: np.full((rows, columns), -np.inf, dtype=np.float32) for shape in SHAPES}
    for i in range(rows):
        for shape, values in zip(SHAPES, scorer.row(i, 0, columns), strict=True):
            scores[shape][i] = values
    taken: list[Bead] = []
    least = max(asked.least, asked.over_chance + float(np.log(max(1, rows * columns))))
    for value, shape, i, j in _candidates(scores, least):
        bead = Bead((i - shape[0] + 1, i + 1), (j - shape[1] + 1, j + 1), value)
        if any(_touch(bead, other) for other in taken):
            continue
        words = sum(map(len, evidence.arabic.words[slice(*bead.arabic)])) + sum(
            map(len, evidence.english.words[slice(*bead.english)])
        )
        margin = value - _rival(scores, bead)
        if value >= asked.per_word * words and margin >= asked.over_rival:
            taken.append(replace(bead, score=float(1 / (1 + np.exp(-0.5 * min(margin, 40.0))))))
    return sorted(taken, key=lambda bead: bead.arabic)


def _candidates(scores: dict[Shape, Floats], least: float) -> list[tuple[float, Shape, int, int]]:
    """Pairs above chance, best first."""
    found = [
        (float(table[i, j]), shape, int(i), int(j))
        for shape, table in scores.items()
        for i, j in zip(*np.nonzero(table >= least), strict=True)
    ]
    return sorted(found, key=lambda one: (-one[0], one[1], one[2], one[3]))


def _touch(one: Bead, other: Bead) -> bool:
    return _overlap(one.arabic, other.arabic) or _overlap(one.english, other.english)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _rival(scores: dict[Shape, Floats], bead: Bead) -> float:
    """The best score of a 1:1 pair that shares one side with the bead and not the other."""
    table = scores[1, 1]
    rows, columns = slice(*bead.arabic), slice(*bead.english)
    beside = np.concatenate(
        [
            np.delete(table[rows], np.r_[columns], axis=1).ravel(),
            np.delete(table[:, columns], np.r_[rows], axis=0).ravel(),
        ]
    )
    return float(beside.max()) if beside.size else -np.inf
