"""What is left to do: reading documents, and which of their stored segments need a draft.

A segment needs one when it is new or stale, or when it was drafted by another engine than today's. A drafted segment
whose matching glossary entries have changed is stale first, so that a desk which looks in between says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from muqabala.config import Workspace
from muqabala.documents.read import parse_document, read_bytes
from muqabala.errors import UsageError
from muqabala.store import Store, StoredSegment
from muqabala.values import Document, Finding, Segment, State
from muqabala.workflow.examine import Examiner
from muqabala.workflow.intake import segment_document

TERM_CHANGED = "term changed"
"""The finding on a person's text whose glossary entry is another today."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A document that was read."""

    document: Document
    raw: bytes
    segments: list[Segment]


def read(
    path: Path, workspace: Workspace, *, clean: bool, keep: Collection[int], kept_texts: Collection[str] = ()
) -> Intake:
    """Read and segment one file.

    `keep` are dropped lines to restore by number; `kept_texts` are those a person restored earlier, found again by
    their text because numbers move when a page is dumped again. A number that names no dropped line is an error.
    """
    name = workspace.document_name(path)
    raw = read_bytes(path, name)
    document = parse_document(raw, name, clean=clean)
    dropped = {line.line for line in document.dropped}
    if unknown := sorted(set(keep) - dropped):
        raise UsageError(
            f"{name}: line {unknown[0]} was not dropped.", hint="`translate --show-dropped` lists the lines that were."
        )
    restored = set(keep) | {line.line for line in document.dropped if line.text in kept_texts}
    if restored:
        document = parse_document(raw, name, clean=clean, keep=restored)
    return Intake(document, raw, segment_document(document))


def mark_changed_terms(store: Store, document_id: int, examiner: Examiner) -> int:
    """Drafted segments whose glossary entries have changed become stale; edited and accepted ones get a finding."""
    touched: list[int] = []
    settled: dict[int, tuple[Sequence[Finding], Sequence[Finding]]] = {}
    for row in store.segments.all_of(document_id):
        if _changed(row, examiner):
            touched.append(row.id)
        elif any(map(_says_changed, row.findings)) and row.state in (State.EDITED, State.ACCEPTED):
            # The entry reads again as it did when the text was judged.
            settled[row.id] = (row.findings, [f for f in row.findings if not _says_changed(f)])
    if settled:
        store.segments.update_findings(settled)
    return store.mark_stale(touched, TERM_CHANGED) if touched else 0


def _says_changed(finding: Finding) -> bool:
    return finding.check == "term" and finding.message.startswith(TERM_CHANGED)


def _changed(row: StoredSegment, examiner: Examiner) -> bool:
    if row.state not in (State.DRAFTED, State.EDITED, State.ACCEPTED):
        return False
    hits = examiner.hits(row.source)
    checksum = examiner.glossary.checksum(hits) if examiner.glossary is not None and hits else ""
    return checksum != row.glossary


def undrafted(rows: Iterable[StoredSegment], engine: str) -> list[Segment]:
    """The segments that want a draft from this engine (its signature)."""
    return [
        row.segment()
        for row in rows
        if row.state in (State.NEW, State.STALE) or (row.state is State.DRAFTED and row.engine != engine)
    ]
