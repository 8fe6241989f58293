"""`muqabala import`: pairs from other tools, from colleagues, or from an export of our own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muqabala.cli.common import counted, glossary_paths, reviewer_of, say, workspace_of
from muqabala.errors import Exit, MuqabalaError, UsageError

if TYPE_CHECKING:
    from muqabala.workflow.imports import ImportReport

EPILOG = """\b
Examples:
  muqabala import memory.tmx               accepted pairs: recalled and exported
  muqabala import big.tsv --memory         recalled only
  muqabala import old.jsonl --waive "wording agreed before the glossary" """


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--memory", "memory_only", is_flag=True, help="Recall these pairs, but never export them.")
@click.option("--waive", metavar="REASON", help="Waive every unplaced term of these pairs for this reason.")
@click.option("--reviewer", metavar="NAME", help="Who imports (default: the setting, else the login name).")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], memory_only: bool, waive: str | None, reviewer: str | None, quiet: bool
) -> int:
    """Read pairs from TMX, JSONL or TSV files into the store.

    Pairs that break a `must` term are kept and recalled, and wait at the review desk under the name of their file.
    """
    from muqabala.glossary import load_glossary
    from muqabala.store import Store
    from muqabala.workflow.examine import Examiner
    from muqabala.workflow.imports import Importing, import_file

    if waive is not None and not waive.strip():
        raise UsageError("--waive needs a reason.", hint='For example: --waive "title as the ministry writes it".')
    workspace = workspace_of(ctx)
    examiner = Examiner(load_glossary(glossary_paths(workspace)), workspace.settings.style)
    failed: list[MuqabalaError] = []
    with Store.open(workspace.store) as store:
        for file in files:
            with _bar(file, quiet) as progress:
                asked = Importing(
                    examiner, reviewer_of(workspace, reviewer), memory_only, (waive or "").strip(), progress
                )
                try:
                    report = import_file(Path(file), workspace.document_name(Path(file)), store, asked)
                except MuqabalaError as wrong:
                    # One broken file does not stop the others; each is named at the end.
                    failed.append(wrong)
                    continue
            if not quiet:
                _tell(file, report)
    for failure in failed:
        say(f"muqabala: {failure.message}")
        if failure.hint:
            say(f"  {failure.hint}")
    return max((int(failure.exit) for failure in failed), default=Exit.DONE)


def _bar(file: str, quiet: bool) -> AbstractContextManager[Callable[[int], None]]:
    """A counter on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda count: None)
    return _Counter(file)


class _Counter(AbstractContextManager[Callable[[int], None]]):
    """How many pairs have been stored, on one line of the terminal."""

    def __init__(self, file: str) -> None:
        self._file, self._done = file, 0

    def __enter__(self) -> Callable[[int], None]:
        return self.count

    def count(self, count: int) -> None:
        self._done += count
        click.echo(f"\r{self._file}: {self._done:,} pairs", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        click.echo("\r\N{ESCAPE}[K", err=True, nl=False)


def _tell(file: str, report: ImportReport) -> None:
    outcomes = report.outcomes
    parts = [f"{outcomes['added']:,} new"]
    for outcome, word in (("known", "known already"), ("promoted", "now accepted"), ("updated", "updated")):
        if outcomes[outcome]:
            parts.append(f"{outcomes[outcome]:,} {word}")
    if report.empty:
        parts.append(f"{report.empty:,} with an empty side left out")
    say(f"{file}: {counted(report.read, 'pair')}: {', '.join(parts)}")
    if report.waiting:
        say(f"  {len(report.waiting):,} break a term: recalled, not exported; they wait at the desk (muqabala review):")
        for waiting in report.waiting[:10]:
            say(f"    {waiting}")
        if len(report.waiting) > 10:
            say(f"    … and {len(report.waiting) - 10:,} more")
