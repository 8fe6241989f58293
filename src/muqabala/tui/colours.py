"""Colours that carry a number: the n-th term of a segment looks the same on both sides."""

from __future__ import annotations

from rich.style import Style

_DARK = ("#8be9fd", "#ffb86c", "#50fa7b", "#ff79c6", "#f1fa8c", "#bd93f9")
_LIGHT = ("#005f87", "#a04b00", "#1f7a1f", "#a3006a", "#6b5d00", "#5a2ca0")


def term_style(number: int, *, dark: bool) -> Style:
    """The style of term `number` (from 1); underlined, so that it shows without colour too."""
    table = _DARK if dark else _LIGHT
    return Style(color=table[(number - 1) % len(table)], underline=True)


ADDED = Style(bold=True, underline=True, color="green")
REMOVED = Style(strike=True, color="red")
FOUND = Style(reverse=True)
PROBLEM = Style(bold=True, reverse=True)
"""A term that is not placed, or a forbidden rendering."""
LINKED = Style(bold=True, underline2=True)
"""Words of the other side that the words under the cursor come from."""
