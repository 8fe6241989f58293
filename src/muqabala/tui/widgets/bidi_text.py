"""A text in either direction, drawn cell by cell, with coloured stretches, numbers beside them, and a selection.

Everything outside this file speaks in offsets of the logical text; what is copied is the logical text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from muqabala.text.bidi import Line, Mode, in_order, layout, mostly_rtl
from muqabala.tui.colours import LINKED


@dataclass(frozen=True, slots=True)
class Coloured:
    """A stretch of the text drawn in a style, with a few characters (a term's number) after it."""

    start: int
    end: int
    style: Style
    label: str = ""


def joined(cells: Sequence[tuple[str, Style]], width: int) -> Strip:
    """Cells as a strip; neighbours of one style are sent together, which also lets a terminal join their letters."""
    groups = groupby(cells, key=itemgetter(1))
    return Strip([Segment("".join(glyph for glyph, _ in group), style) for style, group in groups], width)


class BidiText(ScrollView, can_focus=False):
    """A read-only text; the mouse selects in it."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bidi--selection", "bidi--cursor", "bidi--ghost"}
    DEFAULT_CSS = """
    BidiText {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        & > .bidi--selection { background: $secondary; color: $text; }
        & > .bidi--cursor { text-style: reverse; }
        & > .bidi--ghost { color: $text-muted; text-style: italic; }
    }
    """

    class Pointed(Message):
        """The mouse stands on a letter."""

        def __init__(self, widget: BidiText, offset: int) -> None:
            super().__init__()
            self.widget, self.offset = widget, offset

    def __init__(self, *, rtl: bool | None, mode: Mode = "app", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rtl = rtl
        self.by_letters = rtl is None
        """No direction was given: the majority of the letters decides, not the first of them."""
        self.mode: Mode = mode
        self.text = ""
        self._coloured: tuple[Coloured, ...] = ()
        self._drawn = ""
        self._origin: list[int] = [0]
        self._place: list[int] = [0]
        self._selecting = False
        self._lit: tuple[tuple[int, int], ...] = ()
        self.selection: tuple[int, int] = (0, 0)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, text: str, coloured: Sequence[Coloured] = (), *, keep_place: bool = False) -> None:
        """Show another text; the selection is dropped and the top comes into view."""
        if not keep_place:
            self.selection = (0, 0)
            if self.scroll_offset.y:
                self.scroll_to(y=0, animate=False)
        if text != self.text:
            self._lit = ()
        self.text = text
        if self.by_letters:
            self.rtl = mostly_rtl(text)
        self._coloured = tuple(coloured)
        self._annotate()
        self._measure()

    def _annotate(self) -> None:
        """The text as drawn, labels put after their stretches, and the maps between the two."""
        labels = {c.end: c.label for c in self._coloured if c.label}
        pieces: list[str] = []
        self._origin, self._place = [], []
        at = 0
        for i in range(len(self.text) + 1):
            label = labels.get(i, "")
            pieces.append(label)
            self._origin += [max(0, i - 1)] * len(label)
            at += len(label)
            self._place.append(at)
            if i < len(self.text):
                pieces.append(self.text[i])
                self._origin.append(i)
                at += 1
        self._drawn = "".join(pieces)
        self._origin.append(len(self.text))

    def _measure(self) -> None:
        # A text that fits asks for no height, whatever its length: a change of size would cost a new layout.
        rows = len(self.rows())
        size = Size(max(1, self.scrollable_content_region.width), rows if rows > self.size.height else 0)
        if self.virtual_size != size:
            self.virtual_size = size
        self.refresh()

    def on_resize(self) -> None:
        self._measure()

    @property
    def row_width(self) -> int:
        """Columns a row of text may take."""
        return max(1, self.scrollable_content_region.width)

    def rows(self) -> tuple[Line, ...]:
        """The laid-out rows; offsets are those of the drawn text."""
        return layout(self._drawn, self.row_width, self.mode, self.rtl)

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        return joined(self.row_cells(y + int(self.scroll_offset.y)), self.scrollable_content_region.width)

    def row_cells(self, y: int) -> list[tuple[str, Style]]:
        """Glyphs and styles of one row from left to right, padding included."""
        rows = self.rows()
        width = self.scrollable_content_region.width
        base = self.rich_style
        if y >= len(rows):
            return [(" " * width, base)]
        row = rows[y]
        pad = (" " * max(0, width - row.width), base)
        cells = [(cell.glyph, base + self.style_at(self._origin[cell.start])) for cell in row.cells]
        return [pad, *cells] if row.rtl and in_order(self.mode) else [*cells, pad]

    def style_at(self, offset: int) -> Style:
        """The style of one letter over the widget's own."""
        style = Style.null()
        for coloured in self._coloured:
            if coloured.start <= offset < coloured.end:
                style += coloured.style
        if any(start <= offset < end for start, end in self._lit):
            style += LINKED
        start, end = self.selection
        if start <= offset < end:
            style += self.get_component_rich_style("bidi--selection")
        return style

    def light(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark the words that belong to the word under the cursor on the other side."""
        if tuple(spans) != self._lit:
            self._lit = tuple(spans)
            self.refresh()

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────

    def offset_at(self, x: int, y: int) -> int:
        """The offset of the letter at a place of the widget."""
        rows = self.rows()
        gutter = self.gutter
        line = y - gutter.top + int(self.scroll_offset.y)
        if line < 0:
            return 0
        if line >= len(rows):
            return len(self.text)
        row = rows[line]
        pad = self.scrollable_content_region.width - row.width if row.rtl and in_order(self.mode) else 0
        return self._origin[min(row.index_at(x - gutter.left - pad), len(self._drawn))]

    def on_mouse_down(self, event: events.MouseDown) -> None:
        offset = self.offset_at(event.x, event.y)
        self._selecting = True
        self._anchor = offset
        self.select(offset, offset)
        self.capture_mouse()
        self.post_message(self.Pointed(self, offset))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._selecting:
            self.select(self._anchor, self.offset_at(event.x, event.y))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._selecting:
            self._selecting = False
            self.release_mouse()

    def select(self, anchor: int, offset: int) -> None:
        """Select between two letters, the farther one included."""
        start, end = min(anchor, offset), max(anchor, offset)
        self.selection = (start, min(end + 1, len(self.text)) if end > start else start)
        self.refresh()

    def mark(self, start: int, end: int) -> None:
        """Select a half-open stretch; an empty one is the place of a caret."""
        self.selection = (start, end)
        self.refresh()

    @property
    def selected_text(self) -> str:
        """What is selected, in logical order."""
        return self.text[self.selection[0] : self.selection[1]]
