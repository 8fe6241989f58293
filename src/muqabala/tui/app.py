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
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.driver import Driver

from muqabala.config import Workspace
from muqabala.errors import InputError, MuqabalaError
from muqabala.store import DocumentSummary, Store
from muqabala.text.bidi import Mode
from muqabala.tui.actions import BY_MODE, with_user_keys
from muqabala.tui.bench import Bench
from muqabala.tui.screens.desk import DeskScreen
from muqabala.tui.screens.documents import DocumentsScreen

if TYPE_CHECKING:
    from muqabala.engine import Engine


class Desk(App[None]):
    """The review desk of one workspace."""

    CSS_PATH: ClassVar[str] = "desk.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "muqabala"

    def __init__(
        self,
        workspace: Workspace,
        store: Store,
        reviewer: str,
        *,
        mode: Mode = "app",
        named: Sequence[str] = (),
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.workspace = workspace
        self.bench = Bench(workspace, store, reviewer)
        self.mode_of_text: Mode = mode
        self.named = tuple(named)
        self.tables = {name: with_user_keys(table, workspace.settings.keys) for name, table in BY_MODE.items()}
        self._engine: Engine | None = None
        self._engine_lock = threading.Lock()

    def on_mount(self) -> None:
        self.theme = "textual-light" if self.workspace.settings.theme == "light" else "textual-dark"
        self._leave_on_signals()
        self.push_screen(DocumentsScreen(self.documents()))
        if self.named:
            self.open_document(self.document_named(self.named[0]))
        self.run_worker(self._warm, thread=True, group="warm")

    def _leave_on_signals(self) -> None:
        """A hang-up or a kill ends the desk the proper way, the terminal put back."""
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGHUP):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(wanted, self.exit)

    def _warm(self) -> None:
        """Open the glossary while the person reads; what is wrong with it is said when it is needed."""
        with contextlib.suppress(MuqabalaError):
            _ = self.bench.review

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────

    def documents(self) -> list[DocumentSummary]:
        """The list, of the named documents only where some were named."""
        documents = self.bench.documents()
        if self.named:
            names = {self.bench.store.documents.resolve(name) for name in self.named}
            documents = [document for document in documents if document.name in names]
        return documents

    def document_named(self, name: str) -> DocumentSummary:
        resolved = self.bench.store.documents.resolve(name)
        for document in self.bench.documents():
            if document.name == resolved:
                return document
        raise InputError(f"{name}: the store has no such document.", hint="Draft it first: muqabala translate")

    def open_document(self, document: DocumentSummary) -> None:
        """Put a document on the desk."""
        self.push_screen(DeskScreen(self.bench, document, mode=self.mode_of_text, tables=self.tables))

    def show_documents(self) -> None:
        """Back to the list."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def show_alignment(self, document: DocumentSummary) -> None:
        """The beads of an aligned document."""
        raise InputError(
            f"{document.name} was not aligned with a translation.", hint="muqabala align AR EN makes beads."
        )

    def draft_in_background(self, document: DocumentSummary) -> None:
        """Draft what is new or stale in a document while the person goes on."""

    # ── the engine ───────────────────────────────────────────────────────────────────────────────────────────────

    def engine(self) -> Engine:
        """The engine, opened once; called from worker threads only. One core is left to the screen."""
        from muqabala.engine import load_engine

        with self._engine_lock:
            if self._engine is None:
                self._engine = load_engine(self.workspace.settings)
            return self._engine


def run_desk(
    workspace: Workspace, *, paths: Sequence[Path] = (), bidi: str | None = None, reviewer: str | None = None
) -> None:
    """Ask the terminal, open the store, run the desk, put the terminal back."""
    from muqabala.tui.bench import reviewer_name
    from muqabala.tui.terminal import choose, explicit_mode, memory_file, probe, read_memory

    setting = bidi or workspace.settings.bidi
    environ = os.environ
    terminal = probe(environ)
    choice = choose(setting, terminal, read_memory(memory_file(environ)), environ)
    driver: type[Driver] | None = None
    if choice.explicit and os.name == "posix":
        from muqabala.tui.driver import ExplicitBidiDriver

        driver = ExplicitBidiDriver
    with Store.open(workspace.store) as store, explicit_mode(choice.explicit):
        desk = Desk(
            workspace, store, reviewer_name(workspace, reviewer), mode=choice.mode,
            named=[workspace.document_name(path) for path in paths], driver_class=driver,
        )  # fmt: skip
        desk.run()
    if desk.return_code:
        raise SystemExit(desk.return_code)
