"""Two documents that say the same, sentence by sentence.

    beads = align(arabic_sentences, english_sentences)

A bead pairs n Arabic sentences with m English ones; one side may be empty. Every sentence is in exactly one bead, beads
are in order and never cross, and the same input always gives the same beads. How: `evidence.py` brings everything known
about the words to one table, `beads.py` scores a bead, `path.py` finds the best road, `coarse.py` where to look for
it, and `adapt.py` looks twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from muqabala.align.adapt import Adapted, adapt
from muqabala.align.beads import SHAPES, BeadScorer, Prices, Shape
from muqabala.align.coarse import find_band
from muqabala.align.comparable import parallel_pairs
from muqabala.align.evidence import Evidence, gather_evidence, part_of, shared_words
from muqabala.align.lexicon import Lexicon, shipped_lexicon
from muqabala.align.path import Band, Bead, Grid

__all__ = ["Bead", "Lexicon", "Prices", "align", "align_comparable", "shipped_lexicon"]

PRICES = Prices()
ROUNDS = 1
"""How often the aligner looks again with what it learnt."""


def align(
    arabic: Sequence[str],
    english: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    machine: Sequence[str] | None = None,
    anchors: Sequence[tuple[int, int]] = (),
    prices: Prices = PRICES,
) -> list[Bead]:
    """Beads in order, each with the posterior probability of exactly that bead as its score.

    `machine` is a machine translation of the Arabic sentences, line for line, where there is one. It helps only if it
    is good: with the starter model's the F1 on literature fell from .75 to between .44 and .60, so no command gives
    it. `anchors` are sentence pairs, 0-based, each of which begins a bead; ValueError where they cross or lie
    outside. The documents are cut there, so nothing is aligned across an anchor.
    """
    cuts = _cuts(anchors, len(arabic), len(english))
    # Empty strings have nothing to be aligned by; the search does not see them.
    rows = [i for i, sentence in enumerate(arabic) if sentence.strip()]
    columns = [j for j, sentence in enumerate(english) if sentence.strip()]
    beads: list[Bead] = []
    if rows and columns:
        evidence = gather_evidence(
            [arabic[i] for i in rows], [english[j] for j in columns], lexicon or shipped_lexicon(),
            machine=[machine[i] for i in rows] if machine is not None else None,
        )  # fmt: skip
        beads = _search(evidence, prices, _parts(cuts, set(anchors), rows, columns))
    return _placed(beads, rows, columns, cuts)


def _cuts(anchors: Sequence[tuple[int, int]], rows: int, columns: int) -> list[tuple[int, int]]:
    """Corners between which the parts lie."""
    inner = sorted(set(anchors))
    for a, e in inner:
        if not (0 <= a < rows and 0 <= e < columns):
            raise ValueError(f"anchor [{a}, {e}] lies outside documents of {rows} and {columns} sentences")
    for (a, e), (later_a, later_e) in pairwise(inner):
        if later_a <= a or later_e <= e:
            raise ValueError(f"anchors [{a}, {e}] and [{later_a}, {later_e}] cross")
    return [*([] if (0, 0) in inner else [(0, 0)]), *inner, (rows, columns)]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of both documents that is aligned by itself."""

    arabic: slice
    english: slice
    tied: bool
    """The first sentences of both sides belong to one bead."""


def _parts(
    cuts: Sequence[tuple[int, int]], anchors: Collection[tuple[int, int]], rows: Sequence[int], columns: Sequence[int]
) -> list[Part]:
    """The parts between corners, in positions among the sentences that are not empty."""
    parts = []
    for (a0, e0), (a1, e1) in pairwise(cuts):
        across = slice(bisect_left(rows, a0), bisect_left(rows, a1))
        along = slice(bisect_left(columns, e0), bisect_left(columns, e1))
        both = rows[across][:1] == [a0] and columns[along][:1] == [e0]
        parts.append(Part(across, along, tied=both and (a0, e0) in anchors))
    return parts


def _search(evidence: Evidence, prices: Prices, parts: Sequence[Part]) -> list[Bead]:
    """Beads over all parts; what the first look teaches is learnt from all of them together."""
    ratio = characters_ratio(evidence)
    bands = [find_band(part_of(evidence, part.arabic, part.english), prices, ratio) for part in parts]
    roads: list[list[Bead]] = []
    for looks in range(ROUNDS + 1):
        learnt = adapt(evidence, _joined(roads, parts), prices) if looks else Adapted(evidence, {}, prices.gap)
        now = replace(prices, gap=learnt.gap)
        last = looks == ROUNDS
        roads = [
            _road(part_of(learnt.evidence, part.arabic, part.english), now, ratio, band, learnt.bonus, part, last)
            for part, band in zip(parts, bands, strict=True)
        ]
    return [
        replace(bead, shared=shared_words(evidence, slice(*bead.arabic), slice(*bead.english)))
        for bead in _joined(roads, parts)
    ]


def _road(
    evidence: Evidence, prices: Prices, ratio: float, band: Band, bonus: dict[Shape, float], part: Part, scored: bool
) -> list[Bead]:
    """The best road through one part, with scores where they are wanted."""
    rows, columns = len(evidence.arabic.words), len(evidence.english.words)
    if not rows or not columns:
        return [
            *(Bead((i, i + 1), (0, 0), 1.0) for i in range(rows)),
            *(Bead((0, 0), (j, j + 1), 1.0) for j in range(columns)),
        ]
    scorer = BeadScorer(evidence, prices, SHAPES, ratio, bonus)
    grid = Grid(scorer, rows, columns, band, prices.gap, tied=part.tied)
    road = grid.best()
    if not scored:
        return road
    scores = grid.posteriors(road, prices.temperature)
    return [replace(bead, score=score) for bead, score in zip(road, scores, strict=True)]


def _joined(roads: Sequence[Sequence[Bead]], parts: Sequence[Part]) -> list[Bead]:
    """The roads of all parts, in positions of the whole."""
    return [
        Bead(
            (bead.arabic[0] + part.arabic.start, bead.arabic[1] + part.arabic.start),
            (bead.english[0] + part.english.start, bead.english[1] + part.english.start),
            bead.score,
        )
        for road, part in zip(roads, parts, strict=True)
        for bead in road
    ]


def _placed(
    beads: Sequence[Bead], rows: Sequence[int], columns: Sequence[int], cuts: Sequence[tuple[int, int]]
) -> list[Bead]:
    """Beads over the sentences that are not empty, as beads over all: an empty string stands alone, or in the midst
    of a bead."""
    size = cuts[-1]
    placed: list[Bead] = []
    i = j = 0
    for bead in [*beads, None]:
        a0, a1 = (size[0], size[0]) if bead is None else _where(bead.arabic, rows, i)
        e0, e1 = (size[1], size[1]) if bead is None else _where(bead.english, columns, j)
        placed += [Bead((k, k + 1), (j, j), 1.0) for k in range(i, a0)]
        placed += [Bead((a0, a0), (k, k + 1), 1.0) for k in range(j, e0)]
        if bead is not None:
            placed.append(replace(bead, arabic=(a0, a1), english=(e0, e1)))
        i, j = a1, e1
    return placed


def _where(across: tuple[int, int], places: Sequence[int], reached: int) -> tuple[int, int]:
    first, last = across
    return (places[first], places[last - 1] + 1) if first < last else (reached, reached)


def align_comparable(
    arabic: Sequence[str], english: Sequence[str], *, lexicon: Lexicon | None = None, prices: Prices = PRICES
) -> list[Bead]:
    """The parallel sentences of two articles on the same event, crossing allowed, and every other sentence by itself.

    Beads come in Arabic order, then the English sentences nobody translated.
    """
    found: list[Bead] = []
    if arabic and english:
        evidence = gather_evidence(arabic, english, lexicon or shipped_lexicon())
        found = parallel_pairs(evidence, prices, characters_ratio(evidence))
    taken_a = {i for bead in found for i in range(*bead.arabic)}
    taken_e = {j for bead in found for j in range(*bead.english)}
    alone = [Bead((i, i + 1), (0, 0), 1.0) for i in range(len(arabic)) if i not in taken_a]
    rest = [Bead((0, 0), (j, j + 1), 1.0) for j in range(len(english)) if j not in taken_e]
    return sorted(found + alone, key=lambda bead: bead.arabic) + rest


def characters_ratio(evidence: Evidence) -> float:
    """Characters of English for one of Arabic; documents far from translations of each other are held to bounds."""
    ratio = float(evidence.english.characters.sum() / evidence.arabic.characters.sum())
    return min(max(ratio, 0.8), 1.8)
