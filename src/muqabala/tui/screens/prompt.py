"""A question answered with one line of text, in either direction."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from muqabala.text.bidi import Mode
from muqabala.tui.widgets.target_editor import TargetEditor


class PromptScreen(ModalScreen[str | None]):
    """Ask for a line; Enter answers, Esc gives None."""

    def __init__(self, question: str, initial: str = "", *, mode: Mode = "app") -> None:
        super().__init__()
        self.question, self.initial, self.mode = question, initial, mode

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(self.question, markup=False)
            yield TargetEditor(rtl=None, mode=self.mode, single=True)
            yield Static("Enter answers, Esc goes back.", classes="muted", markup=False)

    def on_mount(self) -> None:
        editor = self.query_one(TargetEditor)
        editor.load(self.initial)
        editor.focus()

    @on(TargetEditor.Submitted)
    def _answer(self) -> None:
        self.dismiss(self.query_one(TargetEditor).buffer.text.strip())

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
