"""Paragraphs into sentences, for Arabic and English. Spans point into the original; nothing is copied or repaired.

Own rules, because no library reads both `؟` and `د.` (twenty hand-written Arabic cases: the best of six passed
eighteen). A line break always ends a sentence. `. ! ? ؟ ۔` with the quotes that close after them end one unless a guard
speaks up: an abbreviation, an initial, a number, an address, a list marker, a bracket inside the sentence. `…` and runs
of dots end one only before a closing quote; `، ؛ :` never do.

Every look to the left or right of a mark is bounded, so time grows with the text and not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

Span = tuple[int, int]
"""Half-open code points: `text[start:end]`."""


def _words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_LINES = re.compile("[^\n\r\x0b\x0c\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]+")
_POINT = re.compile("\\.(?:[ \N{NO-BREAK SPACE}]\\.){2,}|[.!?؟۔…‽⁇⁈⁉！？]+|\\(")
_MARKS = frozenset(".!?؟۔…‽⁇⁈⁉！？")
_STRONG = frozenset("!?؟۔‽⁇⁈⁉！？")

_INVISIBLES = frozenset(
    map(chr, (0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF))
)
_QUOTES = frozenset("\"'“”‘’«»‹›„‟″＂")
_CLOSERS = frozenset(")]}﴾﴿\u200b\u200c\u200d\u200e\u200f\u061c\u202c\u2069\u2060\ufeff")
_LEADERS = "([{\"'“”‘’«»‹›„*•–—-·" + "".join(_INVISIBLES)
_FOOTNOTE = re.compile(r"\[\d{1,3}\]|[¹²³⁴-⁹⁰]{1,3}|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]{1,8}")
"""What may hang on a finished sentence: [3], ², an emoji."""
_GOES_ON = frozenset("،,;؛:")
_WINDOW = 40
"""How far a mark looks for the word before it."""
_CLOSING_STEPS = 16
"""How many closing quotes, brackets and marks one stop may gather."""
_BRACKET_REACH = 160
"""A bracket opened inside a sentence and closed within so many characters belongs to it, stops and all."""

_AR = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff"
_ARABIC_LETTER = re.compile(f"[{_AR}]")

# ── English abbreviations ────────────────────────────────────────────────────────────────────────────────────────────

_BEFORE_NAME = _words(
    """
    Mr Mrs Ms Mx Dr Drs Prof Rev Fr Msgr Hon Messrs Mme Mlle Sra Gen Maj Lt Col Capt Cpt Cmdr Cdr Comdr Cpl Sgt
    Pvt Pte Spc Sfc Adm Brig Ens Ltc Ssgt Msgt Wg Sqn Flt Gp Insp Supt Det Ofc Amb Gov Sen Rep Pres Asst Dep Mt
    Ft Ven Ald Cllr Atty Sh Lt-Gen Lt-Col Maj-Gen Brig-Gen vs cf viz ca approx e.g i.e v Lt.Gen Lt.Col Maj.Gen
    Brig.Gen Attn
    """
)
"""Never the last word of a sentence: what follows is the name, or the rest of the phrase."""

_BEFORE_NUMBER = _words(
    """
    No Nos no nos Art Arts art arts Sec Secs sec Fig Figs fig figs Vol Vols vol vols Ch Chap ch chap p pp P para
    paras Para Paras Res res Doc doc Ref ref Reg reg Op op Cl cl Ser Tel tel Ext ext Jan Feb Mar Apr Jun Jul Aug
    Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Add Corr Lit Sch Eq eq Ex ex App Nr Cal Mk
    Pl c Rs ft Approx Est
    """
)
"""An abbreviation when a number follows, a plain word when none does (No. He refused.)."""

_MAY_END = _words(
    """
    St Ave Blvd Rd Inc Ltd Co Corp Bros Jr Sr Esq Ph.D M.Sc B.Sc M.Phil Ed.D LL.B LL.M al ed eds Dept dept Univ
    Assn Intl Natl Govt Calif Fla Ala Ariz Ark Colo Conn Ga Ill Ind Kan Ky Mass Md Mich Minn Miss Mo Mont Neb
    Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Plc Cie Pty Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
    """
)
"""May stand at the end of a sentence or inside it: the next word decides."""

_STARTERS = _words(
    """
    The A An This That These Those There Here He She It They We I You His Her Its Their Our My Your But And Or
    Nor So Yet If When While Where Why How What Who Whose Which In On At By For From With Without Within After
    Before Since Until Although Though Because As To Of Under Over Between During Among Through Against About
    Despite Both Each Every All Some Many Most Much Several Few Other Another Such No Not None Nothing Now Then
    Thus Hence Today Yesterday Earlier Later Meanwhile However Moreover Nevertheless Still Also Even Only Once
    Perhaps Instead Otherwise Asked According It's He's She's They're We're I'm There's That's Let Let's Is Are
    Was Were Do Does Did Has Have Had Can Could Will Would Should May Might Must
    """
)
"""Words whose capital can only come from standing first."""

_AFTER_HOUR = _words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Mon Tue Wed Thu Fri Sat Sun GMT UTC EST EDT ET CST CDT CT MST PST PDT PT
    CET CEST BST AST MSK IST Zulu Eastern Pacific Central Greenwich Local Universal
    """
)
"""May follow a.m. and p.m. inside a sentence."""

_SAID = "said|asked|asks|says|told|wrote|added|replied|answered|shouted|cried|warned|insisted|quipped|wondered|demanded"
_SPEAKER = re.compile(rf"(?:[A-Z][\w.'’-]{{0,30}}\s){{1,4}}(?:{_SAID})\b")
_SMALL_SPEAKER = re.compile(rf"(?:[a-z]{{1,9}}\s)?(?:{_SAID})\b")
_LOCAL_TIME = re.compile(r"[A-Z]\w{1,20}(?:\s\w{1,20})?\stime\b")
_LATIN_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
_SMALL_WORD = re.compile(
    r"(?![a-z]{1,2}[A-Z])(?![a-z]{1,3}\)\s)(?!(?:al|el|ad|as|an|at|ash|az|ar|bin|ibn|de|van|von)[- ][A-Z])[a-zà-öø-ÿ]"
)
"""A Latin word in small letters, which opens no sentence; iPhone, al-Jazeera and the label b) may."""
_CAPITALISED = re.compile(r"[A-Z](?:[a-z]|[ ’'])")
_WORD = re.compile(r"[\w'’-]{1,30}")
_ADDRESS = re.compile(r"[/@\\=]|www|http")

# ── Arabic abbreviations ─────────────────────────────────────────────────────────────────────────────────────────────

_ARABIC_INITIALS = re.compile(f"(?:[{_AR}]\u0640?\\.)*[{_AR}]\u0640?")
_DOTTED_LETTER = re.compile(f"[{_AR}]\u0640?\\.")
_TITLES = _words("د أ م أ.د ا.د د.م م.د أ.م.د ا.م.د أ.م د.أ ص.ب")
"""Stand before a name or a number, whatever that begins with."""
_PROCLITICS = frozenset("وفبلك")
_TITLES_BEHIND_PROCLITIC = _words("ود وأ وم لد بد فد")
_ARABIC_MAY_END = _words("إلخ الخ هـ ه اهـ ق.هـ ق.م ب.م مج تح طب تر")
_SPELLED_LETTERS = _words("إيه بي سي دي إف جي جيه كيه كي إل إم إن آر إس تي يو دبليو إتش كيو إكس واي زد")
"""Latin initials as Arabic writes them: دي. كي. أريا."""
_UNITS = _words("كم كلم سم مم ملم كغ كجم كلغ جم غم ملغ دق")
_AFTER_UNIT = re.compile("تقريب|مربع|مكعب|عن |من |شمال|جنوب|شرق|غرب|على |إلى |فقط|لكل |في ")
_LABELLED = re.compile(
    "(?:فقرة|بند|مجموعة|فئة|قسم|ملحق|مادة|خيار|فيتامين|مستوى|نقطة|حرف|شعبة|منطقة|درجة|جدول|نوع|صنف|كتلة|مبنى)\\s$"
)
"""A letter after one of these names a thing, so a stop behind it may be a real one."""
_OPENING = re.compile(
    "(?:قال|أضاف|أكد|أوضح|كما|لكن|غير أن|إلا أن|فيما|بينما|ثم|بعد ذلك|من جان|من جه|في المقابل|في حين|إلى ذلك|يذكر"
    "|يُذكر|يشار|كان|كانت|لم|لن|لقد|فقد|إن|إنه|إنها|هذا|هذه|ذلك|تلك)\\b"
)
_AND = re.compile(f"و[{_AR}]{{2}}")
_NO_AND = re.compile(
    "وزير|وزار|وزراء|وكال|وكيل|وكلاء|وفد\\b|وفود|وفاة|وفاء|وفيات|وقت\\b|وقف|وقود|وقائع|وقوع|واشنطن|واسط|واسع|واحد"
    "|وافق|واصل|وزع|وزّع|وقع|وقّع|ودع|وفر|وفّر|وسع|واجب|واقع|وارد|وارسو|وسط\\b|وسائل|وسيل|وسيط|وساط|وسام|وصل\\b|وصول|وصف|وصي|وحدة|وحدات|وحده|وحيد|وليد|وليم|ولاي|ولادة|ولد\\b|والتر|والد\\b"
    "|والدة|والده|والدها|وائل|وجدي|وجيه|وجه|وجود|وهيب|وديع|وداع|ودائع|وثيق|وثائق|ورشة|ورش\\b|ورقة|ورق\\b|وطن|وباء|وعد\\b|وعي\\b|وفق|وضع|وضوح|وظيف"
    "|وظائف|وزن|ويليام|ويلسون|ويلز|وينستون|وستمنستر|وودرو|وادي|واحة|واتس|وول"
)
"""Words whose و is their own letter and no conjunction."""
_DOMAIN_END = re.compile("(?:نت|كوم|أورغ|أورج|اورج)\\b")
_ATTRIBUTION = re.compile(
    "(?:سأل|تساءل|قال|صاح|صرخ|هتف|أجاب|يسأل|تسأل|يتساءل|تتساءل|يقول|تقول|كتب|هكذا|بهذه? )(?:ت|وا)?\\b"
)

# ── numbers and list markers ─────────────────────────────────────────────────────────────────────────────────────────

_LIST_MARKER = re.compile(
    f"[(\\[]?(?:\\d{{1,3}}(?:\\.\\d{{1,3}}){{0,4}}|[ivxIVX]{{1,5}}|[A-Za-z]|[{_AR}]\u0640?)[)\\]]?"
)
_SPACED_DATE = re.compile(r"(?<!\d)\d{1,2}\.\s\d{1,2}\.\s\d{4}(?!\d)")


@dataclass(slots=True)
class _Line:
    """One line being read, and what has been seen of it."""

    text: str
    end: int
    start: int
    """Where the sentence now open begins."""
    listed: int = 0
    """The last list number met (1. … 2. …), so that the next one is known."""
    counted: int = 0
    """How far quotes have been counted."""
    open_quotes: dict[str, int] = field(default_factory=dict)

    def closes(self, at: int) -> bool:
        """Whether the quote at `at`, with a letter right behind it, closes one that was opened on this line."""
        for opener, closer in (("«", "»"), ("“", "”"), ('"', '"')):
            opened = self.text.count(opener, self.counted, at)
            if opener != closer:
                opened -= self.text.count(closer, self.counted, at)
            self.open_quotes[closer] = self.open_quotes.get(closer, 0) + opened
        self.counted = max(at, self.counted)
        still_open = self.open_quotes.get(self.text[at], 0)
        return still_open % 2 == 1 if self.text[at] == '"' else still_open > 0


@dataclass(frozen=True, slots=True)
class _Stop:
    """A run of marks that may end a sentence, with its neighbourhood."""

    start: int
    mark_end: int
    """After the run itself."""
    end: int
    """After the quotes, brackets and marks that close behind it."""
    next: int
    """The next visible character, or the end of the line."""
    spaced: bool
    """Whether whitespace stands before that character."""


def sentence_spans(text: str, language: str = "ar") -> list[Span]:
    """The sentences of `text` in order, as spans without surrounding whitespace.

    `language` is the document's; the rules go by the script around each mark, so mixed text is read alike under both.

    >>> line = "صرّح د. خالد أمس. وغادر."
    >>> [line[start:end] for start, end in sentence_spans(line, "ar")]
    ['صرّح د. خالد أمس.', 'وغادر.']
    """
    spans: list[Span] = []
    for found in _LINES.finditer(text):
        start, end = _trim(text, found.start(), found.end())
        if start < end:
            spans.extend(_with_stray_marks(text, _line_spans(_Line(text, end, start, counted=start))))
    return spans


def _line_spans(line: _Line) -> list[Span]:
    """The pieces of one line between the marks that end sentences."""
    spans: list[Span] = []
    text, done = line.text, line.start
    for point in _POINT.finditer(text, line.start, line.end):
        at = point.start()
        if at < done:
            continue
        if text[at] == "(":
            done = _bracket_end(line, at)
            continue
        stop = _stop_at(line, at, point.end())
        if stop.next >= line.end:
            break
        if _ends(line, stop):
            spans.append((line.start, stop.end))
            line.start, _ = _trim(text, stop.end, line.end)
            done = stop.end
    spans.append((line.start, line.end))
    return spans


def _with_stray_marks(text: str, pieces: list[Span]) -> list[Span]:
    """Pieces without a letter or digit (a lone `"` or `!`) go to the sentence before them."""
    spans: list[Span] = []
    for start, end in pieces:
        short = end - start <= _WINDOW and not any(character.isalnum() for character in text[start:end])
        if short and spans:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _trim(text: str, start: int, end: int) -> Span:
    """The span without whitespace at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _bracket_end(line: _Line, at: int) -> int:
    """Where a bracket inside the open sentence closes: stops before it end nothing. `at` if it guards nothing."""
    if not line.text[line.start : min(at, line.start + _WINDOW)].strip(_LEADERS + " "):
        return at
    closing = line.text.find(")", at, min(at + _BRACKET_REACH, line.end))
    return closing if closing >= 0 else at


def _stop_at(line: _Line, start: int, mark_end: int) -> _Stop:
    """The run of marks from `start` to `mark_end` with all that closes behind it."""
    end = _closing_end(line, mark_end)
    after = end
    while after < line.end and (line.text[after].isspace() or line.text[after] in _INVISIBLES):
        after += 1
    spaced = any(character.isspace() for character in line.text[end:after])
    return _Stop(start, mark_end, end, after, spaced)


def _closing_end(line: _Line, at: int) -> int:
    """After the closing quotes, brackets, footnote marks and repeated marks that begin at `at`."""
    text, begin = line.text, at
    for _ in range(_CLOSING_STEPS):
        if at >= line.end:
            break
        character = text[at]
        if character in _CLOSERS or (character in _MARKS and at > begin) or _closing_quote(line, at):
            at += 1
        elif character.isspace() and at + 1 < line.end and text[at + 1] in "»›" and _closing_quote(line, at + 1):
            at += 2  # « comme cela », with the space French typists leave inside
        elif footnote := _FOOTNOTE.match(text, at, line.end):
            at = footnote.end()
        else:
            break
    return at


def _closing_quote(line: _Line, at: int) -> bool:
    """Whether a quote mark closes: nothing is glued behind it, or it has a partner on the line."""
    text = line.text
    if text[at] not in _QUOTES:
        return False
    if at + 1 >= line.end:
        return True
    behind = text[at + 1]
    if behind.isalnum() or behind in "([{":
        return text[at] in '»”"' and line.closes(at)
    return True


def _ends(line: _Line, stop: _Stop) -> bool:
    """Whether a sentence ends at this stop, something visible following it on the line."""
    text, behind = line.text, line.text[stop.next]
    run = text[stop.start : stop.mark_end]
    if behind in _GOES_ON or (behind in _MARKS and not stop.spaced):
        return False
    if _STRONG.intersection(text[stop.start : stop.end]):
        return _strong_ends(line, stop)
    closed = stop.end > stop.mark_end
    if len(run) > 1 or run == "…":
        quoted = any(character in _QUOTES for character in text[stop.mark_end : stop.end])
        four = len(run) == 4 and "…" not in run and _CAPITALISED.match(text, stop.next) is not None
        return (quoted or four) and stop.spaced and not _small(text, stop.next)
    if not stop.spaced:
        return _tight_ends(line, stop)
    if _small(text, stop.next) and (closed or not _arabic_before(line, stop.start)):
        return False
    return not _abbreviated(line, stop)


def _strong_ends(line: _Line, stop: _Stop) -> bool:
    """`! ? ؟ ۔`: ends, unless the writer is only winking (!), asking in an address, or naming who spoke."""
    text, at = line.text, stop.next
    if text[stop.start - 1 : stop.start] == "(" and text[stop.mark_end] == ")":
        return False
    if not stop.spaced:
        if text[at] in _QUOTES or text[at] in "([{" or _ARABIC_LETTER.match(text, at):
            return True
        if text[at].isdigit():
            return _arabic_before(line, stop.start)
        return _CAPITALISED.match(text, at) is not None and not _ADDRESS.search(_word_before(line, stop.start)[0])
    if _small(text, at) and not _arabic_before(line, stop.start):
        asks = text[stop.mark_end - 1] == "?" and stop.end == stop.mark_end
        return asks and _SMALL_SPEAKER.match(text, at, line.end) is None
    quoted = any(character in _QUOTES for character in text[stop.mark_end : stop.end])
    if quoted and text[at] in "–—-":
        at, _ = _trim(text, at + 1, line.end)
    return not (quoted and (_SPEAKER.match(text, at, line.end) or _ATTRIBUTION.match(text, at)))


def _tight_ends(line: _Line, stop: _Stop) -> bool:
    """A stop with no space behind it: انتهى الاجتماع.وغادر ends a sentence; file.txt, U.S.A and 3.5 do not."""
    text, at = line.text, stop.next
    word, word_start = _word_before(line, stop.start)
    opener = text[at] in _QUOTES or text[at] in "([{"
    if opener:
        if text[at] in "'’" and re.match(r"['’]s?\b", text[at : at + 3]):
            return False
        return not _abbreviated(line, stop)
    if text[at].isdigit():
        return stop.end > stop.mark_end or (
            len(word) > 2 and word != "رقم" and "." not in word and _arabic_before(line, stop.start)
        )
    if _ARABIC_LETTER.match(text, at):
        if _DOMAIN_END.match(text, at) or _is_list_marker(line, word, word_start):
            return False
        if _ADDRESS.search(word) or _DOTTED_LETTER.match(text, at):
            return False
        return not _arabic_letters_only(word) and word not in _ARABIC_MAY_END
    if stop.end > stop.mark_end:
        return text[at].isalpha()
    if _arabic_before(line, stop.start):
        return text[at].isalpha() and not _small(text, at) and not _arabic_letters_only(word)
    return _latin_tight(text, word, at)


def _latin_tight(text: str, word: str, at: int) -> bool:
    """Whether `ended.The` hides a sentence end: a small letter, a stop, a capitalised word, and no address around."""
    if "." in word or _ADDRESS.search(word) or word in _BEFORE_NAME:
        return False
    if not ((word[-1:].islower() and len(word) > 2) or (word.isdigit() and len(word) > 1)):
        return False
    follower = _WORD.match(text, at)
    if follower is None or text[follower.end() : follower.end() + 1] in tuple("./@"):
        return False
    return _CAPITALISED.match(text, at) is not None


def _small(text: str, at: int) -> bool:
    """Whether a Latin word in small letters begins here."""
    return _SMALL_WORD.match(text, at) is not None


def _arabic_before(line: _Line, at: int) -> bool:
    """Whether the nearest letter or digit before `at`, past marks and quotes, is Arabic."""
    for character in reversed(line.text[max(line.start, at - 6) : at]):
        if character.isalnum():
            return _ARABIC_LETTER.match(character) is not None
    return False


def _word_before(line: _Line, at: int) -> tuple[str, int]:
    """The word a mark stands on, without opening quotes and brackets, and where it begins."""
    floor = max(line.start, at - _WINDOW)
    piece = line.text[floor:at]
    cut = max((place for place, character in enumerate(piece) if character.isspace()), default=-1) + 1
    word = piece[cut:]
    bare = word.lstrip(_LEADERS)
    return bare.rstrip("".join(_INVISIBLES)), floor + cut + len(word) - len(bare)


def _arabic_letters_only(word: str) -> bool:
    """Whether the word is an initial or a dotted acronym: د, م.ت.ف, also behind a proclitic (وأ.د)."""
    if _ARABIC_INITIALS.fullmatch(word) or word in _TITLES_BEHIND_PROCLITIC:
        return True
    return word[:1] in _PROCLITICS and "." in word and _ARABIC_INITIALS.fullmatch(word[1:]) is not None


def _is_list_marker(line: _Line, word: str, word_start: int) -> bool:
    """Whether the word numbers an item: 1. or أ. or (2) first or after a colon, or the number after the last one."""
    if len(word) > 12 or not _LIST_MARKER.fullmatch(word):
        return False
    before = line.text[max(line.start, word_start - 8) : word_start].rstrip(_LEADERS + " \t\u00a0")
    number = int(word) if word.isdigit() else 0
    first = not before or before[-1] in ":؛;"
    if first or (number and number == line.listed + 1 and line.listed):
        line.listed = number
        return True
    return False


def _abbreviated(line: _Line, stop: _Stop) -> bool:
    """Whether the stop belongs to the word before it and the sentence goes on."""
    text = line.text
    word, word_start = _word_before(line, stop.start)
    if not word:
        return False
    if _is_list_marker(line, word, word_start):
        return True
    if word.isdigit():
        near = text[max(line.start, stop.start - 8) : min(line.end, stop.next + 12)]
        return text[stop.next].isdigit() and _SPACED_DATE.search(near) is not None
    if _ADDRESS.search(word) and ("www" in word or "http" in word or "@" in word):
        return False
    if "°" in text[max(line.start, word_start - 2) : word_start]:
        return False
    at = stop.next
    while at < line.end and (text[at] in _QUOTES or text[at] in _INVISIBLES or text[at] in "([") and at - stop.next < 4:
        at += 1
    if _ARABIC_LETTER.match(word[-1]):
        return _arabic_abbreviated(line, word, word_start, at)
    return _english_abbreviated(text, word, at, line.end)


def _arabic_abbreviated(line: _Line, word: str, word_start: int, at: int) -> bool:
    """د. and أ.د. always; other letters, acronyms, إلخ, هـ unless the next word opens a sentence; كم before تقريبا."""
    text = line.text
    if word in _UNITS:
        return _AFTER_UNIT.match(text, at) is not None
    before = text[max(line.start, word_start - 14) : word_start]
    if word in _SPELLED_LETTERS and before.split()[-1:] and before.split()[-1] in _SPELLED_LETTERS:
        return False  # بي بي سي is a name, not an initial
    if not _arabic_letters_only(word) and word not in _ARABIC_MAY_END and word not in _SPELLED_LETTERS:
        return False
    plain = word if word in _TITLES else word[1:] if word[:1] in _PROCLITICS else word
    if plain in _TITLES and not before.rstrip()[-1:].isdigit() and not _LABELLED.search(before):
        return word in _TITLES or not _opens_arabic(text, at)
    return not _opens_arabic(text, at)


def _opens_arabic(text: str, at: int) -> bool:
    """Whether what stands at `at` reads like the first word of an Arabic sentence."""
    if _OPENING.match(text, at):
        return True
    return _AND.match(text, at) is not None and _NO_AND.match(text, at) is None


def _english_abbreviated(text: str, word: str, at: int, end: int) -> bool:
    """Mr. always; No. before a number; U.S. and Inc. unless a word follows that only a sentence start capitalises."""
    tail = re.split(r"[-/–—]", word)[-1]
    for form in (word, tail):
        if form in _BEFORE_NAME:
            return True
        if form in _BEFORE_NUMBER and text[at : at + 1].isdigit():
            return True
    follower = _WORD.match(text, at)
    next_word = follower.group() if follower else ""
    if tail.lower() in {"a.m", "p.m", "am", "pm"}:
        return "." in tail and (next_word in _AFTER_HOUR or _LOCAL_TIME.match(text, at, end) is not None)
    if tail in _MAY_END or _LATIN_INITIALS.fullmatch(word):
        return next_word not in _STARTERS and not _ARABIC_LETTER.match(text, at)
    return False


# ── sentences too long for a model ───────────────────────────────────────────────────────────────────────────────────

_CLAUSE_ENDS = re.compile("[؛;،,:](?=\\s|[\"'”»’)\\]])[\"'”»’)\\]]*|،(?!\\d)|\\s(?=[–—-]\\s)")
_SPACE_ENDS = re.compile(r"(?<=\S)(?=\s)")


def clause_spans(text: str, fits: Callable[[str], bool]) -> list[Span]:
    """Pieces of one sentence, each of which `fits`, cut as late as possible.

    At clause marks (`؛ ; ، , : –`) where one is in reach, else at whitespace, else anywhere. The pieces cover
    everything but whitespace. `fits` should not turn true again for a longer piece; a single character is taken even if
    it does not fit. It is asked about pieces of the size of the answer, O(log) times each, never about a long text.

    >>> clause_spans("one, two, three", lambda piece: len(piece) <= 10)
    [(0, 9), (10, 15)]
    """
    spans: list[Span] = []
    start, end = _trim(text, 0, len(text))
    while start < end:
        stop = _longest(text, start, end, fits)
        spans.append(_trim(text, start, stop))
        start, _ = _trim(text, stop, end)
    return spans


def _longest(text: str, start: int, end: int, fits: Callable[[str], bool]) -> int:
    """Where the longest fitting piece from `start` ends."""
    reach = _reach(text, start, end, fits)
    if reach >= end:
        return end
    for marks in (_CLAUSE_ENDS, _SPACE_ENDS):
        places = [found.end() for found in marks.finditer(text, start + 1, min(reach + 1, end)) if found.end() <= reach]
        for place in reversed(places):
            if fits(text[start:place].strip()):
                return place
    return reach


def _reach(text: str, start: int, end: int, fits: Callable[[str], bool]) -> int:
    """The furthest end at which the piece from `start` still fits, by doubling, then halving; at least a character."""
    good, step = start + 1, 32
    while good < end:
        bad = min(start + step, end)
        if not fits(text[start:bad].strip()):
            break
        good, step = bad, step * 2
    else:
        return end
    while bad - good > 1:
        middle = (good + bad) // 2
        if fits(text[start:middle].strip()):
            good = middle
        else:
            bad = middle
    return good
