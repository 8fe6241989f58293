"""Which lines are decoded together.

Only lines of the same length in pieces share a batch. Nothing is padded then, every product inside the model has the
same shape whoever the neighbours are, and what comes out for a line does not depend on them: measured bit for bit
(`tests/engine/test_determinism.py`), where mixed lengths changed about one int8 draft in a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

TOKENS = 1024
"""Source pieces in a batch: enough to keep a core busy, little enough for short waits and flat memory."""

LINES = 64
"""Lines in a batch at most."""


def plan(shapes: Sequence[tuple[int, ...]], *, tokens: int = TOKENS, lines: int = LINES) -> list[list[int]]:
    """Indexes of lines grouped into batches of one shape each, longest first, otherwise in the order given.

    A shape is what must be equal: the pieces of the source and, where some are forced or scored, of the target.
    Longest first: the last batches to finish are short ones, so no core waits long at the end.

    >>> plan([(3,), (5,), (3,), (3,)], tokens=6)
    [[1], [0, 2], [3]]
    """
    same: dict[tuple[int, ...], list[int]] = {}
    for index, shape in enumerate(shapes):
        same.setdefault(shape, []).append(index)
    batches: list[list[int]] = []
    for shape in sorted(same, reverse=True):
        size = max(1, min(lines, tokens // max(1, sum(shape))))
        group = same[shape]
        batches.extend(group[start : start + size] for start in range(0, len(group), size))
    return batches
