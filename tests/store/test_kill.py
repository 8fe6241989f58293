"""kill -9 while writing: what was said to be kept is kept, what was half done is not there, and the store opens."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from muqabala.store import Store
from muqabala.values import State

WRITER = """
import sys
from pathlib import Path
from muqabala.store import Arrival, Edit, Store
from muqabala.values import Block, Document, Draft, Pair, Role, Segment, State

path, start = Path(sys.argv[1]), int(sys.argv[2])
LINES = [f"الجملة رقم {n}" for n in range(1, 301)]
with Store.open(path) as store:
    blocks = tuple(Block(line, Role.BODY, {}, n) for n, line in enumerate(LINES, 1))
    segments = [Segment("a.txt", n, n, Role.BODY, line, n - 1, (0, len(line))) for n, line in enumerate(LINES, 1)]
    document = store.put_document(Document("a.txt", "plain", "ar", "utf-8", blocks), b"x", segments).document_id
    print("ready", flush=True)
    for turn in range(start, start + 100_000):
        number = 1 + turn % 300
        row = store.segments.at(document, number)
        fields = {"target": f"turn {turn}", "state": State.ACCEPTED}
        store.segments.decide("accept", [Edit(row.id, fields, row.version)], reviewer="r")
        print(f"kept {number} {turn}", flush=True)
        with store.transaction() as connection:
            for part in range(20):
                store.pairs.put(connection, Arrival(Pair("", f"دفعة {turn} جزء {part}", f"batch {turn} part {part}")))
        print(f"batch {turn}", flush=True)
"""


def kill_while_writing(path: Path, start: int, seconds: float) -> list[str]:
    """Start the writer, kill it, and give what it had said by then."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(start)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        return writer.stdout.read().splitlines()


def check(path: Path, said: list[str], turns: dict[int, int]) -> None:
    """Everything said is there; nothing is there by halves."""
    for line in said:
        word, *numbers = line.split()
        if word == "kept" and len(numbers) == 2:
            turns[int(numbers[0])] = int(numbers[1])
    with Store.open(path) as store:
        assert [row[0] for row in store.database.rows("PRAGMA integrity_check")] == ["ok"]
        store.database.rows("INSERT INTO pairs_fts (pairs_fts) VALUES ('integrity-check')")
        document = store.documents.find("a.txt")
        assert document is not None
        rows = {row.number: row for row in store.segments.all_of(document)}
        assert len(rows) == 300
        for number, turn in turns.items():
            # One more decision may have been kept than the writer lived to tell.
            assert int(rows[number].target.split()[1]) >= turn
        accepted = [row for row in rows.values() if row.state is State.ACCEPTED]
        pairs = {pair.id: pair for pair in store.pairs.reviewed()}
        assert all(pairs[row.pair_key or ""].en == row.target for row in accepted)
        decisions = sum(1 for entry in store.history.of_document("a.txt") if entry.kind == "accept")
        assert decisions >= len(accepted)
        batches: dict[str, int] = {}
        for pair in pairs.values():
            if pair.en.startswith("batch"):
                batches[pair.en.split()[1]] = batches.get(pair.en.split()[1], 0) + 1
        assert set(batches.values()) <= {20}
        whole = [line.split()[1] for line in said if line.startswith("batch") and len(line.split()) == 2]
        assert set(whole[:-1]) <= set(batches)


def run_rounds(path: Path, rounds: int, chance: random.Random) -> None:
    turns: dict[int, int] = {}
    for turn in range(rounds):
        said = kill_while_writing(path, turn * 1_000_000, chance.uniform(0.05, 0.6))
        check(path, said, turns)
    assert turns


def test_a_killed_writer_loses_nothing_it_had_kept(tmp_path: Path) -> None:
    """Three kills on one store."""
    run_rounds(tmp_path / "store.sqlite3", 3, random.Random(1))


@pytest.mark.slow
def test_kill_again_and_again(tmp_path: Path) -> None:
    """Forty kills at random moments on one store."""
    run_rounds(tmp_path / "store.sqlite3", 40, random.Random(2))


def test_a_second_process_finds_undo_after_a_kill(tmp_path: Path) -> None:
    """The history is as durable as the texts."""
    path = tmp_path / "store.sqlite3"
    said = kill_while_writing(path, 0, 0.6)
    assert any(line.startswith("kept") for line in said)
    with Store.open(path) as store:
        document = store.documents.find("a.txt")
        assert document is not None
        taken_back = store.history.undo(document, reviewer="r")
        row = store.segments.at(document, taken_back.segment)
        assert row is not None
        assert row.state is not State.ACCEPTED or row.target != taken_back.before
