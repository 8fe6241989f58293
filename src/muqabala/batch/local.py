"""Runs a batch on this machine. The engine uses the cores; the process that reads also writes the store.

Drafts are stored group by group in short transactions, so an interruption at any moment loses at most the group in
flight, and the next run goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from muqabala.batch.plan import Intake, mark_changed_terms, read, undrafted
from muqabala.config import Workspace
from muqabala.engine import Engine
from muqabala.errors import InputError, MuqabalaError
from muqabala.store import Store
from muqabala.values import Draft, Dropped, Match, Origin, Segment, State
from muqabala.workflow.document_checks import check_document
from muqabala.workflow.draft import GROUP, Drafting, Placer, draft_segments
from muqabala.workflow.examine import Examiner


class Progress(Protocol):
    """Told how a run goes on."""

    def document(self, name: str, segments: int) -> None:
        """A document is about to be drafted; so many of its segments want a draft."""

    def drafted(self, count: int) -> None:
        """So many more segments have their draft."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a run was asked for."""

    clean: bool = True
    keep: tuple[int, ...] = ()
    draft: bool = True
    """False: read, clean and segment only."""


@dataclass(slots=True)
class DocumentReport:
    """What became of one document."""

    name: str
    language: str = ""
    segments: int = 0
    drafted: int = 0
    recalled: int = 0
    unplaced: int = 0
    findings: int = 0
    dropped: tuple[Dropped, ...] = ()
    drafts: list[Draft] = field(default_factory=list)
    """Every segment, drafted now or earlier; kept only where no store holds them."""


@dataclass(slots=True)
class BatchReport:
    """What became of a run."""

    documents: list[DocumentReport] = field(default_factory=list)
    failed: list[MuqabalaError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """What every document of a run shares."""

    workspace: Workspace
    examiner: Examiner
    engine: Callable[[], Engine]
    """Opens the engine when it is first needed; a run over English documents alone never opens one."""
    store: Store | None
    options: BatchOptions
    progress: Progress
    placer: Callable[[Engine], Placer | None]


def translate_documents(paths: Sequence[Path], run: Run) -> BatchReport:
    """Read, draft and (with a store) keep every document. One that cannot be read does not stop the others."""
    report = BatchReport()
    for path in paths:
        try:
            report.documents.append(_one(path, run))
        except InputError as wrong:
            report.failed.append(wrong)
    return report


def _one(path: Path, run: Run) -> DocumentReport:
    kept_texts: Iterable[str] = ()
    name = run.workspace.document_name(path)
    if run.store is not None:
        kept_texts = run.store.documents.kept_lines(name).values()
    intake = read(path, run.workspace, clean=run.options.clean, keep=run.options.keep, kept_texts=set(kept_texts))
    report = DocumentReport(name, intake.document.language, len(intake.segments), dropped=intake.document.dropped)
    if run.store is None:
        _without_store(intake, run, report)
    else:
        _remember_kept(path, run, run.store, name)
        _with_store(intake, run, run.store, report)
    return report


def _remember_kept(path: Path, run: Run, store: Store, name: str) -> None:
    if run.options.keep:
        before = read(path, run.workspace, clean=run.options.clean, keep=())
        wanted = [(line.line, line.text) for line in before.document.dropped if line.line in run.options.keep]
        store.documents.keep_lines(name, wanted)


def _without_store(intake: Intake, run: Run, report: DocumentReport) -> None:
    drafts: dict[int, Draft] = {}
    if intake.document.language == "ar" and run.options.draft:
        run.progress.document(report.name, len(intake.segments))
        for group in _groups(intake.segments, run, None):
            drafts.update({draft.segment: draft for draft in group})
            run.progress.drafted(len(group))
    for segment in intake.segments:
        report.drafts.append(drafts.get(segment.number) or _undrafted(segment))
    _count(report, report.drafts)
    report.drafted = len(drafts)


def _with_store(intake: Intake, run: Run, store: Store, report: DocumentReport) -> None:
    document_id = store.put_document(intake.document, intake.raw, intake.segments).document_id
    if intake.document.language == "ar" and run.options.draft:
        mark_changed_terms(store, document_id, run.examiner)
        wanted = undrafted(store.segments.all_of(document_id), run.engine().signature)
        run.progress.document(report.name, len(wanted))
        for group in _groups(wanted, run, store):
            report.drafted += store.put_drafts(group)
            report.recalled += sum(draft.origin is Origin.MEMORY for draft in group)
            run.progress.drafted(len(group))
    check_document(store, document_id)
    _count(report, (row.draft() for row in store.segments.all_of(document_id)))


def _groups(segments: Sequence[Segment], run: Run, store: Store | None) -> Iterator[list[Draft]]:
    """Drafts a group at a time."""
    if not segments:
        return
    engine = run.engine()

    def recall(segment: Segment) -> Match | None:
        found = store.pairs.exact(segment.source) if store is not None else []
        return Match(found[0].pair, 100) if found else None

    drafting = Drafting(engine, run.examiner, recall if store is not None else None, run.placer(engine))
    group: list[Draft] = []
    for _, draft in draft_segments(segments, drafting):
        group.append(draft)
        if len(group) >= GROUP:
            yield group
            group = []
    if group:
        yield group


def _undrafted(segment: Segment) -> Draft:
    return Draft(
        document=segment.document,
        segment=segment.number,
        paragraph=segment.paragraph,
        role=segment.role,
        source=segment.source,
        state=State.NEW,
    )


def _count(report: DocumentReport, drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        report.unplaced += bool(draft.unplaced)
        report.findings += bool(draft.findings)
