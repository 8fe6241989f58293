"""The last row: which mode is on, what just happened, and the keys that matter now."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from muqabala.tui.actions import Action, key_name


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
        for action in self.actions:
            if action.footer and self.size.width - text.cell_len > len(action.label) + 5:
                text.append(f" {key_name(action.keys[0])} ", "bold")
                text.append(f"{action.label} ", "dim")
        return text
