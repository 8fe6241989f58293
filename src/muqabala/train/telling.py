"""English in the place of Arabic in a source, so that a model learns to write what it is told.

Terms that a model must use can be handed to it inside the sentence (Dinu, Mathur, Federico & Al-Onaizan 2019, their
`replace`): `زار ال liaison office الجديد`. In part of the data the terms of a glossary stand so, as the reference has
them, and in another part any cleanly aligned phrase, so that the model learns to copy and not a list. Some of those
phrases are exchanged on both sides for words that nobody said there (copying drills, in the manner of Currey, Miceli
Barone & Heafield 2017), since a house's terms and names are new words too. What Arabic
writes on to the term (proclitics, the article, a pronoun) stays Arabic. Both sides of the vocabulary are one, so the
pieces that are read are the pieces that are to be written.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from muqabala.train.packed import UNALIGNED, Example

LONGEST = 4
"""Words of a phrase."""

_RARE = 3
"""Times a word is in the data, at most, that is drilled with."""

_CONSONANTS = (
    "b",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "br",
    "ch",
    "gr",
    "kl",
    "st",
    "th",
)

_MARK = "\N{LOWER ONE EIGHTH BLOCK}"

_LEAD = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=\w{2})")
"""Proclitics that end in the article: the others may as well be letters of the word."""

_UNFIT = {
    *("a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "by", "for", "from", "with", "as", "that", "this"),
    *("these", "those", "it", "its", "his", "her", "their", "our", "my", "your", "he", "she", "they", "we", "i", "you"),
    *("is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "not", "no"),
}
"""Words that a phrase neither begins nor ends with."""


class Stretch(NamedTuple):
    """Source positions and what stands there instead, as ids."""

    first: int
    last: int
    before: Sequence[int]
    """What is kept of the Arabic ahead of the English."""
    english: Sequence[int]
    after: Sequence[int]


def tell(example: Example, stretches: Iterable[Stretch]) -> Example:
    """The example with each stretch exchanged; what rendered it now renders the very same pieces where they are there.

    >>> tell(([5, 6, 7], [8, 20, 21, 9], [0, 1, 1, 2]), [Stretch(1, 2, [4], [20, 21], [])])
    ([5, 4, 20, 21, 7], [8, 20, 21, 9], [0, 2, 3, 4])
    """
    for stretch in sorted(stretches, reverse=True):
        example = _told(example, stretch)
    return example


def _told(example: Example, stretch: Stretch) -> Example:
    source, target, links = example
    first, last, before, english, after = stretch
    new = [*source[:first], *before, *english, *after, *source[last:]]
    if links is None:
        return new, target, None
    begin, grown = first + len(before), len(new) - len(source)
    copied = _copied(target, english, links, first, last)
    moved = []
    for at, link in enumerate(links):
        if at in copied:
            moved.append(begin + copied[at])
        elif first <= link < last:
            # An article or a preposition: what is left of the Arabic says it.
            moved.append(first)
        else:
            moved.append(link + grown if link >= last else link)
    return new, target, moved


def _copied(
    target: Sequence[int], english: Sequence[int], links: Sequence[int], first: int, last: int
) -> dict[int, int]:
    """Target position → piece of the English; the whole of it where it stands whole, else the pieces that are alike."""
    size = len(english)
    whole = [at for at in range(len(target) - size + 1) if list(target[at : at + size]) == list(english)]
    if whole:
        linked = max(whole, key=lambda at: sum(first <= link < last for link in links[at : at + size]))
        return {linked + n: n for n in range(size)}
    left, found = dict(enumerate(english)), {}
    for at, link in enumerate(links):
        if first <= link < last:
            place = next((n for n, piece in left.items() if piece == target[at]), None)
            if place is not None:
                found[at] = place
                del left[place]
    return found


class Phrases:
    """Draws phrases of the data to tell, of a vocabulary and the sentences they are drawn from."""

    def __init__(
        self,
        pieces: Sequence[str],
        english: Iterable[str],
        encode_arabic: Callable[[str], Sequence[int]],
        encode_english: Callable[[str], Sequence[int]],
    ) -> None:
        """`pieces` by id; `english` are lines to learn from which words are names."""
        self._pieces = pieces
        self._opens = [piece.startswith(_MARK) for piece in pieces]
        self._words = Counter(word for line in english for word in re.findall(r"[A-Za-z]+", line))
        self._rare = sorted(word for word, count in self._words.items() if count <= _RARE and len(word) > 3)
        self._arabic, self._english = encode_arabic, encode_english

    def tell(self, example: Example, rng: random.Random) -> Example:
        """The example with one phrase told, or unchanged where no stretch of whole words is cleanly aligned."""
        stretch = next(self._drawn(example, rng), None)
        return tell(example, [stretch]) if stretch is not None else example

    def drill(self, example: Example, rng: random.Random) -> Example:
        """The example with one name or noun exchanged on both sides for other words, which are told; or unchanged."""
        source, target, links = example
        if links is None:
            return example
        for stretch in self._drawn(example, rng):
            place = _rendering(stretch.first, stretch.last, target, links, self._opens)
            if place is None:
                continue
            at, first = place[0], self._text(target[slice(*place)]).split()[0]
            if first == "the":
                at = next(later for later in range(at + 1, place[1]) if self._opens[target[later]])
            elif at == 0 or not first[0].isupper():
                continue
            words = self._english(self._other_words(rng))
            exchanged = [*target[:at], *words, *target[place[1] :]]
            linked = [*links[:at], *[stretch.first] * len(words), *links[place[1] :]]
            return tell((source, exchanged, linked), [stretch._replace(english=words)])
        return example

    def _drawn(self, example: Example, rng: random.Random) -> Iterator[Stretch]:
        """The stretches of whole words that are cleanly aligned, in a drawn order."""
        source, target, links = example
        if links is None:
            return
        stretches = _stretches(source, self._opens)
        rng.shuffle(stretches)
        for begin, end in stretches:
            if (stretch := self._stretch(begin, end, source, target, links)) is not None:
                yield stretch

    def _other_words(self, rng: random.Random) -> str:
        """One to three rare words of the data, a name or two that nobody bears, or a designation."""
        kind = rng.random()
        if kind < 0.5 and len(self._rare) >= LONGEST:
            return " ".join(rng.sample(self._rare, rng.choice((1, 1, 2, 2, 3))))
        if kind < 0.9:
            return " ".join(_name(rng) for _ in range(rng.choice((1, 1, 2))))
        letters = "".join(rng.sample("ABCFGHKLMNPQRSTVX", rng.choice((1, 2, 2, 3))))
        return f"{letters}{rng.choice(('', '-', '-'))}{rng.randint(1, 999)}"

    def _stretch(
        self, begin: int, end: int, source: Sequence[int], target: Sequence[int], links: Sequence[int]
    ) -> Stretch | None:
        place = _rendering(begin, end, target, links, self._opens)
        if place is None or end - begin == len(source):
            return None
        words = self._text(target[slice(*place)]).split()
        if words and words[0].casefold() in ("a", "an", "the"):
            words = words[1:]
        if not words or not (words[0].isalpha() and words[-1].isalpha()):
            return None
        if words[0].casefold() in _UNFIT or words[-1].casefold() in _UNFIT:
            return None
        lower = words[0].lower()
        if place[0] == 0 and self._words[lower] > self._words[words[0]]:
            words[0] = lower
        lead = _LEAD.match(self._text(source[begin:end]))
        before = self._arabic(lead.group()) if lead else ()
        return Stretch(begin, end, before, self._english(" ".join(words)), ())

    def _text(self, ids: Sequence[int]) -> str:
        return "".join(self._pieces[one] for one in ids).replace(_MARK, " ").strip()


def _name(rng: random.Random) -> str:
    parts = [rng.choice(_CONSONANTS) + rng.choice("aeiou") for _ in range(rng.choice((1, 2, 2, 3)))]
    return "".join([*parts, rng.choice(("", "n", "rd", "s", "l", "ck"))]).capitalize()


def _stretches(source: Sequence[int], opens_word: Sequence[bool]) -> list[tuple[int, int]]:
    """Every run of one to `LONGEST` whole words, as positions."""
    starts = [at for at, piece in enumerate(source) if opens_word[piece]]
    edges = [*starts, len(source)]
    return [
        (edges[at], edges[at + count])
        for at in range(len(starts))
        for count in range(1, LONGEST + 1)
        if at + count < len(edges)
    ]


def _rendering(
    begin: int, end: int, target: Sequence[int], links: Sequence[int], opens_word: Sequence[bool]
) -> tuple[int, int] | None:
    """Where the target renders a stretch of the source: one run of whole words, linked to nothing else."""
    linked = [at for at, link in enumerate(links) if begin <= link < end]
    if not linked:
        return None
    first, last = linked[0], linked[-1] + 1
    whole = opens_word[target[first]] and (last == len(target) or opens_word[target[last]])
    clean = all(begin <= link < end or link == UNALIGNED for link in links[first:last])
    return (first, last) if whole and clean else None
