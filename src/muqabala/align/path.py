"""The best road through the grid, and how sure each step of it is.

The grid is walked inside a band; `coarse.py` finds the band. Rows are Arabic sentences. One pass scores beads row by
row; the best road (Viterbi) and the posterior of each bead (forward–backward, Rabiner 1989) both come from them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.align.beads import BeadScorer, Shape
from muqabala.align.evidence import Floats

Values = npt.NDArray[np.float64]
Band = list[tuple[int, int]]
"""For each corner row 0..rows: the corner columns (low, high) that are looked at, half-open."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Arabic sentences [a0, a1) with English sentences [e0, e1); one side may be empty."""

    arabic: tuple[int, int]
    english: tuple[int, int]
    score: float = 0.0
    """Posterior probability of exactly this bead."""


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
        self.scores: list[dict[Shape, Floats]] = []
        margin = max(n for n, _ in scorer.shapes)
        for i in range(rows):
            # A bead that ends at corner (i+1, j+1) ends with English sentence j.
            low, high = band[i + 1]
            first, last = max(0, low - 1), max(0, high - 1)
            self.scores.append(scorer.row(i, first, last) if last > first else {})
            scorer.forget_before(i - margin)

    def best(self) -> list[Bead]:
        """The best road as beads in order."""
        corners, steps = self._viterbi()
        beads: list[Bead] = []
        i, j = self.rows, self.columns
        while i or j:
            code = int(steps[i][j - self.band[i][0]])
            n, m = (0, 1) if code == -2 else (1, 0) if code == -1 else self.shapes[code]
            beads.append(Bead((i - n, i), (j - m, j)))
            i, j = i - n, j - m
        del corners
        return beads[::-1]

    def _viterbi(self) -> tuple[list[Values], list[npt.NDArray[np.int16]]]:
        corners: list[Values] = []
        steps: list[npt.NDArray[np.int16]] = []
        for i in range(self.rows + 1):
            low, high = self.band[i]
            value = np.full(high - low, -np.inf, dtype=np.float64)
            step = np.full(high - low, -2, dtype=np.int16)
            if i == 0 and low == 0:
                value[0] = 0.0
            if i:
                if not (self.tied and i == 1):
                    self._take(value, step, self._shifted(corners, i - 1, 0, low, high) + self.gap, -1)
                for code, (n, m) in enumerate(self.shapes):
                    if n <= i:
                        self._take(
                            value, step, self._shifted(corners, i - n, m, low, high) + self._scored(i, n, m), code
                        )
            if self.tied and not i:
                corners.append(value)
                steps.append(step)
                continue
            columns = np.arange(high - low)
            slanted = value - self.gap * columns
            reached = np.maximum.accumulate(slanted)
            step[reached > slanted] = -2
            corners.append(reached + self.gap * columns)
            steps.append(step)
        return corners, steps

    @staticmethod
    def _take(
        value: npt.NDArray[np.float64], step: npt.NDArray[np.int16], offer: npt.NDArray[np.float64], code: int
    ) -> None:
        better = offer > value
        value[better] = offer[better]
        step[better] = code

    def _shifted(self, corners: list[Values], row: int, m: int, low: int, high: int) -> npt.NDArray[np.float64]:
        """Values of corners (row, j - m) for j in [low, high)."""
        result = np.full(high - low, -np.inf)
        from_low, from_high = self.band[row]
        start, end = max(low, from_low + m), min(high, from_high + m)
        if start < end:
            result[start - low : end - low] = corners[row][start - m - from_low : end - m - from_low]
        return result

    def _scored(self, i: int, n: int, m: int) -> npt.NDArray[np.float64]:
        """Scores of beads of this shape that end at corners (i, low … high)."""
        low, high = self.band[i]
        result = np.full(high - low, -np.inf)
        scores = self.scores[i - 1]
        if scores:
            values = scores[n, m]
            first = max(0, low - 1)
            result[first + 1 - low : first + 1 - low + len(values)] = values
        return result

    def posteriors(self, beads: list[Bead], temperature: float) -> list[float]:
        """For each bead of a road: the probability of exactly that bead under the scores divided by `temperature`."""
        forward = self._sum_forward(temperature)
        backward = self._sum_backward(temperature)
        total = forward[self.rows][self.columns - self.band[self.rows][0]]
        result = []
        for bead in beads:
            (i0, i1), (j0, j1) = bead.arabic, bead.english
            if i0 == i1 or j0 == j1:
                price = self.gap
            else:
                price = float(self._scored(i1, i1 - i0, j1 - j0)[j1 - self.band[i1][0]])
            log_probability = (
                forward[i0][j0 - self.band[i0][0]] + price / temperature + backward[i1][j1 - self.band[i1][0]] - total
            )
            result.append(float(np.exp(min(0.0, log_probability))))
        return result

    def _sum_forward(self, temperature: float) -> list[Values]:
        gap = self.gap / temperature
        corners: list[Values] = []
        for i in range(self.rows + 1):
            low, high = self.band[i]
            value = np.full(high - low, -np.inf)
            if i == 0 and low == 0:
                value[0] = 0.0
            if i:
                if not (self.tied and i == 1):
                    value = np.logaddexp(value, self._shifted(corners, i - 1, 0, low, high) + gap)
                for n, m in self.shapes:
                    if n <= i:
                        offer = self._shifted(corners, i - n, m, low, high) + self._scored(i, n, m) / temperature
                        value = np.logaddexp(value, offer)
            if self.tied and not i:
                corners.append(value)
                continue
            columns = np.arange(high - low)
            corners.append(np.logaddexp.accumulate(value - gap * columns) + gap * columns)
        return corners

    def _sum_backward(self, temperature: float) -> list[Values]:
        gap = self.gap / temperature
        corners = [np.full(high - low, -np.inf) for low, high in self.band]
        corners[self.rows][self.columns - self.band[self.rows][0]] = 0.0
        for i in range(self.rows, -1, -1):
            low, high = self.band[i]
            columns = np.arange(high - low)
            turned = (corners[i] + gap * columns)[::-1]
            corners[i] = np.logaddexp.accumulate(turned)[::-1] - gap * columns
            if not i:
                break
            self._push(corners, i - 1, 0, i, corners[i] + gap)
            for n, m in self.shapes:
                if n <= i:
                    self._push(corners, i - n, m, i, corners[i] + self._scored(i, n, m) / temperature)
        return corners

    def _push(self, corners: list[Values], row: int, m: int, i: int, offer: npt.NDArray[np.float64]) -> None:
        """Add what corners (i, j) offer to corners (row, j - m)."""
        low, high = self.band[i]
        to_low, to_high = self.band[row]
        start, end = max(low - m, to_low), min(high - m, to_high)
        if start < end:
            target = corners[row][start - to_low : end - to_low]
            corners[row][start - to_low : end - to_low] = np.logaddexp(target, offer[start + m - low : end + m - low])
