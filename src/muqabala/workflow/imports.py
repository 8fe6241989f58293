"""A file of pairs → the store: accepted, or recalled only; what breaks a `must` term waits for a person.

A file is read twice: once to see that all of it can be read, then to store it in short transactions. So a broken line
at the end leaves nothing behind, and a desk never waits long. Storing is idempotent, for identical pairs are stored
once: an import that was interrupted is simply run again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from muqabala.errors import PairFileError
from muqabala.export.jsonl import read_jsonl
from muqabala.export.lines import unreadable
from muqabala.export.tmx import read_tmx
from muqabala.export.tsv import read_tsv
from muqabala.store import Arrival, Edit, Store, all_arrivals
from muqabala.store.rows import Waiting, now
from muqabala.values import Pair, State, Waiver
from muqabala.workflow.examine import Examiner
from muqabala.workflow.pairs import judge_pair, named_terms, unplaced, waived

GROUP = 1000
"""Pairs stored in one transaction."""

READERS: dict[str, Callable[[Path], Iterator[Pair]]] = {".tmx": read_tmx, ".jsonl": read_jsonl, ".tsv": read_tsv}
"""Suffix → reader; `.ndjson`, `.json` and `.txt` are told apart by their first line."""


@dataclass(frozen=True, slots=True)
class Importing:
    """How pairs are taken in."""

    examiner: Examiner
    reviewer: str
    memory_only: bool = False
    waive: str = ""
    """The reason for which every unplaced term is waived."""
    progress: Callable[[int], None] = field(default=lambda count: None)
    """Told how many pairs have been stored since it was last told."""


@dataclass(slots=True)
class ImportReport:
    """What became of a file."""

    read: int = 0
    empty: int = 0
    """Pairs with an empty side; left out."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """added, known (already here), promoted (was recalled only), updated (the file's decision is newer)."""
    waiting: list[str] = field(default_factory=list)
    """For each pair that breaks a `must` term: its place and the term."""


def reader_for(path: Path) -> Callable[[Path], Iterator[Pair]]:
    """The reader of a file: by its suffix, else by its first character."""
    reader = READERS.get(path.suffix.lower())
    if reader is not None:
        return reader
    try:
        with path.open("rb") as stream:
            start = stream.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as wrong:
        raise unreadable(path, wrong) from wrong
    if start.startswith(b"<"):
        return read_tmx
    if start.startswith(b"{"):
        return read_jsonl
    if b"\t" in start:
        return read_tsv
    raise PairFileError(f"{path}: is no file of pairs.", hint="TMX, JSONL and TSV can be imported.")


def import_file(path: Path, name: str, store: Store, asked: Importing) -> ImportReport:
    """Store the pairs of a file. `name`: how the file is called in the records, as for documents."""
    read = reader_for(path)
    if not any(True for _ in _checked(read, path)):
        raise PairFileError(f"{path}: holds no pairs.", hint="Is it the right file?")
    report = ImportReport()
    at = now()
    arrivals = all_arrivals(_completed(pair, name, asked, at) for pair in _non_empty(read(path), report))
    while group := list(islice(arrivals, GROUP)):
        _store_group(group, name, store, asked, report, at)
        asked.progress(len(group))
    return report


def _checked(read: Callable[[Path], Iterator[Pair]], path: Path) -> Iterator[Pair]:
    """The first reading: every pair of the file, of which only the first is told of."""
    last = None
    for pair in read(path):
        last = pair
    if last is not None:
        yield last


def _non_empty(pairs: Iterator[Pair], report: ImportReport) -> Iterator[Pair]:
    for pair in pairs:
        report.read += 1
        if pair.ar.strip() and pair.en.strip():
            yield pair
        else:
            report.empty += 1


def _completed(pair: Pair, name: str, asked: Importing, at: str) -> Pair:
    """A pair that came without provenance bears the file's name and the time and person of the import."""
    if not pair.document:
        pair = replace(pair, document=name)
    if not pair.reviewed_at:
        pair = replace(pair, reviewed_at=at, reviewer=pair.reviewer or asked.reviewer)
    return pair


def _store_group(
    group: list[Arrival], name: str, store: Store, asked: Importing, report: ImportReport, at: str
) -> None:
    judged = [_judged(arrival, asked, at) for arrival in group]
    waiting: list[Waiting] = []
    settled: list[tuple[str, Pair]] = []
    with store.transaction():
        connection = store.database.connection()
        for arrival, breaks in judged:
            key, outcome = store.pairs.put(connection, arrival)
            report.outcomes[outcome] += 1
            if breaks and not (outcome == "known" and _settled(key, store, asked.examiner)):
                pair = replace(arrival.pair, id=key)
                waiting.append(Waiting(pair, asked.examiner.examine(pair.ar, pair.en, waivers=pair.terms).findings))
                report.waiting.append(f"{pair.document} {pair.segment}: term not placed: {named_terms(unplaced(pair))}")
            elif outcome == "promoted":
                settled.append((key, arrival.pair))
        store.documents.put_waiting(name, waiting)
    for key, pair in settled:
        _settle(key, pair, store, asked)


def _settled(key: str, store: Store, examiner: Examiner) -> bool:
    """Whether a person has waived the terms of this pair before, so that nobody need look again."""
    here = store.pairs.get(key)
    return here is not None and not unplaced(judge_pair(here, examiner))


def _judged(arrival: Arrival, asked: Importing, at: str) -> tuple[Arrival, bool]:
    """The arrival as it may be stored, and whether a person must look at it first."""
    pair = judge_pair(arrival.pair, asked.examiner)
    if asked.memory_only:
        return replace(arrival, pair=pair, standing="recalled"), False
    if asked.waive and unplaced(pair):
        pair = waived(pair, Waiver(asked.waive, asked.reviewer, at))
    breaks = bool(unplaced(pair))
    return replace(arrival, pair=pair, standing="recalled" if breaks else "accepted"), breaks


def _settle(key: str, pair: Pair, store: Store, asked: Importing) -> None:
    """A pair that waited for a person has now come with its terms placed or waived: its segment is settled too."""
    for row in store.segments.of_pair(key):
        if row.kind != "import" or row.state is State.ACCEPTED or row.target != pair.en:
            continue
        waivers = tuple(verdict for verdict in pair.terms if verdict.status == "waived")
        fields = {"state": State.ACCEPTED, "terms": pair.terms, "waivers": waivers, "findings": ()}
        store.segments.decide(
            "waive" if asked.waive else "accept",
            [Edit(row.id, fields, row.version)],
            reviewer=asked.reviewer,
            reason=asked.waive,
        )
