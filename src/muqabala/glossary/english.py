"""The forms an English rendering may take, and where they stand in a target.

A rendering is declared once and accepted in its plural, with another article, with hyphen or space, in any case unless
the entry says `keep`. Places are anchored to whole words: "liaison office" is not in "liaison officer".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from muqabala.values import Span, Term

EnglishNumber = Literal["sg", "pl", "any"]

_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"(?:an?|the)\s+(?=\S)", re.IGNORECASE)
_HYPHEN = "-"
_HYPHENS = re.compile("[-\u00ad\u2010-\u2014\u2212]")
_APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")
_SENTENCE_END = re.compile(r"[.!?:…\n]\W*$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNCHANGING = _words(
    "personnel equipment headquarters barracks crossroads gallows series species means information intelligence "
    "infrastructure artillery cavalry infantry ammunition weaponry airspace logistics politics news police offspring "
    "sheep fish deer corps materiel armour armor"
)
_CRAFT = re.compile(r"(?!handi|witch|state|wood|needle)\w*craft")
"""Vessels and vehicles: one landing craft, two landing craft."""
_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "foot": "feet", "tooth": "teeth", "person": "people",
    "life": "lives", "wife": "wives", "knife": "knives", "half": "halves", "wolf": "wolves", "thief": "thieves",
    "leaf": "leaves", "shelf": "shelves", "loaf": "loaves", "hero": "heroes", "embargo": "embargoes", "veto": "vetoes",
    "torpedo": "torpedoes", "cargo": "cargoes", "echo": "echoes", "tornado": "tornadoes", "volcano": "volcanoes",
    "mosquito": "mosquitoes", "criterion": "criteria", "phenomenon": "phenomena", "datum": "data",
    "memorandum": "memoranda", "bureau": "bureaux", "matrix": "matrices", "crisis": "crises", "axis": "axes",
    "basis": "bases", "analysis": "analyses", "hypothesis": "hypotheses", "diagnosis": "diagnoses",
}  # fmt: skip
_NOT_MEN = _words("human german roman ottoman shaman talisman norman")
_LINKS = _words("of in for to at on by with from against de d under per")
_AFTER_HEAD = _words("general martial elect designate royal")


class EnglishForm(NamedTuple):
    """A rendering that counts, and which declared one it is a form of."""

    text: str
    number: EnglishNumber
    base: str
    """The rendering as the glossary declares it in the singular: its identity when consistency is counted."""


class Place(NamedTuple):
    """A rendering found in a target."""

    start: int
    end: int
    form: EnglishForm

    @property
    def span(self) -> Span:
        return (self.start, self.end)


# ── plurals ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def looks_plural(word: str) -> bool:
    """Whether an English word already is a plural, as far as its ending says.

    >>> [looks_plural(w) for w in ("forces", "class", "men", "bus", "headquarters")]
    [True, False, True, False, False]
    """
    lower = word.casefold()
    if lower in _UNCHANGING or _CRAFT.fullmatch(lower):
        return False
    if lower in _IRREGULAR.values() or (lower.endswith("men") and len(lower) > 3 and lower not in ("specimen", "omen")):
        return True
    return lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s")) and len(lower) > 3


def is_unchanging(word: str) -> bool:
    """Whether one of them is as countable as two, and looks the same: aircraft, headquarters, series.

    >>> [is_unchanging(w) for w in ("aircraft", "barracks", "artillery", "witchcraft")]
    [True, True, False, False]
    """
    lower = word.casefold()
    return bool(_CRAFT.fullmatch(lower)) or lower in _SAME_IN_BOTH


_SAME_IN_BOTH = _words("corps barracks headquarters crossroads gallows means series species sheep deer offspring")


def _plural_word(word: str) -> str:
    """The plural of one word.

    >>> [_plural_word(w) for w in ("army", "office", "serviceman", "UAV", "aircraft", "chief", "beach")]
    ['armies', 'offices', 'servicemen', 'UAVs', 'aircraft', 'chiefs', 'beaches']
    """
    lower = word.casefold()
    if lower in _UNCHANGING or _CRAFT.fullmatch(lower) or looks_plural(word):
        return word
    if lower in _IRREGULAR:
        plural = _IRREGULAR[lower]
        return plural if word[0].islower() else plural[0].upper() + plural[1:]
    if lower.endswith("man") and lower not in _NOT_MEN:
        return word[:-2] + "en"
    if word.isupper() or word[-1].isdigit():
        return word + "s"
    if lower.endswith("sis"):
        return word[:-2] + "es"
    if lower.endswith("y") and len(word) > 1 and lower[-2] not in "aeiou":
        return word[:-1] + "ies"
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


@lru_cache(maxsize=16384)
def plurals(phrase: str) -> tuple[str, ...]:
    """Plurals a phrase may have, the likeliest first; the phrase itself where it already is one.

    >>> plurals("chief of staff"), plurals("armed forces"), plurals("court martial")
    (('chiefs of staff',), ('armed forces',), ('courts martial', 'court martials'))
    """
    words = list(_WORD.finditer(phrase))
    if not words:
        return (phrase,)
    last = len(words) - 1
    links = [at for at in range(1, len(words)) if words[at].group().casefold() in _LINKS]
    heads = [links[0] - 1] if links else [last]
    if not links and last and words[last].group().casefold() in _AFTER_HEAD:
        heads = [last - 1, last]
    made = []
    for at in heads:
        head = words[at]
        made.append(phrase[: head.start()] + _plural_word(head.group()) + phrase[head.end() :])
    return tuple(dict.fromkeys(made))


def _number_of(phrase: str) -> EnglishNumber:
    return "any" if plurals(phrase)[0] == phrase else "sg"


@lru_cache(maxsize=16384)
def allowed_forms(term: Term) -> tuple[EnglishForm, ...]:
    """Every rendering that satisfies an entry, the one to insert first."""
    unchanging = term.en_plural == term.en  # landing craft, as the entry says
    forms = [EnglishForm(term.en, "any" if unchanging else _number_of(term.en), term.en)]
    made = (term.en_plural,) if term.en_plural else plurals(term.en)
    forms += [EnglishForm(plural, "pl", term.en) for plural in made]
    for variant in term.en_variants:
        # subtle: "troops" is a plural by its looks, "police" by its sense; neither may be refused for a singular.
        forms.append(EnglishForm(variant, _number_of(variant), variant))
        forms += [EnglishForm(plural, "pl", variant) for plural in plurals(variant)]
    declared = {term.en, term.en_plural, *term.en_variants}
    return tuple(f for f in _first_of_each(forms) if f.text in declared or f.text not in term.en_forbidden)


@lru_cache(maxsize=16384)
def forbidden_forms(term: Term) -> tuple[EnglishForm, ...]:
    """Every rendering an entry forbids, plurals too, less what it allows."""
    allowed = {form.text for form in allowed_forms(term)}
    forms = [
        EnglishForm(text, "sg" if text == declared else "pl", declared)
        for declared in term.en_forbidden
        for text in (declared, *plurals(declared))
    ]
    return tuple(form for form in _first_of_each(forms) if form.text not in allowed)


def _first_of_each(forms: Sequence[EnglishForm]) -> tuple[EnglishForm, ...]:
    seen: dict[str, EnglishForm] = {}
    for form in forms:
        if form.text.strip():
            seen.setdefault(form.text, form)
    return tuple(seen.values())


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Pattern(NamedTuple):
    """A form without its blanks and hyphens, and where those were."""

    squeezed: str
    exact: str
    """As `squeezed`, case kept."""
    gaps: dict[int, str]
    """Offset in `squeezed` → what is declared there: a space, a hyphen, or punctuation."""


def _gap(written: str) -> str:
    bare = "".join(written.split()).translate(_APOSTROPHES)
    return " " if not bare else _HYPHEN if _HYPHENS.fullmatch(bare) else bare


@lru_cache(maxsize=32768)
def _patterns(text: str) -> tuple[_Pattern, ...]:
    """A form as it is compared; a short acronym also with full stops (UN, U.N.)."""
    bare = _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text
    spellings = [bare]
    if bare.isascii() and bare.isalpha() and bare.isupper() and 2 <= len(bare) <= 5:
        spellings.append(".".join(bare))
    patterns = []
    for spelling in spellings:
        words = list(_WORD.finditer(spelling))
        if not words:
            continue
        gaps, length = {}, 0
        for word, following in pairwise(words):
            length += len(word.group().casefold())
            gaps[length] = _gap(spelling[word.end() : following.start()])
        exact = "".join(word.group() for word in words)
        patterns.append(_Pattern(exact.casefold(), exact, gaps))
    return tuple(patterns)


@dataclass(frozen=True, slots=True)
class Target:
    """An English text, ready to be searched."""

    text: str
    words: tuple[tuple[str, str, int, int], ...]
    """Casefolded, as written, start, end."""
    where: dict[str, list[int]]
    """Indices of each word, casefolded."""
    lengths: tuple[int, ...]
    """Every length that a word has."""
    openings: frozenset[str]
    """The first two letters of each word: what begins with none of them stands nowhere, and most forms do not."""

    @classmethod
    def of(cls, text: str) -> Target:
        return _target(text)

    @classmethod
    def _read(cls, text: str) -> Target:
        words = tuple((w.group().casefold(), w.group(), w.start(), w.end()) for w in _WORD.finditer(text))
        where: dict[str, list[int]] = {}
        for at, (folded, *_) in enumerate(words):
            where.setdefault(folded, []).append(at)
        return cls(
            text,
            words,
            where,
            tuple({len(folded) for folded in where}),
            frozenset(folded[:2] for folded in where),
        )

    def places(self, forms: Sequence[EnglishForm], *, keep_case: bool = False) -> list[Place]:
        """Every place of any of the forms, by position, longer first; several forms may share a place."""
        found = [
            Place(start, end, form)
            for form in forms
            for pattern in _patterns(form.text)
            if pattern.squeezed[:2] in self.openings or pattern.squeezed[:1] in self.openings
            for start, end in self._of_pattern(pattern, keep_case)
        ]
        found.sort(key=lambda place: (place.start, -place.end))
        return found

    def _of_pattern(self, pattern: _Pattern, keep_case: bool) -> Iterator[Span]:
        squeezed = pattern.squeezed
        lengths = (length for length in self.lengths if length <= len(squeezed))
        for at in (at for length in lengths for at in self.where.get(squeezed[:length], ())):
            last = self._reach(pattern, at)
            if last is not None and (not keep_case or self._case_fits(pattern, at, last)):
                yield self.words[at][2], self.words[last][3]

    def _reach(self, pattern: _Pattern, at: int) -> int | None:
        """Index of the last word of the pattern when it begins at a word; None where it does not stand there."""
        length = 0
        for index in range(at, len(self.words)):
            folded, _, start, _ = self.words[index]
            if index > at and not self._gap_fits(pattern, length, self.text[self.words[index - 1][3] : start]):
                return None
            if not pattern.squeezed.startswith(folded, length):
                return None
            inside = range(length + 1, length + len(folded))
            if any(offset in pattern.gaps and pattern.gaps[offset] != _HYPHEN for offset in inside):
                return None
            length += len(folded)
            if length == len(pattern.squeezed):
                return index
        return None

    @staticmethod
    def _gap_fits(pattern: _Pattern, offset: int, written: str) -> bool:
        gap = _gap(written)
        declared = pattern.gaps.get(offset)
        if declared is None:
            return gap == _HYPHEN  # declared solid: counterterrorism may be written counter-terrorism
        return gap == declared or (gap in (" ", _HYPHEN) and declared in (" ", _HYPHEN))

    def _case_fits(self, pattern: _Pattern, at: int, last: int) -> bool:
        written = "".join(word[1] for word in self.words[at : last + 1])
        if written == pattern.exact or self.text.isupper():
            return True
        return written[1:] == pattern.exact[1:] and written[0].isupper() and self.starts_sentence(self.words[at][2])

    def starts_sentence(self, offset: int) -> bool:
        """Whether a word at an offset opens a sentence."""
        before = self.text[:offset]
        return not _WORD.search(before) or bool(_SENTENCE_END.search(before))


@lru_cache(maxsize=512)
def _target(text: str) -> Target:
    """A draft is asked for its terms several times over: while it is chosen, judged and examined."""
    return Target._read(text)
