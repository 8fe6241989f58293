"""The first row: which document, how far review has come, and about how long the rest will take."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from muqabala.store.rows import DocumentSummary
from muqabala.tui.words import duration, plural


class DeskHeader(Widget):
    """Document, accepted of total, words left, time left."""

    DEFAULT_CSS = """
    DeskHeader { height: 1; dock: top; background: $panel; color: $text; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.summary: DocumentSummary | None = None
        self.filter_sentence = ""
        self.background = ""
        self.words_per_minute = 0.0

    def show(self, summary: DocumentSummary | None) -> None:
        self.summary = summary
        self.refresh()

    def say_background(self, sentence: str) -> None:
        """What goes on in the background, such as drafting."""
        if sentence != self.background:
            self.background = sentence
            self.refresh()

    def render(self) -> Text:
        text = Text(no_wrap=True, overflow="ellipsis", end="")
        summary = self.summary
        if summary is None:
            return text
        facts = [f"{summary.accepted:,}/{summary.segments:,} accepted", f"{plural(summary.words_left, 'word')} left"]
        if self.words_per_minute > 0 and summary.words_left:
            facts.append(f"about {duration(summary.words_left / self.words_per_minute * 60)}")
        if summary.unplaced:
            facts.append(f"! {summary.unplaced:,} with a term not placed")
        if summary.flagged:
            facts.append(f"⚑ {summary.flagged:,}")
        if self.filter_sentence:
            facts.append(f"showing {self.filter_sentence}")
        if self.background:
            facts.append(self.background)
        room = self.size.width - sum(len(fact) + 3 for fact in facts) - 1
        name = summary.name
        if len(name) > max(room, 12):
            name = "…" + name[-max(room, 12) + 1 :]
        text.append(f" {name}", "bold")
        for fact in facts:
            text.append(" · ", "dim")
            text.append(fact)
        return text
