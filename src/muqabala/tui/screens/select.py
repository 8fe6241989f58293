"""Selecting with the keyboard in text that is only read: Arabic, English, memory, concordance, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from muqabala.text.bidi import Mode
from muqabala.tui.keyboards import ARABIC_OF
from muqabala.tui.widgets.target_editor import TargetEditor
from muqabala.values import Span

HINT = "Arrows move, Space starts and ends a selection (so does Shift), Tab goes to the next text."
ANSWER = "Enter copies, Esc goes back; what is selected stays selected."


@dataclass(frozen=True, slots=True)
class Marked:
    """What a person marked, and what is to be copied (empty: nothing)."""

    spans: tuple[tuple[str, Span], ...]
    """Texts with the stretch selected in them, or the place of the caret."""
    copied: str = ""

    def of(self, text: str) -> Span:
        """The stretch in one of the texts."""
        return next((span for one, span in self.spans if one == text), (0, 0))


class SelectScreen(ModalScreen[Marked | None]):
    """Texts under their heads, each with a caret of its own."""

    def __init__(self, texts: Sequence[tuple[str, str]], *, mode: Mode = "app") -> None:
        super().__init__()
        self.texts, self.mode = tuple(texts), mode

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static("Select text", classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                for head, _ in self.texts:
                    yield Static(head, classes="muted", markup=False)
                    yield TargetEditor(rtl=None, mode=self.mode, readonly=True)
            yield Static(HINT, classes="muted", id="hint-more", markup=False)
            yield Static(ANSWER, classes="muted", markup=False)

    @property
    def editors(self) -> list[TargetEditor]:
        return list(self.query(TargetEditor))

    def on_mount(self) -> None:
        for editor, (_, text) in zip(self.editors, self.texts, strict=True):
            editor.load(text)
            editor.buffer.move(0)
            editor.styles.height = "auto"
        self.call_after_refresh(self._fit)
        self.editors[0].focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """As many rows as each text has."""
        for editor in self.editors:
            editor.styles.height = max(1, len(editor.rows()))
            editor.suggest("")

    @property
    def current(self) -> TargetEditor:
        return next((editor for editor in self.editors if editor.has_focus), self.editors[0])

    def on_key(self, event: events.Key) -> None:
        editor = self.current
        event.prevent_default()
        event.stop()
        if event.key == "escape" or event.character in ("q", ARABIC_OF["q"]):
            self.dismiss(self._marked(""))
        elif event.key in ("enter", "ctrl+c") or event.character in ("y", ARABIC_OF["y"]):
            self.dismiss(self._marked(editor.buffer.selected or editor.buffer.text))
        elif event.key in ("tab", "shift+tab"):
            self._go(1 if event.key == "tab" else -1)
        elif event.key == "space" or event.character in ("v", ARABIC_OF["v"]):
            editor.extending = not editor.extending
            if editor.extending:
                editor.buffer.move(editor.buffer.cursor)
                editor.suggest("")
        elif event.key in ("up", "down"):
            self._go(-1 if event.key == "up" else 1)

    def _go(self, step: int) -> None:
        """To another text."""
        self.current.extending = False
        editors = self.editors
        editors[(editors.index(self.current) + step) % len(editors)].focus()

    def _marked(self, copied: str) -> Marked:
        spans = tuple(
            (text, editor.buffer.selection) for editor, (_, text) in zip(self.editors, self.texts, strict=True)
        )
        return Marked(spans, copied)
