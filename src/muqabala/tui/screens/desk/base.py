"""The desk's bones: its panes, the current segment, keys to actions, and moving about.

The desk shows and asks; what a decision means is the workflow's business (`bench`). Every action runs inside one
guard, so that a full disk, a conflict or a vanished document becomes a sentence and the session goes on.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from muqabala.errors import Conflict, MuqabalaError, ReviewRefused
from muqabala.store.rows import DocumentSummary, StoredSegment
from muqabala.text.bidi import Mode
from muqabala.tui.actions import EDIT, REVIEW, Action, keymap
from muqabala.tui.bench import Bench
from muqabala.tui.clipboard import put
from muqabala.tui.host import Host, Showing, host_of
from muqabala.tui.keyboards import LAM, LAM_ALEF, LAM_WAIT
from muqabala.tui.messages import NamesLookedAt
from muqabala.tui.screens.choose import ChooseScreen
from muqabala.tui.screens.palette import PaletteScreen
from muqabala.tui.screens.prompt import PromptScreen
from muqabala.tui.screens.select import Marked, SelectScreen
from muqabala.tui.show import panel_lists, source_colours, target_colours, trouble, worries
from muqabala.tui.widgets.bidi_text import BidiText
from muqabala.tui.widgets.choice_list import Choice
from muqabala.tui.widgets.footer import StatusFooter
from muqabala.tui.widgets.header import DeskHeader
from muqabala.tui.widgets.segment_grid import SegmentGrid
from muqabala.tui.widgets.side_panel import SidePanel
from muqabala.tui.widgets.target_editor import TargetEditor
from muqabala.tui.words import STATE_WORDS, plural
from muqabala.values import Match

POLL_SECONDS = 1.0
"""How often the desk looks whether somebody else has written to the store."""
LEFT_FOR_KEYS = 30
"""Columns of the footer that mode, help and quit take from a sentence."""
SETTLE_SECONDS = 0.08
"""How long the cursor must rest on a segment before the memory is asked."""


class DeskBase(Screen[None]):
    """One document on the desk."""

    HOME: ClassVar[str] = REVIEW
    """The mode that is on while nothing is being edited."""

    def __init__(
        self,
        bench: Bench,
        document: DocumentSummary,
        *,
        mode: Mode,
        tables: dict[str, tuple[Action, ...]],
        showing: Showing | None = None,
    ) -> None:
        super().__init__()
        self.showing = showing
        self.bench = bench
        self.document = document
        self.bidi: Mode = mode
        self.tables = tables
        self.keymaps = {name: keymap(table) for name, table in tables.items()}
        self.mode = self.HOME
        self.numbers: Sequence[int] = range(0)
        self.filter_sentence = ""
        self._alerted = ""
        self._matches: Sequence[Match] = ()
        self._matches_of: tuple[int, str] | None = None
        self._looking = self._look_again = False
        self._lam: Timer | None = None
        self._settle: Timer | None = None
        self._seen = bench.written_elsewhere()
        self._started = time.monotonic()
        self._words_at_start = document.words_left

    @property
    def desk(self) -> Host:
        """The application."""
        return host_of(self.app)

    # ── panes ────────────────────────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        yield DeskHeader()
        yield Static("This window is too small for the desk. It needs 40 columns and 10 rows.", id="tiny")
        with Horizontal(id="body"):
            with Vertical(id="main"):
                yield self.make_grid()
                with Container(id="texts"):
                    with Vertical(id="source-box", classes="textbox"):
                        yield BidiText(rtl=self.document.language == "ar" or None, mode=self.bidi, id="source")
                    with Vertical(id="target-box", classes="textbox"):
                        yield BidiText(rtl=None, mode=self.bidi, id="target")
                        yield TargetEditor(rtl=None, mode=self.bidi, id="editor")
                yield Static(id="alert", markup=False)
            yield SidePanel(mode=self.bidi)
        yield StatusFooter()

    def on_mount(self) -> None:
        if not (self.query("#source") and self.query(StatusFooter)):
            return  # the application is leaving while the desk comes up: what was composed is going already
        self.grid.focus()
        self.set_mode(self.HOME)
        self.load_numbers()
        self.query_one(DeskHeader).show(self.document)
        self.set_interval(POLL_SECONDS, self.poll)

    def make_grid(self) -> SegmentGrid:
        """The list of segments."""
        return SegmentGrid(self._window, mode=self.bidi, id="grid")

    def _window(self, first: int, last: int) -> Sequence[StoredSegment]:
        try:
            return self.bench.window(self.document.id, first, last)
        except MuqabalaError as wrong:
            self.complain(str(wrong))
            return ()

    @property
    def grid(self) -> SegmentGrid:
        return self.query_one("#grid", SegmentGrid)

    @property
    def source(self) -> BidiText:
        return self.query_one("#source", BidiText)

    @property
    def target(self) -> BidiText:
        return self.query_one("#target", BidiText)

    @property
    def editor(self) -> TargetEditor:
        return self.query_one("#editor", TargetEditor)

    @property
    def panel(self) -> SidePanel:
        return self.query_one(SidePanel)

    def on_resize(self, event: events.Resize) -> None:
        """Wide, stacked, one segment, or too small."""
        columns, rows = event.size
        tiny = columns < 40 or rows < 10
        single = not tiny and (columns < 60 or rows < 15)
        lined = self.bidi == "terminal"
        stacked = not tiny and not single and (columns < 100 or lined)
        for name, on_now in (("tiny", tiny), ("single", single), ("stacked", stacked), ("lined", lined)):
            self.set_class(on_now, name)

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, sentence: str) -> None:
        """Tell in the footer what happened."""
        self.query_one(StatusFooter).say(sentence)

    def complain(self, sentence: str) -> None:
        """Tell what went wrong, whole: a sentence too long for the footer is also shown above it for a while."""
        self.say(sentence)
        if len(sentence) > self.size.width - LEFT_FOR_KEYS:
            self.notify(sentence, severity="error", timeout=12, markup=False)

    def set_mode(self, mode: str) -> None:
        self.mode = mode
        self.set_class(mode == EDIT, "editing")
        self.query_one(StatusFooter).show_mode(mode, self.tables[mode])

    def load_numbers(self, numbers: Sequence[int] | None = None, sentence: str = "") -> None:
        """Show all segments, or those of a filter, staying where the cursor is if it may."""
        current = self.grid.current
        at = current.number if current is not None else 1
        if numbers is None:
            self.numbers = range(1, self.bench.count(self.document.id) + 1)
        else:
            self.numbers = numbers
        self.filter_sentence = sentence
        self.query_one(DeskHeader).filter_sentence = sentence
        index = next((k for k, number in enumerate(self.numbers) if number >= at), 0) if numbers is not None else at - 1
        self.grid.load(self.numbers, index)
        self.show_segment()

    def refresh_document(self) -> None:
        """The header's counts anew."""
        summary = self.bench.summary(self.document.id)
        if summary is not None:
            self.document = summary
        header = self.query_one(DeskHeader)
        minutes = (time.monotonic() - self._started) / 60
        done = self._words_at_start - self.document.words_left
        header.words_per_minute = done / minutes if minutes > 1 and done > 20 else 0.0
        header.show(self.document)

    def refresh_segments(self) -> None:
        """Something was written: fetch again what is on the screen."""
        if not isinstance(self.numbers, range) or len(self.numbers) == self.bench.count(self.document.id):
            self.grid.forget()
        else:
            self.load_numbers()
        self.refresh_document()
        self.show_segment()

    def show_segment(self) -> None:
        """The current segment in the panes; its memory follows when the cursor rests."""
        segment = self.grid.current
        if self._settle is not None:
            self._settle.stop()
        if segment is None:
            self.source.show("")
            self.target.show("")
            self.panel.show({})
            self._alert("")
            return
        dark = self.app.current_theme.dark
        self.source.show(segment.source, source_colours(segment, dark=dark))
        if self.mode != EDIT:
            self.target.show(segment.target, target_colours(segment, dark=dark))
        side = "English original" if self.document.language == "en" else "Arabic"
        self.query_one("#source-box").border_title = f"{side} {segment.number:,} ({segment.role})"
        self.show_trouble(segment)
        self.show_lists(segment)
        self._settle = self.set_timer(SETTLE_SECONDS, self._show_memory)

    def show_trouble(self, segment: StoredSegment) -> None:
        """What keeps the segment from being accepted, and how much the checks have found, in words."""
        found = worries(segment)
        more = f" · {plural(found, 'finding')}" if found else ""
        self.query_one("#target-box").border_title = f"English: {STATE_WORDS[segment.state]}{more}"
        self._alert(trouble(segment))

    def show_lists(self, segment: StoredSegment) -> None:
        """Terms, memory, notes and checks of a segment; the memory as far as it has been asked."""
        matches = self._matches if self._matches_of == (segment.id, segment.source) else ()
        self.panel.show(panel_lists(segment, matches, dark=self.app.current_theme.dark))

    def _alert(self, sentence: str) -> None:
        if sentence != self._alerted:
            self._alerted = sentence
            alert = self.query_one("#alert", Static)
            alert.update(sentence)
            alert.set_class(bool(sentence), "shown")

    def _show_memory(self) -> None:
        segment = self.grid.current
        if segment is None:
            return
        with self.guard():
            self._matches, self._matches_of = self.bench.matches(segment), (segment.id, segment.source)
            if self._matches and self.mode != EDIT:
                self.show_lists(segment)

    def poll(self) -> None:
        """Has somebody else written? Then show it, but leave the text being typed alone."""
        self.query_one(DeskHeader).say_background(self.desk.drafting)
        with self.guard():
            seen = self.bench.written_elsewhere()
            if seen != self._seen:
                self._seen = seen
                self.refresh_segments()
                self.look_at_names()

    def look_at_names(self) -> None:
        """A text has changed: is one name rendered two ways now? One look at a time; the last one sees everything."""
        self._look_again = self._looking
        if not self._looking:
            self._looking = True
            self._look()

    @work(thread=True, group="names")
    def _look(self) -> None:
        changed, worker = 0, get_current_worker()
        # What a store cannot take is said by the decision that it could not take either.
        with contextlib.suppress(MuqabalaError):
            changed = self.bench.look_at_names(self.document.id, lambda: worker.is_cancelled)
        self.post_message(NamesLookedAt(changed))

    @on(NamesLookedAt)
    def _names_looked_at(self, message: NamesLookedAt) -> None:
        self._looking = False
        if self._look_again:
            self.look_at_names()
        if message.changed:
            self.grid.forget()
            if self.mode != EDIT:
                self.show_segment()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_key(self, event: events.Key) -> None:
        """Find the action of a key in the table of the mode, under whichever keyboard layout."""
        character = event.character if event.is_printable else None
        if self._lam is not None and self.mode == self.HOME:
            self._lam.stop()
            self._lam = None
            together = LAM_ALEF.get(LAM + (character or ""))
            if together is not None:
                event.stop()
                self.press(together)
                return
            self.press(LAM)
        if character == LAM and self.mode == self.HOME:
            event.stop()
            self._lam = self.set_timer(LAM_WAIT, self._lone_lam)
            return
        if character in LAM_ALEF:
            character = LAM_ALEF[character]
        for key in (event.key, character):
            if key is not None and self.press(key):
                event.stop()
                event.prevent_default()
                return

    def _lone_lam(self) -> None:
        self._lam = None
        self.press(LAM)

    def press(self, key: str) -> bool:
        """Do what a key means now; False where it means nothing."""
        found = self.keymaps[self.mode].get(key)
        if found is None:
            return False
        action, table_key = found
        self.perform(action.id, table_key)
        return True

    def perform(self, action: str, key: str = "") -> None:
        """Run an action of the table."""
        handler: Callable[[str], None] = getattr(self, f"do_{action}")
        with self.guard():
            handler(key)

    def guard(self) -> _Guard:
        """Turns what a person can mend into a sentence, and lets the session go on."""
        return _Guard(self)

    def ask(self, question: str, then: Callable[[str], None], initial: str = "") -> None:
        """Ask for a line of text; `then` runs under the guard, and not at all after Esc."""

        def answered(text: str | None) -> None:
            if text is not None:
                with self.guard():
                    then(text)

        self.app.push_screen(PromptScreen(question, initial, mode=self.bidi), answered)

    def choose(
        self, sentence: str, choices: Sequence[Choice], answer: str, then: Callable[[int], None] | None = None
    ) -> None:
        """Let a person choose; `then` runs under the guard."""

        def answered(index: int | None) -> None:
            if index is not None and then is not None:
                with self.guard():
                    then(index)

        self.app.push_screen(ChooseScreen(sentence, choices, answer=answer, mode=self.bidi), answered)

    def current(self) -> StoredSegment:
        """The segment an action is about."""
        segment = self.grid.current
        if segment is None:
            raise MuqabalaError("There is no segment here.", hint="f then Enter shows all segments.")
        return segment

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────

    @on(SegmentGrid.Moved)
    def _moved(self) -> None:
        if self.mode == EDIT:
            return
        self.show_segment()

    def do_down(self, key: str) -> None:
        self.grid.move(self.grid.at + 1)

    def do_up(self, key: str) -> None:
        self.grid.move(self.grid.at - 1)

    def do_page_down(self, key: str) -> None:
        self.grid.move(self.grid.at + self.grid.page_rows)

    def do_page_up(self, key: str) -> None:
        self.grid.move(self.grid.at - self.grid.page_rows)

    def do_top(self, key: str) -> None:
        self.grid.move(0)

    def do_bottom(self, key: str) -> None:
        self.grid.move(len(self.numbers) - 1)

    def do_go_to(self, key: str) -> None:
        self.ask("Go to which segment?", self._go_to)

    def _go_to(self, text: str) -> None:
        digits = "".join(str(int(c)) for c in text if c.isdecimal())
        if not digits:
            raise MuqabalaError(f"{text!r} is not the number of a segment.")
        if not self.grid.move_to_number(int(digits)):
            shown = f" among those shown ({self.filter_sentence})" if self.filter_sentence else ""
            raise MuqabalaError(f"There is no segment {digits}{shown}.")

    def do_next_open(self, key: str) -> None:
        self.move_to_open(backwards=False)

    def do_previous_open(self, key: str) -> None:
        self.move_to_open(backwards=True)

    def move_to_open(self, *, backwards: bool) -> None:
        """To the next segment without a decision, among those shown."""
        if isinstance(self.numbers, range):
            after = self.numbers[self.grid.at] if self.numbers else 0
            number = self.bench.next_unreviewed(self.document.id, after, backwards=backwards)
            if number is not None and self.grid.move_to_number(number):
                return
        else:
            step = -1 if backwards else 1
            index = self.grid.at + step
            while 0 <= index < len(self.numbers):
                segment = self.grid.segment(index)
                if segment is not None and segment.state not in ("accepted", "rejected"):
                    self.grid.move(index)
                    return
                index += step
        self.say(
            "There is no unreviewed segment before this one."
            if backwards
            else "Nothing unreviewed comes after this one."
        )

    # ── on every screen of a document ────────────────────────────────────────────────────────────────────────────

    def do_select(self, key: str) -> None:
        """Text that is only read, under a caret; what was selected stays so for c, + and s."""
        segment = self.current()
        entries = [(f"Arabic {segment.number}", segment.source), ("English", segment.target)]
        matches = self._matches if self._matches_of == (segment.id, segment.source) else ()
        for number, match in enumerate(matches, 1):
            entries += [(f"Memory {number}, Arabic", match.pair.ar), (f"Memory {number}, English", match.pair.en)]
        entries += [("Note", segment.note)]
        shown = [(head, text) for head, text in entries if text]

        def back(marked: Marked | None) -> None:
            if marked is None:
                return
            self.source.mark(*marked.of(segment.source))
            self.target.mark(*marked.of(segment.target))
            if marked.copied:
                self.copy(marked.copied)

        self.app.push_screen(SelectScreen(shown, mode=self.bidi), back)

    def do_copy(self, key: str) -> None:
        text = self.source.selected_text or self.target.selected_text or self.current().target
        if not text:
            raise ReviewRefused("There is nothing to copy here.")
        self.copy(text)

    def copy(self, text: str) -> None:
        """Put a text where other programs find it."""
        put(self.app, text)
        self.say("Copied.")

    def do_documents(self, key: str) -> None:
        self.desk.show_documents()

    def do_palette(self, key: str) -> None:
        table = {action.id: action for action in self.tables[self.mode]}

        def chosen(action: str | None) -> None:
            if action is not None:
                self.perform(action, table[action].keys[0])

        self.app.push_screen(PaletteScreen(tuple(table.values())), chosen)

    def do_quit(self, key: str) -> None:
        self.app.exit()


class _Guard:
    """A context that says a MuqabalaError in the footer instead of raising it."""

    def __init__(self, desk: DeskBase) -> None:
        self.desk = desk

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, wrong: BaseException | None, trace: object) -> bool:
        if not isinstance(wrong, MuqabalaError):
            return False
        self.desk.complain(str(wrong))
        self.desk.app.bell()
        if isinstance(wrong, Conflict):
            self.desk.grid.forget()
            self.desk.show_segment()
        return True
