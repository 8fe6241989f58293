"""What can go wrong in a way a person can mend.

Deep code raises one of these; only `cli/main.py` and `tui/app.py` catch the base class, print the message and the
hint, and choose the exit status. Nothing here is for programming mistakes: those keep their tracebacks.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of every command; part of the contract."""

    DONE = 0
    FINDINGS = 1
    """Done, with findings the caller asked about."""
    USAGE = 2
    INPUT = 3
    """An input that does not exist or cannot be read."""
    COMPONENT = 4
    """A model or component missing or broken."""
    INTERRUPTED = 130


class MuqabalaError(Exception):
    """Something a person can mend: what happened, and what to do about it."""

    exit: Exit = Exit.INPUT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(MuqabalaError):
    """The command was called in a way that means nothing."""

    exit = Exit.USAGE


class InputError(MuqabalaError):
    """A file that does not exist or cannot be read; names the file and, where there is one, the line."""


class DocumentError(InputError):
    """A document no reader can read."""


class GlossaryError(InputError):
    """A glossary file a person can repair."""


class PairFileError(InputError):
    """A TMX, JSONL or TSV of pairs that cannot be imported."""


class ComponentError(MuqabalaError):
    """A model, an engine or an optional component that is missing or broken."""

    exit = Exit.COMPONENT


class ModelError(ComponentError):
    """A model that is missing, truncated, pickled or otherwise not usable."""


class StoreError(MuqabalaError):
    """The store cannot be opened, read or written (locked, read-only, full disk, newer than this program)."""


class ReviewRefused(MuqabalaError):
    """A verdict that the rules do not allow, such as accepting a segment with an unplaced term."""

    exit = Exit.FINDINGS


class Conflict(MuqabalaError):
    """Somebody else decided on this segment since it was read."""

    exit = Exit.FINDINGS
