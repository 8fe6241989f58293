"""Checks that need a whole document: one name rendered two ways. Names left out are asked for again beside it.

The batch looks once, at its end; a desk looks again after every decision, and only at what has changed since.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator

from muqabala.quality.left_out import check_left_out
from muqabala.quality.names import NameIndex, Rendered
from muqabala.quality.subject import Subject
from muqabala.store import Store, StoredSegment
from muqabala.store.rows import now

CHECK = "name"
BREATH_EVERY = 40
"""Segments read before others get their turn: 0.2 ms each, and a desk is to answer within 30."""
BREATH = 0.01


def check_document(store: Store, document_id: int) -> int:
    """Bring the findings of every segment up to date; how many segments have one of this kind."""
    index = NameIndex(
        Rendered(row.number, row.source, row.target) for row in store.segments.all_of(document_id) if row.target
    )
    _update(store, index, store.segments.all_of(document_id))
    return sum(bool(index.findings(number)) for number in index.numbers())


class NameWatch:
    """Keeps the name findings of one document up to date while it is reviewed; may be asked from several threads."""

    def __init__(self, store: Store, document_id: int) -> None:
        self._store = store
        self._stopped: Callable[[], bool] = lambda: False
        self._document = document_id
        self._index: NameIndex | None = None
        self._segments = 0
        self._looked = ""
        self._lock = threading.Lock()

    def look(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Bring the findings up to date; how many segments have others than before.

        Where `stopped` says so the look is given up, so that nobody waits for it to leave; the next one begins anew.
        """
        with self._lock:
            self._stopped = stopped
            at, segments = now(), self._store.segments.count(self._document)
            if self._index is None or segments != self._segments:
                self._index = NameIndex(Rendered(row.number, row.source, row.target) for row in self._slowly())
                written = 0 if stopped() else _update(self._store, self._index, self._slowly())
                if stopped():
                    self._index = None
                    return written
            else:
                written = self._look_at_changes(self._index)
            self._looked, self._segments = at, segments
            return written

    def _look_at_changes(self, index: NameIndex) -> int:
        changed: set[int] = set()
        for number in self._store.segments.touched_since(self._document, self._looked):
            for row in self._store.segments.window(self._document, number, number):
                changed |= index.put(Rendered(number, row.source, row.target)) | {number}
        rows = [self._store.segments.at(self._document, number) for number in sorted(changed)]
        return _update(self._store, index, (row for row in rows if row is not None))

    def _slowly(self) -> Iterator[StoredSegment]:
        """Every segment, with pauses: split and merge renumber what follows, so it is all read again."""
        for place, row in enumerate(self._store.segments.all_of(self._document), 1):
            yield row
            if place % BREATH_EVERY == 0:
                if self._stopped():
                    return
                time.sleep(BREATH)


def _update(store: Store, index: NameIndex, rows: Iterable[StoredSegment]) -> int:
    changes = {}
    for row in rows:
        others = (finding for finding in row.findings if finding.check != CHECK)
        names = (*check_left_out(Subject(row.source, row.target)), *index.findings(row.number))
        findings = (*others, *names)
        if findings != row.findings:
            changes[row.id] = (row.findings, findings)
    return store.segments.update_findings(changes) if changes else 0
