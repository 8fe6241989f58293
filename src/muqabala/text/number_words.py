"""The words that stand for numbers, and how they add up: خمسة وعشرون, ثلاثة ملايين ونصف المليون, a hundred and five.

Works on tokens of *folded* text (no harakat, one alef, Latin digits), so a word is written here the way folding leaves
it. Bare words that are more often something else (ألف may be "composed") are read but marked loose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

# ── vocabulary: each line is a value and the words for it ────────────────────────────────────────────────────────────


def _table(text: str) -> dict[str, int]:
    """Words and their one value."""
    return {word: int(float(value)) for value, *words in map(str.split, text.strip().splitlines()) for word in words}


def _readings(text: str) -> dict[str, tuple[Decimal, ...]]:
    """Words and all they may stand for."""
    return {
        word: tuple(Decimal(value) for value in values.split(","))
        for values, *words in map(str.split, text.strip().splitlines())
        for word in words
    }


AR_UNITS = _table(
    """
    1 واحد واحدة احد احدي
    2 اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي
    3 ثلاث ثلاثة ثلاثه
    4 اربع اربعة اربعه
    5 خمس خمسة خمسه
    6 ست ستة سته
    7 سبع سبعة سبعه
    8 ثمان ثماني ثمانية ثمانيه
    9 تسع تسعة تسعه
    10 عشر عشرة عشره
    """
)
_AR_STEMS = ("عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع")
AR_TENS = {stem + ending: 10 * ten for ten, stem in enumerate(_AR_STEMS, 2) for ending in ("ون", "ين")}
AR_HUNDREDS = _table(
    """
    100 مئة مائة مئه مائه
    200 مئتان مئتين مائتان مائتين مئتي مائتي مئتا مائتا
    800 ثمانيمئة ثمانيمائة
    """
) | {stem + word: 100 * unit for unit, stem in enumerate(_AR_STEMS[1:], 3) for word in ("مئة", "مائة", "مئه", "مائه")}
AR_SCALES = _table(
    """
    1e3 الف الفا الاف
    1e6 مليون مليونا ملايين
    1e9 مليار مليارا مليارات بليون بليونا بلايين
    1e12 تريليون تريليونا تريليونات ترليون ترليونا
    """
)
AR_DUAL_SCALES = _table(
    """
    2e3 الفان الفين الفي
    2e6 مليونان مليونين مليوني
    2e9 ملياران مليارين ملياري بليونان بليونين
    2e12 تريليونان تريليونين تريليوني
    """
)
AR_PLURAL_SCALES = frozenset(("الاف", "ملايين", "مليارات", "بلايين", "تريليونات"))
AR_ORDINALS = _table(
    """
    1 اول اولي حادي حادية
    2 ثاني ثانية
    3 ثالث ثالثة ثالثا
    4 رابع رابعة رابعا
    5 خامس خامسة خامسا
    6 سادس سادسة سادسا
    7 سابع سابعة سابعا
    8 ثامن ثامنة ثامنا
    9 تاسع تاسعة تاسعا
    10 عاشر عاشرة عاشرا
    """
)
AR_PERCENT = frozenset(("بالمئة", "بالمائة", "بالمئه", "بالمائه"))
AR_PARTS = frozenset(("ارباع", "اخماس", "اثلاث", "اسداس", "اعشار", "اثمان"))
AR_LOOSE = _readings(
    """
    0.5,50,30,1.5,2.5,3.5 نصف والنصف النصف نصفين
    33,33.3,3 ثلث الثلث
    66,67,66.7,2,3 ثلثي ثلثا ثلثين الثلثين
    0.25,25,4,15 ربع الربع
    0.75,75,4 ارباع
    20,5,10,8,6,3 اخماس خمسي اعشار اثمان سدس اثلاث
    10 عقد العقد
    20,2 عقدين عقدان العقدين
    100,1 قرن القرن
    200,2 قرنين
    48,2 يومين اليومين يومان
    24,1 يوم اليوم ساعة
    7,1 اسبوع الاسبوع
    14,15,2 اسبوعين الاسبوعين اسبوعان
    120,2 ساعتين ساعتان
    60,2 شهرين شهران
    24,2 عامين سنتين العامين السنتين عامان سنتان
    12 دزينة سنة عام
    0 صفر لا بدون دون
    2 كلا كلتا كليهما كلاهما كلتاهما زوج ثنائي ثنائية مزدوج مزدوجة مرتين الاثنين ضعف ضعفي
    3 ثلاثي ثلاثية
    4 رباعي رباعية
    5 خماسي خماسية
    6 سداسي سداسية
    """
) | {
    article + stem + ending: tuple(Decimal(base + 10 * ten) for base in (0, 1800, 1900, 2000))
    for ten, stem in enumerate(_AR_STEMS, 2)
    for article in ("", "ال")
    for ending in ("ينيات", "ينات")
}
"""Words that stand for a value now and then: offered when one is looked for, never asked about."""

_EN_UNITS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """
EN_UNITS = {word: number for number, word in enumerate(_EN_UNITS.split())}
EN_TENS = _table(
    """
    20 twenty
    30 thirty
    40 forty fourty
    50 fifty
    60 sixty
    70 seventy
    80 eighty
    90 ninety
    """
)
EN_SCALES = _table(
    """
    1e3 thousand
    1e6 million mn mln
    1e9 billion bn bln
    1e12 trillion tn trn
    """
)
EN_ORDINALS = _table(
    """
    1 first
    2 second
    3 third
    4 fourth
    5 fifth
    6 sixth
    7 seventh
    8 eighth
    9 ninth
    10 tenth
    11 eleventh
    12 twelfth
    13 thirteenth
    14 fourteenth
    15 fifteenth
    16 sixteenth
    17 seventeenth
    18 eighteenth
    19 nineteenth
    20 twentieth
    30 thirtieth
    40 fortieth
    50 fiftieth
    60 sixtieth
    70 seventieth
    80 eightieth
    90 ninetieth
    100 hundredth
    """
)
EN_PERCENT = frozenset(("percent", "pct", "percentage"))
EN_PARTS = frozenset(("thirds", "quarters", "fifths", "sixths", "sevenths", "eighths", "ninths", "tenths", "halves"))
EN_LOOSE = _readings(
    """
    0 no nil none neither without zero
    1 once single sole lone
    2 both pair couple twice double doubled doubling twin dual two-way bilateral duo
    3 thrice triple tripled trio tripartite trilateral thirdly triplets triad
    4 quartet quadruple quadrupled fourthly quad fourfold
    5 fifthly fifths fivefold pentagonal quintet
    6 sixths sixfold sextet hexagonal
    7 week weekly weeks
    8 octagonal eightfold
    10 decade tenfold tenths
    12 dozen year noon
    14,15,2 fortnight
    20 score
    24 day
    48,2 days
    60 minute hour
    100 century hundreds
    1000 thousands
    1000000 millions
    1000000000 billions
    0.5,50,30,1.5,2.5,3.5 half halve halved
    33,33.3,3 third thirds
    0.25,25,4,15 quarter
    0.75,75,4 quarters
    """
)
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI"
ROMAN = {numeral: Decimal(value) for value, numeral in enumerate(_ROMAN.split(), 1) if len(numeral) > 1}


# ── tokens and readings ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a run of digits of folded text."""

    text: str
    start: int
    end: int
    value: Decimal | None = None
    """Of digits."""
    readings: tuple[Decimal, ...] = ()
    glued: bool = False
    """Only blanks or a hyphen stand between it and the token before."""
    money: bool = False
    """A currency sign stands right before it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What some tokens add up to."""

    value: Decimal
    next: int
    """The index of the first token that does not belong to it."""
    explicit: bool = False
    ordinal: bool = False
    loose: bool = False
    readings: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """An Arabic number word without its proclitics."""

    kind: str
    value: int
    joined: bool
    """Said with و before it."""
    article: bool
    base: str


_PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول", "وك", "فب", "فل")
_FALSE = frozenset(("لست", "ولست", "فلست", "كست", "لتسع", "وست", "كعشر", "بعشر", "اولا", "واول"))
_KINDS = (
    ("unit", AR_UNITS),
    ("tens", AR_TENS),
    ("hundred", AR_HUNDREDS),
    ("scale", AR_SCALES),
    ("dual", AR_DUAL_SCALES),
    ("ordinal", AR_ORDINALS),
)


@lru_cache(maxsize=50_000)
def _arabic_word(text: str) -> _Word | None:
    """The number word behind the proclitics, or None."""
    if text in _FALSE:
        return None
    for prefix in _PREFIXES:
        base = text[len(prefix) :]
        if not text.startswith(prefix):
            continue
        for kind, table in _KINDS:
            if base in table:
                article = prefix.endswith(("ال", "لل"))
                return _Word(kind, table[base], prefix.startswith("و"), article, base)
    return None


@dataclass(slots=True)
class _Sum:
    """A number under construction: what is settled, and the part below the next scale word."""

    total: Decimal = Decimal(0)
    part: Decimal | None = None
    last: Decimal | None = None
    """The last addend, when words may still be added to it."""
    level: Decimal | None = None
    """The last scale, which what follows must stay below."""

    def add(self, value: Decimal, word: bool) -> bool:
        """Take one more addend, if such a number can be said."""
        if self.part is None:
            if self.level is not None and value >= self.level:
                return False
            self.part = value
        elif self.last is None or not _follows(self.last, value):
            return False
        else:
            self.part += value
        self.last = value if word else None
        return True

    def scale(self, size: Decimal) -> bool:
        """Multiply the open part."""
        if self.level is not None and size >= self.level:
            return False
        self.total += (1 if self.part is None else self.part) * size
        self.part, self.last, self.level = None, None, size
        return True

    @property
    def value(self) -> Decimal:
        return self.total + (self.part or 0)


def _follows(last: Decimal, value: Decimal) -> bool:
    """مئة وخمسة, خمسة وعشرون; not عشرون وثلاثون."""
    if last >= 100 and last % 100 == 0:
        return value < 100
    return 1 <= last <= 9 and 20 <= value <= 90 and value % 10 == 0


# ── Arabic ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_arabic(tokens: Sequence[Token], at: int) -> Reading | None:
    """The number that begins at a token of Arabic text, or None."""
    token = tokens[at]
    if token.text in ("نصف", "ونصف", "ربع", "بنصف", "لنصف") and at + 1 < len(tokens) and tokens[at + 1].glued:
        scale = _arabic_word(tokens[at + 1].text)
        if scale and scale.kind == "scale" and scale.value >= 10**6:
            return Reading(Decimal(scale.value) / (4 if "ربع" in token.text else 2), at + 2)
    word = None if token.value is not None else _arabic_word(token.text)
    if word and word.kind == "ordinal":
        return _arabic_ordinal(tokens, at, word)
    if token.value is None and (word is None or word.base in AR_PLURAL_SCALES):
        return None
    return _arabic_cardinal(tokens, at)


def _arabic_ordinal(tokens: Sequence[Token], at: int, word: _Word) -> Reading:
    """الرابع, الرابع عشر, الرابع والعشرون."""
    value, following = word.value, at + 1
    if following < len(tokens) and tokens[following].glued:
        after = _arabic_word(tokens[following].text)
        if after and after.base in ("عشر", "عشرة") and not after.joined:
            return Reading(Decimal(value + 10), following + 1, ordinal=True)
        if after and after.kind == "tens" and after.joined and after.article:
            return Reading(Decimal(value + after.value), following + 1, ordinal=True)
    loose = value < 3 or (not word.article and word.base.endswith("ة"))
    return Reading(Decimal(value), following, ordinal=True, loose=loose)


def _arabic_cardinal(tokens: Sequence[Token], at: int) -> Reading | None:
    """Addends and scales as long as they make one number; the last complete one where they stop doing so."""
    number, index, settled = _Sum(), at, (at, Decimal(0))
    first = tokens[at]
    while index < len(tokens) and (index == at or tokens[index].glued):
        step = index + 1 if index > at and tokens[index].text == "و" else index
        if step >= len(tokens) or (step > index and not tokens[step].glued):
            break
        joined = step > index
        taken = _arabic_step(number, tokens[step], joined, index == at)
        if taken is None:
            if number.part is not None and number.level is not None and _is_scale(tokens[step]):
                return Reading(settled[1], settled[0], explicit=first.value is not None)
            break
        index = step + 1
        if number.part is None:
            index = _and_a_half(number, tokens, index)
            settled = (index, number.value)
    if index == at:
        return None
    return _arabic_reading(tokens, at, index, number)


def _is_scale(token: Token) -> bool:
    word = None if token.value is not None else _arabic_word(token.text)
    return word is not None and word.kind in ("scale", "dual")


def _arabic_step(number: _Sum, token: Token, joined: bool, first: bool) -> bool | None:
    """Take one token into the number; None if it does not belong to it."""
    if token.value is not None:
        return True if (first or joined) and number.add(token.value, word=False) else None
    word = _arabic_word(token.text)
    if word is None or word.kind == "ordinal":
        return None
    joined = joined or word.joined
    value = Decimal(word.value)
    if word.kind == "dual":
        open_part = number.part is not None
        if not (first or joined) or open_part or (number.level is not None and value >= number.level):
            return None
        number.part = Decimal(2)
        return number.scale(value / 2) or None
    if word.kind == "scale":
        if joined and not first and number.part is not None:
            return None
        if not joined and not first and number.part is None:
            return None
        return number.scale(value) or None
    if first or joined:
        return number.add(value, word=True) or None
    return _arabic_compound(number, word)


def _arabic_compound(number: _Sum, word: _Word) -> bool | None:
    """ثلاثة عشر and ثلاث مئة: a second word that follows a unit without و."""
    last = number.last
    if number.part is None or last is None or not 1 <= last <= 9:
        return None
    if word.value == 10 and word.kind == "unit" and not word.article:
        grown = last + 10
    elif word.value == 100 and last >= 3 and not word.article:
        grown = last * 100
    else:
        return None
    number.part += grown - last
    number.last = grown
    return True


def _and_a_half(number: _Sum, tokens: Sequence[Token], index: int) -> int:
    """مليون ونصف, مليارين ونصف المليار: half of the scale just said."""
    if number.level is None or index >= len(tokens) or not tokens[index].glued:
        return index
    share = {"ونصف": 2, "وربع": 4}.get(tokens[index].text)
    if share is None:
        return index
    repeated = False
    if index + 1 < len(tokens) and tokens[index + 1].glued:
        scale = _arabic_word(tokens[index + 1].text)
        repeated = scale is not None and scale.kind == "scale" and scale.value == number.level
    if not repeated and number.level < 10**6:
        return index
    number.total += number.level / share
    return index + 1 + repeated


def _arabic_reading(tokens: Sequence[Token], at: int, index: int, number: _Sum) -> Reading:
    """The number read, and how sure that is."""
    first = tokens[at]
    only = index == at + 1
    explicit = any(token.value is not None for token in tokens[at:index])
    word = None if first.value is not None else _arabic_word(first.text)
    loose = not explicit and number.value <= 2
    if only and word is not None:
        loose = loose or word.value == 1_000 or (word.article and word.kind in ("tens", "scale"))
    if index < len(tokens) and tokens[index].text in AR_PARTS:
        loose = True
    readings = first.readings if only else ()
    if only and word is not None and word.base == "الفا":
        readings = (Decimal(2_000),)  # ألفا كيلومتر is a dual before its noun
    return Reading(number.value, index, explicit, loose=loose, readings=readings)


# ── English ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_english(tokens: Sequence[Token], at: int) -> Reading | None:
    """The number that begins at a token of English text, or None."""
    word = tokens[at].text.lower()
    if word in ("half", "quarter") and (half := _half_a_million(tokens, at)):
        return half
    if word in EN_ORDINALS:
        part_of = at > 0 and tokens[at].glued and tokens[at - 1].text.lower() in ("a", "one")
        return Reading(Decimal(EN_ORDINALS[word]), at + 1, ordinal=True, loose=EN_ORDINALS[word] < 3 or part_of)
    number, index = _Sum(), at
    if word in ("a", "an"):
        if at + 1 >= len(tokens) or tokens[at + 1].text.lower() not in ("hundred", *EN_SCALES):
            return None
        index = at + 1
    elif word == "hundred" or word in EN_SCALES:
        number.part = Decimal(1)
    index = _english_sum(number, tokens, index, at)
    if index == at or (index == at + 1 and word in ("a", "an")):
        return None
    return _english_reading(tokens, at, index, number)


def _half_a_million(tokens: Sequence[Token], at: int) -> Reading | None:
    """half a million, half million."""
    index = at + 1
    if index < len(tokens) and tokens[index].text.lower() in ("a", "of"):
        index += 1
    if index < len(tokens) and tokens[index].glued and tokens[index].text.lower() in EN_SCALES:
        size = Decimal(EN_SCALES[tokens[index].text.lower()])
        return Reading(size / (2 if tokens[at].text.lower() == "half" else 4), index + 1)
    return None


def _english_sum(number: _Sum, tokens: Sequence[Token], index: int, at: int) -> int:
    """Take tokens while they make one number; the index after the last that did."""
    while index < len(tokens) and (index == at or tokens[index].glued):
        word = tokens[index].text.lower()
        if word == "and" and index > at:
            taken = _english_and(number, tokens, index)
            if taken == index:
                break
            index = taken
        elif not _english_step(number, tokens[index], word, index == at):
            break
        else:
            index += 1
    return index


def _english_and(number: _Sum, tokens: Sequence[Token], index: int) -> int:
    """a hundred *and* five; two *and* a half million. `index` itself if the word joins something else."""
    following = [token.text.lower() for token in tokens[index + 1 : index + 4] if token.glued]
    if following[:2] == ["a", "half"] and number.part is not None and following[2:] and following[2] in EN_SCALES:
        number.part += Decimal("0.5")
        return index + 3
    hundred = number.last is not None and number.last >= 100
    if following and (hundred or (number.part is None and number.level)):
        value = EN_UNITS.get(following[0]) or EN_TENS.get(following[0])
        if value:
            return index + 1
    return index


def _english_step(number: _Sum, token: Token, word: str, first: bool) -> bool:
    """Take one token into the number, if it belongs to it."""
    if token.value is not None:
        return first and number.add(token.value, word=False)
    if word in EN_SCALES:
        return (number.part is not None or first) and number.scale(Decimal(EN_SCALES[word]))
    if word == "hundred":
        if number.part is None:
            number.part = Decimal(1)
        elif not 1 <= number.part <= 99:
            return False
        number.part *= 100
        number.last = number.part
        return True
    value = EN_UNITS.get(word, EN_TENS.get(word))
    if value is None:
        return False
    return _english_small(number, Decimal(value))


def _english_small(number: _Sum, value: Decimal) -> bool:
    """A word below a hundred: twenty-five, a hundred and five, nineteen forty-eight."""
    last, part = number.last, number.part
    if part is not None and last is not None and 20 <= last <= 90 and last % 10 == 0 and 1 <= value <= 9:
        number.part, number.last = part + value, value
        return True
    if part is not None and part == last and 13 <= part <= 20 and 10 <= value <= 90 and number.level is None:
        number.part, number.last = part * 100 + value, value
        return True
    if part is not None and last is not None and last < 100:
        return False
    return number.add(value, word=True)


def _english_reading(tokens: Sequence[Token], at: int, index: int, number: _Sum) -> Reading:
    """The number read, with its suffix (th, m, k, dozen) and how sure it is."""
    first, only = tokens[at], index == at + 1
    explicit = first.value is not None
    value, readings, ordinal = number.value, first.readings if only else (), False
    loose = not explicit and (value <= 2 or (only and first.text.lower() in (*EN_SCALES, "hundred")))
    if index < len(tokens) and tokens[index].glued:
        after, touching = tokens[index].text.lower(), tokens[index].start == tokens[index - 1].end
        if explicit and touching and after in ("st", "nd", "rd", "th"):
            index, ordinal = index + 1, True
        elif explicit and touching and after == "s" and 1_000 <= value <= 2_100:
            readings = (*readings, value // 100 + 1)  # the 1830s lie in the nineteenth century
        elif explicit and touching and after in ("m", "k"):
            index, larger = index + 1, value * (1_000_000 if after == "m" else 1_000)
            value, readings = (larger, (value,)) if first.money else (value, (*readings, larger))
        elif after == "dozen":
            index, value = index + 1, value * 12
        elif after in ("decades", "centuries"):
            readings = (*readings, value * (10 if after == "decades" else 100))
        elif after in EN_PARTS or (after in EN_ORDINALS and value == 1):
            loose = True
        elif after in EN_ORDINALS and 20 <= value <= 90 and value % 10 == 0 and EN_ORDINALS[after] < 10:
            index, value, ordinal = index + 1, value + EN_ORDINALS[after], True
    return Reading(value, index, explicit, ordinal, loose, readings)
