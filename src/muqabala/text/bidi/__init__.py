"""Arabic on a screen of cells: visual order (UAX #9), joined letters, wrapping, and the map back.

Terminals disagree about Arabic; the desk draws it itself. See `cells.layout`, the one function most callers need.
"""

from __future__ import annotations

from muqabala.text.bidi.cells import Cell, Line, Mode, direction, in_order, layout, mostly_rtl
from muqabala.text.bidi.uax9 import bidi_class, line_levels, paragraph_level, resolve, visual_order

__all__ = [
    "Cell", "Line", "Mode", "bidi_class", "direction", "in_order", "layout", "line_levels", "mostly_rtl",
    "paragraph_level", "resolve", "visual_order",
]  # fmt: skip
