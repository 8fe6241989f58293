"""Cells on a screen: joining, marks, mirrors, wrapping, and the map back to the letters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from muqabala.text.bidi import Line, bidi_class, direction, layout


def one(text: str, width: int = 60, rtl: bool | None = None) -> Line:
    (line,) = layout(text, width, "app", rtl)
    return line


def letters(line: Line) -> str:
    """The glyphs from left to right, presentation forms folded to their letters."""
    return unicodedata.normalize("NFKC", line.text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("بيت", "\N{ARABIC LETTER TEH FINAL FORM}\N{ARABIC LETTER YEH MEDIAL FORM}\N{ARABIC LETTER BEH INITIAL FORM}"),
        (
            "دار",
            "\N{ARABIC LETTER REH ISOLATED FORM}\N{ARABIC LETTER ALEF ISOLATED FORM}\N{ARABIC LETTER DAL ISOLATED FORM}",
        ),
        ("ء", "\N{ARABIC LETTER HAMZA ISOLATED FORM}"),
        ("لا", "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}"),
        ("بلا", "\N{ARABIC LIGATURE LAM WITH ALEF FINAL FORM}\N{ARABIC LETTER BEH INITIAL FORM}"),
        ("لأ", "\N{ARABIC LIGATURE LAM WITH ALEF WITH HAMZA ABOVE ISOLATED FORM}"),
        ("بـ", "\N{ARABIC TATWEEL}\N{ARABIC LETTER BEH INITIAL FORM}"),
        ("ه\N{ZERO WIDTH JOINER}", "\N{ARABIC LETTER HEH INITIAL FORM}"),
        (
            "به\N{ZERO WIDTH NON-JOINER}ب",
            "\N{ARABIC LETTER BEH ISOLATED FORM}\N{ARABIC LETTER HEH FINAL FORM}\N{ARABIC LETTER BEH INITIAL FORM}",
        ),
        ("گل", "\N{ARABIC LETTER LAM FINAL FORM}\N{ARABIC LETTER GAF INITIAL FORM}"),
    ],
)
def test_letters_join_as_written_by_hand(written: str, shown: str) -> None:
    """Each letter takes the form its neighbours ask for, lam-alef in one cell."""
    assert one(written).text == shown


def test_marks_stay_in_the_cell_of_their_letter() -> None:
    """Harakat take no cell, do not break joining, and follow their letter (L3)."""
    line = one("بَيْتٌ")
    assert [cell.glyph[1:] for cell in line.cells] == [
        "\N{ARABIC DAMMATAN}", "\N{ARABIC SUKUN}", "\N{ARABIC FATHA}",
    ]  # fmt: skip
    assert letters(line)[::2] == "تيب"
    assert line.width == 3
    ligature = one("لَاَ")
    assert (len(ligature.cells), ligature.cells[0].start, ligature.cells[0].end) == (1, 0, 4)
    assert one("\N{ARABIC FATHA}").text.startswith("\N{DOTTED CIRCLE}")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("قال (سمير)", "(ريمس) لاق"),
        ("«نعم»", "«معن»"),
        ("في 12/05/2024 نعم", "معن 12/05/2024 يف"),
        ("نسبة 45.5%، ثم", "مث ،%45.5 ةبسن"),
        ("عام ١٩٩٠", "١٩٩٠ ماع"),
        ("شركة Apple Inc. كبيرة", "ةريبك .Apple Inc ةكرش"),
        ("الوزير (John Smith) قال", "لاق (John Smith) ريزولا"),
        ("the word كلمة here", "the word ةملك here"),
        ("كوفيد-19", "19-ديفوك"),
    ],
)
def test_mixed_lines_read_as_a_newspaper_prints_them(written: str, shown: str) -> None:
    """Numbers and Latin keep their order, brackets and guillemets face their text."""
    line = one(written)
    assert letters(line) == unicodedata.normalize("NFKC", shown).replace("لا", "لا")
    assert line.rtl == direction(written)


def test_direction_is_the_languages_not_the_first_letters() -> None:
    """An Arabic segment that opens with a Latin name still runs from right to left."""
    assert not one("NATO قال").rtl
    assert letters(one("NATO نعم", rtl=True)) == "معن NATO"


def test_wrapping_is_logical_and_swallows_the_space() -> None:
    """Rows break between words in reading order; every offset belongs to one row."""
    text = "كتب الولد الدرس ثم خرج"
    lines = layout(text, 10)
    assert [text[line.start : line.end] for line in lines] == ["كتب الولد ", "الدرس ثم ", "خرج"]
    assert [line.width for line in lines] == [9, 8, 3]
    assert [row.text for row in layout("abcdefgh", 3)] == ["abc", "def", "gh"]
    assert [text_row.text for text_row in layout("one two", 3)] == ["one", "two"]
    assert [row.text for row in layout("a\n\nb", 9)] == ["a", "", "b"]
    assert [(row.start, row.end) for row in layout("a\n\nb", 9)] == [(0, 1), (2, 2), (3, 4)]
    assert len(layout("", 5)) == 1


def test_a_column_and_its_letter_find_each_other() -> None:
    """The map from cell to offset and back, with the ends of a right-to-left row."""
    line = one("ab بيت", rtl=True)
    for cell_column, cell in enumerate(line.cells):
        assert line.index_at(cell_column) == cell.start
        assert line.column_of(cell.start) == cell_column
    assert (line.index_at(-5), line.index_at(99)) == (6, 0)
    assert (line.column_of(6), one("ab").column_of(2)) == (-1, 2)


def test_nothing_that_steers_a_terminal_is_sent() -> None:
    """Escape sequences and bidi controls become pictures; other format characters vanish."""
    assert one("a\x1b[31mb").text == "a␛[31mb"
    assert one("a\N{RIGHT-TO-LEFT OVERRIDE}b").text.count("◀") == 1
    assert one("a\N{SOFT HYPHEN}b").text == "ab"
    assert one("a\ud800b").text == "a\N{REPLACEMENT CHARACTER}b"


def test_ligatures_wider_than_their_cell_are_spelled_out() -> None:
    """U+FDFD counts as one column and draws over many: the desk shows its words, all standing for the one character."""
    line = one("\N{ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM}")
    assert letters(line)[::-1] == "بسم الله الرحمن الرحيم"
    assert {(cell.start, cell.end) for cell in line.cells} == {(0, 1)}


def test_other_modes_leave_order_and_letters_alone() -> None:
    """A terminal that does its own bidi gets the text as written, cut into rows."""
    mark = "\N{RIGHT-TO-LEFT MARK}"
    assert [line.text for line in layout("«قال» (لا).", 60, "terminal", True)] == [f"{mark}«قال» (لا).{mark}"]
    assert [line.text for line in layout("He said “لا”.", 60, "terminal", False)] == ["He said “لا”."]
    assert [line.width for line in layout("قال", 60, "terminal", True)] == [3]
    assert [line.text for line in layout("a\x1bقال", 60, "off")] == ["a␛قال"]


@given(
    st.text(alphabet=st.sampled_from("ابتلاآ لَُّ()«»[]12٣.,%abcZ\u200f\u200d\u2067\u2069\u202e\x1b\t漢😀"), max_size=60),
    st.integers(1, 30),
)
def test_every_letter_is_on_exactly_one_cell_and_rows_fit(text: str, width: int) -> None:
    """No letter is lost or drawn twice; no row is wider than the pane (a wide character in one column aside)."""
    lines = layout(text, width, "app", True)
    assert [line.start for line in lines[1:]] == [line.end for line in lines[:-1]]
    assert (lines[0].start, lines[-1].end) == (0, len(text))
    for line in lines:
        assert line.width <= width or len(line.cells) == 1
        assert cell_len(line.text) == line.width
        assert all(unicodedata.category(c) not in ("Cf", "Cc") for c in line.text)
        starts = sorted((cell.start, cell.end) for cell in line.cells)
        assert all(line.start <= start < end <= line.end for start, end in starts)


def test_words_are_turned_for_a_terminal_that_turns_them_again() -> None:
    """Between blanks, what holds Arabic goes out backwards; its places still stand for the letters shown there."""
    (drawn,) = layout("قال (نعم) في «بيت» 12/5 NATO", 60, "app", True)
    (sent,) = layout("قال (نعم) في «بيت» 12/5 NATO", 60, "words", True)

    def kitty(text: str) -> str:
        mirror = str.maketrans("()«»", ")(»«")
        arabic = (any(bidi_class(c) == "AL" for c in word) for word in text.split(" "))
        words = zip(text.split(" "), arabic, strict=True)
        return " ".join(word[::-1].translate(mirror) if turns else word for word, turns in words)

    assert kitty(sent.text) == drawn.text
    assert [(cell.start, cell.end, cell.level) for cell in sent.cells] == [
        (cell.start, cell.end, cell.level) for cell in drawn.cells
    ]
