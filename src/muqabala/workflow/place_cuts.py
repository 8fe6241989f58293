"""Which words of a sentence only say again what a term's rendering says, and how they can go without a gap.

A weak model writes a term twice in other words: the liaison offices opened the contact, the white paper was delayed for
defence. Such words looked at the term, or are words of its rendering. They can go where what is left is a sentence as
far as little words show: a phrase with its preposition and article, or what qualifies another noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from muqabala.engine.alignment import Alignment
from muqabala.glossary.polish import FUNCTION, PARTICLES, alike, is_past, near
from muqabala.glossary.render import ARTICLES, DETERMINERS, POSSESSIVES, WORD
from muqabala.text.english import indefinite
from muqabala.values import Span, TermHit
from muqabala.workflow.place_kin import kin
from muqabala.workflow.place_spans import AUXILIARIES, is_count, is_number, is_pair_word, overlaps, own_words

_NEAR = 8
"""Words on either side of a rendering among which such words are looked for."""

_MOSTLY = 0.5
"""Share of its attention that makes a word beside a rendering the term's again."""

_PARTLY = 0.2
"""Share that is enough for a word of which the rendering is made."""

_LEAD = re.compile(r"(?:\b(?:an?|the|its|their|his|her|of|for|in|with|by|from|to|same|other|own)\s+|['’]s?\s+)$", re.I)


def prunings(text: str, alignment: Alignment, hit: TermHit, span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """What can go, nearest first. `text[span]` is the hit's rendering, `taken` are those of other terms."""
    own, looked, known = own_words(hit), alignment.share(hit.span), kin(alignment.source, hit)

    def again(word: re.Match[str]) -> bool:
        lower = word.group().casefold()
        if lower in FUNCTION or is_past(lower) or is_count(hit, lower) or is_pair_word(hit, lower):
            return False
        if overlaps(taken, word.span()) or known.is_theirs(lower):
            return False
        return looked(word.span()) >= (_PARTLY if alike(lower, own) or known.is_ours(lower) else _MOSTLY)

    words = sorted(near(text, span, _NEAR), key=lambda word: word.start())
    runs: list[list[re.Match[str]]] = [[]]
    for word in words:
        if not again(word):
            # "chief of staff" is one run.
            if word.group() != "of" or not runs[-1]:
                runs.append([])
            continue
        if runs[-1] and text[runs[-1][-1].end() : word.start()].strip(" -") not in ("", "of"):
            runs.append([])
        runs[-1].append(word)
    # What touches the rendering is of one phrase with it, unless it is made of the same words, only owns it, or stands
    # ahead and is what the same Arabic usually becomes: the public secretary-general.
    found = [
        run
        for run in runs
        if run
        and (
            not _touches(text, run, span)
            or (_owns(text, run, span) and not hit.pronoun)
            or all(alike(w.group(), own) or (known.is_ours(w.group()) and w.end() <= span[0]) for w in run)
        )
    ]
    for run in sorted(found, key=lambda run: min(abs(run[0].start() - span[1]), abs(run[-1].end() - span[0]))):
        ends = [run[-1].end(), run[-2].end()] if len(run) > 1 else [run[-1].end()]
        cuts = (removable(text, (run[0].start(), end), span) for end in ends)
        cut = next((one for one in cuts if one is not None and not overlaps([span, *taken], one)), None)
        if cut is not None:
            yield cut


_OWNING = re.compile(r"(?:['’]s|s['’]) $")


def _owns(text: str, run: Sequence[re.Match[str]], span: Span) -> bool:
    """Whether a run owns a rendering, or is owned by it: the navy's [naval mine], the [shipyard]'s building."""
    first, last = sorted(((run[0].start(), run[-1].end()), span))
    return _OWNING.search(text[first[0] : last[0]]) is not None


def _touches(text: str, run: Sequence[re.Match[str]], span: Span) -> bool:
    between = text[run[-1].end() : span[0]] if run[-1].end() <= span[0] else text[span[1] : run[0].start()]
    return not between.strip(" -'’s")


def removable(text: str, words: Span, kept: Span) -> Span | None:
    """A stretch of words with what must go along, if a sentence is left without it; `kept` stays whole.

    >>> removable("He opened the contact before noon.", (14, 21), (0, 0))
    (9, 21)
    >>> removable("The joint defence ministers met.", (4, 17), (0, 0))
    (4, 18)
    >>> removable("He was contact.", (7, 14), (0, 0)), removable("The ministers met.", (4, 13), (0, 0))
    (None, None)
    """
    start, end = words
    if start < kept[1] <= end or start <= kept[0] < end:
        return None
    before = WORD.findall(text[:start])
    found = WORD.match(text[end:].lstrip(" "))
    follows = found.group().casefold() if found is not None else ""
    if is_past(follows) or follows in AUXILIARIES | {"of"}:
        # A subject, or the head of a longer phrase.
        return None
    if follows and follows not in FUNCTION and not is_number(follows):
        # What qualifies a noun goes by itself, if a determiner stays that fits.
        lead = before[-1].casefold() if before else ""
        fits = lead not in ("a", "an") or indefinite(follows) == lead
        return (start, end + 1) if lead in DETERMINERS and fits and text[end : end + 1] == " " else None
    if follows in ARTICLES | POSSESSIVES:
        return None
    while (ahead := _LEAD.search(text, kept[1] if kept[1] <= start else 0, start)) is not None:
        start = ahead.start()
    before = WORD.findall(text[:start])
    if not before or before[-1].casefold() in FUNCTION - PARTICLES:
        return None
    return len(text[:start].rstrip()), end


def without(text: str, cut: Span) -> str:
    """A text without a stretch."""
    return text[: cut[0]] + text[cut[1] :]


def moved(span: Span, cut: Span) -> Span:
    """Where a span stands after a cut that does not touch it."""
    by = cut[1] - cut[0] if cut[0] < span[0] else 0
    return span[0] - by, span[1] - by
