"""`muqabala history`: who decided what on a document, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from muqabala.cli.common import workspace_of
from muqabala.cli.naming import document_named
from muqabala.errors import InputError

if TYPE_CHECKING:
    from muqabala.store import HistoryEntry

EPILOG = """\b
Examples:
  muqabala history seeds/a.txt          every decision
  muqabala history a.txt 12             those on segment 12
  muqabala history a.txt --json         one JSON object a line"""


@click.command(epilog=EPILOG)
@click.argument("document")
@click.argument("segment", type=click.IntRange(1), required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("-q", "--quiet", is_flag=True, help="Accepted for symmetry; history says nothing but data.")
@click.pass_context
def command(ctx: click.Context, document: str, segment: int | None, as_json: bool, quiet: bool) -> None:
    """Every decision on a document, oldest first."""
    from muqabala.store import Store
    from muqabala.text.arabic import strip_controls

    workspace = workspace_of(ctx)
    with Store.open(workspace.store, readonly=True) as store:
        name = document_named(store, workspace, document)
        entries: Iterable[HistoryEntry] = store.history.of_document(name, segment)
        if segment is not None and not (entries := list(entries)):
            known = store.documents.find(name)
            last = 0 if known is None else sum(1 for _ in store.segments.all_of(known))
            if segment > last:
                raise InputError(f"{name}: has no segment {segment}.", hint=f"Segments are numbered 1 to {last}.")
        for entry in entries:
            if as_json:
                click.echo(json.dumps(entry.to_row(), ensure_ascii=False))
                continue
            parts = [entry.at, entry.reviewer, f"segment {entry.segment}" if entry.segment else "document", entry.kind]
            if entry.reason:
                parts.append(f"({entry.reason})")
            if entry.state_before != entry.state_after:
                parts.append(f"{entry.state_before} → {entry.state_after}")
            click.echo(strip_controls("  ".join(parts)))
            texts = (("=", entry.after),) if entry.before == entry.after else (("-", entry.before), ("+", entry.after))
            for sign, text in texts:
                if text:
                    click.echo(strip_controls(f"    {sign} {' '.join(text.split())}"))
