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
    return [FLUENT * fluent + EXPLAINED * explained(source, text) for text, fluent in zip(texts, fluency, strict=True)]


def explained(source: str, text: str) -> float:
    """Mean log-probability of the Arabic words that the lexicon knows, each given the English word that says it best.

    0.0 where it knows none.
    """
    written = set(english_stems(text))
    found: list[float] = []
    for stem in arabic_stems(source):
        row = shipped_lexicon().translations(stem)
        if stem in written:
            found.append(0.0)
        elif row:
            found.append(math.log(max(_FLOOR, max((back for word, _, back in row if word in written), default=0.0))))
    return sum(found) / len(found) if found else 0.0
