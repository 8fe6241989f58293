"""A band around the road, found on documents whose sentences are taken several at a time.

Blocks of sentences are aligned first, then blocks a quarter of that size around the road just found, down to single
sentences (the coarse-to-fine search of Thompson & Koehn 2019, with likelihood in place of vectors). Each level looks at
a few columns per row, so the whole is linear in the length of the documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from muqabala.align.beads import BeadScorer, Prices, Shape
from muqabala.align.evidence import Evidence, Side
from muqabala.align.path import Band, Bead, Grid, full_band

SMALL = 260
"""Documents (or blocks) up to this length are searched whole."""
STEP = 4
MARGIN = 4
"""Blocks kept on either side of a road when the next level looks closer."""
SLACK = 12
"""Corners kept on either side at least."""
BLOCK_SHAPES: tuple[Shape, ...] = ((1, 1), (1, 2), (2, 1))


def find_band(evidence: Evidence, prices: Prices, english_per_arabic: float) -> Band:
    """The corners worth looking at when single sentences are aligned."""
    rows, columns = len(evidence.arabic.words), len(evidence.english.words)
    if max(rows, columns) <= SMALL or not rows or not columns:
        return full_band(rows, columns)
    size = STEP
    while max(rows, columns) / size > SMALL:
        size *= STEP
    band: Band | None = None
    while size >= 1:
        if size == 1:
            return band if band is not None else full_band(rows, columns)
        blocks = Evidence(
            in_blocks(evidence.arabic, size), in_blocks(evidence.english, size), evidence.to_english, evidence.to_arabic
        )
        high, wide = len(blocks.arabic.words), len(blocks.english.words)
        scorer = BeadScorer(blocks, replace(prices, joins=-1.0, both=0.0, single=0.0), BLOCK_SHAPES, english_per_arabic)
        road = Grid(scorer, high, wide, band or full_band(high, wide), prices.gap).best()
        finer = size // STEP
        band = widened(road, size // finer, -(-rows // finer), -(-columns // finer))
        size = finer
    raise AssertionError("sizes are powers of STEP and end at 1")


def in_blocks(side: Side, size: int) -> Side:
    """The same document with `size` sentences taken for one."""
    starts = range(0, len(side.words), size)
    words = tuple(np.concatenate(side.words[start : start + size]) for start in starts)
    characters = np.array([side.characters[start : start + size].sum() for start in starts], dtype=np.float32)
    return Side(words, side.own, characters)


def widened(road: Sequence[Bead], factor: int, rows: int, columns: int) -> Band:
    """The band that a road over blocks leaves open for units `factor` times smaller.

    Neighbouring rows always share corners, so that a road through the band exists.
    """
    low = np.full(rows + 1, columns, dtype=np.int64)
    high = np.zeros(rows + 1, dtype=np.int64)
    reach_rows, reach = MARGIN * factor, max(SLACK, MARGIN * factor)
    for bead in road:
        first, last = bead.arabic[0] * factor, bead.arabic[1] * factor
        left, right = bead.english[0] * factor - reach, bead.english[1] * factor + reach
        across = slice(max(0, first - reach_rows // 2), min(rows, last + reach_rows // 2) + 1)
        low[across] = np.minimum(low[across], left)
        high[across] = np.maximum(high[across], right)
    low = np.clip(np.minimum.accumulate(low[::-1])[::-1], 0, columns)
    high = np.clip(np.maximum.accumulate(high), 0, columns)
    low[0], high[-1] = 0, columns
    return [(int(a), int(b) + 1) for a, b in zip(low, high, strict=True)]
