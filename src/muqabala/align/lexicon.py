"""The bilingual lexicon the package carries: light stems and how often one translates the other.

Induced by `muqabala.train.lexicon` from parallel text with a statistical word aligner (eflomal: Östling & Tiedemann
2016); only statistics are shipped, no sentence. Probabilities are stored as bytes on a logarithmic scale, finer than
the counts behind them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from muqabala.errors import ComponentError
from muqabala.text.words import arabic_stems, english_stems

TERM = 0.6
"""How far a glossary is believed: t(e | a) shared among the words of the English term."""
SCALE = 20.0
"""exp(-byte / SCALE): one step is five percent, 255 is one in 345,000."""


@dataclass(frozen=True)
class Lexicon:
    """Word types of both languages and the probabilities between them."""

    arabic_share: dict[str, float]
    """How large a share of Arabic running words each stem is."""
    english_share: dict[str, float]
    _rows: dict[str, tuple[tuple[str, float, float], ...]]

    def translations(self, arabic: str) -> tuple[tuple[str, float, float], ...]:
        """(English stem, t(English | Arabic), t(Arabic | English)) for an Arabic stem, best first."""
        return self._rows.get(arabic, ())

    def with_terms(self, terms: Iterable[tuple[str, str]]) -> Lexicon:
        """The same lexicon with a house's terms (Arabic, English) in it: each word of one side may be any of the other.

        A term outweighs what the corpus says of its words, so it holds the two sentences together like an anchor.
        """
        rows = {word: {other: (ahead, back) for other, ahead, back in row} for word, row in self._rows.items()}
        for arabic, english in terms:
            ours, theirs = arabic_stems(arabic), english_stems(english)
            for one in ours:
                row = rows.setdefault(one, {})
                for other in theirs:
                    ahead, back = row.get(other, (0.0, 0.0))
                    row[other] = max(ahead, TERM / len(theirs)), max(back, TERM / len(ours))
        made = {word: tuple((other, *chances) for other, chances in row.items()) for word, row in rows.items()}
        return Lexicon(self.arabic_share, self.english_share, made)


EMPTY = Lexicon({}, {}, {})


def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file written by `muqabala.train.lexicon`."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            arabic = bytes(data["arabic"]).decode("utf-8").split("\n")
            english = bytes(data["english"]).decode("utf-8").split("\n")
            shares = (_probabilities(data["arabic_share"]), _probabilities(data["english_share"]))
            a, e = np.repeat(np.arange(len(arabic)), data["counts"]), data["links"]
            forward, backward = _probabilities(data["forward"]), _probabilities(data["backward"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile, zlib.error) as wrong:
        raise ComponentError(
            f"{path}: the bilingual lexicon cannot be read: {wrong}.", "Install muqabala again."
        ) from wrong
    rows: dict[str, list[tuple[str, float, float]]] = {}
    for one, other, to_english, to_arabic in zip(
        a.tolist(), e.tolist(), forward.tolist(), backward.tolist(), strict=True
    ):
        rows.setdefault(arabic[one], []).append((english[other], to_english, to_arabic))
    return Lexicon(
        dict(zip(arabic, shares[0].tolist(), strict=True)),
        dict(zip(english, shares[1].tolist(), strict=True)),
        {word: tuple(row) for word, row in rows.items()},
    )


def _probabilities(stored: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    result: npt.NDArray[np.float64] = np.exp(stored.astype(np.float64) / -SCALE)
    return result


@lru_cache(1)
def shipped_lexicon() -> Lexicon:
    """The lexicon inside the package."""
    return read_lexicon(Path(str(resources.files("muqabala.align") / "lexicon.npz")))
