"""Two documents beside each other, bead by bead: accept, mend, link, leave out, align again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work

from muqabala.errors import MuqabalaError, ReviewRefused
from muqabala.store import NewBead, StoredSegment
from muqabala.tui.actions import ALIGN, EDIT
from muqabala.tui.screens.desk.editing import Editing
from muqabala.tui.screens.help import HelpScreen
from muqabala.tui.widgets.bead_grid import BeadGrid
from muqabala.tui.widgets.choice_list import Choice
from muqabala.tui.widgets.segment_grid import SegmentGrid
from muqabala.tui.words import plural
from muqabala.values import State
from muqabala.workflow import beads


class AlignmentScreen(Editing):
    """The alignment of one document with its translation."""

    HOME: ClassVar[str] = ALIGN

    def make_grid(self) -> SegmentGrid:
        return BeadGrid(self._window, mode=self.bidi, id="grid")

    @property
    def bead_grid(self) -> BeadGrid:
        return self.query_one("#grid", BeadGrid)

    # ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def do_accept(self, key: str) -> None:
        bead = self.current()
        self.bench.accept(bead)
        self.decided(f"Bead {bead.number} is accepted.")
        self.grid.move(self.grid.at + 1)

    def do_clear(self, key: str) -> None:
        bead = self.current()
        self.bench.clear(bead)
        self.decided(f"Bead {bead.number} waits for a decision again.")

    def do_leave_out(self, key: str) -> None:
        bead = self.current()
        self.bench.reject(bead, "left out of the pairs")
        self.decided(f"Bead {bead.number} is left out of the pairs; c takes that back.")
        self.grid.move(self.grid.at + 1)

    def do_next_low(self, key: str) -> None:
        self._to_low(1)

    def do_previous_low(self, key: str) -> None:
        self._to_low(-1)

    def _to_low(self, step: int) -> None:
        """To the next bead of low confidence that nobody has decided on."""
        doubtful = self.bench.numbers_where(self.document.id, states=(State.DRAFTED, State.EDITED), suspicious=True)
        at = self.current().number
        beyond = [number for number in doubtful if (number > at if step > 0 else number < at)]
        if not beyond:
            raise ReviewRefused(f"There is no doubtful bead {'after' if step > 0 else 'before'} this one.")
        self.grid.move_to_number(beyond[0] if step > 0 else beyond[-1])

    # ── beads ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _replace(self, kind: str, old: Sequence[StoredSegment], new: Sequence[NewBead], sentence: str) -> None:
        self.bench.replace_beads(kind, old, new)
        first = old[0].number
        self.load_numbers()
        self.grid.move_to_number(first)
        self.decided(f"{sentence} u takes it back.")

    def _neighbours(self, first: int) -> Sequence[StoredSegment]:
        pair = self.bench.window(self.document.id, first, first + 1)
        if first < 1 or len(pair) < 2:
            raise ReviewRefused("There is no bead there.")
        return pair

    def _merge(self, first: int) -> None:
        pair = self._neighbours(first)
        self._replace(
            "merge", pair, beads.merged(self.bench.store, pair), f"Beads {first} and {first + 1} are one now."
        )

    def do_split(self, key: str) -> None:
        bead = self.current()
        parts = beads.sides(self.bench.store, bead)
        places = beads.cuts(parts)
        if not places or len(parts.ar) + len(parts.en) < 2:
            raise ReviewRefused("This bead is one sentence; there is nothing to split.")

        def cut(index: int) -> None:
            self._replace("split", [bead], beads.split(bead, parts, places[index]), f"Bead {bead.number} is split.")

        choices = []
        for i, j in places:
            first = f"{' '.join(t for _, t in parts.ar[:i]) or '—'}", f"{' '.join(t for _, t in parts.en[:j]) or '—'}"
            head = f"{plural(i, 'Arabic sentence')} with {plural(j, 'English sentence')} in the first bead"
            choices.append(Choice(first, head))
        self.choose("Where is the bead split?", choices, "splits there", cut)

    def do_move_up(self, key: str) -> None:
        number = self.current().number
        first, second = self._neighbours(number - 1)
        new = beads.moved(self.bench.store, first, second, up=True)
        self._replace("move", [first, second], new, "One English sentence moved up.")

    def do_move_down(self, key: str) -> None:
        first, second = self._neighbours(self.current().number)
        new = beads.moved(self.bench.store, first, second, up=False)
        self._replace("move", [first, second], new, "One English sentence moved down.")

    def do_link(self, key: str) -> None:
        grid = self.bead_grid
        if grid.linking is None:
            grid.linking = grid.at
            self.say("The link begins here; move to its other end and press Space again.")
            return
        first, last = sorted((grid.linking, grid.at))
        grid.linking = None
        chosen = self.bench.window(self.document.id, self.numbers[first], self.numbers[last])
        if len(chosen) < 2:
            grid.refresh()
            self.say("A link needs two ends; nothing was changed.")
            return
        new = beads.merged(self.bench.store, chosen)
        self._replace("link", chosen, new, f"{plural(len(chosen), 'bead')} are one now.")

    def do_realign(self, key: str) -> None:
        self.say("Aligning again from here…")
        self._realign(self.current().number)

    @work(thread=True, exclusive=True, group="align")
    def _realign(self, first: int) -> None:
        try:
            changes = beads.realigned(self.bench.store, self.document.id, first)
        except MuqabalaError as wrong:
            self.app.call_from_thread(self.complain, str(wrong))
            return
        self.app.call_from_thread(self._realigned, first, changes)

    def _realigned(self, first: int, changes: list[tuple[list[StoredSegment], list[NewBead]]]) -> None:
        with self.guard():
            if changes:
                self.bench.realign(changes)
            self.load_numbers()
            self.grid.move_to_number(first)
            changed = sum(len(old) for old, _ in changes)
            self.decided(
                f"{plural(changed, 'bead')} changed, accepted ones were left alone; u takes it back."
                if changes
                else "Aligned again: nothing changed."
            )

    # ── the rest ─────────────────────────────────────────────────────────────────────────────────────────────────

    def do_desk(self, key: str) -> None:
        self.desk.show_desk(self.document)

    def do_help(self, key: str) -> None:
        self.app.push_screen(HelpScreen([(mode, self.tables[mode]) for mode in (ALIGN, EDIT)]))

    def do_panel(self, key: str) -> None:
        self.panel.cycle()

    def do_complete(self, key: str) -> None:
        self.say("Completion is for drafts; the English of a bead is edited as it was written.")
