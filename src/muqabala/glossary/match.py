"""Finds the terms of a glossary in Arabic text: longest first, on folded words, with offsets of the text as written.

Each word of a text is taken apart once (and remembered), its possible stems are looked up among the forms of first
words of phrases, and only where one is found are the following words compared (`phrases.py` says how they may look).
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from muqabala.glossary.forms import (
    ARTICLE,
    COMMON_NISBAS,
    FUNCTION_WORDS,
    NUMBERS,
    PREPOSITIONS,
    RELATIVES,
    Form,
    Number,
    Reading,
    Word,
    denied_keys,
    hamzas_clash,
    is_own_derivation,
    is_own_word,
    is_spelt_otherwise,
    pronoun_ends,
    read_word,
    readings,
)
from muqabala.glossary.phrases import (
    BLANK,
    TOKEN,
    Phrase,
    Shape,
    Slot,
    Token,
    gap_fits,
    head_forms,
    openings_of,
    phrases_of,
    read_slots,
    second_openings,
    spelling_key,
    tail_table,
    tokens_of,
)
from muqabala.values import Kind, Term, TermHit

_DUAL_ENDINGS = ("\N{ARABIC FATHA}ي", "\N{ARABIC FATHA}ي\N{ARABIC SUKUN}")
_REMEMBERED_WORDS = 200_000
_CROWDED = 2
"""So many phrases may share a first form before they are sorted by their second word."""


class HeadReading(NamedTuple):
    """One way a word of a text may be the first word of a phrase."""

    phrase: Phrase
    form: Form
    proclitics: tuple[str, ...]
    article: bool
    pronoun: str
    nisba: bool
    """Would also be an adjective made from the word; believed only where no adjective can stand."""


class _Known(NamedTuple):
    """What is remembered of a word of a text."""

    alone: tuple[HeadReading, ...]
    """Readings as a term of one word."""
    opening: tuple[HeadReading, ...] | dict[str, list[HeadReading]]
    """Readings as the first word of a longer term; by the second word's first letters where they are many."""


_UNKNOWN = _Known((), ())
"""No term begins with this word: what is remembered of most words, so it is one object."""


class _Fit(NamedTuple):
    """A phrase found under one reading."""

    numbers: frozenset[Number]
    article: bool
    pronoun: str


@dataclass(slots=True)
class _Candidate:
    """A term found at a span, all its readings together."""

    group: int
    first: int
    """Index of its first token; `last` of its last."""
    last: int
    cost: tuple[int, ...]
    numbers: set[Number]
    clitics: tuple[str, ...]
    definite: bool
    pronoun: str


# ── matching ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _admits(form: Form, article: bool, pronoun: str) -> bool:
    """Whether a form may carry this article or pronoun."""
    if pronoun:
        if article or form.state not in ("any", "con", "pre"):
            return False
        # subtle: قوة and مستوى stand here as declared; before a pronoun they are قوت and مستوا.
        opens = form.state == "any" and form.letters.endswith(("ة", "ى"))
        return not opens and not (form.state == "con" and pronoun == "ي")
    if article:
        return form.state in ("any", "abs")
    return form.state != "pre"


def _might_be_nisba(form: Form, pronoun: str) -> bool:
    if pronoun:
        return pronoun == "ي" and not form.key.endswith("ات") and not (form.state == "pre" and form.key.endswith("ت"))
    return form.nisba


def _tail_readings(word: Word, start: int = 0) -> Iterator[tuple[int, int, bool, str]]:
    """Ways to read a later word: (start, end of the stem, article, pronoun)."""
    for pronoun, end in pronoun_ends(word):
        if end - start >= 2 or not pronoun:
            yield start, end, False, pronoun
    if word.key.startswith(ARTICLE, start) and word.letters[start] in "اٱ":
        yield start + 2, len(word.key), True, ""


def _fixed(slot: Slot, word: Word) -> bool:
    return slot.written.key == word.key and not hamzas_clash(slot.written.letters, word.letters)


def _rest_fits(slots: Sequence[Slot], words: Sequence[Word]) -> bool:
    """Whether the words behind the agreeing ones are as declared; after ذات they may be with or without article."""
    related = False
    for slot, word in zip(slots, words, strict=True):
        if slot.written.letters in RELATIVES and word.letters in RELATIVES:
            related = True
        elif not _fixed(slot, word) and not (related and word.key in (slot.word.key, ARTICLE + slot.word.key)):
            return False
    return True


def _in_construct(phrase: Phrase, at: int, word: Word) -> bool:
    forms = tail_table(phrase, at, "noun").get(word.key, ())
    return any(form.state in ("any", "con") and not is_spelt_otherwise(form, word.letters) for form in forms)


def _as_carrier(phrase: Phrase, at: int, word: Word) -> Iterator[tuple[bool, str]]:
    """Article and pronoun under which a later word carries the definiteness of its phrase."""
    table = tail_table(phrase, at, "noun")
    for start, end, article, pronoun in _tail_readings(word):
        for form in table.get(word.key[start:end], ()):
            bare_construct = form.state == "con" and not pronoun
            if not _admits(form, article, pronoun) or bare_construct or _might_be_nisba(form, pronoun):
                continue
            if not is_spelt_otherwise(form, word.letters[start:end]):
                yield article, pronoun


def _as_agreeing(phrase: Phrase, at: int, word: Word, definite: bool) -> Iterator[Form]:
    """The forms in which a later word agrees with what the phrase says before it."""
    slot = phrase.slots[at]
    start = 0
    if slot.joined:
        if not word.key.startswith("و"):
            return
        start = 1
    if definite:
        if not word.key.startswith(ARTICLE, start) or word.letters[start] not in "اٱ":
            return
        start += 2
    for form in tail_table(phrase, at, "adjective").get(word.key[start:], ()):
        if form.state == "acc" and definite:
            continue
        if not is_spelt_otherwise(form, word.letters[start:]):
            yield form


def _suits(noun: Form, adjective: Form) -> bool:
    """Whether an adjective may follow a noun beyond number and article: دعم عسكريا and بيانات مشتركين are two words."""
    if adjective.state == "acc":
        return noun.state == "acc" or noun.letters.endswith(("ة", "اء", "ى", "ا", "ات", "أ"))
    sound_masculine = adjective.number == "pl" and adjective.made and adjective.letters.endswith(("ون", "ين"))
    return not (sound_masculine and noun.letters.endswith("ات"))


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking a growing index again and again: a third of the time is left (measured).

    Nothing that is built here becomes garbage.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Matcher:
    """The terms of a glossary, ready to be looked up."""

    def __init__(self, entries: Iterable[Term]) -> None:
        groups: dict[str, list[Term]] = {}
        for term in entries:
            groups.setdefault(spelling_key(term.ar), []).append(term)
        self._groups = list(groups.values())
        self._known: dict[str, _Known] = {}
        self._words: dict[str, Word] = {}
        # Form of a first word → the form, and every phrase that begins with that word. Phrases share their first words.
        self._heads: dict[str, list[tuple[Form, list[Phrase]]]] = {}
        self._denied: dict[int, list[tuple[tuple[Slot, ...], tuple[str, ...]]]] = {}
        with uncollected():
            self._index()

    def _index(self) -> None:
        openings: dict[tuple[Word, Number, bool, bool, bool], list[Phrase]] = {}
        for number, group in enumerate(self._groups):
            seen: set[tuple[str, int, Kind]] = set()
            for term in group:
                for phrase in phrases_of(term, number, seen):
                    word = phrase.slots[0].written if phrase.frozen else phrase.slots[0].word
                    kind = (phrase.number, phrase.plural, phrase.frozen, phrase.lone_adjective)
                    openings.setdefault((word, *kind), []).append(phrase)
                denied = [read_slots(denial, frozen=True) for denial in term.ar_deny]
                if denied:
                    self._denied.setdefault(number, []).extend(d for d in denied if d[0])
        for phrases in openings.values():
            for form in head_forms(phrases[0]):
                self._heads.setdefault(form.key, []).append((form, phrases))

    def hits(self, text: str) -> list[TermHit]:
        """Every term of a text, in order; hits are exclusive, the longest first, and never cross punctuation."""
        words = TOKEN.findall(text)
        remembered = self._known
        known = [remembered.get(word) or self._read(word) for word in words]
        asks = "؟" in text
        if not asks and not any(word.alone or word.opening for word in known):
            return []
        tokens = tokens_of(text)
        found: dict[tuple[int, int, int], _Candidate] = {}
        for at, word in enumerate(known):
            if word.alone or word.opening:
                self._collect(found, text, tokens, at, word, ())
            if asks and words[at][0] == "أ" and len(words[at]) > 3 and _opens(text, tokens, at):
                self._collect(found, text, tokens, at, self._read(words[at][1:]), ("أ",))
        if not found:
            return []
        taken: list[_Candidate] = []
        for candidate in sorted(found.values(), key=lambda c: c.cost):
            if all(candidate.last < other.first or candidate.first > other.last for other in taken):
                taken.append(candidate)
        taken.sort(key=lambda c: c.first)
        return [self._hit(text, tokens, candidate) for candidate in taken]

    # ── one word ──

    def _read(self, written: str) -> _Known:
        known = self._known.get(written)
        if known is None:
            if len(self._known) >= _REMEMBERED_WORDS:
                self._known.clear()
            word = read_word(written)
            heads = list(self._head_readings(word)) if word.key else []
            alone = tuple(head for head in heads if len(head.phrase.slots) == 1)
            opening: tuple[HeadReading, ...] | dict[str, list[HeadReading]]
            opening = tuple(head for head in heads if len(head.phrase.slots) > 1)
            if len(opening) > _CROWDED:
                opening = _by_second_word(opening)
            known = self._known[written] = _Known(alone, opening) if heads else _UNKNOWN
        return known

    def _word(self, token: Token) -> Word:
        word = self._words.get(token.written)
        if word is None:
            if len(self._words) >= _REMEMBERED_WORDS:
                self._words.clear()
            word = self._words[token.written] = read_word(token.written)
        return word

    def _head_readings(self, word: Word) -> Iterator[HeadReading]:
        key, heads = word.key, self._heads
        ends = pronoun_ends(word)
        for reading in readings(word):
            start = reading.start
            for pronoun, end in ends:
                if end - start < 2 or key[start:end] not in heads:
                    continue
                letters = word.letters[start:end]
                for form, phrases in heads[key[start:end]]:
                    for phrase in phrases:
                        if _may_open(phrase, form, reading, pronoun, letters):
                            nisba = not phrase.frozen and _might_be_nisba(form, pronoun)
                            yield HeadReading(phrase, form, reading.proclitics, reading.article, pronoun, nisba)
            if reading.implied:
                # A frozen entry keeps its article: للأمم is ل and الأمم.
                for form, phrases in self._heads.get(ARTICLE + word.key[reading.start :], ()):
                    if not hamzas_clash(form.letters[2:], word.letters[reading.start :]):
                        for phrase in phrases:
                            if phrase.frozen:
                                yield HeadReading(phrase, form, reading.proclitics, False, "", False)

    # ── one place ──

    def _collect(
        self,
        found: dict[tuple[int, int, int], _Candidate],
        text: str,
        tokens: Sequence[Token],
        at: int,
        known: _Known,
        question: tuple[str, ...],
    ) -> None:
        for head in known.alone:
            if head.nisba and not _no_adjective_here(text, tokens, at, head):
                continue
            fit = _Fit(frozenset((head.form.number,)), head.article, head.pronoun)
            self._add(found, text, tokens, at, at, head, fit, question)
        if not known.opening or at + 1 >= len(tokens):
            return
        heads: Iterable[HeadReading]
        if isinstance(known.opening, dict):
            following = openings_of(self._word(tokens[at + 1]))
            heads = [head for key in following for head in known.opening.get(key, ())]
        else:
            heads = known.opening
        for head in heads:
            last = at + len(head.phrase.slots) - 1
            if last >= len(tokens):
                continue
            words = [self._word(token) for token in tokens[at + 1 : last + 1]]
            fits = _fits(head, words)
            if fits and _gaps_fit(text, tokens, at, head.phrase.gaps):
                for fit in fits:
                    self._add(found, text, tokens, at, last, head, fit, question)

    def _add(
        self,
        found: dict[tuple[int, int, int], _Candidate],
        text: str,
        tokens: Sequence[Token],
        first: int,
        last: int,
        head: HeadReading,
        fit: _Fit,
        question: tuple[str, ...],
    ) -> None:
        phrase = head.phrase
        proclitics = question + head.proclitics
        length = tokens[last].end - tokens[first].start
        made = 3 if head.form.made else phrase.rank
        other_article = fit.article != phrase.definite and not phrase.frozen
        # للجنة is "to the committee" far more often than "to a committee".
        lam = head.proclitics[-1:] == ("ل",) and head.form.key.startswith("ل") and not fit.article
        doubtful = lam and len(phrase.slots) == 1
        cost = (-length, first, len(proclitics), int(doubtful), made, int(other_article), phrase.group)
        clitics = proclitics + ((ARTICLE,) if fit.article else ()) + ((fit.pronoun,) if fit.pronoun else ())
        definite = fit.article or (phrase.frozen and phrase.slots[0].written.key.startswith(ARTICLE))
        key = (phrase.group, first, last)
        known = found.get(key)
        if known is None:
            if not self._is_denied(text, tokens, phrase.group, first, last):
                numbers = set(fit.numbers)
                found[key] = _Candidate(phrase.group, first, last, cost, numbers, clitics, definite, fit.pronoun)
            return
        known.numbers |= fit.numbers
        if cost < known.cost:
            known.cost, known.clitics, known.definite, known.pronoun = cost, clitics, definite, fit.pronoun

    def _is_denied(self, text: str, tokens: Sequence[Token], group: int, first: int, last: int) -> bool:
        for slots, gaps in self._denied.get(group, ()):
            for at in range(max(0, first - len(slots) + 1), min(last, len(tokens) - len(slots)) + 1):
                words = [self._word(token) for token in tokens[at : at + len(slots)]]
                if _denial_fits(slots, words) and _gaps_fit(text, tokens, at, gaps):
                    return True
        return False

    def _hit(self, text: str, tokens: Sequence[Token], candidate: _Candidate) -> TermHit:
        group = self._groups[candidate.group]
        start, end = tokens[candidate.first].start, tokens[candidate.last].end
        return TermHit(
            term=group[0], start=start, end=end, surface=text[start:end],
            number=tuple(number for number in NUMBERS if number in candidate.numbers),
            clitics=candidate.clitics, definite=candidate.definite, pronoun=candidate.pronoun,
            alternatives=tuple(group[1:]),
        )  # fmt: skip


def _by_second_word(opening: Sequence[HeadReading]) -> dict[str, list[HeadReading]]:
    table: dict[str, list[HeadReading]] = {}
    for head in opening:
        for key in second_openings(head.phrase):
            table.setdefault(key, []).append(head)
    return table


def _may_open(phrase: Phrase, form: Form, reading: Reading, pronoun: str, letters: str) -> bool:
    """Whether a stem found among the first words may stand with these clitics."""
    if is_spelt_otherwise(form, letters) or (letters in FUNCTION_WORDS and form.letters != letters):
        return False
    if phrase.frozen:
        if reading.article or pronoun:
            return False
    elif not _admits(form, reading.article, pronoun):
        return False
    if len(phrase.slots) > 1:
        return True
    declared = phrase.slots[0].word
    if (form.made or pronoun) and is_own_derivation(reading.article, form, pronoun, declared.letters):
        return False
    lemma = declared.key
    if len(lemma) == 2 and not _short_may_open(reading, pronoun):
        return False
    if reading.proclitics and not reading.article:
        # وحدة is not "and sharpness": the letter belongs to the word, unless the glossary's phrase goes on and agrees.
        front = reading.proclitics[-1]
        return not any(is_own_word(front + key) for key in (form.key, lemma, form.key + pronoun))
    return True


def _short_may_open(reading: Reading, pronoun: str) -> bool:
    """Whether a word of two letters may stand with these clitics; longer words would come apart (كبر، فسره، برهن)."""
    if reading.article or not reading.proclitics:
        return pronoun not in ("هن", "ك", "كم", "كن", "ي")
    return not pronoun and len(reading.proclitics) == 1 and reading.proclitics[0] in "وبل"


def _opens(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing, or punctuation, stands before a token."""
    return at == 0 or bool(BLANK.sub("", text[tokens[at - 1].end : tokens[at].start]))


def _no_adjective_here(text: str, tokens: Sequence[Token], at: int, head: HeadReading) -> bool:
    """Whether a bare word in ي (مكتبي) can be "my office" or "the two offices of", not an adjective (تهديد أمني).

    A word in a guessed و (مهندسو) must go on: مهندسو الجيش.
    """
    goes_on = (
        at + 1 < len(tokens)
        and not _opens(text, tokens, at + 1)
        and read_word(tokens[at + 1].written).key.startswith(ARTICLE)
    )
    if head.form.key.endswith("و") and not head.pronoun:
        return goes_on
    if tokens[at].written.endswith(_DUAL_ENDINGS):
        return True
    if goes_on and _may_be_agent(head.phrase.slots[0].word.key):
        return True
    common = head.form.letters.removesuffix("ي") + "ي" in COMMON_NISBAS
    if head.proclitics and head.proclitics[-1] in "بلك":
        return goes_on or not common
    if _opens(text, tokens, at):
        return False
    before = read_word(tokens[at - 1].written)
    if before.letters in PREPOSITIONS or before.letters[1:] in PREPOSITIONS:
        return goes_on or not common
    # After a definite noun an adjective would be definite too; a genitive must follow then.
    return goes_on and before.key.startswith(ARTICLE) and not head.proclitics


def _may_be_agent(key: str) -> bool:
    """Whether a noun has a shape of people (وزير، قائد، مدير), which make duals more often than adjectives."""
    return len(key) == 4 and (key[1] == "ا" or key[2] == "ي" or key[0] == "م")


def _gaps_fit(text: str, tokens: Sequence[Token], at: int, gaps: Sequence[str]) -> bool:
    return all(gap_fits(gap, text[tokens[at + n].end : tokens[at + n + 1].start]) for n, gap in enumerate(gaps))


def _denial_fits(slots: Sequence[Slot], words: Sequence[Word]) -> bool:
    """Whether a denied phrase stands here: the first word with any proclitics, each with or without article.

    The words of a phrase may stand in any case and in the dual; a single word is denied in the form that is written.
    """
    for at, (slot, word) in enumerate(zip(slots, words, strict=True)):
        denied = denied_keys(slot.written) if len(slots) > 1 else frozenset((slot.written.key,))
        if at == 0:
            rests = {word.key[r.start :] for r in readings(word)}
            rests |= {ARTICLE + word.key[r.start :] for r in readings(word) if r.implied}
            if denied.isdisjoint(rests):
                return False
        elif word.key not in denied and not (word.key.startswith(ARTICLE) and word.key[2:] in denied):
            return False
    return True


def _fits(head: HeadReading, words: Sequence[Word]) -> list[_Fit]:
    """Every way the words after a head complete its phrase."""
    phrase = head.phrase
    if phrase.frozen:
        fixed = all(_fixed(slot, word) for slot, word in zip(phrase.slots[1:], words, strict=True))
        return [_Fit(frozenset((head.form.number,)), False, "")] if fixed else []
    found: list[_Fit] = []
    for shape in phrase.shapes:
        for fit in _fits_shape(head, words, shape):
            if fit not in found:
                found.append(fit)
    return found


def _fits_shape(head: HeadReading, words: Sequence[Word], shape: Shape) -> Iterator[_Fit]:
    phrase, form = head.phrase, head.form
    rest = shape.annexed + 1 if shape.annexed else shape.agreeing
    if not _rest_fits(phrase.slots[rest:], words[rest - 1 :]):
        return
    if shape.carrier == 0:
        if form.state == "con" and not head.pronoun:
            return
        if head.nisba and shape.agreeing < 2:
            return
        carried = [(head.article, head.pronoun)]
    else:
        if head.article or head.pronoun or form.state not in ("any", "con"):
            return
        if not all(_in_construct(phrase, at, words[at - 1]) for at in range(1, shape.carrier)):
            return
        carried = list(dict.fromkeys(_as_carrier(phrase, shape.carrier, words[shape.carrier - 1])))
    for article, pronoun in carried:
        numbers = _agreed_numbers(head, words, shape, article or bool(pronoun))
        if numbers:
            yield _Fit(numbers, article, pronoun)


def _agreed_numbers(head: HeadReading, words: Sequence[Word], shape: Shape, definite: bool) -> frozenset[Number]:
    """The numbers in which the words after the carrier agree with the head; none where they do not."""
    phrase, form = head.phrase, head.form
    numbers = {form.number}
    for at in range(shape.carrier + 1, shape.agreeing):
        if phrase.slots[at].transparent:
            if not _fixed(phrase.slots[at], words[at - 1]):
                return frozenset()
            continue
        agreeing: set[Number] = set()
        for other in _as_agreeing(phrase, at, words[at - 1], definite):
            if shape.carrier == 0 and not _suits(form, other):
                continue
            # After a genitive an adjective may agree with it, as declared, or with the head.
            unchanged = not other.made and (shape.carrier > 0 or phrase.slots[at].joined)
            agreeing |= set(NUMBERS) if unchanged else {other.number}
        numbers &= agreeing
        if not numbers:
            return frozenset()
    if shape.annexed:
        numbers &= {other.number for other in _as_annexed(phrase, shape.annexed, words[shape.annexed - 1], definite)}
    return frozenset(numbers)


def _as_annexed(phrase: Phrase, at: int, word: Word, definite: bool) -> Iterator[Form]:
    """The forms in which an annexed adjective agrees: قصير، قصيرا، قصيرة; the article only after a definite noun."""
    for start, _, article, pronoun in _tail_readings(word):
        if pronoun or (article and not definite):
            continue
        for form in tail_table(phrase, at, "annexed").get(word.key[start:], ()):
            if not is_spelt_otherwise(form, word.letters[start:]):
                yield form
