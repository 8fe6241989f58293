"""Where a term belongs in a draft, and what speaks against a place, told by attention that is written by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from muqabala.engine.alignment import Alignment, words
from muqabala.glossary import Glossary
from muqabala.values import Kind, Span, Term, TermHit
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place_faults import left_over, lost, said_again, strayed
from muqabala.workflow.place_spans import is_verb, likely_gaps, stretches

WORDS = re.compile(r"[\w'-]+")


def hit_of(source: str, surface: str, english: str, *variants: str, number: str = "sg") -> TermHit:
    start = source.index(surface)
    term = Term(id="t", ar=surface, en=english, en_variants=variants, kind=Kind.IDAFA)
    return TermHit(term, start, start + len(surface), surface, (number,), ())  # type: ignore[arg-type]


def aligned(source: str, target: str, looks: str) -> Alignment:
    """`looks`: for each word of the target the number of the source word it looked at, `.` for none."""
    source_words, target_words = words(source), words(target)
    attention = np.zeros((len(target_words), len(source_words)), dtype=np.float32)
    numbers = looks.split()
    assert len(numbers) == len(target_words), (len(numbers), len(target_words))
    for row, number in enumerate(numbers):
        if number != ".":
            attention[row, int(number)] = 0.8
    return Alignment(source, target, source_words, target_words, attention)


def offered(alignment: Alignment, hit: TermHit, placed: tuple[Span, ...] = ()) -> list[str]:
    text = alignment.target
    return [text[a:b] for a, b in stretches(text, hit, alignment, placed)]


CONSULATE = "فتحت القنصلية العامة تحقيقا"


def test_the_whole_of_the_models_words_is_offered_first() -> None:
    alignment = aligned(CONSULATE, "The public prosecutor opened a case.", "1 2 1 0 3 3 .")
    assert offered(alignment, hit_of(CONSULATE, "القنصلية العامة", "consulate general"))[0] == "public prosecutor"


def test_words_of_the_rendering_are_taken_where_attention_missed_them() -> None:
    source = "أوفدت منظمة حظر الأسلحة الكيميائية بعثة"
    target = "The Organisation of the ban on weapons sent it."
    alignment = aligned(source, target, ". . . . 2 2 3 0 5 .")
    hit = hit_of(source, "منظمة حظر الأسلحة الكيميائية", "Organisation for the Prohibition of Chemical Weapons")
    assert offered(alignment, hit)[0] == "Organisation of the ban on weapons"


def test_a_verb_is_never_taken_for_the_term() -> None:
    source = "نفى الحرس الثوري ذلك"
    alignment = aligned(source, "The guard warned that it is not so.", "1 1 1 0 3 3 0 3 .")
    assert offered(alignment, hit_of(source, "الحرس الثوري", "Revolutionary Guard")) == ["guard"]


def test_other_terms_and_marks_bound_a_stretch() -> None:
    source = "سفارة وقنصلية"
    target = "The big house, the consulate."
    alignment = aligned(source, target, "0 0 0 . 0 0 .")
    placed = ((target.index("consulate"), target.index("consulate") + 9),)
    assert offered(alignment, hit_of(source, "سفارة", "embassy"), placed)[0] == "big house"


def test_the_two_of_a_dual_goes_with_its_words() -> None:
    source = "ضبطت قذيفتين صاروخيتين"
    alignment = aligned(source, "It found two missiles and two missiles.", "0 0 1 2 1 1 2 .")
    hit = hit_of(source, "قذيفتين صاروخيتين", "rocket-propelled grenade", number="du")
    assert offered(alignment, hit)[0] == "two missiles and two missiles"


@pytest.mark.parametrize(
    ("text", "word", "verb"),
    [
        ("The spokesman survived missiles.", "survived", True),
        ("The retired general left.", "retired", False),
        ("His damaged ship sank.", "damaged", False),
        ("Damaged ships sank.", "Damaged", False),
        ("The military armoured vehicles left.", "armoured", False),
        ("It fell to the survived.", "survived", False),
    ],
)
def test_past_tenses(text: str, word: str, verb: bool) -> None:
    found = next(one for one in re.finditer(r"[\w']+", text) if one.group() == word)
    assert is_verb(found) is verb


def test_what_was_left_out_goes_beside_its_neighbours_and_tears_nothing_apart() -> None:
    source = "ساعد المركز مكتب اتصال في عمان"
    target = "The centre helped a single brigade in Amman."
    alignment = aligned(source, target, "1 1 0 0 0 0 4 5 .")
    gaps = likely_gaps(target, hit_of(source, "مكتب اتصال", "liaison office"), alignment, (), (0, len(target)), source)
    assert all(target[:gap].endswith(("centre", "brigade", "Amman")) for gap in gaps)
    assert target[: gaps[0]].endswith("centre")


def test_little_words_show_where_a_term_was_left_out() -> None:
    """ "Of the" was written for the refugees, and nothing else."""
    source = "مصير لاجئي المخيم معلق"
    target = "The fate of the camp is open."
    alignment = aligned(source, target, "0 0 1 1 2 3 3 .")
    hit = hit_of(source, "لاجئي", "refugees")
    assert offered(alignment, hit) == []
    gaps = likely_gaps(target, hit, alignment, (), (0, len(target)), source)
    assert target[: gaps[0]] == "The fate"


def test_what_was_left_out_keeps_the_order_of_the_terms() -> None:
    source = "سفارة ومكتب اتصال"
    target = "The house in Amman and the embassy in Tripoli are closed."
    end = target.index("embassy") + len("embassy")
    gaps = likely_gaps(target, hit_of(source, "ومكتب اتصال", "liaison office"), None, (), (end, len(target)), source)
    assert all(gap >= end for gap in gaps)


def test_an_article_without_its_noun_is_where_the_noun_goes() -> None:
    source = "فيلق من الجند عبر النهر"
    target = "The crossed a river of soldiers."
    alignment = aligned(source, target, "0 3 4 4 1 2 .")
    gaps = likely_gaps(target, hit_of(source, "فيلق", "corps"), alignment, (), (0, len(target)), source)
    assert target[: gaps[0]] == "The"


def test_an_article_before_an_adjective_in_ed_has_its_noun() -> None:
    source = "فيلق فقد سفنه"
    target = "The damaged ships of it sank."
    alignment = aligned(source, target, "0 1 2 . . 1 .")
    gaps = likely_gaps(target, hit_of(source, "فيلق", "corps"), alignment, (), (0, len(target)), source)
    assert "The" not in {target[:gap] for gap in gaps}


def test_a_word_written_for_two_of_the_arabic_is_offered_at_both_places() -> None:
    source = "كمين وراء الكتب"
    target = "No books in his books."
    alignment = glanced = aligned(source, target, ". . 1 . 2 .")
    glanced.attention[1, 0], glanced.attention[4, 0] = 0.3, 0.35
    places = [span for span in stretches(target, hit_of(source, "كمين", "ambush"), alignment, ()) if span[1] > 0]
    assert {(3, 8), (16, 21)} <= set(places)


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


BEFORE = "The public prosecutor opened a case."
HIT = hit_of(CONSULATE, "القنصلية العامة", "consulate general")
LOOKED = aligned(CONSULATE, BEFORE, "1 2 1 0 3 3 .")


def spanned(text: str) -> tuple[str, Span]:
    at = text.index("consulate general")
    return text, (at, at + len("consulate general"))


def test_half_of_the_models_rendering_is_left_over() -> None:
    half = spanned("The public consulate general opened a case.")
    whole = spanned("The consulate general opened a case.")
    assert left_over(BEFORE, *half, HIT, LOOKED, ()) == 1
    assert left_over(BEFORE, *whole, HIT, LOOKED, ()) == 0
    assert said_again(BEFORE, *half, HIT, LOOKED) > said_again(BEFORE, *whole, HIT, LOOKED) == 0


def test_an_article_moved_before_what_is_left_hides_nothing() -> None:
    before = "He is accused of survival mines."
    source = "متهم بخرق حظر الأسلحة"
    hit = hit_of(source, "حظر الأسلحة", "arms embargo")
    looked = aligned(source, before, "0 0 0 1 2 3 .")
    after = "He is accused of the survival arms embargo."
    span = (after.index("arms"), after.index("."))
    assert left_over(before, after, span, hit, looked, ()) == 1


def test_words_that_share_letters_with_the_rendering_are_seen() -> None:
    """ "Assembly" ends as "Authority … Assembly" does: the edit is read in whole words."""
    source = "أعلنت الهيئة العامة للصناعات ذلك"
    before = "The General Assembly announced it."
    hit = hit_of(source, "الهيئة العامة للصناعات", "General Authority for Industries")
    looked = aligned(source, before, "1 2 1 0 4 .")
    after = "The General Authority for Industries Assembly announced it."
    span = (after.index("General"), after.index(" Assembly"))
    assert left_over(before, after, span, hit, looked, ()) == 1


def test_words_that_are_nothing_but_the_terms_are_left_over_wherever_they_stand() -> None:
    source = "سأل عن الكتاب الأبيض للدفاع"
    before = "He asked why the white book was late for defence."
    after = "He asked why the white book was late for the defence white paper."
    hit = hit_of(source, "الكتاب الأبيض للدفاع", "defence white paper")
    looked = aligned(source, before, "0 0 1 . 3 2 . . . 4 .")
    looked.attention[:, :] *= 1.25
    span = (after.index("defence"), after.index("."))
    assert left_over(before, after, span, hit, looked, ()) == 2


def test_words_written_for_something_else_are_lost() -> None:
    shorter = spanned("The consulate general a case.")
    assert lost(BEFORE, *shorter, HIT, LOOKED) > 0
    assert lost(BEFORE, *spanned("The consulate general opened a case."), HIT, LOOKED) == 0


def test_a_sentence_written_anew_is_judged_by_its_own_attention() -> None:
    after = "The consulate general bureau opened a case."
    at = after.index("consulate")
    own = aligned(CONSULATE, after, "1 1 2 1 0 3 3 .")
    assert said_again(BEFORE, after, (at, at + 17), HIT, own) > 0
    elsewhere = aligned(CONSULATE, after, "1 1 2 3 0 3 3 .")
    assert said_again(BEFORE, after, (at, at + 17), HIT, elsewhere) == 0


def test_a_rendering_in_another_part_of_the_sentence_has_strayed(defence: Glossary) -> None:
    """Word order may move a term by a few words, not from one end to the other."""
    source = "قال وسيط شارك في الجولة الأخيرة إن الورقة التي سلمت ليلا تمهد لهدنة"
    (hit,) = [one for one in Examiner(defence).hits(source) if "هدنة" in one.surface]
    text = "A truce said that the paper handed over at night in the last round prepares the way"
    assert strayed(source, text, (2, 7), hit) > 0
    text = "A mediator said that the paper handed over at night prepares the way to a truce"
    assert strayed(source, text, (text.index("truce"), len(text)), hit) == 0
    assert strayed(source, text, (text.index("prepares"), text.index(" the way")), hit) == 0
