"""The contract, sentence by sentence, as somebody outside would try it: commands, statuses, streams, files, records."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from muqabala.cli.main import COMMANDS, group, run
from muqabala.config import Workspace
from muqabala.glossary import load_glossary
from muqabala.store import Store
from muqabala.workflow.examine import Examiner
from muqabala.workflow.review import Review

ARTICLE = (
    "وصل الوزير إلى العاصمة صباح اليوم.\n\nزار الوفد مكتب الاتصال الجديد. وقال إن 5 دول تشارك.\n\nنص بلا مصطلح هنا.\n"
)
ENGLISH = "The minister arrived in the capital this morning.\n\nThe delegation visited the new liaison office.\n"
GLOSSARY = "ar,en,policy\nمكتب الاتصال,liaison office,must\nالوزير,minister,must\n"
MARKDOWN = "# عنوان التقرير\n\nوصل **الوزير** إلى العاصمة.\n\n- بند أول\n"
CUES = "1\n00:00:01,000 --> 00:00:04,200\nوصل الوزير إلى العاصمة.\n"
PAGE = "<html dir='rtl'><body><h1>عنوان التقرير</h1><p>وصل <b>الوزير</b> إلى العاصمة.</p></body></html>\n"
UNITS = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="ar"'
    ' target-language="en" datatype="plaintext"><body><trans-unit id="7"><source>وصل الوزير إلى العاصمة.</source>'
    "</trans-unit></body></file></xliff>"
)
DRAFT_FIELDS = [
    "document", "segment", "paragraph", "role", "source", "target", "state", "origin", "terms", "findings", "score",
    "engine", "glossary",
]  # fmt: skip
PAIR_FIELDS = [
    "id", "ar", "en", "document", "segment", "target_document", "source_segments", "target_segments", "origin",
    "reviewer", "reviewed_at", "machine", "terms", "engine", "glossary",
]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Answer]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a command; what it wrote comes back by stream."""

    def called(*arguments: str | Path, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capfdbinary.readouterr()
        status = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Answer(status, out.decode(), err.decode())

    return called


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose documents were drafted with the starter model, once for all tests."""
    ws = tmp_path_factory.mktemp("contract") / "ws"
    for folder in ("seeds/.hidden", "glossaries"):
        (ws / folder).mkdir(parents=True)
    texts = {
        "seeds/a.txt": ARTICLE, "seeds/b.en.txt": ENGLISH, "glossaries/g.csv": GLOSSARY, "seeds/README.md": "x",
        "seeds/LICENSE.txt": "x", "seeds/p.tsv": "x\ty", "seeds/pic.png": "x", "seeds/.dot": "x",
        "seeds/c.md": MARKDOWN, "seeds/d.srt": CUES, "seeds/e.html": PAGE, "seeds/f.xlf": UNITS,
    }  # fmt: skip
    for name, text in texts.items():
        (ws / name).write_text(text, encoding="utf-8")
    (ws / "seeds/bad.txt").write_bytes(b"\0\1\2abc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "data"))
        patch.setenv("OMP_NUM_THREADS", "1")
        assert run(["-C", str(ws), "translate", "--quiet", "--beam", "1"]) == 3
    (ws / "seeds/bad.txt").unlink()
    return ws


@pytest.fixture
def ws(drafted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the drafted workspace, and the current folder."""
    copy = Path(shutil.copytree(drafted, tmp_path / "ws"))
    monkeypatch.chdir(copy)
    monkeypatch.setenv("MUQABALA_BEAM", "1")
    return copy


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def accept(ws: Path, document: str = "", reviewer: str = "nadia") -> None:
    """What a reviewer does at the desk: the text as it stands is accepted, a missing term waived."""
    with Store.open(ws / ".muqabala/store.sqlite3") as store:
        review = Review(store, Examiner(load_glossary([ws / "glossaries/g.csv"])), reviewer)
        for one in store.documents.list():
            if one.language == "ar" and document in ("", one.name):
                for row in store.segments.all_of(one.id):
                    if row.unplaced:
                        row = review.waive(row, "not needed here")
                    review.accept(row)


# ── workspace ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_c_the_nearest_parent_with_settings_is_the_workspace(ws, call, monkeypatch):
    (ws / "muqabala.toml").touch()
    monkeypatch.chdir(ws / "seeds")
    assert call("history", "a.txt").status == 0


def test_without_settings_the_current_folder_is_the_workspace(ws, call, monkeypatch):
    monkeypatch.chdir(ws / "seeds")
    assert call("history", "a.txt").status == 3


def test_c_names_the_workspace_only_and_relative_paths_are_relative_to_here(ws, call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("-C", "ws", "export", "-f", "tsv", "-o", "here.tsv")
    assert done.status == 0
    assert (tmp_path / "here.tsv").exists()
    assert call("-C", "ws", "export").status == 0
    assert (ws / "aligned/pairs.tmx").exists()


def test_folders_are_made_private_when_first_written_to(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("m.tsv").write_text("وصل.\tHe arrived.\n", encoding="utf-8")
    assert call("-C", "new/one", "import", "m.tsv").status == 0
    assert call("-C", "new/one", "export").status == 0
    for folder in ("new", "new/one", "new/one/.muqabala", "new/one/aligned"):
        assert mode(tmp_path / folder) == 0o700, folder
    for file in (".muqabala/store.sqlite3", "aligned/pairs.tmx", "aligned/pairs.jsonl"):
        assert mode(tmp_path / "new/one" / file) == 0o600, file


def test_looking_makes_nothing(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("-C", "none", "history", "x").status == 3
    assert call("-C", "none", "forget", "x").status == 3
    assert call("-C", "none", "backup", "x").status == 3
    assert call("-C", "none", "export", "-f", "tsv", "-o", "-").status == 0
    assert not (tmp_path / "none").exists()


def test_options_override_the_environment_and_that_the_settings_file(ws, call, monkeypatch):
    (ws / "muqabala.toml").write_text('model = "from-file"\n')
    assert "'from-file'" in call("translate", "-").err
    monkeypatch.setenv("MUQABALA_MODEL", "from-environment")
    assert "'from-environment'" in call("translate", "-").err
    assert "'from-option'" in call("translate", "-", "-m", "from-option").err


# ── documents and records ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_has_exactly_the_fields_of_the_contract(ws, call):
    done = call("translate", "seeds/a.txt", "-o", "-")
    assert done.status == 0
    assert [list(row) for row in done.rows] == [DRAFT_FIELDS] * 4
    assert [row["segment"] for row in done.rows] == [1, 2, 3, 4]
    assert [row["paragraph"] for row in done.rows] == [1, 2, 2, 3]
    assert {row["document"] for row in done.rows} == {"seeds/a.txt"}
    term = done.rows[0]["terms"][0]
    assert list(term) == ["id", "term", "policy", "source", "target", "status", "waiver"]
    assert done.rows[0]["source"][slice(*term["source"])] == "الوزير"
    assert "minister" in done.rows[0]["target"][slice(*term["target"])].lower()
    assert done.rows[3]["glossary"] == ""
    assert done.rows[0]["glossary"] != ""


def test_a_second_run_drafts_only_what_is_new(ws, call):
    before = call("translate", "seeds/a.txt", "-o", "-", "-q").out
    again = call("translate", "seeds/a.txt", "-o", "-")
    assert again.out == before
    assert again.err.split("seeds/a.txt")[1].split()[:2] == ["4", "0"]


def test_an_english_document_waits_for_align(ws, call):
    rows = call("translate", "seeds/b.en.txt", "-o", "-", "-q").rows
    assert [(row["state"], row["target"]) for row in rows] == [("new", "")] * 2


def test_tsv_has_a_header_and_txt_a_blank_line_between_paragraphs(ws, call):
    tsv = call("translate", "seeds/a.txt", "-o", "-", "-f", "tsv", "-q").out.splitlines()
    assert tsv[0] == "document\tsegment\tsource\ttarget\tstate"
    assert {line.count("\t") for line in tsv} == {4}
    assert call("translate", "seeds/a.txt", "-o", "drafts.txt", "-q").status == 0
    lines = (ws / "drafts.txt").read_text().splitlines()
    assert [bool(line) for line in lines] == [True, False, True, True, False, True]


def test_a_form_without_a_file_goes_to_standard_output(ws, call):
    assert (
        call("translate", "seeds/a.txt", "-f", "tsv").out
        == call("translate", "seeds/a.txt", "-o", "-", "-f", "tsv").out
    )
    assert call("translate", "seeds/a.txt").out == ""


def test_a_document_named_twice_is_drafted_once(ws, call):
    done = call("translate", "seeds/a.txt", ws / "seeds/a.txt", "./seeds/../seeds/a.txt", "-o", "-")
    assert len(done.rows) == 4


def test_a_walked_folder_skips_and_counts_and_an_unreadable_document_does_not_stop_the_others(ws, call):
    (ws / "seeds/bad.txt").write_bytes(b"\0\1\2abc")
    done = call("translate", "seeds", "nosuch.txt", "-o", "all.tsv")
    assert done.status == 3
    assert "5 files skipped" in done.err
    assert "seeds/bad.txt: byte 0 is NUL" in done.err
    assert "nosuch.txt: there is no such file" in done.err
    assert "seeds/a.txt\t1\t" in (ws / "all.tsv").read_text()


def test_a_document_in_the_workspace_is_named_relative_to_it_and_others_as_given(tmp_path):
    workspace = Workspace(tmp_path / "ws")
    (tmp_path / "ws/seeds").mkdir(parents=True)
    assert workspace.document_name(tmp_path / "ws/seeds/../seeds/a.txt") == "seeds/a.txt"
    assert workspace.document_name(Path("../elsewhere/a.txt")) == "../elsewhere/a.txt"


def test_a_document_name_ends_in_the_name_of_its_file_also_for_a_link(tmp_path):
    (tmp_path / "real.txt").touch()
    (tmp_path / "link.txt").symlink_to("real.txt")
    assert Workspace(tmp_path).document_name(tmp_path / "link.txt") == "link.txt"


def test_a_file_whose_name_is_not_utf8_has_a_name_that_records_can_hold(tmp_path):
    name = os.fsdecode(b"x\xff.txt")
    assert Workspace(tmp_path).document_name(tmp_path / name) == "x\\xff.txt"


def test_what_is_unchanged_keeps_its_state_and_what_vanished_stays_in_the_history(ws, call):
    accept(ws, "seeds/a.txt")
    changed = ARTICLE.replace("الجديد", "القديم").replace("\n\nنص بلا مصطلح هنا.", "")
    (ws / "seeds/a.txt").write_text("فقرة جديدة تماما هنا.\n\n" + changed, encoding="utf-8")
    rows = call("translate", "seeds/a.txt", "-o", "-", "-q").rows
    assert [row["state"] for row in rows] == ["drafted", "accepted", "drafted", "accepted"]
    history = call("history", "seeds/a.txt", "--json").rows
    assert {row["kind"] for row in history} >= {"accept", "changed", "vanished"}
    assert any(row["kind"] == "vanished" and row["before"] for row in history)


def test_accepted_text_under_a_changed_entry_stays_and_is_marked(ws, call):
    before = call("translate", "seeds/a.txt", "-o", "-", "-q").rows
    accept(ws, "seeds/a.txt")
    (ws / "glossaries/g.csv").write_text(GLOSSARY.replace("minister", "secretary"), encoding="utf-8")
    after = call("translate", "seeds/a.txt", "-o", "-", "-q").rows
    assert after[0]["target"] == before[0]["target"]
    assert after[0]["state"] == "accepted"
    assert [finding["message"] for finding in after[0]["findings"]][-1:] == ["term changed"]
    assert after[1]["findings"] == before[1]["findings"]
    (ws / "glossaries/g.csv").write_text(GLOSSARY, encoding="utf-8")
    assert call("translate", "seeds/a.txt", "-o", "-", "-q").rows[0]["findings"] == before[0]["findings"]


def test_a_drafted_segment_of_a_changed_entry_is_drafted_anew_and_no_other(ws, call):
    before = call("translate", "seeds/c.md", "-o", "-", "-q").rows
    (ws / "glossaries/g.csv").write_text(GLOSSARY.replace("minister", "secretary"), encoding="utf-8")
    done = call("translate", "seeds/c.md", "-o", "-")
    assert done.err.split("seeds/c.md")[1].split()[:2] == ["3", "1"]
    assert [row["glossary"] == old["glossary"] for row, old in zip(done.rows, before, strict=True)] == [
        True,
        False,
        True,
    ]
    assert "secretary" in done.rows[1]["target"].lower()


def test_keep_and_show_dropped_are_for_documents_and_one_at_a_time(ws, call):
    assert call("translate", "-", "--keep", "3").status == 2
    assert call("translate", "seeds", "--keep", "3").status == 2
    assert call("translate", "seeds/a.txt", "--keep", "3").status == 2
    both = call("translate", "seeds/a.txt", "--show-dropped", "-o", "-")
    assert (both.status, both.out) == (2, "")


def test_an_output_that_cannot_be_written_is_said_before_the_work(ws, call):
    for output in ("no/such/folder/x.jsonl", "seeds", "new/"):
        done = call("translate", "seeds/a.txt", "-o", output, "-m", "nosuch")
        assert done.status == 3
        assert "cannot be written" in done.err


def test_a_wrong_model_fails_on_empty_input_too(ws, call):
    done = call("translate", "-", "-m", "nosuch")
    assert done.status == 4
    assert "muqabala model add" in done.err


# ── export ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pair_has_exactly_the_fields_of_the_contract(ws, call):
    accept(ws, "seeds/a.txt")
    rows = call("export", "-f", "jsonl", "-o", "-", "-q").rows
    assert [list(row) for row in rows] == [PAIR_FIELDS] * 4
    assert {row["reviewer"] for row in rows} == {"nadia"}
    assert all(len(row["reviewed_at"]) == 20 and row["reviewed_at"].endswith("Z") for row in rows)
    assert [row["machine"] for row in rows] == [row["en"] for row in rows]


@pytest.mark.parametrize("form", ["jsonl", "tmx"])
def test_what_export_wrote_imports_without_loss(ws, call, tmp_path, form):
    accept(ws)
    assert call("export", "-f", form, "-o", f"out.{form}", "-q").status == 0
    before = call("export", "-f", "jsonl", "-o", "-", "-q").out
    shutil.copytree(ws / "glossaries", tmp_path / "other/glossaries")
    assert call("-C", tmp_path / "other", "import", f"out.{form}", "-q").status == 0
    assert call("-C", tmp_path / "other", "export", "-f", "jsonl", "-o", "-", "-q").out == before


def test_since_document_and_reviewer_narrow_an_export(ws, call):
    accept(ws, "seeds/a.txt")
    accept(ws, "seeds/d.srt", reviewer="salma")
    counted = [
        len(call("export", "-f", "tsv", "-o", "-", "-q", *narrowed).out.splitlines())
        for narrowed in (
            [], ["--document", "seeds/d.srt"], ["--reviewer", "nadia"], ["--since", "2001-01-01"],
            ["--since", "2999-01-01"],
        )
    ]  # fmt: skip
    assert counted == [5, 1, 4, 5, 0]
    assert call("export", "--since", "tomorrow").status == 2
    assert call("export", "--document", "nosuch").status == 3


def test_standard_output_takes_one_format_and_a_folder_several(ws, call):
    assert call("export", "-f", "tsv", "-f", "jsonl", "-o", "-").status == 2
    assert call("export", "-f", "tsv", "-f", "jsonl", "-o", "out").status == 0
    assert sorted(path.name for path in (ws / "out").iterdir()) == ["pairs.jsonl", "pairs.tsv"]


def test_a_document_leaves_in_its_own_format_once_every_segment_is_accepted(ws, call):
    refused = call("export", "-f", "document", "--document", "seeds/a.txt")
    assert refused.status == 1
    assert "1 (drafted), 2 (drafted)" in refused.err
    assert not (ws / "aligned/a.en.txt").exists()
    accept(ws)
    assert call("export", "-f", "document").status == 0
    read = {path.name: path.read_text() for path in (ws / "aligned").iterdir()}
    assert sorted(read) == ["a.en.txt", "c.en.md", "d.en.srt", "e.en.html", "f.en.xlf"]
    assert read["a.en.txt"].count("\n\n") == 2
    assert read["c.en.md"].startswith("# ")
    assert "00:00:01,000 --> 00:00:04,200" in read["d.en.srt"]
    assert "<h1>" in read["e.en.html"]
    assert '<trans-unit id="7"' in read["f.en.xlf"]
    assert 'state="final"' in read["f.en.xlf"]


def test_draft_writes_a_document_with_the_unreviewed_segments_marked(ws, call):
    done = call("export", "-f", "document", "--draft", "--document", "seeds/a.txt", "-o", "-", "-q")
    assert done.status == 0
    plain = call("translate", "seeds/a.txt", "-o", "-", "-q").rows[0]["target"]
    assert plain in done.out
    assert done.out.splitlines()[0] != plain


def test_the_bilingual_table_holds_both_sides(ws, call):
    import docx

    assert call("export", "-f", "bilingual-docx", "--document", "seeds/a.txt", "-o", "two.docx").status == 0
    cells = {cell.text for row in docx.Document(str(ws / "two.docx")).tables[0].rows for cell in row.cells}
    assert "نص بلا مصطلح هنا." in " ".join(cells)
    assert mode(ws / "two.docx") == 0o600


def test_several_documents_go_into_a_folder_that_need_not_exist(ws, call):
    accept(ws)
    assert call("export", "-f", "document", "-o", "delivery", "-q").status == 0
    assert (ws / "delivery/a.en.txt").exists()


def test_export_judges_again_under_the_glossary_of_today_and_names_what_it_leaves_out(ws, call):
    accept(ws, "seeds/a.txt")
    (ws / "glossaries/g.csv").write_text(GLOSSARY.replace("minister", "cabinet secretary"), encoding="utf-8")
    done = call("export", "-f", "tsv", "-o", "-", "-q")
    assert done.status == 1
    assert len(done.out.splitlines()) == 3
    assert "seeds/a.txt segment 1: term not placed: cabinet secretary" in done.err
    document = call("export", "-f", "document", "--document", "seeds/a.txt")
    assert document.status == 1
    assert "1 segment is not ready: 1 (term not placed: cabinet secretary)" in document.err


# ── import ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pairs_recalled_only_are_not_exported(ws, call):
    Path("m.tsv").write_text("ar\ten\nمرحبا بكم.\tWelcome.\n", encoding="utf-8")
    assert call("import", "--memory", "m.tsv").status == 0
    assert call("export", "-f", "tsv", "-o", "-", "-q").out == ""
    Path("n.txt").write_text("مرحبا بكم.\n", encoding="utf-8")
    row = call("translate", "n.txt", "-o", "-", "-q").rows[0]
    assert (row["target"], row["origin"], row["score"]) == ("Welcome.", "memory", 100.0)


def test_an_imported_pair_that_breaks_a_term_waits_until_it_is_waived(ws, call):
    Path("m.tsv").write_text("زار الوزير المدينة.\tThe secretary visited the city.\n", encoding="utf-8")
    done = call("import", "m.tsv")
    assert done.status == 0
    assert "m.tsv 1: term not placed: minister" in done.err
    assert call("export", "-f", "tsv", "-o", "-", "-q").out == ""
    assert call("import", "m.tsv", "--waive", " ").status == 2
    assert call("import", "m.tsv", "--waive", "agreed").status == 0
    waived = call("export", "-f", "jsonl", "-o", "-", "-q").rows[0]["terms"][0]
    assert (waived["status"], waived["waiver"]["reason"]) == ("waived", "agreed")
    assert "break a term" not in call("import", "m.tsv").err


def test_pairs_that_were_here_before_the_glossary_can_be_waived_too(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("m.tsv").write_text("زار الوزير المدينة.\tThe secretary visited the city.\n", encoding="utf-8")
    assert call("import", "m.tsv").status == 0
    Path("glossaries").mkdir()
    Path("glossaries/g.csv").write_text(GLOSSARY, encoding="utf-8")
    assert call("export", "-f", "tsv", "-o", "-").status == 1
    assert call("import", "m.tsv", "--waive", "agreed").status == 0
    assert call("export", "-f", "tsv", "-o", "-").status == 0


def test_identical_pairs_are_stored_once_and_a_second_english_is_another_pair(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("m.tsv").write_text("وصل.\tHe came.\nوصل.\tHe came.\nوصل.\tHe arrived.\n", encoding="utf-8")
    assert call("import", "m.tsv").status == 0
    assert call("export", "-f", "tsv", "-o", "-", "-q").out == "وصل.\tHe came.\nوصل.\tHe arrived.\n"


def test_tsv_is_never_quoted(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("m.tsv").write_text('قال "نعم".\t"Yes", he said.\r\n', encoding="utf-8")
    assert call("import", "m.tsv").status == 0
    assert call("export", "-f", "tsv", "-o", "-", "-q").out == 'قال "نعم".\t"Yes", he said.\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tmx", '<tmx version="1.4"><header/><body>'),
        ("b.tmx", '<tmx version="1.4"><header/><body></body></tmx>'),
        ("c.tmx", '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><body>&a;</body></tmx>'),
        ("d.tsv", "no tab\n"), ("e.jsonl", '{"ar": "وصل"}\n'), ("f.tsv", ""), ("g.txt", "plain\n"),
    ],
)  # fmt: skip
def test_a_broken_file_of_pairs_is_named_and_leaves_nothing(tmp_path, call, monkeypatch, name, text):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, encoding="utf-8")
    done = call("import", name)
    assert done.status == 3
    assert name in done.err
    assert call("export", "-f", "tsv", "-o", "-", "-q").out == ""


# ── history, forget, backup ──────────────────────────────────────────────────────────────────────────────────────────


def test_forgetting_removes_the_texts_and_leaves_a_tombstone(ws, call):
    accept(ws, "seeds/a.txt")
    text = "نص بلا مصطلح هنا".encode()
    assert text in (ws / ".muqabala/store.sqlite3").read_bytes()
    assert call("forget", "seeds/a.txt").status == 0
    assert all(text not in path.read_bytes() for path in (ws / ".muqabala").iterdir())
    told = call("history", "seeds/a.txt", "--json").rows
    assert told[-1]["kind"] == "forget"
    assert not any(row["before"] or row["after"] for row in told)


def test_history_of_a_segment_that_is_not_there_says_so(ws, call):
    assert call("history", "seeds/a.txt", "2").status == 0
    assert call("history", "seeds/a.txt", "99").status == 3
    assert call("history", "nosuch").status == 3


def test_a_backup_is_a_store(ws, call, tmp_path):
    accept(ws, "seeds/a.txt")
    (tmp_path / "copy/.muqabala").mkdir(parents=True)
    assert call("backup", tmp_path / "copy/.muqabala/store.sqlite3").status == 0
    pairs = call("export", "-f", "tsv", "-o", "-", "-q").out
    assert call("-C", tmp_path / "copy", "export", "-f", "tsv", "-o", "-", "-q").out == pairs != ""


# ── score, glossary, model, align ────────────────────────────────────────────────────────────────────────────────────


def test_score_json_has_the_shape_of_the_contract(ws, call):
    Path("hyp").write_text("The liaison office opened.\nA minister came.\n")
    Path("ref").write_text("The liaison office opened.\nThe minister came.\n")
    Path("src").write_text("افتتح مكتب الاتصال.\nجاء الوزير.\n")
    (row,) = call("score", "hyp", "ref", "--source", "src", "-g", "glossaries/g.csv", "--json").rows
    assert list(row) == ["segments", "bleu", "chrf", "ter", "terms"]
    assert list(row["bleu"]) == ["score", "signature"]
    assert list(row["terms"]) == ["total", "placed", "success", "forbidden", "consistency"]
    assert (row["terms"]["total"], row["terms"]["placed"], row["terms"]["success"]) == (2, 2, 1.0)
    assert call("score", "hyp", "ref", "--json").rows[0]["terms"] is None


def test_unequal_line_counts_are_an_input_that_cannot_be_read(ws, call):
    Path("hyp").write_text("one\ntwo\n")
    Path("ref").write_text("one\n")
    done = call("score", "hyp", "ref")
    assert done.status == 3
    assert "hyp: 2 lines, ref: 1 lines" in done.err


def test_a_hit_of_glossary_match_is_the_whole_token_with_its_clitics(ws, call):
    lines = "وبمكتب اتصال\nمكتب. الاتصال\n\nhello\n"
    done = call("glossary", "match", "-", "-g", "glossaries/g.csv", stdin=lines)
    assert [list(row) for row in done.rows] == [["hits"]] * 4
    (hit,) = done.rows[0]["hits"]
    assert hit == {
        "term": "مكتب الاتصال", "start": 0, "end": 12, "surface": "وبمكتب اتصال", "number": ["sg"],
        "clitics": ["و", "ب"],
    }  # fmt: skip
    assert [row["hits"] for row in done.rows[1:]] == [[], [], []]


def test_glossary_check_names_file_line_and_remedy_and_ends_with_1(ws, call):
    Path("f.csv").write_text(
        "ar,en,policy\n,x,\nمكتب,office,maybe\nوزير,minister,\nوزير,secretary,\n", encoding="utf-8"
    )
    done = call("glossary", "check", "f.csv")
    assert done.status == 1
    assert [line.split(":")[1] for line in done.out.splitlines()] == ["2", "3", "5"]
    assert call("glossary", "check", "glossaries/g.csv").status == 0


def test_a_named_folder_without_a_glossary_is_said(ws, call):
    for command in (["glossary", "check", "seeds/.hidden"], ["translate", "-", "-g", "seeds/.hidden"]):
        done = call(*command)
        assert done.status == 3
        assert "no glossary in this folder" in done.err


def test_an_exported_glossary_is_private_and_reads_back(ws, call):
    for form in ("csv", "tsv", "tbx"):
        assert call("glossary", "export", "-f", form, "-o", f"out.{form}").status == 0
        assert mode(ws / f"out.{form}") == 0o600
        assert call("glossary", "check", f"out.{form}").status == 0
    assert call("glossary", "export", "-f", "tsv").out.splitlines()[0] == "ar\ten"
    assert len(call("glossary", "export", "-f", "tsv", "--no-header").out.splitlines()) == 2


def test_model_info_names_a_folder_for_the_fast_engine(ws, call):
    (row,) = call("model", "info", "--json").rows
    assert list(row) == ["name", "path", "fast_path", "checksum", "licence", "source", "parameters"]
    assert {"model.bin", "source.spm", "target.spm"} <= {path.name for path in Path(row["fast_path"]).iterdir()}


def test_a_missing_model_is_4_and_a_wrong_request_about_one_is_2(ws, call):
    assert call("model", "use", "nosuch").status == 4
    assert call("model", "info", "nosuch").status == 4
    assert call("model", "remove", "starter").status == 2


def test_a_pickled_model_is_refused_with_the_way_to_convert_it(ws, call):
    from muqabala.engine.starter import starter_folder

    shutil.copytree(starter_folder(), ws / "pickled")
    (ws / "pickled/model.safetensors").rename(ws / "pickled/pytorch_model.bin")
    done = call("model", "add", "pickled")
    assert done.status == 4
    assert "pytorch_model.bin" in done.err
    assert "safe_serialization=True" in done.err


def test_beads_that_cannot_be_written_are_said_before_the_work(ws, call):
    done = call("align", "seeds/a.txt", "seeds/b.en.txt", "-o", "no/such/x.jsonl")
    assert done.status == 3
    assert call("history", "seeds/b.en.txt").status == 0
    with Store.open(ws / ".muqabala/store.sqlite3", readonly=True) as store:
        assert not any(one.kind == "alignment" for one in store.documents.list())


def test_every_sentence_of_a_batch_is_in_exactly_one_link(ws, call):
    lists = {"id": 7, "ar": ["وصل الوزير.", "زار المدينة.", "عاد."], "en": ["The minister arrived.", "He left."]}
    (row,) = call("align", "--jsonl", "-", "-q", stdin=json.dumps(lists) + "\n").rows
    assert list(row) == ["id", "links", "scores"]
    assert row["id"] == 7
    assert len(row["links"]) == len(row["scores"])
    for side, count in ((0, 3), (1, 2)):
        assert sorted(number for link in row["links"] for number in link[side]) == list(range(count))


def test_beads_have_the_fields_of_the_contract_and_wait_for_review(ws, call):
    done = call("align", "seeds/a.txt", "seeds/b.en.txt", "-o", "-", "-q")
    assert done.status == 0
    assert {tuple(row) for row in done.rows} == {("ar", "en", "ar_segments", "en_segments", "score", "suspicious")}
    with Store.open(ws / ".muqabala/store.sqlite3", readonly=True) as store:
        assert any(one.kind == "alignment" for one in store.documents.list())


def test_align_refuses_the_wrong_language_and_the_empty(ws, call):
    (ws / "empty.txt").write_text("\n")
    assert call("align", "seeds/b.en.txt", "seeds/a.txt").status == 3
    assert call("align", "seeds/a.txt", "empty.txt").status == 3
    assert call("align", "seeds/a.txt").status == 2
    assert call("align", "seeds/a.txt", "seeds/b.en.txt", "--boundary", "(").status == 2


# ── every command ────────────────────────────────────────────────────────────────────────────────────────────────────


def every_command() -> Iterator[tuple[str, ...]]:
    import click

    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, inner) for inner in command.commands)
        else:
            yield (name,)


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_every_command_has_help_with_an_example_and_can_be_quiet(command, call):
    done = call(*command, "--help")
    assert done.status == 0
    assert "Example" in done.out
    assert "--quiet" in done.out


def test_doctor_names_broken_settings_and_ends_with_1(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("muqabala.toml").write_text("beam = 'wide'\n")
    done = call("doctor", "--quiet")
    assert done.status == 1
    assert "beam must be a whole number" in done.out
    assert call("export").status == 3


@pytest.mark.parametrize("name", ["engine", "compute", "style", "bidi", "theme"])
def test_a_setting_with_few_choices_names_them(tmp_path, call, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"MUQABALA_{name.upper()}", "foo")
    done = call("export")
    assert done.status == 3
    assert f"{name} is 'foo'" in done.err
    assert "Choose one of: " in done.err


def test_no_message_commands_the_terminal(tmp_path, call, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("translate", "a\N{ESCAPE}[31m.txt", os.fsdecode(b"b\xff.txt"), "[/red].txt")
    assert done.status == 3
    assert "\N{ESCAPE}" not in done.err
    assert "b\\xff.txt" in done.err


def test_wrong_usage_is_2(ws, call):
    for wrong in (["nosuch"], ["translate", "--beam", "0"], ["export", "-f", "pdf"], ["import"], ["review"]):
        assert call(*wrong).status == 2, wrong


def test_a_closed_pipe_ends_quietly_with_0_also_for_help(ws):
    program = [sys.executable, "-c", "from muqabala.cli.main import main; main()"]
    for arguments in (["--help"], ["glossary", "export"]):
        started = subprocess.Popen([*program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait() == 0


def test_the_shell_completes_commands_and_options(ws):
    program = "from muqabala.cli.main import main; main()"
    environ = os.environ | {"_MUQABALA_COMPLETE": "bash_complete", "COMP_WORDS": "muqabala tr", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, check=False)
    assert done.stdout == b"plain,translate\n"


def test_the_manual_of_records_names_every_field_and_its_examples_are_records(ws, call):
    import re

    from muqabala.values import CHECKS, Draft, Pair, Role

    manual = (Path(__file__).parents[2] / "docs/records.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", manual))
    assert named >= {*DRAFT_FIELDS, *PAIR_FIELDS, *CHECKS, *Role}
    draft, pair = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", manual, re.DOTALL))
    assert list(draft) == list(Draft("", 1, 1, Role.BODY, "").to_row())
    assert list(pair) == list(Pair("", "", "").to_row())
    for record, source, target in ((draft, "source", "target"), (pair, "ar", "en")):
        for term in record["terms"]:
            assert record[source][slice(*term["source"])] == term["id"]
            assert record[target][slice(*term["target"])] == term["term"]
