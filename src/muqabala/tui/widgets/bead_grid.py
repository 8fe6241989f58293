"""Beads, one row each: Arabic, a gutter with how many sentences are joined and how surely, English."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from muqabala.store.rows import StoredSegment
from muqabala.tui.widgets.segment_grid import SegmentGrid
from muqabala.tui.words import STATE_SIGNS, marks


class BeadGrid(SegmentGrid):
    """The grid of the alignment screen."""

    linking: int | None = None
    """Index of the row where a link begins."""

    def _parts(self, segment: StoredSegment, current: bool, width: int, base: Style) -> list[Segment]:
        doubtful = segment.suspicious
        kind = "accepted" if segment.state == "accepted" else "problem" if doubtful else "muted"
        style = base + self.get_component_rich_style(f"grid--{kind}", partial=True)
        digits = max(4, len(str(self.numbers[-1])))
        pointer = "▶" if current else "╎" if self._in_link(segment) else " "
        head = Segment(f"{pointer}{segment.number:>{digits}} {STATE_SIGNS[segment.state]}{marks(segment)} ", style)
        score = f"{segment.score * 100:3.0f} %" if segment.score is not None else "  ·  "
        shape = f"{len(segment.source_segments) or '–'}:{len(segment.target_segments) or '–'}"
        gutter = Segment(f" ─{'?' if doubtful else '─'} {shape:^5} {score} ── ", style)
        room = width - head.cell_length - gutter.cell_length
        if self.mode == "terminal" or width < 70:
            return [head, gutter, *self._text(segment.target or segment.source, room, base)]
        half = room // 2
        return [head, *self._text(segment.source, half, base), gutter, *self._text(segment.target, room - half, base)]

    def _in_link(self, segment: StoredSegment) -> bool:
        if self.linking is None:
            return False
        first, last = sorted((self.numbers[self.linking], self.numbers[self.at]))
        return first <= segment.number <= last
