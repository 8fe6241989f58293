"""The list of documents: how far each has come, and which one to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from muqabala.store.rows import DocumentSummary
from muqabala.tui.actions import DOCUMENTS, EDIT, REVIEW, Action, keymap
from muqabala.tui.host import Host, host_of
from muqabala.tui.screens.choose import ChooseScreen
from muqabala.tui.screens.help import HelpScreen
from muqabala.tui.screens.palette import PaletteScreen
from muqabala.tui.screens.prompt import PromptScreen
from muqabala.tui.widgets.choice_list import Choice, ChoiceList
from muqabala.tui.widgets.footer import StatusFooter
from muqabala.tui.words import plural

Wanted = Callable[[DocumentSummary], bool]
FILTERS: tuple[tuple[str, Wanted], ...] = (
    ("All documents", lambda document: True),
    ("with unreviewed segments", lambda document: document.unreviewed > 0),
    ("with a term not placed", lambda document: document.unplaced > 0),
    ("with segments that need review", lambda document: document.flagged > 0),
    ("aligned with a translation", lambda document: document.kind == "alignment"),
    ("wholly decided", lambda document: document.segments > 0 and document.unreviewed == 0),
)


class DocumentsScreen(Screen[None]):
    """Enter opens a document; / finds one by its name, f shows some of them."""

    def __init__(self, documents: Sequence[DocumentSummary], table: tuple[Action, ...]) -> None:
        super().__init__()
        self.table = table
        self.keymap = keymap(table)
        self._every = list(documents)
        self._filter = 0
        self._seen = -1
        self._fresh = True

    @property
    def desk(self) -> Host:
        """The application."""
        return host_of(self.app)

    @property
    def documents(self) -> list[DocumentSummary]:
        """Those that the filter leaves."""
        wanted = FILTERS[self._filter][1]
        return [document for document in self._every if wanted(document)]

    def compose(self) -> ComposeResult:
        yield Static(self._sentence(), classes="title", id="sentence", markup=False)
        yield ChoiceList([_line(document) for document in self.documents], mode=self.desk.mode_of_text, id="documents")
        footer = StatusFooter()
        footer.show_mode(DOCUMENTS, self.table)
        yield footer

    def _sentence(self) -> str:
        if not self._every:
            return " There is no document yet. Put some into seeds/; they are drafted when the desk is opened."
        waiting = sum(document.unreviewed for document in self.documents)
        sentence = f" {plural(len(self.documents), 'document')}, {plural(waiting, 'segment')} without a decision"
        return f"{sentence} · showing those {FILTERS[self._filter][0]}; f shows all" if self._filter else sentence

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus()
        self.set_interval(1.0, self._poll)

    def say(self, sentence: str) -> None:
        """Tell in the footer what happened."""
        self.query_one(StatusFooter).say(sentence)

    def _poll(self) -> None:
        """A document may have been read or drafted meanwhile."""
        if self.app.screen is self:
            footer = self.query_one(StatusFooter)
            if self.desk.drafting or footer.sentence.startswith("drafting"):
                footer.say(self.desk.drafting)
            seen = self.desk.bench.written_elsewhere()
            if seen != self._seen:
                self._seen = seen
                self.do_reload("")
                self.desk.open_named(self._every)

    def on_screen_resume(self) -> None:
        if not self._fresh:
            self.do_reload("")
        self._fresh = False

    @on(ChoiceList.Taken)
    def _open(self, message: ChoiceList.Taken) -> None:
        self.desk.open_document(self.documents[message.index])

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_key(self, event: events.Key) -> None:
        for key in (event.key, event.character if event.is_printable else None):
            if key is not None and key in self.keymap:
                event.stop()
                self.perform(self.keymap[key][0].id)
                return

    def perform(self, action: str, key: str = "") -> None:
        """Run an action of the table."""
        handler: Callable[[str], None] = getattr(self, f"do_{action}")
        handler(key)

    def do_open(self, key: str) -> None:
        documents, at = self.documents, self.query_one(ChoiceList).at
        if at < len(documents):
            self.desk.open_document(documents[at])

    def do_reload(self, key: str) -> None:
        """What the store says now."""
        self._every = self.desk.documents()
        self._show()

    def _show(self) -> None:
        self.query_one("#sentence", Static).update(self._sentence())
        self.query_one(ChoiceList).load([_line(document) for document in self.documents])

    def do_search(self, key: str) -> None:
        self.app.push_screen(PromptScreen("Find a document by its name:", mode=self.desk.mode_of_text), self._find)

    def _find(self, name: str | None) -> None:
        entries = self.query_one(ChoiceList)
        documents = self.documents
        order = [*range(entries.at + 1, len(documents)), *range(entries.at + 1)]
        found = next((k for k in order if name and name.casefold() in documents[k].name.casefold()), None)
        if found is not None:
            entries.move(found)
            self.say("")
        elif name:
            self.say(f"No document here is called like “{name}”.")

    def do_filter(self, key: str) -> None:
        counts = [sum(map(wanted, self._every)) for _, wanted in FILTERS]
        choices = [Choice((f"{label} ({count})",)) for (label, _), count in zip(FILTERS, counts, strict=True)]

        def chosen(index: int | None) -> None:
            if index is None:
                return
            if not counts[index]:
                self.say(f"No document is there to show: {FILTERS[index][0]}.")
                return
            self._filter = index
            self.query_one(ChoiceList).at = 0
            self._show()
            self.say("")

        self.app.push_screen(ChooseScreen("Show which documents?", choices, answer="shows them"), chosen)

    def do_help(self, key: str) -> None:
        self.app.push_screen(HelpScreen([(mode, self.desk.tables[mode]) for mode in (DOCUMENTS, REVIEW, EDIT)]))

    def do_palette(self, key: str) -> None:
        def chosen(action: str | None) -> None:
            if action is not None:
                self.perform(action)

        self.app.push_screen(PaletteScreen(self.table), chosen)

    def do_quit(self, key: str) -> None:
        self.app.exit()


def _line(document: DocumentSummary) -> Choice:
    total = document.segments
    percent = round(100 * document.accepted / total) if total else 0
    bar = "█" * round(percent / 10) + "░" * (10 - round(percent / 10))
    facts = [f"{bar} {percent:3d} % accepted", plural(total, "segment")]
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
