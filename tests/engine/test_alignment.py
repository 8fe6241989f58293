"""Spans of one side find their spans on the other."""

from __future__ import annotations

import numpy as np
import pytest

from muqabala.engine import Engine
from muqabala.engine.alignment import Alignment, words
from muqabala.values import Span


def alignment(source: str, target: str, links: dict[str, str]) -> Alignment:
    """Whole words as pieces; attention falls where `links` says (target word → source word)."""
    source_spans, target_spans = words(source), words(target)
    attention = np.full((len(target_spans), len(source_spans)), 0.01, dtype=np.float32)
    places = {source[start:end]: at for at, (start, end) in enumerate(source_spans)}
    for row, (start, end) in enumerate(target_spans):
        if target[start:end] in links:
            attention[row, places[links[target[start:end]]]] = 0.9
        else:
            attention[row] = 0
    return Alignment(source, target, source_spans, target_spans, attention)


SOURCE = "افتتح الحلف مكتب اتصال في المدينة"
TARGET = "The alliance opened a liaison office in the city"
LINKS = {
    "alliance": "الحلف",
    "opened": "افتتح",
    "liaison": "اتصال",
    "office": "مكتب",
    "in": "في",
    "city": "المدينة",
    "The": "الحلف",
}


def text_of(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span[0] : span[1]]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("مكتب اتصال", "liaison office"),
        ("الحلف", "The alliance"),
        ("المدينة", "city"),
        ("افتتح الحلف", "The alliance opened"),
    ],
)
def test_a_source_span_finds_its_rendering(source: str, target: str) -> None:
    found = alignment(SOURCE, TARGET, LINKS)
    start = SOURCE.index(source)
    assert text_of(TARGET, found.target_span((start, start + len(source)))) == target


def test_a_target_span_finds_its_source() -> None:
    found = alignment(SOURCE, TARGET, LINKS)
    start = TARGET.index("liaison office")
    assert text_of(SOURCE, found.source_span((start, start + len("liaison office")))) == "مكتب اتصال"


def test_what_was_not_rendered_has_no_span() -> None:
    found = alignment(SOURCE, "The alliance opened", LINKS)
    start = SOURCE.index("المدينة")
    assert found.target_span((start, len(SOURCE))) is None
    assert alignment(SOURCE, "", {}).target_span((0, 5)) is None


def test_a_stray_far_away_does_not_stretch_a_span() -> None:
    target = "The alliance opened a liaison office in the city opened"
    found = alignment(SOURCE, target, LINKS)
    assert text_of(target, found.target_span((0, 5))) == "opened"


def test_words_keep_their_marks_together() -> None:
    text = "وَصَلَ الوَزِيرُ، اليوم"
    assert [text[start:end] for start, end in words(text)] == ["وَصَلَ", "الوَزِيرُ", "،", "اليوم"]


def test_the_engine_aligns_characters_of_both_sides(starter: Engine) -> None:
    source, target = "وَصَلَ الوزير عام 2019 إلى المدينة.", "The minister arrived in the city in 2019."
    found = starter.align([source], [target])[0]
    assert found.attention.shape == (len(found.target_spans), len(found.source_spans))
    assert (found.attention >= 0).all()
    assert (found.attention.sum(axis=1) <= 1.001).all()
    start = source.index("2019")
    span = found.target_span((start, start + 4))
    assert span is not None
    assert "2019" in target[span[0] : span[1]]


def test_an_empty_target_aligns_with_nothing(starter: Engine) -> None:
    assert starter.align(["وصل الوزير."], [""])[0].links == ()


def test_an_alignment_outlives_edits_of_every_kind() -> None:
    """Words exchanged, put in and taken out: the edit stands for its origin, the rest keeps its attention."""
    source, target = "فتحت القنصلية العامة تحقيقا", "The public prosecutor opened a case."
    attention = np.eye(len(words(target)), len(words(source)), dtype=np.float32)
    first = Alignment(source, target, words(source), words(target), attention)
    origin = words(source)[2]
    for edited in (
        "The consulate general opened a case.",
        "The public general prosecutor opened a case.",
        "The prosecutor opened a case.",
        "The public prosecutor opened a case",
        "",
        target,
    ):
        after = first.after(edited, origin)
        assert after.target == edited
        assert after.matrix.shape == (len(words(edited)), len(words(source)))
        if edited.startswith("The"):
            assert after.matrix[0, 0] == 1
    exchanged = first.after("The consulate general opened a case.", origin)
    assert exchanged.target_span(origin) == (4, 21)
    assert first.share(words(source)[1])((4, 10)) == 1
