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
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from muqabala.documents.furniture import Cue, cue, key
from muqabala.text.arabic import count_arabic
from muqabala.text.words import arabic_stems, english_stems
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


class Cleaned(NamedTuple):
    """Every line that is not blank is in one of the two, in order."""

    kept: list[KeptLine]
    dropped: list[Dropped]


def clean_lines(lines: Sequence[str], language: Language) -> Cleaned:
    """The article in a plain-text dump of a web page, and what was left out of it.

    >>> page = ["شارك القصة", "الأكثر قراءة", "سعر الذهب اليوم في مصر", "بحث الوزيران التعاون الدفاعي، واتفقا على لقاء."]
    >>> cleaned = clean_lines(page, "ar")
    >>> [(line.line, line.reason) for line in cleaned.dropped]
    [(1, 'share'), (2, 'trending'), (3, 'trending')]
    """
    looked = _look_at(lines, language)
    _follow_headers(looked)
    if not looked:
        return Cleaned([], [])
    if not _is_page(looked):
        return _clean_text(looked)
    return _Page(looked).cleaned()


# ── 1. each line by itself ───────────────────────────────────────────────────────────────────────────────────────────

_ENDS = re.compile(r"""(?:[.!?؟…؛:]|\N{REPLACEMENT CHARACTER})["'»”’)\]\s]*$""")
_FULL_STOP = re.compile(r"""(?:[.!?؟…]|\N{REPLACEMENT CHARACTER})["'»”’)\]\s]*$""")
_BULLET = re.compile(r"\s*(?:[•*▪■●◦‣·○□►▶]|[-–—+](?=\s))\s*")
_NUMBERED = re.compile(
    r"\s*(?:\(?[\d٠-٩]{1,2}\s?[.)\-–:]|\(?[أ-يa-z]\s?[).\-]\s|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)\b|"
    r"(?:البند|المادة|الفقرة|article|section)\s)",
    re.IGNORECASE,
)
_FUNCTION_WORDS = frozenset(
    "في من على الى إلى عن أن ان إن التي الذي الذين قد كما بعد قبل خلال مع هذا هذه ذلك تلك بين لم لا لن ما كان كانت يكون وهو وهي "
    "حيث وقد ولا وأن وان وإن وفي ومن وعلى عبر ضمن حول لدى بأن بان فيما مما أو او ثم غير كل أي اي هو هي وقال وأضاف وأكد "
    "the of to in that and a an is was were are for on with as by it at from has have had be been will would said its their which "
    "who this these but not or he she they we".split()
)


@dataclass(slots=True)
class _Line:
    """One line that is not blank, and what is known about it."""

    number: int
    text: str
    said: str
    words: int
    cue: Cue | None
    stems: frozenset[str]
    foreign: bool
    """In no letter of the document's language."""
    ends: bool
    stops: bool
    bullet: bool
    numbered: bool
    after_blank: bool
    prose: float
    """How much it reads like running text: below 0.5 a headline or a fragment, from 1 a paragraph."""
    section: str = ""
    """The reason of the list it stands in."""
    cohesion: float = 0.0
    """The share of its words that the article uses elsewhere."""


def _look_at(lines: Sequence[str], language: Language) -> list[_Line]:
    looked: list[_Line] = []
    blank = True
    for number, raw in enumerate(lines, start=1):
        text = raw.strip()
        if text:
            looked.append(_look(number, text, blank, language))
        blank = not text
    return looked


def _look(number: int, text: str, after_blank: bool, language: Language) -> _Line:
    said = key(text)
    stems = arabic_stems(text) if language == "ar" else english_stems(text)
    arabic, letters = count_arabic(text), sum(ch.isalpha() for ch in text)
    return _Line(
        number=number,
        text=text,
        said=said,
        words=len(text.split()),
        cue=cue(said),
        stems=frozenset(stem for stem in stems if len(stem) > 2 and stem not in _FUNCTION_WORDS),
        foreign=(arabic == 0) if language == "ar" else arabic * 2 > letters,
        ends=bool(_ENDS.search(text)),
        stops=bool(_FULL_STOP.search(text)),
        bullet=bool(_BULLET.match(text)),
        numbered=bool(_NUMBERED.match(text)),
        after_blank=after_blank,
        prose=_prose(text),
    )


def _prose(text: str) -> float:
    """Running text is long, stops with a full stop, has commas, and is held together by small words.

    >>> _prose("سعر الذهب اليوم") < 0.5 < _prose("وأوضح البيان أن الطرفين اتفقا على لقاء جديد، وأنهما سيبحثان فيه ملفات الدفاع والأمن.")
    True
    """
    words = text.split()
    if len(words) < 4:
        return 0.0
    small = sum(word.strip("،,.:").lower() in _FUNCTION_WORDS for word in words) / len(words)
    strength = min(len(text), 320) / 100 - 0.7
    strength += 0.45 if _FULL_STOP.search(text) else 0.0
    strength += 0.2 if re.search(r"[،,؛;]\s", text) else 0.0
    strength += min(0.3, max(-0.2, (small - 0.14) * 2))
    return max(0.0, strength)


# ── 2. headers and their lists ───────────────────────────────────────────────────────────────────────────────────────

_TICKER_LIMIT = 14


def _follow_headers(lines: list[_Line]) -> None:
    """Give every line under an opening header its reason, until something else begins."""
    opened: int | None = None
    prose_before = 0
    for at, line in enumerate(lines):
        if line.cue is not None and line.cue.opens:
            opened = at
        elif opened is not None and _leaves(lines, opened, at, prose_before):
            opened = None
        elif opened is not None:
            line.section = _reason(lines[opened])
        if opened is None and line.cue is None and line.prose >= 1:
            prose_before += 1


def _leaves(lines: list[_Line], opened: int, at: int, prose_before: int) -> bool:
    """Does the list that `opened` heads end before line `at`?"""
    line, reason, items = lines[at], _reason(lines[opened]), at - opened - 1
    if line.cue is not None:
        return reason == "breaking" and line.cue.reason in {"byline", "share"}
    if reason == "tags":
        return line.words > 6 or line.stops
    if reason == "byline":
        return items >= 2 and line.prose < 0.5
    if reason in {"comments", "footer"} and prose_before >= 2:
        return False
    if reason == "breaking":
        together = items >= 2 and line.after_blank and not any(item.after_blank for item in lines[opened + 2 : at])
        return together or items >= _TICKER_LIMIT or line.prose > 2.6
    return line.prose >= 1 and line.stops and _goes_on(lines, at)


def _goes_on(lines: list[_Line], at: int) -> bool:
    """Does prose follow prose here, as in an article, and not headline after teaser, as in a list of stories?"""
    following = next((line for line in lines[at + 1 : at + 4] if line.cue is None), None)
    return following is None or following.prose >= 0.7


def _reason(line: _Line) -> str:
    return line.cue.reason if line.cue is not None else line.section


# ── 3. is it a page? ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_page(lines: list[_Line]) -> bool:
    """Only what web pages say counts; dates, names and sources stand in letters too."""
    proofs = {line.said: line.cue.proof for line in lines if line.cue is not None and line.cue.proof}
    return sum(proofs.values()) + 2 * _title_twice(lines) >= 3


def _title_twice(lines: list[_Line]) -> bool:
    heads = Counter(line.said for line in lines[:15] if line.words >= 4 and not line.stops and line.cue is None)
    return any(times > 1 for times in heads.values())


def _clean_text(lines: list[_Line]) -> Cleaned:
    """All of a text without furniture; at most a line that only a web page would say is left out of it."""
    kept: list[KeptLine] = []
    dropped: list[Dropped] = []
    for at, line in enumerate(lines):
        if line.cue is not None and line.cue.proof > 1:
            dropped.append(Dropped(line.number, line.text, line.cue.reason))
            continue
        following = next((after for after in lines[at + 1 : at + 2] if not after.bullet), None)
        heading = line.prose < 0.5 and not line.stops and not line.bullet and following is not None and following.prose >= 0.5
        kept.append(KeptLine(line.number, line.text, _heading_role(kept) if heading else Role.BODY))
    return Cleaned(kept, dropped)


def _heading_role(kept: list[KeptLine]) -> Role:
    return Role.HEADING if kept else Role.TITLE


# ── 4 to 6. the article in a page ────────────────────────────────────────────────────────────────────────────────────

_WEIGHT_OF_CUE = {
    "footer": -2.0, "comments": -2.0, "trending": -2.0, "related": -0.6, "breaking": -1.0, "share": -0.4, "notice": -0.5,
    "menu": -0.4, "tags": -0.4, "byline": -0.3, "timestamp": -0.3, "caption": -0.2, "ad": -0.2, "credit": -0.4,
}  # fmt: skip
_CLOSED_SECTIONS = frozenset({"comments", "footer", "byline"})
"""Lists in which prose is to be expected that is not the article's."""
_PROSE_START = re.compile(
    r"(?:و?قال|و?أضاف|و?أكد|و?أوضح|و?أشار|و?ذكر|و?تابع|و?لفت|و?شدد|و?من جهته|و?في المقابل|و?كما|و?يذكر|و?تجدر|و?جدير|و?من المقرر|و?في هذا|و?جاء|"
    r"the |he |she |it |they |but |in |according |meanwhile )",
    re.IGNORECASE,
)
_CAPTION_TALK = re.compile(
    r"(?:خلال|أثناء|اثناء|يتحدث|تتحدث|يصافح|تصافح|لدى وصول|يستعرض|يتفقد|على هامش|في صورة|يلقي كلمة|"
    r"\b(?:speaks?|shakes? hands?|poses?|walks?|attends?|arrives?|pictured|seen|looks? on|stands?|left|right|during)\b)",
    re.IGNORECASE,
)


class _Page:
    """The lines of one page; the answers of each step feed the next."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.times = Counter(line.said for line in lines)
        self.typical = 0.0
        """The median cohesion of the article's paragraphs; 0 until there are enough to tell."""

    def cleaned(self) -> Cleaned:
        start, end = _heaviest_run([self._weight(line) for line in self.lines])
        self._learn_words(start, end)
        start, end = _heaviest_run([self._weight(line) for line in self.lines])
        start, end = self._trim(start, end)
        end = self._extend(end)
        title = self._title(start, end)
        return self._decide(title, start, end)

    # step 4

    def _weight(self, line: _Line) -> float:
        if line.cue is not None:
            return _WEIGHT_OF_CUE.get(line.cue.reason, -0.4) * (2 if line.cue.opens else 1)
        if line.section and not self._is_ours(line):
            return -0.1 if line.prose >= 1 else -0.5
        if line.foreign:
            return -0.4
        if line.prose >= 0.5:
            return line.prose * (0.3 if self._is_strange(line) else 1)
        if line.stops and line.words >= 2:
            return 0.2
        return -0.25

    # step 5

    def _learn_words(self, start: int, end: int) -> None:
        core = [line for line in self.lines[start:end] if line.cue is None and not line.section and line.prose >= 0.5]
        uses = Counter(stem for line in core for stem in line.stems)
        inside = {line.number for line in core}
        for line in self.lines:
            own = 1 if line.number in inside else 0
            line.cohesion = sum(uses[stem] > own for stem in line.stems) / max(4, len(line.stems))
        if len(core) >= 4:
            self.typical = median(line.cohesion for line in core)

    def _is_strange(self, line: _Line) -> bool:
        """Speaks of something else than the article does."""
        return bool(self.typical) and line.cohesion < 0.4 * self.typical

    def _is_ours(self, line: _Line) -> bool:
        """A paragraph in a list of other stories that still speaks of what the article speaks of."""
        return (
            bool(self.typical)
            and line.section not in _CLOSED_SECTIONS
            and line.prose >= 1
            and line.stops
            and line.cohesion >= 0.8 * self.typical
        )

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Take off strange paragraphs at the edges that furniture parts from the rest."""
        while True:
            prose = [at for at in range(start, end) if self._reads(self.lines[at])]
            if len(prose) < 3:
                return start, end
            if self._is_strange(self.lines[prose[0]]) and prose[1] - prose[0] > 2:
                start = prose[1]
            elif self._is_strange(self.lines[prose[-1]]) and prose[-1] - prose[-2] > 2:
                end = prose[-2] + 1
            else:
                return start, end

    def _reads(self, line: _Line) -> bool:
        return line.cue is None and line.prose >= 0.5 and (not line.section or self._is_ours(line))

    def _extend(self, end: int) -> int:
        """A last paragraph without a full stop may be too light to be in the stretch."""
        while end < len(self.lines):
            line = self.lines[end]
            if line.cue is not None or line.section or line.foreign or line.words < 8:
                break
            if not (line.prose >= 0.3 and _PROSE_START.match(line.text) and not self._is_strange(line)):
                break
            end += 1
        return end

    # step 6

    def _title(self, start: int, end: int) -> int | None:
        """The line above the first paragraph that says most of what the article says."""
        first = next((at for at in range(start, end) if self._reads(self.lines[at]) and self.lines[at].stops), start)
        said = Counter(stem for line in self.lines[start:end] if self._reads(line) for stem in line.stems)
        scored = [(self._title_score(at, first, said), at) for at in range(first + 1) if self._may_be_title(at, first)]
        if not scored:
            return None
        best = max(score for score, _ in scored)
        if best < 0.45:
            return None
        return next(at for score, at in scored if score >= best - 0.12)

    def _may_be_title(self, at: int, first: int) -> bool:
        line = self.lines[at]
        if not 3 <= line.words <= 32 or line.foreign or len(line.text) > 220:
            return False
        if at == first and line.stops:
            return False
        return line.cue is None or line.cue.reason == "breaking" and not line.cue.opens

    def _title_score(self, at: int, first: int, said: Counter[str]) -> float:
        line = self.lines[at]
        own = line.stems if at == first else frozenset()
        shared = sum(said[stem] > (stem in own) for stem in line.stems)
        score = shared / max(1, len(line.stems)) * min(1, shared / 5)
        score += 0.3 if self.times[line.said] > 1 else 0
        score += 0.1 if 5 <= line.words <= 20 else 0
        score -= 0.3 if line.stops and line.text.endswith(".") else 0
        score -= 0.3 if line.bullet else 0
        score -= 0.15 if line.section else 0
        after = self.lines[at + 1 : at + 2]
        score += 0.1 if after and after[0].cue is not None and after[0].cue.reason in {"byline", "timestamp", "share"} else 0
        return score - min(0.4, 0.01 * (first - at))

    def _decide(self, title: int | None, start: int, end: int) -> Cleaned:
        kept: list[KeptLine] = []
        dropped: list[Dropped] = []
        begin = start if title is None else title
        seen: set[str] = set()
        for at, line in enumerate(self.lines):
            if at == title:
                role, reason = Role.TITLE, ""
            elif begin <= at < end:
                role, reason = self._judge(at, title, begin, end, seen)
            else:
                role, reason = Role.BODY, self._reason_outside(at, begin, seen)
            if reason:
                dropped.append(Dropped(line.number, line.text, reason))
            else:
                seen.add(line.said)
                kept.append(KeptLine(line.number, line.text, role))
        return Cleaned(kept, dropped)

    def _reason_outside(self, at: int, begin: int, seen: set[str]) -> str:
        line = self.lines[at]
        if line.cue is not None:
            return line.cue.reason
        if line.section:
            return line.section
        if line.said in seen:
            return "duplicate"
        if line.words <= 4:
            return "menu" if at < begin else "footer"
        return "related"

    def _judge(self, at: int, title: int | None, begin: int, end: int, seen: set[str]) -> tuple[Role, str]:
        """The role of a line in the stretch, or the reason why it is not the article's."""
        line = self.lines[at]
        if line.said in seen and line.words >= 3:
            return Role.BODY, "duplicate"
        if line.cue is not None:
            return Role.BODY, line.cue.reason
        if line.section and not self._is_ours(line):
            return Role.BODY, line.section
        if line.foreign:
            return Role.BODY, "menu"
        if line.prose >= 0.5 or line.numbered:
            return Role.BODY, ""
        first = next((i for i in range(begin, end) if i != title and self._reads(self.lines[i])), end)
        if at < first:
            return self._judge_head(line)
        return self._judge_short(at, end)

    def _judge_head(self, line: _Line) -> tuple[Role, str]:
        """Between the title and the first paragraph stand names, dates and captions, and sometimes a second headline."""
        if line.words <= 5 and not line.stops:
            return Role.BODY, "byline"
        if _CAPTION_TALK.search(line.text) and not line.stops:
            return Role.BODY, "caption"
        return (Role.HEADING, "") if line.cohesion >= 0.2 else (Role.BODY, "caption")

    def _judge_short(self, at: int, end: int) -> tuple[Role, str]:
        """A short line among paragraphs: an answer, an item of a list, a subhead, or a link."""
        line = self.lines[at]
        if line.ends:
            return (Role.HEADING if line.text.endswith(("؟", "?")) else Role.BODY), ""
        if line.bullet:
            return (Role.BODY, "") if line.words >= 4 or self._in_list(at) else (Role.BODY, "tags")
        if not any(self._reads(later) for later in self.lines[at + 1 : end]):
            return Role.BODY, "related"
        return Role.HEADING, ""

    def _in_list(self, at: int) -> bool:
        """Does a line that ends in a colon introduce the bullets around this one?"""
        while at > 0 and self.lines[at].bullet:
            at -= 1
        return self.lines[at].text.endswith(":")


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
