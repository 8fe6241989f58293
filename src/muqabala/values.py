"""The words everyone in the house speaks: frozen, plain, no behaviour but small properties.

Offsets are half-open code points into the text of the same value; nothing here holds a copy where a span will do.
`to_row` shapes are the JSON records of the contract; see `docs/records.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

Span = tuple[int, int]
"""Half-open code points: `text[start:end]`."""

Place = Mapping[str, Any]
"""Where a block came from in its file; JSON-able, understood only by the format that wrote it."""

Language = Literal["ar", "en"]


class Role(StrEnum):
    """What a block is in its document."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    CELL = "cell"
    CUE = "cue"


class State(StrEnum):
    """How far a segment has come."""

    NEW = "new"
    DRAFTED = "drafted"
    EDITED = "edited"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    STALE = "stale"


class Origin(StrEnum):
    """Who proposed a target."""

    ENGINE = "engine"
    MEMORY = "memory"
    ALIGNER = "aligner"
    IMPORT = "import"
    PERSON = "person"


class Policy(StrEnum):
    """How strongly a term is insisted on."""

    MUST = "must"
    PREFER = "prefer"
    CHECK = "check"


class Kind(StrEnum):
    """How the tokens of an Arabic term inflect together."""

    IDAFA = "idafa"
    ADJECTIVE = "adjective"
    SINGLE = "single"
    FROZEN = "frozen"


class Severity(StrEnum):
    """How loudly a finding is said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


CHECKS = (
    "numbers",
    "dates",
    "untranslated",
    "length",
    "repeated",
    "punctuation",
    "term",
    "forbidden",
    "degenerate",
    "name",
    "spelling",
)
"""Every value `Finding.check` may take."""


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, cell, heading or cue of a document, as written."""

    text: str
    role: Role
    place: Place
    """Where it stands in the file, for writing the translation back."""
    line: int
    """1-based line in a text file; the running number of the block in formats without lines."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that cleaning left out, kept so that a person can look and restore it."""

    line: int
    text: str
    reason: str
    """One of a few words: menu, byline, timestamp, caption, related, trending, footer, breaking, share, duplicate …"""


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a file: its blocks in order, before segmentation."""

    name: str
    """Identity: the path with `/`, relative to the workspace where it lies inside, else as given."""
    format: str
    """plain, html, docx, srt, xliff, markdown."""
    language: Language
    encoding: str
    """As detected: utf-8, utf-16, windows-1256; empty for containers such as DOCX."""
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence (or heading, cell, cue line) of a document: the unit of translation and review."""

    document: str
    number: int
    """1-based position in the document; `segment` in the records."""
    paragraph: int
    """1-based running number of the block it came from (blocks that were kept)."""
    role: Role
    source: str
    block: int = 0
    """0-based index into `Document.blocks`."""
    span: Span = (0, 0)
    """Half-open code points in that block's text."""
    place: Place = field(default_factory=dict)
    """The block's place, repeated so that a stored segment can be written back."""


# ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Term:
    """One glossary entry: a declared Arabic form with its inflections, and the English the client insists on."""

    id: str
    ar: str
    en: str
    ar_plural: tuple[str, ...] = ()
    kind: Kind = Kind.SINGLE
    ar_variants: tuple[str, ...] = ()
    ar_deny: tuple[str, ...] = ()
    en_plural: str = ""
    en_variants: tuple[str, ...] = ()
    en_forbidden: tuple[str, ...] = ()
    case: Literal["keep", "sentence"] = "sentence"
    article: Literal["", "a", "an", "the", "none"] = ""
    """Empty: by rule."""
    policy: Policy = Policy.MUST
    domain: str = ""
    note: str = ""
    source: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in an Arabic text."""

    term: Term
    """The first entry with that `ar`; alternatives are in `alternatives`."""
    start: int
    end: int
    surface: str
    """The whole token or tokens, clitics and suffixes included: `text[start:end]`."""
    number: tuple[Literal["sg", "du", "pl"], ...]
    """The grammatical numbers still possible, in that order."""
    clitics: tuple[str, ...]
    """Proclitics and pronoun suffix in order of writing, e.g. ("و", "ب", "ال") or ("ه",)."""
    definite: bool = False
    """Carries the article (on the slot where it belongs)."""
    pronoun: str = ""
    """The possessive suffix as written without diacritics, or empty."""
    alternatives: tuple[Term, ...] = ()
    """Further rows with the same `ar`; any of them satisfies."""

    @property
    def span(self) -> Span:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a source in whose place a model may be told the English."""

    span: Span
    before: str
    """What stays Arabic ahead of it: proclitics, the article."""
    english: str
    after: str = ""
    """A pronoun suffix."""

    def among(self, pieces: Sequence[Span]) -> range:
        """Which pieces of the source it stands for, an empty one at its start included; none where one crosses its
        edge.
        """
        start, end = self.span
        touched = [at for at, one in enumerate(pieces) if one[0] < end and (start < one[1] or one == (start, start))]
        whole = touched and start <= pieces[touched[0]][0] and pieces[touched[-1]][1] <= end
        return range(touched[0], touched[-1] + 1) if whole else range(0)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line with English in the place of some of it, for a model that was taught to read such lines."""

    text: str
    """The line as it was written; what is told points into it."""
    told: tuple[Told, ...]
    """From left to right, none overlapping another."""

    def part(self, span: Span) -> ToldLine:
        """A stretch of the line with what is told inside it."""
        start, end = span
        inside = (one for one in self.told if start <= one.span[0] and one.span[1] <= end)
        moved = (replace(one, span=(one.span[0] - start, one.span[1] - start)) for one in inside)
        return ToldLine(self.text[start:end], tuple(moved))


Source = str | ToldLine
"""What an engine translates."""


def part_of(source: Source, span: Span) -> Source:
    """A stretch of a source, as itself."""
    return source[slice(*span)] if isinstance(source, str) else source.part(span)


READS_TERMS = "reads_terms"
"""In a model's config.json: it was taught to read such lines (`docs/training.md`)."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's decision that a term need not be rendered here."""

    reason: str
    reviewer: str
    at: str


@dataclass(frozen=True, slots=True)
class TermVerdict:
    """What became of one matched term in a target; `terms[]` of a record."""

    id: str
    term: str
    """The required English (first choice) as the glossary writes it."""
    policy: Policy
    source: Span
    target: Span | None
    status: Literal["placed", "unplaced", "waived"]
    waiver: Waiver | None = None

    def to_row(self) -> dict[str, Any]:
        waiver = None
        if self.waiver is not None:
            waiver = {"reason": self.waiver.reason, "reviewer": self.waiver.reviewer, "at": self.waiver.at}
        return {
            "id": self.id,
            "term": self.term,
            "policy": str(self.policy),
            "source": list(self.source),
            "target": list(self.target) if self.target is not None else None,
            "status": self.status,
            "waiver": waiver,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> TermVerdict:
        waiver = row.get("waiver")
        target = row.get("target")
        return cls(
            id=row["id"],
            term=row["term"],
            policy=Policy(row["policy"]),
            source=(row["source"][0], row["source"][1]),
            target=None if target is None else (target[0], target[1]),
            status=row["status"],
            waiver=None if waiver is None else Waiver(waiver["reason"], waiver["reviewer"], waiver["at"]),
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check saw in a draft, in a sentence."""

    check: str
    """One of `CHECKS`."""
    severity: Severity
    message: str

    def to_row(self) -> dict[str, Any]:
        return {"check": self.check, "severity": str(self.severity), "message": self.message}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Finding:
        return cls(row["check"], Severity(row["severity"]), row["message"])


# ── drafts and pairs ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine says one source line means."""

    text: str
    score: float
    """Mean log-probability per target token, end of sentence included; lines stitched from clauses: token-weighted."""
    degenerate: bool = False
    """The decoder fell into repeating itself."""
    tokens: tuple[str, ...] = ()
    """Target pieces, without end of sentence; empty where a line was stitched from clauses."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal for one segment, and how far review has come. The record of `translate -o`."""

    document: str
    segment: int
    paragraph: int
    role: Role
    source: str
    target: str = ""
    state: State = State.NEW
    origin: Origin = Origin.ENGINE
    terms: tuple[TermVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    score: float | None = None
    engine: str = ""
    glossary: str = ""

    @property
    def unplaced(self) -> tuple[TermVerdict, ...]:
        """The `must` terms that keep this segment from being accepted."""
        return tuple(t for t in self.terms if t.status == "unplaced" and t.policy is Policy.MUST)

    def to_row(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "segment": self.segment,
            "paragraph": self.paragraph,
            "role": str(self.role),
            "source": self.source,
            "target": self.target,
            "state": str(self.state),
            "origin": str(self.origin),
            "terms": [t.to_row() for t in self.terms],
            "findings": [f.to_row() for f in self.findings],
            "score": self.score,
            "engine": self.engine,
            "glossary": self.glossary,
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts a person has read side by side (or imported as such). The record of `export`."""

    id: str
    ar: str
    en: str
    document: str = ""
    segment: int = 0
    target_document: str = ""
    source_segments: tuple[int, ...] = ()
    target_segments: tuple[int, ...] = ()
    origin: Origin = Origin.PERSON
    reviewer: str = ""
    reviewed_at: str = ""
    """UTC, seconds: 2026-11-21T18:00:00Z."""
    machine: str | None = None
    """The draft that was reviewed."""
    terms: tuple[TermVerdict, ...] = ()
    engine: str = ""
    glossary: str = ""

    def to_row(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "ar": self.ar,
            "en": self.en,
            "document": self.document,
            "segment": self.segment,
            "target_document": self.target_document,
            "source_segments": list(self.source_segments),
            "target_segments": list(self.target_segments),
            "origin": str(self.origin),
            "reviewer": self.reviewer,
            "reviewed_at": self.reviewed_at,
            "machine": self.machine,
            "terms": [t.to_row() for t in self.terms],
            "engine": self.engine,
            "glossary": self.glossary,
        }


@dataclass(frozen=True, slots=True)
class Match:
    """One recalled pair."""

    pair: Pair
    percent: int
    """100 exact, 101 exact in the same context, below 70 not shown."""
