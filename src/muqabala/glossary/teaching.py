"""Sentence pairs with other terms in the place of theirs: text from which a model learns terms it has hardly seen.

Lexical substitution (Fadaee, Bisazza & Monz 2017, "Data Augmentation for Low-Resource Neural Machine Translation"),
with the glossary in the place of their language model: only a term of the same build, gender, number, definiteness and
(where there is one) domain takes another's place, so that Arabic and English stay sentences. What comes out is kept
only if the matcher finds the new term in the Arabic and the judge finds every term in the English.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from muqabala.glossary.enforce import judge
from muqabala.glossary.english import allowed_forms
from muqabala.glossary.forms import ARTICLE, TRANSPARENT
from muqabala.glossary.load import Glossary
from muqabala.glossary.nouns import is_countable, is_many, takes_no_article
from muqabala.text.english import capitalise_first, indefinite
from muqabala.values import Kind, Span, Term, TermHit

_PEOPLE = frozenset({"ranks", "posts", "personnel"})
"""Domains whose words name people: only they say things and are promoted."""
_ARTICLE_BEFORE = re.compile(r"\b(an?)(\s+)\Z", re.IGNORECASE)
_DEFINITE = (ARTICLE, "بال", "لل", "كال")
_SOUND = ("ون", "ين")
_TWICE = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)
_TRIES = 8


class Cell(NamedTuple):
    """One form of a term: what is written on both sides."""

    number: Literal["sg", "pl"]
    definite: bool
    ar: str
    en: str


class _Group(NamedTuple):
    """Terms that may stand for each other in one cell."""

    kind: Kind
    number: Literal["sg", "pl"]
    definite: bool
    feminine: bool
    people: bool
    articled: bool
    countable: bool
    name: bool
    many: bool
    """Whether the English is a plural: pirates may not be what one frigate was."""
    sound: bool
    """A plural in ون or ين: it loses its ن before a genitive, which nothing else does."""


class _Slot(NamedTuple):
    """Where a term of a pair may be exchanged."""

    source: Span
    target: Span
    lead: str
    """Proclitics before the form."""
    group: _Group
    term: Term


class Exchanger:
    """The forms of a glossary's terms, by what may replace what."""

    def __init__(self, glossary: Glossary, seen: Counter[str] | None = None) -> None:
        """`seen`: how often the text has each term (by id); the rarer, the more often it is put in."""
        self.matcher = glossary.matcher()
        self.cells: dict[str, list[Cell]] = {term.id: self._cells(term) for term in glossary.entries}
        self._seen = seen or Counter()
        self._groups: dict[_Group, list[tuple[Term, Cell]]] = defaultdict(list)
        for term in glossary.entries:
            for cell in self.cells[term.id]:
                self._groups[_group(term, cell)].append((term, cell))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every form by itself with its English: مكاتب الاتصال, the liaison offices."""
        for cells in self.cells.values():
            for cell in cells:
                yield cell.ar, f"the {cell.en}" if cell.definite and cell.en[:1].islower() else cell.en

    def exchanged(self, ar: str, en: str, times: int, rng: random.Random) -> list[tuple[str, str]]:
        """Up to `times` different pairs made of this one, with every term in it that can be exchanged exchanged."""
        slots = self._slots(ar, en)
        if not slots:
            return []
        made: dict[tuple[str, str], None] = {}
        for _ in range(times * _TRIES):
            if len(made) == times:
                break
            found = self._once(ar, en, slots, rng)
            if found is not None and self._holds(*found, len(slots)):
                made[found] = None
        return list(made)

    def _cells(self, term: Term) -> list[Cell]:
        """Singular and plural, with and without the article, as far as the matcher reads them back."""
        plural = term.en_plural or next((f.text for f in allowed_forms(term) if f.number == "pl"), term.en)
        forms: list[tuple[Literal["sg", "pl"], str, str]] = [("sg", term.ar, term.en)]
        forms += [("pl", written, plural) for written in term.ar_plural[:1]]
        cells = []
        for number, written, english in forms:
            for surface in dict.fromkeys((written, _with_article(written, term.kind))):
                hits = self.matcher.hits(surface)
                if len(hits) == 1 and hits[0].surface == surface and hits[0].term.id == term.id:
                    cells.append(Cell(number, hits[0].definite or surface.startswith(ARTICLE), surface, english))
        return cells

    def _slots(self, ar: str, en: str) -> list[_Slot]:
        """The terms of a pair that stand in a form we can make and are rendered in the number the Arabic has."""
        hits = self.matcher.hits(ar)
        slots = []
        for hit, verdict in zip(hits, judge(ar, en, hits).terms, strict=True):
            if verdict.target is None or hit.pronoun or hit.alternatives:
                continue
            written = en[slice(*verdict.target)]
            found = self._cell_of(hit)
            if found is None or not _reads_as(hit.term, written, found[1].number):
                continue
            if written[:1].isupper() and hit.term.en[:1].islower() and verdict.target[0] > 0:
                continue  # a title before a name, or a headline in capitals
            lead, cell = found
            slots.append(_Slot(hit.span, verdict.target, lead, _group(hit.term, cell), hit.term))
        return slots

    def _cell_of(self, hit: TermHit) -> tuple[str, Cell] | None:
        proclitics = "".join(clitic for clitic in hit.clitics if clitic not in (ARTICLE, hit.pronoun))
        for cell in self.cells.get(hit.term.id, ()):
            if _attached(proclitics, cell.ar) == hit.surface:
                return proclitics, cell
        return None

    def _once(self, ar: str, en: str, slots: Sequence[_Slot], rng: random.Random) -> tuple[str, str] | None:
        used = {slot.term.id for slot in slots}
        arabic, english = [], []
        for slot in slots:
            choice = self._choice(slot, used, rng)
            if choice is None:
                return None
            used.add(choice[0].id)
            arabic.append((slot.source, _attached(slot.lead, choice[1].ar)))
            english.append((slot.target, choice[1].en))
        return _spliced(ar, arabic), _in_english(en, english)

    def _choice(self, slot: _Slot, used: set[str], rng: random.Random) -> tuple[Term, Cell] | None:
        others = [each for each in self._groups[slot.group] if each[0].id not in used]
        near = [each for each in others if each[0].domain == slot.term.domain]
        if len(near) >= 3:
            others = near
        if not others:
            return None
        weights = [1.0 / (1 + self._seen[term.id]) for term, _ in others]
        return rng.choices(others, weights)[0]

    def _holds(self, ar: str, en: str, least: int) -> bool:
        if _TWICE.search(en):
            return False
        hits = self.matcher.hits(ar)
        judged = judge(ar, en, hits)
        return len(hits) >= least and all(term.target for term in judged.terms) and not judged.forbidden


def count_terms(glossary: Glossary, sources: Iterable[str]) -> Counter[str]:
    """How often each term (by id) stands in these Arabic texts."""
    matcher = glossary.matcher()
    return Counter(hit.term.id for source in sources for hit in matcher.hits(source))


def _with_article(written: str, kind: Kind) -> str:
    """A declared form made definite: on the last word of an idafa, on every word of a noun with its adjectives."""
    words = written.split()
    places = {
        Kind.SINGLE: range(1),
        Kind.IDAFA: range(len(words) - 1, len(words)),
        Kind.ADJECTIVE: range(len(words)),
    }.get(kind, range(0))
    for at in places:
        if not words[at].startswith(_DEFINITE) and words[at] not in TRANSPARENT:
            words[at] = ARTICLE + words[at]
    return " ".join(words)


def _attached(lead: str, form: str) -> str:
    """Proclitics before a form, as they are written: ل and المكتب are للمكتب."""
    if lead.endswith("ل") and form.startswith(ARTICLE):
        return lead + form[1:]
    return lead + form


def _group(term: Term, cell: Cell) -> _Group:
    first = (term.ar if cell.number == "sg" else cell.ar).split()[0]
    return _Group(
        term.kind,
        cell.number,
        cell.definite,
        first.endswith("ة"),
        term.domain in _PEOPLE,
        takes_no_article(term.en, term),
        is_countable(term.en, term),
        term.en[:1].isupper(),
        any(form.text == cell.en and is_many(form) for form in allowed_forms(term)),
        cell.ar.endswith(_SOUND),
    )


def _reads_as(term: Term, written: str, number: Literal["sg", "pl"]) -> bool:
    return any(
        form.text.casefold() == written.casefold() and form.number in (number, "any") for form in allowed_forms(term)
    )


def _spliced(text: str, pieces: Sequence[tuple[Span, str]]) -> str:
    for (start, end), new in sorted(pieces, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _in_english(text: str, pieces: Sequence[tuple[Span, str]]) -> str:
    """Renderings put in, with the a or an before them and the capital a sentence begins with."""
    for (start, end), new in sorted(pieces, reverse=True):
        before, rendering = text[:start], new
        article = _ARTICLE_BEFORE.search(before)
        if article is not None:
            word = indefinite(new)
            word = capitalise_first(word) if article.group(1)[0].isupper() else word
            before = before[: article.start()] + word + article.group(2)
        if start == 0:
            rendering = capitalise_first(new)
        text = before + rendering + text[end:]
    return text
