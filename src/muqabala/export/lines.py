"""Lines of a text file with their numbers: any Unicode encoding that says what it is, one line in memory at a time."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from muqabala.errors import PairFileError

LONGEST_LINE = 4_000_000
"""Bytes; no pair of sentences is this long, and a file without line ends must not fill the memory."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """(1-based number, line without its end). Lines end at LF, a CR before it is dropped."""
    try:
        with path.open("rb") as stream:
            yield from _lines(stream, path)
    except OSError as wrong:
        raise unreadable(path, wrong) from wrong


def unreadable(path: Path, wrong: OSError) -> PairFileError:
    """The sentence for a file that is not there or may not be read."""
    if isinstance(wrong, FileNotFoundError):
        return PairFileError(f"{path}: there is no such file.", hint="Check the name.")
    return PairFileError(f"{path}: cannot be read: {wrong.strerror}.")


def _lines(stream: BinaryIO, path: Path) -> Iterator[tuple[int, str]]:
    start = stream.read(4)
    encoding, skip = next(((name, len(mark)) for mark, name in _MARKS if start.startswith(mark)), ("utf-8", 0))
    stream.seek(skip)
    if encoding == "utf-8":
        yield from _utf8_lines(stream, path)
        return
    reader = codecs.getreader(encoding)(stream)
    number = 0
    try:
        while line := reader.readline(size=LONGEST_LINE, keepends=True):
            number += 1
            yield number, line.rstrip("\n").removesuffix("\r")
    except UnicodeDecodeError as wrong:
        said = f"{path}:{number + 1}: is not {encoding.upper()}."
        raise PairFileError(said, hint="Save the file as UTF-8.") from wrong


def _utf8_lines(stream: BinaryIO, path: Path) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(LONGEST_LINE):
        number += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raise PairFileError(f"{path}:{number}: is absurdly long for a pair of sentences.")
        if b"\x00" in raw and number == 1:
            raise PairFileError(f"{path}: is not a text file.", hint="TMX, JSONL and TSV of pairs can be imported.")
        try:
            yield number, raw.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as wrong:
            raise PairFileError(f"{path}:{number}: is not UTF-8.", hint="Save the file as UTF-8.") from wrong
