"""Which of several translations of a sentence is the likeliest, seen from the other side.

A translation model asks what the Arabic becomes. Asking as well how likely the English is as English, and how likely
the Arabic is where somebody said that English, is the noisy channel (Brown et al. 1993; as a choice among the sentences
of a beam: Yee, Dauphin & Auli 2019). Here a language model of n-grams (`muqabala.fluency`) asks the first and the
aligner's lexicon the second, word by word: both are so cheap that nobody notices them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from muqabala.align.lexicon import shipped_lexicon
from muqabala.fluency import shipped_english
from muqabala.text.words import arabic_stems, english_stems

FLUENT = 0.14
EXPLAINED = 0.13
"""Weights beside the model's own mean log-probability, on 1,000 lines of the terms benchmark's dev split, beam 8 (chrF
of a sentence: the beam's first 71.2; of the fullest, as before, 71.5; so chosen 72.2; the best there is 76.2)."""

_FLOOR = 1e-5
"""Probability of an Arabic word that none of the English words usually becomes."""


def plausible(source: str, texts: Sequence[str]) -> list[float]:
    """What each English text is worth as a translation of a sentence, to be added to its mean log-probability."""
    fluency = shipped_english().log_probabilities(texts)
    meant = explained(source, texts)
    return [FLUENT * fluent + EXPLAINED * said for fluent, said in zip(fluency, meant, strict=True)]


def explained(source: str, texts: Sequence[str]) -> list[float]:
    """For each text the mean log-probability of the Arabic words that the lexicon knows, each given the English word
    that says it best; 0.0 where it knows none.
    """
    lexicon = shipped_lexicon()
    rows = [(stem, lexicon.translations(stem)) for stem in arabic_stems(source)]
    known = [(stem, {word: back for word, _, back in row}) for stem, row in rows]
    return [_said(known, frozenset(english_stems(text))) for text in texts]


def _said(known: Sequence[tuple[str, dict[str, float]]], written: frozenset[str]) -> float:
    found: list[float] = []
    for stem, row in known:
        if stem in written:
            found.append(0.0)
        elif row:
            best = max((row[word] for word in row.keys() & written), default=0.0)
            found.append(math.log(max(_FLOOR, best)))
    return sum(found) / len(found) if found else 0.0
