"""Where sentences end, told by a table per language and by what must hold for any text at all."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yasbd import BoundaryDetector

from muqabala.text.sentences import clause_spans, sentence_spans

HERE = Path(__file__).parent


class Case(NamedTuple):
    """One line of a case file."""

    language: str
    label: str
    text: str
    sentences: list[str]
    oracle: bool
    """Whether yasbd reads it alike."""


def cases(language: str) -> Iterator[Case]:
    """The case file of a language, as its header explains it."""
    for line in (HERE / f"segmentation_{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        label, _, written = line.partition("\t")
        written = re.sub(r"\\N\{([^}]+)\}", lambda name: unicodedata.lookup(name[1]), written).replace("\\n", "\n")
        sentences = [piece.strip() for piece in written.split("|")]
        yield Case(language, label.lstrip("= "), written.replace("|", ""), sentences, label.startswith("="))


CASES = [*cases("ar"), *cases("en")]


def read(text: str, language: str) -> list[str]:
    """The sentences themselves."""
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}: {case.label}")
def test_sentences_end_where_a_reader_ends_them(case: Case) -> None:
    """Each line of the case files is a situation of its own."""
    assert read(case.text, case.language) == case.sentences


ORACLES = {language: BoundaryDetector(language) for language in ("ar", "en")}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.oracle], ids=lambda case: f"{case.language}: {case.label}"
)
def test_an_independent_program_agrees(case: Case) -> None:
    """On the marked cases yasbd, written by other hands, cuts in the same places."""
    theirs = [piece.strip() for piece in ORACLES[case.language].segment(case.text) if piece.strip()]
    assert read(case.text, case.language) == theirs


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_case_file_is_large_and_says_nothing_twice(language: str) -> None:
    """Each case is a situation of its own."""
    found = list(cases(language))
    assert len(found) >= 150
    assert len({case.label for case in found}) == len(found)
    assert len({case.text for case in found}) == len(found)


# ── what holds for any text ──────────────────────────────────────────────────────────────────────────────────────────

PIECES = [
    "وقال", "الوزير", "د", "أ.د", "م.ت.ف", "إلخ", "2024م", "هـ", "Mr", "U.S", "Inc", "No", "e.g", "He", "left", "x.org",
    ".", "!", "؟", "?", "…", "..", "۔", "،", ":", "(", ")", "[3]", "«", "»", '"', "“", "”", "'", "’", "-", "–", "12", "٣",
    " ", "  ", "\n", "\t", "\N{NO-BREAK SPACE}", "\N{RIGHT-TO-LEFT MARK}", "\N{RIGHT-TO-LEFT EMBEDDING}", "\N{ARABIC FATHA}",
]  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ANYTHING = st.one_of(NEWS, st.text(max_size=80))


@settings(max_examples=600, deadline=None)
@given(ANYTHING, st.sampled_from(["ar", "en"]))
def test_spans_are_a_clean_cover(text: str, language: str) -> None:
    """In order, apart, trimmed, within one line; and every visible character lies in exactly one of them."""
    covered = [False] * len(text)
    last = 0
    for start, end in sentence_spans(text, language):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        covered[start:end] = [True] * (end - start)
        last = end
    assert all(covered[at] or character.isspace() for at, character in enumerate(text))


@settings(max_examples=300, deadline=None)
@given(NEWS)
def test_a_line_is_read_alike_wherever_it_stands(text: str) -> None:
    """Lines do not influence each other: a document is its lines, one after the other."""
    line = text.replace("\n", " ")
    alone = read(line, "ar")
    assert read(f"قبل.\n{line}\nبعد.", "ar") == ["قبل.", *alone, "بعد."]


LONG_LINES = {
    "one word": "س" * 1_000_000,
    "stops": "." * 1_000_000,
    "spaced stops": ". " * 100_000,
    "brackets": "(" * 1_000_000,
    "bracketed stops": "س(.)" * 50_000,
    "closing brackets": ".)" * 100_000,
    "straight quotes": '."س' * 60_000,
    "guillemets": "«.»س" * 50_000,
    "initials": "م." * 100_000,
    "list numbers": "1. " * 60_000,
    "blanks": "س." + " " * 999_000 + "س",
    "invisible": ".\N{RIGHT-TO-LEFT MARK}" * 100_000,
    "questions": "؟؟ " * 60_000,
    "abbreviations": "Mr. " * 50_000,
}


@pytest.mark.parametrize("shape", LONG_LINES)
def test_a_line_without_end_costs_no_more_than_its_length(shape: str) -> None:
    """Four times the text may cost four times the calls, not sixteen; and no regular expression runs away."""
    text = LONG_LINES[shape]
    calls = [_calls(text[: len(text) // share]) for share in (40, 10)]
    assert calls[1] <= 4.5 * calls[0] + 200
    assert len(sentence_spans(text, "ar")) >= 1


def _calls(text: str) -> int:
    """How many function calls segmenting costs: a clock that other programs on the machine do not disturb."""
    count = 0

    def tick(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        sentence_spans(text, "ar")
    finally:
        sys.setprofile(None)
    return count


# ── sentences too long for a model ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("قصير", 10, ["قصير"]),
        ("أعلن الوزير، أمس، قراره؛ ثم سافر", 20, ["أعلن الوزير، أمس،", "قراره؛ ثم سافر"]),
        ("one, two; three: four", 9, ["one, two;", "three:", "four"]),
        ("no marks at all here", 9, ["no marks", "at all", "here"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("paid 1,250,000 at 10:30 today", 20, ["paid 1,250,000 at", "10:30 today"]),
        ("the truce – the third – fell", 12, ["the truce", "– the third", "– fell"]),
        ("قال «نعم»، ثم مضى", 12, ["قال «نعم»،", "ثم مضى"]),
        ("بلا مسافة،بعد الفاصلة", 12, ["بلا مسافة،", "بعد الفاصلة"]),
        ("", 5, []),
        ("   ", 5, []),
        ("  padded, text  ", 7, ["padded,", "text"]),
    ],
)
def test_long_sentences_part_at_clauses(text: str, limit: int, pieces: list[str]) -> None:
    """As late as possible: at a clause mark, else at a space, else anywhere."""
    spans = clause_spans(text, lambda piece: len(piece) <= limit)
    assert [text[start:end] for start, end in spans] == pieces


@settings(max_examples=300, deadline=None)
@given(st.one_of(NEWS, st.text(max_size=120)), st.integers(1, 30))
def test_clauses_fit_and_cover(text: str, limit: int) -> None:
    """Every piece fits, and nothing visible is lost between them."""
    spans = clause_spans(text, lambda piece: len(piece) <= limit)
    assert all(end - start <= limit for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_the_limit_is_asked_about_pieces_of_its_own_size() -> None:
    """A tokeniser is never handed the whole of a long text again and again."""
    asked: list[int] = []

    def fits(piece: str) -> bool:
        asked.append(len(piece))
        return len(piece) <= 100

    spans = clause_spans("كلمة، " * 5_000, fits)
    assert all(end - start <= 100 for start, end in spans)
    assert max(asked) <= 400
    assert sum(asked) <= 40 * 30_000
