"""Leaves out what a dumped web page carries around its article, and says of every line why.

Plain-text dumps have lost the tags that HTML extractors live on, so this reads them as a person does: where the running
prose is, which lines say themselves that they are furniture (`furniture`), and what the article talks about. In steps:

1. look at each line by itself: length, sentence marks, bullets, what it says it is;
2. follow headers ("Most Read", "اقرأ أيضًا") over the list they open;
3. ask whether this is a page at all; a letter, a communiqué or a list has no furniture and loses nothing;
4. find the stretch of lines with the most prose and the least furniture (the heaviest run of weights, Bentley 1984);
5. look again, now knowing the words of the article, so that another story's teaser weighs less than our last paragraph;
6. find the title above the stretch, and decide line by line within it.

Nothing here is random and nothing is learnt; each step is one pass over the lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from muqabala.documents.page_edges import appeals, entries, names_in, signature_end, tells_of_author, unfinished
from muqabala.documents.page_gaps import strangers, widgets
from muqabala.documents.page_lines import CAPTION_TALK, PICTURE, Line, forgive, look_at
from muqabala.documents.page_lists import SOURCE, follow_headers, reason_of, sums_up
from muqabala.documents.page_proof import confessed, hints, is_page
from muqabala.documents.page_title import find_title, title_score
from muqabala.values import Dropped, Language, Role


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line that belongs to the document."""

    line: int
    """1-based."""
    text: str
    """As written, without the whitespace around it."""
    role: Role
    """TITLE, HEADING or BODY."""
    continues: bool = False
    """Goes on with the paragraph of the line before: the page was wrapped at a fixed width."""


class Cleaned(NamedTuple):
    """Every line that is not blank is in one of the two, in order."""

    kept: list[KeptLine]
    dropped: list[Dropped]


def clean_lines(lines: Sequence[str], language: Language) -> Cleaned:
    """The article in a plain-text dump of a web page, and what was left out of it.

    >>> text = "بحث الوزيران التعاون الدفاعي، واتفقا على لقاء."
    >>> cleaned = clean_lines(["شارك القصة", "الأكثر قراءة", "سعر الذهب اليوم في مصر", text], "ar")
    >>> [(line.line, line.reason) for line in cleaned.dropped]
    [(1, 'share'), (2, 'trending'), (3, 'trending')]
    """
    looked = look_at(lines, language)
    forgive(looked)
    follow_headers(looked, entries(looked))
    if not looked:
        return Cleaned([], [])
    evidence = hints(looked)
    if is_page(looked) or evidence >= 1:
        return _Page(looked).cleaned()
    return _spare(looked, _Page(looked).cleaned()) if evidence else _clean_text(looked)


# ── 3. no page, or hardly one ────────────────────────────────────────────────────────────────────────────────────────


def _spare(lines: list[Line], cleaned: Cleaned) -> Cleaned:
    """Of an article with next to no furniture only what says itself that it is some goes."""
    numbers = confessed(lines)
    back = [KeptLine(one.line, one.text, Role.BODY) for one in cleaned.dropped if one.line not in numbers]
    kept = sorted([*cleaned.kept, *back], key=lambda one: one.line)
    return Cleaned(kept, [one for one in cleaned.dropped if one.line in numbers])


def _clean_text(lines: list[Line]) -> Cleaned:
    """All of a text without furniture, with a guess which lines are its title and headings."""
    kept: list[KeptLine] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        short = line.words <= (18 if at == 0 else 10) and not line.ends and line.prose < 0.5
        own = line.cue is None and not line.bullet and not line.numbered
        heads = following is not None and following.stops and following.words >= 5 and not following.bullet
        role = (Role.HEADING if kept else Role.TITLE) if short and own and heads else Role.BODY
        kept.extend(_kept(line, role))
    return Cleaned(kept, [])


def _kept(line: Line, role: Role) -> list[KeptLine]:
    first = line.number
    return [KeptLine(number, text, role, continues=number != first) for number, text in line.parts]


def _dropped(line: Line, reason: str) -> list[Dropped]:
    return [Dropped(number, text, reason) for number, text in line.parts]


# ── 4 to 6. the article in a page ────────────────────────────────────────────────────────────────────────────────────

_PRICE_OF_HEADER = {
    "footer": 2.5, "comments": 2.5, "trending": 1.5, "byline": 0.8, "breaking": 0.5, "related": 0.3, "tags": 0.3,
    "notice": 0.0,
}  # fmt: skip
"""What a header between two paragraphs says against their belonging together."""
_PRICE_OF_LINE = {"footer": 0.6, "trending": 0.2, "comments": 0.3}
_USUAL_PRICE = 0.1
_DEAREST_LINES = 1.0
_PRICE_OF_STORY = 2.0
"""A headline with a date or an author, after paragraphs enough: the next story begins."""
_NEXT_ENTRY = 0.3
_CLOSED_SECTIONS = frozenset({"comments", "footer", "byline", "breaking"})
"""Lists in which prose is to be expected that is not the article's."""
_CREDIT = re.compile(r"(?:صورة|صور|الصورة|تصوير|عدسة|مصدر|photo|image|credit|courtesy|picture|©|getty|afp|ap |reuters)")
_CREDITED = re.compile(r"[.!]\s*[(\[][^()\[\]]{3,60}[)\]]$")
_NEARBY = 12
_LEAST_TEASER = 8
_LONGEST_ALT = 20
_ENOUGH_BEFORE_SOURCE = 3
_TITLE = 0.5
_CLEARLY = 0.25
_CLOCK = re.compile(r"\d?\d:\d\d")
_SEEN = re.compile(
    r"\b(?:attends?|speaks?|poses?|shakes?|walks?|arrives?|stands?|looks? on|is seen|are seen|pictured)\b"
)
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'-]{2,30}(?:\([^()]{2,20}\) ?)?(?:—|–|--|-) ?\S|[A-Z][A-Z .,'-]{2,30}\([^()]{2,20}\)"
)
_INVOCATION = re.compile(r"بسم الله(?: الرحمن الرحيم)?")
_NOTE = re.compile(r"\([^()]{0,30}=[^()]{0,60}\)")
"""The rate of a currency, as agencies write it under a text."""
_PLAYER = re.compile(r"html5|javascript|video player|مشغل الفيديو")


@dataclass(slots=True)
class _Inside:
    """Where in the stretch a judgement is made, and what has been kept."""

    title: int | None
    first: int
    """Place of the first paragraph."""
    last: int
    print: int = -1
    """Place of the last print of the title."""
    seen: set[str] = field(default_factory=set)


class _Page:
    """The lines of one page; the answers of each step feed the next."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.times = Counter(line.said for line in lines)
        self.pulled: set[int] = set()
        """Places of sentences that stand in a paragraph too."""
        self.announced = _announced(lines)
        self.entries = entries(lines)
        """The places of the times over the entries of a live page."""
        self.widgets = widgets(lines)
        """The places of what stands in a box between the paragraphs, and why it goes."""
        self.signature = range(0)
        """The places of the names under a statement."""
        self.places = {line.number: at for at, line in enumerate(lines)}
        self.last_print: dict[str, int] = {}
        """The last place of each paragraph of the article; a standfirst may be printed twice."""
        self.typical = 0.0
        """The median cohesion of the article's paragraphs; 0 until there are enough to tell."""
        self.low = 0.0
        """Below this a paragraph speaks of something else; a short article has too few words to say so."""

    def cleaned(self) -> Cleaned:
        self._learn_words(*self._heaviest_stretch())
        self._mark_parted()
        start, end = self._trim(*self._heaviest_stretch())
        if start == end:
            return self._all_but_furniture()
        end = self._extend(end)
        paragraphs = [at for at in range(start, end) if self._reads(self.lines[at])]
        title = find_title(self.lines, paragraphs, start, self.entries)
        return self._decide(title, start, end)

    def _all_but_furniture(self) -> Cleaned:
        """A page without a paragraph: pictures, an index. What does not call itself furniture stays."""
        kept: list[KeptLine] = []
        dropped: list[Dropped] = []
        for line in self.lines:
            if line.cue is None and not line.section:
                kept.extend(_kept(line, Role.BODY))
            else:
                dropped.extend(_dropped(line, reason_of(line)))
        return Cleaned(kept, dropped)

    # step 4

    def _heaviest_stretch(self) -> tuple[int, int]:
        """The half-open stretch of lines with the most prose, less the price of what stands between."""
        weights: list[float] = []
        gap: list[Line] = []
        last_prose = paragraphs = 0
        for at, line in enumerate(self.lines):
            weight = self._weight(line)
            if weight <= 0:
                gap.append(line)
                weights.append(0.0)
                continue
            if gap:
                weights[at - 1] = -_price(gap, paragraphs, line) if not self._enters(at, len(gap)) else -_NEXT_ENTRY
                gap = []
            weights.append(weight)
            last_prose = at + 1
            paragraphs += line.is_paragraph
        return _heaviest_run(weights[:last_prose])

    def _enters(self, at: int, gap: int) -> bool:
        """Does an entry of a live page begin in the gap before this line?"""
        return any(at - gap <= entry < at for entry in self.entries)

    def _weight(self, line: Line) -> float:
        """What a line adds to the article it stands in; 0 for everything that is no running text."""
        if line.cue is not None or line.foreign or (line.section and not self._is_ours(line)):
            return 0.0
        if line.is_paragraph:
            if self._is_strange(line):
                return line.prose * 0.3
            known = self.typical and line.cohesion >= 0.8 * self.typical
            return max(0.5, line.prose) * (1.5 if known or line.goes_on else 1)
        return 0.2 if line.stops and line.words >= 2 else 0.0

    # step 5

    def _learn_words(self, start: int, end: int) -> None:
        core = [line for line in self.lines[start:end] if line.cue is None and not line.section and line.is_paragraph]
        uses = Counter(stem for line in core for stem in line.stems)
        inside = {line.number for line in core}
        for line in self.lines:
            own = 1 if line.number in inside else 0
            line.cohesion = sum(uses[stem] > own for stem in line.stems) / max(4, len(line.stems))
        if len(core) >= 2:
            self.typical = median(line.cohesion for line in core)
        if len(core) >= 6:
            self.low = 0.3 * self.typical

    def _mark_parted(self) -> None:
        """Which prose has furniture on both its sides, as a teaser has and a paragraph seldom."""
        prose = [at for at, line in enumerate(self.lines) if line.cue is None and line.is_paragraph]
        ends = [-1, *prose, len(self.lines)]
        loose = [any(line.cue or line.section for line in self.lines[a + 1 : b]) for a, b in pairwise(ends)]
        for place, at in enumerate(prose):
            before = loose[place] or place == 0
            after = loose[place + 1] or place == len(prose) - 1
            self.lines[at].parted = bool(before and after)

    def _is_strange(self, line: Line) -> bool:
        """Stands apart and speaks of something else than the article does."""
        return bool(self.typical) and line.parted and line.cohesion < self.low

    def _is_ours(self, line: Line) -> bool:
        """A paragraph in a list of other stories that still speaks of what the article speaks of."""
        return (
            bool(self.typical)
            and line.section not in _CLOSED_SECTIONS
            and line.prose >= 1
            and line.cohesion >= 0.8 * self.typical
            and not self._is_card(line)
        )

    def _is_card(self, line: Line) -> bool:
        """The teaser of a story in a list: a label or another headline comes next."""
        at = self.places[line.number]
        if at and sums_up(line, self.lines[at - 1]):
            return True
        following = next(iter(self.lines[at + 1 : at + 2]), None)
        return following is not None and (following.is_label or (following.section != "" and following.cue is None))

    def _reads(self, line: Line) -> bool:
        return line.cue is None and line.is_paragraph and (not line.section or self._is_ours(line))

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Take off strange paragraphs at the edges that furniture parts from the rest."""
        prose = [at for at in range(start, end) if self._reads(self.lines[at])]
        while len(prose) >= 2 and self._menu_between(prose[0], prose[1]):
            prose.pop(0)
            start = prose[0]
        for place in range(_ENOUGH_BEFORE_SOURCE - 1, len(prose) - 1):
            if self._ends_with_source(prose, place):
                return start, prose[place] + 1
        while len(prose) >= 3 and self._title_between(prose):
            prose.pop(0)
            start = prose[0]
        while len(prose) >= 3:
            if self._is_strange(self.lines[prose[0]]) and prose[1] - prose[0] > 2:
                prose.pop(0)
                start = prose[0]
            elif self._is_strange(self.lines[prose[-1]]) and prose[-1] - prose[-2] > 2:
                prose.pop()
                end = prose[-1] + 1
            else:
                break
        return start, end

    def _ends_with_source(self, prose: Sequence[int], place: int) -> bool:
        """Under an article stands whom it is from; a paragraph or two after that are another story's."""
        after = prose[place + 1]
        between = self.lines[prose[place] + 1 : after]
        sourced = any(line.cue is not None and SOURCE.match(line.said) for line in between)
        return sourced and len(prose) - place - 1 <= 2 and not self.lines[after].goes_on

    def _title_between(self, prose: Sequence[int]) -> bool:
        """What stands over the title is a ticker, an appeal or another story, if no title stands over that."""
        if prose[1] - prose[0] < 2 or self.lines[prose[0]].goes_on:
            return False
        between = title_score(self.lines, prose[1:], prose[0])
        return between >= _TITLE and between > title_score(self.lines, prose, -1) + _CLEARLY

    def _menu_between(self, at: int, after: int) -> bool:
        """A notice over the menu is no lead."""
        between = (line.cue for line in self.lines[at + 1 : after] if line.cue is not None and not line.section)
        return sum(cue.reason in {"menu", "notice"} and cue.proof > 0 and not cue.opens for cue in between) >= 2

    def _extend(self, end: int) -> int:
        """A last paragraph without a full stop, or a list after a colon, is too light to be in the stretch."""
        while 0 < end < len(self.lines):
            line, before = self.lines[end], self.lines[end - 1]
            if line.cue is not None or line.section or line.foreign:
                break
            listed = (line.bullet or line.numbered) and (before.text.endswith(":") or before.bullet or before.numbered)
            cut_short = line.words >= 6 and line.goes_on and not self._is_strange(line)
            lost_stop = before.is_paragraph and line.cohesion > 0 and unfinished(line, before)
            noted = _NOTE.fullmatch(line.text) and before.is_paragraph
            if not listed and not cut_short and not lost_stop and not noted:
                break
            end += 1
        self.signature = range(end, signature_end(self.lines, end))
        return self.signature.stop

    # step 6

    def _decide(self, title: int | None, start: int, end: int) -> Cleaned:
        kept: list[KeptLine] = []
        dropped: list[Dropped] = []
        begin = start if title is None else title
        begin -= bool(begin and _INVOCATION.fullmatch(self.lines[begin - 1].said))
        prose = [at for at in range(begin, end) if at != title and self._reads(self.lines[at]) and not self._teases(at)]
        while len(prose) > 1 and self._shows(prose[0]):
            prose.pop(0)
        inside = _Inside(title, prose[0] if prose else end, prose[-1] if prose else begin)
        if title is not None:
            inside.print = max(
                at for at in range(begin, max(end, begin + 1)) if self.lines[at].said == self.lines[title].said
            )
        self.last_print = {self.lines[at].said: at for at in prose}
        verdicts: list[tuple[Role, str]] = []
        for at, line in enumerate(self.lines):
            if at == title:
                verdicts.append((Role.TITLE, ""))
            elif begin <= at < end:
                verdicts.append(self._judge(at, inside))
            else:
                verdicts.append((Role.BODY, self._reason_outside(at, begin, inside)))
            if not verdicts[-1][1]:
                inside.seen.add(line.said)
        staying = [at for at, (_, reason) in enumerate(verdicts) if not reason and at != title]
        strange = strangers(self.lines, staying, inside.first, inside.last) | self._by_author(staying, inside)
        for at, (line, (role, reason)) in enumerate(zip(self.lines, verdicts, strict=True)):
            why = reason or strange.get(at, "")
            if why:
                dropped.extend(_dropped(line, why))
            else:
                kept.extend(_kept(line, role))
        return Cleaned(kept, dropped)

    def _by_author(self, staying: Sequence[int], inside: _Inside) -> dict[int, str]:
        """Names of those who wrote this, and what is said of them at the end."""
        names = names_in(self.lines, inside.title, inside.first)
        tail = [at for at in staying if at > inside.first and self.lines[at].stops][-2:]
        short = [at for at in staying if at > inside.first and not self.lines[at].ends and self.lines[at].words <= 5]
        return {at: "byline" for at in (*short, *tail) if tells_of_author(self.lines[at], names)}

    def _reason_outside(self, at: int, begin: int, inside: _Inside) -> str:
        line = self.lines[at]
        if line.cue is not None or line.section:
            return reason_of(line)
        if line.said in inside.seen:
            return "duplicate"
        if line.words <= 4:
            return "menu" if at < begin else "footer"
        return "related"

    def _judge(self, at: int, inside: _Inside) -> tuple[Role, str]:
        """The role of a line in the stretch, or the reason why it is not the article's."""
        line = self.lines[at]
        if line.words >= 3 and (line.said in inside.seen or self.last_print.get(line.said, at) > at):
            return Role.BODY, "duplicate"
        if at in self.signature or _INVOCATION.fullmatch(line.said):
            return Role.BODY, ""
        if line.cue is not None:
            return Role.BODY, "" if self.announced[at] and at > inside.first else line.cue.reason
        if line.section and not self._is_ours(line) and (inside.title is None or line.opened > inside.title):
            return Role.BODY, line.section
        if line.foreign and not line.row:
            quoted = line.words >= 8 and line.stops and inside.first < at < inside.last
            return Role.BODY, "" if quoted else "menu"
        if self._captions(at):
            return Role.BODY, "caption"
        if at in self.widgets:
            return Role.BODY, self.widgets[at]
        if self._names_video(at):
            return Role.BODY, "related"
        if at > inside.first and self._pulled_out(at):
            return Role.BODY, "duplicate"
        if at <= inside.first < inside.last and (_CREDITED.search(line.text) or self._shows(at)):
            return Role.BODY, "caption"
        if self._teases(at):
            return Role.BODY, "related"
        if inside.first < at < inside.last and (self._is_credited(at) or self._is_story(at)):
            return Role.BODY, "caption" if _CREDITED.search(line.text) else "related"
        if line.is_paragraph and line.parted and appeals(line):
            return Role.BODY, "notice"
        if line.is_paragraph or line.numbered or line.row:
            return Role.BODY, ""
        if at < inside.print and line.words <= 5:
            return Role.BODY, "byline"
        return self._judge_head(at, inside.title) if at < inside.first else self._judge_short(at, inside.last)

    def _pulled_out(self, at: int) -> bool:
        """A sentence set large: it stands in a paragraph nearby as well. Its speaker may be named under it."""
        line = self.lines[at]
        if not 5 <= line.words <= 40:
            return 0 < line.words < 5 and not line.ends and at - 1 in self.pulled
        near = self.lines[max(0, at - _NEARBY) : at + _NEARBY]
        longer = [other for other in near if other.words > line.words and other.cue is None]
        stems = line.stems if line.words >= 7 else frozenset[str]()
        under = next(iter(self.lines[at + 1 : at + 2]), line)
        if line.words <= 6 and line.said in under.said and line.text[:1].isalpha():
            return False
        if any(line.said in other.said or (len(stems) > 3 and stems <= other.stems) for other in longer):
            self.pulled.add(at)
            return True
        return False

    def _teases(self, at: int) -> bool:
        """Prose that breaks off under a headline, as the teasers of other stories do, or a poll's question."""
        line, before = self.lines[at], self.lines[at - 1] if at else None
        if before is None or line.words < _LEAST_TEASER or line.goes_on:
            return False
        if line.text.endswith(("؟", "?")):
            return before.cue is not None and before.cue.reason == "comments"
        headed = before.cue is None and not before.ends and not before.is_paragraph and not before.bullet
        return headed and line.text.endswith(("...", "…")) and (before.after_blank or not line.after_blank)

    def _is_credited(self, at: int) -> bool:
        """Ends in brackets after its full stop, beside furniture: a caption with the name of the photographer."""
        near = [*self.lines[max(0, at - 1) : at], *self.lines[at + 1 : at + 2]]
        line = self.lines[at]
        return bool(_CREDITED.search(line.text)) and not line.goes_on and any(other.cue for other in near)

    def _is_story(self, at: int) -> bool:
        """A headline, its teaser, and a name or a date under that: a story of its own among the paragraphs."""
        line = self.lines[at]
        if at + 1 >= len(self.lines) or not at or self.entries or line.goes_on or not line.stops:
            return False
        above, under = self.lines[at - 1], self.lines[at + 1]
        signed = under.cue is not None and under.cue.reason in {"byline", "timestamp"} and under.words > 1
        headed = above.cue is None and not above.stops and not above.is_paragraph and above.words >= 4
        loose = line.cohesion < 0.8 * self.typical or not self.typical
        return signed and headed and loose and not line.after_blank and not under.after_blank

    def _captions(self, at: int) -> bool:
        """Belongs to a picture: a line before its credit, a long one after it, or what its credited caption says."""
        line = self.lines[at]
        beside = [*self.lines[max(0, at - 1) : at], *self.lines[at + 1 : at + 2]]
        if any(near.cue is not None and near.cue.reason == "caption" and line.said in near.said for near in beside):
            return line.words >= 3
        if any(near.said == line.said for near in beside) and not line.stops and line.words >= 5:
            return True
        under = self.lines[at + 1] if at + 1 < len(self.lines) else line
        shown = (under.cue is not None and under.cue.reason == "caption") or _CREDITED.search(under.text)
        if shown and line.after_blank and not under.after_blank and line.words <= _LONGEST_ALT and not line.goes_on:
            return True
        if line.is_paragraph or line.ends or line.numbered or line.bullet:
            return False
        before = self.lines[at - 1].cue if at else None
        after = self.lines[at + 1].cue if at + 1 < len(self.lines) else None
        credited = after is not None and after.reason == "caption" and _CREDIT.match(self.lines[at + 1].said)
        pictured = before is PICTURE and line.words >= 3 and not line.text.startswith("#")
        return bool(credited) or pictured or (before is not None and before.reason == "caption" and line.words >= 7)

    def _shows(self, at: int) -> bool:
        """Says what is to be seen, in the present, over a date or over the place where the text was written."""
        after = self.lines[at + 1 : at + 4]
        labelled = at > 0 and self.lines[at - 1].is_label and after and not after[0].after_blank
        if labelled and after[0].cue is not None and _CREDIT.match(after[0].said):
            return True
        under = any(near.cue is not None and near.cue.reason == "timestamp" for near in after[:1])
        placed = any(_DATELINE.match(near.text) for near in after if near.is_paragraph)
        return bool(_SEEN.search(self.lines[at].text)) and (under or placed)

    def _names_video(self, at: int) -> bool:
        """A headline over a player or its running time; not where times of day head the entries of a live page."""
        line, after = self.lines[at], self.lines[at + 1 : at + 3]
        if line.is_paragraph or not after:
            return False
        if after[0].cue is not None and _PLAYER.search(after[0].said):
            return True
        times = [near for near in after if near.cue is not None and _CLOCK.fullmatch(near.said)]
        if not times or any(near.is_paragraph for near in after[: after.index(times[0])]):
            return False
        running = times[0].said.startswith("00:")
        return running or sum(count for said, count in self.times.items() if _CLOCK.fullmatch(said)) <= 2

    def _judge_head(self, at: int, title: int | None) -> tuple[Role, str]:
        """Under the title stand names, dates and captions, and sometimes a second headline."""
        line = self.lines[at]
        if self.entries and any(entry > (title or 0) for entry in self.entries if at - 4 <= entry < at):
            return Role.HEADING, ""
        under = self.lines[at + 1] if at + 1 < len(self.lines) else line
        if _SECTIONS.fullmatch(line.said) and (self._reads(under) or under.bullet):
            return Role.HEADING, ""
        if self._sums_up(at, title) or line.text.endswith(_GOES_ON_BELOW):
            return Role.BODY, ""
        if line.text.endswith(":") and self.lines[at - 1].text.endswith(_GOES_ON_BELOW):
            return Role.BODY, ""
        if line.words <= 5 and not line.stops:
            return Role.BODY, "byline"
        printed_twice = self.times[line.said] > 1 and (title is None or line.said != self.lines[title].said)
        if printed_twice or (CAPTION_TALK.search(line.text) and not line.stops and not line.bullet):
            return Role.BODY, "caption"
        if line.words >= 5 and line.text.endswith("."):
            return Role.BODY, ""
        if line.text.endswith(":") and line.words >= 4 and at + 1 < len(self.lines) and not self.lines[at + 1].cue:
            return Role.BODY, ""
        if _STAMP.search(line.said):
            return Role.BODY, "byline"
        near = at > 0 and at - 1 == title and not _is_office(line)
        ours = line.cohesion > 0 and line.cohesion >= 0.6 * self.typical and (line.ends or self._in_summary(at, title))
        return (Role.HEADING, "") if near or ours else (Role.BODY, "caption")

    def _sums_up(self, at: int, title: int | None) -> bool:
        """Of two bullets or more under the title, none of them a name or a button."""
        lines, line = self.lines, self.lines[at]
        if title is None or line.cue is not None:
            return False
        if not line.bullet:
            return self._in_named_summary(at, title)
        first, last = at, at
        while first - 1 > title and lines[first - 1].bullet:
            first -= 1
        while last + 1 < len(lines) and lines[last + 1].bullet:
            last += 1
        points = lines[first : last + 1]
        return len(points) >= 2 and all(point.cue is None and point.words >= 4 for point in points)

    def _in_named_summary(self, at: int, title: int) -> bool:
        """Under "summary", in one block with it, and about what the article is about."""
        top = at
        while top > title and not self.lines[top].after_blank:
            top -= 1
        headed = any(_SUMMARY.fullmatch(line.said) for line in self.lines[top:at])
        return headed and self.lines[at].words >= 4 and self.lines[at].cohesion > 0

    def _in_summary(self, at: int, title: int | None) -> bool:
        """Two points or more under the date are a summary; one is a caption."""
        beside = [i for i in (at - 1, at + 1) if 0 <= i < len(self.lines) and i != title]
        return any(self.lines[i].cue is None and self.lines[i].words >= 5 and self.lines[i].prose < 0.5 for i in beside)

    def _judge_short(self, at: int, last: int) -> tuple[Role, str]:
        """A short line among paragraphs: an answer, an item of a list, a subhead, or a link."""
        line = self.lines[at]
        if line.ends:
            return (Role.HEADING if line.text.endswith(("؟", "?")) else Role.BODY), ""
        if line.bullet:
            alone = not any(other.bullet for other in self.lines[max(0, at - 1) : at + 2 : 2])
            heads = at + 1 < len(self.lines) and self._reads(self.lines[at + 1])
            item = line.words >= 4 or self.announced[at] or (alone and heads) or self._lists_facts(at)
            return Role.BODY, "" if item else "tags"
        if self._names_author(at):
            return Role.BODY, "byline"
        if at > last and (line.goes_on or unfinished(line, self.lines[at - 1]) or _NOTE.fullmatch(line.text)):
            return Role.BODY, ""
        return (Role.BODY, "related") if at > last or self._is_dated(at) else (Role.HEADING, "")

    def _lists_facts(self, at: int) -> bool:
        """Says something of a thing, as the bullet beside it does; tags name things only."""
        beside = [near for near in self.lines[max(0, at - 1) : at + 2] if near.bullet and near.cue is None]
        return len(beside) > 1 and ": " in self.lines[at].text and any(near.words >= 4 for near in beside)

    def _is_dated(self, at: int) -> bool:
        """A headline over a date among paragraphs is another story's."""
        cue = self.lines[at + 1].cue if at + 1 < len(self.lines) else None
        return cue is not None and cue.reason == "timestamp" and self.lines[at + 1].words > 1

    def _names_author(self, at: int) -> bool:
        """A few words over a date or a source are a name or a place; a subhead stands over text."""
        while at < len(self.lines) and self.lines[at].cue is None and self.lines[at].words <= 4:
            at += 1
        cue = self.lines[at].cue if at < len(self.lines) else None
        return cue is not None and cue.reason in {"timestamp", "byline"} and not _CLOCK.fullmatch(self.lines[at].said)


_GOES_ON_BELOW = ("،", "؛", ";")
"""Ends of the lines of a decree: a sentence in parts."""
_STAMP = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b|\b\d?\d:\d\d\b")
_SECTIONS = re.compile(
    r"(?:ال)?(?:مقدمة|تمهيد|خلفية|خاتمة|ادعاء|وقائع)|(?:ال)?ملخص (?:ال)?تنفيذي|نظرة عامة|"
    r"(?:ابرز|اهم) النقاط|النقاط الرئيسية|عن (?:هذه )?(?:ال)?حلقة|"
    r"(?:the )?(?:introduction|background|conclusion|overview|claim|facts|highlights|executive summary)|"
    r"key (?:points|facts)"
)
_SUMMARY = re.compile(
    r"(?:ال)?(?:ملخص|خلاصة|موجز)|باختصار|(?:ابرز|اهم) (?:ال)?(?:نقاط|ما جاء)|النقاط الرئيسية|"
    r"summary|key (?:points|takeaways)|at a glance|in brief"
)
_CAPITALS = re.compile(r"[a-z]{4,}")


def _is_office(line: Line) -> bool:
    """The name of an office or a desk: every long word has a capital, as in no sentence."""
    words = [word for word in line.text.split() if len(word) > 3]
    return len(words) > 1 and line.text.isascii() and not any(_CAPITALS.match(word) for word in words)


def _announced(lines: Sequence[Line]) -> list[bool]:
    """Which lines stand in a list that a colon announces: bullets, or short lines right under it."""
    announced: list[bool] = []
    for at, line in enumerate(lines):
        before = at > 0 and (announced[-1] or _announces(lines[at - 1]))
        tight = before and not line.after_blank and line.words <= _LONGEST_ITEM and not line.is_paragraph
        plain = line.cue is None or (line.cue.reason in {"menu", "byline", "timestamp"} and not line.cue.proof)
        announced.append(before and plain and (line.bullet or (tight and not line.section)))
    return announced


_LONGEST_ITEM = 14


def _announces(line: Line) -> bool:
    return line.text.endswith(":") and line.cue is None and not line.section and (line.words > 2 or line.goes_on)


def _price(gap: Sequence[Line], paragraphs: int, after: Line) -> float:
    """What the lines between two paragraphs say against their belonging to one article."""
    headers = {line.cue.reason for line in gap if line.cue is not None and line.cue.opens}
    lines = sum(_PRICE_OF_LINE.get(reason_of(line), _USUAL_PRICE) for line in gap)
    labelled = any(
        line.cue is not None and line.cue.reason in {"timestamp", "byline"} and line.words > 1 for line in gap
    )
    headline = any(line.cue is None and line.words >= 5 for line in gap)
    story = _PRICE_OF_STORY if paragraphs >= 3 and labelled and headline and not after.goes_on else 0.0
    return sum(_PRICE_OF_HEADER.get(reason, 0.5) for reason in headers) + min(_DEAREST_LINES, lines) + story


def _heaviest_run(weights: Sequence[float]) -> tuple[int, int]:
    """The half-open stretch with the greatest sum; the earliest of equals, empty where nothing weighs anything.

    >>> _heaviest_run([-1, 2, -1, 3, -4, 3])
    (1, 4)
    """
    best, best_run = 0.0, (0, 0)
    here, start = 0.0, 0
    for at, weight in enumerate(weights):
        if here <= 0:
            here, start = 0.0, at
        here += weight
        if here > best:
            best, best_run = here, (start, at + 1)
    return best_run
