"""Markdown: prose out, English in, everything else untouched to the letter.

markdown-it says which lines hold prose and what in them is emphasis or a link; the lines themselves are then edited,
not rendered anew, so list marks, quotes, indents, code blocks, front matter and link definitions stay as somebody typed
them. Code spans are words of their sentence. Text in HTML blocks is prose too (`markdown_html.py`). A paragraph wrapped
over several lines comes back as one line, because its English breaks elsewhere.

Place: `{"lines": [first, last], "cell": 0}`, 1-based and inclusive; `cell` counts the cells of a table row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from muqabala.documents.encoding import decode, newline_of, split_lines
from muqabala.documents.inline import Flow, FlowBuilder, Mark, Rendering, carry, english_of, mismatch, pieces
from muqabala.documents.language import language_of
from muqabala.documents.markdown_html import prose_of
from muqabala.documents.markdown_html import typed as typed_html
from muqabala.errors import DocumentError
from muqabala.values import Block, Document, Role

_FRONT_MATTER = re.compile(r"(---|\+\+\+)\s*$")
_SIGNS = tuple(
    re.compile(sign, re.MULTILINE)
    for sign in (
        r"^#{1,6} \S",
        r"\[[^\]\n]{1,200}\]\((?:https?:|/|\.|#|mailto:)[^)\n]{0,500}\)",
        r"^(```|~~~)",
        r"\*\*\S[^*\n]{0,200}\*\*",
        r"^\|?[ \t]{0,99}:?-{3,}:?[ \t]{0,99}\|",
        r"\A---[ \t]*\n(?:\w[^\n]*:[^\n]*\n){1,50}---[ \t]*$",
    )
)
_BEFORE_PIPE = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])?[\s>]*")
"""What may stand before a table row: quote and list marks."""
_SPECIAL = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[`*]|(?<!\w)_|_(?!\w)|\[(?=[^\]\n]*\][(\[:])|<(?=[a-zA-Z/!?])")
"""Characters of a text that Markdown would take for markup where they stand."""
_TASK = re.compile(r"\[[ xX]\](?=\s)")
"""The box of a task at the beginning of a list item."""
_FOOTNOTE = re.compile(r"^\[\^[^\]\s]{1,100}\]:|\[\^[^\]\s]{1,100}\]")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s@<>]+@[^\s@<>]+")
_PIPE = re.compile(r"(?<!\\)\|")
_MAX_NESTING = 60
"""Levels of quotes, lists and emphasis; markdown-it's own rules stop at 20 for inline and 100 for block."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Prose on some lines, or in one cell of a row."""

    first: int
    """0-based."""
    last: int
    cell: int
    raw: str
    """As typed, without list marks and indents, lines joined with a line feed."""
    flow: Flow
    role: Role
    tags: tuple[str, str] | None = None
    """In an HTML block: what stands before the text on its first line and after it on its last."""


def read_markdown(data: bytes, name: str) -> Document:
    """The headings, paragraphs, list items and cells of a Markdown file."""
    decoded = decode(data, name)
    blocks = tuple(
        Block(s.flow.text, s.role, {"lines": [s.first + 1, s.last + 1], "cell": s.cell}, s.first + 1)
        for s in _stretches(split_lines(decoded.text, name), name)
    )
    language = language_of("\n".join(block.text for block in blocks))
    return Document(name, "markdown", language, decoded.encoding, blocks)


def looks_like_markdown(text: str) -> bool:
    """Strong signs only, for a file not called .md: two of heading, link, fence, emphasis, table rule, front matter."""
    return sum(sign.search(text[:65536]) is not None for sign in _SIGNS) >= 2


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _stretches(lines: Sequence[str], name: str) -> list[_Stretch]:
    skipped = _front_matter(lines)
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    try:
        tokens = parser.parse("\n".join([""] * skipped + list(lines[skipped:])))
    except RecursionError as wrong:
        raise DocumentError(f"{name}: quotes or lists nested too deep.", hint="Save it as plain text.") from wrong
    found: list[_Stretch] = []
    row, cell = -1, 0
    for item, before, token in zip([None, None, *tokens], [None, *tokens], tokens, strict=False):
        if token.type == "tr_open" and token.map is not None:
            row, cell = token.map[0], -1
        elif token.type in ("td_open", "th_open"):
            cell += 1
        elif token.type == "inline" and before is not None:
            in_cell = before.type in ("td_open", "th_open")
            first, last = (row, row) if in_cell else _lines_of(token)
            flow = _flow(token, in_item=item is not None and item.type == "list_item_open")
            if any(character.isalnum() for character in flow.text):
                role = Role.CELL if in_cell else _role(before)
                found.append(_Stretch(first, last, cell if in_cell else 0, token.content, flow, role))
        elif token.type == "html_block" and token.map is not None:
            found.extend(_html(token.content, token.map[0], lines))
    return found


def _html(content: str, at: int, lines: Sequence[str]) -> Iterator[_Stretch]:
    """The prose of an HTML block that begins on line `at`."""
    inside = content.rstrip("\n").split("\n")
    if any(not line.endswith(ours) for line, ours in zip(lines[at:], inside, strict=False)):
        return
    for prose in prose_of(inside):
        first, last = at + prose.first, at + prose.last
        lead = lines[first][: len(lines[first]) - len(inside[prose.first])]
        role = Role.HEADING if prose.heading else Role.BODY
        yield _Stretch(first, last, 0, "", prose.flow, role, (lead + prose.before, prose.after))


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines at the beginning are YAML or TOML between two fences."""
    if not lines or not _FRONT_MATTER.match(lines[0]):
        return 0
    for index, line in enumerate(lines[1:], start=1):
        if line.strip() == lines[0].strip():
            return index + 1
    return 0


def _lines_of(token: Token) -> tuple[int, int]:
    first = token.map[0] if token.map is not None else 0
    return first, first + token.content.count("\n")


def _role(opening: Token) -> Role:
    if opening.type == "heading_open":
        return Role.TITLE if opening.tag == "h1" else Role.HEADING
    return Role.BODY


def _flow(inline: Token, *, in_item: bool) -> Flow:
    builder = FlowBuilder(collapse=False)
    for index, token in enumerate(inline.children or ()):
        if token.type == "text":
            task = _TASK.match(token.content) if in_item and index == 0 else None
            if task is not None:
                builder.point((task.group(), ""))
            _add_text(builder, token.content[task.end() :] if task is not None else token.content)
        elif token.type == "text_special":
            builder.add(token.content)
        elif token.type == "softbreak":
            builder.add(" ")
        elif token.type == "hardbreak":
            builder.line_break()
        elif token.type == "code_inline":
            builder.open((token.markup, token.markup, token.content))
            builder.add(token.content)
            builder.close()
        elif token.type == "link_open":
            builder.open(_link(token))
        elif token.nesting == 1:
            builder.open((token.markup, token.markup))
        elif token.nesting == -1:
            builder.close()
        else:
            builder.point((_point(token), ""))
    return builder.flow()


def _add_text(builder: FlowBuilder, text: str) -> None:
    """Text, and the marks of footnotes in it, which are no words: `[^1]`, and `[^1]:` where a footnote begins."""
    at = 0
    for match in _FOOTNOTE.finditer(text):
        builder.add(text[at : match.start()])
        builder.point((match.group(), ""))
        at = match.end()
    builder.add(text[at:])


def _link(token: Token) -> tuple[str, str]:
    target, title = str(token.attrGet("href") or ""), token.attrGet("title")
    if token.markup == "autolink":
        return "<", ">"
    address = f"<{target}>" if re.search(r"[\s()<>]", target) else target
    return "[", f']({address} "{title}")' if title else f"]({address})"


def _point(token: Token) -> str:
    """An image or a tag, as it is typed."""
    if token.type == "image":
        opening, closing = _link_of_image(token)
        return f"{opening}{token.content}{closing}"
    return token.content


def _link_of_image(token: Token) -> tuple[str, str]:
    target, title = str(token.attrGet("src") or ""), token.attrGet("title")
    address = f"<{target}>" if re.search(r"[\s()<>]", target) else target
    return "![", f']({address} "{title}")' if title else f"]({address})"


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_markdown(data: bytes, name: str, renderings: Sequence[Rendering]) -> bytes:
    """The same file with its prose in English."""
    text = decode(data, name).text
    lines: list[str | None] = list(split_lines(text, name))
    stretches = _stretches([line or "" for line in lines], name)
    wanted = {_key(r): r for r in renderings}
    cells: dict[int, dict[int, str]] = {}
    for stretch in stretches:
        rendering = wanted.pop((stretch.first + 1, stretch.cell), None)
        english = english_of(stretch.flow.text, rendering.sentences if rendering is not None else ())
        if stretch.tags is not None:
            english_html = "".join(typed_html(english.text, carry(stretch.flow, english), 0, len(english.text)))
            lines[stretch.first] = stretch.tags[0] + english_html.replace("\n", " ") + stretch.tags[1]
            lines[stretch.first + 1 : stretch.last + 1] = [None] * (stretch.last - stretch.first)
            continue
        is_cell = stretch.role is Role.CELL
        typed = "".join(_typed(english.text, carry(stretch.flow, english), 0, len(english.text), in_table=is_cell))
        if is_cell:
            cells.setdefault(stretch.first, {})[stretch.cell] = typed.replace("\n", " ")
        else:
            typed = _safe_start(typed) if stretch.role is Role.BODY else typed.replace("\n", " ")
            _replace(lines, stretch, typed, name)
    if wanted:
        raise mismatch(name)
    for row, english_cells in cells.items():
        lines[row] = _row(lines[row] or "", english_cells)
    _turn(lines)
    newline = newline_of(text)
    return newline.join(line for line in lines if line is not None).encode("utf-8")


def _key(rendering: Rendering) -> tuple[int, int]:
    lines = rendering.place.get("lines") or (0,)
    return int(lines[0]), int(rendering.place.get("cell", 0))


def _replace(lines: list[str | None], stretch: _Stretch, english: str, name: str) -> None:
    """Put English on the first line of a stretch, after its marks; the other lines are taken out."""
    typed = stretch.raw.split("\n")
    first = lines[stretch.first]
    at = (first or "").rfind(typed[0])
    if first is None or at < 0:
        raise mismatch(name)
    prefix, suffix = first[:at], first[at + len(typed[0]) :]
    follow = re.sub(r"[^\s>]", " ", prefix)
    suffix = suffix if stretch.first == stretch.last else ""
    lines[stretch.first] = prefix + english.replace("\n", "  \n" + follow) + suffix
    for index in range(stretch.first + 1, stretch.last + 1):
        lines[index] = None


def _typed(text: str, marks: Sequence[Mark], start: int, end: int, *, in_table: bool) -> Iterator[str]:
    for piece in pieces(text, marks, start, end):
        if isinstance(piece, str):
            escaped = _SPECIAL.sub(lambda match: "\\" + match.group(), piece)
            yield escaped.replace("|", r"\|") if in_table else escaped
            continue
        opening, closing, *code = piece.code
        inside = text[piece.start : piece.end]
        if code:
            # Letters that are not the code itself would only look like code.
            yield f"{opening}{inside}{closing}" if inside == code[0] else inside
        elif opening == "<" and closing == ">":
            # Words between angle brackets would be a tag, and not be shown.
            yield f"<{inside}>" if _ADDRESS.fullmatch(inside) else _SPECIAL.sub(lambda m: "\\" + m.group(), inside)
        elif piece.start == piece.end and not piece.is_point and not opening.startswith("["):
            yield ""
        else:
            yield opening
            yield from _typed(text, piece.children, piece.start, piece.end, in_table=in_table)
            yield closing


def _safe_start(english: str) -> str:
    """English that would begin a list, a quote or a heading by accident is escaped."""
    english = re.sub(r"^(#{1,6}\s|>|[+-]\s|={3,}$|-{3,}$)", r"\\\1", english)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", english)


def _row(line: str, english: dict[int, str]) -> str:
    """A table row with some cells replaced, spaces around them kept."""
    parts = _PIPE.split(line)
    # A row may begin with a pipe or not; then its first part is no cell.
    offset = 1 if len(parts) > 1 and _BEFORE_PIPE.fullmatch(parts[0]) else 0
    for cell, text in english.items():
        if cell + offset < len(parts):
            old = parts[cell + offset]
            lead = old[: len(old) - len(old.lstrip())] or ("" if offset == 0 and cell == 0 else " ")
            parts[cell + offset] = lead + text + (old[len(old.rstrip()) :] or " ")
    return "|".join(parts)


def _turn(lines: list[str | None]) -> None:
    """Tags in the text that say right to left say left to right."""
    for index, line in enumerate(lines):
        if line is not None and "<" in line and re.search(r"\b(dir|lang)\s*=", line):
            line = re.sub(r"(<[^<>]*\bdir\s*=\s*[\"']?)rtl\b", r"\1ltr", line, flags=re.IGNORECASE)
            lines[index] = re.sub(r"(<[^<>]*\blang\s*=\s*[\"']?)ar\b", r"\1en", line, flags=re.IGNORECASE)
