"""The ladder by which a required term that did not come out is brought into the draft.

T0, decode and judge, is drafting itself (`draft.py`), where a model that was taught to is told its terms. For what is
left, sentence by sentence from left to right: T2, the words that the model wrote for the term (`place_spans.py` says
which) are exchanged for the term, with article, number, possessive and capital repaired; T1, the model is given the
sentence up to and including the term and goes on by itself; the better of the two is kept. T3, what none of this places
stays as it was and says so. What touches a rendering, or says it again, is mended (`place_mend.py`), whoever wrote it.
A line whose terms stand badly even then climbs once more from other sentences of the beam (`place_again.py`). Whatever
the model is asked, it reads the line as it read it first.

Better is what the model scores higher, less what speaks against it (`place_faults.py`): by its score alone a model
likes best the sentence that keeps most of its own words, and so half of its own rendering beside the term. Which words
are the term's, attention and a lexicon say together (`place_kin.py`).

Substituting comes before splicing although it is the cruder of the two: it costs one scoring instead of one search, and
shows which of many places is worth a search (`benchmarks/terms/README.md` has the measurements). Every outcome is read
by the one judge on the finished string, and kept only if nothing else was lost for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from muqabala.engine import Engine
from muqabala.glossary import judge
from muqabala.glossary.enforce import Judgement
from muqabala.glossary.english import Target, allowed_forms
from muqabala.glossary.polish import FUNCTION, qualifies, stem
from muqabala.glossary.render import WORD, Edited, insert, ranked_forms, substitute
from muqabala.values import Hypothesis, Policy, Source, Span, TermHit, part_of
from muqabala.workflow.draft import Placer, Wanting
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place_again import chosen, start_again
from muqabala.workflow.place_cuts import moved, prunings, without
from muqabala.workflow.place_faults import lost, said_again, strayed
from muqabala.workflow.place_job import Candidate, Job, wants, worth
from muqabala.workflow.place_mend import polish, say_once, tighten
from muqabala.workflow.place_spans import gaps, likely_gaps, overlaps, own_words, stretches
from muqabala.workflow.told_lines import engine_line, on_line

_HOPELESS = 0.6
"""Faults beyond the least among the candidates with which one is not even scored."""

_DOUBTFUL = 0.1
"""Faults of every exchange from which on putting the term beside the model's words is tried too."""

_APART = 0.3
"""Price of standing far from a term that is the neighbour in the Arabic."""

_FAR_APART = 5
"""Words between two renderings that are far."""

_MARKS = re.compile(r"[.,;:!?،؛؟()\[\]«»\"“”]")

_ADDED = 0.08
"""Price of putting a term beside words instead of in their place."""

_SECOND_GAP = 0.1
"""Price of each step down the list of likely gaps: the surest comes first."""

_CUT = 0.15
"""Price of a word that is left out because it says the term again: one does not cut much to mend little."""

_CUT_SHORT = 0.5
"""Price of a sentence that is shorter than the exchanged one, for all of it: a model that goes on may soon stop."""

_COMPOUND = 0.3
"""Price of a noun that the model hangs on to a term it was given: Ministries of Defence ministers."""

_SPLICES = 2
"""Places at which the model is asked to go on by itself, for one term; each costs more than a translation."""

_SPLICED_TERMS = 1
"""Terms of one sentence for which it is asked at all; with more, the exchanged words must do."""

_LOSS = 0.5
"""What an exchange may cost of the mean log-probability before the model is asked to go on by itself."""


def placer_for(engine: Engine, examiner: Examiner, *, anew: bool = True) -> Placer | None:
    """What tries to place terms with this engine under this glossary; None without one.

    `anew`: a hypothesis whose terms stand badly may give way to another sentence altogether.
    """
    return Ladder(engine, anew=anew) if examiner.glossary is not None and examiner.glossary.entries else None


class Ladder:
    """Brings terms into hypotheses; a batch of lines at a time, each for itself."""

    def __init__(
        self,
        engine: Engine,
        *,
        splices: int = _SPLICES,
        spliced_terms: int = _SPLICED_TERMS,
        loss: float = _LOSS,
        anew: bool = True,
    ) -> None:
        self._engine = engine
        self._splices = splices
        self._spliced_terms = spliced_terms
        self._loss = loss
        self._anew = anew
        # Engines report attention by the way once they know that it is wanted: from the first draft on, so that no
        # draft depends on how many came before it.
        engine.align([], [])

    def __call__(self, wanting: Sequence[Wanting]) -> list[Hypothesis]:
        """The hypotheses with every term that could be placed; what needed nothing, or got nothing, as it came."""
        lines = [self._jobs(one) for one in wanting]
        jobs = [job for jobs in lines for job in jobs]
        self._place(jobs)
        if self._anew:
            start_again(self._engine, [job for job in jobs if job.placed and not chosen(job)], self._place)
        return [self._joined(one, jobs) for one, jobs in zip(wanting, lines, strict=True)]

    def _place(self, jobs: Sequence[Job]) -> None:
        polish(self._engine, jobs)
        say_once(self._engine, jobs)
        self._climb(jobs)
        tighten(self._engine, [job for job in jobs if not chosen(job)])
        say_once(self._engine, jobs)
        polish(self._engine, jobs)

    # ── lines and their parts ──

    def _jobs(self, wanting: Wanting) -> list[Job]:
        """A line as one job; one that the model reads in parts as several, if its parts give the very same text."""
        line = engine_line(wanting.source)
        read = wanting.read or line
        hits = [on_line(hit, wanting.source) for hit in wanting.hits]
        whole = self._job(line, hits, wanting.hypothesis, read)
        if not wants(whole.judgement):
            return [whole]
        spans = self._engine.parts(line)
        if len(spans) > 1:
            parts = [part_of(read, span) for span in spans]
            own = self._engine.translate(parts)
            apart = all(any(a <= hit.start and hit.end <= b for a, b in spans) for hit in hits)
            if apart and " ".join(one.text for one in own if one.text) == wanting.hypothesis.text:
                return [
                    self._job(line[a:b], [_moved(hit, -a) for hit in hits if a <= hit.start < b], one, part)
                    for (a, b), one, part in zip(spans, own, parts, strict=True)
                ]
        return [whole]

    def _job(self, source: str, hits: Sequence[TermHit], hypothesis: Hypothesis, read: Source) -> Job:
        return Job(source, tuple(hits), hypothesis.text, hypothesis.score, hypothesis.degenerate, reads=read)

    def _joined(self, wanting: Wanting, jobs: Sequence[Job]) -> Hypothesis:
        text = " ".join(job.text for job in jobs if job.text)
        if text == wanting.hypothesis.text:
            return wanting.hypothesis
        weights = [len(job.text) + 1 for job in jobs]
        score = sum(job.score * weight for job, weight in zip(jobs, weights, strict=True)) / sum(weights)
        return Hypothesis(text, score, any(job.degenerate for job in jobs))

    # ── the climb ──

    def _climb(self, jobs: Sequence[Job]) -> None:
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

    def _align(self, jobs: Sequence[Job]) -> None:
        aligned = self._engine.align([job.reads for job in jobs], [job.text for job in jobs])
        for job, alignment in zip(jobs, aligned, strict=True):
            job.alignment = alignment

    def _decide(
        self, job: Job, at: int, exchanged: list[tuple[float, Candidate]], grown: list[tuple[float, Candidate]]
    ) -> None:
        """Take the best of what was found, or give the term up."""
        gentle = job.hits[at].term.policy is not Policy.MUST
        found = [one for one in (*exchanged, *grown) if not gentle or one[0] >= job.score]
        best = max(found, key=worth, default=None)
        if best is None:
            job.given_up.add(at)
            return
        score, candidate = best
        alignment = candidate.alignment or job.alignment
        if alignment is not None and alignment.target != candidate.text:
            alignment = alignment.after(candidate.text, _aim(job, at).span)
        job.take(candidate.text, score, degenerate=candidate.degenerate, alignment=alignment)
        job.gone += candidate.gone
        if candidate.beside:
            job.beside.append(job.hits[at])

    def _scored(
        self, active: Sequence[tuple[Job, int]], found: Sequence[Sequence[Candidate]]
    ) -> list[list[tuple[float, Candidate]]]:
        """The candidates with the model's score."""
        pairs = [(job.reads, one.text) for (job, _), some in zip(active, found, strict=True) for one in some]
        scores = iter(self._engine.score([source for source, _ in pairs], [text for _, text in pairs]))
        return [[(next(scores), one) for one in some] for some in found]

    def _spliced(
        self, active: Sequence[tuple[Job, int]], scored: Sequence[Sequence[tuple[float, Candidate]]]
    ) -> list[list[tuple[float, Candidate]]]:
        """T1: the model goes on by itself behind the term, at the places where the exchange scored best."""
        asked: list[tuple[int, Candidate, int]] = []
        for index, ((job, _), some) in enumerate(zip(active, scored, strict=True)):
            if job.splices >= self._spliced_terms or not self._splices:
                continue
            best = sorted(some, key=worth, reverse=True)[: self._splices]
            if not best or best[0][0] >= job.score - self._loss:
                continue
            job.splices += 1
            # Candidates that begin alike are asked for once.
            prefixes = {_prefix(one): one for _, one in reversed(best)}
            told = [one for one in reversed(prefixes.values()) if self._engine.knows(_prefix(one))]
            asked += [(index, one, 99 + n) for n, one in enumerate(told)]
        answers = self._engine.translate(
            [active[index][0].reads for index, _, _ in asked], prefixes=[_prefix(one) for _, one, _ in asked]
        )
        grown: list[list[tuple[float, Candidate]]] = [[] for _ in active]
        going = [
            (index, one, rank, answer)
            for (index, one, rank), answer in zip(asked, answers, strict=True)
            if not answer.degenerate and _goes_on(answer.text, _prefix(one), *active[index])
        ]
        alignments = self._engine.align(
            [active[index][0].reads for index, *_ in going], [answer.text for *_, answer in going]
        )
        for (index, exchanged, rank, answer), alignment in zip(going, alignments, strict=True):
            job, at = active[index]
            candidate = exchanged._replace(text=answer.text, rank=rank, alignment=alignment)
            cut = _CUT_SHORT * max(0.0, 1 - len(answer.text) / len(exchanged.text))
            compound = qualifies(answer.text, exchanged.span[1]) and not qualifies(exchanged.text, exchanged.span[1])
            cut += _COMPOUND * compound
            kept = self._kept(job, at, [candidate._replace(degenerate=answer.degenerate)], prune=False)
            grown[index] += [(answer.score, one._replace(faults=one.faults + cut)) for one in kept]
        return grown

    # ── T2 ──

    def _exchanged(self, job: Job, at: int) -> list[Candidate]:
        """Valid sentences with the term in place of the model's own words for it, or beside them."""
        hit = _aim(job, at)
        held = _held(job)
        spans = [found.span for found in job.judgement.forbidden if found.term in _ids(hit)]
        if job.alignment is not None:
            spans += stretches(job.text, hit, job.alignment, held)
        likely = likely_gaps(job.text, hit, job.alignment, held, _room(job, hit), job.source)
        beside = [end for _, end in _neighbours(job.source, hit, job.judgement, before=True)]
        likely = [*(end for end in beside if job.text[end : end + 1] not in ("'", "’")), *likely]
        exchanges = (substitute(job.text, span, job.source, hit, protected=held) for span in dict.fromkeys(spans))
        found = self._kept(job, at, _candidates(job, exchanges))
        if all(one.faults >= _DOUBTFUL for one in found):
            added = self._kept(job, at, _beside(job, hit, likely))
            found += [
                one._replace(faults=one.faults + _ADDED + _SECOND_GAP * (one.rank - 1), beside=True) for one in added
            ]
        if found:
            least = min(one.faults for one in found)
            return [one for one in found if one.faults <= least + _HOPELESS]
        for place in sorted(gaps(job.text, held), key=lambda gap: abs(gap - likely[0])):
            for form in ranked_forms(job.source, hit)[:2]:
                edited = insert(job.text, place, job.source, hit, form)
                if found := self._kept(job, at, _candidates(job, [edited]), hard=False):
                    return [one._replace(beside=True) for one in found]
        return []

    # ── what a candidate must keep ──

    def _kept(
        self, job: Job, at: int, candidates: Iterable[Candidate], *, hard: bool = True, prune: bool = True
    ) -> list[Candidate]:
        """Those where the term stands and nothing else is lost, with what speaks against them; where something says the
        term again, also without that.
        """
        kept, hit = [], _aim(job, at)
        for one in candidates:
            judgement = job.keeps(one.text, degenerate=one.degenerate, hard=hard)
            if judgement is None or judgement.terms[at].target is None:
                continue
            targets = [verdict.target for n, verdict in enumerate(judgement.terms) if n != at]
            others = [span for span in targets if span is not None and not overlaps([one.span], span)]
            gone = one.gone if one.alignment else lost(job.text, one.text, one.span, hit, job.alignment)
            again = said_again(job.text, one.text, one.span, hit, one.alignment or job.alignment, others)
            gone += _APART * (_parted(job.source, one.text, one.span, hit, judgement) and one.alignment is None)
            gone += strayed(job.source, one.text, one.span, hit)
            kept.append(one._replace(faults=again + gone, gone=gone))
            if again and prune:
                kept += self._pruned(job, kept[-1], hit, others)
        return kept

    def _pruned(self, job: Job, one: Candidate, hit: TermHit, others: Sequence[Span]) -> Iterator[Candidate]:
        """The sentence without what says the term again, where that can go."""
        alignment = one.alignment or (job.alignment.after(one.text, hit.span) if job.alignment is not None else None)
        if alignment is None:
            return
        for cut in prunings(one.text, alignment, hit, one.span, others):
            text, span = without(one.text, cut), moved(one.span, cut)
            left = alignment.after(text, (0, 0))
            if job.keeps(text, degenerate=one.degenerate) is not None:
                rest = [moved(other, cut) for other in others]
                again = said_again(job.text, text, span, hit, left, rest)
                price = _CUT * sum(word.casefold() not in FUNCTION for word in WORD.findall(one.text[slice(*cut)]))
                yield one._replace(text=text, span=span, alignment=left, faults=again + one.gone + price)

    def _replace_forbidden(self, job: Job) -> None:
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
                    job.take(edited.text, self._engine.score([job.reads], [edited.text])[0], degenerate=job.degenerate)
                    break


# ── candidates ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _prefix(one: Candidate) -> str:
    """The sentence up to and including the term."""
    return one.text[: one.span[1]]


def _candidates(job: Job, edits: Iterable[Edited]) -> list[Candidate]:
    """Each different sentence once, in order."""
    different = {edited.text: edited for edited in edits}
    return [
        Candidate(text, edited.span, rank, job.degenerate) for rank, (text, edited) in enumerate(different.items(), 1)
    ]


def _beside(job: Job, hit: TermHit, places: Iterable[int]) -> list[Candidate]:
    """The term put in at these places, tied by `of` and not; ranked by the place."""
    found: dict[str, Candidate] = {}
    for rank, place in enumerate(dict.fromkeys(places), 1):
        for tied in (True, False):
            edited = insert(job.text, place, job.source, hit, tied=tied)
            found.setdefault(edited.text, Candidate(edited.text, edited.span, rank, job.degenerate))
    return list(found.values())


def _parted(source: str, text: str, span: Span, hit: TermHit, judgement: Judgement) -> bool:
    """Whether a rendering stands far from that of a neighbour in the Arabic."""
    for at in _neighbours(source, hit, judgement):
        near, far = sorted((at, span))
        if len(text[near[1] : far[0]].split()) > _FAR_APART and not overlaps([span], at):
            return True
    return False


def _neighbours(source: str, hit: TermHit, judgement: Judgement, *, before: bool = False) -> Iterator[Span]:
    """Renderings of terms which no more than a little word parts from a hit in the Arabic; of those `before` it."""
    for verdict in judgement.terms:
        beside = verdict.source[1] <= hit.start if before else verdict.source != hit.span
        if verdict.target is not None and beside:
            first, second = sorted((verdict.source, hit.span))
            between = source[first[1] : second[0]]
            if len(between.split()) <= 1 and not _MARKS.search(between):
                yield verdict.target


def _goes_on(text: str, prefix: str, job: Job, at: int) -> bool:
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


def _held(job: Job) -> list[Span]:
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


def _aim(job: Job, at: int) -> TermHit:
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


def _room(job: Job, hit: TermHit) -> Span:
    """From the rendering of the term before a hit to that of the term after it."""
    ends = [v.target[1] for v in job.judgement.terms if v.target is not None and v.source[1] <= hit.start]
    starts = [v.target[0] for v in job.judgement.terms if v.target is not None and v.source[0] >= hit.end]
    return (ends[-1] if ends else 0, starts[0] if starts else len(job.text))


def _next(job: Job) -> int | None:
    """The next hit to place: required ones from left to right, then the preferred."""
    open_hits = [
        at
        for at, verdict in enumerate(job.judgement.terms)
        if verdict.status == "unplaced" and at not in job.given_up and verdict.policy is not Policy.CHECK
    ]
    return min(open_hits, key=lambda at: (job.hits[at].term.policy is not Policy.MUST, at), default=None)


def _placed(judgement: Judgement) -> int:
    return sum(verdict.status == "placed" for verdict in judgement.terms)


def _ids(hit: TermHit) -> tuple[str, ...]:
    return tuple(entry.id for entry in (hit.term, *hit.alternatives))


def _moved(hit: TermHit, by: int) -> TermHit:
    return replace(hit, start=hit.start + by, end=hit.end + by)
