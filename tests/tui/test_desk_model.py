"""The model at the desk: completion, other translations, retranslation, and which word comes from which."""

from __future__ import annotations

import time
from collections.abc import Callable

from test_desk import desk_on, press, said, screen, segment

from muqabala.config import Workspace
from muqabala.store import Store
from muqabala.tui.screens.choose import ChooseScreen
from muqabala.values import State


async def until(pilot: object, happened: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the desk work until something has happened."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        await pilot.pause(0.05)  # type: ignore[attr-defined]


async def test_tab_completes_what_is_typed(workspace: Workspace, store: Store) -> None:
    """The text keeps its beginning; a second Tab goes another way from there; Ctrl+Z takes the completion back."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e")
        editor = screen(pilot).editor
        editor.load("The army")
        await press(pilot, "tab")
        await until(pilot, lambda: "Completed" in said(pilot))
        first = editor.buffer.text
        assert first.startswith("The army")
        assert len(first) > len("The army")
        await until(pilot, lambda: " of 1" not in said(pilot))
        await press(pilot, "tab")
        assert editor.buffer.text != first
        assert editor.buffer.text.startswith("The army")
        await press(pilot, "ctrl+z", "ctrl+z")
        assert editor.buffer.text == "The army"


async def test_a_typed_space_is_the_persons(workspace: Workspace, store: Store) -> None:
    """The model's best way on from "China " is "China's …"; Tab offers one that leaves what was typed."""
    line = "قال وزير الخارجية المصري إن المحادثات ستستمر أسبوعا."
    async with desk_on(workspace, store) as pilot:
        bench, prefix = screen(pilot).bench, "China "
        engine = pilot.app.engine()  # type: ignore[attr-defined]
        assert not engine.translate([line], prefixes=[prefix])[0].text.startswith(prefix), "no case of it any more"
        (way,) = bench.first_way(line, engine, prefix, 5)
        assert way.text.startswith(prefix)
        assert len(way.text) > len(prefix)
        usual = bench.first_way(line, engine, "The minister ", 5)
        assert usual == engine.translate([line], prefixes=["The minister "])


async def test_alternatives_and_retranslation(workspace: Workspace, store: Store) -> None:
    """T offers others and takes one, t translates again; the engine is named in the segment."""
    async with desk_on(workspace, store) as pilot:
        before = segment(store, 1).target
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        offered = pilot.app.screen
        assert isinstance(offered, ChooseScreen)
        # One of them may be what stands there already.
        texts = [[str(getattr(line, "text", line)) for line in choice.lines] for choice in offered.choices]
        await press(pilot, str(next(n for n, lines in enumerate(texts, 1) if before not in lines)))
        chosen = segment(store, 1)
        assert chosen.target != before
        assert (chosen.state, chosen.engine.split("@")[0]) == (State.EDITED, "starter")
        await press(pilot, "j", "t")
        await until(pilot, lambda: "translated again" in said(pilot))
        assert segment(store, 2).state is State.EDITED
        assert "brigade" in segment(store, 2).target.casefold()
        await press(pilot, "u")
        assert segment(store, 2).state is State.DRAFTED


async def test_words_light_up_on_the_other_side(workspace: Workspace, store: Store) -> None:
    """While the caret stands in a word, the Arabic it comes from is marked."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "e")
        desk = screen(pilot)
        await until(pilot, lambda: desk._links is not None)
        await press(pilot, "home")
        for _ in range(6):
            await press(pilot, "ctrl+right")
        lit = desk.source._lit
        assert lit
        assert all(desk.source.text[a:b].strip() for a, b in lit)


async def test_a_missing_model_is_a_sentence(workspace: Workspace, store: Store) -> None:
    """The desk goes on without a model and says what to do."""
    from dataclasses import replace

    nowhere = replace(workspace, settings=replace(workspace.settings, model=str(workspace.root / "nowhere")))
    async with desk_on(nowhere, store) as pilot:
        await press(pilot, "t")
        await until(pilot, lambda: "nowhere" in said(pilot))
        await press(pilot, "a")
        assert segment(store, 1).state is State.ACCEPTED


async def test_alternatives_climb_the_ladder(workspace: Workspace, store: Store) -> None:
    """What T offers has its terms placed as a draft has, or says which one is missing before it is taken."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "colon", "8", "enter", "T")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseScreen))
        choices = pilot.app.screen.choices  # type: ignore[attr-defined]
        engine = pilot.app.engine()  # type: ignore[attr-defined]
        bench = screen(pilot).bench
        eighth = segment(store, 8)
        raw = engine.alternatives([eighth.source], 5)[0]
        lacking = sum(bool(bench.judged(eighth, one).unplaced) for one in raw)
        offered = bench.proposals(eighth, raw, engine)
        assert not lacking or sum(bool(one.unplaced) for one in offered) < lacking
        assert len(choices) >= min(len(offered), 3)
        for choice, one in zip(choices, offered, strict=False):
            assert ("Term not placed" in choice.head) == bool(one.unplaced)


async def test_a_completion_that_loses_a_term_says_so(workspace: Workspace, store: Store) -> None:
    """The verdict stands beside the way; a way with the term placed is offered where there is one."""
    async with desk_on(workspace, store) as pilot:
        await press(pilot, "colon", "3", "enter", "e")
        desk = screen(pilot)
        desk.editor.load("The defence")
        await press(pilot, "tab")
        await until(pilot, lambda: "way 1 of" in said(pilot) and " of 1" not in said(pilot))
        ways = desk._completions
        assert all(way.text.startswith("The defence") for way in ways)
        assert any(way.unplaced for way in ways)
        for _ in ways:
            way = next(way for way in ways if way.text == desk.editor.buffer.text)
            assert ("Term not placed" in said(pilot)) == bool(way.unplaced)
            await press(pilot, "tab")
        await press(pilot, "escape")
