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
    """Score a translation HYP against a reference REF: text files with one segment a line, or .jsonl records.

    Scores are sacrebleu's, with its signatures. With --source also the share of glossary terms that are rendered as
    the glossary asks, the forbidden renderings, and how consistently repeated terms are rendered: within each document
    where a file is .jsonl as translate -o writes it, else over all lines.
    """
    from muqabala.glossary import load_glossary
    from muqabala.workflow.score import ARABIC, ENGLISH, read_side, score_lines

    if named and source is None:
        raise UsageError("-g needs the Arabic to find terms in.", hint="Add --source FILE.")
    named_sides = [(hypotheses, ENGLISH), (references, ENGLISH), *([(source, ARABIC)] if source is not None else [])]
    sides = [read_side(path, fields) for path, fields in named_sides]
    if len({len(side.lines) for side in sides}) > 1:
        said = ", ".join(f"{path}: {len(side.lines)} lines" for (path, _), side in zip(named_sides, sides, strict=True))
        raise InputError(f"Unequal numbers of lines: {said}.", hint="Line n of each file must be the same segment.")
    glossary = None
    if source is not None:
        paths = glossary_paths(workspace_of(ctx), named)
        glossary = load_glossary(paths) if paths else None
        if glossary is None and not quiet:
            say("No glossary: terms are not counted. Name one with -g.")
    documents = next((side.documents for side in sides if side.documents is not None), None)
    arabic = sides[2].lines if source is not None else None
    report = score_lines(sides[0].lines, sides[1].lines, arabic, glossary, documents)
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
