"""Textual's terminal driver, which also takes the order of Arabic from the terminal and gives it back.

The driver is the one place that every way in and out passes: start, exit, crash, suspend and resume.
"""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from muqabala.tui.terminal import EXPLICIT, IMPLICIT


class ExplicitBidiDriver(LinuxDriver):
    """While the application is on the screen, the terminal leaves the order of the cells alone."""

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(EXPLICIT.decode("ascii"))

    def stop_application_mode(self) -> None:
        self.write(IMPLICIT.decode("ascii"))
        super().stop_application_mode()
