"""Terms annotated in the source, so that a model learns to write what stands between the markers.

On part of the data a stretch of the source is followed by its rendering (Dinu et al. 2019; here with any aligned
phrase as a "term", so that the model learns to copy and not a list): `مكتب الاتصال ⟦liaison office⟧ الجديد`. At
translation time a glossary entry can then be put in the same place.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from muqabala.train.packed import UNALIGNED, Example

MARKERS = ("\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}")
"""Around a rendering; pieces of their own in a vocabulary made for annotation."""

LONGEST = 4
"""Words of a term."""


def annotate(example: Example, opens_word: Sequence[bool], markers: tuple[int, int], rng: random.Random) -> Example:
    """The example with one phrase annotated, or unchanged where no stretch of whole words is cleanly aligned.

    `opens_word` says of each id whether it begins a word. Links keep pointing at the source words, not at the copy.

    >>> opens = [True] * 10
    >>> annotate(([5, 6], [7, 8], [0, 1]), opens, (1, 2), random.Random(4))
    ([5, 1, 7, 2, 6], [7, 8], [0, 4])
    """
    source, target, links = example
    if links is None:
        return example
    found = [
        (end, rendering)
        for begin, end in _stretches(source, opens_word)
        if (rendering := _rendering(begin, end, target, links, opens_word)) is not None
    ]
    if not found:
        return example
    end, (first, last) = found[rng.randrange(len(found))]
    inserted = [markers[0], *target[first:last], markers[1]]
    moved = [link + len(inserted) if link >= end else link for link in links]
    return [*source[:end], *inserted, *source[end:]], target, moved


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
