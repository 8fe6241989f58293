"""Textual's terminal driver, which also steps aside safely, takes the order of Arabic and gives it back.

The driver is the one place that every way in and out passes: start, exit, crash, suspend and resume.
"""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver

from muqabala.tui.terminal import EXPLICIT, IMPLICIT


class DeskDriver(LinuxDriver):
    """Steps aside between two messages, never in the middle of one.

    Textual does it inside the signal handler, which waits for ever where it met the main thread holding the lock of
    the very queue that the last bytes go through. And where the terminal has gone, it writes nothing more: Textual's
    writing thread has died of the error then, and its queue, once full, would be waited for by a desk without a window.
    """

    def write(self, data: str) -> None:
        if self._writes():
            super().write(data)

    def close(self) -> None:
        if not self._writes():
            self._writer_thread = None
        super().close()

    def _writes(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def _sigtstp_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(super()._sigcont_application)


class ExplicitBidiDriver(DeskDriver):
    """While the application is on the screen, the terminal leaves the order of the cells alone."""

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write(EXPLICIT.decode("ascii"))

    def stop_application_mode(self) -> None:
        self.write(IMPLICIT.decode("ascii"))
        super().stop_application_mode()
