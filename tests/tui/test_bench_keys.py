"""The keys of the alignment screen one by one: what each does to the beads in the store, and that u takes it back."""

from __future__ import annotations

import pytest
from test_alignment_screen import aligned, beads_on, rows, said
from test_desk import press

from muqabala.config import Workspace
from muqabala.store import Store, StoredSegment
from muqabala.tui.screens.alignment import AlignmentScreen
from muqabala.values import State

__all__ = ["aligned"]

START = [((1,), (1,)), ((2,), (2, 3)), ((3,), ()), ((4,), (4,))]


def beads(store: Store, document: int) -> list[StoredSegment]:
    return list(store.segments.all_of(document))


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (["m"], [((1, 2), (1, 2, 3)), ((3,), ()), ((4,), (4,))]),
        (["G", "M"], [((1,), (1,)), ((2,), (2, 3)), ((3, 4), (4,))]),
        (["j", "U"], [((1,), (1, 2)), ((2,), (3,)), ((3,), ()), ((4,), (4,))]),
        (["j", "D"], [((1,), (1,)), ((2,), (2,)), ((3,), (3,)), ((4,), (4,))]),
        (["space", "j", "j", "space"], [((1, 2, 3), (1, 2, 3)), ((4,), (4,))]),
        (["j", "j", "space", "k", "space"], [((1,), (1,)), ((2, 3), (2, 3)), ((4,), (4,))]),
        (["j", "s", "1"], [((1,), (1,)), ((2,), (2,)), ((), (3,)), ((3,), ()), ((4,), (4,))]),
    ],
)
async def test_a_key_reshapes_and_u_restores(
    workspace: Workspace, store: Store, aligned: int, keys: list[str], wanted: list[tuple[tuple[int, ...], ...]]
) -> None:
    """Merge, move, link and split; u gives every bead back as it was, Ctrl+R does it again."""
    before = [(bead.id, bead.source, bead.target, bead.score, bead.state) for bead in beads(store, aligned)]
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, *keys)
        found = rows(store, aligned)
        assert sorted(found) == sorted(wanted)
        await press(pilot, "u")
        assert rows(store, aligned) == START
        assert [(b.id, b.source, b.target, b.score, b.state) for b in beads(store, aligned)] == before
        await press(pilot, "ctrl+r")
        assert rows(store, aligned) == found


async def test_doubtful_beads_are_found_both_ways(workspace: Workspace, store: Store, aligned: int) -> None:
    """n and N walk over beads of low confidence that nobody has decided on, and say when there is none."""
    async with beads_on(workspace, store, aligned) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AlignmentScreen)
        await press(pilot, "n")
        assert screen.grid.at == 1
        await press(pilot, "n")
        assert screen.grid.at == 2
        await press(pilot, "n")
        assert "no doubtful bead after" in said(pilot)
        await press(pilot, "N")
        assert screen.grid.at == 1
        await press(pilot, "a", "g", "n")
        assert screen.grid.at == 2


async def test_verdicts_and_their_undo(workspace: Workspace, store: Store, aligned: int) -> None:
    """a accepts, o leaves out, c clears, r marks; each is one step back."""
    async with beads_on(workspace, store, aligned) as pilot:
        for key, state in (("a", State.ACCEPTED), ("o", State.REJECTED)):
            await press(pilot, "g", key)
            assert beads(store, aligned)[0].state is state
            await press(pilot, "u")
            assert beads(store, aligned)[0].state is State.DRAFTED
        await press(pilot, "g", "r")
        assert beads(store, aligned)[0].flagged
        await press(pilot, "c")
        assert not beads(store, aligned)[0].flagged


async def test_the_ends_of_the_document(workspace: Workspace, store: Store, aligned: int) -> None:
    """There is nothing above the first bead and below the last; that is said, and nothing changes."""
    async with beads_on(workspace, store, aligned) as pilot:
        for keys in (["g", "M"], ["g", "U"], ["G", "m"], ["G", "D"], ["g", "s"]):
            await press(pilot, *keys)
            assert rows(store, aligned) == START
            assert said(pilot)


async def test_arabic_layout(workspace: Workspace, store: Store, aligned: int) -> None:
    """The same keys while an Arabic keyboard is active: m arrives as ة, a as ش."""
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "ش")
        assert beads(store, aligned)[0].state is State.ACCEPTED
        await press(pilot, "ة")
        assert rows(store, aligned) == [((1,), (1,)), ((2, 3), (2, 3)), ((4,), (4,))]
