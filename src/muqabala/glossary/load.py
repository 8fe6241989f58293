"""Reads glossaries: the house's CSV, plain two-column lists (OmegaT, DeepL), and TBX; every complaint names its line.

A fault is *fatal* when the row cannot be honoured: silently leaving out a term would break the promise about terms, so
loading stops there. Everything else that looks wrong but has a clear meaning is left to `glossary check`.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, cast

from muqabala.errors import GlossaryError, InputError
from muqabala.glossary.match import Matcher, uncollected
from muqabala.glossary.phrases import infer_kind, tokens_of
from muqabala.glossary.rows import COLUMNS, Fault, Reading, Row
from muqabala.text.arabic import has_arabic
from muqabala.values import Kind, Policy, Term, TermHit

SUFFIXES = (".csv", ".tsv", ".tbx")

_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("", *Kind),
    "policy": ("", *Policy),
    "case": ("", "keep", "sentence"),
    "article": ("", "a", "an", "the", "none"),
}
_LARGEST_FILE = 64 * 1024 * 1024
_LONGEST_CELL = 10_000
_UNTOUCHING = frozenset({"file", "line", "note", "source", "domain"})
"""Fields of an entry that change no draft."""


class Glossary:
    """The entries of one or more files, ready to match."""

    def __init__(self, entries: Iterable[Term] = ()) -> None:
        self.entries = tuple(entries)
        self._matcher: Matcher | None = None

    def __len__(self) -> int:
        return len(self.entries)

    def matcher(self) -> Matcher:
        """The matcher over the entries; made once."""
        if self._matcher is None:
            self._matcher = Matcher(self.entries)
        return self._matcher

    def checksum(self, hits: Iterable[TermHit]) -> str:
        """A fingerprint of the entries that match, alternatives too; empty if none.

        Notes, domains and the place in a file do not count: changing them changes no draft.
        """
        entries = {term for hit in hits for term in (hit.term, *hit.alternatives)}
        if not entries:
            return ""
        rows = sorted(json.dumps(_fingerprint(term), ensure_ascii=False) for term in entries)
        return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _fingerprint(term: Term) -> list[Any]:
    return [getattr(term, f.name) for f in fields(Term) if f.name not in _UNTOUCHING]


def stale_terms(old: Iterable[Term], new: Iterable[Term]) -> tuple[Term, ...]:
    """Entries that appeared, vanished or changed in a way that touches drafts; both versions of a changed one."""
    before = {json.dumps(_fingerprint(t), ensure_ascii=False): t for t in old}
    after = {json.dumps(_fingerprint(t), ensure_ascii=False): t for t in new}
    return tuple(t for key, t in before.items() if key not in after) + tuple(
        t for key, t in after.items() if key not in before
    )


# ── doors ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def glossary_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files behind the paths named: a folder stands for the glossaries in it, by name."""
    files: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(f for f in path.iterdir() if f.suffix.lower() in SUFFIXES and not f.name.startswith("."))
            if not inside:
                raise GlossaryError(
                    f"{path}: there is no glossary in this folder.", hint="Put a .csv, .tsv or .tbx file there."
                )
            files += inside
        else:
            files.append(path)
    return files


def load_glossary(paths: Iterable[str | Path]) -> Glossary:
    """The entries of all files, in order. Raises `GlossaryError` naming the first fatal fault and counting the rest."""
    entries: list[Term] = []
    fatal: list[Fault] = []
    for path in glossary_files(paths):
        with uncollected():
            reading = read_rows(path)
            found = [*reading.faults, *(fault for row in reading.rows for fault in row_faults(str(path), row))]
            fatal += [fault for fault in found if fault.fatal]
            if not fatal:
                entries += [make_term(str(path), row, reading.policy) for row in reading.rows]
    if fatal:
        first = fatal[0]
        others = len(fatal) - 1
        more = f" ({others} more: `muqabala glossary check` lists them.)" if others else ""
        raise GlossaryError(f"{first.place}: {first.message}", hint=first.remedy + more)
    return Glossary(entries)


# ── files to rows ────────────────────────────────────────────────────────────────────────────────────────────────────


def read_rows(path: Path) -> Reading:
    """The rows of a file and what is wrong with the file itself. Raises `InputError` where it cannot be read at all."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return _refused(path, f"larger than {_LARGEST_FILE >> 20} MiB.", "Split the glossary into several files.")
        data = path.read_bytes()
    except OSError as wrong:
        hint = "Name a glossary file (.csv, .tsv or .tbx)."
        raise InputError(f"{path}: {wrong.strerror or wrong}.", hint=hint) from wrong
    if path.suffix.lower() == ".tbx":
        from muqabala.glossary.tbx import read_tbx

        return read_tbx(str(path), data)
    decoded = _decode(path, data)
    if isinstance(decoded, Fault):
        return Reading(faults=[decoded])
    if path.suffix.lower() == ".tsv":
        return _read_tsv(path, decoded)
    return _read_csv(path, decoded)


def _refused(path: Path, message: str, remedy: str) -> Reading:
    return Reading(faults=[Fault(str(path), 0, message, remedy, fatal=True)])


def _decode(path: Path, data: bytes) -> str | Fault:
    name = str(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Fault(name, 1, "UTF-16, not UTF-8.", "Save the file as UTF-8.", fatal=True)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        return Fault(name, line, "a NUL byte: not a text file.", "Give a CSV, TSV or TBX file in UTF-8.", fatal=True)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        return Fault(name, line, f"byte 0x{data[wrong.start]:02x} is not UTF-8.", "Save the file as UTF-8.", fatal=True)


def _read_csv(path: Path, text: str) -> Reading:
    name = str(path)
    reading = Reading()
    rows = _csv_rows(name, text, reading.faults)
    header = next(rows, None)
    if header is None:
        if not reading.faults:
            reading.faults.append(_no_header(name, 1, "no header row."))
        return reading
    line, names = header
    columns = _columns(name, line, names, reading.faults)
    if columns is None:
        return reading
    reading.rows.extend(_rows(name, columns, rows, reading.faults))
    return reading


def _csv_rows(name: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the physical line each begins on; stops at what the csv reader cannot get past."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            faults.append(_csv_fault(name, line, str(wrong)))
            return
        if row and not (len(row) == 1 and not row[0].strip()):
            yield line, row


def _csv_fault(name: str, line: int, wrong: str) -> Fault:
    if "field larger" in wrong:
        remedy = "Shorten it, or close its quotation mark."
        return Fault(name, line, "a cell of more than 131072 characters.", remedy, fatal=True)
    return Fault(
        name, line, f"broken quotation marks ({wrong}).",
        'Close the quotation mark, and write a " inside a quoted cell as "".', fatal=True,
    )  # fmt: skip


def _no_header(name: str, line: int, message: str) -> Fault:
    remedy = f"Make the first line name the columns, at least ar and en: {','.join(COLUMNS)}."
    return Fault(name, line, message, remedy, fatal=True)


def _columns(name: str, line: int, names: Sequence[str], faults: list[Fault]) -> list[str] | None:
    """The column names of a header row, or None where there is none to use."""
    columns = [column.strip().lower() for column in names]
    if not {"ar", "en"} <= set(columns):
        if len(columns) == 1 and any(mark in columns[0] for mark in ";\t"):
            remedy = "Save the file as CSV with commas."
            faults.append(Fault(name, line, "columns are not separated by commas.", remedy, fatal=True))
        elif any(has_arabic(column) for column in columns):
            faults.append(_no_header(name, line, "no header row: the first line holds a term."))
        else:
            missing = " and ".join(column for column in ("ar", "en") if column not in columns)
            faults.append(_no_header(name, line, f"the header has no column {missing}."))
        return None
    for at, column in enumerate(columns):
        if column in columns[:at] and column:
            faults.append(Fault(name, line, f"the column {column} appears twice.", "Rename or remove one.", fatal=True))
        elif column not in COLUMNS:
            remedy = f"It is ignored; columns are: {', '.join(COLUMNS)}."
            faults.append(Fault(name, line, f"unknown column {column!r}.", remedy))
    return columns


def _rows(
    name: str, columns: Sequence[str], rows: Iterable[tuple[int, list[str]]], faults: list[Fault]
) -> Iterator[Row]:
    for line, cells in rows:
        if len(cells) != len(columns):
            short = len(cells) < len(columns)
            remedy = "Add the missing cells, empty ones too." if short else "Put a cell that holds a comma in quotes."
            # A short row says all it says; a long one has been cut in the wrong places.
            message = f"{len(cells)} cells where the header names {len(columns)}."
            faults.append(Fault(name, line, message, remedy, fatal=not short))
            if not short:
                continue
        if any(cell.strip() for cell in cells):
            yield Row(line, dict(zip(columns, cells, strict=False)))


def _read_tsv(path: Path, text: str) -> Reading:
    """A two-column list: Arabic, tab, English, and perhaps a note; never quoted. A header of ours is understood."""
    name = str(path)
    reading = Reading(policy=Policy.PREFER)
    lines = [(number, line.rstrip("\r").split("\t")) for number, line in enumerate(text.split("\n"), 1)]
    lines = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    # OmegaT: a line that begins with # is a comment.
    lines = [(number, cells) for number, cells in lines if not cells[0].startswith("#")]
    if lines and {"ar", "en"} <= {cell.strip().lower() for cell in lines[0][1]}:
        columns = _columns(name, lines[0][0], lines[0][1], reading.faults)
        if columns is not None:
            reading.rows.extend(_rows(name, columns, lines[1:], reading.faults))
        return reading
    for number, cells in lines:
        if len(cells) < 2:
            remedy = "Write Arabic, a tab, English; or delete the line."
            reading.faults.append(Fault(name, number, f"no tab in {_short(cells[0])}.", remedy, fatal=True))
            continue
        if len(cells) > 3 and any(cell.strip() for cell in cells[3:]):
            reading.faults.append(
                Fault(name, number, f"{len(cells)} columns.", "Keep three: Arabic, English, note; the rest is ignored.")
            )
        note = cells[2] if len(cells) > 2 else ""
        reading.rows.append(Row(number, {"ar": cells[0], "en": cells[1], "note": note}))
    return reading


# ── rows to entries ──────────────────────────────────────────────────────────────────────────────────────────────────


def _short(text: str, limit: int = 40) -> str:
    text = " ".join(text.split())
    return f"“{text[:limit]}…”" if len(text) > limit else f"“{text}”"


def row_faults(name: str, row: Row) -> Iterator[Fault]:
    """What keeps a row from being honoured."""
    ar, en = row.cells.get("ar", "").strip(), row.cells.get("en", "").strip()

    def fatal(message: str, remedy: str) -> Fault:
        return Fault(name, row.line, message, remedy, fatal=True)

    if not ar:
        yield fatal(f"no Arabic side for {_short(en)}.", "Write it in the column ar, or delete the row.")
    elif not has_arabic(ar):
        swapped = has_arabic(en)
        remedy = "Put Arabic in the first column, English in the second." if swapped else "Write the Arabic term there."
        yield fatal(f"no Arabic letter in ar: {_short(ar)}.", remedy)
    if not en:
        yield fatal(f"no English side for {_short(ar)}.", "Write it in the column en, or delete the row.")
    for column, choices in _CHOICES.items():
        value = row.cells.get(column, "").strip().lower()
        if value not in choices:
            wanted = ", ".join(choice for choice in choices if choice)
            yield fatal(f"unknown {column} {_short(value)}.", f"Choose one of: {wanted}; or leave the cell empty.")
    for column, cell in row.cells.items():
        if len(cell) > _LONGEST_CELL:
            yield fatal(f"{len(cell)} characters in {column}.", f"Keep a cell under {_LONGEST_CELL} characters.")


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a cell.

    >>> split_list("one | two||three")
    ('one', 'two', 'three')
    """
    # Most cells of most rows are empty.
    return tuple([item for part in cell.split("|") if (item := " ".join(part.split()))]) if cell else ()


def make_term(name: str, row: Row, default_policy: Policy) -> Term:
    """The entry a row declares, defaults filled in."""
    cells = {column: " ".join(cell.split()) for column, cell in row.cells.items() if cell}
    ar = cells.get("ar", "")
    declared = cells.get("kind", "").lower()
    kind = Kind(declared) if declared else infer_kind(ar)
    if kind is Kind.SINGLE and len(tokens_of(ar)) > 1:
        kind = infer_kind(ar)
    return Term(
        id=cells.get("id", "") or ar, ar=ar, en=cells.get("en", ""),
        ar_plural=split_list(cells.get("ar_plural", "")), kind=kind,
        ar_variants=split_list(cells.get("ar_variants", "")), ar_deny=split_list(cells.get("ar_deny", "")),
        en_plural=cells.get("en_plural", ""), en_variants=split_list(cells.get("en_variants", "")),
        en_forbidden=split_list(cells.get("en_forbidden", "")),
        case=cast("Literal['keep', 'sentence']", cells.get("case", "").lower() or "sentence"),
        article=cast("Literal['', 'a', 'an', 'the', 'none']", cells.get("article", "").lower()),
        policy=Policy(cells.get("policy", "").lower() or default_policy), domain=cells.get("domain", ""),
        note=cells.get("note", ""), source=cells.get("source", ""), file=name, line=row.line,
    )  # fmt: skip
