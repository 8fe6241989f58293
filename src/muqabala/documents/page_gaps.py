"""What stands between two paragraphs of a dumped page: a subhead, or what only looks like one. Last step of `clean`.

A wording that `furniture` does not know leaves a line without full stop among paragraphs. What it is shows in its
company: a subhead stands alone, is short, and stands right on the text it heads; a link to another story stands under a
label or beside other links, or is as long as a headline and says nothing that the text around it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from muqabala.documents.page_edges import CLOSING
from muqabala.documents.page_lines import Line

_SUBHEAD = 6
"""Words that nearly every subhead has at most, and few headlines."""
_HEADLINE = 10
"""From so many words on a line without full stop is a headline or an unfinished sentence, not a subhead."""
_SUBHEADS = 3
"""An article divided so often has subheads; links between its paragraphs are fewer or have labels."""
_SAME_SUBJECT = 0.4
_STOPPING = 0.8
"""Where fewer paragraphs than this end in a full stop, its absence says nothing."""
_CLOCK = re.compile(r"\b\d?\d[:.]\d\d\b|\b(?:منذ|قبل|ago)\b")
_QUOTED = re.compile(r"""\s*(?:>|\[[^\[\]]{2,60}\]$|["“«].*["”»][.،]?\s*$)""")
_TABLE_NAME = re.compile(r"(?:ال)?(?:جدول|table|رسم|شكل|figure)\s*\(?\d", re.IGNORECASE)


def widgets(lines: Sequence[Line]) -> dict[int, str]:
    """What stands with furniture in one block, where every paragraph has blank lines around it: boxes of newsletters,
    of other stories, of polls. The first line of such a block is furniture, and of two others one is;
    a paragraph under it is none of it.
    """
    starts = [at for at, line in enumerate(lines) if line.after_blank or not at]
    blocks = [range(start, end) for start, end in pairwise([*starts, len(lines)])]
    prose = [len(block) == 1 for block in blocks if any(_is_prose(lines[at]) for at in block)]
    if sum(prose) < max(_LEAST_APART, _APART * len(prose)):
        return {}
    found: dict[int, str] = {}
    for block in blocks:
        while block and _is_prose(lines[block[-1]]):
            block = block[:-1]
        head = lines[block[0]].cue if len(block) > 1 else None
        if (
            head is None
            or (len(block) < _BOX and head.reason != "notice")
            or head.reason not in _BOXED
            or head.proof < 1
        ):
            continue
        others = [lines[at] for at in block[1:]]
        if 2 * sum(line.cue is not None for line in others) >= len(others) or head.reason in {"menu", "notice"}:
            found |= dict.fromkeys(block[1:], head.reason)
    return found


_BOXED = frozenset({"menu", "notice", "ad", "related", "trending", "comments"})
_BOX = 3
_LEAST_APART = 3
_APART = 0.75


def _is_prose(line: Line) -> bool:
    return line.cue is None and not line.section and (line.prose >= 1 or line.speech)


def strangers(lines: Sequence[Line], kept: Sequence[int], first: int, last: int) -> dict[int, str]:
    """Which of the lines `kept` between the first and last paragraph are not the article's, and why."""
    paragraphs = [at for at in kept if first <= at <= last and lines[at].is_paragraph]
    stops = sum(lines[at].stops for at in paragraphs)
    careful = stops >= _STOPPING * len(paragraphs)
    staying = set(kept)
    gaps = [
        _Gap(lines, above, below, [at for at in range(above + 1, below) if at in staying])
        for above, below in pairwise(paragraphs)
    ]
    heads = sum(gap.is_headed() for gap in gaps)
    found: dict[int, str] = {}
    for gap in gaps:
        if gap.inside and not (heads >= _SUBHEADS and gap.is_headed()):
            found |= gap.strangers(careful=careful)
    return found


class _Gap:
    """The lines between two paragraphs."""

    def __init__(self, lines: Sequence[Line], above: int, below: int, inside: list[int]) -> None:
        self.lines = lines
        self.above, self.below, self.inside = above, below, inside

    def strangers(self, *, careful: bool) -> dict[int, str]:
        found = {at: "byline" for at in self.inside if self._labels_nothing(at)}
        bare = [at for at in self._unannounced() if self._is_bare(at) and at not in found]
        asked = [at for at in self._unannounced() if self.lines[at].text.endswith(("؟", "?"))]
        asked = [at for at in asked if not (self.lines[at].bullet or self.lines[at].speech)]
        for at in (*bare, *asked):
            line = self.lines[at]
            beside = [other for other in (*bare, *asked) if other != at and self._together(other, at)]
            company = bool(beside) and (at in bare or any(other in bare for other in beside))
            if company:
                stays = self._heads(at) and line.words <= _SUBHEAD and self._speaks_of(at, self.below)
            else:
                stays = at in asked or self._is_subhead(at) or not (careful or line.words < _HEADLINE)
            if not stays:
                found[at] = "related" if line.words > 3 or company else "menu"
        return found

    def is_headed(self) -> bool:
        """Is there but one line between the paragraphs, without a mark, and no furniture?"""
        at = self.below - 1
        return self.inside == [at] and at == self.above + 1 and self._is_bare(at) and self.lines[at].words < _HEADLINE

    def _together(self, one: int, other: int) -> bool:
        """In one block, where the gap is made of blocks with blank lines between them; no sentence stands between."""
        first, last = sorted((one, other))
        if any(self.lines[at].stops and at in self.inside for at in range(first + 1, last)):
            return False
        inner = range(self.above + 2, self.below)
        blocks = self.lines[self.below].after_blank and any(not self.lines[at].after_blank for at in inner)
        return not blocks or not any(self.lines[at].after_blank for at in range(first + 1, last + 1))

    def _unannounced(self) -> list[int]:
        """The lines of the gap, less those that a colon announces and that stand together under it."""
        free: list[int] = []
        announced = _opens(self.lines[self.above])
        for at in self.inside:
            announced = announced or bool(CLOSING.match(self.lines[at].said))
            announced = announced and (at - 1 in self.inside or at - 1 == self.above)
            if not announced:
                free.append(at)
            announced = announced or _opens(self.lines[at])
        return free

    def _labels_nothing(self, at: int) -> bool:
        """ "From:" over a name or a button; what introduces a speech or a list is longer, or stands on text."""
        line = self.lines[at]
        follows = at + 1 in (*self.inside, self.below)
        short = line.text.endswith(":") and line.words <= 2 and not line.goes_on and not line.bullet
        if self.lines[at - 1].text.endswith("،"):
            return False
        after = self.lines[at + 1]
        marked = after.is_paragraph or after.ends or after.bullet or after.numbered or after.row
        return short and not (follows and marked)

    def _is_subhead(self, at: int) -> bool:
        line = self.lines[at]
        if line.goes_on and line.words >= _SUBHEAD:
            return True
        if not self._heads(at):
            return at == self.above + 1 and line.words > _SUBHEAD and self._speaks_of(at, self.above, least=1)
        return line.words <= _SUBHEAD or (line.words < _HEADLINE and self._speaks_of(at, self.below))

    def _heads(self, at: int) -> bool:
        """Stands on text, or on a list, a table or a quotation."""
        return at + 1 == self.below or (at + 1 in self.inside and not self._is_bare(at + 1))

    def _speaks_of(self, at: int, paragraph: int, least: float = 0) -> bool:
        own = self.lines[at].stems
        return len(own & self.lines[paragraph].stems) >= (least or max(1, _SAME_SUBJECT * len(own)))

    def _is_bare(self, at: int) -> bool:
        """Without any mark: no full stop, no bullet, no number; and not the head of a timed entry."""
        line = self.lines[at]
        before = self.lines[at - 1].cue if at else None
        marked = line.ends or line.bullet or line.numbered or line.row or line.speech or line.cue is not None
        timed = before is not None and before.reason in {"timestamp", "byline"} and bool(_CLOCK.search(self._stamp(at)))
        set_off = _QUOTED.match(line.text) or (_TABLE_NAME.match(line.text) and self.lines[at + 1].row)
        return not (marked or timed or set_off)

    def _stamp(self, at: int) -> str:
        """What stands over the head of an entry: its time, and perhaps its author under that."""
        return " ".join(line.said for line in self.lines[max(0, at - 2) : at] if line.cue is not None)


def _opens(line: Line) -> bool:
    """Announces what follows: a colon does, and a closing formula over a signature."""
    return (line.text.endswith(":") and (line.words > 2 or line.goes_on)) or bool(CLOSING.match(line.said))
