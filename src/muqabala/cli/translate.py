"""`muqabala translate`: documents to stored drafts, or lines through a filter."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from muqabala.cli.common import glossary_paths, say, workspace_of
from muqabala.config import Workspace
from muqabala.errors import Exit, InputError, UsageError

if TYPE_CHECKING:
    from muqabala.batch import BatchReport
    from muqabala.engine import Engine
    from muqabala.values import Draft
    from muqabala.workflow.examine import Examiner

FORMATS = ("jsonl", "tsv", "txt")
EPILOG = """\b
Examples:
  muqabala translate seeds                    draft every document of a folder
  muqabala translate a.docx -o drafts.jsonl   … and write the drafts
  muqabala translate - < in.txt > out.txt     one line in, one line out"""


@click.command(epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("-o", "--output", metavar="FILE", help="Write every segment of these documents (- is standard output).")
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), help="Default: the suffix of -o, else jsonl; for -, txt."
)
@click.option("-m", "--model", metavar="MODEL", help="Name of an added model, or a folder.")
@click.option(
    "--engine", "engine_name", type=click.Choice(["ct2", "hf"]), help="CTranslate2 (default) or transformers."
)
@click.option(
    "-g", "--glossary", "glossaries", multiple=True, metavar="FILE", help="Default: all in glossaries/. Repeatable."
)
@click.option("--no-glossary", is_flag=True, help="Draft without terms.")
@click.option("--beam", type=click.IntRange(1, 64), metavar="N", help="Width of the beam (default 4).")
@click.option("--keep-all", is_flag=True, help="No cleaning: keep menus, captions and all.")
@click.option("--show-dropped", is_flag=True, help="JSON lines of what cleaning left out, and why.")
@click.option(
    "--keep", type=click.IntRange(1), multiple=True, metavar="LINE", help="Restore a dropped line; remembered."
)
@click.option("--no-store", is_flag=True, help="Neither read nor write the store.")
@click.option("--strict", is_flag=True, help="Exit 1 if a term is unplaced or a check finds something.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Cores to use (default: all).")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **options: object) -> int:
    """Draft documents with the local model under the glossary, or filter lines from standard input (PATH -)."""
    asked = Asked(workspace_of(ctx), **options)  # type: ignore[arg-type]
    if "-" in paths:
        if len(paths) > 1:
            raise UsageError("Standard input (-) cannot be mixed with documents.", hint="Run them one after the other.")
        return asked.filter_stdin()
    return asked.translate([Path(path) for path in paths])


class Asked:
    """One call of the command: its options, and the two things it can be asked to do."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        output: str | None,
        form: str | None,
        model: str | None,
        engine_name: str | None,
        glossaries: tuple[str, ...],
        no_glossary: bool,
        beam: int | None,
        keep_all: bool,
        show_dropped: bool,
        keep: tuple[int, ...],
        no_store: bool,
        strict: bool,
        jobs: int | None,
        quiet: bool,
    ) -> None:
        self.workspace, self.output, self.model, self.engine_name = workspace, output, model, engine_name
        self.glossaries, self.no_glossary, self.beam, self.keep_all = glossaries, no_glossary, beam, keep_all
        self.show_dropped, self.keep, self.no_store = show_dropped, keep, no_store
        self.strict, self.jobs, self.quiet = strict, jobs, quiet
        if no_glossary and glossaries:
            raise UsageError("--no-glossary and -g contradict each other.")
        suffix = Path(output).suffix.removeprefix(".").lower() if output and output != "-" else ""
        if form and output is None and not show_dropped:
            self.output = "-"  # who names a form wants to see it
        self.form = form or (suffix if suffix in FORMATS else "")

    # ── the parts of a run ───────────────────────────────────────────────────────────────────────────────────────

    def examiner(self) -> Examiner:
        from muqabala.glossary import load_glossary
        from muqabala.workflow.examine import Examiner

        if self.no_glossary:
            return Examiner(None, self.workspace.settings.style)
        return Examiner(load_glossary(glossary_paths(self.workspace, self.glossaries)), self.workspace.settings.style)

    def engine(self) -> Engine:
        from muqabala.engine import load_engine

        settings = self.workspace.settings
        if self.jobs is not None:
            settings = replace(settings, threads=self.jobs)
        return load_engine(settings, self.model, self.engine_name, self.beam)

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────

    def translate(self, named: list[Path]) -> int:
        from muqabala.batch import BatchOptions, Run, translate_documents
        from muqabala.cli.progress import progress_for
        from muqabala.store import Store
        from muqabala.workflow.intake import default_documents, find_documents
        from muqabala.workflow.place import placer_for

        if self.show_dropped and self.output == "-":
            raise UsageError(
                "--show-dropped and -o - both write to standard output.", hint="Write one to a file: -o FILE."
            )
        check_output(self.output)
        found = find_documents(named or default_documents(self.workspace))
        if self.keep and len(found.paths) != 1:
            raise UsageError("--keep names a line of one document.", hint="Name that document alone.")
        examiner = self.examiner()
        opened: list[Engine] = []

        def engine() -> Engine:
            if not opened:
                opened.append(self.engine())
            return opened[0]

        drafts_go_somewhere = not self.no_store or self.output is not None or not self.show_dropped
        options = BatchOptions(clean=not self.keep_all, keep=self.keep, draft=drafts_go_somewhere)
        store = None if self.no_store else Store.open(self.workspace.store)
        if self.model is not None and drafts_go_somewhere:
            engine()  # a wrong -m is said before anything is read
        try:
            with progress_for(self.quiet) as progress:
                run = Run(
                    self.workspace,
                    examiner,
                    engine,
                    store,
                    options,
                    progress,
                    lambda opened_engine: placer_for(opened_engine, examiner),
                )
                report = translate_documents(found.paths, run)
                report.failed.extend(found.failed)
            self._write(report, store)
        finally:
            if store is not None:
                store.close()
            for one in opened:
                one.close()
        return self._finish(report, found.skipped)

    def _write(self, report: BatchReport, store: object) -> None:
        from muqabala.store import Store
        from muqabala.workflow.records import write_drafts

        if self.show_dropped:
            out = sys.stdout.buffer
            for document in report.documents:
                for line in document.dropped:
                    row = {"document": document.name, "line": line.line, "text": line.text, "reason": line.reason}
                    out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            out.flush()
        if self.output is None:
            return

        def drafts() -> Iterator[Draft]:
            for document in report.documents:
                yield from store.drafts(document.name) if isinstance(store, Store) else document.drafts

        write_output(self.output, lambda stream: write_drafts(drafts(), stream, self.form or "jsonl"))

    def _finish(self, report: BatchReport, skipped: int) -> int:
        from muqabala.cli.progress import summary

        if not self.quiet:
            summary(report, skipped)
        for wrong in report.failed:
            say(f"muqabala: {wrong.message}")
            if wrong.hint:
                say(f"  {wrong.hint}")
        if report.failed:
            return Exit.INPUT
        found = any(document.unplaced or document.findings for document in report.documents)
        return Exit.FINDINGS if self.strict and found else Exit.DONE

    # ── the filter ───────────────────────────────────────────────────────────────────────────────────────────────

    def filter_stdin(self) -> int:
        from muqabala.workflow.draft import Drafting
        from muqabala.workflow.filter import filter_lines
        from muqabala.workflow.lines import LineDrafts
        from muqabala.workflow.place import placer_for

        if self.keep or self.show_dropped:
            raise UsageError("--keep and --show-dropped are for documents.")
        check_output(self.output)
        engine = self.engine()
        examiner = self.examiner()
        form = self.form or "txt"
        drafts = LineDrafts(
            Drafting(engine, examiner, place=placer_for(engine, examiner), check=self.strict or form == "jsonl"),
            form,
            silent if self.quiet else say,
        )

        def run(out: BinaryIO) -> None:
            out.write(drafts.header())
            filter_lines(sys.stdin.buffer, out, drafts.answer, copy=drafts.copy)

        try:
            write_output(self.output or "-", run)
        finally:
            engine.close()
        return Exit.FINDINGS if self.strict and drafts.found else Exit.DONE


def silent(message: str) -> None:
    """What a quiet run says."""


def check_output(name: str | None) -> None:
    """Say before the work, not after it, that its outcome cannot be written there."""
    from muqabala.workflow.records import is_stream

    if name is None or name == "-":
        return
    path = Path(name)
    if path.is_dir() or name.endswith("/"):
        raise InputError(f"{name}: cannot be written: it is a folder.", hint="Name a file in it with -o.")
    if not path.parent.is_dir():
        raise InputError(
            f"{name}: cannot be written: there is no folder {path.parent}.", hint="Make it first, or name another."
        )
    if not os.access(path if is_stream(path) else path.resolve().parent, os.W_OK):
        raise InputError(f"{name}: cannot be written: Permission denied.", hint="Name a place that may be written to.")


def write_output(name: str, write: Callable[[BinaryIO], None]) -> None:
    """Write to standard output, or to a file that is replaced only when all is written."""
    from muqabala.workflow.records import replacing

    if name == "-":
        out = sys.stdout.buffer
        write(out)
        out.flush()
        return
    with replacing(Path(name)) as stream:
        write(stream)
