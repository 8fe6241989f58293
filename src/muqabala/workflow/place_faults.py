"""What speaks against a sentence into which a term was written, beside the model's score.

The score is a mean over pieces: it falls with every word the model did not expect and says little of a word too many.
Left over are words the model wrote for the term outside what was exchanged ("the public consulate general" for the
model's "public prosecutor"), echoes are words near the term that say part of it again, lost are words that were
exchanged though the model wrote them for something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from muqabala.engine.alignment import Alignment, edit
from muqabala.glossary.polish import FUNCTION, echoes, stem, stems
from muqabala.glossary.render import WORD
from muqabala.values import Span, TermHit
from muqabala.workflow.place_kin import kin
from muqabala.workflow.place_spans import belonging, is_number, is_pair_word, is_verb, overlaps, own_words, widened

_ECHO = 0.8
_LEFT_OVER = 0.8
_LOST = 0.3
"""Prices of one word each, in mean log-probability: two candidates seldom differ by more than half a unit."""

_STRAYED = 0.3
"""Price of standing in another part of the sentence than the term does in the Arabic."""

_FAR_OFF = 0.45
"""Share of a sentence that is another part of it."""

_WHOLLY = 0.8
"""Share that makes a word nothing but the term's, wherever it stands."""


def said_again(
    before: str, after: str, span: Span, hit: TermHit, alignment: Alignment | None, others: Sequence[Span] = ()
) -> float:
    """The price of what says the term again in `after`, where the hit's rendering is `after[span]`.

    `alignment` is that of `before`, or of `after` where the model wrote that anew. `others` are the renderings of other
    terms in `after`.
    """
    heard = echoes(after, span, others)
    if alignment is None:
        return _ECHO * heard
    if alignment.target == after and before != after:
        whole = widened(after, span, belonging(hit, alignment), own_words(hit), others)
        wholly = wholly_of(hit, alignment, [span, *others])
        beyond = [
            word.group()
            for word in WORD.finditer(after)
            if (whole[0] <= word.start() < whole[1] and not overlaps([span], word.span())) or wholly(word)
        ]
        return max(_ECHO * heard, _LEFT_OVER * sum(_is_content(word, hit) for word in beyond))
    return max(_ECHO * heard, _LEFT_OVER * left_over(before, after, span, hit, alignment, others))


def left_over(before: str, after: str, span: Span, hit: TermHit, alignment: Alignment, others: Sequence[Span]) -> int:
    """Words for the term that stand on beside it."""
    first, last, shift = _changed(before, after)
    # Other renderings, where they stood before the edit.
    placed = [(a, b) if b <= first else (a - shift, b - shift) for a, b in others if b <= first or a >= last + shift]
    whole = widened(before, (first, last), belonging(hit, alignment), own_words(hit), placed)
    beside = _beside(after, span, (first, last + shift))
    wholly = wholly_of(hit, alignment, placed)
    left = 0
    for word in WORD.finditer(before):
        inside = whole[0] <= word.start() and word.end() <= whole[1]
        if not _is_content(word.group(), hit) or not (inside or wholly(word)):
            continue
        moved = (word.start(), word.end()) if word.end() <= first else (word.start() + shift, word.end() + shift)
        if word.start() < last and first < word.end():
            left += word.group() in beside
        elif not overlaps([span], moved):
            left += 1
    return left


def lost(before: str, after: str, span: Span, hit: TermHit, alignment: Alignment | None) -> float:
    """The price of words that went with the exchange though they were written for something else; the less they looked
    at the term, the more. `alignment` is that of `before`.
    """
    if alignment is None:
        return 0.0
    first, last, shift = _changed(before, after)
    belongs = belonging(hit, alignment)
    kept = stems(after[span[0] : span[1]])
    beside = _beside(after, span, (first, last + shift))
    looked = alignment.share(hit.span)
    gone = 0.0
    for word in WORD.finditer(before, first, last):
        if word.group() in beside or word.group().casefold() in FUNCTION or belongs(word):
            continue
        if stem(word.group()) not in kept:
            gone += (1 - looked(word.span())) * (1 + is_number(word.group()))
    return _LOST * gone


def strayed(source: str, text: str, span: Span, hit: TermHit) -> float:
    """The price of a rendering `text[span]` that stands early where its term stands late, or the other way round."""
    return _STRAYED * (abs(sum(span) / len(text) - sum(hit.span) / len(source)) / 2 > _FAR_OFF)


def wholly_of(hit: TermHit, alignment: Alignment, placed: Sequence[Span]) -> Callable[[re.Match[str]], bool]:
    """What tells whether a word is nothing but the term's, wherever it stands outside renderings."""
    looked, known = alignment.share(hit.span), kin(alignment.source, hit)

    def wholly(word: re.Match[str]) -> bool:
        if overlaps(placed, word.span()) or known.is_theirs(word.group()):
            return False
        return looked(word.span()) >= _WHOLLY and not is_verb(word)

    return wholly


def _is_content(word: str, hit: TermHit) -> bool:
    return word.casefold() not in FUNCTION and not is_pair_word(hit, word)


def _changed(before: str, after: str) -> tuple[int, int, int]:
    """Where whole words of `before` changed (start, end), and by how much what follows moved."""
    first, behind = edit(before, after)
    return first, len(before) - behind, len(after) - len(before)


def _beside(after: str, span: Span, changed: Span) -> set[str]:
    """Words of the changed stretch that are not the rendering's: what was moved, an article aside."""
    return {
        word.group() for word in WORD.finditer(after, changed[0], max(changed)) if not overlaps([span], word.span())
    }
