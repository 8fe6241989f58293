"""The box in which a person types, in either direction: caret, selection and movement follow the letters as seen.

Left and Right go where they point to on the screen; words, lines and deleting follow the text. What is typed is
posted so that the desk can put it on disk within a second.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message

from muqabala.text.bidi import Line, Mode, in_order, layout, mostly_rtl
from muqabala.tui.buffer import EditBuffer
from muqabala.tui.clipboard import put
from muqabala.tui.widgets.bidi_text import BidiText, Coloured


class TargetEditor(BidiText, can_focus=True):
    """An editor for one segment's text. `single`: one line, Enter submits. `readonly`: a caret to select with."""

    class Changed(Message):
        """The text is another one now."""

        def __init__(self, editor: TargetEditor) -> None:
            super().__init__()
            self.editor = editor

    class Submitted(Message):
        """Enter in a one-line editor."""

        def __init__(self, editor: TargetEditor) -> None:
            super().__init__()
            self.editor = editor

    def __init__(
        self,
        *,
        rtl: bool | None = False,
        mode: Mode = "app",
        single: bool = False,
        readonly: bool = False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(rtl=rtl, mode=mode, id=id)
        self.buffer = EditBuffer()
        self.single = single
        self.readonly = readonly
        self.extending = False
        """Moving selects, as if Shift were held."""
        self.ghost = ""
        self.pass_next = False
        """The next key is for the screen (a number after F4)."""
        self._column: int | None = None

    def load(self, text: str) -> None:
        """Start on another text, the caret at its end."""
        self.buffer.load(text)
        self.ghost = ""
        self._redraw(changed=False)

    def set_text(self, text: str) -> None:
        """The whole text anew, as one step of undo."""
        self.buffer.set_text(text)
        self._redraw()

    def insert(self, text: str) -> None:
        """Type or paste; a line break is a space in a one-line editor."""
        self.buffer.insert(" ".join(text.splitlines()) if self.single else text.replace("\r\n", "\n"))
        self._redraw()

    def suggest(self, ghost: str) -> None:
        """Show a completion after the caret; it is not part of the text."""
        self.ghost = ghost
        self._redraw(changed=False)

    def colour(self, coloured: Sequence[Coloured]) -> None:
        """Draw stretches of what is typed in a style; their labels are left out, for they would move the caret."""
        self._coloured = tuple(coloured)
        self.refresh()

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def row_width(self) -> int:
        # One column is kept free, so that the caret has a place after the last letter of a full row.
        return max(1, self.scrollable_content_region.width - 1)

    def rows(self) -> tuple[Line, ...]:
        return layout(self._drawn, self.row_width, self.mode, self.rtl)

    def _redraw(self, changed: bool = True) -> None:
        caret = self.buffer.cursor
        self.selection = self.buffer.selection
        shown = self.buffer.text[:caret] + self.ghost + self.buffer.text[caret:] if self.ghost else self.buffer.text
        # What is typed moves the words behind it: their colours come back when the text is judged again.
        self._coloured = tuple(c for c in self._coloured if shown[: c.end] == self.text[: c.end])
        self.text = shown
        if self.by_letters:
            self.rtl = mostly_rtl(shown)
        self._drawn, self._origin = shown, list(range(len(shown) + 1))
        self._measure()
        self._follow()
        self.post_message(self.Pointed(self, caret))
        if changed:
            self._column = None
            self.post_message(self.Changed(self))

    def on_resize(self) -> None:
        """The box has become visible, or another size: the caret is in view."""
        super().on_resize()
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        row, _ = self.caret_place()
        height = max(1, self.scrollable_content_region.height)
        if row < self.scroll_offset.y:
            self.scroll_to(y=row, animate=False)
        elif row >= self.scroll_offset.y + height:
            self.scroll_to(y=row - height + 1, animate=False)

    def caret_place(self) -> tuple[int, int]:
        """(row, column of the content) where the caret stands."""
        rows = self.rows()
        caret = self.buffer.cursor
        at = next((k for k, row in enumerate(rows) if row.start <= caret < row.end), len(rows) - 1)
        for k, row in enumerate(rows):  # the end of a paragraph belongs to its last row
            if row.end == caret and (k + 1 == len(rows) or rows[k + 1].start > caret):
                at = k
                break
        row = rows[at]
        pad = self.scrollable_content_region.width - row.width if self._right_aligned(row) else 0
        return at, max(0, pad + row.column_of(caret))

    def _right_aligned(self, row: Line) -> bool:
        return row.rtl and in_order(self.mode)

    def row_cells(self, y: int) -> list[tuple[str, Style]]:
        cells = super().row_cells(y)
        if not self.has_focus:
            return cells
        row, column = self.caret_place()
        if row != y:
            return cells
        caret = self.get_component_rich_style("bidi--cursor")
        found: list[tuple[str, Style]] = []
        at = 0
        for text, style in cells:
            for part in text if text.isspace() else [text]:
                found.append((part, style + caret if at == column else style))
                at += cell_len(part)
        return found

    def style_at(self, offset: int) -> Style:
        caret = self.buffer.cursor
        if self.ghost and caret <= offset < caret + len(self.ghost):
            return self.get_component_rich_style("bidi--ghost")
        return super().style_at(offset)

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_key(self, event: events.Key) -> None:
        """Typing and moving. Every other key goes on to the screen."""
        character = event.character
        if self.pass_next:
            self.pass_next = False
            return
        if self.readonly:
            if not (event.key == "ctrl+a" and self._edit_key(event.key)) and not self._move_key(event.key):
                return
        elif event.key == "enter":
            if not self.single:
                self.insert("\n")
            else:
                self.post_message(self.Submitted(self))
        elif character is not None and event.is_printable:
            self.insert(character)
        elif not self._edit_key(event.key) and not self._move_key(event.key):
            return
        event.stop()
        event.prevent_default()

    def _edit_key(self, key: str) -> bool:
        buffer = self.buffer
        match key:
            case "backspace":
                buffer.delete_backward()
            case "delete" | "ctrl+d":
                buffer.delete_forward()
            case "ctrl+w" | "alt+backspace" | "ctrl+backspace":
                buffer.delete_word_backward()
            case "ctrl+delete" | "alt+d":
                buffer.delete_word_forward()
            case "ctrl+u":
                buffer.replace(0, buffer.cursor, "")
            case "ctrl+k":
                buffer.replace(buffer.cursor, len(buffer.text), "")
            case "ctrl+z":
                buffer.undo()
            case "ctrl+y":
                buffer.redo()
            case "ctrl+x":
                put(self.app, buffer.selected)
                buffer.insert("")
            case "ctrl+a":
                buffer.move(0)
                buffer.move(len(buffer.text), select=True)
                self._redraw(changed=False)
                return True
            case "ctrl+c":
                put(self.app, buffer.selected or buffer.text)
                return True
            case "ctrl+v":
                self.insert(self.app.clipboard)
            case _:
                return False
        self.ghost = ""
        self._redraw()
        return True

    def _move_key(self, key: str) -> bool:
        select = "shift+" in key or self.extending
        target = self._destination(key.replace("shift+", ""))
        if target is None:
            return False
        keep = self._column if key.endswith(("up", "down")) else None
        self.ghost = ""
        self.buffer.move(target, select)
        self._redraw(changed=False)
        self._column = keep
        return True

    def _destination(self, key: str) -> int | None:
        buffer = self.buffer
        rows = self.rows()
        row, column = self.caret_place()
        forward = ("left", "ctrl+left", "alt+left") if rows[row].rtl else ("right", "ctrl+right", "alt+right")
        match key:
            case "left" | "right":
                return buffer.grapheme_after(buffer.cursor) if key in forward else buffer.grapheme_before(buffer.cursor)
            case "ctrl+left" | "ctrl+right" | "alt+left" | "alt+right":
                return buffer.word_after(buffer.cursor) if key in forward else buffer.word_before(buffer.cursor)
            case "home":
                return rows[row].start
            case "end":
                last = row + 1 == len(rows)
                return rows[row].end if last else max(rows[row].start, buffer.grapheme_before(rows[row].end))
            case "ctrl+home":
                return 0
            case "ctrl+end":
                return len(buffer.text)
            case "up" | "down":
                return self._vertical(row, column, -1 if key == "up" else 1)
            case _:
                return None

    def _vertical(self, row: int, column: int, step: int) -> int | None:
        rows = self.rows()
        if self.single:
            return None
        if not 0 <= row + step < len(rows):
            if self.readonly and not self.extending:
                return None  # the screen goes to the text above or below
            return 0 if step < 0 else len(self.buffer.text)
        self._column = column if self._column is None else self._column
        other = rows[row + step]
        pad = self.scrollable_content_region.width - other.width if self._right_aligned(other) else 0
        place = other.index_at(self._column - pad)
        return place if place < other.end or row + step + 1 == len(rows) else self.buffer.grapheme_before(other.end)

    def on_paste(self, event: events.Paste) -> None:
        if not self.readonly:
            self.insert(event.text)
        event.stop()
        event.prevent_default()

    # ── the mouse ────────────────────────────────────────────────────────────────────────────────────────────────

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.prevent_default()  # Textual would call the read-only text's handler as well
        self.suggest("")
        self.buffer.move(self.offset_at(event.x, event.y))
        self._selecting = True
        self.capture_mouse()
        self._redraw(changed=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        event.prevent_default()
        if self._selecting:
            self.buffer.move(self.offset_at(event.x, event.y), select=True)
            self._redraw(changed=False)

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2:
            start, end = self.buffer.word_at(self.offset_at(event.x, event.y))
            self.buffer.move(start)
            self.buffer.move(end, select=True)
            self._redraw(changed=False)
