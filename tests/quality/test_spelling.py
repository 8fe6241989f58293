"""Spelling in the house variant; names that change their spelling within a document."""

from __future__ import annotations

import pytest

from muqabala.quality.names import Rendered, check_names
from muqabala.quality.spelling import check_spelling, words


def messages(text: str, style: str = "en-GB", known: frozenset[str] = frozenset()) -> list[str]:
    return [finding.message for finding in check_spelling(text, style, known)]


@pytest.mark.parametrize(
    "text",
    [
        "The defence minister emphasised the programme's importance.",
        "Stoltenberg met Kishida in Tokyo; Borrell did not attend.",
        "The 15th brigade's self-propelled howitzers fired for three hours.",
        "Write to press@example.org or see www.example.org/defense-center.",
        "They’d re-elected the vice-president, hadn't they?",
        "A counterterrorism unit and an anticorruption court were set up.",
        "NATO's F-16s and MQ-9s flew sorties.",
        "Sanaa and al-Hudaydah were quiet.",
        "The percentages were recalculated mid-year.",
    ],
)
def test_good_british_english_is_left_alone(text):
    """Names, numbers, codes and compounds are not spelling mistakes."""
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "style", "word", "instead"),
    [
        ("The defense minister spoke.", "en-GB", "defense", "defence"),
        ("The defence minister spoke.", "en-US", "defence", "defense"),
        ("They organized a meeting.", "en-GB", "organized", "organised"),
        ("They organised a meeting.", "en-US", "organised", "organized"),
        ("The color of the flag", "en-GB", "color", "colour"),
        ("The city center was closed.", "en-GB", "center", "centre"),
        ("The experts analyzed it.", "en-GB", "analyzed", "analysed"),
        ("He traveled to Cairo.", "en-GB", "traveled", "travelled"),
        ("Organization is everything.", "en-GB", "Organization", "organisation"),
        ("The neighbours agreed.", "en-US", "neighbours", "neighbors"),
    ],
)
def test_the_other_variant_is_named_with_what_to_write(text, style, word, instead):
    """A word of the other variant is a warning that proposes the house spelling."""
    [message] = messages(text, style)
    assert word in message
    assert f"“{instead}”" in message


@pytest.mark.parametrize("word", ["goverment", "ministery", "miltary", "adress", "comittee", "meaninging"])
def test_a_misspelt_word_is_named(word):
    """What neither variant writes is unknown."""
    assert messages(f"The {word} was there.") == [f"Unknown word: “{word}”."]


def test_words_of_the_glossary_are_known():
    """A term of art that no dictionary has is no mistake."""
    assert messages("The peshmerga advanced.") == ["Unknown word: “peshmerga”."]
    assert messages("The peshmerga advanced.", known=frozenset({"peshmerga"})) == []


def test_the_word_list_is_whole():
    """Both variants are there, and what they share is most of it."""
    marks = list(words().values())
    assert len(marks) > 130_000
    assert marks.count("A") > 3_000
    assert marks.count("B") > 3_000


def test_a_name_rendered_two_ways_is_told_where_it_departs():
    """The later segment gets the finding, with both spellings."""
    found = check_names(
        [
            Rendered(1, "قال كيشيدا إن بلاده مستعدة.", "Kishida said his country was ready."),
            Rendered(2, "وأكد ستولتنبرغ ذلك.", "Stoltenberg confirmed it."),
            Rendered(3, "وغادر كيشيدا إلى بروكسل.", "Kichida left for Brussels."),
            Rendered(4, "ورحب بستولتنبرغ.", "He welcomed Stoltenberg."),
        ]
    )
    assert list(found) == [3]
    assert "“Kichida” here and “Kishida” in segment 1" in found[3][0].message


def test_other_words_that_share_consonants_are_not_names():
    """Lower-case words and words without a partner say nothing."""
    rows = [
        Rendered(1, "افتتح المكتب في موسكو.", "The office opened in Moscow."),
        Rendered(2, "عاد إلى موسكو أمس.", "He went back to Moscow yesterday, a mosque beside him."),
    ]
    assert check_names(rows) == {}
