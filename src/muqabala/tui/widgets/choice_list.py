"""A list of texts to choose one from, each in its own direction, wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from muqabala.text.bidi import Mode, in_order, layout, mostly_rtl
from muqabala.tui.widgets.bidi_text import Coloured, joined


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with coloured stretches."""

    text: str
    coloured: tuple[Coloured, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: lines of text under a short head."""

    lines: tuple[str | Passage, ...]
    head: str = ""
    style: Style = Style.null()  # noqa: RUF009 - a style is immutable
    """Of the head: a term's colour."""


class _Row(NamedTuple):
    entry: int
    parts: tuple[tuple[str, Style], ...]
    rtl: bool
    head: bool


def _style_at(passage: Passage, offset: int) -> Style:
    style = Style.null()
    for coloured in passage.coloured:
        if coloured.start <= offset < coloured.end:
            style += coloured.style
    return style


class ChoiceList(ScrollView, can_focus=True):
    """Entries with a current one; Enter takes it, a digit takes that entry."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--current", "choice--head"}
    DEFAULT_CSS = """
    ChoiceList {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1;
        & > .choice--current { background: $primary 40%; }
        & > .choice--head { text-style: bold; }
    }
    """

    class Taken(Message):
        """A person took an entry."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        mode: Mode = "app",
        lit: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`lit`: the current entry shows although the keys go elsewhere."""
        super().__init__(id=id)
        self.lit = lit
        self.choices = tuple(choices)
        self.mode: Mode = mode
        self.at = 0
        self._rows: list[_Row] = []

    def load(self, choices: Sequence[Choice]) -> None:
        if self.choices == tuple(choices) and self._rows:
            return
        self.choices = tuple(choices)
        self.at = min(self.at, max(0, len(self.choices) - 1))
        self._measure()

    def on_resize(self) -> None:
        self._measure()

    def _measure(self) -> None:
        width = max(4, self.scrollable_content_region.width)
        self._rows = []
        for index, choice in enumerate(self.choices):
            if choice.head:
                rows = layout(choice.head, width - 3, self.mode, False)
                self._rows += [_Row(index, ((row.text, choice.style),), False, True) for row in rows]
            for line in choice.lines:
                passage = Passage(line) if isinstance(line, str) else line
                for row in layout(passage.text, width - 3, self.mode, mostly_rtl(passage.text)):
                    parts = tuple((cell.glyph, _style_at(passage, cell.start)) for cell in row.cells)
                    self._rows.append(_Row(index, parts, row.rtl, False))
        size = Size(width, len(self._rows) if len(self._rows) > self.size.height else 0)
        if self.virtual_size != size:
            self.virtual_size = size
        self.refresh()

    def move(self, index: int) -> None:
        self.at = min(max(index, 0), max(0, len(self.choices) - 1))
        mine = [y for y, row in enumerate(self._rows) if row.entry == self.at]
        if mine:
            height = self.scrollable_content_region.height
            if mine[0] < self.scroll_offset.y:
                self.scroll_to(y=mine[0], animate=False)
            elif mine[-1] >= self.scroll_offset.y + height:
                self.scroll_to(y=min(mine[0], mine[-1] - height + 1), animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        y += int(self.scroll_offset.y)
        base = self.rich_style
        if y >= len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[y]
        style = base
        if row.entry == self.at and (self.has_focus or self.lit):
            style += self.get_component_rich_style("choice--current")
        if row.head:
            style += self.get_component_rich_style("choice--head", partial=True)
        first = y == 0 or self._rows[y - 1].entry != row.entry
        number = f"{row.entry + 1}" if first and row.entry < 9 and self.can_focus else ""
        parts = list(joined([(glyph, style + own) for glyph, own in row.parts], 0))
        pad = Segment(" " * max(0, width - 3 - sum(part.cell_length for part in parts)), style)
        lead = Segment(f"{number:<2}", style)
        body = [pad, *parts] if row.rtl and in_order(self.mode) else [*parts, pad]
        return Strip([lead, *body, Segment(" ", style)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        y = int(self.scroll_offset.y) + event.y - self.gutter.top
        if 0 <= y < len(self._rows):
            self.move(self._rows[y].entry)
            if event.chain == 2:
                self.post_message(self.Taken(self.at))

    def on_key(self, event: events.Key) -> None:
        digits = "123456789١٢٣٤٥٦٧٨٩"
        steps = {"j": 1, "down": 1, "ت": 1, "k": -1, "up": -1, "ن": -1, "pagedown": 8, "pageup": -8}
        key = event.character if event.character and event.is_printable else event.key
        if key in steps:
            self.move(self.at + steps[key])
        elif key in ("home", "end"):
            self.move(0 if key == "home" else len(self.choices))
        elif key == "enter" and self.choices:
            self.post_message(self.Taken(self.at))
        elif key in digits and digits.index(key) % 9 < len(self.choices):
            self.post_message(self.Taken(digits.index(key) % 9))
        else:
            return
        event.stop()
        event.prevent_default()
