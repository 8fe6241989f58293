"""Beside the text: its terms, what the memory recalls, notes, and what the checks found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from muqabala.text.bidi import Mode
from muqabala.tui.widgets.choice_list import Choice, ChoiceList

TABS = ("Terms", "Memory", "Notes", "Checks")


class SidePanel(Vertical):
    """One of four lists; F6 goes to the next."""

    def __init__(self, *, mode: Mode = "app") -> None:
        super().__init__()
        self.mode: Mode = mode
        self.tab = TABS[0]
        self.lists: dict[str, Sequence[Choice]] = {}
        self._tabs = Text()

    def compose(self) -> ComposeResult:
        yield Static(id="tabs")
        entries = ChoiceList(mode=self.mode, id="entries")
        entries.can_focus = False
        yield entries

    def on_mount(self) -> None:
        self.show({})

    def cycle(self) -> str:
        """Go to the next list; gives its name."""
        self.tab = TABS[(TABS.index(self.tab) + 1) % len(TABS)]
        self.show(self.lists)
        return self.tab

    def show(self, lists: Mapping[str, Sequence[Choice]]) -> None:
        """Show the lists of another segment."""
        self.lists = dict(lists)
        tabs = Text(no_wrap=True, overflow="ellipsis")
        for name in TABS:
            count = len(self.lists.get(name, ()))
            label = f" {name} {count} " if count else f" {name} "
            tabs.append(label, "reverse bold" if name == self.tab else "dim" if not count else "")
        if tabs != self._tabs:
            self._tabs = tabs
            self.query_one("#tabs", Static).update(tabs, layout=False)
        nothing = {"Terms": "No term of the glossary here.", "Memory": "Nothing similar in the memory.",
                   "Notes": "No note; i writes one.", "Checks": "The checks found nothing."}  # fmt: skip
        entries = self.query_one("#entries", ChoiceList)
        entries.at = 0
        entries.load(self.lists.get(self.tab) or [Choice((nothing[self.tab],))])
        if entries.scroll_offset.y:
            entries.scroll_to(y=0, animate=False)
