r"""SubRip subtitles: one cue, one block; times stay.

A line break inside a cue is layout, not language: the block keeps it as `\n` so that the Arabic is shown as it was
written, and the English is wrapped anew to at most two balanced lines of 42 characters, the length that broadcasters
agree on. Only lines that begin with a dash are speakers, and stay apart. Cue numbers and time lines are written back
letter by letter, wrong numbers and overlapping times with them: times are another person's work. A cue whose text was
merged into the one before it gives that one its time.

Place: `{"cue": 3}`, 1-based in order of the file, whatever number is written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muqabala.documents.encoding import decode, newline_of, split_lines
from muqabala.documents.inline import English, Flow, FlowBuilder, Mark, Rendering, carry, english_of, mismatch, pieces
from muqabala.documents.language import language_of
from muqabala.errors import DocumentError
from muqabala.values import Block, Document, Role

LINE_WIDTH = 42
"""Characters in one line of a subtitle."""
_STAMP = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[,.:]\d{1,3})?"
_TIMES = re.compile(rf"^\s*({_STAMP})\s*--?>\s*({_STAMP})(.*)$")
_TAG = re.compile(r"</?(?:[bius]|font|c|v|ruby|rt)(?:[ .][^<>]{0,200})?>|\{\\[^{}]{0,200}\}", re.IGNORECASE)
_MAX_OPEN = 50
"""Tags around one text; a cue has two or three."""
_NUMBER = re.compile(r"^\W{0,9}\d{1,9}\W{0,9}$")
_SPEAKER = re.compile(r"^\s*[-–—]\s?\S")


@dataclass(frozen=True, slots=True)
class _Cue:
    number: str
    """The line above the times, or nothing."""
    times: tuple[str, str, str]
    """Begin, end and whatever follows in that line (positions)."""
    line: int
    """Of the times, 1-based."""
    raw: str
    """Text lines as written, joined with a line feed."""


def looks_like_srt(text: str) -> bool:
    """Among the first lines there is a time line with text after it, and nothing but a number before it."""
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip("\N{ZERO WIDTH NO-BREAK SPACE} \t")]
    for index, line in enumerate(lines[:3]):
        if _TIMES.match(line):
            return index < 2 and all(_NUMBER.match(before) for before in lines[:index])
    return False


def read_srt(data: bytes, name: str) -> Document:
    """The cues that have text. Raises `DocumentError` where there is no cue at all."""
    decoded = decode(data, name)
    cues = _cues(decoded.text, name)
    if not cues:
        raise DocumentError(f"{name}: no subtitle with times is in this file.", hint="Save it as SubRip (.srt) again.")
    blocks = []
    for number, cue in enumerate(cues, start=1):
        flow = _flow(cue.raw)
        if any(character.isalnum() for character in flow.text):
            blocks.append(Block(flow.text, Role.CUE, {"cue": number}, cue.line + 1))
    language = language_of("\n".join(block.text for block in blocks))
    return Document(name, "srt", language, decoded.encoding, tuple(blocks))


def _cues(text: str, name: str) -> list[_Cue]:
    """Cut a file at its time lines; the number above each belongs to it, missing blank lines are forgiven."""
    lines = split_lines(text, name)
    stamps = [(number, match) for number, line in enumerate(lines) if (match := _TIMES.match(line)) is not None]
    cues: list[_Cue] = []
    for position, (at, match) in enumerate(stamps):
        last = stamps[position + 1][0] if position + 1 < len(stamps) else len(lines)
        body = lines[at + 1 : last]
        if position + 1 < len(stamps) and body and _NUMBER.match(body[-1]):
            body = body[:-1]
        while body and not body[-1].strip():
            body = body[:-1]
        above = lines[at - 1].strip() if at and _NUMBER.match(lines[at - 1]) else ""
        before, after, rest = match.groups()
        cues.append(_Cue(above, (before, after, rest.rstrip()), at + 1, "\n".join(line.strip() for line in body)))
    return cues


def _flow(raw: str) -> Flow:
    """Text without tags; paired tags around letters are marks, anything else is a point."""
    builder = FlowBuilder(collapse=False)
    opened: list[str] = []
    last_closing = {match.group().lower(): match.start() for match in _TAG.finditer(raw)}
    at = 0
    for match in _TAG.finditer(raw):
        builder.add(raw[at : match.start()])
        at = match.end()
        tag = match.group()
        kind = re.match(r"</?(\w+)", tag)
        if kind is None:
            builder.point((tag, ""))
        elif not tag.startswith("</"):
            closing = f"</{kind.group(1)}>"
            if last_closing.get(closing.lower(), -1) >= at and len(opened) < _MAX_OPEN:
                builder.open((tag, closing))
                opened.append(closing.lower())
            else:
                builder.point((tag, ""))
        elif opened and opened[-1] == tag.lower():
            builder.close()
            opened.pop()
        elif tag.lower() in opened:
            # Crossed tags are closed inside out, as players do.
            while opened and opened.pop() != tag.lower():
                builder.close()
            builder.close()
    builder.add(raw[at:])
    return builder.flow()


def write_srt(data: bytes, name: str, renderings: Sequence[Rendering]) -> bytes:
    """The subtitles in English."""
    text = decode(data, name).text
    wanted = {r.place.get("cue"): r for r in renderings}
    entries: list[tuple[str, tuple[str, str, str], list[str]]] = []
    for number, cue in enumerate(_cues(text, name), start=1):
        flow = _flow(cue.raw)
        rendering = wanted.pop(number, None)
        if rendering is not None:
            entries.append((cue.number, cue.times, _english_lines(flow, rendering)))
        elif not any(character.isalnum() for character in flow.text):
            entries.append((cue.number, cue.times, cue.raw.split("\n") if cue.raw else []))
        elif entries:
            before = entries[-1]
            entries[-1] = (before[0], (before[1][0], cue.times[1], before[1][2]), before[2])
    if wanted:
        raise mismatch(name)
    out: list[str] = []
    for index, times, lines in entries:
        out += [index] if index else []
        out += [f"{times[0]} --> {times[1]}{times[2]}", *lines, ""]
    return "".join(line + newline_of(text) for line in out).encode("utf-8")


def _english_lines(flow: Flow, rendering: Rendering) -> list[str]:
    english = english_of(flow.text, rendering.sentences)
    speakers = sum(1 for line in flow.text.split("\n") if _SPEAKER.match(line))
    # Wrapping turns spaces into line feeds and moves nothing, so the marks stay right.
    english = English(wrap_cue(english.text, speakers), english.parts, english.anchors)
    tagged = "".join(_tagged(english.text, carry(flow, english), 0, len(english.text)))
    return [line.strip() for line in tagged.split("\n") if line.strip()]


def wrap_cue(text: str, speakers: int = 0) -> str:
    r"""A cue in at most two lines, as even as its words allow; where two people speak, one line for each.

    >>> wrap_cue("They agreed to meet again in the spring of next year.")
    'They agreed to meet again\nin the spring of next year.'
    >>> wrap_cue("- Are you ready? - Yes.", speakers=2)
    '- Are you ready?\n- Yes.'
    """
    text = text.replace("\n", " ")
    if speakers > 1:
        turns = [match.start() for match in re.finditer(r" (?=[-–—] ?\S)", text)]
        if len(turns) == speakers - 1:
            return "".join("\n" if at in turns else character for at, character in enumerate(text))
    if len(text) <= LINE_WIDTH:
        return text
    spaces = [match.start() for match in re.finditer(" ", text)]
    if not spaces:
        return text
    # A break after a comma or stop reads better than the perfect middle: it may be up to six characters away.
    best = min(spaces, key=lambda at: abs(len(text) - 1 - 2 * at) - (12 if text[at - 1] in ",.;:!?" else 0))
    return f"{text[:best]}\n{text[best + 1 :]}"


def _tagged(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[str]:
    for piece in pieces(text, marks, start, end):
        if isinstance(piece, str):
            yield piece
        else:
            opening, closing = piece.code
            yield opening
            yield from _tagged(text, piece.children, piece.start, piece.end)
            yield closing
