"""Typing: the way into the editor and the ways out, with every second of it on disk."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual import events, on
from textual.timer import Timer

from muqabala.errors import MuqabalaError, ReviewRefused
from muqabala.store.rows import StoredSegment
from muqabala.tui.actions import EDIT
from muqabala.tui.screens.desk.deciding import Deciding
from muqabala.tui.show import source_colours, target_colours
from muqabala.tui.widgets.target_editor import TargetEditor

SAVE_SECONDS = 0.3
"""Typed text is on disk this long after the first unsaved key, at the latest."""


class Editing(Deciding):
    """The Edit mode."""

    edited: StoredSegment | None = None
    """The segment being edited."""
    _saving: Timer | None = None
    _term_next = False

    def on_mount(self) -> None:
        self._given_up: dict[int, str] = {}

    # ── in ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_edit(self, key: str) -> None:
        segment = self.current()
        typed = self.bench.typing(segment)
        self.start_editing(segment, typed)
        if typed is not None and typed != segment.target:
            self.say("What you had typed is back; Esc restores the text as it was.")

    def start_editing(self, segment: StoredSegment, typed: str | None = None) -> None:
        """Open the editor, on what had been typed where there is something."""
        self.edited = segment
        self.set_mode(EDIT)
        self.editor.load(segment.target)
        if typed is not None:
            self.editor.set_text(typed)
        self.editor.focus()
        self._judge_typing(segment)
        self.say("")

    # ── out ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_keep(self, key: str) -> None:
        segment = self._keep()
        self._leave()
        self.decided(f"Segment {segment.number} is kept as you wrote it.")

    def do_keep_accept(self, key: str) -> None:
        segment = self._keep()
        self._leave()
        self.refresh_segments()
        self.accept(segment, go_on=True)

    def _keep(self) -> StoredSegment:
        if self.edited is None:
            raise ReviewRefused("Nothing is being edited.")
        text = self.editor.buffer.text.strip()
        segment = self.edited
        if text != segment.target:
            segment = self.bench.edit(segment, text)
        self._drop_typing(segment)
        return segment

    def _drop_typing(self, segment: StoredSegment) -> None:
        # A store that cannot forget it offers it again; nobody must be kept in the editor for that.
        with contextlib.suppress(MuqabalaError):
            self.bench.drop_typing(segment)

    def do_cancel(self, key: str) -> None:
        if self.editor.ghost:
            self.editor.suggest("")
            return
        segment, text = self.edited, self.editor.buffer.text
        if segment is not None:
            if text != segment.target:
                self._given_up[segment.id] = text
            self._drop_typing(segment)
        self._leave()
        self.say(
            "The text is as it was; Ctrl+R brings back what you typed." if segment and text != segment.target else ""
        )

    def _leave(self) -> None:
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        self.edited = None
        self.set_mode(self.HOME)
        self.grid.focus()
        self.show_segment()

    def do_redo(self, key: str) -> None:
        """What was typed before Esc comes first; then decisions."""
        segment = self.current()
        typed = self._given_up.pop(segment.id, None)
        if typed is None:
            super().do_redo(key)
        else:
            self.start_editing(segment, typed)
            self.say("What you had typed is back.")

    # ── while typing ─────────────────────────────────────────────────────────────────────────────────────────────

    @on(TargetEditor.Changed)
    def _typed(self, message: TargetEditor.Changed) -> None:
        if message.editor is self.editor and self.mode == EDIT and self._saving is None:
            self._saving = self.set_timer(SAVE_SECONDS, self._save_typing)

    def _save_typing(self) -> None:
        self._saving = None
        if self.edited is not None:
            with self.guard():
                self.bench.keep_typing(self.edited, self.editor.buffer.text)
                self._judge_typing(self.edited)

    def _judge_typing(self, segment: StoredSegment) -> None:
        """Terms and checks of what is typed so far, in the side panel and beside the words."""
        seen = self.bench.as_typed(segment, self.editor.buffer.text)
        dark = self.app.current_theme.dark
        self.source.show(segment.source, source_colours(seen, dark=dark), keep_place=True)
        self.editor.colour(target_colours(seen, dark=dark))
        self.show_lists(seen)
        self.show_trouble(seen)

    def on_key(self, event: events.Key) -> None:
        if self._term_next and self.mode == EDIT:
            self._term_next = False
            digit = event.character or ""
            if digit.isdecimal():
                event.stop()
                event.prevent_default()  # the handler of the base would see the digit too
                self.perform("insert_term", f"alt+{int(digit)}")

    def do_insert_term_next(self, key: str) -> None:
        self._term_next = self.editor.pass_next = True
        self.say("Press the number of the term.")

    def do_insert_term(self, key: str) -> None:
        """Insert a term's English with the spaces it needs."""
        number = int(key[-1])
        terms = self.edited.terms if self.edited is not None else ()
        if not 1 <= number <= len(terms):
            raise ReviewRefused(f"This segment has no term {number}.")
        buffer = self.editor.buffer
        start, end = buffer.selection
        before, after = buffer.text[:start], buffer.text[end:]
        text = terms[number - 1].term
        lead = "" if not before or before[-1].isspace() or before[-1] in "([“‘\"'-" else " "
        tail = " " if after and after[0].isalnum() else ""
        self.editor.insert(lead + text + tail)
        self.say(f"Term {number} is in the text.")

    def do_open_editor(self, key: str) -> None:
        """Edit in $EDITOR; the desk steps aside and takes the text back."""
        editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
        with tempfile.TemporaryDirectory(prefix="muqabala-") as folder:
            file = Path(folder) / "segment.txt"
            file.write_text(self.editor.buffer.text, encoding="utf-8")
            try:
                with self.app.suspend():
                    subprocess.run([*editor, str(file)], check=False)
            except OSError as wrong:
                raise MuqabalaError(
                    f"{editor[0]} cannot be started: {wrong.strerror}.", hint="Set EDITOR to your editor."
                ) from wrong
            text = file.read_text(encoding="utf-8", errors="replace").strip("\n")
        self.editor.set_text(text)
        self.app.refresh()
