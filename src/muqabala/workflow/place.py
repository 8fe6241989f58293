"""The ladder by which a required term that did not come out is brought into the draft.

T0, decode and judge, is drafting itself (`draft.py`). For what is left, sentence by sentence from left to right:
T2, the words that the model wrote for the term (its attention says which) are exchanged for the term, with article,
number, possessive and capital repaired; T1, the model is given the sentence up to and including the term and goes on
by itself; the better of the two by the model's own score is kept. T3, what none of this places stays as it was and
says so.

Substituting comes before splicing although it is the cruder of the two: it costs one scoring instead of one search, and
shows which of many places is worth a search (`benchmarks/terms/README.md` has the measurements). Every outcome is read
by the one judge on the finished string, and kept only if nothing else was lost for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from muqabala.engine import Engine
from muqabala.engine.alignment import Alignment
from muqabala.glossary import judge
from muqabala.glossary.enforce import Judgement
from muqabala.glossary.english import Target, allowed_forms
from muqabala.glossary.render import DETERMINERS, Edited, insert, ranked_forms, substitute
from muqabala.quality.numbers import check_dates, check_numbers
from muqabala.quality.repeats import check_degenerate, check_repeated
from muqabala.quality.script import check_untranslated
from muqabala.quality.subject import Subject
from muqabala.values import Hypothesis, Policy, Span, Term, TermHit
from muqabala.workflow.draft import Placer, Wanting
from muqabala.workflow.examine import Examiner

_SPLICES = 1
"""Places at which the model is asked to go on by itself, for one term; each costs more than a translation."""

_SPLICED_TERMS = 1
"""Terms of one sentence for which it is asked at all; with more, the exchanged words must do."""

_LOSS = 0.5
"""What an exchange may cost of the mean log-probability before the model is asked to go on by itself."""

_WIDEST = 4
"""Words beyond the term's own that an exchange may swallow."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FUNCTION = DETERMINERS | _words(
    "of to in for on at by with from and or but that which who whom is are was were be been being has have had do does "
    "did will would can could may might should not as into about after before against between during through under "
    "over it he she they we you i than then so if when while where there also"
)
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*(?:['’](?!\w))?")
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
        return [self._joined(one, jobs) for one, jobs in zip(wanting, lines, strict=True)]

    # ── lines and their parts ──

    def _jobs(self, wanting: Wanting) -> list[_Job]:
        """A line as one job; one that the model reads in parts as several, if its parts give the very same text."""
        line = " ".join(wanting.source.split())
        hits = [_on_line(hit, wanting.source) for hit in wanting.hits]
        spans = self._engine.parts(line)
        if len(spans) > 1:
            own = self._engine.translate([line[start:end] for start, end in spans])
            whole = all(any(a <= hit.start and hit.end <= b for a, b in spans) for hit in hits)
            if whole and " ".join(one.text for one in own if one.text) == wanting.hypothesis.text:
                return [
                    self._job(line[a:b], [_moved(hit, -a) for hit in hits if a <= hit.start < b], one)
                    for (a, b), one in zip(spans, own, strict=True)
                ]
        return [self._job(line, hits, wanting.hypothesis)]

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
        best = max((*exchanged, *grown), key=lambda one: (one[0], -one[1].rank), default=None)
        gentle = job.hits[at].term.policy is not Policy.MUST
        if best is None or (gentle and best[0] < job.score):
            job.given_up.add(at)
            return
        job.score, candidate = best
        if job.alignment is not None:
            job.alignment = None if candidate.anew else job.alignment.after(candidate.text, job.hits[at].span)
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
            if max((score for score, _ in some), default=0.0) >= job.score - self._loss:
                continue
            job.splices += 1
            best = sorted(some, key=lambda one: (-one[0], one[1].rank))[: self._splices]
            prefixes = dict.fromkeys(one.text[: one.span[1]] for _, one in best)
            asked += [(index, prefix, 99 + n) for n, prefix in enumerate(prefixes) if self._engine.knows(prefix)]
        answers = self._engine.translate(
            [active[index][0].source for index, _, _ in asked], prefixes=[prefix for _, prefix, _ in asked]
        )
        grown: list[list[tuple[float, _Candidate]]] = [[] for _ in active]
        for (index, prefix, rank), answer in zip(asked, answers, strict=True):
            job, at = active[index]
            candidate = _Candidate(answer.text, (0, len(prefix)), rank, answer.degenerate, True)
            follows = answer.text[len(prefix) : len(prefix) + 1]
            # A model may go on inside the word: a seat becomes seats, the helmets the helmets's.
            glued = not answer.text.startswith(prefix) or follows.isalnum() or follows in {"'", "’", "-"}
            behind = list(_WORD.finditer(answer.text, len(prefix)))[:4]
            again = any(_stem(word.group()) in _own(job.hits[at]) for word in behind)
            if not glued and not again and not answer.degenerate and self._keeps(job, at, candidate):
                grown[index].append((answer.score, candidate))
        return grown

    # ── T2 ──

    def _exchanged(self, job: _Job, at: int) -> Iterator[_Candidate]:
        """Valid sentences with the term in place of the model's own words for it, or beside them."""
        hit = job.hits[at]
        placed = [v.target for v in job.judgement.terms if v.target is not None]
        forms = ranked_forms(job.source, hit)
        seen: set[str] = set()
        valid = 0
        for edited in self._attempts(job, hit, placed):
            if edited.text in seen:
                continue
            seen.add(edited.text)
            candidate = _Candidate(edited.text, edited.span, len(seen), job.degenerate)
            if self._keeps(job, at, candidate):
                valid += 1
                yield candidate
        if valid:
            return
        for place in _gaps(job.text, placed):
            for form in forms[:2]:
                edited = insert(job.text, place, job.source, hit, form)
                candidate = _Candidate(edited.text, edited.span, len(seen) + 1, job.degenerate)
                if self._keeps(job, at, candidate, hard=False):
                    yield candidate
                    return

    def _attempts(self, job: _Job, hit: TermHit, placed: Sequence[Span]) -> Iterator[Edited]:
        """Sentences worth judging, the likeliest first."""
        spans = list(_spans(job, hit, placed))
        for span in spans:
            yield substitute(job.text, span, job.source, hit, protected=placed)
        place = spans[0] if spans else None
        if place is None:
            middle = _interpolated(job.source, job.text, hit)
            for gap in sorted(_gaps(job.text, placed), key=lambda gap: abs(gap - middle))[:3]:
                yield insert(job.text, gap, job.source, hit)

    # ── what a candidate must keep ──

    def _keeps(self, job: _Job, at: int, candidate: _Candidate, *, hard: bool = True) -> bool:
        """The term stands, every other still does, nothing forbidden or doubled came in, no number is lost."""
        judgement = judge(job.source, candidate.text, job.hits)
        before = {n for n, v in enumerate(job.judgement.terms) if v.status == "placed"}
        after = {n for n, v in enumerate(judgement.terms) if v.status == "placed"}
        if not after >= before | {at}:
            return False
        if len(judgement.forbidden) > len(job.judgement.forbidden):
            return False
        if _surplus(candidate.text, job.hits) > _surplus(job.text, job.hits):
            return False
        return not hard or not self._worse(job, candidate)

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


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _next(job: _Job) -> int | None:
    """The next hit to place: required ones from left to right, then the preferred."""
    open_hits = [
        at
        for at, verdict in enumerate(job.judgement.terms)
        if verdict.status == "unplaced" and at not in job.given_up and verdict.policy is not Policy.CHECK
    ]
    return min(open_hits, key=lambda at: (job.hits[at].term.policy is not Policy.MUST, at), default=None)


def _spans(job: _Job, hit: TermHit, placed: Sequence[Span]) -> Iterator[Span]:
    """Stretches of the text that may be the model's words for the hit, the surest first."""
    for found in job.judgement.forbidden:
        if found.term in _ids(hit):
            yield found.span
    if job.alignment is None:
        return
    aligned = job.alignment.target_span(hit.span)
    seen: set[Span] = set()
    for span in (_likest(job.text, hit, aligned, placed), aligned, _strongest(job.alignment, hit, placed)):
        trimmed = _trimmed(job.text, span, placed, len(hit.term.en.split()) + _WIDEST) if span else None
        if trimmed is not None and (whole := _absorbed(job.text, trimmed, _own(hit), placed)) not in seen:
            seen.add(whole)
            yield whole


def _likest(text: str, hit: TermHit, aligned: Span | None, placed: Sequence[Span]) -> Span | None:
    """The run of words that shares words with a rendering of the term: "sanctions system" for sanctions regime.

    Only near where the model looked at the term; a word far away belongs to something else.
    """
    own = _own(hit)
    words = [w for w in _WORD.finditer(text) if not _overlaps(placed, w.span())]
    alike = [at for at, w in enumerate(words) if any(_stem(part) in own for part in w.group().split("-"))]
    if aligned is None or not alike:
        return None
    near = [at for at in alike if aligned[0] - 12 <= words[at].end() and words[at].start() <= aligned[1] + 12]
    if not near:
        return None
    runs = [[near[0]]]
    for at in near[1:]:
        bridged = all(w.group().casefold() in _FUNCTION for w in words[runs[-1][-1] + 1 : at])
        if bridged and at - runs[-1][-1] <= 2:
            runs[-1].append(at)
        else:
            runs.append([at])
    best = max(runs, key=lambda run: (len(run), -abs(words[run[0]].start() - aligned[0])))
    return words[best[0]].start(), words[best[-1]].end()


def _own(hit: TermHit) -> set[str]:
    """Stems of the words that renderings of a hit are made of."""
    return {
        _stem(word)
        for entry in (hit.term, *hit.alternatives)
        for form in allowed_forms(entry)
        for word in _WORD.findall(form.text.replace("-", " "))
        if word.casefold() not in _FUNCTION
    }


def _absorbed(text: str, span: Span, own: set[str], placed: Sequence[Span]) -> Span:
    """A stretch with what else is made of the term's words beside it, so that no half of it is left standing.

    "Organisation of the [ban on weapons]" is all one when Organisation is a word of the term; at most two function
    words lie between.
    """
    start, end = span
    left = list(reversed(list(_WORD.finditer(text, 0, start))))
    while (reach := _reach(left, own, placed)) and not re.search(r"[.,;:!?()\"“”]", text[reach.start() : start]):
        start = reach.start()
        left = [word for word in left if word.end() <= start]
    right = list(_WORD.finditer(text, end))
    while (reach := _reach(right, own, placed)) and not re.search(r"[.,;:!?()\"“”]", text[end : reach.end()]):
        end = reach.end()
        right = [word for word in right if word.start() >= end]
    return start, end


def _reach(words: Sequence[re.Match[str]], own: set[str], placed: Sequence[Span]) -> re.Match[str] | None:
    """The nearest word made of the term's, if nothing but two function words lies before it."""
    for at, word in enumerate(words[:3]):
        if _overlaps(placed, word.span()) or _is_number(word.group()):
            return None
        if any(_stem(part) in own for part in word.group().split("-")):
            return word
        if at == 2 or word.group().casefold() not in _FUNCTION:
            return None
    return None


def _stem(word: str) -> str:
    """A word as far as spelling variants and endings leave it alone."""
    folded = re.sub(r"['’]s?$", "", word.casefold())
    for british, american in (("our", "or"), ("is", "iz"), ("defenc", "defens")):
        folded = folded.replace(british, american)
    return folded.removesuffix("s") if len(folded) > 3 else folded


def _strongest(alignment: Alignment, hit: TermHit, placed: Sequence[Span]) -> Span | None:
    """The free word that looked hardest at the hit, where no word looked at it most."""
    columns = [n for n, word in enumerate(alignment.source_words) if word[0] < hit.end and hit.start < word[1]]
    if not columns or not alignment.target_words:
        return None
    share = alignment.matrix[:, columns].sum(axis=1)
    rows = [
        row
        for row, word in enumerate(alignment.target_words)
        if alignment.target[word[0]].isalnum()
        and not _overlaps(placed, word)
        and share[row] > 0
        and alignment.target[word[0] : word[1]].casefold() not in _FUNCTION
    ]
    best = max(rows, key=lambda row: (float(share[row]), -row), default=None)
    return None if best is None else alignment.target_words[best]


def _trimmed(text: str, span: Span, placed: Sequence[Span], widest: int) -> Span | None:
    """A stretch without other terms, numbers and function words at its edges; None where nothing is left."""
    runs: list[list[re.Match[str]]] = [[]]
    for word in _WORD.finditer(text, span[0], span[1]):
        blocked = _overlaps(placed, word.span()) or _is_number(word.group())
        broken = bool(runs[-1]) and bool(re.search(r"[.,;:!?()\[\]\"“”«»]", text[runs[-1][-1].end() : word.start()]))
        if blocked or broken:
            runs.append([])
        if not blocked:
            runs[-1].append(word)
    kept = [trimmed for run in runs if (trimmed := _without_edges(run))]
    if not kept:
        return None
    best = max(kept, key=len)[:widest]
    best = _without_edges(best)
    return best[0].start(), best[-1].end()


def _without_edges(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while run and run[0].group().casefold() in _FUNCTION:
        run = run[1:]
    while run and run[-1].group().casefold() in _FUNCTION:
        run = run[:-1]
    return run


def _is_number(word: str) -> bool:
    return any(character.isdigit() for character in word) or word.casefold().split("-")[0] in _NUMBER_WORDS


_NUMBER_WORDS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half "
    "third first second fourth fifth sixth seventh eighth ninth tenth hundreds thousands millions dozens"
)


def _gaps(text: str, placed: Sequence[Span]) -> list[int]:
    """Places between two words, outside other terms; before the final stop, not behind it."""
    ends = [0, *(word.end() for word in _WORD.finditer(text))]
    return [end for end in ends if not any(a < end < b for a, b in placed)]


def _interpolated(source: str, text: str, hit: TermHit) -> int:
    """Where a term would stand if both languages kept the same order."""
    return round(len(text) * hit.start / max(1, len(source)))


def _overlaps(spans: Iterable[Span], span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)


# ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _surplus(text: str, hits: Sequence[TermHit]) -> int:
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
        if not _overlaps(taken, span):
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
