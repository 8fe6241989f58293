"""How a long run shows itself on standard error: a bar with rate and time left, and a table at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from muqabala.cli.common import plainly

if TYPE_CHECKING:
    from muqabala.batch import BatchReport, Progress


def _shown(name: str) -> str:
    """A name as rich must be told it: square brackets in it are no markup."""
    from rich.markup import escape

    return escape(plainly(name))


class Silent:
    """Progress of a quiet run, or of one whose standard error is no terminal."""

    def document(self, name: str, segments: int) -> None:
        """Nothing to show."""

    def drafted(self, count: int) -> None:
        """Nothing to show."""


class Bar:
    """A bar over the segments known so far."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]} segments/s"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=0, rate="–")
        self._total = self._done = 0
        self._started = time.monotonic()

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def document(self, name: str, segments: int) -> None:
        self._total += segments
        self._bar.update(self._task, description=_shown(name), total=self._total)

    def drafted(self, count: int) -> None:
        self._done += count
        rate = self._done / max(1e-3, time.monotonic() - self._started)
        self._bar.update(self._task, completed=self._done, rate=f"{rate:.1f}")


@contextmanager
def progress_for(quiet: bool) -> Iterator[Progress]:
    """A bar where somebody watches, silence elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    with Bar() as bar:
        yield bar


def summary(report: BatchReport, skipped: int) -> None:
    """The table at the end: one line a document, and what was left out."""
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True, width=None if sys.stderr.isatty() else 140)
    table = Table(box=None, pad_edge=False)
    table.add_column("document", overflow="fold")
    for name in ("segments", "drafted", "from memory", "unplaced", "with findings", "lines dropped"):
        table.add_column(name, justify="right")
    for document in report.documents:
        waiting = document.language == "en"
        table.add_row(
            f"{_shown(document.name)} (English, waits for align)" if waiting else _shown(document.name),
            str(document.segments),
            *(
                ["–"] * 4
                if waiting
                else map(str, (document.drafted, document.recalled, document.unplaced, document.findings))
            ),
            str(len(document.dropped)),
        )
    if report.documents:
        console.print(table)
    if skipped:
        console.print(f"{skipped} files skipped (hidden, pictures, README, LICENSE or pair files).")
    if not report.documents and not report.failed:
        console.print("There was no document to translate.")
