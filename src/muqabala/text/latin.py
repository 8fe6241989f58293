"""What an Arabic line holds in Latin letters: names, designations, words of another language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

_LETTER = r"\p{Latin}\p{M}*+"
_CAPITAL = r"[\p{Lu}&&\p{Latin}]\p{M}*+"
_RUN = regex.compile(
    rf"(?V1)(?:{_CAPITAL}(?:{_CAPITAL}|[0-9])*+|(?:{_LETTER}){{2,}}+)"
    rf"(?:(?:(?<= {_CAPITAL})\. |[-.'’&/ ])?(?:{_LETTER}|[0-9])++)*"
)
_WORD = regex.compile(rf"(?:{_LETTER}|[0-9])++(?:-(?:{_LETTER}|[0-9])++)*")
_PIECE = regex.compile(rf"(?:{_LETTER})++|[0-9]++")
_HAS_CAPITAL = regex.compile(r"(?V1)[\p{Lu}&&\p{Latin}]|[0-9]")


def latin_runs(text: str) -> Iterator[regex.Match[str]]:
    """What stands in Latin letters, word after word that no other script parts.

    >>> [run.group() for run in latin_runs("مقاتلة F-35B وسفن USS Gerald R. Ford وأطباء Médecins Sans Frontières")]
    ['F-35B', 'USS Gerald R. Ford', 'Médecins Sans Frontières']
    """
    return _RUN.finditer(text)


def naming_word(run: str) -> str:
    """The longest word of a run that has a capital or a digit; empty where it names nothing.

    >>> naming_word("the Guardian"), naming_word("F-35 Lightning"), naming_word("km")
    ('Guardian', 'Lightning', '')
    """
    return max(
        (word for word in _WORD.findall(run) if len(word) > 1 and _HAS_CAPITAL.search(word)), key=len, default=""
    )


def names_it(word: str, english: str) -> bool:
    """Whether a word of a name stands in English text as a word: hyphens, accents, capitals, plural and possessive may
    differ.

    >>> names_it("F-35", "Two F35s landed."), names_it("NATO", "The senator left."), names_it("NATO", "NATO-led")
    (True, False, True)
    """
    pieces = r"[-‐‑– ]?".join(regex.escape(piece) for piece in _PIECE.findall(plain_letters(word.casefold())))
    return regex.search(rf"(?<!\w){pieces}(?:['’]?s|es)?(?!\w)", plain_letters(english.casefold())) is not None


def plain_letters(text: str) -> str:
    """A text without the accents on its letters.

    >>> plain_letters("Médecins Sans Frontières")
    'Medecins Sans Frontieres'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
