"""Alignment figures: counted as the field counts, read from files that say where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from muqabala.errors import InputError
from muqabala.evaluate.alignment import Link, read_gold, score_alignment

GOLD: list[Link] = [((0,), (0,)), ((1,), (1, 2)), ((2,), ()), ((3, 4), (3,)), ((), (4,))]


def test_gold_against_itself_is_perfect() -> None:
    """Every figure is one."""
    scores = score_alignment([(GOLD, GOLD)])
    assert (scores.strict.f1, scores.lax.f1, scores.null.f1) == (1.0, 1.0, 1.0)


def test_counting_by_hand() -> None:
    """Precision counts every link found, recall only gold links with both sides; lax asks for an overlap."""
    found: list[Link] = [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3, 4), (3,)), ((), (4,))]
    scores = score_alignment([(GOLD, found)])
    assert scores.strict.precision == pytest.approx(3 / 5)
    assert scores.strict.recall == pytest.approx(2 / 3)
    assert scores.lax.precision == pytest.approx(4 / 5)
    assert scores.lax.recall == pytest.approx(3 / 3)
    assert (scores.null.precision, scores.null.recall) == (1.0, pytest.approx(1 / 2))


def test_documents_are_counted_together() -> None:
    """Micro-averaged: a long document weighs more."""
    scores = score_alignment([(GOLD, GOLD), ([((0,), (0,))], [((0,), (1,))])])
    assert scores.strict.precision == pytest.approx(5 / 6)
    assert scores.strict.recall == pytest.approx(3 / 4)


def test_nothing_found_is_nought_not_a_crash() -> None:
    """An empty alignment has every figure at zero."""
    assert score_alignment([(GOLD, [])]).strict.f1 == 0.0
    assert score_alignment([]).lax.f1 == 0.0


def test_gold_files(tmp_path: Path) -> None:
    """`gold` or `links` by id, or a bare list; a line separator inside a sentence ends no line."""
    file = tmp_path / "gold.jsonl"
    rows = [
        {"id": "a", "gold": [[[0], [0]]]},
        {"id": 7, "ar": ["x\N{LINE SEPARATOR}y"], "links": [[[0], [], 0.5]]},
        [[[1], [2]]],
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    assert read_gold(file) == {"a": [((0,), (0,))], 7: [((0,), ())], 3: [((1,), (2,))]}


@pytest.mark.parametrize("line", ["{", '{"id": 1}', '{"gold": 3}', '{"gold": [[0]]}', "5"])
def test_broken_gold_is_named(tmp_path: Path, line: str) -> None:
    """File and line are in the message."""
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": 1, "gold": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:2"):
        read_gold(file)
