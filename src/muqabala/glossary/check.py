"""Everything that looks wrong in glossary files, in the order of the files, each with its line and what to do.

More is said here than stops loading: an entry that can be honoured but hardly was meant so is a fault for a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from muqabala.glossary.english import allowed_forms
from muqabala.glossary.load import glossary_files, make_term, read_rows, row_faults, split_list
from muqabala.glossary.match import Matcher
from muqabala.glossary.phrases import spelling_key, tokens_of
from muqabala.glossary.rows import LISTS, Fault, Row
from muqabala.text.arabic import has_arabic
from muqabala.values import Kind, Term

_ARABIC_COLUMNS = ("ar", "ar_plural", "ar_variants", "ar_deny")
_ENGLISH_COLUMNS = ("en", "en_plural", "en_variants", "en_forbidden")
_DIRECTION_MARKS = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"


def check_files(paths: Iterable[str | Path]) -> list[Fault]:
    """Every fault of the files named; a folder stands for the glossaries in it."""
    faults: list[Fault] = []
    entries: list[Term] = []
    for path in glossary_files(paths):
        name = str(path)
        reading = read_rows(path)
        found = list(reading.faults)
        if not reading.rows and not found:
            found.append(Fault(name, 0, "no entries.", "Add rows, or remove the file."))
        for row in reading.rows:
            broken = list(row_faults(name, row))
            found += broken
            found += _cell_faults(name, row)
            if not broken:
                term = make_term(name, row, reading.policy)
                found += _entry_faults(name, row, term)
                entries.append(term)
        faults += sorted(found, key=lambda fault: fault.line)
    faults += _faults_between(entries)
    return faults


def _short(text: str) -> str:
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


# ── one cell ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cell_faults(name: str, row: Row) -> Iterator[Fault]:
    for column, cell in row.cells.items():
        if cell != cell.strip():
            yield Fault(name, row.line, f"blanks around {_short(cell.strip())} in {column}.", "Remove them.")
        elif "  " in cell or "\n" in cell or "\r" in cell or "\t" in cell:
            message = f"a run of blanks or a line break in {column}."
            yield Fault(name, row.line, message, "Leave one blank between words.")
        if any(unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\r\t\u200c\u200d" for c in cell):
            marks = any(c in _DIRECTION_MARKS for c in cell)
            what = "a direction mark" if marks else "an invisible character"
            yield Fault(name, row.line, f"{what} in {column}.", "Type the cell again without it.")
        if column in LISTS and "|" in cell and any(not item.strip() for item in cell.split("|")):
            yield Fault(name, row.line, f"an empty item in {column}.", "Leave no | at an end, nor two in a row.")
        if column in LISTS and any(mark in cell for mark in ";؛") and "|" not in cell:
            yield Fault(name, row.line, f"a semicolon in {column}.", "Separate the items of a list with |.")


def _script_faults(name: str, row: Row, term: Term) -> Iterator[Fault]:
    for column in _ARABIC_COLUMNS:
        for text in split_list(row.cells.get(column, "")):
            # A designation such as F-16 may stand inside; a Latin word may not.
            latin = [t.written for t in tokens_of(text) if any("a" <= c.lower() <= "z" for c in t.written)]
            if any(len(word) > 2 or word.islower() for word in latin):
                yield Fault(name, row.line, f"Latin letters in {column}: {_short(text)}.", "Write Arabic there.")
            elif column != "ar" and not has_arabic(text):
                yield Fault(name, row.line, f"no Arabic letter in {column}: {_short(text)}.", "Write Arabic there.")
    for column in _ENGLISH_COLUMNS:
        cell = row.cells.get(column, "")
        for text in split_list(cell) if column in LISTS else [cell.strip()]:
            if has_arabic(text):
                yield Fault(name, row.line, f"Arabic letters in {column}: {_short(text)}.", "Write English there.")
            elif text and not any(c.isalnum() for c in text):
                message = f"no word in {column}: {_short(text)}."
                yield Fault(name, row.line, message, "Write English there, or clear the cell.")


# ── one entry ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _entry_faults(name: str, row: Row, term: Term) -> Iterator[Fault]:
    yield from _script_faults(name, row, term)
    for message, remedy in (*_arabic_faults(row, term), *_english_faults(term)):
        yield Fault(name, row.line, message, remedy)


def _arabic_faults(row: Row, term: Term) -> Iterator[tuple[str, str]]:
    words = len(tokens_of(term.ar))
    declared = row.cells.get("kind", "").strip().lower()
    if declared == Kind.SINGLE and words > 1:
        yield f"kind single, but {_short(term.ar)} has {words} words.", "Choose idafa, adjective or frozen."
    if declared in (Kind.IDAFA, Kind.ADJECTIVE) and words == 1:
        yield f"kind {declared}, but {_short(term.ar)} is one word.", "Choose single or frozen, or leave it empty."
    shortest = min(len(tokens_of(spelling)) for spelling in (term.ar, *term.ar_variants))
    for plural in term.ar_plural:
        if len(tokens_of(plural)) < shortest:
            yield f"the plural {_short(plural)} has fewer words than the term.", "Write the whole phrase in the plural."
    if "|" in term.ar or " / " in term.ar:
        yield f"{_short(term.ar)} looks like two terms.", "Put one in ar and the others in ar_variants."
    yield from _repeats("ar_plural", term.ar_plural, term.ar)
    yield from _repeats("ar_variants", term.ar_variants, term.ar)
    if not words:
        yield f"{_short(term.ar)} can never be found.", "Write words of Arabic letters with blanks between them."
    elif term.ar_deny and not Matcher([term]).hits(term.ar):
        yield f"ar_deny denies {_short(term.ar)} itself.", "Deny a longer phrase, or another form."


def _repeats(column: str, items: Sequence[str], own: str) -> Iterator[tuple[str, str]]:
    """Items that say nothing new. A spelling that only folds to another is left alone: it does no harm."""
    for at, item in enumerate(items):
        if item == own:
            yield f"{_short(item)} in {column} is the term itself.", "Remove it."
        elif item in items[:at]:
            yield f"{_short(item)} appears twice in {column}.", "Remove one."


def _english_faults(term: Term) -> Iterator[tuple[str, str]]:
    if "|" in term.en or " / " in term.en:
        yield f"{_short(term.en)} looks like two renderings.", "Put one in en and the others in en_variants."
    if term.en.casefold().startswith(("a ", "an ", "the ")) and term.case != "keep":
        yield f"{_short(term.en)} begins with an article.", "Leave it out, and use the column article."
    yield from _repeats("en_variants", term.en_variants, term.en)
    allowed = {form.text for form in allowed_forms(term)}
    folded = {text.casefold() for text in allowed}
    for forbidden in term.en_forbidden:
        # With `keep`, forbidding Nato beside NATO means something.
        if forbidden in allowed or (term.case != "keep" and forbidden.casefold() in folded):
            yield f"{_short(forbidden)} is both allowed and forbidden.", "Remove it from one of the columns."


# ── between entries ──────────────────────────────────────────────────────────────────────────────────────────────────


def _place(term: Term, beside: Term) -> str:
    return f"line {term.line}" if term.file == beside.file else f"{term.file}:{term.line}"


def _faults_between(entries: Sequence[Term]) -> Iterator[Fault]:
    by_arabic: dict[str, Term] = {}
    by_id: dict[str, Term] = {}
    by_spelling: dict[str, Term] = {}
    for term in entries:
        first = by_arabic.setdefault(spelling_key(term.ar), term)
        if first is not term:
            yield _same_arabic(first, term)
        named = by_id.setdefault(term.id, term)
        if named is not term and spelling_key(named.ar) != spelling_key(term.ar):
            message = f"the id {_short(term.id)} is also that of {_short(named.ar)} ({_place(named, term)})."
            yield Fault(term.file, term.line, message, "Give each term an id of its own.")
        for spelling in (term.ar, *term.ar_variants):
            other = by_spelling.setdefault(spelling_key(spelling), term)
            if other is not term and spelling_key(other.ar) != spelling_key(term.ar):
                message = f"{_short(spelling)} is also declared by {_short(other.ar)} ({_place(other, term)})."
                yield Fault(term.file, term.line, message, "The earlier row wins; keep the spelling in one of them.")


def _same_arabic(first: Term, term: Term) -> Fault:
    where = _place(first, term)
    if first.en.casefold() == term.en.casefold():
        message = f"{_short(term.ar)} = {_short(term.en)} is there already ({where})."
        return Fault(term.file, term.line, message, "Delete one of the rows.")
    message = (
        f"{_short(term.ar)} has another row ({where}): they are alternatives, any satisfies, "
        f"{_short(first.en)} is inserted."
    )
    remedy = "Keep one row, with the other rendering in en_variants or en_forbidden."
    return Fault(term.file, term.line, message, remedy)
