"""What a bead is worth: how much likelier its two sides are as translations of each other than by chance.

For a bead of Arabic words A and English words E, IBM Model 1 (Brown et al. 1993) in both directions against the words'
own probabilities, as Moore (2002) used it for 1:1 pairs:

    Σ_e log( ε + (1-ε) · Σ_a t(e|a) / (|A|+1) / p(e) )  +  the same for every a given E

An unaligned sentence is worth nothing (ratio 1). Every word is counted once however sentences are grouped, and a bead
that takes in sentences that do not belong dilutes 1/|A| for every word that does: so merging is not rewarded, and beads
of any size can be compared. To this come the length ratio (Gale & Church 1993) and the price of the bead's shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.align.evidence import Evidence, Floats

Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Prices:
    """The aligner's parameters, tuned on development documents (`benchmarks/align.py --tune`)."""

    epsilon: float = 0.63
    """Share of words that come from nowhere."""
    words: float = 0.307
    """Weight of the two directions."""
    ceiling: float = 8.015
    """Most that one word may say, as a log ratio."""
    length: float = 3.348
    spread: float = 0.418
    """Standard deviation of the log length ratio of a sentence of 100 characters."""
    gap: float = -2.75
    """Price of leaving one sentence unaligned, to begin with."""
    joins: float = -0.216
    """Price of each sentence beyond the first on either side …"""
    both: float = -1.5
    """… and once more where both sides join."""
    single: float = -0.229
    """Price of a 1:1 bead."""
    adapt: float = 0.15
    """How far shape prices follow what a first alignment found in this document …"""
    adapt_gap: float = 1.0
    """… how far the price of leaving a sentence out does …"""
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

TOGETHER = 16
"""Words of a sentence looked at together; keeps the tables in the cache, and small where a sentence is endless."""


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
        self._own_of_tokens = self.evidence.english.own[self._tokens]
        self._types = len(self.evidence.english.own)
        self.most_rows = max(n for n, _ in self.shapes)
        self._most_columns = max(m for _, m in self.shapes)
        self._widest = [max(m for n, m in self.shapes if n >= rows) for rows in range(1, self.most_rows + 1)]
        """For each number of Arabic sentences: the most English ones that so many or more are paired with."""
        sentence_of = np.repeat(np.arange(len(sizes)), sizes)
        by_type = np.argsort(self._tokens, kind="stable")
        self._order = sentence_of[by_type]
        self._type_starts = np.searchsorted(self._tokens[by_type], np.arange(self._types + 1))
        self._rows_of_types: dict[int, tuple[npt.NDArray[np.int64], Floats]] = {}
        self._backward: dict[int, tuple[tuple[int, int], Floats]] = {}
        self._sums: dict[int, Floats] = {}
        self._price_tables()
        self._window_tables(len(sizes))

    def _price_tables(self) -> None:
        """For each n: prices by m as a column, and where its shapes stand among all."""
        self._prices: list[Floats] = []
        self._codes: list[tuple[list[int], list[int]]] = []
        for n in range(1, self.most_rows + 1):
            column = np.full((self._widest[n - 1], 1), -np.inf, dtype=np.float32)
            here = [(code, m) for code, (rows, m) in enumerate(self.shapes) if rows == n]
            for _, m in here:
                column[m - 1] = shape_price(self.prices, n, m) + self.bonus.get((n, m), 0.0)
            self._prices.append(column)
            self._codes.append(([code for code, _ in here], [m - 1 for _, m in here]))

    def _window_tables(self, columns: int) -> None:
        """For each m and each corner: words and (the logarithm of) characters of the m sentences before it."""
        ends = np.arange(columns + 1)
        begins = np.maximum(ends - np.arange(1, self._most_columns + 1)[:, None], 0)
        self._words_before = (self._starts[ends] - self._starts[begins]).astype(np.float32)
        characters = np.concatenate([[0.0], np.cumsum(self.evidence.english.characters, dtype=np.float64)])
        self._log_written = np.log(np.maximum(characters[ends] - characters[begins], 1.0)).astype(np.float32)

    def row(self, i: int, low: int, high: int, far: int | None = None) -> Floats:
        """Scores of the beads that end with Arabic sentence `i` and English sentence j, low <= j < high.

        One row a shape, in the order of `shapes`, `high - low` columns; a bead that would begin before the first
        sentence is worth -inf. `far` is the `high` of the rows up to `most_rows` further on, where the caller knows it:
        what is found out about sentence `i` then serves them too.
        """
        scores = np.full((len(self.shapes), high - low), -np.inf, dtype=np.float32)
        ends = np.arange(low + 1, high + 1)
        begins = ends - np.arange(1, self._most_columns + 1)[:, None]
        before_first = begins < 0
        np.maximum(begins, 0, out=begins)
        back: Floats = np.zeros((self._most_columns, high - low), dtype=np.float32)
        characters = 0.0
        for n, there in enumerate(self._forward(i, low, high), start=1):
            widest = self._widest[n - 1]
            back = back[:widest] + self._back(i - n + 1, low, high, far)[:widest]
            characters += float(self.evidence.arabic.characters[i - n + 1])
            forward = there[1][ends - there[0]] - there[1][begins[:widest] - there[0]]
            value = self.prices.words * (forward + back) + self._prices[n - 1]
            value += self._length_scores(characters, self._log_written[:widest, low + 1 : high + 1])
            value[before_first[:widest]] = -np.inf
            codes, at = self._codes[n - 1]
            scores[codes] = value[at]
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

    def _forward(self, i: int, low: int, high: int) -> Iterator[tuple[int, Floats]]:
        """For each number n = 1, 2 … of Arabic sentences that end with `i`: how well they explain the English
        sentences from `start` on, as running sums."""
        start = max(0, low - self._most_columns)
        tokens = self._tokens[self._starts[start] : self._starts[high]]
        own = self._own_of_tokens[self._starts[start] : self._starts[high]]
        bounds = self._starts[start : high + 1] - self._starts[start]
        total = np.zeros(len(tokens), dtype=np.float32)
        count = 1
        for n in range(1, min(self.most_rows, i + 1) + 1):
            total += self._vector(i - n + 1)[tokens]
            count += len(self.evidence.arabic.words[i - n + 1])
            running = np.concatenate([[0.0], np.cumsum(self._ratio(total / (count * own)), dtype=np.float64)])
            yield start, running[bounds].astype(np.float32)

    def _back(self, i: int, low: int, high: int, far: int | None) -> Floats:
        """For Arabic sentence `i` and each number m of English sentences ending at j: how well they explain it."""
        cached = self._backward.get(i)
        if cached is None or not (cached[0][0] <= low and cached[0][1] >= high):
            reach = max(high, far or 0)
            cached = (low, reach), self._explain(i, low, reach)
            self._backward[i] = cached
        offset = low - cached[0][0]
        return cached[1][:, offset : offset + high - low]

    def _explain(self, i: int, low: int, high: int) -> Floats:
        start = max(0, low - self._most_columns)
        ends = np.arange(low + 1, high + 1)
        begins = np.maximum(ends - np.arange(1, self._most_columns + 1)[:, None], 0)
        explaining = self._words_before[:, low + 1 : high + 1] + 1
        result = np.zeros(begins.shape, dtype=np.float32)
        words = self.evidence.arabic.words[i]
        for some in range(0, len(words), TOGETHER):
            chunk = words[some : some + TOGETHER]
            found_at = np.zeros((len(chunk), high - start + 1), dtype=np.float32)
            for at, a in enumerate(chunk):
                columns, values_of = self._explained_by(int(a))
                first, last = np.searchsorted(columns, (start, high))
                found_at[at, columns[first:last] - start + 1] = values_of[first:last]
            sums = np.cumsum(found_at, axis=1)
            found = sums[:, None, ends - start] - sums[:, begins - start]
            found /= explaining * self.evidence.arabic.own[chunk][:, None, None]
            result += self._ratio(found).sum(axis=0)
        return result

    def _explained_by(self, a: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """Σ_e t(a|e) of each English sentence that has any, for one Arabic type: (sentences, sums)."""
        row = self._rows_of_types.get(a)
        if row is None:
            to, probability = self.evidence.to_arabic[a]
            pieces = [self._order[self._type_starts[e] : self._type_starts[e + 1]] for e in to]
            if pieces:
                weights = np.repeat(probability, [len(where) for where in pieces])
                columns, inverse = np.unique(np.concatenate(pieces), return_inverse=True)
                row = columns, np.bincount(inverse, weights, len(columns)).astype(np.float32)
            else:
                row = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
            self._rows_of_types[a] = row
        return row

    def _ratio(self, likelihood: Floats) -> Floats:
        """What a word says; works in place."""
        likelihood *= 1 - self.prices.epsilon
        likelihood += self.prices.epsilon
        np.log(likelihood, out=likelihood)
        return np.minimum(likelihood, self.prices.ceiling, out=likelihood)

    def _length_scores(self, characters: float, log_written: Floats) -> Floats:
        """How well lengths fit: a normal log ratio, narrower for longer text."""
        log_expected = np.float32(np.log(characters * self.english_per_arabic))
        middle = np.maximum(0.5 * (log_written + log_expected), np.float32(np.log(10.0)))
        narrower = np.exp(0.25 * (middle - np.float32(np.log(100.0))))
        z = (log_written - log_expected) * narrower / np.float32(self.prices.spread)
        result: Floats = np.float32(self.prices.length) * (0.5 - 0.5 * np.minimum(z * z, np.float32(25.0)))
        return result
