"""Standard input to standard output, one line for each line, as long as it flows.

The filter keeps a window of lines, not the stream: memory stays flat whatever comes. The window begins small, so that
the first answer comes at once, and grows, so that batches fill; since a draft never depends on its neighbours the
windows leave no trace in the output. When input pauses, what has arrived is answered.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import UnsupportedOperation
from typing import BinaryIO

from muqabala.engine.base import Engine
from muqabala.errors import InputError
from muqabala.text.arabic import has_arabic

PAUSE = 0.2
"""Seconds without input after which what has arrived is translated and flushed."""

_FIRST_WINDOW = 8
_GROWTH = 4
_LARGEST_WINDOW = 1024
_CHUNK = 1 << 16
_CHUNKS_AHEAD = 16
_LONGEST_LINE = 1 << 22
"""Bytes; a longer line is no text but a file that lacks line ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input."""

    number: int
    """1-based."""
    text: str
    """Without its end."""


Answer = Callable[[Sequence[Line]], Sequence[str]]
"""Lines with an Arabic letter → what is written for each, without line end."""


def translated(engine: Engine) -> Answer:
    """The plainest answer: what the engine makes of each line."""

    def answer(lines: Sequence[Line]) -> list[str]:
        return [found.text for found in engine.translate([line.text for line in lines])]

    return answer


def filter_lines(
    stdin: BinaryIO,
    stdout: BinaryIO,
    answer: Answer,
    *,
    copy: Callable[[Line], str] = lambda line: line.text,
    pause: float = PAUSE,
) -> int:
    """Answer every line of `stdin` on `stdout`, in order; give their number.

    Lines without an Arabic letter go through `copy` instead of `answer`. Lines end at LF only, a CR before it is
    dropped; every line written ends in LF. Raises InputError naming the line that is not UTF-8, after the lines before
    it are written; BrokenPipeError when nobody reads any more.
    """
    number = 0
    for window in _windows(_chunks(stdin, pause)):
        lines: list[Line] = []
        broken: InputError | None = None
        for raw in window:
            number += 1
            try:
                lines.append(Line(number, _decode(raw, number)))
            except InputError as wrong:
                broken = wrong
                break
        _answer_window(lines, stdout, answer, copy)
        if broken is not None:
            raise broken
    return number


def _answer_window(lines: Sequence[Line], stdout: BinaryIO, answer: Answer, copy: Callable[[Line], str]) -> None:
    arabic = [line for line in lines if has_arabic(line.text)]
    answers = dict(zip((line.number for line in arabic), answer(arabic) if arabic else (), strict=True))
    written = [answers[line.number] if line.number in answers else copy(line) for line in lines]
    # A line out for a line in, whatever a decoder may have written.
    stdout.write("".join(one.replace("\n", " ") + "\n" for one in written).encode("utf-8"))
    stdout.flush()


def _decode(raw: bytes, number: int) -> str:
    try:
        return raw.removesuffix(b"\r").decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as wrong:
        raise InputError(
            f"standard input, line {number}: not UTF-8 (byte {wrong.start + 1} of the line).",
            hint="Convert it first, for instance: iconv -f windows-1256 -t utf-8",
        ) from wrong


def _windows(chunks: Iterator[bytes | None]) -> Iterator[list[bytes]]:
    """Lines in windows that grow; None among the chunks says that input pauses."""
    size = _FIRST_WINDOW
    lines: list[bytes] = []
    begun: list[bytes] = []
    length = 0
    for chunk in chunks:
        if chunk is None:
            if lines:
                yield lines
                lines = []
            continue
        first, *rest = chunk.split(b"\n")
        begun.append(first)
        length += len(first)
        if rest:
            lines.append(b"".join(begun))
            lines.extend(rest[:-1])
            begun, length = [rest[-1]], len(rest[-1])
        while len(lines) >= size:
            yield lines[:size]
            lines = lines[size:]
            size = min(_GROWTH * size, _LARGEST_WINDOW)
        if length > _LONGEST_LINE:
            if lines:
                yield lines
            raise InputError(
                f"standard input: a line of more than {_LONGEST_LINE >> 20} MiB.", hint="Is this a text file?"
            )
    last = b"".join(begun)
    if last:
        lines.append(last)
    if lines:
        yield lines


def _chunks(stdin: BinaryIO, pause: float) -> Iterator[bytes | None]:
    """What arrives, as it arrives; None after each pause. A thread reads, so translating does not hold it up."""
    arrived: queue.Queue[bytes | OSError] = queue.Queue(_CHUNKS_AHEAD)

    def read() -> None:
        take = _reader(stdin)
        while True:
            try:
                chunk = take()
            except OSError as wrong:
                arrived.put(wrong)
                return
            arrived.put(chunk)
            if not chunk:
                return

    threading.Thread(target=read, name="standard input", daemon=True).start()
    pauses_at: float | None = None
    while True:
        try:
            # subtle: a time limit of 0 looks once and does not wait, which is right after a long translation.
            chunk = arrived.get(timeout=None if pauses_at is None else max(0.0, pauses_at - time.monotonic()))
        except queue.Empty:
            yield None
            pauses_at = None
            continue
        if isinstance(chunk, OSError):
            raise InputError(f"standard input cannot be read: {chunk.strerror or chunk}")
        if not chunk:
            return
        yield chunk
        pauses_at = time.monotonic() + pause


def _reader(stdin: BinaryIO) -> Callable[[], bytes]:
    """Reads what is there. subtle: straight from the descriptor; a thread inside a buffered reader blocks exit."""
    try:
        descriptor = stdin.fileno()
    except (UnsupportedOperation, AttributeError):
        return lambda: stdin.read(_CHUNK)
    return lambda: os.read(descriptor, _CHUNK)
