"""Two spellings of one word meet, every hit points back at the letters as written, and no screen is commanded."""

from __future__ import annotations

import doctest
import importlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.text.arabic import (
    count_arabic,
    fold,
    fold_key,
    fold_text,
    has_arabic,
    show_bidi_controls,
    strip_controls,
    unify_digits,
)


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("أحمد", "احمد"),  # hamza above
        ("إيران", "ايران"),  # hamza below
        ("آب", "اب"),  # madda
        ("ٱلله", "الله"),  # wasla
        ("مُعَلِّمٌ", "معلم"),  # harakat
        ("هٰذا", "هذا"),  # dagger alef
        ("كـــتاب", "كتاب"),  # tatweel
        ("على", "علي"),  # alef maqsura
        ("کیان", "كيان"),  # Persian letters
        ("ھذا", "هذا"),  # Urdu heh
        ("مدرسة", "مدرسة"),  # ta marbuta is never a heh
        ("مؤتمر", "مؤتمر"),  # a hamza on its seat stays
        ("مؤتمر".replace("ؤ", "و\N{ARABIC HAMZA ABOVE}"), "مؤتمر"),  # decomposed
        ("رئيس".replace("ئ", "ي\N{ARABIC HAMZA ABOVE}"), "رئيس"),
        (unicodedata.normalize("NFD", "أحمد آب إيران"), "احمد اب ايران"),
        ("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}بد", "لابد"),  # one character becomes two
        ("\N{ARABIC LETTER MEEM INITIAL FORM}\N{ARABIC LETTER NOON FINAL FORM}", "من"),
        ("\N{RIGHT-TO-LEFT EMBEDDING}نص\N{POP DIRECTIONAL FORMATTING}", "نص"),
        ("می\N{ZERO WIDTH NON-JOINER}خواهد", "ميخواهد"),
        ("القرار ١٧٠١ و۲۲۴۲", "القرار 1701 و2242"),
        ("وزير\N{NO-BREAK SPACE}الدفاع", "وزير الدفاع"),
        ("NATO", "NATO"),
    ],
)
def test_spellings_of_one_word_meet(written: str, matched: str) -> None:
    """Matching sees one word where readers see one word; the road without offsets agrees."""
    assert fold(written).text == matched
    assert fold_text(written) == matched


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("قال مُعَلِّمٌ كبير", "معلم", "مُعَلِّمٌ"),  # the tanwin belongs to the word
        ("في كتــــاب.", "كتاب", "كتــــاب"),
        ("\N{RIGHT-TO-LEFT EMBEDDING}نص\N{POP DIRECTIONAL FORMATTING} آخر", "نص", "نص"),  # controls belong to nobody
        ("\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}بد", "لا", "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}"),
        ("بعد أحمدَ", "احمد", "أحمدَ"),
    ],
)
def test_a_hit_points_at_what_was_written(text: str, word: str, written: str) -> None:
    """With the marks that sit on its letters."""
    folded = fold(text)
    at = folded.text.index(word)
    start, end = folded.span(at, at + len(word))
    assert text[start:end] == written


ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFE70, max_codepoint=0xFEFC),
        st.sampled_from(
            "ab 1\N{ZERO WIDTH NON-JOINER}\N{RIGHT-TO-LEFT MARK}\N{ARABIC HAMZA ABOVE}وي\N{ARABIC TATWEEL}"
        ),
    ),
    max_size=40,
)


@given(st.one_of(ARABIC, st.text(max_size=40)))
def test_offsets_always_lead_back(text: str) -> None:
    """One offset more than characters, never falling, ending at the end; each points at what folds to its character."""
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert folded.offsets == sorted(folded.offsets)
    assert fold_text(text) == folded.text
    assert fold(folded.text).text == folded.text
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert start < end
        assert folded.text[at] in fold_text(text[start:end])


def test_an_empty_stretch_stays_empty() -> None:
    """Between two letters there is nothing to point at."""
    assert fold("كَتب").span(1, 1) == (2, 2)


def test_keys_of_a_memory() -> None:
    """Folded, one kind of digits, one space."""
    assert fold_key("  القرارُ\n ١٧٠١\t") == "القرار 1701"
    assert unify_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ ９") == "0123456789 0123456789 9"


@pytest.mark.parametrize(
    ("text", "arabic"),
    [
        ("نص", True),
        ("abc ء", True),
        ("\N{ARABIC LETTER BEH INITIAL FORM}", True),
        ("پ", True),
        ("١٢٣", False),
        ("؟ ، ؛ ٪", False),
        ("\N{ARABIC TATWEEL}\N{ARABIC FATHA}", False),
        ("BBC 3.5", False),
        ("", False),
    ],
)
def test_only_letters_make_text_arabic(text: str, arabic: bool) -> None:
    """Digits, marks and punctuation are shared with other scripts."""
    assert has_arabic(text) is arabic
    assert (count_arabic(text) > 0) is arabic


def test_no_character_commands_the_terminal() -> None:
    """Escape, bell, carriage return, C1, DEL and lone surrogates go; tab and line feed stay."""
    assert strip_controls("a\x1b[2Jb\x07\r\x9b5m\x7f\x00\ud800\t\n") == "a[2Jb5m\t\n"


@given(st.text(st.characters(), max_size=60))
def test_what_is_left_can_be_printed(text: str) -> None:
    """For any text at all."""
    left = strip_controls(text)
    left.encode("utf-8")
    assert not [character for character in left if unicodedata.category(character) == "Cc" and character not in "\t\n"]


def test_invisible_order_is_made_visible() -> None:
    """The names of UAX #9, between brackets."""
    text = "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe\N{POP DIRECTIONAL FORMATTING}\N{LEFT-TO-RIGHT ISOLATE}"
    assert show_bidi_controls(text) == "⟨RLO⟩gpj.exe⟨PDF⟩⟨LRI⟩"


@pytest.mark.parametrize("module", ["arabic", "dates", "english", "numbers", "sentences"])
def test_examples_in_the_docstrings_are_true(module: str) -> None:
    """What the documentation shows is what happens."""
    outcome = doctest.testmod(importlib.import_module(f"muqabala.text.{module}"))
    assert outcome.attempted
    assert not outcome.failed
