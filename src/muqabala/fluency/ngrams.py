"""A language model of word n-grams, read from a small file.

Interpolated absolute discounting with Kneser and Ney's lower orders (Ney, Essen & Kneser 1994; Kneser & Ney 1995), as
`muqabala.train.ngrams` makes it: the probability of a word behind its context is what was kept for the n-gram, if it
was seen often enough, plus the context's rest times the probability behind the context shortened by a word. Neither
words nor n-grams are stored, only 32 bits of a hash of each, so the text cannot be read back; one in ten thousand
n-grams that were never seen is taken for one that was.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import regex

from muqabala.errors import ComponentError

KEPT_SCALE = 12.0
"""exp(-byte / KEPT_SCALE): a step of a kept probability is 8 percent, the last one 6e-10."""
REST_SCALE = 50.0
"""exp(-byte / REST_SCALE): a step of a rest is 2 percent, the last one 0.6 percent."""
UNSEEN = 3e-6
"""What an unknown word has of the rest below the single words."""

_WORD = regex.compile(r"\p{N}[\p{N}.,]*|\p{L}+(?:'\p{L}+)*|[^\p{L}\p{N}\s]")
_BEGIN, _END, _NUMBER = "<s>", "</s>", "0"
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(29)
_SEED = np.uint64(17)

Hashes = npt.NDArray[np.uint64]
Keys = npt.NDArray[np.uint32]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LanguageModel:
    """For each order from 1 on the n-grams (sorted keys, kept probabilities) and the contexts (sorted keys, rests)."""

    kept: tuple[tuple[Keys, Values], ...]
    rests: tuple[tuple[Keys, Values], ...]

    def log_probabilities(self, texts: Sequence[str]) -> list[float]:
        """Of each text, in nats per word; punctuation marks and the end of the sentence count as words."""
        if not texts:
            return []
        words, lengths = windows(texts, len(self.kept))
        chance = np.full(len(words[0]), UNSEEN)
        for order, (grams, contexts) in enumerate(zip(self.kept, self.rests, strict=True), 1):
            rest = _found(contexts, keys(words[1:order], len(chance)), 1.0)
            chance = _found(grams, keys(words[:order], len(chance)), 0.0) + rest * chance
        sums = np.add.reduceat(np.log(chance), np.cumsum(lengths) - lengths)
        means: list[float] = (sums / lengths).tolist()
        return means


def windows(texts: Sequence[str], order: int) -> tuple[list[Hashes], npt.NDArray[np.int64]]:
    """Every word of the texts with the words before it: hashes of the words, of those one back, two back…; and how many
    words each text has, its end counted.
    """
    begin, end = _hash(_BEGIN), _hash(_END)
    flat: list[int] = []
    positions: list[npt.NDArray[np.int64]] = []
    for text in texts:
        flat += [begin] * (order - 1)
        start = len(flat)
        flat += [_hash(word) for word in words_of(text)]
        flat.append(end)
        positions.append(np.arange(start, len(flat)))
    hashes, at = np.array(flat, dtype=np.uint64), np.concatenate(positions)
    return [hashes[at - back] for back in range(order)], np.array([len(one) for one in positions])


def words_of(text: str) -> list[str]:
    """Words in lower case and punctuation marks; every number is the same.

    >>> words_of("The U.N. sent 1,200 men.")
    ['the', 'u', '.', 'n', '.', 'sent', '0', 'men', '.']
    """
    return [_NUMBER if found[0].isdigit() else found for found in _WORD.findall(text.lower().replace("’", "'"))]


def keys(words: Sequence[Hashes], count: int) -> Keys:
    """A key for each n-gram, given the hashes of its words, the last one first."""
    mixed = np.full(count, _SEED)
    for column in words:
        mixed = (mixed ^ column) * _MIX
        mixed ^= mixed >> _HALF
    return (mixed >> np.uint64(32)).astype(np.uint32)


@lru_cache(100_000)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _found(table: tuple[Keys, Values], wanted: Keys, otherwise: float) -> Values:
    known, values = table
    if not len(known):
        return np.full(len(wanted), otherwise)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    result: Values = np.where(known[at] == wanted, values[at], otherwise)
    return result


def read_language_model(path: Path) -> LanguageModel:
    """Read a file written by `muqabala.train.ngrams`. Raises ComponentError naming the file."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            orders = range(1, int(data["order"]) + 1)
            kept = tuple(_table(data[f"keys{n}"], data[f"kept{n}"], KEPT_SCALE) for n in orders)
            rests = tuple(_table(data[f"contexts{n}"], data[f"rest{n}"], REST_SCALE) for n in orders)
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile, zlib.error) as wrong:
        raise ComponentError(
            f"{path}: the language model cannot be read: {wrong}.", "Install muqabala again."
        ) from wrong
    return LanguageModel(kept, rests)


def _table(steps: Keys, stored: npt.NDArray[np.uint8], scale: float) -> tuple[Keys, Values]:
    return np.cumsum(steps, dtype=np.uint32), np.exp(stored.astype(np.float64) / -scale)


@lru_cache(1)
def shipped_english() -> LanguageModel:
    """The model of English inside the package."""
    return read_language_model(Path(str(resources.files("muqabala.fluency") / "english.npz")))
