"""Stems and skeletons: what two languages are compared by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.text.words import arabic_stems, english_stems, skeleton, words


@pytest.mark.parametrize(
    "forms",
    [
        ["القوات", "بالقوات", "والقوات"],
        ["وزير", "الوزير", "للوزير"],
        ["مُعَلِّم", "معلم", "المعـلم"],
        ["اتفاقية", "الاتفاقية", "اتفاقيات"],
    ],
)
def test_arabic_forms_of_one_word_meet(forms: list[str]) -> None:
    """Article, proclitics, plural and marks are taken off."""
    assert len({tuple(arabic_stems(form)) for form in forms}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        ["minister", "ministers", "Minister's"],
        ["open", "opened", "opening"],
        ["country", "countries"],
        ["planned", "plan"],
    ],
)
def test_english_forms_of_one_word_meet(forms: list[str]) -> None:
    """Plural, -ed and -ing."""
    assert len({tuple(english_stems(form)) for form in forms}) == 1


def test_numbers_meet_across_scripts() -> None:
    """Arabic-Indic digits and separators read as Latin ones."""
    assert arabic_stems("١٬٢٠٠ جندي و٣٫٥ في المئة")[0] == english_stems("1,200 troops")[0] == "1200"
    assert "3.5" in arabic_stems("نسبة ٣٫٥ في المئة")


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("ستولتنبرغ", "Stoltenberg"), ("كيشيدا", "Kishida"), ("ماكرون", "Macron"), ("زيلينسكي", "Zelensky")],
)
def test_names_meet_by_their_consonants(arabic: str, english: str) -> None:
    """A transliterated name and its original have one skeleton."""
    assert skeleton(arabic) == skeleton(english.lower()) != ""


@given(st.text(max_size=60))
def test_any_text_has_stems(text: str) -> None:
    """As many stems as words, none empty, the same every time."""
    stems = arabic_stems(text)
    assert all(stems)
    assert stems == arabic_stems(text)
    assert len(english_stems(text)) == len(words(text.lower()))
    assert all(english_stems(text))
