"""A line on its way up the ladder, the sentences that may take its place, and what those must keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from muqabala.engine.alignment import Alignment
from muqabala.glossary import judge
from muqabala.glossary.enforce import Judgement
from muqabala.glossary.english import Target, allowed_forms
from muqabala.quality.numbers import check_dates, check_numbers
from muqabala.quality.repeats import check_degenerate, check_repeated
from muqabala.quality.script import check_untranslated
from muqabala.quality.subject import Subject
from muqabala.values import Policy, Source, Span, Term, TermHit
from muqabala.workflow.place_spans import overlaps

_QUIET = (check_numbers, check_dates, check_untranslated, check_repeated, check_degenerate)
"""Checks that may not say more about a sentence because a term was placed in it."""


@dataclass(slots=True)
class Job:
    """One line, or one part of a line too long for the model, on its way up the ladder."""

    source: str
    hits: tuple[TermHit, ...]
    text: str
    score: float
    degenerate: bool
    judgement: Judgement = field(default_factory=Judgement)
    given_up: set[int] = field(default_factory=set)
    """Hits that could not be placed, or were better left."""
    splices: int = 0
    alignment: Alignment | None = None
    """Of the text as it stands; None where nobody has asked yet."""
    said: tuple[int, ...] | None = None
    """What the checks said of the text as it stands; None where nobody has asked yet."""
    reads: Source = ""
    """What the model reads: the source, or the source with its terms told."""
    draft: str = ""
    """The text that the climb began with."""
    first: float = 0.0
    """Its score."""
    gone: float = 0.0
    """Price of words that went for terms."""
    beside: list[TermHit] = field(default_factory=list)
    """Hits for which the model had no words: put in beside others."""

    def __post_init__(self) -> None:
        self.draft, self.first = self.text, self.score
        self.reads = self.reads or self.source
        self.judgement = judge(self.source, self.text, self.hits)

    @property
    def placed(self) -> list[tuple[TermHit, Span]]:
        """Hits that are to be rendered and are, and where."""
        return [
            (hit, verdict.target)
            for hit, verdict in zip(self.hits, self.judgement.terms, strict=True)
            if verdict.target is not None and verdict.policy is not Policy.CHECK
        ]

    def take(self, text: str, score: float, *, degenerate: bool = False, alignment: Alignment | None = None) -> None:
        """The line reads otherwise from now on."""
        self.text, self.score, self.degenerate, self.alignment = text, score, degenerate, alignment
        self.judgement, self.said = judge(self.source, text, self.hits), None

    def become(self, other: Job) -> None:
        """The line reads as another of the same source does."""
        self.take(other.text, other.score, degenerate=other.degenerate, alignment=other.alignment)
        self.gone, self.beside = other.gone, other.beside

    def keeps(self, text: str, *, degenerate: bool = False, hard: bool = True) -> Judgement | None:
        """The judgement of another text if nothing is lost by it: no term, no number; nothing forbidden or doubled
        came in. `hard`: the checks are asked too.
        """
        judgement = judge(self.source, text, self.hits)
        before = {n for n, verdict in enumerate(self.judgement.terms) if verdict.target is not None}
        if not {n for n, verdict in enumerate(judgement.terms) if verdict.target is not None} >= before:
            return None
        if len(judgement.forbidden) > len(self.judgement.forbidden):
            return None
        if surplus(text, self.hits) > surplus(self.text, self.hits):
            return None
        return None if hard and self.worse(text, degenerate) else judgement

    def worse(self, text: str, degenerate: bool) -> bool:
        """Whether a check that must stay quiet says more about a text than about the one so far."""
        if self.said is None:
            self.said = _said(self.source, self.text, self.degenerate)
        new = _said(self.source, text, degenerate)
        return any(after > before for before, after in zip(self.said, new, strict=True))


class Candidate(NamedTuple):
    """A sentence with one more term in it."""

    text: str
    span: Span
    rank: int
    """Order in which it was thought of: the first is the most natural place."""
    degenerate: bool = False
    faults: float = 0.0
    """What speaks against it, in the measure of the score."""
    alignment: Alignment | None = None
    """Its own, where more was changed than the term's place."""
    gone: float = 0.0
    """The part of the faults that speaks of words that went with the exchange."""
    beside: bool = False
    """Put in beside words, not in their place."""


def worth(one: tuple[float, Candidate]) -> tuple[float, int]:
    """What (score, candidate) is compared by."""
    score, candidate = one
    return score - candidate.faults, -candidate.rank


def wants(judgement: Judgement) -> bool:
    """Whether a draft lacks a term, or holds a forbidden rendering."""
    return bool(judgement.forbidden) or any(verdict.status == "unplaced" for verdict in judgement.terms)


def surplus(text: str, hits: Sequence[TermHit]) -> int:
    """How many renderings stand in a text beyond what the source asks for."""
    return sum(max(0, len(spans) - count) for count, spans in renderings(text, hits).values())


def renderings(text: str, hits: Sequence[TermHit]) -> dict[tuple[Term, ...], tuple[int, list[Span]]]:
    """For each term how often the source asks for it, and where it stands in a text.

    What lies inside a longer rendering is part of it, and what renders two entries alike is held against neither.
    """
    read = Target.of(text)
    wanted = Counter((hit.term, *hit.alternatives) for hit in hits)
    found: dict[Span, set[tuple[Term, ...]]] = {}
    for entries in wanted:
        for place in read.places([form for entry in entries for form in allowed_forms(entry)]):
            found.setdefault(place.span, set()).add(entries)
    standing: dict[tuple[Term, ...], tuple[int, list[Span]]] = {key: (count, []) for key, count in wanted.items()}
    taken: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if not overlaps(taken, span):
            taken.append(span)
            if len(found[span]) == 1:
                standing[next(iter(found[span]))][1].append(span)
    for _, spans in standing.values():
        spans.sort()
    return standing


def _said(source: str, text: str, degenerate: bool) -> tuple[int, ...]:
    """How much each check says that must not say more after a term was placed; several numbers count each."""
    subject = Subject(source, text, degenerate=degenerate)
    return tuple(sum(1 + finding.message.count(",") for finding in check(subject)) for check in _QUIET)
