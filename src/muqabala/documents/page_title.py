"""Which line of a dumped page is the title of its article: the sixth step of `clean`.

The title may be printed twice, with the name of the site behind it, above a menu or under a ticker. It is the line
above the first paragraph that says most of what the paragraphs say, in the length of a headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from muqabala.documents.page_lines import CAPTION_TALK, Line

LEAST_SCORE = 0.15
"""Below this no line is a title; some dumps have none."""
_AS_GOOD = 0.2
"""Of two titles about as good, the first is the title and the second stands under it."""
_GOOD = 0.35
"""A headline that would do, right above the best one, is the title; the other says more because it is longer."""
_LESS_SAID = 0.3
_ANY_SAID = 0.05
_LONGEST_RUBRIC = 4
_DOCUMENT = re.compile(
    r"(?:بيان|بلاغ|تصريح|تعميم|اعلان|كلمة|خطاب)\b.*(?:رقم|صحفي|صحافي|مشترك|رسمي)|(?:joint |press )?statement\b"
)
"""The name of a statement that has no other title."""
_ENTRY_HEAD = 3
_STACK = 3
_CREDITS = 2
_MANY = 3
"""Where more headlines than this stand above the text, the title has a word in common with it."""
_BUTTONS = frozenset({"byline", "timestamp", "share"})
_TITLE_AND_ITS_TRAIL = 0.5
_REACH = 16
_FIRST_LINE_TWICE = 0.5
_SET_APART = 3
"""Lines above the text with a blank line before them, in a page that uses them."""


def find_title(lines: Sequence[Line], paragraphs: Sequence[int], start: int, entries: Sequence[int] = ()) -> int | None:
    """The place of the title, if there is one. `paragraphs`: places of the article's; `start`: where it begins.

    On a live page it stands before the first of the `entries`, and not over the first paragraph, which has a head of
    its own.
    """
    reads = next((at for at in paragraphs if not like_headline(lines[at])), start)
    if entries and entries[0] < reads:
        title = _Titles(lines, paragraphs, start, entries).best()
        if title is not None:
            return title
    return _Titles(lines, paragraphs, start).best()


def title_score(lines: Sequence[Line], paragraphs: Sequence[int], after: int) -> float:
    """How good the best title is that stands behind place `after` and over the first of `paragraphs`."""
    titles = _Titles(lines, paragraphs, paragraphs[0])
    possible = [at for at in range(after + 1, titles.first + 1) if titles.is_possible(at)]
    return max((titles.score(at) for at in possible), default=0.0)


def like_headline(line: Line) -> bool:
    """Could stand over an article, although it reads like a paragraph: a question, or short and without full stop."""
    asks = line.text.endswith(("?", "؟")) and line.words <= 22
    return asks or (line.words <= 18 and not line.text.endswith(".") and line.prose < 0.8 and not line.goes_on)


class _Titles:
    """The candidates of one page."""

    def __init__(
        self, lines: Sequence[Line], paragraphs: Sequence[int], start: int, entries: Sequence[int] = ()
    ) -> None:
        self.lines = lines
        self.first = next((at for at in paragraphs if not like_headline(lines[at])), start)
        self.first = entries[0] if entries else self.first
        self.heads = {line.said for at in entries for line in lines[at + 1 : at + _ENTRY_HEAD]}
        """What stands under the times of a live page; a list of its entries repeats that."""
        self.said = Counter(stem for at in paragraphs for stem in lines[at].stems)
        self.counted = frozenset(paragraphs)
        self.prints = Counter(line.said for line in lines)
        self.bulleted = {line.said for line in lines if line.bullet}
        """Said with a bullet as well: a picture's text and its caption, or an item of a list."""
        self.headlines = [at for at in range(self.first) if self._is_headline(lines[at])]
        self.walls = _walls_after(lines, self.first)

    def best(self) -> int | None:
        scores = {at: self.score(at) for at in range(self.first + 1) if self.is_possible(at)}
        best = max(scores.values(), default=0.0)
        if best < LEAST_SCORE:
            return self._alone()
        chosen = next(at for at, score in scores.items() if score >= max(LEAST_SCORE, best - _AS_GOOD))
        if self._belongs_above(chosen) and (scores.get(chosen - 1, 0.0) >= _GOOD or self._is_short_title(chosen - 1)):
            chosen -= 1
        chosen = self._top_of_stack(chosen)
        others = [at for at, score in scores.items() if score >= best - _TITLE_AND_ITS_TRAIL]
        return self._first_print(self._whole(self._bare(chosen, others), others))

    def _alone(self) -> int | None:
        """A title of few words: of a page that uses blank lines, the last line that stands alone over the names."""
        above = range(1, self.first)
        alone = [
            at for at in above if self.lines[at].after_blank and self.lines[at + 1].after_blank and self.is_possible(at)
        ]
        alone = [at for at in alone if not self.lines[at].section]
        return next((at for at in reversed(alone) if self._shared(at) or _DOCUMENT.match(self.lines[at].said)), None)

    def _whole(self, chosen: int, candidates: Sequence[int]) -> int:
        """The full title, where the chosen print (under a picture, say) breaks off."""
        said = self.lines[chosen].said
        longer = [at for at in candidates if _breaks_off(said, self.lines[at].said)]
        return longer[0] if longer else chosen

    def _belongs_above(self, at: int) -> bool:
        """Is the line above a headline too, and set apart as this one is?"""
        if at and self._is_short_title(at - 1):
            return True
        set_apart = self.lines[at - 1].after_blank or not self.lines[at].after_blank
        if at - 1 not in self.headlines or not set_apart or self.lines[at - 1].section:
            return False
        heads = set_apart and at > 1 and self.lines[at - 1].after_blank and self.lines[at - 2].is_label
        return self._shared(at - 1) >= (_ANY_SAID if heads else max(_ANY_SAID, _LESS_SAID * self._shared(at)))

    def _top_of_stack(self, at: int) -> int:
        """The first of two or three headlines in one block, between furniture above and a name or a date below."""
        under = self.lines[at + 1 : at + 2]
        if not any(line.is_label or line.after_blank for line in under):
            return at
        top = at
        while top and self._is_stacked(top - 1) and not self.lines[top].after_blank:
            top -= 1
        over = self.lines[top - 1 : top] if not self.lines[top].after_blank else []
        return top if any(line.cue for line in over) and at - top < _STACK else at

    def _is_stacked(self, at: int) -> bool:
        line = self.lines[at]
        return self._is_headline(line) and not line.section and self.is_possible(at) and not line.text.endswith(".")

    def _is_short_title(self, at: int) -> bool:
        """Three or four of the article's own words right over a second headline: not the name of a part of the site."""
        line = self.lines[at]
        ours = line.cue is None and not line.section and not line.bullet and not line.ends and 3 <= line.words <= 4
        under = self.lines[at + 1]
        said = sum(bool(self.said[stem]) for stem in line.stems)
        return ours and not under.after_blank and len(line.stems) > 1 and said >= 0.6 * len(line.stems)

    def _is_headline(self, line: Line) -> bool:
        return line.cue is None and line.words >= 5 and not line.bullet and not line.foreign

    def is_possible(self, at: int) -> bool:
        """May the line at this place be a title at all?"""
        if at >= len(self.lines):
            return False
        line = self.lines[at]
        if not 3 <= line.words <= 32 or line.foreign or len(line.text) > 220 or "\t" in line.text:
            return False
        if (at == self.first and not like_headline(line)) or line.text.endswith(":"):
            return False
        if line.said in self.heads:
            return False
        if line.section == "breaking" and line.text.endswith("."):
            return False
        if line.section and not any(self.said[stem] for stem in line.stems):
            return False
        return line.cue is None or (line.cue.reason == "breaking" and not line.cue.opens)

    def score(self, at: int) -> float:
        """How much of a title: what it shares with the text, how it looks, and where it stands."""
        line = self.lines[at]
        printed = 0.3 if self.prints[line.said] > 1 and line.said not in self.bulleted else 0.0
        first = printed and not at and self._shared(at) and not self._names_picture(at)
        printed += _FIRST_LINE_TWICE if first else 0.0
        unrelated = len(self.headlines) > _MANY and not self._shared(at)
        pictured = 0.6 if self._names_picture(at) else 0.0
        return self._shared(at) + _looks(line) + self._place(at) + printed - (0.3 if unrelated else 0.0) - pictured

    def _names_picture(self, at: int) -> bool:
        """Printed twice on end where other lines are set apart: a picture's text and its caption."""
        if sum(line.after_blank for line in self.lines[: self.first + 1]) < _SET_APART:
            return False
        pairs = ((at - 1, at), (at, at + 1))
        return any(
            a >= 0
            and b < len(self.lines)
            and self.lines[a].said == self.lines[b].said
            and not self.lines[b].after_blank
            for a, b in pairs
        )

    def _shared(self, at: int) -> float:
        line = self.lines[at]
        own = line.stems if at in self.counted else frozenset()
        shared = sum(self.said[stem] > (stem in own) for stem in line.stems)
        return shared / max(1, len(line.stems)) * min(1, shared / 5)

    def _place(self, at: int) -> float:
        score = 0.1 if self._stands_last(at) else 0.0
        score -= 0.15 if self.lines[at].section else 0.0
        score -= min(0.3, 0.15 * self.walls[at])
        score -= min(0.4, 0.01 * (self.first - at))
        under = self.lines[at + 1].cue if at + 1 < len(self.lines) else None
        short = self.lines[at].words <= _LONGEST_RUBRIC
        score -= 0.3 if self._is_pictured(at) or (short and self._stands_in_menu(at)) else 0.0
        return score + (0.1 if under is not None and under.reason in _BUTTONS else 0.0)

    def _is_pictured(self, at: int) -> bool:
        """Right under a caption, or under a picture's credit."""
        over: list[str] = []
        while len(over) < _CREDITS and at - len(over) > 0 and not self.lines[at - len(over)].after_blank:
            cue = self.lines[at - len(over) - 1].cue
            over.append(cue.reason if cue is not None else "")
        return over[:1] == ["caption"] or over == ["byline", "caption"]

    def _stands_in_menu(self, at: int) -> bool:
        """In a block with a menu, and not the last of it."""
        inner = 0 < at < len(self.lines) - 1 and not (self.lines[at].after_blank or self.lines[at + 1].after_blank)
        over = self.lines[at - 1].cue if inner else None
        blocks = any(line.after_blank for line in self.lines[at + 1 : self.first + 1])
        return over is not None and over.reason == "menu" and blocks

    def _stands_last(self, at: int) -> bool:
        """No other headline stands between it and the first paragraph, or one that is right under it."""
        return at in self.headlines[-2:] and self.headlines[-1] in (at, at + 1)

    def _bare(self, chosen: int, candidates: Sequence[int]) -> int:
        """The title without the site's name behind it or the trail before it, if it is printed so as well."""
        said = self.lines[chosen].said
        inner = [at for at in candidates if self.lines[at].words >= 4 and _is_bare(self.lines[at].said, said)]
        return min(inner, key=lambda at: (len(self.lines[at].said), -at), default=chosen)

    def _first_print(self, title: int) -> int:
        """The first of several prints of a title, as long as no menu stands between them."""
        for at in range(title - 1, max(-1, title - _REACH), -1):
            line = self.lines[at]
            if line.cue is not None and (line.cue.opens or (line.cue.reason == "menu" and line.cue.proof)):
                break
            if line.said == self.lines[title].said:
                title = at
        return title


def _is_bare(title: str, said: str) -> bool:
    """Is `said` this title, with a site's name parted off behind it, or with a trail before it?

    >>> _is_bare("الوزير يزور طوكيو", "الوزير يزور طوكيو | الافق"), _is_bare("الوزير يزور", "الوزير يزور طوكيو")
    (True, False)
    """
    rest = said.removeprefix(title)
    return said.endswith(title) or (rest != said and rest.lstrip()[:1] in {"|", "-", "–", "—", "»", "·"})


def _breaks_off(said: str, title: str) -> bool:
    return len(said.split()) >= 4 and title.startswith(said + " ") and not _is_bare(said, title)


def _looks(line: Line) -> float:
    score = 0.3 if 5 <= line.words <= 22 else 0.1 if line.words == 4 else 0.0
    score -= 0.15 if line.words > 18 else 0.0
    score -= 0.5 * max(0.0, line.prose - 0.4)
    score -= 0.3 if line.text.endswith(".") else 0.0
    score -= 0.25 if CAPTION_TALK.search(line.text) else 0.0
    return score - (0.3 if line.bullet else 0.0)


def _walls_after(lines: Sequence[Line], first: int) -> list[int]:
    """For each place, how many menus, tickers and headers of lists stand between it and the first paragraph."""
    walls = [0] * (first + 1)
    for at in range(first - 1, -1, -1):
        cue = lines[at + 1].cue if at + 1 < first else None
        wall = cue is not None and (cue.opens or (cue.reason in {"menu", "breaking"} and cue.proof > 0))
        walls[at] = walls[at + 1] + wall
    return walls
