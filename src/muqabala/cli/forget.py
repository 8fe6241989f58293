"""`muqabala forget`: the texts of a document go, the fact that it was there stays."""

from __future__ import annotations

import sys

import click

from muqabala.cli.common import counted, reviewer_of, say, workspace_of
from muqabala.cli.naming import document_named

EPILOG = """\b
Example:
  muqabala forget seeds/confidential.txt"""


@click.command(epilog=EPILOG)
@click.argument("document")
@click.option("-y", "--yes", is_flag=True, help="Do not ask, also at a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(ctx: click.Context, document: str, yes: bool, quiet: bool) -> None:
    """Remove every text of a document from the store (segments, pairs, history), leaving a tombstone."""
    from muqabala.store import Store

    workspace = workspace_of(ctx)
    with Store.open(workspace.store, readonly=True) as store:
        name = document_named(store, workspace, document)
    if not yes and sys.stdin.isatty():
        click.confirm(f"Remove every text of {name}? This cannot be undone", abort=True, err=True)
    with Store.open(workspace.store) as store:
        segments, pairs = store.documents.forget(name, reviewer=reviewer_of(workspace))
    if not quiet:
        say(f"{name}: {counted(segments, 'segment')} and {counted(pairs, 'pair')} forgotten.")
        say("  The file itself, exports and backups are yours to delete.")
