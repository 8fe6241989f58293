"""What an exported document is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.store import Store
from muqabala.values import Block, Document, Role, Segment
from muqabala.workflow.export import exportable, file_names


@pytest.mark.parametrize(
    ("name", "form", "called"),
    [
        ("in/report.docx", "docx", "report.en.docx"),
        ("in/report.DOCM", "docx", "report.en.DOCM"),
        ("in/report.txt", "docx", "report.en.docx"),
        ("report", "docx", "report.en.docx"),
        ("page.txt", "html", "page.en.txt"),
        ("job.sdlxliff", "xliff", "job.en.sdlxliff"),
        ("film", "srt", "film.en.srt"),
    ],
)
def test_a_name_keeps_its_suffix_where_a_program_would_open_it(
    tmp_path: Path, name: str, form: str, called: str
) -> None:
    """A Word document called .txt is delivered as one that Word opens."""
    block = Block("نص", Role.BODY, {"paragraph": 0}, 1)
    document = Document(name, form, "ar", "", (block,))
    with Store.open(tmp_path / "store.sqlite3") as store:
        store.put_document(document, b"x", [Segment(name, 1, 1, Role.BODY, "نص", span=(0, 2))])
        found = exportable(store, None)
        assert list(file_names(found, "document").values()) == [called]
        assert list(file_names(found, "bilingual-docx").values()) == [f"{called.split('.')[0]}.ar-en.docx"]
