"""What the terminal does with Arabic: asked before the desk starts, told to leave it alone, told back afterwards.

Some terminals reorder and join letters themselves, most do neither, and doing it twice is worst. VTE and mintty can be
told (ECMA-48 mode 8, "bidirectional support mode": `CSI 8 l` gives the application the order, `CSI 8 h` gives it
back); the others are known by name, and what is not known is asked of the person once and remembered.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from muqabala.text.bidi import Mode, in_order

EXPLICIT = b"\x1b[8l"
"""The application has put the cells in order."""
IMPLICIT = b"\x1b[8h"
"""The terminal's own bidi, as it was."""

_ASK = b"\x1b[8$p\x1b[>q\x1b[c"
"""DECRQM for mode 8, XTVERSION, and DA1 as the end mark, for every terminal answers that."""
_DA1 = re.compile(rb"\x1b\[\?[\d;]*c")
_DECRPM = re.compile(rb"\x1b\[8;(\d)\$y")
_XTVERSION = re.compile(rb"\x1bP>\|([^\x1b\x07]*)(?:\x1b\\|\x07)")
PATIENCE = 0.4
"""Seconds to wait for the end mark."""

MODES: tuple[Mode, ...] = ("app", "terminal", "words")
"""What a person may answer, in the order of the question."""
_BY_TERMINAL: tuple[tuple[str, Mode], ...] = (
    ("konsole", "terminal"), ("apple_terminal", "terminal"), ("mlterm", "terminal"), ("putty", "terminal"),
    ("alacritty", "app"), ("ghostty", "app"), ("windows terminal", "app"), ("xterm.js", "app"), ("vscode", "app"),
    ("kitty", "words"), ("foot", "app"), ("linux", "app"),
)  # fmt: skip
"""What is known of terminals that cannot be told; names as in XTVERSION or TERM_PROGRAM."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a terminal said about itself."""

    name: str
    """Its name without a version, in lower case; the key under which a person's answer is remembered."""
    switchable: bool
    """It recognises mode 8, so its bidi can be switched off."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How the desk will draw Arabic here."""

    mode: Mode
    explicit: bool
    """Tell the terminal to leave the order alone while the desk is open."""
    ask: bool = False
    """Nothing is known: show the calibration once."""


def probe(environ: Mapping[str, str] | None = None) -> Terminal:
    """Ask the controlling terminal; where there is none, or it is silent, its environment speaks for it."""
    environ = os.environ if environ is None else environ
    return terminal_from(_ask_terminal(), environ)


def _ask_terminal() -> bytes:
    try:
        import termios
        import tty

        device = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):
        return b""
    said = b""
    try:
        before = termios.tcgetattr(device)
        try:
            tty.setcbreak(device)
            os.write(device, _ASK)
            deadline = time.monotonic() + PATIENCE
            while not _DA1.search(said) and (left := deadline - time.monotonic()) > 0:
                if select.select([device], [], [], left)[0]:
                    said += os.read(device, 4096)
        finally:
            termios.tcsetattr(device, termios.TCSANOW, before)
    except (OSError, termios.error):
        return said
    finally:
        os.close(device)
    return said


def terminal_from(said: bytes, environ: Mapping[str, str]) -> Terminal:
    """The terminal behind an answer.

    >>> terminal_from(b"\\x1b[8;1$y\\x1bP>|VTE(7003)\\x1b\\\\\\x1b[?65;1c", {})
    Terminal(name='vte', switchable=True)
    """
    mode = _DECRPM.search(said)
    version = _XTVERSION.search(said)
    if version:
        name = re.split(r"[\s(/]", version.group(1).decode("ascii", "replace").strip(), maxsplit=1)[0]
    else:
        name = (
            environ.get("TERM_PROGRAM") or ("windows terminal" if environ.get("WT_SESSION") else "") or _named(environ)
        )
    return Terminal(name.lower() or "unknown", bool(mode and mode.group(1) in (b"1", b"2")))


def _named(environ: Mapping[str, str]) -> str:
    for variable, name in (
        ("KONSOLE_VERSION", "konsole"),
        ("KITTY_WINDOW_ID", "kitty"),
        ("ALACRITTY_WINDOW_ID", "alacritty"),
        ("MLTERM", "mlterm"),
        ("VTE_VERSION", "vte"),
    ):
        if environ.get(variable):
            return name
    return environ.get("TERM", "")


def choose(setting: str, terminal: Terminal, remembered: Mapping[str, str], environ: Mapping[str, str]) -> Choice:
    """How to draw, from `--bidi`, what the terminal said, and what a person answered before.

    Inside tmux or screen the outer terminal does the drawing and cannot be seen, so a name proves nothing there.
    """
    if setting in ("terminal", "off"):
        return Choice("terminal" if setting == "terminal" else "off", explicit=False)
    if setting == "app":
        return Choice("app", explicit=True)
    answer = remembered.get(memory_key(terminal, environ))
    for mode in MODES:
        if answer == mode:
            return Choice(mode, explicit=in_order(mode))
    if terminal.switchable:
        return Choice("app", explicit=True)
    multiplexed = bool(environ.get("TMUX") or environ.get("STY")) or terminal.name in ("tmux", "screen")
    for name, mode in _BY_TERMINAL:
        if terminal.name.startswith(name) and not multiplexed:
            # subtle: kitty turns words round unless its owner has set force_ltr, and cannot be asked.
            return Choice(mode, explicit=in_order(mode), ask=mode == "words")
    return Choice("app", explicit=True, ask=True)


def memory_key(terminal: Terminal, environ: Mapping[str, str]) -> str:
    """Where an answer is kept: the terminal's name, and whether something stands between it and the desk."""
    between = "".join(
        f"+{word}"
        for word, name in (("tmux", "TMUX"), ("screen", "STY"), ("ssh", "SSH_CONNECTION"))
        if environ.get(name) and not terminal.name.startswith(word)
    )
    return terminal.name + between


def memory_file(environ: Mapping[str, str]) -> Path:
    """The user's file of remembered terminals."""
    folder = environ.get("XDG_CONFIG_HOME") or str(Path(environ.get("HOME", "~")).expanduser() / ".config")
    return Path(folder) / "muqabala" / "terminals.json"


def read_memory(path: Path) -> dict[str, str]:
    """Remembered answers; a file that cannot be read remembers nothing."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in table.items()} if isinstance(table, dict) else {}


def remember(path: Path, key: str, mode: str) -> None:
    """Keep an answer; where that is impossible the question will come again, which is no harm."""
    table = {**read_memory(path), key: mode}
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(table, indent=1), encoding="utf-8")
        fresh.replace(path)


def tell(sequence: bytes) -> None:
    """Send a sequence to the terminal itself, past everything that buffers."""
    with contextlib.suppress(OSError, ValueError):
        os.write(sys.__stderr__.fileno() if sys.__stderr__ is not None else 2, sequence)


@contextlib.contextmanager
def explicit_mode(wanted: bool) -> Iterator[None]:
    """Switch the terminal's bidi off for a while; it comes back whatever happens inside."""
    if not wanted:
        yield
        return
    tell(EXPLICIT)
    try:
        yield
    finally:
        tell(IMPLICIT)
