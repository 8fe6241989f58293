"""The model at the desk: retranslation, alternatives, completion. It works in a thread, so keys never wait for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on, work
from textual.timer import Timer

from muqabala.errors import MuqabalaError, ReviewRefused
from muqabala.store.rows import StoredSegment
from muqabala.tui.actions import EDIT
from muqabala.tui.bench import Proposal
from muqabala.tui.messages import Failed, Linked, Translated
from muqabala.tui.screens.desk.looking import Looking
from muqabala.tui.show import proposal_choice
from muqabala.tui.widgets.bidi_text import BidiText
from muqabala.tui.widgets.target_editor import TargetEditor

if TYPE_CHECKING:
    from muqabala.engine import Engine

ALTERNATIVES = 5
RETRANSLATE, ALTERNATIVE, COMPLETE, MORE = "retranslate", "alternatives", "complete", "more"
REST_SECONDS = 0.5
"""How long typing must rest before the words are linked anew."""


class Thinking(Looking):
    """What asks the engine, and what is done with its answers."""

    def on_mount(self) -> None:
        self._completions: list[Proposal] = []
        self._completion = 0
        self._completed_from: str | None = None
        self._resting: Timer | None = None
        self._links: Linked | None = None

    def do_retranslate(self, key: str) -> None:
        segment = self.current()
        self.say("Translating again…")
        self._think(segment, RETRANSLATE, "")

    def do_alternatives(self, key: str) -> None:
        segment = self.current()
        self.say("Looking for other translations…")
        self._think(segment, ALTERNATIVE, "")

    def do_complete(self, key: str) -> None:
        """Offer how the sentence may go on; Tab again takes the next way, the first Tab after typing asks the model."""
        if self.edited is None:
            return
        buffer = self.editor.buffer
        typed = buffer.text[: buffer.cursor]
        ways = [way.text for way in self._completions]
        if self._completed_from is not None and buffer.text in ways and buffer.cursor == len(buffer.text):
            self._completion = (self._completion + 1) % len(ways)
            self.editor.set_text(ways[self._completion])
            self._say_way()
            return
        self._completed_from = None
        self._think(self.edited, COMPLETE, typed)

    @work(thread=True, exclusive=True, group="think")
    def _think(self, segment: StoredSegment, purpose: str, prefix: str) -> None:
        """Ask the engine in a thread; the fast engine lets go of Python meanwhile."""
        try:
            engine = self.desk.engine()
            if purpose == RETRANSLATE:
                found = [self.bench.redraft(segment, engine)]
            elif purpose == ALTERNATIVE:
                found = self.bench.alternatives(segment, engine, ALTERNATIVES)
            else:
                self._complete_in_thread(segment, prefix, engine)
                return
            self.post_message(Translated(segment.id, segment.version, purpose, [one for one in found if one.text]))
        except MuqabalaError as wrong:
            self.post_message(Failed(str(wrong)))

    def _complete_in_thread(self, segment: StoredSegment, prefix: str, engine: Engine) -> None:
        """The first way as soon as it is there; the way with every term placed and the others while it is read."""

        def tell(purpose: str, found: list[Proposal]) -> None:
            self.post_message(Translated(segment.id, segment.version, purpose, found, prefix))

        line = self.bench.read(segment, engine)
        first = self.bench.first_way(line, engine, prefix, ALTERNATIVES)
        tell(COMPLETE, [self.bench.judged(segment, one, engine.signature) for one in first if one.text])
        tell(MORE, self.bench.proposals(segment, first, engine, prefix=prefix))
        others = engine.alternatives([line], ALTERNATIVES, prefixes=[prefix or None])[0]
        tell(MORE, self.bench.proposals(segment, others, engine, prefix=prefix))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.complain(message.sentence)

    @on(Translated)
    def _translated(self, message: Translated) -> None:
        with self.guard():
            if message.purpose in (COMPLETE, MORE):
                self._complete(message)
                return
            segment = self.grid.current
            if segment is None or (segment.id, segment.version) != (message.segment, message.version):
                return
            if not message.proposals:
                raise ReviewRefused("The model has nothing to say here.")
            if message.purpose == RETRANSLATE:
                self._retranslated(segment, message.proposals[0])
                return
            self.say("")
            self.choose(
                f"Other translations of segment {segment.number}",
                [proposal_choice(segment, one) for one in message.proposals],
                "takes it",
                partial(self._take, segment.id, message.proposals),
            )

    def _retranslated(self, segment: StoredSegment, proposal: Proposal) -> None:
        if proposal.text == segment.target:
            self.say("The model says the same again; T shows other ways.")
            return
        self.bench.take_proposal(segment, proposal, RETRANSLATE)
        self.decided(f"Segment {segment.number} is translated again; u takes it back.")

    def _take(self, segment_id: int, proposals: tuple[Proposal, ...], index: int) -> None:
        segment = self.current()
        if segment.id == segment_id:
            self.bench.take_proposal(segment, proposals[index], ALTERNATIVE)
            self.decided("That translation is the text now; u takes it back.")

    def _complete(self, message: Translated) -> None:
        buffer = self.editor.buffer
        if self.edited is None or self.edited.id != message.segment:
            return
        ways = [one for one in message.proposals if one.text.startswith(message.prefix)]
        if message.purpose == MORE:
            known = [way.text for way in self._completions]
            if self._completed_from == message.prefix and buffer.text in known:
                self._completions += [way for way in ways if way.text not in known]
                self._say_way()
            return
        if buffer.text[: buffer.cursor] != message.prefix:
            return
        if not ways:
            self.say("The model has no way to go on from here.")
            return
        self._completions, self._completion, self._completed_from = ways, 0, message.prefix
        self.editor.set_text(ways[0].text)
        self._say_way()

    def _say_way(self) -> None:
        way = self._completions[self._completion]
        said = "Completed" if way.text != self._completed_from else "The model would end here"
        more = "; Tab shows the next" if len(self._completions) > 1 else ""
        verdict = f" {way.verdict}" if way.verdict else ""
        back = " Ctrl+Z takes it back." if way.text != self._completed_from else ""
        self.say(f"{said}, way {self._completion + 1} of {len(self._completions)}{more}.{verdict}{back}")

    # ── which word comes from which ──────────────────────────────────────────────────────────────────────────────

    def start_editing(self, segment: StoredSegment, typed: str | None = None) -> None:
        super().start_editing(segment, typed)
        self._look_for_links()

    @on(TargetEditor.Changed)
    def _links_are_old(self) -> None:
        if self.mode == EDIT:
            self._look_for_links()

    def _look_for_links(self) -> None:
        """Once the typing rests, ask where each word comes from; the engine is open by the first Tab then."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST_SECONDS, self._ask_links)

    def _ask_links(self) -> None:
        self._resting = None
        if self.edited is not None and self.editor.buffer.text.strip():
            self._find_links(self.edited.source, self.editor.buffer.text)

    @work(thread=True, exclusive=True, group="links")
    def _find_links(self, source: str, target: str) -> None:
        try:
            links = self.desk.engine().align([source], [target])[0].links
        except MuqabalaError as wrong:
            self.post_message(Failed(str(wrong)))
            return
        self.post_message(Linked(source, target, links))

    @on(Linked)
    def _linked(self, message: Linked) -> None:
        self._links = message
        self._light(self.editor.buffer.cursor if self.mode == EDIT else -1, on_source=False)

    @on(BidiText.Pointed)
    def _pointed(self, message: BidiText.Pointed) -> None:
        if self._links is None or self.source.text != self._links.source:
            segment = self.grid.current
            if segment is not None and segment.target and self.mode != EDIT:
                self._find_links(segment.source, segment.target)
        self._light(message.offset, on_source=message.widget is self.source)

    def _light(self, offset: int, *, on_source: bool) -> None:
        """Light up the words on the other side of the word at an offset."""
        links = self._links.links if self._links is not None and self._links.source == self.source.text else ()
        other = self.source if not on_source else self.editor if self.mode == EDIT else self.target
        lit = []
        for source, target in links:
            here, there = (source, target) if on_source else (target, source)
            if here[0] <= offset <= here[1]:
                lit.append(there)
        other.light(lit)
        (self.target if other is self.source else self.source).light(())
