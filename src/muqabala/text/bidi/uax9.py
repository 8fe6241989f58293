"""The Unicode bidirectional algorithm (UAX #9, revision 46): embedding levels and visual order.

Written out rather than borrowed, because the desk needs the *map* between logical and visual places (cursor, mouse,
selection, term colours), with brackets (N0), isolates and explicit embeddings, and no library gave all of it. The
functions work on lists of bidi classes, so Unicode's two conformance suites can drive them directly.

>>> resolved = resolve([bidi_class(c) for c in "اب 12"], 1)
>>> resolved.levels
[1, 1, 1, 2, 2]
>>> visual_order(resolved.levels)
[3, 4, 2, 1, 0]
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from muqabala.text.bidi.tables import BRACKETS, CANONICAL, CLOSING

MAX_DEPTH = 125
"""BD2: the highest explicit level."""
BRACKET_STACK = 63
"""BD16: deeper nesting than this is not paired at all."""

INITIATORS = frozenset({"LRI", "RLI", "FSI"})
EMBEDDINGS = frozenset({"RLE", "LRE", "RLO", "LRO"})
ISOLATES = INITIATORS | {"PDI"}
NEUTRALS = ISOLATES | {"B", "S", "WS", "ON"}
_TRAILING = ISOLATES | EMBEDDINGS | {"WS", "BN", "PDF"}
_PLAIN = frozenset({"L", "EN", "ES", "ET", "CS", "ON", "WS", "NSM", "S"})
"""Classes that leave a left-to-right paragraph at level 0 throughout."""

# Unassigned code points have a class too: the default of their block (DerivedBidiClass.txt, @missing).
_BLOCK_STARTS = (
    0x0000, 0x0590, 0x0600, 0x07C0, 0x0860, 0x0900, 0x20A0, 0x20D0, 0xFB1D, 0xFB50, 0xFDD0, 0xFDF0, 0xFE00, 0xFE70,
    0xFF00, 0x10800, 0x10D00, 0x10D40, 0x10EC0, 0x10F00, 0x10F30, 0x10F70, 0x11000, 0x1E800, 0x1EC70, 0x1ECC0, 0x1ED00,
    0x1ED50, 0x1EE00, 0x1EF00, 0x1F000,
)  # fmt: skip
_BLOCK_CLASSES = (
    "L", "R", "AL", "R", "AL", "L", "ET", "L", "R", "AL", "L", "AL", "L", "AL",
    "L", "R", "AL", "R", "AL", "R", "AL", "R", "L", "R", "AL", "R", "AL",
    "R", "AL", "R", "L",
)  # fmt: skip


@lru_cache(4096)
def bidi_class(character: str) -> str:
    """The bidi class of one character, of unassigned ones the default of their block."""
    known = unicodedata.bidirectional(character)
    if known:
        return known
    code = ord(character)
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE or 0xE0000 <= code <= 0xE0FFF:
        return "BN"  # noncharacters and default ignorables
    return _BLOCK_CLASSES[bisect_right(_BLOCK_STARTS, code) - 1]


def paragraph_level(classes: Sequence[str], default: int = 0) -> int:
    """P2–P3: 0 or 1 by the first strong character outside isolates; `default` where there is none."""
    depth = 0
    for cls in classes:
        if cls in INITIATORS:
            depth += 1
        elif cls == "PDI":
            depth = max(0, depth - 1)
        elif cls == "B":
            break
        elif depth == 0 and cls in ("L", "R", "AL"):
            return 0 if cls == "L" else 1
    return default


@dataclass(slots=True)
class Resolved:
    """Levels of a paragraph, before anything is known about lines."""

    levels: list[int]
    removed: list[bool]
    """X9: explicit codes and boundary neutrals, which the rules do not see. Their level is their neighbour's."""


def resolve(classes: Sequence[str], base: int, text: str = "") -> Resolved:
    """P1–I2: the embedding level of every character of one paragraph.

    `text` (as long as `classes`) is needed for paired brackets only; empty: there are none.
    """
    size = len(classes)
    if base == 0 and _PLAIN.issuperset(classes):
        return Resolved([0] * size, [False] * size)
    matches = _matching_isolates(classes)
    levels, types, removed = _explicit(classes, base, matches)
    kept = [i for i in range(size) if not removed[i]]
    place = {index: k for k, index in enumerate(kept)}
    final = list(levels)
    for sequence in _sequences(kept, levels, classes, matches):
        level = levels[sequence[0]]
        before, last = place[sequence[0]], sequence[-1]
        previous = levels[kept[before - 1]] if before else base
        after = place[last] + 1
        open_ended = classes[last] in INITIATORS and last not in matches
        following = base if open_ended or after >= len(kept) else levels[kept[after]]
        sos, eos = _strong(max(level, previous)), _strong(max(level, following))
        run = [types[i] for i in sequence]
        _weak(run, sos)
        if text:
            _brackets(run, sequence, text, classes, sos, _strong(level))
        _neutral(run, sos, eos, _strong(level))
        for cls, index in zip(run, sequence, strict=True):
            final[index] = _implicit(cls, level)
    above = base
    for i in range(size):
        if removed[i]:
            final[i] = above
        above = final[i]
    return Resolved(final, removed)


def line_levels(levels: Sequence[int], classes: Sequence[str], base: int) -> list[int]:
    """L1 on one line: separators, and whitespace before them or at the end, fall back to the paragraph's level."""
    line = list(levels)
    trailing = True
    for k in range(len(line) - 1, -1, -1):
        if classes[k] in ("S", "B"):
            line[k], trailing = base, True
        elif classes[k] not in _TRAILING:
            trailing = False
        elif trailing:
            line[k] = base
    return line


def visual_order(levels: Sequence[int]) -> list[int]:
    """L2: the indices of one line from left to right."""
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level & 1), default=0)
    if not lowest_odd:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end
    return order


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _strong(level: int) -> str:
    return "R" if level & 1 else "L"


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """BD9: initiator ↔ its PDI, both ways."""
    matches: dict[int, int] = {}
    waiting: list[int] = []
    for i, cls in enumerate(classes):
        if cls in INITIATORS:
            waiting.append(i)
        elif cls == "PDI" and waiting:
            opened = waiting.pop()
            matches[opened], matches[i] = i, opened
        elif cls == "B":
            waiting.clear()
    return matches


@dataclass(slots=True)
class _Directions:
    """The directional status stack of X1 with its three counters."""

    base: int
    stack: list[tuple[int, str, bool]]
    """(level, override or empty, is an isolate)."""
    isolates_over: int = 0
    embeddings_over: int = 0
    isolates_valid: int = 0

    def push(self, rtl: bool, override: str, isolate: bool) -> None:
        """X2–X5c: open one level, or count it where there is no room."""
        level = self.stack[-1][0]
        deeper = (level + 1) | 1 if rtl else (level + 2) & ~1
        if deeper <= MAX_DEPTH and not self.isolates_over and not self.embeddings_over:
            self.isolates_valid += isolate
            self.stack.append((deeper, override, isolate))
        elif isolate:
            self.isolates_over += 1
        elif not self.isolates_over:
            self.embeddings_over += 1

    def close_isolate(self) -> None:
        """X6a."""
        if self.isolates_over:
            self.isolates_over -= 1
        elif self.isolates_valid:
            self.embeddings_over = 0
            while not self.stack[-1][2]:
                self.stack.pop()
            self.stack.pop()
            self.isolates_valid -= 1

    def close_embedding(self) -> None:
        """X7."""
        if self.isolates_over:
            return
        if self.embeddings_over:
            self.embeddings_over -= 1
        elif not self.stack[-1][2] and len(self.stack) >= 2:
            self.stack.pop()


def _explicit(classes: Sequence[str], base: int, matches: dict[int, int]) -> tuple[list[int], list[str], list[bool]]:
    """X1–X9: explicit levels, classes after overrides, and what the later rules do not see."""
    size = len(classes)
    levels, types, removed = [base] * size, list(classes), [False] * size
    now = _Directions(base, [(base, "", False)])
    for i, cls in enumerate(classes):
        if cls == "PDI":
            now.close_isolate()
        level, override, _ = now.stack[-1]
        levels[i] = level
        if cls in EMBEDDINGS:
            removed[i] = True
            now.push(cls[0] == "R", cls[0] if cls[2] == "O" else "", False)
        elif cls == "PDF":
            removed[i] = True
            now.close_embedding()
        elif cls == "BN":
            removed[i] = True
        elif cls == "B":
            levels[i] = base
            now = _Directions(base, [(base, "", False)])
        else:
            types[i] = override or cls
            if cls in INITIATORS:
                inside = classes[i + 1 : matches.get(i, size)]
                now.push(cls == "RLI" or (cls == "FSI" and paragraph_level(inside) == 1), "", True)
    return levels, types, removed


def _sequences(kept: list[int], levels: list[int], classes: Sequence[str], matches: dict[int, int]) -> list[list[int]]:
    """BD13: isolating run sequences, level runs joined across the isolates between them."""
    runs: list[list[int]] = []
    for i in kept:
        if runs and levels[runs[-1][-1]] == levels[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    starts = {run[0]: run for run in runs}
    sequences = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in matches:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in INITIATORS and sequence[-1] in matches:
            following = starts.get(matches[sequence[-1]])
            if following is None:
                break
            sequence += following
        sequences.append(sequence)
    return sequences


def _weak(run: list[str], sos: str) -> None:
    """W1–W7, in place."""
    size = len(run)
    previous = strong = sos
    for k in range(size):  # W1, then W2 with the strong type seen so far
        if run[k] == "NSM":
            run[k] = "ON" if previous in ISOLATES else previous
        previous = run[k]
    for k in range(size):
        if run[k] in ("L", "R", "AL"):
            strong = run[k]
        elif run[k] == "EN" and strong == "AL":
            run[k] = "AN"
    for k in range(size):  # W3
        if run[k] == "AL":
            run[k] = "R"
    for k in range(1, size - 1):  # W4
        sides = run[k - 1]
        if sides == run[k + 1] and ((run[k] == "ES" and sides == "EN") or (run[k] == "CS" and sides in ("EN", "AN"))):
            run[k] = sides
    k = 0
    while k < size:  # W5
        end = k
        while end < size and run[end] == "ET":
            end += 1
        if end > k and ((k and run[k - 1] == "EN") or (end < size and run[end] == "EN")):
            run[k:end] = ["EN"] * (end - k)
        k = max(end, k + 1)
    strong = sos
    for k in range(size):  # W6, W7
        if run[k] in ("ES", "ET", "CS"):
            run[k] = "ON"
        elif run[k] in ("L", "R"):
            strong = run[k]
        elif run[k] == "EN" and strong == "L":
            run[k] = "L"


def _side(cls: str) -> str:
    """The strong direction a class counts as for neutrals, or empty. Numbers count as R."""
    return cls if cls == "L" else "R" if cls in ("R", "EN", "AN") else ""


def _bracket_pairs(run: list[str], sequence: list[int], text: str) -> list[tuple[int, int]]:
    """BD16: (opening, closing) positions in the sequence, by opening."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for k, index in enumerate(sequence):
        if run[k] != "ON":
            continue
        character = CANONICAL.get(text[index], text[index])
        if character in BRACKETS:
            if len(waiting) >= BRACKET_STACK:
                return []
            closing = BRACKETS[character]
            waiting.append((CANONICAL.get(closing, closing), k))
        elif character in CLOSING:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == character:
                    pairs.append((waiting[depth][1], k))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _brackets(run: list[str], sequence: list[int], text: str, classes: Sequence[str], sos: str, embedding: str) -> None:
    """N0, in place: brackets take the direction of what they hold, or of what stands before them."""
    for opening, closing in _bracket_pairs(run, sequence, text):
        inside = {_side(cls) for cls in run[opening + 1 : closing]} - {""}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            before = next((side for cls in reversed(run[:opening]) if (side := _side(cls))), sos)
            direction = before if before != embedding else embedding
        for k in (opening, closing):
            run[k] = direction
            follower = k + 1
            while follower < len(run) and classes[sequence[follower]] == "NSM":
                run[follower] = direction
                follower += 1


def _neutral(run: list[str], sos: str, eos: str, embedding: str) -> None:
    """N1–N2, in place."""
    k, size = 0, len(run)
    while k < size:
        end = k
        while end < size and run[end] in NEUTRALS:
            end += 1
        if end > k:
            before = _side(run[k - 1]) if k else sos
            after = _side(run[end]) if end < size else eos
            run[k:end] = [before if before == after else embedding] * (end - k)
        k = max(end, k + 1)


def _implicit(cls: str, level: int) -> int:
    """I1–I2."""
    if level & 1:
        return level + 1 if cls in ("L", "EN", "AN") else level
    return level + 1 if cls == "R" else level + 2 if cls in ("EN", "AN") else level
