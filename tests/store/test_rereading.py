"""A document that is read again keeps what a person has done, as far as its sentences are still there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muqabala.store import Edit, Store
from muqabala.store.reread import changed_in_gap, same_in_order
from muqabala.values import Draft, Role, State

Reading = Callable[..., Any]


def longest_common(old: list[str], new: list[str]) -> int:
    """The textbook table, for comparison."""
    row = [0] * (len(new) + 1)
    for a in old:
        before = 0
        for j, b in enumerate(new, start=1):
            before, row[j] = row[j], before + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]


@given(st.lists(st.sampled_from("abcdefgh"), max_size=25), st.lists(st.sampled_from("abcdefgh"), max_size=25))
@settings(max_examples=300, deadline=None)
def test_what_is_found_again_is_equal_and_in_order(old: list[str], new: list[str]) -> None:
    """Whatever the texts: pairs of equal sentences, increasing on both sides."""
    found = same_in_order(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


@given(st.permutations(range(14)), st.sets(st.integers(0, 13)), st.lists(st.integers(20, 30), max_size=4))
@settings(max_examples=200, deadline=None)
def test_with_sentences_that_differ_as_many_are_found_as_there_are(
    order: list[int], gone: set[int], added: list[int]
) -> None:
    """Sentences that occur once each: the longest common run, no less."""
    old = [str(n) for n in range(14)]
    new = [str(n) for n in order if n not in gone] + [str(n) for n in dict.fromkeys(added)]
    assert len(same_in_order(old, new)) == longest_common(old, new)


def test_long_documents_with_repeated_sentences_are_compared_quickly() -> None:
    """Every sentence twice, one inserted at each end: all are found again."""
    old = [f"sentence {n // 2 % 2000}" for n in range(8000)]
    new = ["first", *old, "last"]
    found = same_in_order(old, new)
    assert len(found) > 7900


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["a", "b"], ["x", "y"], [(0, 0), (1, 1)]),
        (["the minister arrived today"], ["nothing alike", "the minister arrived yesterday"], [(0, 1)]),
        (["one", "the second sentence"], ["the second sentences"], [(1, 0)]),
        ([], ["a"], []),
    ],
)
def test_changed_sentences_are_paired_with_what_they_were(
    old: list[str], new: list[str], expected: list[tuple[int, int]]
) -> None:
    """In a gap of equal length one by one, else the likest."""
    assert changed_in_gap(old, new) == expected


def draft(store: Store, document: str, number: int, source: str, target: str) -> None:
    assert store.put_drafts([Draft(document, number, number, Role.BODY, source, target, State.DRAFTED)]) == 1


LINES = ["وصل الوزير إلى طوكيو.", "عقد اجتماعا مع نظيره.", "قال إن المحادثات مثمرة.", "عاد مساء الأحد."]


def test_the_same_bytes_change_nothing(store: Store, reading: Reading) -> None:
    """A second run over an unchanged file finds every segment as it was."""
    first = store.put_document(*reading(LINES))
    draft(store, "seeds/a.txt", 2, LINES[1], "He held a meeting with his counterpart.")
    before = list(store.segments.all_of(first.document_id))
    again = store.put_document(*reading(LINES))
    assert (again.kept, again.new, again.changed, again.vanished) == (4, 0, 0, 0)
    assert list(store.segments.all_of(first.document_id)) == before


def test_texts_states_notes_and_pairs_stay_with_their_sentences(store: Store, reading: Reading) -> None:
    """A line before and a line gone: numbers move, everything else stays, and the pair names its new number."""
    document = store.put_document(*reading(LINES)).document_id
    draft(store, "seeds/a.txt", 3, LINES[2], "He said the talks were fruitful.")
    row = store.segments.at(document, 3)
    assert row is not None
    store.segments.decide("note", [Edit(row.id, {"note": "check the name", "flagged": True})], reviewer="r")
    store.segments.decide("accept", [Edit(row.id, {"state": State.ACCEPTED})], reviewer="r")
    report = store.put_document(*reading(["عنوان جديد", *LINES[1:]]))
    assert (report.kept, report.changed, report.new, report.vanished) == (3, 1, 0, 0)
    report = store.put_document(*reading(["سطر", "عنوان جديد", *LINES[2:]]))
    moved = store.segments.at(document, 3)
    assert moved is not None
    assert (moved.id, moved.source, moved.target) == (row.id, LINES[2], "He said the talks were fruitful.")
    assert (moved.state, moved.note, moved.flagged) == (State.ACCEPTED, "check the name", True)
    report = store.put_document(*reading([*LINES[2:]]))
    [pair] = store.pairs.reviewed()
    assert (pair.segment, pair.id) == (1, moved.pair_key)


def test_a_changed_sentence_is_new_and_offers_its_old_text_first(store: Store, reading: Reading) -> None:
    """Its accepted pair stays a pair, and the history tells what became of it."""
    document = store.put_document(*reading(LINES)).document_id
    draft(store, "seeds/a.txt", 4, LINES[3], "He returned on Sunday evening.")
    row = store.segments.at(document, 4)
    assert row is not None
    store.segments.decide("accept", [Edit(row.id, {"state": State.ACCEPTED})], reviewer="r")
    report = store.put_document(*reading([*LINES[:3], "عاد مساء الاثنين."]))
    assert report.changed == 1
    changed = store.segments.at(document, 4)
    assert changed is not None
    assert (changed.state, changed.target, changed.pair_key) == (State.NEW, "", None)
    assert changed.previous is not None
    assert (changed.previous.source, changed.previous.target) == (LINES[3], "He returned on Sunday evening.")
    assert [(p.ar, p.en) for p in store.pairs.reviewed()] == [(LINES[3], "He returned on Sunday evening.")]
    kinds = [entry.kind for entry in store.history.of_segment(changed.id)]
    assert kinds == ["accept", "changed"]


def test_a_vanished_sentence_stays_in_the_history(store: Store, reading: Reading) -> None:
    """With its text; and it can be found by the number it had."""
    document = store.put_document(*reading(LINES)).document_id
    draft(store, "seeds/a.txt", 2, LINES[1], "He held a meeting.")
    report = store.put_document(*reading([LINES[0], *LINES[2:]]))
    assert report.vanished == 1
    assert store.segments.count(document) == 3
    gone = [entry for entry in store.history.of_document("seeds/a.txt") if entry.kind == "vanished"]
    assert [(entry.segment, entry.before) for entry in gone] == [(2, "He held a meeting.")]


def test_the_document_is_kept_with_its_bytes(store: Store, reading: Reading) -> None:
    """Write-back works when the file has gone."""
    document, raw, segments = reading(LINES)
    number = store.put_document(document, raw, segments).document_id
    assert store.documents.raw(number) == raw
    assert store.documents.document(number) == document
    assert list(store.documents.stored_segments(number)) == segments


def test_restored_lines_are_remembered(store: Store, reading: Reading) -> None:
    """By number and text."""
    store.documents.keep_lines("seeds/a.txt", [(7, "تابع القراءة"), (3, "ص")])
    store.documents.keep_lines("seeds/a.txt", [(7, "تابع")])
    assert store.documents.kept_lines("seeds/a.txt") == {3: "ص", 7: "تابع"}
    assert store.documents.kept_lines("other") == {}


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_again_and_again_never_loses_count(
    reading: Reading, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever changes: numbers run from 1 without gaps, sources are those of the file, nothing accepted is lost."""
    words = st.lists(st.sampled_from(["أ", "ب", "ج", "د", "ه", "و"]), min_size=1, max_size=8)
    with Store.open(tmp_path_factory.mktemp("s") / "store.sqlite3") as store:
        document = store.put_document(*reading(data.draw(words))).document_id
        accepted = set()
        for _ in range(3):
            for row in list(store.segments.all_of(document)):
                if data.draw(st.booleans()):
                    fields = {"target": f"T {row.source}", "state": State.ACCEPTED}
                    store.segments.decide("accept", [Edit(row.id, fields, row.version)], reviewer="r")
                    accepted.add((row.source, f"T {row.source}"))
            lines = data.draw(words)
            report = store.put_document(*reading(lines))
            rows = list(store.segments.all_of(document))
            assert [row.number for row in rows] == list(range(1, len(lines) + 1))
            assert [row.source for row in rows] == lines
            assert report.total == len(lines) == report.kept + report.changed + report.new
            assert {(p.ar, p.en) for p in store.pairs.reviewed()} == accepted
