"""The promise about terms, put to a real store by chance: nothing leaves that breaks a required term without a waiver."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.errors import ReviewRefused
from muqabala.glossary import judge, load_glossary
from muqabala.store import Store
from muqabala.values import Block, Document, Draft, Role, Segment, State
from muqabala.workflow.examine import Examiner
from muqabala.workflow.export import Question, export_pairs
from muqabala.workflow.review import Review

BEFORE = "id,ar,en,policy\noffice,مكتب اتصال,liaison office,must\nship,سفينة حربية,warship,must\n"
AFTER = "id,ar,en,policy\noffice,مكتب اتصال,contact bureau,must\nship,سفينة حربية,warship,must\n"
LINES = ["افتتح مكتب اتصال.", "غرقت سفينة حربية قرب مكتب الاتصال.", "عاد الوفد.", "مكتب اتصال ومكتب اتصال."]
WORDS = st.sampled_from(["The", "liaison office", "liaison offices", "warship", "contact bureau", "came", "and", "."])
TEXTS = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
DECISION = st.tuples(st.integers(0, 3), st.sampled_from(["accept", "edit", "waive", "reject"]), TEXTS)


def examiner(folder: Path, rows: str) -> Examiner:
    path = folder / "terms.csv"
    path.write_text(rows, encoding="utf-8")
    return Examiner(load_glossary([path]))


def filled(store: Store, texts: list[str]) -> int:
    """A document with a draft for each line, good or bad."""
    document = Document("a.txt", "plain", "ar", "utf-8", (Block("\n".join(LINES), Role.BODY, {"line": 1}, 1),))
    segments, at = [], 0
    for number, line in enumerate(LINES, 1):
        segments.append(Segment("a.txt", number, 1, Role.BODY, line, 0, (at, at + len(line)), {"line": 1}))
        at += len(line) + 1
    number = store.put_document(document, "\n".join(LINES).encode(), segments).document_id
    store.put_drafts(
        [
            Draft("a.txt", one.number, 1, Role.BODY, one.source, text, State.DRAFTED, score=-1.0, engine="starter")
            for one, text in zip(segments, texts, strict=True)
        ]
    )
    return number


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=4, max_size=4), st.lists(DECISION, max_size=10), st.booleans())
def test_no_violation_is_accepted_or_exported_without_a_waiver(
    texts: list[str], decisions: list[tuple[int, str, str]], changed: bool
) -> None:
    """Whatever was drafted, typed, waived and accepted, and even if an entry changes afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        now = examiner(folder, BEFORE)
        with Store.open(folder / "store.sqlite3") as store:
            document = filled(store, texts)
            review = Review(store, now, "salma")
            for at, what, text in decisions:
                row = store.segments.at(document, at + 1)
                assert row is not None
                try:
                    match what:
                        case "accept":
                            review.accept(row)
                        case "edit":
                            review.edit(row, text)
                        case "waive":
                            review.waive(row, "the client calls it otherwise here")
                        case _:
                            review.reject(row)
                except ReviewRefused:
                    continue
            if changed:
                now = examiner(folder, AFTER)
            out = io.BytesIO()
            report = export_pairs(store, now, {"jsonl": out}, Question(), version="0", command="export")
            pairs = [json.loads(line) for line in out.getvalue().decode().splitlines()]
            assert len(pairs) == report.written["jsonl"]
            for pair in pairs:
                waived = {tuple(term["source"]) for term in pair["terms"] if term["status"] == "waived"}
                missing = judge(pair["ar"], pair["en"], now.hits(pair["ar"])).unplaced
                assert all(verdict.source in waived for verdict in missing), pair
