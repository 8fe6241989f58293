"""Draws docs/desk.svg and docs/alignment.svg from the real desk, over a workspace made from seeds/ on the spot.

Run: python docs/screenshots.py  (from the repository root)

The desk puts Arabic in order itself; a browser would do it again, so the pictures tell it not to.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from muqabala.config import Workspace
from muqabala.store import Store
from muqabala.tui.app import Desk
from muqabala.values import State

ROOT = Path(__file__).parent.parent
AS_SENT = (
    "<style>text { unicode-bidi: bidi-override; direction: ltr; font-family: 'DejaVu Sans Mono', monospace; }</style>"
)


def prepare(folder: Path) -> None:
    """Memory, drafts and one alignment, by the commands a person would use."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "glossaries", folder / "glossaries")
    for arguments in (
        ["import", "--memory", "seeds/memory/own_news.tsv", "--quiet"],
        ["translate", "seeds/news", "--quiet"],
        ["align", "seeds/pairs/joint-statement.ar.txt", "seeds/pairs/joint-statement.en.txt", "--quiet"],
    ):
        command = [sys.executable, "-m", "muqabala", "-C", str(folder), *arguments]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def save(desk: Desk, name: str) -> None:
    """Write a picture that shows its characters in the order they were sent, and asks no other host for a font."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", desk.export_screenshot(title="muqabala review"))
    head, _, rest = svg.partition(">")
    (ROOT / "docs" / name).write_text(f"{head}>{AS_SENT}{rest}\n", encoding="utf-8")


async def draw(folder: Path) -> None:
    """Open the desk, decide a little, and take the pictures."""
    workspace = Workspace(folder)
    with Store.open(workspace.store) as store:
        documents = {(d.name, d.kind): d for d in store.documents.list()}
        drafted = [d for d in documents.values() if d.states.get(State.DRAFTED) and d.kind == "document"]
        news = max(drafted, key=lambda document: document.words)
        aligned = next(d for d in documents.values() if d.kind == "alignment")
        desk = Desk(workspace, store, "nadia", paths=[folder / news.name])
        async with desk.run_test(size=(132, 34)) as pilot:
            await pilot.pause(1.0)
            for key in ("a", "a", "a"):
                await pilot.press(key)
                await pilot.pause(0.2)
            rich = next(
                (row for row in store.segments.all_of(news.id) if len(row.terms) >= 2 and not row.unplaced), None
            )
            if rich is not None:
                await pilot.press("colon", *str(rich.number), "enter")
            await pilot.pause(0.5)
            save(desk, "desk.svg")
            desk.open_document(aligned)
            await pilot.pause(0.5)
            save(desk, "alignment.svg")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="muqabala-pictures-") as name:
        folder = Path(name)
        prepare(folder)
        asyncio.run(draw(folder))


if __name__ == "__main__":
    main()
