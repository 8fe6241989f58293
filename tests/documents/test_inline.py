"""Marks find their words in English: none lost, none crossed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.documents.inline import English, Flow, Mark, Sentence, carry, english_of, pieces


def marked(source: str, english: str, *marks: Mark, parts=()) -> str:
    """The English with every mark shown in square brackets."""

    def show(marks, start, end):
        for piece in pieces(english, marks, start, end):
            if isinstance(piece, str):
                yield piece
            else:
                yield "[" + "".join(show(piece.children, piece.start, piece.end)) + "]"

    return "".join(show(carry(Flow(source, list(marks)), English(english, parts)), 0, len(english)))


def at(source: str, words: str, *children: Mark) -> Mark:
    """A mark around words of a source."""
    start = source.index(words)
    return Mark(start, start + len(words), words, list(children))


@pytest.mark.parametrize(
    ("source", "words", "english", "shown"),
    [
        ("وصل الوفد أمس", "وصل الوفد أمس", "The delegation arrived yesterday.", "[The delegation arrived yesterday.]"),
        (
            "زار مقر NATO في بروكسل أمس",
            "NATO",
            "Yesterday he was at the headquarters of NATO.",
            "Yesterday he was at the headquarters of [NATO].",
        ),
        (
            "في عام ٢٠٢٣ وقع الطرفان",
            "٢٠٢٣",
            "Both sides signed in 2023, he said.",
            "Both sides signed in [2023], he said.",
        ),
        ("وصل الوفد أمس", "أمس", "It came.", "It [came.]"),
        ("كلمة", "كلمة", "", "[]"),
    ],
)
def test_a_mark_stands_on_whole_words(source, words, english, shown):
    """All of it, a name both languages write alike, and the last words."""
    assert marked(source, english, at(source, words)) == shown


def test_a_marked_sentence_is_exact():
    """Edges of sentences are known, whatever their lengths in either language."""
    source = "قصير. هذه جملة طويلة جدا من كلمات كثيرة لا حاجة إليها."
    english = english_of(
        source, [Sentence((0, 5), "This one became a rather long sentence."), Sentence((6, len(source)), "Long.")]
    )
    assert english.text == "This one became a rather long sentence. Long."
    mark = Mark(6, len(source), "b")
    placed = carry(Flow(source, [mark]), english)[0]
    assert english.text[placed.start : placed.end] == "Long."


def test_line_breaks_between_sentences_stay():
    """A sentence on its own line is on its own line in English."""
    assert (
        english_of("أ.\nب. ج.", [Sentence((0, 2), "A."), Sentence((3, 5), "B."), Sentence((6, 8), "C.")]).text
        == "A.\nB. C."
    )


def test_a_footnote_mark_stays_behind_its_word():
    """A point hangs on the word before it, or stands before the word after it."""
    source = "قال الوزير إن العمل بدأ."
    assert marked(
        source, "The minister said work had begun.", Mark(len(source), len(source), "1", is_point=True)
    ).endswith("begun.[]")
    assert marked(source, "The minister said work had begun.", Mark(0, 0, "1", is_point=True)).startswith("[]The")


@st.composite
def flows(draw):
    source = draw(st.text("ابج د.12", min_size=0, max_size=40))

    def forest(start, end, depth):
        marks, at = [], start
        while at < end and depth and draw(st.booleans()):
            a = draw(st.integers(at, end))
            b = draw(st.integers(a, end))
            marks.append(Mark(a, b, object(), forest(a, b, depth - 1), is_point=a == b))
            at = b + 1
        return marks

    return Flow(source, forest(0, len(source), 3))


@given(flows(), st.text("ab .12[\n", max_size=40))
def test_marks_are_never_lost_nor_crossed(flow, english):
    """Whatever the texts: same marks in the same order and nesting, each inside its parent, after its elder."""

    def check(before, after, start, end):
        assert [mark.code for mark in before] == [mark.code for mark in after]
        for old, new in zip(before, after, strict=True):
            assert start <= new.start <= new.end <= end
            check(old.children, new.children, new.start, new.end)
            start = new.end

    check(flow.marks, carry(flow, English(english)), 0, len(english))
