"""Another sentence to start from, where the first one did not take its terms well.

What a decoder wrote first may leave no room for a term: it said half of it already, spent its place on another word, or
left the thing out. The beam holds other sentences, and a term may fit one of them. They go up the same ladder, and what
comes of the better one stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from muqabala.engine import Engine
from muqabala.glossary.polish import FUNCTION, alike, is_past, near, qualifies, stems
from muqabala.glossary.render import DETERMINERS, WORD, noun_phrase
from muqabala.text.english import capitalise_first
from muqabala.values import Policy, ToldLine
from muqabala.workflow.place_faults import wholly_of
from muqabala.workflow.place_job import Job, surplus, wants
from muqabala.workflow.place_kin import kin
from muqabala.workflow.place_mend import look
from muqabala.workflow.place_spans import GLANCED, is_count, is_pair_word, overlaps
from muqabala.workflow.plausible import plausible

_OTHERS = 4
"""Sentences of the beam that are looked at, the first one included."""

_AGAIN = 0.8
"""Price of a word that says a term again, in mean log-probability."""

_GONE = 0.3
"""Price of words that went for a term from which on another start is tried."""

_FELL = 1.0
"""What placing may cost of the mean log-probability before another start is tried."""

_NO_SPLICES = 99
"""As if the model had been asked to go on often enough: other starts are many, and each search costs a translation."""

_BESIDE = 0.2
"""Price of a term that stands beside words instead of in their place."""

_MISCOUNTED = 0.3
"""Price of a rendering in a number that the Arabic excludes."""

_BETTER = 0.1
"""By how much another outcome must be better."""


def start_again(engine: Engine, jobs: Sequence[Job], place: Callable[[Sequence[Job]], None]) -> None:
    """Lines whose terms stand badly begin once more from the other sentences of the beam; the best outcome is taken."""
    look(engine, jobs)
    said = [(job, again(job)) for job in jobs]
    troubled = [
        (job, words)
        for job, words in said
        if words or job.beside or job.gone >= _GONE or job.first - job.score >= _FELL or _miscounted(job)
    ]
    others = [
        (job, Job(job.source, job.hits, text, score, degenerate=False, splices=_NO_SPLICES, reads=job.reads))
        for (job, _), found in zip(troubled, _beginnings(engine, troubled), strict=True)
        for text, score in found.items()
    ]
    place([other for _, other in others])
    look(engine, [other for _, other in others])
    best = {id(job): _worth(job, words) + _BETTER for job, words in troubled}
    for job, other in others:
        if _as_good(other, job) and (worth := _worth(other, again(other))) >= best[id(job)]:
            best[id(job)] = worth
            job.become(other)


def _beginnings(engine: Engine, troubled: Sequence[tuple[Job, set[int]]]) -> list[dict[str, float]]:
    """Other sentences for lines, with their scores: of the beam; where a term is said again, with another word there;
    and with a term ahead for which the model had no words: what it leaves out is often the subject.
    """
    if not troubled:
        return []
    jobs = [job for job, _ in troubled]
    found = engine.alternatives([job.reads for job in jobs], _OTHERS)
    stuttering = [(at, _before(job.text, min(words))) for at, (job, words) in enumerate(troubled) if words]
    sources, prefixes = [jobs[at].reads for at, _ in stuttering], [prefix for _, prefix in stuttering]
    apart = engine.alternatives(sources, _OTHERS, prefixes=prefixes) if stuttering else []
    for (at, _), ways in zip(stuttering, apart, strict=True):
        found[at] = [*found[at], *ways]
    first = [(at, capitalise_first(noun_phrase(job.source, hit))) for at, job in enumerate(jobs) for hit in job.beside]
    first = [(at, phrase) for at, phrase in first if engine.knows(phrase)]
    led = engine.translate([jobs[at].reads for at, _ in first], prefixes=[phrase for _, phrase in first])
    for (at, phrase), one in zip(first, led, strict=True):
        if _does_something(one.text, phrase):
            found[at] = [*found[at], one]
    return [
        {one.text: one.score for one in ways if not one.degenerate and one.text not in (job.draft, job.text)}
        for job, ways in zip(jobs, found, strict=True)
    ]


def _does_something(text: str, subject: str) -> bool:
    """Whether a sentence goes on behind its subject as one about it: with a verb or what belongs to the noun."""
    behind = WORD.match(text[len(subject) :].lstrip(" "))
    if not text.startswith(subject + " ") or behind is None:
        return False
    return is_past(behind.group()) or behind.group().casefold() in FUNCTION - DETERMINERS


def _before(text: str, at: int) -> str:
    """The text before a word and the little words that lead to it."""
    prefix = text[:at].rstrip()
    while prefix and prefix.split()[-1].casefold() in FUNCTION:
        prefix = prefix[: -len(prefix.split()[-1])].rstrip()
    return prefix


def chosen(job: Job) -> bool:
    """Whether a line came with all its terms from a model that had read them: it was chosen from two beams already, and
    another start only made it worse (`benchmarks/terms/README.md`)."""
    return isinstance(job.reads, ToldLine) and job.text == job.draft and not wants(job.judgement)


def again(job: Job) -> set[int]:
    """Where words begin that say again a term that stands: its words near it or written looking at it, and whatever
    else the model wrote for nothing but the term, unless it was told the term. None in a line that nobody has aligned.
    """
    found: set[int] = set()
    if job.alignment is None:
        return found
    told = isinstance(job.reads, ToldLine)
    taken = [verdict.target for verdict in job.judgement.terms if verdict.target is not None]
    for hit, span in job.placed:
        looked, wholly = job.alignment.share(hit.span), wholly_of(hit, job.alignment, taken)
        own, known = stems(job.text[span[0] : span[1]]), kin(job.source, hit)
        close = {word.start() for word in near(job.text, span)}
        for word in WORD.finditer(job.text):
            lower = word.group().casefold()
            if overlaps(taken, word.span()) or lower in FUNCTION or is_pair_word(hit, lower) or known.is_theirs(lower):
                continue
            if alike(lower, own) or known.is_ours(lower):
                said = word.start() in close or looked(word.span()) >= GLANCED
            else:
                said = not told and wholly(word) and not is_count(hit, lower)
            if said:
                found.add(word.start())
    return found


def _worth(job: Job, words: set[int]) -> float:
    """What a line is worth, in the measure of the score; `words` say a term again."""
    faults = job.gone + _AGAIN * len(words) + _BESIDE * len(job.beside) + _MISCOUNTED * _miscounted(job)
    return job.score - faults + plausible(job.source, [job.text])[0]


def _miscounted(job: Job) -> int:
    """How many terms stand as one where the Arabic has more: two experts as an expert.

    The other way round is no fault: behind a high number the Arabic noun stands in the singular. Nor is a singular that
    qualifies another noun: radar operators.
    """
    wrong = 0
    for at in job.judgement.number_doubts:
        hit, span = job.hits[at], job.judgement.terms[at].target
        if hit.term.policy is Policy.CHECK or "sg" in hit.number or span is None:
            continue
        wrong += not qualifies(job.text, span[1])
    return wrong


def _as_good(other: Job, job: Job) -> bool:
    """Whether a line has all that another has: its terms, nothing forbidden, no open quotation, no more findings."""
    rendered = sum(verdict.target is not None for verdict in other.judgement.terms)
    wanted = sum(verdict.target is not None for verdict in job.judgement.terms)
    if rendered < wanted or len(other.judgement.forbidden) > len(job.judgement.forbidden):
        return False
    if other.text.count('"') % 2 > job.text.count('"') % 2:
        return False
    return surplus(other.text, job.hits) <= surplus(job.text, job.hits) and not job.worse(other.text, other.degenerate)
