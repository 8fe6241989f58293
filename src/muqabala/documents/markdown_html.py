"""Prose in the HTML blocks of a Markdown file: `<h1 align="center">…</h1>`, a `<div dir="rtl">` around lines.

Markdown leaves such blocks to the browser, so their lines are not parsed but looked at: a line, or several that go on,
with one stretch of text between block tags is prose; tags within that text are marks in it. Whatever is not as simple
(two cells on one line, tags over several lines, scripts, comments) is left as it was.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muqabala.documents.inline import Flow, FlowBuilder, Mark, pieces

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,40})\b[^<>]*>")
_NO_PROSE = re.compile(r"<(?:[!?]|/?(?:script|style|pre|code|textarea|svg|math|template)\b)", re.IGNORECASE)
_BLOCK = re.compile(
    r"(?:address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h[1-6r]|header|html|legend|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prose:
    """One stretch of text in an HTML block."""

    first: int
    """Line in the block, 0-based; `last` inclusive."""
    last: int
    before: str
    """Tags before the text, on its first line."""
    after: str
    flow: Flow
    heading: bool


def prose_of(lines: Sequence[str]) -> Iterator[Prose]:
    """The prose of an HTML block, given its lines without list and quote marks."""
    if _NO_PROSE.search("\n".join(lines)) or any(re.search("[<>]", _TAG.sub("", line)) for line in lines):
        return
    first = 0
    for number, line in enumerate(lines):
        after = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if after and not line.rstrip().endswith(">") and not after.startswith("<"):
            continue
        found = _prose("\n".join(lines[first : number + 1]), first, number)
        if found is not None:
            yield found
        first = number + 1


def _prose(text: str, first: int, last: int) -> Prose | None:
    """The one stretch between the block tags of a text; None where there is none, or more."""
    edges = [match for match in _TAG.finditer(text) if _BLOCK.fullmatch(match.group(1))]
    starts = [0, *(match.end() for match in edges)]
    ends = [*(match.start() for match in edges), len(text)]
    stretches = [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]
    if len(stretches) != 1:
        return None
    (start, end) = stretches[0]
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    end -= len(inside) - len(inside.rstrip())
    before, after = text[:start], text[end:]
    flow = _flow(text[start:end])
    if "\n" in before + after or not any(character.isalnum() for character in flow.text):
        return None
    return Prose(first, last, before, after, flow, re.search(r"<h[1-6]\b", before, re.IGNORECASE) is not None)


def _flow(text: str) -> Flow:
    tags = list(_TAG.finditer(text))
    ends = _closers(tags)
    closing = set(ends.values())
    builder = FlowBuilder(collapse=True)
    at = 0
    for index, match in enumerate(tags):
        builder.add(html.unescape(text[at : match.start()]))
        at = match.end()
        if match.group(1).lower() == "br":
            builder.line_break()
        elif index in ends:
            builder.open((match.group(), tags[ends[index]].group()))
        elif index in closing:
            builder.close()
        else:
            builder.point((match.group(), ""))
    builder.add(html.unescape(text[at:]))
    return builder.flow()


def _closers(tags: Sequence[re.Match[str]]) -> dict[int, int]:
    """Index of an opening tag → index of the one that closes it; tags that cross others stay by themselves."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for index, match in enumerate(tags):
        if not match.group().startswith("</"):
            if len(waiting) < 50:
                waiting.append(index)
            continue
        name = match.group(1).lower()
        at = next((at for at in reversed(range(len(waiting))) if tags[waiting[at]].group(1).lower() == name), None)
        if at is not None:
            ends[waiting[at]] = index
            del waiting[at:]
    return ends


def typed(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[str]:
    """English and its tags as HTML."""
    for piece in pieces(text, marks, start, end):
        if isinstance(piece, str):
            yield html.escape(piece, quote=False).replace("\n", "<br>")
            continue
        opening, closing = piece.code
        yield opening
        yield from typed(text, piece.children, piece.start, piece.end)
        yield closing
