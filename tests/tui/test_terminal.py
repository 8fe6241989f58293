"""Who puts Arabic in order: what the desk asks, what it tells the terminal, and that it always gives the order back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest
from terminal import ALACRITTY, TMUX, VTE, FakeTerminal
from workspaces import desk_workspace

from muqabala.tui.terminal import (
    EXPLICIT,
    IMPLICIT,
    Choice,
    Terminal,
    choose,
    read_memory,
    remember,
    terminal_from,
)


@pytest.mark.parametrize(
    ("said", "environ", "terminal"),
    [
        (VTE, {}, Terminal("vte", True)),
        (b"\x1b[8;2$y\x1b[?64c", {"TERM": "mintty"}, Terminal("mintty", True)),
        (b"\x1b[8;0$y\x1bP>|Konsole 23.04\x1b\\\x1b[?62c", {}, Terminal("konsole", False)),
        (TMUX, {"TERM": "tmux-256color"}, Terminal("tmux", False)),
        (b"", {"TERM": "xterm"}, Terminal("xterm", False)),
        (b"", {"TERM_PROGRAM": "Apple_Terminal"}, Terminal("apple_terminal", False)),
        (b"", {"WT_SESSION": "x"}, Terminal("windows terminal", False)),
        (b"", {}, Terminal("unknown", False)),
    ],
)
def test_what_a_terminal_says_of_itself(said: bytes, environ: dict[str, str], terminal: Terminal) -> None:
    """Answers first, the environment where there are none."""
    assert terminal_from(said, environ) == terminal


@pytest.mark.parametrize(
    ("setting", "terminal", "environ", "choice"),
    [
        ("auto", Terminal("vte", True), {}, Choice("app", True)),
        ("auto", Terminal("konsole", False), {}, Choice("terminal", False)),
        ("auto", Terminal("alacritty", False), {}, Choice("app", True)),
        ("auto", Terminal("kitty", False), {}, Choice("words", True, ask=True)),
        ("auto", Terminal("answered", False), {}, Choice("words", True)),
        ("auto", Terminal("alacritty", False), {"TMUX": "x"}, Choice("app", True, ask=True)),
        ("auto", Terminal("unheard-of", False), {}, Choice("app", True, ask=True)),
        ("auto", Terminal("remembered", False), {}, Choice("terminal", False)),
        ("app", Terminal("konsole", False), {}, Choice("app", True)),
        ("terminal", Terminal("vte", True), {}, Choice("terminal", False)),
        ("off", Terminal("vte", True), {}, Choice("off", False)),
    ],
)
def test_who_puts_arabic_in_order(setting: str, terminal: Terminal, environ: dict[str, str], choice: Choice) -> None:
    """The option wins, then what a person answered, then what is known."""
    assert choose(setting, terminal, {"remembered": "terminal", "answered": "words"}, environ) == choice


def test_an_answer_is_remembered(tmp_path: Path) -> None:
    """Beside other terminals' answers; a broken file remembers nothing and is replaced."""
    path = tmp_path / "config" / "terminals.json"
    remember(path, "one", "app")
    remember(path, "two", "terminal")
    assert read_memory(path) == {"one": "app", "two": "terminal"}
    path.write_text("{", encoding="utf-8")
    assert read_memory(path) == {}
    remember(path, "three", "app")
    assert json.loads(path.read_text(encoding="utf-8")) == {"three": "app"}


def test_the_order_is_taken_and_given_back(tmp_path: Path) -> None:
    """Told on start, given back on suspend, taken again on resume, given back at the end."""
    desk = FakeTerminal(desk_workspace(tmp_path), VTE)
    desk.until(b"segments")
    assert desk.said.count(EXPLICIT) >= 1
    before = desk.said.count(IMPLICIT)
    desk.signal(signal.SIGTSTP)
    desk.until(IMPLICIT)
    time.sleep(0.3)
    assert desk.said.count(IMPLICIT) == before + 1
    taken = desk.said.count(EXPLICIT)
    desk.signal(signal.SIGCONT)
    deadline = time.monotonic() + 20
    while desk.said.count(EXPLICIT) == taken:
        assert time.monotonic() < deadline
        desk.read(0.2)
    desk.press("q")
    assert desk.end() == 0
    assert desk.said.rindex(IMPLICIT) > desk.said.rindex(EXPLICIT)


def test_no_desk_lives_on_without_its_window(tmp_path: Path) -> None:
    """A window that is closed takes the terminal with it; the desk ends, and what was typed before is kept."""
    desk = FakeTerminal(desk_workspace(tmp_path), VTE)
    desk.until(b"segments")
    os.close(desk.fd)
    deadline = time.monotonic() + 30
    while os.waitpid(desk.pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(desk.pid, signal.SIGKILL)
            os.waitpid(desk.pid, 0)
            raise AssertionError("the desk outlived its window")
        time.sleep(0.1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_order_is_given_back_when_the_desk_is_killed(tmp_path: Path, number: signal.Signals) -> None:
    """A kill that can be heard leaves the terminal as it was."""
    desk = FakeTerminal(desk_workspace(tmp_path), VTE)
    desk.until(b"segments")
    desk.signal(number)
    desk.end()
    assert desk.said.rindex(IMPLICIT) > desk.said.rindex(EXPLICIT)
    assert b"\x1b[?1049l" in desk.said


UNDER_A_SHELL = (
    "import os, subprocess, sys\n"
    "desk = subprocess.Popen([sys.executable, '-m', 'muqabala', *sys.argv[1:]])\n"
    "ended = desk.wait()\n"
    "print('ENDED', ended, flush=True)\n"
    "sys.stdin.readline()\n"
)


def test_the_terminal_is_put_back_after_kill_9(tmp_path: Path) -> None:
    """A death that the desk cannot hear: its guardian puts back the order, the screen, and how the terminal reads."""
    terminal = FakeTerminal(desk_workspace(tmp_path), VTE, "seeds/news.txt", code=UNDER_A_SHELL)
    before = termios.tcgetattr(terminal.fd)
    terminal.until(b"accepted")
    assert termios.tcgetattr(terminal.fd)[3] != before[3]
    desk = Path(f"/proc/{terminal.pid}/task/{terminal.pid}/children").read_text().split()[0]
    os.kill(int(desk), signal.SIGKILL)
    terminal.until(b"\x1b[?25h")
    terminal.until(b"ENDED -9")
    assert terminal.said.rindex(IMPLICIT) > terminal.said.rindex(EXPLICIT)
    assert b"\x1b[?1003l" in terminal.said
    deadline = time.monotonic() + 5
    while termios.tcgetattr(terminal.fd)[:4] != before[:4]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    terminal.press("\n")
    assert terminal.end() == 0


def test_the_guardian_leaves_with_the_desk(tmp_path: Path) -> None:
    """After a proper end nothing more is written, and no process is left behind."""
    desk = FakeTerminal(desk_workspace(tmp_path), VTE, "seeds/news.txt")
    desk.until(b"accepted")
    children = Path(f"/proc/{desk.pid}/task/{desk.pid}/children").read_text().split()
    assert children
    desk.press("q")
    assert desk.end() == 0
    assert desk.said.count(b"\x1b[?1049l") == 1
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_order_is_given_back_after_a_crash(tmp_path: Path) -> None:
    """Also when the desk falls over its own feet."""
    code = (
        "import sys; from muqabala.tui.screens.documents import DocumentsScreen as D\n"
        "def fall(self, event): raise RuntimeError('on purpose')\n"
        "D.on_key = fall\n"
        "from muqabala.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    desk = FakeTerminal(desk_workspace(tmp_path), VTE, code=code)
    desk.until(b"segments")
    desk.press("z")
    assert desk.end() != 0
    assert desk.said.rindex(IMPLICIT) > desk.said.rindex(EXPLICIT)


def test_terminal_mode_leaves_the_terminal_alone(tmp_path: Path) -> None:
    """Nothing is told, and the Arabic is sent as it is written."""
    desk = FakeTerminal(desk_workspace(tmp_path), ALACRITTY, "seeds/news.txt", "--bidi", "terminal")
    desk.until("القوات".encode())
    desk.press("q")
    assert desk.end() == 0
    assert EXPLICIT not in desk.said


def test_an_unknown_terminal_is_asked_once(tmp_path: Path) -> None:
    """In tmux the calibration comes up; its answer is remembered, so it does not come again."""
    workspace = desk_workspace(tmp_path)
    desk = FakeTerminal(workspace, TMUX, TMUX="/tmp/tmux")
    desk.until(b"Which line reads correctly")
    desk.press("1")
    desk.until(b"segments")
    desk.press("q")
    assert desk.end() == 0
    assert json.loads((workspace / "config" / "muqabala" / "terminals.json").read_text()) == {"tmux": "app"}
    again = FakeTerminal(workspace, TMUX, TMUX="/tmp/tmux")
    again.until(b"segments")
    again.press("q")
    assert again.end() == 0
    assert b"Which line" not in again.said


def test_in_a_real_tmux(tmp_path: Path) -> None:
    """The whole way: probe, desk, accept, copy, quit, inside tmux."""
    assert shutil.which("tmux"), "install tmux (make system)"
    import sys

    workspace = desk_workspace(tmp_path)
    tmux = ["tmux", "-L", f"muqabala-{tmp_path.name}", "-f", "/dev/null"]

    def screen() -> str:
        return subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True).stdout

    def until(wanted: str) -> str:
        deadline = time.monotonic() + 30
        while wanted not in (shown := screen()):
            assert time.monotonic() < deadline, shown
            time.sleep(0.1)
        return shown

    command = f"{sys.executable} -m muqabala -C {workspace} review seeds/news.txt --bidi app; echo ENDED $?; sleep 60"
    subprocess.run([*tmux, "new-session", "-d", "-x", "120", "-y", "34", command], check=True)
    try:
        until("0/8 accepted")
        until("ﺕﺍﻮﻘﻟﺍ")
        subprocess.run([*tmux, "set-option", "-s", "set-clipboard", "on"], check=True)
        subprocess.run([*tmux, "send-keys", "a"], check=True)
        until("1/8 accepted")
        subprocess.run([*tmux, "send-keys", "C-c"], check=True)
        until("Copied.")
        copied = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, check=True).stdout
        assert copied == "The brigade reached the (new) city on 12/05/2024."
        subprocess.run([*tmux, "send-keys", "q"], check=True)
        until("ENDED 0")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)


def test_leaving_while_drafting_is_quiet(tmp_path: Path) -> None:
    """The desk is left in the middle of its background work: no complaint of Python's is left on the screen."""
    workspace = desk_workspace(tmp_path)
    (workspace / "seeds").mkdir()
    lines = "".join(f"وصل الوزير رقم {k} إلى القاهرة اليوم.\n" for k in range(400))
    (workspace / "seeds" / "fresh.txt").write_text(lines, encoding="utf-8")
    desk = FakeTerminal(workspace, ALACRITTY, "--bidi", "app")
    desk.until(b"drafting 1 document")
    desk.press("q")
    assert desk.end() == 0
    left = desk.said[desk.said.rindex(b"\x1b[?1049l") :]
    assert b"Error" not in left
    assert b"Exception" not in left
