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
from itertools import pairwise
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
    continues: bool = False
    """Goes on with the paragraph of the line before: the page was wrapped at a fixed width."""


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
    _forgive(looked)
    _follow_headers(looked)
    if not looked:
        return Cleaned([], [])
    if not _is_page(looked):
        return _clean_text(looked)
    return _Page(looked).cleaned()


# ── 1. each line by itself ───────────────────────────────────────────────────────────────────────────────────────────

_ENDS = re.compile(r"""(?:[.!?؟…؛:]|\N{REPLACEMENT CHARACTER})["'»”’)\]\s]*$""")
_FULL_STOP = re.compile(r"""(?:[.!?؟…]|\N{REPLACEMENT CHARACTER})["'»”’)\]\s]*$""")
_CUT = ("\N{REPLACEMENT CHARACTER}", "...", "…")
_BULLET = re.compile(r"\s*(?:[•*▪■●◦‣·○□►▶]|[-–—+](?=\s))\s*")
_NUMBERED = re.compile(
    r"\s*(?:\(?[\d٠-٩]{1,2}\s?[.)\-–:]|\(?[أ-يa-z]\s?[)\-]\s|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)\b|"
    r"(?:البند|المادة|الفقرة|article|section)\s)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"و(?!زي?ر|زار|اشنطن|فد|فود|فاة|سط|كال|كيل|ثيق|ثائق|حدة|حدات|لي |جه|رش|ضع|عد|قف|قائع|لاد|لاي|رق|صول|داع|رد|سائل|سيط|ساط|فق )\w{2,}|"
    r"(?:كما |لكن |من جهت|من جانب|في المقابل|يذكر ان|يشار الي|ياتي ذلك|ياتي هذا|جاء ذلك|تجدر ال|اما |غير ان|الا ان)"
)
_SENTENCE_START = re.compile(r"(?:The|But|And|He|She|It|They|We|Meanwhile|According|In|On|At)\s")
_FUNCTION_WORDS = frozenset(
    "في من على الى إلى عن أن ان إن التي الذي الذين قد كما بعد قبل خلال مع هذا هذه ذلك تلك بين لم لا لن ما كان كانت يكون وهو وهي "
    "حيث وقد ولا وأن وان وإن وفي ومن وعلى عبر ضمن حول لدى بأن بان فيما مما أو او ثم غير كل أي اي هو هي وقال وأضاف وأكد "
    "the of to in that and a an is was were are for on with as by it at from has have had be been will would said its their which "
    "who this these but not or he she they we".split()
)


@dataclass(slots=True)
class _Line:
    """One line that is not blank (or one paragraph wrapped over several), and what is known about it."""

    parts: tuple[tuple[int, str], ...]
    """Line number and text of each line."""
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
    goes_on: bool
    """Begins as a paragraph that follows another one does, and a headline hardly ever."""
    after_blank: bool
    prose: float
    """How much it reads like running text: below 0.5 a headline or a fragment, from 1 a paragraph."""
    section: str = ""
    """The reason of the list it stands in."""
    opened: int = -1
    """The place of the header of that list."""
    cohesion: float = 0.0
    """The share of its words that the article uses elsewhere."""
    parted: bool = False
    """Furniture stands between it and the nearest prose on either side."""

    @property
    def number(self) -> int:
        return self.parts[0][0]

    @property
    def is_paragraph(self) -> bool:
        """Reads like running text, long or going on."""
        return self.prose >= 0.5 or self.goes_on and self.words >= 6

    @property
    def is_headline(self) -> bool:
        """An item of a list of stories, as far as its looks go."""
        return self.cue is None and bool(self.section) and not self.is_paragraph and not self.stops and self.words >= 4

    @property
    def is_label(self) -> bool:
        """The date, author or rubric of a story."""
        return self.cue is not None and self.cue.reason in {"timestamp", "byline", "menu"}


def _look_at(lines: Sequence[str], language: Language) -> list[_Line]:
    width = _wrap_width(lines)
    paragraphs: list[tuple[bool, list[tuple[int, str]]]] = []
    before = ""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            if width and _is_full(before, raw, width):
                paragraphs[-1][1].append((number, raw.strip()))
            else:
                paragraphs.append((not before.strip(), [(number, raw.strip())]))
        before = raw
    return [_look(tuple(parts), after_blank, language) for after_blank, parts in paragraphs]


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which the paragraphs of a page were wrapped, or 0: nearly no long line has room for one word more."""
    pairs = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    width = max((len(line.rstrip()) for line, _ in pairs), default=0)
    if not 50 <= width <= 110:
        return 0
    long = [pair for pair in pairs if len(pair[0].rstrip()) >= 0.75 * width]
    full = sum(_is_full(line, after, width) for line, after in long)
    return width if full >= 4 and full >= 0.75 * len(long) else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """Had `line` no room left for the first word of `after`?"""
    if not line.strip() or _BULLET.match(after) or _NUMBERED.match(after):
        return False
    return len(line.rstrip()) + 1 + len(after.split()[0]) > width


def _look(parts: tuple[tuple[int, str], ...], after_blank: bool, language: Language) -> _Line:
    text = " ".join(part for _, part in parts)
    said = key(text)
    said_to_be = _MENU if _is_row_of_links(text) else cue(said)
    stems = arabic_stems(text) if language == "ar" else english_stems(text)
    arabic, letters = count_arabic(text), sum(ch.isalpha() for ch in text)
    return _Line(
        parts=parts,
        text=text,
        said=said,
        words=len(text.split()),
        cue=said_to_be,
        stems=frozenset(stem for stem in stems if len(stem) > 2 and stem not in _FUNCTION_WORDS),
        foreign=(arabic == 0) if language == "ar" else arabic * 2 > letters,
        ends=bool(_ENDS.search(text)),
        stops=bool(_FULL_STOP.search(text)),
        bullet=bool(_BULLET.match(text)),
        numbered=bool(_NUMBERED.match(text)),
        goes_on=bool(_GOES_ON.match(said)),
        after_blank=after_blank,
        prose=_prose(text, said),
    )


_MENU = Cue("menu")
_LINKS = re.compile(r"[\s|/*•_>-]*(?:!?\[(?:[^\[\]]|!\[[^\[\]]*\]\([^()]*\))*\]\([^()]*\)[\s|/*•_>:-]*)+")
_COLUMNS = re.compile(r"\s{2,}|\t")


def _is_row_of_links(text: str) -> bool:
    """Nothing but links, or short names in columns.

    >>> _is_row_of_links("HOME  OFFICES  OFFICE OF THE SPOKESPERSON  RELEASES"), _is_row_of_links("[سياسة](/p) / [آسيا](/a)")
    (True, True)
    """
    columns = _COLUMNS.split(text)
    short = len(columns) > 2 and all(len(column.split()) <= 5 for column in columns) and not _ENDS.search(text)
    return short or bool(_LINKS.fullmatch(text))


def _forgive(lines: list[_Line]) -> None:
    """A sentence between two paragraphs is text, even if it begins as a button does."""
    for at, line in enumerate(lines):
        if line.cue is None or line.cue.opens or not line.stops or line.words < 6 or _UNMISTAKABLE.search(line.said):
            continue
        around = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
        if around and all(near.cue is None and near.prose >= 0.3 for near in around):
            line.cue = None


_UNMISTAKABLE = re.compile(
    r"cookie|ملفات تعريف|الكوكيز|©|copyright|rights reserved|حقوق .*محفوظ|newsletter|inbox|sign up|subscribe|النشرة|بريدك|تطبيق|واتساب|تلغرام|"
    r"تليجرام|قناتنا|facebook|(?:اضغط|انقر) هنا|click here|\.gov|javascript|javascript|photo|صورة|تصوير|getty"
)


def _prose(text: str, said: str) -> float:
    """Running text is long, stops with a full stop, has commas, and is held together by small words.

    >>> headline, paragraph = "سعر الذهب اليوم", "وأوضح البيان أن الطرفين اتفقا على لقاء جديد، وأنهما سيبحثان فيه ملفات الأمن."
    >>> _prose(headline, key(headline)) < 0.5 < _prose(paragraph, key(paragraph))
    True
    """
    words = text.split()
    if len(words) < 4:
        return 0.0
    small = sum(word.strip("،,.:").lower() in _FUNCTION_WORDS for word in words) / len(words)
    strength = min(len(text), 320) / 100 - 0.7
    strength += 0.45 if _FULL_STOP.search(text) and not (text.endswith(_CUT) and len(text) < 100) else 0.0
    strength += 0.2 if re.search(r"[،,؛;]\s", text) else 0.0
    strength += 0.15 if len(text) > 100 else 0.0
    strength += min(0.3, max(-0.2, (small - 0.14) * 2))
    # Arabic paragraphs go on with و; headlines hardly ever begin with it.
    strength += 0.35 if _GOES_ON.match(said) else 0.15 if _SENTENCE_START.match(text) else 0.0
    return max(0.0, strength)


# ── 2. headers and their lists ───────────────────────────────────────────────────────────────────────────────────────

_TICKER_LIMIT = 14


def _follow_headers(lines: list[_Line]) -> None:
    """Give every line under an opening header its reason, until something else begins."""
    opened: int | None = None
    prose_before = 0
    for at, line in enumerate(lines):
        if line.cue is not None and line.cue.opens:
            opened = at if _really_opens(lines, at, prose_before) else None
        elif opened is not None and _leaves(lines, opened, at, prose_before):
            opened = None
        elif opened is not None:
            line.section, line.opened = _reason(lines[opened]), opened
        if opened is None and line.cue is None and line.is_paragraph:
            prose_before += 1


_BLOCK_END = re.compile(r".*\bنهاية|end of .{1,40}")
_LONGEST_BLOCK = 15


def _really_opens(lines: list[_Line], at: int, prose_before: int) -> bool:
    """"Add a comment" under a title is a button; "skip the podcast" opens a block only where one ends."""
    if _reason(lines[at]) == "comments":
        return prose_before >= 1
    if _reason(lines[at]) == "notice":
        return any(_BLOCK_END.fullmatch(line.said) for line in lines[at + 1 : at + _LONGEST_BLOCK])
    return True


def _leaves(lines: list[_Line], opened: int, at: int, prose_before: int) -> bool:
    """Does the list that `opened` heads end before line `at`?"""
    line, reason, items = lines[at], _reason(lines[opened]), at - opened - 1
    if reason == "notice" or _BLOCK_END.fullmatch(lines[at - 1].said):
        return bool(_BLOCK_END.fullmatch(lines[at - 1].said))
    if line.cue is not None:
        dated = line.cue.reason == "timestamp" and line.words > 2
        return reason == "breaking" and (dated or line.cue.reason in {"byline", "share"} or line.cue == _MENU)
    following = lines[at + 1] if at + 1 < len(lines) else None
    if reason == "tags":
        subhead = items > 0 and following is not None and following.cue is None and following.prose >= 1
        return line.words > 6 or line.stops and line.words > 2 or subhead
    if reason == "byline":
        return items >= 2 and line.prose < 0.5
    if reason in {"comments", "footer"} and prose_before >= 2:
        return False
    together = items >= 1 and line.after_blank and not any(item.after_blank for item in lines[opened + 1 : at])
    if together and reason in {"related", "trending", "breaking"}:
        return True
    if reason == "breaking":
        together = items >= 2 and line.after_blank and not any(item.after_blank for item in lines[opened + 2 : at])
        return together or items >= _TICKER_LIMIT or line.prose > 2.6
    return _resumes(lines, at, prose_before)


def _resumes(lines: list[_Line], at: int, prose_before: int) -> bool:
    """Does prose follow prose here, as in an article, and not label, headline and teaser, as in a list of stories?"""
    line = lines[at]
    if prose_before >= 2 and _begins_with_label(lines, at):
        return False
    if line.goes_on and line.is_paragraph:
        return True
    if line.prose < 0.6 or prose_before and (line.prose < 0.75 or not (line.stops or line.prose >= 1.3)):
        return False
    if line.stops and all(item.is_headline for item in lines[at - 2 : at]):
        return True
    following = lines[at + 1 : at + 6]
    if prose_before >= 2 and following and following[0].is_label:
        return False
    following = [after for after in following if after.cue is None][:2]
    if not following or following[0].is_paragraph:
        return True
    subhead = following[0].words <= 6 and not following[0].bullet
    return subhead and len(following) == 2 and following[1].prose >= 1


def _begins_with_label(lines: list[_Line], at: int) -> bool:
    """Does the run of paragraphs around `at` start under a date, an author or a rubric?"""
    while at > 0 and lines[at - 1].section and lines[at - 1].cue is None and lines[at - 1].is_paragraph:
        at -= 1
    if at > 1 and lines[at - 1].cue is None and lines[at - 1].words <= 3:
        at -= 1
    return at > 0 and lines[at - 1].is_label


def _reason(line: _Line) -> str:
    return line.cue.reason if line.cue is not None else line.section


# ── 3. is it a page? ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_page(lines: list[_Line]) -> bool:
    """Only what web pages say counts; dates, names and sources stand in letters too."""
    proofs = {line.said: line.cue.proof for line in lines if line.cue is not None and line.cue.proof}
    lists = any(line.section and lines[line.opened].cue.proof > 1 for line in lines if line.cue is None)
    return sum(proofs.values()) + 2 * _title_twice(lines) + lists >= _PROOF_ENOUGH


_PROOF_ENOUGH = 3


def _title_twice(lines: list[_Line]) -> bool:
    heads = Counter(line.said for line in lines[:15] if line.words >= 4 and not line.stops and line.cue is None)
    return any(times > 1 for times in heads.values())


def _clean_text(lines: list[_Line]) -> Cleaned:
    """All of a text without furniture, with a guess which lines are headings."""
    kept: list[KeptLine] = []
    for at, line in enumerate(lines):
        following = next((after for after in lines[at + 1 : at + 2] if not after.bullet), None)
        heading = line.prose < 0.5 and not line.stops and not line.bullet and following is not None and following.prose >= 0.5
        role = (Role.HEADING if kept else Role.TITLE) if heading else Role.BODY
        kept.extend(_kept(line, role))
    return Cleaned(kept, [])


def _kept(line: _Line, role: Role) -> list[KeptLine]:
    first = line.number
    return [KeptLine(number, text, role, continues=number != first) for number, text in line.parts]


def _dropped(line: _Line, reason: str) -> list[Dropped]:
    return [Dropped(number, text, reason) for number, text in line.parts]


# ── 4 to 6. the article in a page ────────────────────────────────────────────────────────────────────────────────────

_PRICE_OF_HEADER = {"footer": 2.5, "comments": 2.5, "trending": 1.5, "related": 0.3, "tags": 0.3, "breaking": 0.5, "byline": 0.8, "notice": 0.0}
"""What a header between two paragraphs says against their belonging together."""
_PRICE_OF_LINE = {"footer": 0.6, "trending": 0.2, "comments": 0.3}
_USUAL_PRICE = 0.1
_DEAREST_LINES = 1.0
_CLOSED_SECTIONS = frozenset({"comments", "footer", "byline"})
"""Lists in which prose is to be expected that is not the article's."""
_BUTTONS = frozenset({"byline", "timestamp", "share"})
_AS_GOOD = 0.2
"""Of two titles about as good, the first is the title and the second stands under it."""
_CREDIT = re.compile(r"(?:صورة|صور|الصورة|تصوير|عدسة|مصدر|photo|image|credit|courtesy|picture|©|getty|afp|ap |reuters)")
_CLOCK = re.compile(r"\d?\d:\d\d")
_CAPTION_TALK = re.compile(
    r"\b(?:(?:خلال|أثناء|اثناء|يتحدث|تتحدث|يصافح|تصافح|يستعرض|يتفقد|في صورة|يلقي كلمة|أمام مقر)\b|لدى وصول|عند خروج|عند وصول)|"
    r"\b(?:speaks?|shakes? hands?|poses?|walks?|attends?|arrives?|pictured|seen|looks? on|stands?|left|right|during)\b",
    re.IGNORECASE,
)


class _Page:
    """The lines of one page; the answers of each step feed the next."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.times = Counter(line.said for line in lines)
        self.places = {line.number: at for at, line in enumerate(lines)}
        self.typical = 0.0
        """The median cohesion of the article's paragraphs; 0 until there are enough to tell."""
        self.low = 0.0
        """Below this a paragraph speaks of something else; a short article has too few words to say so."""

    def cleaned(self) -> Cleaned:
        self._learn_words(*self._heaviest_stretch())
        self._mark_parted()
        start, end = self._trim(*self._heaviest_stretch())
        end = self._extend(end)
        title = self._title(start, end)
        return self._decide(title, start, end)

    # step 4

    def _heaviest_stretch(self) -> tuple[int, int]:
        """The half-open stretch of lines with the most prose, less the price of what stands between."""
        weights: list[float] = []
        gap: list[_Line] = []
        last_prose = paragraphs = 0
        for at, line in enumerate(self.lines):
            weight = self._weight(line)
            if weight <= 0:
                gap.append(line)
                weights.append(0.0)
                continue
            if gap:
                weights[at - 1] = -_price(gap, paragraphs)
                gap = []
            weights.append(weight)
            last_prose = at + 1
            paragraphs += line.is_paragraph
        return _heaviest_run(weights[:last_prose])

    def _weight(self, line: _Line) -> float:
        """What a line adds to the article it stands in; 0 for everything that is no running text."""
        if line.cue is not None or line.foreign or line.section and not self._is_ours(line):
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

    def _is_strange(self, line: _Line) -> bool:
        """Stands apart and speaks of something else than the article does."""
        return bool(self.typical) and line.parted and line.cohesion < self.low

    def _is_ours(self, line: _Line) -> bool:
        """A paragraph in a list of other stories that still speaks of what the article speaks of."""
        return (
            bool(self.typical)
            and line.section not in _CLOSED_SECTIONS
            and line.prose >= 1
            and line.cohesion >= 0.8 * self.typical
            and not self._is_card(line)
        )

    def _is_card(self, line: _Line) -> bool:
        """The teaser of a story in a list: a label or another headline comes next."""
        at = self.places[line.number]
        following = next(iter(self.lines[at + 1 : at + 2]), None)
        return following is not None and (following.is_label or following.section != "" and following.cue is None)

    def _reads(self, line: _Line) -> bool:
        return line.cue is None and line.is_paragraph and (not line.section or self._is_ours(line))

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Take off strange paragraphs at the edges that furniture parts from the rest."""
        prose = [at for at in range(start, end) if self._reads(self.lines[at])]
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

    def _extend(self, end: int) -> int:
        """A last paragraph without a full stop, or a list that a colon announced, is too light to be in the stretch."""
        while 0 < end < len(self.lines):
            line, before = self.lines[end], self.lines[end - 1]
            if line.cue is not None or line.section or line.foreign:
                break
            listed = (line.bullet or line.numbered) and (before.text.endswith(":") or before.bullet or before.numbered)
            cut_short = line.words >= 6 and line.goes_on and not self._is_strange(line)
            if not listed and not cut_short:
                break
            end += 1
        return end

    # step 6

    def _title(self, start: int, end: int) -> int | None:
        """The line above the first paragraph that says most of what the article says."""
        prose = [at for at in range(start, end) if self._reads(self.lines[at])]
        first = next((at for at in prose if not self._like_headline(at)), start)
        said = Counter(stem for at in prose for stem in self.lines[at].stems)
        scored = [(self._title_score(at, first, said), at) for at in range(first + 1) if self._may_be_title(at, first)]
        best = max((score for score, _ in scored), default=0.0)
        if best < 0.15:
            return None
        return self._first_of_its_kind(next(at for score, at in scored if score >= best - _AS_GOOD))

    def _first_of_its_kind(self, title: int) -> int:
        """The first of several prints of a title, as long as no menu stands between them."""
        for at in range(title - 1, max(-1, title - 16), -1):
            line = self.lines[at]
            if line.cue is not None and (line.cue.opens or line.cue.reason == "menu" and line.cue.proof):
                break
            if line.said == self.lines[title].said:
                title = at
        return title

    def _stands_last(self, at: int, first: int) -> bool:
        """No other headline stands between it and the first paragraph, or one that is right under it."""
        later = [
            i for i in range(at + 1, first)
            if self.lines[i].cue is None and self.lines[i].words >= 5 and not self.lines[i].bullet and not self.lines[i].foreign
        ]  # fmt: skip
        return self.lines[at].words >= 5 and later in ([], [at + 1])

    def _like_headline(self, at: int) -> bool:
        line = self.lines[at]
        asks = line.text.endswith(("?", "؟")) and line.words <= 22
        return asks or line.words <= 18 and not line.text.endswith(".") and line.prose < 0.8 and not line.goes_on

    def _may_be_title(self, at: int, first: int) -> bool:
        line = self.lines[at]
        if not 3 <= line.words <= 32 or line.foreign or len(line.text) > 220:
            return False
        if at == first and not self._like_headline(at):
            return False
        return line.cue is None or line.cue.reason == "breaking" and not line.cue.opens

    def _title_score(self, at: int, first: int, said: Counter[str]) -> float:
        line = self.lines[at]
        own = line.stems if at == first else frozenset()
        shared = sum(said[stem] > (stem in own) for stem in line.stems)
        score = shared / max(1, len(line.stems)) * min(1, shared / 5)
        score += 0.3 if self.times[line.said] > 1 else 0
        score += 0.3 if 5 <= line.words <= 22 else 0.1 if line.words == 4 else 0
        score -= 0.15 if line.words > 18 else 0
        score += 0.1 if self._stands_last(at, first) else 0
        between = (after.cue for after in self.lines[at + 1 : first] if after.cue is not None)
        walls = sum(cue.opens or cue.reason in {"menu", "breaking"} and cue.proof > 0 for cue in between)
        score -= min(0.3, 0.15 * walls)
        score -= 0.5 * max(0.0, line.prose - 0.4)
        score -= 0.3 if line.text.endswith(".") else 0
        score -= 0.3 if line.bullet else 0
        score -= 0.15 if line.section else 0
        after = self.lines[at + 1 : at + 2]
        score += 0.1 if after and after[0].cue is not None and after[0].cue.reason in _BUTTONS else 0
        return score - min(0.4, 0.01 * (first - at))

    def _decide(self, title: int | None, start: int, end: int) -> Cleaned:
        kept: list[KeptLine] = []
        dropped: list[Dropped] = []
        begin = start if title is None else title
        prose = [at for at in range(begin, end) if at != title and self._reads(self.lines[at])]
        first, last = (prose[0], prose[-1]) if prose else (end, begin)
        seen: set[str] = set()
        for at, line in enumerate(self.lines):
            if at == title:
                role, reason = Role.TITLE, ""
            elif begin <= at < end:
                role, reason = self._judge(at, title, first, last, seen)
            else:
                role, reason = Role.BODY, self._reason_outside(at, begin, seen)
            if reason:
                dropped.extend(_dropped(line, reason))
            else:
                seen.add(line.said)
                kept.extend(_kept(line, role))
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

    def _judge(self, at: int, title: int | None, first: int, last: int, seen: set[str]) -> tuple[Role, str]:
        """The role of a line in the stretch, or the reason why it is not the article's."""
        line = self.lines[at]
        if line.said in seen and line.words >= 3:
            return Role.BODY, "duplicate"
        if line.cue is not None:
            return Role.BODY, line.cue.reason
        if line.section and not self._is_ours(line) and (title is None or line.opened > title):
            return Role.BODY, line.section
        if line.foreign:
            return Role.BODY, "menu"
        if self._captions(at):
            return Role.BODY, "caption"
        if self._names_video(at):
            return Role.BODY, "related"
        if line.is_paragraph or line.numbered:
            return Role.BODY, ""
        return self._judge_head(at, title) if at < first else self._judge_short(at, last)

    def _captions(self, at: int) -> bool:
        """Belongs to a picture: a line before its credit, or a long one after it."""
        line = self.lines[at]
        if line.is_paragraph or line.stops or line.numbered or line.bullet:
            return False
        before = self.lines[at - 1].cue if at else None
        after = self.lines[at + 1].cue if at + 1 < len(self.lines) else None
        credited = after is not None and after.reason == "caption" and _CREDIT.match(self.lines[at + 1].said)
        return bool(credited) or before is not None and before.reason == "caption" and line.words >= 7

    def _names_video(self, at: int) -> bool:
        """A headline over a running time; not where times of day head the entries of a live page."""
        after = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if after is None or self.lines[at].is_paragraph or not _CLOCK.fullmatch(after.said):
            return False
        return sum(times for said, times in self.times.items() if _CLOCK.fullmatch(said)) <= 2

    def _judge_head(self, at: int, title: int | None) -> tuple[Role, str]:
        """Between the title and the first paragraph stand names, dates and captions, and sometimes a second headline."""
        line = self.lines[at]
        if line.words <= 5 and not line.stops:
            return Role.BODY, "byline"
        if _CAPTION_TALK.search(line.text) and not line.stops and not line.bullet:
            return Role.BODY, "caption"
        near = at > 0 and at - 1 == title
        return (Role.HEADING, "") if near or line.cohesion >= 0.6 * self.typical else (Role.BODY, "caption")

    def _judge_short(self, at: int, last: int) -> tuple[Role, str]:
        """A short line among paragraphs: an answer, an item of a list, a subhead, or a link."""
        line = self.lines[at]
        if line.ends:
            return (Role.HEADING if line.text.endswith(("؟", "?")) else Role.BODY), ""
        if line.bullet:
            return (Role.BODY, "") if line.words >= 4 or self._in_list(at) else (Role.BODY, "tags")
        return (Role.HEADING, "") if at < last else (Role.BODY, "related")

    def _in_list(self, at: int) -> bool:
        """Does a line that ends in a colon introduce the bullets around this one?"""
        while at > 0 and self.lines[at].bullet:
            at -= 1
        return self.lines[at].text.endswith(":")


_PRICE_OF_STORY = 2.0
"""A headline with a date or an author, after paragraphs enough: the next story begins."""


def _price(gap: Sequence[_Line], paragraphs: int) -> float:
    """What the lines between two paragraphs say against their belonging to one article."""
    headers = {line.cue.reason for line in gap if line.cue is not None and line.cue.opens}
    lines = sum(_PRICE_OF_LINE.get(_reason(line), _USUAL_PRICE) for line in gap)
    labelled = any(line.cue is not None and line.cue.reason in {"timestamp", "byline"} and line.words > 1 for line in gap)
    headline = any(line.cue is None and line.words >= 5 for line in gap)
    story = _PRICE_OF_STORY if paragraphs >= 3 and labelled and headline else 0.0
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
