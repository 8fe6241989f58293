"""Finding, comparing, remembering: what helps to decide and decides nothing."""

from __future__ import annotations

from muqabala.errors import MuqabalaError, ReviewRefused
from muqabala.tui.actions import EDIT
from muqabala.tui.colours import FOUND
from muqabala.tui.host import Showing
from muqabala.tui.screens.desk.editing import Editing
from muqabala.tui.screens.help import HelpScreen
from muqabala.tui.show import difference, history_choice
from muqabala.tui.widgets.bidi_text import Coloured
from muqabala.tui.widgets.choice_list import Choice, Passage
from muqabala.tui.words import STATE_SIGNS, STATE_WORDS, plural
from muqabala.values import CHECKS, State


class Looking(Editing):
    """Search, filter, concordance, history, difference, notes, panel, help."""

    _query = ""

    def do_search(self, key: str) -> None:
        self.ask("Find in this document:", self._search, self._query)

    def _search(self, query: str) -> None:
        if not query:
            return
        self._query = query
        found = self.bench.numbers_with(self.document.id, query)
        if not found:
            raise MuqabalaError(f"“{query}” is not in this document.")
        at = self.current().number if self.grid.current else 0
        after = [number for number in found if number > at] or found
        if not self.grid.move_to_number(after[0]):
            self.load_numbers()
            self.grid.move_to_number(after[0])
        self.say(f"“{query}” is in {plural(len(found), 'segment')}; / then Enter goes on.")

    def do_concordance(self, key: str) -> None:
        chosen = (self.source.selected_text or self.target.selected_text).strip()
        self.ask("Find in everything accepted so far (Arabic or English):", self._concordance, chosen)

    def _concordance(self, query: str) -> None:
        if not query:
            return
        found = self.bench.concordance(query)
        if not found:
            raise MuqabalaError(f"“{query}” is in no accepted pair.")
        choices = []
        for line in found:
            ar = Passage(line.pair.ar, tuple(Coloured(*span, FOUND) for span in line.ar))
            en = Passage(line.pair.en, tuple(Coloured(*span, FOUND) for span in line.en))
            where = f"{line.pair.document} {line.pair.segment or ''} · {line.pair.reviewer or line.pair.origin}"
            choices.append(Choice((ar, en), where))
        self.choose(f"“{query}” in {plural(len(found), 'pair')}", choices, "")

    def do_filter(self, key: str) -> None:
        counts = self.document.states
        options: list[tuple[str, dict[str, object]]] = [(f"All segments ({self.document.segments:,})", {})]
        options += [
            (f"{STATE_SIGNS[state]} {STATE_WORDS[state]} ({counts.get(state, 0):,})", {"states": (state,)})
            for state in State
        ]
        options += [("! with a term not placed", {"unplaced": True}), ("⚑ needs review", {"flagged": True})]
        options += [("with a term …", {"term": ""}), ("with a text …", {"text": ""})]
        options += [(f"check: {check}", {"check": check}) for check in CHECKS]
        options += [("in another document …", {"document": ""})]

        def apply(index: int) -> None:
            label, wanted = options[index]
            if "term" in wanted:
                terms = [term.id for term in self.current().terms] if self.grid.current else []
                self.ask(
                    "Which term (its id in the glossary)?",
                    lambda term: self._filter(f"term {term}", term=term),
                    terms[0] if terms else "",
                )
            elif "text" in wanted:
                self.ask("Which text?", lambda text: self._filter(f"“{text}”", text=text))
            elif "document" in wanted:
                self._choose_document()
            else:
                self._filter(label.split(" (")[0] if wanted else "", **wanted)

        self.choose("Show which segments?", [Choice((label,)) for label, _ in options], "shows them", apply)

    def _filter(self, sentence: str, **wanted: object) -> None:
        if not sentence:
            self.showing = None
            self.load_numbers()
            self.say("All segments are shown.")
            return
        numbers = self.bench.numbers_where(self.document.id, **wanted)
        if not numbers:
            raise MuqabalaError(f"No segment is there to show: {sentence}.")
        self.showing = Showing(sentence, wanted)
        self.load_numbers(numbers, sentence)
        self.say(f"{plural(len(numbers), 'segment')} shown; f then Enter shows all again.")

    def _choose_document(self) -> None:
        """Another document under the filter that is on."""
        wanted = dict(self.showing.wanted) if self.showing is not None else {}
        documents = [one for one in self.desk.documents() if one.kind == "document"]
        counts = [len(self.bench.numbers_where(one.id, **wanted)) for one in documents]
        under = f" ({self.showing.sentence})" if self.showing is not None else ""
        choices = [
            Choice((plural(count, "segment") + under,), one.name) for one, count in zip(documents, counts, strict=True)
        ]
        self.choose(
            "Segments of which document?",
            choices,
            "opens it",
            lambda index: self.desk.change_document(documents[index], self.showing),
        )

    def on_mount(self) -> None:
        # subtle: the base's own handler, which loads all segments, runs after this one.
        self.call_after_refresh(self._filter_from_the_start)

    def _filter_from_the_start(self) -> None:
        """A filter that came with the document."""
        if self.showing is not None:
            showing, self.showing = self.showing, None
            with self.guard():
                self._filter(showing.sentence, **showing.wanted)

    def do_history(self, key: str) -> None:
        segment = self.current()
        entries = self.bench.history(segment)
        if not entries:
            raise MuqabalaError("Nobody has decided anything on this segment yet.")
        self.choose(f"Segment {segment.number}, oldest first", [history_choice(entry) for entry in entries], "")

    def do_difference(self, key: str) -> None:
        segment = self.current()
        if segment.machine is None:
            raise MuqabalaError("No machine has drafted this segment.")
        if segment.machine == segment.target:
            raise MuqabalaError("The text is the machine's draft, unchanged.")
        shown = Choice((difference(segment.machine, segment.target),), "struck: the machine's; underlined: now")
        self.choose(
            f"What was changed in segment {segment.number}",
            [shown, Choice((segment.machine,), "the machine's draft")],
            "",
        )

    def do_note(self, key: str) -> None:
        segment = self.current()

        def write(text: str) -> None:
            self.bench.note(segment, text)
            self.decided("The note is written." if text else "The note is gone.")

        self.ask(f"Note on segment {segment.number}:", write, segment.note)

    def do_panel(self, key: str) -> None:
        if self.has_class("stacked") or self.has_class("single"):
            if not self.has_class("panel"):
                self.add_class("panel")
                self.say("F6 shows the next list, after the last one the text again.")
            elif self.panel.cycle() == "Terms":
                self.remove_class("panel")
                self.say("")
            return
        self.panel.cycle()

    def do_take_match(self, key: str) -> None:
        segment = self.current()
        matches = self.bench.matches(segment)
        number = int(key)
        if number > len(matches):
            raise ReviewRefused(f"There is no memory match {number}.")
        self.bench.take(segment, matches[number - 1])
        self.decided(f"Match {number} is the translation now; u takes it back.")

    def do_copy_source(self, key: str) -> None:
        segment = self.current()
        self.bench.copy_source(segment)
        self.decided("The Arabic is copied; u takes it back.")

    def do_add_term(self, key: str) -> None:
        arabic = self.source.selected_text.strip()
        english = self.target.selected_text.strip()

        def with_arabic(ar: str) -> None:
            def with_english(en: str) -> None:
                if not ar or not en:
                    raise ReviewRefused("A term needs its Arabic and its English; nothing was written.")
                touched = self.bench.add_term(ar, en)
                self.decided(f"“{en}” is in the glossary; {plural(touched, 'segment')} with it will be drafted again.")
                self.desk.draft_in_background(self.document)

            self.ask(f"The English of {ar}:", with_english, english)

        self.ask("The Arabic of the term:", with_arabic, arabic)

    def do_alignment(self, key: str) -> None:
        self.desk.show_alignment(self.document)

    def do_help(self, key: str) -> None:
        order = [self.mode, *(mode for mode in (self.HOME, EDIT) if mode != self.mode)]
        self.app.push_screen(HelpScreen([(mode, self.tables[mode]) for mode in order]))
