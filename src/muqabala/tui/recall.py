"""The desk's questions to the memory: what resembles this sentence, and where a word was rendered before."""

from __future__ import annotations

import regex

from muqabala.store import Store, StoredSegment
from muqabala.text.arabic import fold_key
from muqabala.values import Match, Pair

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
FOUND_AT_MOST = 100


def recall(store: Store, segment: StoredSegment) -> list[Match]:
    """Pairs whose Arabic reads the same as the segment's, its own pair left out."""
    return [Match(found.pair, 100) for found in store.pairs.exact(segment.source) if found.pair.id != segment.pair_key][
        :9
    ]


def concordance(store: Store, query: str) -> list[Pair]:
    """Pairs that hold the query as a phrase, in either language, the newest first."""
    words = _WORD.findall(fold_key(query))
    if not words:
        return []
    phrase = " ".join(words)
    return [found.pair for found in store.pairs.search(f'"{phrase}" OR "{phrase}"*', FOUND_AT_MOST)]
