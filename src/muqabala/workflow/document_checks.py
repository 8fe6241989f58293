"""Checks that need a whole document: one name rendered two ways."""

from __future__ import annotations

from muqabala.quality.names import Rendered, check_names
from muqabala.store import Store

CHECK = "name"


def check_document(store: Store, document_id: int) -> int:
    """Bring the findings of every segment up to date; how many segments have one of this kind."""
    rows = [(row.id, row.number, row.source, row.target, row.findings) for row in store.segments.all_of(document_id)]
    found = check_names(Rendered(number, source, target) for _, number, source, target, _ in rows if target)
    changes = {}
    for segment, number, _, _, findings in rows:
        others = tuple(finding for finding in findings if finding.check != CHECK)
        now = (*others, *found.get(number, ()))
        if now != findings:
            changes[segment] = now
    if changes:
        store.segments.update_findings(changes)
    return len(found)
