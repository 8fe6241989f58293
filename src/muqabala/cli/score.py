"""`muqabala score`: BLEU, chrF and TER with their signatures, and how the terms fared."""

from __future__ import annotations

import json
from pathlib import Path

import click

from muqabala.cli.common import glossary_paths, say, workspace_of
from muqabala.errors import InputError, UsageError


@click.command(epilog="Example:  muqabala score drafts.txt reference.txt --source source.txt -g terms.csv --json")
@click.argument("hypotheses", metavar="HYP", type=click.Path(path_type=Path))
@click.argument("references", metavar="REF", type=click.Path(path_type=Path))
@click.option("--source", metavar="SRC", type=click.Path(path_type=Path), help="The Arabic, for counting terms.")
@click.option(
    "-g", "--glossary", "named", multiple=True, metavar="GLOSSARY",
    help="A .csv, .tsv or .tbx glossary; repeatable (default with --source: all in glossaries/).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on standard error.")
@click.pass_context
def command(
    ctx: click.Context,
    hypotheses: Path,
    references: Path,
    source: Path | None,
    named: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Score a translation HYP against a reference REF: text files with one segment a line.

    Scores are sacrebleu's, with its signatures. With --source also the share of glossary terms that are rendered as
    the glossary asks, the forbidden renderings, and how consistently repeated terms are rendered.
    """
    from muqabala.glossary import load_glossary
    from muqabala.workflow.score import score_lines

    if named and source is None:
        raise UsageError("-g needs the Arabic to find terms in.", hint="Add --source FILE.")
    sides = {path: read_lines(path) for path in (hypotheses, references, source) if path is not None}
    counts = {path: len(lines) for path, lines in sides.items()}
    if len(set(counts.values())) > 1:
        said = ", ".join(f"{path}: {count} lines" for path, count in counts.items())
        raise InputError(f"Unequal numbers of lines: {said}.", hint="Line n of each file must be the same segment.")
    glossary = None
    if source is not None:
        paths = glossary_paths(workspace_of(ctx), named)
        glossary = load_glossary(paths) if paths else None
        if glossary is None and not quiet:
            say("No glossary: terms are not counted. Name one with -g.")
    report = score_lines(sides[hypotheses], sides[references], None if source is None else sides[source], glossary)
    if as_json:
        click.echo(json.dumps(report.to_row(), ensure_ascii=False))
        return
    click.echo(f"{report.segments} segments")
    for name, score in report.scores.items():
        click.echo(f"{_NAMES[name]:<5} {score.score:6.2f}  {score.signature}")
    if report.terms is not None:
        terms = report.terms
        click.echo(
            f"terms {_percent(terms.success)}  {terms.placed} of {terms.total} placed; "
            f"forbidden renderings: {terms.forbidden}; consistency: {_percent(terms.consistency).strip()}"
        )


_NAMES = {"bleu": "BLEU", "chrf": "chrF", "ter": "TER"}


def _percent(share: float | None) -> str:
    return "     –" if share is None else f"{100 * share:6.2f}"


def read_lines(path: Path) -> list[str]:
    """Lines of a UTF-8 file, ended by LF alone. Raises InputError naming the file, and the line that is not UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise InputError(
            f"{path}: {wrong.strerror or wrong}.", hint="Name a text file with one segment a line."
        ) from wrong
    rows = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if rows[-1] == b"":
        rows.pop()
    lines = []
    for number, row in enumerate(rows, 1):
        try:
            lines.append(row.removesuffix(b"\r").decode("utf-8"))
        except UnicodeDecodeError as wrong:
            raise InputError(f"{path}, line {number}: not UTF-8.", hint="Convert the file first.") from wrong
    return lines
