"""Plain text: paragraphs, wrapped lines, and the way back."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from muqabala.documents import parse_document, read_document
from muqabala.values import Role

from .conftest import texts

LETTER = (
    "تلقت الوزارة تقريرا من اللجنة المشتركة عن سير الأعمال في الميناء الجديد، وقد بين التقرير أن العمل يتقدم وفق الجدول. "
    "وأوصت اللجنة بزيادة عدد المهندسين.",
    "وستعقد اللجنة اجتماعها المقبل في الأسبوع الأول من مارس، ويحضره ممثلون عن الشركات المنفذة وعن البلدية، ثم يرفع المحضر إلى الوزير "
    "فينظر فيه مع مستشاريه ويعلن قراره قبل نهاية الشهر نفسه.",
    "انتهى.",
)
"""Three paragraphs of our own."""


def test_one_line_is_one_paragraph():
    """The norm: every line that is not blank."""
    document = parse_document(("\n\n".join(LETTER)).encode(), "a.txt")
    assert texts(document) == list(LETTER)
    assert [block.line for block in document.blocks] == [1, 3, 5]
    assert (document.format, document.language) == ("plain", "ar")


@pytest.mark.parametrize("width", [45, 60, 80])
def test_lines_wrapped_by_hand_are_joined(width):
    """A sentence cut by a line end is one sentence again, and its place names all its lines."""
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in LETTER)
    document = parse_document(wrapped.encode(), "a.txt", clean=False)
    assert texts(document) == list(LETTER)
    assert document.blocks[0].place["lines"][1] > document.blocks[0].place["lines"][0]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "قال إنه سيعود غدا إلى المدينة مع أهله.",
            "قالت إنها لن تعود إلى المدينة هذا العام.",
            "ثم سافر الجميع إلى القرية البعيدة هناك.",
        ]
        * 3,
        ["أخبار", "رياضة", "اقتصاد", "ثقافة وفنون", "من نحن", "اتصل بنا"],
        ["سطر قصير", "هذا سطر أطول كثيرا من السطر الذي قبله ومن الذي بعده في هذا النص كله وليس ملفوفا", "قصير"] * 2,
    ],
)
def test_lines_that_nobody_wrapped_stay_apart(lines):
    """Sentences of one length, menus and uneven lines are not wrapped prose."""
    assert texts(parse_document("\n".join(lines).encode(), "a.txt", clean=False)) == lines


def test_round_trip(round_trip):
    """Paragraphs, blank lines and line ends come back."""
    before, after = round_trip("\r\n\r\n".join(LETTER).encode() + b"\r\n", "a.txt")
    assert texts(before) == texts(after)


def test_english_keeps_paragraphs_and_line_ends(write):
    """Blank lines and CRLF as they were; UTF-8 without a mark, whatever the Arabic was in."""
    written = write("\r\n\r\n".join(LETTER).encode("cp1256"), "a.txt", lambda s: f"Sentence {s.number}.")
    assert written == b"Sentence 1. Sentence 2.\r\n\r\nSentence 3.\r\n\r\nSentence 4.\r\n"


def test_what_cleaning_dropped_is_not_in_the_english(write):
    """A page's menu is left out, and one blank line stays between what is kept."""
    page = "\n".join(
        [
            "الرئيسية",
            "سياسة",
            "رياضة",
            "اتصل بنا",
            "",
            "الوزير يفتتح جسر الشمال الجديد",
            "",
            LETTER[0],
            "",
            "شارك القصة",
            "",
            LETTER[1],
            "",
            LETTER[0].replace("الميناء", "المطار"),
            "",
            "الأكثر قراءة",
            "سعر الذهب اليوم",
            "الطقس غدا",
            "",
            "جميع الحقوق محفوظة",
        ]
    )
    document = parse_document(page.encode(), "page.txt")
    assert {dropped.text for dropped in document.dropped} >= {"رياضة", "شارك القصة", "سعر الذهب اليوم"}
    written = write(page.encode(), "page.txt", lambda s: f"S{s.number}.").decode()
    assert "\n\n\n" not in written
    assert not any("\u0600" <= character <= "\u06ff" for character in written)
    assert written.count("S") == len([s for block in document.blocks for s in block.text.split(". ") if s])


def test_a_dropped_line_can_be_kept(write):
    """`keep` brings a line back; everything else stays as cleaning said."""
    page = "\n".join(
        [
            "الرئيسية",
            "رياضة",
            "سياسة",
            "اتصل بنا",
            *(f"{LETTER[0]} {n}." for n in range(6)),
            "الأكثر قراءة",
            "الطقس غدا",
        ]
    )
    dropped = parse_document(page.encode(), "p.txt").dropped
    assert dropped
    restored = parse_document(page.encode(), "p.txt", keep=[dropped[0].line])
    assert dropped[0].text in texts(restored)
    assert len(restored.dropped) == len(dropped) - 1


def test_without_cleaning_everything_is_body():
    """`--keep-all`."""
    document = parse_document("الرئيسية\nرياضة\n".encode(), "a.txt", clean=False)
    assert [block.role for block in document.blocks] == [Role.BODY, Role.BODY]
    assert document.dropped == ()


def test_a_document_with_broken_letters_inside_stays_readable():
    """A replacement character that was in the file already is somebody else's loss, and no reason to refuse the rest."""
    document = parse_document("قال الوزير \N{REPLACEMENT CHARACTER} إن العمل بدأ.".encode(), "a.txt")
    assert "\N{REPLACEMENT CHARACTER}" in document.blocks[0].text


def test_a_wrapped_page_with_menus_reads_as_paragraphs():
    """A lynx-style dump wraps its article at a fixed width; sentences are not cut at its line ends."""
    page = Path(__file__).parent.parent / "data" / "pages" / "a06_ar_lynx.txt"
    document = read_document(page, "a06_ar_lynx.txt")
    wrapped = [block for block in document.blocks if block.place["lines"][0] != block.place["lines"][1]]
    assert len(wrapped) >= 3
    assert all("\n" not in block.text and "  " not in block.text for block in wrapped)
    assert all(block.text.rstrip().endswith((".", "»", "؟")) for block in wrapped)
