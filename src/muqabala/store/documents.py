"""Documents in the store: put there by intake, read again, listed, aligned, forgotten.

A second reading keeps what a person has done. Sentences found again keep everything; a sentence that changed becomes
new and offers its old text first; one that has gone stays in the history, and its accepted pair stays a pair.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from muqabala.errors import InputError
from muqabala.store.database import Database
from muqabala.store.history import Change, History, put_columns
from muqabala.store.pairs import Pairs
from muqabala.store.reread import changed_in_gap, same_in_order
from muqabala.store.rows import (
    DocumentKind,
    DocumentSummary,
    IntakeReport,
    NewBead,
    Waiting,
    now,
    source_hash,
    terms_to_json,
    to_json,
)
from muqabala.store.segments import bead_columns, made_of
from muqabala.values import Block, Document, Dropped, Origin, Role, Segment, State

READER = "muqabala"
"""Who stands in the history for what a reading of the file did, and not a person."""

_FRESH: dict[str, Any] = {
    "target": "",
    "state": "new",
    "origin": "engine",
    "terms": "[]",
    "unplaced": 0,
    "findings": "[]",
    "score": None,
    "engine": "",
    "glossary": "",
    "machine": None,
    "waivers": "[]",
    "pair_key": None,
    "made_of": None,
    "continues": 0,
}


class Documents:
    """Questions about documents, and how they come and go."""

    def __init__(self, database: Database, pairs: Pairs, history: History) -> None:
        self._database = database
        self._pairs = pairs
        self._history = history

    # ── questions ────────────────────────────────────────────────────────────────────────────────────────────────

    def find(self, name: str, *, kind: DocumentKind = "document", target: str | None = None) -> int | None:
        """The id of a document by its name; forgotten ones are not found."""
        question = "SELECT id FROM documents WHERE name = ? AND kind = ? AND forgotten_at IS NULL"
        values: list[Any] = [name, kind]
        if target is not None:
            question += " AND target_name = ?"
            values.append(target)
        row = self._database.row(f"{question} ORDER BY id DESC", values)
        return None if row is None else int(row[0])

    def names(self) -> list[str]:
        """Every name the store knows: documents, forgotten ones too, and those that pairs were imported under."""
        question = "SELECT name FROM documents UNION SELECT document FROM pairs WHERE document <> '' ORDER BY 1"
        return [row[0] for row in self._database.rows(question)]

    def resolve(self, said: str) -> str:
        """The name that a person means: the name itself, or the only one that ends in it."""
        names = self.names()
        if said in names:
            return said
        ending = [name for name in names if name.endswith(f"/{said.removeprefix('./')}")]
        if len(ending) == 1:
            return ending[0]
        if ending:
            raise InputError(f"{said}: could be {', '.join(ending[:5])}.", hint="Name it in full.")
        raise InputError(f"{said}: the store has no such document.", hint="`muqabala review` lists the documents.")

    def list(self) -> list[DocumentSummary]:
        """Every document with what the desk's list shows, in the order of first reading."""
        rows = self._database.rows(f"{_SUMMARY} ORDER BY d.id")
        return _summaries(rows)

    def summary(self, document_id: int) -> DocumentSummary:
        """One line of the list."""
        rows = self._database.rows(f"{_SUMMARY} WHERE d.id = ?", (document_id,))
        if not rows:
            raise InputError("That document is no longer in the store.")
        return _summaries(rows)[0]

    def document(self, document_id: int) -> Document:
        """The document as it was read, blocks and dropped lines included."""
        row = self._database.row("SELECT * FROM documents WHERE id = ?", (document_id,))
        if row is None or row["forgotten_at"]:
            raise InputError("That document is no longer in the store.")
        return Document(
            name=row["name"],
            format=row["format"],
            language=row["language"],
            encoding=row["encoding"],
            blocks=_blocks(row["blocks"]),
            dropped=_dropped(row["dropped"]),
        )

    def raw(self, document_id: int) -> bytes:
        """The bytes of the file as they were read; the file itself may have gone."""
        row = self._database.row("SELECT raw FROM documents WHERE id = ?", (document_id,))
        return b"" if row is None or row[0] is None else zlib.decompress(row[0])

    def stored_segments(self, document_id: int) -> Iterator[Segment]:
        """Segments as intake makes them, from the store; for writing a document back."""
        question = (
            "SELECT s.*, d.name AS document FROM segments s JOIN documents d ON d.id = s.document_id"
            " WHERE d.id = ? ORDER BY s.number"
        )
        for row in self._database.stream(question, (document_id,)):
            yield Segment(
                document=row["document"],
                number=row["number"],
                paragraph=row["paragraph"],
                role=Role(row["role"]),
                source=row["source"],
                block=row["block"],
                span=(row["span_start"], row["span_end"]),
                place=json.loads(row["place"]),
            )

    # ── lines a person wants back ────────────────────────────────────────────────────────────────────────────────

    def keep_lines(self, name: str, lines: Iterable[tuple[int, str]]) -> None:
        """Remember dropped lines (number and text) that a person restored."""
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO kept_lines (name, line, text) VALUES (?, ?, ?)",
                [(name, line, text) for line, text in lines],
            )

    def kept_lines(self, name: str) -> dict[int, str]:
        """Line → text of the lines restored with `--keep`."""
        rows = self._database.rows("SELECT line, text FROM kept_lines WHERE name = ? ORDER BY line", (name,))
        return {row[0]: row[1] for row in rows}

    # ── intake ───────────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, document: Document, raw: bytes, segments: Sequence[Segment]) -> IntakeReport:
        """Store a document that was read, or compare it with its stored form; one transaction."""
        with self._database.writing() as connection:
            known = connection.execute(
                "SELECT id, forgotten_at FROM documents WHERE name = ? AND kind = 'document'", (document.name,)
            ).fetchone()
            columns = _document_columns(document, raw)
            if known is None:
                document_id = _insert(connection, "documents", columns | {"name": document.name, "kind": "document"})
            else:
                document_id = known["id"]
                named = ", ".join(f"{name} = :{name}" for name in columns)
                connection.execute(
                    f"UPDATE documents SET {named}, forgotten_at = NULL WHERE id = :id", columns | {"id": document_id}
                )
            rows = connection.execute(
                "SELECT * FROM segments WHERE document_id = ? ORDER BY number", (document_id,)
            ).fetchall()
            if not rows:
                _insert_segments(connection, document_id, segments)
                return IntakeReport(document_id, total=len(segments), new=len(segments))
            report = _Rereading(connection, self._pairs, self._history, document_id, rows, segments).run()
            self._pairs.renumber(connection, document_id)
            return report

    # ── alignment ────────────────────────────────────────────────────────────────────────────────────────────────

    def put_alignment(self, source: str, target: str, beads: Sequence[NewBead]) -> IntakeReport:
        """Store the beads of a document and its translation; beads a person has decided on stay as they are.

        A bead is known again by its two lists of sentence numbers and its source. Where a new bead shares a sentence
        with one that was accepted or edited, the person's bead stays and the new one is left out. A bead that breaks a
        `must` term and is not suspicious is recalled, though it cannot be accepted yet.
        """
        at = now()
        with self._database.writing() as connection:
            known = connection.execute(
                "SELECT id FROM documents WHERE name = ? AND target_name = ? AND kind = 'alignment'", (source, target)
            ).fetchone()
            if known is None:
                columns = {"name": source, "target_name": target, "kind": "alignment", "read_at": at}
                document_id = _insert(connection, "documents", columns)
            else:
                document_id = known["id"]
                connection.execute(
                    "UPDATE documents SET read_at = ?, forgotten_at = NULL WHERE id = ?", (at, document_id)
                )
            return _put_beads(connection, self._pairs, document_id, beads, at)

    # ── imported pairs that wait ─────────────────────────────────────────────────────────────────────────────────

    def put_waiting(self, name: str, waiting: Sequence[Waiting]) -> int:
        """Make segments of imported pairs that a person must look at, in a document named after their file.

        A pair that waits already is not put there again. How many are new.
        """
        if not waiting:
            return 0
        at = now()
        with self._database.writing() as connection:
            row = connection.execute("SELECT id FROM documents WHERE name = ? AND kind = 'import'", (name,)).fetchone()
            if row is None:
                document_id = _insert(connection, "documents", {"name": name, "kind": "import", "read_at": at})
            else:
                document_id = row["id"]
                connection.execute("UPDATE documents SET forgotten_at = NULL WHERE id = ?", (document_id,))
            question = "SELECT ifnull(max(number), 0) FROM segments WHERE document_id = ?"
            last = number = int(connection.execute(question, (document_id,)).fetchone()[0])
            for one in waiting:
                if connection.execute("SELECT 1 FROM segments WHERE pair_key = ?", (one.pair.id,)).fetchone():
                    continue
                number += 1
                columns = _waiting_columns(one, number) | {"document_id": document_id, "touched_at": at}
                segment = _insert(connection, "segments", columns)
                connection.execute("UPDATE pairs SET segment_id = ? WHERE key = ?", (segment, one.pair.id))
            return number - last

    # ── forgetting ───────────────────────────────────────────────────────────────────────────────────────────────

    def forget(self, name: str, *, reviewer: str) -> tuple[int, int]:
        """Remove every text of a document, from segments, pairs, history and index; how many segments and pairs.

        What stays is that it was there, who decided when, and that it was forgotten. A pair that another document also
        holds, or that was imported under its own name, stays with them.
        """
        at = now()
        with self._database.writing() as connection:
            before = connection.execute("SELECT count(*) FROM pairs").fetchone()[0]
            documents = connection.execute(
                "SELECT id FROM documents WHERE name = :name OR target_name = :name", {"name": name}
            ).fetchall()
            if not documents:
                documents = [(_insert(connection, "documents", {"name": name, "kind": "import", "read_at": at}),)]
            removed = sum(self._forget(connection, document_id, reviewer, at) for (document_id,) in documents)
            connection.execute("DELETE FROM kept_lines WHERE name = ?", (name,))
            free = connection.execute(
                "SELECT key FROM pairs WHERE segment_id IS NULL AND (document = :name OR target_document = :name)",
                {"name": name},
            ).fetchall()
            for (key,) in free:
                _let_go(connection, key)
            pairs = before - connection.execute("SELECT count(*) FROM pairs").fetchone()[0]
            # FTS5 keeps removed words in its older segments until they are merged.
            connection.execute("INSERT INTO pairs_fts (pairs_fts) VALUES ('optimize')")
        self._database.empty_log()
        return removed, pairs

    def _forget(self, connection: sqlite3.Connection, document_id: int, reviewer: str, at: str) -> int:
        rows = connection.execute("SELECT id, pair_key FROM segments WHERE document_id = ?", (document_id,)).fetchall()
        for row in rows:
            connection.execute("DELETE FROM typing WHERE segment_id = ?", (row["id"],))
        connection.execute("DELETE FROM segments WHERE document_id = ?", (document_id,))
        for row in rows:
            owned = connection.execute("SELECT key FROM pairs WHERE segment_id = ?", (row["id"],)).fetchall()
            for (key,) in owned:
                _let_go(connection, key)
        connection.execute(
            "UPDATE history SET change = '{}', reason = '', undoable = 0 WHERE document_id = ?", (document_id,)
        )
        connection.execute(
            "UPDATE documents SET raw = NULL, blocks = NULL, dropped = NULL, checksum = '', forgotten_at = ?"
            " WHERE id = ?",
            (at, document_id),
        )
        self._history.add(
            connection,
            document_id,
            "forget",
            Change(),
            reviewer=reviewer,
            at=at,
            reason=f"{len(rows)} segments",
            undoable=False,
        )
        return len(rows)


_SUMMARY = (
    "SELECT d.id, d.name, d.kind, d.target_name, d.format, d.language, d.read_at, d.forgotten_at, t.state,"
    " ifnull(t.segments, 0) AS segments, ifnull(t.words, 0) AS words, ifnull(t.unplaced, 0) AS unplaced,"
    " ifnull(t.flagged, 0) AS flagged,"
    " (SELECT h.at FROM history h WHERE h.document_id = d.id ORDER BY h.id DESC LIMIT 1) AS decided_at"
    " FROM documents d LEFT JOIN tallies t ON t.document_id = d.id AND t.segments > 0"
)


def _summaries(rows: Sequence[sqlite3.Row]) -> list[DocumentSummary]:
    by_document: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        by_document.setdefault(row["id"], []).append(row)
    found = []
    for document_id, parts in by_document.items():
        first = parts[0]
        states = {State(part["state"]): part["segments"] for part in parts if part["state"]}
        left = [part["words"] for part in parts if part["state"] in ("new", "drafted", "edited", "stale")]
        found.append(
            DocumentSummary(
                id=document_id,
                name=first["name"],
                kind=first["kind"],
                target_document=first["target_name"],
                format=first["format"],
                language=first["language"],
                segments=sum(states.values()),
                states=states,
                words=sum(part["words"] for part in parts),
                words_left=sum(left),
                unplaced=sum(part["unplaced"] for part in parts),
                flagged=sum(part["flagged"] for part in parts),
                read_at=first["read_at"],
                touched_at=first["decided_at"] or first["read_at"],
                forgotten_at=first["forgotten_at"],
            )
        )
    return found


# ── how a document lies in its columns ───────────────────────────────────────────────────────────────────────────────


def _packed(value: Any) -> bytes:
    return zlib.compress(to_json(value).encode("utf-8", "surrogatepass"), 6)


def _unpacked(blob: bytes | None) -> Any:
    return [] if blob is None else json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))


def _document_columns(document: Document, raw: bytes) -> dict[str, Any]:
    return {
        "format": document.format,
        "language": document.language,
        "encoding": document.encoding,
        "checksum": hashlib.sha256(raw).hexdigest(),
        "raw": zlib.compress(raw, 6),
        "read_at": now(),
        "blocks": _packed([[b.text, str(b.role), dict(b.place), b.line] for b in document.blocks]),
        "dropped": _packed([[d.line, d.text, d.reason] for d in document.dropped]),
    }


def _blocks(blob: bytes | None) -> tuple[Block, ...]:
    return tuple(Block(text, Role(role), place, line) for text, role, place, line in _unpacked(blob))


def _dropped(blob: bytes | None) -> tuple[Dropped, ...]:
    return tuple(Dropped(line, text, reason) for line, text, reason in _unpacked(blob))


def _segment_columns(segment: Segment) -> dict[str, Any]:
    """What a reading says about a segment; a person's part is not here."""
    return {
        "number": segment.number,
        "paragraph": segment.paragraph,
        "role": str(segment.role),
        "source": segment.source,
        "source_hash": source_hash(segment.source),
        "words": len(segment.source.split()),
        "block": segment.block,
        "span_start": segment.span[0],
        "span_end": segment.span[1],
        "place": to_json(dict(segment.place)),
    }


def _insert(connection: sqlite3.Connection, table: str, columns: dict[str, Any]) -> int:
    names = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    return int(connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", columns).lastrowid or 0)


def _insert_segments(connection: sqlite3.Connection, document_id: int, segments: Iterable[Segment]) -> None:
    at = now()
    rows = [_segment_columns(segment) | {"document_id": document_id, "touched_at": at} for segment in segments]
    if rows:
        names = ", ".join(rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        connection.executemany(f"INSERT INTO segments ({names}) VALUES ({marks})", rows)


def _let_go(connection: sqlite3.Connection, key: str) -> None:
    """Remove a pair of a forgotten document, or hand it to a segment that was accepted with the same texts."""
    other = connection.execute(
        "SELECT id FROM segments WHERE pair_key = ? AND state = 'accepted' ORDER BY id LIMIT 1", (key,)
    ).fetchone()
    if other is None:
        connection.execute("DELETE FROM pairs WHERE key = ?", (key,))
    else:
        connection.execute(
            "UPDATE pairs SET segment_id = s.id, document = d.name, number = s.number, target_document = d.target_name,"
            " source_segments = s.source_segments, target_segments = s.target_segments, machine = s.machine, free = ''"
            " FROM segments s JOIN documents d ON d.id = s.document_id WHERE pairs.key = ? AND s.id = ?",
            (key, other["id"]),
        )


def _waiting_columns(waiting: Waiting, number: int) -> dict[str, Any]:
    pair = waiting.pair
    bead = NewBead(
        pair.ar,
        pair.en,
        pair.source_segments,
        pair.target_segments,
        paragraph=number,
        terms=pair.terms,
        findings=waiting.findings,
        glossary=pair.glossary,
        origin=Origin.IMPORT,
        engine=pair.engine,
    )
    waivers = terms_to_json([verdict for verdict in pair.terms if verdict.status == "waived"])
    return bead_columns(bead) | {
        "number": number,
        "pair_key": pair.id,
        "machine": pair.machine,
        "waivers": waivers,
    }


class _Rereading:
    """One comparison of a document's stored rows with its sentences as they are now."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        pairs: Pairs,
        history: History,
        document_id: int,
        rows: Sequence[sqlite3.Row],
        segments: Sequence[Segment],
    ) -> None:
        self.connection = connection
        self.pairs = pairs
        self.history = history
        self.document_id = document_id
        self.segments = segments
        self.at = now()
        self.groups: list[list[sqlite3.Row]] = []
        """Rows that a split or merge has tied together stand or fall as one; most groups are a single row."""
        for row in rows:
            if row["continues"] and self.groups:
                self.groups[-1].append(row)
            else:
                self.groups.append([row])
        self.number = 0
        self.kept = self.new = self.changed = self.vanished = 0

    def run(self) -> IntakeReport:
        """Walk both sides together: groups found again, and the gaps between them."""
        sentences = [(text, at) for at, group in enumerate(self.groups) for text in made_of(group[0])]
        same = same_in_order([text for text, _ in sentences], [segment.source for segment in self.segments])
        matched = self._whole_groups(same, sentences)
        last_group = last_segment = 0
        for group, segment, length in [*matched, (len(self.groups), len(self.segments), 0)]:
            self._gap(range(last_group, group), range(last_segment, segment))
            if length:
                self._keep(self.groups[group], self.segments[segment])
            last_group, last_segment = group + 1, segment + length
        return IntakeReport(self.document_id, self.number, self.new, self.kept, self.changed, self.vanished)

    def _whole_groups(
        self, same: Sequence[tuple[int, int]], sentences: Sequence[tuple[str, int]]
    ) -> list[tuple[int, int, int]]:
        """(group, first new segment, how many) for the groups all of whose sentences stand together in the new text."""
        found: dict[int, list[int]] = {}
        for old, new in same:
            found.setdefault(sentences[old][1], []).append(new)
        whole = []
        for group, places in found.items():
            length = len(made_of(self.groups[group][0]))
            if len(places) == length and places[-1] - places[0] == length - 1:
                whole.append((group, places[0], length))
        return whole

    def _keep(self, group: Sequence[sqlite3.Row], segment: Segment) -> None:
        """The rows stay; what a reading says of them is brought up to date."""
        first = group[0]
        for row in group:
            self.number += 1
            shift = segment.span[0] - first["span_start"]
            alone = len(group) == 1 and first["made_of"] is None
            columns = {
                "number": self.number,
                "paragraph": segment.paragraph,
                "role": str(segment.role),
                "block": segment.block,
                "place": to_json(dict(segment.place)),
                "span_start": segment.span[0] if alone else row["span_start"] + shift,
                "span_end": segment.span[1] if alone else row["span_end"] + shift,
            }
            if any(row[name] != value for name, value in columns.items()):
                named = ", ".join(f"{name} = :{name}" for name in columns)
                self.connection.execute(f"UPDATE segments SET {named} WHERE id = :id", columns | {"id": row["id"]})
            self.kept += 1

    def _gap(self, groups: range, segments: range) -> None:
        """Between two sentences found again: what changed, what is new, what has gone."""
        old = [" ".join(made_of(self.groups[g][0])) for g in groups]
        new = [self.segments[s].source for s in segments]
        came_from = {j: self.groups[groups[i]] for i, j in changed_in_gap(old, new)} if old and new else {}
        taken = {id(group) for group in came_from.values()}
        for g in groups:
            if id(self.groups[g]) not in taken:
                for row in self.groups[g]:
                    self._vanish(row)
        for j, s in enumerate(segments):
            self.number += 1
            if j in came_from:
                self._change(came_from[j], self.segments[s])
            else:
                columns = _segment_columns(self.segments[s]) | {"number": self.number, "touched_at": self.at}
                _insert(self.connection, "segments", columns | {"document_id": self.document_id})
                self.new += 1

    def _change(self, group: Sequence[sqlite3.Row], segment: Segment) -> None:
        """The sentence reads differently now: new, with the old text to offer; its pair stays a pair."""
        row = group[0]
        for further in group[1:]:
            self._vanish(further)
        if row["pair_key"]:
            self.pairs.set_free(self.connection, row["pair_key"])
        columns = _segment_columns(segment) | _FRESH | {"number": self.number}
        if row["target"]:
            columns["previous"] = to_json([row["source"], row["target"]])
        put_columns(self.connection, row["id"], columns, self.at)
        change = Change(
            edits=[
                (
                    row["id"],
                    self.number,
                    {
                        "source": (row["source"], segment.source),
                        "target": (row["target"], ""),
                        "state": (row["state"], "new"),
                    },
                )
            ]
        )
        self._note("changed", row, change)
        self.changed += 1

    def _vanish(self, row: sqlite3.Row) -> None:
        if row["pair_key"]:
            self.pairs.set_free(self.connection, row["pair_key"])
        self.connection.execute("DELETE FROM segments WHERE id = ?", (row["id"],))
        self._note("vanished", row, Change(removed=[dict(row)]))
        self.vanished += 1

    def _note(self, kind: str, row: sqlite3.Row, change: Change) -> None:
        self.history.add(
            self.connection,
            self.document_id,
            kind,
            change,
            reviewer=READER,
            at=self.at,
            segment=row["id"],
            number=row["number"],
            undoable=False,
        )


def _put_beads(
    connection: sqlite3.Connection, pairs: Pairs, document_id: int, beads: Sequence[NewBead], at: str
) -> IntakeReport:
    rows = connection.execute("SELECT * FROM segments WHERE document_id = ? ORDER BY number", (document_id,)).fetchall()
    decided = [row for row in rows if row["state"] in ("accepted", "edited", "rejected")]
    for row in rows:
        if row["state"] not in ("accepted", "edited", "rejected"):
            connection.execute("DELETE FROM segments WHERE id = ?", (row["id"],))
            if row["pair_key"]:
                pairs.forget_waiting(connection, row["id"], row["pair_key"])
    held_source = {n for row in decided for n in json.loads(row["source_segments"])}
    held_target = {n for row in decided for n in json.loads(row["target_segments"])}
    fresh = [b for b in beads if not held_source & set(b.source_segments) and not held_target & set(b.target_segments)]
    placed = _in_order(decided, fresh)
    for number, item in enumerate(placed, start=1):
        if isinstance(item, NewBead):
            columns = bead_columns(item) | {"document_id": document_id, "number": number, "touched_at": at}
            segment = _insert(connection, "segments", columns)
            if columns["unplaced"] and item.source and item.target and not item.suspicious:
                pairs.remember_waiting(connection, segment, at)
        else:
            connection.execute("UPDATE segments SET number = ? WHERE id = ?", (number, item["id"]))
    pairs.renumber(connection, document_id)
    vanished = len(rows) - len(decided)
    return IntakeReport(document_id, len(placed), new=len(fresh), kept=len(decided), vanished=vanished)


def _in_order(decided: Sequence[sqlite3.Row], fresh: Sequence[NewBead]) -> list[sqlite3.Row | NewBead]:
    """New beads in the aligner's order, and each decided one before the first that comes after it in either document.

    A bead of one side has no place by its numbers alone: the two documents count differently.
    """
    placed: list[sqlite3.Row | NewBead] = []
    waiting = list(reversed(fresh))
    for row in decided:
        source, target = json.loads(row["source_segments"]), json.loads(row["target_segments"])
        while waiting and not _comes_after(waiting[-1], source, target):
            placed.append(waiting.pop())
        placed.append(row)
    return placed + waiting[::-1]


def _comes_after(bead: NewBead, source: Sequence[int], target: Sequence[int]) -> bool:
    if bead.source_segments and source:
        return bead.source_segments[0] > source[-1]
    return bool(bead.target_segments and target) and bead.target_segments[0] > target[-1]
