"""The review desk as an application: settings in, screens pushed, errors shown as sentences.

Only this file and the command choose an engine, and it is opened in a thread the first time something asks for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.driver import Driver

from muqabala.config import Workspace
from muqabala.errors import InputError, MuqabalaError
from muqabala.store import DocumentSummary, Store
from muqabala.text.bidi import Mode
from muqabala.tui.actions import BY_MODE, DOCUMENTS, with_user_keys
from muqabala.tui.bench import Bench
from muqabala.tui.drafting import draft, undrafted_files
from muqabala.tui.guardian import guarded
from muqabala.tui.host import Host, Showing
from muqabala.tui.screens.alignment import AlignmentScreen
from muqabala.tui.screens.calibration import CalibrationScreen
from muqabala.tui.screens.desk import DeskBase, DeskScreen
from muqabala.tui.screens.documents import DocumentsScreen
from muqabala.tui.terminal import (
    MODES,
    Choice,
    Terminal,
    choose,
    explicit_mode,
    memory_file,
    memory_key,
    probe,
    read_memory,
    remember,
)  # fmt: skip

if TYPE_CHECKING:
    from muqabala.engine import Engine


class Desk(App[None]):
    """The review desk of one workspace."""

    CSS_PATH: ClassVar[str] = "desk.tcss"
    ENABLE_COMMAND_PALETTE = False
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012 - declared so by the base
    TITLE = "muqabala"

    def __init__(
        self,
        workspace: Workspace,
        store: Store,
        reviewer: str,
        *,
        mode: Mode = "app",
        paths: Sequence[Path] = (),
        ask_as: str = "",
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.workspace = workspace
        self.bench = Bench(workspace, store, reviewer)
        self.mode_of_text: Mode = mode
        self.paths = tuple(paths)
        self.ask_as = ask_as
        """The name under which the answer to the calibration is remembered; empty: nothing is asked."""
        self._opening = bool(paths)
        self._waiting: list[Path] = []
        self.tables = {name: with_user_keys(table, workspace.settings.keys) for name, table in BY_MODE.items()}
        self.drafting = ""
        """What goes on in the background, for the header; empty: nothing."""
        self._engine: Engine | None = None
        self._engine_lock = threading.Lock()

    def on_mount(self) -> None:
        self.theme = "textual-light" if self.workspace.settings.theme == "light" else "textual-dark"
        self._leave_on_signals()
        if self.ask_as:
            self.push_screen(CalibrationScreen(), self._calibrated)
        else:
            self._begin()
        if self.bench.store.database.readonly:
            self.notify(
                f"{self.workspace.store} may only be read: you can look, but no decision can be kept.",
                severity="warning",
                timeout=20,
                markup=False,
            )
        self.run_worker(self._warm, thread=True, group="warm", exit_on_error=False)
        self.call_after_refresh(self._draft_what_waits)

    def _calibrated(self, answer: str | None) -> None:
        for mode in MODES:
            if answer == mode:
                remember(memory_file(os.environ), self.ask_as, answer)
                self.mode_of_text = mode
        self._begin()

    def _begin(self) -> None:
        documents = self.documents()
        self.push_screen(DocumentsScreen(documents, self.tables[DOCUMENTS]))
        self.open_named(documents)

    def _leave_on_signals(self) -> None:
        """A hang-up or a kill ends the desk the proper way, the terminal put back."""
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGHUP):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(wanted, self.exit)

    def _warm(self) -> None:
        """Open glossary and word list while the person reads; what is wrong with them is said when they are needed."""
        with contextlib.suppress(MuqabalaError):
            self.bench.review.examiner.examine("", "warm")

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────

    def documents(self) -> list[DocumentSummary]:
        """The list, of the named documents only where some were named."""
        documents = self.bench.documents()
        return [document for document in documents if self._is_named(document.name)] if self.paths else documents

    def _is_named(self, name: str) -> bool:
        asked = [self.workspace.document_name(path) for path in self.paths]
        return any(name == one or one == "." or name.startswith(f"{one}/") for one in asked)

    def open_named(self, found: Sequence[DocumentSummary]) -> None:
        """Open the one document that was named, as soon as the store has it."""
        ready = [document for document in found if document.segments]
        if self._opening and ready and len({document.name for document in found}) == 1:
            self._opening = False
            # What came from `align` opens as beads; F7 changes to the desk.
            self.open_document(next((d for d in ready if d.kind == "alignment"), ready[0]))

    def open_document(self, document: DocumentSummary, showing: Showing | None = None) -> None:
        """Put a document on the desk, or some of its segments; one that came from `align` opens as beads."""
        if document.kind == "alignment":
            screen: DeskBase = AlignmentScreen(self.bench, document, mode=self.mode_of_text, tables=self.tables)
        else:
            screen = DeskScreen(self.bench, document, mode=self.mode_of_text, tables=self.tables, showing=showing)
        self.push_screen(screen)

    def change_document(self, document: DocumentSummary, showing: Showing | None) -> None:
        """Another document in the place of the one on the desk, under the same filter."""
        self.show_documents()
        self.open_document(document, showing)

    def show_documents(self) -> None:
        """Back to the list."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def show_alignment(self, document: DocumentSummary) -> None:
        """The beads of a document that was aligned too."""
        for other in self.bench.documents():
            if other.kind == "alignment" and document.name in (other.name, other.target_document):
                self.open_document(other)
                return
        raise InputError(
            f"{document.name} was not aligned with a translation.", hint="muqabala align AR EN makes beads."
        )

    def show_desk(self, document: DocumentSummary) -> None:
        """The segments of a document whose beads are shown."""
        self.show_documents()
        for other in self.bench.documents():
            if other.kind == "document" and other.name == document.name:
                self.open_document(other)
                return

    # ── drafting in the background ───────────────────────────────────────────────────────────────────────────────

    def _draft_what_waits(self) -> None:
        """Documents not yet drafted: those named, else what lies in seeds/."""
        if self.bench.store.database.readonly:
            return
        paths = self.paths or ((self.workspace.seeds,) if self.workspace.seeds.is_dir() else ())
        try:
            self._draft_files(undrafted_files(self.workspace, self.bench.store, paths))
        except MuqabalaError as wrong:
            self.notify(str(wrong), severity="error", markup=False)

    def draft_in_background(self, document: DocumentSummary) -> None:
        """Draft what is new or stale in a document while the person goes on."""
        path = self.workspace.root / document.name
        if path.is_file():
            self._draft_files([path])
        else:
            self.notify(
                f"{document.name} has gone from the disk; it is not drafted again.", severity="warning", markup=False
            )

    def _draft_files(self, paths: Sequence[Path]) -> None:
        idle = not self._waiting
        self._waiting += [path for path in paths if path not in self._waiting]
        if idle and self._waiting:
            self._draft()

    @work(group="draft")
    async def _draft(self) -> None:
        while self._waiting:
            batch = list(self._waiting)
            self.drafting = f"drafting {len(batch)} document{'s' if len(batch) > 1 else ''}…"
            wrong = await draft(self.workspace, batch)
            self._waiting = [path for path in self._waiting if path not in batch]
            if wrong:
                self.notify(wrong, severity="error", timeout=15, markup=False)
        self.drafting = ""

    # ── the engine ───────────────────────────────────────────────────────────────────────────────────────────────

    def engine(self) -> Engine:
        """The engine, opened once; called from worker threads only. One core is left to the screen."""
        from muqabala.engine import load_engine

        with self._engine_lock:
            if self._engine is None:
                settings = self.workspace.settings
                threads = settings.threads or max(1, (os.cpu_count() or 2) - 1)
                self._engine = load_engine(replace(settings, threads=threads))
            return self._engine


_HOST: type[Host] = Desk
"""For the type checker: the desk is what its screens ask of it."""


def open_store(workspace: Workspace) -> Store:
    """The store; one that may not be written to is opened to be read."""
    file = workspace.store
    # A writer also needs the folder: SQLite keeps its log there.
    readonly = file.is_file() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))
    return Store.open(file, readonly=readonly)


def run_desk(
    workspace: Workspace, *, paths: Sequence[Path] = (), bidi: str | None = None, reviewer: str | None = None
) -> None:
    """Ask the terminal, open the store, run the desk, put the terminal back."""
    from muqabala.tui.bench import reviewer_name

    setting = bidi or workspace.settings.bidi
    environ = os.environ
    if "TEXTUAL_DRIVER" in environ:
        # The browser page does no bidi of its own, and there is no terminal to ask.
        terminal, choice = Terminal("browser", False), Choice("app", explicit=False)
    else:
        terminal = probe(environ)
        choice = choose(setting, terminal, read_memory(memory_file(environ)), environ)
    driver: type[Driver] | None = None
    if os.name == "posix" and "TEXTUAL_DRIVER" not in environ:
        from muqabala.tui.driver import DeskDriver, ExplicitBidiDriver

        driver = ExplicitBidiDriver if choice.explicit else DeskDriver
    for path in paths:
        if not path.exists():
            with open_store(workspace) as store:
                store.documents.resolve(workspace.document_name(path))
    guard = contextlib.nullcontext() if "TEXTUAL_DRIVER" in environ else guarded(choice.explicit)
    with guard, open_store(workspace) as store, explicit_mode(choice.explicit):
        desk = Desk(
            workspace, store, reviewer_name(workspace, reviewer), mode=choice.mode,
            paths=paths, ask_as=memory_key(terminal, environ) if choice.ask else "", driver_class=driver,
        )  # fmt: skip
        desk.run()
    if desk.return_code:
        raise SystemExit(desk.return_code)
