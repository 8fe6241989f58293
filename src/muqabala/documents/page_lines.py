"""What a line of a dumped page looks like by itself: the first step of `clean`.

A line knows how long it is, how it ends, what it says it is (`furniture`), which words it uses, and how much it reads
like running text. Paragraphs that were wrapped at a fixed width are looked at as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from muqabala.documents.furniture import Cue, cue, key, word_table
from muqabala.text.arabic import count_arabic
from muqabala.text.words import arabic_stems, english_stems
from muqabala.values import Language

_ENDS = re.compile(r"""(?:[.!?؟…؛:]|\N{REPLACEMENT CHARACTER})["'»”’)\]\s]*$""")
_FULL_STOP = re.compile(r"""(?:[.!?؟…]|\N{REPLACEMENT CHARACTER})["'»”’)\]\s]*$""")
_CUT = ("\N{REPLACEMENT CHARACTER}", "...", "…")
_BULLET = re.compile(r"\s*(?:[•*▪■●◦‣·○□►▶]|[-–—+](?=\s))\s*")
_NUMBERED = re.compile(
    r"\s*(?:\(?[\d٠-٩]{1,2}\s?[.)\-–:](?![\d٠-٩])|\(?[أ-يa-z]\s?[)\-]\s|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)\b|"
    r"(?:البند|المادة|الفقرة|article|section)\s)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"و(?!زي?ر|زار|زع|اشنطن|اجه|اصل|افق|فد|فود|فر|فاة|فق |سط|سائل|سيط|ساط|كال|كيل|ثيق|ثائق|ثق|حدة|حدات|لي |لاد|لاي|لد|"
    r"جه|رش|رق|رد|ضع|عد|قف|قع|قائع|صول|صل|صف|داع|دع)\w{2,}|"
    r"(?:كما |لكن |من جهت|من جانب|في المقابل|يذكر ان|يشار الي|ياتي ذلك|ياتي هذا|جاء ذلك|تجدر ال|اما |غير ان|الا ان|ثم )"
)
"""و before a verb or a noun; not the words that begin with that letter themselves, as many headlines do."""
_SENTENCE_START = re.compile(r"(?:The|But|And|He|She|It|They|We|Meanwhile|According|In|On|At)\s")
_FUNCTION_WORDS = word_table("""
    في, من, على, الى, إلى, عن, أن, ان, إن, التي, الذي, الذين, قد, كما, بعد, قبل, خلال, مع, هذا, هذه, ذلك, تلك,
    بين, لم, لا, لن, ما, كان, كانت, يكون, وهو, وهي, حيث, وقد, ولا, وأن, وان, وإن, وفي, ومن, وعلى, عبر, ضمن, حول,
    لدى, بأن, بان, فيما, مما, أو, او, ثم, غير, كل, أي, اي, هو, هي, وقال, وأضاف, وأكد, the, of, to, in, that, and,
    a, an, is, was, were, are, for, on, with, as, by, it, at, from, has, have, had, be, been, will, would, said,
    its, their, which, who, this, these, but, not, or, he, she, they, we
""")


CAPTION_TALK = re.compile(
    r"\b(?:(?:خلال|أثناء|اثناء|يتحدث|تتحدث|يصافح|تصافح|يستعرض|يتفقد|في صورة|يلقي كلمة|أمام مقر)\b|لدى وصول)|"
    r"\bعند (?:خروج|وصول)|"
    r"\b(?:speaks?|shakes? hands?|poses?|walks?|attends?|arrives?|pictured|seen|looks? on|stands?|left|right|during)\b",
    re.IGNORECASE,
)
"""What captions say and headlines seldom do."""


@dataclass(slots=True)
class Line:
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
    row: bool
    """Of a table: cells parted by tabs or strokes, as many as in the lines beside it."""
    speech: bool
    """Begins with the name of a speaker who speaks elsewhere on the page too."""
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
        return self.prose >= 0.5 or (self.goes_on and self.words >= 6)

    @property
    def is_headline(self) -> bool:
        """An item of a list of stories, as far as its looks go."""
        return (
            self.cue is None
            and bool(self.section)
            and not self.is_paragraph
            and not self.text.endswith(".")
            and self.words >= 4
        )

    @property
    def is_label(self) -> bool:
        """The date, author or rubric of a story."""
        return self.cue is not None and self.cue.reason in {"timestamp", "byline", "menu"}


def look_at(lines: Sequence[str], language: Language) -> list[Line]:
    width = _wrap_width(lines)
    paragraphs: list[tuple[bool, list[tuple[int, str]]]] = []
    before = ""
    for number, raw in enumerate(lines, start=1):
        if raw.strip():
            if width and _runs_on(before, raw, width):
                paragraphs[-1][1].append((number, raw.strip()))
            else:
                paragraphs.append((not before.strip(), [(number, raw.strip())]))
        before = raw
    looked = [_look(tuple(parts), after_blank, language) for after_blank, parts in paragraphs]
    _mark_tables(looked)
    _mark_speeches(looked)
    return looked


def _mark_speeches(lines: list[Line]) -> None:
    """Questions and answers: lines that begin with a speaker's name or letter, more than one with the same."""
    found = [_SPEAKER.match(line.said) for line in lines]
    speakers = Counter(match.group(1) for match in found if match)
    heard = {name for name, times in speakers.items() if times > 1 and cue(name) is None and cue(f"{name}: و") is None}
    for line, match in zip(lines, found, strict=True):
        if match and match.group(1) in heard and len(heard) > 1:
            line.speech = True
            if line.cue is not None and not line.cue.opens and line.cue.proof == 0:
                line.cue = None


_SPEAKER = re.compile(r"((?:[^\W\d_]+ ?){1,4}?)\s?(?:\([^()]{2,30}\))?: ?\S")


def _mark_tables(lines: list[Line]) -> None:
    """Rows of a table, at least three with as many cells; they are no menus, whatever is in them."""
    cells = [0 if len(line.parts) > 1 else _cells(line.text) for line in lines]
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or cells[at] != cells[start]:
            if cells[start] > 1 and at - start >= _LEAST_ROWS:
                for line in lines[start:at]:
                    line.row, line.cue = True, None
            start = at


_LEAST_ROWS = 3


def _cells(text: str) -> int:
    r"""How many cells a row of a table has: `| a | b |`, or columns parted by single tabs; 0 for what is no row.

    >>> _cells("| الوزن | 22 | 26 |"), _cells("الطول (كم)\t43"), _cells("سياسة | رياضة")
    (3, 2, 0)
    """
    if text.startswith("|") and text.endswith("|") and text.count("|") > 2:
        return text.count("|") - 1
    return len(text.split("\t")) if "\t" in text and "\t\t" not in text and not text.startswith("•") else 0


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which paragraphs were wrapped, or 0: nearly no long line has room for one word more."""
    pairs = [(line.rstrip(), after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    # Its length, the length that the next word would give it (0: begins a paragraph), and whether it is unfinished.
    looks = [
        (len(line), _length_with_next(line, after), not _ENDS.search(line))
        for line, after in pairs
        if not _UNWRAPPED.search(line)
    ]
    best = (0, 0)
    for width in {length for length, _, _ in looks if _NARROWEST <= length <= _WIDEST}:
        full = sum(length <= width < longer for length, longer, _ in looks)
        # A paragraph may end short of the width; only an unfinished line that does speaks against one.
        short = sum(0.75 * width <= length <= width and longer <= width and open_ for length, longer, open_ in looks)
        over = sum(length > width for length, _, _ in looks)
        if full >= _WRAPPED and 3 * short <= full and 5 * over <= full:
            best = max(best, (full, width))
    return best[1]


_NARROWEST, _WIDEST = 50, 110
_WRAPPED = 4
"""Full lines that prove a wrapped page."""
_UNWRAPPED = re.compile(r"\t|https?://|\]\(|\s\|\s|\S\s{2,}\S")
"""What a wrapped paragraph does not hold: columns, addresses, menus."""


def _length_with_next(line: str, after: str) -> int:
    """How long the line would be with the first word of `after`; 0 where that begins something else."""
    if not line.strip() or _BULLET.match(after) or _NUMBERED.match(after) or _UNWRAPPED.search(after):
        return 0
    return len(line.rstrip()) + 1 + len(after.split()[0])


def _runs_on(line: str, after: str, width: int) -> bool:
    """Is `after` the next line of the paragraph, in a page wrapped at this width? Some wrap a little short of it."""
    longer = _length_with_next(line, after)
    if longer > width:
        return True
    if _UNWRAPPED.search(line):
        return False
    return len(line.rstrip()) >= 0.8 * width and not _ENDS.search(line) and longer > 0


def _look(parts: tuple[tuple[int, str], ...], after_blank: bool, language: Language) -> Line:
    text = " ".join(part for _, part in parts)
    said = key(text)
    said_to_be = PICTURE if _PICTURE.fullmatch(text) else MENU if _is_row_of_links(text) else cue(said)
    if said_to_be is None and _is_mostly_link(text):
        said_to_be = LINK
    stems = arabic_stems(text) if language == "ar" else english_stems(text)
    arabic, letters = count_arabic(text), sum(ch.isalpha() for ch in text)
    return Line(
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
        numbered=bool(_NUMBERED.match(text) or _NUMBERED.match(said)),
        goes_on=bool(_GOES_ON.match(said)),
        after_blank=after_blank,
        row=False,
        speech=False,
        prose=_prose(text, said),
    )


MENU = Cue("menu")
PICTURE = Cue("caption")
LINK = Cue("related")
_LINKED = re.compile(r"!?\[((?:[^\[\]]|!\[[^\[\]]*\]\([^()]*\))*)\]\([^()]*\)")
_MOSTLY = 0.6
_PICTURE = re.compile(r"\s*(?:!\[[^\[\]]*\]\([^()]*\)|\[!\[[^\[\]]*\]\([^()]*\)\]\([^()]*\))\s*")
"""A picture of a Markdown dump, with or without a link around it."""
_LINKS = re.compile(r"[\s|/*•_>-]*(?:!?\[(?:[^\[\]]|!\[[^\[\]]*\]\([^()]*\))*\]\([^()]*\)[\s|/*•_>:-]*)+")
_COLUMNS = re.compile(r"\s{2,}|\t")


def _is_row_of_links(text: str) -> bool:
    """Nothing but links, or short names in columns.

    >>> _is_row_of_links("HOME  OFFICE OF THE SPOKESPERSON  RELEASES"), _is_row_of_links("[سياسة](/p) / [آسيا](/a)")
    (True, True)
    """
    columns = _COLUMNS.split(text)
    short = len(columns) > 2 and all(len(column.split()) <= 5 for column in columns) and not _ENDS.search(text)
    return short or bool(_LINKS.fullmatch(text))


def _is_mostly_link(text: str) -> bool:
    """A link with a word or two beside it, in a Markdown dump; not a heading or a sentence that holds one.

    >>> _is_mostly_link("* [انقر للمشاركة على فيسبوك](/?s=f) فيسبوك"), _is_mostly_link("قال [الوزير](/w) إن اللقاء غدا")
    (True, False)
    """
    linked = sum(len(inner) for inner in _LINKED.findall(text))
    bare = len(_LINKED.sub("", text).strip(" *-•|/"))
    return linked > 0 and linked >= _MOSTLY * (linked + bare) and not text.startswith("#") and not text.endswith(".")


def forgive(lines: list[Line]) -> None:
    """A sentence between two paragraphs is text, even if it begins as a button does."""
    for at, line in enumerate(lines):
        if line.cue is None or line.cue.opens or not line.stops or line.words < 6 or _UNMISTAKABLE.search(line.said):
            continue
        if line.cue.reason == "related" and line.text.endswith(("؟", "?")):
            continue
        around = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
        if around and all(near.cue is None and near.prose >= 0.3 for near in around):
            line.cue = None


_UNMISTAKABLE = re.compile(
    r"cookie|ملفات تعريف|الكوكيز|©|copyright|rights reserved|حقوق .*محفوظ|newsletter|inbox|sign(?:ing)? up|subscribe|"
    r"النشرة|بريدك|بياناتك|متصفحك|هواتفكم|your (?:personal data|browser|inbox)|تطبيق|واتساب|تلغرام|تليجرام|"
    r"قناتنا|facebook|(?:اضغط|انقر) هنا|click here|\.gov|javascript|photo|صورة|تصوير|getty|"
    r"(?:شارك|ساهم|اسهم)\w{0,2} في (?:اعداد|كتابة)"
)


def _prose(text: str, said: str) -> float:
    """Running text is long, stops with a full stop, has commas, and is held together by small words.

    >>> headline = "سعر الذهب اليوم"
    >>> paragraph = "وأوضح البيان أن الطرفين اتفقا على لقاء جديد، وأنهما سيبحثان فيه ملفات الأمن."
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
