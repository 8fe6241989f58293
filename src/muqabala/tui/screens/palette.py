"""Find an action by what it is called, and do it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from muqabala.tui.actions import Action, keys_text
from muqabala.tui.widgets.choice_list import Choice, ChoiceList
from muqabala.tui.widgets.target_editor import TargetEditor


class PaletteScreen(ModalScreen[str | None]):
    """Type a few letters, Enter does the first action left; gives the action's id."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.actions = tuple(action for action in actions if action.id != "palette")
        self.left = self.actions

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static("What would you like to do? Type a word of it.", classes="title", markup=False)
            yield TargetEditor(rtl=None, single=True)
            entries = ChoiceList(_choices(self.actions), lit=True)
            entries.can_focus = False
            yield entries
            yield Static("Arrows move, Enter does it, Esc goes back.", classes="muted", markup=False)

    def on_mount(self) -> None:
        self.query_one(TargetEditor).focus()

    @on(TargetEditor.Changed)
    def _narrow(self) -> None:
        words = self.query_one(TargetEditor).buffer.text.casefold().split()
        self.left = tuple(a for a in self.actions if all(word in f"{a.label} {a.help}".casefold() for word in words))
        entries = self.query_one(ChoiceList)
        entries.at = 0
        entries.load(_choices(self.left))

    @on(TargetEditor.Submitted)
    def _do(self) -> None:
        at = self.query_one(ChoiceList).at
        self.dismiss(self.left[at].id if at < len(self.left) else None)

    def on_key(self, event: events.Key) -> None:
        entries = self.query_one(ChoiceList)
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in ("up", "down"):
            entries.move(entries.at + (1 if event.key == "down" else -1))
        else:
            return
        event.stop()


def _choices(actions: Sequence[Action]) -> list[Choice]:
    return [Choice((action.help,), f"{action.label} · {keys_text(action)}") for action in actions]
