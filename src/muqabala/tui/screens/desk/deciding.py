"""Verdicts on the current segment, and what reshapes segments."""

from __future__ import annotations

import regex

from muqabala.errors import ReviewRefused
from muqabala.store.rows import StoredSegment
from muqabala.tui.screens.desk.base import DeskBase
from muqabala.tui.show import difference
from muqabala.tui.widgets.choice_list import Choice, Passage
from muqabala.tui.words import kind_word, plural

_BREAK = regex.compile(r"(?<=[.!?؟؛،:,;…])\s+|\s+(?=و?(?:كما|لكن|بينما|حيث|فيما)\b)")


def split_places(text: str) -> list[int]:
    """Where a person is likely to split: after marks and before joining words, else at every space."""
    places = [match.end() for match in _BREAK.finditer(text)]
    return places or [match.end() for match in regex.finditer(r"\s+", text)]


class Deciding(DeskBase):
    """Accept, reject, waive, flag, undo; split, merge, propagate."""

    def decided(self, sentence: str, *, go_on: bool = False) -> None:
        """A decision is on disk: show what came of it."""
        self.refresh_segments()
        self.look_at_names()
        self.say(sentence)
        if go_on:
            self.move_to_open(backwards=False)

    def do_accept(self, key: str) -> None:
        self.accept(self.current(), go_on=True)

    def do_accept_stay(self, key: str) -> None:
        self.accept(self.current(), go_on=False)

    def accept(self, segment: StoredSegment, *, go_on: bool) -> None:
        if segment.unplaced:
            names = ", ".join(term.term for term in segment.unplaced)
            raise ReviewRefused(
                f"Segment {segment.number} cannot be accepted: term not placed: {names}.",
                hint="Put it into the text (e), or press w to waive it with a reason.",
            )
        self.bench.accept(segment)
        self.decided(f"Segment {segment.number} is accepted.", go_on=go_on)

    def do_reject(self, key: str) -> None:
        segment = self.current()

        def reject(reason: str) -> None:
            self.bench.reject(segment, reason)
            self.decided(f"Segment {segment.number} is rejected.", go_on=True)

        self.ask(f"Why is segment {segment.number} rejected? (Enter alone gives no reason.)", reject)

    def do_flag(self, key: str) -> None:
        segment = self.current()
        self.bench.flag(segment, not segment.flagged)
        self.decided(f"Segment {segment.number} {'no longer needs' if segment.flagged else 'needs'} review.")

    def do_waive(self, key: str) -> None:
        segment = self.current()
        terms = segment.unplaced
        if not terms:
            raise ReviewRefused("There is no unplaced term to waive in this segment.")

        def chosen(index: int) -> None:
            term = terms[index]

            def waive(reason: str) -> None:
                if not reason:
                    raise ReviewRefused("A term is waived with a reason; nothing was changed.")
                self.bench.waive(segment, term, reason)
                self.decided(f"“{term.term}” is waived here.")

            self.ask(f"Why need “{term.term}” not be rendered here?", waive)

        if len(terms) == 1:
            chosen(0)
        else:
            choices = [Choice((segment.source[t.source[0] : t.source[1]], t.term)) for t in terms]
            self.choose("Which term is waived?", choices, "waives it", chosen)

    # ── undo and redo ────────────────────────────────────────────────────────────────────────────────────────────

    def do_undo(self, key: str) -> None:
        entry = self.bench.undo(self.document.id)
        self.after_taking(entry.segment, f"Undone: {kind_word(entry.reason or entry.kind)} at {entry.segment}.")

    def do_redo(self, key: str) -> None:
        entry = self.bench.redo(self.document.id)
        self.after_taking(entry.segment, f"Done again: {kind_word(entry.reason or entry.kind)} at {entry.segment}.")

    def after_taking(self, number: int, sentence: str) -> None:
        """Show where something was taken back or done again."""
        self.refresh_segments()
        self.look_at_names()
        self.grid.move_to_number(number)
        self.say(sentence)

    # ── segments ─────────────────────────────────────────────────────────────────────────────────────────────────

    def do_merge_next(self, key: str) -> None:
        self._merge(self.current().number)

    def do_merge_previous(self, key: str) -> None:
        self._merge(self.current().number - 1)

    def _merge(self, first: int) -> None:
        pair = self.bench.window(self.document.id, first, first + 1)
        if len(pair) < 2:
            raise ReviewRefused("There is no segment there to join with.")
        self.bench.merge(pair[0], pair[1])
        self.load_numbers()
        self.grid.move_to_number(first)
        self.decided(f"Segments {first} and {first + 1} are one now; u takes it back.")

    def do_split(self, key: str) -> None:
        """Split at the letter that v or the mouse chose in the Arabic (and in the English, where one was chosen there),
        else ask where."""
        segment = self.current()
        start = self.source.selection[0]
        if 0 < start < len(segment.source):
            there = self.target.selection[0]
            self._split(segment, start, there if 0 < there < len(segment.target) else None)
            return
        places = split_places(segment.source)
        if not places:
            raise ReviewRefused("This segment has no place to split; put the caret somewhere with v first.")
        choices = [
            Choice(
                (segment.source[:place].strip(), segment.source[place:].strip()),
                f"after {plural(len(segment.source[:place].split()), 'word')}",
            )
            for place in places
        ]
        self.choose("Where is it split?", choices, "splits there", lambda index: self._split(segment, places[index]))

    def _split(self, segment: StoredSegment, place: int, there: int | None = None) -> None:
        _, second = self.bench.split(segment, place, there)
        self.load_numbers()
        self.grid.move_to_number(segment.number)
        hint = "" if second.target else " The English stayed with the first part; t translates a part by itself."
        self.decided(f"Segment {segment.number} is split; u takes it back.{hint}")

    def do_propagate(self, key: str) -> None:
        segment = self.current()
        if not segment.target:
            raise ReviewRefused("There is no translation to propagate yet.")
        others = self.bench.repetitions(segment)
        if not others:
            raise ReviewRefused("No other segment that reads the same waits for a translation.")
        every = len(others) > 1
        choices = [Choice((f"All {plural(len(others), 'segment')} below.",), "all of them")] if every else []
        for other in others:
            shown: Passage | str = difference(other.target, segment.target) if other.target else segment.target
            choices.append(Choice((shown,), f"segment {other.number} · {other.state}"))

        def give(index: int) -> None:
            chosen = others if every and index == 0 else [others[index - every]]
            self.bench.propagate(segment, chosen)
            self.decided(f"The translation was given to {plural(len(chosen), 'segment')}.")

        self.choose("Give this translation to the same sentence elsewhere?", choices, "gives it", give)
