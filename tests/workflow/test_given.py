"""A document that brings its English along: it is the draft where it is finished, and offered where it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from muqabala.store import Store
from muqabala.tui.recall import recall
from muqabala.values import Role, Segment
from muqabala.workflow.given import finished_target, given_match

UNIT = '<trans-unit id="{}"><source>{}</source><target{}>{}</target></trans-unit>'
GLOSSARY = "ar,en\nمكتب اتصال,liaison office\n"


def xliff(*units: tuple[str, str, str]) -> str:
    body = "".join(UNIT.format(number, ar, state, en) for number, (ar, state, en) in enumerate(units, 1))
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="ar" original="a" '
        f'target-language="en" datatype="plaintext"><body>{body}</body></file></xliff>'
    )


def test_targets_of_a_file_are_drafts_or_offers(tmp_path: Path) -> None:
    """A finished target is the draft, unless it breaks a term; whatever its state, the desk offers it with its origin."""
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "house.csv").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "a.xlf").write_text(
        xliff(
            ("مرحبا بكم في المدينة.", ' state="translated"', "You are welcome in town."),
            ("عاد الوفد إلى المدينة.", ' state="needs-translation"', "The delegation is back."),
            ("افتتح مكتب اتصال.", "", "A contact bureau was opened."),
            ("اجتمع المجلس صباح اليوم.", "", ""),
        ),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "muqabala", "-C", str(tmp_path), "translate", str(tmp_path / "a.xlf"), "-o", "-"]
    said = subprocess.run(command, capture_output=True, check=True, timeout=300)
    rows = [json.loads(line) for line in said.stdout.splitlines()]
    assert (rows[0]["origin"], rows[0]["target"], rows[0]["score"]) == ("import", "You are welcome in town.", None)
    assert [row["origin"] for row in rows] == ["import", "engine", "engine", "engine"]
    assert "contact bureau" not in rows[2]["target"]
    with Store.open(tmp_path / ".muqabala" / "store.sqlite3") as store:
        (document,) = store.documents.list()
        offered = [[m.pair for m in recall(store, one)] for one in store.segments.all_of(document.id)]
    assert [[pair.en for pair in pairs] for pairs in offered] == [
        ["You are welcome in town."],
        ["The delegation is back."],
        ["A contact bureau was opened."],
        [],
    ]
    assert {(pair.document, str(pair.origin)) for pairs in offered for pair in pairs} == {("a.xlf", "import")}


def test_a_target_of_other_sentences_is_offered_by_its_share() -> None:
    """One English sentence for two Arabic ones is nobody's draft, but both are told of it."""
    given = {"ready": True, "texts": [[0, 20, "أولى هنا. ثانية هنا.", "Both here."]]}
    first = Segment("a.xlf", 1, 1, Role.BODY, "أولى هنا.", span=(0, 9), place={"unit": 0, "given": given})
    match = given_match(first)
    assert match is not None
    assert (match.percent, match.pair.en) == (45, "Both here.")
    assert finished_target(first) is None
    elsewhere = Segment("a.txt", 1, 1, Role.BODY, "أولى هنا.", span=(0, 9), place={"lines": [1, 1]})
    assert given_match(elsewhere) is None
