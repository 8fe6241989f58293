"""What is copied goes to the clipboard of the machine in front of the person.

OSC 52 asks the terminal, which works over SSH and in tmux; some terminals (VTE before 0.76, Apple Terminal) do not
listen, so where a desktop is at hand its own program is told as well. The text is always in logical order.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping

from textual.app import App

_PROGRAMS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-in")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
    ("", ("clip.exe",)),
)
"""The variable that must be set, and the command that takes the text."""


def program(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The desktop's own way to the clipboard; empty over SSH and where there is none."""
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY") or "TEXTUAL_DRIVER" in environ:
        return ()
    for variable, command in _PROGRAMS:
        if (not variable or environ.get(variable)) and shutil.which(command[0], path=environ.get("PATH")):
            return command
    return ()


def put(app: App[None], text: str, environ: Mapping[str, str] | None = None) -> None:
    """Copy a text. What a desktop's program has to complain of is no concern of the desk's."""
    app.copy_to_clipboard(text)
    command = program(os.environ if environ is None else environ)
    if command:
        encoding = "utf-16-le" if command[0] == "clip.exe" else "utf-8"
        # It may stay to serve the clipboard, so nobody waits for it.
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
            if process.stdin is not None:
                with process.stdin as into:
                    into.write(text.encode(encoding))
        except OSError:
            return
