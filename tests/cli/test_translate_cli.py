"""`muqabala translate` as a user meets it: a fresh process, real files, the starter model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

MUQABALA = [sys.executable, "-m", "muqabala"]

ARTICLE = """\
الحلف يبحث فتح مكتب اتصال في العاصمة

بحث وزراء دفاع الحلف اليوم الخميس إنشاء مكتب اتصال جديد في العاصمة، بحسب مصدر دبلوماسي مطلع.

وقال المصدر إن القرار النهائي سيتخذ في القمة المقبلة. ولم يحدد موعداً لافتتاح المكتب.

وأضاف أن القوات المسلحة ستشارك في التدريبات المقررة في 15 مارس 2027 بنحو 250 جندياً.
"""


def muqabala(
    *arguments: str, cwd: Path, text: bytes | None = None, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [*MUQABALA, *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        check=False,
        timeout=300,
        env=os.environ | {"OMP_NUM_THREADS": "1"} | environ,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one article and a small glossary."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "house.csv").write_text(
        "ar,en,en_plural\nمكتب اتصال,liaison office,liaison offices\n", encoding="utf-8"
    )
    return tmp_path


def rows(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode().splitlines()]


FIELDS = {
    "document",
    "segment",
    "paragraph",
    "role",
    "source",
    "target",
    "state",
    "origin",
    "terms",
    "findings",
    "score",
    "engine",
    "glossary",
}


def test_a_document_becomes_drafts_with_every_field(workspace):
    """The record of the contract, one a segment, in document order."""
    done = muqabala("translate", "-o", "-", cwd=workspace)
    assert done.returncode == 0, done.stderr.decode()
    found = rows(done.stdout)
    assert [row["segment"] for row in found] == [1, 2, 3, 4, 5]
    assert all(set(row) == FIELDS for row in found)
    assert {row["document"] for row in found} == {"seeds/article.txt"}
    assert found[0]["role"] == "title"
    assert [row["paragraph"] for row in found] == [1, 2, 3, 3, 4]
    assert all(row["target"] and row["state"] == "drafted" and row["score"] < 0 for row in found)
    [term] = found[1]["terms"]
    assert found[1]["source"][slice(*term["source"])] == "مكتب اتصال"
    assert term["status"] in ("placed", "unplaced")
    assert (term["target"] is None) == (term["status"] == "unplaced")
    assert found[2]["glossary"] == "" != found[1]["glossary"]


def test_a_second_run_drafts_nothing_and_a_changed_sentence_only_itself(workspace):
    """What is there is not done again; a new sentence is new, its neighbours keep their drafts."""
    first = rows(muqabala("translate", "-o", "-", cwd=workspace).stdout)
    article = workspace / "seeds" / "article.txt"
    article.write_text(ARTICLE.replace("ولم يحدد موعداً لافتتاح المكتب.", "ولم يعلق الوزير على ذلك."), encoding="utf-8")
    second = rows(muqabala("translate", "-o", "-", cwd=workspace).stdout)
    changed = [one["segment"] for one, other in zip(first, second, strict=True) if one != other]
    assert changed == [4]
    assert muqabala("translate", "-q", cwd=workspace).stderr == b""


def test_without_a_store_nothing_is_written_but_the_output(workspace):
    """--no-store neither reads nor writes the store."""
    done = muqabala("translate", "--no-store", "-o", "out.tsv", "-q", cwd=workspace)
    assert done.returncode == 0, done.stderr.decode()
    lines = (workspace / "out.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "document\tsegment\tsource\ttarget\tstate"
    assert len(lines) == 6
    assert not (workspace / ".muqabala").exists()
    assert (workspace / "out.tsv").stat().st_mode & 0o777 == 0o600


def test_text_output_keeps_paragraphs(workspace):
    """txt: targets one per line, a blank line between paragraphs."""
    muqabala("translate", "-o", "out.txt", "-q", cwd=workspace)
    lines = (workspace / "out.txt").read_text(encoding="utf-8").split("\n")
    assert [bool(line) for line in lines] == [True, False, True, False, True, True, False, True, False]


def test_interrupted_and_resumed_ends_with_the_same_drafts(workspace, tmp_path_factory):
    """kill -9 at a moment of work leaves a store that opens, and the next run ends where an undisturbed one does."""
    article = ARTICLE + "\n".join(
        f"وأعلن المتحدث في البيان رقم {number} أن الوفد وصل إلى المدينة {word} قبل بدء المحادثات الرسمية.\n"
        for number, word in enumerate(
            "صباحا مساء ظهرا ليلا اليوم أمس الآن مبكرا متأخرا سرا علنا جوا بحرا برا".split(), start=11
        )
    )
    (workspace / "seeds" / "article.txt").write_text(article, encoding="utf-8")
    calm = tmp_path_factory.mktemp("calm")
    subprocess.run(["cp", "-r", f"{workspace}/seeds", f"{workspace}/glossaries", str(calm)], check=True)
    undisturbed = rows(muqabala("translate", "-o", "-", "-q", cwd=calm).stdout)
    assert len(undisturbed) >= 18
    for pause in (0.6, 1.2, 2.0):
        running = subprocess.Popen(
            [*MUQABALA, "translate", "-q"],
            cwd=workspace,
            start_new_session=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        time.sleep(pause)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert rows(muqabala("translate", "-o", "-", "-q", cwd=workspace).stdout) == undisturbed


def test_a_changed_entry_redrafts_what_it_touches_and_only_that(workspace):
    """Drafted segments with the term are judged by the new entry; the others are not looked at again."""
    first = rows(muqabala("translate", "-o", "-", "-q", cwd=workspace).stdout)
    (workspace / "glossaries" / "house.csv").write_text("ar,en\nمكتب اتصال,contact bureau\n", encoding="utf-8")
    second = rows(muqabala("translate", "-o", "-", "-q", cwd=workspace).stdout)
    changed = {one["segment"] for one, other in zip(first, second, strict=True) if one["glossary"] != other["glossary"]}
    touched = {row["segment"] for row in first if "مكتب اتصال" in row["source"]}
    assert changed == touched
    assert {row["terms"][0]["term"] for row in second if row["terms"]} == {"contact bureau"}


def test_a_folder_goes_on_after_a_document_that_cannot_be_read(workspace):
    """The broken one is named at the end with status 3; the others are drafted; pictures and pair files are skipped."""
    seeds = workspace / "seeds"
    (seeds / "broken.txt").write_bytes(b"\x00\x01\x02" * 400)
    (seeds / "photo.png").write_bytes(b"\x89PNG")
    (seeds / "README.md").write_text("# not a document", encoding="utf-8")
    (seeds / "pairs.tsv").write_text("ar\ten\n", encoding="utf-8")
    done = muqabala("translate", "-o", "out.jsonl", cwd=workspace)
    assert done.returncode == 3
    assert b"broken.txt" in done.stderr and b"Traceback" not in done.stderr
    assert b"3 files skipped" in done.stderr
    assert len(rows((workspace / "out.jsonl").read_bytes())) == 5


def test_dropped_lines_are_shown_and_restored_for_good(workspace):
    """--show-dropped lists them with reasons; --keep brings one back, also in later runs."""
    page = (
        "الرئيسية\n\nأخبار\n\nرياضة\n\nاقتصاد\n\n"
        + ARTICLE
        + "\n\nاقرأ أيضاً: قمة الحلف تبدأ أعمالها\n\nجميع الحقوق محفوظة © 2027\n"
    )
    (workspace / "seeds" / "article.txt").write_text(page, encoding="utf-8")
    shown = rows(muqabala("translate", "--show-dropped", "--no-store", "-q", cwd=workspace).stdout)
    assert {"document", "line", "text", "reason"} == set(shown[0])
    texts = {row["text"].strip(): row["line"] for row in shown}
    assert "رياضة" in texts and "جميع الحقوق محفوظة © 2027" in texts
    line = next(number for text, number in texts.items() if text.startswith("اقرأ أيضاً"))
    kept = muqabala("translate", "seeds/article.txt", "--keep", str(line), "-o", "-", "-q", cwd=workspace)
    assert kept.returncode == 0, kept.stderr.decode()
    assert any("اقرأ أيضاً" in row["source"] for row in rows(kept.stdout))
    later = rows(muqabala("translate", "-o", "-", "-q", cwd=workspace).stdout)
    assert any("اقرأ أيضاً" in row["source"] for row in later)
    wrong = muqabala("translate", "seeds/article.txt", "--keep", "9999", cwd=workspace)
    assert wrong.returncode == 2 and b"9999" in wrong.stderr


def test_an_english_document_waits_for_align(workspace):
    """It is read, cleaned and segmented, and has rows with state new and no target."""
    (workspace / "seeds" / "english.txt").write_text(
        "The alliance discusses a liaison office.\n\nThe ministers met on Thursday. No decision was taken at the meeting.\n",
        encoding="utf-8",
    )
    found = rows(muqabala("translate", "seeds/english.txt", "-o", "-", "-q", cwd=workspace).stdout)
    assert len(found) == 3
    assert all(row["state"] == "new" and row["target"] == "" for row in found)


def test_strict_says_with_its_status_that_something_was_found(workspace):
    """A gate for scripts: 1 where the run itself is 0. A term of policy `check` is told and never put in."""
    with (workspace / "glossaries" / "loose.csv").open("w", encoding="utf-8") as glossary:
        glossary.write("ar,en,policy\nالقمة,zenith gathering,check\n")
    assert muqabala("translate", "--no-store", "-q", "-o", "out.jsonl", "--strict", cwd=workspace).returncode == 1
    assert muqabala("translate", "--no-store", "-q", "-o", "out.jsonl", cwd=workspace).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status", "named"),
    [
        (["translate", "nosuch.txt"], 3, b"nosuch.txt"),
        (["translate", "-", "-m", "nosuchmodel"], 4, b"nosuchmodel"),
        (["translate", "-m", "nosuchmodel"], 4, b"nosuchmodel"),
        (["translate", "-g", "nosuch.csv"], 3, b"nosuch.csv"),
        (["translate", "-", "seeds/article.txt"], 2, b"Standard input"),
        (["translate", "--beam", "0"], 2, b"beam"),
        (["translate", "-f", "docx"], 2, b"docx"),
        (["translate", "--no-glossary", "-g", "glossaries/house.csv"], 2, b"contradict"),
        (["-C", "seeds/article.txt", "translate"], 3, b"not a folder"),
        (["translate", "-o", "no/such/folder/out.jsonl", "seeds/article.txt"], 3, b"cannot be written"),
        (["frobnicate"], 2, b"frobnicate"),
    ],
)
def test_what_users_do_wrong_is_answered_with_a_sentence(workspace, arguments, status, named):
    """A status, the thing that was wrong by name, and never a traceback."""
    done = muqabala(*arguments, cwd=workspace, text=b"")
    assert done.returncode == status, done.stderr.decode()
    assert named in done.stderr and b"Traceback" not in done.stderr


def test_a_workspace_without_seeds_says_where_it_looked(tmp_path):
    """The default path does not exist: status 3 and the folder's name."""
    done = muqabala("translate", cwd=tmp_path)
    assert done.returncode == 3
    assert b"seeds" in done.stderr


def test_the_filter_keeps_lines_and_judges_terms(workspace):
    """One line in, one line out; what has no Arabic letter is copied; an unplaced term is said with its line."""
    text = "مرحبا بالوفد\r\n\nPlain English, 5%.\nافتتح الوزير مكتب اتصال في المدينة.".encode()
    done = muqabala("translate", "-", cwd=workspace, text=text)
    assert done.returncode == 0
    lines = done.stdout.decode().split("\n")
    assert len(lines) == 5 and lines[1] == "" and lines[2] == "Plain English, 5%." and lines[4] == ""
    placed = "liaison office" in lines[3].lower()
    assert placed != (b"line 4: term not placed" in done.stderr)
    records = rows(muqabala("translate", "-", "-f", "jsonl", "-q", cwd=workspace, text=text).stdout)
    assert [row["segment"] for row in records] == [1, 2, 3, 4]
    assert records[3]["target"] == lines[3]


def test_the_same_line_reads_the_same_wherever_it_stands(workspace):
    """A draft depends on its line, not on the lines beside it: filter and document agree too."""
    lines = [line for line in ARTICLE.splitlines() if line]
    together = (
        muqabala("translate", "-", "-q", cwd=workspace, text="\n".join(lines).encode()).stdout.decode().split("\n")
    )
    alone = [
        muqabala("translate", "-", "-q", cwd=workspace, text=line.encode()).stdout.decode().strip("\n")
        for line in lines[:2]
    ]
    assert alone == together[:2]
    drafts = rows(muqabala("translate", "-o", "-", "-q", cwd=workspace).stdout)
    assert drafts[0]["target"] == together[0]
    assert drafts[1]["target"] == together[1]


def test_a_known_sentence_is_recalled_and_one_that_breaks_a_term_is_not(workspace):
    """Exact matches come from memory at 100 percent; a remembered rendering the glossary forbids today gives way."""
    (workspace / "memory.tsv").write_text(
        "وقال المصدر إن القرار النهائي سيتخذ في القمة المقبلة.\tThe final decision will be taken at the summit, it said.\n"
        "الحلف يبحث فتح مكتب اتصال في العاصمة\tAlliance weighs contact bureau in the capital\n",
        encoding="utf-8",
    )
    assert muqabala("import", "--memory", "memory.tsv", "-q", cwd=workspace).returncode == 0
    found = rows(muqabala("translate", "-o", "-", "-q", cwd=workspace).stdout)
    assert [row["origin"] for row in found] == ["engine", "engine", "memory", "engine", "engine"]
    assert found[2]["target"] == "The final decision will be taken at the summit, it said."
    assert found[2]["score"] == 100
