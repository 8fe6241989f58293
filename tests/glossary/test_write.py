"""What is written is read back as it was, in every format, and a file is never half-written."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from muqabala.errors import InputError
from muqabala.glossary import check_files, load_glossary
from muqabala.glossary.load import make_term
from muqabala.glossary.rows import Row
from muqabala.glossary.write import add_entry, replace_file, write_glossary
from muqabala.values import Kind, Policy, Term

HOUSE = (
    "id,ar,ar_plural,kind,ar_variants,ar_deny,en,en_plural,en_variants,en_forbidden,case,article,policy,domain,note,source\n"
    'lo,مكتب اتصال,مكاتب اتصال,idafa,مكتب ارتباط|مكتب التنسيق,مكتب اتصالات|مكتب اتصال هاتفي,liaison office,liaison offices,'
    'liaison bureau|contact bureau,contact office,sentence,a,must,diplomacy,"said ""so"", here",own\n'
    "nato,الناتو,,frozen,,,NATO,,,Nato,keep,none,prefer,,,\n"
    "لواء,لواء,,single,,,brigade,,,,sentence,,check,,,\n"
)  # fmt: skip


def entries(tmp_path: Path) -> tuple[Term, ...]:
    path = tmp_path / "house.csv"
    path.write_text(HOUSE, encoding="utf-8")
    return load_glossary([path]).entries


def written(terms: tuple[Term, ...], form: str, *, header: bool = True) -> bytes:
    stream = io.BytesIO()
    write_glossary(terms, stream, form, header=header)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["csv", "tbx"])
def test_full_formats_lose_nothing(tmp_path: Path, form: str) -> None:
    terms = entries(tmp_path)
    path = tmp_path / f"again.{form}"
    path.write_bytes(written(terms, form))
    again = load_glossary([path]).entries
    assert [replace(t, file="", line=0) for t in again] == [replace(t, file="", line=0) for t in terms]
    assert check_files([path]) == []


def test_csv_bytes_are_as_read(tmp_path: Path) -> None:
    assert written(entries(tmp_path), "csv").decode("utf-8") == HOUSE
    assert written(entries(tmp_path), "csv", header=False).decode("utf-8") == HOUSE.partition("\n")[2]


def test_tsv_is_what_omegat_and_deepl_take(tmp_path: Path) -> None:
    terms = entries(tmp_path)
    assert written(terms, "tsv").decode("utf-8").splitlines()[0] == "ar\ten\tnote"
    assert written(terms[1:], "tsv", header=False).decode("utf-8") == "الناتو\tNATO\nلواء\tbrigade\n"


def test_tbx_is_martif_with_statuses(tmp_path: Path) -> None:
    root = etree.fromstring(written(entries(tmp_path), "tbx"))
    assert root.tag == "martif"
    assert [e.get("id") for e in root.iter("termEntry")] == ["lo", "nato", "لواء"]
    forbidden = [e.getparent().findtext("term") for e in root.iter("termNote") if e.text == "deprecatedTerm-admn-sts"]
    assert forbidden == ["contact office", "Nato"]


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError):
        write_glossary((), io.BytesIO(), "xls")


# ── adding an entry ──────────────────────────────────────────────────────────────────────────────────────────────────

BRIGADE = make_term("x", Row(1, {"ar": "لواء", "en": "brigade", "ar_plural": "ألوية"}), Policy.MUST)


def test_an_entry_is_added_to_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "glossaries" / "mine.csv"
    add_entry(path, BRIGADE)
    add_entry(path, replace(BRIGADE, id="nato", ar="الناتو", en="NATO", case="keep", kind=Kind.FROZEN))
    one, two = load_glossary([path]).entries
    assert (one.ar, one.ar_plural, one.policy) == ("لواء", ("ألوية",), Policy.MUST)
    assert (two.id, two.kind, two.case) == ("nato", Kind.FROZEN, "keep")


@pytest.mark.parametrize(
    "text", ["ar,en\nفوج,regiment", "en,ar,client\nregiment,فوج,Acme\n", "ar,en\r\nفوج,regiment\r\n"]
)
def test_an_entry_is_added_under_the_columns_a_file_has(tmp_path: Path, text: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(text.encode("utf-8"))
    add_entry(path, BRIGADE)
    assert [(t.ar, t.en) for t in load_glossary([path]).entries] == [("فوج", "regiment"), ("لواء", "brigade")]
    assert path.read_bytes().startswith(text.encode("utf-8"))


def test_a_file_without_the_columns_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("source,target\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"terms\.csv:1"):
        add_entry(path, BRIGADE)
    assert path.read_text(encoding="utf-8") == "source,target\n"


def test_a_file_keeps_its_mode_and_nothing_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(b"old")
    path.chmod(0o600)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["terms.csv"]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(InputError, match=r"out\.csv"):
        replace_file(tmp_path / "out.csv", b"x")
