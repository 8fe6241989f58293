"""How good an alignment is: precision, recall and F1 of links, strict and lax, and of null links by themselves.

Counting is that of vecalign's scorer (after Sennrich & Volk 2011): links are compared whole and counted over all
documents together; precision counts every link, recall only gold links with both sides; strict is the same link, lax
shares a sentence with a gold link on both sides.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muqabala.errors import InputError

Link = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"


@dataclass(frozen=True, slots=True)
class AlignmentScores:
    """All figures of a set of documents."""

    strict: Figures
    lax: Figures
    null: Figures
    """Of 1:0 and 0:1 links only, strict."""

    def __str__(self) -> str:
        return f"strict  {self.strict}\nlax     {self.lax}\nnull    {self.null}"


def score_alignment(documents: Iterable[tuple[Sequence[Link], Sequence[Link]]]) -> AlignmentScores:
    """Figures over (gold, found) links of every document."""
    strict, lax, null = [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]
    for gold_links, found_links in documents:
        gold, found = _clean(gold_links), _clean(found_links)
        right, right_lax = _hits(found, gold)
        two_sided, found_two_sided = _two_sided(gold), _two_sided(found)
        recalled, recalled_lax = _hits(two_sided, found_two_sided)
        _add(strict, right, len(found), recalled, len(two_sided))
        _add(lax, right_lax, len(found), recalled_lax, len(two_sided))
        gold_null, found_null = gold - two_sided, found - found_two_sided
        _add(null, len(gold_null & found_null), len(found_null), len(gold_null & found_null), len(gold_null))
    return AlignmentScores(_figures(strict), _figures(lax), _figures(null))


def _clean(links: Sequence[Link]) -> set[Link]:
    pairs = {(tuple(sorted(a)), tuple(sorted(e))) for a, e in links}
    return {(a, e) for a, e in pairs if a or e}


def _two_sided(links: set[Link]) -> set[Link]:
    return {(a, e) for a, e in links if a and e}


def _hits(asked: set[Link], reference: set[Link]) -> tuple[int, int]:
    """How many of `asked` are in the reference: as they are, and sharing a sentence on both sides."""
    partners: dict[int, set[int]] = defaultdict(set)
    for a, e in reference:
        for i in a:
            partners[i].update(e)
    strict = len(asked & reference)
    lax = sum(1 for a, e in asked - reference if any(j in partners.get(i, ()) for i in a for j in e))
    return strict, strict + lax


def _add(counts: list[int], right: int, found: int, recalled: int, gold: int) -> None:
    for at, value in enumerate((right, found, recalled, gold)):
        counts[at] += value


def _figures(counts: Sequence[int]) -> Figures:
    right, found, recalled, gold = counts
    return Figures(right / found if found else 0.0, recalled / gold if gold else 0.0)


def read_gold(path: Path) -> dict[Any, list[Link]]:
    """Gold links by document id, from JSON lines with `gold` or `links`: [[[ar …], [en …]], …], 0-based.

    A line may also be such a list by itself.
    """
    gold: dict[Any, list[Link]] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as wrong:
        raise InputError(f"{path}: cannot be read: {wrong.strerror}.") from wrong
    except UnicodeDecodeError as wrong:
        raise InputError(f"{path}: is not UTF-8 (byte {wrong.start}).") from wrong
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            identity = number if isinstance(row, list) else row.get("id", number)
            links = row if isinstance(row, list) else row["gold"] if "gold" in row else row["links"]
            gold[identity] = [(tuple(map(int, a)), tuple(map(int, e))) for a, e, *_ in links]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
            raise InputError(
                f"{path}:{number}: holds no gold links.", hint='Each line is {"id": …, "gold": [[[ar…],[en…]],…]}.'
            ) from wrong
    return gold
