"""The only SQL in the house: documents, segments, pairs and every decision on them, in one file per workspace.

    with Store.open(workspace.store) as store:                    # readonly=True for commands that only ask
        report = store.put_document(document, raw, segments)      # first reading or comparison with the stored form
        for row in store.segments.all_of(report.document_id, {State.NEW, State.STALE}):
            …
        store.put_drafts(drafts)                                  # a batch, one transaction; how many were taken
        store.mark_stale(ids, "term changed: …")                  # after a glossary change
        drafts = store.drafts("seeds/a.txt")                      # records in order, for `translate -o`

Four tables of questions, each an attribute:

`store.documents`   find, resolve, names, list, summary, document, raw, stored_segments, keep_lines, kept_lines,
                    put_alignment(source, target, beads), put_waiting, forget
`store.segments`    get, at, window, all_of, count, states, next_unreviewed, numbers_where, repetitions, of_pair,
                    decide (every verdict ends here), reshape (split, merge, realign), image, put_drafts, mark_stale,
                    update_findings, keep_typing, typing, drop_typing
`store.pairs`       reviewed, count, newest, documents, get, standings; what the memory asks (exact, frequency,
                    sharing, search, at); put
`store.history`     of_document, of_segment, undo, redo

Segments come as `StoredSegment` (id, version and all), and `draft()` makes the record. A verdict hands `version` back;
`Conflict` says that somebody else was faster. What a *person* may decide, and when, is `workflow/review.py`: the desk
and the commands go through there. A store that does not exist reads as empty and is made by the first write.
A `Store` may be used from several threads. Every method is one short transaction, or no transaction at all;
`store.transaction()` ties several together; `store.data_version()` tells whether somebody else has written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from muqabala.errors import InputError
from muqabala.store.database import BUSY_SECONDS, Database
from muqabala.store.documents import Documents
from muqabala.store.history import History
from muqabala.store.pairs import Arrival, Pairs, Remembered, all_arrivals, new_key
from muqabala.store.rows import (
    UNREVIEWED,
    DocumentSummary,
    Edit,
    HistoryEntry,
    IntakeReport,
    NewBead,
    Previous,
    StoredSegment,
    source_hash,
)
from muqabala.store.segments import Segments, bead_columns
from muqabala.values import Document, Draft, Segment

__all__ = [
    "UNREVIEWED",
    "Arrival",
    "DocumentSummary",
    "Edit",
    "HistoryEntry",
    "IntakeReport",
    "NewBead",
    "Previous",
    "Remembered",
    "Store",
    "StoredSegment",
    "all_arrivals",
    "bead_columns",
    "new_key",
    "source_hash",
]


class Store:
    """Everything a workspace remembers."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.pairs = Pairs(database)
        self.history = History(database, self.pairs)
        self.segments = Segments(database, self.pairs, self.history)
        self.documents = Documents(database, self.pairs, self.history)

    @classmethod
    def open(cls, path: Path, readonly: bool = False, *, busy_seconds: float = BUSY_SECONDS) -> Store:
        """The store in this file; StoreError where it is newer than this program, damaged or not a store."""
        return cls(Database(path, readonly=readonly, busy_seconds=busy_seconds))

    @property
    def path(self) -> Path:
        return self.database.path

    def close(self) -> None:
        """Close the file; a closed store answers nothing."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[object]:
        """Ties several writes together: all are kept, or none. Keep it short; everybody else waits."""
        return self.database.writing()

    def put_document(self, document: Document, raw: bytes, segments: Sequence[Segment]) -> IntakeReport:
        """See `Documents.put`."""
        return self.documents.put(document, raw, segments)

    def put_drafts(self, drafts: Iterable[Draft]) -> int:
        """See `Segments.put_drafts`."""
        return self.segments.put_drafts(drafts)

    def mark_stale(self, segments: Iterable[int], message: str = "term changed") -> int:
        """See `Segments.mark_stale`."""
        return self.segments.mark_stale(segments, message)

    def drafts(self, document: str) -> Iterator[Draft]:
        """Every segment of a document as its record, in order."""
        document_id = self.documents.find(document)
        if document_id is None:
            raise InputError(f"{document}: the store has no such document.", hint="Translate it first.")
        return (row.draft() for row in self.segments.all_of(document_id))

    def data_version(self) -> int:
        """A number that changes when another connection has written; cheap enough to ask every second."""
        row = self.database.row("PRAGMA data_version")
        return 0 if row is None else int(row[0])

    def backup(self, copy: Path) -> None:
        """A consistent copy of the store while it is in use."""
        self.database.backup(copy)
