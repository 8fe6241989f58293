"""Pieces are the model's, offsets are the author's."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.engine.checkpoint import UNKNOWN, read_checkpoint
from muqabala.engine.encoding import Encoding
from muqabala.engine.models import find_model
from muqabala.values import Told, ToldLine


@pytest.fixture(scope="module")
def encoding(tiny_model: Path) -> Encoding:
    return Encoding(read_checkpoint(tiny_model))


@pytest.mark.parametrize(
    "written",
    [
        "وَصَلَ الوَزِيرُ",
        "وصـــل الوزير",
        "وصل\N{RIGHT-TO-LEFT MARK} الوزير",
        "و\N{ZERO WIDTH NON-JOINER}صل الوزير",
        "وصل\N{NULL} الوزير",
    ],
)
def test_marks_that_training_never_saw_do_not_reach_the_model(encoding: Encoding, written: str) -> None:
    assert encoding.source(written) == encoding.source("وصل الوزير")


def test_offsets_point_into_the_text_as_written(encoding: Encoding) -> None:
    text = "وَصَلَ الوَزيرُ، ثمّ 5 \N{GRINNING FACE}."
    pieces = encoding.source_pieces(text)
    assert list(pieces.tokens) == encoding.source(text)
    covered = "".join(text[start:end] for start, end in pieces.spans)
    letters = "".join(character for character in covered if not unicodedata.combining(character))
    assert letters == "وصلالوزير،ثم5\N{GRINNING FACE}."


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="وصل الـَُّ\N{RIGHT-TO-LEFT MARK}ab 5½ﷺ\N{GRINNING FACE}،.", max_size=40))
def test_spans_stay_in_order_and_inside(encoding: Encoding, text: str) -> None:
    pieces = encoding.source_pieces(text)
    assert list(pieces.tokens) == encoding.source(text)
    last = 0
    for start, end in pieces.spans:
        assert 0 <= start <= end <= len(text)
        assert start >= last
        last = start


def test_what_the_vocabulary_lacks_is_said(encoding: Encoding) -> None:
    assert encoding.knows("The minister arrived")
    assert not encoding.knows("The \N{CJK UNIFIED IDEOGRAPH-4E2D} minister")
    assert UNKNOWN in encoding.target("\N{CJK UNIFIED IDEOGRAPH-4E2D}")


@pytest.mark.parametrize(
    ("prefix", "tokens", "text"),
    [
        ("The \N{CJK UNIFIED IDEOGRAPH-4E2D}", ("▁minister", "."), "The \N{CJK UNIFIED IDEOGRAPH-4E2D} minister."),
        ("The ", ("▁minister",), "The minister"),
        ("The mini", ("s", "ter"), "The minister"),
        ("It ended ", (".",), "It ended."),
        ("It  ended", (), "It  ended"),
    ],
)  # fmt: skip
def test_a_prefix_stands_as_typed(encoding: Encoding, prefix: str, tokens: tuple[str, ...], text: str) -> None:
    assert encoding.continued(prefix, tokens) == text


def test_what_is_told_stands_for_the_arabic_in_whose_place_it_is(encoding: Encoding) -> None:
    """The pieces between are the line's own, the told ones the target's, and all of them point at the Arabic."""
    text = "وصل الوَزيرُ إلى العاصمة"
    start = text.index("ال")
    end = text.index(" إلى")
    line = ToldLine(text, (Told((start, end), "ال", "minister", "ه"),))
    pieces = encoding.source_pieces(line)
    inside = [*encoding.source("ال"), *encoding.target("minister"), *encoding.source("ه")]
    assert list(pieces.tokens) == [*encoding.source("وصل"), *inside, *encoding.source("إلى العاصمة")]
    assert [span for span in pieces.spans if span == (start, end)] == [(start, end)] * len(inside)
    plain = encoding.source_pieces(text)
    assert [span for span in pieces.spans if span != (start, end)] == [
        span for span in plain.spans if span[1] <= start or span[0] >= end
    ]


def test_letters_that_a_vocabulary_lacks_are_told_without_their_accents() -> None:
    """Of Frontières it lacks a letter; an attaché it knows."""
    encoding = Encoding(find_model("starter").checkpoint)
    for english, told in [("Médecins Sans Frontières", "Medecins Sans Frontieres"), ("attaché", "attaché")]:
        line = ToldLine("زار الوفد المكتب", (Told((10, 16), "", english),))
        pieces = encoding.source_pieces(line)
        assert UNKNOWN not in pieces.tokens
        assert [*pieces.tokens][-len(encoding.target(told)) :] == encoding.target(told)


def test_the_middle_of_a_piece_is_told_nothing(encoding: Encoding) -> None:
    """A stretch that cuts a piece in two is no stretch of words; the line is read as it stands."""
    text = "وصل الوزير"
    wide = max(encoding.source_pieces(text).spans, key=lambda span: span[1] - span[0])
    assert wide[1] - wide[0] > 1
    line = ToldLine(text, (Told((wide[0], wide[1] - 1), "", "minister"),))
    assert encoding.source_pieces(line) == encoding.source_pieces(text)
    assert encoding.source_pieces(ToldLine(text, ())) == encoding.source_pieces(text)
