"""The two-column table for a second reader."""

from __future__ import annotations

import io

import docx
from docx.oxml.ns import qn

from muqabala.export.bilingual import BilingualRow, write_bilingual_docx
from muqabala.values import Draft, Finding, Role, Severity, State


def table_of(rows, **options):
    out = io.BytesIO()
    assert write_bilingual_docx(rows, out, **options) == len(rows)
    return docx.Document(io.BytesIO(out.getvalue())).tables[0]


def test_every_segment_is_a_row():
    """Number, Arabic, English, state; the header is repeated on every page."""
    table = table_of(
        [BilingualRow(1, "نص أول", "First text", "accepted"), BilingualRow(2, "نص ثان", "", "new")], title="seeds/a.txt"
    )
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["No.", "Arabic", "English", "State"],
        ["1", "نص أول", "First text", "accepted"],
        ["2", "نص ثان", "", "new"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_arabic_runs_from_right_to_left_and_english_does_not():
    """Paragraph and run say it, and the complex-script size is set."""
    cells = table_of([BilingualRow(1, "قال: نعم.\nثم لا.", "He said: yes.\nThen no.", "accepted")]).rows[1].cells
    arabic, english = cells[1].paragraphs[0]._p, cells[2].paragraphs[0]._p
    assert arabic.pPr.find(qn("w:bidi")) is not None
    assert all(run.find(qn("w:rPr")).find(qn("w:rtl")) is not None for run in arabic.iter(qn("w:r")))
    assert not list(english.iter(qn("w:rtl")))
    assert english.pPr is None or english.pPr.find(qn("w:bidi")) is None
    assert cells[1].text == "قال: نعم.\nثم لا."


def test_findings_stand_in_a_notes_column():
    """Only where there are any, and what XML cannot hold is left out."""
    draft = Draft(
        "a.txt",
        3,
        1,
        Role.BODY,
        "نص",
        "Text\x07",
        State.DRAFTED,
        findings=(Finding("numbers", Severity.ERROR, "12 is missing"),),
    )
    table = table_of([BilingualRow.from_draft(draft, "look here")])
    assert [cell.text for cell in table.rows[1].cells] == ["3", "نص", "Text", "drafted", "look here\n12 is missing"]
    assert len(table_of([BilingualRow(1, "ا", "a")]).columns) == 4
