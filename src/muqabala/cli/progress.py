"""How a long run shows itself on standard error: a bar with rate and time left, and a table at the end."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from muqabala.cli.common import plainly, say

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


NUMBERS = ("segments", "drafted", "from memory", "unplaced", "with findings", "lines dropped")
"""Headings of the summary; each column is as wide as its heading."""


def summary(report: BatchReport, skipped: int) -> None:
    """The table at the end: one line a document, and what was left out."""
    rows = []
    for document in report.documents:
        waiting = document.language == "en"
        counts = (document.drafted, document.recalled, document.unplaced, document.findings)
        between = ["–"] * len(counts) if waiting else [f"{count:,}" for count in counts]
        name = f"{document.name} (English, waits for align)" if waiting else document.name
        rows.append((name, [f"{document.segments:,}", *between, f"{len(document.dropped):,}"]))
    if rows:
        for line in table(rows, shutil.get_terminal_size((140, 24)).columns if sys.stderr.isatty() else 140):
            say(line)
    if skipped:
        files = "1 file" if skipped == 1 else f"{skipped:,} files"
        say(f"{files} skipped (hidden, pictures, README, LICENSE or pair files).")
    if not report.documents and not report.failed:
        say("There was no document to translate.")


def table(rows: Sequence[tuple[str, Sequence[str]]], width: int) -> Iterator[str]:
    """(name, numbers) as lines of at most `width` columns, the headings first.

    Where the room is scarce headings are cut to one word, and where the names still do not fit each has a line of its
    own above its numbers: a name that is broken in the middle cannot be copied.
    """
    from rich.cells import cell_len

    rows = [(plainly(name), numbers) for name, numbers in rows]
    longest = max(cell_len(name) for name in ("document", *(name for name, _ in rows)))
    headings: Sequence[str] = NUMBERS
    if longest + sum(len(heading) + 2 for heading in headings) > width:
        headings = [heading.split()[-1] for heading in NUMBERS]
    columns = [len(heading) + 2 for heading in headings]
    beside = longest + sum(columns) <= width

    for name, numbers in (("document", headings), *rows):
        right = "".join(number.rjust(column) for number, column in zip(numbers, columns, strict=True))
        if beside:
            yield name + " " * (longest - cell_len(name)) + right
        else:
            yield name
            yield right
