"""The list of documents: how far each has come, and which one to open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from muqabala.store.rows import DocumentSummary
from muqabala.tui.screens.prompt import PromptScreen
from muqabala.tui.widgets.choice_list import Choice, ChoiceList
from muqabala.tui.widgets.footer import StatusFooter
from muqabala.tui.words import plural

if TYPE_CHECKING:
    from muqabala.tui.app import Desk

KEYS = "Enter opens · / finds by name · F5 reads again · q quits"


class DocumentsScreen(Screen[None]):
    """Enter opens a document; / finds one by its name."""

    def __init__(self, documents: Sequence[DocumentSummary]) -> None:
        super().__init__()
        self.documents = list(documents)
        self._seen = -1
        self._fresh = True

    @property
    def desk(self) -> Desk:
        """The application, as what it is."""
        from muqabala.tui.app import Desk

        assert isinstance(self.app, Desk)  # noqa: S101 - for the type checker
        return self.app

    def compose(self) -> ComposeResult:
        yield Static(self._sentence(), classes="title", id="sentence")
        yield ChoiceList([_line(document) for document in self.documents], id="documents")
        footer = StatusFooter()
        footer.mode = "Documents"
        footer.sentence = KEYS
        yield footer

    def _sentence(self) -> str:
        if not self.documents:
            return "There is no document yet. Put some into seeds/ and run: muqabala translate"
        waiting = sum(document.unreviewed for document in self.documents)
        return f" {plural(len(self.documents), 'document')}, {plural(waiting, 'segment')} without a decision"

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()
        self.set_interval(1.0, self._poll)

    def _poll(self) -> None:
        """A document may have been read or drafted meanwhile."""
        if self.app.screen is self:
            footer = self.query_one(StatusFooter)
            footer.say(f"{self.desk.drafting}  {KEYS}" if self.desk.drafting else KEYS)
            seen = self.desk.bench.written_elsewhere()
            if seen != self._seen:
                self._seen = seen
                self.reload()
                self.desk.open_named(self.documents)

    def on_screen_resume(self) -> None:
        if not self._fresh:
            self.reload()
        self._fresh = False

    def reload(self) -> None:
        """What the store says now."""
        self.documents = self.desk.documents()
        self.query_one("#sentence", Static).update(self._sentence())
        self.query_one(ChoiceList).load([_line(document) for document in self.documents])

    @on(ChoiceList.Taken)
    def _open(self, message: ChoiceList.Taken) -> None:
        self.desk.open_document(self.documents[message.index])

    def on_key(self, event: events.Key) -> None:
        if event.character in ("q", "ض") or event.key == "ctrl+q":
            self.app.exit()
        elif event.key == "f5":
            self.reload()
        elif event.character in ("/", "ظ"):
            self.app.push_screen(PromptScreen("Find a document by its name:"), self._find)
        else:
            return
        event.stop()

    def _find(self, name: str | None) -> None:
        entries = self.query_one(ChoiceList)
        order = [*range(entries.at + 1, len(self.documents)), *range(entries.at + 1)]
        found = next((k for k in order if name and name.casefold() in self.documents[k].name.casefold()), None)
        if found is not None:
            entries.move(found)


def _line(document: DocumentSummary) -> Choice:
    total = document.segments
    percent = round(100 * document.accepted / total) if total else 0
    bar = "█" * round(percent / 10) + "░" * (10 - round(percent / 10))
    facts = [f"{bar} {percent:3d} % accepted", f"{total:,} segments"]
    if document.language == "en":
        facts.append("in English, waits for align")
    if document.unplaced:
        facts.append(f"! {document.unplaced:,} unplaced")
    if document.flagged:
        facts.append(f"⚑ {document.flagged:,} flagged")
    if document.target_document:
        facts.append(f"aligned with {PurePosixPath(document.target_document).name}")
    if document.touched_at:
        facts.append(f"last touched {document.touched_at.replace('T', ' ').removesuffix('Z')}")
    return Choice((" · ".join(facts),), document.name)
