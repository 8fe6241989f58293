"""Concordance: words, phrases and beginnings of words in both languages, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from muqabala.memory import concordance
from muqabala.store import Arrival, Store
from muqabala.values import Pair

PAIRS = [
    ("قال وزيرُ الخارجيّة إن الوزارة مستعدة.", "The foreign minister said the ministry was ready."),
    ("والوزير غادر، أما الخارجية فلم تعلق.", "The minister left; the Foreign Ministry did not comment."),
    ("للحلف مكتب في عمّان.", "The alliance has an office in Amman (a café)."),
    ("مكتب الحلف الجديد", "The alliance's new office"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("c") / "store.sqlite3") as opened:
        with opened.transaction():
            for ar, en in PAIRS:
                opened.pairs.put(opened.database.connection(), Arrival(Pair("", ar, en)))
        yield opened


def marked(store: Store, question: str) -> list[tuple[int, list[str]]]:
    """(which pair, the marked words), newest pair first."""
    lines = concordance(question, store.pairs)
    numbers = [ar for ar, _ in PAIRS]
    return [
        (numbers.index(one.pair.ar), [one.pair.ar[a:b] for a, b in one.ar] + [one.pair.en[a:b] for a, b in one.en])
        for one in lines
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # all words, in any order, as they are written there
        ("الخارجية وزير", [(1, ["والوزير", "الخارجية"]), (0, ["وزيرُ", "الخارجيّة"])]),
        # proclitics and article in front, also ل with the article
        ("مكتب جديد", [(3, ["مكتب", "الجديد"])]),
        ("الوزير", [(1, ["والوزير"])]),
        ("الحلف", [(3, ["الحلف"]), (2, ["للحلف"])]),
        # side by side
        ('"وزير الخارجية"', [(0, ["وزيرُ الخارجيّة"])]),
        ('"الخارجية وزير"', []),
        # beginnings
        ("وزار*", [(0, ["الوزارة"])]),
        ("الوزا*", [(0, ["الوزارة"])]),
        ("foreign", [(1, ["Foreign"]), (0, ["foreign"])]),
        ('"foreign minister"', [(0, ["foreign minister"])]),
        ("minist* foreign", [(1, ["minister", "Foreign", "Ministry"]), (0, ["foreign", "minister", "ministry"])]),
        ("cafe", [(2, ["café"])]),
        ("office alliance", [(3, ["alliance", "office"]), (2, ["alliance", "office"])]),
        # nothing to look for, nobody's operators, an open quotation mark
        ("", []),
        ("  ,;  ", []),
        ("AND OR NOT", []),
        ('foreign" OR "x', []),
        ("*", []),
        ("NEAR(a b)", []),
        ('"new office', [(3, ["new office"])]),
    ],
)
def test_what_is_found_and_where(store: Store, question: str, expected: list[tuple[int, list[str]]]) -> None:
    """Every part of the question must occur; the places are code points of the text as written."""
    assert marked(store, question) == expected


def test_no_more_than_asked_for(store: Store) -> None:
    """The newest ones."""
    assert len(concordance("office", store.pairs, limit=1)) == 1
