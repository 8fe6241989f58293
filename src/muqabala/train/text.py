"""Training text: read, cleaned, held apart from what will be measured on, capped and weighted by source.

One pair a line: Arabic, tab, English, tab, source. A large source of short interface strings would teach the model to
write interface strings, so sources are capped; the text closest to the work is repeated instead.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from muqabala.errors import InputError
from muqabala.text.arabic import has_arabic
from muqabala.train.near import fingerprint

SIDES = (".ar", ".en")
_LONGEST = 800
"""Characters; longer lines are paragraphs, not sentences."""
_STRETCH = 4.0
"""One side may have so many times the characters of the other before the pair is taken for misaligned."""


@dataclass(frozen=True, slots=True)
class Row:
    """One pair to learn from, and how often."""

    ar: str
    en: str
    source: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much of each source."""

    caps: Mapping[str, int] = field(default_factory=dict)
    """Source → pairs at most, drawn at random."""
    times: Mapping[str, int] = field(default_factory=dict)
    """Source → how often each pair is seen in an epoch; 1 where nothing is said."""
    without: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    """Sources whose strings of one or two words are kept (names, everyday sentences); elsewhere they are menus."""


@dataclass(slots=True)
class Selection:
    """What was taken and what was not, counted; for the model card."""

    rows: list[Row] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """Reason → pairs."""

    def by_source(self) -> dict[str, int]:
        return dict(Counter(row.source for row in self.rows).most_common())


def read_mixture(path: Path) -> Mixture:
    """A TOML file with tables `caps` and `times`, lists `without` and `short`. Raises InputError naming it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Mixture(
            dict(table.get("caps", {})),
            dict(table.get("times", {})),
            tuple(table.get("without", ())),
            tuple(table.get("short", ())),
        )
    except (OSError, ValueError, TypeError) as wrong:
        raise InputError(f"{path}: {wrong}", hint="docs/training.md shows such a file.") from wrong


def read_rows(paths: Iterable[Path]) -> Iterator[Row]:
    """Rows of TSV files; without a third column the file's name is the source. Raises InputError with the line."""
    for path in paths:
        try:
            with path.open(encoding="utf-8", newline="\n") as lines:
                for number, line in enumerate(lines, 1):
                    cells = line.rstrip("\r\n").split("\t")
                    if len(cells) < 2:
                        raise InputError(f"{path}:{number}: has no tab.", hint="Arabic, tab, English, tab, source.")
                    if number > 1 or cells[:2] != ["ar", "en"]:
                        source = cells[2] if len(cells) > 2 else path.stem
                        yield Row(" ".join(cells[0].split()), " ".join(cells[1].split()), source)
        except (OSError, UnicodeDecodeError) as wrong:
            raise InputError(f"{path}: cannot be read ({wrong}).", hint="Name UTF-8 files of pairs.") from wrong


def held_out_prints(paths: Sequence[Path]) -> frozenset[bytes]:
    """Fingerprints of every line of test sets (`NAME.ar`, `NAME.en`), or of both sides of a TSV."""
    prints: set[bytes] = set()
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as wrong:
            raise InputError(f"{path}: cannot be read ({wrong}).") from wrong
        prints.update(fingerprint(cell) for line in lines for cell in line.split("\t") if cell.strip())
    return frozenset(prints)


def select(
    rows: Iterable[Row], mixture: Mixture, held_out: frozenset[bytes] = frozenset(), *, seed: int = 1
) -> Selection:
    """The rows to train on, sources in order of their names, each in a random order.

    Left out: what stands in a test set on either side (folded, numbers masked), second copies, broken pairs, sources
    not wanted, and what goes beyond a source's cap.
    """
    selection = Selection()
    by_source: dict[str, list[Row]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        reason = _reason(row, mixture, held_out)
        if not reason and (row.ar, row.en) in seen:
            reason = "copies"
        if reason:
            selection.left_out[reason] += 1
            continue
        seen.add((row.ar, row.en))
        by_source[row.source].append(row)
    rng = random.Random(seed)  # noqa: S311 - a shuffle that can be repeated, not a secret
    for source in sorted(by_source):
        own = by_source[source]
        rng.shuffle(own)
        cap = mixture.caps.get(source, len(own))
        selection.left_out["over the cap"] += max(0, len(own) - cap)
        times = mixture.times.get(source, 1)
        selection.rows += [Row(row.ar, row.en, row.source, times) for row in own[:cap]]
    return selection


def _reason(row: Row, mixture: Mixture, held_out: frozenset[bytes]) -> str:
    """Why a row is not learnt from; empty if it is."""
    if row.source in mixture.without:
        return "source not wanted"
    if not has_arabic(row.ar) or has_arabic(row.en) or not row.en:
        return "not Arabic and English"
    if max(len(row.ar), len(row.en)) > _LONGEST:
        return "too long"
    longer, shorter = max(len(row.ar), len(row.en)), min(len(row.ar), len(row.en))
    if longer > _STRETCH * shorter + 20:
        return "lengths do not fit"
    if len(row.en.split()) < 3 and row.source not in mixture.short:
        return "too short"
    if held_out and (fingerprint(row.ar) in held_out or fingerprint(row.en) in held_out):
        return "in a test set"
    return ""
