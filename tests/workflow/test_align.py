"""Beads in a real store: stored in order, mended by hand, aligned again, taken back byte for byte."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muqabala.errors import InputError, ReviewRefused, UsageError
from muqabala.store import Edit, Store, StoredSegment
from muqabala.values import Block, Document, Role, Segment, State
from muqabala.workflow import beads as desk_work
from muqabala.workflow.align import (
    AlignOptions,
    align_sentences,
    check_sides,
    heading_anchors,
    store_beads,
    with_texts,
)
from muqabala.workflow.examine import Examiner
from muqabala.workflow.review import Review

AR = [
    "وصل الوزير إلى القاهرة صباح الأحد في زيارة تستغرق يومين.",
    "والتقى نظيره المصري في مقر وزارة الخارجية.",
    "وبحث الجانبان التعاون العسكري والأمن البحري في البحر الأحمر.",
    "ووقعا اتفاقية لتدريب 300 ضابط خلال عام 2024.",
    "وأعرب الوزير عن شكره للمعلمين في المدارس الجديدة.",
    "ويغادر الوزير العاصمة المصرية مساء الاثنين.",
]
EN = [
    "The minister arrived in Cairo on Sunday morning for a two-day visit.",
    "He met his Egyptian counterpart at the Foreign Ministry.",
    "The two sides discussed military cooperation and maritime security in the Red Sea.",
    "They signed an agreement to train 300 officers during 2024.",
    "The minister thanked the teachers in the new schools.",
    "The minister leaves the Egyptian capital on Monday evening.",
]


def put(store: Store, name: str, sentences: Sequence[str], language: str) -> None:
    blocks = tuple(Block(text, Role.BODY, {}, k) for k, text in enumerate(sentences))
    segments = [Segment(name, k + 1, k + 1, Role.BODY, text, k, (0, len(text))) for k, text in enumerate(sentences)]
    document = Document(name, "plain", language, "utf-8", blocks)  # type: ignore[arg-type]
    store.put_document(document, "\n".join(sentences).encode(), segments)


def aligned(store: Store, arabic: Sequence[str] = AR, english: Sequence[str] = EN) -> int:
    """Both documents and their beads in the store; the id of the alignment."""
    put(store, "a.txt", arabic, "ar")
    put(store, "a.en.txt", english, "en")
    beads = with_texts(align_sentences(arabic, english, AlignOptions()), arabic, english)
    store_beads(store, "a.txt", "a.en.txt", beads, Examiner(None))
    found = store.documents.find("a.txt", kind="alignment", target="a.en.txt")
    assert found is not None
    return found


def links(store: Store, document: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(row.source_segments, row.target_segments) for row in store.segments.all_of(document)]


def rows(store: Store, document: int) -> list[StoredSegment]:
    return list(store.segments.all_of(document))


def assert_whole(store: Store, document: int, arabic: int, english: int) -> None:
    """Every sentence in exactly one bead, both documents in order, beads numbered from 1."""
    found = links(store, document)
    assert [n for source, _ in found for n in source] == list(range(1, arabic + 1))
    assert [n for _, target in found for n in target] == list(range(1, english + 1))
    assert [row.number for row in store.segments.all_of(document)] == list(range(1, len(found) + 1))


# ── what aligning asks and refuses ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arabic", "english", "named"),
    [([], EN, "a.txt"), ([" ", ""], EN, "a.txt"), (AR, [], "a.en.txt"), (EN, AR, "a.txt"), (AR, AR, "a.en.txt")],
)
def test_wrong_sides_are_refused(arabic: list[str], english: list[str], named: str) -> None:
    """Empty, swapped or one-language input is named, and nothing is aligned."""
    with pytest.raises(InputError, match=re.escape(named)):
        check_sides(arabic, english, "a.txt", "a.en.txt")


def test_boundaries_are_hard() -> None:
    """Lines that match are paired in order, and nothing crosses them."""
    arabic = ["الفصل الأول", *AR[:3], "الفصل الثاني", *AR[3:]]
    english = ["Chapter 1", *EN[:2], "Chapter 2", *EN[2:]]
    pattern = re.compile(r"^(الفصل|Chapter)")
    beads = align_sentences(arabic, english, AlignOptions(boundary=pattern))
    assert (4, 3) in {(bead.arabic[0], bead.english[0]) for bead in beads}
    assert not any(bead.arabic[0] < 4 < bead.arabic[1] or bead.english[0] < 3 < bead.english[1] for bead in beads)


def test_unequal_boundaries_are_refused() -> None:
    """Boundaries that cannot be paired are counted out loud."""
    with pytest.raises(InputError, match="matches 1 Arabic and 0 English"):
        align_sentences(["الفصل الأول", *AR], EN, AlignOptions(boundary=re.compile("^(الفصل|Chapter)")))


def test_crossing_anchors_are_refused() -> None:
    """The message names the anchors."""
    with pytest.raises(InputError, match="cross"):
        align_sentences(AR, EN, AlignOptions(anchors=((1, 2), (2, 1))))


def test_comparable_takes_no_anchors() -> None:
    """Anchors order what comparable articles leave without order."""
    with pytest.raises(UsageError):
        align_sentences(AR, EN, AlignOptions(comparable=True, anchors=((1, 1),)))


def test_headings_are_boundaries_where_both_sides_have_as_many() -> None:
    """As many headings on both sides are paired; otherwise none."""

    def segments(roles: Sequence[Role]) -> list[Segment]:
        return [Segment("d", k + 1, k + 1, role, "x", k, (0, 1)) for k, role in enumerate(roles)]

    one, two = segments([Role.HEADING, Role.BODY, Role.HEADING]), segments([Role.BODY, Role.HEADING, Role.HEADING])
    assert heading_anchors(one, two) == [(0, 1), (2, 2)]
    assert heading_anchors(one, two[:2]) == []


def test_doubt_is_marked() -> None:
    """A sentence against another that says something else is suspicious; a plain translation is not."""
    beads = with_texts(align_sentences(AR, EN, AlignOptions()), AR, EN)
    assert not any(bead.suspicious for bead in beads)
    for at in range(len(AR)):
        wrong = [*AR[:at], "الطقس جميل اليوم وتباع البرتقالات في كل سوق.", *AR[at + 1 :]]
        beads = with_texts(align_sentences(wrong, EN, AlignOptions()), wrong, EN)
        assert {k for bead in beads if bead.suspicious for k in bead.arabic} == {at}


# ── in the store ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_block_that_only_one_side_has_keeps_its_place(tmp_path: Path) -> None:
    """English sentences nobody has in Arabic stand where the aligner put them, also when aligned again."""
    extra = [f"The weather in city number {k} was calm and nobody said anything about it." for k in range(20)]
    with Store.open(tmp_path / "store.sqlite3") as store:
        document = aligned(store, AR, [*extra, *EN])
        assert_whole(store, document, 6, 26)
        review = Review(store, Examiner(None), "nadia")
        review.accept(rows(store, document)[-2])
        assert aligned(store, AR, [*extra, *EN]) == document
        assert_whole(store, document, 6, 26)


def test_realign_leaves_decided_beads_alone(tmp_path: Path) -> None:
    """Each gap between decided beads is aligned by itself; what is wrong on the far side of a wall stays there."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        document = aligned(store)
        review = Review(store, Examiner(None), "nadia")
        first, second = rows(store, document)[:2]
        review.replace_beads("move", [first, second], desk_work.moved(store, first, second, up=True))
        wall = rows(store, document)[2]
        review.accept(wall)
        review.edit(rows(store, document)[4], "The minister thanked all the teachers.")
        before = {row.number: row for row in rows(store, document) if row.state in desk_work.DECIDED}
        assert desk_work.realigned(store, document, 4) == []
        changes = desk_work.realigned(store, document)
        assert [[row.number for row in old] for old, _ in changes] == [[1, 2]]
        for old, new in reversed(changes):
            review.replace_beads("realign", old, new)
        assert links(store, document) == [((k,), (k,)) for k in range(1, 7)]
        assert {row.number: row for row in rows(store, document) if row.state in desk_work.DECIDED} == before


def test_a_rewritten_side_loses_no_number(tmp_path: Path) -> None:
    """Two English sentences that a person made one still count as both."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        document = aligned(store)
        review = Review(store, Examiner(None), "nadia")
        pair = rows(store, document)[:2]
        (bead,) = review.replace_beads("merge", pair, desk_work.merged(store, pair))
        bead = review.edit(bead, "He came to Cairo and met his counterpart")
        third = store.segments.at(document, 2)
        assert third is not None
        review.replace_beads("merge", [bead, third], desk_work.merged(store, [bead, third]))
        assert_whole(store, document, 6, 6)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "accept",
                "edit",
                "clear",
                "reject",
                "merge",
                "link",
                "split",
                "up",
                "down",
                "realign",
                "flag",
                "undo",
                "redo",
            ]
        ),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=14,
)


class Bench:
    """One person at the alignment, doing what the screen's keys do."""

    def __init__(self, store: Store, document: int) -> None:
        self.store, self.document = store, document
        self.review = Review(store, Examiner(None), "nadia")

    def do(self, step: str, where: int, how: int) -> int:
        """One step; how many decisions it wrote."""
        found = rows(self.store, self.document)
        at = where % len(found)
        bead, after = found[at], found[at + 1 : at + 2]
        if step == "accept":
            self.review.accept(bead)
        elif step == "edit":
            return int(
                self.review.edit(bead, ["One text.", "One. Two. Three.", bead.target + " More."][how % 3]) != bead
            )
        elif step == "clear":
            edits = [Edit(bead.id, {"state": State.DRAFTED, "flagged": False}, bead.version)]
            self.store.segments.decide("clear", edits, reviewer="nadia")
        elif step == "reject":
            self.review.reject(bead)
        elif step == "flag":
            self.review.flag(bead)
        elif step == "split":
            parts = desk_work.sides(self.store, bead)
            places = desk_work.cuts(parts)
            if not places:
                return 0
            self.review.replace_beads("split", [bead], desk_work.split(bead, parts, places[how % len(places)]))
        elif step == "realign":
            changes = desk_work.realigned(self.store, self.document, at + 1)
            for old, new in reversed(changes):
                self.review.replace_beads("realign", old, new)
            return len(changes)
        elif after and step in ("merge", "link"):
            chosen = found[at : at + 2 + (how % 3 if step == "link" else 0)]
            self.review.replace_beads(step, chosen, desk_work.merged(self.store, chosen))
        elif after and step in ("up", "down"):
            self.review.replace_beads(
                "move", [bead, *after], desk_work.moved(self.store, bead, after[0], up=step == "up")
            )
        else:
            return 0
        return 1

    def image(self) -> list[tuple[object, ...]]:
        """Everything a person can see of every bead."""
        return [
            (row.id, row.number, row.source, row.target, row.state, row.origin, row.score, row.suspicious, row.flagged,
             row.source_segments, row.target_segments, row.terms, row.findings, row.machine, row.paragraph)
            for row in rows(self.store, self.document)
        ]  # fmt: skip


@given(steps=STEPS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_person_does(steps: list[tuple[str, int, int]]) -> None:
    """Each sentence stays in exactly one bead and in order; undo restores every bead byte for byte, and redo too."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite3") as store:
        bench = Bench(store, aligned(store))
        for step, where, how in steps:
            before = bench.image()
            try:
                if step == "undo":
                    bench.review.undo(bench.document)
                elif step == "redo":
                    bench.review.redo(bench.document)
                else:
                    written = bench.do(step, where, how)
                    after = bench.image()
                    # A decision that changes nothing is not written down.
                    written = written if after != before else 0
                    for _ in range(written):
                        bench.review.undo(bench.document)
                    assert bench.image() == before
                    for _ in range(written):
                        bench.review.redo(bench.document)
                    assert bench.image() == after
            except ReviewRefused:
                assert bench.image() == before
            assert_whole(store, bench.document, 6, 6)
