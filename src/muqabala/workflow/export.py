"""a question about pairs → files in aligned/; a reviewed document → its English in its own format.

Everything that leaves is judged once more under the glossary as it is now: a pair that breaks a `must` term is left
out and named, a document with an unreviewed or unplaced segment is refused and the segments are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from muqabala.documents.write import SUFFIXES, Rendition, write_document
from muqabala.errors import ReviewRefused
from muqabala.export import About, PairWriter, writer_for
from muqabala.export.bilingual import BilingualRow, write_bilingual_docx
from muqabala.store import DocumentSummary, Store, StoredSegment
from muqabala.values import Pair, State, TermVerdict
from muqabala.workflow.examine import Examiner
from muqabala.workflow.pairs import judge_pair, named_terms, unplaced

PAIR_FORMS = ("tmx", "jsonl", "tsv", "html")
DOCUMENT_FORMS = ("document", "bilingual-docx")
_WORD_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


@dataclass(frozen=True, slots=True)
class Question:
    """Which accepted pairs are meant."""

    document: str | None = None
    since: str | None = None
    """UTC, as in the records; pairs reviewed then or later."""
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A pair that may not leave, and why."""

    id: str
    document: str
    segment: int
    terms: tuple[TermVerdict, ...]

    def __str__(self) -> str:
        where = f"{self.document} segment {self.segment}" if self.document else f"pair {self.id}"
        return f"{where}: term not placed: {named_terms(self.terms)}"


@dataclass(slots=True)
class ExportReport:
    """What an export did."""

    written: dict[str, int] = field(default_factory=dict)
    """Format → pairs."""
    left_out: list[LeftOut] = field(default_factory=list)
    no_room: dict[str, int] = field(default_factory=dict)
    """Format → pairs with a side that is empty there."""


# ── pairs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def export_pairs(
    store: Store, examiner: Examiner, streams: Mapping[str, BinaryIO], question: Question, *, version: str, command: str
) -> ExportReport:
    """Write accepted pairs to a stream per format, all in one pass over the store."""
    newest = store.pairs.newest(document=question.document, since=question.since, reviewer=question.reviewer)
    report = ExportReport()
    writers: dict[str, PairWriter] = {}
    for form, stream in streams.items():
        writers[form] = writer_for(form)(stream, About(version, command.format(form=form), newest))
        report.written[form] = report.no_room[form] = 0
    for pair in judged_pairs(store, examiner, question, report.left_out):
        for form, writer in writers.items():
            if writer.put(pair):
                report.written[form] += 1
            else:
                report.no_room[form] += 1
    for writer in writers.values():
        writer.finish()
    return report


def judged_pairs(store: Store, examiner: Examiner, question: Question, left_out: list[LeftOut]) -> Iterator[Pair]:
    """The pairs that may leave, in order; the others are added to `left_out`."""
    found = store.pairs.reviewed(document=question.document, since=question.since, reviewer=question.reviewer)
    for pair in found:
        judged = judge_pair(pair, examiner)
        if missing := unplaced(judged):
            left_out.append(LeftOut(pair.id, pair.document, pair.segment, missing))
        else:
            yield judged


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────


def exportable(store: Store, name: str | None) -> list[DocumentSummary]:
    """The Arabic documents that can be written back: the one named, or all of them."""
    return [
        document
        for document in store.documents.list()
        if document.kind == "document"
        and document.language == "ar"
        and document.forgotten_at is None
        and name in (None, document.name)
    ]


def file_names(documents: Sequence[DocumentSummary], form: str) -> dict[int, str]:
    """Document id → name of its export: NAME.en.EXT, with the folders in it where two documents would share one, then
    with its own suffix too, at last with a number; no two are the same, also where case does not count."""
    named: dict[int, str] = {}
    taken: set[str] = set()
    endings = {
        d.id: ".ar-en.docx" if form == "bilingual-docx" else f".en{_suffix(d, PurePosixPath(d.name))}"
        for d in documents
    }
    shared = Counter(f"{PurePosixPath(d.name).stem}{endings[d.id]}".casefold() for d in documents)
    for document in documents:
        path, ending = PurePosixPath(document.name), endings[document.id]
        plain = f"{path.stem}{ending}"
        folders = "_".join(part for part in path.with_suffix("").parts if part not in ("/", "..", "."))
        wanted = [f"{folders}{ending}" if shared[plain.casefold()] > 1 else plain, f"{folders}{path.suffix}{ending}"]
        numbered = (f"{folders}{path.suffix}-{number}{ending}" for number in count(2))
        name = next(name for name in chain(wanted, numbered) if name.casefold() not in taken)
        taken.add(name.casefold())
        named[document.id] = name
    return named


def _suffix(document: DocumentSummary, path: PurePosixPath) -> str:
    """The document's own suffix; not on a Word document that was called otherwise, for no program would open it."""
    if document.format == "docx" and path.suffix.lower() not in _WORD_SUFFIXES:
        return SUFFIXES["docx"]
    return path.suffix or SUFFIXES.get(document.format, "")


def export_document(
    store: Store, examiner: Examiner, document_id: int, stream: BinaryIO, *, draft: bool = False
) -> int:
    """Write the English document in the source's own format; how many segments are not reviewed (with `draft`).

    Without `draft` one such segment is enough for a ReviewRefused that names them all, and nothing is written.
    """
    document = store.documents.summary(document_id)
    unready = unready_segments(store, examiner, document_id)
    if unready and not draft:
        raise ReviewRefused(
            f"{document.name}: {_named(unready)}.",
            hint="Review them, or write the document with those marked: --draft.",
        )
    renditions = (
        Rendition(
            row.segment(),
            row.target,
            reviewed=row.number not in unready,
            # Bold and links stay on the terms they stood on.
            anchors=tuple((term.source, term.target) for term in row.terms if term.target is not None),
        )
        for row in store.segments.all_of(document_id)
    )
    write_document(store.documents.raw(document_id), document.format, renditions, stream, draft=draft)
    return len(unready)


def unready_segments(store: Store, examiner: Examiner, document_id: int) -> dict[int, str]:
    """Segment number → why it cannot be delivered: its state, or the term that is not placed."""
    unready: dict[int, str] = {}
    for row in store.segments.all_of(document_id):
        if row.state is not State.ACCEPTED:
            unready[row.number] = str(row.state)
        elif missing := unplaced(judge_pair(_as_pair(row), examiner)):
            unready[row.number] = f"term not placed: {named_terms(missing)}"
    return unready


def _as_pair(row: StoredSegment) -> Pair:
    return Pair(id="", ar=row.source, en=row.target, terms=(*row.terms, *row.waivers), glossary=row.glossary)


def _named(unready: Mapping[int, str], most: int = 20) -> str:
    """Every segment that is not ready: one by one, or, where they are many, in runs for each reason."""
    counted = "1 segment is" if len(unready) == 1 else f"{len(unready)} segments are"
    if len(unready) <= most:
        return f"{counted} not ready: {', '.join(f'{number} ({why})' for number, why in unready.items())}"
    numbers: dict[str, list[int]] = {}
    for number, why in unready.items():
        numbers.setdefault(why, []).append(number)
    said = "; ".join(f"{why}: {', '.join(_runs(found))}" for why, found in numbers.items())
    return f"{counted} not ready: {said}"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Growing numbers, neighbours joined.

    >>> list(_runs([1, 2, 3, 7, 9, 10]))
    ['1–3', '7', '9–10']
    """
    first = last = numbers[0]
    for number in (*numbers[1:], None):
        if number is not None and number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}–{last}"
        if number is not None:
            first = last = number


def export_bilingual(store: Store, document_id: int, stream: BinaryIO) -> int:
    """Write the two-column table of a document; how many rows."""
    document = store.documents.summary(document_id)
    rows = (BilingualRow.from_draft(row.draft(), row.note) for row in store.segments.all_of(document_id))
    return write_bilingual_docx(rows, stream, title=Path(document.name).name)
