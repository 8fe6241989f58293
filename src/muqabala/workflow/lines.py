"""Lines of the filter as drafts: each is its own segment, judged and written in the form asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from muqabala.values import Draft, Role, Segment
from muqabala.workflow.draft import Drafting, draft_segments
from muqabala.workflow.filter import Line
from muqabala.workflow.records import TSV_HEADER, json_line, tsv_line


class LineDrafts:
    """Answers the lines of a filter and says which terms it could not place."""

    def __init__(self, drafting: Drafting, form: str, say: Callable[[str], None]) -> None:
        self._drafting = drafting
        self._form = form
        self._say = say
        self.found = 0
        """Lines with an unplaced term or a finding."""

    def header(self) -> bytes:
        """What stands before the first line."""
        return "\t".join(TSV_HEADER).encode() + b"\n" if self._form == "tsv" else b""

    def answer(self, lines: Sequence[Line]) -> list[str]:
        """The drafts of some lines that hold Arabic, in their order."""
        segments = [_segment(line) for line in lines]
        drafts = sorted(draft_segments(segments, self._drafting), key=lambda one: one[0])
        for _, draft in drafts:
            self.found += bool(draft.findings or draft.unplaced)
            for verdict in draft.unplaced:
                arabic = draft.source[slice(*verdict.source)]
                self._say(f"line {draft.segment}: term not placed: {arabic} → {verdict.term}")
        return [self._written(draft) for _, draft in drafts]

    def copy(self, line: Line) -> str:
        """A line without Arabic, as it came."""
        if self._form == "txt":
            return line.text
        _, draft = next(draft_segments([_segment(line)], self._drafting))
        return self._written(draft)

    def _written(self, draft: Draft) -> str:
        if self._form == "jsonl":
            return json_line(draft).decode().removesuffix("\n")
        if self._form == "tsv":
            row = tsv_line("-", str(draft.segment), draft.source, draft.target, str(draft.state))
            return row.decode().removesuffix("\n")
        return draft.target


def _segment(line: Line) -> Segment:
    return Segment(document="-", number=line.number, paragraph=line.number, role=Role.BODY, source=line.text)
