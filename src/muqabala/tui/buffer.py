"""The text a person is typing: cursor, selection, words, graphemes, undo. Pure, so it is tested without a screen.

Textual's own TextArea edits logical text but draws, points and walks by character in one direction; a line of mixed
Arabic and English needs all three to follow the letters as they are seen. The text of a segment is short, so a plain
string with snapshots is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

_GRAPHEMES = regex.compile(r"\X")
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}_'’]+")
LONGEST_MEMORY = 500
"""Undo steps kept."""


@dataclass(slots=True)
class EditBuffer:
    """A text with a caret (`cursor`) and the other end of the selection (`anchor`), both code point offsets."""

    text: str = ""
    cursor: int = 0
    anchor: int = 0
    _past: list[tuple[str, int]] = field(default_factory=list)
    _future: list[tuple[str, int]] = field(default_factory=list)
    _typing: bool = False

    @property
    def selection(self) -> tuple[int, int]:
        """Half-open and in order; empty where nothing is selected."""
        return (min(self.cursor, self.anchor), max(self.cursor, self.anchor))

    @property
    def selected(self) -> str:
        start, end = self.selection
        return self.text[start:end]

    def load(self, text: str) -> None:
        """Another text altogether; nothing to undo."""
        self.text, self.cursor, self.anchor = text, len(text), len(text)
        self._past.clear()
        self._future.clear()
        self._typing = False

    def move(self, offset: int, select: bool = False) -> None:
        """Put the caret somewhere; without `select` the selection collapses."""
        self.cursor = min(max(offset, 0), len(self.text))
        if not select:
            self.anchor = self.cursor
        self._typing = False

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace a stretch and put the caret after it; typing on is one undo step up to a space."""
        typed = start == end and len(text) == 1
        if not (typed and self._typing and not text.isspace()):
            self._past.append((self.text, self.cursor))
            del self._past[:-LONGEST_MEMORY]
        self._future.clear()
        self.text = self.text[:start] + text + self.text[end:]
        self.cursor = self.anchor = start + len(text)
        self._typing = typed

    def insert(self, text: str) -> None:
        """Type or paste over the selection."""
        self.replace(*self.selection, text)

    def set_text(self, text: str) -> None:
        """The whole text anew, as one undo step."""
        if text != self.text:
            self.replace(0, len(self.text), text)

    def delete_backward(self) -> None:
        """The selection, else the grapheme before the caret (a letter goes with its harakat)."""
        start, end = self.selection
        if start == end:
            start = self.grapheme_before(end)
        if start < end:
            self.replace(start, end, "")

    def delete_forward(self) -> None:
        start, end = self.selection
        if start == end:
            end = self.grapheme_after(start)
        if start < end:
            self.replace(start, end, "")

    def delete_word_backward(self) -> None:
        start, end = self.selection
        if start == end:
            start = self.word_before(end)
        if start < end:
            self.replace(start, end, "")

    def delete_word_forward(self) -> None:
        start, end = self.selection
        if start == end:
            end = self.word_after(start)
        if start < end:
            self.replace(start, end, "")

    def undo(self) -> bool:
        return self._swap(self._past, self._future)

    def redo(self) -> bool:
        return self._swap(self._future, self._past)

    def _swap(self, taken: list[tuple[str, int]], given: list[tuple[str, int]]) -> bool:
        if not taken:
            return False
        given.append((self.text, self.cursor))
        self.text, self.cursor = taken.pop()
        self.anchor = self.cursor
        self._typing = False
        return True

    def grapheme_before(self, offset: int) -> int:
        starts = [match.start() for match in _GRAPHEMES.finditer(self.text) if match.start() < offset]
        return starts[-1] if starts else 0

    def grapheme_after(self, offset: int) -> int:
        return next((match.end() for match in _GRAPHEMES.finditer(self.text) if match.end() > offset), len(self.text))

    def word_before(self, offset: int) -> int:
        """The start of the word before a place."""
        starts = [match.start() for match in _WORDS.finditer(self.text) if match.start() < offset]
        return starts[-1] if starts else 0

    def word_after(self, offset: int) -> int:
        """The end of the word after a place."""
        return next((match.end() for match in _WORDS.finditer(self.text) if match.end() > offset), len(self.text))

    def word_at(self, offset: int) -> tuple[int, int]:
        """The word around a place; empty where there is none."""
        return next((m.span() for m in _WORDS.finditer(self.text) if m.start() <= offset < m.end()), (offset, offset))
