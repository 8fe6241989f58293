"""What an engine reads of a source, and which of its answers is the first draft.

A model that was taught to read English in an Arabic line (`train/telling.py`) is told the terms of the line, and so
writes the sentence around them itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from muqabala.engine import Engine
from muqabala.glossary import judge
from muqabala.glossary.telling import told
from muqabala.text.english import capitalise_first
from muqabala.text.latin import latin_runs
from muqabala.values import Hypothesis, Policy, Source, Span, TermHit, Told, ToldLine
from muqabala.workflow.place_job import surplus
from muqabala.workflow.plausible import plausible

_WAYS = 8
"""Sentences of the beam among which the first draft of a told line is chosen."""

_FEWER = 4
"""The same for a line without terms, where nothing but what stands in Latin letters was told."""

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
    """The engine's best for each line; of a told line the most plausible sentence of the beam."""
    plain = iter(engine.translate([line for line in lines if isinstance(line, str)]))
    asked = [(line, bool(found)) for line, found in zip(lines, hits, strict=True) if isinstance(line, ToldLine)]
    ways = {
        with_terms: iter(engine.alternatives(some, _WAYS if with_terms else _FEWER))
        for with_terms in (True, False)
        if (some := [line for line, has in asked if has is with_terms])
    }
    return [
        next(plain) if isinstance(line, str) else _best(line.text, found, next(ways[bool(found)]))
        for line, found in zip(lines, hits, strict=True)
    ]


def _best(line: str, hits: Sequence[TermHit], ways: Sequence[Hypothesis]) -> Hypothesis:
    worth = [
        (not one.degenerate, one.score + more + _PLACED * (_placed(line, one.text, hits) - surplus(one.text, hits)))
        for one, more in zip(ways, plausible(line, [one.text for one in ways]), strict=True)
    ]
    best = ways[worth.index(max(worth))]
    return replace(best, text=_tidy(best.text))


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
