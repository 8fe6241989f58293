"""What a check looks at: one source, one target, and what others already know about them."""

from __future__ import annotations

from dataclasses import dataclass

from muqabala.values import Role, Span, TermVerdict


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A rendering the glossary forbids, found in the target."""

    term: str
    """The entry's id."""
    rendering: str
    """As it stands in the target."""
    span: Span
    required: str
    """What the glossary wants instead."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One draft under the eyes of the checks."""

    source: str
    target: str
    role: Role = Role.BODY
    terms: tuple[TermVerdict, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    degenerate: bool = False
    """The decoder said it fell into repeating itself."""
