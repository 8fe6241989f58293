"""`muqabala align`: two documents to beads, or batches of sentence lists to links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click

from muqabala.cli.common import glossary_paths, say, workspace_of
from muqabala.cli.translate import check_output, write_output
from muqabala.config import Workspace
from muqabala.errors import Exit, InputError, UsageError

if TYPE_CHECKING:
    from muqabala.align import Bead

Link = tuple[tuple[int, ...], tuple[int, ...]]
ONLY = ""
"""The key of the links of two documents named on the command line; no JSON reads so."""

EPILOG = """\b
Examples:
  muqabala align statement.ar.txt statement.en.txt     beads for review at the desk
  muqabala align a.txt b.txt -o beads.jsonl            … and written out
  muqabala align --jsonl lists.jsonl > links.jsonl     sentence lists in, links out"""


@click.command(epilog=EPILOG)
@click.argument("documents", nargs=-1, metavar="[AR EN]")
@click.option("-o", "--output", metavar="FILE", help="Write the beads (- is standard output).")
@click.option(
    "-f", "--format", "form", type=click.Choice(["jsonl", "tsv"]), help="Default: the suffix of -o, else jsonl."
)
@click.option(
    "--jsonl", "batch", metavar="FILE", help='Batch: each line {"id", "ar": […], "en": […]} (- is standard input).'
)
@click.option("--comparable", is_flag=True, help="Not translations of each other; crossing allowed.")
@click.option("--gold", metavar="FILE", help="Print strict and lax precision, recall and F1 against these links.")
@click.option("--boundary", metavar="REGEX", help="Hard boundaries: lines of both documents that match.")
@click.option(
    "--anchors", "anchors_file", metavar="FILE", help="Sentence pairs that begin a bead: [[ar, en], …], from 0."
)
@click.option("--no-store", is_flag=True, help="Do not keep the beads for review.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(
    ctx: click.Context,
    documents: tuple[str, ...],
    output: str | None,
    form: str | None,
    batch: str | None,
    comparable: bool,
    gold: str | None,
    boundary: str | None,
    anchors_file: str | None,
    no_store: bool,
    quiet: bool,
) -> int:
    """Pair the sentences of an Arabic document with those of its English translation."""
    from muqabala.workflow.align import AlignOptions

    anchors = read_anchors(Path(anchors_file)) if anchors_file else ()
    options = AlignOptions(comparable, _pattern(boundary), anchors)
    if batch is not None:
        if documents:
            raise UsageError("--jsonl takes the place of the two documents.")
        return align_batch(batch, output, options, gold, quiet)
    if len(documents) != 2:
        raise UsageError(
            "Name two documents: the Arabic one, then the English one.", hint="Or a batch with --jsonl FILE."
        )
    workspace = workspace_of(ctx)
    return align_documents(workspace, documents, output, form, options, gold, no_store=no_store, quiet=quiet)


def _pattern(boundary: str | None) -> re.Pattern[str] | None:
    if boundary is None:
        return None
    try:
        return re.compile(boundary)
    except re.error as wrong:
        raise UsageError(f"--boundary {boundary!r} is not a regular expression: {wrong}.") from wrong


def read_anchors(path: Path) -> tuple[tuple[int, int], ...]:
    """Anchors as a JSON list of pairs of numbers."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple((_number(a), _number(e)) for a, e in rows)
    except OSError as wrong:
        raise InputError(f"{path}: cannot be read: {wrong.strerror}.") from wrong
    except (ValueError, TypeError, RecursionError) as wrong:
        raise InputError(
            f"{path}: is no list of anchors: {wrong}.", hint="Write [[ar, en], …], counted from 0."
        ) from wrong


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is not a sentence number")
    return value


# ── two documents ────────────────────────────────────────────────────────────────────────────────────────────────────


def align_documents(
    workspace: Workspace,
    documents: tuple[str, ...],
    output: str | None,
    form: str | None,
    options: Any,
    gold: str | None,
    *,
    no_store: bool,
    quiet: bool,
) -> int:
    """Read both, align, keep the beads for review, write them where asked."""
    from muqabala.batch.plan import read
    from muqabala.glossary import load_glossary
    from muqabala.store import Store
    from muqabala.workflow.align import align_sentences, check_sides, heading_anchors, store_beads, with_texts
    from muqabala.workflow.examine import Examiner

    check_output(output)
    intakes = [read(Path(name), workspace, clean=True, keep=()) for name in documents]
    arabic, english = ([segment.source for segment in intake.segments] for intake in intakes)
    names = [intake.document.name for intake in intakes]
    check_sides(arabic, english, names[0], names[1])
    if not options.anchors and not options.comparable and options.boundary is None:
        options = replace(options, anchors=tuple(heading_anchors(intakes[0].segments, intakes[1].segments)))
    glossary = load_glossary(glossary_paths(workspace))
    beads = align_sentences(arabic, english, options)
    rows = with_texts(beads, arabic, english, comparable=options.comparable)
    if not no_store:
        examiner = Examiner(glossary, workspace.settings.style)
        with Store.open(workspace.store) as store:
            for intake in intakes:
                store.put_document(intake.document, intake.raw, intake.segments)
            store_beads(store, names[0], names[1], rows, examiner)
    if output is not None:
        suffix = Path(output).suffix.removeprefix(".").lower()
        chosen = form or (suffix if suffix in ("jsonl", "tsv") else "jsonl")
        write_output(output, lambda out: _write_rows(rows, out, chosen))
    if gold is not None:
        print_gold(gold, {ONLY: [(row.arabic, row.english) for row in rows]}, beside_data=output == "-")
    if not quiet:
        two_sided = sum(1 for row in rows if row.ar and row.en)
        doubtful = sum(row.suspicious for row in rows)
        say(f"{len(rows)} beads: {two_sided} pairs, {len(rows) - two_sided} left alone, {doubtful} to look at.")
    return Exit.DONE


def _write_rows(rows: Any, out: BinaryIO, form: str) -> None:
    if form == "tsv":
        out.write(b"ar\ten\tar_segments\ten_segments\tscore\tsuspicious\n")
    for row in rows:
        if form == "jsonl":
            out.write(json.dumps(row.to_row(), ensure_ascii=False).encode() + b"\n")
        else:
            numbers = [" ".join(str(k + 1) for k in side) for side in (row.arabic, row.english)]
            cells = (row.ar, row.en, *numbers, f"{row.score:.4f}", "1" if row.suspicious else "0")
            out.write("\t".join(" ".join(cell.split()) for cell in cells).encode() + b"\n")


# ── batches ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def align_batch(batch: str, output: str | None, options: Any, gold: str | None, quiet: bool) -> int:
    """Each line's lists to its links, one line each, in the same order.

    A row that is empty or in the wrong language gets its line too, every sentence left alone, and the status is 3.
    """
    from muqabala.workflow.align import check_sides, left_alone, links_row

    check_output(output)
    found: dict[str, list[Link]] = {}
    refused: list[InputError] = []
    done = 0

    def run(out: BinaryIO) -> None:
        nonlocal done
        for place, row in read_batch(batch):
            arabic, english = row["ar"], row["en"]
            try:
                check_sides(arabic, english, "ar", "en")
            except InputError as wrong:
                refused.append(InputError(f"{place}: {wrong.message}", "None of its sentences was paired."))
                beads = left_alone(len(arabic), len(english))
            else:
                beads = _aligned(place, arabic, english, options)
                done += 1
            if gold is not None:
                found[_key(row["id"])] = [(tuple(range(*bead.arabic)), tuple(range(*bead.english))) for bead in beads]
            out.write(json.dumps(links_row(row["id"], beads)).encode() + b"\n")
            out.flush()
        if not done and not refused:
            raise InputError(f"{batch}: holds no row.", hint='Each line is {"id": …, "ar": […], "en": […]}.')

    out = output or "-"
    write_output(out, run)
    if gold is not None:
        print_gold(gold, found, beside_data=out == "-")
    if not quiet:
        say(f"{done} {'document' if done == 1 else 'documents'} aligned.")
    for wrong in refused:
        say(f"muqabala: {wrong.message}")
        say(f"  {wrong.hint}")
    return Exit.INPUT if refused else Exit.DONE


def _aligned(place: str, arabic: list[str], english: list[str], options: Any) -> list[Bead]:
    """The beads of a row; trouble with them is told with its place."""
    from muqabala.workflow.align import align_sentences

    try:
        return align_sentences(arabic, english, options)
    except InputError as wrong:
        raise InputError(f"{place}: {wrong.message}", wrong.hint) from wrong


def read_batch(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file and line, row) of a batch; both lists checked before anything is aligned."""
    try:
        stream = click.open_file(name, "rb")
    except OSError as wrong:
        raise InputError(f"{name}: cannot be read: {wrong.strerror}.") from wrong
    with stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            place = f"{name}:{number}"
            try:
                row = json.loads(line, parse_constant=_no_json)
            except (ValueError, RecursionError) as wrong:
                raise InputError(f"{place}: is not JSON: {wrong}.") from wrong
            if not isinstance(row, dict):
                raise InputError(f"{place}: is not an object.", hint='Each line is {"id": …, "ar": […], "en": […]}.')
            for side in ("ar", "en"):
                if not isinstance(row.get(side), list) or not all(isinstance(s, str) for s in row[side]):
                    raise InputError(f"{place}: {side!r} is not a list of sentences.")
            yield place, {"id": row.get("id", number), "ar": row["ar"], "en": row["en"]}


def _no_json(said: str) -> NoReturn:
    raise ValueError(f"{said} is no JSON")


def _key(identity: object) -> str:
    """An id of whatever kind, to find it again by."""
    return json.dumps(identity, sort_keys=True)


def print_gold(name: str, found: dict[str, list[Link]], *, beside_data: bool) -> None:
    """Strict and lax figures against gold links; on standard error where standard output carries the links."""
    from muqabala.evaluate.alignment import read_gold, score_alignment

    gold = {_key(one): links for one, links in read_gold(Path(name)).items()}
    if not gold:
        raise InputError(f"{name}: holds no gold links.", hint='Each line is {"id": …, "gold": [[[ar…],[en…]],…]}.')
    if set(found) == {ONLY}:
        if len(gold) > 1:
            raise InputError(f"{name}: holds gold links of {len(gold)} documents, and one was aligned.")
        found = dict.fromkeys(gold, found[ONLY])
    missing = [one for one in gold if one not in found]
    if missing:
        raise InputError(f"{name}: {len(missing)} documents were not aligned, the first is {missing[0]}.")
    scores = score_alignment([(gold[one], found[one]) for one in gold])
    click.echo(str(scores), err=beside_data)
