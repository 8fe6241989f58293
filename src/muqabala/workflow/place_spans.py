"""Where in a draft a term belongs: the words the model wrote for it, or the gap where it left them out.

Attention says which words were written looking at the term; words that a rendering of the term is made of say the same.
Neither is sure, so several stretches are offered and what follows (`place.py`) weighs the sentences they give. What all
agree on is how far the model's words for the term reach: a stretch that stops short of that leaves half of a rendering
beside the term.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from muqabala.engine.alignment import Alignment
from muqabala.glossary.english import allowed_forms
from muqabala.glossary.pairs import is_pair
from muqabala.glossary.polish import FUNCTION, alike, is_past, stems, word_set
from muqabala.glossary.render import ARTICLES, DETERMINERS, WORD
from muqabala.values import Span, TermHit
from muqabala.workflow.place_kin import Kin, kin

_WIDEST = 4
"""Words beyond the term's own that an exchange may swallow."""

_LOOKED = 0.25
"""Share of its attention a word must give the term to count among the term's words beside a stretch."""

GLANCED = 0.2
"""Share that makes a word the place of a term at which no word looked most, or one of its own words the term's."""

_BREAK = re.compile(r"[.,;:!?()\[\]\"“”«»]")

_NUMBER_WORDS = word_set(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half "
    "third first second fourth fifth sixth seventh eighth ninth tenth hundreds thousands millions dozens"
)

Belongs = Callable[[re.Match[str]], bool]
"""Whether a word of the draft is part of what the model wrote for a term."""

_BRIDGES = DETERMINERS | word_set("of to in for on at by with from and or against between under")
"""Function words inside a noun phrase. What the others begin is another one, or the verb."""


def own_words(hit: TermHit) -> set[str]:
    """Stems of the words that renderings of a hit are made of."""
    entries = (hit.term, *hit.alternatives)
    return {part for entry in entries for form in allowed_forms(entry) for part in stems(form.text)}


def belonging(hit: TermHit, alignment: Alignment | None) -> Belongs:
    """What tells the words for a hit from others: the rendering's own words, those that looked at the hit most, and
    those that its Arabic usually becomes; but not what the rest of the Arabic becomes.
    """
    own = own_words(hit)
    looked = _looking(hit, alignment) if alignment is not None else []
    known = kin(alignment.source, hit) if alignment is not None else Kin(frozenset(), frozenset())

    def belongs(word: re.Match[str]) -> bool:
        if alike(word.group(), own):
            return True
        if known.is_theirs(word.group()):
            return False
        if known.is_ours(word.group()) and not is_count(hit, word.group()):
            return True
        # A verb, which weak models write looking at its subject, is not the subject.
        verb = is_verb(word) or is_passive(word)
        return not verb and not is_count(hit, word.group()) and overlaps(looked, word.span())

    return belongs


def is_verb(word: re.Match[str]) -> bool:
    """Whether a word is a past tense: right behind a noun, as far as words show (the spokesman survived)."""
    before = _before(word)
    return is_past(word.group()) and bool(before) and before not in FUNCTION and not is_number(before)


def is_passive(word: re.Match[str]) -> bool:
    """Whether a word is a past tense behind an auxiliary: they were elected."""
    return is_past(word.group()) and _before(word) in AUXILIARIES


def _before(word: re.Match[str]) -> str:
    found = re.search(rf"({WORD.pattern})\s+$", word.string[: word.start()])
    return found[1].casefold() if found is not None else ""


AUXILIARIES = word_set("is are was were be been being has have had do does did will would can could may might")


def is_pair_word(hit: TermHit, word: str) -> bool:
    """Whether a number is no more than the dual of a term: two, of two grenades."""
    return is_pair(hit) and word.casefold() in ("two", "both")


def is_count(hit: TermHit, word: str) -> bool:
    """Whether a word is a number of its own: not the two of a dual, nor the seventh of a Group of Seven."""
    if not is_number(word) or is_pair_word(hit, word):
        return False
    return not any(is_number(own) for entry in (hit.term, *hit.alternatives) for own in entry.en.split())


def _looking(hit: TermHit, alignment: Alignment) -> list[Span]:
    columns = [n for n, word in enumerate(alignment.source_words) if word[0] < hit.end and hit.start < word[1]]
    if not columns:
        return []
    found = []
    for word, weights in zip(alignment.target_words, alignment.matrix, strict=True):
        if int(weights.argmax()) in columns and float(weights[columns].sum()) >= _LOOKED:
            found.append(word)
    return found


# ── stretches ────────────────────────────────────────────────────────────────────────────────────────────────────────


def stretches(text: str, hit: TermHit, alignment: Alignment, placed: Sequence[Span]) -> Iterator[Span]:
    """Stretches that may be the model's words for a hit, each also as far as those words reach; likeliest first."""
    aligned = alignment.target_span(hit.span)
    own = own_words(hit)
    seen: set[Span] = set()
    for span in (_likest(text, hit, aligned, placed), aligned, *_strongest(alignment, hit, placed)):
        trimmed = _trimmed(text, span, placed, hit, alignment) if span else None
        if trimmed is None:
            continue
        for belongs in (belonging(hit, alignment), belonging(hit, None)):
            whole = widened(text, trimmed, belongs, own, placed)
            if whole not in seen:
                seen.add(whole)
                yield whole


def widened(text: str, span: Span, belongs: Belongs, own: set[str], placed: Sequence[Span]) -> Span:
    """A stretch with what else belongs to the term beside it, so that no half of it is left standing.

    "Organisation of the [ban on weapons]" is all one when Organisation is a word of the term; at most two function
    words lie between, and before one of the rendering's own words also one foreign word.
    """
    start, end = span
    left = list(reversed(list(WORD.finditer(text, 0, start))))
    while (reach := _reach(left, belongs, own, placed)) and not _BREAK.search(text[reach.end() : start]):
        start = reach.start()
        left = [word for word in left if word.end() <= start]
    right = list(WORD.finditer(text, end))
    while (reach := _reach(right, belongs, own, placed)) and not _BREAK.search(text[end : reach.start()]):
        end = reach.end()
        right = [word for word in right if word.start() >= end]
    return start, end


def _reach(
    words: Sequence[re.Match[str]], belongs: Belongs, own: set[str], placed: Sequence[Span]
) -> re.Match[str] | None:
    """The nearest word that belongs, if no more lies before it than may be bridged."""
    bridges = foreign = 0
    for word in words[:4]:
        if overlaps(placed, word.span()):
            return None
        if word.group().casefold() in _BRIDGES:
            bridges += 1
        elif word.group().casefold() in FUNCTION:
            return None
        elif alike(word.group(), own) or (belongs(word) and not foreign):
            return word
        else:
            foreign += 1
        if bridges > 2 or foreign > 1 or (foreign and (not bridges or is_number(word.group()))):
            return None
    return None


def _likest(text: str, hit: TermHit, aligned: Span | None, placed: Sequence[Span]) -> Span | None:
    """The run of words that shares words with a rendering of the term: "sanctions system" for sanctions regime.

    Only near where the model looked at the term; a word far away belongs to something else.
    """
    own = own_words(hit)
    words = [w for w in WORD.finditer(text) if not overlaps(placed, w.span())]
    like = [at for at, w in enumerate(words) if alike(w.group(), own)]
    if aligned is None or not like:
        return None
    close = [at for at in like if aligned[0] - 12 <= words[at].end() and words[at].start() <= aligned[1] + 12]
    if not close:
        return None
    runs = [[close[0]]]
    for at in close[1:]:
        bridged = all(w.group().casefold() in FUNCTION for w in words[runs[-1][-1] + 1 : at])
        if bridged and at - runs[-1][-1] <= 2:
            runs[-1].append(at)
        else:
            runs.append([at])
    best = max(runs, key=lambda run: (len(run), -abs(words[run[0]].start() - aligned[0])))
    return words[best[0]].start(), words[best[-1]].end()


def _strongest(alignment: Alignment, hit: TermHit, placed: Sequence[Span]) -> list[Span]:
    """The free word that looked hardest at the hit, where no word looked at it most; if it stands twice, both: a weak
    model may write one word for two of the Arabic.
    """
    columns = [n for n, word in enumerate(alignment.source_words) if word[0] < hit.end and hit.start < word[1]]
    if not columns or not alignment.target_words:
        return []
    share = alignment.matrix[:, columns].sum(axis=1)
    verbs = [word.span() for word in WORD.finditer(alignment.target) if is_passive(word)]
    rows = [
        row
        for row, word in enumerate(alignment.target_words)
        if alignment.target[word[0]].isalnum()
        and not overlaps([*placed, *verbs], word)
        and share[row] >= GLANCED
        and alignment.target[word[0] : word[1]].casefold() not in FUNCTION
    ]
    best = sorted(rows, key=lambda row: (-float(share[row]), row))
    found = [alignment.target_words[row] for row in best]
    return [span for span in found if alignment.target[slice(*span)] == alignment.target[slice(*found[0])]]


def _trimmed(text: str, span: Span, placed: Sequence[Span], hit: TermHit, alignment: Alignment) -> Span | None:
    """A stretch without other terms, foreign numbers, verbs and edges of function words; None where nothing is left."""
    own = own_words(hit)
    looked = alignment.share(hit.span)
    runs: list[list[re.Match[str]]] = [[]]
    for word in WORD.finditer(text, span[0], span[1]):
        lower = word.group().casefold()
        foreign = is_count(hit, lower) and not alike(word.group(), own)
        verb = (lower in FUNCTION and lower not in _BRIDGES) or (is_verb(word) and not alike(word.group(), own))
        blocked = foreign or verb or overlaps(placed, word.span())
        broken = bool(runs[-1]) and bool(_BREAK.search(text[runs[-1][-1].end() : word.start()]))
        if blocked or broken:
            runs.append([])
        if not blocked:
            runs[-1].append(word)
    kept = [trimmed for run in runs if (trimmed := _without_edges(run))]
    if not kept:
        return None
    best = max(kept, key=lambda run: sum(looked(word.span()) + alike(word.group(), own) for word in run))
    best = _without_edges(best[: len(hit.term.en.split()) + _WIDEST])
    return best[0].start(), best[-1].end()


def _without_edges(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while run and run[0].group().casefold() in FUNCTION:
        run = run[1:]
    while run and run[-1].group().casefold() in FUNCTION:
        run = run[:-1]
    return run


def is_number(word: str) -> bool:
    return any(character.isdigit() for character in word) or word.casefold().split("-")[0] in _NUMBER_WORDS


# ── gaps ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def gaps(text: str, placed: Sequence[Span]) -> list[int]:
    """Places between two words, outside other terms; before the final stop, not behind it."""
    ends = [0, *(word.end() for word in WORD.finditer(text))]
    return [end for end in ends if not any(a < end < b for a, b in placed)]


def likely_gaps(
    text: str, hit: TermHit, alignment: Alignment | None, placed: Sequence[Span], room: Span, source: str
) -> list[int]:
    """Up to three gaps for a term that nothing was written for: beside what the model wrote for its neighbours.

    Only gaps where a phrase ends, if there are any: what is put between "single" and "brigade" tears them apart. And
    only in `room`, between the renderings of the terms before and after it in the Arabic, if there is any.
    """
    free = gaps(text, placed)
    ended = [gap for gap in free if _ends_phrase(text, gap)]
    inside = [gap for gap in ended if room[0] <= gap <= room[1]]
    wanted = list(_beside(hit, alignment)) if alignment is not None else []
    wanted.append(round(len(text) * hit.start / max(1, len(source))))
    chosen = [min(inside or ended or free, key=lambda gap: abs(gap - place)) for place in wanted]
    return list(dict.fromkeys(chosen))[:3]


def _ends_phrase(text: str, gap: int) -> bool:
    before = WORD.findall(text[:gap])
    follows = WORD.findall(text[gap:])[:2]
    if not before or _is_hole(before[-1], follows):
        return bool(before)
    if before[-1].casefold() in FUNCTION:
        return False
    return not WORD.match(text[gap:].lstrip()) or follows[0].casefold() in FUNCTION - DETERMINERS or is_past(follows[0])


def _is_hole(before: str, follows: Sequence[str]) -> bool:
    """An article without its noun, where the model left out a word it does not know: the [] survived a winter."""
    if before.casefold() not in ARTICLES or not follows:
        return False
    words = [word.casefold() for word in follows]
    verb = is_past(words[0]) and len(words) > 1 and words[1] in FUNCTION
    return verb or words[0] in FUNCTION - DETERMINERS


def _beside(hit: TermHit, alignment: Alignment) -> Iterator[int]:
    """Before the little words (an article) that were written for the term, or behind them; behind the words for what
    precedes it in the Arabic; before those for what follows it.
    """
    own = alignment.target_span(hit.span)
    if own is not None:
        ends = [word.end() for word in WORD.finditer(alignment.target, 0, own[0])]
        yield ends[-1] if ends and _ends_phrase(alignment.target, ends[-1]) else own[1]
    words = [word for word in alignment.source_words if alignment.source[word[0]].isalnum()]
    for word in reversed([word for word in words if word[1] <= hit.start][-2:]):
        span = alignment.target_span(word)
        if span is not None:
            yield span[1]
            break
    for word in [word for word in words if word[0] >= hit.end][:2]:
        span = alignment.target_span(word)
        if span is not None:
            yield max(0, span[0] - 1)
            break


def overlaps(spans: Iterable[Span], span: Span) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)
