"""The file: made late, kept private, never half-written, and every trouble with it is a sentence."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from muqabala.errors import StoreError
from muqabala.store import Arrival, Store
from muqabala.store.schema import APPLICATION_ID, MIGRATIONS
from muqabala.values import Origin, Pair


def a_pair(number: int) -> Arrival:
    return Arrival(Pair("", f"الجملة رقم {number}", f"Sentence number {number}", origin=Origin.IMPORT))


def put(store: Store, first: int, count: int) -> None:
    with store.transaction():
        for number in range(first, first + count):
            store.pairs.put(store.database.connection(), a_pair(number))


@pytest.mark.parametrize("readonly", [True, False])
def test_a_question_makes_no_file(tmp_path: Path, readonly: bool) -> None:
    """Only the first write makes the store; a missing one answers as an empty one."""
    path = tmp_path / "w" / ".muqabala" / "store.sqlite3"
    with Store.open(path, readonly=readonly) as store:
        assert store.documents.list() == []
        assert store.pairs.count() == 0
        assert list(store.pairs.reviewed()) == []
    assert not path.parent.exists()


def test_the_first_write_makes_a_private_file(tmp_path: Path) -> None:
    """Folder 0700, file 0600; and the same open store sees what it wrote."""
    path = tmp_path / ".muqabala" / "store.sqlite3"
    with Store.open(path) as store:
        assert store.pairs.count() == 0
        put(store, 1, 3)
        assert store.pairs.count() == 3
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.with_name("store.sqlite3-wal").stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_store_opened_for_reading_is_not_written(tmp_path: Path) -> None:
    """readonly means it, also where the file exists."""
    path = tmp_path / "store.sqlite3"
    with Store.open(path) as store:
        put(store, 1, 1)
    with Store.open(path, readonly=True) as store:
        assert store.pairs.count() == 1
        with pytest.raises(StoreError, match="may only be read"):
            put(store, 2, 1)


def read_all(path: Path) -> None:
    with Store.open(path) as store:
        list(store.pairs.reviewed())
        store.documents.list()


def put_and_fail(store: Store) -> None:
    with store.transaction():
        put(store, 2, 5)
        raise RuntimeError("power")


def _newer(path: Path) -> None:
    with Store.open(path) as store:
        put(store, 1, 1)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()


def _of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def _no_database(path: Path) -> None:
    path.write_bytes(b"this is a letter to my aunt, and no database at all. " * 100)


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_newer, "newer"),
        (_of_another_program, "another program"),
        (_no_database, "not a store"),
        (_folder, "not a file"),
    ],
)
@pytest.mark.parametrize("readonly", [True, False])
def test_what_cannot_be_opened_is_said(
    tmp_path: Path, spoil: Callable[[Path], None], said: str, readonly: bool
) -> None:
    """The sentence names the file and there is a hint."""
    path = tmp_path / "store.sqlite3"
    spoil(path)
    with pytest.raises(StoreError, match=said) as wrong:
        Store.open(path, readonly=readonly)
    assert str(path) in wrong.value.message
    assert wrong.value.hint


def test_a_damaged_store_is_said_and_not_made_worse(tmp_path: Path) -> None:
    """Pages overwritten with noise: a StoreError on reading, and the file keeps its bytes."""
    path = tmp_path / "store.sqlite3"
    with Store.open(path) as store:
        put(store, 1, 3000)
    spoilt = bytearray(path.read_bytes())
    spoilt[8192:-8192] = b"\xa5" * (len(spoilt) - 16384)
    path.write_bytes(spoilt)
    with pytest.raises(StoreError, match=r"damaged|not a store"):
        read_all(path)
    assert path.read_bytes()[8192:-8192] == bytes(spoilt[8192:-8192])


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """The transaction that did not fit is not there; what was there before is."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        put(store, 1, 10)
        connection = store.database.connection()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match="disk is full"):
            put(store, 100, 5000)
        connection.execute("PRAGMA max_page_count = 1000000")
        assert store.pairs.count() == 10
        put(store, 100, 10)
        assert store.pairs.count() == 20


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path) -> None:
    """One writer at a time; the second waits, then says what to do."""
    path = tmp_path / "store.sqlite3"
    with Store.open(path) as one, Store.open(path, busy_seconds=0.1) as other:
        put(one, 1, 1)
        with one.transaction():
            with pytest.raises(StoreError, match="in use"):
                put(other, 2, 1)
            assert other.pairs.count() == 1
        put(other, 2, 1)
        assert one.pairs.count() == 2


def test_an_exception_inside_a_transaction_takes_all_of_it_back(tmp_path: Path) -> None:
    """All or nothing, also for nested writes."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        put(store, 1, 1)
        with pytest.raises(RuntimeError, match="power"):
            put_and_fail(store)
        assert store.pairs.count() == 1


def test_commands_that_start_together_make_one_store(tmp_path: Path) -> None:
    """Several processes open a store that is not there yet, and all their writes are in it."""
    path = tmp_path / "store.sqlite3"
    program = (
        "import sys; from pathlib import Path; from muqabala.store import Arrival, Store;"
        "from muqabala.values import Pair\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    for n in range(20):\n"
        "        with store.transaction() as connection:\n"
        "            store.pairs.put(connection, Arrival(Pair('', f'{sys.argv[2]} {n}', 'x')))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(path), name]) for name in "abcd"]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0, 0]
    with Store.open(path, readonly=True) as store:
        assert store.pairs.count() == 80


def test_threads_share_a_store(tmp_path: Path) -> None:
    """A desk asks from several threads at once."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        put(store, 0, 1)
        workers = [threading.Thread(target=put, args=(store, 100 * n, 50)) for n in range(1, 5)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert store.pairs.count() == 201


def test_an_empty_file_reads_as_no_store_and_becomes_one(tmp_path: Path) -> None:
    """What a kill between making the file and making its tables leaves behind."""
    path = tmp_path / "store.sqlite3"
    path.touch(mode=0o600)
    with Store.open(path, readonly=True) as store:
        assert store.documents.names() == []
    assert path.stat().st_size == 0
    with Store.open(path) as store:
        put(store, 0, 3)
    with Store.open(path, readonly=True) as store:
        assert store.pairs.count() == 3


def test_a_backup_is_consistent_while_others_write(tmp_path: Path) -> None:
    """The copy is one private file that opens as a store, with whole transactions in it."""
    path, copy = tmp_path / "store.sqlite3", tmp_path / "copies" / "monday.sqlite3"
    copy.parent.mkdir()
    with Store.open(path) as store:
        put(store, 0, 10)
        stop = threading.Event()

        def busy() -> None:
            number = 1
            while not stop.is_set():
                put(store, 1000 * number, 10)
                number += 1

        writer = threading.Thread(target=busy)
        writer.start()
        try:
            for _ in range(5):
                store.backup(copy)
                with Store.open(copy, readonly=True) as copied:
                    assert copied.pairs.count() % 10 == 0
                    assert copied.pairs.count() >= 10
                    checked = copied.database.rows("PRAGMA integrity_check")
                    assert [row[0] for row in checked] == ["ok"]
        finally:
            stop.set()
            writer.join()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {file.name for file in copy.parent.iterdir()} <= {copy.name, f"{copy.name}-wal", f"{copy.name}-shm"}


def test_a_backup_over_the_store_itself_is_refused(tmp_path: Path) -> None:
    """It would be the end of both."""
    path = tmp_path / "store.sqlite3"
    with Store.open(path) as store:
        put(store, 0, 1)
        with pytest.raises(StoreError, match="the store itself"):
            store.backup(path)
        with pytest.raises(StoreError, match="cannot be written"):
            store.backup(tmp_path / "nowhere" / "copy.sqlite3")
        assert store.pairs.count() == 1


def test_an_older_store_is_brought_up_to_date_with_its_contents(tmp_path: Path) -> None:
    """A file made by the first four steps: opened for writing it is migrated; opened for reading that is said."""
    path = tmp_path / "store.sqlite3"
    old = sqlite3.connect(path)
    for step in MIGRATIONS[:4]:
        step(old)
    old.execute("INSERT INTO documents (name, kind, read_at) VALUES ('a.txt', 'document', '2026-01-01T00:00:00Z')")
    old.execute(
        "INSERT INTO segments (document_id, number, paragraph, role, source, source_hash, words, flagged, touched_at)"
        " VALUES (1, 1, 1, 'body', 'نص', 0, 3, 1, '')"
    )
    old.execute("PRAGMA user_version = 4")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.commit()
    old.close()
    with pytest.raises(StoreError, match="older muqabala"):
        Store.open(path, readonly=True)
    with Store.open(path) as store:
        [document] = store.documents.list()
        assert (document.segments, document.words, document.flagged, document.unreviewed) == (1, 3, 1, 1)
    with Store.open(path, readonly=True) as store:
        assert store.documents.summary(1).segments == 1


def test_what_the_desk_asks_goes_by_an_index(tmp_path: Path, reading: Callable[..., Any]) -> None:
    """No question of the desk reads a whole document."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        store.put_document(*reading(["نص"]))
        asked: list[str] = []
        connection = store.database.connection()
        connection.set_trace_callback(asked.append)
        store.segments.window(1, 500, 560)
        store.segments.at(1, 7)
        store.segments.next_unreviewed(1, 7)
        store.segments.next_unreviewed(1, 7, backwards=True)
        store.segments.of_pair("x")
        store.segments.count(1)
        store.documents.summary(1)
        store.pairs.exact("نص")
        connection.set_trace_callback(None)
        questions = [question for question in asked if question.startswith("SELECT")]
        assert len(questions) >= 8
        for question in questions:
            plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question}"))
            assert "SEARCH" in plan
            assert "SCAN" not in plan, question
            assert "TEMP B-TREE FOR GROUP" not in plan, question
