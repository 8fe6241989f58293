"""Words of a source cut into other pieces than the likeliest, so that a model learns words and not one cut of each.

Subword regularisation (Kudo 2018), of the source alone: in each copy of a pair some Arabic words are cut one of their
five likeliest ways, drawn by how likely each is. `المستشفيات` is then not always `▁المست ش في ات`, and a word with a
clitic nobody has seen on it has been seen in parts. English that is told inside the Arabic keeps its pieces, since they
are to be copied.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from muqabala.text.arabic import has_arabic
from muqabala.train.packed import UNALIGNED, Example

_WAYS = 5
"""Cuts of a word that are drawn from, the usual one among them."""

_SMOOTHNESS = 0.2
"""Power of a cut's probability (Kudo's alpha): 0 draws all alike, 1 draws rare ones hardly ever."""

_MARK = "\N{LOWER ONE EIGHTH BLOCK}"


class Splits:
    """Cuts the Arabic words of examples anew."""

    def __init__(self, pieces: Sequence[str], model: Any) -> None:
        """`pieces` by id; `model` is the open SentencePiece model of the source, of the unigram kind."""
        self._pieces, self._model = pieces, model
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._ways = lru_cache(maxsize=None)(self._find_ways)

    def cut(self, example: Example, share: float, rng: random.Random) -> Example:
        """The example with that share of its Arabic words cut otherwise; links go to the piece at the same letter."""
        source, target, links = example
        new: list[int] = []
        moved: list[int] = []
        for begin, end in self._words(source):
            word = tuple(source[begin:end])
            ways, likely = self._ways(word) if rng.random() < share else ((), ())
            cut = rng.choices(ways, likely)[0] if ways else word
            moved += [len(new) + at for at in (self._places(word, cut) if cut != word else range(len(word)))]
            new += cut
        return new, target, None if links is None else [at if at == UNALIGNED else moved[at] for at in links]

    def _words(self, source: Sequence[int]) -> list[tuple[int, int]]:
        starts = [at for at, one in enumerate(source) if at == 0 or self._pieces[one].startswith(_MARK)]
        return list(zip(starts, [*starts[1:], len(source)], strict=True))

    def _find_ways(self, word: tuple[int, ...]) -> tuple[tuple[tuple[int, ...], ...], tuple[float, ...]]:
        """The cuts of an Arabic word and how likely each is to be drawn; none of any other word."""
        text = "".join(self._pieces[one] for one in word)
        if not text.startswith(_MARK) or not has_arabic(text) or any("a" <= letter.lower() <= "z" for letter in text):
            return (), ()
        found = {}
        for cut in self._model.nbest_encode(text[1:], nbest_size=_WAYS):
            pieces = [self._model.id_to_piece(number) for number in cut]
            ids = tuple(self._ids.get(piece, -1) for piece in pieces)
            if "".join(pieces) == text and -1 not in ids:
                found[ids] = sum(self._model.get_score(number) for number in cut)
        best = max(found.values(), default=0.0)
        return tuple(found), tuple(math.exp(_SMOOTHNESS * (score - best)) for score in found.values())

    def _places(self, word: Sequence[int], cut: Sequence[int]) -> list[int]:
        """For each piece of the word, which piece of the other cut holds its first letter after the mark."""
        edges: list[int] = []
        for at, one in enumerate(cut):
            edges += [at] * len(self._pieces[one])
        places, letter = [], 0
        for one in word:
            places.append(edges[max(1, letter)] if len(edges) > 1 else 0)
            letter += len(self._pieces[one])
        return places
