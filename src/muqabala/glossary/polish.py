"""What touches a rendering, put right: the article before it, the number after a count, and words that say it again.

Writing a term into a sentence (`render.py`) repairs what it changes; this looks at a rendering that stands already,
whoever wrote it. A decoder that knows the term may still say "a air base", "the defence ministry ministry", "a thousand
soldier" or "a truce and a truce" where the Arabic has one. Nothing but such neighbours is touched, and what cannot be
told from good English is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from muqabala.glossary.english import EnglishForm, Target, allowed_forms
from muqabala.glossary.nouns import is_countable, is_many, never_one, settled
from muqabala.glossary.pairs import is_pair, is_shared_head
from muqabala.glossary.render import (
    ARTICLES,
    DETERMINERS,
    POSSESSIVES,
    WORD,
    Edited,
    is_quality,
    neighbours,
    ranked_forms,
    substitute,
    take_up,
)
from muqabala.text.arabic import fold_text
from muqabala.text.english import capitalise_first, indefinite, is_sentence_start
from muqabala.values import Span, Term, TermHit


def word_set(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


PARTICLES = word_set("up down out off away back")
FUNCTION = (
    DETERMINERS
    | PARTICLES
    | word_set(
        "of to in for on at by with from and or but that which who whom is are was were be been being has have had do "
        "does did will would can could may might should not as into about after before against between during through "
        "under over it he she they we you i than then so if when while where there also since until because unless"
    )
)
"""Words that carry no subject of their own."""

_BREAK = re.compile(r"[.,;:!?()\[\]\"“”«»—–]")
_NEAR = 5
"""Words on either side of a rendering in which a repetition of it is heard as one."""


def stem(word: str) -> str:
    """A word as far as spelling variants, endings and the sex of who holds an office leave it alone.

    >>> stem("Organisations'"), stem("defence"), stem("spokeswomen"), stem("armies")
    ('organization', 'defense', 'spokesman', 'army')
    """
    folded = re.sub(r"['’]s?$", "", word.casefold())
    for british, american in (("our", "or"), ("is", "iz"), ("defenc", "defens")):
        folded = folded.replace(british, american)
    if _HOLDER.search(folded):
        return _HOLDER.sub("man", folded)
    if len(folded) > 4 and folded.endswith("ies"):
        return folded[:-3] + "y"
    return folded.removesuffix("s") if len(folded) > 3 else folded


_HOLDER = re.compile(r"(?<=\w{3})(?:wom[ae]n|m[ae]n|person|people)s?$")
"""What names who does something: spokeswoman, servicemen, chairperson; not the woman, not the human."""


def stems(text: str) -> set[str]:
    """Stems of the words of a text that carry meaning, compounds taken apart."""
    return {stem(word) for word in WORD.findall(text.replace("-", " ")) if word.casefold() not in FUNCTION}


def alike(word: str, own: set[str]) -> bool:
    """Whether a word, or part of a compound, is one of some stems, or a verb made of it.

    >>> alike("guarded", stems("coast guard")), alike("guards-in-waiting", stems("coast guard"))
    (True, True)
    """
    return any(part in own or (part.endswith("ed") and part[:-2] in own) for part in map(stem, word.split("-")))


def echoes(text: str, span: Span, others: Sequence[Span] = ()) -> int:
    """How many words close to `text[span]` say part of it again; words of `others` (renderings of terms) may.

    Another rendering is counted where it stands right beside with nothing between.

    >>> echoes("The national security national security adviser left.", (22, 47))
    2
    """
    own = stems(text[span[0] : span[1]])
    found = 0
    for word in near(text, span):
        if any(a < word.end() and word.start() < b for a, b in others):
            continue
        found += alike(word.group(), own)
    for a, b in others:
        between = text[b : span[0]] if b <= span[0] else text[span[1] : a]
        found += bool((a, b) != span and not between.strip(" -") and own & stems(text[a:b]))
    return found


_ENDING = re.compile(r"['’]s?(?!\w)")


def near(text: str, span: Span, reach: int = _NEAR) -> Iterator[re.Match[str]]:
    """The words on either side of a stretch, nearest first, as far as no mark stands between."""
    before = list(reversed(list(WORD.finditer(text, 0, span[0]))))[:reach]
    for word in before:
        if _BREAK.search(text[word.end() : span[0]]):
            break
        yield word
    ending = _ENDING.match(text, span[1])
    for word in list(WORD.finditer(text, ending.end() if ending is not None else span[1]))[:reach]:
        if _BREAK.search(text[span[1] : word.start()]):
            break
        yield word


# ── mending ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def polished(text: str, source: str, placed: Sequence[tuple[TermHit, Span]], *, once: bool = True) -> str:
    """A sentence with the neighbours of its renderings mended. `placed`: what stands where, any order.

    `once`: of renderings beyond what the Arabic asks for one goes, where they stand close together.
    """
    ordered = sorted(placed, key=lambda one: one[1], reverse=True)
    spans = [span for _, span in ordered]
    for at, (hit, span) in enumerate(ordered):
        # Renderings further left have kept their offsets; those further right are moved along.
        before, after = spans[at + 1 :], spans[:at]
        edited = _mended(text, span, source, hit, [*before, *after])
        shift = len(edited.text) - len(text)
        spans = [*((a + shift, b + shift) for a, b in after), edited.span, *before]
        text = edited.text
    return _once(text, [hit for hit, _ in placed]) if once else text


def _mended(text: str, span: Span, source: str, hit: TermHit, others: Sequence[Span]) -> Edited:
    form = _form_of(text[span[0] : span[1]], source, hit)
    edited = Edited(text, span)
    if form is None:
        return edited
    for mend in _MENDS:
        made = mend(edited, source, hit, form, others)
        shift, behind = len(made.text) - len(edited.text), edited.span[1]
        others = [(a + shift, b + shift) if a >= behind else (a, b) for a, b in others]
        edited = made
        form = _form_of(edited.text[edited.span[0] : edited.span[1]], source, hit) or form
    return edited


def _form_of(written: str, source: str, hit: TermHit) -> EnglishForm | None:
    folded = written.casefold()
    return next((form for form in ranked_forms(source, hit) if form.text.casefold() == folded), None)


def _unstuttered(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """The defence ministry ministry, the joint joint exercise; once more for a word that stands three times."""
    text, (start, end) = edited.text, edited.span
    tail = re.match(r"(?:-([^\W_]+))+(?![\w-])", text[end:])
    if tail is not None and stem(tail[1]) in stems(text[start:end].split("-")[-1]):
        # secretary-general-general
        return Edited(text[:end] + text[end + tail.end() :], edited.span)
    listed = _LISTED.search(text[:start])
    if listed is not None and _begins_a_list(text[start:end], listed[1]) and not _inside(others, listed.span()):
        # the foreign, [foreign and defence ministers]
        cut = listed.start()
        return Edited(text[:cut] + text[start:], (cut, cut + end - start))
    from_, to = take_up(text, start, end, text[start:end], others)
    if (from_, to) == (start, end):
        return edited
    term = text[start:end]
    if text[from_:start][:1].isupper():
        term = capitalise_first(term)
    return Edited(text[:from_] + term + text[to:], (from_, from_ + len(term)))


_LISTED = re.compile(r"\b([^\W\d_]+),\s+$")


def _begins_a_list(rendering: str, word: str) -> bool:
    words = rendering.casefold().split()
    return "and" in words[1:] and stem(words[0]) == stem(word.casefold())


def _undenied(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """Not to non-interference: what the rendering denies by itself is denied once, if the Arabic denies it once."""
    text, (start, end) = edited.text, edited.span
    denied = re.search(r"\b(?:not|no)(?:\s+(?:to|of|the|a))?\s+$", text[:start])
    if denied is None or not text[start:end].casefold().startswith("non-") or _inside(others, (denied.start(), start)):
        return edited
    if _DENIAL.search(fold_text(source[: hit.start])):
        return edited
    at = denied.start()
    return Edited(text[:at] + text[start:], (at, at + end - start))


_DENIAL = re.compile(r"(?:^|\s)[وف]?(?:لا|لم|لن|ليس|ليست|غير|ما|دون)\s+(?:\w+\s+){0,3}$")


def _unowned(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """The head of mission's head: what owns one of its own words, or its title again, owns nothing."""
    text, (start, end) = edited.text, edited.span
    owned = _OWNED.match(text, end)
    if owned is None:
        return edited
    words = [word for word in WORD.finditer(text, *owned.span(1)) if word.group().casefold() != "of"]
    own = stems(text[start:end])
    # Titles may lead to the word that says it again: the spokesman's [chief of staff spokesman].
    titles = takewhile(lambda word: word.group().casefold() in _TITLES | {"staff"}, words)
    behind = words[len(list(titles)) :][:1]
    last = behind[0].end() if behind and alike(behind[0].group(), own) else _title_ends(words, form)
    if last is None or qualifies(text, last) or _inside(others, (end, last)):
        return edited
    return Edited(text[:end] + text[last:], edited.span)


_OWNED = re.compile(r"['’]s?((?:\s+(?:of\s+)?[^\W\d_]+){1,4})")


def _title_ends(words: Sequence[re.Match[str]], form: EnglishForm) -> int | None:
    """Where a title ends that a title owns: chief, or chief of staff; None where none begins there."""
    if not words or not _is_title(form.text) or words[0].group().casefold() not in _TITLES:
        return None
    staff = _STAFF.match(words[0].string, words[0].end())
    return staff.end() if staff is not None else words[0].end()


_STAFF = re.compile(r"\s+of\s+staff\b")


def _unled(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """The head of the chief of staff, the chief of staff of the prime minister: one title where the Arabic has one."""
    text, (start, end) = edited.text, edited.span
    led = re.search(r"\b([A-Za-z]+)\s+of\s+(?:staff\s+of\s+)?(?:the\s+)?$", text[:start])
    if led is None or led[1].casefold() not in _TITLES or _inside(others, (led.start(), start)):
        return edited
    if not _is_title(form.text) or text[end : end + 1] in ("'", "’") or _LED.search(fold_text(source[: hit.start])):
        return edited
    cut = led.start()
    term = text[start:end]
    return Edited(text[:cut] + term + text[end:], (cut, cut + len(term)))


def _untrailed(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """Supreme Allied Commander Europe in Europe: a name is not followed by where it ends."""
    text, (start, end) = edited.text, edited.span
    behind = re.match(r"\s+(?:of|in|for)\s+(?:the\s+)?([A-Z][^\W_]*)", text[end:])
    if behind is None or qualifies(text, end + behind.end()) or _inside(others, (end, end + behind.end())):
        return edited
    if behind[1] not in text[start:end].split()[1:]:
        return edited
    return Edited(text[:end] + text[end + behind.end() :], edited.span)


def _is_title(rendering: str) -> bool:
    words = rendering.casefold().removesuffix(" of staff").split()
    return words[0] in _TITLES or words[-1] in _TITLES | {"minister", "ministers"}


_TITLES = word_set("head heads chief chiefs leader director commander commanders chairman president")
_LED = re.compile(r"(?:رئيس|قائد|مدير|زعيم|مسؤول|كبير|رؤساء|قاده)\w*\s+$")


def _numbered(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """An office where the Arabic has two, or many: the number that the word itself says, where the entry counts it."""
    text, (start, end) = edited.text, edited.span
    sure = "sg" not in hit.number and (is_pair(hit) or bool(hit.term.en_plural)) and not is_shared_head(source, hit)
    if not sure or form.number != "sg" or qualifies(text, end) or not is_countable(form.text, hit.term):
        return edited
    left = neighbours(text, start, end).left
    if left and (left[0].group().casefold() in _ONE or _inside(others, left[0].span())):
        return edited
    wanted = next(one for one in ranked_forms(source, hit) if one.base == form.base)
    if wanted.number != "pl":
        return edited
    # "The Egyptian minister" bears no count behind its adjective.
    bare = not left or left[0].group().casefold() in FUNCTION or is_past(left[0].group())
    said = hit if bare else replace(hit, number=("pl",))
    return substitute(text, (start, end), source, said, wanted, protected=others)


_ONE = word_set("one each every another single either neither first second third last next")
"""Words before which a noun stands in the singular, whatever the Arabic has."""


def _counted(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """Three frigate: the plural after a count in words, unless the term only qualifies another noun."""
    text, (start, end) = edited.text, edited.span
    left = neighbours(text, start, end).left
    if not left or form.number != "sg" or qualifies(text, end):
        return edited
    number = left[0].group().casefold()
    if not (number.split("-")[0] in _MANY and number.split("-")[-1] in _MANY | _UNITS):
        return edited
    plural = next((f for f in ranked_forms(source, hit, "pl") if f.base == form.base), form)
    if plural.number != "pl":
        return edited
    return Edited(text[:start] + plural.text + text[end:], (start, start + len(plural.text)))


_UNITS = word_set("two three four five six seven eight nine")
_MANY = _UNITS | word_set(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand dozen several both various numerous"
)


def _determined(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """One determiner, and the right one of a and an; none of these before a plural."""
    text, (start, end) = edited.text, edited.span
    left = neighbours(text, start, end).left
    first = left[0] if left else None
    if first is None or first.group().casefold() not in DETERMINERS or _inside(others, first.span()):
        return edited
    lower = first.group().casefold()
    kept: str | None = None
    if lower in ("a", "an"):
        kept = indefinite(text[start:end])
        if hit.term.article in ("a", "an") and form.text == hit.term.en:
            kept = hit.term.article
        many = is_many(settled(form, "pl" if is_pair(hit) else "sg"))
        if (many or never_one(form.text, hit.term)) and not qualifies(text, end):
            kept = ""
    second = left[1] if len(left) > 1 else None
    if lower == "the" and len(left) > 2 and _is_described(left[1:], others):
        return Edited(text[: first.start()] + text[start:], (first.start(), first.start() + end - start))
    cut = first.start()
    if second is not None and not _inside(others, second.span()) and _collide(second.group(), lower):
        cut = second.start()
        kept = second.group() if lower in ARTICLES else first.group()
        if kept.casefold() in ("a", "an"):
            kept = first.group() if lower == "the" else indefinite(text[start:end])
    if kept is None or (kept == first.group() and cut == first.start()):
        return edited
    if text[cut : cut + 1].isupper():
        kept = capitalise_first(kept)
    written = text[start:end]
    if not kept and text[cut : cut + 1].isupper():
        written = capitalise_first(written)
    lead = f"{kept} " if kept else ""
    begin = cut + len(lead)
    return Edited(text[:cut] + lead + written + text[end:], (begin, begin + len(written)))


def _is_described(left: Sequence[re.Match[str]], others: Sequence[Span]) -> bool:
    """Whether an adjective with its own determiner stands there, which bears no article behind it: the new the."""
    quality, before = left[:2]
    described = is_quality(quality.group().casefold()) and before.group().casefold() in DETERMINERS
    return described and not _inside(others, quality.span())


def _lettered(edited: Edited, source: str, hit: TermHit, form: EnglishForm, others: Sequence[Span]) -> Edited:
    """The Military council: capitals on some of the words as on all or, as the glossary has it, on none."""
    text, (start, end) = edited.text, edited.span
    written = text[start:end]
    words = [word for word in WORD.findall(written) if word.casefold() not in FUNCTION]
    first = is_sentence_start(text, start)
    small = [word[0].islower() for word in words]
    if hit.term.case == "keep" or written == form.text or len({*small[first:]}) < 2:
        return edited
    cased = capitalise_first(form.text) if first else form.text
    return Edited(text[:start] + cased + text[end:], edited.span)


_MENDS = (
    _unstuttered,
    _unstuttered,
    _undenied,
    _unowned,
    _unled,
    _untrailed,
    _numbered,
    _counted,
    _determined,
    _lettered,
)
"""In this order; what stands three times is unstuttered twice."""


def _collide(before: str, behind: str) -> bool:
    """Two determiners of which English bears one: the the, a the, their a, one a; "all the" and "that the" stand."""
    lower = before.casefold()
    if behind in ARTICLES:
        return lower in ARTICLES | POSSESSIVES or lower == "one" or lower.endswith(("'s", "’s"))
    return behind in POSSESSIVES and lower in ARTICLES


def qualifies(text: str, end: int) -> bool:
    """Whether a noun may follow at once, so that the term only says what kind: armed forces spokesman, hostage-taking.

    In doubt it does, for what stands already is left alone in doubt; writing a term in asks `premodifies`.
    """
    if text[end : end + 1] == "-":
        return True
    right = neighbours(text, end, end).right
    if not right or text[end : right[0].start()] != " ":
        return False
    lower = right[0].group().casefold()
    return lower not in FUNCTION | IRREGULAR_VERBS and not lower.endswith(("ed", "ly"))


IRREGULAR_VERBS = word_set(
    "began took said says held left went came made fell rose saw met won lost sent gave told set put ran hit shot "
    "broke struck sank led stood became began found kept went grew drew fought fled brought built bought"
)


def is_past(word: str) -> bool:
    """Whether a word is a past tense by its look: in -ed, unless everybody uses it as an adjective, or irregular."""
    lower = word.casefold()
    regular = lower.endswith("ed") and lower not in _PARTICIPLES and not lower.startswith("un")
    return regular or lower in IRREGULAR_VERBS


# Participles used as adjectives, and words that only end like one.
_PARTICIPLES = word_set(
    "armed armoured armored united allied retired guided displaced wounded injured combined advanced mixed limited "
    "occupied besieged so-called mechanised mechanized organised organized aged trained wanted stolen unexploded "
    "seabed speed airspeed high-speed hundred need seed feed weed indeed breed shed bloodshed watershed bed flatbed "
    "red infrared exceed proceed succeed embed naked sacred hatred kindred ahead newlywed"
)


def _inside(spans: Sequence[Span], span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)


# ── said once ────────────────────────────────────────────────────────────────────────────────────────────────────────

_DETERMINED = r"(?:(?:an?|the|its|their|his|her|our|my)\s+)?"
_COORDINATED = re.compile(rf"(?:['’]s)?,?\s+(?:and|or)\s+{_DETERMINED}$")
_OF = re.compile(rf"\s+of\s+({_DETERMINED}(?:\w+\s+)?)$")
_PHRASE = re.compile(
    rf"((?:\s+\w+){{0,3}})(\s+(?:of|in|at|on|with|by|for|from|before|after|near|about)\s+{_DETERMINED})$"
)
_COUNTED_AGAIN = re.compile(rf"\s+(?:(?:{'|'.join(sorted(_MANY))})\s+)?{_DETERMINED}$")
_STOPS = re.compile(r"\s*(?:[.,;:!?)\]\"”]|$|(?:of|in|at|on|with|by|for|from|to|and|before|after|that|which|who)\b)")
"""What may follow a phrase that falls, so that it is no subject."""


def _once(text: str, hits: Sequence[TermHit]) -> str:
    """A rendering said twice where the Arabic has it once: the truce and the truce, the airspace of Danish airspace."""
    for entries in dict.fromkeys((hit.term, *hit.alternatives) for hit in hits):
        wanted = sum((hit.term, *hit.alternatives) == entries for hit in hits)
        while len(spans := _standing(text, entries, hits)) > wanted:
            shorter = next((made for a, b in pairwise(spans) if (made := _dropped(text, a, b))), None)
            if shorter is None:
                break
            text = shorter
    return text


def _dropped(text: str, first: Span, second: Span) -> str | None:
    """A sentence with one rendering for two that stand close together; None where both must stay."""
    between = text[first[1] : second[0]]
    if found := _OF.fullmatch(between):
        head = re.search(rf"{_DETERMINED}$", text[: first[0]], re.IGNORECASE)
        start = head.start() if head else first[0]
        rest = text[first[1] + found.start(1) :]
        return text[:start] + (capitalise_first(rest) if text[start : start + 1].isupper() else rest)
    if re.fullmatch(r"['’]s?\s+", between) or _COUNTED_AGAIN.fullmatch(between):
        return text[: first[1]] + text[second[1] :]
    if (found := _PHRASE.fullmatch(between)) and not found[1].strip() and not qualifies(text, second[1]):
        return text[: first[1]] + text[second[1] :]
    if not _STOPS.match(text, second[1]):
        return None
    if _COORDINATED.fullmatch(between):
        return text[: first[1]] + text[second[1] :]
    if found := _PHRASE.fullmatch(between):
        return text[: first[1] + found.start(2)] + text[second[1] :]
    return None


def _standing(text: str, entries: Sequence[Term], hits: Sequence[TermHit]) -> list[Span]:
    """Disjoint renderings of any of the entries, from left to right; what is part of another term's is not one."""
    read = Target.of(text)
    found = [place.span for place in read.places([form for entry in entries for form in allowed_forms(entry)])]
    foreign = [
        place.span
        for hit in hits
        if (hit.term, *hit.alternatives) != entries
        for place in read.places(allowed_forms(hit.term))
    ]
    disjoint: list[Span] = []
    for start, end in found:
        if (not disjoint or start >= disjoint[-1][1]) and not _inside(foreign, (start, end)):
            disjoint.append((start, end))
    return disjoint
