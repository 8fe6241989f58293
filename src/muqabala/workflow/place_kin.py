"""Which English words a term's Arabic words usually become, and which the rest of the sentence does.

Attention is a weak witness where the model is weak: it writes "seabed seasons" for submarine cables, looking elsewhere.
What the words mean in other texts, the lexicon knows that the package carries for aligning documents. On its word one
near a term's place is taken for part of it, or for part of something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from muqabala.align.lexicon import shipped_lexicon
from muqabala.glossary.polish import FUNCTION
from muqabala.text.words import arabic_stems, english_stems
from muqabala.values import TermHit

_LIKELY = 0.05
"""Probability both ways from which a word counts as a translation."""


class Kin(NamedTuple):
    """Stems (`text/words.py`) of English words; no stem is in both."""

    ours: frozenset[str]
    """What the term's own words become."""
    theirs: frozenset[str]
    """What other words of the sentence become."""

    def is_ours(self, word: str) -> bool:
        return any(stem in self.ours for stem in english_stems(word))

    def is_theirs(self, word: str) -> bool:
        return any(stem in self.theirs for stem in english_stems(word)) and not self.is_ours(word)


def kin(source: str, hit: TermHit) -> Kin:
    """The English kin of a hit and of the rest of its sentence."""
    return _kin(source[hit.start : hit.end], source[: hit.start] + " " + source[hit.end :])


@lru_cache(4096)
def _kin(term: str, rest: str) -> Kin:
    ours, theirs = frozenset(_translations(term)), frozenset(_translations(rest))
    return Kin(ours - theirs, theirs - ours)


def _translations(text: str) -> Iterator[str]:
    lexicon = shipped_lexicon()
    for stem in arabic_stems(text):
        for english, ahead, back in lexicon.translations(stem):
            if ahead >= _LIKELY and back >= _LIKELY and english not in FUNCTION:
                yield english
