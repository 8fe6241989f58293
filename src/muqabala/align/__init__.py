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

from muqabala.align.adapt import adapt
from muqabala.align.beads import SHAPES, BeadScorer, Prices
from muqabala.align.coarse import find_band
from muqabala.align.evidence import Evidence, gather_evidence
from muqabala.align.lexicon import Lexicon, shipped_lexicon
from muqabala.align.path import Bead, Grid

__all__ = ["Bead", "Lexicon", "Prices", "align", "shipped_lexicon"]

PRICES = Prices()
ROUNDS = 1
"""How often the aligner looks again with what it learnt."""


def align(
    arabic: Sequence[str],
    english: Sequence[str],
    *,
    lexicon: Lexicon | None = None,
    machine: Sequence[str] | None = None,
    prices: Prices = PRICES,
) -> list[Bead]:
    """Beads in order, each with the posterior probability of exactly that bead as its score.

    `machine` is a machine translation of the Arabic sentences, line for line, where there is one.
    """
    if not arabic or not english:
        one = [Bead((i, i + 1), (0, 0), 1.0) for i in range(len(arabic))]
        return one + [Bead((0, 0), (j, j + 1), 1.0) for j in range(len(english))]
    evidence = gather_evidence(arabic, english, lexicon or shipped_lexicon(), machine=machine)
    ratio = float(evidence.english.characters.sum() / evidence.arabic.characters.sum())
    band = find_band(evidence, prices, ratio)
    grid = _grid(evidence, prices, ratio, band)
    road = grid.best()
    for _ in range(ROUNDS):
        learnt = adapt(evidence, road, prices)
        grid = _grid(learnt.evidence, replace(prices, gap=learnt.gap), ratio, band, learnt.bonus)
        road = grid.best()
    scores = grid.posteriors(road, prices.temperature)
    return [replace(bead, score=score) for bead, score in zip(road, scores, strict=True)]


def _grid(
    evidence: Evidence,
    prices: Prices,
    ratio: float,
    band: list[tuple[int, int]],
    bonus: dict[tuple[int, int], float] | None = None,
) -> Grid:
    scorer = BeadScorer(evidence, prices, SHAPES, ratio, bonus or {})
    return Grid(scorer, len(evidence.arabic.words), len(evidence.english.words), band, prices.gap)
