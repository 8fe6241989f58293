"""A decoder that has fallen into saying one thing again and again.

Weak or badly matched models do; the draft is then worthless however fluent its words. The loop is seen in the pieces.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

_TURNS = 4
"""A stretch said this often in a row is no style. Shorter stretches need more turns: see `loops`."""

_LONGEST = 16
"""Pieces in the longest stretch looked for."""


def loops(pieces: Sequence[Hashable]) -> bool:
    """Does some stretch of pieces stand several times in a row?

    Four times for two pieces and more, eight for a single one (`. . . .` and `ha ha ha ha` occur in honest text).

    >>> loops("the three three three times".split()), loops(["of", "the"] * 4)
    (False, True)
    """
    for size in range(1, _LONGEST + 1):
        needed = (_TURNS if size > 1 else 2 * _TURNS) * size - size
        run = 0
        for at in range(size, len(pieces)):
            run = run + 1 if pieces[at] == pieces[at - size] else 0
            if run >= needed:
                return True
    return False
