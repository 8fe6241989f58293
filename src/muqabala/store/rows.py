"""What the store hands out: segments and documents as values, and how each field is written in a column.

A stored segment knows more than a `Draft`: its place in the file, its version, what a person noted. `draft()` gives
the record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Any, Literal

from muqabala.text.arabic import fold_key
from muqabala.values import Draft, Finding, Origin, Pair, Place, Policy, Role, Segment, Span, State, TermVerdict

DocumentKind = Literal["document", "alignment", "import"]
"""A document that was read; the beads of one with its translation; the pairs of an imported file that wait."""

UNREVIEWED = (State.NEW, State.DRAFTED, State.EDITED, State.STALE)
"""States on which a person has not yet said yes or no."""

UNREVIEWED_SQL = "state IN ('new', 'drafted', 'edited', 'stale')"
"""Word for word as in the partial index, or SQLite will not use it."""


def now() -> str:
    """UTC, seconds: 2026-11-21T18:00:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def text_hash(text: str) -> int:
    """A signed 64-bit number for an index; equal texts, equal numbers. Unequal ones meet once in 2^32 rows or so."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def source_hash(text: str) -> int:
    """Equal for two spellings of one sentence."""
    return text_hash(fold_key(text))


def pair_digest(ar: str, en: str) -> bytes:
    """Identical pairs have one digest; a single letter more makes another pair."""
    return hashlib.blake2b(f"{ar}\x00{en}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Previous:
    """What stood here before the document changed: the first thing to offer for the new sentence."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """One segment (or bead, or waiting imported pair) as the store holds it."""

    id: int
    """Stays the same when the document is renumbered."""
    document_id: int
    document: str
    kind: DocumentKind
    number: int
    paragraph: int
    role: Role
    source: str
    target: str
    state: State
    origin: Origin
    terms: tuple[TermVerdict, ...]
    findings: tuple[Finding, ...]
    score: float | None
    engine: str
    glossary: str
    machine: str | None
    """The last draft no person had touched."""
    waivers: tuple[TermVerdict, ...]
    """Verdicts a person has waived here, each with its reason; they outlive a new draft."""
    previous: Previous | None
    flagged: bool
    note: str
    pair_key: str | None
    """The pair this segment became when it was first accepted."""
    block: int
    span: Span
    place: Place
    target_document: str
    source_segments: tuple[int, ...]
    target_segments: tuple[int, ...]
    suspicious: bool
    version: int
    """Goes up with every change; hand it back with a verdict."""
    touched_at: str

    @property
    def unplaced(self) -> tuple[TermVerdict, ...]:
        """The `must` terms that keep this segment from being accepted."""
        return unplaced_terms(self.terms)

    def segment(self) -> Segment:
        """The stretch of the document alone, as it was read."""
        return Segment(
            document=self.document,
            number=self.number,
            paragraph=self.paragraph,
            role=self.role,
            source=self.source,
            block=self.block,
            span=self.span,
            place=self.place,
        )

    def draft(self) -> Draft:
        """The record of `translate -o`."""
        return Draft(
            document=self.document,
            segment=self.number,
            paragraph=self.paragraph,
            role=self.role,
            source=self.source,
            target=self.target,
            state=self.state,
            origin=self.origin,
            terms=self.terms,
            findings=self.findings,
            score=self.score,
            engine=self.engine,
            glossary=self.glossary,
        )


@dataclass(frozen=True, slots=True)
class NewBead:
    """A bead the aligner proposes, or a row a person makes in its place."""

    source: str
    target: str
    source_segments: tuple[int, ...] = ()
    target_segments: tuple[int, ...] = ()
    score: float | None = None
    """The aligner's confidence."""
    suspicious: bool = False
    paragraph: int = 1
    role: Role = Role.BODY
    terms: tuple[TermVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    glossary: str = ""
    state: State = State.DRAFTED
    origin: Origin = Origin.ALIGNER
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An imported pair that breaks a `must` term, for a person to resolve or waive."""

    pair: Pair
    """Its `id` is the key it has in the store."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the desk's list of documents."""

    id: int
    name: str
    kind: DocumentKind
    target_document: str
    format: str
    language: str
    segments: int
    states: Mapping[State, int]
    words: int
    words_left: int
    """Words of segments no person has decided on."""
    unplaced: int
    flagged: int
    read_at: str
    touched_at: str
    forgotten_at: str | None

    @property
    def accepted(self) -> int:
        return self.states.get(State.ACCEPTED, 0)

    @property
    def unreviewed(self) -> int:
        return sum(self.states.get(state, 0) for state in UNREVIEWED)


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What a (second) reading of a document changed."""

    document_id: int
    total: int
    new: int = 0
    kept: int = 0
    changed: int = 0
    vanished: int = 0


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One decision, as it is told."""

    id: int
    at: str
    reviewer: str
    document: str
    segment: int
    """The segment's number when it was decided."""
    kind: str
    """accept, edit, reject, waive, split, merge, flag, note, propagate, copy, recall, undo, redo, changed …"""
    reason: str
    before: str | None
    """The text before, where the decision changed it (or the decision removed it)."""
    after: str | None
    state_before: str | None = None
    state_after: str | None = None
    takes_back: int | None = None
    """Of undo: the decision taken back. Of redo: the undo taken back."""

    def to_row(self) -> dict[str, Any]:
        """The JSON record."""
        return {
            "id": self.id,
            "at": self.at,
            "reviewer": self.reviewer,
            "document": self.document,
            "segment": self.segment,
            "kind": self.kind,
            "reason": self.reason,
            "before": self.before,
            "after": self.after,
            "state_before": self.state_before,
            "state_after": self.state_after,
            "takes_back": self.takes_back,
        }


@dataclass(frozen=True, slots=True)
class Edit:
    """Fields of one segment to change; the store refuses if somebody else was there since `version` was read."""

    segment: int
    """The stored segment's `id`."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Names of `StoredSegment` fields (target, state, origin, terms, findings, score, engine, glossary, machine,
    waivers, previous, flagged, note, suspicious, source_segments, target_segments) → new values."""
    version: int | None = None


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def unplaced_terms(terms: Iterable[TermVerdict]) -> tuple[TermVerdict, ...]:
    """The `must` terms among the verdicts that are neither placed nor waived."""
    return tuple(t for t in terms if t.status == "unplaced" and t.policy is Policy.MUST)


def terms_to_json(terms: Sequence[TermVerdict]) -> str:
    return to_json([t.to_row() for t in terms]) if terms else "[]"


def terms_from_json(text: str) -> tuple[TermVerdict, ...]:
    return () if text == "[]" else tuple(TermVerdict.from_row(t) for t in json.loads(text))


def findings_to_json(findings: Sequence[Finding]) -> str:
    return to_json([f.to_row() for f in findings]) if findings else "[]"


def findings_from_json(text: str) -> tuple[Finding, ...]:
    return () if text == "[]" else tuple(Finding.from_row(f) for f in json.loads(text))


def numbers_from_json(text: str) -> tuple[int, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def _previous_to_json(previous: Previous | None) -> str | None:
    return None if previous is None else to_json([previous.source, previous.target])


def column_values(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Field values of a segment as its columns hold them; `unplaced` follows `terms`.

    >>> column_values({"state": State.EDITED, "flagged": True})
    {'state': 'edited', 'flagged': 1}
    """
    columns: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "terms":
            columns["terms"] = terms_to_json(value)
            columns["unplaced"] = len(unplaced_terms(value))
        elif name in _COLUMN_OF:
            columns[name] = _COLUMN_OF[name](value)
        else:
            raise KeyError(f"a segment's {name} is not edited")
    return columns


_COLUMN_OF: dict[str, Any] = {
    "target": str,
    "state": str,
    "origin": str,
    "findings": findings_to_json,
    "waivers": terms_to_json,
    "previous": _previous_to_json,
    "flagged": int,
    "suspicious": int,
    "note": str,
    "engine": str,
    "glossary": str,
    "score": lambda value: value,
    "machine": lambda value: value,
    "source_segments": lambda value: to_json(list(value)),
    "target_segments": lambda value: to_json(list(value)),
}


SEGMENT_QUERY = (
    "SELECT s.*, d.name AS document, d.kind AS kind, d.target_name AS target_document"
    " FROM segments s JOIN documents d ON d.id = s.document_id"
)


def segment_from_row(row: Row) -> StoredSegment:
    """A row of `SEGMENT_QUERY` as a value."""
    previous = json.loads(row["previous"]) if row["previous"] else None
    place = row["place"]
    return StoredSegment(
        id=row["id"],
        document_id=row["document_id"],
        document=row["document"],
        kind=row["kind"],
        number=row["number"],
        paragraph=row["paragraph"],
        role=Role(row["role"]),
        source=row["source"],
        target=row["target"],
        state=State(row["state"]),
        origin=Origin(row["origin"]),
        terms=terms_from_json(row["terms"]),
        findings=findings_from_json(row["findings"]),
        score=row["score"],
        engine=row["engine"],
        glossary=row["glossary"],
        machine=row["machine"],
        waivers=terms_from_json(row["waivers"]),
        previous=None if previous is None else Previous(previous[0], previous[1]),
        flagged=bool(row["flagged"]),
        note=row["note"],
        pair_key=row["pair_key"],
        block=row["block"],
        span=(row["span_start"], row["span_end"]),
        place={} if place == "{}" else json.loads(place),
        target_document=row["target_document"],
        source_segments=numbers_from_json(row["source_segments"]),
        target_segments=numbers_from_json(row["target_segments"]),
        suspicious=bool(row["suspicious"]),
        version=row["version"],
        touched_at=row["touched_at"],
    )


def pair_from_row(row: Row) -> Pair:
    """A row of `pairs` as a value."""
    return Pair(
        id=row["key"],
        ar=row["ar"],
        en=row["en"],
        document=row["document"],
        segment=row["number"],
        target_document=row["target_document"],
        source_segments=numbers_from_json(row["source_segments"]),
        target_segments=numbers_from_json(row["target_segments"]),
        origin=Origin(row["origin"]),
        reviewer=row["reviewer"],
        reviewed_at=row["reviewed_at"],
        machine=row["machine"],
        terms=terms_from_json(row["terms"]),
        engine=row["engine"],
        glossary=row["glossary"],
    )
