"""What a person does to beads, as new beads in the place of old ones; the store and the screen come after.

A bead remembers which sentences of the two documents it joins. Their texts come from the stored documents where those
still read the same, else from sentence marks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muqabala.errors import ReviewRefused
from muqabala.store import NewBead, Store, StoredSegment
from muqabala.values import State

Sentence = tuple[int, str]
"""Its number in its document (0 where nobody knows) and its text."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A bead, sentence by sentence."""

    ar: tuple[Sentence, ...]
    en: tuple[Sentence, ...]

    def bead(self, like: StoredSegment, score: float | None = None, suspicious: bool = False) -> NewBead:
        """As the store takes it."""
        return NewBead(
            source=" ".join(text for _, text in self.ar),
            target=" ".join(text for _, text in self.en),
            source_segments=tuple(number for number, _ in self.ar if number),
            target_segments=tuple(number for number, _ in self.en if number),
            score=score,
            suspicious=suspicious,
            paragraph=like.paragraph,
            role=like.role,
        )


def sides(store: Store, bead: StoredSegment) -> Sides:
    """The sentences of a bead."""
    return Sides(
        _sentences(store, bead.document, bead.source_segments, bead.source, "ar"),
        _sentences(store, bead.target_document, bead.target_segments, bead.target, "en"),
    )


def _sentences(store: Store, name: str, numbers: Sequence[int], text: str, language: str) -> tuple[Sentence, ...]:
    document = store.documents.find(name) if name else None
    if document is not None and numbers:
        stored = [store.segments.at(document, number) for number in numbers]
        texts = [" ".join(one.source.split()) for one in stored if one is not None]
        if " ".join(texts) == text and len(texts) == len(numbers):
            return tuple(zip(numbers, texts, strict=True))
    from muqabala.text.sentences import sentence_spans

    spans = sentence_spans(text, "ar" if language == "ar" else "en")
    found = [text[start:end] for start, end in spans]
    if len(found) != len(numbers):
        return tuple((numbers[k] if k < len(numbers) else 0, part) for k, part in enumerate(found))
    return tuple(zip(numbers, found, strict=True))


def merged(store: Store, beads: Sequence[StoredSegment]) -> list[NewBead]:
    """One bead of several neighbours."""
    parts = [sides(store, bead) for bead in beads]
    whole = Sides(tuple(s for part in parts for s in part.ar), tuple(s for part in parts for s in part.en))
    return [whole.bead(beads[0])]


def cuts(bead: Sides) -> list[tuple[int, int]]:
    """(Arabic, English) sentences that may stay in the first of two beads, the evenest cut first."""
    n, m = len(bead.ar), len(bead.en)
    places = [(i, j) for i in range(n + 1) for j in range(m + 1) if (i, j) not in ((0, 0), (n, m))]

    def unevenness(place: tuple[int, int]) -> float:
        one_sided = (place[0] in (0, n)) + (place[1] in (0, m))
        return one_sided + abs(place[0] / max(n, 1) - place[1] / max(m, 1))

    return sorted(places, key=unevenness)


def split(bead: StoredSegment, parts: Sides, cut: tuple[int, int]) -> list[NewBead]:
    """Two beads, cut after so many sentences on each side."""
    i, j = cut
    return [Sides(parts.ar[:i], parts.en[:j]).bead(bead), Sides(parts.ar[i:], parts.en[j:]).bead(bead)]


def moved(store: Store, first: StoredSegment, second: StoredSegment, *, up: bool) -> list[NewBead]:
    """Two neighbours after one English sentence went from the second up to the first, or from the first down."""
    above, below = sides(store, first), sides(store, second)
    if not (below.en if up else above.en):
        raise ReviewRefused("There is no English sentence to move.")
    if up:
        pair = (Sides(above.ar, (*above.en, below.en[0])), Sides(below.ar, below.en[1:]))
    else:
        pair = (Sides(above.ar, above.en[:-1]), Sides(below.ar, (above.en[-1], *below.en)))
    return [part.bead(like) for part, like in zip(pair, (first, second), strict=True) if part.ar or part.en]


Align = Callable[[Sequence[str], Sequence[str]], Sequence[tuple[tuple[int, int], tuple[int, int], float]]]
"""Two lists of sentences → (Arabic stretch, English stretch, score) of every bead."""


def realigned(
    store: Store, beads: Sequence[StoredSegment], align: Align
) -> list[tuple[list[StoredSegment], list[NewBead]]]:
    """For every run of beads nobody has accepted: those beads, and what the aligner makes of their sentences now.

    Runs that come out as they were are left out.
    """
    changes = []
    run: list[StoredSegment] = []
    for bead in [*beads, None]:
        if bead is not None and bead.state not in (State.ACCEPTED, State.EDITED, State.REJECTED):
            run.append(bead)
            continue
        if run:
            new = _align_run(store, run, align)
            if [(b.source, b.target) for b in new] != [(b.source, b.target) for b in run]:
                changes.append((run, new))
        run = []
    return changes


def _align_run(store: Store, run: Sequence[StoredSegment], align: Align) -> list[NewBead]:
    parts = [sides(store, bead) for bead in run]
    ar = [sentence for part in parts for sentence in part.ar]
    en = [sentence for part in parts for sentence in part.en]
    if not ar or not en:
        return [part.bead(bead, bead.score, bead.suspicious) for part, bead in zip(parts, run, strict=True)]
    new = []
    for (a0, a1), (e0, e1), score in align([text for _, text in ar], [text for _, text in en]):
        part = Sides(tuple(ar[a0:a1]), tuple(en[e0:e1]))
        new.append(part.bead(run[0], round(score, 4), score < DOUBTFUL or not part.ar or not part.en))
    return new


DOUBTFUL = 0.6
"""Below this a bead is one to look at."""
