"""The words and signs of the desk: states, marks and sentences that more than one widget says."""

from __future__ import annotations

from muqabala.store.rows import StoredSegment
from muqabala.values import Severity, State

STATE_SIGNS = {
    State.NEW: "○", State.DRAFTED: "◐", State.EDITED: "✎", State.ACCEPTED: "●", State.REJECTED: "✗", State.STALE: "↻",
}  # fmt: skip
STATE_WORDS = {
    State.NEW: "new", State.DRAFTED: "drafted", State.EDITED: "edited", State.ACCEPTED: "accepted",
    State.REJECTED: "rejected", State.STALE: "stale",
}  # fmt: skip
KIND_WORDS = {
    "accept": "acceptance", "reject": "rejection", "flag": "review mark", "waive": "waiver", "propagate": "propagation",
    "recall": "memory match", "copy": "copied source", "retranslate": "new translation", "clear": "cleared decision",
    "alternatives": "other translation", "realign": "realignment", "resolve": "fresh judgement", "link": "link",
}  # fmt: skip
"""What a decision is called; the rest are called as they are kept: edit, note, split, merge, move."""
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def state_text(state: State) -> str:
    """A state as sign and word, never by colour alone."""
    return f"{STATE_SIGNS[state]} {STATE_WORDS[state]}"


def marks(segment: StoredSegment) -> str:
    """Two columns beside the state: needs review, and the gravest of: term not placed, findings, a note."""
    found = any(finding.severity is not Severity.INFO for finding in segment.findings)
    return ("⚑" if segment.flagged else " ") + (
        "!" if segment.unplaced else "?" if found else "✐" if segment.note else " "
    )


def kind_word(kind: str) -> str:
    """A kind of decision as a noun.

    >>> kind_word("accept"), kind_word("edit")
    ('acceptance', 'edit')
    """
    return KIND_WORDS.get(kind, kind)


def label_number(number: int) -> str:
    """A term's number as it stands beside the term.

    >>> label_number(12)
    '¹²'
    """
    return "".join(SUPERSCRIPTS[int(digit)] for digit in str(number))


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "segment"), plural(3, "segment")
    ('1 segment', '3 segments')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """Time left as a person says it.

    >>> duration(20), duration(4000)
    ('less than a minute', '1 h 07 min')
    """
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
