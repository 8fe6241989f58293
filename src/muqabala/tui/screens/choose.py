"""One of several texts: alternatives, matches, concordance lines, states to filter by, history to read."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from muqabala.text.bidi import Mode
from muqabala.tui.clipboard import put
from muqabala.tui.keyboards import ARABIC_OF
from muqabala.tui.screens.select import Marked, SelectScreen
from muqabala.tui.widgets.choice_list import Choice, ChoiceList


class ChooseScreen(ModalScreen[int | None]):
    """A list under a sentence; gives the index taken, or None. `answer` says what Enter does; empty: only to read."""

    def __init__(self, sentence: str, choices: Sequence[Choice], *, answer: str = "", mode: Mode = "app") -> None:
        super().__init__()
        self.sentence, self.choices, self.answer, self.mode = sentence, tuple(choices), answer, mode

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(self.sentence, classes="title", markup=False)
            yield ChoiceList(self.choices, mode=self.mode)
            hint = f"Enter or a number {self.answer}; " if self.answer else ""
            hint += "v selects text to copy; Esc goes back." if self._texts() else "Esc goes back."
            yield Static(hint, classes="muted", markup=False)

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()

    @on(ChoiceList.Taken)
    def _take(self, message: ChoiceList.Taken) -> None:
        self.dismiss(message.index if self.answer else None)

    def on_key(self, event: events.Key) -> None:
        if event.character in ("v", ARABIC_OF["v"]) and self._texts():
            event.stop()
            self.app.push_screen(SelectScreen(self._texts(), mode=self.mode), self._copy)
        elif event.key == "escape" or event.character in ("q", "ض"):
            event.stop()
            self.dismiss(None)

    def _texts(self) -> list[tuple[str, str]]:
        """The texts of the current entry, where entries are more than a label."""
        at = self.query_one(ChoiceList).at if self.is_mounted else 0
        if at >= len(self.choices) or not self.choices[at].head:
            return []
        choice = self.choices[at]
        return [(choice.head, line if isinstance(line, str) else line.text) for line in choice.lines]

    def _copy(self, marked: Marked | None) -> None:
        if marked is not None and marked.copied:
            put(self.app, marked.copied)
            self.notify("Copied.", timeout=2)
