"""Arabic normalisation for matching, never for storing; and the characters a screen must not be handed raw.

Two spellings of one word should meet (أحمد / احمد), and a hit must still point at the letters the author wrote; so
`fold` keeps, for each character of its answer, the place it came from. The road without offsets is one `str.translate`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HARAKAT = (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5),
            0x06E7, 0x06E8, *range(0x06EA, 0x06EE), *range(0x08CA, 0x08E2), *range(0x08E3, 0x0900))  # fmt: skip
_TATWEEL = 0x0640
_JOINERS = (0x200C, 0x200D, 0x200B, 0x2060, 0xFEFF, 0x00AD)

BIDI_CONTROLS = {
    "\N{LEFT-TO-RIGHT MARK}": "LRM",
    "\N{RIGHT-TO-LEFT MARK}": "RLM",
    "\N{ARABIC LETTER MARK}": "ALM",
    "\N{LEFT-TO-RIGHT EMBEDDING}": "LRE",
    "\N{RIGHT-TO-LEFT EMBEDDING}": "RLE",
    "\N{POP DIRECTIONAL FORMATTING}": "PDF",
    "\N{LEFT-TO-RIGHT OVERRIDE}": "LRO",
    "\N{RIGHT-TO-LEFT OVERRIDE}": "RLO",
    "\N{LEFT-TO-RIGHT ISOLATE}": "LRI",
    "\N{RIGHT-TO-LEFT ISOLATE}": "RLI",
    "\N{FIRST STRONG ISOLATE}": "FSI",
    "\N{POP DIRECTIONAL ISOLATE}": "PDI",
}
"""The twelve invisible characters that change reading order, by the short names UAX #9 gives them."""

_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
    "ى": "ي", "ی": "ي", "ے": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه",
}  # fmt: skip

_DIGITS: dict[int, str] = {zero + value: str(value) for zero in (0x0660, 0x06F0, 0xFF10) for value in range(10)}
_SPACES = dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")


def _simple_folds() -> dict[int, str | None]:
    """Each character that folding changes or drops, without the shaped forms."""
    table: dict[int, str | None] = {ord(letter): plain for letter, plain in _LETTERS.items()}
    table.update(_DIGITS)
    table.update(_SPACES)
    dropped = (*_HARAKAT, _TATWEEL, *_JOINERS, *map(ord, BIDI_CONTROLS))
    return table | dict.fromkeys(dropped)


def _shaped_folds(simple: dict[int, str | None]) -> dict[int, str | None]:
    """Presentation forms, which PDF dumps write letter by letter; ligatures become several letters (ﻻ → لا)."""
    table: dict[int, str | None] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            # subtle: a lone mark is given a space to sit on (U+FE76 is space and fatha); the space is no word boundary.
            folded = plain.translate(simple)
            table[code] = folded if folded.strip() else None
    return table


_SIMPLE = _simple_folds()
_FOLDS: dict[int, str | None] = _SIMPLE | _shaped_folds(_SIMPLE)
_DROPPED = frozenset(chr(code) for code, folded in _FOLDS.items() if folded is None)
_MARKS = frozenset(map(chr, (*_HARAKAT, _TATWEEL)))
_WIDENING = re.compile("[" + "".join(chr(code) for code, folded in _FOLDS.items() if folded and len(folded) > 1) + "]")
# A character the table lacks costs translate a KeyError: with the everyday ones named, 156 letters take 11 µs, not 15.
for _code in (*range(0x20, 0x250), *range(0x0600, 0x0700)):
    _FOLDS.setdefault(_code, chr(_code))

_HAMZA_ABOVE = "\N{ARABIC HAMZA ABOVE}"
# Decomposed text writes ؤ and ئ as two characters. Dropping the hamza there would part it from composed text.
_SEATS = {"و": "ؤ", "ي": "ئ", "ى": "ئ", "ی": "ئ"}

_ARABIC_LETTER = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f"
    "\u0870-\u0887\u0889-\u088e\u08a0-\u08c8\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe80-\ufefc]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A matching form that still knows where each of its characters was written."""

    text: str
    offsets: list[int]
    """For each character of `text` its index in the original; one more at the end, the original's length."""
    original: str = ""
    """What was folded."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original behind `text[start:end]`, with the marks that sit on its last letter.

        >>> fold("كَتَبَ نصًّا").span(0, 3)
        (0, 6)
        """
        if start >= end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1] + 1
        # Marks belong to the letter they follow; a direction control or joiner after it belongs to nobody.
        for at in range(last, self.offsets[end]):
            if self.original[at] in _MARKS:
                last = at + 1
        return self.offsets[start], last


def _compose_seats(text: str) -> str:
    """Write decomposed ؤ and ئ as one letter and a tatweel, which folding drops: the length stays.

    >>> len(_compose_seats("مو" + "\N{ARABIC HAMZA ABOVE}" + "تمر"))
    6
    """
    for seat, composed in _SEATS.items():
        text = text.replace(seat + _HAMZA_ABOVE, composed + chr(_TATWEEL))
    return text


def fold(text: str) -> Folded:
    """The form in which two spellings of one word meet.

    Drops harakat, tatweel, bidi controls and joiners; أإآٱ become ا, ى and Persian ی become ي, ک becomes ك; digits
    become Latin, presentation forms plain letters, every kind of space a space. ة is never folded to ه.

    >>> fold("أَحمد").text
    'احمد'
    """
    plain = _compose_seats(text) if _HAMZA_ABOVE in text else text
    folded = plain.translate(_FOLDS)
    if _WIDENING.search(plain):
        offsets = [at for at, character in enumerate(plain) for _ in character.translate(_FOLDS)]
    elif len(folded) == len(text):
        offsets = list(range(len(text)))
    else:
        dropped = _DROPPED
        offsets = [at for at, character in enumerate(plain) if character not in dropped]
    offsets.append(len(text))
    return Folded(folded, offsets, text)


def fold_text(text: str) -> str:
    """`fold(text).text` without the price of the offsets."""
    return (_compose_seats(text) if _HAMZA_ABOVE in text else text).translate(_FOLDS)


def fold_key(text: str) -> str:
    """What a memory compares: folded, Latin digits, runs of whitespace as one space, none at the ends.

    >>> fold_key(" القرارُ   ١٧٠١ ")
    'القرار 1701'
    """
    return " ".join(fold_text(text).split())


def unify_digits(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as Latin ones; every other character stays, so offsets do too.

    >>> unify_digits("٢٠٢٤ و ۱۲")
    '2024 و 12'
    """
    return text.translate(_DIGITS)


def has_arabic(text: str) -> bool:
    """Whether there is an Arabic letter; digits, marks, tatweel and ؟ ، are not letters."""
    return _ARABIC_LETTER.search(text) is not None


def count_arabic(text: str) -> int:
    """How many Arabic letters there are."""
    return len(_ARABIC_LETTER.findall(text))


# ── characters a screen must not be handed raw ───────────────────────────────────────────────────────────────────────

# Tab and line feed stay. Surrogates cannot be encoded and would stop a print half-way.
_CONTROLS = dict.fromkeys(
    code for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)) if chr(code) not in "\t\n"
)
_SHOWN = {ord(control): f"⟨{name}⟩" for control, name in BIDI_CONTROLS.items()}


def strip_controls(text: str) -> str:
    """The text without the characters that command a terminal: C0 and C1 (escape, bell, carriage return), DEL.

    Tab and line feed are kept. What a removed escape introduced stays as visible, harmless letters.

    >>> strip_controls("\\x1b[31mred\\x07")
    '[31mred'
    """
    return text.translate(_CONTROLS)


def show_bidi_controls(text: str) -> str:
    """Each invisible bidi control written out by name, so that a reader sees why the order looks strange.

    >>> show_bidi_controls("\N{RIGHT-TO-LEFT OVERRIDE}cod.exe")
    '⟨RLO⟩cod.exe'
    """
    return text.translate(_SHOWN)
