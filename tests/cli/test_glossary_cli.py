"""`muqabala glossary`: match streams, check names every fault, export converts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

GLOSSARY = "id,ar,ar_plural,en\nlo,مكتب اتصال,مكاتب اتصال,liaison office\nforces,القوات المسلحة,,armed forces\n"


def muqabala(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "muqabala", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        timeout=120,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries" / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_match_gives_one_line_for_each_line(workspace: Path) -> None:
    text = "افتتح مكتبي اتصال\n\nno Arabic\nلقواتنا المسلحة".encode()
    done = muqabala("-C", str(workspace), "glossary", "match", "-", stdin=text)
    assert done.returncode == 0, done.stderr
    first, second, third, fourth = rows(done)
    assert first == {
        "hits": [{"term": "lo", "start": 6, "end": 17, "surface": "مكتبي اتصال", "number": ["du"], "clitics": []}]
    }
    assert second == third == {"hits": []}
    assert fourth["hits"][0]["clitics"] == ["ل", "نا"]  # type: ignore[index]
    assert done.stdout.endswith(b"}\n")
    assert done.stderr == b""


def test_match_answers_each_line_as_it_comes(workspace: Path) -> None:
    """Whoever writes a line and waits for its answer gets it."""
    command = [sys.executable, "-m", "muqabala", "-C", str(workspace), "glossary", "match", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(3):
            running.stdin.write("مكتب الاتصال\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["hits"][0]["term"] == "lo"
        running.stdin.close()
        assert running.wait(30) == 0


def test_match_under_a_named_glossary_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text("لواء\tbrigade\n", encoding="utf-8")
    (tmp_path / "news.txt").write_bytes(b"\xef\xbb\xbf" + "وصل اللواء\r\n".encode())
    done = muqabala("glossary", "match", "news.txt", "-g", "own.tsv", cwd=tmp_path)
    assert [hit["surface"] for hit in rows(done)[0]["hits"]] == ["اللواء"]  # type: ignore[attr-defined]


def test_match_without_any_glossary_says_so(tmp_path: Path) -> None:
    done = muqabala("-C", str(tmp_path), "glossary", "match", "-", stdin="نص\n".encode())
    assert (done.returncode, rows(done)) == (0, [{"hits": []}])
    assert b"No glossary" in done.stderr
    assert muqabala("-C", str(tmp_path), "glossary", "match", "-q", "-", stdin=b"x\n").stderr == b""


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "said"),
    [
        (("match", "-", "-g", "nosuch.csv"), b"", 3, "nosuch.csv"),
        (("match", "-", "-g", "broken.csv"), b"", 3, "broken.csv:2"),
        (("match", "-"), "نص\n\udcff\n".encode("utf-8", "surrogateescape"), 3, "standard input:2"),
        (("match", "nosuch.txt"), b"", 3, "nosuch.txt"),
        (("check", "nosuch.csv"), b"", 3, "nosuch.csv"),
        (("export", "-f", "xls"), b"", 2, "xls"),
        (("export", "-o", "glossaries"), b"", 3, "glossaries"),
        (("frobnicate",), b"", 2, "frobnicate"),
    ],
)
def test_what_a_user_can_get_wrong(
    workspace: Path, arguments: tuple[str, ...], stdin: bytes, status: int, said: str
) -> None:
    (workspace / "broken.csv").write_text("ar,en\nلواء,\n", encoding="utf-8")
    done = muqabala("glossary", *arguments, stdin=stdin, cwd=workspace)
    talk = done.stderr.decode("utf-8")
    assert done.returncode == status, talk
    assert said in talk
    assert "Traceback" not in talk


def test_check_names_every_fault_and_ends_with_1(workspace: Path) -> None:
    (workspace / "bad.csv").write_text(
        "ar,en,policy\nلواء,,must\nفوج,regiment,never\nسرية,company,\n", encoding="utf-8"
    )
    done = muqabala("glossary", "check", "bad.csv", cwd=workspace)
    said = done.stdout.decode("utf-8").splitlines()
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in said] == ["bad.csv:2", "bad.csv:3"]
    assert b"2 faults" in done.stderr


def test_check_of_a_sound_workspace_ends_with_0(workspace: Path) -> None:
    done = muqabala("-C", str(workspace), "glossary", "check")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"no fault" in done.stderr


def test_export_to_a_pipe_and_to_a_file(workspace: Path) -> None:
    done = muqabala("glossary", "export", "-f", "tsv", "--no-header", cwd=workspace)
    assert done.stdout.decode("utf-8") == "مكتب اتصال\tliaison office\nالقوات المسلحة\tarmed forces\n"
    for form in ("csv", "tbx"):
        done = muqabala("glossary", "export", "-f", form, "-o", f"out.{form}", cwd=workspace)
        assert (done.returncode, done.stdout) == (0, b"")
        again = muqabala("glossary", "export", "-g", f"out.{form}", cwd=workspace)
        assert again.stdout.startswith(b"id,ar,")
        assert again.stdout == muqabala("glossary", "export", cwd=workspace).stdout


def test_help_has_an_example() -> None:
    for name in ("match", "check", "export"):
        done = muqabala("glossary", name, "--help")
        assert done.returncode == 0
        assert f"Example:  muqabala glossary {name}".encode() in done.stdout


def test_glossary_work_opens_no_model_library(workspace: Path) -> None:
    """The door stays light: matching must not wait for torch."""
    script = (
        "import sys; from muqabala.cli.main import run; "
        f"run(['-C', {str(workspace)!r}, 'glossary', 'check']); "
        "print(sorted(m for m in ('torch', 'transformers', 'ctranslate2', 'textual', 'lxml') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=120)
    assert done.stdout.decode().strip() == "[]"
