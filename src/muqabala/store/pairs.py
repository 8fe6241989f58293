"""Pairs: made when a segment is accepted, withdrawn when it no longer is, brought along by imports, recalled by text.

A pair's key is made once. `standing` says what it is good for: `accepted` pairs are exported and recalled, `recalled`
ones only recalled, `withdrawn` ones wait for their segment to be accepted again. `free` is the standing a pair keeps
with no segment behind it (an import, or a sentence that has since gone from its document).
"""

from __future__ import annotations

import math
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from muqabala.errors import InputError
from muqabala.store.database import Database
from muqabala.store.rows import (
    SEGMENT_QUERY,
    pair_digest,
    pair_from_row,
    source_hash,
    terms_from_json,
    terms_to_json,
    text_hash,
    to_json,
)
from muqabala.text.arabic import fold_key
from muqabala.values import Pair

Standing = Literal["accepted", "recalled", "withdrawn"]
COMMON = 20_000
"""Words in more pairs than this are common, and how common does not matter."""
BUDGET = 3_000
"""Places in the index that a fuzzy look-up may gather candidates from."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A pair as the memory looks at it."""

    pair: Pair
    ar_key: str
    """The folded Arabic, which is what similarity is measured on."""
    in_context: bool = False
    """The sentence before it is the one the question named."""
    standing: Standing = "accepted"


def new_key() -> str:
    """A pair's id: 16 hexadecimal digits nobody else will make."""
    return secrets.token_hex(8)


def _newly_waived(same: sqlite3.Row, pair: Pair) -> bool:
    """Whether a pair comes with a waiver that the accepted one here lacks."""
    here = {(term.id, term.source) for term in terms_from_json(same["terms"]) if term.status == "waived"}
    return any(term.status == "waived" and (term.id, term.source) not in here for term in pair.terms)


class Pairs:
    """Questions about pairs, and the upkeep that follows each decision on a segment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._frequency: dict[str, int] = {}

    # ── questions ────────────────────────────────────────────────────────────────────────────────────────────────

    def reviewed(
        self, *, document: str | None = None, since: str | None = None, reviewer: str | None = None
    ) -> Iterator[Pair]:
        """Accepted pairs by document and segment, one at a time. `since`: a date or time as the records write it."""
        where, values = self._filter(document, since, reviewer)
        for row in self._database.stream(f"SELECT * FROM pairs WHERE {where} ORDER BY document, number, id", values):
            yield pair_from_row(row)

    def count(self, *, document: str | None = None, since: str | None = None, reviewer: str | None = None) -> int:
        """How many `reviewed` would give."""
        where, values = self._filter(document, since, reviewer)
        row = self._database.row(f"SELECT count(*) FROM pairs WHERE {where}", values)
        return int(row[0]) if row else 0

    def newest(self, *, document: str | None = None, since: str | None = None, reviewer: str | None = None) -> str:
        """When the newest of them was reviewed; empty if there are none."""
        where, values = self._filter(document, since, reviewer)
        row = self._database.row(f"SELECT max(reviewed_at) FROM pairs WHERE {where}", values)
        return str(row[0] or "") if row else ""

    @staticmethod
    def _filter(document: str | None, since: str | None, reviewer: str | None) -> tuple[str, dict[str, Any]]:
        where, values = ["standing = 'accepted'"], dict[str, Any]()
        if document is not None:
            # An identical pair is stored once, under the document that had it first.
            held = (
                "SELECT s.pair_key FROM segments s JOIN documents d ON d.id = s.document_id"
                " WHERE d.name = :document AND s.state = 'accepted' AND s.pair_key IS NOT NULL"
            )
            where.append(f"(document = :document OR key IN ({held}))")
            values["document"] = document
        if since is not None:
            where.append("reviewed_at >= :since")
            values["since"] = since
        if reviewer is not None:
            where.append("reviewer = :reviewer")
            values["reviewer"] = reviewer
        return " AND ".join(where), values

    def documents(self) -> list[str]:
        """The documents that have accepted pairs, by name."""
        question = "SELECT DISTINCT document FROM pairs WHERE standing = 'accepted' ORDER BY document"
        return [row[0] for row in self._database.rows(question)]

    def get(self, key: str) -> Pair | None:
        """The pair with this id, whatever its standing."""
        row = self._database.row("SELECT * FROM pairs WHERE key = ?", (key,))
        return None if row is None else pair_from_row(row)

    def standings(self) -> dict[Standing, int]:
        """How many pairs of each standing there are."""
        return {r[0]: r[1] for r in self._database.rows("SELECT standing, count(*) FROM pairs GROUP BY standing")}

    # ── what the memory asks ─────────────────────────────────────────────────────────────────────────────────────

    def exact(self, ar: str, before: str | None = None) -> list[Remembered]:
        """Pairs whose Arabic reads the same once folded, accepted ones first, the newest first among them.

        `before`: the Arabic sentence before this one, empty at the start of a document, None where nobody knows.
        """
        key = fold_key(ar)
        context = None if before is None else source_hash(before)
        rows = self._database.rows(
            "SELECT * FROM pairs WHERE ar_hash = ? AND ar_key = ? AND standing <> 'withdrawn'"
            " ORDER BY standing, reviewed_at DESC, id DESC LIMIT 50",
            (text_hash(key), key),
        )
        return [_remembered(row, context is not None and row["before_hash"] == context) for row in rows]

    def frequency(self, word: str) -> int:
        """In how many pairs an Arabic word occurs, counted up to `COMMON`; remembered as long as the store is open."""
        known = self._frequency.get(word)
        if known is None:
            row = self._database.row(
                "SELECT count(*) FROM (SELECT 1 FROM pairs_fts WHERE pairs_fts MATCH ? LIMIT ?)",
                (f'ar_key : "{word}"', COMMON),
            )
            known = self._frequency[word] = int(row[0]) if row else 0
        return known

    def sharing(self, words: Sequence[str], limit: int) -> list[tuple[int, str]]:
        """Row and folded Arabic of the pairs that share most of these words' rarity (rarest word first), best first.

        A word in one pair of a thousand tells more than three in one of ten: each counts with the logarithm of how
        rare it is. The rarest words, up to `BUDGET` places in the index, say which pairs are candidates at all; the
        others only help to rank those, for the index walks two lists together as fast as the shorter one.
        """
        total = max(2, self._size())
        rare, spent = list[str](), 0
        for word in words:
            spent += self.frequency(word)
            if spent > BUDGET:
                break
            rare.append(word)
        any_rare = " OR ".join(f'"{word}"' for word in rare)
        asked = [(word, f'"{word}"') for word in rare]
        if rare:
            asked += [(word, f'({any_rare}) AND "{word}"') for word in words[len(rare) :]]
        elif words:
            asked = [(words[0], " AND ".join(f'"{word}"' for word in words[:3]))]
        else:
            return []
        part = "SELECT rowid AS id, ? AS weight FROM pairs_fts WHERE pairs_fts MATCH ?"
        values: list[Any] = []
        for word, expression in asked:
            values += [math.log(total / max(1, self.frequency(word))) + 0.1, f"ar_key : ({expression})"]
        shared = f"SELECT id, sum(weight) AS shared FROM ({' UNION ALL '.join([part] * len(asked))}) GROUP BY id"
        rows = self._database.rows(
            f"SELECT p.id, p.ar_key FROM ({shared} ORDER BY shared DESC, id DESC LIMIT ?) f JOIN pairs p ON p.id = f.id"
            " WHERE p.standing <> 'withdrawn' ORDER BY f.shared DESC, p.id DESC",
            (*values, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def _size(self) -> int:
        row = self._database.row("SELECT max(id) FROM pairs")
        return int(row[0] or 0) if row else 0

    def search(self, expression: str, limit: int) -> list[Remembered]:
        """Pairs that fit an FTS5 expression over both languages, the newest first."""
        rows = self._database.rows(
            "SELECT p.* FROM pairs_fts f JOIN pairs p ON p.id = f.rowid"
            " WHERE pairs_fts MATCH ? AND p.standing <> 'withdrawn' ORDER BY f.rowid DESC LIMIT ?",
            (expression, limit),
        )
        return [_remembered(row) for row in rows]

    def at(self, ids: Sequence[int]) -> list[Remembered]:
        """The pairs in these rows, in that order."""
        marks = ",".join("?" * len(ids))
        rows = {r["id"]: r for r in self._database.rows(f"SELECT * FROM pairs WHERE id IN ({marks})", ids)}
        return [_remembered(rows[number]) for number in ids if number in rows]

    # ── upkeep: what follows a decision on a segment ─────────────────────────────────────────────────────────────

    def settle(
        self,
        connection: sqlite3.Connection,
        before: sqlite3.Row | None,
        after: int | None,
        reviewer: str,
        at: str,
        *,
        renew: bool = True,
    ) -> None:
        """Bring pairs in line with one changed segment.

        `before`: its row before the change (None: it is new); `after`: its id now (None: it has been removed).
        `renew`: a person has accepted it now, so the pair bears that name and time; without it (an undo, a neighbour's
        split) a pair whose text is the same comes back with the name and time it had.
        """
        was = before is not None and before["state"] == "accepted"
        row = None if after is None else connection.execute(f"{SEGMENT_QUERY} WHERE s.id = ?", (after,)).fetchone()
        if row is not None and row["state"] == "accepted":
            self._attach(connection, row, reviewer, at, renew)
        elif was and before is not None and before["pair_key"]:
            self._release(connection, before["pair_key"])
        if row is not None and row["kind"] != "document" and row["pair_key"]:
            self._settle_waiting(connection, row)
        if row is None and before is not None and before["pair_key"] and not was:
            self.forget_waiting(connection, before["id"], before["pair_key"])

    @staticmethod
    def _settle_waiting(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
        """An imported or aligned pair that waits is recalled until a person turns it down."""
        standing = {"accepted": "accepted", "rejected": "withdrawn"}.get(row["state"], "recalled")
        connection.execute(
            "UPDATE OR IGNORE pairs SET standing = :standing,"
            " free = CASE :standing WHEN 'recalled' THEN 'recalled' ELSE '' END"
            " WHERE key = :key AND segment_id = :segment AND NOT EXISTS"
            " (SELECT 1 FROM segments s WHERE s.pair_key = :key AND s.id <> :segment AND s.state = 'accepted')",
            {"standing": standing, "key": row["pair_key"], "segment": row["id"]},
        )

    def remember_waiting(self, connection: sqlite3.Connection, segment: int, at: str) -> None:
        """Recall a bead that breaks a `must` term, though nobody may accept it as it is."""
        row = connection.execute(f"{SEGMENT_QUERY} WHERE s.id = ?", (segment,)).fetchone()
        digest = pair_digest(row["source"], row["target"])
        if connection.execute("SELECT 1 FROM pairs WHERE digest = ? AND standing <> 'withdrawn'", (digest,)).fetchone():
            return
        self._write(connection, None, new_key(), row, "", at)
        connection.execute(
            "UPDATE pairs SET standing = 'recalled', free = 'recalled' WHERE segment_id = ? AND digest = ?",
            (segment, digest),
        )

    @staticmethod
    def forget_waiting(connection: sqlite3.Connection, segment: int, key: str) -> None:
        """The bead of a pair that was only recalled has gone, and the pair with it."""
        connection.execute(
            "DELETE FROM pairs WHERE key = ? AND segment_id = ? AND standing = 'recalled'", (key, segment)
        )

    def set_free(self, connection: sqlite3.Connection, key: str) -> None:
        """The pair's sentence has gone from its document; what was accepted stays accepted."""
        connection.execute(
            "UPDATE pairs SET free = standing, segment_id = NULL WHERE key = ? AND standing <> 'withdrawn'", (key,)
        )

    def _attach(self, connection: sqlite3.Connection, row: sqlite3.Row, reviewer: str, at: str, renew: bool) -> None:
        """Give an accepted segment its pair: the identical one in use, its own with the new text, or a new one."""
        if not row["source"].strip() or not row["target"].strip():
            return
        digest = pair_digest(row["source"], row["target"])
        same = connection.execute(
            "SELECT * FROM pairs WHERE digest = ? AND standing <> 'withdrawn'", (digest,)
        ).fetchone()
        own = connection.execute("SELECT * FROM pairs WHERE key = ?", (row["pair_key"],)).fetchone()
        if same is not None and (own is None or own["key"] != same["key"]):
            self._adopt(connection, row, same, reviewer, at)
            if own is not None:
                self._release(connection, own["key"])
            return
        if own is None:
            own = connection.execute(
                "SELECT * FROM pairs WHERE digest = ? AND standing = 'withdrawn'"
                " AND (segment_id IS NULL OR NOT EXISTS (SELECT 1 FROM segments s WHERE s.id = segment_id)) LIMIT 1",
                (digest,),
            ).fetchone()
        elif self._is_shared(connection, own, row["id"]):
            if own["digest"] == digest and own["standing"] == "accepted":
                return
            own = None
        if own is None:
            self._write(connection, None, new_key(), row, reviewer, at)
        elif own["digest"] == digest and not renew:
            connection.execute(
                "UPDATE pairs SET standing = 'accepted', segment_id = ? WHERE id = ?", (row["id"], own["id"])
            )
        else:
            self._write(connection, own, own["key"], row, reviewer, at)

    @staticmethod
    def _is_shared(connection: sqlite3.Connection, own: sqlite3.Row, segment: int) -> bool:
        """Whether another accepted segment, or the person who imported it, relies on this pair as it is."""
        if own["segment_id"] not in (None, segment) or (own["segment_id"] is None and own["free"]):
            return True
        others = connection.execute(
            "SELECT 1 FROM segments WHERE pair_key = ? AND id <> ? AND state = 'accepted' LIMIT 1",
            (own["key"], segment),
        ).fetchone()
        return others is not None

    def _adopt(
        self, connection: sqlite3.Connection, row: sqlite3.Row, same: sqlite3.Row, reviewer: str, at: str
    ) -> None:
        connection.execute("UPDATE segments SET pair_key = ? WHERE id = ?", (same["key"], row["id"]))
        if same["standing"] == "recalled":
            connection.execute(
                "UPDATE pairs SET standing = 'accepted', reviewer = ?, reviewed_at = ?, terms = ?, glossary = ?"
                " WHERE id = ?",
                (reviewer, at, row["terms"], row["glossary"], same["id"]),
            )

    def _write(
        self,
        connection: sqlite3.Connection,
        own: sqlite3.Row | None,
        key: str,
        row: sqlite3.Row,
        reviewer: str,
        at: str,
    ) -> None:
        """One pair with the text and provenance of an accepted segment."""
        ar_key = fold_key(row["source"])
        columns: dict[str, Any] = {
            "ar": row["source"],
            "en": row["target"],
            "ar_key": ar_key,
            "ar_hash": text_hash(ar_key),
            "digest": pair_digest(row["source"], row["target"]),
            "standing": "accepted",
            "segment_id": row["id"],
            "origin": row["origin"],
            "reviewer": reviewer,
            "reviewed_at": at,
            "machine": row["machine"],
            "terms": row["terms"],
            "engine": row["engine"],
            "glossary": row["glossary"],
            "free": "",
        }
        if row["kind"] != "import" or own is None:
            columns |= {
                "before_hash": self._before(connection, row),
                "document": row["document"],
                "number": row["number"],
                "target_document": row["target_document"],
                "source_segments": row["source_segments"],
                "target_segments": row["target_segments"],
            }
        if own is None:
            _insert(connection, columns | {"key": key})
        else:
            named = ", ".join(f"{name} = :{name}" for name in columns)
            connection.execute(f"UPDATE pairs SET {named} WHERE id = :id", columns | {"id": own["id"]})
        connection.execute("UPDATE segments SET pair_key = ? WHERE id = ?", (key, row["id"]))

    @staticmethod
    def _before(connection: sqlite3.Connection, row: sqlite3.Row) -> int:
        """Which sentence stands before this one; the start of a document is a context too."""
        before = connection.execute(
            "SELECT source_hash FROM segments WHERE document_id = ? AND number = ?",
            (row["document_id"], row["number"] - 1),
        ).fetchone()
        return source_hash("") if before is None else int(before[0])

    @staticmethod
    def _release(connection: sqlite3.Connection, key: str) -> None:
        """A segment let go of the pair; it is withdrawn unless somebody else holds it."""
        connection.execute(
            "UPDATE pairs SET standing = CASE"
            " WHEN EXISTS (SELECT 1 FROM segments s WHERE s.pair_key = pairs.key AND s.state = 'accepted')"
            " THEN 'accepted' WHEN free <> '' THEN free ELSE 'withdrawn' END WHERE key = ?",
            (key,),
        )

    @staticmethod
    def renumber(connection: sqlite3.Connection, document_id: int) -> None:
        """After segments of a document have moved: pairs name the number their segment has now."""
        connection.execute(
            "UPDATE pairs SET number = s.number FROM segments s JOIN documents d ON d.id = s.document_id"
            " WHERE pairs.document = (SELECT name FROM documents WHERE id = :id) AND s.id = pairs.segment_id"
            " AND s.document_id = :id AND pairs.number <> s.number AND d.kind <> 'import'",
            {"id": document_id},
        )

    # ── arrivals ─────────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, connection: sqlite3.Connection, arrival: Arrival) -> tuple[str, str]:
        """One pair from outside: its key here, and `added`, `known`, `promoted` or `updated`."""
        pair = arrival.pair
        digest = pair_digest(pair.ar, pair.en)
        # Word for word as in the partial indexes, or SQLite reads the whole table for each pair.
        same = connection.execute(
            "SELECT * FROM pairs WHERE digest = ? AND standing <> 'withdrawn'", (digest,)
        ).fetchone()
        if same is not None:
            return same["key"], self._promote(connection, same, arrival)
        columns = _arrival_columns(arrival, digest)
        waiting = connection.execute(
            "SELECT * FROM pairs WHERE digest = ? AND standing = 'withdrawn' AND segment_id IS NULL LIMIT 1", (digest,)
        ).fetchone()
        if waiting is not None:
            return waiting["key"], self._overwrite(connection, waiting, columns)
        taken = connection.execute("SELECT * FROM pairs WHERE key = ?", (pair.id,)).fetchone() if pair.id else None
        if taken is not None and taken["segment_id"] is None and pair.reviewed_at > taken["reviewed_at"]:
            # The same pair, edited elsewhere since: the newer decision counts.
            return taken["key"], self._overwrite(connection, taken, columns)
        key = pair.id if pair.id and taken is None else new_key()
        _insert(connection, columns | {"key": key})
        return key, "added"

    @staticmethod
    def _promote(connection: sqlite3.Connection, same: sqlite3.Row, arrival: Arrival) -> str:
        pair = arrival.pair
        if arrival.standing != "accepted" or (same["standing"] == "accepted" and not _newly_waived(same, pair)):
            return "known"
        connection.execute(
            "UPDATE pairs SET standing = 'accepted', free = 'accepted', terms = ?, glossary = ?, reviewer = ?,"
            " reviewed_at = ? WHERE id = ?",
            (terms_to_json(pair.terms), pair.glossary, pair.reviewer, pair.reviewed_at, same["id"]),
        )
        return "promoted"

    @staticmethod
    def _overwrite(connection: sqlite3.Connection, there: sqlite3.Row, columns: dict[str, Any]) -> str:
        named = ", ".join(f"{name} = :{name}" for name in columns)
        connection.execute(f"UPDATE pairs SET {named} WHERE id = :id", columns | {"id": there["id"]})
        return "updated"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A pair from a file, and what it may be used for here."""

    pair: Pair
    standing: Standing = "accepted"
    before: str | None = None
    """The Arabic sentence before it, where the file tells."""


def _arrival_columns(arrival: Arrival, digest: bytes) -> dict[str, Any]:
    pair, ar_key = arrival.pair, fold_key(arrival.pair.ar)
    return {
        "ar": pair.ar,
        "en": pair.en,
        "ar_key": ar_key,
        "ar_hash": text_hash(ar_key),
        "digest": digest,
        "before_hash": None if arrival.before is None else source_hash(arrival.before),
        "standing": arrival.standing,
        "free": arrival.standing,
        "document": pair.document,
        "number": pair.segment,
        "target_document": pair.target_document,
        "source_segments": to_json(list(pair.source_segments)),
        "target_segments": to_json(list(pair.target_segments)),
        "origin": str(pair.origin),
        "reviewer": pair.reviewer,
        "reviewed_at": pair.reviewed_at,
        "machine": pair.machine,
        "terms": terms_to_json(pair.terms),
        "engine": pair.engine,
        "glossary": pair.glossary,
    }


def _insert(connection: sqlite3.Connection, columns: Mapping[str, Any]) -> int:
    names = ", ".join(columns)
    marks = ", ".join(f":{name}" for name in columns)
    row = connection.execute(f"INSERT INTO pairs ({names}) VALUES ({marks})", dict(columns)).lastrowid
    if row is None:
        raise InputError("the pair was not stored.")
    return row


def _remembered(row: sqlite3.Row, in_context: bool = False) -> Remembered:
    return Remembered(pair_from_row(row), row["ar_key"], in_context, row["standing"])


def all_arrivals(pairs: Iterable[Pair], standing: Standing = "accepted") -> Iterator[Arrival]:
    """Pairs in file order; where two follow one another in one document, the second knows what stood before it."""
    last: Pair | None = None
    for pair in pairs:
        before = None
        if pair.document and pair.segment == 1:
            before = ""
        elif last is not None and pair.document and (pair.document, pair.segment) == (last.document, last.segment + 1):
            before = last.ar
        yield Arrival(pair, standing, before)
        last = pair
