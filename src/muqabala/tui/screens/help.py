"""Every key, made from the action table, so that it cannot differ from what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from muqabala.tui.actions import Action, keys_text


class HelpScreen(ModalScreen[None]):
    """The keys of every mode, the current one first."""

    def __init__(self, modes: Sequence[tuple[str, Sequence[Action]]]) -> None:
        super().__init__()
        self.modes = tuple(modes)

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static("Keys; they work under an Arabic layout too.", classes="title")
            with VerticalScroll():
                for mode, actions in self.modes:
                    yield Static(_table(mode, actions))
            yield Static("Esc goes back. Arrow keys scroll.", classes="muted")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in ("escape", "f1") or event.character in ("q", "?", "ض", "؟"):
            event.stop()
            self.dismiss(None)


def _table(mode: str, actions: Sequence[Action]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    group = ""
    for action in actions:
        if action.group != group:
            group = action.group
            table.add_row("", "")
            table.add_row(Text(f"{mode}: {group}", "bold underline"), "")
        table.add_row(Text(keys_text(action), "bold"), Text(action.help))
    return table
