"""Typing in two directions: caret, words, graphemes, selection, and what the mouse points at."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from muqabala.tui.buffer import EditBuffer
from muqabala.tui.widgets.bidi_text import BidiText
from muqabala.tui.widgets.target_editor import TargetEditor


def buffer(text: str, cursor: int) -> EditBuffer:
    made = EditBuffer()
    made.load(text)
    made.move(cursor)
    return made


@pytest.mark.parametrize(
    ("text", "cursor", "left"),
    [
        ("كَتَبَ", 6, "كَتَ"),  # a letter goes with its harakat
        ("e\N{COMBINING ACUTE ACCENT}", 2, ""),
        ("a👨\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧", 6, "a"),
        ("abc", 0, "abc"),
    ],
)
def test_backspace_takes_a_grapheme(text: str, cursor: int, left: str) -> None:
    """What looks like one letter goes at once."""
    made = buffer(text, cursor)
    made.delete_backward()
    assert made.text == left


def test_words_in_both_languages() -> None:
    """Word moves stop at the words of either language; an apostrophe is inside."""
    text = "قال الوزير don't go"
    made = buffer(text, 0)
    stops = []
    while made.cursor < len(text):
        made.move(made.word_after(made.cursor))
        stops.append(text[: made.cursor].split()[-1])
    assert stops == ["قال", "الوزير", "don't", "go"]
    made.delete_word_backward()
    assert made.text == "قال الوزير don't "


def test_undo_goes_by_words_typed() -> None:
    """A run of typing is one step up to a space; a paste is a step of its own."""
    made = buffer("", 0)
    for character in "one two":
        made.insert(character)
    made.insert(" pasted text")
    assert made.undo()
    assert made.text == "one two"
    assert made.undo()
    assert made.text == "one"
    assert made.redo()
    assert made.text == "one two"
    made.insert("!")
    assert not made.redo()


class Bench(App[None]):
    """An editor and a text of 20 columns."""

    CSS = "TargetEditor, BidiText { width: 20; height: 4; }"

    def compose(self) -> ComposeResult:
        yield TargetEditor(rtl=None, id="editor")
        yield BidiText(rtl=True, id="text")


def editor(pilot: Pilot[None]) -> TargetEditor:
    return pilot.app.query_one("#editor", TargetEditor)


async def test_left_goes_left_in_both_directions() -> None:
    """In Arabic Left goes on in the text, in English it goes back; the caret stands where the letter is seen."""
    async with Bench().run_test() as pilot:
        box = editor(pilot)
        box.focus()
        box.load("سلام")
        box.buffer.move(0)
        await pilot.press("left")
        assert box.buffer.cursor == 1
        await pilot.press("right")
        assert box.buffer.cursor == 0
        assert box.caret_place() == (0, 19)
        box.load("peace")
        await pilot.press("left")
        assert (box.buffer.cursor, box.caret_place()) == (4, (0, 4))
        await pilot.press("home", "shift+right", "shift+right")
        assert box.buffer.selected == "pe"
        await pilot.press("end", "ctrl+left")
        assert box.buffer.cursor == 0


async def test_the_letters_decide_the_direction_not_the_first() -> None:
    """An English sentence that opens with an Arabic word runs from left to right."""
    async with Bench().run_test() as pilot:
        box = editor(pilot)
        box.load("كلمة is the word")
        assert not box.rows()[0].rtl
        box.load("NATO أعلن الحلف")
        assert box.rows()[0].rtl


async def test_rows_up_and_down_keep_the_column() -> None:
    """The caret remembers its column over a shorter row."""
    async with Bench().run_test() as pilot:
        box = editor(pilot)
        box.focus()
        box.load("0123456789\n01\n0123456789")
        box.buffer.move(8)
        await pilot.press("down", "down")
        assert box.caret_place() == (2, 8)
        await pilot.press("up", "up")
        assert box.caret_place() == (0, 8)
        await pilot.press("up")
        assert box.buffer.cursor == 0


async def test_typing_pasting_and_selecting_all() -> None:
    """Typing replaces the selection; a paste keeps its lines."""
    async with Bench().run_test() as pilot:
        box = editor(pilot)
        box.focus()
        box.load("old")
        await pilot.press("ctrl+a", "n", "e", "w")
        assert box.buffer.text == "new"
        box.insert(" two\r\nlines")
        assert box.buffer.text == "new two\nlines"
        await pilot.press("ctrl+z")
        assert box.buffer.text == "new"


async def test_the_mouse_points_at_letters() -> None:
    """Clicks find the letter under them on both sides of a mixed line; a drag selects, copied in logical order."""
    async with Bench().run_test() as pilot:
        box = editor(pilot)
        box.load("abc سلام def")
        await pilot.click("#editor", offset=(4, 0))
        assert box.buffer.text[box.buffer.cursor] == "م"  # the Arabic word is drawn from right to left
        await pilot.click("#editor", offset=(8, 0))
        assert box.buffer.text[box.buffer.cursor] == "d"
        text = pilot.app.query_one("#text", BidiText)
        text.show("قال سمير نعم")
        await pilot.mouse_down("#text", offset=(19, 0))
        await pilot.hover("#text", offset=(17, 0))
        await pilot.mouse_up("#text", offset=(17, 0))
        assert text.selected_text == "قال"
        await pilot.click("#editor", offset=(1, 0), times=2)
        assert box.buffer.selected == "abc"


@pytest.mark.parametrize("width", [5, 9, 20])
async def test_the_caret_is_always_on_the_screen(width: int) -> None:
    """At every offset of a mixed text the caret has a column inside the box."""
    async with Bench().run_test() as pilot:
        box = editor(pilot)
        box.styles.width = width
        box.focus()
        for text in ("قال John Smith (2024) لا بأس", "The word كلمة means word", "   ", ""):
            box.load(text)
            await pilot.pause()
            for offset in range(len(text) + 1):
                box.buffer.move(offset)
                row, column = box.caret_place()
                assert 0 <= row < len(box.rows())
                assert 0 <= column < width
