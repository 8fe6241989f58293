"""JSON lines: the one format that holds everything a pair knows, so that export and import lose nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from muqabala.errors import PairFileError
from muqabala.export import About
from muqabala.export.lines import numbered_lines
from muqabala.values import Origin, Pair, TermVerdict

_LARGEST = 2**53


class JsonlWriter:
    """One object a line, in the order of the record."""

    def __init__(self, stream: BinaryIO, about: About) -> None:
        self._stream = stream

    def put(self, pair: Pair) -> bool:
        row = pair.to_row()
        try:
            line = json.dumps(row, ensure_ascii=False, separators=(", ", ": ")).encode()
        except UnicodeEncodeError:
            # Half a surrogate pair has no UTF-8, but it has a JSON escape.
            line = json.dumps(row).encode()
        self._stream.write(line + b"\n")
        return True

    def finish(self) -> None:
        """Nothing follows the last line."""


def read_jsonl(path: Path) -> Iterator[Pair]:
    """The pairs of a file, line by line; only `ar` and `en` are required."""
    for number, line in numbered_lines(path):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as wrong:
            raise PairFileError(
                f"{path}:{number}: is not JSON ({_short(wrong)}).", hint="Each line is one JSON object with ar and en."
            ) from wrong
        if not isinstance(row, dict):
            raise PairFileError(f"{path}:{number}: is no JSON object.", hint="Each line is one object with ar and en.")
        yield pair_from_json(row, f"{path}:{number}")


def pair_from_json(row: Mapping[str, Any], where: str) -> Pair:
    """A pair from its record; PairFileError names the field that is wrong."""
    return Pair(
        id=_text(row, "id", where),
        ar=_text(row, "ar", where, required=True),
        en=_text(row, "en", where, required=True),
        document=_text(row, "document", where),
        segment=_number(row.get("segment", 0), "segment", where),
        target_document=_text(row, "target_document", where),
        source_segments=_numbers(row, "source_segments", where),
        target_segments=_numbers(row, "target_segments", where),
        origin=_origin(row, where),
        reviewer=_text(row, "reviewer", where),
        reviewed_at=_time(row, "reviewed_at", where),
        machine=_text(row, "machine", where) if row.get("machine") is not None else None,
        terms=terms_from_json(row.get("terms") or [], where),
        engine=_text(row, "engine", where),
        glossary=_text(row, "glossary", where),
    )


def terms_from_json(rows: Any, where: str) -> tuple[TermVerdict, ...]:
    """Term verdicts from their records."""
    try:
        verdicts = tuple(TermVerdict.from_row(row) for row in rows)
        texts = [t for v in verdicts for t in (v.id, v.term, *_waiver_texts(v))]
        spans = [n for v in verdicts for n in (*v.source, *(v.target or ()))]
        statuses = {v.status for v in verdicts}
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as wrong:
        raise _wrong("terms", where) from wrong
    if not statuses <= {"placed", "unplaced", "waived"} or any(type(n) is not int for n in spans):
        raise _wrong("terms", where)
    if any(not isinstance(text, str) or not _encodable(text) for text in texts):
        raise _wrong("terms", where)
    return verdicts


def _waiver_texts(verdict: TermVerdict) -> tuple[str, ...]:
    waiver = verdict.waiver
    return () if waiver is None else (waiver.reason, waiver.reviewer, waiver.at)


def _text(row: Mapping[str, Any], name: str, where: str, *, required: bool = False) -> str:
    value = row.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        if value is None:
            raise PairFileError(f"{where}: has no {name}.", hint="Each line needs at least ar and en.")
        raise _wrong(name, where)
    if not _encodable(value):
        raise PairFileError(f"{where}: {name} holds half a surrogate pair.", hint="The file was cut or mis-encoded.")
    # A NUL ends a text for half of the programs that will read it.
    return value.replace("\x00", "")


def _time(row: Mapping[str, Any], name: str, where: str) -> str:
    """A time as the records have it, UTC to the second; other ways of ISO 8601 are read, a time without zone is UTC."""
    said = _text(row, name, where)
    if not said:
        return ""
    try:
        moment = datetime.fromisoformat(said)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise _wrong(name, where) from wrong
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _number(value: Any, name: str, where: str) -> int:
    if type(value) is not int or not -_LARGEST < value < _LARGEST:
        raise _wrong(name, where)
    return value


def _numbers(row: Mapping[str, Any], name: str, where: str) -> tuple[int, ...]:
    values = row.get(name) or []
    if not isinstance(values, list):
        raise _wrong(name, where)
    return tuple(_number(value, name, where) for value in values)


def _origin(row: Mapping[str, Any], where: str) -> Origin:
    try:
        return Origin(row.get("origin") or "import")
    except ValueError as wrong:
        raise _wrong("origin", where) from wrong


def _wrong(name: str, where: str) -> PairFileError:
    return PairFileError(f"{where}: {name} is not as the record of a pair has it.", hint="See docs/records.md.")


def _short(wrong: Exception) -> str:
    return str(wrong).split(":")[0][:80] or type(wrong).__name__
