"""Pairs in which a phrase stands that another pair had in the same place: structure taught without new text.

A model that has read its text often enough knows the sentences and not how they are built. So phrases change places
between pairs, on both sides at once (as Andreas 2020 and Nagy et al. 2023 do with fragments and subtrees): where two
phrases follow the same word and its rendering (مع / with, استهدف / targeted, قائد / of), or stand as the subject of the
same verb, one may stand for the other. No parser is needed: a phrase is a run of words whose alignment is closed on
both sides (Och & Ney 2004) and that ends on both sides where phrases end. Of several that fit, the one is taken with
which the English is likeliest.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from muqabala.text.arabic import fold_text
from muqabala.train.guide import align_words
from muqabala.values import Span

_WORD = re.compile(r"\w[\w\u064b-\u0652]*(?:['’.,-]\w[\w\u064b-\u0652]*)*|[^\w\s]")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LONGEST = 5
"""Arabic words of a phrase."""

_LEAST = 4
"""Phrases that must have stood in a place before any is exchanged there."""

_TRIED = 6
"""Of which the likeliest English decides."""

_ENDS_ARABIC = _listed(
    "في من الي علي عن مع بين بعد قبل ضد خلال تحت حول عند منذ حتي لدي ان الذي التي الذين اللذين حيث اذ "
    "فيما بينما عبر نحو قرب دون بدون وفق لكن او ام اثر بسبب رغم بهدف قائلا مما كما بحسب ليل مساء صباح فجر "
    "امس"
)
_ENDS_ENGLISH = _listed(
    "in on at to by for from with as against after before during under over between near off through "
    "towards within without since until about into and or but that which who whose while when where "
    "because despite amid following via said says yesterday overnight if according along across around "
    "ahead"
)
_UNFIT = _listed(
    "he she it they we i you him them us his her its their our my your this these those who which that "
    "there not no himself itself themselves what is are was were be been has have had will would and or "
    "but to said"
)
"""English that says something of other words, or opens a clause: no phrase holds it."""

_ARTICLES = ("the", "a", "an")
_SUBJECT, _BEHIND = "subject of", "behind"

_CUT = re.compile(r"^(?:[وف](?=\w{3}))?(?:[بكل](?=ال))?(?:ال|لل)?")


Likeliness = Callable[[Sequence[str]], Sequence[float]]
"""Of English sentences; higher is better."""


Links = frozenset[tuple[int, int]]
"""Arabic word, English word, counted from 0."""


class Phrase(NamedTuple):
    """A run of words on both sides of a pair."""

    ar: Span
    en: Span
    """Both as characters of the lines."""
    place: tuple[str, ...]
    """What it may be exchanged by: phrases of the same place."""


class Words(NamedTuple):
    """The two runs of a phrase, as they are written inside a sentence."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class _Pair:
    ar: str
    en: str
    arabic: list[Span]
    english: list[Span]


class Swapper:
    """Exchanges phrases between the pairs it was made of."""

    def __init__(self, pairs: Sequence[tuple[str, str]], links: Iterable[Links], likeliness: Likeliness) -> None:
        """Pairs of Arabic and English, and the alignment of each by the words of `word_spans`; notes their phrases."""
        self._pairs = [_Pair(ar, en, word_spans(ar), word_spans(en)) for ar, en in pairs]
        self._likeliness = likeliness
        self._words = Counter(pair.en[slice(*span)] for pair in self._pairs for span in pair.english[1:])
        self._phrases = [list(_phrases(pair, found)) for pair, found in zip(self._pairs, links, strict=True)]
        self._stood: dict[tuple[str, ...], list[Words]] = defaultdict(list)
        for pair, phrases in zip(self._pairs, self._phrases, strict=True):
            for phrase in phrases:
                self._stood[phrase.place].append(self._inside(pair, phrase))

    def swapped(self, number: int, most: int, rng: random.Random) -> tuple[str, str] | None:
        """Pair `number` with one to `most` phrases exchanged, none overlapping; None where nothing fits."""
        pair, phrases = self._pairs[number], [*self._phrases[number]]
        rng.shuffle(phrases)
        chosen: list[tuple[Phrase, Words]] = []
        for phrase in phrases:
            if len(chosen) == most:
                break
            if all(_apart(phrase.ar, other.ar) and _apart(phrase.en, other.en) for other, _ in chosen):
                words = self._other(pair, phrase, rng)
                if words is not None:
                    chosen.append((phrase, words))
        if not chosen:
            return None
        ar = _replaced(pair.ar, [(phrase.ar, words.ar) for phrase, words in chosen])
        en = _replaced(pair.en, [(phrase.en, self._cased(pair, phrase, words.en)) for phrase, words in chosen])
        return ar, en

    def _other(self, pair: _Pair, phrase: Phrase, rng: random.Random) -> Words | None:
        """What may stand instead: of a few that are drawn, the one with which the English is likeliest."""
        stood, own = self._stood[phrase.place], self._inside(pair, phrase)
        if len(stood) < _LEAST:
            return None
        drawn = rng.sample(stood, min(_TRIED, len(stood)))
        others = [words for words in drawn if words.en != own.en and words.ar != own.ar]
        if not others:
            return None
        lines = [_replaced(pair.en, [(phrase.en, self._cased(pair, phrase, words.en))]) for words in others]
        scores = self._likeliness(lines)
        return others[max(range(len(others)), key=lambda at: scores[at])]

    def _cased(self, pair: _Pair, phrase: Phrase, words: str) -> str:
        return words[:1].upper() + words[1:] if phrase.en[0] == pair.english[0][0] else words

    def _inside(self, pair: _Pair, phrase: Phrase) -> Words:
        """As it would stand within a sentence: a capital only where a name has it."""
        ar, en = pair.ar[slice(*phrase.ar)], pair.en[slice(*phrase.en)]
        if phrase.en[0] == pair.english[0][0]:
            first = en.split()[0]
            if self._words[first.lower()] > self._words[first]:
                en = en[:1].lower() + en[1:]
        return Words(ar, en)


def _replaced(line: str, changes: list[tuple[Span, str]]) -> str:
    """The line with spans, none overlapping, exchanged for other words."""
    for (begin, end), words in sorted(changes, reverse=True):
        line = line[:begin] + words + line[end:]
    return line


def _phrases(pair: _Pair, links: Links) -> Iterator[Phrase]:
    """The closed runs of a pair that end where phrases end, each with its place."""
    arabic = [fold_text(pair.ar[slice(*span)]) for span in pair.arabic]
    english = [pair.en[slice(*span)] for span in pair.english]
    low = [word.lower() for word in english]
    of_arabic, of_english = defaultdict(set), defaultdict(set)
    for a, e in links:
        of_arabic[a].add(e)
        of_english[e].add(a)
    for begin in range(1, len(arabic)):
        for end in range(begin + 1, min(begin + _LONGEST, len(arabic)) + 1):
            reached = set().union(*(of_arabic[at] for at in range(begin, end)))
            if not reached:
                continue
            first, last = min(reached), max(reached) + 1
            closed = all(begin <= a < end for e in range(first, last) for a in of_english[e])
            while first and low[first - 1] in _ARTICLES and not of_english[first - 1] - set(range(begin, end)):
                first -= 1
            inner = [*arabic[begin:end], *low[first:last]]
            if not closed or last - first > 2 * _LONGEST or any(not word[:1].isalnum() for word in inner):
                continue
            if (
                _UNFIT.intersection(low[first:last])
                or low[last - 1] in _ENDS_ENGLISH
                or arabic[end - 1] in _ENDS_ARABIC
            ):
                continue
            if not of_arabic[end - 1] or not of_arabic[begin]:
                continue
            place = _place(begin, end, first, last, arabic, low, of_arabic)
            if place is not None:
                noun = next((word for word in english[first:last] if word.lower() not in _ARTICLES), "")
                named = place[0] == _BEHIND and noun[:1].isupper()
                yield Phrase(
                    (pair.arabic[begin][0], pair.arabic[end - 1][1]),
                    (pair.english[first][0], pair.english[last - 1][1]),
                    (*place, "a name" if named else "words"),
                )


def _place(
    begin: int,
    end: int,
    first: int,
    last: int,
    arabic: Sequence[str],
    english: Sequence[str],
    of_arabic: dict[int, set[int]],
) -> tuple[str, ...] | None:
    """The word before on both sides, if the phrase ends on both; or the verb, if it is the verb's subject."""
    head = _CUT.sub("", arabic[begin - 1]) or arabic[begin - 1]
    before = english[first - 1] if first else ""
    if not before.isalnum() and last < len(english) and last in of_arabic[begin - 1]:
        return (_SUBJECT, head, english[last])
    ended_english = last == len(english) or english[last] in _ENDS_ENGLISH or not english[last][0].isalnum()
    ended_arabic = (
        end == len(arabic)
        or not arabic[end][:1].isalnum()
        or arabic[end] in _ENDS_ARABIC
        or (arabic[end][:1] == "و" and last < len(english) and english[last] in ("and", ","))
    )
    if not (ended_english and ended_arabic and first and before[0].isalnum()):
        return None
    if before in _ARTICLES or not (first - 1 in of_arabic[begin - 1] or before in _ENDS_ENGLISH or before == "of"):
        return None
    return (_BEHIND, head, before)


def word_spans(line: str) -> list[Span]:
    """Words, and marks one by one, as characters of the line."""
    return [match.span() for match in _WORD.finditer(line)]


def align(pairs: Sequence[tuple[str, str]]) -> list[Links]:
    """The words of pairs that render each other, in either direction. Raises ComponentError without eflomal.

    Either, not both: a closed run must be closed by all links there are.
    """
    forward, backward = align_words(
        [" ".join(_arabic_stem(ar[slice(*span)]) for span in word_spans(ar)) for ar, _ in pairs],
        [" ".join(_english_stem(en[slice(*span)]) for span in word_spans(en)) for _, en in pairs],
    )
    return [_links(f"{ahead} {back}") for ahead, back in zip(forward, backward, strict=True)]


def _arabic_stem(word: str) -> str:
    return _CUT.sub("", fold_text(word))[:5] or word


def _english_stem(word: str) -> str:
    return word.lower()[:6]


def _links(line: str) -> Links:
    """
    >>> sorted(_links("0-0 2-1"))
    [(0, 0), (2, 1)]
    """
    return frozenset((int(a), int(e)) for a, e in (link.split("-") for link in line.split()))


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]
