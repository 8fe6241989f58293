"""Drafts whose terms stand are mended, and lose nothing by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from muqabala.engine import Engine
from muqabala.engine.alignment import Alignment, words
from muqabala.glossary import Glossary, load_glossary
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place_cuts import prunings, without
from muqabala.workflow.place_job import Job, renderings, surplus
from muqabala.workflow.place_mend import polish, say_once, tighten, without_second

SOURCE = "عاد السفير إلى مكتب الاتصال أمس."


@pytest.fixture
def terms(tmp_path: Path) -> Glossary:
    path = tmp_path / "terms.csv"
    rows = ("ar,en,en_variants,policy", "مكتب اتصال,liaison office,contact office,must", "سفير,ambassador,,check")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_glossary([path])


def job(engine: Engine, terms: Glossary, text: str, source: str = SOURCE) -> Job:
    made = Job(source, tuple(Examiner(terms).hits(source)), text, 0.0, False)
    made.take(text, engine.score([source], [text])[0])
    return made


def test_what_a_line_may_become(engine: Engine, terms: Glossary) -> None:
    """No term may go, no number, and nothing may come twice."""
    line = job(
        engine, terms, "The ambassador returned to the liaison office in 2019.", "عاد السفير إلى مكتب الاتصال عام 2019."
    )
    assert line.keeps("In 2019 the ambassador went back to the contact office.") is not None
    assert line.keeps("In 2019 the ambassador went back to the office.") is None
    assert line.keeps("The ambassador returned to the liaison office.") is None
    assert line.keeps("The ambassador returned to the liaison office.", hard=False) is not None
    assert line.keeps("The liaison office of the liaison office in 2019, the ambassador.") is None


def test_renderings_are_counted_where_they_stand(terms: Glossary) -> None:
    hits = Examiner(terms).hits(SOURCE)
    text = "The contact office near the liaison office."
    ((count, spans),) = [found for key, found in renderings(text, hits).items() if key[0].en == "liaison office"]
    assert count == 1
    assert [text[a:b] for a, b in spans] == ["contact office", "liaison office"]
    assert surplus(text, hits) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador returned to the liaison office yesterday.",
        "Yesterday the ambassador, who had left the liaison office in the spring and spent the whole summer at sea, "
        "came back to the liaison office.",
    ],
)
def test_a_draft_without_a_stammer_stays(engine: Engine, terms: Glossary, text: str) -> None:
    """Also where the term is named again far from where it stood."""
    line = job(engine, terms, text)
    engine.align([], [])
    line.alignment = engine.align([SOURCE], [text])[0]
    say_once(engine, [line])
    polish(engine, [line])
    assert line.text == text


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador returned to the liaison office at the old liaison office yesterday.",
        "The liaison office did not reach the liaison office.",
    ],
)
def test_a_stammer_is_left_only_where_the_model_knows_nothing_else(engine: Engine, terms: Glossary, text: str) -> None:
    line = job(engine, terms, text)
    before = surplus(text, line.hits)
    say_once(engine, [line])
    assert surplus(line.text, line.hits) < before or line.text == text
    assert line.judgement.terms[1].status == "placed"
    assert line.score == pytest.approx(engine.score([SOURCE], [line.text])[0], abs=0.02)


def test_what_trails_a_rendering_goes_where_the_model_looked_at_the_term(engine: Engine, terms: Glossary) -> None:
    """And nothing that it wrote for another word."""
    text = "The ambassador returned to the liaison office of the bureau yesterday."
    line = job(engine, terms, text)
    (alignment,) = engine.align([SOURCE], [text])
    words = [alignment.target[a:b] for a, b in alignment.target_words]
    columns = {alignment.source[a:b]: n for n, (a, b) in enumerate(alignment.source_words)}
    looked = alignment.matrix.copy()
    looked[:] = 0
    for row, word in enumerate(words):
        looked[row, columns["أمس" if word == "yesterday" else "الاتصال"]] = 1
    line.alignment = type(alignment)(SOURCE, text, alignment.source_words, alignment.target_words, looked)
    tighten(engine, [line])
    assert line.text in (text, "The ambassador returned to the liaison office yesterday.")
    line = job(engine, terms, text)
    looked[words.index("bureau")] = 0
    looked[words.index("bureau"), columns["عاد"]] = 1
    line.alignment = type(alignment)(SOURCE, text, alignment.source_words, alignment.target_words, looked)
    tighten(engine, [line])
    assert "bureau" in line.text


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("The liaison office opened the contact before noon.", "contact", "The liaison office opened before noon."),
        ("The liaison office left with the same contact.", "contact", "The liaison office left."),
        # What qualifies another word, follows an auxiliary or is a past tense says more than the term again.
        ("The liaison office opened the contact room.", "contact", "The liaison office opened the room."),
        ("The liaison office opened contact rooms.", "contact", None),
        ("The liaison office was contact.", "contact", None),
        ("The liaison office soon contacted him.", "contacted", None),
    ],
)
def test_what_was_written_for_nothing_but_the_term_goes(
    terms: Glossary, text: str, word: str, left: str | None
) -> None:
    source = "فتح مكتب الاتصال"
    line = Job(source, tuple(Examiner(terms).hits(source)), text, 0.0, False)
    line.take(text, 0.0)
    target_words, source_words = words(text), words(source)
    attention = np.zeros((len(target_words), len(source_words)), dtype=np.float32)
    attention[[text[a:b] for a, b in target_words].index(word), 2] = 1.0
    line.alignment = Alignment(source, text, source_words, target_words, attention)
    ((hit, span),) = line.placed
    cuts = list(prunings(text, line.alignment, hit, span, ()))
    assert [without(text, cut) for cut in cuts] == ([] if left is None else [left])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The liaison office did not call the liaison office.", ["The liaison office did not call."]),
        (
            "Liaison offices did not call the liaison office.",
            ["Liaison offices did not call.", "The liaison office did not call."],
        ),
        ("The liaison office called other liaison offices.", ["The liaison office called."]),
        # A subject, or one that stands far away, is no stammer.
        ("The liaison office said the liaison office was shut.", []),
        ("The liaison office, which was shut in spring and opened again, called the liaison office.", []),
        ("The office did not call the liaison office.", []),
    ],
)
def test_one_of_two_renderings_can_go(terms: Glossary, text: str, left: list[str]) -> None:
    """Also where one of the two is in another number than the Arabic."""
    source = "لم يتصل مكتب الاتصال بأحد."
    line = Job(source, tuple(Examiner(terms).hits(source)), text, 0.0, False)
    line.take(text, 0.0)
    assert sorted(set(without_second(line))) == left


@pytest.mark.parametrize(("word", "stays"), [("الاتصال", False), ("أمس", True)])
def test_a_rendering_written_for_another_word_is_no_repetition(
    engine: Engine, terms: Glossary, word: str, stays: bool
) -> None:
    """Thirty camps in a refugee camp, where the camps stand for tents."""
    text = "The liaison office of the contact office."
    line = job(engine, terms, text)
    columns, rows = words(SOURCE), words(text)
    attention = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for row, (_, b) in enumerate(rows):
        looked = word if b <= len("The liaison office") else "الاتصال"
        attention[row, [SOURCE[c:d] for c, d in columns].index(looked)] = 1.0
    line.alignment = Alignment(SOURCE, text, columns, rows, attention)
    polish(engine, [line])
    assert (line.text == text) is stays
