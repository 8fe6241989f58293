"""What a bead is worth: how much likelier its two sides are as translations of each other than by chance.

For a bead of Arabic words A and English words E, IBM Model 1 (Brown et al. 1993) in both directions against the words'
own probabilities, as Moore (2002) used it for 1:1 pairs:

    Σ_e log( ε + (1-ε) · Σ_a t(e|a) / (|A|+1) / p(e) )  +  the same for every a given E

An unaligned sentence is worth nothing (ratio 1). Every word is counted once however sentences are grouped, and a bead
that takes in sentences that do not belong dilutes 1/|A| for every word that does: so merging is not rewarded, and beads
of any size can be compared. To this come the length ratio (Gale & Church 1993) and the price of the bead's shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.align.evidence import Evidence, Floats

Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prices:
    """The aligner's parameters, tuned on development documents (`benchmarks/align.py --tune`)."""

    epsilon: float = 0.577
    """Share of words that come from nowhere."""
    words: float = 0.307
    """Weight of the two directions."""
    ceiling: float = 8.015
    """Most that one word may say, as a log ratio."""
    length: float = 3.348
    spread: float = 0.418
    """Standard deviation of the log length ratio of a sentence of 100 characters."""
    gap: float = -2.5
    """Price of leaving one sentence unaligned."""
    joins: float = -0.216
    """Price of each sentence beyond the first on either side …"""
    both: float = -1.5
    """… and once more where both sides join."""
    single: float = -0.229
    """Price of a 1:1 bead."""
    adapt: float = 0.3
    """How far shape prices follow what a first alignment found in this document …"""
    inertia: float = 50.0
    """… and how many beads' worth of belief the prices above have against it."""
    temperature: float = 1.0
    """Scores are divided by this before they become posteriors (calibrated, see `benchmarks/align.py`)."""


def shape_price(prices: Prices, n: int, m: int) -> float:
    """The price of a bead of n Arabic and m English sentences, whatever they say."""
    price = prices.joins * (n + m - 2) + (prices.both if n > 1 and m > 1 else 0.0)
    return price + (prices.single if n == m == 1 else 0.0)


SHAPES: tuple[Shape, ...] = (
    *((1, m) for m in range(1, 11)),
    *((n, 1) for n in range(2, 7)),
    (2, 2), (2, 3), (2, 4), (2, 5), (2, 6), (3, 2), (4, 2), (5, 2), (3, 3), (3, 4), (4, 3),
)  # fmt: skip
"""Bead shapes with both sides, as (Arabic sentences, English sentences)."""


@dataclass
class BeadScorer:
    """Bead scores along one row at a time: all beads whose last Arabic sentence is the row's."""

    evidence: Evidence
    prices: Prices
    shapes: tuple[Shape, ...] = SHAPES
    english_per_arabic: float = 1.0
    """Characters of English for one of Arabic in this pair of documents."""
    bonus: Mapping[Shape, float] = field(default_factory=dict)
    """Added to the price of a shape: what this pair of documents is known to favour."""

    def __post_init__(self) -> None:
        sizes = [len(words) for words in self.evidence.english.words]
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self._tokens = np.concatenate(self.evidence.english.words) if sizes else np.zeros(0, dtype=np.int32)
        self._prices_of_shapes = {
            shape: shape_price(self.prices, *shape) + self.bonus.get(shape, 0.0) for shape in self.shapes
        }
        self._types = len(self.evidence.english.own)
        self._most_rows = max(n for n, _ in self.shapes)
        self._most_columns = max(m for _, m in self.shapes)
        sentence_of = np.repeat(np.arange(len(sizes)), sizes)
        by_type = np.argsort(self._tokens, kind="stable")
        self._order = sentence_of[by_type]
        self._type_starts = np.searchsorted(self._tokens[by_type], np.arange(self._types + 1))
        self._rows_of_types: dict[int, tuple[npt.NDArray[np.int64], Floats]] = {}
        self._backward: dict[int, tuple[tuple[int, int], dict[int, Floats]]] = {}
        self._sums: dict[int, Floats] = {}

    def row(self, i: int, low: int, high: int) -> dict[Shape, Floats]:
        """Scores of the beads that end with Arabic sentence `i` and English sentence j, low <= j < high, by shape.

        Each array has `high - low` entries; a bead that would begin before the first sentence is worth -inf.
        """
        forward = self._forward(i, low, high)
        lengths = self._lengths(i, low, high)
        scores: dict[Shape, Floats] = {}
        for n, m in self.shapes:
            result = np.full(high - low, -np.inf, dtype=np.float32)
            first = max(low, m - 1)
            if n <= i + 1 and first < high:
                columns = np.arange(first, high)
                back = sum(self._back(row, low, high)[m][columns - low] for row in range(i - n + 1, i + 1))
                there = forward[n][columns + 1] - forward[n][columns + 1 - m]
                result[first - low :] = (
                    self.prices.words * (there + back) + lengths[n, m][columns - low] + self._prices_of_shapes[n, m]
                )
            scores[n, m] = result
        return scores

    def forget_before(self, row: int) -> None:
        """Free what only rows before this one need."""
        tables: tuple[dict[int, Any], ...] = (self._backward, self._sums)
        for table in tables:
            for old in [at for at in table if at < row]:
                del table[old]

    def _vector(self, i: int) -> Floats:
        """Σ_a t(e|a) over the words of Arabic sentence `i`, for every English type."""
        if i not in self._sums:
            total = np.zeros(self._types, dtype=np.float32)
            for a in self.evidence.arabic.words[i]:
                to, probability = self.evidence.to_english[a]
                total[to] += probability
            self._sums[i] = total
        return self._sums[i]

    def _forward(self, i: int, low: int, high: int) -> dict[int, Floats]:
        """For each number n of Arabic sentences ending with `i`: running sums over English sentences, indexed by
        absolute column; only columns from `low - most_columns` on are filled."""
        start = max(0, low - self._most_columns)
        tokens = self._tokens[self._starts[start] : self._starts[high]]
        bounds = self._starts[start:high] - self._starts[start]
        own = self.evidence.english.own[tokens]
        result = {}
        total = np.zeros(self._types, dtype=np.float32)
        count = 1
        for n in range(1, min(self._most_rows, i + 1) + 1):
            total = total + self._vector(i - n + 1)
            count += len(self.evidence.arabic.words[i - n + 1])
            value = self._ratio(total[tokens] / (count * own))
            sums = np.zeros(high + 1, dtype=np.float32)
            sums[start + 1 :] = np.cumsum(_reduce(value, bounds))
            result[n] = sums
        return result

    def _back(self, i: int, low: int, high: int) -> dict[int, Floats]:
        """For Arabic sentence `i` and each number m of English sentences ending at j: how well they explain it."""
        cached = self._backward.get(i)
        if cached is not None and cached[0] == (low, high):
            return cached[1]
        if cached is not None and cached[0][0] <= low and cached[0][1] >= high:
            offset = low - cached[0][0]
            return {m: values[offset : offset + high - low] for m, values in cached[1].items()}
        result = self._explain(i, low, high)
        self._backward[i] = ((low, high), result)
        return result

    def _explain(self, i: int, low: int, high: int) -> dict[int, Floats]:
        start = max(0, low - self._most_columns)
        sizes = np.diff(self._starts[start : high + 1]).astype(np.float32)
        words = self.evidence.arabic.words[i]
        found_at = np.zeros((len(words), high - start + 1), dtype=np.float32)
        for at, a in enumerate(words):
            columns, values_of = self._explained_by(int(a))
            first, last = np.searchsorted(columns, (start, high))
            found_at[at, columns[first:last] - start + 1] = values_of[first:last]
        sums = np.cumsum(found_at, axis=1)
        counts = np.concatenate([[0.0], np.cumsum(sizes)]).astype(np.float32)
        own = self.evidence.arabic.own[words][:, None]
        result = {}
        for m in range(1, self._most_columns + 1):
            values = np.zeros(high - low, dtype=np.float32)
            ends = np.arange(max(low, m - 1), high) - start + 1
            if len(ends) and len(words):
                found = sums[:, ends] - sums[:, ends - m]
                values[len(values) - len(ends) :] = self._ratio(
                    found / ((counts[ends] - counts[ends - m] + 1) * own)
                ).sum(axis=0)
            result[m] = values
        return result

    def _explained_by(self, a: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Σ_e t(a|e) of each English sentence that has any, for one Arabic type: (sentences, sums)."""
        row = self._rows_of_types.get(a)
        if row is None:
            to, probability = self.evidence.to_arabic[a]
            pieces = [
                (self._order[self._type_starts[e] : self._type_starts[e + 1]], p)
                for e, p in zip(to, probability, strict=True)
            ]
            if pieces:
                sentences = np.concatenate([where for where, _ in pieces])
                weights = np.repeat(probability, [len(where) for where, _ in pieces])
                columns, inverse = np.unique(sentences, return_inverse=True)
                row = columns, np.bincount(inverse, weights, len(columns)).astype(np.float32)
            else:
                row = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
            self._rows_of_types[a] = row
        return row

    def _ratio(self, likelihood: Floats) -> Floats:
        epsilon = self.prices.epsilon
        value: Floats = np.minimum(np.log(epsilon + (1 - epsilon) * likelihood), self.prices.ceiling)
        return value

    def _lengths(self, i: int, low: int, high: int) -> dict[Shape, Floats]:
        arabic = np.concatenate(
            [[0.0], np.cumsum(self.evidence.arabic.characters[max(0, i - self._most_rows + 1) : i + 1][::-1])]
        )
        start = max(0, low - self._most_columns)
        english = np.concatenate([[0.0], np.cumsum(self.evidence.english.characters[start:high])])
        result = {}
        for n, m in self.shapes:
            values = np.zeros(high - low, dtype=np.float32)
            if n < len(arabic):
                ends = np.arange(max(low, m - 1), high) - start + 1
                written = np.maximum(english[ends] - english[ends - m], 1.0)
                expected = arabic[n] * self.english_per_arabic
                sigma = self.prices.spread * (100.0 / np.maximum(np.sqrt(written * expected), 10.0)) ** 0.25
                z = np.log(written / expected) / sigma
                values[len(values) - len(ends) :] = self.prices.length * (0.5 - 0.5 * np.minimum(z * z, 25.0))
            result[n, m] = values
        return result


def _reduce(values: Floats, bounds: npt.NDArray[np.int64]) -> Floats:
    """Sums of `values` between bounds; empty stretches sum to zero."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    result: Floats = np.diff(sums[np.append(bounds, len(values))]).astype(np.float32)
    return result
