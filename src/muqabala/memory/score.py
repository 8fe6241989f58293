"""Similarity as a translator means it: how much of the sentence need not be touched.

Token by token, in order: a changed, missing or added word costs one, whatever its length, for that is what a person
retypes. 100 is kept for sentences that read the same once folded, 101 for those in the same context.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

EXACT = 100
IN_CONTEXT = 101
WORTH_SHOWING = 70

_WORD = re.compile(r"[^\W_]+")


def words(folded: str) -> list[str]:
    """The words of a folded text, as the index cuts them: letters and digits, nothing else.

    >>> words("القرار 1701، (فورا)")
    ['القرار', '1701', 'فورا']
    """
    return _WORD.findall(folded)


def similarity(one: Sequence[str], other: Sequence[str]) -> int:
    """Percent of words in common and in order (Levenshtein over words, by the longer), at most 99.

    >>> similarity(["a", "b", "c", "d"], ["a", "x", "c", "d"])
    75
    """
    return min(99, int(100 * Levenshtein.normalized_similarity(one, other) + 1e-9))
