"""Writes glossaries for other tools: the house's CSV, a two- or three-column TSV, and TBX v2."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from muqabala.errors import InputError
from muqabala.glossary.rows import COLUMNS, LISTS
from muqabala.values import Kind, Policy, Term

FORMATS = ("csv", "tsv", "tbx")


def write_glossary(entries: Iterable[Term], stream: BinaryIO, form: str, *, header: bool = True) -> None:
    """Write entries as UTF-8. `form` is one of `FORMATS`; TBX has its own frame and knows no header line."""
    match form:
        case "csv":
            stream.write(_csv(entries, header).encode("utf-8"))
        case "tsv":
            stream.write(_tsv(entries, header).encode("utf-8"))
        case "tbx":
            stream.write(_tbx(entries))
        case _:
            raise InputError(f"no glossary format {form!r}.", hint=f"Choose one of: {', '.join(FORMATS)}.")


def cells_of(term: Term) -> dict[str, str]:
    """An entry as a row of the CSV; reading the row back gives the entry."""
    cells = {}
    for column in COLUMNS:
        value = getattr(term, column)
        cells[column] = "|".join(value) if column in LISTS else str(value)
    return cells


def _csv(entries: Iterable[Term], header: bool) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    for term in entries:
        cells = cells_of(term)
        writer.writerow([cells[column] for column in COLUMNS])
    return text.getvalue()


def _tsv(entries: Iterable[Term], header: bool) -> str:
    rows = [(term.ar, term.en, term.note) for term in entries]
    noted = any(note for _, _, note in rows)
    lines = ["ar\ten\tnote" if noted else "ar\ten"] if header else []
    lines += ["\t".join(row if noted else row[:2]) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _tbx(entries: Iterable[Term]) -> bytes:
    from lxml import etree

    from muqabala.glossary.tbx import OURS

    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    root = etree.Element("martif", {"type": "TBX", xml_lang: "ar"})
    header = etree.SubElement(etree.SubElement(root, "martifHeader"), "fileDesc")
    etree.SubElement(etree.SubElement(header, "sourceDesc"), "p").text = "muqabala glossary export"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for term in entries:
        concept = etree.SubElement(body, "termEntry", {"id": term.id})
        if term.domain:
            etree.SubElement(concept, "descrip", {"type": "subjectField"}).text = term.domain
        for column, value in cells_of(term).items():
            if column in ("kind", "case", "article", "policy", "source", "ar_deny") and value:
                for item in value.split("|") if column in LISTS else [value]:
                    etree.SubElement(concept, "admin", {"type": OURS + column}).text = item
        if term.note:
            etree.SubElement(concept, "note").text = term.note
        _language(concept, "ar", [
            (term.ar, "", ""), *((text, "", "plural") for text in term.ar_plural),
            *((text, "admittedTerm-admn-sts", "") for text in term.ar_variants),
        ])  # fmt: skip
        _language(concept, "en", [
            (term.en, "preferredTerm-admn-sts", ""), (term.en_plural, "", "plural"),
            *((text, "admittedTerm-admn-sts", "") for text in term.en_variants),
            *((text, "deprecatedTerm-admn-sts", "") for text in term.en_forbidden),
        ])  # fmt: skip
    doctype = '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">'
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True, doctype=doctype)
    return written


def _language(concept: object, language: str, terms: Sequence[tuple[str, str, str]]) -> None:
    from lxml import etree

    group = etree.SubElement(concept, "langSet", {"{http://www.w3.org/XML/1998/namespace}lang": language})  # type: ignore[arg-type]
    for text, status, number in terms:
        if not text:
            continue
        tig = etree.SubElement(group, "tig")
        etree.SubElement(tig, "term").text = text
        if number:
            etree.SubElement(tig, "termNote", {"type": "grammaticalNumber"}).text = number
        if status:
            etree.SubElement(tig, "termNote", {"type": "administrativeStatus"}).text = status


def add_entry(path: Path, term: Term) -> None:
    """Put an entry at the end of a CSV glossary, made where it is missing; the file is replaced in one step.

    The file's own columns are kept: only what they can hold is written, and a missing ar or en is refused.
    """
    try:
        data = path.read_bytes() if path.exists() else (",".join(COLUMNS) + "\n").encode()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise InputError(f"{path}: {wrong}.", hint="`muqabala glossary check` says more.") from wrong
    columns = [column.strip().lower() for column in next(csv.reader(io.StringIO(text, newline="")), [])]
    if not {"ar", "en"} <= set(columns):
        raise InputError(f"{path}:1: the header has no columns ar and en.", hint="`muqabala glossary check` says more.")
    cells = cells_of(term)
    end = "\r\n" if "\r\n" in text else "\n"
    row = io.StringIO(newline="")
    csv.writer(row, lineterminator=end).writerow([_sparing(term, column, cells) for column in columns])
    closed = text.endswith(("\n", "\r"))
    replace_file(path, data + (row.getvalue() if closed else end + row.getvalue()).encode("utf-8"))


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one, never half."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as wrong:
        raise InputError(f"{path}: {wrong.strerror or wrong}.", hint="Name a file that can be written.") from wrong
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def _sparing(term: Term, column: str, cells: dict[str, str]) -> str:
    """A cell for a hand-kept file: what the reader would fill in by itself stays empty."""
    if column == "id" and term.id == term.ar:
        return ""
    if (column == "policy" and term.policy is Policy.MUST) or (column == "case" and term.case == "sentence"):
        return ""
    if column == "kind" and term.kind is Kind.SINGLE:
        return ""
    return cells.get(column, "")
