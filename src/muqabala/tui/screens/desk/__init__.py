"""The desk: one document, segment by segment. Its parts: base, deciding, editing, looking, thinking."""

from __future__ import annotations

from muqabala.tui.screens.desk.base import DeskBase
from muqabala.tui.screens.desk.thinking import Thinking


class DeskScreen(Thinking):
    """Everything together."""


__all__ = ["DeskBase", "DeskScreen"]
