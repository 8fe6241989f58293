"""What workers tell the desk. Workers never touch a widget; a message whose segment has moved on is ignored."""

from __future__ import annotations

from textual.message import Message

from muqabala.values import Hypothesis


class Translated(Message):
    """Hypotheses for one segment, as they were asked for."""

    def __init__(
        self,
        segment: int,
        version: int,
        purpose: str,
        hypotheses: list[Hypothesis],
        prefix: str = "",
        signature: str = "",
    ) -> None:
        super().__init__()
        self.segment, self.version, self.purpose = segment, version, purpose
        self.hypotheses, self.prefix, self.signature = hypotheses, prefix, signature


class Failed(Message):
    """A worker met something a person can mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Drafting(Message):
    """How far background drafting has come; `done` of `total` segments; empty name: nothing is going on."""

    def __init__(self, document: str, done: int, total: int) -> None:
        super().__init__()
        self.document, self.done, self.total = document, done, total
