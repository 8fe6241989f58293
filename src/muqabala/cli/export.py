"""`muqabala export`: accepted pairs, or the English document, into files that are replaced whole or not at all."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from muqabala import __version__
from muqabala.cli.common import counted, glossary_paths, say, workspace_of
from muqabala.cli.naming import document_named
from muqabala.config import Workspace
from muqabala.errors import Exit, InputError, ReviewRefused, UsageError

if TYPE_CHECKING:
    from muqabala.store import DocumentSummary, Store
    from muqabala.workflow.examine import Examiner
    from muqabala.workflow.export import ExportReport, Question

FORMATS = ("tmx", "jsonl", "tsv", "html", "document", "bilingual-docx")
WHOLE_DOCUMENTS = ("document", "bilingual-docx")
EPILOG = """\b
Examples:
  muqabala export                          aligned/pairs.tmx and aligned/pairs.jsonl
  muqabala export -f tmx -o - > pairs.tmx  to standard output
  muqabala export -f document              aligned/NAME.en.EXT for every reviewed document"""


@click.command(epilog=EPILOG)
@click.option(
    "-f", "--format", "forms", type=click.Choice(FORMATS), multiple=True, help="Repeatable. Default: tmx and jsonl."
)
@click.option("-o", "--output", metavar="FILE|DIR|-", help="Default: aligned/ of the workspace (- is standard output).")
@click.option("--document", "named", metavar="D", help="Only this document.")
@click.option("--since", metavar="DATE", help="Only pairs reviewed on this day or later: 2026-11-21 (UTC).")
@click.option("--reviewer", metavar="R", help="Only pairs this reviewer accepted.")
@click.option("--draft", is_flag=True, help="With -f document: also unreviewed segments, marked.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and what was left out.")
@click.pass_context
def command(
    ctx: click.Context,
    forms: tuple[str, ...],
    output: str | None,
    named: str | None,
    since: str | None,
    reviewer: str | None,
    draft: bool,
    quiet: bool,
) -> int:
    """Write accepted pairs to aligned/, judged once more under the current glossary, or whole documents in English.

    Pairs that break a `must` term are left out and named, and the exit status is 1.
    """
    from muqabala.glossary import load_glossary
    from muqabala.store import Store
    from muqabala.workflow.examine import Examiner
    from muqabala.workflow.export import Question

    workspace = workspace_of(ctx)
    chosen = tuple(dict.fromkeys(forms)) or _by_suffix(output) or ("tmx", "jsonl")
    question = Question(named, _moment(since) if since else None, reviewer)
    with Store.open(workspace.store, readonly=True) as store:
        examiner = Examiner(load_glossary(glossary_paths(workspace)), workspace.settings.style)
        if named is not None:
            question = Question(document_named(store, workspace, named), question.since, reviewer)
        asked = Asked(workspace, store, examiner, question, output, draft, quiet)
        status: int = Exit.DONE
        pair_forms = tuple(form for form in chosen if form not in WHOLE_DOCUMENTS)
        if output == "-" and len(chosen) > 1:
            raise UsageError("Standard output takes one format.", hint="Choose it with one -f.")
        if output is not None and len(chosen) > 1 and not _may_be_folder(output):
            raise UsageError(
                f"-o {output} names one file, but there are {len(chosen)} formats: {', '.join(chosen)}.",
                hint="Choose one with -f, or name a folder.",
            )
        if pair_forms:
            status = max(status, asked.pairs(pair_forms, several=len(chosen) > 1))
        for form in chosen:
            if form in WHOLE_DOCUMENTS:
                status = max(status, asked.documents(form, several=len(chosen) > 1))
        return status


class Asked:
    """One call of the command."""

    def __init__(
        self,
        workspace: Workspace,
        store: Store,
        examiner: Examiner,
        question: Question,
        output: str | None,
        draft: bool,
        quiet: bool,
    ) -> None:
        self.workspace, self.store, self.examiner, self.question = workspace, store, examiner, question
        self.output, self.draft, self.quiet = output, draft, quiet

    # ── pairs ────────────────────────────────────────────────────────────────────────────────────────────────────

    def pairs(self, forms: tuple[str, ...], *, several: bool) -> int:
        from muqabala.workflow.export import export_pairs
        from muqabala.workflow.records import replacing

        paths = {form: self._path(f"pairs.{form}", several=several) for form in forms}
        with ExitStack() as files:
            streams: dict[str, BinaryIO] = {}
            for form, path in paths.items():
                streams[form] = sys.stdout.buffer if path is None else files.enter_context(replacing(path))
            report = export_pairs(
                self.store,
                self.examiner,
                streams,
                self.question,
                version=__version__,
                command=self._command_line(),
            )
        if self.output == "-":
            sys.stdout.buffer.flush()
        self._tell(report, paths)
        return Exit.FINDINGS if report.left_out else Exit.DONE

    def _command_line(self) -> str:
        """How to make this file again; `{form}` stands for its format."""
        said = ["muqabala export -f {form}"]
        asked = self.question
        for option, value in (("document", asked.document), ("since", asked.since), ("reviewer", asked.reviewer)):
            if value:
                said.append(f"--{option} {value}".replace("{", "{{").replace("}", "}}"))
        return " ".join(said)

    def _tell(self, report: ExportReport, paths: dict[str, Path | None]) -> None:
        for left in report.left_out:
            say(f"left out: {left}")
        if report.left_out:
            say("  Put the terms in at the review desk, or waive them there with a reason.")
            say("  An imported pair comes to the desk when its file is imported again; --waive REASON waives it.")
        if self.quiet:
            return
        for form, path in paths.items():
            room = report.no_room[form]
            without = f" ({room} with an empty side left out)" if room else ""
            say(f"{counted(report.written[form], 'pair')}{without} → {path or 'standard output'}")
        if not any(report.written.values()) and not report.left_out:
            narrowed = self.question.document or self.question.since or self.question.reviewer
            say(
                "No accepted pair is among those asked for."
                if narrowed
                else "No accepted pairs yet: accept segments at the desk (muqabala review), or import pairs."
            )

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────

    def documents(self, form: str, *, several: bool) -> int:
        from muqabala.workflow.export import exportable, file_names

        documents = exportable(self.store, self.question.document)
        if not documents:
            raise InputError("There is no Arabic document to write.", hint="Translate one first: muqabala translate.")
        if len(documents) > 1 and self.output is not None and not _may_be_folder(self.output):
            raise UsageError("-o names one file, but there are several documents.", hint="Use a folder or --document.")
        several = several or len(documents) > 1
        names = file_names(documents, form)
        refused = 0
        for document in documents:
            path = self._path(names[document.id], several=several)
            try:
                said = self._write(form, document, path)
            except ReviewRefused as refusal:
                refused += 1
                say(f"muqabala: {refusal.message}")
                say(f"  {refusal.hint}")
                continue
            if not self.quiet:
                say(f"{said} → {path or 'standard output'}")
        return Exit.FINDINGS if refused else Exit.DONE

    def _write(self, form: str, document: DocumentSummary, path: Path | None) -> str:
        from muqabala.workflow.export import export_bilingual, export_document
        from muqabala.workflow.records import replacing

        def write(stream: BinaryIO) -> str:
            if form == "bilingual-docx":
                return f"{document.name}: {counted(export_bilingual(self.store, document.id, stream), 'segment')}"
            marked = export_document(self.store, self.examiner, document.id, stream, draft=self.draft)
            return document.name + (f" ({counted(marked, 'segment')} marked as not reviewed)" if marked else "")

        if path is None:
            said = write(sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return said
        with replacing(path) as stream:
            return write(stream)

    # ── where to ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _path(self, name: str, *, several: bool) -> Path | None:
        """The file that an export goes to; None is standard output."""
        if self.output == "-":
            return None
        if self.output is None:
            return self._folder(self.workspace.aligned) / name
        if several or _is_folder(self.output) or (name.startswith("pairs.") and self.output.endswith("/")):
            return self._folder(Path(self.output)) / name
        return Path(self.output)

    def _folder(self, folder: Path) -> Path:
        try:
            return self.workspace.private_folder(folder)
        except OSError as wrong:
            raise InputError(
                f"{folder}: cannot be made: {wrong.strerror}.", hint="Name another place with -o."
            ) from wrong


def _is_folder(output: str) -> bool:
    return output != "-" and (output.endswith("/") or Path(output).is_dir())


def _may_be_folder(output: str) -> bool:
    """A folder, or a name that could become one: there is nothing of that name, and it has no suffix."""
    return _is_folder(output) or (output != "-" and not Path(output).suffix and not Path(output).exists())


def _by_suffix(output: str | None) -> tuple[str, ...]:
    """The format that the name of a file asks for."""
    if output is None or output == "-" or _is_folder(output):
        return ()
    suffix = Path(output).suffix.removeprefix(".").lower()
    return (suffix,) if suffix in FORMATS else ()


def _moment(said: str) -> str:
    """A day or a time as the records write it, in UTC."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as wrong:
        raise UsageError(f"--since: {said!r} is no date.", hint="Write it as 2026-11-21.") from wrong
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
