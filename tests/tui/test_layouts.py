"""Pictures of the desk in every size and theme. A person reads the difference before it is accepted.

`pytest tests/tui/test_layouts.py --snapshot-update` draws them anew. A browser reorders Arabic; look at the pictures
with `unicode-bidi: bidi-override` on their text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from muqabala.config import Workspace
from muqabala.store import Store
from muqabala.text.bidi import Mode
from muqabala.tui.app import Desk
from muqabala.tui.screens.calibration import CalibrationScreen
from muqabala.tui.screens.desk import thinking

Compare = Callable[..., bool]


def desk(workspace: Workspace, store: Store, mode: Mode = "app") -> Desk:
    return Desk(workspace, store, "nadia", mode=mode, paths=[workspace.seeds / "news.txt"])


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause(0.3)


@pytest.mark.parametrize("size", [(140, 40), (100, 30), (80, 24), (59, 20), (44, 12), (39, 9)], ids=str)
def test_sizes(workspace: Workspace, store: Store, snap_compare: Compare, size: tuple[int, int]) -> None:
    """Wide, just wide, stacked, one segment, small, too small."""
    assert snap_compare(desk(workspace, store), terminal_size=size, press=["j", "j"], run_before=settled)


def test_edit_mode(workspace: Workspace, store: Store, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor open, the caret at the end, the footer of Edit; before the model says which word comes from which."""
    monkeypatch.setattr(thinking, "REST_SECONDS", 60)
    assert snap_compare(desk(workspace, store), terminal_size=(110, 30), press=["j", "e"], run_before=settled)


def test_terminal_mode(workspace: Workspace, store: Store, snap_compare: Compare) -> None:
    """A terminal that orders whole lines: no two texts in one row."""
    assert snap_compare(desk(workspace, store, "terminal"), terminal_size=(110, 30), run_before=settled)


def test_light_theme(workspace: Workspace, store: Store, snap_compare: Compare) -> None:
    """Light background, the same signs and words."""
    light = replace(workspace, settings=replace(workspace.settings, theme="light"))
    assert snap_compare(desk(light, store), terminal_size=(110, 30), press=["a", "j"], run_before=settled)


def test_no_colour(workspace: Workspace, store: Store, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR: states, terms and problems still show."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(desk(workspace, store), terminal_size=(110, 30), press=["a", "j"], run_before=settled)


def test_help(workspace: Workspace, store: Store, snap_compare: Compare) -> None:
    """The sheet of keys."""
    assert snap_compare(desk(workspace, store), terminal_size=(100, 40), press=["f1"], run_before=settled)


def test_history_and_filter(workspace: Workspace, store: Store, snap_compare: Compare) -> None:
    """A decision told, over the desk."""
    assert snap_compare(desk(workspace, store), terminal_size=(110, 34), press=["f"], run_before=settled)


def test_calibration(workspace: Workspace, store: Store, snap_compare: Compare) -> None:
    """Two lines, one question."""

    async def ask(pilot: Pilot[None]) -> None:
        await pilot.app.push_screen(CalibrationScreen())
        await pilot.pause(0.2)

    assert snap_compare(desk(workspace, store), terminal_size=(100, 24), run_before=ask)
