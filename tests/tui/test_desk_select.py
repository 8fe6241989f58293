"""Selecting and copying without a mouse, and the filters over documents."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from test_desk import desk_on, press, said, screen, segment, type_text
from workspaces import SENTENCES, fill

from muqabala.config import Workspace
from muqabala.store import Store
from muqabala.tui.app import Desk
from muqabala.tui.clipboard import program
from muqabala.tui.screens.choose import ChooseScreen
from muqabala.tui.screens.desk import DeskScreen
from muqabala.tui.screens.documents import DocumentsScreen
from muqabala.tui.screens.help import HelpScreen
from muqabala.tui.screens.select import SelectScreen
from muqabala.tui.widgets.choice_list import ChoiceList
from muqabala.values import State


async def test_words_of_the_source_are_copied_in_logical_order(workspace: Workspace, store: Store) -> None:
    """v, two words to the left, Enter: what is copied reads as it was written, harakat, digits and all."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "j", "v")
        assert isinstance(pilot.app.screen, SelectScreen)
        await press(pilot, "space", "ctrl+left", "ctrl+left", "enter")
        assert pilot.app.clipboard == "وصل اللواء"
        await press(pilot, "v", "ctrl+a", "enter")
        assert pilot.app.clipboard == segment(store, 2).source
        assert "Copied" in said(pilot)


async def test_what_is_selected_serves_the_next_key(workspace: Workspace, store: Store) -> None:
    """A caret put into the Arabic and the English is where s splits; a selection is what + and c begin with."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "j", "v", "ctrl+left", "ctrl+left", "ctrl+left", "ctrl+left")
        await press(pilot, "tab", "ctrl+right", "ctrl+right", "ctrl+right", "escape", "s")
        first, second = segment(store, 2), segment(store, 3)
        assert (first.source, second.source) == ("وصل اللواء إلى المدينة", "(الجديدة) في 12/05/2024.")
        assert (first.target, second.target) == ("The brigade reached", "the (new) city on 12/05/2024.")
        await press(pilot, "u", "v", "ctrl+left", "space", "ctrl+left", "escape", "c")
        assert pilot.app.screen.query_one("TargetEditor").buffer.text == "اللواء"  # type: ignore[attr-defined]
        await press(pilot, "escape")


async def test_memory_and_concordance_are_selectable(workspace: Workspace, store: Store) -> None:
    """The texts of a match under v at the desk, those of a found pair under v in the list."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "colon", "5", "enter", "A", "colon", "7", "enter")
        await pilot.pause(0.3)
        await press(pilot, "v", "tab", "tab", "tab", "enter")
        assert pilot.app.clipboard == "The exercise ended."
        await press(pilot, "c")
        await type_text(pilot, "exercise")
        await press(pilot, "enter", "v", "space", "end", "enter")
        assert pilot.app.clipboard == "انتهى التمرين."
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "escape")


async def test_the_text_above_and_below(workspace: Workspace, store: Store) -> None:
    """Arrows leave a text at its end, not while they select."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "v")
        sheet = pilot.app.screen
        assert isinstance(sheet, SelectScreen)
        await press(pilot, "down")
        assert sheet.current is sheet.editors[1]
        await press(pilot, "space", "up", "down")
        assert sheet.current is sheet.editors[1]
        await press(pilot, "x", "backspace", "delete")
        assert sheet.editors[1].buffer.text == segment(store, 1).target
        await press(pilot, "escape")


async def test_documents_are_filtered_and_named(workspace: Workspace, store: Store) -> None:
    """f shows some documents; the keys of the list are in its help and in its palette."""
    fill(store, workspace, SENTENCES[:2], "seeds/other.txt")
    app = Desk(workspace, store, "nadia")
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        documents = pilot.app.screen
        assert isinstance(documents, DocumentsScreen)
        assert [d.name for d in documents.documents] == ["seeds/news.txt", "seeds/other.txt"]
        await press(pilot, "f", "3")
        assert [d.name for d in documents.documents] == ["seeds/news.txt"]
        await press(pilot, "f", "6")
        assert [d.name for d in documents.documents] == ["seeds/news.txt"]
        await press(pilot, "f", "1", "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "ctrl+p")
        await type_text(pilot, "find")
        await press(pilot, "enter")
        await type_text(pilot, "other")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, DeskScreen)
        assert pilot.app.screen.document.name == "seeds/other.txt"


async def test_a_filter_goes_along_to_another_document(workspace: Workspace, store: Store) -> None:
    """f, then "in another document": the same question put to that one."""
    fill(store, workspace, [*SENTENCES[2:3], *SENTENCES[:2]], "seeds/other.txt")
    async with desk_on(workspace, store) as pilot:
        pilot.app.paths = ()  # type: ignore[attr-defined]
        await press(pilot, "f")
        entries = pilot.app.screen.query_one(ChoiceList)
        entries.move(next(k for k, choice in enumerate(entries.choices) if "not placed" in str(choice.lines[0])))
        await press(pilot, "enter")
        assert list(screen(pilot).numbers) == [3]
        await press(pilot, "f", "end", "enter")
        offered = [(choice.head, choice.lines[0]) for choice in pilot.app.screen.query_one(ChoiceList).choices]
        assert [(name, str(text).split(" (")[0]) for name, text in offered] == [
            ("seeds/news.txt", "1 segment"),
            ("seeds/other.txt", "1 segment"),
        ]
        await press(pilot, "2")
        assert screen(pilot).document.name == "seeds/other.txt"
        assert list(screen(pilot).numbers) == [1]
        await press(pilot, "A")
        assert segment(store, 1).state is State.DRAFTED


def test_the_desktop_is_told_where_there_is_one(tmp_path: Path) -> None:
    """OSC 52 goes to the terminal in any case; a program of the desktop only where it can reach this person."""
    for name in ("wl-copy", "xclip"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    path = {"PATH": str(tmp_path)}
    assert program(path) == ()
    assert program(path | {"DISPLAY": ":0"})[0] == "xclip"
    assert program(path | {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}) == ("wl-copy",)
    assert program(path | {"DISPLAY": ":0", "SSH_CONNECTION": "x"}) == ()


async def test_the_desktops_program_gets_the_text(
    workspace: Workspace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, without waiting for it."""
    into = tmp_path / "copied"
    (tmp_path / "wl-copy").write_text(f"#!/bin/sh\ncat > {into}.new && mv {into}.new {into}\n")
    (tmp_path / "wl-copy").chmod(0o755)
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "w")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "v", "enter")
        deadline = time.monotonic() + 10
        while not into.exists():
            assert time.monotonic() < deadline
            await pilot.pause(0.05)
    assert into.read_text(encoding="utf-8") == SENTENCES[0][0]
