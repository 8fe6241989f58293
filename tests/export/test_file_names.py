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


@pytest.mark.parametrize("form", ["document", "bilingual-docx"])
def test_no_document_is_written_over_another(tmp_path: Path, form: str) -> None:
    """One stem in two formats, in two folders, folders that read alike when joined, names that differ in case."""
    names = ["in/a.docx", "in/a.txt", "in/a.md", "b_c/a.md", "b/c_a.md", "b/c/a.md", "In/A.docx", "in/A.docx"]
    with Store.open(tmp_path / "store.sqlite3") as store:
        for name in names:
            document = Document(name, "docx", "ar", "", (Block("نص", Role.BODY, {"paragraph": 0}, 1),))
            store.put_document(document, b"x", [Segment(name, 1, 1, Role.BODY, "نص", span=(0, 2))])
        called = file_names(exportable(store, None), form)
    assert len(called) == len({name.casefold() for name in called.values()}) == len(names)
    assert all("/" not in name for name in called.values())


def test_one_stem_in_two_formats_needs_no_folders(tmp_path: Path) -> None:
    """The English of a.txt and of a.md are two files anyway; their two tables would be one."""
    with Store.open(tmp_path / "store.sqlite3") as store:
        for name in ("in/a.txt", "in/a.md"):
            document = Document(name, "plain", "ar", "", (Block("نص", Role.BODY, {"lines": [1, 1]}, 1),))
            store.put_document(document, b"x", [Segment(name, 1, 1, Role.BODY, "نص", span=(0, 2))])
        found = exportable(store, None)
        assert list(file_names(found, "document").values()) == ["a.en.txt", "a.en.md"]
        assert list(file_names(found, "bilingual-docx").values()) == ["in_a.ar-en.docx", "in_a.md.ar-en.docx"]
