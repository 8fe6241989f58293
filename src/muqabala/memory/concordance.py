"""Where a word or phrase was translated before, and how: both languages, with the found words marked.

    وزير الخارجية        every word, in any order
    "وزير الخارجية"      side by side
    وزار*                words that begin so
    foreign minister     English is searched where the question has no Arabic letter

An Arabic word is also found behind proclitics and the article (والوزير, للوزير), for that is how it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from muqabala.memory.score import words
from muqabala.text.arabic import fold, fold_key, has_arabic
from muqabala.values import Pair, Span

_PART = re.compile(r'"([^"]*)"?|(\S+)')
_PROCLITICS = ("", "و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل")
_WITH_ARTICLE = ("ال", "وال", "فال", "بال", "كال", "لل", "وبال", "ولل")


class Found(Protocol):
    """A remembered pair, as a source gives it."""

    @property
    def pair(self) -> Pair: ...


class Index(Protocol):
    """What can be asked with an FTS5 expression; `store.pairs` is one."""

    def search(self, expression: str, limit: int) -> Sequence[Found]:
        """Pairs that fit, the newest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One pair with the places that were asked for."""

    pair: Pair
    ar: tuple[Span, ...]
    en: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One word or phrase of a question."""

    words: tuple[str, ...]
    prefix: bool


def concordance(question: str, index: Index, *, limit: int = 100) -> list[Line]:
    """Pairs in which all parts of the question occur, the newest first."""
    parts = _parts(question)
    if not parts:
        return []
    arabic = has_arabic(question)
    column = "ar_key" if arabic else "en"
    expression = f"{column} : ({' AND '.join(_expression(part, arabic) for part in parts)})"
    lines = []
    for found in index.search(expression, limit):
        text = found.pair.ar if arabic else found.pair.en
        spans = tuple(sorted({span for part in parts for span in _places(text, part, arabic)}))
        lines.append(Line(found.pair, spans if arabic else (), () if arabic else spans))
    return lines


def _parts(question: str) -> list[_Part]:
    parts = []
    for quoted, plain in _PART.findall(question):
        said = quoted or plain
        cut = tuple(words(_plain(said)))
        if cut:
            parts.append(_Part(cut, prefix=said.rstrip().endswith("*")))
    return parts


def _plain(text: str) -> str:
    """As the index compares: Arabic folded, Latin letters without case and accents, one for one."""
    return fold_key(text) if has_arabic(text) else _latin(text)


def _latin(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", character)[0].lower()[:1] for character in text)


def _expression(part: _Part, arabic: bool) -> str:
    """A part in FTS5's language; words are quoted, so nothing a person types is taken for an operator."""
    star = " *" if part.prefix else ""
    forms = [(form, *part.words[1:]) for form in _first_words(part.words[0], arabic)]
    said = " OR ".join(f'"{" ".join(form)}"{star}' for form in forms)
    return f"({said})"


def _first_words(word: str, arabic: bool) -> list[str]:
    """The word as typed and behind what may be written before it."""
    if not arabic or not has_arabic(word):
        return [word]
    forms = [proclitic + word for proclitic in _PROCLITICS]
    if word.startswith("ال") and len(word) > 3:
        forms += ["لل" + word[2:], "ولل" + word[2:]]
    else:
        forms += [before + word for before in _WITH_ARTICLE]
    return forms


def _places(text: str, part: _Part, arabic: bool) -> list[Span]:
    """Where a part stands in a text as written."""
    if arabic:
        folded = fold(text)
        plain = folded.text
    else:
        plain = _latin(text)
    first = "|".join(re.escape(form) for form in sorted(_first_words(part.words[0], arabic), key=len, reverse=True))
    rest = r"[\W_]+".join([f"(?:{first})", *(re.escape(word) for word in part.words[1:])])
    pattern = r"(?<![^\W_])" + rest + (r"[^\W_]*" if part.prefix else r"(?![^\W_])")
    found = [match.span() for match in re.finditer(pattern, plain)]
    return [folded.span(*span) for span in found] if arabic else found
