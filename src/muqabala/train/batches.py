"""Which pairs are learnt from together: of like length, so many tokens at a time, in an order that can be repeated.

A batch is sized by the tokens it holds once padded, so that each update costs about the same. Sorting by length wastes
little on padding; shuffling the batches afterwards keeps an update from meaning "the short ones". The order depends on
the seed and the epoch alone, so an interrupted run knows where it was from two numbers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Indexes = npt.NDArray[np.int64]

POOL = 20_000
"""Pairs shuffled first and sorted among themselves: sorting all of them would always put the same ones together."""


def plan_epoch(
    source_lengths: Indexes, target_lengths: Indexes, *, tokens: int, seed: int, epoch: int, longest: int
) -> list[Indexes]:
    """Every pair no side of which is longer than `longest`, once, in batches of at most `tokens` padded tokens.

    A pair longer than `tokens` makes a batch of its own.

    >>> [batch.tolist() for batch in plan_epoch(np.array([3, 9, 3]), np.array([3, 4, 2]), tokens=6, seed=1, epoch=0,
    ...     longest=8)]
    [[2, 0]]
    """
    rng = np.random.default_rng([seed, epoch])
    order = rng.permutation(np.flatnonzero((source_lengths <= longest) & (target_lengths <= longest)))
    batches: list[Indexes] = []
    for start in range(0, len(order), POOL):
        pool = order[start : start + POOL]
        pool = pool[np.lexsort((source_lengths[pool], target_lengths[pool]))]
        widths = np.maximum(source_lengths[pool], target_lengths[pool])
        cut = [0, *_cuts(widths, tokens), len(pool)]
        found = [pool[begin:end] for begin, end in pairwise(cut) if end > begin]
        batches += [found[at] for at in rng.permutation(len(found))]
    return batches


def _cuts(widths: Indexes, tokens: int) -> list[int]:
    """Where a new batch begins: as soon as one more row would pad the batch to more than `tokens`."""
    cuts, begin, widest = [], 0, 0
    for at, width in enumerate(widths.tolist()):
        if at > begin and max(widest, width) * (at - begin + 1) > tokens:
            cuts.append(at)
            begin, widest = at, 0
        widest = max(widest, width)
    return cuts
