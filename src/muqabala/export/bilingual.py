"""A Word table with Arabic beside English, for a second reader who does not sit at the desk.

Number, Arabic, English and state in one row per segment, the header repeated on every page; a column for notes where
there are any. Arabic cells are right to left in every way Word asks for it (paragraph, run, complex-script font size),
or punctuation and numbers jump to the wrong end of the line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from muqabala.values import Draft

_FONT = "Arial"
"""Has both scripts on every system Word runs on."""
_UNREVIEWED = "FFF2CC"
"""Shade of rows nobody has accepted; the state is written too, colour is never alone."""


@dataclass(frozen=True, slots=True)
class BilingualRow:
    """One segment of the table."""

    number: int
    ar: str
    en: str
    state: str = ""
    note: str = ""

    @classmethod
    def from_draft(cls, draft: Draft, note: str = "") -> BilingualRow:
        """The row of a draft; its findings stand in the notes."""
        said = [note, *(finding.message for finding in draft.findings)]
        notes = "\n".join(text for text in said if text)
        return cls(draft.segment, draft.source, draft.target, str(draft.state), notes)


def write_bilingual_docx(rows: Iterable[BilingualRow], out: BinaryIO, *, title: str = "") -> int:
    """Write the table to `out`; gives the number of rows."""
    listed = list(rows)
    with_notes = any(row.note for row in listed)
    document = docx.Document()
    _page(document, title)
    headings = ["No.", "Arabic", "English", "State", *(["Notes"] if with_notes else [])]
    widths = [Mm(12), Mm(95), Mm(95), Mm(20), Mm(45)] if with_notes else [Mm(12), Mm(115), Mm(115), Mm(25)]
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table.rows[0], headings, widths, header=True)
    _flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for row in listed:
        cells = [str(row.number), row.ar, row.en, row.state, *([row.note] if with_notes else [])]
        _row(table.add_row(), cells, widths, shaded=row.state != "accepted")
    written = io.BytesIO()
    document.save(written)
    out.write(written.getvalue())
    return len(listed)


def _page(document: Any, title: str) -> None:
    """A4 across, narrow margins, one font for both scripts."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:cs"), _FONT)
    if title:
        document.add_heading(_clean(title), level=1)
        document.core_properties.title = _clean(title)[:250]


def _row(row: Any, texts: Sequence[str], widths: Sequence[Mm], *, header: bool = False, shaded: bool = False) -> None:
    _flag(row._tr.get_or_add_trPr(), "w:cantSplit")
    for index, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = width
        _write(cell.paragraphs[0], _clean(text), arabic=index == 1 and not header, bold=header)
        if shaded:
            shade = OxmlElement("w:shd")
            for key, value in (("val", "clear"), ("color", "auto"), ("fill", _UNREVIEWED)):
                shade.set(qn(f"w:{key}"), value)
            cell._tc.get_or_add_tcPr().append(shade)


def _write(paragraph: Any, text: str, *, arabic: bool, bold: bool) -> None:
    properties = paragraph._p.get_or_add_pPr()
    if arabic:
        _flag(properties, "w:bidi")
    for index, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        run.bold = bold or None
        if arabic:
            run_properties = run._r.get_or_add_rPr()
            size = OxmlElement("w:szCs")
            size.set(qn("w:val"), "24")
            run_properties.append(size)
            _flag(run_properties, "w:rtl")
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi"), "ar-SA")
            run_properties.append(language)
        if index < text.count("\n"):
            run.add_break()


def _flag(parent: Any, name: str) -> None:
    parent.append(OxmlElement(name))


def _clean(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
