"""What two documents offer the aligner: their words, and how likely each word is to be the translation of another.

Evidence of every kind is brought to one form, a sparse table t(English | Arabic) and t(Arabic | English) between word
types: the lexicon, the same number or Latin name on both sides, names that sound alike, glossary terms, and the words
of a machine translation of the Arabic (which join their sentence as further words that translate to themselves).
So nothing has to be weighed against anything else later: a bead is scored by likelihood alone (`beads.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.align.lexicon import Lexicon
from muqabala.text.words import arabic_stems, english_stems, skeleton

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

SAME_NUMBER = 0.5
SAME_NAME = 0.5
SOUNDS_ALIKE = 0.25
MACHINE = 0.35
"""t(e | e of the machine translation): how far a weak model's words are believed."""
LIKELY = 0.02
"""t(English | Arabic) above which a word counts as having its counterpart."""
RAREST = 2e-6
"""Floor of a word's own probability; without it one hapax match would outweigh a sentence."""


@dataclass(frozen=True, slots=True)
class Side:
    """One document as the aligner sees it: for each sentence its word types, and its length in characters."""

    words: tuple[Ints, ...]
    """Word types of each sentence, ids local to the document."""
    own: Floats
    """Probability of each type by itself, in its language."""
    characters: Floats


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two documents and the table between their word types."""

    arabic: Side
    english: Side
    to_english: tuple[tuple[Ints, Floats], ...]
    """For each Arabic type: English types and t(English | Arabic)."""
    to_arabic: tuple[tuple[Ints, Floats], ...]
    """For each Arabic type: English types and t(Arabic | English)."""


def gather_evidence(
    arabic: Sequence[str], english: Sequence[str], lexicon: Lexicon, *, machine: Sequence[str] | None = None
) -> Evidence:
    """Read both documents. `machine` is a translation of the Arabic sentences, line for line, where there is one."""
    arabic_words = [arabic_stems(sentence) for sentence in arabic]
    english_words = [english_stems(sentence) for sentence in english]
    if machine is not None:
        arabic_words = [
            [*stems, *("=" + stem for stem in english_stems(line))]
            for stems, line in zip(arabic_words, machine, strict=True)
        ]
    arabic_types, arabic_ids = _types(arabic_words)
    english_types, english_ids = _types(english_words)
    forward: list[dict[int, float]] = [{} for _ in arabic_types]
    backward: list[dict[int, float]] = [{} for _ in arabic_types]
    for a, e, to_english, to_arabic in _links(arabic_types, english_types, lexicon):
        forward[a][e] = max(forward[a].get(e, 0.0), to_english)
        backward[a][e] = max(backward[a].get(e, 0.0), to_arabic)
    return Evidence(
        Side(tuple(arabic_ids), _own(arabic_types, lexicon.arabic_share, arabic_words), _lengths(arabic)),
        Side(tuple(english_ids), _own(english_types, lexicon.english_share, english_words), _lengths(english)),
        tuple(_sparse(row) for row in forward),
        tuple(_sparse(row) for row in backward),
    )


def part_of(evidence: Evidence, arabic: slice, english: slice) -> Evidence:
    """The same evidence for some of the sentences."""
    return Evidence(
        Side(evidence.arabic.words[arabic], evidence.arabic.own, evidence.arabic.characters[arabic]),
        Side(evidence.english.words[english], evidence.english.own, evidence.english.characters[english]),
        evidence.to_english,
        evidence.to_arabic,
    )


def shared_words(evidence: Evidence, arabic: slice, english: slice) -> float:
    """Share of the words with a likely counterpart on the other side, the lower of the two; 1 where a side has none."""
    one = [int(word) for words in evidence.arabic.words[arabic] for word in words]
    other = np.concatenate([np.zeros(0, dtype=np.int32), *evidence.english.words[english]])
    if not one or not len(other):
        return 1.0
    present = np.zeros(len(evidence.english.own), dtype=bool)
    present[other] = True
    reached = np.zeros(len(evidence.english.own), dtype=bool)
    met = 0
    for word in one:
        to, probability = evidence.to_english[word]
        likely = to[probability > LIKELY]
        met += bool(present[likely].any())
        reached[likely] = True
    return min(met / len(one), float(reached[other].mean()))


def _types(sentences: Sequence[Sequence[str]]) -> tuple[dict[str, int], list[Ints]]:
    types: dict[str, int] = {}
    ids = [np.array([types.setdefault(word, len(types)) for word in words], dtype=np.int32) for words in sentences]
    return types, ids


def _links(arabic: dict[str, int], english: dict[str, int], lexicon: Lexicon) -> list[tuple[int, int, float, float]]:
    """(Arabic type, English type, t(e|a), t(a|e)) for everything known about these words."""
    links = []
    by_skeleton: dict[str, list[int]] = defaultdict(list)
    for word, e in english.items():
        if len(key := skeleton(word)) >= 3:
            by_skeleton[key].append(e)
    for word, a in arabic.items():
        if word.startswith("="):
            if word[1:] in english:
                links.append((a, english[word[1:]], MACHINE, MACHINE))
            continue
        if word in english:
            same = SAME_NUMBER if word[0].isdigit() else SAME_NAME
            links.append((a, english[word], same, same))
        for other, to_english, to_arabic in lexicon.translations(word):
            if other in english:
                links.append((a, english[other], to_english, to_arabic))
        if len(key := skeleton(word)) >= 3 and len(by_skeleton[key]) <= 3:
            links.extend((a, e, SOUNDS_ALIKE, SOUNDS_ALIKE) for e in by_skeleton[key])
    return links


def _own(types: dict[str, int], share: dict[str, float], sentences: Sequence[Sequence[str]]) -> Floats:
    """How common each type is: in the language, or in this document where that says more."""
    counts = Counter(word for words in sentences for word in words)
    total = max(1, sum(counts.values()))
    return np.array(
        [
            max(share.get(word.removeprefix("="), 0.0), 0.25 * counts[word] / total * min(1.0, total / 2000), RAREST)
            for word in types
        ],
        dtype=np.float32,
    )


def _lengths(sentences: Sequence[str]) -> Floats:
    return np.array([max(1, sum(not c.isspace() for c in sentence)) for sentence in sentences], dtype=np.float32)


def _sparse(row: dict[int, float]) -> tuple[Ints, Floats]:
    return np.fromiter(row.keys(), dtype=np.int32, count=len(row)), np.fromiter(
        row.values(), dtype=np.float32, count=len(row)
    )
