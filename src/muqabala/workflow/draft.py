"""segments → what the document brought along, else memory, else engine under the glossary → checked drafts: the middle
of the river.

A segment without a term comes out byte for byte as it would without a glossary. One with terms is read with those told
where the model was taught to read such lines (`glossary/telling.py`); any other model never sees the glossary. Placing
a term that did not come out is one step (`Placer`), taken only for the segments that need it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from muqabala.engine import Engine
from muqabala.text.arabic import has_arabic
from muqabala.values import Draft, Hypothesis, Match, Origin, Segment, Source, State, TermHit
from muqabala.workflow.examine import Examiner
from muqabala.workflow.given import finished_target
from muqabala.workflow.told_lines import engine_line, first_drafts, read_by

GROUP = 64
"""Segments handed to the engine, and then stored, at a time."""

_AT_ONCE = 2
"""Groups under way: the engine never waits for what is done in Python."""

Recall = Callable[[Segment], Match | None]
"""The exact memory match of a segment, or None."""


@dataclass(frozen=True, slots=True)
class Wanting:
    """A hypothesis for a source with terms; it may lack one, hold a forbidden rendering, or want nothing."""

    source: str
    hypothesis: Hypothesis
    hits: Sequence[TermHit]
    read: Source = ""
    """What the engine read; empty: the source on one line."""


class Placer(Protocol):
    """Tries to bring every required term into each hypothesis; gives back what it was given where it cannot.

    Many at a time, so that the engine may work in batches; what comes out for one never depends on the others.
    """

    def __call__(self, wanting: Sequence[Wanting]) -> list[Hypothesis]: ...


@dataclass(frozen=True, slots=True)
class Drafting:
    """What drafting needs besides segments; made once per run by the command."""

    engine: Engine
    examiner: Examiner
    recall: Recall | None = None
    place: Placer | None = None
    tell: bool = True
    """Tell a model that reads terms those of a segment, where there is somebody to place what it leaves out."""
    check: bool = True
    """Look for findings; where nothing but the text is written, nobody would read them."""

    def read(self, source: str, hits: Sequence[TermHit]) -> Source:
        """A source as the engine is to read it."""
        if not self.tell:
            return engine_line(source)
        return read_by(self.engine, source, hits if self.place is not None else ())


def draft_segments(segments: Sequence[Segment], drafting: Drafting) -> Iterator[tuple[int, Draft]]:
    """(index into `segments`, draft) for every segment, as the batches of the engine finish.

    Copies, targets that the document brought along and memory matches come first, then engine drafts group by group;
    give all segments of a document at once.
    """
    for_engine: list[int] = []
    for index, segment in enumerate(segments):
        if not has_arabic(segment.source):
            yield (
                index,
                finish(segment, segment.source, Origin.ENGINE, drafting, Hypothesis(segment.source, 0.0), copied=True),
            )
        elif (given := given_draft(segment, drafting)) is not None:
            yield index, given
        elif (recalled := recalled_draft(segment, drafting)) is not None:
            yield index, recalled
        else:
            for_engine.append(index)
    groups = list(planned(for_engine, segments, drafting.engine))
    for group, drafts in zip(groups, _ahead(groups, segments, drafting), strict=True):
        yield from zip(group, drafts, strict=True)


def _ahead(groups: Sequence[list[int]], segments: Sequence[Segment], drafting: Drafting) -> Iterator[list[Draft]]:
    """The drafts of each group, in order; while one is chosen and checked the engine decodes the next."""
    if len(groups) < 2:
        yield from (from_engine([segments[index] for index in group], drafting) for group in groups)
        return
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="drafting") as pool:
        waiting: deque[Future[list[Draft]]] = deque()
        try:
            for group in groups:
                waiting.append(pool.submit(from_engine, [segments[index] for index in group], drafting))
                if len(waiting) >= _AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def planned(indexes: Sequence[int], segments: Sequence[Segment], engine: Engine) -> Iterator[list[int]]:
    """Groups small enough to be stored every few seconds, lines of like length together, longest first.

    An engine's answer for a line does not depend on the group (see `engine/batches.py`), so a run that was interrupted
    goes on with whatever is left and ends with the same drafts.
    """
    by_length = sorted(indexes, key=lambda index: (-engine.length(engine_line(segments[index].source)), index))
    yield from (by_length[start : start + GROUP] for start in range(0, len(by_length), GROUP))


def from_engine(segments: Sequence[Segment], drafting: Drafting) -> list[Draft]:
    """Engine drafts, their terms placed where that was needed and possible."""
    hits = [drafting.examiner.hits(segment.source) for segment in segments]
    lines = [drafting.read(segment.source, found) for segment, found in zip(segments, hits, strict=True)]
    best = first_drafts(drafting.engine, lines, hits if drafting.place is not None else [()] * len(lines))
    if drafting.place is not None:
        wanting = {
            at: Wanting(segment.source, best[at], hits[at], lines[at])
            for at, segment in enumerate(segments)
            if hits[at]
        }
        for at, hypothesis in zip(wanting, drafting.place(list(wanting.values())), strict=True):
            best[at] = hypothesis
    return [
        finish(segment, hypothesis.text, Origin.ENGINE, drafting, hypothesis, hits=found)
        for segment, hypothesis, found in zip(segments, best, hits, strict=True)
    ]


def given_draft(segment: Segment, drafting: Drafting) -> Draft | None:
    """The finished target of the document itself as a draft; None without one, or where it breaks a term."""
    target = finished_target(segment)
    if target is None:
        return None
    draft = finish(segment, target, Origin.IMPORT, drafting, None)
    return None if draft.unplaced else draft


def recalled_draft(segment: Segment, drafting: Drafting) -> Draft | None:
    """The exact match as a draft; None without one, or where it breaks a term that the engine's draft may keep."""
    match = drafting.recall(segment) if drafting.recall is not None else None
    if match is None:
        return None
    draft = from_memory(segment, match, drafting)
    return None if draft.unplaced else draft


def from_memory(segment: Segment, match: Match, drafting: Drafting) -> Draft:
    """An exact match as a draft; its score is the match's percent."""
    return finish(segment, match.pair.en, Origin.MEMORY, drafting, Hypothesis(match.pair.en, float(match.percent)))


def finish(
    segment: Segment,
    target: str,
    origin: Origin,
    drafting: Drafting,
    hypothesis: Hypothesis | None,
    *,
    hits: Sequence[TermHit] | None = None,
    copied: bool = False,
) -> Draft:
    """A target becomes a draft: examined, signed; without a score where no hypothesis stands behind it."""
    degenerate = hypothesis is not None and hypothesis.degenerate
    examined = drafting.examiner.examine(
        segment.source, target, segment.role, hits=hits, degenerate=degenerate, checks=drafting.check
    )
    return Draft(
        document=segment.document,
        segment=segment.number,
        paragraph=segment.paragraph,
        role=segment.role,
        source=segment.source,
        target=target,
        state=State.DRAFTED,
        origin=origin,
        terms=examined.terms,
        findings=() if copied else examined.findings,
        score=None if copied or hypothesis is None else round(hypothesis.score, 4),
        engine=drafting.engine.signature,
        glossary=examined.glossary,
    )
