"""Beads on the screen: accepted, merged, split, moved, linked, left out, aligned again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from test_desk import press, type_text
from textual.pilot import Pilot

from muqabala.config import Workspace
from muqabala.store import NewBead, Store
from muqabala.tui.actions import ALIGN, BY_MODE, EDIT
from muqabala.tui.app import Desk
from muqabala.tui.screens.alignment import AlignmentScreen
from muqabala.tui.screens.choose import ChooseScreen
from muqabala.tui.screens.desk import DeskScreen
from muqabala.tui.screens.documents import DocumentsScreen
from muqabala.tui.widgets.footer import StatusFooter
from muqabala.values import Block, Document, Policy, Role, Segment, State, TermVerdict

AR = ["وصل الوزير إلى القاهرة.", "زار المدرسة الجديدة.", "شكر المعلمين.", "عاد إلى باريس يوم الأحد."]
EN = [
    "The minister arrived in Cairo.",
    "He visited the new school.",
    "He thanked the teachers.",
    "He returned to Paris on Sunday.",
]


@pytest.fixture
def aligned(store: Store) -> int:
    """Two documents of four sentences, the second and third aligned crosswise; the id of the alignment."""
    for name, language, sentences in (("seeds/a.txt", "ar", AR), ("seeds/a.en.txt", "en", EN)):
        blocks = tuple(Block(text, Role.BODY, {}, k) for k, text in enumerate(sentences))
        document = Document(name, "plain", language, "utf-8", blocks)  # type: ignore[arg-type]
        segments = [Segment(name, k + 1, k + 1, Role.BODY, text, k, (0, len(text))) for k, text in enumerate(sentences)]
        store.put_document(document, "\n".join(sentences).encode(), segments)
    links = [((1,), (1,), 0.98), ((2,), (2, 3), 0.4), ((3,), (), 0.3), ((4,), (4,), 0.97)]
    beads = [
        NewBead(" ".join(AR[i - 1] for i in ar), " ".join(EN[j - 1] for j in en), ar, en, score, score < 0.6)
        for ar, en, score in links
    ]
    return store.documents.put_alignment("seeds/a.txt", "seeds/a.en.txt", beads).document_id


@asynccontextmanager
async def beads_on(workspace: Workspace, store: Store, document_id: int) -> AsyncIterator[Pilot[None]]:
    app = Desk(workspace, store, "nadia")
    async with app.run_test(size=(120, 36)) as pilot:
        app.open_document(store.documents.summary(document_id))
        await pilot.pause()
        assert isinstance(app.screen, AlignmentScreen)
        yield pilot


def said(pilot: Pilot[None]) -> str:
    screen = next(s for s in pilot.app.screen_stack if isinstance(s, AlignmentScreen))
    return screen.query_one(StatusFooter).sentence


def rows(store: Store, document_id: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(row.source_segments, row.target_segments) for row in store.segments.all_of(document_id)]


async def test_accept_clear_flag_leave_out(workspace: Workspace, store: Store, aligned: int) -> None:
    """Verdicts on beads; one that is left out makes no pair."""
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "a", "o")
        assert [row.state for row in store.segments.all_of(aligned)][:2] == [State.ACCEPTED, State.REJECTED]
        await press(pilot, "g", "c", "r")
        first = store.segments.at(aligned, 1)
        assert first is not None
        assert (first.state, first.flagged) == (State.DRAFTED, True)
        await press(pilot, "n")
        assert "doubtful" not in said(pilot)


async def test_move_merge_split_link_and_undo(workspace: Workspace, store: Store, aligned: int) -> None:
    """The wrong bead is mended by moving one sentence; the other tools reshape too, and u takes each back."""
    before = rows(store, aligned)
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "j", "D")
        assert rows(store, aligned) == [((1,), (1,)), ((2,), (2,)), ((3,), (3,)), ((4,), (4,))]
        await press(pilot, "u")
        assert rows(store, aligned) == before
        await press(pilot, "m")
        assert rows(store, aligned) == [((1,), (1,)), ((2, 3), (2, 3)), ((4,), (4,))]
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, ChooseScreen)
        await press(pilot, "1")
        assert rows(store, aligned) == [((1,), (1,)), ((2,), (2,)), ((3,), (3,)), ((4,), (4,))]
        await press(pilot, "g", "space", "j", "j", "space")
        assert rows(store, aligned) == [((1, 2, 3), (1, 2, 3)), ((4,), (4,))]
        await press(pilot, "j", "U")
        assert rows(store, aligned)[0][1] == (1, 2, 3, 4)


async def test_realign_leaves_accepted_beads_alone(workspace: Workspace, store: Store, aligned: int) -> None:
    """R mends what comes after, and an accepted bead stays as it was."""
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "a", "R")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert rows(store, aligned) == [((1,), (1,)), ((2,), (2,)), ((3,), (3,)), ((4,), (4,))]
        first = store.segments.at(aligned, 1)
        assert first is not None
        assert first.state is State.ACCEPTED


async def test_several_gaps_aligned_again_are_one_step(workspace: Workspace, store: Store) -> None:
    """Two wrong places on either side of an accepted bead: one u takes both back, one Ctrl+R does both again."""
    once = [((1,), (1,)), ((2,), (2, 3)), ((3,), ()), ((4,), (4,))]
    crossed = once + [(tuple(i + 4 for i in ar), tuple(j + 4 for j in en)) for ar, en in once]
    arabic, english = [*AR, *AR], [*EN, *EN]
    for name, language, sentences in (("seeds/a.txt", "ar", arabic), ("seeds/a.en.txt", "en", english)):
        blocks = tuple(Block(text, Role.BODY, {}, k) for k, text in enumerate(sentences))
        document = Document(name, "plain", language, "utf-8", blocks)  # type: ignore[arg-type]
        segments = [Segment(name, k + 1, k + 1, Role.BODY, text, k, (0, len(text))) for k, text in enumerate(sentences)]
        store.put_document(document, "\n".join(sentences).encode(), segments)
    beads = [
        NewBead(" ".join(arabic[i - 1] for i in ar), " ".join(english[j - 1] for j in en), ar, en, 0.5)
        for ar, en in crossed
    ]
    aligned = store.documents.put_alignment("seeds/a.txt", "seeds/a.en.txt", beads).document_id
    straight = [((k,), (k,)) for k in range(1, 9)]
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "j", "j", "j", "a", "g", "R")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert rows(store, aligned) == straight
        pair = store.segments.at(aligned, 4).pair_key  # type: ignore[union-attr]
        await press(pilot, "u")
        assert rows(store, aligned) == crossed
        await press(pilot, "ctrl+r")
        assert rows(store, aligned) == straight
        accepted = store.segments.at(aligned, 4)
        assert accepted is not None
        assert (accepted.state, accepted.pair_key) == (State.ACCEPTED, pair)


async def test_edit_the_english_side(workspace: Workspace, store: Store, aligned: int) -> None:
    """e edits, F3 keeps and accepts."""
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "e")
        await type_text(pilot, " Today.")
        await press(pilot, "f3")
        first = store.segments.at(aligned, 1)
        assert first is not None
        assert (first.state, first.target) == (State.ACCEPTED, f"{EN[0]} Today.")


async def test_a_named_document_that_came_from_align_opens_as_beads(
    workspace: Workspace, store: Store, aligned: int
) -> None:
    """F7 changes to its segments and back."""
    app = Desk(workspace, store, "nadia", paths=[workspace.seeds / "a.txt"])
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, AlignmentScreen)
        await press(pilot, "f7")
        assert isinstance(app.screen, DeskScreen)
        await press(pilot, "f7")
        assert isinstance(app.screen, AlignmentScreen)


def test_every_action_of_the_alignment_has_a_handler() -> None:
    """The table and the screen say the same."""
    for mode in (ALIGN, EDIT):
        for action in BY_MODE[mode]:
            assert callable(getattr(AlignmentScreen, f"do_{action.id}", None)), action.id


async def test_looking_about(workspace: Workspace, store: Store, aligned: int) -> None:
    """To a bead by number, through the side panel, an action by its name, a sentence copied, back to the documents."""
    async with beads_on(workspace, store, aligned) as pilot:
        await press(pilot, "colon", "3", "enter")
        screen = next(s for s in pilot.app.screen_stack if isinstance(s, AlignmentScreen))
        assert screen.current().number == 3
        await press(pilot, "f6")
        assert screen.panel.tab == "Memory"
        await press(pilot, "v", "enter")
        assert pilot.app.clipboard == AR[2]
        await press(pilot, "ctrl+p")
        await type_text(pilot, "first bead")
        await press(pilot, "enter")
        assert screen.current().number == 1
        await press(pilot, "ctrl+c")
        assert pilot.app.clipboard == EN[0]
        await press(pilot, "f8")
        assert isinstance(pilot.app.screen, DocumentsScreen)


async def test_a_term_is_waived_with_a_reason_here_too(workspace: Workspace, store: Store, aligned: int) -> None:
    """The screen says "press w to waive it", so w asks for the reason and the bead can then be accepted."""
    workspace.glossaries.mkdir(exist_ok=True)
    (workspace.glossaries / "t.csv").write_text("ar,en\nالمعلمين,teaching staff\n", encoding="utf-8")
    verdict = TermVerdict("المعلمين", "teaching staff", Policy.MUST, (4, 12), None, "unplaced")
    bead = NewBead("شكر المعلمين.", "He thanked the teachers.", (9,), (9,), 0.9, terms=(verdict,))
    document = store.documents.put_alignment("seeds/b.txt", "seeds/b.en.txt", [bead]).document_id
    async with beads_on(workspace, store, document) as pilot:
        await press(pilot, "a")
        assert "term not placed" in said(pilot)
        await press(pilot, "w")
        await type_text(pilot, "a class, not a staff")
        await press(pilot, "enter", "a")
    row = store.segments.at(document, 1)
    assert row is not None
    assert row.state is State.ACCEPTED
    assert [term.status for term in row.terms] == ["waived"]
    assert row.terms[0].waiver is not None and row.terms[0].waiver.reason == "a class, not a staff"
