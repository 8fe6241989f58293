"""Opens the store, migrates it, and lets one writer in at a time; every SQLite complaint becomes a sentence here.

WAL lets readers read while one writes. A writer takes the lock at once (`BEGIN IMMEDIATE`) and waits for its turn, so
a batch, an import and several desks share a store as long as each transaction is short. A connection belongs to one
thread; `Database` keeps one for each that asks.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from muqabala.config import make_private
from muqabala.errors import StoreError
from muqabala.store.schema import APPLICATION_ID, MIGRATIONS

BUSY_SECONDS = 30.0
"""How long a writer waits for its turn before it says that the store is in use."""


class Database:
    """A store file and one connection to it for each thread. A file that is not there reads as empty.

    The file is made by the first write, never by a question.
    """

    def __init__(self, path: Path, *, readonly: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self.readonly = readonly
        self.busy_seconds = busy_seconds
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        self.connection()

    # ── connections ──────────────────────────────────────────────────────────────────────────────────────────────

    def connection(self) -> sqlite3.Connection:
        """This thread's connection; to an empty store in memory while there is no file."""
        if self._closed:
            raise StoreError(f"{self.path}: the store has been closed.")
        held: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if held is not None and not (self._local.in_memory and self._there()):
            return held
        with self.plain_errors():
            made, in_memory = self._connect()
        self._local.connection, self._local.in_memory = made, in_memory
        self._local.depth = 0
        with self._lock:
            self._opened.append(made)
        return made

    def _connect(self) -> tuple[sqlite3.Connection, bool]:
        if not self._there():
            connection = self._plain_connection(":memory:")
            self._migrate(connection)
            return connection, True
        if not self.path.is_file():
            raise StoreError(f"{self.path}: is not a file.", hint="The store is a file; move what is there away.")
        connection = self._connect_readonly() if self.readonly else self._plain_connection(str(self.path))
        try:
            self._check(connection)
            if not self.readonly:
                self._wal(connection)
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection, False

    def _plain_connection(self, name: str, *, uri: bool = False) -> sqlite3.Connection:
        connection = sqlite3.connect(
            name, timeout=self.busy_seconds, isolation_level=None, check_same_thread=False, uri=uri
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            # What `forget` removes must not stay readable in free pages.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_size = -65536")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect_readonly(self) -> sqlite3.Connection:
        uri = self.path.resolve().as_uri()
        try:
            connection = self._plain_connection(f"{uri}?mode=ro", uri=True)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            # A WAL store in a folder we may not write to: without a log beside it, the file is all there is.
            log = self.path.with_name(self.path.name + "-wal")
            if log.exists() and log.stat().st_size:
                raise
            connection = self._plain_connection(f"{uri}?immutable=1", uri=True)
        return connection

    def _wal(self, connection: sqlite3.Connection) -> None:
        # The busy timeout does not cover a change of journal mode, and two commands may start together.
        deadline = time.monotonic() + self.busy_seconds
        while True:
            try:
                mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
                if mode != "wal":
                    connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as busy:
                # Read-only media cannot change the mode; writing will say so in its own words.
                if "readonly" in str(busy):
                    return
                if "locked" not in str(busy) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _check(self, connection: sqlite3.Connection) -> None:
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if mark != APPLICATION_ID and tables:
            raise StoreError(
                f"{self.path}: is a database of another program.", hint="Name another workspace, or move the file away."
            )
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{self.path}: was written by a newer muqabala (version {version} of the store).",
                hint="Update muqabala, or name another workspace with -C.",
            )

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS):
            return
        if self.readonly and connection.execute("PRAGMA database_list").fetchone()["file"]:
            raise StoreError(
                f"{self.path}: was written by an older muqabala and must be brought up to date first.",
                hint="Run any command that may write to the store, then try again.",
            )
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Asked again under the lock: another command may have done it meanwhile.
            done = connection.execute("PRAGMA user_version").fetchone()[0]
            for step in MIGRATIONS[done:]:
                step(connection)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _make_file(self) -> None:
        try:
            make_private(self.path.parent)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as wrong:
            raise StoreError(
                f"{self.path}: cannot be made: {wrong.strerror}.", hint="Check the folder's rights and the free space."
            ) from wrong

    def close(self) -> None:
        """Close every connection; the store cannot be asked after this."""
        self._closed = True
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()

    # ── asking and writing ───────────────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One short transaction: all of it is kept, or nothing. Inside another it is part of that one."""
        if self.readonly:
            raise StoreError(
                f"{self.path}: may only be read, so nothing was changed.",
                hint="Check the rights of the file and of its folder.",
            )
        if not self._there():
            self._make_file()
        connection = self.connection()
        if self._local.depth:
            yield connection
            return
        with self.plain_errors():
            connection.execute("BEGIN IMMEDIATE")
            self._local.depth = 1
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # subtle: a full disk has rolled back already, and a second ROLLBACK would hide the reason.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._local.depth = 0

    def rows(self, question: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """Every row of the answer."""
        connection = self.connection()
        with self.plain_errors():
            return connection.execute(question, values).fetchall()

    def row(self, question: str, values: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of the answer, or nothing."""
        connection = self.connection()
        with self.plain_errors():
            answer: sqlite3.Row | None = connection.execute(question, values).fetchone()
            return answer

    def stream(self, question: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[sqlite3.Row]:
        """The answer row by row, as the store was when the question was put; memory stays small."""
        with self.plain_errors():
            cursor = self.connection().execute(question, values)
        while True:
            with self.plain_errors():
                some = cursor.fetchmany(1000)
            if not some:
                return
            yield from some

    @contextlib.contextmanager
    def plain_errors(self) -> Iterator[None]:
        """What SQLite says, in a sentence that names the file and what to do."""
        try:
            yield
        except sqlite3.DatabaseError as wrong:
            raise self._in_words(wrong) from wrong

    def _in_words(self, wrong: sqlite3.DatabaseError) -> StoreError:
        said = str(wrong)
        for sign, sentence, hint in (
            ("locked", "is in use by another command and stayed so.", "Wait for that command to end, then try again."),
            ("readonly", "may not be written to.", "Check the rights of the file and of its folder."),
            ("is full", "cannot grow: the disk is full.", "Free some space; nothing was half-written."),
            ("not a database", "is not a store, or is damaged.", "Put a backup in its place, or move it away."),
            ("malformed", "is damaged.", "Put a backup in its place (made with: muqabala backup FILE)."),
            ("unable to open", "cannot be opened.", "Check the rights of the file and of its folder."),
            ("disk I/O", "cannot be read or written: the disk reports an error.", "Check the disk and its free space."),
        ):
            if sign in said:
                return StoreError(f"{self.path}: {sentence}", hint=hint)
        if not isinstance(wrong, sqlite3.OperationalError) or "syntax error" in said:
            raise wrong
        return StoreError(f"{self.path}: {said}.", hint="Put a backup in its place, or move it away.")

    def empty_log(self) -> None:
        """Bring the log into the file and cut it off; until then it holds the pages as they were."""
        with self.plain_errors():
            busy = self.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreError(
                f"{self.path}: the texts are gone, but another command still reads them as they were.",
                hint="Run the same command again when the other has ended.",
            )

    def _there(self) -> bool:
        try:
            # A command that was killed at the right moment leaves a file with nothing in it; a question finds nothing.
            if self.path.stat().st_size == 0 and self.readonly and self.path.is_file():
                return False
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as wrong:
            raise StoreError(
                f"{self.path}: cannot be reached: {wrong.strerror}.", hint="Check the rights of the folder."
            ) from wrong
        return True

    def backup(self, copy: Path) -> None:
        """A consistent copy while others go on writing: made beside `copy`, then renamed over it; 0600, one file."""
        if copy.exists() and copy.resolve() == self.path.resolve():
            raise StoreError(f"{copy}: is the store itself.", hint="Name another file for the copy.")
        if copy.parts[:2] == ("/", "dev") or (copy.exists() and not copy.is_file()):
            raise StoreError(f"{copy}: is not a file.", hint="Name a file for the copy; it is replaced whole.")
        copy = copy.resolve()
        unfinished = copy.with_name(f".{copy.name[:40]}.{os.getpid()}.part")
        try:
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            try:
                source = self.connection()
                with contextlib.closing(sqlite3.connect(unfinished)) as target:
                    source.backup(target)
                    # Out of WAL, so that the copy is one file that can be carried away.
                    target.execute("PRAGMA journal_mode = DELETE")
                unfinished.replace(copy)
            finally:
                for ending in ("", "-wal", "-shm", "-journal"):
                    unfinished.with_name(unfinished.name + ending).unlink(missing_ok=True)
        except OSError as wrong:
            raise StoreError(
                f"{copy}: cannot be written: {wrong.strerror}.", hint="Check the folder, its rights and the free space."
            ) from wrong
        except sqlite3.DatabaseError as wrong:
            # It is the copy that grows.
            if "is full" in str(wrong):
                raise StoreError(f"{copy}: cannot be written: the disk is full.", hint="Free some space.") from wrong
            raise self._in_words(wrong) from wrong
