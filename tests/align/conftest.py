"""Word pairs out of the shipped lexicon, to make documents of."""

from __future__ import annotations

import pytest

from muqabala.align import shipped_lexicon


@pytest.fixture(scope="session")
def words() -> list[tuple[str, str]]:
    """Arabic stems, each with its likeliest English stem."""
    lexicon = shipped_lexicon()
    common = sorted(lexicon.arabic_share.items(), key=lambda item: (-item[1], item[0]))[:6000]
    best = ((word, lexicon.translations(word)) for word, _ in common)
    return [(word, rows[0][0]) for word, rows in best if rows and rows[0][1] > 0.3 and len(word) > 2][:2500]
