"""What a screen may ask of the application it stands in, so that screens need not know the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.app import App

from muqabala.store import DocumentSummary
from muqabala.text.bidi import Mode
from muqabala.tui.actions import Action
from muqabala.tui.bench import Bench

if TYPE_CHECKING:
    from muqabala.engine import Engine


@dataclass(frozen=True, slots=True)
class Showing:
    """A filter: its name, and the question to the store."""

    sentence: str
    wanted: Mapping[str, Any]


class Host(Protocol):
    """The application, as screens see it."""

    bench: Bench
    mode_of_text: Mode
    tables: dict[str, tuple[Action, ...]]
    drafting: str
    """What goes on in the background; empty: nothing."""

    def documents(self) -> list[DocumentSummary]:
        """The list, of the named documents only where some were named."""

    def open_named(self, found: list[DocumentSummary]) -> None:
        """Open the one document that was named, as soon as the store has it."""

    def open_document(self, document: DocumentSummary, showing: Showing | None = None) -> None:
        """Put a document on the desk, or some of its segments."""

    def change_document(self, document: DocumentSummary, showing: Showing | None) -> None:
        """Another document in the place of the one on the desk, under the same filter."""

    def show_documents(self) -> None:
        """Back to the list."""

    def show_alignment(self, document: DocumentSummary) -> None:
        """The beads of a document. Raises InputError where it has none."""

    def show_desk(self, document: DocumentSummary) -> None:
        """The segments of a document whose beads are shown."""

    def draft_in_background(self, document: DocumentSummary) -> None:
        """Draft what is new or stale in a document while the person goes on."""

    def engine(self) -> Engine:
        """The engine, opened once; called from worker threads only."""


def host_of(app: App[Any]) -> Host:
    """An application as its screens see it; there is but one, the desk."""
    return cast("Host", app)
