"""Two documents that say the same, sentence by sentence.

    beads = align(arabic_sentences, english_sentences)

A bead pairs n Arabic sentences with m English ones; one side may be empty. Every sentence is in exactly one bead, beads
are in order and never cross, and the same input always gives the same beads. How: `evidence.py` brings everything known
about the words to one table, `beads.py` scores a bead, `path.py` finds the best road, `coarse.py` where to look for
it, and `adapt.py` looks twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from muqabala.align.adapt import adapt
from muqabala.align.beads import SHAPES, BeadScorer, Prices, Shape
from muqabala.align.coarse import find_band
from muqabala.align.comparable import parallel_pairs
from muqabala.align.evidence import Evidence, gather_evidence
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

    `machine` is a machine translation of the Arabic sentences, line for line, where there is one (it helps only if it
    is good). `anchors` are sentence pairs, 0-based, each of which begins a bead; ValueError where they cross or lie
    outside. The documents are cut there, so nothing is aligned across an anchor.
    """
    cuts = _cuts(anchors, len(arabic), len(english))
    beads: list[Bead] = []
    for (a0, e0), (a1, e1) in pairwise(cuts):
        part = _align_part(
            arabic[a0:a1], english[e0:e1], lexicon or shipped_lexicon(),
            machine[a0:a1] if machine is not None else None, prices, tied=(a0, e0) in set(anchors),
        )  # fmt: skip
        beads.extend(
            replace(b, arabic=(b.arabic[0] + a0, b.arabic[1] + a0), english=(b.english[0] + e0, b.english[1] + e0))
            for b in part
        )
    return beads


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


def _align_part(
    arabic: Sequence[str],
    english: Sequence[str],
    lexicon: Lexicon,
    machine: Sequence[str] | None,
    prices: Prices,
    *,
    tied: bool,
) -> list[Bead]:
    if not arabic or not english:
        one = [Bead((i, i + 1), (0, 0), 1.0) for i in range(len(arabic))]
        return one + [Bead((0, 0), (j, j + 1), 1.0) for j in range(len(english))]
    evidence = gather_evidence(arabic, english, lexicon, machine=machine)
    ratio = characters_ratio(evidence)
    band = find_band(evidence, prices, ratio)
    grid = _grid(evidence, prices, ratio, band, {}, tied)
    road = grid.best()
    for _ in range(ROUNDS):
        learnt = adapt(evidence, road, prices)
        grid = _grid(learnt.evidence, replace(prices, gap=learnt.gap), ratio, band, learnt.bonus, tied)
        road = grid.best()
    scores = grid.posteriors(road, prices.temperature)
    return [replace(bead, score=score) for bead, score in zip(road, scores, strict=True)]


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


def _grid(evidence: Evidence, prices: Prices, ratio: float, band: Band, bonus: dict[Shape, float], tied: bool) -> Grid:
    scorer = BeadScorer(evidence, prices, SHAPES, ratio, bonus)
    return Grid(scorer, len(evidence.arabic.words), len(evidence.english.words), band, prices.gap, tied=tied)
