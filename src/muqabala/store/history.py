"""Who decided what, when: written with each decision, told oldest first, taken back by adding to it.

A line holds what the decision changed, field by field, before and after. Undo puts the old values back and adds a
line; it refuses where somebody else has changed the same fields since. The scope of undo is one reviewer on one
document, narrowed to one desk where desks have names.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from muqabala.errors import Conflict, ReviewRefused
from muqabala.store.database import Database
from muqabala.store.pairs import Pairs
from muqabala.store.rows import HistoryEntry, now, to_json

# A history row h counts as taken back when an undo names it and no redo names that undo.
_TAKEN_BACK = (
    "EXISTS (SELECT 1 FROM history u WHERE u.takes_back = h.id AND u.kind = 'undo'"
    " AND NOT EXISTS (SELECT 1 FROM history r WHERE r.takes_back = u.id AND r.kind = 'redo'))"
)

_TELLING = "SELECT h.*, d.name AS document FROM history h JOIN documents d ON d.id = h.document_id"
_IDENTITY = ("source", "target", "state", "source_segments", "target_segments")
"""Columns that tell whether a row is still the one that was decided on."""


@dataclass(slots=True)
class Change:
    """What one decision did to the rows of `segments`, in column values."""

    edits: list[tuple[int, int, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    """(segment id, number, column → (before, after))"""
    removed: list[dict[str, Any]] = field(default_factory=list)
    """Whole rows, for split, merge and realign."""
    added: list[dict[str, Any]] = field(default_factory=list)
    runs: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = field(default_factory=list)
    """(removed, added) at several places of one document, in the order in which they are made."""

    def to_json(self) -> str:
        shape: dict[str, Any] = {}
        if self.edits:
            shape["edits"] = self.edits
        if self.removed or self.added:
            shape |= {"removed": self.removed, "added": self.added}
        if self.runs:
            shape["runs"] = self.runs
        return to_json(shape)

    @classmethod
    def from_json(cls, text: str) -> Change:
        shape = json.loads(text)
        edits = [(e[0], e[1], {k: (v[0], v[1]) for k, v in e[2].items()}) for e in shape.get("edits", [])]
        runs = [(removed, added) for removed, added in shape.get("runs", [])]
        return cls(edits, shape.get("removed", []), shape.get("added", []), runs)

    def reversed(self) -> Change:
        """The change that takes this one back."""
        edits = [(s, n, {k: (after, before) for k, (before, after) in f.items()}) for s, n, f in self.edits]
        runs = [(added, removed) for removed, added in reversed(self.runs)]
        return Change(edits, self.added, self.removed, runs)


class History:
    """The record of decisions, and the two that work on it: undo and redo."""

    def __init__(self, database: Database, pairs: Pairs) -> None:
        self._database = database
        self._pairs = pairs

    # ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────

    def of_document(self, document: str, number: int | None = None) -> Iterator[HistoryEntry]:
        """Every decision on a document (or one of its segments, by its number now or then), oldest first."""
        question = f"{_TELLING} WHERE d.name = :name"
        values: dict[str, Any] = {"name": document}
        if number is not None:
            question += (
                " AND (h.segment_id IN (SELECT s.id FROM segments s WHERE s.document_id = d.id AND s.number = :number)"
                " OR (h.number = :number AND NOT EXISTS (SELECT 1 FROM segments s WHERE s.id = h.segment_id)))"
            )
            values["number"] = number
        for row in self._database.stream(question + " ORDER BY h.id", values):
            yield _entry(row)

    def of_segment(self, segment: int) -> list[HistoryEntry]:
        """Every decision on one stored segment, oldest first."""
        rows = self._database.rows(f"{_TELLING} WHERE h.segment_id = ? ORDER BY h.id", (segment,))
        return [_entry(row) for row in rows]

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self,
        connection: sqlite3.Connection,
        document_id: int,
        kind: str,
        change: Change,
        *,
        reviewer: str,
        at: str,
        desk: str = "",
        reason: str = "",
        segment: int | None = None,
        number: int = 0,
        undoable: bool = True,
        takes_back: int | None = None,
    ) -> int:
        """One more line, in the transaction that makes the change it tells of."""
        cursor = connection.execute(
            "INSERT INTO history (at, reviewer, desk, document_id, segment_id, number, kind, reason, change, undoable,"
            " takes_back) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (at, reviewer, desk, document_id, segment, number, kind, reason, change.to_json(), undoable, takes_back),
        )
        return int(cursor.lastrowid or 0)

    # ── undo and redo ────────────────────────────────────────────────────────────────────────────────────────────

    def undo(self, document_id: int, *, reviewer: str, desk: str = "") -> HistoryEntry:
        """Take back the newest decision of this reviewer (at this desk) on the document that still stands."""
        with self._database.writing() as connection:
            scope, values = _scope(document_id, reviewer, desk)
            row = connection.execute(
                f"SELECT h.* FROM history h WHERE {scope} AND h.undoable AND NOT {_TAKEN_BACK}"
                " ORDER BY h.id DESC LIMIT 1",
                values,
            ).fetchone()
            if row is None:
                raise ReviewRefused("There is nothing of yours to undo in this document.")
            change = Change.from_json(row["change"]).reversed()
            return self._take(connection, row, row, change, "undo", row["id"], reviewer, desk)

    def redo(self, document_id: int, *, reviewer: str, desk: str = "") -> HistoryEntry:
        """Do again what was undone last, as long as nothing new has been decided since."""
        with self._database.writing() as connection:
            scope, values = _scope(document_id, reviewer, desk)
            row = connection.execute(
                f"SELECT h.* FROM history h WHERE {scope} AND h.kind = 'undo'"
                " AND NOT EXISTS (SELECT 1 FROM history r WHERE r.takes_back = h.id AND r.kind = 'redo')"
                f" AND h.id > ifnull((SELECT max(h.id) FROM history h WHERE {scope} AND h.undoable), 0)"
                " ORDER BY h.id DESC LIMIT 1",
                values,
            ).fetchone()
            if row is None:
                raise ReviewRefused("There is nothing to redo.")
            decision = connection.execute("SELECT * FROM history WHERE id = ?", (row["takes_back"],)).fetchone()
            change = Change.from_json(decision["change"])
            return self._take(connection, row, decision, change, "redo", row["id"], reviewer, desk)

    def _take(
        self,
        connection: sqlite3.Connection,
        row: sqlite3.Row,
        decision: sqlite3.Row,
        change: Change,
        kind: str,
        takes_back: int,
        reviewer: str,
        desk: str,
    ) -> HistoryEntry:
        at = now()
        self.apply(connection, decision["document_id"], change, reviewer, at)
        line = self.add(
            connection,
            decision["document_id"],
            kind,
            change,
            reviewer=reviewer,
            at=at,
            desk=desk,
            reason=decision["kind"],
            segment=decision["segment_id"],
            number=decision["number"],
            undoable=False,
            takes_back=takes_back,
        )
        return _entry(connection.execute(f"{_TELLING} WHERE h.id = ?", (line,)).fetchone())

    def apply(self, connection: sqlite3.Connection, document_id: int, change: Change, reviewer: str, at: str) -> None:
        """Make a recorded change to the rows as they are now; Conflict where they are not as it left them."""
        for segment, number, fields in change.edits:
            before = connection.execute("SELECT * FROM segments WHERE id = ?", (segment,)).fetchone()
            if before is None or any(before[name] != was for name, (was, _) in fields.items()):
                raise Conflict(
                    f"Segment {number} has been changed by somebody else since.", hint="Look at its history first."
                )
            put_columns(connection, segment, {name: will for name, (_, will) in fields.items()}, at)
            self._pairs.settle(connection, before, segment, reviewer, at, renew=False)
        if change.removed or change.added:
            self.reshape(connection, document_id, change.removed, change.added, reviewer, at)
        for removed, added in change.runs:
            self.reshape(connection, document_id, removed, added, reviewer, at)

    def reshape(
        self,
        connection: sqlite3.Connection,
        document_id: int,
        removed: Sequence[Mapping[str, Any]],
        added: Sequence[Mapping[str, Any]],
        reviewer: str,
        at: str,
    ) -> list[dict[str, Any]]:
        """Put rows in the place of rows that follow one another; gives the added ones as stored.

        Added rows that bring an `id` get that one, so that undo gives a segment its own history back.
        """
        start = min((row["number"] for row in (*removed, *added) if "number" in row), default=1)
        held: list[sqlite3.Row] = []
        for place, row in enumerate(removed):
            there = connection.execute("SELECT * FROM segments WHERE id = ?", (row["id"],)).fetchone()
            if there is None or any(there[name] != row[name] for name in _IDENTITY):
                raise Conflict(
                    f"Segment {row['number']} has been changed by somebody else since.",
                    hint="Look at its history first.",
                )
            if place == 0:
                start = there["number"]
            held.append(there)
        for old in held:
            connection.execute("DELETE FROM segments WHERE id = ?", (old["id"],))
        shift = len(added) - len(removed)
        if shift:
            connection.execute(
                "UPDATE segments SET number = number + ? WHERE document_id = ? AND number >= ?",
                (shift, document_id, start + len(removed)),
            )
        stored = [self._add_row(connection, document_id, row, start + place, at) for place, row in enumerate(added)]
        for old in held:
            self._pairs.settle(connection, old, None, reviewer, at)
        for new in stored:
            self._pairs.settle(connection, None, new["id"], reviewer, at, renew=False)
        self._pairs.renumber(connection, document_id)
        fresh = (connection.execute("SELECT * FROM segments WHERE id = ?", (new["id"],)).fetchone() for new in stored)
        return [dict(row) for row in fresh]

    @staticmethod
    def _add_row(
        connection: sqlite3.Connection, document_id: int, row: Mapping[str, Any], number: int, at: str
    ) -> dict[str, Any]:
        columns = dict(row) | {"document_id": document_id, "number": number, "touched_at": at}
        columns["version"] = int(columns.get("version", 0)) + 1
        names = ", ".join(columns)
        marks = ", ".join(f":{name}" for name in columns)
        columns["id"] = connection.execute(f"INSERT INTO segments ({names}) VALUES ({marks})", columns).lastrowid
        return columns


def put_columns(connection: sqlite3.Connection, segment: int, columns: Mapping[str, Any], at: str) -> None:
    """Change columns of a segment, and its version with them."""
    named = "".join(f"{name} = :{name}, " for name in columns)
    connection.execute(
        f"UPDATE segments SET {named}version = version + 1, touched_at = :now_ WHERE id = :segment_",
        dict(columns) | {"now_": at, "segment_": segment},
    )


def _scope(document_id: int, reviewer: str, desk: str) -> tuple[str, dict[str, Any]]:
    scope = "h.document_id = :document AND h.reviewer = :reviewer"
    if desk:
        scope += " AND h.desk = :desk"
    return scope, {"document": document_id, "reviewer": reviewer, "desk": desk}


def _number(rows: Sequence[Mapping[str, Any]]) -> int:
    return min((int(row["number"]) for row in rows), default=0)


def _entry(row: sqlite3.Row) -> HistoryEntry:
    change = Change.from_json(row["change"])
    before = after = state_before = state_after = None
    for segment, _, fields in change.edits:
        if segment == row["segment_id"] or len(change.edits) == 1:
            before, after = fields.get("target", (None, None))
            state_before, state_after = fields.get("state", (None, None))
    runs = [(change.removed, change.added), *sorted(change.runs, key=lambda run: _number(run[0]))]
    if any(removed or added for removed, added in runs):
        before = " | ".join(r["target"] or r["source"] for removed, _ in runs for r in removed) or None
        after = " | ".join(r["target"] or r["source"] for _, added in runs for r in added) or None
    return HistoryEntry(
        id=row["id"],
        at=row["at"],
        reviewer=row["reviewer"],
        document=row["document"],
        segment=row["number"],
        kind=row["kind"],
        reason=row["reason"],
        before=before,
        after=after,
        state_before=state_before,
        state_after=state_after,
        takes_back=row["takes_back"],
    )
