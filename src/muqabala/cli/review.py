"""`muqabala review`: opens the review desk."""

from __future__ import annotations

from pathlib import Path

import click

from muqabala.cli.common import workspace_of
from muqabala.errors import UsageError


@click.command(epilog="Example:  muqabala review seeds/article.txt --reviewer nadia")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--bidi", type=click.Choice(["auto", "app", "terminal", "off"]), default=None,
    help="Who puts Arabic in order: the desk (app), the terminal, or nobody. auto asks the terminal.",
)  # fmt: skip
@click.option("--reviewer", metavar="NAME", help="Name written beside every decision (default: the login name).")
@click.option("-q", "--quiet", is_flag=True, help="Accepted for symmetry; the desk says nothing outside its screen.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], bidi: str | None, reviewer: str | None, quiet: bool) -> None:
    """Open the review desk; without PATH on the list of documents.

    Every decision is saved as it is made. F1 or ? in the desk shows every key.
    """
    import os
    import sys

    in_browser = "TEXTUAL_DRIVER" in os.environ
    if not in_browser and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("The review desk needs a terminal.", hint="`muqabala serve` shows it in a browser.")
    from muqabala.tui.app import run_desk

    run_desk(workspace_of(ctx), paths=paths, bidi=bidi, reviewer=reviewer)
