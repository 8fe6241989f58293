"""The memory: exact first, then what is most alike, never what is not worth showing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.memory import exact_match, recall, similarity
from muqabala.memory.score import words
from muqabala.store import Arrival, Store, all_arrivals
from muqabala.text.arabic import fold_key
from muqabala.values import Origin, Pair

SENTENCES = [
    (
        "وصل وزير الخارجية إلى طوكيو مساء الأحد في زيارة رسمية.",
        "The foreign minister arrived in Tokyo on Sunday evening.",
    ),
    (
        "وصل وزير الدفاع إلى طوكيو مساء الأحد في زيارة رسمية.",
        "The defence minister arrived in Tokyo on Sunday evening.",
    ),
    ("غادر رئيس الوزراء العاصمة متوجها إلى باريس.", "The prime minister left the capital for Paris."),
    ("أعلن الحلف عن مناورات بحرية جديدة في المتوسط.", "The alliance announced new naval drills in the Mediterranean."),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.sqlite3") as opened:
        remember(opened, [Pair("", ar, en, "a.txt", n) for n, (ar, en) in enumerate(SENTENCES, 1)])
        yield opened


def remember(store: Store, pairs: Sequence[Pair]) -> None:
    with store.transaction():
        for arrival in all_arrivals(pairs):
            store.pairs.put(store.database.connection(), arrival)


@pytest.mark.parametrize(
    "asked",
    [
        SENTENCES[0][0],
        "وصل  وزير الخارجيّة إلى طوكيو مساءَ الأحد في زيارةٍ رسمية.",
        "وصل وزير الخارجية الي طوكيو مساء الاحد في زيارة رسمية.".replace("الي", "إلى"),
    ],
)
def test_spellings_of_one_sentence_are_exact(store: Store, asked: str) -> None:
    """Diacritics, hamzas and spaces make no difference: 100, and the near relative follows."""
    found = recall(asked, store.pairs)
    assert [(match.percent, match.pair.en) for match in found] == [(100, SENTENCES[0][1]), (90, SENTENCES[1][1])]


@pytest.mark.parametrize(
    ("before", "percent"), [(None, 100), ("", 100), (SENTENCES[0][0], 101), (SENTENCES[2][0], 100)]
)
def test_the_same_sentence_before_makes_101(store: Store, before: str | None, percent: int) -> None:
    """Context is the sentence before it."""
    assert recall(SENTENCES[1][0], store.pairs, before=before)[0].percent == percent
    match = exact_match(SENTENCES[1][0], store.pairs, before=before)
    assert match is not None
    assert match.percent == percent


def test_the_start_of_a_document_is_a_context(store: Store) -> None:
    """Headlines repeat at the top."""
    assert recall(SENTENCES[0][0], store.pairs, before="")[0].percent == 101


def test_of_several_translations_the_one_in_context_comes_first(store: Store) -> None:
    """Then the newest."""
    remember(
        store,
        [
            Pair(
                "", SENTENCES[2][0], "The premier departed for Paris.", "b.txt", 5, reviewed_at="2026-05-05T00:00:00Z"
            ),
            Pair("", SENTENCES[2][0], "The PM flew to Paris.", "c.txt", 5, reviewed_at="2026-04-05T00:00:00Z"),
        ],
    )
    found = recall(SENTENCES[2][0], store.pairs, before=SENTENCES[1][0])
    assert [(m.percent, m.pair.en) for m in found] == [
        (101, SENTENCES[2][1]),
        (100, "The premier departed for Paris."),
        (100, "The PM flew to Paris."),
    ]


def test_what_is_less_than_70_percent_alike_is_not_shown(store: Store) -> None:
    """Five of nine words is not worth a look; a lower bound may be asked for."""
    asked = "وصل وزير المالية إلى بيروت صباح الاثنين في زيارة خاصة."
    assert recall(asked, store.pairs) == []
    assert recall(asked, store.pairs, at_least=40) != []
    assert recall("", store.pairs) == []
    assert recall("كلمة لا يعرفها أحد", store.pairs) == []


def test_withdrawn_pairs_are_not_recalled(store: Store) -> None:
    """Only what is accepted or was brought along for recall."""
    with store.transaction() as connection:
        connection.execute("UPDATE pairs SET standing = 'withdrawn', free = ''")  # type: ignore[attr-defined]
    assert recall(SENTENCES[0][0], store.pairs) == []
    assert exact_match(SENTENCES[0][0], store.pairs) is None


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("a b c d", "a b c d", 99),
        ("a b c d", "a x c d", 75),
        ("a b c", "a b c d", 75),
        ("a b c", "c b a", 33),
        ("a", "b", 0),
    ],
)
def test_similarity_counts_the_words_to_touch(one: str, other: str, percent: int) -> None:
    """By the longer of the two; 100 is for exact matches alone."""
    assert similarity(one.split(), other.split()) == percent


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
@settings(max_examples=200, deadline=None)
def test_similarity_is_the_same_both_ways_and_in_bounds(one: list[str], other: list[str]) -> None:
    """A number from 0 to 99."""
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 99


def test_recall_finds_what_a_comparison_with_every_pair_finds(tmp_path: Path) -> None:
    """Six thousand sentences made of words as unevenly frequent as in life: of the best five, 97 % and more."""
    chance = random.Random(5)
    vocabulary = [f"كلمة{chr(0x627 + n % 8)}{chr(0x62C + n // 8 % 8)}{n}" for n in range(3000)]
    weights = [1 / (n + 1) for n in range(len(vocabulary))]
    made = [chance.choices(vocabulary, weights, k=chance.randint(5, 14)) for _ in range(1500)]
    made += [
        [w if chance.random() > 0.2 else chance.choice(vocabulary) for w in chance.choice(made)] for _ in range(4500)
    ]
    texts = list(dict.fromkeys(" ".join(words_) for words_ in made))
    with Store.open(tmp_path / "store.sqlite3") as store:
        with store.transaction():
            for text in texts:
                store.pairs.put(store.database.connection(), Arrival(Pair("", text, "x", origin=Origin.IMPORT)))
        keys = [words(fold_key(text)) for text in texts]
        wanted = found = 0
        for _ in range(120):
            asked = [w for w in chance.choice(keys) if chance.random() > 0.1]
            best = sorted((p for key in keys if key != asked and (p := similarity(asked, key)) >= 70), reverse=True)[:5]
            got = [match.percent for match in recall(" ".join(asked), store.pairs) if match.percent < 100]
            wanted += len(best)
            found += sum(have >= want for have, want in zip(got, best, strict=False))
    assert wanted > 100
    assert found / wanted >= 0.97
