"""`muqabala glossary`: match, check and convert glossaries. No model is opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from muqabala.cli.common import glossary_paths, plainly, workspace_of
from muqabala.errors import Exit, InputError

if TYPE_CHECKING:
    from muqabala.glossary import Glossary
    from muqabala.values import TermHit

_GLOSSARY = click.option(
    "-g", "--glossary", "named", multiple=True, metavar="GLOSSARY",
    help="A glossary file (.csv, .tsv, .tbx) or a folder of them; repeatable (default: all in glossaries/).",
)  # fmt: skip
_QUIET = click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(
    context_settings=_HELP,
    epilog="Example:  echo 'افتتح الحلف مكتب الاتصال' | muqabala glossary match - -g terms.csv",
)
def command() -> None:
    """Check, match and convert glossaries."""


def _paths(ctx: click.Context, named: Sequence[str], quiet: bool) -> list[Path]:
    """The glossaries asked for, else those of the workspace."""
    from muqabala.glossary.load import glossary_files

    if named:
        return glossary_files(named)
    workspace = workspace_of(ctx)
    found = glossary_paths(workspace)
    if not found and not quiet:
        click.echo(f"No glossary in {workspace.glossaries}; name one with -g.", err=True)
    return found


@command.command(
    context_settings=_HELP, epilog="Example:  muqabala glossary match - -g terms.csv < news.txt > hits.jsonl"
)
@click.argument("source", metavar="-|FILE", default="-")
@_GLOSSARY
@_QUIET
@click.pass_context
def match(ctx: click.Context, source: str, named: tuple[str, ...], quiet: bool) -> None:
    """One Arabic line in, one JSON line of hits out, in the same order.

    A hit: term (the entry's id), start and end (code points), surface, number (sg, du, pl still possible), clitics.
    """
    from muqabala.glossary.load import load_glossary

    glossary = load_glossary(_paths(ctx, named, quiet))
    if source == "-":
        _match_lines(glossary, sys.stdin.buffer, "standard input")
        return
    try:
        with Path(source).open("rb") as stream:
            _match_lines(glossary, stream, source)
    except OSError as wrong:
        if isinstance(wrong, BrokenPipeError):
            raise
        hint = "Name a text file, or - for standard input."
        raise InputError(f"{source}: {wrong.strerror or wrong}.", hint=hint) from wrong


def _match_lines(glossary: Glossary, stream: IO[bytes], name: str) -> None:
    matcher = glossary.matcher()
    for line in _lines(stream, name):
        row = {"hits": [_row(hit) for hit in matcher.hits(line)]}
        sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")
        # Whoever waits at the other end of a pipe gets each answer as its line comes.
        sys.stdout.buffer.flush()


def _lines(stream: IO[bytes], name: str) -> Iterator[str]:
    for number, raw in enumerate(iter(stream.readline, b""), 1):
        line = raw.removesuffix(b"\n").removesuffix(b"\r")
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            message = f"{name}:{number}: byte 0x{line[wrong.start]:02x} is not UTF-8."
            raise InputError(message, hint="Give Arabic text in UTF-8, one sentence a line.") from wrong


def _row(hit: TermHit) -> dict[str, Any]:
    return {
        "term": hit.term.id, "start": hit.start, "end": hit.end, "surface": hit.surface,
        "number": list(hit.number), "clitics": list(hit.clitics),
    }  # fmt: skip


@command.command(context_settings=_HELP, epilog="Example:  muqabala glossary check glossaries/defence.csv")
@click.argument("files", nargs=-1, metavar="[FILE…]")
@_QUIET
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], quiet: bool) -> int:
    """Name every fault with file, line and what to do; status 1 if there is any."""
    from muqabala.glossary.check import check_files

    paths = _paths(ctx, files, quiet)
    faults = check_files(paths)
    for fault in faults:
        click.echo(plainly(str(fault)))
    if not quiet:
        files_read = "1 file" if len(paths) == 1 else f"{len(paths)} files"
        said = "no fault" if not faults else "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        click.echo(f"{files_read}, {said}.", err=True)
    return Exit.FINDINGS if faults else Exit.DONE


@command.command(context_settings=_HELP, epilog="Example:  muqabala glossary export -f tbx -o terms.tbx")
@click.option("-f", "--format", "form", type=click.Choice(["csv", "tsv", "tbx"]), default="csv", show_default=True)
@click.option("--no-header", is_flag=True, help="Without the line that names the columns (csv, tsv).")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write (default: -, standard output).")
@_GLOSSARY
@_QUIET
@click.pass_context
def export(ctx: click.Context, form: str, no_header: bool, output: str, named: tuple[str, ...], quiet: bool) -> None:
    """Write glossaries for other tools, all as one.

    csv keeps every field; tsv holds Arabic, English and notes (OmegaT, DeepL: with --no-header); tbx is TBX v2.
    """
    from io import BytesIO

    from muqabala.glossary.load import load_glossary
    from muqabala.glossary.write import replace_file, write_glossary

    glossary = load_glossary(_paths(ctx, named, quiet))
    written = BytesIO()
    write_glossary(glossary.entries, written, form, header=not no_header)
    if output == "-":
        sys.stdout.buffer.write(written.getvalue())
        sys.stdout.buffer.flush()
        return
    replace_file(Path(output), written.getvalue())
    if not quiet:
        click.echo(f"{len(glossary)} terms written to {output}.", err=True)
