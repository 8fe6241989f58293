"""The ladder by which a required term that did not come out is brought into the draft.

T0, decode and judge, is drafting itself (`draft.py`). For what is left, sentence by sentence from left to right:
T2, the words that the model wrote for the term (`place_spans.py` says which) are exchanged for the term, with article,
number, possessive and capital repaired; T1, the model is given the sentence up to and including the term and goes on
by itself; the better of the two is kept. T3, what none of this places stays as it was and says so. Last, what touches
a rendering is mended (`glossary/polish.py`), whoever wrote it.

Better is what the model scores higher, less what speaks against it (`place_faults.py`): by its score alone a model
likes best the sentence that keeps most of its own words, and so half of its own rendering beside the term.

Substituting comes before splicing although it is the cruder of the two: it costs one scoring instead of one search, and
shows which of many places is worth a search (`benchmarks/terms/README.md` has the measurements). Every outcome is read
by the one judge on the finished string, and kept only if nothing else was lost for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from muqabala.engine import Engine
from muqabala.engine.alignment import Alignment
from muqabala.glossary import judge
from muqabala.glossary.enforce import Judgement
from muqabala.glossary.english import Target, allowed_forms
from muqabala.glossary.polish import WORD, polished, stem
from muqabala.glossary.render import Edited, insert, ranked_forms, substitute
from muqabala.quality.numbers import check_dates, check_numbers
from muqabala.quality.repeats import check_degenerate, check_repeated
from muqabala.quality.script import check_untranslated
from muqabala.quality.subject import Subject
from muqabala.values import Hypothesis, Policy, Span, Term, TermHit
from muqabala.workflow.draft import Placer, Wanting
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place_faults import faults
from muqabala.workflow.place_spans import gaps, likely_gaps, overlaps, own_words, stretches

_HOPELESS = 0.6
"""Faults beyond the least among the candidates with which one is not even scored."""

_SECOND_GAP = 0.1
"""Price of each step down the list of likely gaps: the surest comes first."""

_CUT_SHORT = 0.5
"""Price of a sentence that is shorter than the exchanged one, for all of it: a model that goes on may soon stop."""

_SPLICES = 1
"""Places at which the model is asked to go on by itself, for one term; each costs more than a translation."""

_SPLICED_TERMS = 1
"""Terms of one sentence for which it is asked at all; with more, the exchanged words must do."""

_LOSS = 0.5
"""What an exchange may cost of the mean log-probability before the model is asked to go on by itself."""

_QUIET = (check_numbers, check_dates, check_untranslated, check_repeated, check_degenerate)
"""Checks that may not say more about a sentence because a term was placed in it."""


def placer_for(engine: Engine, examiner: Examiner) -> Placer | None:
    """What tries to place terms with this engine under this glossary; None without one."""
    return Ladder(engine) if examiner.glossary is not None and examiner.glossary.entries else None


@dataclass(slots=True)
class _Job:
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
    """Of the text as it stands; None where the model has written anew."""
    said: tuple[int, ...] | None = None
    """What the checks said of the text as it stands; None where nobody has asked yet."""


class _Candidate(NamedTuple):
    """A sentence with one more term in it."""

    text: str
    span: Span
    rank: int
    """Order in which it was thought of: the first is the most natural place."""
    degenerate: bool = False
    anew: bool = False
    """What follows the term was written by the model."""
    faults: float = 0.0
    """What speaks against it, in the measure of the score."""
    alignment: Alignment | None = None
    """Its own, where it was written anew."""


class Ladder:
    """Brings terms into hypotheses; a batch of lines at a time, each for itself."""

    def __init__(
        self,
        engine: Engine,
        *,
        splices: int = _SPLICES,
        spliced_terms: int = _SPLICED_TERMS,
        loss: float = _LOSS,
    ) -> None:
        self._engine = engine
        self._splices = splices
        self._spliced_terms = spliced_terms
        self._loss = loss
        # Engines report attention by the way once they know that it is wanted: from the first draft on, so that no
        # draft depends on how many came before it.
        engine.align([], [])

    def __call__(self, wanting: Sequence[Wanting]) -> list[Hypothesis]:
        """The hypotheses with every term that could be placed; what needed nothing, or got nothing, as it came."""
        lines = [self._jobs(one) for one in wanting]
        self._climb([job for jobs in lines for job in jobs])
        self._polish([job for jobs in lines for job in jobs])
        return [self._joined(one, jobs) for one, jobs in zip(wanting, lines, strict=True)]

    # ── lines and their parts ──

    def _jobs(self, wanting: Wanting) -> list[_Job]:
        """A line as one job; one that the model reads in parts as several, if its parts give the very same text."""
        line = " ".join(wanting.source.split())
        hits = [_on_line(hit, wanting.source) for hit in wanting.hits]
        whole = self._job(line, hits, wanting.hypothesis)
        if not wants(whole.judgement):
            return [whole]
        spans = self._engine.parts(line)
        if len(spans) > 1:
            own = self._engine.translate([line[start:end] for start, end in spans])
            apart = all(any(a <= hit.start and hit.end <= b for a, b in spans) for hit in hits)
            if apart and " ".join(one.text for one in own if one.text) == wanting.hypothesis.text:
                return [
                    self._job(line[a:b], [_moved(hit, -a) for hit in hits if a <= hit.start < b], one)
                    for (a, b), one in zip(spans, own, strict=True)
                ]
        return [whole]

    def _job(self, source: str, hits: Sequence[TermHit], hypothesis: Hypothesis) -> _Job:
        job = _Job(source, tuple(hits), hypothesis.text, hypothesis.score, hypothesis.degenerate)
        job.judgement = judge(source, job.text, job.hits)
        return job

    def _joined(self, wanting: Wanting, jobs: Sequence[_Job]) -> Hypothesis:
        text = " ".join(job.text for job in jobs if job.text)
        if text == wanting.hypothesis.text:
            return wanting.hypothesis
        weights = [len(job.text) + 1 for job in jobs]
        score = sum(job.score * weight for job, weight in zip(jobs, weights, strict=True)) / sum(weights)
        return Hypothesis(text, score, any(job.degenerate for job in jobs))

    # ── the climb ──

    def _climb(self, jobs: Sequence[_Job]) -> None:
        """One term of every line at a time, so that all lines share the engine's batches."""
        for job in jobs:
            self._replace_forbidden(job)
        while True:
            active = [(job, at) for job in jobs if (at := _next(job)) is not None]
            if not active:
                return
            self._align([job for job, _ in active if job.alignment is None])
            found = [list(self._exchanged(job, at)) for job, at in active]
            scored = self._scored(active, found)
            spliced = self._spliced(active, scored)
            for (job, at), exchanged, grown in zip(active, scored, spliced, strict=True):
                self._decide(job, at, exchanged, grown)

    def _align(self, jobs: Sequence[_Job]) -> None:
        aligned = self._engine.align([job.source for job in jobs], [job.text for job in jobs])
        for job, alignment in zip(jobs, aligned, strict=True):
            job.alignment = alignment

    def _decide(
        self, job: _Job, at: int, exchanged: list[tuple[float, _Candidate]], grown: list[tuple[float, _Candidate]]
    ) -> None:
        """Take the best of what was found, or give the term up."""
        gentle = job.hits[at].term.policy is not Policy.MUST
        found = [one for one in (*exchanged, *grown) if not gentle or one[0] >= job.score]
        best = max(found, key=_worth, default=None)
        if best is None:
            job.given_up.add(at)
            return
        job.score, candidate = best
        if job.alignment is not None:
            job.alignment = candidate.alignment or job.alignment.after(candidate.text, _aim(job, at).span)
        job.text, job.degenerate, job.said = candidate.text, candidate.degenerate, None
        job.judgement = judge(job.source, job.text, job.hits)

    def _scored(
        self, active: Sequence[tuple[_Job, int]], found: Sequence[Sequence[_Candidate]]
    ) -> list[list[tuple[float, _Candidate]]]:
        """The candidates with the model's score."""
        pairs = [(job.source, one.text) for (job, _), some in zip(active, found, strict=True) for one in some]
        scores = iter(self._engine.score([source for source, _ in pairs], [text for _, text in pairs]))
        return [[(next(scores), one) for one in some] for some in found]

    def _spliced(
        self, active: Sequence[tuple[_Job, int]], scored: Sequence[Sequence[tuple[float, _Candidate]]]
    ) -> list[list[tuple[float, _Candidate]]]:
        """T1: the model goes on by itself behind the term, at the places where the exchange scored best."""
        asked: list[tuple[int, str, int]] = []
        for index, ((job, _), some) in enumerate(zip(active, scored, strict=True)):
            if job.splices >= self._spliced_terms or not self._splices:
                continue
            best = sorted(some, key=_worth, reverse=True)[: self._splices]
            if not best or best[0][0] >= job.score - self._loss:
                continue
            job.splices += 1
            prefixes = dict.fromkeys(one.text[: one.span[1]] for _, one in best)
            asked += [(index, prefix, 99 + n) for n, prefix in enumerate(prefixes) if self._engine.knows(prefix)]
        answers = self._engine.translate(
            [active[index][0].source for index, _, _ in asked], prefixes=[prefix for _, prefix, _ in asked]
        )
        grown: list[list[tuple[float, _Candidate]]] = [[] for _ in active]
        going = [
            (index, rank, answer)
            for (index, prefix, rank), answer in zip(asked, answers, strict=True)
            if not answer.degenerate and _goes_on(answer.text, prefix, *active[index])
        ]
        alignments = self._engine.align(
            [active[index][0].source for index, _, _ in going], [answer.text for _, _, answer in going]
        )
        for (index, rank, answer), alignment in zip(going, alignments, strict=True):
            job, at = active[index]
            exchanged = max(scored[index], key=_worth)[1]
            candidate = exchanged._replace(text=answer.text, rank=rank, anew=True, alignment=alignment)
            cut = _CUT_SHORT * max(0.0, 1 - len(answer.text) / len(exchanged.text))
            kept = self._kept(job, at, [candidate._replace(degenerate=answer.degenerate)])
            grown[index] += [(answer.score, one._replace(faults=one.faults + cut)) for one in kept]
        return grown

    # ── T2 ──

    def _exchanged(self, job: _Job, at: int) -> list[_Candidate]:
        """Valid sentences with the term in place of the model's own words for it, or beside them."""
        hit = _aim(job, at)
        held = _held(job)
        spans = [found.span for found in job.judgement.forbidden if found.term in _ids(hit)]
        if job.alignment is not None:
            spans += stretches(job.text, hit, job.alignment, held)
        likely = likely_gaps(job.text, hit, job.alignment, held, _room(job, hit), job.source)
        ways = (
            [substitute(job.text, span, job.source, hit, protected=held) for span in dict.fromkeys(spans)],
            [insert(job.text, gap, job.source, hit) for gap in likely],
        )
        for way, price in zip(ways, (0.0, _SECOND_GAP), strict=True):
            attempts = {edited.text: edited for edited in way}
            if found := self._kept(job, at, _candidates(job, attempts.values())):
                found = [one._replace(faults=one.faults + price * (one.rank - 1)) for one in found]
                least = min(one.faults for one in found)
                return [one for one in found if one.faults <= least + _HOPELESS]
        for place in sorted(gaps(job.text, held), key=lambda gap: abs(gap - likely[0])):
            for form in ranked_forms(job.source, hit)[:2]:
                edited = insert(job.text, place, job.source, hit, form)
                if found := self._kept(job, at, _candidates(job, [edited]), hard=False):
                    return found
        return []

    # ── what a candidate must keep ──

    def _kept(self, job: _Job, at: int, candidates: Sequence[_Candidate], *, hard: bool = True) -> list[_Candidate]:
        """Those where the term stands, every other still does, and nothing forbidden, doubled or lost came in."""
        before = {n for n, v in enumerate(job.judgement.terms) if v.status == "placed"}
        kept = []
        for one in candidates:
            judgement = judge(job.source, one.text, job.hits)
            after = {n: v.target for n, v in enumerate(judgement.terms) if v.target is not None}
            if not after.keys() >= before | {at}:
                continue
            if len(judgement.forbidden) > len(job.judgement.forbidden):
                continue
            if surplus(one.text, job.hits) > surplus(job.text, job.hits):
                continue
            if hard and self._worse(job, one):
                continue
            others = [span for n, span in after.items() if n != at and not overlaps([one.span], span)]
            against = faults(job.text, one.text, one.span, _aim(job, at), one.alignment or job.alignment, others)
            kept.append(one._replace(faults=against))
        return kept

    def _worse(self, job: _Job, candidate: _Candidate) -> bool:
        """Whether a check that must stay quiet says more about the candidate than about the text so far."""
        if job.said is None:
            job.said = _said(job.source, job.text, job.degenerate)
        new = _said(job.source, candidate.text, candidate.degenerate)
        return any(after > before for before, after in zip(job.said, new, strict=True))

    def _replace_forbidden(self, job: _Job) -> None:
        """Forbidden renderings give way to what the glossary asks for, where nothing else is lost by it."""
        for _ in range(len(job.judgement.forbidden)):
            for found in job.judgement.forbidden:
                hit = next((h for h in job.hits if found.term in _ids(h)), None)
                if hit is None or hit.term.policy is Policy.CHECK:
                    continue
                placed = [v.target for v in job.judgement.terms if v.target is not None]
                form = next((f for f in ranked_forms(job.source, hit) if f.text == found.required), None)
                edited = substitute(job.text, found.span, job.source, hit, form, protected=placed)
                judgement = judge(job.source, edited.text, job.hits)
                fewer = len(judgement.forbidden) < len(job.judgement.forbidden)
                if fewer and _placed(judgement) >= _placed(job.judgement):
                    job.text, job.judgement, job.said = edited.text, judgement, None
                    job.score = self._engine.score([job.source], [job.text])[0]
                    break

    def _polish(self, jobs: Sequence[_Job]) -> None:
        """Mend what touches the renderings, where the judge and the checks like the outcome no less."""
        changed = []
        for job in jobs:
            placed = [
                (job.hits[n], v.target)
                for n, v in enumerate(job.judgement.terms)
                if v.target is not None and v.policy is not Policy.CHECK
            ]
            text = polished(job.text, job.source, placed)
            if text == job.text:
                continue
            judgement = judge(job.source, text, job.hits)
            fewer = len(judgement.forbidden) <= len(job.judgement.forbidden)
            candidate = _Candidate(text, (0, 0), 0, job.degenerate)
            if fewer and _placed(judgement) >= _placed(job.judgement) and not self._worse(job, candidate):
                job.text, job.judgement, job.said = text, judgement, None
                changed.append(job)
        scores = self._engine.score([job.source for job in changed], [job.text for job in changed])
        for job, score in zip(changed, scores, strict=True):
            job.score = score


# ── candidates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def wants(judgement: Judgement) -> bool:
    """Whether a draft lacks a term, or holds a forbidden rendering."""
    return bool(judgement.forbidden) or any(verdict.status == "unplaced" for verdict in judgement.terms)


def _candidates(job: _Job, edits: Iterable[Edited]) -> list[_Candidate]:
    return [_Candidate(edited.text, edited.span, rank, job.degenerate) for rank, edited in enumerate(edits, 1)]


def _goes_on(text: str, prefix: str, job: _Job, at: int) -> bool:
    """Whether a sentence continues a prefix that ends in a term as a sentence should.

    A model may go on inside the word (a seat becomes seats, the helmets the helmets's) or the name (National Security
    becomes National Security Council), say the term again at once, or forget that a quotation is open.
    """
    follows = text[len(prefix) : len(prefix) + 1]
    if not text.startswith(prefix) or follows.isalnum() or follows in {"'", "’", "-"}:
        return False
    name = prefix.split()[-1][:1].isupper() and not job.hits[at].term.en.islower()
    if name and text[len(prefix) :].lstrip()[:1].isupper():
        return False
    own = own_words(job.hits[at])
    if any(stem(word.group()) in own for word in list(WORD.finditer(text, len(prefix)))[:4]):
        return False
    return all(text.count(opened) <= text.count(closed) for opened, closed in ("“”", "()", "[]")) and not (
        text.count('"') % 2 > job.text.count('"') % 2
    )


def _worth(one: tuple[float, _Candidate]) -> tuple[float, int]:
    score, candidate = one
    return score - candidate.faults, -candidate.rank


def _held(job: _Job) -> list[Span]:
    """Where the placed terms stand, which no exchange may touch.

    Of more renderings than the source asks for, those are held that the model wrote looking at a hit.
    """
    read = Target.of(job.text)
    held: list[Span] = []
    for verdict, hit in zip(job.judgement.terms, job.hits, strict=True):
        if verdict.target is None:
            continue
        forms = [form for entry in (hit.term, *hit.alternatives) for form in allowed_forms(entry)]
        free = [p.span for p in read.places(forms, keep_case=hit.term.case == "keep") if not overlaps(held, p.span)]
        free = [span for span in free if not any(a <= span[0] and span[1] <= b and span != (a, b) for a, b in free)]
        alike = sum(other.term == hit.term for other in job.hits)
        if job.alignment is None or len(free) <= alike:
            held.append(verdict.target)
        else:
            looked = job.alignment.share(hit.span)
            held.append(max(free, key=lambda span: (looked(span), span == verdict.target)))
    return held


def _aim(job: _Job, at: int) -> TermHit:
    """The occurrence that an open hit stands for: of a term's several, the one no rendering was written looking at.

    The judge gives one rendering of two wanted to the occurrence that comes first; the model may have meant the other.
    """
    hit = job.hits[at]
    if job.alignment is None:
        return hit
    looked = job.alignment.share(hit.span)
    aims = [(0.0, hit)]
    for verdict, other in zip(job.judgement.terms, job.hits, strict=True):
        if other.term == hit.term and verdict.target is not None:
            gain = looked(verdict.target) - job.alignment.share(other.span)(verdict.target)
            aims.append((gain, other))
    return max(aims, key=lambda one: one[0])[1]


def _room(job: _Job, hit: TermHit) -> Span:
    """From the rendering of the term before a hit to that of the term after it."""
    ends = [v.target[1] for v in job.judgement.terms if v.target is not None and v.source[1] <= hit.start]
    starts = [v.target[0] for v in job.judgement.terms if v.target is not None and v.source[0] >= hit.end]
    return (ends[-1] if ends else 0, starts[0] if starts else len(job.text))


def _next(job: _Job) -> int | None:
    """The next hit to place: required ones from left to right, then the preferred."""
    open_hits = [
        at
        for at, verdict in enumerate(job.judgement.terms)
        if verdict.status == "unplaced" and at not in job.given_up and verdict.policy is not Policy.CHECK
    ]
    return min(open_hits, key=lambda at: (job.hits[at].term.policy is not Policy.MUST, at), default=None)


# ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def surplus(text: str, hits: Sequence[TermHit]) -> int:
    """How many renderings stand in a text beyond what the source asks for.

    What lies inside a longer rendering is part of it, and what renders two entries alike is held against neither.
    """
    read = Target.of(text)
    wanted = Counter((hit.term, *hit.alternatives) for hit in hits)
    found: dict[Span, set[tuple[Term, ...]]] = {}
    for entries in wanted:
        for place in read.places([form for entry in entries for form in allowed_forms(entry)]):
            found.setdefault(place.span, set()).add(entries)
    counted: Counter[tuple[Term, ...]] = Counter()
    taken: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if not overlaps(taken, span):
            taken.append(span)
            if len(found[span]) == 1:
                counted.update(found[span])
    return sum(max(0, counted[entries] - count) for entries, count in wanted.items())


def _placed(judgement: Judgement) -> int:
    return sum(verdict.status == "placed" for verdict in judgement.terms)


def _said(source: str, text: str, degenerate: bool) -> tuple[int, ...]:
    """How much each check says that must not say more after a term was placed; several numbers count each."""
    subject = Subject(source, text, degenerate=degenerate)
    return tuple(sum(1 + finding.message.count(",") for finding in check(subject)) for check in _QUIET)


def _ids(hit: TermHit) -> tuple[str, ...]:
    return tuple(entry.id for entry in (hit.term, *hit.alternatives))


def _on_line(hit: TermHit, source: str) -> TermHit:
    """A hit of a source as a hit of the source on one line."""
    start, end = (_line_offset(source, offset) for offset in hit.span)
    return replace(hit, start=start, end=end)


def _line_offset(source: str, offset: int) -> int:
    before = source[:offset]
    line = " ".join(before.split())
    return len(line) + (1 if line and before[-1:].isspace() else 0)


def _moved(hit: TermHit, by: int) -> TermHit:
    return replace(hit, start=hit.start + by, end=hit.end + by)
