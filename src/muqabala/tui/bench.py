"""What the desk knows and does, without a screen: the store's questions, the reviewer's verdicts, glossary and memory.

Heavy things open late: the glossary when the first verdict needs it (or in the background after the first paint), the
memory when a cursor rests, the engine never here.
"""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from muqabala.config import Workspace
from muqabala.errors import InputError
from muqabala.store import DocumentSummary, Edit, HistoryEntry, NewBead, Store, StoredSegment
from muqabala.text.arabic import fold_key, has_arabic
from muqabala.values import Finding, Hypothesis, Match, Origin, Segment, Source, State, TermVerdict

if TYPE_CHECKING:
    from muqabala.engine import Engine
    from muqabala.memory import Line
    from muqabala.workflow.document_checks import NameWatch
    from muqabala.workflow.review import Review

GLOSSARY_SUFFIXES = (".csv", ".tsv", ".tbx")

FEW = 3
"""Other translations below which the model is asked for more."""


def reviewer_name(workspace: Workspace, named: str | None = None) -> str:
    """Who decides: the option, the setting, or the login name."""
    if named or workspace.settings.reviewer:
        return named or workspace.settings.reviewer
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text that the engine offers, as the one judge sees it."""

    text: str
    score: float
    unplaced: tuple[TermVerdict, ...] = ()
    """The `must` terms it lacks."""
    findings: tuple[Finding, ...] = ()
    engine: str = ""

    @property
    def verdict(self) -> str:
        """What is wrong with it, in words; empty where nothing is."""
        missing = ", ".join(dict.fromkeys(term.term for term in self.unplaced))
        serious = [finding.message for finding in self.findings if finding.check == "forbidden"]
        return " ".join([f"Term not placed: {missing}."] * bool(missing) + serious)


class Bench:
    """One reviewer at one store."""

    def __init__(self, workspace: Workspace, store: Store, reviewer: str) -> None:
        self.workspace = workspace
        self.store = store
        self.reviewer = reviewer
        self._review: Review | None = None
        self._opening = threading.Lock()
        self._names: dict[int, NameWatch] = {}

    # ── what a verdict needs ─────────────────────────────────────────────────────────────────────────────────────

    @property
    def review(self) -> Review:
        """The reviewer with the glossary open; the first call reads it."""
        from muqabala.workflow.review import Review

        with self._opening:
            if self._review is None:
                self._review = Review(self.store, self._examiner(), self.reviewer)
            return self._review

    def _examiner(self) -> Any:
        from muqabala.glossary import load_glossary
        from muqabala.workflow.examine import Examiner

        folder = self.workspace.glossaries
        files = (
            sorted(path for path in folder.glob("*") if path.suffix.lower() in GLOSSARY_SUFFIXES)
            if folder.is_dir()
            else []
        )
        return Examiner(load_glossary(files) if files else None, self.workspace.settings.style)

    def reopen_glossary(self) -> None:
        """The glossary has changed on disk."""
        with self._opening:
            self._review = None

    def look_at_names(self, document_id: int, stopped: Callable[[], bool]) -> int:
        """Is one name rendered two ways now? Works in a thread, given up where `stopped`; how many
        segments have other findings than before."""
        from muqabala.workflow.document_checks import NameWatch

        with self._opening:
            watch = self._names.setdefault(document_id, NameWatch(self.store, document_id))
        return watch.look(stopped)

    def as_typed(self, segment: StoredSegment, text: str) -> StoredSegment:
        """A segment as the judge and the checks would see it with another text; nothing is written."""
        seen = self.review.examiner.examine(segment.source, text, segment.role, waivers=segment.waivers)
        return replace(segment, target=text, terms=seen.terms, findings=seen.findings)

    # ── questions ────────────────────────────────────────────────────────────────────────────────────────────────

    def documents(self) -> list[DocumentSummary]:
        """Every document that was not forgotten."""
        return [document for document in self.store.documents.list() if document.forgotten_at is None]

    def summary(self, document_id: int) -> DocumentSummary | None:
        try:
            return self.store.documents.summary(document_id)
        except InputError:
            return None

    def window(self, document_id: int, first: int, last: int) -> Sequence[StoredSegment]:
        return self.store.segments.window(document_id, first, last)

    def count(self, document_id: int) -> int:
        return self.store.segments.count(document_id)

    def next_unreviewed(self, document_id: int, after: int, *, backwards: bool) -> int | None:
        return self.store.segments.next_unreviewed(document_id, after, backwards=backwards)

    def numbers_where(self, document_id: int, **wanted: Any) -> list[int]:
        """The segments a filter leaves."""
        return self.store.segments.numbers_where(document_id, **wanted)

    def numbers_with(self, document_id: int, query: str) -> list[int]:
        """The segments that hold a text on either side; Arabic also where it is spelled or voweled otherwise."""
        found = self.store.segments.numbers_where(document_id, text=query)
        wanted = fold_key(query)
        if has_arabic(wanted):
            rows = self.store.segments.all_of(document_id)
            found = sorted({*found, *(row.number for row in rows if wanted in fold_key(row.source))})
        return found

    def history(self, segment: StoredSegment) -> list[HistoryEntry]:
        return self.store.history.of_segment(segment.id)

    def matches(self, segment: StoredSegment) -> list[Match]:
        """Memory matches, the best first; a segment does not match itself."""
        from muqabala.tui.recall import recall

        return recall(self.store, segment)

    def concordance(self, query: str) -> list[Line]:
        """Accepted pairs that hold a word or phrase on either side."""
        from muqabala.memory import concordance

        return concordance(query, self.store.pairs)

    def written_elsewhere(self) -> int:
        """A number that changes when another desk or command has written to the store."""
        return self.store.data_version()

    # ── typing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def typing(self, segment: StoredSegment) -> str | None:
        return self.store.segments.typing(segment.id, self.reviewer)

    def keep_typing(self, segment: StoredSegment, text: str) -> None:
        self.store.segments.keep_typing(segment.id, self.reviewer, text)

    def drop_typing(self, segment: StoredSegment) -> None:
        self.store.segments.drop_typing(segment.id, self.reviewer)

    # ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def accept(self, segment: StoredSegment) -> StoredSegment:
        return self.review.accept(segment)

    def edit(self, segment: StoredSegment, text: str) -> StoredSegment:
        return self.review.edit(segment, text)

    def reject(self, segment: StoredSegment, reason: str) -> StoredSegment:
        return self.review.reject(segment, reason)

    def flag(self, segment: StoredSegment, flagged: bool) -> StoredSegment:
        return self.review.flag(segment, flagged)

    def note(self, segment: StoredSegment, text: str) -> StoredSegment:
        return self.review.note(segment, text)

    def waive(self, segment: StoredSegment, term: Any, reason: str) -> StoredSegment:
        return self.review.waive(segment, reason, [term])

    def take(self, segment: StoredSegment, match: Match) -> StoredSegment:
        return self.review.take_match(segment, match)

    def copy_source(self, segment: StoredSegment) -> StoredSegment:
        return self.review.copy_source(segment)

    def take_proposal(self, segment: StoredSegment, proposal: Proposal, kind: str) -> StoredSegment:
        """Take a text the engine proposes."""
        return self.review.take_text(
            segment, proposal.text, Origin.ENGINE, kind=kind, score=round(proposal.score, 4), engine=proposal.engine
        )

    # ── the engine's proposals; these work in a thread and decide nothing ────────────────────────────────────────

    def redraft(self, segment: StoredSegment, engine: Engine) -> Proposal:
        """What the model says of a segment now, terms placed."""
        from muqabala.workflow.draft import Drafting, draft_segments
        from muqabala.workflow.place import placer_for

        examiner = self.review.examiner
        one = Segment(segment.document, segment.number, segment.paragraph, segment.role, segment.source)
        drafting = Drafting(engine, examiner, None, placer_for(engine, examiner))
        _, draft = next(draft_segments([one], drafting))
        return Proposal(draft.target, draft.score or 0.0, draft.unplaced, draft.findings, engine.signature)

    def alternatives(self, segment: StoredSegment, engine: Engine, count: int) -> list[Proposal]:
        """Other translations, each with its terms placed.

        The model's best often differ in the very words that a term takes the place of; where placing leaves too few,
        it is asked for texts that part after their first word.
        """
        line = self.read(segment, engine)
        found = self.proposals(segment, engine.alternatives([line], count)[0], engine)
        if found and len(found) < FEW:
            first = found[0].text.split(" ", 1)[0]
            apart = engine.alternatives([line], count, prefixes=[first])[0]
            known = {one.text for one in found}
            found += [one for one in self.proposals(segment, apart, engine) if one.text not in known]
        return found[:count]

    def read(self, segment: StoredSegment, engine: Engine) -> Source:
        """A segment as the engine reads it when it is to place its terms."""
        from muqabala.workflow.told_lines import read_by

        return read_by(engine, segment.source, self.review.examiner.hits(segment.source))

    def first_way(self, line: Source, engine: Engine, prefix: str, count: int) -> list[Hypothesis]:
        """The best of `count` ways to go on from what was typed, if there is one that leaves it as it is.

        The best of all may take a space back that was typed: "Japan's" for "Japan ".
        """
        first = engine.translate([line], prefixes=[prefix or None])
        if not first[0].text.startswith(prefix):
            first = engine.alternatives([line], count, prefixes=[prefix])[0]
        return [one for one in first if one.text.startswith(prefix)][:1]

    def proposals(
        self, segment: StoredSegment, hypotheses: Sequence[Hypothesis], engine: Engine, *, prefix: str = ""
    ) -> list[Proposal]:
        """Hypotheses after the same ladder that drafts climb, each with its verdict; texts that came out alike once.

        What stands before the caret (`prefix`) is the person's: an outcome that would change it is not taken.
        """
        from muqabala.workflow.draft import Wanting
        from muqabala.workflow.place import placer_for

        examiner = self.review.examiner
        hits = examiner.hits(segment.source)
        # Each is offered for itself: none may give way to another sentence.
        placer = placer_for(engine, examiner, anew=False)
        best = [hypothesis for hypothesis in hypotheses if hypothesis.text]
        if placer is not None and hits:
            line = self.read(segment, engine)
            for at, placed in enumerate(placer([Wanting(segment.source, one, hits, line) for one in best])):
                if placed.text.startswith(prefix):
                    best[at] = placed
        found: dict[str, Proposal] = {}
        for hypothesis in best:
            found.setdefault(hypothesis.text, self.judged(segment, hypothesis, engine.signature))
        return list(found.values())

    def judged(self, segment: StoredSegment, hypothesis: Hypothesis, signature: str = "") -> Proposal:
        """A text as it stands, with its verdict."""
        seen = self.review.examiner.examine(
            segment.source, hypothesis.text, segment.role, waivers=segment.waivers, degenerate=hypothesis.degenerate
        )
        return Proposal(hypothesis.text, hypothesis.score, seen.unplaced, seen.findings, signature)

    def merge(self, first: StoredSegment, second: StoredSegment) -> StoredSegment:
        return self.review.merge(first, second)

    def split(self, segment: StoredSegment, source_at: int, target_at: int | None = None) -> list[StoredSegment]:
        return self.review.split(segment, source_at, target_at)

    def repetitions(self, segment: StoredSegment) -> list[StoredSegment]:
        return self.review.propagation(segment, everywhere=True)

    def propagate(self, segment: StoredSegment, chosen: Sequence[StoredSegment]) -> int:
        return len(self.review.propagate(segment, chosen))

    def clear(self, segment: StoredSegment) -> StoredSegment:
        """Take the decision and the mark off a bead; its text stays."""
        fields = {"state": State.DRAFTED, "flagged": False}
        edits = [Edit(segment.id, fields, segment.version)]
        return self.store.segments.decide("clear", edits, reviewer=self.reviewer)[0]

    def replace_beads(self, kind: str, beads: Sequence[StoredSegment], new: Sequence[NewBead]) -> list[StoredSegment]:
        """Put new beads in the place of neighbouring ones."""
        return self.review.replace_beads(kind, beads, new)

    def realign(self, changes: Sequence[tuple[Sequence[StoredSegment], Sequence[NewBead]]]) -> None:
        """Put newly aligned beads in their places, as one step of undo."""
        self.review.replace_runs("realign", changes)

    def undo(self, document_id: int) -> HistoryEntry:
        return self.review.undo(document_id)

    def redo(self, document_id: int) -> HistoryEntry:
        return self.review.redo(document_id)

    # ── the glossary ─────────────────────────────────────────────────────────────────────────────────────────────

    def add_term(self, ar: str, en: str) -> int:
        """Add an entry to the glossary of the desk; drafts it touches become stale. How many segments it touches."""
        from muqabala.tui.glossary_file import add_entry

        add_entry(self.workspace, ar, en)
        self.reopen_glossary()
        examiner = self.review.examiner
        touched: list[int] = []
        for document in self.documents():
            rows = self.store.segments.all_of(document.id)
            touched += [row.id for row in rows if any(hit.term.ar == ar for hit in examiner.hits(row.source))]
        if touched:
            self.store.mark_stale(touched, f"term changed: {ar}")
        return len(touched)
