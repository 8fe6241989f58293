"""The desk's question to the memory: what resembles this sentence, after what the document brought along."""

from __future__ import annotations

from muqabala.memory import recall as recalled
from muqabala.store import Store, StoredSegment
from muqabala.values import Match
from muqabala.workflow.given import given_match

SHOWN = 9
"""One for each digit that takes a match."""


def recall(store: Store, segment: StoredSegment) -> list[Match]:
    """The best matches; the segment's own pair is none."""
    before = store.segments.at(segment.document_id, segment.number - 1) if segment.number > 1 else None
    matches = recalled(segment.source, store.pairs, before=before.source if before else "", limit=SHOWN + 1)
    given = given_match(segment.segment())
    others = [match for match in matches if match.pair.id != segment.pair_key]
    return [*([given] if given is not None else []), *others][:SHOWN]
