"""Phrases of a glossary: what a terminologist declared, as slots under the shapes Arabic grammar gives them.

A shape says where article, pronoun and agreement live:

    قوات مسلحة      carrier 0: noun and adjectives take the article together; a pronoun goes on the noun
    مكتب اتصال      carrier 1: the words before are in construct, article and pronoun come last
    وزارة الدفاع الوطني   carrier 1, and what follows it agrees
    المتحدث باسم الجيش    carrier 0, and what follows the preposition stays as written
    صاروخ قصير المدى      carrier 0, with an adjective annexed to a noun: الصاروخان قصيرا المدى

Where the declared words alone cannot tell, a phrase has several shapes: a wrong one stands for forms nobody writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from muqabala.glossary.forms import (
    ARTICLE,
    COLOURS,
    PREPOSITIONS,
    RELATIVES,
    TRANSPARENT,
    Form,
    Number,
    Word,
    adjective_forms,
    agrees_as_adjective,
    annexed_forms,
    has_article,
    is_own_word,
    is_quality,
    is_sound_plural,
    lone_adjective_forms,
    looks_plural,
    noun_forms,
    read_word,
    without_article,
)
from muqabala.values import Kind, Term

_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_INSIDE = _MARKS + "\u200c\u200d\u00ad"
TOKEN = re.compile(rf"[^\W\d_\u0640][^\W\d_]*(?:[{_INSIDE}]+[^\W\d_]+)*[{_MARKS}]*|\d+")
BLANK = re.compile("[\\s\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]*")
_HYPHENS = re.compile("[-\u2010-\u2014\u2212]")

_FIRST_LETTER = "\N{ARABIC LETTER HAMZA}"


class Token(NamedTuple):
    """One word of a text and where it stands."""

    written: str
    start: int
    end: int


_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*")


def _words_and_gaps(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Words and what stands between them; most of what is declared is letters and single spaces."""
    if _PLAIN.fullmatch(text):
        words = text.split(" ")
        return words, (" ",) * (len(words) - 1)
    tokens = tokens_of(text)
    gaps = tuple(_gap(text[one.end : other.start]) for one, other in pairwise(tokens))
    return [token.written for token in tokens], gaps


def tokens_of(text: str) -> list[Token]:
    """Words and runs of digits, marks and tatweel included.

    >>> [t.written for t in tokens_of("صواريخ إف-16، وغيرها")]
    ['صواريخ', 'إف', '16', 'وغيرها']
    """
    return [Token(found.group(), found.start(), found.end()) for found in TOKEN.finditer(text)]


class Slot(NamedTuple):
    """One word of a phrase as declared."""

    word: Word
    """Without article."""
    definite: bool
    """Declared with the article."""
    joined: bool
    """Declared with the conjunction و in front: القيادة والسيطرة."""
    written: Word
    """As declared, article and all."""

    @property
    def transparent(self) -> bool:
        """غير or شبه: the adjective after it agrees as if it were not there."""
        return self.written.letters in TRANSPARENT


class Shape(NamedTuple):
    """Where article and agreement live in a phrase."""

    carrier: int
    """The slot that takes article or pronoun; those before it are in construct."""
    agreeing: int
    """One after the last slot that agrees in article with the carrier; the rest stays as written."""
    annexed: int = 0
    """An adjective in "false idafa" (صاروخ قصير المدى), which agrees but may drop its article; 0 for none."""


@dataclass(slots=True)
class Phrase:
    """One declared spelling of a term: its lemma, a variant, or a plural."""

    group: int
    """Index of the group of entries (alternatives share one)."""
    slots: tuple[Slot, ...]
    gaps: tuple[str, ...]
    """What is declared between the slots: a space, a hyphen, or punctuation."""
    number: Number
    frozen: bool
    rank: int
    """0 the lemma, 1 a variant, 2 a plural."""
    plural: bool
    """Whether sound plurals may be made (the entry declares none)."""
    definite: bool
    tail_number: Number
    """The number in which the words after the first are declared."""
    kind: Kind
    shapes: tuple[Shape, ...] | None = None
    """Made when first needed, see `shapes_of`."""
    lone_adjective: bool = False
    """The whole term is one adjective, declared as such."""


# ── from entries to phrases ──────────────────────────────────────────────────────────────────────────────────────────


def _gap(written: str) -> str:
    bare = BLANK.sub("", written)
    return " " if not bare else "-" if _HYPHENS.fullmatch(bare) else bare


def gap_fits(declared: str, written: str) -> bool:
    if written in (" ", ""):
        return declared in (" ", "-")
    bare = BLANK.sub("", written)
    if not bare:
        return declared in (" ", "-") and written.count("\n") < 2
    return declared == ("-" if _HYPHENS.fullmatch(bare) else bare)


def spelling_key(text: str) -> str:
    """What makes two rows rows of one `ar`: marks and blanks do not count, hamzas do (أعلام، إعلام).

    >>> spelling_key("قُوّات  مسلحة") == spelling_key("قوات مسلحة")
    True
    """
    return " ".join(read_word(word).letters for word in _words_and_gaps(text)[0])


@lru_cache(maxsize=32768)
def read_slots(text: str, frozen: bool) -> tuple[tuple[Slot, ...], tuple[str, ...]]:
    words, gaps = _words_and_gaps(text)
    slots: list[Slot] = []
    for at, token in enumerate(words):
        written = word = read_word(token)
        joined = False
        if at and not frozen and word.key[:1] == "و" and len(word.key) >= 5 and not is_own_word(word.key):
            rest = Word(word.letters[1:], word.key[1:], word.nunated)
            if has_article(rest) or not slots[0].definite:
                word, joined = rest, True
        definite = not frozen and has_article(word)
        slots.append(Slot(without_article(word) if definite else word, definite, joined, written))
    return tuple(slots), gaps


def _opens_designation(slots: Sequence[Slot], at: int) -> bool:
    """Whether a type or number begins here (إف-16): it never agrees, and the noun before takes the article."""
    return any(slot.written.key[:1] < _FIRST_LETTER for slot in slots[at : at + 2])


def _opens_prepositional(slot: Slot) -> bool:
    key, letters = slot.written.key, slot.written.letters
    if letters in PREPOSITIONS or letters in RELATIVES:
        return True
    if key.startswith(("لل", "بال")) and len(key) >= 5:
        return not is_own_word(key)
    return len(key) >= 5 and key[0] in "لب" and not slot.definite and not is_own_word(key)


def _shapes(slots: Sequence[Slot], kind: Kind) -> tuple[Shape, ...]:
    """Every shape a phrase may have; several where the words alone cannot tell."""
    later = range(1, len(slots))
    cut = next((at for at in later if _opens_prepositional(slots[at]) or _opens_designation(slots, at)), len(slots))
    shapes = _shapes_of_group(slots[:cut], kind) + _annexed_shapes(slots[:cut], kind)
    sure = cut < len(slots) and slots[cut].written.letters in PREPOSITIONS | RELATIVES
    if cut < len(slots) and not sure:
        shapes += [shape for shape in _shapes_of_group(slots, kind) if shape not in shapes]
    return tuple(shapes)


def _annexed_shapes(slots: Sequence[Slot], kind: Kind) -> list[Shape]:
    """The shape of صاروخ قصير المدى: adjectives, the last of them annexed to a definite noun that stays as written."""
    at = len(slots) - 2
    if at < 1 or not slots[-1].definite or slots[-1].joined or slots[at].transparent:
        return []
    if not is_quality(slots[at].word) and (kind is not Kind.ADJECTIVE or slots[at].definite):
        return []
    return [Shape(0, at, annexed=at)]


def _shapes_of_group(slots: Sequence[Slot], kind: Kind) -> list[Shape]:
    count = len(slots)
    if count == 1:
        return [Shape(0, 1)]
    first_definite = next((at for at, slot in enumerate(slots) if slot.definite), None)
    if first_definite is not None:
        carrier = first_definite
        if slots[carrier].joined and carrier > 0:
            carrier -= 1
        agreeing = first_definite
        while agreeing < count and (slots[agreeing].definite or slots[agreeing].transparent):
            agreeing += 1
        return [Shape(carrier, agreeing)]
    shapes: list[Shape] = []
    if slots[1].transparent:
        return [Shape(0, count)]
    adjectival = agrees_as_adjective(slots[0].word, slots[1].word)
    if kind is Kind.ADJECTIVE or slots[1].joined or adjectival is not False:
        shapes.append(Shape(0, count))
    if kind is not Kind.ADJECTIVE and not slots[1].joined:
        shapes += [Shape(carrier, count) for carrier in range(1, count) if not slots[carrier].joined]
    return shapes or [Shape(0, count)]


def infer_kind(ar: str) -> Kind:
    """The kind of an entry that declares none: single, adjective where the article or the endings agree, else idafa.

    >>> [str(infer_kind(t)) for t in ("لواء", "القوات المسلحة", "صاروخ باليستي", "مكتب اتصال", "وزارة الدفاع")]
    ['single', 'adjective', 'adjective', 'idafa', 'idafa']
    """
    slots, _ = read_slots(ar, frozen=False)
    if len(slots) <= 1:
        return Kind.SINGLE
    if slots[1].transparent or all(slot.definite or slot.transparent for slot in slots):
        return Kind.ADJECTIVE
    if any(slot.definite for slot in slots):
        return Kind.IDAFA
    agrees = all(agrees_as_adjective(slots[0].word, slot.word) is True for slot in slots[1:])
    return Kind.ADJECTIVE if agrees else Kind.IDAFA


def _agrees_in_plural(slots: Sequence[Slot]) -> bool:
    """Whether an adjective says that the noun was declared in the plural: قراصنة إلكترونيون."""
    return len(slots) > 1 and slots[-1].word.letters.endswith("يون") and is_sound_plural(slots[-1].word.letters)


def _english_is_plural(term: Term) -> bool:
    head = term.en.split(" of ")[0].rstrip().casefold()
    return not term.en_plural and head.endswith("s") and not head.endswith(("ss", "us", "is", "ics"))


def phrases_of(term: Term, group: int, seen: set[tuple[str, int, Kind]]) -> Iterator[Phrase]:
    """The phrases of an entry that its alternatives have not brought already (`seen`)."""
    frozen = term.kind is Kind.FROZEN
    english_is_plural = _english_is_plural(term)
    spellings = [(term.ar, 0), *((variant, 1) for variant in term.ar_variants)]
    spellings += [(plural, 2) for plural in term.ar_plural]
    declared = [(read_slots(text, frozen), text, rank) for text, rank in spellings]
    one_word = any(len(slots) == 1 for (slots, _), _, rank in declared if rank < 2)
    lemma = next((slots[0].word.key for (slots, _), _, rank in declared if slots and not rank), "")
    # A frozen entry makes no dual of its own, so its variants give it: رقيبان أولان.
    pairs = {article + lemma + ending for article in ("", "ال") for ending in ("ان", "ين")}
    pairs -= {slots[0].written.key for (slots, _), _, rank in declared if rank == 2 and slots}
    for (slots, gaps), text, rank in declared:
        if not slots or (text, rank, term.kind) in seen:
            continue
        seen.add((text, rank, term.kind))
        if rank == 2 and len(slots) == 1 and not one_word:
            continue  # the plural of the first word alone was meant as that of the phrase, see _plural_heads
        is_plural = rank == 2 or looks_plural(slots[0].word.letters, english_is_plural) or _agrees_in_plural(slots)
        number: Number = "pl" if is_plural else "sg"
        if frozen and len(slots) > 1 and slots[0].written.key in pairs:
            number = "du"
        # ar_plural says how the lemma's own first word declines; a variant that begins otherwise declines by rule.
        declines = not term.ar_plural or (rank == 1 and slots[0].word.key != lemma)
        plural = number == "sg" and declines and not frozen and len(slots[0].word.letters) >= 3
        yield _phrase(term, group, slots, gaps, number, number, rank, plural)
        if rank < 2 and len(slots) > 1 and not frozen:
            for head in _plural_heads(slots[0], declared):
                yield _phrase(term, group, (head, *slots[1:]), gaps, "pl", "sg", 2, False)


def _phrase(
    term: Term, group: int, slots: tuple[Slot, ...], gaps: tuple[str, ...], number: Number, tail_number: Number,
    rank: int, plural: bool,
) -> Phrase:  # fmt: skip
    frozen = term.kind is Kind.FROZEN
    definite = any(slot.definite for slot in slots)
    lone = term.kind is Kind.ADJECTIVE and len(slots) == 1 and number == "sg"
    return Phrase(
        group, slots, gaps, number, frozen, rank, plural, definite, tail_number, term.kind, lone_adjective=lone
    )


def shapes_of(phrase: Phrase) -> tuple[Shape, ...]:
    """Every shape a phrase that is not frozen may have. Most phrases of a glossary are never met, so they have none."""
    if phrase.shapes is None:
        phrase.shapes = _shapes(phrase.slots, phrase.kind)
    return phrase.shapes


_Declared = tuple[tuple[tuple[Slot, ...], tuple[str, ...]], str, int]


def _plural_heads(head: Slot, declared: Sequence[_Declared]) -> list[Slot]:
    """Plural first words that suit a spelling: those of plurals, where the lemma begins with the same word.

    The variant صاروخ بالستي has its plural in صواريخ بالستية, though only صواريخ باليستية is declared.
    """
    lemma = declared[0][0][0]
    if not lemma or lemma[0].word.key != head.word.key:
        return []
    return list(dict.fromkeys(slots[0] for (slots, _), _, rank in declared if rank == 2 and slots))


def head_forms(phrase: Phrase) -> tuple[Form, ...]:
    slot = phrase.slots[0]
    if phrase.frozen:
        return (Form(slot.written.letters, slot.written.key, phrase.number, "any", False),)
    if phrase.lone_adjective:
        return lone_adjective_forms(slot.word)
    return noun_forms(slot.word, phrase.number, dual=phrase.number == "sg", plural=phrase.plural)


def tail_table(phrase: Phrase, at: int, role: str) -> dict[str, list[Form]]:
    """Forms of a later slot by key: as `noun` (in construct, or carrier), as `pair` of it, `adjective` or `annexed`."""
    return _table(phrase.slots[at].word, phrase.tail_number, role)


@lru_cache(maxsize=65536)
def _table(word: Word, tail_number: Number, role: str) -> dict[str, list[Form]]:
    if role == "adjective":
        forms = adjective_forms(word, tail_number)
    elif role == "annexed":
        forms = annexed_forms(word, tail_number)
    elif role == "pair":
        forms = tuple(
            f for f in noun_forms(word, "sg", dual=True, plural=False) if (f.number, f.state) == ("du", "abs")
        )
    else:
        number: Number = "pl" if is_sound_plural(word.letters) else "sg"
        forms = tuple(f for f in noun_forms(word, number, dual=False, plural=False) if f.state != "acc")
    table: dict[str, list[Form]] = {}
    for form in forms:
        table.setdefault(form.key, []).append(form)
    return table


def second_openings(phrase: Phrase) -> set[str]:
    """The first letters the second word of a phrase may have behind its article: three, or two of a short word.

    Inflection changes a word from its last letter on, so they stay; only a colour has another feminine.
    """
    slot = phrase.slots[1]
    if slot.written.letters in RELATIVES:
        return {"ذا", "ذو", "ذي"}
    keys = [slot.word.key, *(colour for colour in (COLOURS.get(slot.word.letters),) if colour)]
    return {key[: 3 if len(key) >= 4 else 2] for key in keys}


def openings_of(word: Word) -> set[str]:
    """The first two and three letters of a later word of a text: whole, without article, without conjunction or ل."""
    key = word.key
    starts = [0, 1] if key.startswith(("و", "ل")) else [0]
    starts += [2] if key.startswith("لل") else []
    starts += [start + 2 for start in starts if key.startswith(ARTICLE, start)]
    return {key[start : start + length] for start in starts for length in (2, 3)}
