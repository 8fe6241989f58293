"""What an engine reads of a source, and which of its answers is the first draft.

A model that was taught to read English in an Arabic line (`train/telling.py`) is told the terms of the line, and so
writes the sentence around them itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import regex

from muqabala.engine import Engine
from muqabala.glossary import judge
from muqabala.glossary.telling import told
from muqabala.text.english import capitalise_first
from muqabala.text.latin import latin_runs
from muqabala.values import Hypothesis, Policy, Source, Span, TermHit, Told, ToldLine
from muqabala.workflow.place_job import surplus
from muqabala.workflow.plausible import plausible

_PLACED = 0.2
"""What a term that stands is worth, and what one costs that stands more often than the Arabic asks for."""

_QUOTED = regex.compile(r'"\s*([^"]*?)\s*"')


def engine_line(source: str) -> str:
    """A source as the engine reads it: one line."""
    return " ".join(source.split())


def read_by(engine: Engine, source: str, hits: Sequence[TermHit]) -> Source:
    """A source as an engine had best read it: on one line, where the model knows such lines with its terms told, and
    what stands in Latin letters as what is to be written."""
    line = engine_line(source)
    if not engine.reads_terms:
        return line
    found = [on_line(hit, source) for hit in hits]
    english = sorted([*told(line, found), *_in_latin(line, [hit.span for hit in found])], key=lambda one: one.span)
    return ToldLine(line, tuple(english)) if english else line


def _in_latin(line: str, taken: Sequence[Span]) -> Iterator[Told]:
    for match in latin_runs(line):
        start, end = match.span()
        if not any(first < end and start < last for first, last in taken):
            yield Told((start, end), "", match.group())


def on_line(hit: TermHit, source: str) -> TermHit:
    """A hit of a source as a hit of the source on one line."""
    start, end = (_line_offset(source, offset) for offset in hit.span)
    return replace(hit, start=start, end=end)


def first_drafts(engine: Engine, lines: Sequence[Source], hits: Sequence[Sequence[TermHit]]) -> list[Hypothesis]:
    """The first draft of each line.

    Of a model that reads terms it is the most plausible sentence of the beam; of a line with terms, from two beams: one
    of the line with its terms told and one of the line as it was written. The best of each is then scored under both
    readings, for what the one misunderstands the other need not. `score` is the mean log-probability of the draft where
    the line is read as given. Any other model's best is taken as it is.
    """
    if not engine.reads_terms:
        return engine.translate(lines)
    told = [() if isinstance(line, str) else found for line, found in zip(lines, hits, strict=True)]
    readings = [_readings(engine, line, found) for line, found in zip(lines, told, strict=True)]
    distinct = list(dict.fromkeys(one for some in readings for one in some))
    beams = dict(zip(distinct, engine.alternatives(distinct, engine.beam), strict=True))
    ways = [_ways(some, found, beams) for some, found in zip(readings, told, strict=True)]
    _score_missing(engine, readings, ways)
    return [_best(line, found) for line, found in zip(lines, ways, strict=True)]


def _readings(engine: Engine, line: Source, hits: Sequence[TermHit]) -> tuple[Source, ...]:
    """The line as given and, where terms were told in it, as it was written; one translated in parts only as given."""
    if isinstance(line, str) or not hits or engine.length(line.text) > engine.max_length:
        return (line,)
    as_written = read_by(engine, line.text, ())
    return (line,) if as_written == line else (line, as_written)


@dataclass(slots=True)
class _Way:
    """A sentence that a line might become."""

    hypothesis: Hypothesis
    more: float
    """What it is worth beside its scores: `plausible`, and the terms that stand in it."""
    scores: dict[Source, float]
    """Mean log-probability under each reading of the line that has been asked."""

    @property
    def worth(self) -> tuple[bool, float]:
        return not self.hypothesis.degenerate, fmean(self.scores.values()) + self.more


def _ways(
    readings: Sequence[Source], hits: Sequence[TermHit], beams: Mapping[Source, Sequence[Hypothesis]]
) -> list[_Way]:
    """The best sentence of each reading's beam."""
    given = readings[0]
    line = given if isinstance(given, str) else given.text
    texts = list(dict.fromkeys(one.text for reading in readings for one in beams[reading]))
    channel = dict(zip(texts, plausible(line, texts), strict=True))
    terms: dict[str, float] = {}
    found: dict[str, _Way] = {}
    for reading in readings:
        # subtle: a beam may hold one text twice, in other pieces; the better one comes first.
        distinct = {one.text: one for one in reversed(beams[reading])}.values()
        ranked = [_Way(one, channel[one.text], {reading: one.score}) for one in distinct]
        ranked.sort(key=lambda way: way.worth, reverse=True)
        way = _best_with_terms(ranked, line, hits, terms)
        known = found.setdefault(way.hypothesis.text, way)
        known.scores.setdefault(reading, way.hypothesis.score)
    return list(found.values())


def _best_with_terms(ranked: Sequence[_Way], line: str, hits: Sequence[TermHit], known: dict[str, float]) -> _Way:
    """The best of some ways, ranked by all but the terms that stand in them. `known`: what terms are worth in a text.

    Looking for terms is what costs: none is looked for in a sentence that all of them could not bring to the front.
    """

    def with_terms(way: _Way) -> _Way:
        text = way.hypothesis.text
        if hits and text not in known:
            known[text] = _PLACED * (_placed(line, text, hits) - surplus(text, hits))
        return replace(way, more=way.more + known.get(text, 0.0))

    first, *others = ranked
    best = with_terms(first)
    for way in others:
        if replace(way, more=way.more + _PLACED * len(hits)).worth < best.worth:
            break
        best = max(best, with_terms(way), key=lambda one: one.worth)
    return best


def _score_missing(engine: Engine, readings: Sequence[tuple[Source, ...]], ways: Sequence[Sequence[_Way]]) -> None:
    """Each sentence under the reading that it did not come from."""
    unknown = [
        (way, reading)
        for some, found in zip(readings, ways, strict=True)
        for reading in some
        for way in found
        if reading not in way.scores
    ]
    scores = engine.score([reading for _, reading in unknown], [way.hypothesis.text for way, _ in unknown])
    for (way, reading), score in zip(unknown, scores, strict=True):
        way.scores[reading] = score


def _best(given: Source, ways: Sequence[_Way]) -> Hypothesis:
    best = max(ways, key=lambda way: way.worth)
    return replace(best.hypothesis, text=_tidy(best.hypothesis.text), score=best.scores[given])


def _tidy(text: str) -> str:
    """A sentence that begins with a told term begins small, and a quotation with a space.

    >>> _tidy('shadow fleet: a " hybrid war"')
    'Shadow fleet: a "hybrid war"'
    """
    if text.count('"') % 2 == 0:
        text = _QUOTED.sub(r'"\1"', text)
    return capitalise_first(text)


def _placed(line: str, text: str, hits: Sequence[TermHit]) -> int:
    verdicts = judge(line, text, hits).terms
    return sum(verdict.target is not None and verdict.policy is not Policy.CHECK for verdict in verdicts)


def _line_offset(source: str, offset: int) -> int:
    before = source[:offset]
    line = engine_line(before)
    return len(line) + (1 if line and before[-1:].isspace() else 0)
