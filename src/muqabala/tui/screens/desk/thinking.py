"""The model at the desk: retranslation, alternatives, completion. It works in a thread, so keys never wait for it."""

from __future__ import annotations

from functools import partial

from textual import on, work

from muqabala.errors import MuqabalaError, ReviewRefused
from muqabala.tui.messages import Failed, Translated
from muqabala.tui.screens.desk.looking import Looking
from muqabala.tui.show import difference
from muqabala.tui.widgets.choice_list import Choice
from muqabala.values import Hypothesis

ALTERNATIVES = 5
RETRANSLATE, ALTERNATIVE, COMPLETE = "retranslate", "alternatives", "complete"


class Thinking(Looking):
    """What asks the engine, and what is done with its answers."""

    def on_mount(self) -> None:
        self._completions: list[str] = []
        self._completion = 0
        self._completed_from: str | None = None

    def do_retranslate(self, key: str) -> None:
        segment = self.current()
        self.say("Translating again…")
        self._think(segment.id, segment.version, RETRANSLATE, segment.source, "")

    def do_alternatives(self, key: str) -> None:
        segment = self.current()
        self.say("Looking for other translations…")
        self._think(segment.id, segment.version, ALTERNATIVE, segment.source, "")

    def do_complete(self, key: str) -> None:
        """Offer how the sentence may go on; Tab again takes the next way, the first Tab after typing asks the model."""
        if self.edited is None:
            return
        buffer = self.editor.buffer
        typed = buffer.text[: buffer.cursor]
        if self._completed_from is not None and buffer.text in self._completions and buffer.cursor == len(buffer.text):
            self._completion = (self._completion + 1) % len(self._completions)
            self.editor.set_text(self._completions[self._completion])
            self.say(f"Way {self._completion + 1} of {len(self._completions)}; Tab shows the next.")
            return
        self._completed_from = None
        self._think(self.edited.id, self.edited.version, COMPLETE, self.edited.source, typed)

    @work(thread=True, exclusive=True, group="think")
    def _think(self, segment: int, version: int, purpose: str, source: str, prefix: str) -> None:
        """Ask the engine in a thread; the fast engine lets go of Python meanwhile."""
        try:
            hypotheses = [h for h in self._ask_engine(purpose, source, prefix) if h.text]
        except MuqabalaError as wrong:
            self.post_message(Failed(str(wrong)))
            return
        self.post_message(Translated(segment, version, purpose, hypotheses, prefix, self.desk.engine().signature))

    def _ask_engine(self, purpose: str, source: str, prefix: str) -> list[Hypothesis]:
        engine = self.desk.engine()
        line = " ".join(source.split())
        if purpose == RETRANSLATE:
            return engine.translate([line])
        if purpose == ALTERNATIVE:
            return engine.alternatives([line], ALTERNATIVES)[0]
        first = engine.translate([line], prefixes=[prefix or None])
        rest = engine.alternatives([line], ALTERNATIVES, prefixes=[prefix or None])[0]
        return [*first, *(other for other in rest if other.text not in {h.text for h in first})]

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(message.sentence)

    @on(Translated)
    def _translated(self, message: Translated) -> None:
        with self.guard():
            if message.purpose == COMPLETE:
                self._complete(message)
                return
            segment = self.grid.current
            if segment is None or (segment.id, segment.version) != (message.segment, message.version):
                return
            texts = [hypothesis.text for hypothesis in message.hypotheses]
            if not texts:
                raise ReviewRefused("The model has nothing to say here.")
            if message.purpose == RETRANSLATE:
                self.bench.take_hypothesis(segment, message.hypotheses[0], message.signature, RETRANSLATE)
                self.decided(f"Segment {segment.number} is translated again; u takes it back.")
                return
            choices = [Choice((difference(segment.target, text) if segment.target else text,)) for text in texts]
            self.say("")
            self.choose(
                f"Other translations of segment {segment.number}",
                choices,
                "takes it",
                partial(self._take, segment.id, message),
            )

    def _take(self, segment_id: int, message: Translated, index: int) -> None:
        segment = self.current()
        if segment.id == segment_id:
            self.bench.take_hypothesis(segment, message.hypotheses[index], message.signature, ALTERNATIVE)
            self.decided("That translation is the text now; u takes it back.")

    def _complete(self, message: Translated) -> None:
        buffer = self.editor.buffer
        if self.edited is None or self.edited.id != message.segment or buffer.text[: buffer.cursor] != message.prefix:
            return
        texts = [h.text for h in message.hypotheses if h.text.startswith(message.prefix)]
        if not texts:
            self.say("The model has no way to go on from here.")
            return
        self._completions, self._completion, self._completed_from = texts, 0, message.prefix
        self.editor.set_text(texts[0])
        more = "; Tab shows the next" if len(texts) > 1 else ""
        self.say(f"Completed, way 1 of {len(texts)}{more}. Ctrl+Z takes it back.")
