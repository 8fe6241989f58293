"""A terminal for tests: a pseudo-terminal that answers the desk's questions as a given emulator would."""

from __future__ import annotations

import ctypes
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

VTE = b"\x1b[8;1$y\x1bP>|VTE(7003)\x1b\\\x1b[?65;1c"
TMUX = b"\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c"
ALACRITTY = b"\x1b[?6c"


_PR_CAPBSET_DROP = 24


def give_up_privileges() -> None:
    """From the next exec on, file modes bind this process also where it is root."""
    if os.getuid() == 0:
        for capability in range(64):
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


class FakeTerminal:
    """The desk of a workspace in a pseudo-terminal of 100×30."""

    def __init__(self, workspace: Path, answer: bytes, *arguments: str, code: str = "", **environ: str) -> None:
        self.answer = answer
        self.said = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            for name in ("TMUX", "STY", "SSH_CONNECTION", "VTE_VERSION", "TERM_PROGRAM"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm-256color", XDG_CONFIG_HOME=str(workspace / "config"), **environ)
            give_up_privileges()
            start = ["-c", code] if code else ["-m", "muqabala"]
            os.execv(sys.executable, [sys.executable, *start, "-C", str(workspace), "review", *arguments])

    def read(self, wait: float) -> bytes:
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        try:
            got = os.read(self.fd, 1 << 16)
        except OSError:
            return b""
        if b"\x1b[c" in got:
            os.write(self.fd, self.answer)
        self.said += got
        return got

    def until(self, wanted: bytes, seconds: float = 30) -> None:
        """Read until something has been written."""
        deadline = time.monotonic() + seconds
        while wanted not in self.said:
            assert time.monotonic() < deadline, (wanted, self.said[-2000:])
            self.read(0.2)

    def press(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def end(self) -> int:
        """Read to the end; the exit status (negative: the signal)."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.05):
                    pass
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the desk did not end: {self.said[-500:]!r}")
