"""Puts the terminal back after a death that the desk cannot hear (kill -9, out of memory): a process that waits for it.

The desk holds one end of a pipe for as long as it lives. A leave-taking through the pipe means that the desk has put
everything back itself; a pipe that closes without one means that nobody has, and the guardian does. It lives in a
session of its own, so that a kill of the whole process group leaves it alive.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from typing import Any

from muqabala.tui.terminal import IMPLICIT

_MODES_OFF = (2004, 2048, 1016, 1006, 1015, 1003, 1000, 1004)
"""What Textual switches on: marks around a paste, sizes, mouse reports in several spellings, focus."""
RESTORE = b"\x1b[<u" + b"".join(b"\x1b[?%dl" % mode for mode in _MODES_OFF) + b"\x1b[?7h\x1b[?1049l\x1b[?25h"
"""Those off, the keyboard protocol too; lines wrap again, the first screen is back and so is the cursor."""
_GOODBYE = b"."


@contextlib.contextmanager
def guarded(explicit: bool) -> Iterator[None]:
    """While this lasts, the death of this process puts the controlling terminal back; `explicit`: its bidi as well."""
    parting = _post(explicit)
    try:
        yield
    finally:
        if parting is not None:
            with contextlib.suppress(OSError):
                os.write(parting, _GOODBYE)
            os.close(parting)


def _post(explicit: bool) -> int | None:
    """Start the guardian; the end of the pipe that the desk holds, or None where there is no terminal to guard."""
    try:
        import termios

        device = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):
        return None
    try:
        settings: list[Any] = termios.tcgetattr(device)
        watched, held = os.pipe()
        if os.fork() == 0:
            os.close(held)
            _watch(watched, device, settings, RESTORE + (IMPLICIT if explicit else b""))
        os.close(watched)
    except (OSError, termios.error):
        return None
    finally:
        os.close(device)
    return held


def _watch(watched: int, device: int, settings: list[Any], restore: bytes) -> None:
    """The guardian's whole life. It never returns, and it keeps nothing open but the pipe and the terminal."""
    import termios

    try:
        os.setsid()
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        # subtle: whoever reads the desk's output to its end would wait for this process too.
        for other in (0, 1, 2):
            os.close(other)
        if os.read(watched, 1) != _GOODBYE:
            os.write(device, restore)
            # A shell that is back at its prompt has its own settings by now; only the desk's are exchanged.
            if not termios.tcgetattr(device)[3] & termios.ISIG:
                termios.tcsetattr(device, termios.TCSANOW, settings)
    except (OSError, termios.error):
        pass  # the terminal has gone too
    finally:
        os._exit(0)
