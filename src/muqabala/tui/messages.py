"""What workers tell the desk. Workers never touch a widget; a message whose segment has moved on is ignored."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from muqabala.tui.bench import Proposal
from muqabala.values import Span


class Translated(Message):
    """Proposals for one segment, as they were asked for."""

    def __init__(
        self, segment: int, version: int, purpose: str, proposals: Sequence[Proposal], prefix: str = ""
    ) -> None:
        super().__init__()
        self.segment, self.version, self.purpose = segment, version, purpose
        self.proposals, self.prefix = tuple(proposals), prefix


class Linked(Message):
    """Which words of a text come from which words of its source."""

    def __init__(self, source: str, target: str, links: Sequence[tuple[Span, Span]]) -> None:
        super().__init__()
        self.source, self.target, self.links = source, target, tuple(links)


class Failed(Message):
    """A worker met something a person can mend."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class NamesLookedAt(Message):
    """The names of the document have been compared anew."""

    def __init__(self, changed: int) -> None:
        """`changed`: how many segments have other findings than before."""
        super().__init__()
        self.changed = changed
