"""Attention as word alignment: which characters of one side belong to which of the other.

A guided Marian model points one head at the source word it is translating. The pieces' own spans turn that into
character spans, words being the unit: a piece speaks for the whole word it lies in. Everything that asks "where did
this term go" asks here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from muqabala.values import Span

_LETTER = r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]"
"""A letter or a mark that sits on one; Python's own class of word characters leaves combining marks out."""

_WORD = re.compile(rf"{_LETTER}+(?:['’\-]{_LETTER}+)*|[^\w\s]")
_LEAST = 0.15
"""Share of a target word's attention a source word must hold to count as its origin, beside the strongest."""


@dataclass(frozen=True)
class Alignment:
    """One pair of texts and the attention between their pieces."""

    source: str
    target: str
    source_spans: tuple[Span, ...]
    """Characters of each source piece; may be empty."""
    target_spans: tuple[Span, ...]
    attention: npt.NDArray[np.float32] = field(repr=False)
    """Rows: target pieces; columns: source pieces. What fell on the end of sentence is left out."""

    @cached_property
    def source_words(self) -> tuple[Span, ...]:
        return words(self.source)

    @cached_property
    def target_words(self) -> tuple[Span, ...]:
        return words(self.target)

    @cached_property
    def matrix(self) -> npt.NDArray[np.float32]:
        """Attention of target words (rows) on source words: averaged over the former's pieces."""
        rows = _membership(self.target_words, self.target_spans)
        columns = _membership(self.source_words, self.source_spans)
        pieces = rows.sum(axis=1, keepdims=True)
        result: npt.NDArray[np.float32] = rows @ self.attention @ columns.T / np.maximum(pieces, 1)
        return result

    @cached_property
    def links(self) -> tuple[tuple[Span, Span], ...]:
        """Word pairs (source span, target span): for each target word its strongest source word and close seconds."""
        found = []
        for row, target in enumerate(self.target_words):
            weights = self.matrix[row]
            if not weights.size or weights.max() <= 0:
                continue
            strongest = int(weights.argmax())
            for column, source in enumerate(self.source_words):
                if column == strongest or weights[column] >= max(_LEAST, weights[strongest] * 0.6):
                    found.append((source, target))
        return tuple(found)

    def target_span(self, span: Span) -> Span | None:
        """The stretch of the target that was written for `source[span]`, or None where nothing was.

        Among the target words whose strongest source word lies inside the span, the densest run: gaps of one
        foreign word (an article, a preposition) are bridged, lone strays are not.
        """
        inside = [at for at, word in enumerate(self.source_words) if _overlap(word, span)]
        if not inside or not self.target_words:
            return None
        share = self.matrix[:, inside].sum(axis=1)
        own = self.matrix.argmax(axis=1)
        rows = [row for row in range(len(self.target_words)) if own[row] in inside and share[row] > 0]
        return _densest(rows, share, self.target_words)

    def source_span(self, span: Span) -> Span | None:
        """The stretch of the source that the words of `target[span]` looked at, or None."""
        inside = [at for at, word in enumerate(self.target_words) if _overlap(word, span)]
        if not inside or not self.source_words:
            return None
        share = self.matrix[inside].sum(axis=0)
        columns = sorted({int(self.matrix[row].argmax()) for row in inside if self.matrix[row].max() > 0})
        return _densest(columns, share, self.source_words)

    def share(self, origin: Span) -> Callable[[Span], float]:
        """How much of its attention a stretch of the target gave to `source[origin]`, averaged over its words."""
        columns = [at for at, word in enumerate(self.source_words) if _overlap(word, origin)]
        looked = self.matrix[:, columns].sum(axis=1) if columns else np.zeros(len(self.target_words))

        def of(span: Span) -> float:
            rows = [at for at, word in enumerate(self.target_words) if _overlap(word, span)]
            return float(looked[rows].mean()) if rows else 0.0

        return of

    def after(self, target: str, origin: Span) -> Alignment:
        """The alignment of the target after one edit: what was changed now stands for `source[origin]`.

        What stands before and behind the edit keeps its attention; no model is asked.
        """
        first, behind = edit(self.target, target)
        last = len(target) - behind
        shift = len(target) - len(self.target)
        before = [at for at, span in enumerate(self.target_spans) if span[1] <= first]
        after = [at for at, span in enumerate(self.target_spans) if span[0] >= len(self.target) - behind]
        row = np.array([[float(_overlap(span, origin)) for span in self.source_spans]], dtype=np.float32)
        moved = tuple((start + shift, end + shift) for start, end in (self.target_spans[at] for at in after))
        kept = tuple(self.target_spans[at] for at in before)
        written = [row / max(1.0, float(row.sum()))] if last > first else []
        attention = np.concatenate([self.attention[before], *written, self.attention[after]])
        spans = (*kept, *([(first, last)] if written else []), *moved)
        return Alignment(self.source, target, self.source_spans, spans, attention)


def edit(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts share at their start and, of the rest, at their end, in whole words.

    >>> edit("the same desert", "the treaty desert")
    (4, 7)
    >>> edit("the General Assembly", "the General Authority Assembly")
    (12, 8)
    """
    shorter = min(len(old), len(new))
    first = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    while first > 0 and any(_inside_word(text, first) for text in (old, new)):
        first -= 1
    rest = shorter - first
    behind = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    while behind and any(_inside_word(text, len(text) - behind) for text in (old, new)):
        behind -= 1
    return first, behind


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def words(text: str) -> tuple[Span, ...]:
    """Words and single marks of a text; harakat stay inside their word.

    >>> words("The UN's vote, 5%.")
    ((0, 3), (4, 8), (9, 13), (13, 14), (15, 16), (16, 17), (17, 18))
    """
    return tuple(match.span() for match in _WORD.finditer(text))


def _membership(outer: Sequence[Span], inner: Sequence[Span]) -> npt.NDArray[np.float32]:
    """1 where a piece (column) lies in a word (row); a piece over two words belongs to each by its share."""
    matrix = np.zeros((len(outer), len(inner)), dtype=np.float32)
    first = 0
    for column, (start, end) in enumerate(inner):
        while first < len(outer) and outer[first][1] <= start:
            first += 1
        row = first
        while row < len(outer) and outer[row][0] < end:
            shared = min(end, outer[row][1]) - max(start, outer[row][0])
            matrix[row, column] = shared / (end - start)
            row += 1
    return matrix


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _densest(places: Sequence[int], share: npt.NDArray[np.float32], spans: Sequence[Span]) -> Span | None:
    """Of the runs of places (gaps up to one bridged) the one with the largest share, as one span."""
    if not places:
        return None
    runs = [[places[0]]]
    for place in places[1:]:
        if place - runs[-1][-1] <= 2:
            runs[-1].append(place)
        else:
            runs.append([place])
    best = max(runs, key=lambda run: (float(share[run].sum()), -run[0]))
    return spans[best[0]][0], spans[best[-1]][1]
