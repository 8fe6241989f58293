"""How good a translation is, and how well it keeps its terms: two lists of lines in, one record out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from muqabala.evaluate.translation import METRICS, Metric, Score, corpus_scores
from muqabala.glossary import Glossary
from muqabala.glossary.enforce import TermCount, term_success


@dataclass(frozen=True, slots=True)
class Report:
    """What `muqabala score` says."""

    segments: int
    scores: dict[Metric, Score]
    terms: TermCount | None
    """None without a source and a glossary."""

    def to_row(self) -> dict[str, Any]:
        terms = self.terms
        return {
            "segments": self.segments,
            **{name: self.scores[name].to_row() for name in METRICS},
            "terms": None
            if terms is None
            else {
                "total": terms.total,
                "placed": terms.placed,
                "success": terms.success,
                "forbidden": terms.forbidden,
                "consistency": terms.consistency,
            },
        }


def score_lines(
    hypotheses: Sequence[str],
    references: Sequence[str],
    sources: Sequence[str] | None = None,
    glossary: Glossary | None = None,
) -> Report:
    """Score a translation; its terms too where sources and a glossary are given. Raises InputError on unequal sides."""
    scores = corpus_scores(hypotheses, references)
    terms = None
    if sources is not None and glossary is not None:
        terms = term_success(zip(sources, hypotheses, strict=True), glossary.matcher().hits)
    return Report(len(hypotheses), scores, terms)
