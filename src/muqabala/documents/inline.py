"""What stands inside a sentence and is not text (bold, links, footnote marks, codes), and how it finds its way into
English.

A segment is translated as bare text: a model mangles tags, and a translator should not have to carry them. So a reader
takes them out, remembering at which letters they stood, and a writer puts them back by position: exactly at the edges
of sentences and at what is the same on both sides (numbers, Latin names, colons, brackets, quotation marks), in
proportion between those, always at the edges of words. A bold sentence stays bold, a label is bold up to its colon, a
link around NATO stays around NATO, and a link on three Arabic words in the middle may end up one English word too far:
nothing is ever lost, and the reader of the document sees what to move.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from muqabala.errors import DocumentError
from muqabala.values import Place, Span

_LITERAL = re.compile(
    r"[A-Za-z0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/@_-][A-Za-z0-9\u0660-\u0669\u06f0-\u06f9]+)*"
    r'|[:;؛()\[\]«»“”"]'
)
_SAME_MARK = {"؛": ";", "«": "“", "»": "”"}
"""Arabic punctuation → the English that answers it."""
_DIGITS = {ord(digit): str(number % 10) for number, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_LEANING = frozenset(("a", "an", "the", "of", "to", "in", "on", "at", "for", "from", "by", "with", "and", "or"))
"""English words that lean on the next one, as Arabic writes them in one word with it."""
_WORD = re.compile(r"\S+")
_TRAILING = '.,;:!?،؛؟…"”’»)'


@dataclass(slots=True)
class Mark:
    """An element around some letters, or a point between two (start == end)."""

    start: int
    end: int
    code: Any
    """What the format needs to write it again."""
    children: list[Mark] = field(default_factory=list)
    is_point: bool = False
    space_before: bool = False
    """Of a point: white space stood before it, which white space that is collapsed or stripped does not show."""
    space_after: bool = False


@dataclass(slots=True)
class Flow:
    """Text and the marks in it, outermost first, in order."""

    text: str
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The English of one segment, to be put on `span` of its block."""

    span: Span
    text: str
    anchors: tuple[tuple[Span, Span], ...] = ()
    """Stretches of the segment and of its English that are known to answer each other, such as placed terms."""
    frame: int = 0
    """Characters at both ends that are no English but say something about it; bold and links stay within."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a writer is handed for one block."""

    place: Place
    """The block's place, as the reader of the same format gave it."""
    sentences: tuple[Sentence, ...]
    reviewed: bool = True
    """A person has accepted all of it."""


@dataclass(frozen=True, slots=True)
class English:
    """The English of one block, and which stretch of it renders which stretch of the source."""

    text: str
    parts: tuple[tuple[Span, Span], ...] = ()
    anchors: tuple[tuple[Span, Span], ...] = ()


class FlowBuilder:
    r"""Collects text and marks as a reader walks; with `collapse`, white space as HTML shows it.

    >>> builder = FlowBuilder(collapse=True)
    >>> builder.add(" a  "); builder.open("b"); builder.add("c"); builder.close(); builder.add(" ")
    >>> flow = builder.flow()
    >>> flow.text, [(mark.start, mark.end, mark.code) for mark in flow.marks]
    ('a c', [(2, 3, 'b')])
    """

    def __init__(self, *, collapse: bool) -> None:
        self._collapse = collapse
        self._text: list[str] = []
        self._length = 0
        self._last = " " if collapse else ""
        self._raw = " "
        self._point: Mark | None = None
        self._forest: list[Mark] = []
        self._open: list[Mark] = []

    def add(self, text: str) -> None:
        """Text of the document, already tidied."""
        if text:
            first, last = text[0], text[-1]
            if self._point is not None:
                self._point.space_after = first.isspace()
                # Of the white space on both sides of a point one is enough for the text.
                text = text[1:] if first == " " == self._last else text
                self._point = None
            self._raw = last
        if self._collapse:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            if text.startswith(" ") and self._last in (" ", "\n"):
                text = text[1:]
        if text:
            self._text.append(text)
            self._length += len(text)
            self._last = text[-1]

    def line_break(self) -> None:
        """A line break that is meant."""
        self._text.append("\n")
        self._length += 1
        self._last = self._raw = "\n"

    def open(self, code: Any) -> None:
        """An element begins."""
        mark = Mark(self._length, self._length, code)
        self._siblings().append(mark)
        self._open.append(mark)

    def close(self) -> None:
        """The innermost element ends."""
        self._open.pop().end = self._length

    def point(self, code: Any) -> None:
        """Something without text of its own stands here."""
        self._point = Mark(self._length, self._length, code, is_point=True, space_before=self._raw.isspace())
        self._siblings().append(self._point)

    def _siblings(self) -> list[Mark]:
        return self._open[-1].children if self._open else self._forest

    def flow(self) -> Flow:
        """What was collected, without white space around it."""
        while self._open:
            self.close()
        whole = "".join(self._text)
        text = whole.strip()
        lead = len(whole) - len(whole.lstrip())
        stack = list(self._forest)
        while stack:
            mark = stack.pop()
            mark.start = min(max(mark.start - lead, 0), len(text))
            mark.end = min(max(mark.end - lead, 0), len(text))
            stack.extend(mark.children)
        return Flow(text, self._forest)


def mismatch(name: str) -> DocumentError:
    """The error of a writer that is handed a place its original does not have."""
    return DocumentError(
        f"{name}: the segments do not belong to these bytes of the document.",
        hint="Read the document again (muqabala translate) before exporting it.",
    )


def english_of(source: str, sentences: Sequence[Sentence]) -> English:
    """One block's English: its sentences joined with one space, or with the line break that stood between them."""
    text = ""
    parts: list[tuple[Span, Span]] = []
    anchors: list[tuple[Span, Span]] = []
    before = 0
    for sentence in sorted(sentences, key=lambda one: one.span):
        start, end = (min(max(offset, 0), len(source)) for offset in sentence.span)
        english = sentence.text.strip()
        indent = len(sentence.text) - len(sentence.text.lstrip())
        if english and text:
            text += "\n" if "\n" in source[before:start] else " "
        first = len(text) + sentence.frame
        parts.append(((start, end), (first, max(len(text) + len(english) - sentence.frame, first))))
        for (a, b), (c, d) in sentence.anchors:
            anchors.append(((start + a, start + b), (len(text) + c - indent, len(text) + d - indent)))
        text += english
        before = end
    return English(text, tuple(parts), tuple(anchors))


def carry(flow: Flow, english: English) -> list[Mark]:
    """The marks of a source on its English: same nesting, same order, none lost."""
    carrier = _Carrier(flow.text, english)
    return carrier.forest(flow.marks, 0, len(english.text))


def pieces(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[str | Mark]:
    """`text[start:end]` as a writer needs it: stretches of text and, between them, the outermost marks."""
    for mark in marks:
        if mark.start > start:
            yield text[start : mark.start]
        if mark.space_before and mark.start > 0 and not text[mark.start - 1].isspace():
            yield " "
        yield mark
        if mark.space_after and mark.start < len(text) and not text[mark.start].isspace():
            yield " "
        start = max(start, mark.end)
    if end > start:
        yield text[start:end]


class _Carrier:
    """Positions of one source block in its English."""

    def __init__(self, source: str, english: English) -> None:
        self.source = source
        self.english = english.text
        parts = english.parts or (((0, len(source)), (0, len(english.text))),)
        self.words = [match.span() for _, (start, end) in parts for match in _WORD.finditer(english.text, start, end)]
        self.ends = [end for _, end in self.words]
        self.points = _control_points(source, english, parts)
        self.keys = [point for point, _ in self.points]

    def forest(self, marks: Sequence[Mark], cursor: int, limit: int) -> list[Mark]:
        """Marks side by side within `[cursor, limit)` of the English."""
        placed: list[Mark] = []
        for mark in marks:
            start, end = (self._point(mark.start),) * 2 if mark.is_point else self._range(mark.start, mark.end)
            start = min(max(start, cursor), limit)
            end = min(max(end, start), limit)
            if mark.end > mark.start and end == start:
                start, end = self._some_word(start, cursor, limit)
            children = self.forest(mark.children, start, end)
            placed.append(replace(mark, start=start, end=end, children=children))
            cursor = end
        return placed

    def _range(self, start: int, end: int) -> Span:
        first, exact = self._offset(start)
        if not exact:
            index = self._gap(first)
            first = self.words[index][0] if index < len(self.words) else len(self.english)
        last, exact = self._offset(end)
        if not exact:
            index = self._to_content(self._gap(last))
            last = self.words[index - 1][1] if index else 0
            if 0 < end < len(self.source) and self.source[end - 1] not in _TRAILING:
                while last > first + 1 and self.english[last - 1] in _TRAILING:
                    last -= 1
        while first < last and self.english[first].isspace():
            first += 1
        while first < last and self.english[last - 1].isspace():
            last -= 1
        return first, last

    def _point(self, at: int) -> int:
        offset, exact = self._offset(at)
        if exact or not self.words:
            return offset
        index = self._gap(offset)
        hangs_on_word = at > 0 and not self.source[at - 1].isspace()
        if not (hangs_on_word and index) and index < len(self.words):
            return self.words[index][0]
        start, end = self.words[index - 1]
        # A mark before the full stop stays before it.
        if self.source[at : at + 1] in tuple(_TRAILING):
            while end > start + 1 and self.english[end - 1] in _TRAILING:
                end -= 1
        return end

    def _gap(self, offset: float) -> int:
        """How many words lie before an offset, by their middles."""
        index = bisect_left(self.ends, offset)
        if index < len(self.words) and sum(self.words[index]) / 2 < offset:
            index += 1
        return index

    def _to_content(self, index: int) -> int:
        """The same number of words, or a few more: a link or a bold name does not end in an article or preposition."""
        while 0 < index < len(self.words) and self.english[slice(*self.words[index - 1])].lower() in _LEANING:
            index += 1
        return index

    def _offset(self, at: int) -> tuple[int, bool]:
        """Where a source offset falls in the English, and whether that is certain."""
        index = bisect_left(self.keys, at)
        if index < len(self.keys) and self.keys[index] == at:
            return self.points[index][1], True
        low, low_target = self.points[max(index - 1, 0)]
        high, high_target = self.points[min(index, len(self.points) - 1)]
        share = (at - low) / (high - low) if high > low else 0.0
        return round(low_target + share * (high_target - low_target)), False

    def _some_word(self, start: int, cursor: int, limit: int) -> Span:
        """The word at or after `start`, else the last one before it that is still free; empty where there is none."""
        after = bisect_left(self.ends, start + 1)
        if after < len(self.words) and self.words[after][0] < limit:
            return max(start, self.words[after][0]), min(self.words[after][1], limit)
        if after and self.words[after - 1][1] > cursor:
            return max(cursor, self.words[after - 1][0]), min(self.words[after - 1][1], limit)
        return start, start


def _control_points(source: str, english: English, parts: Sequence[tuple[Span, Span]]) -> list[tuple[int, int]]:
    """Offsets known on both sides, growing on both: edges of sentences, and within them as many as agree in order of
    placed terms and of numbers, Latin names, colons, brackets and quotation marks that occur equally often in both."""
    points: list[tuple[int, int]] = [(0, parts[0][1][0] if parts and parts[0][0][0] == 0 else 0)]
    for (source_start, source_end), (start, end) in parts:
        inside: set[tuple[int, int]] = set()
        ours = _literals(source[source_start:source_end])
        theirs = _literals(english.text[start:end])
        for literal, spans in ours.items():
            if len(spans) == len(theirs.get(literal, ())):
                for (a, b), (c, d) in zip(spans, theirs[literal], strict=True):
                    inside |= {(source_start + a, start + c), (source_start + b, start + d)}
        for (a, b), (c, d) in english.anchors:
            if source_start <= a < b <= source_end and start <= c < d <= end:
                inside |= {(a, c), (b, d)}
        within = [point for point in inside if source_start < point[0] < source_end]
        for point in [(source_start, start), *_longest_growing(within), (source_end, end)]:
            if point[0] > points[-1][0] and points[-1][1] <= point[1] <= end:
                points.append(point)
    if points[-1][0] < len(source):
        points.append((len(source), len(english.text)))
    return points


def _longest_growing(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of points that grows on both sides, by patience sorting.

    >>> _longest_growing([(1, 9), (2, 3), (5, 4), (7, 8)])
    [(2, 3), (5, 4), (7, 8)]
    """
    piles: list[tuple[int, int]] = []
    tops: list[int] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    # Of points with one source offset at most one can be used: in falling order none follows another.
    for point in sorted(points, key=lambda one: (one[0], -one[1])):
        index = bisect_left(tops, point[1])
        before[point] = piles[index - 1] if index else None
        if index == len(piles):
            piles.append(point)
            tops.append(point[1])
        else:
            piles[index], tops[index] = point, point[1]
    chain: list[tuple[int, int]] = []
    last = piles[-1] if piles else None
    while last is not None:
        chain.append(last)
        last = before[last]
    return chain[::-1]


def _literals(text: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    quoting = False
    for match in _LITERAL.finditer(text):
        literal = match.group()
        if literal == '"':
            # Straight ones open and close in turn.
            literal, quoting = "”" if quoting else "“", not quoting
        found[_SAME_MARK.get(literal) or literal.translate(_DIGITS).casefold()].append(match.span())
    return found
