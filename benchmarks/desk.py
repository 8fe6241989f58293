"""How fast the desk is, from outside: a real pseudo-terminal, a store of 100,000 segments, keys as bytes.

Prints the time to first paint, memory, key to first output byte (idle, and while the drafting command works in the
background as the desk would run it), the jump to the end, and Tab to the completed sentence on the screen. Peer: the
bounds of the contract.
Run: python benchmarks/desk.py [SEGMENTS]
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path

from muqabala.store import Store
from muqabala.values import Block, Document, Draft, Origin, Role, Segment, State

NAME = "seeds/big.txt"
ARABIC = "قال الوزير (سمير) في 12/05/2024 إن نسبة النمو بلغت 45.5%، وأضاف أن «الاتفاقية» ستوقع لاحقًا في العاصمة"
ENGLISH = "On 12/05/2024 the minister (Samir) said growth had reached 45.5%; the “agreement” would be signed later"


def fill(workspace: Path, count: int) -> None:
    """A drafted document of so many segments."""
    sources = [f"{ARABIC} {k}." for k in range(1, count + 1)]
    block = Block("\n".join(sources), Role.BODY, {}, 1)
    segments, at = [], 0
    for k, source in enumerate(sources, 1):
        segments.append(Segment(NAME, k, 1, Role.BODY, source, 0, (at, at + len(source))))
        at += len(source) + 1
    with Store.open(workspace / ".muqabala" / "store.sqlite3") as store:
        store.put_document(Document(NAME, "plain", "ar", "utf-8", (block,)), block.text.encode(), segments)
        store.put_drafts(
            Draft(NAME, s.number, 1, Role.BODY, s.source, f"{ENGLISH} {s.number}.", State.DRAFTED, Origin.ENGINE)
            for s in segments
        )


class Desk:
    """The desk in a pseudo-terminal of 120×40."""

    def __init__(self, workspace: Path) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            command = [sys.executable, "-m", "muqabala", "-C", str(workspace), "review", NAME, "--bidi", "app"]
            os.execv(sys.executable, command)

    def read(self, wait: float) -> bytes:
        """What the desk has written; an answer to its questions is given as a terminal would."""
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        try:
            said = os.read(self.fd, 1 << 16)
        except OSError:
            return b""
        if b"\x1b[c" in said:
            os.write(self.fd, b"\x1bP>|bench(1)\x1b\\\x1b[?62c")
        return said

    def quiet(self, wait: float = 0.15) -> None:
        while self.read(wait):
            pass

    def first_paint(self) -> float:
        """Seconds until the first segment is on the screen."""
        screen = b""
        while b"100,000" not in screen and b"accepted" not in screen:
            got = self.read(20)
            if not got:
                raise SystemExit(f"The desk painted nothing: {screen[-500:]!r}")
            screen += got
        return time.perf_counter() - self.started

    def keys(self, key: bytes, times: int) -> list[float]:
        """Seconds from each key to the first byte of output."""
        waits = []
        for _ in range(times):
            before = time.perf_counter()
            os.write(self.fd, key)
            self.read(2)
            waits.append(time.perf_counter() - before)
            self.quiet(0.05)
        return sorted(waits)

    def until(self, *wanted: bytes, seconds: float = 20) -> float:
        """Seconds until one of these is on the screen."""
        before, screen = time.perf_counter(), b""
        while not any(one in screen for one in wanted):
            if time.perf_counter() - before > seconds:
                raise SystemExit(f"The desk did not show {wanted!r}: {screen[-500:]!r}")
            screen += self.read(0.5)
        return time.perf_counter() - before

    def suggestions(self, times: int, pause: float) -> list[float]:
        """Seconds from Tab to the completed sentence on the screen, after as many of its words as a person may type.

        `pause`: seconds between the first look at the text and Tab.
        """
        words = ENGLISH.split()
        waits = []
        for turn in range(times):
            os.write(self.fd, b"j")
            self.quiet()
            os.write(self.fd, b"e\x01" + (" ".join(words[: 1 + turn % 6]) + " ").encode())
            self.quiet(max(pause, 0.05))
            os.write(self.fd, b"\t")
            waits.append(self.until(b"way 1 of", b"says the same again", b"no way to go on"))
            self.quiet(1.0)
            os.write(self.fd, b"\x1b")
            self.until(b"Review")
            self.quiet()
        return sorted(waits)

    def processor(self) -> float:
        """Seconds of processor time so far; says more than the clock on a busy machine."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Resident MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found.group(1)) // 1024 if found else -1

    def heavy(self) -> list[str]:
        """Heavy libraries mapped into the process."""
        maps = Path(f"/proc/{self.pid}/maps").read_text()
        return [name for name in ("torch", "ctranslate2", "transformers") if name in maps]

    def close(self) -> None:
        os.kill(self.pid, signal.SIGTERM)
        self.quiet(0.3)
        os.waitpid(self.pid, 0)


def drafting(lines: int) -> Iterator[subprocess.Popen[bytes]]:
    """The translation command at work, as nice and with as many threads as the desk gives it."""
    threads = str(max(1, (os.cpu_count() or 2) - 1))
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"{ARABIC} {k}.\n" for k in range(lines))
        file.flush()
        with Path(file.name).open("rb") as source:
            work = subprocess.Popen(
                ["nice", sys.executable, "-m", "muqabala", "translate", "-", "--no-glossary", "--quiet"],
                stdin=source, stdout=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": threads, "MUQABALA_THREADS": threads},
            )  # fmt: skip
            yield work
            work.terminate()
            work.wait()


def show(what: str, waits: list[float], bound: str) -> None:
    """One line: median and 95th percentile beside what the contract allows."""
    p50, p95 = waits[len(waits) // 2] * 1e3, waits[int(len(waits) * 0.95)] * 1e3
    print(f"{what:<34} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms   ({bound})")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="muqabala-desk-") as folder:
        workspace = Path(folder)
        (workspace / "seeds").mkdir()
        fill(workspace, count)
        Desk(workspace).first_paint()  # once for the disk cache and the compiled files
        desk = Desk(workspace)
        painted = desk.first_paint()
        print(f"{'first paint':<34} {painted:.2f} s   (≤ 1.0 s for 100,000 segments)")
        print(f"{'processor time to first paint':<34} {desk.processor():.2f} s")
        desk.quiet(1.0)
        before = desk.processor()
        show("key to first byte, idle", desk.keys(b"j", 80), "p95 ≤ 30 ms")
        print(f"{'processor time for a key':<34} {(desk.processor() - before) / 80 * 1e3:.1f} ms")
        show("jump to the end and back", desk.keys(b"G", 1) + desk.keys(b"g", 1), "≤ 100 ms")
        print(f"{'memory':<34} {desk.memory()} MiB   (≤ 150 MiB)")
        heavy = desk.heavy()
        print(f"{'first Tab of all, model opened for it':<34} {desk.suggestions(1, 0)[0]:.2f} s")
        show("Tab to suggestion on screen", desk.suggestions(40, 0.6), "p95 ≤ 300 ms")
        for work in drafting(2_000):
            time.sleep(6)
            show("key to first byte, drafting", desk.keys(b"j", 80), "p95 ≤ 50 ms")
            print(f"{'drafting was still at work':<34} {work.poll() is None}")
        print(f"{'memory, the model open':<34} {desk.memory()} MiB   (≤ 150 MiB)")
        print(f"{'heavy libraries in the desk':<34} {', '.join(heavy) or 'none'}")
        desk.close()


if __name__ == "__main__":
    main()
