"""Segments as the desk asks for them and as the batch writes them: by window, by state, one short transaction a time.

A document may have 100,000 segments, so no question here reads them all unless its name says so.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from muqabala.errors import Conflict, InputError
from muqabala.store.database import Database
from muqabala.store.history import Change, History, put_columns
from muqabala.store.pairs import Pairs
from muqabala.store.rows import (
    SEGMENT_QUERY,
    UNREVIEWED_SQL,
    Edit,
    NewBead,
    StoredSegment,
    column_values,
    findings_from_json,
    findings_to_json,
    now,
    segment_from_row,
    source_hash,
    terms_to_json,
    to_json,
    unplaced_terms,
)
from muqabala.values import Draft, Finding, Severity, State

STICKY = frozenset({"pair_key", "version", "touched_at", "unplaced"})
"""Columns an undo leaves alone or that follow from others; a pair's key outlives the undo of its acceptance."""


class Segments:
    """Questions about segments, and every way a segment may change."""

    def __init__(self, database: Database, pairs: Pairs, history: History) -> None:
        self._database = database
        self._pairs = pairs
        self._history = history

    # ── questions ────────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, segment: int) -> StoredSegment:
        """One stored segment by its id."""
        row = self._database.row(f"{SEGMENT_QUERY} WHERE s.id = ?", (segment,))
        if row is None:
            raise InputError("That segment is no longer in the store.", hint="The document was read again; reload it.")
        return segment_from_row(row)

    def at(self, document_id: int, number: int) -> StoredSegment | None:
        """The segment with this number, if there is one."""
        row = self._database.row(f"{SEGMENT_QUERY} WHERE s.document_id = ? AND s.number = ?", (document_id, number))
        return None if row is None else segment_from_row(row)

    def window(self, document_id: int, first: int, last: int) -> list[StoredSegment]:
        """Segments `first` to `last`, both included."""
        rows = self._database.rows(
            f"{SEGMENT_QUERY} WHERE s.document_id = ? AND s.number BETWEEN ? AND ? ORDER BY s.number",
            (document_id, first, last),
        )
        return [segment_from_row(row) for row in rows]

    def all_of(self, document_id: int, states: Collection[State] = ()) -> Iterator[StoredSegment]:
        """Every segment of a document in order, or those in one of the states; one at a time."""
        question = f"{SEGMENT_QUERY} WHERE s.document_id = ?"
        if states:
            question += f" AND s.state IN ({','.join('?' * len(states))})"
        values = (document_id, *(str(state) for state in states))
        for row in self._database.stream(f"{question} ORDER BY s.number", values):
            yield segment_from_row(row)

    def count(self, document_id: int) -> int:
        """How many segments the document has."""
        row = self._database.row("SELECT ifnull(sum(segments), 0) FROM tallies WHERE document_id = ?", (document_id,))
        return int(row[0]) if row else 0

    def states(self, document_id: int) -> dict[State, int]:
        """How many segments are in which state."""
        rows = self._database.rows(
            "SELECT state, segments FROM tallies WHERE document_id = ? AND segments > 0", (document_id,)
        )
        return {State(row[0]): row[1] for row in rows}

    def next_unreviewed(self, document_id: int, after: int, *, backwards: bool = False) -> int | None:
        """The number of the next (or previous) segment a person has not decided on; None at the end."""
        compared, order = ("<", "DESC") if backwards else (">", "ASC")
        row = self._database.row(
            f"SELECT number FROM segments WHERE document_id = ? AND number {compared} ? AND {UNREVIEWED_SQL}"
            f" ORDER BY number {order} LIMIT 1",
            (document_id, after),
        )
        return None if row is None else int(row[0])

    def numbers_where(
        self,
        document_id: int,
        *,
        states: Collection[State] = (),
        check: str | None = None,
        term: str | None = None,
        flagged: bool = False,
        unplaced: bool = False,
        text: str | None = None,
        suspicious: bool = False,
    ) -> list[int]:
        """The numbers of the segments a filter or search of the desk leaves; `text` is looked for on both sides."""
        where, values = ["document_id = ?"], [document_id, *map(str, states)]
        if states:
            where.append(f"state IN ({','.join('?' * len(states))})")
        if flagged:
            where.append("flagged")
        if unplaced:
            where.append("unplaced")
        if suspicious:
            where.append("suspicious")
        for column, field, wanted in (("findings", "check", check), ("terms", "id", term)):
            if wanted is not None:
                one = f"SELECT 1 FROM json_each({column}) j WHERE json_extract(j.value, '$.{field}') = ?"
                where.append(f"EXISTS ({one})")
                values.append(wanted)
        if text is not None:
            where.append("(instr(lower(source), lower(?)) OR instr(lower(target), lower(?)))")
            values += [text, text]
        rows = self._database.rows(f"SELECT number FROM segments WHERE {' AND '.join(where)} ORDER BY number", values)
        return [row[0] for row in rows]

    def touched_since(self, document_id: int, at: str) -> list[int]:
        """The numbers of the segments that were written at a time (as in `touched_at`) or after it."""
        question = "SELECT number FROM segments WHERE document_id = ? AND touched_at >= ? ORDER BY number"
        return [row[0] for row in self._database.rows(question, (document_id, at))]

    def repetitions(self, segment: StoredSegment, *, everywhere: bool = False) -> list[StoredSegment]:
        """Other segments whose source reads the same, in this document or in all; in order."""
        where, values = "s.source_hash = ? AND s.id <> ?", [source_hash(segment.source), segment.id]
        if not everywhere:
            where += " AND s.document_id = ?"
            values.append(segment.document_id)
        rows = self._database.rows(f"{SEGMENT_QUERY} WHERE {where} ORDER BY s.document_id, s.number", values)
        return [segment_from_row(row) for row in rows]

    def of_pair(self, key: str) -> list[StoredSegment]:
        """The segments that hold a pair."""
        rows = self._database.rows(f"{SEGMENT_QUERY} WHERE s.pair_key = ? ORDER BY s.id", (key,))
        return [segment_from_row(row) for row in rows]

    # ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────

    def decide(
        self,
        kind: str,
        edits: Sequence[Edit],
        *,
        reviewer: str,
        desk: str = "",
        reason: str = "",
        undoable: bool = True,
    ) -> list[StoredSegment]:
        """Change some segments of one document and write down who did; all of them or, with a Conflict, none.

        Pairs follow: a segment that becomes accepted gets its pair, one that ceases to be lets go of it.
        """
        at = now()
        change = Change()
        with self._database.writing() as connection:
            document_id = 0
            for edit in edits:
                before = _row_for(connection, edit)
                document_id = before["document_id"]
                put_columns(connection, edit.segment, column_values(edit.fields), at)
                self._pairs.settle(connection, before, edit.segment, reviewer, at)
                after = connection.execute("SELECT * FROM segments WHERE id = ?", (edit.segment,)).fetchone()
                change.edits.append((edit.segment, before["number"], _difference(before, after)))
            if edits:
                first = change.edits[0]
                undoable = undoable and any(fields for _, _, fields in change.edits)
                self._history.add(
                    connection,
                    document_id,
                    kind,
                    change,
                    reviewer=reviewer,
                    at=at,
                    desk=desk,
                    reason=reason,
                    segment=first[0],
                    number=first[1],
                    undoable=undoable,
                )
        return [self.get(edit.segment) for edit in edits]

    def reshape(
        self,
        kind: str,
        removed: Sequence[tuple[int, int | None]],
        added: Sequence[Mapping[str, Any]],
        *,
        reviewer: str,
        desk: str = "",
        reason: str = "",
    ) -> list[StoredSegment]:
        """Put new rows (column values) in the place of neighbouring ones (id and version); split, merge and realign."""
        runs = [(removed, added)]
        return self.reshape_runs(kind, runs, reviewer=reviewer, desk=desk, reason=reason)

    def reshape_runs(
        self,
        kind: str,
        runs: Sequence[tuple[Sequence[tuple[int, int | None]], Sequence[Mapping[str, Any]]]],
        *,
        reviewer: str,
        desk: str = "",
        reason: str = "",
    ) -> list[StoredSegment]:
        """Reshape at several places of one document as one decision, which one undo takes back. New rows in order.

        A run is (removed, added) as for `reshape`; runs do not touch one another.
        """
        at = now()
        made: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = []
        with self._database.writing() as connection:
            wanted = [(_neighbours(connection, removed), added) for removed, added in runs]
            # From the last to the first: replacing one run renumbers what comes after it.
            for images, added in sorted(wanted, key=lambda run: -int(run[0][0]["number"])):
                stored = self._history.reshape(connection, images[0]["document_id"], images, added, reviewer, at)
                made.append((images, stored))
            images, stored = made[-1]
            single = len(made) == 1
            self._history.add(
                connection,
                images[0]["document_id"],
                kind,
                Change(removed=images, added=stored) if single else Change(runs=made),
                reviewer=reviewer,
                at=at,
                desk=desk,
                reason=reason,
                segment=stored[0]["id"] if stored else images[0]["id"],
                number=images[0]["number"],
            )
        return [self.get(row["id"]) for _, stored in reversed(made) for row in stored]

    def image(self, segment: int) -> dict[str, Any]:
        """The column values of a segment, as `reshape` takes them; for making new rows out of old ones."""
        row = self._database.row("SELECT * FROM segments WHERE id = ?", (segment,))
        if row is None:
            raise InputError("That segment is no longer in the store.", hint="The document was read again; reload it.")
        return dict(row)

    # ── drafts ───────────────────────────────────────────────────────────────────────────────────────────────────

    def put_drafts(self, drafts: Iterable[Draft]) -> int:
        """Write a batch of drafts in one transaction; how many were taken.

        A draft is for the segment with its document, number and source, and only while that segment is new, drafted or
        stale: what a person has edited, accepted or rejected is left as it is, and so is what has since moved.
        """
        taken = 0
        at = now()
        with self._database.writing() as connection:
            ids: dict[str, int | None] = {}
            for draft in drafts:
                if draft.document not in ids:
                    found = connection.execute(
                        "SELECT id FROM documents WHERE name = ? AND kind = 'document'", (draft.document,)
                    ).fetchone()
                    ids[draft.document] = None if found is None else found[0]
                taken += self._put_draft(connection, ids[draft.document], draft, at)
        return taken

    @staticmethod
    def _put_draft(connection: sqlite3.Connection, document_id: int | None, draft: Draft, at: str) -> int:
        cursor = connection.execute(
            "UPDATE segments SET target = :target, machine = :target, state = :state, origin = :origin, terms = :terms,"
            " unplaced = :unplaced, findings = :findings, score = :score, engine = :engine, glossary = :glossary,"
            " version = version + 1, touched_at = :at WHERE document_id = :document AND number = :number"
            " AND source = :source AND state IN ('new', 'drafted', 'stale')",
            {
                "target": draft.target,
                "state": str(draft.state),
                "origin": str(draft.origin),
                "terms": terms_to_json(draft.terms),
                "unplaced": len(unplaced_terms(draft.terms)),
                "findings": findings_to_json(draft.findings),
                "score": draft.score,
                "engine": draft.engine,
                "glossary": draft.glossary,
                "at": at,
                "document": document_id,
                "number": draft.segment,
                "source": draft.source,
            },
        )
        return cursor.rowcount

    def mark_stale(self, segments: Iterable[int], message: str = "term changed") -> int:
        """A glossary entry that these segments (ids) match has changed: drafted ones become stale.

        Edited and accepted ones keep text and state and get the finding `term` with this message. How many changed.
        """
        at = now()
        touched = 0
        finding = Finding("term", Severity.WARNING, message)
        with self._database.writing() as connection:
            for segment in segments:
                row = connection.execute("SELECT * FROM segments WHERE id = ?", (segment,)).fetchone()
                if row is None:
                    continue
                if row["state"] == "drafted":
                    put_columns(connection, segment, {"state": "stale"}, at)
                    touched += 1
                elif row["state"] in ("edited", "accepted"):
                    findings = findings_from_json(row["findings"])
                    if finding not in findings:
                        put_columns(connection, segment, {"findings": findings_to_json((*findings, finding))}, at)
                        touched += 1
        return touched

    def update_findings(self, findings: Mapping[int, tuple[Sequence[Finding], Sequence[Finding]]]) -> int:
        """Checks that look at a whole document come after its drafts: replace the findings of some segments.

        Segment id → (findings as they were read, findings now); a segment whose findings have changed since is left
        alone. How many were written.
        """
        written = 0
        with self._database.writing() as connection:
            for segment, (before, found) in findings.items():
                written += connection.execute(
                    "UPDATE segments SET findings = ? WHERE id = ? AND findings = ?",
                    (findings_to_json(found), segment, findings_to_json(before)),
                ).rowcount
        return written

    # ── half-typed text ──────────────────────────────────────────────────────────────────────────────────────────

    def keep_typing(self, segment: int, reviewer: str, text: str) -> None:
        """Remember what is being typed, so that a crash or Esc does not lose it."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO typing (segment_id, reviewer, text, at) VALUES (?, ?, ?, ?)",
                (segment, reviewer, text, now()),
            )

    def typing(self, segment: int, reviewer: str) -> str | None:
        """What this reviewer had typed here and not kept."""
        row = self._database.row("SELECT text FROM typing WHERE segment_id = ? AND reviewer = ?", (segment, reviewer))
        return None if row is None else str(row[0])

    def drop_typing(self, segment: int, reviewer: str) -> None:
        """The typed text has been kept, or is no longer wanted."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM typing WHERE segment_id = ? AND reviewer = ?", (segment, reviewer))


def _row_for(connection: sqlite3.Connection, edit: Edit) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT * FROM segments WHERE id = ?", (edit.segment,)).fetchone()
    if row is None:
        raise Conflict("That segment is no longer in the document.", hint="It was read again or reshaped; reload it.")
    if edit.version is not None and row["version"] != edit.version:
        raise Conflict(
            f"Segment {row['number']} has been changed by somebody else since you read it.",
            hint="Look at the new text, then decide again.",
        )
    return row


def _neighbours(connection: sqlite3.Connection, removed: Sequence[tuple[int, int | None]]) -> list[dict[str, Any]]:
    """The rows named, in order, as they are; Conflict where they have changed or do not follow one another."""
    rows = sorted(
        (_row_for(connection, Edit(segment, version=version)) for segment, version in removed),
        key=lambda row: int(row["number"]),
    )
    for one, following in pairwise(rows):
        if one["document_id"] != following["document_id"] or one["number"] + 1 != following["number"]:
            raise Conflict("Those segments do not follow one another.", hint="Reload the document.")
    return [dict(row) for row in rows]


def _difference(before: sqlite3.Row, after: sqlite3.Row) -> dict[str, tuple[Any, Any]]:
    names = [name for name in before.keys() if name not in STICKY]  # noqa: SIM118 - a Row iterates over its values
    found = {name: (before[name], after[name]) for name in names if before[name] != after[name]}
    if "terms" in found:
        found["unplaced"] = (before["unplaced"], after["unplaced"])
    if "state" in found:
        # The text that was decided on is told with the decision, changed or not.
        found["target"] = (before["target"], after["target"])
    return found


def bead_columns(bead: NewBead) -> dict[str, Any]:
    """A bead as the columns of a new segment."""
    return {
        "paragraph": bead.paragraph,
        "role": str(bead.role),
        "source": bead.source,
        "source_hash": source_hash(bead.source),
        "words": len(bead.source.split()),
        "target": bead.target,
        "state": str(bead.state),
        "origin": str(bead.origin),
        "terms": terms_to_json(bead.terms),
        "unplaced": len(unplaced_terms(bead.terms)),
        "findings": findings_to_json(bead.findings),
        "score": bead.score,
        "engine": bead.engine,
        "glossary": bead.glossary,
        "machine": bead.target or None,
        "suspicious": int(bead.suspicious),
        "source_segments": to_json(list(bead.source_segments)),
        "target_segments": to_json(list(bead.target_segments)),
    }


def made_of(row: sqlite3.Row | Mapping[str, Any]) -> list[str]:
    """The sentences, as first read, that a row and those that continue it were made of."""
    return [row["source"]] if row["made_of"] is None else list(json.loads(row["made_of"]))
