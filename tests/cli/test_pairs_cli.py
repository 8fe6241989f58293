"""import, export, history, forget and backup as a user meets them: files, statuses, what is said."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from muqabala.cli.main import run
from muqabala.glossary import load_glossary
from muqabala.store import Store
from muqabala.values import Draft, State
from muqabala.workflow.examine import Examiner
from muqabala.workflow.intake import segment_document
from muqabala.workflow.review import Review

PAIRS = (
    "افتتح الحلف مكتب اتصال.\tThe alliance opened a liaison office.\nعقد الوزيران اجتماعا.\tThe two ministers met.\n"
)
GLOSSARY = "id,ar,en,case\nnato,الحلف,the Alliance,keep\n"
TEXT = "وصل الوزير إلى طوكيو مساء اليوم في زيارة رسمية. وعقد اجتماعا مع نظيره الياباني في مقر الوزارة.\n"


@pytest.fixture
def ws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, and the current folder."""
    folder = tmp_path / "ws"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MUQABALA_REVIEWER", "salma")
    (folder / "p.tsv").write_text(PAIRS, encoding="utf-8")
    return folder


def with_glossary(ws: Path) -> None:
    (ws / "glossaries").mkdir(exist_ok=True)
    (ws / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def document(ws: Path, targets: list[str], accept: int = 0, name: str = "seeds/a.txt") -> int:
    """A stored document with drafts, the first of which are accepted."""
    from muqabala.documents import read_document

    path = ws / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT, encoding="utf-8")
    read = read_document(path, name)
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store:
        number = store.put_document(read, path.read_bytes(), segment_document(read)).document_id
        drafts = [
            Draft(name, row.number, row.paragraph, row.role, row.source, target, State.DRAFTED)
            for row, target in zip(store.segments.all_of(number), targets, strict=True)
        ]
        store.put_drafts(drafts)
        review = Review(store, Examiner(load_glossary([])), "salma")
        for row in store.segments.window(number, 1, accept):
            review.accept(row)
    return number


# ── import and export ────────────────────────────────────────────────────────────────────────────────────────────────


def test_pairs_in_pairs_out(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """TSV in, TMX and JSONL out under aligned/, private, and nothing on standard output."""
    assert run(["import", "p.tsv"]) == 0
    assert run(["export"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 pairs: 2 new" in err
    exported = rows(ws / "aligned" / "pairs.jsonl")
    assert [(row["ar"], row["en"], row["origin"]) for row in exported] == [
        (*line.split("\t"), "import") for line in PAIRS.splitlines()
    ]
    assert exported[0]["reviewer"] == "salma"
    assert (ws / "aligned" / "pairs.tmx").read_text(encoding="utf-8").count("<tu ") == 2
    for path in (ws / "aligned").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((ws / "aligned").stat().st_mode) == 0o700


def test_the_same_export_gives_the_same_bytes(ws: Path) -> None:
    """Nothing in a file depends on when it was written."""
    run(["import", "p.tsv"])
    forms = [part for form in ("tmx", "jsonl", "tsv", "html") for part in ("-f", form)]
    assert run(["export", *forms]) == 0
    first = {path.name: path.read_bytes() for path in (ws / "aligned").iterdir()}
    assert run(["export", *forms]) == 0
    assert {path.name: path.read_bytes() for path in (ws / "aligned").iterdir()} == first
    assert set(first) == {"pairs.tmx", "pairs.jsonl", "pairs.tsv", "pairs.html"}


def test_standard_output_is_data(ws: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """-o - writes the file and nothing else there; two formats do not fit."""
    run(["import", "p.tsv", "--quiet"])
    assert run(["export", "-f", "tsv", "-o", "-"]) == 0
    assert capfdbinary.readouterr().out == PAIRS.encode()
    assert run(["export", "-o", "-"]) == 2


def test_one_pair_is_not_called_pairs(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is said is counted as people count."""
    (ws / "one.tsv").write_text(PAIRS.split("\n")[0] + "\n", encoding="utf-8")
    run(["import", "one.tsv"])
    run(["export", "-f", "tsv"])
    run(["import", "p.tsv"])
    run(["forget", "one.tsv"])
    said = capsys.readouterr().err
    assert "one.tsv: 1 pair: 1 new" in said
    assert "1 pair → " in said
    assert "p.tsv: 2 pairs: " in said
    assert "one.tsv: 0 segments and 1 pair forgotten" in said


def test_where_exports_go(ws: Path) -> None:
    """A file whose suffix says the format, a folder for several, missing folders are made."""
    run(["import", "p.tsv"])
    assert run(["export", "-o", "mine.tsv"]) == 0
    assert (ws / "mine.tsv").read_text(encoding="utf-8") == PAIRS
    assert run(["export", "-f", "tmx", "-f", "html", "-o", "out/deep"]) == 0
    assert {path.name for path in (ws / "out" / "deep").iterdir()} == {"pairs.tmx", "pairs.html"}
    (ws / "here").mkdir()
    assert run(["export", "-f", "tsv", "-o", "here"]) == 0
    assert (ws / "here" / "pairs.tsv").exists()
    assert run(["export", "-f", "tsv", "-o", "no/such/folder.tsv"]) == 3
    assert run(["export", "-o", "both.txt"]) == 2
    assert run(["export", "-f", "tmx", "-f", "tsv", "-o", "mine.tsv"]) == 2
    assert (ws / "mine.tsv").read_text(encoding="utf-8") == PAIRS
    assert not (ws / "both.txt").exists()
    (ws / "aligned").write_text("a file where the folder should be", encoding="utf-8")
    assert run(["export", "-f", "tsv"]) == 3


def test_an_export_that_fails_leaves_the_old_file(ws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaced whole or not at all; no half file stays behind."""
    from muqabala.export.tmx import TmxWriter

    run(["import", "p.tsv"])
    run(["export", "-f", "tmx"])
    before = (ws / "aligned" / "pairs.tmx").read_bytes()

    def full(self: TmxWriter) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TmxWriter, "finish", full)
    assert run(["export", "-f", "tmx"]) == 3
    assert (ws / "aligned" / "pairs.tmx").read_bytes() == before
    assert [path.name for path in (ws / "aligned").iterdir()] == ["pairs.tmx"]


def test_what_was_exported_imports_without_loss(ws: Path, tmp_path: Path) -> None:
    """Into an empty workspace: the same JSONL, byte for byte, by JSONL and by TMX; twice changes nothing."""
    document(ws, ["The minister arrived in Tokyo.", "He met his counterpart."], accept=2)
    run(["import", "p.tsv"])
    assert run(["export", "-f", "jsonl", "-f", "tmx"]) == 0
    for form in ("jsonl", "tmx"):
        other = tmp_path / f"other-{form}"
        for _ in range(2):
            assert run(["-C", str(other), "import", f"aligned/pairs.{form}"]) == 0
            assert run(["-C", str(other), "export", "-f", "jsonl"]) == 0
            assert (other / "aligned" / "pairs.jsonl").read_bytes() == (ws / "aligned" / "pairs.jsonl").read_bytes()


def test_a_workspace_that_is_not_there_is_made_by_the_first_write(ws: Path) -> None:
    """And not by a question."""
    assert run(["-C", "new", "export", "-f", "tsv", "-o", "-"]) == 0
    assert not (ws / "new").exists()
    assert run(["-C", "new", "import", "p.tsv"]) == 0
    assert stat.S_IMODE((ws / "new" / ".muqabala" / "store.sqlite3").stat().st_mode) == 0o600


def test_filters(ws: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By document (its end is enough), day and reviewer; nonsense is said."""
    rows_in = [
        {"ar": "أ", "en": "one", "document": "seeds/a.txt", "reviewed_at": "2026-01-05T10:00:00Z", "reviewer": "omar"},
        {"ar": "ب", "en": "two", "document": "seeds/b.txt", "reviewed_at": "2026-02-05T10:00:00Z", "reviewer": "salma"},
    ]
    (ws / "p.jsonl").write_text("\n".join(json.dumps(row) for row in rows_in), encoding="utf-8")
    run(["import", "p.jsonl", "-q"])
    for options, expected in (
        (["--document", "b.txt"], "ب\ttwo\n"),
        (["--document", "seeds/a.txt"], "أ\tone\n"),
        (["--since", "2026-02-05"], "ب\ttwo\n"),
        (["--since", "2026-02-05T10:00:01Z"], ""),
        (["--reviewer", "omar"], "أ\tone\n"),
        (["--reviewer", "nobody"], ""),
    ):
        capfd.readouterr()
        assert run(["export", "-f", "tsv", "-o", "-", *options]) == 0
        assert capfd.readouterr().out == expected
    assert run(["export", "--document", "nosuch.txt"]) == 3
    assert run(["export", "--since", "yesterday"]) == 2
    assert run(["export", "-f", "nosuch"]) == 2


# ── the promise about terms ──────────────────────────────────────────────────────────────────────────────────────────


def test_pairs_that_break_a_term_are_left_out_and_named(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Judged under the glossary as it is now; the others go out; status 1."""
    run(["import", "p.tsv"])
    with_glossary(ws)
    capsys.readouterr()
    assert run(["export", "-f", "tsv", "--quiet"]) == 1
    assert "left out: p.tsv segment 1: term not placed: the Alliance" in capsys.readouterr().err
    assert (ws / "aligned" / "pairs.tsv").read_text(encoding="utf-8") == PAIRS.splitlines(keepends=True)[1]


def test_imported_pairs_that_break_a_term_wait_for_a_person(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kept and recalled, not exported, opened at the desk under the file's name; resolved there, they are exported."""
    with_glossary(ws)
    assert run(["import", "p.tsv"]) == 0
    assert "p.tsv 1: term not placed: the Alliance" in capsys.readouterr().err
    assert run(["export", "-f", "tsv"]) == 0
    assert (ws / "aligned" / "pairs.tsv").read_text(encoding="utf-8").count("\n") == 1
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store:
        assert [m.pair.en for m in store.pairs.exact("افتتح الحلف مكتب اتصال.")] == [
            "The alliance opened a liaison office."
        ]
        [waiting] = store.documents.list()
        assert (waiting.name, waiting.kind, waiting.segments, waiting.unplaced) == ("p.tsv", "import", 1, 1)
        [row] = store.segments.all_of(waiting.id)
        assert (row.state, row.origin) == (State.DRAFTED, "import")
        assert "term" in [finding.check for finding in row.findings]
        key = row.pair_key
        review = Review(store, Examiner(load_glossary([ws / "glossaries" / "terms.csv"])), "salma")
        review.accept(row, "The Alliance opened a liaison office.")
    assert run(["export", "-f", "jsonl"]) == 0
    exported = {row["id"]: row for row in rows(ws / "aligned" / "pairs.jsonl")}
    assert exported[key]["en"] == "The Alliance opened a liaison office."
    assert (exported[key]["document"], exported[key]["segment"]) == ("p.tsv", 1)


def test_importing_again_does_not_wait_twice_and_waiving_settles(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file with --waive: what waited is accepted, with the reason in the pair."""
    with_glossary(ws)
    for _ in range(2):
        assert run(["import", "p.tsv"]) == 0
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store:
        assert [d.segments for d in store.documents.list()] == [1]
    assert run(["import", "p.tsv", "--waive", " "]) == 2
    assert run(["import", "p.tsv", "--waive", "agreed wording"]) == 0
    assert "1 now accepted" in capsys.readouterr().err
    assert run(["export"]) == 0
    waivers = [term["waiver"]["reason"] for row in rows(ws / "aligned" / "pairs.jsonl") for term in row["terms"]]
    assert waivers == ["agreed wording"]
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store:
        assert [d.accepted for d in store.documents.list()] == [1]


def test_memory_is_recalled_and_never_exported(ws: Path) -> None:
    """Until the same pairs are imported as accepted."""
    assert run(["import", "p.tsv", "--memory"]) == 0
    assert run(["export", "-f", "tsv"]) == 0
    assert (ws / "aligned" / "pairs.tsv").read_bytes() == b""
    with Store.open(ws / ".muqabala" / "store.sqlite3", readonly=True) as store:
        assert len(store.pairs.exact("عقد الوزيران اجتماعا.")) == 1
    assert run(["import", "p.tsv"]) == 0
    assert run(["export", "-f", "tsv"]) == 0
    assert (ws / "aligned" / "pairs.tsv").read_text(encoding="utf-8") == PAIRS


def test_a_broken_file_does_not_stop_the_others_and_leaves_nothing_of_itself(
    ws: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named at the end with its line; status 3."""
    (ws / "broken.tsv").write_text("جديد\tnew\n" * 3 + "no tab\n", encoding="utf-8")
    assert run(["import", "broken.tsv", "nosuch.tmx", "p.tsv"]) == 3
    err = capsys.readouterr().err
    assert "broken.tsv:4: has no tab." in err
    assert "nosuch.tmx: there is no such file." in err
    with Store.open(ws / ".muqabala" / "store.sqlite3", readonly=True) as store:
        assert store.pairs.count() == 2


def test_an_edit_elsewhere_comes_back_as_the_same_pair(ws: Path) -> None:
    """The same id with a later decision replaces an imported pair; an older one becomes a pair of its own."""
    row = {"id": "aa11", "ar": "أ", "en": "one", "reviewed_at": "2026-01-05T10:00:00Z"}
    for en, day in (("one", "05"), ("One", "07"), ("ONE", "06")):
        (ws / "x.jsonl").write_text(
            json.dumps(row | {"en": en, "reviewed_at": f"2026-01-{day}T10:00:00Z"}), encoding="utf-8"
        )
        assert run(["import", "x.jsonl", "-q"]) == 0
    run(["export", "-f", "jsonl", "-q"])
    assert [(r["id"] == "aa11", r["en"]) for r in rows(ws / "aligned" / "pairs.jsonl")] == [
        (True, "One"),
        (False, "ONE"),
    ]


# ── whole documents ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unreviewed_document_is_refused_and_its_segments_named(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 1, nothing written; with --draft it is written with those marked."""
    document(ws, ["The minister arrived in Tokyo.", "He met his counterpart."], accept=1)
    assert run(["export", "-f", "document"]) == 1
    assert "seeds/a.txt: 1 segment is not ready: 2 (drafted)" in capsys.readouterr().err
    assert not list((ws / "aligned").iterdir())
    assert run(["export", "-f", "document", "--draft"]) == 0
    assert (ws / "aligned" / "a.en.txt").read_text(encoding="utf-8") == (
        "The minister arrived in Tokyo. [[He met his counterpart.]]\n"
    )


def test_every_segment_that_is_not_ready_is_named_however_many(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Runs of numbers for each reason, none left to guess."""
    text = "\n\n".join(f"هذه هي الجملة رقم {number} من النص الطويل." for number in range(1, 41)) + "\n"
    (ws / "long.txt").write_text(text, encoding="utf-8")
    from muqabala.documents import read_document

    read = read_document(ws / "long.txt", "long.txt")
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store:
        number = store.put_document(read, text.encode(), segment_document(read)).document_id
        review = Review(store, Examiner(None), "salma")
        for row in store.segments.all_of(number):
            if row.number in (3, 4, 17):
                review.accept(row, "A sentence.")
            if row.number in (1, 39, 40):
                review.edit(row, "Another one.")
    capsys.readouterr()
    assert run(["export", "-f", "document"]) == 1
    said = "37 segments are not ready: edited: 1, 39–40; new: 2, 5–16, 18–38."
    assert said in capsys.readouterr().err


def test_a_reviewed_document_is_written_even_if_its_file_has_gone(ws: Path) -> None:
    """From the bytes in the store; and judged under the glossary as it is now."""
    document(ws, ["The alliance's minister arrived in Tokyo.", "He met his counterpart."], accept=2)
    (ws / "seeds" / "a.txt").unlink()
    assert run(["export", "-f", "document"]) == 0
    written = (ws / "aligned" / "a.en.txt").read_text(encoding="utf-8")
    assert written == "The alliance's minister arrived in Tokyo. He met his counterpart.\n"
    (ws / "glossaries").mkdir()
    (ws / "glossaries" / "t.csv").write_text("ar,en\nنظيره,his opposite number\n", encoding="utf-8")
    assert run(["export", "-f", "document", "--document", "a.txt"]) == 1


def test_two_documents_of_one_name_do_not_share_a_file(ws: Path) -> None:
    """Then the folder is part of the name."""
    document(ws, ["One.", "Two."], accept=2)
    document(ws, ["Three.", "Four."], accept=2, name="more/a.txt")
    assert run(["export", "-f", "document"]) == 0
    assert {path.name for path in (ws / "aligned").iterdir()} == {"seeds_a.en.txt", "more_a.en.txt"}
    assert run(["export", "-f", "document", "-o", "one.txt"]) == 2
    assert run(["export", "-f", "document", "-o", "one.txt", "--document", "more/a.txt"]) == 0
    assert (ws / "one.txt").read_text(encoding="utf-8") == "Three. Four.\n"


def test_a_table_for_a_second_reader(ws: Path) -> None:
    """Reviewed or not."""
    import docx

    document(ws, ["The minister arrived in Tokyo.", "He met his counterpart."], accept=1)
    assert run(["export", "-f", "bilingual-docx"]) == 0
    [table] = docx.Document(str(ws / "aligned" / "a.ar-en.docx")).tables
    assert [row.cells[3].text for row in table.rows] == ["State", "accepted", "drafted"]


def test_no_document_is_an_input_error(ws: Path) -> None:
    """There is nothing to write."""
    assert run(["export", "-f", "document"]) == 3


# ── history, forget, backup ──────────────────────────────────────────────────────────────────────────────────────────


def test_history_is_told_oldest_first(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people, and as JSON lines; by document or segment; also by the path from here."""
    number = document(ws, ["The minister arrived in Tokyo.", "He met his counterpart."], accept=1)
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store:
        review = Review(store, Examiner(load_glossary([])), "omar")
        row = store.segments.at(number, 2)
        assert row is not None
        review.reject(review.edit(row, "He met\nhim.\x1b[31m"), "too short")
    assert run(["history", "./seeds/a.txt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[1:4] for line in lines if not line.startswith(" ")] == [
        ["salma", "segment 1", "accept"],
        ["omar", "segment 2", "edit"],
        ["omar", "segment 2", "reject"],
    ]
    assert "    + He met him.[31m" in lines
    assert run(["history", "a.txt", "2", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["kind"], one["reason"], one["after"]) for one in told] == [
        ("edit", "", "He met\nhim.\x1b[31m"),
        ("reject", "too short", "He met\nhim.\x1b[31m"),
    ]
    assert run(["history", "nosuch.txt"]) == 3


def test_forget_leaves_a_tombstone(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No pair of it is exported, the history says that it was forgotten, and its name is still known."""
    document(ws, ["The minister arrived in Tokyo.", "He met his counterpart."], accept=2)
    run(["import", "p.tsv"])
    assert run(["forget", "a.txt"]) == 0
    assert "seeds/a.txt: 2 segments and 2 pairs forgotten" in capsys.readouterr().err
    assert run(["history", "a.txt"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("forget  (2 segments)")
    assert run(["forget", "p.tsv"]) == 0
    assert run(["export", "-f", "tsv"]) == 0
    assert (ws / "aligned" / "pairs.tsv").read_bytes() == b""
    assert run(["forget", "nosuch.txt"]) == 3


def test_backup_while_the_store_is_in_use(ws: Path) -> None:
    """A copy that is a store, private; what cannot be written is said."""
    assert run(["backup", "copy.sqlite3"]) == 3
    run(["import", "p.tsv"])
    with Store.open(ws / ".muqabala" / "store.sqlite3") as store, store.transaction():
        assert run(["backup", "copy.sqlite3"]) == 0
    assert stat.S_IMODE((ws / "copy.sqlite3").stat().st_mode) == 0o600
    with Store.open(ws / "copy.sqlite3", readonly=True) as copied:
        assert copied.pairs.count() == 2
    assert run(["backup", "no/such/folder/copy.sqlite3"]) == 3
    assert run(["backup", "."]) == 3


def test_a_newer_store_is_a_sentence_for_every_command(ws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Never a traceback, never a change to the file."""
    run(["import", "p.tsv"])
    path = ws / ".muqabala" / "store.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    for command in (["export"], ["import", "p.tsv"], ["history", "p.tsv"], ["forget", "p.tsv"], ["backup", "b"]):
        assert run(command) == 3
        assert "newer muqabala" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_closed_pipe_ends_quietly(ws: Path) -> None:
    """`muqabala export -f tsv -o - | head -1` is no error."""
    lines = "".join(f"الجملة رقم {n}\tSentence number {n}\n" for n in range(20_000))
    (ws / "many.tsv").write_text(lines, encoding="utf-8")
    assert run(["import", "many.tsv", "-q"]) == 0
    command = f"{sys.executable} -m muqabala export -f tsv -o - -q | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ws, env=os.environ, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "الجملة رقم 0\tSentence number 0\n"


@pytest.mark.parametrize("command", ["export", "import", "history", "forget", "backup"])
def test_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command shows how it is called."""
    assert run([command, "--help"]) == 0
    assert f"muqabala {command} " in capsys.readouterr().out
