"""Selected text → packed ids: encoded, aligned, some with terms told, repeated as their source is weighted."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muqabala.train.guide import align_pieces
from muqabala.train.packed import Example, Ids, Packed, pack
from muqabala.train.splitting import Splits
from muqabala.train.telling import Phrases, Stretch, tell
from muqabala.train.text import Row
from muqabala.train.vocabulary import END, UNKNOWN, bake_rules, open_pieces
from muqabala.values import Span, Told

PIECES = ("source.spm", "target.spm", "vocab.json")


Telling = Callable[[Row], Sequence[Told]]
"""The terms of a pair, as its English has them."""

_TERMS = 0.6
"""Share of the pairs with terms that are told some."""

_EACH = 0.85
"""Share of their terms that they are told."""


@dataclass(frozen=True, slots=True)
class Packing:
    """How rows become numbers."""

    folder: Path
    """Holds the pieces and the vocabulary."""
    longest: int
    """Pieces a side."""
    guide: bool
    phrases: float = 0.0
    """Share of the rows in which a phrase is told; needs the guide."""
    drills: float = 0.0
    """Share of the rows in which a name or noun is exchanged for other words, which are told; needs the guide."""
    telling: Telling | None = None
    splits: float = 0.0
    """Share of the Arabic words that are cut into other pieces than the likeliest."""


def take_pieces(origin: Path, folder: Path) -> None:
    """Use the pieces of another model, as when training goes on from it, with the Arabic rules put into them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PIECES:
        shutil.copyfile(origin / name, folder / name)
    bake_rules(folder / "source.spm")


def make_packed(rows: Sequence[Row], packing: Packing, rng: random.Random) -> Packed:
    """Rows in a shuffled order, each as often as it says; rows too long are left out."""
    vocabulary: dict[str, int] = json.loads((packing.folder / "vocab.json").read_text(encoding="utf-8"))
    arabic = _Side(packing.folder / "source.spm", vocabulary)
    english = _Side(packing.folder / "target.spm", vocabulary)
    sources, targets = arabic.encode([row.ar for row in rows]), english.encode([row.en for row in rows])
    kept = [at for at in range(len(rows)) if _fits(sources[at], packing) and _fits(targets[at], packing)]
    links: list[list[int]] | list[None] = [None] * len(kept)
    if packing.guide:
        links = align_pieces([sources[at] for at in kept], [targets[at] for at in kept])
    phrases = None
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    splits = Splits(pieces, open_pieces(packing.folder / "source.spm")) if packing.splits else None
    if packing.phrases or packing.drills:
        phrases = Phrases(pieces, (row.en for row in rows), arabic.one, english.one)
    examples: list[Example] = []
    for at, found in zip(kept, links, strict=True):
        plain: Example = (sources[at], targets[at], found)
        told = _told_places(rows[at], packing.telling, arabic, english) if packing.telling is not None else []
        for _ in range(rows[at].times):
            chosen = [one for one in told if rng.random() < _EACH] if rng.random() < _TERMS else []
            example = plain
            if chosen:
                example = tell(plain, chosen)
            elif phrases is not None and rng.random() < packing.phrases:
                example = phrases.tell(plain, rng)
            if phrases is not None and rng.random() < packing.drills:
                example = phrases.drill(example, rng)
            if splits is not None:
                example = splits.cut(example, packing.splits, rng)
            examples.append(example)
    rng.shuffle(examples)
    return pack(examples, vocabulary[END])


def _told_places(row: Row, telling: Telling, arabic: _Side, english: _Side) -> list[Stretch]:
    """The terms of a row as places among its pieces; none where a piece crosses the edge of a term."""
    told = telling(row)
    spans = arabic.spans(row.ar) if told else []
    found = []
    for one in told:
        if place := one.among(spans):
            before, after = arabic.one(one.before), arabic.one(one.after)
            found.append(Stretch(place.start, place.stop, before, english.one(one.english), after))
    return found


class _Side:
    """The pieces of one language as numbers of the vocabulary."""

    def __init__(self, path: Path, vocabulary: dict[str, int]) -> None:
        self._model: Any = open_pieces(path)
        unknown = vocabulary[UNKNOWN]
        pieces = (self._model.id_to_piece(number) for number in range(self._model.get_piece_size()))
        self._numbers = [vocabulary.get(piece, unknown) for piece in pieces]

    def encode(self, lines: list[str]) -> list[list[int]]:
        return [[self._numbers[piece] for piece in line] for line in self._model.encode(lines)]

    def one(self, text: str) -> list[int]:
        return self.encode([text])[0] if text else []

    def spans(self, line: str) -> list[Span]:
        """Where each piece stands in a line, without the space before it."""
        found: list[Span] = []
        for begin, end in self._model.encode(line, return_type="offset_mapping")["offsets"]:
            while begin < end and line[begin].isspace():
                begin += 1
            found.append((begin, end))
        return found


def _fits(ids: Ids, packing: Packing) -> bool:
    return 0 < len(ids) <= packing.longest
