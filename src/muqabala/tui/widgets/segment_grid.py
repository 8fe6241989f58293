"""All segments of a document, one row each, of which only those on the screen are ever fetched or drawn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from muqabala.store.rows import StoredSegment
from muqabala.text.bidi import Mode, in_order, layout, mostly_rtl
from muqabala.tui.words import STATE_SIGNS, marks, state_text

Fetch = Callable[[int, int], Sequence[StoredSegment]]
"""(first number, last number) → the stored segments of the document between them."""

PAGE = 64
"""Segments fetched at a time."""
KEPT_PAGES = 40


class SegmentGrid(ScrollView, can_focus=True):
    """Rows of number, state, Arabic and English; one of them is the current one."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--current",
        "grid--number",
        "grid--accepted",
        "grid--problem",
        "grid--muted",
    }
    DEFAULT_CSS = """
    SegmentGrid {
        overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        & > .grid--current { background: $primary 40%; text-style: bold; }
        & > .grid--number { text-style: dim; }
        & > .grid--accepted { color: $text-success; }
        & > .grid--problem { color: $text-error; }
        & > .grid--muted { text-style: none; }
    }
    """

    class Moved(Message):
        """Another segment is the current one."""

    def __init__(self, fetch: Fetch, *, mode: Mode = "app", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.fetch = fetch
        self.mode: Mode = mode
        self.numbers: Sequence[int] = range(0)
        self.at = 0
        """Index of the current row."""
        self._pages: OrderedDict[int, dict[int, StoredSegment]] = OrderedDict()

    # ── data ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def load(self, numbers: Sequence[int], at: int = 0) -> None:
        """Show these segments of the document, standing on one of them."""
        self._pages.clear()
        self.numbers = numbers
        self.virtual_size = Size(max(1, self.size.width), len(numbers))
        self.at = min(max(at, 0), max(0, len(numbers) - 1))
        self._follow()
        self.refresh()

    def forget(self) -> None:
        """What was fetched may have changed."""
        self._pages.clear()
        self.refresh()

    def segment(self, index: int) -> StoredSegment | None:
        """The segment of a row; None where it has gone from the store."""
        if not 0 <= index < len(self.numbers):
            return None
        number = self.numbers[index]
        page = number // PAGE
        if page not in self._pages:
            found = self.fetch(page * PAGE, page * PAGE + PAGE - 1)
            self._pages[page] = {segment.number: segment for segment in found}
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page].get(number)

    @property
    def current(self) -> StoredSegment | None:
        return self.segment(self.at)

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────

    def move(self, index: int) -> None:
        """Make a row the current one and bring it into view."""
        index = min(max(index, 0), max(0, len(self.numbers) - 1))
        if index != self.at:
            before, self.at = self.at, index
            self._follow()
            self.refresh_line(before)
            self.refresh_line(index)
            self.post_message(self.Moved())

    def move_to_number(self, number: int) -> bool:
        """Make the segment with a number the current one; False where it is not among those shown."""
        try:
            index = self.numbers.index(number)
        except ValueError:
            return False
        self.move(index)
        return True

    @property
    def page_rows(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def _follow(self) -> None:
        height = self.page_rows
        top = int(self.scroll_offset.y)
        margin = min(2, height // 3)
        if self.at < top + margin:
            self.scroll_to(y=max(0, self.at - margin), animate=False, immediate=True)
        elif self.at >= top + height - margin:
            self.scroll_to(y=self.at - height + 1 + margin, animate=False, immediate=True)

    def on_resize(self) -> None:
        self.virtual_size = Size(max(1, self.size.width), len(self.numbers))
        self._follow()

    def on_click(self, event: events.Click) -> None:
        self.move(int(self.scroll_offset.y) + event.y - self.gutter.top)

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        index = y + int(self.scroll_offset.y)
        width = self.scrollable_content_region.width
        base = self.rich_style
        segment = self.segment(index)
        if segment is None:
            return Strip.blank(width, base)
        current = index == self.at
        if current:
            base += self.get_component_rich_style("grid--current")
        parts = self._parts(segment, current, width, base)
        return Strip(parts).adjust_cell_length(width, base)

    def _parts(self, segment: StoredSegment, current: bool, width: int, base: Style) -> list[Segment]:
        kind = "problem" if segment.unplaced else "accepted" if segment.state == "accepted" else "muted"
        state_style = base + self.get_component_rich_style(f"grid--{kind}", partial=True)
        number_style = base + self.get_component_rich_style("grid--number", partial=True)
        digits = max(4, len(str(self.numbers[-1])))
        pointer = "▶" if current else " "
        roomy = width >= 60
        state = f"{state_text(segment.state):<10}" if roomy else STATE_SIGNS[segment.state]
        head = [
            Segment(f"{pointer}{segment.number:>{digits}} ", number_style),
            Segment(f"{state} {marks(segment)} ", state_style),
        ]
        room = width - sum(part.cell_length for part in head)
        if self.mode == "terminal" or width < 60:
            return [*head, *self._text(segment.target or segment.source, room, base)]
        half = (room - 2) // 2
        arabic = self._text(segment.source, half, base)
        return [*head, *arabic, Segment("  ", base), *self._text(segment.target, room - half - 2, base)]

    def _text(self, text: str, width: int, style: Style) -> list[Segment]:
        """The beginning of a text in one row of exactly `width` columns."""
        if width <= 1:
            return [Segment(" " * max(0, width), style)]
        shown = " ".join(text[: width * 3].split())
        # The language decides the direction, not the first letter: a headline may open with a Latin name.
        rtl = mostly_rtl(shown)
        rows = layout(shown, width, self.mode, rtl)
        ellipsis = ""
        cut = len(rows) > 1 or len(text) > width * 3
        if cut:
            # What touches a word would be turned round with it, so the sign of what is left out stands apart there.
            ellipsis = "… " if self.mode == "words" else "…"
            rows = layout(shown, max(1, width - len(ellipsis)), self.mode, rtl)
        row = rows[0]
        pad = " " * (width - row.width - len(ellipsis))
        if row.rtl and in_order(self.mode):
            return [Segment(pad + ellipsis + row.text, style)]
        return [Segment(row.text + ellipsis[:1] + pad + ellipsis[1:], style)]
