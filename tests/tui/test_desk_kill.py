"""kill -9 at any moment: what the desk has acknowledged is in the store, and what was typed is at most a second old."""

from __future__ import annotations

import getpass
import random
import signal
import time
from pathlib import Path

import pytest
from terminal import ALACRITTY, FakeTerminal
from workspaces import fill

from muqabala.config import Workspace
from muqabala.store import Store
from muqabala.values import State

COUNT = 60


def _workspace(folder: Path) -> Path:
    workspace = Workspace(folder)
    workspace.glossaries.mkdir(parents=True)
    (workspace.glossaries / "house.csv").write_text("ar,en\nلواء,brigade\n", encoding="utf-8")
    with Store.open(workspace.store) as store:
        fill(store, workspace, [(f"انتهى التمرين رقم {k}.", f"Exercise {k} ended.") for k in range(1, COUNT + 1)])
    return folder


def _kill_once(folder: Path, moment: float) -> None:
    """Accept as fast as the desk says it has, kill it at a moment, and compare its last word with the store."""
    desk = FakeTerminal(_workspace(folder), ALACRITTY, "seeds/news.txt", "--bidi", "app")
    desk.until(b"accepted")
    acknowledged = 0
    ends = time.monotonic() + moment
    while time.monotonic() < ends and acknowledged < COUNT:
        desk.press("a")
        while time.monotonic() < ends and f"Segment {acknowledged + 1} is".encode() not in desk.said:
            desk.read(0.01)
        if f"Segment {acknowledged + 1} is".encode() in desk.said:
            acknowledged += 1
    desk.signal(signal.SIGKILL)
    assert desk.end() == -signal.SIGKILL
    with Store.open(folder / ".muqabala" / "store.sqlite3") as store:
        states = [row.state for row in store.segments.all_of(1)]
        assert len(states) == COUNT
        assert states[:acknowledged] == [State.ACCEPTED] * acknowledged
        assert store.pairs.count() == states.count(State.ACCEPTED)
        assert sum(1 for _ in store.history.of_document("seeds/news.txt")) == store.pairs.count()


def test_killed_while_accepting(tmp_path: Path) -> None:
    """Three moments of fifty."""
    for turn, moment in enumerate((0.05, 0.4, 1.1)):
        _kill_once(tmp_path / str(turn), moment)


@pytest.mark.slow
def test_killed_at_fifty_random_moments(tmp_path: Path) -> None:
    """Fifty moments within two seconds of work."""
    chance = random.Random(20261121)
    for turn in range(50):
        _kill_once(tmp_path / str(turn), chance.uniform(0.0, 2.0))


def test_typed_text_survives_a_kill(tmp_path: Path) -> None:
    """What was typed a second ago comes back; the text itself is as it was."""
    folder = _workspace(tmp_path)
    desk = FakeTerminal(folder, ALACRITTY, "seeds/news.txt", "--bidi", "app")
    desk.until(b"accepted")
    desk.press("e")
    desk.until(b"Keep")
    desk.press(" and more")
    desk.until(b"ore")
    ends = time.monotonic() + 1.0
    while time.monotonic() < ends:
        desk.read(0.1)
    desk.signal(signal.SIGKILL)
    desk.end()
    with Store.open(folder / ".muqabala" / "store.sqlite3") as store:
        first = store.segments.at(1, 1)
        assert first is not None
        assert first.target == "Exercise 1 ended."
        assert store.segments.typing(first.id, getpass.getuser()) == "Exercise 1 ended. and more"
