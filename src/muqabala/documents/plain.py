"""Plain text: lines are paragraphs, unless somebody wrapped them by hand.

Most text files here are dumps of web pages: one line, one paragraph, and menus all around it, which `clean.py` takes
out. Some are wrapped at a fixed width, with blank lines between paragraphs; their lines are joined, because a sentence
cut in two is translated as two. Wrapping is recognised by what a wrapping program does: no line has room left for the
first word of the next one.

Place: `{"lines": [first, last]}`, 1-based, inclusive.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from muqabala.documents.clean import clean_lines
from muqabala.documents.encoding import decode, newline_of, split_lines
from muqabala.documents.inline import Rendering, english_of, mismatch
from muqabala.documents.language import language_of
from muqabala.values import Block, Document, Dropped, Language, Role

MIN_WIDTH, MAX_WIDTH = 40, 130
"""Widths, in characters, at which people wrap text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or several lines that belong together."""

    first: int
    last: int
    text: str


def read_plain(data: bytes, name: str, *, clean: bool, keep: Collection[int]) -> Document:
    """The paragraphs of a text file; `keep` are lines that cleaning must not leave out."""
    decoded = decode(data, name)
    lines = split_lines(decoded.text, name)
    paragraphs = join_wrapped(lines)
    language = language_of(decoded.text)
    blocks = [_block(paragraph, Role.BODY) for paragraph in paragraphs]
    dropped: list[Dropped] = []
    if clean:
        blocks, dropped = _cleaned(lines, paragraphs, language, keep)
    return Document(name, "plain", language, decoded.encoding, tuple(blocks), tuple(dropped))


def _cleaned(
    lines: Sequence[str], paragraphs: Sequence[Paragraph], language: Language, keep: Collection[int]
) -> tuple[list[Block], list[Dropped]]:
    by_line = {paragraph.first: paragraph for paragraph in paragraphs}
    # A joined paragraph stands on its first line; the lines it took are empty, as between any two paragraphs.
    joined = [by_line[number].text if number in by_line else "" for number in range(1, len(lines) + 1)]
    kept, dropped = clean_lines(joined, language)
    roles = {line.line: line.role for line in kept}
    goes_on = {line.line for line in kept if line.continues}
    reasons = {line.line: line.reason for line in dropped}
    blocks: list[Block] = []
    left_out: list[Dropped] = []
    for paragraph in paragraphs:
        wanted = any(paragraph.first <= number <= paragraph.last for number in keep)
        if paragraph.first in goes_on and blocks and blocks[-1].place["lines"][1] < paragraph.first:
            before = blocks.pop()
            whole = Paragraph(before.line, paragraph.last, f"{before.text} {paragraph.text}")
            blocks.append(_block(whole, before.role))
        elif paragraph.first in roles or wanted:
            blocks.append(_block(paragraph, roles.get(paragraph.first, Role.BODY)))
        else:
            left_out.append(Dropped(paragraph.first, paragraph.text, reasons.get(paragraph.first, "menu")))
    return blocks, left_out


def _block(paragraph: Paragraph, role: Role) -> Block:
    return Block(paragraph.text, role, {"lines": [paragraph.first, paragraph.last]}, paragraph.first)


def join_wrapped(lines: Sequence[str]) -> list[Paragraph]:
    """The paragraphs of a file: its lines that are not blank, joined where they were wrapped by hand."""
    paragraphs: list[Paragraph] = []
    width = wrap_width(lines)
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        last = paragraphs[-1] if paragraphs else None
        if width and last is not None and last.last == number - 1 and _continues(lines[number - 2], line, width):
            paragraphs[-1] = Paragraph(last.first, number, f"{last.text} {text}")
        else:
            paragraphs.append(Paragraph(number, number, text))
    return paragraphs


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which a text was wrapped by hand, or 0.

    Among lines followed by another line, at least three, nearly all must lack room for the next line's first word, and
    no more than a third may end a sentence (a list of sentences of one length is not wrapped prose).
    """
    widest = max((_width(line) for line in lines), default=0)
    followed = [(line, after) for line, after in itertools.pairwise(lines) if line.strip() and after.strip()]
    if not MIN_WIDTH <= widest <= MAX_WIDTH or len(followed) < 3:
        return 0
    full = sum(_continues(line, after, widest) for line, after in followed)
    ended = sum(line.rstrip().endswith((".", "!", "?", "؟", "۔", ":")) for line, _ in followed)
    return widest if full >= 0.9 * len(followed) and ended <= len(followed) / 3 else 0


def _continues(line: str, after: str, width: int) -> bool:
    """Whether `line` was full: the first word of the next one would not have fitted."""
    if after[:1].isspace() or after.lstrip().startswith(("-", "•", "*", "–", "—")):
        return False
    return _width(line.rstrip()) + 1 + _width(after.split()[0]) > width


def _width(text: str) -> int:
    return sum(1 for character in text if not unicodedata.combining(character))


def write_plain(data: bytes, name: str, renderings: Sequence[Rendering]) -> bytes:
    """The English paragraphs on the places of the Arabic ones, as UTF-8 with the line and page ends of the original.

    What was dropped is left out, and of the blank lines around it one stays.
    """
    text = decode(data, name).text
    lines = split_lines(text, name)
    typed = re.split("\r\n|\r|\n", text)
    source = {(paragraph.first, paragraph.last): paragraph.text for paragraph in join_wrapped(lines)}
    out: list[str] = []
    at = 1
    for first, last, rendering in sorted(((*_lines(r, name), r) for r in renderings), key=lambda one: one[:2]):
        paragraph = english_of(source.get((first, last), ""), rendering.sentences).text
        between = lines[at - 1 : first - 1]
        if out:
            out.extend([""] * _gap(between))
        if not 1 <= first <= last <= len(lines):
            raise mismatch(name)
        out.append(_indent(typed[first - 1]) + paragraph)
        at = last + 1
    newline = newline_of(text)
    return "".join(line.replace("\n", newline) + newline for line in out).encode("utf-8")


def _indent(line: str) -> str:
    r"""The white space a line begins with, and the form feed that begins a page.

    >>> _indent("\f  صفحة")
    '\x0c  '
    """
    lead = line[: len(line) - len(line.lstrip())]
    return "".join(character for character in lead if character in "\t\f" or unicodedata.category(character) == "Zs")


def _lines(rendering: Rendering, name: str) -> tuple[int, int]:
    try:
        first, last = rendering.place["lines"]
        return int(first), int(last)
    except (KeyError, TypeError, ValueError) as wrong:
        raise mismatch(name) from wrong


def _gap(between: Sequence[str]) -> int:
    """Blank lines between two paragraphs: as many as there were, or one where something was left out there."""
    blank = sum(1 for line in between if not line.strip())
    return blank if blank == len(between) else min(blank, 1)
