"""What cannot be written or found gives a sentence, and the session goes on: as a user who is not root meets it."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from terminal import ALACRITTY, FakeTerminal
from test_desk import desk_on, press, said, segment
from test_desk_model import until
from workspaces import desk_workspace

from muqabala.config import Workspace
from muqabala.store import Store
from muqabala.values import State

WIDE = {"COLUMNS": "200", "LINES": "30"}


@contextmanager
def modes(folder: Path, folder_mode: int, file_mode: int) -> Iterator[None]:
    """Other modes for the store's folder and files, for a while."""
    for file in folder.iterdir():
        file.chmod(file_mode)
    folder.chmod(folder_mode)
    try:
        yield
    finally:
        folder.chmod(0o700)
        for file in folder.iterdir():
            file.chmod(0o600)


def _decide_and_leave(desk: FakeTerminal, sentence: bytes) -> None:
    desk.until(b"accepted")
    desk.press("a")
    desk.until(sentence)
    desk.press("e")
    desk.until(b"Keep")
    desk.press("x\x1bOQ")  # F2
    desk.until(sentence)
    desk.press("\x1b")
    desk.until(b"Ctrl+R brings back")
    desk.press("q")
    assert desk.end() == 0
    assert b"Traceback" not in desk.said


def test_a_store_that_may_only_be_read(tmp_path: Path) -> None:
    """File and folder without the right to write: the document is shown, a decision says what is wrong."""
    workspace = desk_workspace(tmp_path)
    with modes(workspace / ".muqabala", 0o500, 0o400):
        _decide_and_leave(
            FakeTerminal(workspace, ALACRITTY, "seeds/news.txt", "--bidi", "app", **WIDE), b"nothing was changed"
        )
    with Store.open(workspace / ".muqabala" / "store.sqlite3") as store:
        assert {row.state for row in store.segments.all_of(1)} == {State.DRAFTED}


def test_a_store_that_becomes_read_only_under_the_desk(tmp_path: Path) -> None:
    """The right to write is taken away in the middle: what was decided before stays, what comes after is refused."""
    workspace = desk_workspace(tmp_path)
    folder = workspace / ".muqabala"
    desk = FakeTerminal(workspace, ALACRITTY, "seeds/news.txt", "--bidi", "app")
    desk.until(b"0/8 accepted")
    desk.press("a")
    desk.until(b"1/8 accepted")
    desk.signal(signal.SIGKILL)
    desk.end()
    with modes(folder, 0o500, 0o400):
        _decide_and_leave(
            FakeTerminal(workspace, ALACRITTY, "seeds/news.txt", "--bidi", "app", **WIDE), b"nothing was changed"
        )
    with Store.open(folder / "store.sqlite3") as store:
        assert [row.state for row in store.segments.all_of(1)][:2] == [State.ACCEPTED, State.DRAFTED]


def test_a_workspace_in_which_nothing_may_be_made(tmp_path: Path) -> None:
    """No store yet and no right to make one: the desk opens on an empty list and says what it could not do."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "fresh.txt").write_text("وصل الوزير إلى القاهرة.\n", encoding="utf-8")
    tmp_path.chmod(0o500)
    try:
        desk = FakeTerminal(tmp_path, ALACRITTY, "--bidi", "app")
        desk.until(b"There is no document yet")
        desk.until(b"Drafting stopped")
        desk.press("q")
        assert desk.end() == 0
    finally:
        tmp_path.chmod(0o700)


async def test_a_document_that_vanishes_from_the_store(workspace: Workspace, store: Store) -> None:
    """Forgotten by another command while it lies on the desk: every key still gives a sentence."""
    async with desk_on(workspace, store) as pilot:
        with Store.open(workspace.store) as other:
            other.documents.forget("seeds/news.txt", reviewer="omar")
        await press(pilot, "a")
        assert said(pilot)
        assert "accepted" not in said(pilot)
        for key in (
            "j",
            "e",
            "escape",
            "t",
            "s",
            "m",
            "x",
            "escape",
            "u",
            "n",
            "p",
            "d",
            "h",
            "c",
            "escape",
            "f",
            "escape",
        ):
            await press(pilot, key)
        await pilot.pause(1.2)
        assert pilot.app.is_running


async def test_a_file_that_vanishes_from_the_disk(workspace: Workspace, store: Store) -> None:
    """The text is in the store, so review goes on; only drafting anew is impossible, and says so."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "a")
        assert segment(store, 1).state is State.ACCEPTED
        pilot.app.draft_in_background(store.documents.summary(1))  # type: ignore[attr-defined]
        await until(pilot, lambda: bool(pilot.app._notifications), 5)
        assert "gone from the disk" in str([one.message for one in pilot.app._notifications])


async def test_a_model_that_vanishes(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    """Its folder is removed between two questions: the open one goes on, a desk opened afterwards says what is wrong."""
    from dataclasses import replace

    model = tmp_path / "model"
    shutil.copytree(Path(__file__).parents[2] / "src" / "muqabala" / "starter", model)
    named = replace(workspace, settings=replace(workspace.settings, model=str(model)))
    async with desk_on(named, store) as pilot:
        await press(pilot, "t")
        await until(pilot, lambda: "again" in said(pilot) and "Translating" not in said(pilot))
        shutil.rmtree(model)
        await press(pilot, "j", "t")
        await until(pilot, lambda: "again" in said(pilot) and "Translating" not in said(pilot))
    async with desk_on(named, store) as pilot:
        await press(pilot, "t")
        await until(pilot, lambda: str(model) in said(pilot))
        await press(pilot, "A")
        assert segment(store, 1).state is State.ACCEPTED
