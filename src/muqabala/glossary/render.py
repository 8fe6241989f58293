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
_LEADS = frozenset(_PREPOSITIONS.values()) | _words("of by for as into onto upon and or than but that who which")
_AR_COUNTS = re.compile(
    r"(?:[\d٠-٩.,٬٫]*[\d٠-٩]|(?:و|ب|ل)?(?:ال)?(?:عشر|عشره|عشرة|عشرون|عشرين|ثلاثون|ثلاثين|اربعون|اربعين|خمسون|خمسين|ستون|ستين"
    r"|سبعون|سبعين|ثمانون|ثمانين|تسعون|تسعين|مئة|مائة|مئتا|مئتي|مائتا|مائتي|ثلاثمئة|ثلاثمائة|اربعمئة|خمسمئة|الف|الفي|الاف|مليون|مليوني|مليونا"
    r"|ملايين|مليار))"
)
"""What stands before a singular that means many: eleven and more count in the singular in Arabic."""

_AR_ONE = re.compile(r"(?:[01٠١]|واحد)")
_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*(?:['’](?!\w))?")
_AR_WORD = re.compile(r"\w+")
_MASS = re.compile(
    r"(?:\w{3,}(?:ity|ness|ship|ism|ance|ence|ware|graphy|cracy|ation|isation|ment|ing)|\w*security|warfare|espionage"
    r"|artillery|infantry|cavalry|gas|uranium|phosphorus|ordnance|ammunition|imagery|piracy|diplomacy|damage|terror|fire"
    r"|support|cover|debris|wire|law|police|aid|depth|readiness|airspace|cyberspace|personnel|control|relief|rescue"
    r"|defence|defense|mobilisation|mobilization|airlift|access|vision|spending|intelligence|equipment|infrastructure"
    r"|alert|asylum|impunity|detention|enrichment|refuelling|cooperation|sovereignty|firepower|encryption|disposal"
    r"|navigation|counter-terrorism|jihad|extremism|displacement|violence|malware|demarcation|decontamination"
    r"|representation|recruitment|migration|denuclearisation|smuggling|reintegration|sea|land|weaponisation)"
)
_COUNTED = re.compile(
    r"(?:sub|inter|counter|super|micro|war|gun|battle|air|space|re|mis|pre|over|under)?(?:conference|commission|mission|division|operation|station|position|declaration|violation|government|agreement"
    r"|regiment|detachment|instrument|document|organisation|organization|delegation|resolution|corporation|convention"
    r"|installation|formation|settlement|statement|parliament|department|alliance|ambulance|meeting|briefing|hearing"
    r"|bombing|warning|building|landing|crossing|warship|ship|entity|facility|authority|city|capability|incident|licence"
    r"|sentence|consultation|demonstration|negotiation|establishment|tournament|ring|wing|ceasefire|aggression"
    r"|federation|association|administration|investigation|allocation|location|generation)"
)
_UNCHANGING = re.compile(r"\w*craft|corps|barracks|headquarters|crossroads|means")
"""One of them is as countable as two."""
_LINKS = _words("of in for to at on by with from against under")


# ── what the Arabic asks for ─────────────────────────────────────────────────────────────────────────────────────────


def english_number(source: str, hit: TermHit) -> Literal["sg", "pl"]:
    """The number the English must have. A dual is a plural, and so is the singular that follows eleven and more."""
    if is_shared_head(source, hit):
        return "sg"
    if "sg" not in hit.number or (hit.pronoun == "ي" and _DEFINITE_NEXT.match(source, hit.end)):
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
    uncounted = not hit.term.en_plural and not _is_countable(hit.term.en, hit.term)
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
        and all(word[:1].isupper() or word.casefold() in _LINKS | ARTICLES for word in term.en.split())
    )


def is_pair(hit: TermHit) -> bool:
    """Whether the Arabic says two by the form of the word alone: مكتبا اتصال."""
    return hit.number == ("du",)


def is_shared_head(source: str, hit: TermHit) -> bool:
    """Whether a dual is one of each kind, and only its first kind is the term: وزيرا الدفاع والخارجية."""
    return is_pair(hit) and len(hit.surface.split()) > 1 and hit.definite and _SHARED.match(source, hit.end) is not None


_SHARED = re.compile(r"\s+وال\w{3,}")


def pronouns(source: str, hit: TermHit) -> tuple[str, ...]:
    """The English possessives a suffix may mean, the likelier first; لاجئي المخيم are the camp's, not mine."""
    if not hit.pronoun or (hit.pronoun == "ي" and _DEFINITE_NEXT.match(source, hit.end)):
        return ()
    return _PRONOUNS.get(fold_text(hit.pronoun), ())


_DEFINITE_NEXT = re.compile(r"\s+(?:ال|ٱل)\w{2,}")


def is_known(source: str, hit: TermHit) -> bool:
    """Definite by its article, by its pronoun, or because a definite genitive follows (مكتب اتصال الحلف)."""
    if hit.definite or hit.pronoun:
        return True
    return _DEFINITE_NEXT.match(source, hit.end) is not None and not hit.surface.endswith(("ا", "ً", "اً", "ون", "ين"))


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
        return "" if _is_bare_name(form.text, term) else "the"
    if is_many(form) or not _is_countable(form.text, term):
        return ""
    return _article(term, form.text)


def _article(term: Term, text: str) -> str:
    """a or an before a form; the entry's own wins where it speaks of the singular."""
    if term.article in ("a", "an") and text == term.en:
        return term.article
    return indefinite(text)


def is_many(form: EnglishForm) -> bool:
    return form.number == "pl" or (form.number == "any" and looks_plural(_head(form.text)))


def _head(phrase: str) -> str:
    """The noun of a phrase: before of, to, in …, else the last word."""
    words = phrase.replace("-", " ").split()
    for at in range(1, len(words)):
        if words[at].casefold() in _LINKS:
            return words[at - 1]
    return words[-1] if words else ""


def _is_countable(text: str, term: Term) -> bool:
    """Whether a/an can stand before it: what has a declared plural, else by the look of the noun."""
    if _is_bare_name(text, term):
        return False
    head = _head(text).casefold()
    if term.en_plural and text == term.en:
        return term.en_plural != term.en or bool(_UNCHANGING.fullmatch(head))
    return bool(_COUNTED.fullmatch(head)) or not _MASS.fullmatch(head)


def _is_bare_name(text: str, term: Term) -> bool:
    """A proper name that takes no article: one capitalised word or acronym (Mossad, UNIFIL), but the UN, the EU."""
    words = text.split()
    if term.en_plural:
        return False
    if len(words) == 1:
        initials = text.isupper() and len(text) <= 3
        return text[:1].isupper() and not initials
    return term.case == "keep" and len(words) == 2 and words[-1].casefold() in _NAMELIKE


_NAMELIKE = _words("dome bet intelligence hezbollah 5 vii europe")


def noun_phrase(source: str, hit: TermHit, form: EnglishForm | None = None) -> str:
    """The term as it would stand in the middle of a sentence that says nothing of it yet.

    A dual is counted out: two liaison offices, the two liaison offices, its two liaison offices.
    """
    chosen = form or ranked_forms(source, hit)[0]
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
        return "" if before.startswith("ال") else "of"
    return " ".join(leads)


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
    chosen = form or ranked_forms(source, hit, _number_said(text, start))[0]
    start, end = take_up(text, start, end, chosen.text, protected)
    old = text[start:end]
    ending = _possessive_ending(text, end, old)
    tail = end + len(ending.after)
    around = neighbours(text, start, tail)
    head_at, before = _before(text, start, around, source, hit, chosen, old)
    at_start = is_sentence_start(text[:head_at] + "x", head_at)
    noun = possessive(chosen.text, is_many(chosen)) if ending.owns else chosen.text
    pieces = before + noun
    if at_start:
        pieces = capitalise_first(pieces)
    elif before == "" and text.isupper() and len(text) > 3:
        pieces = pieces.upper()
    rest = text[tail:]
    if rest[:1].isalnum():
        rest = " " + rest
    rest = _agree(rest, old, chosen, head_at, text)
    made = text[:head_at] + pieces + rest
    shift = head_at + len(before)
    return Edited(made, (shift, shift + len(chosen.text)))


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
    for word in reversed(list(_WORD.finditer(text, 0, start))):
        if text[word.end() : edge].strip(" ") or len(left) == 3:
            break
        left.append(word)
        edge = word.start()
    right: list[re.Match[str]] = []
    edge = end
    for word in _WORD.finditer(text, end):
        if text[edge : word.start()].strip(" ") or len(right) == 3:
            break
        right.append(word)
        edge = word.end()
    return _Neighbours(tuple(left), tuple(right))


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
    own = [word.group().casefold() for word in _WORD.finditer(term)]
    left = list(reversed(list(_WORD.finditer(text, 0, start))))[: len(own)]
    right = list(_WORD.finditer(text, end))[: len(own)]
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
    ) and not all(part in _LINKS or part in DETERMINERS for part in own)


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


def _before(
    text: str, start: int, around: _Neighbours, source: str, hit: TermHit, form: EnglishForm, old: str
) -> tuple[int, str]:
    """Where the noun phrase begins, and what is written there before the term, trailing blank included."""
    left = around.left
    opened = re.search(r"(\w+)\s*[“‘\"'«(\[]+$", text[:start])
    if opened and opened[1].casefold() in DETERMINERS:
        return start, ""
    first = left[0].group() if left else ""
    lower = first.casefold()
    wanted = determiner(source, hit, form)
    count = "two " if _wants_two(left, hit, form) and not is_shared_head(source, hit) else ""
    if lower in DETERMINERS and left:
        kept = _repaired(first, lower, wanted, hit, form, source)
        kept = "" if not kept else kept + " "
        if count and lower in ("both", "these", "those"):
            count = ""
        return left[0].start(), kept + count if kept or count else ""
    if wanted and not _has_own(left, text):
        if _is_bare_adjective(left):
            # "accused of naval [forces]": the article belongs before what qualifies the noun.
            opening = indefinite(first) if wanted in ("a", "an") else wanted
            return left[0].start(), f"{opening} {text[left[0].start() : start]}{count}"
        return start, f"{wanted} {count}"
    article_further = _article_further(left)
    if article_further is not None and is_many(form):
        # "a new office" becomes "new offices".
        between = text[article_further.end() : start].lstrip()
        return article_further.start(), between + count
    return start, count


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


def _has_own(left: Sequence[re.Match[str]], text: str) -> bool:
    """Whether something already determines the noun: Japan's, 35, an adjective behind an article."""
    if not left:
        return False
    first = left[0].group()
    if first.endswith(("'s", "’s", "s'", "s’")) or _is_count(first) or first.casefold() == "one":
        return True
    for at, further in enumerate(left):
        word = further.group().casefold()
        if word in DETERMINERS or word.endswith(("'s", "’s")) or _is_count(word):
            return True
        # A participle right behind an article is an adjective: the retired, his damaged.
        behind = left[at + 1].group().casefold() if at + 1 < len(left) else ""
        participle = word.endswith("ed") and (behind in DETERMINERS | _ORDINALS or behind.endswith(("'s", "’s")))
        if word in _LEADS or (_NO_ADJECTIVE.fullmatch(word) and not participle):
            return False
    return False


def _is_bare_adjective(left: Sequence[re.Match[str]]) -> bool:
    """An adjective, by its ending, right behind a preposition or conjunction: of naval, by American."""
    adjective = len(left) > 1 and bool(_ADJECTIVE.fullmatch(left[0].group()))
    return adjective and left[1].group().casefold() in _LEADS - {"that"}


_ADJECTIVE = re.compile(
    r"(?!general$|\w*(?:pit|riv|urn|mor)al$)\w{3,}(?:al|ic|ous|ive|ary|ian|ese|ish|ful|less|ican)", re.IGNORECASE
)
_ORDINALS = _words("first second third fourth fifth sixth seventh eighth ninth tenth last next former new old")
_NO_ADJECTIVE = re.compile(r"\w*(?:[^s]s|ed|ly)|is|was|are|were|be|been|has|have|had|will|would|not|it|he|she|they")
"""Words that do not stand between an article and its noun: opens, survived, his … is."""


def _repaired(first: str, lower: str, wanted: str, hit: TermHit, form: EnglishForm, source: str) -> str:
    """The determiner that stands there, made to fit; empty: none."""
    many = is_many(form)
    if hit.term.article == "none":
        return "" if lower in ARTICLES else first
    if pronouns(source, hit):
        return first if lower in POSSESSIVES else wanted
    if lower in POSSESSIVES:
        return first
    if hit.term.article == "the":
        return "the"
    if lower in ("this", "that") and many:
        return {"this": "these", "that": "those"}[lower]
    if lower in ("these", "those") and not many:
        return {"these": "this", "those": "that"}[lower]
    if lower in ("a", "an"):
        if many:
            return "the" if is_known(source, hit) else ""
        if wanted == "the":
            return "the"
        return _article(hit.term, form.text) if wanted else ""
    if lower in ("every", "each", "another") and many:
        return wanted
    if lower == "both" and not many:
        return wanted
    return "" if lower == "the" and _is_bare_name(form.text, hit.term) else first


_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do"}
_VERB_BEHIND = re.compile(
    r"\s+(?:(?:in|of|at|on|near|from|for|to)\s+(?:(?!and\b|that\b|which\b|who\b)[\w'’-]+\s+){1,3}?)?"
    r"(is|are|was|were|has|have|does|do)\b"
)
"""The verb of a subject, at most one short phrase between: the offices in the capital was."""
_VERBS_BACK = {many: one for one, many in _VERBS.items()}


def _agree(rest: str, old: str, form: EnglishForm, head_at: int, text: str) -> str:
    """The verb right behind a subject follows its new number; what stands behind a preposition is no subject."""
    found = _VERB_BEHIND.match(rest)
    if found is None or not old:
        return rest
    words_before = neighbours(text, head_at, head_at).left
    before = words_before[0].group().casefold() if words_before else "that"
    if before not in ("that", "and", "but", "when", "while", "if") and not before.endswith(("'s", "’s")):
        return rest
    had_many = looks_plural(old.split()[-1].rstrip("'’"))
    many = is_many(form)
    table = _VERBS if many else _VERBS_BACK
    if had_many == many or found[1] not in table:
        return rest
    return rest[: found.start(1)] + table[found[1]] + rest[found.end(1) :]


def insert(text: str, at: int, source: str, hit: TermHit, form: EnglishForm | None = None) -> Edited:
    """Write the term, with what joins it, at a place between two words.

    For what the model left out altogether; `at` is moved to the nearest edge of a word.
    """
    chosen = form or ranked_forms(source, hit)[0]
    at = _edge(text, at)
    before, after = text[:at].rstrip(), text[at:].lstrip()
    phrase = noun_phrase(source, hit, chosen)
    at_start = not before or is_sentence_start(before + " x", len(before) + 1)
    last = (_WORD.findall(before) or [""])[-1].casefold() if before[-1:].isalnum() else ""
    lead = lead_in(source, hit)
    if at_start:
        lead = ""
    elif last in _LEADS:
        lead = " ".join(word for word in lead.split()[1:] if lead.split()[0] == last and word)
    elif last in DETERMINERS:
        lead, phrase = "", chosen.text
    elif not lead and last and not last.endswith("ed"):
        lead = "of"
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
    for word in _WORD.finditer(text):
        if word.start() < at < word.end():
            return word.end()
    return at
