"""The English that a document brought along: targets of an XLIFF file that another tool, or another person, filled in.

A translator who is handed such a file expects to find that work and not the engine's idea of it. So a target that its
state calls finished is the draft (origin `import`), as long as it keeps the terms of the house; and whatever its state,
it is offered beside the memory's matches, under the name of the document it came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muqabala.values import Match, Origin, Pair, Place, Segment


def given_match(segment: Segment) -> Match | None:
    """The target the document holds for this segment, in percent of its source that the segment covers; or None.

    >>> from muqabala.values import Role
    >>> given = {"ready": True, "texts": [[0, 5, "مرحبا", "Welcome"]]}
    >>> match = given_match(Segment("a.xlf", 1, 1, Role.BODY, "مرحبا", span=(0, 5), place={"given": given}))
    >>> match.percent, match.pair.en, str(match.pair.origin)
    (100, 'Welcome', 'import')
    """
    best: Match | None = None
    for start, end, source, english in _given(segment.place).get("texts", ()):
        shared = min(end, segment.span[1]) - max(start, segment.span[0])
        covered = max(end, segment.span[1]) - min(start, segment.span[0])
        percent = 100 * shared // covered if shared > 0 else 0
        if percent > (best.percent if best is not None else 0):
            pair = Pair("", source, english, segment.document, segment.number, origin=Origin.IMPORT)
            best = Match(pair, percent)
    return best


def finished_target(segment: Segment) -> str | None:
    """The target for exactly this segment where the document calls it finished."""
    match = given_match(segment) if _given(segment.place).get("ready") else None
    return match.pair.en if match is not None and match.percent == 100 else None


def _given(place: Place) -> Mapping[str, Any]:
    given = place.get("given")
    return given if isinstance(given, dict) else {}
