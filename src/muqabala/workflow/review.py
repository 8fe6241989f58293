"""draft + a person's verdict → pair + history line.

Every verdict the desk offers is a method of `Review`. It takes the segment as the person saw it; if somebody else has
changed it since, the store answers with `Conflict` and nothing is overwritten. Every new text is looked at under the
current glossary, and a segment with an unplaced `must` term is not accepted: it is edited, or the term is waived with
a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from muqabala.errors import ReviewRefused
from muqabala.store import Edit, HistoryEntry, NewBead, Store, StoredSegment, bead_columns
from muqabala.store.rows import now, source_hash, to_json, unplaced_terms
from muqabala.store.segments import made_of
from muqabala.values import Finding, Match, Origin, State, TermVerdict, Waiver
from muqabala.workflow.examine import Examiner

DOCUMENT_CHECKS = ("name",)
"""Findings that need more than one segment; they stay as long as the text does."""


class Review:
    """One reviewer at one desk."""

    def __init__(self, store: Store, examiner: Examiner, reviewer: str, *, desk: str = "") -> None:
        self.store = store
        self.examiner = examiner
        self.reviewer = reviewer
        self.desk = desk
        """Two desks of one reviewer on one document undo only their own decisions if they have different names."""

    # ── yes and no ───────────────────────────────────────────────────────────────────────────────────────────────

    def accept(self, segment: StoredSegment, text: str | None = None) -> StoredSegment:
        """Accept the target (or this text in its place); it becomes a pair. ReviewRefused while a term is unplaced."""
        fields = self._text_fields(segment, segment.target if text is None else text)
        refusal = self.why_not(segment, fields["target"], fields["terms"])
        if refusal is not None:
            raise refusal
        return self._decide("accept", segment, fields | {"state": State.ACCEPTED})

    @staticmethod
    def why_not(segment: StoredSegment, target: str, terms: Sequence[TermVerdict]) -> ReviewRefused | None:
        """Why this text cannot be accepted, in a sentence; None if it can."""
        one_sided = segment.kind == "alignment" and bool(segment.source.strip()) != bool(target.strip())
        if not target.strip() and not one_sided:
            return ReviewRefused(
                f"Segment {segment.number} has no translation yet.", hint="Write one, or draft it first."
            )
        missing = unplaced_terms(terms)
        if missing and not one_sided:
            named = "; ".join(dict.fromkeys(verdict.term for verdict in missing))
            return ReviewRefused(
                f"Segment {segment.number}: term not placed: {named}.",
                hint="Put the term into the translation, or waive it with a reason.",
            )
        return None

    def edit(self, segment: StoredSegment, text: str) -> StoredSegment:
        """Keep a text a person has written; unchanged text changes nothing."""
        if text == segment.target:
            return segment
        return self._decide("edit", segment, self._text_fields(segment, text) | {"state": State.EDITED})

    def reject(self, segment: StoredSegment, reason: str = "") -> StoredSegment:
        """Turn the draft down; its text stays to be looked at."""
        return self._decide("reject", segment, {"state": State.REJECTED}, reason)

    # ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────

    def waive(self, segment: StoredSegment, reason: str, terms: Sequence[TermVerdict] | None = None) -> StoredSegment:
        """Decide that terms (default: every unplaced one) need not be rendered here. The reason is not optional."""
        if not reason.strip():
            raise ReviewRefused("A waiver needs a reason.", hint="Say in a few words why it is not rendered here.")
        chosen = unplaced_terms(segment.terms) if terms is None else tuple(terms)
        if not chosen:
            raise ReviewRefused(f"Segment {segment.number} has no unplaced term.")
        waiver = Waiver(reason.strip(), self.reviewer, now())
        waived = [replace(verdict, status="waived", target=None, waiver=waiver) for verdict in chosen]
        places = {(verdict.id, verdict.source) for verdict in waived}
        waivers = (*(w for w in segment.waivers if (w.id, w.source) not in places), *waived)
        examined = self.examiner.examine(segment.source, segment.target, segment.role, waivers=waivers)
        fields = {
            "waivers": waivers,
            "terms": examined.terms,
            "glossary": examined.glossary,
            "findings": self._findings(segment, segment.target, examined.findings),
        }
        return self._decide("waive", segment, fields, reason.strip())

    def resolve(self, segment: StoredSegment) -> StoredSegment:
        """Judge the text as it stands under the current glossary; state and text stay."""
        examined = self.examiner.examine(segment.source, segment.target, segment.role, waivers=segment.waivers)
        fields = {
            "terms": examined.terms,
            "glossary": examined.glossary,
            "findings": self._findings(segment, segment.target, examined.findings),
        }
        if fields["terms"] == segment.terms and fields["findings"] == segment.findings:
            return segment
        return self._decide("resolve", segment, fields)

    # ── other texts ──────────────────────────────────────────────────────────────────────────────────────────────

    def take_match(self, segment: StoredSegment, match: Match) -> StoredSegment:
        """Take a memory match as the text."""
        return self.take_text(segment, match.pair.en, Origin.MEMORY, kind="recall", score=float(match.percent))

    def copy_source(self, segment: StoredSegment) -> StoredSegment:
        """Take the source as the text."""
        return self.take_text(segment, segment.source, Origin.PERSON, kind="copy")

    def take_text(
        self,
        segment: StoredSegment,
        text: str,
        origin: Origin,
        *,
        kind: str = "retranslate",
        score: float | None = None,
        engine: str = "",
    ) -> StoredSegment:
        """Take a text that somebody proposed (the engine's other translation, say); a person chose it, so: edited."""
        fields = self._text_fields(segment, text) | {"state": State.EDITED, "origin": origin, "score": score}
        if origin is Origin.ENGINE:
            fields |= {"machine": text, "engine": engine or segment.engine}
        return self._decide(kind, segment, fields)

    def propagation(self, segment: StoredSegment, *, everywhere: bool = False) -> list[StoredSegment]:
        """The repetitions of this source that `propagate` would change: not accepted, with another text or state."""
        found = self.store.segments.repetitions(segment, everywhere=everywhere)
        return [
            other
            for other in found
            if other.state is not State.ACCEPTED and (other.target != segment.target or segment.state is State.ACCEPTED)
        ]

    def propagate(self, segment: StoredSegment, chosen: Sequence[StoredSegment]) -> list[StoredSegment]:
        """Give the chosen repetitions this text; accepted where this segment is and nothing speaks against it."""
        changed: list[StoredSegment] = []
        for document_id in dict.fromkeys(other.document_id for other in chosen):
            edits = []
            for other in (one for one in chosen if one.document_id == document_id):
                fields = self._text_fields(other, segment.target) | {"state": State.EDITED}
                if segment.state is State.ACCEPTED and self.why_not(other, segment.target, fields["terms"]) is None:
                    fields["state"] = State.ACCEPTED
                edits.append(Edit(other.id, fields, other.version))
            changed += self.store.segments.decide("propagate", edits, reviewer=self.reviewer, desk=self.desk)
        return changed

    # ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────

    def flag(self, segment: StoredSegment, flagged: bool | None = None) -> StoredSegment:
        """Set or clear "needs review"; without a value, the other way round."""
        return self._decide("flag", segment, {"flagged": not segment.flagged if flagged is None else flagged})

    def note(self, segment: StoredSegment, note: str) -> StoredSegment:
        """Write the note of a segment; empty removes it."""
        return self._decide("note", segment, {"note": note})

    # ── shape ────────────────────────────────────────────────────────────────────────────────────────────────────

    def split(self, segment: StoredSegment, source_at: int, target_at: int | None = None) -> list[StoredSegment]:
        """Cut a segment in two: the source before code point `source_at`, the target likewise (None: it stays with
        the first part, and the second is new)."""
        left, right = segment.source[:source_at].rstrip(), segment.source[source_at:].lstrip()
        if not left or not right:
            raise ReviewRefused("A split needs text on both sides.", hint="Put the cursor between two words.")
        if segment.kind == "alignment":
            raise ReviewRefused("A bead is split on the alignment screen.", hint="F7 goes there.")
        cut = len(segment.target) if target_at is None else target_at
        targets = (segment.target[:cut].rstrip(), segment.target[cut:].lstrip())
        row = self.store.segments.image(segment.id)
        start, end = segment.span
        first = self._part(segment, row, left, targets[0]) | {"span_start": start, "span_end": start + len(left)}
        second = self._part(segment, row, right, targets[1]) | {"span_start": end - len(right), "span_end": end}
        if not row["continues"] and row["made_of"] is None:
            first["made_of"] = to_json([segment.source])
        second |= {"made_of": None, "continues": 1}
        return self.store.segments.reshape(
            "split", [(segment.id, segment.version)], [first, second], reviewer=self.reviewer, desk=self.desk
        )

    def merge(self, first: StoredSegment, second: StoredSegment) -> StoredSegment:
        """Make one segment of two neighbours of one paragraph."""
        if first.number > second.number:
            first, second = second, first
        if first.kind == "alignment":
            raise ReviewRefused("Beads are merged on the alignment screen.", hint="F7 goes there.")
        if first.document_id != second.document_id or first.number + 1 != second.number:
            raise ReviewRefused("Only neighbours can be merged.")
        if first.block != second.block or first.kind == "import":
            raise ReviewRefused("Only segments of one paragraph can be merged.")
        return Merging(self, first, second).run()

    def replace_beads(self, kind: str, beads: Sequence[StoredSegment], new: Sequence[NewBead]) -> list[StoredSegment]:
        """Put new beads in the place of neighbouring ones: merge, split, move, link, leave out, realign (`kind`)."""
        return self.replace_runs(kind, [(beads, new)])

    def replace_runs(
        self, kind: str, runs: Sequence[tuple[Sequence[StoredSegment], Sequence[NewBead]]]
    ) -> list[StoredSegment]:
        """The same at several places of one document, as one decision."""
        shapes = [([(bead.id, bead.version) for bead in old], self._bead_rows(new)) for old, new in runs]
        return self.store.segments.reshape_runs(kind, shapes, reviewer=self.reviewer, desk=self.desk)

    def _bead_rows(self, new: Sequence[NewBead]) -> list[dict[str, Any]]:
        rows = []
        for bead in new:
            examined = self.examiner.examine(bead.source, bead.target, bead.role)
            judged = replace(bead, terms=examined.terms, findings=examined.findings, glossary=examined.glossary)
            rows.append(bead_columns(judged))
        return rows

    # ── back and forth ───────────────────────────────────────────────────────────────────────────────────────────

    def undo(self, document_id: int) -> HistoryEntry:
        """Take back this reviewer's newest decision on the document; also one from before a restart."""
        return self.store.history.undo(document_id, reviewer=self.reviewer, desk=self.desk)

    def redo(self, document_id: int) -> HistoryEntry:
        """Do again what was undone last."""
        return self.store.history.redo(document_id, reviewer=self.reviewer, desk=self.desk)

    # ── how it is done ───────────────────────────────────────────────────────────────────────────────────────────

    def _decide(self, kind: str, segment: StoredSegment, fields: dict[str, Any], reason: str = "") -> StoredSegment:
        edits = [Edit(segment.id, fields, segment.version)]
        return self.store.segments.decide(kind, edits, reviewer=self.reviewer, desk=self.desk, reason=reason)[0]

    def _text_fields(self, segment: StoredSegment, text: str) -> dict[str, Any]:
        """A text with what the glossary and the checks say of it; a text that a person changed is a person's."""
        examined = self.examiner.examine(segment.source, text, segment.role, waivers=segment.waivers)
        fields: dict[str, Any] = {
            "target": text,
            "terms": examined.terms,
            "glossary": examined.glossary,
            "findings": self._findings(segment, text, examined.findings),
        }
        if text != segment.target:
            fields |= {"origin": Origin.PERSON, "score": None}
        return fields

    @staticmethod
    def _findings(segment: StoredSegment, text: str, found: Sequence[Finding]) -> tuple[Finding, ...]:
        kept = [f for f in segment.findings if f.check in DOCUMENT_CHECKS] if text == segment.target else []
        return (*found, *kept)

    def _part(self, segment: StoredSegment, row: dict[str, Any], source: str, target: str) -> dict[str, Any]:
        """Columns of one part of a segment, without the id it had."""
        examined = self.examiner.examine(source, target, segment.role)
        bead = NewBead(
            source,
            target,
            paragraph=segment.paragraph,
            role=segment.role,
            terms=examined.terms,
            findings=examined.findings,
            glossary=examined.glossary,
            state=State.EDITED if target else State.NEW,
            origin=segment.origin,
            engine=segment.engine,
        )
        columns = {name: value for name, value in row.items() if name not in ("id", "pair_key", "previous")}
        return columns | bead_columns(bead) | {"machine": None, "waivers": "[]", "score": None}


class Merging:
    """Two rows become one, and the sentences they were read as stay known to the next reading."""

    def __init__(self, review: Review, first: StoredSegment, second: StoredSegment) -> None:
        self.review = review
        self.segments = review.store.segments
        self.first, self.second = first, second

    def run(self) -> StoredSegment:
        """One row for both, written as one decision."""
        merged = self._merged()
        later = self.segments.image(self.second.id)
        group = self._group()
        head = dict(group[0])
        sentences = made_of(head)
        if not later["continues"]:
            sentences += made_of(later)
        if len(group) == 1:
            merged |= {"made_of": to_json(sentences), "continues": 0}
            added = [merged]
        else:
            head["made_of"] = to_json(sentences)
            added = [head, *group[1:-1], merged | {"made_of": None, "continues": 1}]
        if merged.get("made_of") == to_json([merged["source"]]) and not self._continued():
            merged["made_of"] = None
        removed: list[tuple[int, int | None]] = [(row["id"], row["version"]) for row in group[:-1]]
        removed += [(self.first.id, self.first.version), (self.second.id, self.second.version)]
        rows = self.segments.reshape("merge", removed, added, reviewer=self.review.reviewer, desk=self.review.desk)
        return rows[-1]

    def _group(self) -> list[dict[str, Any]]:
        """The rows from the one that began this sentence group to the first of the two."""
        group = [self.segments.image(self.first.id)]
        while group[0]["continues"]:
            before = self.segments.at(self.first.document_id, group[0]["number"] - 1)
            if before is None:
                break
            group.insert(0, self.segments.image(before.id))
        return group

    def _continued(self) -> bool:
        """Whether the row after the two belongs to the same sentence group."""
        after = self.segments.at(self.second.document_id, self.second.number + 1)
        return after is not None and bool(self.segments.image(after.id)["continues"])

    def _merged(self) -> dict[str, Any]:
        first, second = self.first, self.second
        block = self.review.store.documents.document(first.document_id).blocks[first.block].text
        start, end = first.span[0], second.span[1]
        source = block[start:end]
        if first.source not in source or second.source not in source:
            source = f"{first.source} {second.source}"
        target = " ".join(part for part in (first.target, second.target) if part)
        row = self.segments.image(first.id)
        columns = self.review._part(first, row, source, target)
        notes = " ".join(part for part in (first.note, second.note) if part)
        return columns | {
            "span_start": start,
            "span_end": end,
            "note": notes,
            "flagged": int(first.flagged or second.flagged),
            "source_hash": source_hash(source),
        }
