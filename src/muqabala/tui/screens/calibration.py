"""Which line reads correctly? Asked once in a terminal nobody knows, remembered for it."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from muqabala.text.bidi import Mode, layout
from muqabala.tui.terminal import MODES

PHRASE = "قال (نعم) في 12 أيّار لأنّ السلام أهمّ"
"""A parenthesis, a number, lam-alef and harakat: what goes wrong first."""
IN_ENGLISH = "“He said (yes) on 12 May, for peace matters more.” The bracketed word is the second from the right."


class CalibrationScreen(ModalScreen[str]):
    """Three ways of sending one sentence; gives `app`, `terminal` or `words`, or empty for no answer."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static("Which line reads correctly, from right to left, with joined letters?", classes="title")
            for key, mode in enumerate(MODES, 1):
                yield Static(Text.assemble((f" {key} ", "reverse bold"), "   ", _line(mode)), classes="calibration")
            yield Static(IN_ENGLISH, classes="muted")
            yield Static(
                "Press 1, 2 or 3. Esc: I cannot tell (the desk then does what is likely here).", classes="muted"
            )
            yield Static(
                "The answer is remembered for this terminal; --bidi overrides it.", classes="muted", id="hint-more"
            )

    def on_key(self, event: events.Key) -> None:
        digit = event.character or ""
        number = int(digit) if digit.isdecimal() else 0
        answer = MODES[number - 1] if 1 <= number <= len(MODES) else None
        if answer is not None or event.key == "escape" or event.character in ("q", "ض"):
            event.stop()
            self.dismiss(answer or "")


def _line(mode: Mode) -> str:
    return layout(PHRASE, 76, mode, True)[0].text
