"""The one judge of terms: what became of every matched term in a target, and which forbidden renderings stand there.

Counts as the matcher of the WMT26 terminology evaluation does: renderings are anchored to words, spans are exclusive,
n occurrences in the source need n disjoint renderings, and the assignment is a maximum one, not greedy. Judges the
detokenised string, so it may be asked again after every edit and at export.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from muqabala.glossary.english import EnglishForm, Place, Target, allowed_forms, forbidden_forms, plurals
from muqabala.glossary.pairs import is_shared_head, shared_places
from muqabala.values import Policy, Span, Term, TermHit, TermVerdict, Waiver

_WEIGHT = {Policy.MUST: 0, Policy.PREFER: 1, Policy.CHECK: 2}
_MOST_LEAVES = 128
"""How many ways to resolve overlapping renderings are tried before the longer one simply wins."""


@dataclass(frozen=True, slots=True)
class ForbiddenHit:
    """A rendering the glossary forbids, found in a target."""

    term: str
    """The entry's id."""
    rendering: str
    """As it stands in the target."""
    span: Span
    required: str
    """What the glossary wants instead, in the number of the rendering."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge says of one target."""

    terms: tuple[TermVerdict, ...] = ()
    """One verdict for each hit, in the order of the hits."""
    forbidden: tuple[ForbiddenHit, ...] = ()
    renderings: tuple[str, ...] = ()
    """For each hit the declared rendering that was found, in its singular; empty where none was."""
    number_doubts: tuple[int, ...] = ()
    """Indices of hits placed in a number the Arabic excludes (a plural rendered by a singular)."""

    @property
    def unplaced(self) -> tuple[TermVerdict, ...]:
        """The `must` terms that keep a segment from being accepted."""
        return tuple(t for t in self.terms if t.status == "unplaced" and t.policy is Policy.MUST)


Verdicts = Judgement


def judge(source: str, target: str, hits: Sequence[TermHit], waivers: Iterable[TermVerdict] = ()) -> Judgement:
    """Judge a target under the hits of its source.

    `waivers` are earlier verdicts that carry a waiver; one holds for the same entry at the same place of the source,
    and only as long as the term is not placed after all.
    """
    if not hits:
        return Judgement()
    read = Target.of(target)
    waived = {(v.id, v.source): v.waiver for v in waivers if v.waiver is not None}
    shared = frozenset(at for at, hit in enumerate(hits) if is_shared_head(source, hit))
    placed, kept = _assign(read, hits, [(hit.term.id, hit.span) in waived for hit in hits], shared)
    verdicts = []
    for at, hit in enumerate(hits):
        place = placed.get(at)
        verdicts.append(_verdict(hit, place, waived.get((hit.term.id, hit.span))))
    return Judgement(
        terms=tuple(verdicts),
        forbidden=tuple(_forbidden(read, hits, placed, kept)),
        renderings=tuple(placed[at].form.base if at in placed else "" for at in range(len(hits))),
        number_doubts=tuple(
            at for at, place in sorted(placed.items()) if at not in shared and _doubts_number(hits[at], place)
        ),
    )


def _verdict(hit: TermHit, place: Place | None, waiver: Waiver | None) -> TermVerdict:
    if place is not None:
        return TermVerdict(hit.term.id, hit.term.en, hit.term.policy, hit.span, place.span, "placed")
    if waiver is not None:
        return TermVerdict(hit.term.id, hit.term.en, hit.term.policy, hit.span, None, "waived", waiver)
    return TermVerdict(hit.term.id, hit.term.en, hit.term.policy, hit.span, None, "unplaced")


def _doubts_number(hit: TermHit, place: Place) -> bool:
    return (place.form.number == "sg" and "sg" not in hit.number) or (
        place.form.number == "pl" and hit.number == ("sg",)
    )


def _entries(hit: TermHit) -> tuple[Term, ...]:
    return (hit.term, *hit.alternatives)


def wanted_forms(hit: TermHit) -> tuple[str, ...]:
    """The renderings that satisfy a hit, the one to insert first: the first row's, in the number of the Arabic."""
    wants_singular = "sg" in hit.number
    forms = [form for entry in _entries(hit) for form in allowed_forms(entry)]
    ranked = sorted(forms, key=lambda form: (form.base != hit.term.en, _other_number(form, wants_singular)))
    return tuple(dict.fromkeys(form.text for form in ranked))


def _other_number(form: EnglishForm, wants_singular: bool) -> bool:
    return form.number == ("pl" if wants_singular else "sg")


# ── assignment ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Spot(NamedTuple):
    """One span of the target and the hits it could render, each with the form found there."""

    span: Span
    uses: dict[int, Place]


def _spots(read: Target, hits: Sequence[TermHit], shared: Collection[int]) -> list[_Spot]:
    """Every span that renders some hit; what lies inside a longer one of the very same hits is left out.

    `shared`: the hits that share their head with another kind, in English as well perhaps.
    """
    by_entries: dict[tuple[Term, ...], list[Place]] = {}
    spots: dict[Span, dict[int, Place]] = {}
    for at, hit in enumerate(hits):
        entries = _entries(hit)
        places = by_entries.get(entries)
        if places is None:
            places = by_entries[entries] = [
                place for e in entries for place in read.places(allowed_forms(e), keep_case=e.case == "keep")
            ]
        if at in shared:
            places = [*places, *(place for e in entries for place in shared_places(read, allowed_forms(e)))]
        for place in sorted(places, key=lambda p: _other_number(p.form, "sg" in hit.number)):
            spots.setdefault(place.span, {}).setdefault(at, place)
    kept = [_Spot(span, uses) for span, uses in sorted(spots.items())]
    return [spot for spot in kept if not any(_inside(spot, other) for other in kept)]


def _inside(spot: _Spot, other: _Spot) -> bool:
    return (
        spot.span != other.span
        and other.span[0] <= spot.span[0]
        and spot.span[1] <= other.span[1]
        and spot.uses.keys() == other.uses.keys()
    )


def _assign(
    read: Target, hits: Sequence[TermHit], waived: Sequence[bool], shared: Collection[int]
) -> tuple[dict[int, Place], list[_Spot]]:
    """Hit index → its place, under the best exclusive assignment; and every spot that could have rendered a hit."""
    spots = _spots(read, hits, shared)
    # A transversal matroid: taking hits in order of weight, each kept if it still fits, gives the heaviest matching.
    order = sorted(range(len(hits)), key=lambda at: (waived[at], _WEIGHT[hits[at].term.policy], hits[at].start))
    best: tuple[tuple[int, ...], dict[int, int]] | None = None
    leaves = 0

    def resolve(alive: list[int]) -> None:
        nonlocal best, leaves
        pair = next(((a, b) for a, b in pairwise(alive) if spots[b].span[0] < spots[a].span[1]), None)
        if pair is None:
            leaves += 1
            matched = _match(order, [spots[at] if at in set(alive) else None for at in range(len(spots))], hits)
            worth = _worth(matched, hits, waived, spots)
            if best is None or worth > best[0]:
                best = (worth, matched)
            return
        longer, shorter = sorted(pair, key=lambda at: spots[at].span[0] - spots[at].span[1])
        resolve([at for at in alive if at != shorter])
        if leaves < _MOST_LEAVES:
            resolve([at for at in alive if at != longer])

    resolve(list(range(len(spots))))
    matched = best[1] if best is not None else {}
    placed = {hit: spots[spot].uses[hit] for hit, spot in matched.items()}
    return placed, spots


def _worth(
    matched: dict[int, int], hits: Sequence[TermHit], waived: Sequence[bool], spots: Sequence[_Spot]
) -> tuple[int, ...]:
    counts = [0, 0, 0]
    for hit in matched:
        if not waived[hit]:
            counts[_WEIGHT[hits[hit].term.policy]] += 1
    covered = sum(spots[spot].span[1] - spots[spot].span[0] for spot in matched.values())
    return (*counts, len(matched), covered)


def _match(order: Sequence[int], spots: Sequence[_Spot | None], hits: Sequence[TermHit]) -> dict[int, int]:
    """A maximum matching of hits to spots by augmenting paths (Kuhn), each hit trying the likeliest spot first."""
    taken: dict[int, int] = {}
    choices = {hit: _choices(hit, spots, hits) for hit in order}

    def place(hit: int, tried: set[int]) -> bool:
        for spot in choices[hit]:
            if spot in tried:
                continue
            tried.add(spot)
            if spot not in taken or place(taken[spot], tried):
                taken[spot] = hit
                return True
        return False

    for hit in order:
        place(hit, set())
    return {hit: spot for spot, hit in taken.items()}


def _choices(hit: int, spots: Sequence[_Spot | None], hits: Sequence[TermHit]) -> list[int]:
    """Spots for a hit: fitting number first, then the one that stands where the hit stands among its fellows."""
    usable = [at for at, spot in enumerate(spots) if spot is not None and hit in spot.uses]
    fellows = [at for at, other in enumerate(hits) if other.term == hits[hit].term]
    rank = fellows.index(hit)

    def key(at: int) -> tuple[bool, int]:
        spot = spots[at]
        return spot is not None and _doubts_number(hits[hit], spot.uses[hit]), abs(usable.index(at) - rank)

    return sorted(usable, key=key)


# ── forbidden renderings ─────────────────────────────────────────────────────────────────────────────────────────────


def _forbidden(
    read: Target, hits: Sequence[TermHit], placed: Mapping[int, Place], spots: Sequence[_Spot]
) -> list[ForbiddenHit]:
    """Forbidden renderings that are not part of an allowed one, the longest of those that overlap."""
    found: dict[Span, ForbiddenHit] = {}
    assigned = [place.span for place in placed.values()]
    missing = {entry for at, hit in enumerate(hits) if at not in placed for entry in _entries(hit)}
    for entry in dict.fromkeys(entry for hit in hits for entry in _entries(hit)):
        allowed = [spot.span for spot in spots if entry not in missing or _allows(spot, entry, hits)]
        longer = [spot.span for spot in spots]
        spellings = {form.text.casefold(): form.text for form in allowed_forms(entry)}
        for form in forbidden_forms(entry):
            # Nato for NATO: forbidden for its case alone, so only that case is.
            by_case = form.text.casefold() in spellings
            for place in read.places([form], keep_case=by_case):
                if by_case and read.text[place.start : place.end] == spellings[form.text.casefold()]:
                    continue
                if not by_case and (_within(place.span, allowed) or _within(place.span, longer, strictly=True)):
                    continue
                if any(place.start < b and a < place.end for a, b in assigned):
                    continue
                required = entry.en if form.number == "sg" else entry.en_plural or plurals(entry.en)[0]
                rendering = read.text[place.start : place.end]
                found.setdefault(place.span, ForbiddenHit(entry.id, rendering, place.span, required))
    kept: list[ForbiddenHit] = []
    for hit in sorted(found.values(), key=lambda h: (h.span[0] - h.span[1], h.span)):
        if all(hit.span[1] <= other.span[0] or hit.span[0] >= other.span[1] for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.span)


def _allows(spot: _Spot, entry: Term, hits: Sequence[TermHit]) -> bool:
    """Whether a spot renders the entry itself; a truce that is one too many for هدنة is no excuse for a ceasefire."""
    return any(entry in _entries(hits[at]) for at in spot.uses)


def _within(span: Span, others: Sequence[Span], *, strictly: bool = False) -> bool:
    return any(a <= span[0] and span[1] <= b and not (strictly and (a, b) == span) for a, b in others)


# ── counting ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TermCount:
    """How a whole translation keeps its terms."""

    total: int
    """Occurrences in the source of terms that must be rendered; what is only preferred or shown is not counted."""
    placed: int
    forbidden: int
    """Forbidden renderings found."""
    consistency: float | None
    """Share of a term's occurrences within one document that carry its most frequent rendering there; over the terms
    placed at least twice in a document. None where there is no such term."""

    @property
    def success(self) -> float | None:
        """Share of occurrences placed; None where there is none."""
        return self.placed / self.total if self.total else None


def term_success(
    pairs: Iterable[tuple[str, str]],
    find: Callable[[str], Sequence[TermHit]],
    documents: Iterable[str] | None = None,
) -> TermCount:
    """Count terms over (source, target) pairs. `find` is a matcher's `hits`; without `documents` all pairs are one."""
    total = placed = forbidden = 0
    renderings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names = iter(documents) if documents is not None else None
    for source, target in pairs:
        document = next(names, "") if names is not None else ""
        hits = find(source)
        judgement = judge(source, target, hits)
        required = [verdict for verdict in judgement.terms if verdict.policy is Policy.MUST]
        total += len(required)
        placed += sum(verdict.status == "placed" for verdict in required)
        forbidden += len(judgement.forbidden)
        for hit, rendering in zip(hits, judgement.renderings, strict=True):
            if rendering:
                renderings[document, hit.term.id][rendering.casefold()] += 1
    repeated = [counts for counts in renderings.values() if counts.total() > 1]
    same, all_of_them = sum(max(c.values()) for c in repeated), sum(c.total() for c in repeated)
    return TermCount(total, placed, forbidden, same / all_of_them if all_of_them else None)
