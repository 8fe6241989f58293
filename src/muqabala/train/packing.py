"""Selected text → packed ids: encoded, aligned, some with a term annotated, repeated as their source is weighted."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muqabala.train.guide import align_pieces
from muqabala.train.packed import Example, Ids, Packed, pack
from muqabala.train.terms import MARKERS, annotate
from muqabala.train.text import Row
from muqabala.train.vocabulary import END, UNKNOWN, bake_rules, open_pieces

PIECES = ("source.spm", "target.spm", "vocab.json")


@dataclass(frozen=True, slots=True)
class Packing:
    """How rows become numbers."""

    folder: Path
    """Holds the pieces and the vocabulary."""
    longest: int
    """Pieces a side."""
    guide: bool
    annotated: float
    """Share of the rows in which a term is annotated; needs the guide, and a vocabulary made with markers."""


def take_pieces(origin: Path, folder: Path) -> None:
    """Use the pieces of another model, as when training goes on from it, with the Arabic rules put into them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PIECES:
        shutil.copyfile(origin / name, folder / name)
    bake_rules(folder / "source.spm")


def make_packed(rows: Sequence[Row], packing: Packing, rng: random.Random) -> Packed:
    """Rows in a shuffled order, each as often as it says; rows too long are left out."""
    vocabulary: dict[str, int] = json.loads((packing.folder / "vocab.json").read_text(encoding="utf-8"))
    sources = _encoded(open_pieces(packing.folder / "source.spm"), [row.ar for row in rows], vocabulary)
    targets = _encoded(open_pieces(packing.folder / "target.spm"), [row.en for row in rows], vocabulary)
    kept = [at for at in range(len(rows)) if _fits(sources[at], packing) and _fits(targets[at], packing)]
    links: list[list[int]] | list[None] = [None] * len(kept)
    if packing.guide:
        links = align_pieces([sources[at] for at in kept], [targets[at] for at in kept])
    examples: list[Example] = [
        (sources[at], targets[at], found) for at, found in zip(kept, links, strict=True) for _ in range(rows[at].times)
    ]
    rng.shuffle(examples)
    if packing.annotated and all(marker in vocabulary for marker in MARKERS):
        pieces = sorted(vocabulary, key=vocabulary.__getitem__)
        opens = [piece.startswith("\N{LOWER ONE EIGHTH BLOCK}") for piece in pieces]
        markers = (vocabulary[MARKERS[0]], vocabulary[MARKERS[1]])
        examples = [
            annotate(example, opens, markers, rng) if rng.random() < packing.annotated else example
            for example in examples
        ]
    return pack(examples, vocabulary[END])


def _encoded(model: Any, lines: list[str], vocabulary: dict[str, int]) -> list[list[int]]:
    unknown = vocabulary[UNKNOWN]
    numbers = [vocabulary.get(model.id_to_piece(number), unknown) for number in range(model.get_piece_size())]
    return [[numbers[piece] for piece in line] for line in model.encode(lines)]


def _fits(ids: Ids, packing: Packing) -> bool:
    return 0 < len(ids) <= packing.longest
