"""A target far shorter or longer than its source usually lost or invented something.

English takes 0.9 to 1.6 times the characters of its Arabic in news; the bounds are wide, for short lines vary more.
"""

from __future__ import annotations

from muqabala.quality.subject import Subject
from muqabala.values import Finding, Severity

SHORTEST = 12
"""Below this many characters a ratio says nothing."""
TOO_SHORT, TOO_LONG = 0.5, 2.6


def check_length(subject: Subject) -> list[Finding]:
    """An empty target, or one whose length does not fit."""
    source, target = len(subject.source.strip()), len(subject.target.strip())
    if not target:
        return [Finding("length", Severity.ERROR, "The translation is empty.")] if source else []
    if source < SHORTEST:
        return []
    ratio = target / source
    if ratio < TOO_SHORT:
        return [
            Finding("length", Severity.WARNING, f"Much shorter than the source ({target} for {source} characters).")
        ]
    if ratio > TOO_LONG:
        return [Finding("length", Severity.WARNING, f"Much longer than the source ({target} for {source} characters).")]
    return []
