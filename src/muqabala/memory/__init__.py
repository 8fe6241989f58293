"""Fuzzy recall and concordance: what was translated before, found while a person waits."""

from muqabala.memory.concordance import Line, concordance
from muqabala.memory.recall import Source, exact_match, recall
from muqabala.memory.score import EXACT, IN_CONTEXT, WORTH_SHOWING, similarity

__all__ = [
    "EXACT",
    "IN_CONTEXT",
    "WORTH_SHOWING",
    "Line",
    "Source",
    "concordance",
    "exact_match",
    "recall",
    "similarity",
]
