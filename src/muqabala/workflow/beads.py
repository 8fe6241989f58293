"""What a person does to beads, as new beads in the place of old ones; the screen asks, the store keeps.

A bead remembers which sentences of the two documents it joins. Their texts come from the stored documents where those
still read the same, else from sentence marks. Whatever is done here, every sentence number stays in exactly one bead
and the order of both documents is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from muqabala.errors import ReviewRefused
from muqabala.store import NewBead, Store, StoredSegment
from muqabala.text.sentences import sentence_spans
from muqabala.values import State

DECIDED = (State.ACCEPTED, State.EDITED, State.REJECTED)
"""States of beads that a realignment never touches."""

Sentence = tuple[tuple[int, ...], str]
"""Its number in its document (several, or none, where a person has rewritten the text) and its text."""

Look = Callable[[str, Sequence[int]], Sequence[str]]
"""A document's name and sentence numbers → their texts; fewer where some are not stored."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A bead, sentence by sentence."""

    ar: tuple[Sentence, ...]
    en: tuple[Sentence, ...]

    def bead(self, like: StoredSegment, score: float | None = None, suspicious: bool = False) -> NewBead:
        """As the store takes it."""
        return NewBead(
            source=" ".join(text for _, text in self.ar if text),
            target=" ".join(text for _, text in self.en if text),
            source_segments=tuple(number for numbers, _ in self.ar for number in numbers),
            target_segments=tuple(number for numbers, _ in self.en for number in numbers),
            score=score,
            suspicious=suspicious,
            paragraph=like.paragraph,
            role=like.role,
        )


def sides(store: Store, bead: StoredSegment) -> Sides:
    """The sentences of a bead."""
    return _sides(bead, lambda name, numbers: _stored_texts(store, name, numbers))


def _sides(bead: StoredSegment, look: Look) -> Sides:
    return Sides(
        _sentences(bead.source, "ar", bead.source_segments, look(bead.document, bead.source_segments)),
        _sentences(bead.target, "en", bead.target_segments, look(bead.target_document, bead.target_segments)),
    )


def _stored_texts(store: Store, name: str, numbers: Sequence[int]) -> list[str]:
    document = store.documents.find(name) if name and numbers else None
    if document is None:
        return []
    rows = [store.segments.at(document, number) for number in numbers]
    return [" ".join(row.source.split()) for row in rows if row is not None]


def _all_texts(store: Store, names: Sequence[str]) -> Look:
    """Whole documents read once, for work on many beads."""
    texts: dict[str, dict[int, str]] = {}
    for name in names:
        document = store.documents.find(name) if name else None
        rows = store.segments.all_of(document) if document is not None else iter(())
        texts[name] = {row.number: " ".join(row.source.split()) for row in rows}
    return lambda name, numbers: [texts[name][n] for n in numbers if n in texts.get(name, {})]


def _sentences(text: str, language: str, numbers: Sequence[int], stored: Sequence[str]) -> tuple[Sentence, ...]:
    if len(stored) == len(numbers) and " ".join(stored) == text:
        return tuple(((number,), one) for number, one in zip(numbers, stored, strict=True))
    # A person has rewritten this side, or the document reads otherwise now: no number may be lost on the way.
    found = [text[start:end] for start, end in sentence_spans(text, language)] or ([""] if numbers else [])
    last = len(found) - 1
    return tuple((tuple(numbers[k:] if k == last else numbers[k : k + 1]), part) for k, part in enumerate(found))


# ── merge, split, move ───────────────────────────────────────────────────────────────────────────────────────────────


def merged(store: Store, beads: Sequence[StoredSegment]) -> list[NewBead]:
    """One bead of several neighbours."""
    parts = [sides(store, bead) for bead in beads]
    whole = Sides(tuple(s for part in parts for s in part.ar), tuple(s for part in parts for s in part.en))
    return [whole.bead(beads[0])]


def cuts(bead: Sides) -> list[tuple[int, int]]:
    """(Arabic, English) sentences that may stay in the first of two beads, the evenest cut first.

    Of two that are as even, the one that leaves both languages in the first bead.
    """
    n, m = len(bead.ar), len(bead.en)
    places = [(i, j) for i in range(n + 1) for j in range(m + 1) if (i, j) not in ((0, 0), (n, m))]

    def unevenness(place: tuple[int, int]) -> float:
        one_sided = (place[0] in (0, n)) + (place[1] in (0, m))
        return one_sided + abs(place[0] / max(n, 1) - place[1] / max(m, 1))

    return sorted(places, key=lambda place: (unevenness(place), 0 in place))


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


# ── realign ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def realigned(store: Store, document_id: int, first: int = 1) -> list[tuple[list[StoredSegment], list[NewBead]]]:
    """Align again from bead `first` on: for every run of beads nobody has decided on, those beads and the new ones.

    Accepted, edited and left-out beads are walls: each gap between them is aligned by itself. Runs that come out as
    they were are left out.
    """
    rows = store.segments.window(document_id, first, store.segments.count(document_id))
    if not rows:
        return []
    look = _all_texts(store, (rows[0].document, rows[0].target_document))
    changes: list[tuple[list[StoredSegment], list[NewBead]]] = []
    run: list[StoredSegment] = []
    for bead in [*rows, None]:
        if bead is not None and bead.state not in DECIDED:
            run.append(bead)
            continue
        if run:
            new = _align_run(run, look)
            if [_joined(b) for b in new] != [_joined(b) for b in run]:
                changes.append((run, new))
        run = []
    return changes


def _joined(bead: NewBead | StoredSegment) -> tuple[object, ...]:
    return bead.source_segments, bead.target_segments, bead.source, bead.target


def _align_run(run: Sequence[StoredSegment], look: Look) -> list[NewBead]:
    from muqabala.workflow.align import AlignOptions, align_sentences, with_texts

    parts = [_sides(bead, look) for bead in run]
    ar = [sentence for part in parts for sentence in part.ar]
    en = [sentence for part in parts for sentence in part.en]
    if not ar or not en:
        return [part.bead(bead, bead.score, bead.suspicious) for part, bead in zip(parts, run, strict=True)]
    arabic, english = [text for _, text in ar], [text for _, text in en]
    return [
        Sides(tuple(ar[i] for i in bead.arabic), tuple(en[j] for j in bead.english)).bead(
            run[0], round(bead.score, 4), bead.suspicious
        )
        for bead in with_texts(align_sentences(arabic, english, AlignOptions()), arabic, english)
    ]
