"""Other beginnings for lines whose terms stand badly, and what tells that they do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from muqabala.engine import Engine
from muqabala.engine.alignment import Alignment, words
from muqabala.glossary import Glossary
from muqabala.values import Told, ToldLine
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place import Ladder
from muqabala.workflow.place_again import _miscounted, again, chosen, start_again
from muqabala.workflow.place_job import Job, surplus
from muqabala.workflow.place_kin import kin

ROOT = Path(__file__).parents[2]
CABLES = "تفقد الوزير الكابلات البحرية في الميناء."


def job(terms: Glossary, source: str, text: str, *, looking: tuple[tuple[str, str], ...] = ()) -> Job:
    """A line with an alignment in which only the words named looked anywhere."""
    made = Job(source, tuple(Examiner(terms).hits(source)), text, -1.0, False)
    ours, theirs = words(text), words(source)
    attention = np.zeros((len(ours), len(theirs)), dtype=np.float32)
    for english, arabic in looking:
        row = [text[a:b] for a, b in ours].index(english)
        attention[row, [source[a:b] for a, b in theirs].index(arabic)] = 1.0
    made.alignment = Alignment(source, text, theirs, ours, attention)
    return made


# ── kin ──


@pytest.mark.parametrize("word", ["sea", "naval", "maritime", "cables"])
def test_what_the_words_of_a_term_become_is_its_kin(defence: Glossary, word: str) -> None:
    (hit,) = Examiner(defence).hits(CABLES)
    assert kin(CABLES, hit).is_ours(word) and not kin(CABLES, hit).is_theirs(word)


@pytest.mark.parametrize("word", ["minister", "ports"])
def test_what_the_rest_of_the_sentence_becomes_is_not(defence: Glossary, word: str) -> None:
    (hit,) = Examiner(defence).hits(CABLES)
    assert kin(CABLES, hit).is_theirs(word) and not kin(CABLES, hit).is_ours(word)


def test_what_both_become_is_held_for_neither(defence: Glossary) -> None:
    source = "اجتمع قائد القوات البحرية على شاطئ البحر."
    (hit,) = [one for one in Examiner(defence).hits(source) if "القوات البحرية" in one.surface]
    known = kin(source, hit)
    assert known.is_ours("commander") and known.is_theirs("beach")
    assert not known.is_ours("sea") and not known.is_theirs("sea")


# ── what says a term again ──


@pytest.mark.parametrize(
    ("text", "looking", "said"),
    [
        ("The minister inspected the submarine cables in the port.", (), []),
        ("The minister inspected the sea submarine cables in the port.", (), ["sea"]),
        ("The minister inspected the cables of the submarine cables.", (), ["cables"]),
        # Far away only what looked at the term.
        ("The sea kept the minister of the port far from all the submarine cables.", (), []),
        ("The sea kept the minister of the port far from all the submarine cables.", (("sea", "البحرية"),), ["sea"]),
        # Any word that looked at nothing else; but not a word of the rest, and no verb.
        ("The minister inspected plants at the submarine cables.", (("plants", "الكابلات"),), ["plants"]),
        ("The minister inspected ports at the submarine cables.", (("ports", "الكابلات"),), []),
        ("The minister inspected the submarine cables.", (("inspected", "الكابلات"),), []),
    ],
)
def test_words_that_say_a_term_again(
    defence: Glossary, text: str, looking: tuple[tuple[str, str], ...], said: list[str]
) -> None:
    found = again(job(defence, CABLES, text, looking=looking))
    assert [text[at:].split()[0].strip(".") for at in sorted(found)] == said


# ── starting again ──


def test_another_beginning_is_taken_only_if_it_is_better(engine: Engine, defence: Glossary) -> None:
    """Nothing is lost for it, and over the development sentences fewer words say a term again."""
    examiner, ladder = Examiner(defence), Ladder(engine)
    lines = [json.loads(one)["ar"] for one in (ROOT / "benchmarks/terms/dev.jsonl").read_text("utf-8").splitlines()]
    lines = [line for line in lines if examiner.hits(line) and len(line.split()) < 16][:120]
    drafted = engine.translate(lines)
    jobs = [
        Job(line, tuple(examiner.hits(line)), one.text, one.score, one.degenerate)
        for line, one in zip(lines, drafted, strict=True)
    ]
    ladder._place(jobs)
    for one, alignment in zip(
        jobs, engine.align([one.source for one in jobs], [one.text for one in jobs]), strict=True
    ):
        one.alignment = alignment
    before = [(one.text, len(one.placed), surplus(one.text, one.hits), len(again(one))) for one in jobs]
    start_again(engine, [one for one in jobs if one.placed], ladder._place)
    changed = 0
    for one, (text, rendered, more, _) in zip(jobs, before, strict=True):
        changed += one.text != text
        assert len(one.placed) >= rendered
        assert surplus(one.text, one.hits) <= more
    assert changed
    assert sum(len(again(one)) for one in jobs) < sum(said for *_, said in before)


def test_a_line_that_stands_well_is_left_alone(engine: Engine, defence: Glossary) -> None:
    source = "افتتح الحلف مكتب اتصال في عمان."
    line = job(defence, source, "The alliance opened a liaison office in Amman.")
    start_again(engine, [line], Ladder(engine)._place)
    assert line.text == "The alliance opened a liaison office in Amman."


@pytest.mark.parametrize(
    ("source", "text", "wrong"),
    [
        ("افتتح الحلف مكاتب اتصال في آسيا.", "The alliance opened a liaison office in Asia.", 1),
        ("افتتح الحلف مكاتب اتصال في آسيا.", "The alliance opened liaison offices in Asia.", 0),
        # Behind a high number the Arabic noun is singular, and what qualifies a noun has no number of its own.
        ("عد الجنود سبعين دبابة في الوادي.", "Soldiers counted seventy tanks in the valley.", 0),
        ("رصد مشغلو الرادارات قطعة معدنية.", "Radar operators spotted a piece of metal.", 0),
    ],
)
def test_terms_that_stand_as_one_where_there_are_more(defence: Glossary, source: str, text: str, wrong: int) -> None:
    assert _miscounted(job(defence, source, text)) == wrong


def test_a_line_that_was_chosen_begins_no_more(defence: Glossary) -> None:
    """Told, with its terms in the draft; not where one is missing, where the ladder changed it, or where none was told."""
    source, text = "افتتح الحلف مكتب اتصال في عمان.", "The alliance opened a liaison office in Amman."
    reads = ToldLine(source, (Told((13, 23), "", "liaison office"),))
    hits = tuple(Examiner(defence).hits(source))
    told, untold = Job(source, hits, text, -1.0, False, reads=reads), Job(source, hits, text, -1.0, False)
    missing = Job(source, hits, "The alliance opened an office in Amman.", -1.0, False, reads=reads)
    changed = Job(source, hits, "The alliance opened an office in Amman.", -1.0, False, reads=reads)
    changed.text = text
    assert chosen(told)
    assert not chosen(untold) and not chosen(missing) and not chosen(changed)
