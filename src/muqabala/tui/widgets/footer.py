"""The last row: which mode is on, what just happened, and the keys that matter now."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from muqabala.tui.actions import Action, key_name

ALWAYS = ("help", "quit")
"""Shown at the right end wherever there is room for anything: nobody should be locked in."""


class StatusFooter(Widget):
    """Mode, a sentence about the last thing done, and the footer keys of the action table."""

    DEFAULT_CSS = """
    StatusFooter { height: 1; dock: bottom; background: $panel; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.mode = ""
        self.sentence = ""
        self.actions: tuple[Action, ...] = ()

    def show_mode(self, mode: str, actions: tuple[Action, ...]) -> None:
        self.mode, self.actions = mode, actions
        self.refresh()

    def say(self, sentence: str) -> None:
        """Tell what happened; it stays until something else is said."""
        self.sentence = sentence
        self.refresh()

    def render(self) -> Text:
        text = Text(no_wrap=True, overflow="ellipsis", end="")
        text.append(f" {self.mode} ", "reverse bold")
        text.append(" ")
        if self.sentence:
            text.append(self.sentence, "bold")
            text.append("  ")
        always = Text.assemble(*(_key(action) for action in self.actions if action.id in ALWAYS))
        for action in self.actions:
            shown = _key(action)
            room = self.size.width - text.cell_len - always.cell_len - 1
            if action.footer and action.id not in ALWAYS and room > shown.cell_len:
                text.append_text(shown)
        gap = self.size.width - text.cell_len - always.cell_len
        if gap >= 0:
            text.append(" " * gap).append_text(always)
        return text


def _key(action: Action) -> Text:
    return Text.assemble((f" {key_name(action.keys[0])} ", "bold"), (f"{action.label} ", "dim"))
