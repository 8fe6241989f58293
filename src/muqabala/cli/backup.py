"""`muqabala backup`: a consistent copy of the store while others work."""

from __future__ import annotations

from pathlib import Path

import click

from muqabala.cli.common import say, workspace_of
from muqabala.errors import InputError

EPILOG = """\b
Example:
  muqabala backup monday.sqlite3           to go back, put the copy in the place of .muqabala/store.sqlite3"""


@click.command(epilog=EPILOG)
@click.argument("file", metavar="FILE")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(ctx: click.Context, file: str, quiet: bool) -> None:
    """Write a consistent copy of the store to FILE, which is replaced whole or not at all."""
    from muqabala.store import Store

    workspace = workspace_of(ctx)
    if not workspace.store.exists():
        raise InputError(f"{workspace.store}: there is no store to copy.", hint="Name the workspace with -C.")
    copy = Path(file)
    if copy.is_dir():
        raise InputError(f"{copy}: is a folder.", hint="Name a file in it.")
    with Store.open(workspace.store, readonly=True) as store:
        store.backup(copy)
    if not quiet:
        say(f"{workspace.store} → {copy} ({copy.stat().st_size / 1_000_000:,.1f} MB)")
