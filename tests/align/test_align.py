"""What must hold for every alignment, and what is found in documents whose links are known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.align import Bead, Lexicon, align
from muqabala.align import coarse as coarse_module
from muqabala.evaluate.alignment import Link, score_alignment
from muqabala.evaluate.made import Made, made_documents

ARABIC = [
    "وصل الوزير إلى القاهرة صباح الأحد في زيارة تستغرق يومين.",
    "والتقى نظيره المصري في مقر وزارة الخارجية.",
    "وبحث الجانبان التعاون العسكري والأمن البحري في البحر الأحمر.",
    "ووقعا اتفاقية لتدريب 300 ضابط خلال عام 2024.",
    "ويغادر الوزير العاصمة المصرية مساء الاثنين.",
]
ENGLISH = [
    "The minister arrived in Cairo on Sunday morning for a two-day visit.",
    "He met his Egyptian counterpart at the Foreign Ministry.",
    "The two sides discussed military cooperation and maritime security in the Red Sea.",
    "They signed an agreement to train 300 officers during 2024.",
    "The minister leaves the Egyptian capital on Monday evening.",
]


def links(beads: list[Bead]) -> list[Link]:
    return [(tuple(range(*bead.arabic)), tuple(range(*bead.english))) for bead in beads]


def assert_whole(beads: list[Bead], rows: int, columns: int) -> None:
    """Every sentence is in exactly one bead, in order, and no bead is empty."""
    assert [i for bead in beads for i in range(*bead.arabic)] == list(range(rows))
    assert [j for bead in beads for j in range(*bead.english)] == list(range(columns))
    assert all(bead.arabic[0] < bead.arabic[1] or bead.english[0] < bead.english[1] for bead in beads)
    assert all(0.0 <= bead.score <= 1.0 for bead in beads)
    assert all(a.arabic[1] == b.arabic[0] and a.english[1] == b.english[0] for a, b in pairwise(beads))


def f1(made: Made, beads: list[Bead]) -> float:
    return score_alignment([(made.links, links(beads))]).strict.f1


# ── small documents ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_sentence_beside_sentence() -> None:
    """A plain translation is aligned one to one, and the aligner is sure of it."""
    beads = align(ARABIC, ENGLISH)
    assert links(beads) == [((k,), (k,)) for k in range(5)]
    assert min(bead.score for bead in beads) > 0.9


@pytest.mark.parametrize(
    ("arabic", "english", "wanted"),
    [
        ([" ".join(ARABIC[:2]), *ARABIC[2:]], ENGLISH, ((0,), (0, 1))),
        (ARABIC, [*ENGLISH[:3], " ".join(ENGLISH[3:])], ((3, 4), (3,))),
        (ARABIC, [ENGLISH[0], " ".join(ENGLISH[1:4]), ENGLISH[4]], ((1, 2, 3), (1,))),
        (ARABIC, [*ENGLISH[:2], *ENGLISH[3:]], ((2,), ())),
        ([*ARABIC[:3], *ARABIC[4:]], ENGLISH, ((), (3,))),
    ],
)
def test_merges_splits_and_omissions(arabic: list[str], english: list[str], wanted: Link) -> None:
    """What a translator joined, divided or left out is found, and the rest stays one to one."""
    beads = align(arabic, english)
    assert wanted in links(beads)
    assert sum(len(a) == len(e) == 1 for a, e in links(beads)) == len(beads) - 1


def test_one_sentence_against_nine() -> None:
    """A paragraph without full stops beside nine sentences is one bead."""
    parts_ar = [one.rstrip(".") for one in (*ARABIC, *ARABIC[:4])]
    beads = align(["، ".join(parts_ar) + ".", "انتهى البيان."], [*ENGLISH, *ENGLISH[:4], "The statement ended."])
    assert ((0,), tuple(range(9))) in links(beads)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 500), (500, 1), (2, 700), (0, 3), (3, 0), (0, 0), (270, 3)])
def test_lopsided_documents(rows: int, columns: int) -> None:
    """However unequal the documents, every sentence is somewhere."""
    assert_whole(align([ARABIC[k % 5] for k in range(rows)], [ENGLISH[k % 5] for k in range(columns)]), rows, columns)


def test_empty_strings_stand_alone() -> None:
    """An empty string in a list is no sentence: it is left alone and disturbs nobody."""
    beads = align(["", ARABIC[0], "  ", ARABIC[1]], [ENGLISH[0], "", "\t", ENGLISH[1]])
    assert_whole(beads, 4, 4)
    assert [link for link in links(beads) if link[0] and link[1]] == [((1,), (0,)), ((3,), (3,))]


def test_nothing_to_go_by() -> None:
    """Without a word anybody knows, lengths still give an answer."""
    empty = Lexicon({}, {}, {})
    assert links(align(["ا" * 90, "ب" * 20, "ت" * 150], ["x" * 95, "y" * 20, "z" * 160], lexicon=empty)) == [
        ((0,), (0,)), ((1,), (1,)), ((2,), (2,)),
    ]  # fmt: skip


def test_endless_sentence() -> None:
    """A sentence of 30,000 words is aligned like any other."""
    long = (" ".join(ARABIC * 900), " ".join(ENGLISH * 900))
    assert links(align([long[0], ARABIC[0]], [long[1], ENGLISH[0]])) == [((0,), (0,)), ((1,), (1,))]


# ── anchors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_anchors_begin_beads() -> None:
    """A person's anchor holds, however wrong it looks."""
    beads = align(ARABIC, ENGLISH, anchors=[(1, 2), (4, 3)])
    assert_whole(beads, 5, 5)
    assert {(1, 2), (4, 3)} <= {(bead.arabic[0], bead.english[0]) for bead in beads if bead.arabic[0] < bead.arabic[1]}


@pytest.mark.parametrize("anchors", [[(1, 2), (2, 1)], [(1, 1), (1, 2)], [(5, 0)], [(0, -1)]])
def test_impossible_anchors(anchors: list[tuple[int, int]]) -> None:
    """Anchors that cross or lie outside are refused."""
    with pytest.raises(ValueError, match="anchor"):
        align(ARABIC, ENGLISH, anchors=anchors)


# ── properties ───────────────────────────────────────────────────────────────────────────────────────────────────────

SENTENCES_AR = st.lists(st.sampled_from([*ARABIC, "", "…", "١٢٣", "NATO 2024"]), max_size=12)
SENTENCES_EN = st.lists(st.sampled_from([*ENGLISH, "", "?", "123", "NATO 2024"]), max_size=12)


@given(arabic=SENTENCES_AR, english=SENTENCES_EN, data=st.data())
@settings(max_examples=80, deadline=None)
def test_every_sentence_once_and_in_order(arabic: list[str], english: list[str], data: st.DataObject) -> None:
    """Whatever the sentences and the anchors: each in exactly one bead, none crossing; twice the same."""
    anchors: list[tuple[int, int]] = []
    if arabic and english:
        rows = sorted(data.draw(st.sets(st.integers(0, len(arabic) - 1), max_size=3)))
        columns = sorted(data.draw(st.sets(st.integers(0, len(english) - 1), min_size=0, max_size=len(rows))))
        anchors = list(zip(rows, columns, strict=False))
    beads = align(arabic, english, anchors=anchors)
    assert_whole(beads, len(arabic), len(english))
    for a, e in anchors:
        assert any(bead.arabic[0] <= a < bead.arabic[1] or bead.arabic[0] == a for bead in beads)
        assert not any(bead.arabic[0] < a < bead.arabic[1] for bead in beads)
        assert not any(bead.english[0] < e < bead.english[1] for bead in beads)
    assert align(arabic, english, anchors=anchors) == beads


# ── long documents ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(20))
def test_coarse_to_fine_finds_what_the_full_search_finds(
    seed: int, words: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The band around a coarse road holds the best road of the whole grid."""
    missing = (None, (0.0, 25), (0.5, 25), (0.8, 25))[seed % 4]
    made = made_documents(words, 90 + 3 * seed, seed=seed, missing=missing, unequal=0.1 + 0.03 * (seed % 7))
    whole = align(made.arabic, made.english)
    monkeypatch.setattr(coarse_module, "SMALL", 24)
    banded = align(made.arabic, made.english)
    assert links(banded) == links(whole)
    assert f1(made, banded) > 0.9


@pytest.mark.parametrize("where", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("side", ["ar", "en"])
def test_a_missing_block(where: float, side: str, words: list[tuple[str, str]]) -> None:
    """Sixty sentences that nobody translated, at the start, in the middle, at the end: found, and the rest is right."""
    made = made_documents(words, 330, seed=7, missing=(min(where, 270 / 330), 60))
    if side == "ar":
        beads, gold = align(made.arabic, made.english), made.links
        hole = {a for a, e in gold if not e}
        assert_whole(beads, len(made.arabic), len(made.english))
        assert len(hole & {a for a, e in links(beads) if not e}) / len(hole) > 0.9
        assert f1(made, beads) > 0.95
    else:
        # The English words stand in for Arabic: what is tested is the search, on the other side.
        turned = Lexicon({}, {}, {en: ((ar, 0.5, 0.5),) for ar, en in words})
        beads = align(made.english, made.arabic, lexicon=turned)
        found = [(e, a) for a, e in links(beads)]
        assert_whole(beads, len(made.english), len(made.arabic))
        assert score_alignment([(made.links, found)]).strict.f1 > 0.9


def test_scores_mean_what_they_say(words: list[tuple[str, str]]) -> None:
    """Of the beads scored above 0.9 nearly all are right; those below 0.5 are often wrong."""
    sure, unsure = [], []
    for seed in range(6):
        made = made_documents(words, 120, seed=100 + seed, translated=0.25, unequal=0.5)
        gold = set(made.links)
        for bead, link in (
            (b, (tuple(range(*b.arabic)), tuple(range(*b.english)))) for b in align(made.arabic, made.english)
        ):
            (sure if bead.score > 0.9 else unsure if bead.score < 0.5 else []).append(link in gold)
    assert sum(sure) / len(sure) > 0.93
    assert len(unsure) > 5
    assert sum(unsure) / len(unsure) < 0.75
