"""The best road through the grid, and how sure each step of it is.

The grid is walked inside a band; `coarse.py` finds the band. Rows are Arabic sentences. One pass scores beads row by
row; the best road (Viterbi) and the posterior of each bead (forward–backward, Rabiner 1989) both come from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from muqabala.align.beads import BeadScorer
from muqabala.align.evidence import Floats

Values = npt.NDArray[np.float64]
Band = list[tuple[int, int]]
"""For each corner row 0..rows: the corner columns (low, high) that are looked at, half-open."""


ARABIC_ALONE, ENGLISH_ALONE = -1, -2
"""Steps that are no shape: one sentence left out on either side."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Arabic sentences [a0, a1) with English sentences [e0, e1); one side may be empty."""

    arabic: tuple[int, int]
    english: tuple[int, int]
    score: float = 0.0
    """Posterior probability of exactly this bead."""
    shared: float = 1.0
    """Share of the words that have a likely counterpart on the other side; of both sides, the lower one. The score
    says whether there is a better bead; this says whether the two sides speak of the same thing at all."""


def full_band(rows: int, columns: int) -> Band:
    """Every corner."""
    return [(0, columns + 1)] * (rows + 1)


class Grid:
    """Bead scores inside a band, and the two walks over them."""

    def __init__(
        self, scorer: BeadScorer, rows: int, columns: int, band: Band, gap: float, *, tied: bool = False
    ) -> None:
        """`tied`: the first sentences of both sides belong to one bead."""
        self.tied = tied
        self.rows, self.columns, self.band, self.gap = rows, columns, band, gap
        self.shapes = scorer.shapes
        self.scores: list[Floats] = []
        """For each corner row but the first: scores of the beads that end there, one line a shape."""
        for i in range(rows):
            # A bead that ends at corner (i+1, j+1) ends with English sentence j; none ends at corner (i+1, 0).
            low, high = band[i + 1]
            first, last = max(0, low - 1), max(0, high - 1)
            scores = np.full((len(self.shapes), high - low), -np.inf, dtype=np.float32)
            if last > first:
                far = band[min(rows, i + scorer.most_rows)][1] - 1
                scores[:, first + 1 - low :] = scorer.row(i, first, last, far)
            self.scores.append(scores)
            scorer.forget_before(i - scorer.most_rows)

    def best(self) -> list[Bead]:
        """The best road as beads in order."""
        steps = self._viterbi()
        beads: list[Bead] = []
        i, j = self.rows, self.columns
        while i or j:
            code = int(steps[i][j - self.band[i][0]])
            n, m = (0, 1) if code == ENGLISH_ALONE else (1, 0) if code == ARABIC_ALONE else self.shapes[code]
            beads.append(Bead((i - n, i), (j - m, j)))
            i, j = i - n, j - m
        return _arabic_first(beads[::-1])

    def _viterbi(self) -> list[npt.NDArray[np.int16]]:
        """For each corner the step that leads to it on the best road."""
        corners = [self._start()]
        steps = [np.full(len(corners[0]), ENGLISH_ALONE, dtype=np.int16)]
        for i in range(1, self.rows + 1):
            offers = self._offers(corners, i, 1.0)
            choice = offers.argmax(axis=0)
            value = offers[choice, np.arange(offers.shape[1])]
            step = (choice - 1).astype(np.int16)
            columns = np.arange(len(value))
            slanted = value - self.gap * columns
            reached = np.maximum.accumulate(slanted)
            step[reached > slanted] = ENGLISH_ALONE
            corners.append(reached + self.gap * columns)
            steps.append(step)
        return steps

    def _start(self, temperature: float = 1.0) -> Values:
        """The first row of corners: reached by leaving English sentences out, where that is allowed."""
        low, high = self.band[0]
        value = np.full(high - low, -np.inf)
        value[: 1 if self.tied else None] = 0.0
        if not self.tied:
            value += self.gap / temperature * np.arange(low, high)
        return value

    def _offers(self, corners: list[Values], i: int, temperature: float) -> Values:
        """What each way of reaching the corners of row `i` from rows above is worth: line 0 an Arabic sentence left
        alone, then a line a shape."""
        low, high = self.band[i]
        offers = np.full((len(self.shapes) + 1, high - low), -np.inf)
        for line, (n, m) in enumerate(((1, 0), *self.shapes)):
            if n > i or (self.tied and i == 1 and line == 0):
                continue
            from_low, from_high = self.band[i - n]
            start, end = max(low, from_low + m), min(high, from_high + m)
            if start < end:
                offers[line, start - low : end - low] = corners[i - n][start - m - from_low : end - m - from_low]
        offers[0] += self.gap / temperature
        offers[1:] += self.scores[i - 1] / temperature if temperature != 1.0 else self.scores[i - 1]
        return offers

    # ── how sure ─────────────────────────────────────────────────────────────────────────────────────────────────

    def posteriors(self, beads: list[Bead], temperature: float) -> list[float]:
        """For each bead of a road: the probability of exactly that bead under the scores divided by `temperature`.

        Of a sentence left alone: the probability that it is, whatever stands beside it.
        """
        forward = self._sum_forward(temperature)
        backward = self._sum_backward(temperature)
        total = float(forward[self.rows][self.columns - self.band[self.rows][0]])
        arabic_alone, english_alone = self._alone(forward, backward, self.gap / temperature)
        code_of = {shape: code for code, shape in enumerate(self.shapes)}
        result = []
        for bead in beads:
            (i0, i1), (j0, j1) = bead.arabic, bead.english
            if i0 == i1:
                log_probability = english_alone[j0] - total
            elif j0 == j1:
                log_probability = arabic_alone[i0] - total
            else:
                price = float(self.scores[i1 - 1][code_of[i1 - i0, j1 - j0], j1 - self.band[i1][0]]) / temperature
                before = forward[i0][j0 - self.band[i0][0]]
                log_probability = before + price + backward[i1][j1 - self.band[i1][0]] - total
            result.append(float(np.exp(min(0.0, log_probability))))
        return result

    def _alone(self, forward: list[Values], backward: list[Values], gap: float) -> tuple[Values, Values]:
        """For each sentence of either side: log Σ over all roads that leave it alone."""
        arabic = np.full(self.rows, -np.inf)
        english = np.full(self.columns, -np.inf)
        for i in range(self.rows + 1):
            low, high = self.band[i]
            steps = forward[i][:-1] + gap + backward[i][1:]
            if not (self.tied and i == 0):
                english[low : high - 1] = np.logaddexp(english[low : high - 1], steps)
            if i < self.rows and not (self.tied and i == 0):
                to_low, to_high = self.band[i + 1]
                start, end = max(low, to_low), min(high, to_high)
                if start < end:
                    steps = forward[i][start - low : end - low] + gap + backward[i + 1][start - to_low : end - to_low]
                    arabic[i] = _log_sum(steps[:, None])[0]
        return arabic, english

    def _sum_forward(self, temperature: float) -> list[Values]:
        gap = self.gap / temperature
        corners = [self._start(temperature)]
        for i in range(1, self.rows + 1):
            value = _log_sum(self._offers(corners, i, temperature))
            columns = np.arange(len(value))
            corners.append(np.logaddexp.accumulate(value - gap * columns) + gap * columns)
        return corners

    def _sum_backward(self, temperature: float) -> list[Values]:
        gap = self.gap / temperature
        corners = [np.zeros(0)] * (self.rows + 1)
        for i in range(self.rows, -1, -1):
            low, high = self.band[i]
            if i == self.rows:
                value = np.full(high - low, -np.inf)
                value[self.columns - low] = 0.0
            else:
                value = _log_sum(self._returns(corners, i, temperature))
            columns = np.arange(high - low)
            corners[i] = np.logaddexp.accumulate((value + gap * columns)[::-1])[::-1] - gap * columns
        return corners

    def _returns(self, corners: list[Values], i: int, temperature: float) -> Values:
        """What each way of going on from the corners of row `i` to rows below is worth."""
        low, high = self.band[i]
        returns = np.full((len(self.shapes) + 1, high - low), -np.inf)
        for line, (n, m) in enumerate(((1, 0), *self.shapes)):
            if i + n > self.rows:
                continue
            to_low, to_high = self.band[i + n]
            start, end = max(low, to_low - m), min(high, to_high - m)
            if start < end:
                there = slice(start + m - to_low, end + m - to_low)
                price = self.gap if line == 0 else self.scores[i + n - 1][line - 1, there]
                returns[line, start - low : end - low] = corners[i + n][there] + price / temperature
        return returns


def _arabic_first(road: list[Bead]) -> list[Bead]:
    """The same road; where sentences of both sides are left alone side by side, the Arabic ones come first.

    Their order means nothing, so it should not depend on the search.
    """
    result: list[Bead] = []
    for two_sided, run in groupby(
        road, lambda bead: bead.arabic[0] < bead.arabic[1] and bead.english[0] < bead.english[1]
    ):
        beads = list(run)
        if two_sided:
            result += beads
            continue
        (i0, j0), (i1, j1) = (beads[0].arabic[0], beads[0].english[0]), (beads[-1].arabic[1], beads[-1].english[1])
        result += [Bead((i, i + 1), (j0, j0)) for i in range(i0, i1)]
        result += [Bead((i1, i1), (j, j + 1)) for j in range(j0, j1)]
    return result


def _log_sum(values: Values) -> Values:
    """log Σ exp down each column; -inf where there is nothing."""
    most = values.max(axis=0)
    finite = np.where(np.isfinite(most), most, 0.0)
    with np.errstate(divide="ignore"):
        result: Values = np.log(np.exp(values - finite).sum(axis=0)) + finite
    return result
