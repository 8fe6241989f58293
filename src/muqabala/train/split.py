"""What is learnt from and what is measured on: whole documents apart, near-duplicates on one side.

Sentences of one article share names, terms and turns of phrase; a model tuned on half of it looks better on the other
half than it is. So documents are held out whole. And what is nearly the same as something that is learnt from is not
measured on, whichever document it stands in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from muqabala.train.near import near_groups
from muqabala.values import Pair

BLOCK = 10
"""Sentences in a row that stay together where all pairs come from one document."""


@dataclass(frozen=True, slots=True)
class Split:
    """Pairs for the three uses, each in the order given."""

    train: tuple[Pair, ...]
    choose: tuple[Pair, ...]
    """Says when to stop. Too few pairs: empty, and the last weights are taken."""
    held_out: tuple[Pair, ...]
    """Says whether the tuned model is better; touched once."""
    moved: int
    """Pairs of held-out documents that joined the training side as near-duplicates of something there."""
    by_document: bool
    """False where one document holds nearly everything and was cut into blocks of sentences."""


def split_pairs(pairs: Sequence[Pair], *, seed: int = 1, share: float = 0.2, most: int = 400) -> Split:
    """Hold out about `share` of the pairs (at most `most`), half as many to choose by; which ones, the seed says."""
    units, by_document = _units(pairs)
    wanted = min(most, round(share * len(pairs)))
    held = _take(units, wanted, seed)
    left = [unit for unit in units if unit not in held]
    choose = _take(left, wanted // 2, seed + 1) if len(left) > 2 else []
    sides = [0] * len(pairs)
    for side, chosen in ((1, choose), (2, held)):
        for unit in chosen:
            for at in unit:
                sides[at] = side
    groups = near_groups([(pair.ar, pair.en) for pair in pairs])
    lowest: dict[int, int] = {}
    for at, group in enumerate(groups):
        lowest[group] = min(lowest.get(group, 2), sides[at])
    settled = [lowest[group] for group in groups]
    parts = [tuple(pair for pair, side in zip(pairs, settled, strict=True) if side == wanted) for wanted in range(3)]
    moved = sum(1 for before, after in zip(sides, settled, strict=True) if before != after)
    return Split(parts[0], parts[1], parts[2], moved, by_document)


def _units(pairs: Sequence[Pair]) -> tuple[list[tuple[int, ...]], bool]:
    """What is held out whole: documents, or blocks of sentences where one document holds more than half."""
    documents: dict[str, list[int]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        documents[pair.document].append(at)
    if len(documents) > 1 and max(map(len, documents.values())) <= 0.6 * len(pairs):
        return [tuple(rows) for rows in documents.values()], True
    return [tuple(rows[at : at + BLOCK]) for rows in documents.values() for at in range(0, len(rows), BLOCK)], False


def _take(units: Iterable[tuple[int, ...]], wanted: int, seed: int) -> list[tuple[int, ...]]:
    """Units in a shuffled order until enough; one that would bring far more than asked for is passed over."""
    order = sorted(units, key=lambda unit: _draw(f"{seed} {unit[0]} {len(unit)}"))
    taken, count = [], 0
    for unit in order:
        if count < wanted and count + len(unit) <= 1.5 * wanted + 1:
            taken.append(unit)
            count += len(unit)
    return taken


def _draw(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def fixed_part(pairs: Sequence[tuple[str, str]], count: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """`count` pairs to measure on, always the same ones of the same text, and the rest to learn from.

    What is nearly the same as a measured pair is in neither.
    """
    by_draw = sorted(range(len(pairs)), key=lambda at: _draw("\t".join(pairs[at])))
    measured = set(by_draw[: min(count, len(pairs) // 2)])
    groups = near_groups(pairs)
    taken = {groups[at] for at in measured}
    return (
        [pairs[at] for at in sorted(measured)],
        [pair for at, pair in enumerate(pairs) if at not in measured and groups[at] not in taken],
    )
