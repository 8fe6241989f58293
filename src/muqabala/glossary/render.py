"""How a term is written into an English sentence: its number, article, possessive, preposition and capitals.

The Arabic says what is meant (مكتبا اتصال are two, مكتبه is his, المكتب is known), the glossary says which words, and
the sentence around the place says what is there already: an article that must become `an`, a possessive ending that
must pass on to the new word, a capital. Everything here is string work on one sentence; whether the outcome satisfies
the glossary is for the judge (`enforce.py`) to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from muqabala.glossary.english import EnglishForm, allowed_forms, looks_plural
from muqabala.glossary.forms import DEFINITE_NEXT
from muqabala.glossary.nouns import (
    LINKS,
    head,
    is_bare_name,
    is_countable,
    is_many,
    never_one,
    settled,
    takes_no_article,
)
from muqabala.glossary.pairs import is_pair, is_shared_head
from muqabala.text.arabic import fold_text
from muqabala.text.english import capitalise_first, indefinite, is_sentence_start, lower_first, possessive
from muqabala.values import Kind, Span, Term, TermHit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("a an the")
POSSESSIVES = _words("its their his her our my your whose")
DETERMINERS = ARTICLES | POSSESSIVES | _words("this that these those no any every each some another both all")
COUNTS = _words(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million "
    "millions billion billions dozen dozens several many few both various numerous"
)
"""English words after which a noun stands in the plural."""

_PAIR = _words("two both pair couple 2")
_PRONOUNS = {
    "ه": ("its", "his"), "ها": ("its", "her"), "هم": ("their",), "هن": ("their",), "هما": ("their",), "نا": ("our",),
    "ي": ("my",), "ك": ("your",), "كم": ("your",), "كما": ("your",), "كن": ("your",),
}  # fmt: skip
_PROCLITICS = {"ب": "with", "ل": "for", "ك": "as"}
_PREPOSITIONS = {
    "في": "in", "من": "from", "الي": "to", "علي": "on", "عن": "about", "مع": "with", "ضد": "against", "بين": "between",
    "تحت": "under", "فوق": "over", "قبل": "before", "بعد": "after", "خلال": "during", "عبر": "through",
    "حول": "about", "نحو": "towards", "لدي": "with", "عند": "at", "منذ": "since", "وراء": "behind", "امام": "before",
    "داخل": "inside", "خارج": "outside", "قرب": "near", "دون": "without", "بدون": "without",
}  # fmt: skip
_PARTICLES = _words(
    "ان لان لكن كان كانت يكون تكون قد لقد سوف لم لن لا ما ليس ليست هل حيث اذ اذا لو لولا ثم بل او ام بينما حين عندما "
    "كما انه انها الا حتي لعل ليت اما هو هي هم"
)
"""Arabic words that annex nothing: no `of` joins what follows them."""
_LEADS = frozenset(_PREPOSITIONS.values()) | _words("of by for as into onto upon and or than but that who which")
_AR_COUNTS = re.compile(
    r"(?:[\d٠-٩.,٬٫]*[\d٠-٩]|(?:و|ب|ل)?(?:ال)?(?:عشر|عشره|عشرة|عشرون|عشرين|ثلاثون|ثلاثين|اربعون|اربعين|خمسون|خمسين|ستون|ستين"
    r"|سبعون|سبعين|ثمانون|ثمانين|تسعون|تسعين|(?:ثلاث|اربع|خمس|ست|سبع|ثمان|ثماني|تسع)?م(?:ئ|ائ)ة|مئتا|مئتي|مائتا|مائتي|الف|الفي|الاف|مليون|مليوني|مليونا"
    r"|ملايين|مليار))"
)
"""What stands before a singular that means many: eleven and more count in the singular in Arabic."""

_AR_ONE = re.compile(r"(?:[01٠١]|واحد)")
WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*(?:['’](?!\w))?")
"""A word with its hyphens, inner stops and possessive ending."""


# ── what the Arabic asks for ─────────────────────────────────────────────────────────────────────────────────────────


def english_number(source: str, hit: TermHit) -> Literal["sg", "pl"]:
    """The number the English must have. A dual is a plural, and so is the singular that follows eleven and more."""
    if is_shared_head(source, hit):
        return "sg"
    if "sg" not in hit.number or (hit.pronoun == "ي" and DEFINITE_NEXT.match(source, hit.end)):
        # لاجئي المخيم: a sound plural in construct, which only looks like "my refugee".
        return "pl"
    if hit.number == ("sg",) or len(hit.number) > 1:
        before = _arabic_before(source, hit)
        counted = bool(before and _AR_COUNTS.fullmatch(before) and not _AR_ONE.fullmatch(before))
        if counted and not hit.definite and not hit.pronoun:
            return "pl"
    return "sg"


def ranked_forms(source: str, hit: TermHit, number: Literal["sg", "pl"] | None = None) -> tuple[EnglishForm, ...]:
    """Every rendering that satisfies the hit: the first row's first, in the number wanted before the other."""
    wanted = number or english_number(source, hit)
    forms = [form for entry in (hit.term, *hit.alternatives) for form in allowed_forms(entry)]
    # برمجيات الفدية is ransomware, however many the programs are.
    fixed = not hit.term.en_plural and not hit.term.ar_plural and hit.term.kind is Kind.FROZEN
    uncounted = not hit.term.en_plural and not is_countable(hit.term.en, hit.term)
    single = fixed or uncounted or _is_name(hit.term)
    ranked = sorted(
        forms, key=lambda f: (single and f.text != hit.term.en, f.number not in (wanted, "any"), f.base != hit.term.en)
    )
    return tuple({form.text: form for form in ranked}.values())


def _is_name(term: Term) -> bool:
    """One of its kind, declared without any plural: قوات اليونيفيل is UNIFIL, however many the forces are."""
    return (
        not term.en_plural
        and not term.ar_plural
        and all(word[:1].isupper() or word.casefold() in LINKS | ARTICLES for word in term.en.split())
    )


def pronouns(source: str, hit: TermHit) -> tuple[str, ...]:
    """The English possessives a suffix may mean, the likelier first; لاجئي المخيم are the camp's, not mine."""
    if not hit.pronoun or (hit.pronoun == "ي" and DEFINITE_NEXT.match(source, hit.end)):
        return ()
    return _PRONOUNS.get(fold_text(hit.pronoun), ())


def is_known(source: str, hit: TermHit) -> bool:
    """Definite by its article, by its pronoun, or because a definite genitive follows (مكتب اتصال الحلف)."""
    if hit.definite or hit.pronoun:
        return True
    return DEFINITE_NEXT.match(source, hit.end) is not None and not hit.surface.endswith(("ا", "ً", "اً", "ون", "ين"))


def determiner(source: str, hit: TermHit, form: EnglishForm) -> str:
    """The word that must stand before a form where the sentence brings none: the, a, an, its …, or none.

    `article` of the entry has the last word; possessives come before it (its Fifth Fleet), but not before `none`.
    """
    term = hit.term
    if term.article == "none":
        return ""
    if pronouns(source, hit):
        return pronouns(source, hit)[0]
    if term.article == "the":
        return "the"
    if is_known(source, hit):
        return "" if takes_no_article(form.text, term) or _is_called(source, hit) else "the"
    if is_many(form) or not is_countable(form.text, term):
        return ""
    return _article(term, form.text)


_CALL = _words("ايها ايتها يا")


def _is_called(source: str, hit: TermHit) -> bool:
    """Whether the Arabic calls them: أيها الجنود, which English does without an article."""
    return _arabic_before(source, hit) in _CALL


def _article(term: Term, text: str) -> str:
    """a or an before a form; the entry's own wins where it speaks of the singular."""
    if term.article in ("a", "an") and text == term.en:
        return term.article
    return indefinite(text)


def noun_phrase(source: str, hit: TermHit, form: EnglishForm | None = None) -> str:
    """The term as it would stand in the middle of a sentence that says nothing of it yet.

    A dual is counted out: two liaison offices, the two liaison offices, its two liaison offices.
    """
    chosen = settled(form or ranked_forms(source, hit)[0], english_number(source, hit))
    before = determiner(source, hit, chosen)
    count = "two" if is_pair(hit) and is_many(chosen) and not is_shared_head(source, hit) else ""
    return " ".join(part for part in (before, count, chosen.text) if part)


def lead_in(source: str, hit: TermHit) -> str:
    """The conjunction and preposition that join a term to what precedes it, as the Arabic has them: and with, of."""
    leads = ["and"] if "و" in hit.clitics[:2] and _arabic_before(source, hit) else []
    proclitic = next((_PROCLITICS[c] for c in hit.clitics if c in _PROCLITICS), "")
    if proclitic:
        return " ".join([*leads, proclitic])
    before = fold_text(_arabic_before(source, hit))
    if not leads and before:
        bare = before.removeprefix("و") if before.removeprefix("و") in _PREPOSITIONS else before
        if bare in _PREPOSITIONS:
            return ("and " if bare != before else "") + _PREPOSITIONS[bare]
        # Only a word without the article can be annexed: رئيس المكتب, but زار الوزير المكتب.
        return "" if before.startswith("ال") or _is_particle(before) else "of"
    return " ".join(leads)


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or (word[:1] in ("و", "ف") and word[1:] in _PARTICLES)


def _arabic_before(source: str, hit: TermHit) -> str:
    """The word right before a hit, folded; empty where punctuation or nothing stands there."""
    found = re.search(r"([\w٬٫.,]*\w)\s+$", source[: hit.start])
    return fold_text(found[1]) if found else ""


# ── writing it into a sentence ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Edited:
    """A sentence after a term was written into it."""

    text: str
    span: Span
    """Where the term stands, its article not included."""


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The words that touch a stretch, blanks alone between."""

    left: tuple[re.Match[str], ...]
    """Nearest first, at most three."""
    right: tuple[re.Match[str], ...]


def substitute(
    text: str, span: Span, source: str, hit: TermHit, form: EnglishForm | None = None, *, protected: Sequence[Span] = ()
) -> Edited:
    """Write the term in place of `text[span]`: article, possessive ending, number of the verb and capital repaired.

    Words of the term that already stand beside the place are taken up, so that no "liaison office office" comes about;
    `protected` stretches (other terms) are never touched.
    """
    start, end = span
    first = re.split("[ -]", hit.term.en.casefold())[0]
    doubled = re.search(rf"\b{re.escape(first)}\s+$", text[:start], re.IGNORECASE)
    if doubled and not _touches(protected, (doubled.start(), start)):
        start = doubled.start()
    said = _number_said(text, start)
    chosen = settled(form or ranked_forms(source, hit, said)[0], said or english_number(source, hit))
    start, end = take_up(text, start, end, chosen.text, protected)
    old = text[start:end]
    ending = _possessive_ending(text, end, old)
    tail = end + len(ending.after)
    gap = _Gap(
        text=text,
        start=start,
        tail=tail,
        left=neighbours(text, start, tail).left,
        source=source,
        hit=hit,
        form=chosen,
        premodifies=not ending.owns and premodifies(text, tail, old, many=_is_made_plural(chosen, hit)),
        told=not ending.owns and _TOLD.match(text, tail) is not None,
        titled=_is_title(text, start, tail),
        headline=_is_title(text, start, tail) or _is_telegram(text[:start] + text[tail:]),
    )
    head_at, before = _before(gap)
    owns = ending.owns or (gap.premodifies and _is_made_plural(chosen, hit))
    pieces = _cased(before + (possessive(chosen.text, is_many(chosen)) if owns else chosen.text), gap, head_at)
    rest = text[tail:]
    if rest[:1].isalnum():
        rest = " " + rest
    opening = _existing(text[:head_at], chosen)
    shift = len(opening) + len(before)
    return Edited(opening + pieces + _agree(rest, old, chosen, head_at, text), (shift, shift + len(chosen.text)))


def _is_made_plural(form: EnglishForm, hit: TermHit) -> bool:
    """Whether a form is the plural of a declared singular, and not declared as it is: offices, but not arms."""
    entries = (hit.term, *hit.alternatives)
    return form.number == "pl" and form.text not in {text for e in entries for text in (e.en, *e.en_variants)}


@dataclass(frozen=True, slots=True)
class _Gap:
    """A place a term is written to, and what the sentence around it says."""

    text: str
    start: int
    tail: int
    """Where what follows begins."""
    left: tuple[re.Match[str], ...]
    """The words before, nearest first."""
    source: str
    hit: TermHit
    form: EnglishForm
    premodifies: bool
    """A noun follows, and what stands before belongs to that: a liaison office official."""
    told: bool
    """What follows tells which: the security of the country."""
    titled: bool
    """Each Word Begins Like This."""
    headline: bool
    """Articles are left out."""


_OF = re.compile(r"\s+of\b")
_TOLD = re.compile(r"\s+(?:(?:of|that|which|whose)\b|\w+ed\s+(?:by|in|at|to|on|for|with|from)\b)")
_SMALL = LINKS | ARTICLES | _words("and or but nor as")


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether every longer word begins with a capital, the replaced ones too, and no stop ends it."""
    outside = [word.group() for word in WORD.finditer(text[:start] + " " + text[end:]) if len(word.group()) > 3]
    inside = [word.group() for word in WORD.finditer(text[start:end]) if len(word.group()) > 3]
    capitals = all(word[0].isupper() or word[0].isdigit() for word in outside + inside)
    return capitals and len(outside) > 1 and bool(inside) and not text.isupper() and not text.endswith((".", "!", "?"))


_FULL_SENTENCE = (
    ARTICLES | POSSESSIVES | _words("is are was were has have had be been it he she they we you i this that")
)


def _is_telegram(text: str) -> bool:
    """Whether a line is a headline by what it lacks: a stop, articles, pronouns and auxiliaries."""
    words = [word.group().casefold() for word in WORD.finditer(text)]
    return len(words) > 2 and text.rstrip()[-1:].isalnum() and _FULL_SENTENCE.isdisjoint(words)


def _cased(phrase: str, gap: _Gap, head_at: int) -> str:
    """A phrase with the capitals its place demands."""
    text = gap.text
    if text.isupper() and len(text) > 3:
        return phrase.upper()
    if gap.titled and gap.hit.term.case != "keep":
        words = phrase.split(" ")
        phrase = " ".join(word if word.casefold() in _SMALL else capitalise_first(word) for word in words)
    at_start = is_sentence_start(text[:head_at] + "x", head_at)
    return capitalise_first(phrase) if at_start else phrase


@dataclass(frozen=True, slots=True)
class _Ending:
    owns: bool
    """What is replaced was a possessive."""
    after: str
    """The part of it that stands behind the stretch."""


def _possessive_ending(text: str, end: int, old: str) -> _Ending:
    behind = re.match(r"['’]s?(?!\w)", text[end:])
    if behind and (behind[0] != "’" or old.endswith("s")) and len(behind[0]) == 2:
        return _Ending(True, behind[0])
    if behind and old.endswith("s") and re.match(r"['’]\s+\w", text[end:]) and old.count("'") % 2 == 0:
        return _Ending(True, behind[0])
    return _Ending(old.endswith(("'s", "’s", "s'", "s’")), "")


def neighbours(text: str, start: int, end: int) -> _Neighbours:
    left: list[re.Match[str]] = []
    edge = start
    for word in reversed(list(WORD.finditer(text, 0, start))):
        if text[word.end() : edge].strip(" ") or len(left) == 3:
            break
        left.append(word)
        edge = word.start()
    right: list[re.Match[str]] = []
    edge = end
    for word in WORD.finditer(text, end):
        if text[edge : word.start()].strip(" ") or len(right) == 3:
            break
        right.append(word)
        edge = word.end()
    return _Neighbours(tuple(left), tuple(right))


_PAST = _words(
    "began took said held left went came made fell rose saw met won lost sent gave told set put ran hit shot broke "
    "struck sank led stood become became found kept grew drew fought fled brought built bought known seen taken "
    "given shown drawn driven written hidden cut let read spent meant felt heard paid sold spoke wrote knew chose "
    "hung caught taught thought sought withdrew flew threw forbade forgot swore tore wore woke shook fed dealt "
    "wept slept crept swept bent lent sang rang rode drove arose awoke bore bled bound clung dug drank forgave hid "
    "knelt laid lay lit overcame overthrew quit shut slid split spread sprang stole stuck underwent upheld withheld"
)
_NO_NOUN = (
    DETERMINERS
    | COUNTS
    | _LEADS
    | _words(
        "is are was were be been being am has have had do does did will would can could may might shall should must "
        "not it he she they we you i there here then so if when while where whether because also however too only just "
        "still even never always often already now soon later yet again once twice ago today yesterday tomorrow "
        "tonight abroad away home back down up off out forward ahead together alone both else more most less very "
        "able unable capable responsible ready available close near similar loyal due aware present likely unlikely "
        "free equal wide long deep high apart alive dead asleep until till despite since after before above below "
        "inside outside within without among amid along across around near off over under per via past next "
    )
    | _PAST
)
"""Words that do not make the noun before them an attribute: office today, army left."""
_AGENTS = re.compile(
    r"(?:official|officer|commander|leader|minister|adviser|advisor|director|manager|member|employee|spokes\w+|expert"
    r"|analyst|chief|head|worker|soldier|fighter|source|unit|team|post|position|building|vehicle|site|report|statement"
    r"|document|operation|programme|program|policy|policies)s?|staff|crews?|personnel"
)
"""Nouns of which a house, an army or an office is the attribute, in the plural too."""


def premodifies(text: str, end: int, old: str = "", *, many: bool = False) -> bool:
    """Whether a noun follows at once, so that what ends here only says what kind: liaison office staff.

    Behind a plural an uninflected word may be a verb (soldiers fight), whether the plural stood there (`old`) or is to
    come (`many`), and so may a word in -s behind a singular (the army attacks) and any word behind a preposition (the
    effects of the shift grow): of these only nouns that are no verbs count, or what a verb follows.
    """
    right = neighbours(text, end, end).right
    if not right or text[end : right[0].start()] != " ":
        return False
    word = right[0].group()
    if word in _NO_NOUN or not word.isalpha() or not word.islower():
        return False
    if _AGENTS.fullmatch(word):
        return True
    last = old.split()[-1] if old.split() else ""
    before = _before_phrase(text, _article_at(text, end - len(old)))
    if looks_plural(word) or (before and before[0].group().casefold() in LINKS):
        return len(right) > 1 and _is_finite(right[1].group())
    return not many and not looks_plural(last) and not word.endswith(("ed", "ly", "ing", "s"))


def _article_at(text: str, start: int) -> int:
    """Where the determiner right before a place begins; the place itself where none stands there."""
    left = neighbours(text, start, start).left
    return left[0].start() if left and left[0].group().casefold() in DETERMINERS else start


def _is_finite(word: str) -> bool:
    """Whether a word is a verb that needs a subject: violations rose."""
    return word in _VERBS or word in _VERBS_BACK or word in _PAST or word.endswith("ed")


def _ends_plural(text: str, end: int) -> bool:
    """Whether the noun behind the term is a plural, which needs no article: ministry officials."""
    right = neighbours(text, end, end).right
    return bool(right) and looks_plural(right[0].group())


def _number_said(text: str, start: int) -> Literal["sg", "pl"] | None:
    """Plural where an English count stands before the place: thirty-five of what the Arabic counts in the singular."""
    left = neighbours(text, start, start).left
    return "pl" if left and _is_count(left[0].group()) else None


def _is_count(word: str) -> bool:
    """Thirty-five and 35, but not the five-page of a five-page agreement."""
    lower = word.casefold()
    if lower[:1].isdigit():
        return lower != "1" and not re.search(r"[^\W\d]", lower)
    return all(part in COUNTS or part in ("one", "and") for part in lower.split("-")) and lower not in ("one", "and")


def take_up(text: str, start: int, end: int, term: str, protected: Sequence[Span]) -> Span:
    """Widen a stretch over words of the term that stand right beside it."""
    own = [word.group().casefold() for word in WORD.finditer(term)]
    left = list(reversed(list(WORD.finditer(text, 0, start))))[: len(own)]
    right = list(WORD.finditer(text, end))[: len(own)]
    for size in range(len(own), 0, -1):
        taken = left[:size][::-1]
        if len(taken) == size and _same(taken, own[:size]) and _close(text, taken, start, before=True):
            if not _touches(protected, (taken[0].start(), start)):
                start = taken[0].start()
            break
    for size in range(len(own), 0, -1):
        taken = right[:size]
        if len(taken) == size and _same(taken, own[-size:]) and _close(text, taken, end, before=False):
            if not _touches(protected, (end, taken[-1].end())):
                end = taken[-1].end()
            break
    return start, end


def _same(found: Sequence[re.Match[str]], own: Sequence[str]) -> bool:
    return all(
        _root(word.group().casefold()) == _root(part) for word, part in zip(found, own, strict=True)
    ) and not all(part in LINKS or part in DETERMINERS for part in own)


def _root(word: str) -> str:
    """A word without its possessive and plural ending, for comparing."""
    return re.sub(r"['’]s?$", "", word).removesuffix("s")


def _close(text: str, found: Sequence[re.Match[str]], edge: int, *, before: bool) -> bool:
    """Only blanks and hyphens between the words, and between them and the stretch."""
    edges = [(a.end(), b.start()) for a, b in pairwise(found)]
    edges.append((found[-1].end(), edge) if before else (edge, found[0].start()))
    return all(not text[a:b].strip(" -") for a, b in edges)


def _touches(spans: Sequence[Span], span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)


def _before(gap: _Gap) -> tuple[int, str]:
    """Where the noun phrase begins, and what is written there before the term, trailing blank included."""
    text, start, left, hit, form = gap.text, gap.start, gap.left, gap.hit, gap.form
    opened = re.search(r"(\w+)\s*[“‘\"'«(\[]+$", text[:start])
    if (opened and opened[1].casefold() in DETERMINERS) or _JOINED.search(text, 0, start):
        return start, ""
    first = left[0].group() if left else ""
    lower = first.casefold()
    wanted = _wanted(gap)
    count = "two " if _wants_two(left, hit, form) and not is_shared_head(gap.source, hit) else ""
    if left and lower in DETERMINERS and not _is_conjunction(left, gap):
        kept = _repaired(first, lower, wanted, gap)
        kept = "" if not kept else kept + " "
        if count and lower in ("both", "these", "those"):
            count = ""
        return left[0].start(), kept + count if kept or count else ""
    if wanted and not _has_own(() if lower == "that" else left, text):
        if _is_bare_adjective(left):
            # "accused of naval [forces]": the article belongs before what qualifies the noun.
            if _NATION.fullmatch(first) and _NAMED.match(text, gap.tail):
                return start, count
            opening = indefinite(first) if wanted in ("a", "an") else wanted
            quality = text[left[0].start() : start]
            return left[0].start(), f"{opening} {count}{quality if _NATION.fullmatch(first) else lower_first(quality)}"
        return start, f"{wanted} {count}"
    article_further = None if gap.premodifies else _article_further(left)
    if article_further is not None and (is_many(form) or never_one(form.text, hit.term)):
        # "a new office" becomes "new offices", "a compulsory duty" compulsory service.
        between = text[article_further.end() : start].lstrip()
        return article_further.start(), count + between
    return start, count


_JOINED = re.compile(r"\w[-\u2010-\u2013]$")
"""What stands before is the first half of a word: the ex-[minister]."""


def _wanted(gap: _Gap) -> str:
    """The determiner of the term by itself, less what a headline and a noun behind make needless."""
    wanted = determiner(gap.source, gap.hit, gap.form)
    if pronouns(gap.source, gap.hit):
        return wanted
    if gap.headline or (wanted in ("a", "an") and _KIND_OF.search(gap.text, 0, gap.start)):
        return ""
    if gap.premodifies and wanted and not gap.left and _ends_plural(gap.text, gap.tail):
        return ""
    if (
        gap.told
        and _OF.match(gap.text, gap.tail)
        and not wanted
        and not gap.hit.term.article
        and is_known(gap.source, gap.hit)
    ):
        return "" if is_bare_name(gap.form.text, gap.hit.term) else "the"
    return wanted


_KIND_OF = re.compile(r"\b(?:kind|sort|type|form|rank|post|title|role|position|state)s? of\s+$")
_DEMONSTRATIVE = re.compile(r"(?:هذا|هذه|ذلك|تلك|هذان|هاتان|هؤلاء|اولئك|ذاك)")
_CLAUSE = re.compile(
    r"(?:(?:report|announc|confirm|claim|stat|warn|add|declar|not|reveal|explain|admitt|demand|request|ask|insist|believ"
    r"|argu|suggest|stress|emphasi[sz]|indicat|promis|hop|decid|order|propos|recommend|acknowledg|affirm|assert|alleg"
    r"|conclud|estimat|expect|fear|inform|learn|mention|predict|remark|repli|deni|show|threaten|urg|vow|agre|pledg)"
    r"(?:ed|ing)|saying|said|says?|told|tells?|thinks?|thought|knows?|knew|believes?|shows?|claims?|warns?|hopes?|means?"
    r"|meant|found|finds?|insists?|argues?|adds?|denies|deny|agrees?|reports?|fact|so|such|view|fear|news|reporters|him"
    r"|them|it|us|likely|clear|sure|possible|important|necessary|wrote|heard|demands?|understood)"
)
"""Words after which *that* joins a clause."""


def _is_conjunction(left: Sequence[re.Match[str]], gap: _Gap) -> bool:
    """Whether a *that* right before joins a clause (it demanded that) and points to nothing, as the Arabic shows."""
    if left[0].group() != "that" or len(left) == 1 or not _CLAUSE.fullmatch(left[1].group().casefold()):
        return False
    behind = _AR_NEXT.match(gap.source, gap.hit.end)
    beside = (_arabic_before(gap.source, gap.hit), fold_text(behind[1]) if behind else "")
    return not any(_DEMONSTRATIVE.fullmatch(word) for word in beside)


_AR_NEXT = re.compile(r"\s+(\w+)")


def _article_further(left: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The a of "a new [offices]" or "a full fishing [quotas]", which no plural bears; but it bears "a few"."""
    for word in left:
        lower = word.group().casefold()
        if lower in ("a", "an"):
            return word
        if lower in _LEADS or lower in DETERMINERS or _is_count(lower) or lower in ("half", "few", "little", "number"):
            return None
    return None


def _wants_two(left: Sequence[re.Match[str]], hit: TermHit, form: EnglishForm) -> bool:
    if not is_pair(hit) or not is_many(form) or form.text.casefold().startswith(("two ", "two-")):
        return False
    near = {word.group().casefold() for word in left[:3]}
    return not near & _PAIR and not any(_is_count(word.group()) for word in left[:2])


def is_quality(word: str) -> bool:
    """Whether a word, in small letters, is an adjective by its ending or by a short list."""
    return bool(_ADJECTIVE.fullmatch(word)) or word in _ORDINALS or word in _SHORT_ADJECTIVES


_SHORT_ADJECTIVES = _words(
    "young big small large long short high low great strong weak heavy light poor rich good bad sick elderly wounded "
    "injured empty full entire whole huge"
)
_QUANTIFIERS = _words("one neither either most more fewer enough certain such other")
_PAIRED = re.compile(rf"\b(?:{'|'.join(sorted(ARTICLES | POSSESSIVES))})\s+(\w+)(?:,|,?\s+(?:and|but|yet|or))\s+(\w+)$")
"""Two adjectives behind one article: an old and tired."""


def _has_own(left: Sequence[re.Match[str]], text: str) -> bool:
    """Whether something already determines the noun: Japan's, 35, an adjective behind an article."""
    if not left:
        return False
    first = left[0].group()
    if first.endswith(("'s", "’s", "s'", "s’")) or _is_count(first) or first.casefold() in _QUANTIFIERS:
        return True
    if len(left) > 2 and left[1].group() in ("and", "or", "but") and is_quality(first):
        partner = left[2].group().casefold()
        if is_quality(partner) or partner.endswith("ed"):
            return True
    paired = _PAIRED.search(text, 0, left[0].end())
    if paired and (is_quality(paired[1]) or not any(map(_NO_ADJECTIVE.fullmatch, paired.groups()))):
        return True
    if (
        len(left) == 1
        and first[0].isupper()
        and is_sentence_start(text, left[0].start())
        and not _is_bare_adjective(left)
    ):
        # The first word of all, and neither a preposition nor an adverb: Empty tankers, Insurers and the like.
        return not (first.casefold() in _NO_NOUN or first.endswith(("ly", "ed", "ing")))
    for at, further in enumerate(left):
        word = further.group().casefold()
        if word in DETERMINERS or word.endswith(("'s", "’s")) or _is_count(word):
            return True
        # A participle right behind an article is an adjective: the retired, his damaged.
        behind = left[at + 1].group().casefold() if at + 1 < len(left) else ""
        owned = behind.endswith(("'s", "’s"))
        participle = word.endswith("ed") and (behind in DETERMINERS | _ORDINALS or owned)
        # So is a plural: the communications officer.
        participle |= word not in ("is", "was", "has") and (behind in ARTICLES | POSSESSIVES or owned)
        if word in _LEADS or (_NO_ADJECTIVE.fullmatch(word) and not participle):
            return False
    return False


def _is_bare_adjective(left: Sequence[re.Match[str]]) -> bool:
    """An adjective right before: of naval, American, one-month, new; by its ending only where no noun can be."""
    if not left:
        return False
    first = left[0].group()
    if _NATION.fullmatch(first) or _MEASURED.fullmatch(first) or first.casefold() in _ORDINALS | _SHORT_ADJECTIVES:
        return len(left) == 1 or left[1].group() != "that"
    return len(left) > 1 and bool(_ADJECTIVE.fullmatch(first)) and left[1].group().casefold() in _LEADS - {"that"}


_NATION = re.compile(
    r"(?:[A-Z]\w*(?:[^w]ian|ese|ish|ican|rean|aeli|aqi|emeni|audi|aiti|atari|mani|rati|akistani)|German|French"
    r"|Dutch|Greek|Arab|Swiss|Czech|Afghan|Kuwaiti|Cuban|Libyan|Mexican|US|UK|EU|UN|British|Thai)"
)
_MEASURED = re.compile(
    r"[\w.]+-(?:year|month|week|day|hour|minute|man|member|strong|based|led|backed|made|style|held|run|controlled"
    r"|occupied|range|term|scale|level|sponsored|funded|trained)(?:-old|-long)?"
)
_NAMED = re.compile(r"\s+[A-Z]\w")
"""A name follows, before which an office stands without an article: German defence minister Pistorius."""
_ADJECTIVE = re.compile(
    r"(?!general$|\w*(?:pit|riv|urn|mor)al$)\w{3,}(?:al|ic|ous|ive|ary|ian|ese|ish|ful|less|ican)", re.IGNORECASE
)
_ORDINALS = _words("first second third fourth fifth sixth seventh eighth ninth tenth last next former new old")
_NO_ADJECTIVE = re.compile(r"\w*(?:[^s]s|ed|ly)|is|was|are|were|be|been|has|have|had|will|would|not|it|he|she|they")
"""Words that do not stand between an article and its noun: opens, survived, his … is."""


def _repaired(first: str, lower: str, wanted: str, gap: _Gap) -> str:
    """The determiner that stands there, made to fit; empty: none."""
    hit, form = gap.hit, gap.form
    many = is_many(form)
    if gap.premodifies and lower in ARTICLES and not pronouns(gap.source, hit):
        # It is the following noun's: a [defence ministry] official.
        return first if lower == "the" else indefinite(form.text)
    if hit.term.article == "none":
        return "" if lower in ARTICLES else first
    if pronouns(gap.source, hit):
        return first if lower in POSSESSIVES else wanted
    if lower in POSSESSIVES:
        return first
    if hit.term.article == "the":
        return "the"
    if lower in _NEARER and many:
        return _NEARER[lower]
    if lower in _FURTHER and not many:
        return _FURTHER[lower]
    if lower in ("a", "an"):
        if many:
            return "the" if is_known(gap.source, hit) else ""
        if wanted == "the":
            return "the"
        return _article(hit.term, form.text) if wanted else ""
    if lower in ("every", "each", "another") and many:
        return wanted
    if lower == "both" and not many:
        return wanted
    return "" if lower == "the" and takes_no_article(form.text, hit.term) and not gap.told else first


_NEARER = {"this": "these", "that": "those"}
_FURTHER = {"these": "this", "those": "that"}
_VERBS = {
    "is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't",
    "hasn't": "haven't", "doesn't": "don't",
}  # fmt: skip
_VERBS_BACK = {many: one for one, many in _VERBS.items()}
_VERB = "|".join(sorted({*_VERBS, *_VERBS_BACK}, key=len, reverse=True))
_VERB_BEHIND = re.compile(
    r"(?:\s+(?:(?:in|of|at|on|near|from|for|to)\s+(?:(?!and\b|that\b|which\b|who\b)[\w'’-]+\s+){1,3}?)?"
    rf"|,?\s+(?:who|which|that)\s+)({_VERB})(?![\w'’])"
)
"""The verb of a subject, at most one short phrase between: the offices in the capital was, the soldiers, who was."""
_THERE = re.compile(
    rf"\b(there\s+)({_VERB})(\s+(?:not\s+|also\s+|still\s+|already\s+|now\s+)?(?:been\s+)?)$", re.IGNORECASE
)
_SUBJECT_BEHIND = _words("that and but when while if because although such all")


def _existing(opening: str, form: EnglishForm) -> str:
    """There was a boat, there were two boats: the verb before follows the number of what it brings in."""
    found = _THERE.search(opening)
    verb = (_VERBS if is_many(form) else _VERBS_BACK).get(found[2].casefold()) if found else None
    return opening[: found.start(2)] + verb + opening[found.end(2) :] if found and verb else opening


def _agree(rest: str, old: str, form: EnglishForm, head_at: int, text: str) -> str:
    """The verb right behind a subject follows its new number; what stands behind a preposition is no subject."""
    found = _VERB_BEHIND.match(rest)
    if found is None or not old:
        return rest
    words_before = _before_phrase(text, head_at)
    before = words_before[0].group().casefold() if words_before else "that"
    relative = found[0].split()[0].strip(",").casefold() in ("who", "which", "that")
    if not relative and before not in _SUBJECT_BEHIND and not before.endswith(("'s", "’s")):
        return rest
    had_many = looks_plural(head(old).rstrip("'’"))
    many = is_many(form)
    table = _VERBS if many else _VERBS_BACK
    if had_many == many or found[1] not in table:
        return rest
    return rest[: found.start(1)] + table[found[1]] + rest[found.end(1) :]


def _before_phrase(text: str, at: int) -> tuple[re.Match[str], ...]:
    """The words before a noun phrase, nearest first: those before its article where adjectives follow that."""
    left = neighbours(text, at, at).left
    for index, word in enumerate(left):
        lower = word.group().casefold()
        if lower in ("the", "these", "those", "this", "some", "its", "their", "his", "her", "our", "a", "an"):
            return neighbours(text, word.start(), word.start()).left if index else left
        if lower in _LEADS or _NO_ADJECTIVE.fullmatch(lower):
            break
    return left


def insert(
    text: str, at: int, source: str, hit: TermHit, form: EnglishForm | None = None, *, tied: bool = True
) -> Edited:
    """Write the term, with what joins it, at a place between two words.

    For what the model left out altogether; `at` is moved to the nearest edge of a word. Where nothing but `of` would
    join it, it is a guess (the word before may be a verb): without `tied` the term stands by itself.
    """
    chosen = settled(form or ranked_forms(source, hit)[0], english_number(source, hit))
    at = _edge(text, at)
    before, after = text[:at].rstrip(), text[at:].lstrip()
    phrase = noun_phrase(source, hit, chosen)
    at_start = not before or is_sentence_start(before + " x", len(before) + 1)
    last = (WORD.findall(before) or [""])[-1].casefold() if before[-1:].isalnum() else ""
    lead = lead_in(source, hit)
    if at_start:
        lead = ""
    elif last in _LEADS:
        lead = " ".join(word for word in lead.split()[1:] if lead.split()[0] == last and word)
    elif last in DETERMINERS:
        lead, phrase = "", chosen.text
    elif not lead and last and not last.endswith("ed") and not _is_particle(_arabic_before(source, hit)):
        lead = "of"
    if not tied and lead == "of":
        lead = ""
    joined = f"{lead} {phrase}".lstrip()
    if at_start:
        joined, after = capitalise_first(joined), lower_first(after)
    gap = " " if before and not before.endswith(("(", "[", "“", "‘", "-")) else ""
    begin = len(before) + len(gap) + len(joined) - len(chosen.text)
    closing = re.match(r"[\"'](?![^\W_])", after) and before.count(after[0]) % 2 == 1
    space = " " if after and not closing and (after[0].isalnum() or after[0] in "\"'“‘(") else ""
    return Edited(before + gap + joined + space + after, (begin, begin + len(chosen.text)))


def _edge(text: str, at: int) -> int:
    """The nearest place at or behind `at` that is not inside a word."""
    at = max(0, min(at, len(text)))
    for word in WORD.finditer(text):
        if word.start() < at < word.end():
            return word.end()
    return at
