"""What every reader of glossaries hands over: rows as written, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from muqabala.values import Policy

COLUMNS = (
    "id", "ar", "ar_plural", "kind", "ar_variants", "ar_deny", "en", "en_plural", "en_variants", "en_forbidden", "case",
    "article", "policy", "domain", "note", "source",
)  # fmt: skip
"""The columns of the house's CSV, in the order in which they are written."""
LISTS = frozenset({"ar_plural", "ar_variants", "ar_deny", "en_variants", "en_forbidden"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a glossary file, and what to do about it."""

    file: str
    line: int
    """1-based physical line; 0 for the file as a whole."""
    message: str
    remedy: str
    fatal: bool = False
    """The row cannot be honoured, so the glossary does not load."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message} {self.remedy}".rstrip()

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Row(NamedTuple):
    """A row as written: cells by column name, not yet judged."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class Reading:
    """What one file holds."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    policy: Policy = Policy.MUST
    """The policy of rows that name none."""
