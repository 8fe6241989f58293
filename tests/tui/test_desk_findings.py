"""What the checks find shows at the desk and follows the text: names, spelling, terms while one types."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from test_desk import press, screen, type_text
from test_desk_model import until
from textual.pilot import Pilot
from workspaces import fill

from muqabala.config import Workspace
from muqabala.store import Store, StoredSegment
from muqabala.tui.app import Desk
from muqabala.workflow.document_checks import NameWatch

NAMES = [
    ("قال كيشيدا إن بلاده مستعدة.", "Kishida said his country was ready."),
    ("وأكد ستولتنبرغ ذلك.", "Stoltenberg confirmed it."),
    ("وغادر كيشيدا إلى بروكسل.", "Kichida left for Brussels."),
    ("انتهى التمرين.", "The exercise ended."),
]


@asynccontextmanager
async def names_on(workspace: Workspace, store: Store) -> AsyncIterator[tuple[Pilot[None], int]]:
    document = fill(store, workspace, NAMES, "seeds/names.txt")
    app = Desk(workspace, store, "nadia", paths=[workspace.seeds / "names.txt"])
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        yield pilot, document


def findings(store: Store, document: int, number: int, check: str) -> list[str]:
    row = store.segments.at(document, number)
    assert row is not None
    return [finding.message for finding in row.findings if finding.check == check]


def row(pilot: Pilot[None], number: int) -> StoredSegment:
    found = screen(pilot).grid.segment(number - 1)
    assert found is not None
    return found


async def test_one_name_two_ways_follows_the_text(workspace: Workspace, store: Store) -> None:
    """Told after the first decision anywhere, gone when either side is mended, back when an undo brings it back."""
    async with names_on(workspace, store) as (pilot, document):
        await press(pilot, "A")
        await until(pilot, lambda: bool(findings(store, document, 3, "name")), 10)
        assert "“Kichida” here and “Kishida” in segment 1" in findings(store, document, 3, "name")[0]
        await until(pilot, lambda: bool(row(pilot, 3).findings), 10)
        await press(pilot, "j", "j", "f6", "f6", "f6")
        assert any("Kichida" in str(choice.lines) for choice in screen(pilot).panel.lists["Checks"])
        await press(pilot, "e", "ctrl+a")
        await type_text(pilot, "Kishida left for Brussels.")
        await press(pilot, "f2")
        await until(pilot, lambda: not findings(store, document, 3, "name"), 10)
        await press(pilot, "u")
        await until(pilot, lambda: bool(findings(store, document, 3, "name")), 10)
        await press(pilot, "g", "e", "ctrl+a")
        await type_text(pilot, "Kichida said his country was ready.")
        await press(pilot, "f3")
        await until(pilot, lambda: not findings(store, document, 3, "name"), 10)


async def test_a_name_left_out_is_told_until_it_stands(workspace: Workspace, store: Store) -> None:
    """A name in Latin letters: the looks at the whole document neither lose nor keep it."""
    pairs = [("غادرت ماريا المبنى.", "Maria left."), ("أطلقوا صاروخ Javelin على الدبابة.", "They fired at the tank.")]
    document = fill(store, workspace, pairs, "seeds/latin.txt")
    app = Desk(workspace, store, "nadia", paths=[workspace.seeds / "latin.txt"])
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await press(pilot, "A")
        await until(pilot, lambda: bool(findings(store, document, 2, "name")), 10)
        assert findings(store, document, 2, "name") == ["Name left out: Javelin stands in the Arabic."]
        await press(pilot, "j", "e", "ctrl+a")
        await type_text(pilot, "They fired a Javelin at the tank.")
        await press(pilot, "f3")
        await until(pilot, lambda: not findings(store, document, 2, "name"), 10)


async def test_a_name_is_looked_at_again_after_merge_and_split(workspace: Workspace, store: Store) -> None:
    """What is renumbered is told under its new number."""
    async with names_on(workspace, store) as (pilot, document):
        await press(pilot, "m")
        await until(pilot, lambda: bool(findings(store, document, 2, "name")), 10)
        await press(pilot, "u")
        await until(pilot, lambda: bool(findings(store, document, 3, "name")), 10)
        assert not findings(store, document, 2, "name")


async def test_spelling_and_terms_are_judged_while_one_types(workspace: Workspace, store: Store) -> None:
    """The side panel and the line of trouble follow what is typed, before anything is kept."""
    app = Desk(workspace, store, "nadia", paths=[workspace.seeds / "news.txt"])
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "e", "ctrl+a")
        await type_text(pilot, "The forces anounced it.")
        desk = screen(pilot)
        await until(pilot, lambda: "anounced" in str(desk.panel.lists.get("Checks")), 10)
        assert "Term not placed: 1 armed forces" in desk._alerted
        assert "NOT PLACED" in str(desk.panel.lists["Terms"][0].lines)
        await press(pilot, "ctrl+a")
        await type_text(pilot, "The armed forces announced it.")
        await until(pilot, lambda: not desk._alerted and not desk.panel.lists["Checks"], 10)
        assert [desk.editor.text[c.start : c.end] for c in desk.editor._coloured] == ["armed forces"]
        await press(pilot, "escape")
        assert store.segments.at(1, 1).state == "drafted"  # type: ignore[union-attr]


def test_a_look_at_names_is_given_up_when_the_desk_is_left(workspace: Workspace, store: Store) -> None:
    """A long document is not read to its end for a desk that has gone; the next look begins anew."""
    many = [("وغادر كيشيدا إلى بروكسل.", "Kishida left." if number else "Kichida left.") for number in range(100)]
    document = fill(store, workspace, many, "seeds/many.txt")
    watch = NameWatch(store, document)
    assert watch.look(lambda: True) == 0
    assert not findings(store, document, 100, "name")
    assert watch.look() == 99
    assert findings(store, document, 100, "name")
