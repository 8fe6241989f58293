"""A text, wrapped to a width, as terminal cells in visual order, each knowing the letters it stands for.

Text stays logical everywhere else; this is the last step before the screen, and the map back from it. In `app` mode
the cells are reordered, mirrored and joined for a terminal that does nothing itself; in `terminal` and `off` they stay
in logical order and unjoined, because the terminal does that (or nobody does). A cell holds a letter with its harakat
(width 0), a lam-alef ligature, or a wide character (width 2). Nothing that could steer a terminal gets through:
controls and bidi controls are shown by a picture of one cell, other format characters are left out. In `terminal` mode
a right-to-left row goes between marks of our own, so that its punctuation stays on its side.

>>> [line.text for line in layout("بيت (2) big", 20)]
['big (2) ﺖﻴﺑ']
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from muqabala.text.bidi.shaping import LAM, LAM_ALEF, is_mark, joining_forms, ligature, shaped
from muqabala.text.bidi.tables import MIRROR
from muqabala.text.bidi.uax9 import bidi_class, line_levels, paragraph_level, resolve, visual_order

Mode = Literal["app", "words", "terminal", "off"]
"""Who puts Arabic in order. `words`: the caller does, for a terminal that turns each word round again."""

PICTURES = {
    "\N{LEFT-TO-RIGHT MARK}": "▸", "\N{RIGHT-TO-LEFT MARK}": "◂", "\N{ARABIC LETTER MARK}": "◂",
    "\N{LEFT-TO-RIGHT EMBEDDING}": "▹", "\N{RIGHT-TO-LEFT EMBEDDING}": "◃", "\N{POP DIRECTIONAL FORMATTING}": "▫",
    "\N{LEFT-TO-RIGHT OVERRIDE}": "▶", "\N{RIGHT-TO-LEFT OVERRIDE}": "◀", "\N{LEFT-TO-RIGHT ISOLATE}": "▷",
    "\N{RIGHT-TO-LEFT ISOLATE}": "◁", "\N{FIRST STRONG ISOLATE}": "◇", "\N{POP DIRECTIONAL ISOLATE}": "▪",
    "\N{LINE SEPARATOR}": "↵", "\N{PARAGRAPH SEPARATOR}": "¶", "\t": " ", "\N{DELETE}": "␡",
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ",
}  # fmt: skip
"""What is drawn for characters that must not reach a terminal, one cell each."""

EXPANDED = {
    "\N{ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM}": "بسم الله الرحمن الرحيم",
    "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}": "صلى الله عليه وسلم",
    "\N{ARABIC LIGATURE JALLAJALALOUHOU}": "جل جلاله",
}
"""Ligatures that terminals count as one cell and draw over many: spelled out for display."""

RLM = "\N{RIGHT-TO-LEFT MARK}"
_HIDDEN_SELECTORS = range(0xFE00, 0xFE10)


class Cell(NamedTuple):
    """One grapheme on the screen."""

    glyph: str
    """What is sent: a (shaped) character with its marks."""
    start: int
    """Half-open code points of the text that this cell shows."""
    end: int
    level: int
    """Embedding level; odd is right to left."""
    width: int
    """Terminal columns: 1, or 2 for wide characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a laid-out text."""

    cells: tuple[Cell, ...]
    """From left to right."""
    rtl: bool
    """The paragraph runs from right to left: pad on the left."""
    start: int
    """Half-open code points of the row, the white space swallowed at its end included."""
    end: int
    width: int
    """Columns the cells take."""

    @property
    def text(self) -> str:
        """The glyphs from left to right, as sent to the terminal."""
        return "".join(cell.glyph for cell in self.cells)

    def index_at(self, column: int) -> int:
        """The offset in the text of what column `column` shows (0: leftmost cell); beyond either end, the row's end."""
        at = 0
        if column < 0:
            return self.end if self.rtl else self.start
        for cell in self.cells:
            at += cell.width
            if column < at:
                return cell.start
        return self.start if self.rtl else self.end

    def column_of(self, offset: int) -> int:
        """The column where a caret before `offset` stands: on the cell that shows it, else after the row's last text.

        In a right-to-left row the place after the last letter is column -1, left of everything.
        """
        at = 0
        for cell in self.cells:
            if cell.start <= offset < cell.end:
                return at
            at += cell.width
        return -1 if self.rtl else at


def direction(text: str, default_rtl: bool = False) -> bool:
    """Does a paragraph run from right to left, by its first strong letter?"""
    return paragraph_level([bidi_class(c) for c in text], int(default_rtl)) == 1


def mostly_rtl(text: str) -> bool:
    """Does a text run from right to left by the majority of its letters? For text whose language is not known.

    >>> mostly_rtl("The word كلمة means word"), mostly_rtl("NATO أعلن الحلف")
    (False, True)
    """
    strong = [bidi_class(c) for c in text]
    return strong.count("AL") + strong.count("R") > strong.count("L")


@lru_cache(8192)
def layout(text: str, width: int, mode: Mode = "app", rtl: bool | None = None) -> tuple[Line, ...]:
    """The rows of a text in a pane `width` columns wide. Never empty.

    `rtl`: the direction of its paragraphs; None: by the first strong letter of each. A line feed is a hard break.
    """
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        base = direction(paragraph) if rtl is None else rtl
        lines += _paragraph(paragraph, start, max(1, width), mode, base)
        start += len(paragraph) + 1
    return tuple(lines)


def _paragraph(text: str, offset: int, width: int, mode: Mode, rtl: bool) -> list[Line]:
    drawn, origin = _drawable(text)
    clusters = _clusters(drawn, origin, mode)
    classes = [bidi_class(c) for c in drawn]
    levels = resolve(classes, int(rtl), drawn).levels if in_order(mode) else [int(rtl)] * len(drawn)
    lines: list[Line] = []
    for first, last, following in _wrap(clusters, drawn, width):
        row = clusters[first:last]
        order = range(len(row))
        row_levels = [levels[cluster.at] for cluster in row]
        if in_order(mode):
            row_levels = line_levels(row_levels, [classes[cluster.at] for cluster in row], int(rtl))
            order = visual_order(row_levels)  # type: ignore[assignment]
        cells = tuple(
            Cell(_mirrored(row[k].glyph, row_levels[k], mode), row[k].start + offset, row[k].end + offset,
                 row_levels[k], row[k].width)
            for k in order
        )  # fmt: skip
        if mode == "terminal" and rtl:
            cells = _between_marks(cells)
        if mode == "words":
            cells = _turned(cells)
        begin = clusters[first].start if lines else 0
        finish = clusters[following].start if following < len(clusters) else len(text)
        lines.append(Line(cells, rtl, begin + offset, finish + offset, sum(cell.width for cell in cells)))
    return lines


def _between_marks(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row between right-to-left marks: most terminals take every row for a left-to-right paragraph, and would put
    a full stop at its end, or a bracket at its beginning, on the wrong side."""
    if not cells:
        return cells
    head = cells[0]._replace(glyph=RLM + cells[0].glyph)
    cells = (head, *cells[1:])
    return (*cells[:-1], cells[-1]._replace(glyph=cells[-1].glyph + RLM))


def _turned(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The glyphs of every word with Arabic in it the other way round; places, levels and offsets stay where they are.

    kitty (without `force_ltr`) hands every run of cells between blanks to the shaper, which draws one that holds
    Arabic from right to left, its digits and punctuation too, and mirrors its brackets.
    """
    turned: list[Cell] = []
    for blank, group in groupby(cells, key=lambda cell: cell.glyph.isspace()):
        run = list(group)
        if not blank and any(has_arabic_script(cell.glyph) for cell in run):
            run = [cell._replace(glyph=_swapped(other.glyph)) for cell, other in zip(run, reversed(run), strict=True)]
        turned += run
    return tuple(turned)


def _swapped(glyph: str) -> str:
    return MIRROR.get(glyph[0], glyph[0]) + glyph[1:]


def has_arabic_script(text: str) -> bool:
    """Whether a shaper would take a run with these characters for Arabic."""
    return any(bidi_class(character) == "AL" for character in text)


def in_order(mode: Mode) -> bool:
    """Whether cells are sent in visual order, so that a right-to-left row is padded on its left."""
    return mode in ("app", "words")


def _mirrored(glyph: str, level: int, mode: Mode) -> str:
    """L4."""
    if not in_order(mode) or not level & 1 or glyph[0] not in MIRROR:
        return glyph
    return MIRROR[glyph[0]] + glyph[1:]


def _drawable(text: str) -> tuple[str, list[int]]:
    """The text with wide ligatures spelled out, and for each of its characters the index in the original."""
    if not any(character in EXPANDED for character in text):
        return text, list(range(len(text)))
    pieces, origin = [], []
    for i, character in enumerate(text):
        piece = EXPANDED.get(character, character)
        pieces.append(piece)
        origin += [i] * len(piece)
    return "".join(pieces), origin


class _Cluster(NamedTuple):
    glyph: str
    at: int
    """Index in the drawn text: where its level is found."""
    start: int
    end: int
    width: int


def _clusters(drawn: str, origin: list[int], mode: Mode) -> list[_Cluster]:
    """Base characters with their marks, shaped in app mode, in logical order."""
    forms = joining_forms(drawn) if in_order(mode) else [""] * len(drawn)
    ends = [*origin[1:], origin[-1] + 1] if origin else []
    clusters: list[_Cluster] = []
    i = 0
    while i < len(drawn):
        start, glyph = i, _glyph(drawn[i], forms[i])
        i = _after_marks(drawn, i + 1)
        marks = _marks(drawn, start + 1, i)
        if in_order(mode) and drawn[start] == LAM and i < len(drawn) and drawn[i] in LAM_ALEF:
            alef, glyph = i, ligature(drawn[i], forms[start])
            i = _after_marks(drawn, alef + 1)
            marks += _marks(drawn, alef + 1, i)
        end = max(ends[i - 1], origin[start] + 1)
        if glyph:
            clusters.append(_Cluster(glyph + marks, start, origin[start], end, _width(glyph[0])))
        elif clusters:  # an invisible character belongs to the cell before it
            clusters[-1] = clusters[-1]._replace(glyph=clusters[-1].glyph + marks, end=end)
    return clusters


def _glyph(character: str, form: str) -> str:
    """What is drawn for a base character; a mark without a letter sits on a dotted circle."""
    return "\N{DOTTED CIRCLE}" + character if is_mark(character) else _shown(shaped(character, form))


def _after_marks(text: str, i: int) -> int:
    while i < len(text) and is_mark(text[i]):
        i += 1
    return i


def _marks(text: str, start: int, end: int) -> str:
    """Combining marks as sent: variation selectors would change the width of the cell."""
    return "".join(mark for mark in text[start:end] if ord(mark) not in _HIDDEN_SELECTORS)


@lru_cache(4096)
def _shown(character: str) -> str:
    """What may be sent for one character; empty for what is left out."""
    picture = PICTURES.get(character)
    if picture is not None:
        return picture
    match unicodedata.category(character):
        case "Cc":
            code = ord(character)
            return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
        case "Cs" | "Co" | "Cn":
            return "\N{REPLACEMENT CHARACTER}"
        case "Cf":
            return character if character == "\N{ARABIC END OF AYAH}" else ""
        case "Zs":
            return " "
        case _:
            return character


@lru_cache(4096)
def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _wrap(clusters: list[_Cluster], drawn: str, width: int) -> list[tuple[int, int, int]]:
    """Greedy rows in logical order: (first cluster, end of what is drawn, first cluster of the next row).

    White space at a break is swallowed; a word longer than the row is cut.
    """
    rows: list[tuple[int, int, int]] = []
    first, size = 0, len(clusters)

    def blank(k: int) -> bool:
        return drawn[clusters[k].at].isspace()

    while first < size:
        end, used, space = first, 0, -1
        while end < size and (end == first or used + clusters[end].width <= width):
            used += clusters[end].width
            space = end if blank(end) else space
            end += 1
        if end < size and not blank(end) and space > first:
            end = space
        following = end
        if end < size:
            while following < size and blank(following):
                following += 1
            while following > end > first + 1 and blank(end - 1):
                end -= 1
        rows.append((first, end, following))
        first = following
    return rows or [(0, 0, 0)]
