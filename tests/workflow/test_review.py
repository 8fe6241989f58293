"""Verdicts: what a person may decide, what becomes of it, and the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muqabala.errors import Conflict, ReviewRefused, StoreError
from muqabala.glossary import load_glossary
from muqabala.memory import recall
from muqabala.store import Arrival, NewBead, Store, StoredSegment
from muqabala.values import Block, Document, Draft, Match, Origin, Pair, Role, Segment, State
from muqabala.workflow.examine import Examiner
from muqabala.workflow.review import Review

GLOSSARY = "id,ar,en,policy\nnato,الحلف,the Alliance,must\noffice,مكتب اتصال,liaison office,must\n"
LINES = ["افتتح الحلف مكتب اتصال.", "عقد الوزيران اجتماعا.", "عاد الوفد.", "عقد الوزيران اجتماعا."]
TARGETS = [
    "The Alliance opened a liaison office.",
    "The two ministers held a meeting.",
    "The delegation returned.",
    "They met.",
]


@pytest.fixture(scope="module")
def examiner(tmp_path_factory: pytest.TempPathFactory) -> Examiner:
    path = tmp_path_factory.mktemp("glossaries") / "terms.csv"
    path.write_text(GLOSSARY, encoding="utf-8")
    return Examiner(load_glossary([path]))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.sqlite3") as opened:
        yield opened


def put(store: Store, lines: Sequence[str] = LINES, targets: Sequence[str] = TARGETS, name: str = "a.txt") -> int:
    """A document of one paragraph, drafted; its id."""
    text = " ".join(lines)
    segments, at = [], 0
    for number, line in enumerate(lines, start=1):
        segments.append(Segment(name, number, 1, Role.BODY, line, 0, (at, at + len(line)), {"line": 1}))
        at += len(line) + 1
    document = Document(name, "plain", "ar", "utf-8", (Block(text, Role.BODY, {"line": 1}, 1),))
    number = store.put_document(document, text.encode(), segments).document_id
    drafts = [
        Draft(name, s.number, 1, Role.BODY, s.source, target, State.DRAFTED, score=-0.5, engine="starter")
        for s, target in zip(segments, targets, strict=True)
        if target
    ]
    store.put_drafts(drafts)
    return number


def at(store: Store, document: int, number: int) -> StoredSegment:
    row = store.segments.at(document, number)
    assert row is not None
    return row


@pytest.fixture
def review(store: Store, examiner: Examiner) -> Review:
    return Review(store, examiner, "salma")


# ── yes and no ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_accepted_draft_becomes_a_pair_with_its_provenance(store: Store, review: Review) -> None:
    """Who, when, which draft, and the terms as judged at that moment."""
    document = put(store)
    accepted = review.accept(at(store, document, 1))
    [pair] = store.pairs.reviewed()
    assert (pair.ar, pair.en, pair.machine) == (LINES[0], TARGETS[0], TARGETS[0])
    assert (pair.id, pair.document, pair.segment, pair.reviewer) == (accepted.pair_key, "a.txt", 1, "salma")
    assert (pair.origin, pair.engine) == (Origin.ENGINE, "starter")
    assert [(t.id, t.status) for t in pair.terms] == [("nato", "placed"), ("office", "placed")]
    assert pair.glossary


def test_an_unplaced_term_keeps_a_segment_from_being_accepted(store: Store, review: Review) -> None:
    """The refusal names the term; nothing has changed."""
    document = put(store, targets=["It opened a bureau.", *TARGETS[1:]])
    row = at(store, document, 1)
    with pytest.raises(ReviewRefused, match=r"Segment 1: term not placed: the Alliance; liaison office\."):
        review.accept(row)
    assert at(store, document, 1) == row
    assert store.pairs.count() == 0


def test_a_waiver_needs_a_reason_and_travels_with_the_pair(store: Store, review: Review) -> None:
    """After it the segment can be accepted; the reason is in the pair and in the history."""
    document = put(store, targets=["The Alliance opened a bureau.", *TARGETS[1:]])
    row = review.resolve(at(store, document, 1))
    with pytest.raises(ReviewRefused, match="reason"):
        review.waive(row, "  ")
    row = review.waive(row, "bureau in this treaty")
    assert row.unplaced == ()
    review.accept(row)
    [pair] = store.pairs.reviewed()
    waived = [t for t in pair.terms if t.status == "waived"]
    assert [(t.id, t.waiver.reason, t.waiver.reviewer) for t in waived if t.waiver] == [
        ("office", "bureau in this treaty", "salma")
    ]
    assert "bureau in this treaty" in [entry.reason for entry in store.history.of_document("a.txt")]


def test_a_waiver_outlives_an_edit_of_the_same_source(store: Store, review: Review) -> None:
    """Only the text has changed; what was waived stays waived."""
    document = put(store, targets=["The Alliance opened a bureau.", *TARGETS[1:]])
    row = review.waive(review.resolve(at(store, document, 1)), "bureau in this treaty")
    assert review.accept(row, "The Alliance has opened a bureau.").state is State.ACCEPTED


def test_an_empty_translation_is_not_accepted(store: Store, review: Review) -> None:
    """Nothing is not a translation."""
    document = put(store, targets=["", *TARGETS[1:]])
    with pytest.raises(ReviewRefused, match="no translation"):
        review.accept(at(store, document, 1))


def test_an_edit_is_a_persons_text_and_keeps_the_draft_beside_it(store: Store, review: Review) -> None:
    """State edited, origin person, machine as drafted."""
    document = put(store)
    row = review.edit(at(store, document, 3), "The delegation came home.")
    assert (row.state, row.origin, row.machine, row.score) == (State.EDITED, Origin.PERSON, TARGETS[2], None)
    assert review.edit(row, row.target) is row
    assert store.pairs.count() == 0


def test_a_rejected_segment_is_no_pair_and_no_longer_one(store: Store, review: Review) -> None:
    """Rejecting an accepted segment withdraws its pair; accepting it again brings the same id back."""
    document = put(store)
    accepted = review.accept(at(store, document, 3))
    rejected = review.reject(accepted, "wrong tense")
    assert (rejected.state, store.pairs.count()) == (State.REJECTED, 0)
    again = review.accept(rejected)
    assert again.pair_key == accepted.pair_key
    assert store.pairs.count() == 1


# ── ids and identical pairs ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_pairs_id_survives_an_edit(store: Store, review: Review) -> None:
    """While it is being edited it is not exported; accepted again it is the same pair with the new text."""
    document = put(store)
    accepted = review.accept(at(store, document, 3))
    edited = review.edit(accepted, "The delegation came home.")
    assert store.pairs.count() == 0
    review.accept(edited)
    [pair] = store.pairs.reviewed()
    assert (pair.id, pair.en, pair.machine) == (accepted.pair_key, "The delegation came home.", TARGETS[2])


def test_identical_pairs_are_stored_once_and_part_when_one_is_edited(store: Store, review: Review) -> None:
    """Two segments, one pair; the one that changes gets a pair of its own and the other keeps the id."""
    document = put(store, targets=[*TARGETS[:3], TARGETS[1]])
    one, other = review.accept(at(store, document, 2)), review.accept(at(store, document, 4))
    assert one.pair_key == other.pair_key
    assert store.pairs.count() == 1
    review.accept(at(store, document, 4), "The two ministers met.")
    pairs = {pair.en: pair.id for pair in store.pairs.reviewed()}
    assert pairs[TARGETS[1]] == one.pair_key
    assert set(pairs) == {TARGETS[1], "The two ministers met."}
    review.reject(at(store, document, 2))
    assert [pair.en for pair in store.pairs.reviewed()] == ["The two ministers met."]


# ── drafts and people ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_draft_never_covers_what_a_person_has_decided(store: Store, review: Review) -> None:
    """Accepted, edited and rejected texts stay; only the drafted one is replaced."""
    document = put(store)
    review.accept(at(store, document, 1))
    review.edit(at(store, document, 2), "mine")
    review.reject(at(store, document, 3))
    drafts = [Draft("a.txt", n, 1, Role.BODY, line, "machine", State.DRAFTED) for n, line in enumerate(LINES, 1)]
    assert store.put_drafts(drafts) == 1
    assert [row.target for row in store.segments.all_of(document)] == [TARGETS[0], "mine", TARGETS[2], "machine"]


def test_a_draft_for_a_sentence_that_has_moved_is_left_out(store: Store) -> None:
    """The number fits but the source does not."""
    document = put(store)
    assert store.put_drafts([Draft("a.txt", 1, 1, Role.BODY, "جملة أخرى", "other", State.DRAFTED)]) == 0
    assert at(store, document, 1).target == TARGETS[0]


def test_a_changed_term_makes_drafts_stale_and_only_tells_of_the_rest(store: Store, review: Review) -> None:
    """Edited and accepted texts keep state and text and get a finding."""
    document = put(store)
    review.accept(at(store, document, 1))
    review.edit(at(store, document, 2), "mine")
    ids = [row.id for row in store.segments.all_of(document)]
    assert store.mark_stale(ids, "term changed: nato") == 4
    assert store.mark_stale(ids, "term changed: nato") == 0
    states = [row.state for row in store.segments.all_of(document)]
    assert states == [State.ACCEPTED, State.EDITED, State.STALE, State.STALE]
    for row in store.segments.window(document, 1, 2):
        assert [(f.check, f.message) for f in row.findings][-1] == ("term", "term changed: nato")


# ── two desks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_desks_never_overwrite_each_other(store: Store, examiner: Examiner, tmp_path: Path) -> None:
    """The second to decide on what it has not seen is told so, and can decide on what is there now."""
    document = put(store)
    with Store.open(store.path) as second:
        here, there = Review(store, examiner, "salma"), Review(second, examiner, "omar")
        seen_here, seen_there = at(store, document, 3), at(second, document, 3)
        here.edit(seen_here, "The delegation came home.")
        for decide in (there.accept, there.reject, lambda row: there.edit(row, "x"), there.flag):
            with pytest.raises(Conflict, match="somebody else"):
                decide(seen_there)
        assert there.accept(at(second, document, 3)).target == "The delegation came home."


def test_undo_belongs_to_who_decided(store: Store, examiner: Examiner) -> None:
    """One reviewer's undo leaves the other's decisions alone; two named desks of one reviewer are two."""
    document = put(store)
    salma, omar = Review(store, examiner, "salma"), Review(store, examiner, "omar")
    left, right = Review(store, examiner, "noor", desk="left"), Review(store, examiner, "noor", desk="right")
    salma.accept(at(store, document, 2))
    omar.reject(at(store, document, 3))
    left.flag(at(store, document, 4))
    assert salma.undo(document).segment == 2
    with pytest.raises(ReviewRefused, match="nothing"):
        salma.undo(document)
    with pytest.raises(ReviewRefused, match="nothing"):
        right.undo(document)
    assert left.undo(document).reason == "flag"
    assert at(store, document, 3).state is State.REJECTED


def test_undo_refuses_where_somebody_else_has_been_since(store: Store, examiner: Examiner) -> None:
    """It would throw their decision away."""
    document = put(store)
    salma, omar = Review(store, examiner, "salma"), Review(store, examiner, "omar")
    salma.edit(at(store, document, 3), "mine")
    omar.edit(at(store, document, 3), "his")
    with pytest.raises(Conflict):
        salma.undo(document)
    assert at(store, document, 3).target == "his"


# ── back and forth ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_undo_and_redo_outlive_a_restart(store: Store, examiner: Examiner) -> None:
    """Another process, the same person: the decision is taken back and done again."""
    document = put(store)
    Review(store, examiner, "salma").accept(at(store, document, 3))
    [pair] = store.pairs.reviewed()
    store.close()
    with Store.open(store.path) as later:
        review = Review(later, examiner, "salma")
        assert review.undo(document).kind == "undo"
        assert (at(later, document, 3).state, later.pairs.count()) == (State.DRAFTED, 0)
    with Store.open(store.path) as later:
        assert Review(later, examiner, "salma").redo(document).kind == "redo"
        assert list(later.pairs.reviewed()) == [pair]
        kinds = [entry.kind for entry in later.history.of_document("a.txt")]
    assert kinds == ["accept", "undo", "redo"]


def test_a_new_decision_ends_redo(store: Store, review: Review) -> None:
    """What was undone before it stays undone."""
    document = put(store)
    review.edit(at(store, document, 3), "first")
    review.undo(document)
    review.edit(at(store, document, 3), "second")
    with pytest.raises(ReviewRefused, match="nothing to redo"):
        review.redo(document)
    review.undo(document)
    review.redo(document)
    assert at(store, document, 3).target == "second"
    with pytest.raises(ReviewRefused):
        review.redo(document)


def snapshot(store: Store, document: int) -> object:
    """Everything a person sees of a document, and the pairs that count."""
    rows = [
        (r.number, r.id, r.source, r.target, r.state, r.origin, r.flagged, r.note, r.waivers, r.span, r.terms)
        for r in store.segments.all_of(document)
    ]
    pairs = sorted((p.ar, p.en, p.reviewer, p.segment) for p in store.pairs.reviewed())
    return rows, pairs


STEPS = ("accept", "edit", "reject", "flag", "note", "copy", "split", "merge", "propagate", "waive")


def take(review: Review, document: int, step: str, number: int, text: str) -> None:
    """One decision, if the rules allow it there."""
    store = review.store
    row = at(store, document, 1 + number % store.segments.count(document))
    match step:
        case "accept":
            review.accept(row)
        case "edit":
            review.edit(row, text)
        case "reject":
            review.reject(row, text)
        case "flag":
            review.flag(row)
        case "note":
            review.note(row, text)
        case "copy":
            review.copy_source(row)
        case "split":
            review.split(row, 1 + number % len(row.source), number % (1 + len(row.target)))
        case "merge":
            following = store.segments.at(document, row.number + 1)
            if following is not None:
                review.merge(row, following)
        case "propagate":
            if chosen := review.propagation(row):
                review.propagate(row, chosen)
        case _:
            review.waive(row, text)


@given(
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 40), st.sampled_from(["They met.", "Alliance", "x y z", "N"])),
        max_size=14,
    )
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_everything_gives_the_beginning_and_redoing_it_the_end(
    tmp_path_factory: pytest.TempPathFactory, examiner: Examiner, steps: list[tuple[str, int, str]]
) -> None:
    """Any walk of decisions, splits and merges among them, there and back and there again."""
    with Store.open(tmp_path_factory.mktemp("walk") / "store.sqlite3") as store:
        document = put(store)
        review = Review(store, examiner, "salma")
        beginning = snapshot(store, document)
        for step, number, text in steps:
            try:
                take(review, document, step, number, text)
            except ReviewRefused:
                continue
        end = snapshot(store, document)
        rows = list(store.segments.all_of(document))
        summary = store.documents.summary(document)
        assert dict(summary.states) == Counter(row.state for row in rows)
        assert (summary.flagged, summary.words) == (
            sum(row.flagged for row in rows),
            sum(len(row.source.split()) for row in rows),
        )
        undone = 0
        while True:
            try:
                review.undo(document)
            except ReviewRefused:
                break
            undone += 1
        assert snapshot(store, document) == beginning
        for _ in range(undone):
            review.redo(document)
        assert snapshot(store, document) == end


# ── shape ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_split_points_at_the_same_letters_and_a_merge_puts_them_back(store: Store, review: Review) -> None:
    """Spans of the parts are spans of the block; merged, the source is as it was read, and so is the next reading."""
    document = put(store)
    block = store.documents.document(document).blocks[0].text
    first, second = review.split(at(store, document, 1), len("افتتح الحلف"), len("The Alliance"))
    assert (first.source, second.source) == ("افتتح الحلف", "مكتب اتصال.")
    assert (first.target, second.target) == ("The Alliance", "opened a liaison office.")
    assert all(block[row.span[0] : row.span[1]] == row.source for row in (first, second))
    assert [row.number for row in store.segments.all_of(document)] == [1, 2, 3, 4, 5]
    assert [t.id for t in first.terms] == ["nato"]
    put(store)
    assert [row.source for row in store.segments.window(document, 1, 2)] == [first.source, second.source]
    merged = review.merge(*store.segments.window(document, 1, 2))
    assert (merged.source, merged.target, merged.span) == (LINES[0], TARGETS[0], (0, len(LINES[0])))


def test_a_merged_segment_stays_merged_when_the_document_is_read_again(store: Store, review: Review) -> None:
    """Its two sentences are found again together; if one of them changes, both are read anew."""
    document = put(store)
    merged = review.accept(review.merge(*store.segments.window(document, 2, 3)))
    assert merged.source == f"{LINES[1]} {LINES[2]}"
    put(store, ["سطر جديد.", *LINES], ["", *TARGETS])
    kept = at(store, document, 3)
    assert (kept.id, kept.source, kept.state) == (merged.id, merged.source, State.ACCEPTED)
    assert kept.span == (merged.span[0] + len("سطر جديد. "), merged.span[1] + len("سطر جديد. "))
    put(store, [LINES[0], LINES[1], "عاد الوفد أمس.", LINES[3]], ["", "", "", ""])
    sources = [row.source for row in store.segments.all_of(document)]
    assert sources == [LINES[0], LINES[1], "عاد الوفد أمس.", LINES[3]]
    assert [(p.ar, p.en) for p in store.pairs.reviewed()] == [(merged.source, merged.target)]


def test_what_cannot_be_split_or_merged_is_said(store: Store, review: Review) -> None:
    """No text on one side, no neighbour."""
    document = put(store)
    with pytest.raises(ReviewRefused, match="both sides"):
        review.split(at(store, document, 1), 0)
    with pytest.raises(ReviewRefused, match="neighbours"):
        review.merge(at(store, document, 1), at(store, document, 3))


# ── repetitions, memory ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_repetition_takes_the_accepted_text_after_a_preview(store: Store, review: Review) -> None:
    """One decision, one undo; the identical pair is stored once."""
    document = put(store)
    accepted = review.accept(at(store, document, 2))
    preview = review.propagation(accepted)
    assert [(row.number, row.target) for row in preview] == [(4, "They met.")]
    [changed] = review.propagate(accepted, preview)
    assert (changed.number, changed.target, changed.state) == (4, TARGETS[1], State.ACCEPTED)
    assert store.pairs.count() == 1
    review.undo(document)
    assert (at(store, document, 4).target, at(store, document, 4).state) == ("They met.", State.DRAFTED)
    assert review.propagation(accepted) == [at(store, document, 4)]


def test_repetitions_in_other_documents_are_offered_when_asked_for(store: Store, review: Review) -> None:
    """Each document has its own decision, so each has its own undo."""
    document, other = put(store), put(store, name="b.txt")
    accepted = review.accept(at(store, document, 2))
    preview = review.propagation(accepted, everywhere=True)
    assert [(row.document, row.number) for row in preview] == [("a.txt", 4), ("b.txt", 2), ("b.txt", 4)]
    review.propagate(accepted, preview)
    assert review.undo(other).reason == "propagate"
    assert at(store, document, 4).state is State.ACCEPTED
    assert at(store, other, 4).state is State.DRAFTED


def test_a_memory_match_is_taken_as_the_text(store: Store, review: Review) -> None:
    """It is a person's choice: edited, and its origin and percentage are kept."""
    document = put(store)
    review.accept(at(store, document, 2))
    [match] = recall(LINES[3], store.pairs, before=LINES[2])
    assert match.percent == 100
    row = review.take_match(at(store, document, 4), match)
    assert (row.target, row.state, row.origin, row.score) == (TARGETS[1], State.EDITED, Origin.MEMORY, 100.0)
    assert isinstance(match, Match)


# ── beads ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def beads(store: Store) -> int:
    rows = [
        NewBead(LINES[0], TARGETS[0], (1,), (1,), 0.9),
        NewBead(f"{LINES[1]} {LINES[2]}", f"{TARGETS[1]} {TARGETS[2]}", (2, 3), (2, 3), 0.4, suspicious=True),
        NewBead(LINES[3], "", (4,), ()),
    ]
    return store.documents.put_alignment("a.txt", "b.txt", rows).document_id


def test_beads_are_accepted_with_both_documents_in_the_pair(store: Store, review: Review) -> None:
    """A bead with one side only can be decided on, and is no pair."""
    document = beads(store)
    for number in (1, 2, 3):
        review.accept(at(store, document, number))
    pairs = list(store.pairs.reviewed())
    assert [(p.source_segments, p.target_segments) for p in pairs] == [((1,), (1,)), ((2, 3), (2, 3))]
    assert {(p.document, p.target_document, p.origin) for p in pairs} == {("a.txt", "b.txt", Origin.ALIGNER)}


def test_realigning_leaves_decided_beads_alone(store: Store, review: Review) -> None:
    """The accepted bead stays; new beads that share a sentence with it are left out; the rest is new."""
    document = beads(store)
    accepted = review.accept(at(store, document, 1))
    rows = [
        NewBead(f"{LINES[0]} {LINES[1]}", "x", (1, 2), (1, 2), 0.3),
        NewBead(LINES[1], TARGETS[1], (2,), (2,), 0.8),
        NewBead(LINES[2], TARGETS[2], (3,), (3,), 0.8),
        NewBead(LINES[3], "They met.", (4,), (4,), 0.7),
    ]
    report = store.documents.put_alignment("a.txt", "b.txt", rows)
    assert (report.document_id, report.kept, report.new) == (document, 1, 3)
    assert [row.source_segments for row in store.segments.all_of(document)] == [(1,), (2,), (3,), (4,)]
    assert at(store, document, 1).pair_key == accepted.pair_key


def test_beads_are_put_in_the_place_of_others_and_back(store: Store, review: Review) -> None:
    """Split on the alignment screen: two for one, judged under the glossary, undone as one decision."""
    document = beads(store)
    before = snapshot(store, document)
    made = review.replace_beads(
        "split",
        [at(store, document, 2)],
        [NewBead(LINES[1], TARGETS[1], (2,), (2,)), NewBead(LINES[2], TARGETS[2], (3,), (3,))],
    )
    assert [row.number for row in made] == [2, 3]
    assert [row.source_segments for row in store.segments.all_of(document)] == [(1,), (2,), (3,), (4,)]
    review.undo(document)
    assert snapshot(store, document) == before


# ── forgetting ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_forgotten_document_leaves_no_text_in_the_file(store: Store, review: Review) -> None:
    """Not in segments, pairs, history, index or free pages; what stays is that it was there and who decided."""
    document = put(store, ["زرافة في الحديقة."], ["A giraffe is in the garden."])
    put(store, name="kept.txt")
    row = review.edit(at(store, document, 1), "A giraffe stands in the zebrapark.")
    review.note(row, "ask the quokka keeper")
    store.segments.keep_typing(row.id, "salma", "A girafx")
    review.accept(at(store, document, 1))
    secret = ["giraf", "zebrapark", "quokka", "زرافة"]
    assert store.documents.forget("a.txt", reviewer="salma") == (1, 1)
    store.close()
    files = [path.read_bytes() for path in store.path.parent.iterdir()]
    for word in secret:
        assert not any(word.encode() in content.lower() for content in files), word
    with Store.open(store.path) as later:
        kinds = [(entry.kind, entry.reviewer) for entry in later.history.of_document("a.txt")]
        assert kinds == [("edit", "salma"), ("note", "salma"), ("accept", "salma"), ("forget", "salma")]
        [gone] = [one for one in later.documents.list() if one.name == "a.txt"]
        assert (gone.segments, bool(gone.forgotten_at)) == (0, True)
        assert later.documents.find("a.txt") is None
        assert later.segments.count(later.documents.find("kept.txt") or 0) == 4


def test_a_pair_that_another_document_holds_stays_with_it(store: Store, review: Review) -> None:
    """Forgetting one of two documents hands the shared pair to the other."""
    one, other = put(store), put(store, name="b.txt")
    key = review.accept(at(store, one, 3)).pair_key
    assert review.accept(at(store, other, 3)).pair_key == key
    store.documents.forget("a.txt", reviewer="salma")
    [pair] = store.pairs.reviewed()
    assert (pair.id, pair.document, pair.segment) == (key, "b.txt", 3)
    store.documents.forget("b.txt", reviewer="salma")
    assert store.pairs.standings() == {}


def test_an_imported_pair_that_a_document_holds_outlives_its_file(store: Store, review: Review) -> None:
    """The file is forgotten; the segment was accepted with the same texts, so the pair is the segment's now."""
    document = put(store)
    with store.transaction():
        pair = Pair("", LINES[2], TARGETS[2], "memory.tmx", 9, machine="from the file")
        store.pairs.put(store.database.connection(), Arrival(pair))
        store.pairs.put(store.database.connection(), Arrival(replace(pair, en="other")))
    review.accept(at(store, document, 3))
    assert [one.document for one in store.pairs.reviewed(document="a.txt")] == ["memory.tmx"]
    assert store.documents.forget("memory.tmx", reviewer="salma") == (0, 1)
    [kept] = store.pairs.reviewed()
    assert (kept.document, kept.segment, kept.en, kept.machine) == ("a.txt", 3, TARGETS[2], TARGETS[2])


def test_forgetting_says_when_somebody_still_reads(store: Store, examiner: Examiner) -> None:
    """The old pages are in the log as long as they are being read; said, and done by the second call."""
    put(store)
    with Store.open(store.path, busy_seconds=0.1) as impatient:
        reader = store.database.connection()
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM segments").fetchone()
        with pytest.raises(StoreError, match="still reads"):
            impatient.documents.forget("a.txt", reviewer="salma")
        reader.execute("COMMIT")
        impatient.documents.forget("a.txt", reviewer="salma")
    assert store.path.with_name("store.sqlite3-wal").stat().st_size == 0


def test_beads_that_break_a_term_are_recalled_until_they_are_turned_down(
    store: Store, review: Review, examiner: Examiner
) -> None:
    """Kept and recalled, not exported; aligned again without them, they are forgotten."""
    wrong = "NATO opened an office."
    seen = examiner.examine(LINES[0], wrong)
    bead = NewBead(LINES[0], wrong, (1,), (1,), 0.9, terms=seen.terms, findings=seen.findings)
    doubtful = NewBead(LINES[2], TARGETS[2], (3,), (3,), 0.2, suspicious=True)
    document = store.documents.put_alignment("a.txt", "b.txt", [bead, doubtful]).document_id
    row = at(store, document, 1)
    assert "term" in [finding.check for finding in row.findings]
    assert (store.pairs.count(), store.pairs.standings()) == (0, {"recalled": 1})
    assert [match.pair.en for match in recall(LINES[0], store.pairs)] == [wrong]
    with pytest.raises(ReviewRefused):
        review.accept(row)
    review.reject(row)
    assert recall(LINES[0], store.pairs) == []
    review.undo(document)
    assert [match.pair.en for match in recall(LINES[0], store.pairs)] == [wrong]
    key = at(store, document, 1).pair_key
    accepted = review.accept(review.waive(at(store, document, 1), "as the annex has it"))
    assert (accepted.pair_key, store.pairs.standings()) == (key, {"accepted": 1})
    review.undo(document)
    review.undo(document)
    store.documents.put_alignment("a.txt", "b.txt", [doubtful])
    assert store.pairs.standings() == {}
