"""Every action of the desk on a real store, pressed as a person presses it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from muqabala.config import Workspace
from muqabala.errors import InputError
from muqabala.store import Store, StoredSegment
from muqabala.tui.actions import BY_MODE, EDIT, REVIEW, with_user_keys
from muqabala.tui.app import Desk
from muqabala.tui.screens.choose import ChooseScreen
from muqabala.tui.screens.desk import DeskScreen
from muqabala.tui.screens.help import HelpScreen
from muqabala.tui.screens.palette import PaletteScreen
from muqabala.tui.screens.prompt import PromptScreen
from muqabala.tui.widgets.choice_list import ChoiceList
from muqabala.tui.widgets.footer import StatusFooter
from muqabala.tui.widgets.target_editor import TargetEditor
from muqabala.values import State


@asynccontextmanager
async def desk_on(workspace: Workspace, store: Store, size: tuple[int, int] = (120, 36)) -> AsyncIterator[Pilot[None]]:
    app = Desk(workspace, store, "nadia", paths=[workspace.seeds / "news.txt"])
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)
        yield pilot


def screen(pilot: Pilot[None]) -> DeskScreen:
    return next(s for s in reversed(pilot.app.screen_stack) if isinstance(s, DeskScreen))


def said(pilot: Pilot[None]) -> str:
    return screen(pilot).query_one(StatusFooter).sentence


def segment(store: Store, number: int) -> StoredSegment:
    found = store.segments.at(1, number)
    assert found is not None
    return found


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause()


async def type_text(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", ".": "full_stop", ",": "comma"}
    await press(pilot, *(names.get(c, c) for c in text))


async def test_moving(workspace: Workspace, store: Store) -> None:
    """Down, up, first, last, pages, and to a number."""
    async with desk_on(workspace, store) as pilot:
        grid = screen(pilot).grid
        for keys, at in (
            (("j", "down"), 2),
            (("k",), 1),
            (("G",), 7),
            (("home",), 0),
            (("end",), 7),
            (("up",), 6),
            (("pageup",), 0),
            (("pagedown",), 7),
        ):
            await press(pilot, *keys)
            assert grid.at == at, keys
        await press(pilot, "colon", "4", "enter")
        assert grid.at == 3
        await press(pilot, "colon", "9", "9", "enter")
        assert "no segment 99" in said(pilot)


async def test_accept_goes_on_and_is_on_disk(workspace: Workspace, store: Store) -> None:
    """a accepts and goes to the next unreviewed; A stays; a second connection sees both at once."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "a")
        assert screen(pilot).grid.at == 1
        await press(pilot, "A")
        assert screen(pilot).grid.at == 1
        with Store.open(workspace.store, readonly=True) as other:
            assert [pair.en for pair in other.pairs.reviewed()] == [segment(store, 1).target, segment(store, 2).target]
        assert [p.reviewer for p in store.pairs.reviewed()] == ["nadia", "nadia"]


async def test_an_unplaced_term_is_refused_then_waived(workspace: Workspace, store: Store) -> None:
    """Accept says which term is missing; a waiver needs a reason; then it goes."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "j", "j", "a")
        assert segment(store, 3).state is State.DRAFTED
        assert "Ministry of Defence" in said(pilot)
        await press(pilot, "w", "enter")
        assert segment(store, 3).unplaced
        await press(pilot, "w")
        await type_text(pilot, "short form")
        await press(pilot, "enter")
        assert not segment(store, 3).unplaced
        await press(pilot, "a")
        assert segment(store, 3).state is State.ACCEPTED


async def test_edit_keep_and_accept(workspace: Workspace, store: Store) -> None:
    """e edits, F2 keeps, F3 keeps and accepts and goes on."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e")
        assert screen(pilot).mode == EDIT
        await type_text(pilot, " Indeed.")
        await press(pilot, "f2")
        assert (segment(store, 1).state, segment(store, 1).target[-7:]) == (State.EDITED, "Indeed.")
        assert screen(pilot).mode == REVIEW
        await press(pilot, "enter")
        await type_text(pilot, " Yes.")
        await press(pilot, "f3")
        assert (segment(store, 1).state, segment(store, 1).target[-4:]) == (State.ACCEPTED, "Yes.")
        assert screen(pilot).grid.at == 1


async def test_escape_restores_and_ctrl_r_brings_back(workspace: Workspace, store: Store) -> None:
    """Esc gives the text as it was; what was typed is one Ctrl+R away."""
    async with desk_on(workspace, store) as pilot:
        before = segment(store, 1).target
        await press(pilot, "e", "x", "y", "escape")
        assert segment(store, 1).target == before
        await press(pilot, "ctrl+r")
        assert screen(pilot).query_one("#editor", TargetEditor).buffer.text == before + "xy"
        await press(pilot, "escape")


async def test_typed_text_is_on_disk_within_a_second(workspace: Workspace, store: Store) -> None:
    """What is half typed can be read from the store by then, and a new desk offers it."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e", "z", "z")
        await pilot.pause(0.9)
        with Store.open(workspace.store, readonly=True) as other:
            assert (other.segments.typing(segment(store, 1).id, "nadia") or "").endswith("zz")
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e")
        assert screen(pilot).editor.buffer.text.endswith("zz")
        assert "is back" in said(pilot)


async def test_undo_and_redo_outlive_a_restart(workspace: Workspace, store: Store) -> None:
    """u takes back what an earlier desk decided; Ctrl+R does it again."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "a", "a")
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "u")
        assert segment(store, 2).state is State.DRAFTED
        assert screen(pilot).grid.at == 1
        await press(pilot, "ctrl+r")
        assert segment(store, 2).state is State.ACCEPTED
        await press(pilot, "u", "u")
        assert segment(store, 1).state is State.DRAFTED
        await press(pilot, "u")
        assert "nothing" in said(pilot)


async def test_reject_flag_note(workspace: Workspace, store: Store) -> None:
    """x with a reason, r on and off, i writes a note."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "x")
        await type_text(pilot, "wrong")
        await press(pilot, "enter")
        assert segment(store, 1).state is State.REJECTED
        assert store.history.of_segment(segment(store, 1).id)[-1].reason == "wrong"
        await press(pilot, "r")
        assert segment(store, 2).flagged
        await press(pilot, "r")
        assert not segment(store, 2).flagged
        await press(pilot, "i")
        await type_text(pilot, "ask")
        await press(pilot, "enter")
        assert segment(store, 2).note == "ask"


async def test_next_and_previous_unreviewed(workspace: Workspace, store: Store) -> None:
    """n and N pass over what is decided, and say so at the end."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "j", "A", "k", "n")
        assert screen(pilot).grid.at == 2
        await press(pilot, "N")
        assert screen(pilot).grid.at == 0
        await press(pilot, "end", "n")
        assert "Nothing unreviewed" in said(pilot)


async def test_split_and_merge(workspace: Workspace, store: Store) -> None:
    """s splits where a person chooses, m and M join; u takes each back."""
    async with desk_on(workspace, store) as pilot:
        whole = segment(store, 2).source
        await press(pilot, "j", "s")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "enter")
        assert store.segments.count(1) == 9
        assert f"{segment(store, 2).source} {segment(store, 3).source}" == whole
        await press(pilot, "m")
        assert (store.segments.count(1), segment(store, 2).source) == (8, whole)
        await press(pilot, "u", "u")
        assert (store.segments.count(1), segment(store, 2).source) == (8, whole)
        await press(pilot, "M")
        assert store.segments.count(1) == 7


async def test_propagate_with_preview(workspace: Workspace, store: Store) -> None:
    """p shows what would change and gives the translation to the repetition."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "colon", "5", "enter", "A", "p")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "1")
        assert segment(store, 7).target == "The exercise ended."


async def test_memory_match_and_copy_source(workspace: Workspace, store: Store) -> None:
    """A digit takes what the memory recalls; = copies the Arabic."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "colon", "5", "enter", "A", "colon", "7", "enter", "1")
        assert segment(store, 7).target == "The exercise ended."
        await press(pilot, "equals_sign")
        assert segment(store, 7).target == segment(store, 7).source
        await press(pilot, "9")
        assert "no memory match 9" in said(pilot)


async def test_search_concordance_and_filter(workspace: Workspace, store: Store) -> None:
    """/ finds whatever the spelling, c looks in what was accepted, f shows a part."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "لاحقا")
        await press(pilot, "enter")
        assert screen(pilot).grid.current.number == 6  # type: ignore[union-attr]
        await press(pilot, "home", "A", "c")
        await type_text(pilot, "القوات")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "escape", "f")
        entries = pilot.app.screen.query_one(ChoiceList)
        at = next(k for k, choice in enumerate(entries.choices) if "accepted" in str(choice.lines[0]))
        entries.move(at)
        await press(pilot, "enter")
        assert list(screen(pilot).numbers) == [1]
        await press(pilot, "f", "home", "enter")
        assert len(screen(pilot).numbers) == 8


async def test_history_difference_help_palette_panel(workspace: Workspace, store: Store) -> None:
    """Sheets open over the desk and Esc closes them; F6 goes through the side panel."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e")
        await type_text(pilot, " More.")
        await press(pilot, "f2", "h")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "escape", "d")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "escape", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "ctrl+p")
        assert isinstance(pilot.app.screen, PaletteScreen)
        await type_text(pilot, "unreviewed")
        await press(pilot, "down", "up", "escape", "ctrl+p")
        await type_text(pilot, "last")
        await press(pilot, "enter")
        assert screen(pilot).grid.at == 7
        for tab in ("Memory", "Notes", "Checks", "Terms"):
            await press(pilot, "f6")
            assert screen(pilot).panel.tab == tab


async def test_insert_term(workspace: Workspace, store: Store) -> None:
    """Alt+1 and F4 then 1 insert the term with the spaces it needs."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e", "alt+1", "f4", "1")
        assert screen(pilot).editor.buffer.text.endswith(" armed forces armed forces")
        await press(pilot, "f4", "7")
        assert "no term 7" in said(pilot)


async def test_add_term_makes_drafts_stale(workspace: Workspace, store: Store) -> None:
    """+ writes to the glossary; a draft it touches becomes stale, an accepted one does not."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "colon", "5", "enter", "A", "plus")
        await type_text(pilot, "التمرين")
        await press(pilot, "enter")
        await type_text(pilot, "manoeuvre")
        await press(pilot, "enter")
        assert (segment(store, 5).state, segment(store, 7).state) == (State.ACCEPTED, State.STALE)
        assert "التمرين" in (workspace.glossaries / "desk.csv").read_text(encoding="utf-8")


async def test_arabic_layout(workspace: Workspace, store: Store) -> None:
    """Accept, edit, next, merge back under an Arabic layout; lam waits for its alef."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "ش")
        assert segment(store, 1).state is State.ACCEPTED
        await press(pilot, "ت")
        assert screen(pilot).grid.at == 2
        for character in "لأ":
            screen(pilot).grid.post_message(events.Key(character, character))
        await pilot.pause()
        assert screen(pilot).grid.at == 7
        await press(pilot, "ل")
        await pilot.pause(0.1)
        assert screen(pilot).grid.at == 0
        screen(pilot).grid.post_message(events.Key("arabic_question_mark", "؟"))
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_two_desks(workspace: Workspace, store: Store) -> None:
    """What another desk decides appears, and is not overwritten."""
    async with desk_on(workspace, store) as pilot:
        with Store.open(workspace.store) as other:
            from muqabala.workflow.examine import Examiner
            from muqabala.workflow.review import Review

            theirs = Review(other, Examiner(None), "omar")
            first = other.segments.at(1, 1)
            assert first is not None
            theirs.edit(first, "Their words.")
        await press(pilot, "a")
        assert "somebody else" in said(pilot)
        assert (segment(store, 1).state, segment(store, 1).target) == (State.EDITED, "Their words.")
        with Store.open(workspace.store) as other:
            second = other.segments.at(1, 2)
            assert second is not None
            Review(other, Examiner(None), "omar").accept(second)
        await pilot.pause(1.3)
        shown = screen(pilot).grid.segment(1)
        assert shown is not None
        assert shown.state is State.ACCEPTED


async def test_a_store_that_cannot_be_written_says_so(workspace: Workspace, store: Store) -> None:
    """A full disk gives a sentence and the session goes on."""
    store.database.connection().execute("PRAGMA max_page_count = 1")
    pages = store.database.connection().execute("PRAGMA page_count").fetchone()[0]
    store.database.connection().execute(f"PRAGMA max_page_count = {pages}")
    async with desk_on(workspace, store) as pilot:
        long_text = "word " * 20_000
        await press(pilot, "e")
        screen(pilot).editor.insert(long_text)
        await press(pilot, "f2")
        assert "disk is full" in said(pilot)
        assert screen(pilot).mode == EDIT
        store.database.connection().execute("PRAGMA max_page_count = 1000000")
        await press(pilot, "f2")
        assert segment(store, 1).state is State.EDITED


@pytest.mark.parametrize(
    ("size", "classes"),
    [((120, 36), set()), ((80, 24), {"stacked"}), ((55, 20), {"single"}), ((45, 12), {"single"}), ((38, 9), {"tiny"})],
)
async def test_sizes(workspace: Workspace, store: Store, size: tuple[int, int], classes: set[str]) -> None:
    """Wide, stacked, one segment, or a message."""
    async with desk_on(workspace, store, size) as pilot:
        on_now = {name for name in ("stacked", "single", "tiny") if screen(pilot).has_class(name)}
        assert on_now == classes


def test_every_action_has_a_handler_and_every_handler_an_action() -> None:
    """The table and the screen say the same."""
    wanted = {action.id for mode in (REVIEW, EDIT) for action in BY_MODE[mode]}
    there = {name.removeprefix("do_") for name in dir(DeskScreen) if name.startswith("do_")}
    assert wanted == there


async def test_a_user_chooses_keys(workspace: Workspace, store: Store) -> None:
    """muqabala.toml moves an action to another key; that key loses its old meaning; an unknown action is named."""
    settings = replace(workspace.settings, keys={"accept": "x, f5"})
    async with desk_on(replace(workspace, settings=settings), store) as pilot:
        await press(pilot, "a")
        assert segment(store, 1).state is State.DRAFTED
        await press(pilot, "x", "f5")
        assert [segment(store, k).state for k in (1, 2)] == [State.ACCEPTED, State.ACCEPTED]
    with pytest.raises(InputError, match="no action is called 'acept'"):
        with_user_keys(BY_MODE[REVIEW], {"acept": "x"})


async def test_a_document_not_yet_drafted_is_drafted_behind(tmp_path: Path) -> None:
    """Opened on a file the store has never seen, the desk drafts it and shows it when it is there."""
    workspace = Workspace(tmp_path)
    workspace.seeds.mkdir()
    (workspace.seeds / "fresh.txt").write_text("وصل الوزير إلى القاهرة.\nعاد الوزير إلى باريس.\n", encoding="utf-8")
    with Store.open(workspace.store) as store:
        app = Desk(workspace, store, "nadia", paths=[workspace.seeds / "fresh.txt"])
        async with app.run_test(size=(120, 36)) as pilot:
            for _ in range(600):
                await pilot.pause(0.1)
                if isinstance(app.screen, DeskScreen) and all(row.target for row in store.segments.all_of(1)):
                    break
            assert isinstance(app.screen, DeskScreen)
            assert [row.state for row in store.segments.all_of(1)] == [State.DRAFTED] * len(
                list(store.segments.all_of(1))
            )
            assert app.drafting == "" or "drafting" in app.drafting


async def test_ctrl_e_opens_the_editor_of_the_environment(
    workspace: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other editor wrote is in the box; one that is not there is a sentence."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/armed/ARMED/")

    @contextmanager
    def stay() -> Iterator[None]:
        yield  # the test driver has no terminal to give away

    async with desk_on(workspace, store) as pilot:
        monkeypatch.setattr(pilot.app, "suspend", stay)
        await press(pilot, "e", "ctrl+e")
        assert "ARMED" in screen(pilot).editor.buffer.text
        monkeypatch.setenv("EDITOR", "no-such-editor-here")
        await press(pilot, "ctrl+e")
        assert "no-such-editor-here" in said(pilot)
        await press(pilot, "escape")


@pytest.mark.parametrize("mode", list(BY_MODE))
def test_no_key_is_taken_twice(mode: str) -> None:
    """In one mode a key means one thing, and every action has a key a plain keyboard has."""
    keys = [key for action in BY_MODE[mode] for key in action.keys]
    assert len(keys) == len(set(keys))
    assert all(action.keys for action in BY_MODE[mode])


async def test_prompt_escape_changes_nothing(workspace: Workspace, store: Store) -> None:
    """Esc in a question leaves everything as it was."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "x")
        assert isinstance(pilot.app.screen, PromptScreen)
        await press(pilot, "escape")
        assert segment(store, 1).state is State.DRAFTED
