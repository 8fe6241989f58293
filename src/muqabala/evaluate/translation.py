"""BLEU, chrF and TER through sacrebleu, the only door to it; and whether one system is better than another by chance.

Always sacrebleu's own defaults, so that the figures can be set beside anybody's; the signature says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from muqabala.errors import InputError

Metric = Literal["bleu", "chrf", "ter"]
METRICS: tuple[Metric, ...] = ("bleu", "chrf", "ter")

_SEED = 12345
"""sacrebleu's own, so that its `--paired-bs` gives the same resamples."""


@dataclass(frozen=True, slots=True)
class Score:
    """One figure and how it was made."""

    score: float
    signature: str

    def to_row(self) -> dict[str, Any]:
        return {"score": self.score, "signature": self.signature}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A system against a baseline on the same segments, by paired bootstrap (Koehn 2004)."""

    baseline: float
    system: float
    better: float
    """Share of resamples in which the system beats the baseline."""
    p_value: float
    """How often a difference at least this large comes about by chance; 1 for identical systems."""
    interval: tuple[float, float]
    """95 % of the resampled differences (system minus baseline) lie in here."""
    signature: str

    @property
    def gain(self) -> float:
        return self.system - self.baseline


def corpus_scores(hypotheses: Sequence[str], references: Sequence[str]) -> dict[Metric, Score]:
    """BLEU, chrF and TER of a translation. Raises InputError when the sides differ in length or there is nothing."""
    if len(hypotheses) != len(references):
        raise InputError(
            f"{len(hypotheses)} lines of translation, but {len(references)} lines of reference.",
            hint="Both must have one line for each segment, in the same order.",
        )
    if not hypotheses:
        raise InputError("There is nothing to score: no lines.")
    scores: dict[Metric, Score] = {}
    for name in METRICS:
        metric = _metric(name)
        result = metric.corpus_score(list(hypotheses), [list(references)])
        scores[name] = Score(float(result.score), str(metric.get_signature()))
    return scores


def paired_bootstrap(
    system: Sequence[str],
    baseline: Sequence[str],
    references: Sequence[str],
    metric: Metric = "chrf",
    *,
    samples: int = 1000,
) -> Comparison:
    """Resample the segments `samples` times and see how often the system stays ahead. Deterministic."""
    if not len(system) == len(baseline) == len(references) or not references:
        raise InputError(
            f"{len(system)}, {len(baseline)} and {len(references)} lines cannot be compared.",
            hint="System, baseline and reference must have the same number of lines, at least one.",
        )
    scorer = _metric(metric)
    sides = [_statistics(scorer, lines, references) for lines in (baseline, system)]
    base, best = (_from_statistics(scorer, side.sum(axis=0)) for side in sides)
    picks = np.random.default_rng(_SEED).integers(0, len(references), size=(samples, len(references)))
    sign = -1.0 if metric == "ter" else 1.0
    differences = np.array(
        [
            _from_statistics(scorer, sides[1][pick].sum(axis=0)) - _from_statistics(scorer, sides[0][pick].sum(axis=0))
            for pick in picks
        ]
    )
    # The null hypothesis: the same differences about a mean of zero. sacrebleu asks for `>`, and finds two identical
    # systems significantly different.
    beyond = int((np.abs(differences - differences.mean()) >= abs(best - base)).sum())
    low, high = np.percentile(differences, [2.5, 97.5])
    return Comparison(
        base,
        best,
        float((sign * differences > 0).mean()),
        (beyond + 1) / (samples + 1),
        (float(low), float(high)),
        f"{scorer.get_signature()}|bs:{samples}|seed:{_SEED}",
    )


def _metric(name: Metric) -> Any:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    return {"bleu": BLEU, "chrf": CHRF, "ter": TER}[name]()


def _statistics(metric: Any, lines: Sequence[str], references: Sequence[str]) -> Any:
    """Sufficient statistics of each segment: rows that may be summed in any selection."""
    return np.array(metric._extract_corpus_statistics(list(lines), [list(references)]), dtype=np.float64)


def _from_statistics(metric: Any, statistics: Any) -> float:
    return float(metric._compute_score_from_stats(statistics).score)
