"""Finds the terms of a glossary in Arabic text: longest first, on folded words, with offsets of the text as written.

Each word of a text is taken apart once (and remembered), its possible stems are looked up among the forms of first
words of phrases, and only where one is found are the following words compared (`phrases.py` says how they may look).
"""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from muqabala.glossary.forms import (
    ARTICLE,
    BARE_NEXT,
    COMMON_NISBAS,
    DEFINITE_NEXT,
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
    gap_fits,
    head_forms,
    openings_of,
    phrases_of,
    read_slots,
    second_openings,
    shapes_of,
    spelling_key,
    tail_table,
)
from muqabala.values import Kind, Term, TermHit

_DUAL_ENDINGS = ("\N{ARABIC FATHA}ي", "\N{ARABIC FATHA}ي\N{ARABIC SUKUN}")
_REMEMBERED_WORDS = 200_000


class _Opening:
    """The phrases that begin with one declared word in one manner of inflection, and so in the same forms."""

    __slots__ = ("alone", "longer", "sorted")

    def __init__(self) -> None:
        self.alone: list[Phrase] = []
        """Those of one word."""
        self.longer: list[Phrase] = []
        self.sorted: dict[str, list[Phrase]] | None = None
        """The longer ones by the first letters of their second word; made when first asked for."""

    def sort(self) -> dict[str, list[Phrase]]:
        table: dict[str, list[Phrase]] = {}
        if len(self.longer) == 1:
            self.sorted = table = dict.fromkeys(second_openings(self.longer[0]), self.longer)
            return table
        for phrase in self.longer:
            for key in second_openings(phrase):
                table.setdefault(key, []).append(phrase)
        self.sorted = table
        return table


class HeadReading(NamedTuple):
    """One way a word of a text may be the first word of the phrases of an opening."""

    opening: _Opening
    form: Form
    proclitics: tuple[str, ...]
    article: bool
    pronoun: str
    nisba: bool
    """Would also be an adjective made from the word; believed only where no adjective can stand."""


class _Known:
    """What is remembered of a word of a text."""

    __slots__ = ("alone", "opening", "starts", "word")

    def __init__(self, word: Word, alone: tuple[tuple[Phrase, HeadReading], ...], opening: tuple[HeadReading, ...]):
        self.word = word
        self.alone = alone
        """Readings as a term of one word."""
        self.opening = opening
        """Readings as the first word of longer terms."""
        self.starts: tuple[str, ...] | None = None
        """First letters it may show as a later word; made when first asked for."""


class _Line:
    """A text taken apart: its words as written and as remembered, and where they stand."""

    __slots__ = ("ends", "known", "starts", "text", "written")

    def __init__(self, text: str, written: list[str], known: list[_Known]) -> None:
        self.text, self.written, self.known = text, written, known
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        # No letter or digit stands between two words (each would begin one), so a search finds the word itself.
        for word in written:
            at = text.index(word, at)
            self.starts.append(at)
            at += len(word)
            self.ends.append(at)

    def gap(self, at: int) -> str:
        """What is written between a word and the next."""
        return self.text[self.ends[at] : self.starts[at + 1]]


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


@lru_cache(maxsize=65536)
def _tail_readings(word: Word) -> tuple[tuple[int, str, bool, str], ...]:
    """Ways to read a later word: (start of the stem, its key, article, pronoun)."""
    key = word.key
    found = [(0, key[:end], False, pronoun) for pronoun, end in pronoun_ends(word) if end >= 2 or not pronoun]
    if key.startswith(ARTICLE) and word.letters[0] in "اٱ":
        found.append((2, key[2:], True, ""))
    return tuple(found)


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


def _as_carrier(phrase: Phrase, at: int, word: Word, number: Number) -> Iterator[tuple[bool, str]]:
    """Article and pronoun under which a later word carries the definiteness of a phrase whose head is in `number`.

    Two of something may be of two others: رئيسا حكومتين.
    """
    table = tail_table(phrase, at, "noun")
    pairs = tail_table(phrase, at, "pair") if number == "du" else {}
    for start, key, article, pronoun in _tail_readings(word):
        for form in (*table.get(key, ()), *pairs.get(key, ())):
            bare_construct = form.state == "con" and not pronoun
            if not _admits(form, article, pronoun) or bare_construct or _might_be_nisba(form, pronoun):
                continue
            if not is_spelt_otherwise(form, word.letters[start : start + len(key)]):
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

    Nothing that is built here becomes garbage, and it stays: so it joins the oldest objects unwalked, or the first
    texts would pay for three walks over it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                # subtle: freezing empties all generations, and unfreezing puts everything into the oldest.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class Matcher:
    """The terms of a glossary, ready to be looked up."""

    def __init__(self, entries: Iterable[Term]) -> None:
        groups: dict[str, list[Term]] = {}
        for term in entries:
            groups.setdefault(spelling_key(term.ar), []).append(term)
        self._groups = list(groups.values())
        self._known: dict[str, _Known] = {}
        # Form of a first word → the form, and the phrases that begin so. Phrases share their first words.
        self._heads: dict[str, list[tuple[Form, Phrase, _Opening]]] = {}
        self._denied: dict[int, list[tuple[tuple[Slot, ...], tuple[str, ...]]]] = {}
        with uncollected():
            self._index()

    def _index(self) -> None:
        openings: dict[tuple[Word, Number, bool, bool, bool], tuple[Phrase, _Opening]] = {}
        for number, group in enumerate(self._groups):
            seen: set[tuple[str, int, Kind]] = set()
            for term in group:
                for phrase in phrases_of(term, number, seen):
                    word = phrase.slots[0].written if phrase.frozen else phrase.slots[0].word
                    kind = (phrase.number, phrase.plural, phrase.frozen, phrase.lone_adjective)
                    _, opening = openings.setdefault((word, *kind), (phrase, _Opening()))
                    (opening.alone if len(phrase.slots) == 1 else opening.longer).append(phrase)
                denied = [read_slots(denial, frozen=True) for denial in term.ar_deny]
                if denied:
                    self._denied.setdefault(number, []).extend(d for d in denied if d[0])
        for phrase, opening in openings.values():
            for form in head_forms(phrase):
                self._heads.setdefault(form.key, []).append((form, phrase, opening))

    def hits(self, text: str) -> list[TermHit]:
        """Every term of a text, in order; hits are exclusive, the longest first, and never cross punctuation."""
        words: list[str] = TOKEN.findall(text)
        remembered = self._known
        known = [remembered.get(word) or self._read(word) for word in words]
        heads = [at for at, word in enumerate(known) if word.alone or word.opening]
        asks = "؟" in text
        if not heads and not asks:
            return []
        line = _Line(text, words, known)
        found: dict[tuple[int, int, int], _Candidate] = {}
        for at in heads:
            self._collect(found, line, at, known[at], ())
        if asks:
            for at, written in enumerate(words):
                if written[0] == "أ" and len(written) > 3 and _opens(line, at):
                    self._collect(found, line, at, self._read(written[1:]), ("أ",))
        if not found:
            return []
        taken: list[_Candidate] = []
        covered = bytearray(len(words))
        for candidate in sorted(found.values(), key=_cost) if len(found) > 1 else found.values():
            if covered.find(1, candidate.first, candidate.last + 1) < 0:
                covered[candidate.first : candidate.last + 1] = b"\1" * (candidate.last + 1 - candidate.first)
                taken.append(candidate)
        taken.sort(key=_first)
        return [self._hit(line, candidate) for candidate in taken]

    # ── one word ──

    def _read(self, written: str) -> _Known:
        known = self._known.get(written)
        if known is None:
            if len(self._known) >= _REMEMBERED_WORDS:
                self._known.clear()
            word = read_word(written)
            alone: list[tuple[Phrase, HeadReading]] = []
            opening: list[HeadReading] = []
            if word.key:
                self._read_heads(word, alone, opening)
            known = self._known[written] = _Known(word, tuple(alone), tuple(opening))
        return known

    def _read_heads(self, word: Word, alone: list[tuple[Phrase, HeadReading]], opening: list[HeadReading]) -> None:
        """Every way the word may be the first of a term; what single words may not do is asked of them only."""
        key, heads = word.key, self._heads
        ends = pronoun_ends(word)
        for reading in readings(word):
            start = reading.start
            for pronoun, end in ends:
                found = heads.get(key[start:end]) if end - start >= 2 else None
                if found is None:
                    continue
                letters = word.letters[start:end]
                for form, model, phrases in found:
                    if not _may_open(model, form, reading, pronoun, letters):
                        continue
                    nisba = not model.frozen and _might_be_nisba(form, pronoun)
                    head = HeadReading(phrases, form, reading.proclitics, reading.article, pronoun, nisba)
                    alone += [(one, head) for one in phrases.alone if _may_stand_alone(one, form, reading, pronoun)]
                    if phrases.longer:
                        opening.append(head)
            if reading.implied:
                # A frozen entry keeps its article: للأمم is ل and الأمم.
                for form, model, phrases in heads.get(ARTICLE + key[start:], ()):
                    if model.frozen and not hamzas_clash(form.letters[2:], word.letters[start:]):
                        head = HeadReading(phrases, form, reading.proclitics, False, "", False)
                        alone += [(one, head) for one in phrases.alone]
                        if phrases.longer:
                            opening.append(head)

    # ── one place ──

    def _collect(
        self,
        found: dict[tuple[int, int, int], _Candidate],
        line: _Line,
        at: int,
        known: _Known,
        question: tuple[str, ...],
    ) -> None:
        for phrase, head in known.alone:
            if head.nisba and not _no_adjective_here(line, at, phrase, head):
                continue
            fit = _Fit(frozenset((head.form.number,)), head.article, head.pronoun)
            self._add(found, line, at, at, phrase, head, fit, question)
        if not known.opening or at + 1 >= len(line.known):
            return
        following = line.known[at + 1]
        if following.starts is None:
            following.starts = tuple(openings_of(following.word))
        for head in known.opening:
            longer = head.opening.sorted or head.opening.sort()
            for start in following.starts:
                for phrase in longer.get(start, ()):
                    last = at + len(phrase.slots) - 1
                    if last >= len(line.known):
                        continue
                    words = [one.word for one in line.known[at + 1 : last + 1]]
                    fits = _fits(phrase, head, words)
                    if fits and _gaps_fit(line, at, phrase.gaps):
                        for fit in fits:
                            self._add(found, line, at, last, phrase, head, fit, question)

    def _add(
        self,
        found: dict[tuple[int, int, int], _Candidate],
        line: _Line,
        first: int,
        last: int,
        phrase: Phrase,
        head: HeadReading,
        fit: _Fit,
        question: tuple[str, ...],
    ) -> None:
        proclitics = question + head.proclitics
        length = line.ends[last] - line.starts[first]
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
            if not self._is_denied(line, phrase.group, first, last):
                numbers = set(fit.numbers)
                found[key] = _Candidate(phrase.group, first, last, cost, numbers, clitics, definite, fit.pronoun)
            return
        if self._groups[phrase.group][0].kind is Kind.IDAFA and not _is_quoted(line.text[: line.starts[first]]):
            # وزيري الخارجية are two ministers; who speaks of his own does so in a quotation.
            if _is_pair(fit) and _is_mine(known.numbers, known.pronoun):
                known.numbers, known.cost = set(fit.numbers), cost
                known.clitics, known.definite, known.pronoun = clitics, definite, ""
                return
            if _is_mine(fit.numbers, fit.pronoun) and known.numbers == {"du"}:
                return
        known.numbers |= fit.numbers
        if cost < known.cost:
            known.cost, known.clitics, known.definite, known.pronoun = cost, clitics, definite, fit.pronoun

    def _is_denied(self, line: _Line, group: int, first: int, last: int) -> bool:
        for slots, gaps in self._denied.get(group, ()):
            for at in range(max(0, first - len(slots) + 1), min(last, len(line.known) - len(slots)) + 1):
                words = [known.word for known in line.known[at : at + len(slots)]]
                if _denial_fits(slots, words) and _gaps_fit(line, at, gaps):
                    return True
        return False

    def _hit(self, line: _Line, candidate: _Candidate) -> TermHit:
        group = self._groups[candidate.group]
        start, end = line.starts[candidate.first], line.ends[candidate.last]
        return TermHit(
            term=group[0], start=start, end=end, surface=line.text[start:end],
            number=_told(
                tuple(number for number in NUMBERS if number in candidate.numbers), line.text, start, end, group[0].kind
            ),
            clitics=candidate.clitics, definite=candidate.definite, pronoun=candidate.pronoun,
            alternatives=tuple(group[1:]),
        )  # fmt: skip


def _is_mine(numbers: Collection[Number], pronoun: str) -> bool:
    """Whether a noun in ي is read as one that is the speaker's."""
    return pronoun == "ي" and set(numbers) == {"sg"}


def _is_pair(fit: _Fit) -> bool:
    return fit.numbers == {"du"} and not fit.pronoun


_cost = attrgetter("cost")
_first = attrgetter("first")


def _may_open(phrase: Phrase, form: Form, reading: Reading, pronoun: str, letters: str) -> bool:
    """Whether a stem found among the first words may stand with these clitics; one phrase answers for its opening."""
    if is_spelt_otherwise(form, letters) or (letters in FUNCTION_WORDS and form.letters != letters):
        return False
    if phrase.frozen:
        return not (reading.article or pronoun)
    return _admits(form, reading.article, pronoun)


def _may_stand_alone(phrase: Phrase, form: Form, reading: Reading, pronoun: str) -> bool:
    """Whether a term of one word may stand with these clitics; no second word says that it is meant."""
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


def _opens(line: _Line, at: int) -> bool:
    """Whether nothing, or punctuation, stands before a token."""
    return at == 0 or bool(BLANK.sub("", line.gap(at - 1)))


def _no_adjective_here(line: _Line, at: int, phrase: Phrase, head: HeadReading) -> bool:
    """Whether a bare word in ي (مكتبي) can be "my office" or "the two offices of", not an adjective (تهديد أمني).

    A word in a guessed و (مهندسو) must go on: مهندسو الجيش.
    """
    goes_on = at + 1 < len(line.known) and line.known[at + 1].word.key.startswith(ARTICLE) and not _opens(line, at + 1)
    if head.form.key.endswith("و") and not head.pronoun:
        return goes_on
    if line.written[at].endswith(_DUAL_ENDINGS):
        return True
    if goes_on and _may_be_agent(phrase.slots[0].word.key):
        return True
    common = head.form.letters.removesuffix("ي") + "ي" in COMMON_NISBAS
    if head.proclitics and head.proclitics[-1] in "بلك":
        return goes_on or not common
    if _opens(line, at):
        return False
    before = line.known[at - 1].word
    if before.letters in PREPOSITIONS or before.letters[1:] in PREPOSITIONS:
        return goes_on or not common
    # After a definite noun an adjective would be definite too; a genitive must follow then.
    return goes_on and before.key.startswith(ARTICLE) and not head.proclitics


def _may_be_agent(key: str) -> bool:
    """Whether a noun has a shape of people (وزير، قائد، مدير), which make duals more often than adjectives."""
    return len(key) == 4 and (key[1] == "ا" or key[2] == "ي" or key[0] == "م")


def _gaps_fit(line: _Line, at: int, gaps: Sequence[str]) -> bool:
    for gap in gaps:
        if not gap_fits(gap, line.text[line.ends[at] : line.starts[at + 1]]):
            return False
        at += 1
    return True


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


def _fits(phrase: Phrase, head: HeadReading, words: Sequence[Word]) -> list[_Fit]:
    """Every way the words after a head complete a phrase."""
    if phrase.frozen:
        fixed = all(_fixed(slot, word) for slot, word in zip(phrase.slots[1:], words, strict=True))
        return [_Fit(frozenset((head.form.number,)), False, "")] if fixed else []
    found: list[_Fit] = []
    linked = _behind_lam(head, words[0])
    for shape in shapes_of(phrase):
        for fit in _fits_shape(phrase, head, words, shape):
            if fit not in found:
                found.append(fit)
        if linked is not None and shape.carrier:
            fits = _fits_shape(phrase, head, [linked, *words[1:]], shape, lam=True)
            if numbers := frozenset(number for fit in fits for number in fit.numbers):
                found.append(_Fit(numbers, False, ""))
    return found


def _behind_lam(head: HeadReading, word: Word) -> Word | None:
    """What a second word is behind the ل that stands for "of" where the first is indefinite: خرق لوقف إطلاق النار."""
    if head.article or head.pronoun or not word.key.startswith("ل") or len(word.key) < 4:
        return None
    if word.key.startswith("لل"):
        return Word("ا" + word.letters[1:], "ا" + word.key[1:], word.nunated)
    return None if is_own_word(word.key) else Word(word.letters[1:], word.key[1:], word.nunated)


def _fits_shape(
    phrase: Phrase, head: HeadReading, words: Sequence[Word], shape: Shape, *, lam: bool = False
) -> Iterator[_Fit]:
    form = head.form
    rest = shape.annexed + 1 if shape.annexed else shape.agreeing
    if rest < len(phrase.slots) and not _rest_fits(phrase.slots[rest:], words[rest - 1 :]):
        return
    if shape.carrier == 0:
        if form.state == "con" and not head.pronoun:
            return
        if head.nisba and shape.agreeing < 2:
            return
        carried = [(head.article, head.pronoun)]
    else:
        states = ("any", "abs", "acc") if lam else ("any", "con")
        if head.article or head.pronoun or form.state not in states:
            return
        if not all(_in_construct(phrase, at, words[at - 1]) for at in range(1, shape.carrier)):
            return
        carried = list(dict.fromkeys(_as_carrier(phrase, shape.carrier, words[shape.carrier - 1], form.number)))
    for article, pronoun in carried:
        numbers = _agreed_numbers(phrase, form, words, shape, article or bool(pronoun))
        if numbers:
            yield _Fit(numbers, article, pronoun)


def _told(numbers: tuple[Number, ...], text: str, start: int, end: int, kind: Kind) -> tuple[Number, ...]:
    """The numbers a word in ا may have where it stands: two of them before a definite genitive or as the first word.

    سفيرا is an ambassador as an object; no accusative has a genitive, and none begins a sentence. A word in تي before
    a bare noun is two as well, where nobody speaks of his own: كتيبتي احتياط. And زورقا دورية are two patrol boats, if
    the entry says that it is an idafa: a masculine accusative has no feminine adjective.
    """
    if numbers[:2] != ("sg", "du"):
        return numbers
    if " " in text[start:end]:
        return ("du",) if kind is Kind.IDAFA and _ANNEXES.match(text, start) else numbers
    if text[start:end].endswith("تي") and BARE_NEXT.match(text, end) and not _is_quoted(text[:start]):
        return ("du",)
    if text[end - 1] != "ا":
        return numbers
    opens = not text[:start].strip() and text[end : end + 1] == " "
    return ("du",) if opens or DEFINITE_NEXT.match(text, end) else numbers


_ANNEXES = re.compile(r"(?![وفبلك]?(?:حرب|نار|أرض|نفس|ريح|بئر|دار|سوق|طريق|ذراع|عين|يد|قدم|ساق|روح|شمس)ا)\w+ا \w+ة\b")
"""A noun in ا before one in ة, unless it is one of the feminines that do without: حربا أهلية."""


def _is_quoted(before: str) -> bool:
    """Whether a quotation is open behind this text."""
    return before.count('"') % 2 == 1 or any(before.count(a) > before.count(b) for a, b in ("«»", "“”"))


def _agreed_numbers(
    phrase: Phrase, form: Form, words: Sequence[Word], shape: Shape, definite: bool
) -> frozenset[Number]:
    """The numbers in which the words after the carrier agree with the head; none where they do not."""
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
    for start, key, article, pronoun in _tail_readings(word):
        if pronoun or (article and not definite):
            continue
        for form in tail_table(phrase, at, "annexed").get(key, ()):
            if not is_spelt_otherwise(form, word.letters[start:]):
                yield form
