"""What is mended in a draft whose terms stand: what touches a rendering, and what says it again.

A decoder that knows a term may still write "a air base", or the air base twice. Neighbours are string work
(`glossary/polish.py`); words that the model wrote for a term beyond its rendering are cut where a preposition joins
them; and from a second rendering that the Arabic does not ask for, the model goes on with other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from muqabala.engine import Engine
from muqabala.glossary.polish import FUNCTION, near, polished, stem
from muqabala.glossary.render import WORD, substitute
from muqabala.values import Policy, Span, TermHit
from muqabala.workflow.place_cuts import moved, prunings, removable, without
from muqabala.workflow.place_job import Job, renderings, surplus
from muqabala.workflow.place_spans import GLANCED, belonging, is_number, overlaps, own_words, widened

_WAYS = 4
"""Continuations the model is asked for in place of a second rendering."""

_DEAR = 0.4
"""What leaving out a repetition may cost of the mean log-probability."""

_DEARER = 0.8
"""What leaving out the whole of a second rendering may cost of it: a decoder likes saying a thing again."""

_NEAR = 8
"""Words between two renderings that make the second a stammer."""

_JOINED = re.compile(r"\s+(?:of|for|from|with|in|by)\s")


def polish(engine: Engine, jobs: Sequence[Job]) -> None:
    """Mend what touches the renderings, where nothing is lost by it."""
    changed = []
    look(engine, [job for job in jobs if surplus(job.text, job.hits)])
    for job in jobs:
        text = polished(job.text, job.source, job.placed, once=_says_again(job))
        if text != job.text and _is_kept(job, text):
            job.take(text, job.score, degenerate=job.degenerate)
            changed.append(job)
    scores = engine.score([job.reads for job in changed], [job.text for job in changed])
    for job, score in zip(changed, scores, strict=True):
        job.score = score


def _says_again(job: Job) -> bool:
    """Whether renderings too many were all written looking at the term; what was not stands for something else."""
    if job.alignment is None or not surplus(job.text, job.hits):
        return True
    for entries, (count, spans) in renderings(job.text, job.hits).items():
        looked = [job.alignment.share(hit.span) for hit in job.hits if (hit.term, *hit.alternatives) == entries]
        if len(spans) > count and any(max(share(span) for share in looked) < GLANCED for span in spans):
            return False
    return True


def look(engine: Engine, jobs: Sequence[Job]) -> None:
    """Align what nobody has aligned as it stands."""
    unseen = [job for job in jobs if job.alignment is None]
    aligned = engine.align([job.reads for job in unseen], [job.text for job in unseen])
    for job, alignment in zip(unseen, aligned, strict=True):
        job.alignment = alignment


def tighten(engine: Engine, jobs: Sequence[Job]) -> None:
    """Cut what the model wrote for a term behind its rendering: the dark fleet [of the darkest]; once for each."""
    left = [job for job in jobs if job.placed]
    for _ in range(max((len(job.placed) for job in left), default=0)):
        look(engine, left)
        left = _take_best(engine, [(job, dict.fromkeys(_shorter(job))) for job in left], _DEAR)


def _take_best(engine: Engine, found: Iterable[tuple[Job, Iterable[str]]], dear: float) -> list[Job]:
    """Give each line the best scored of its other wordings that loses nothing and costs less than `dear`; those that
    took one.
    """
    asked = [(job, text) for job, texts in found for text in texts if _is_kept(job, text)]
    scores = engine.score([job.reads for job, _ in asked], [text for _, text in asked])
    best: dict[int, tuple[Job, float, str]] = {}
    for (job, text), score in zip(asked, scores, strict=True):
        if score >= job.score - dear and (id(job) not in best or score > best[id(job)][1]):
            best[id(job)] = (job, score, text)
    for job, score, text in best.values():
        after = job.alignment.after(text, (0, 0)) if job.alignment is not None else None
        job.take(text, score, degenerate=job.degenerate, alignment=after)
    return [job for job, _, _ in best.values()]


def _is_kept(job: Job, text: str) -> bool:
    return job.keeps(text, degenerate=job.degenerate) is not None


def _shorter(job: Job) -> Iterator[str]:
    """The line without what the model wrote for nothing but a term that stands: they opened [the contact]."""
    if job.alignment is None:
        return
    for hit, span in job.placed:
        others = [other for _, other in job.placed if other != span]
        if (text := _untailed(job, hit, span, others)) is not None:
            yield text
        for cut in prunings(job.text, job.alignment, hit, span, others):
            yield without(job.text, cut)


def _untailed(job: Job, hit: TermHit, span: Span, others: Sequence[Span]) -> str | None:
    """The line without words for a term that a preposition joins to its rendering; None where there are none."""
    whole = widened(job.text, span, belonging(hit, job.alignment), own_words(hit), others)
    rest = job.text[span[1] : whole[1]]
    said = [word for word in WORD.findall(rest) if word.casefold() not in FUNCTION]
    if not said or not _JOINED.match(rest):
        return None
    return substitute(job.text, (span[0], whole[1]), job.source, hit, protected=others).text


def say_once(engine: Engine, jobs: Sequence[Job]) -> None:
    """Where a rendering stands that the Arabic does not ask for, the model says something else from there on."""
    asked = [(job, prefix) for job in jobs if (prefix := _before_surplus(job)) is not None and engine.knows(prefix)]
    answers = (
        engine.alternatives([job.reads for job, _ in asked], _WAYS, prefixes=[prefix for _, prefix in asked])
        if asked
        else []
    )
    for (job, prefix), ways in zip(asked, answers, strict=True):
        fewer = [
            one
            for one in ways
            if one.text.startswith(prefix)
            and not one.degenerate
            and one.score >= job.score - _DEAR
            and one.text.count('"') % 2 <= job.text.count('"') % 2
            and _surplus(one.text, job) < _surplus(job.text, job)
            and job.keeps(one.text) is not None
        ]
        if fewer:
            best = max(fewer, key=lambda one: one.score)
            job.take(best.text, best.score)
    _leave_out(engine, jobs)


def _leave_out(engine: Engine, jobs: Sequence[Job]) -> None:
    """Where the model has nothing else to say, one of two renderings goes: it did not rule out [the cyber command]."""
    _take_best(engine, [(job, without_second(job)) for job in jobs], _DEARER)


def without_second(job: Job) -> Iterator[str]:
    """The line without one of two stretches that say the same: a rendering, and the same words in whatever form."""
    required = _required(job)
    for last, again in _stammers(job):
        if (cut := removable(job.text, again, last)) is not None:
            yield without(job.text, cut)
    for hit, span in job.placed:
        if hit not in required:
            continue
        others = [other for _, other in job.placed if other != span]
        for run in _same_words(job.text, span):
            first, second = sorted((run, span))
            cut = removable(job.text, second, first)
            if overlaps(others, run) or cut is None or overlaps([first, *others], cut):
                continue
            text = without(job.text, cut)
            taken = [moved(other, cut) for other in others]
            yield text if first == span else substitute(text, first, job.source, hit, protected=taken).text


def _same_words(text: str, span: Span) -> Iterator[Span]:
    """Runs near a rendering that are made of its very words, in another number or spelling."""
    own = [stem(word) for word in WORD.findall(text[span[0] : span[1]])]
    words = sorted(near(text, span, _NEAR), key=lambda word: word.start())
    for at in range(len(words) - len(own) + 1):
        run = words[at : at + len(own)]
        start, end = run[0].start(), run[-1].end()
        if len(own) > 1 and [stem(word.group()) for word in run] == own and not overlaps([span], (start, end)):
            yield start, end


def _required(job: Job) -> list[TermHit]:
    return [hit for hit in job.hits if hit.term.policy is not Policy.CHECK]


def _surplus(text: str, job: Job) -> int:
    return surplus(text, _required(job))


def _stammers(job: Job) -> list[tuple[Span, Span]]:
    """Renderings too many, each with the one before it, where they stand close together.

    One that stands far from the last is no stammer: English often names again what Arabic points back to.
    """
    if not _says_again(job):
        return []
    return [
        (last, again)
        for count, spans in renderings(job.text, _required(job)).values()
        if len(spans) > count
        for last, again in pairwise(spans)
        if len(WORD.findall(job.text[last[1] : again[0]])) <= _NEAR
    ]


def _before_surplus(job: Job) -> str | None:
    """The text up to the first rendering too many and the little words that lead to it; None where there is none."""
    starts = [again[0] for _, again in _stammers(job)]
    if not starts:
        return None
    prefix = job.text[: min(starts)].rstrip()
    while (words := prefix.split()) and (words[-1].casefold() in FUNCTION or is_number(words[-1])):
        prefix = prefix[: prefix.rindex(words[-1])].rstrip()
    return prefix if len(prefix.split()) > 1 else None
