"""Where a command reads and writes: closed and full streams, pipes, devices, links, and names as long as they come."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from muqabala.errors import InputError, StoreError
from muqabala.store import Store
from muqabala.workflow.records import is_stream, replacing

TERMS = "ar,en\nمكتب اتصال,liaison office\n"


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    (tmp_path / "glossaries").mkdir()
    (tmp_path / "glossaries/g.csv").write_text(TERMS, encoding="utf-8")
    return tmp_path


def bound_by_modes() -> None:
    """From the next exec on, file modes bind this process also where it is root."""
    if os.geteuid() == 0:
        for capability in range(64):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def shell(ws: Path, line: str) -> subprocess.CompletedProcess[str]:
    """A line of shell with `muq` for the program."""
    start = f'muq() {{ "{sys.executable}" -m muqabala "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", start],
        cwd=ws,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=bound_by_modes,
    )


# ── standard streams ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_under_standard_output_is_said(ws):
    done = shell(ws, "yes 'في مكتب اتصال' | head -2000 | muq glossary match - > /dev/full")
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said_also_for_what_was_still_to_be_flushed(ws):
    done = shell(ws, "muq --help > /dev/full")
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_closed_streams_read_as_empty_and_take_what_is_written(ws):
    for line in ("muq glossary match - <&-", "echo 'في مكتب اتصال' | muq glossary match - >&-"):
        done = shell(ws, line)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_written_to_a_closed_stream_does_not_land_in_a_file(ws):
    (ws / "p.tsv").write_text("عقد الوزيران اجتماعا.\tThe two ministers met.\n", encoding="utf-8")
    done = shell(ws, "muq import p.tsv >&- 2>&- && muq export -f jsonl -o - >&- 2>&- && muq backup copy >&- 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with Store.open(ws / ".muqabala/store.sqlite3") as store:
        assert store.pairs.count() == 1


def test_ctrl_c_while_modules_are_imported_is_no_traceback(ws):
    program = (
        "import signal, os, sys\n"
        "import muqabala.cli.main as m\n"
        "def run():\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        while True: pass\n"
        "    except KeyboardInterrupt:\n"
        "        raise SyntaxError('what an import makes of it')\n"
        "m.run = run\n"
        "m.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "Interrupted.\n")


def test_ctrl_c_that_the_caller_ignores_stays_ignored(ws):
    done = shell(
        ws, "trap '' INT; (sleep 0.6; echo 'في مكتب اتصال') | muq glossary match - & sleep 0.4; kill -INT $!; wait $!"
    )
    assert done.returncode == 0
    assert '"liaison office"' not in done.stdout
    assert '"surface"' in done.stdout


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write(path: Path, data: bytes = b"new") -> None:
    with replacing(path) as stream:
        stream.write(data)


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(pipe)
    reader.join(timeout=10)
    assert read == [b"new"]
    assert pipe.is_fifo()
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]


def test_devices_and_names_of_open_files_are_streams():
    assert all(is_stream(Path(name)) for name in ("/dev/null", "/dev/stdout", "/proc/self/fd/1"))
    assert not any(is_stream(Path(name)) for name in ("dev/null", "/tmp", "/tmp/nothing-of-this-name"))
    write(Path("/dev/null"))
    assert Path("/dev/null").is_char_device()


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder/target"
    target.write_bytes(b"old")
    for name, leads_to in (("link", target), ("dangling", tmp_path / "folder/none-yet")):
        link = tmp_path / name
        link.symlink_to(leads_to)
        write(link)
        assert link.is_symlink()
        assert leads_to.read_bytes() == b"new"


def test_the_longest_name_that_a_folder_takes_can_be_written(tmp_path):
    name = "ن" * 125 + ".txt"
    write(tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fails() -> None:
        with replacing(path) as stream:
            stream.write(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match=r"file: cannot be written: No space left"):
        fails()
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_backup_goes_to_a_file_and_through_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "copy")
    os.mkfifo(tmp_path / "pipe")
    with Store.open(tmp_path / "store.sqlite3") as store:
        store.backup(tmp_path / "link")
        for name in ("pipe", "/dev/stdout"):
            with pytest.raises(StoreError, match="not a file"):
                store.backup(tmp_path / name)
    assert (tmp_path / "link").is_symlink()
    with Store.open(tmp_path / "copy", readonly=True) as copy:
        assert copy.documents.names() == []


# ── rights ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_may_not_be_read_does_not_stop_the_others(ws):
    """Neither one whose names cannot be listed nor one whose files cannot be reached."""
    for name, mode in (("a", 0o755), ("b", 0o000), ("c", 0o444), ("d", 0o755)):
        (ws / "seeds" / name).mkdir(parents=True)
        (ws / "seeds" / name / "x.txt").write_text("One sentence here.\n", encoding="utf-8")
        (ws / "seeds" / name).chmod(mode)
    done = shell(ws, "muq translate -o -")
    for name in "bc":
        (ws / "seeds" / name).chmod(0o755)
    assert done.returncode == 3
    assert [line.split('"')[3] for line in done.stdout.splitlines()] == ["seeds/a/x.txt", "seeds/d/x.txt"]
    assert all(f"seeds/{name}: cannot be read: Permission denied." in done.stderr for name in "bc")


def test_a_store_in_a_read_only_folder_answers_questions(ws):
    (ws / "p.tsv").write_text("عقد الوزيران اجتماعا.\tThe two ministers met.\n", encoding="utf-8")
    assert shell(ws, "muq import -q p.tsv").returncode == 0
    (ws / ".muqabala/store.sqlite3").chmod(0o400)
    (ws / ".muqabala").chmod(0o500)
    asked = shell(ws, "muq export -q -f tsv -o - && muq backup -q copy.sqlite3")
    refused = shell(ws, "muq import p.tsv")
    (ws / ".muqabala").chmod(0o700)
    assert (asked.returncode, asked.stdout) == (0, "عقد الوزيران اجتماعا.\tThe two ministers met.\n"), asked.stderr
    assert (ws / "copy.sqlite3").exists()
    assert refused.returncode == 3
    assert "may not be written to" in refused.stderr


def test_a_place_that_may_not_be_written_to_is_said_before_the_work(ws):
    (ws / "a.txt").write_text("One sentence here.\n", encoding="utf-8")
    (ws / "locked").mkdir(mode=0o500)
    done = shell(ws, "muq translate a.txt -o locked/drafts.jsonl")
    assert done.returncode == 3
    assert "locked/drafts.jsonl: cannot be written: Permission denied." in done.stderr
    assert not (ws / ".muqabala").exists()


def test_a_current_folder_that_is_gone_is_said(ws):
    (ws / "gone").mkdir()
    done = shell(ws / "gone", "rmdir ../gone; muq history a.txt")
    assert done.returncode == 3
    assert "The current folder is gone" in done.stderr


def test_a_signal_to_end_ends_with_143(ws):
    asked = subprocess.Popen(
        [sys.executable, "-m", "muqabala", "glossary", "match", "-"],
        cwd=ws,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert asked.stdin is not None
    assert asked.stdout is not None
    asked.stdin.write("في مكتب اتصال\n".encode())
    asked.stdin.flush()
    assert asked.stdout.readline()
    asked.send_signal(signal.SIGTERM)
    assert asked.wait(timeout=20) == 143
    asked.stdin.close()
    asked.stdout.close()


def test_settings_nested_too_deep_are_said(ws):
    (ws / "muqabala.toml").write_text("model = " + "[" * 100_000, encoding="utf-8")
    done = shell(ws, "muq history a.txt")
    assert done.returncode == 3
    assert "muqabala.toml:" in done.stderr
    assert "Traceback" not in done.stderr
