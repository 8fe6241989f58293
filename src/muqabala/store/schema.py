"""Numbered migrations: how the store came to look as it does, each a small function with its reason.

`PRAGMA user_version` says how many of them a file has seen. A step that has shipped is never edited; what is wrong in
it is put right by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection

APPLICATION_ID = 0x6D757161
"""`muqa` in the file's header, so that another program's database is not taken for a store."""


def _documents(connection: Connection) -> None:
    """What was read, with the bytes as they were: the English document is written back even if the file has gone.

    One name may stand for a document, for the beads of that document with a translation (`target_name`) and for the
    pairs of an imported file that wait for a person; `kind` tells them apart.
    """
    connection.execute(
        """
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            target_name TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL,
            format TEXT NOT NULL DEFAULT '',
            language TEXT NOT NULL DEFAULT 'ar',
            encoding TEXT NOT NULL DEFAULT '',
            checksum TEXT NOT NULL DEFAULT '',
            raw BLOB,
            blocks BLOB,
            dropped BLOB,
            read_at TEXT NOT NULL,
            forgotten_at TEXT,
            UNIQUE (name, target_name, kind)
        )
        """
    )
    connection.execute(
        """
        CREATE TABLE kept_lines (
            name TEXT NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (name, line)
        ) WITHOUT ROWID
        """
    )


def _segments(connection: Connection) -> None:
    """One row a segment or bead; `version` goes up with every change, so that a desk notices it was overtaken.

    The counting index covers what headers and lists ask for; the partial one finds the next unreviewed segment.
    """
    connection.execute(
        """
        CREATE TABLE segments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents (id),
            number INTEGER NOT NULL,
            paragraph INTEGER NOT NULL,
            role TEXT NOT NULL,
            source TEXT NOT NULL,
            source_hash INTEGER NOT NULL,
            words INTEGER NOT NULL,
            block INTEGER NOT NULL DEFAULT 0,
            span_start INTEGER NOT NULL DEFAULT 0,
            span_end INTEGER NOT NULL DEFAULT 0,
            place TEXT NOT NULL DEFAULT '{}',
            target TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT 'new',
            origin TEXT NOT NULL DEFAULT 'engine',
            terms TEXT NOT NULL DEFAULT '[]',
            findings TEXT NOT NULL DEFAULT '[]',
            score REAL,
            engine TEXT NOT NULL DEFAULT '',
            glossary TEXT NOT NULL DEFAULT '',
            machine TEXT,
            waivers TEXT NOT NULL DEFAULT '[]',
            previous TEXT,
            flagged INTEGER NOT NULL DEFAULT 0,
            note TEXT NOT NULL DEFAULT '',
            pair_key TEXT,
            unplaced INTEGER NOT NULL DEFAULT 0,
            suspicious INTEGER NOT NULL DEFAULT 0,
            source_segments TEXT NOT NULL DEFAULT '[]',
            target_segments TEXT NOT NULL DEFAULT '[]',
            made_of TEXT,
            continues INTEGER NOT NULL DEFAULT 0,
            version INTEGER NOT NULL DEFAULT 1,
            touched_at TEXT NOT NULL
        )
        """
    )
    connection.execute("CREATE INDEX segments_in_order ON segments (document_id, number)")
    connection.execute("CREATE INDEX segments_counted ON segments (document_id, state, words, unplaced, flagged)")
    connection.execute("CREATE INDEX segments_repeated ON segments (source_hash)")
    connection.execute("CREATE INDEX segments_of_pair ON segments (pair_key) WHERE pair_key IS NOT NULL")
    connection.execute(
        "CREATE INDEX segments_unreviewed ON segments (document_id, number)"
        " WHERE state IN ('new', 'drafted', 'edited', 'stale')"
    )
    _typing(connection)


def _typing(connection: Connection) -> None:
    """What is being typed, so that a crash does not lose it; part of the second step."""
    connection.execute(
        """
        CREATE TABLE typing (
            segment_id INTEGER NOT NULL, reviewer TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (segment_id, reviewer)
        ) WITHOUT ROWID
        """
    )


def _pairs(connection: Connection) -> None:
    """What a person has accepted, or brought along; the memory searches these rows.

    FTS5 takes Arabic harakat for separators, so it indexes `ar_key`, the folded shadow of `ar`. Two pairs in use never
    have the same texts (`digest`); a withdrawn one keeps its key for the day its segment is accepted again.
    """
    connection.execute(
        """
        CREATE TABLE pairs (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            ar TEXT NOT NULL,
            en TEXT NOT NULL,
            ar_key TEXT NOT NULL,
            ar_hash INTEGER NOT NULL,
            before_hash INTEGER,
            digest BLOB NOT NULL,
            standing TEXT NOT NULL,
            free TEXT NOT NULL DEFAULT '',
            segment_id INTEGER,
            document TEXT NOT NULL DEFAULT '',
            number INTEGER NOT NULL DEFAULT 0,
            target_document TEXT NOT NULL DEFAULT '',
            source_segments TEXT NOT NULL DEFAULT '[]',
            target_segments TEXT NOT NULL DEFAULT '[]',
            origin TEXT NOT NULL,
            reviewer TEXT NOT NULL DEFAULT '',
            reviewed_at TEXT NOT NULL DEFAULT '',
            machine TEXT,
            terms TEXT NOT NULL DEFAULT '[]',
            engine TEXT NOT NULL DEFAULT '',
            glossary TEXT NOT NULL DEFAULT ''
        )
        """
    )
    connection.execute("CREATE UNIQUE INDEX pairs_once ON pairs (digest) WHERE standing <> 'withdrawn'")
    connection.execute("CREATE INDEX pairs_withdrawn ON pairs (digest) WHERE standing = 'withdrawn'")
    connection.execute("CREATE INDEX pairs_exact ON pairs (ar_hash)")
    connection.execute("CREATE INDEX pairs_in_order ON pairs (document, number, id)")
    connection.execute("CREATE INDEX pairs_of_segment ON pairs (segment_id) WHERE segment_id IS NOT NULL")
    connection.execute(
        "CREATE VIRTUAL TABLE pairs_fts USING fts5("
        "ar_key, en, content='pairs', content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 2')"
    )
    for event, old, new in (("INSERT", False, True), ("DELETE", True, False), ("UPDATE OF ar_key, en", True, True)):
        forget = "INSERT INTO pairs_fts (pairs_fts, rowid, ar_key, en) VALUES ('delete', old.id, old.ar_key, old.en);"
        learn = "INSERT INTO pairs_fts (rowid, ar_key, en) VALUES (new.id, new.ar_key, new.en);"
        name = f"pairs_fts_{event.split()[0].lower()}"
        connection.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON pairs BEGIN {forget if old else ''} {learn if new else ''} END"
        )


def _history(connection: Connection) -> None:
    """Every decision, added and never changed; an undo is one more line that names the line it takes back."""
    connection.execute(
        """
        CREATE TABLE history (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            reviewer TEXT NOT NULL,
            desk TEXT NOT NULL DEFAULT '',
            document_id INTEGER NOT NULL,
            segment_id INTEGER,
            number INTEGER NOT NULL DEFAULT 0,
            kind TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            change TEXT NOT NULL DEFAULT '{}',
            undoable INTEGER NOT NULL DEFAULT 0,
            takes_back INTEGER
        )
        """
    )
    connection.execute("CREATE INDEX history_of_document ON history (document_id, reviewer, id)")
    connection.execute("CREATE INDEX history_of_segment ON history (segment_id)")
    connection.execute("CREATE INDEX history_taken_back ON history (takes_back) WHERE takes_back IS NOT NULL")


def _tallies(connection: Connection) -> None:
    """Headers and lists ask for counts after every decision; counting 100,000 rows takes 20 ms, keeping count none.

    With the counts kept, the counting index has no use left. The index of history now finds the last decision on a
    document.
    """
    connection.execute(
        """
        CREATE TABLE tallies (
            document_id INTEGER NOT NULL, state TEXT NOT NULL, segments INTEGER NOT NULL, words INTEGER NOT NULL,
            unplaced INTEGER NOT NULL, flagged INTEGER NOT NULL, PRIMARY KEY (document_id, state)
        ) WITHOUT ROWID
        """
    )
    connection.execute(
        "INSERT INTO tallies SELECT document_id, state, count(*), sum(words), sum(unplaced > 0), sum(flagged)"
        " FROM segments GROUP BY document_id, state"
    )
    came = (
        "INSERT INTO tallies VALUES (new.document_id, new.state, 1, new.words, new.unplaced > 0, new.flagged)"
        " ON CONFLICT DO UPDATE SET segments = segments + 1, words = words + excluded.words,"
        " unplaced = unplaced + excluded.unplaced, flagged = flagged + excluded.flagged;"
    )
    went = (
        "UPDATE tallies SET segments = segments - 1, words = words - old.words,"
        " unplaced = unplaced - (old.unplaced > 0), flagged = flagged - old.flagged"
        " WHERE document_id = old.document_id AND state = old.state;"
    )
    differs = " OR ".join(f"old.{name} <> new.{name}" for name in ("state", "words", "unplaced", "flagged"))
    connection.execute(f"CREATE TRIGGER tallies_insert AFTER INSERT ON segments BEGIN {came} END")
    connection.execute(f"CREATE TRIGGER tallies_delete AFTER DELETE ON segments BEGIN {went} END")
    connection.execute(
        "CREATE TRIGGER tallies_update AFTER UPDATE OF state, words, unplaced, flagged ON segments"
        f" WHEN {differs} BEGIN {went} {came} END"
    )
    connection.execute("DROP INDEX segments_counted")
    connection.execute("DROP INDEX history_of_document")
    connection.execute("CREATE INDEX history_in_order ON history (document_id, id)")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_documents, _segments, _pairs, _history, _tallies)
