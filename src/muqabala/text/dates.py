"""Dates and times of day as comparable values, in whichever of the month names and digits they were written.

Arabic has three sets of names for the months of one calendar (يناير, كانون الثاني, جانفي) and often writes two of them
side by side; that is one date. A month name that is also a common word (مارس, آب, May, March) counts only where
something around it says that a month is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from muqabala.text.arabic import Folded, fold

Span = tuple[int, int]
"""Half-open code points: `text[start:end]`."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as far as the text gives it."""

    day: int | None
    month: int
    """1 to 12, in its own calendar."""
    year: int | None
    span: Span
    calendar: str = "gregorian"
    """gregorian or hijri."""
    ambiguous: bool = False
    """Written 3/4/2024, so that day and month may be the other way round."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time of day; morning and evening are not told apart, for 17:30 and 5:30 مساء are one time."""

    hour: int
    """As written, 0 to 24."""
    minute: int
    span: Span


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_ARABIC_MONTHS = (
    "يناير|كانون الثاني|كانون ثاني|جانفي",
    "فبراير|شباط|فيفري",
    "مارس|اذار",
    "ابريل|نيسان|افريل",
    "مايو|ايار|ماي",
    "يونيو|يونيه|حزيران|جوان",
    "يوليو|يوليه|تموز|جويلية|يوليوز",
    "اغسطس|اب|اوت|غشت",
    "سبتمبر|ايلول|شتنبر",
    "اكتوبر|تشرين الاول|تشرين اول",
    "نوفمبر|تشرين الثاني|تشرين ثاني|نونبر",
    "ديسمبر|كانون الاول|كانون اول|دجنبر",
)
_HIJRI_MONTHS = (
    "محرم|المحرم",
    "صفر",
    "ربيع الاول|ربيع اول",
    "ربيع الثاني|ربيع الاخر|ربيع ثاني",
    "جمادي الاولي|جمادي الاول",
    "جمادي الثانية|جمادي الاخرة|جمادي الاخر|جمادي الثاني",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة|ذي القعدة",
    "ذو الحجة|ذي الحجة",
)
_ENGLISH_MONTHS = (
    "January|Jan",
    "February|Feb",
    "March|Mar",
    "April|Apr",
    "May",
    "June|Jun",
    "July|Jul",
    "August|Aug",
    "September|Sept|Sep",
    "October|Oct",
    "November|Nov",
    "December|Dec",
)
_ENGLISH_HIJRI = (
    "Muharram",
    "Safar",
    "Rabi[' ]?(?:al-|I\\b|ul-)?(?:Awwal|Awal)?",
    "Rabi[' ]?(?:al-|ul-)?(?:Thani|Akhir)",
    "Jumada (?:al-)?(?:Awwal|Ula|Awla)",
    "Jumada (?:al-)?(?:Thani|Thaniya|Akhira)",
    "Rajab",
    "Sha['’]?ban",
    "Ramadan",
    "Shawwal",
    "Dhu (?:al-|'l-)?Qa['’]?da?h?",
    "Dhu (?:al-|'l-)?Hijja?h?",
)
_SHY_NAMES = "مارس مايو ماي جوان اب اوت May March Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
_SHY = frozenset(_SHY_NAMES.split())
"""Month names that are other words too, or abbreviations: believed only beside a day, a year or a telling word."""


def _numbered(names: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, group in enumerate(names, 1) for name in group.split("|")}


_ARABIC_NUMBER = _numbered(_ARABIC_MONTHS)
_HIJRI_NUMBER = _numbered(_HIJRI_MONTHS)
_ENGLISH_NUMBER = _numbered(_ENGLISH_MONTHS)


def _alternatives(names: dict[str, int]) -> str:
    """The names as a pattern, longest first, any whitespace inside them."""
    return "|".join(name.replace(" ", r"\s+") for name in sorted(names, key=len, reverse=True))


_UNITS = ("الاول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع")


def _ordinal_days() -> dict[str, int]:
    """الأول to الحادي والثلاثين, as folding leaves them."""
    days = {word: number for number, word in enumerate(_UNITS, 1)} | {"العاشر": 10}
    units = ("الحادي", *_UNITS[1:])
    days |= {f"{unit} عشر": 10 + number for number, unit in enumerate(units, 1)}
    for ten, words in ((20, ("العشرين", "العشرون")), (30, ("الثلاثين", "الثلاثون"))):
        for word in words:
            days[word] = ten
            days |= {f"{unit} و{word}": ten + number for number, unit in enumerate(units, 1) if ten + number <= 31}
            days[f"الواحد و{word}"] = ten + 1
    return days


_DAYS = _ordinal_days()
_ENGLISH_DAY_WORDS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
    sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
    twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
    """
_ENGLISH_DAYS = {word: number for number, word in enumerate(_ENGLISH_DAY_WORDS.split(), 1)}

# ── patterns, all on folded text ─────────────────────────────────────────────────────────────────────────────────────

_LETTER = "ء-ي"
_AR_DAY = rf"(?:(?<!\d)\d{{1,2}}(?!\d)|(?<![{_LETTER}])(?:{_alternatives(_DAYS)})(?![{_LETTER}]))"
_AR_LIST = rf"(?P<days>{_AR_DAY}(?:\s*(?:[-–—،,]|و|او|الي|حتي)\s*{_AR_DAY}){{0,4}})"
_AR_YEAR = r"(?:\s*[،,]?\s*(?:من\s+)?(?:(?:ال)?(?:عام|سنة)\s+)?(?P<year>[12]\d{3})(?!\d))"


def _arabic_pattern(months: dict[str, int]) -> re.Pattern[str]:
    names = _alternatives(months)
    return re.compile(
        rf"(?:(?<![\d.,:٫٬]){_AR_LIST}\s*(?:من\s+)?(?:شهر\s+)?)?(?<![{_LETTER}])(?P<stem>[وفبلك]?(?P<month>{names}))(?![{_LETTER}])"
        rf"(?:\s*[/(-]\s*(?:{names})(?![{_LETTER}])\s*\)?)?{_AR_YEAR}?"
    )


_ARABIC = _arabic_pattern(_ARABIC_NUMBER)
_HIJRI = _arabic_pattern(_HIJRI_NUMBER)
_TELLING = re.compile(
    r"(?:شهر|شهري|في|منذ|حتي|خلال|بداية|نهاية|مطلع|اوائل|اواخر|منتصف|من|الي|بين|قبل|بعد|بحلول|ل?غاية|اول|عيد)\s$"
)
_TELLING_AFTER = re.compile(r"\s*/\s*[ء-ي]|\s+(?:الماضي|المقبل|الجاري|القادم|المنصرم|الفائت)")

_EN_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?![\d:.,]\d|\d)|(?:{'|'.join(sorted(_ENGLISH_DAYS, key=len, reverse=True))}))"
_EN_LIST = rf"(?P<days>{_EN_DAY}(?:\s*(?:[-–—,]|and|or|to|through|until)\s*{_EN_DAY}){{0,4}})"
_EN_MONTH = rf"(?P<month>{_alternatives(_ENGLISH_NUMBER)})\b(?:(?:(?<=Sept)|(?<=\b[A-Z][a-z]{{2}})(?<!May))\.)?"
_EN_YEAR = r"(?:\s*,?\s*(?:of\s+)?(?P<year>[12]\d{3})(?!\d))"
_DAY_FIRST = re.compile(rf"(?<![\d.,:])\b{_EN_LIST}\s*(?:of\s+)?(?:the\s+month\s+of\s+)?\b{_EN_MONTH}{_EN_YEAR}?")
_MONTH_FIRST = re.compile(rf"\b{_EN_MONTH}(?:\s+(?:the\s+)?{_EN_LIST}(?!\s*(?:%|percent|million|billion)))?{_EN_YEAR}?")
_EN_HIJRI = re.compile(
    rf"\b(?:{_EN_LIST}\s+(?:of\s+)?)?"
    rf"(?:{'|'.join(f'(?P<m{number}>{name})' for number, name in enumerate(_ENGLISH_HIJRI, 1))})"
    rf"\b(?:\s+(?P<after>\d{{1,2}})(?!\d))?{_EN_YEAR}?"
)
_EN_TELLING = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|last|next|this|early|late|mid|from|to|and|through|during|before|after|between)"
    r"[\s-]+|/)$",
    re.IGNORECASE,
)

_EN_RANGE = re.compile(rf"\s?[-–/]\s?(?:{_alternatives(_ENGLISH_NUMBER)})\b")
_EN_RANGE_END = re.compile(rf"\b(?:{_alternatives(_ENGLISH_NUMBER)})\.?\s?[-–/]\s?$")

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{2,4})(?![\d/]|[.-]\d)")

_HOURS = _numbered(
    (
        "الواحدة", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة",
        "السابعة", "الثامنة", "التاسعة", "العاشرة", "الحادية عشرة", "الثانية عشرة",
    )
)  # fmt: skip
_HOUR_WORD = rf"(?P<word>{_alternatives(_HOURS)})(?![{_LETTER}])"
_PARTS = {"والنصف": 30, "والربع": 15, "والثلث": 20, "الا ربعا": -15, "الا الربع": -15, "الا ثلثا": -20}
_PART = rf"(?:\s+(?P<part>{'|'.join(_PARTS)}))?"
_AR_OF_DAY = (
    rf"(?:صباحا|صباح|مساء|ظهرا|عصرا|فجرا|ليلا|بعد (?:ال)?ظهر|قبل (?:ال)?ظهر|فجر|بتوقيت|بالتوقيت|ص|م)(?![{_LETTER}])"
)
_EN_OF_DAY = r"(?:[ap]\.?\s?m\b\.?|o['’]clock|hours\b|hrs\b|GMT\b|UTC\b|local time)"
_CLOCK = re.compile(
    rf"(?<![\d:.,/])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    rf"|(?P<said>الساعة\s+(?:ال)?\s*)?(?<![\d:.,/])(?P<h2>[01]?\d|2[0-4])\.(?P<m2>[0-5]\d)(?![\d.])"
    rf"(?P<when>\s*(?:{_AR_OF_DAY}|{_EN_OF_DAY}))?"
    rf"|(?<!\d)(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)\s*(?:(?:hours|hrs|GMT|UTC|local time)\b|(?:ب?ال|ب)توقيت)"
    rf"|(?<![\d:.,/])(?P<h1>[01]?\d|2[0-4])(?:\s+و?\s*(?P<m1>[0-5]?\d)\s+دقيقة)?\s*(?P<when1>{_AR_OF_DAY}|{_EN_OF_DAY})"
    rf"|الساعة\s+(?:ال)?(?P<h3>[01]?\d|2[0-4])(?![\d.,٫٬])"
    rf"|(?:الساعة\s+(?:ال)?){_HOUR_WORD}{_PART}"
    rf"|{_HOUR_WORD.replace('word', 'w2')}{_PART.replace('part', 'p2')}(?=\s+{_AR_OF_DAY})"
)


def dates(text: str, language: str = "ar") -> list[DateMention]:
    """The dates of a text, in order; a list or range of days (7 و8 أكتوبر) gives one for each day.

    >>> [(date.day, date.month, date.year) for date in dates("7 تشرين الأول/أكتوبر ٢٠٢٣")]
    [(7, 10, 2023)]
    """
    folded = fold(text)
    found: list[tuple[Span, list[DateMention]]] = []
    taken: list[Span] = []
    finders = (_numeric_dates, _arabic_dates if language == "ar" else _english_dates)
    for finder in finders:
        for span, mentions in finder(folded):
            if all(span[1] <= start or end <= span[0] for start, end in taken):
                taken.append(span)
                found.append((span, mentions))
    return [mention for _, mentions in sorted(found, key=lambda item: item[0]) for mention in mentions]


def _numeric_dates(folded: Folded) -> Iterator[tuple[Span, list[DateMention]]]:
    """15/1/2024, 2024-01-15, 15.1.2024; a two-digit year only between slashes."""
    for found in _NUMERIC.finditer(folded.text):
        first, last = found[1], found[4]
        year_first = len(first) == 4
        if not year_first and (len(first) > 2 or len(last) == 3 or (len(last) == 2 and found[2] != "/")):
            continue
        if year_first and len(last) > 2:
            continue
        day, month, year = (last, found[3], first) if year_first else (first, found[3], last)
        date = _checked(int(day), int(month), int(year), folded.span(*found.span()), year_first)
        if date:
            yield found.span(), [date]


def _checked(day: int, month: int, year: int, span: Span, year_first: bool) -> DateMention | None:
    """A numeric date that exists, day first unless it cannot be."""
    if year < 100:
        year += 2000 if year < 50 else 1900
    if month > 12 and not year_first:
        day, month = month, day
    if not (1 <= day <= 31 and 1 <= month <= 12 and 1000 <= year < 2200):
        return None
    calendar = "hijri" if year < 1600 else "gregorian"
    return DateMention(day, month, year, span, calendar, ambiguous=not year_first and day <= 12 and day != month)


def _arabic_dates(folded: Folded) -> Iterator[tuple[Span, list[DateMention]]]:
    """Dates with an Arabic month name of either calendar."""
    for pattern, numbers, calendar in ((_ARABIC, _ARABIC_NUMBER, "gregorian"), (_HIJRI, _HIJRI_NUMBER, "hijri")):
        for found in pattern.finditer(folded.text):
            name = " ".join(found["month"].split())
            shy = calendar == "hijri" or name in _SHY
            if shy and not (found["days"] or found["year"]) and not _told(folded.text, found, name, calendar):
                continue
            month = numbers[name]
            yield found.span(), _mentions(folded, found, month, calendar, _DAYS)


def _told(text: str, found: re.Match[str], name: str, calendar: str) -> bool:
    """Whether the words around a doubtful month name say that it is one."""
    if calendar == "hijri" or name in {"اب", "ماي", "جوان"}:
        return _TELLING_AFTER.match(text, found.end("month")) is not None and calendar != "hijri"
    before = text[max(0, found.start("stem") - 12) : found.start("stem")]
    if found["stem"] != found["month"]:
        return False
    return bool(_TELLING.search(before) or _TELLING_AFTER.match(text, found.end("month")))


def _english_dates(folded: Folded) -> Iterator[tuple[Span, list[DateMention]]]:
    """Dates with an English month name: day first, month first, or the month alone where it can be nothing else."""
    text = folded.text
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for found in pattern.finditer(text):
            name = found["month"]
            alone = not (found["days"] or found["year"])
            if alone and name in _SHY and not _english_told(text, found):
                continue
            yield found.span(), _mentions(folded, found, _ENGLISH_NUMBER[name], "gregorian", _ENGLISH_DAYS)
    for found in _EN_HIJRI.finditer(text):
        month = next(number for number in range(1, 13) if found[f"m{number}"])
        if found["days"] or found["after"] or found["year"]:
            yield found.span(), _mentions(folded, found, month, "hijri", _ENGLISH_DAYS)


def _english_told(text: str, found: re.Match[str]) -> bool:
    """Whether the words around May, March or an abbreviation say that a month is meant: in May, Nov-Feb."""
    before = text[max(0, found.start() - 12) : found.start()]
    return bool(_EN_TELLING.search(before) or _EN_RANGE.match(text, found.end()) or _EN_RANGE_END.search(before))


def _mentions(
    folded: Folded, found: re.Match[str], month: int, calendar: str, words: dict[str, int]
) -> list[DateMention]:
    """One date for each day that was listed before or after the month, or one without a day."""
    span = folded.span(*found.span())
    year = int(found["year"]) if found["year"] else None
    if year and calendar == "gregorian" and year < 1600 and "هـ" in folded.original[span[1] : span[1] + 3]:
        calendar = "hijri"
    listed = found["days"] or found.groupdict().get("after") or ""
    days = [day for day in _days(listed, words) if 1 <= day <= 31]
    return [DateMention(day, month, year, span, calendar) for day in days] or [
        DateMention(None, month, year, span, calendar)
    ]


def _days(listed: str, words: dict[str, int]) -> list[int]:
    """The days of a list: `7 و8`, `5th to 7th`, `الحادي عشر`."""
    listed = " ".join(listed.split())
    if not listed:
        return []
    if listed in words:
        return [words[listed]]
    if digits := re.findall(r"\d{1,2}", listed):
        return [int(day) for day in digits]
    names = sorted(words, key=len, reverse=True)
    return [words[name] for name in re.findall("|".join(names), listed)]


def times(text: str, language: str = "ar") -> list[TimeMention]:
    """The times of day of a text, in order. `language` is accepted for symmetry: the patterns never meet.

    >>> [(time.hour, time.minute) for time in times("عند الساعة الخامسة والنصف مساء")]
    [(5, 30)]
    """
    folded = fold(text)
    mentions = []
    for found in _CLOCK.finditer(folded.text):
        if found["h2"] and not (found["said"] or found["when"]):
            continue
        if found["when1"] in {"ص", "م"} and "الساعة" not in folded.text[max(0, found.start() - 12) : found.start()]:
            continue
        mentions.append(_time(folded, found))
    return mentions


def _time(folded: Folded, found: re.Match[str]) -> TimeMention:
    """The hour and minute of whichever form matched."""
    span = folded.span(*found.span())
    word = found["word"] or found["w2"]
    if word:
        minute = _PARTS.get(found["part"] or found["p2"] or "", 0)
        hour = _HOURS[" ".join(word.split())]
        return TimeMention(hour - 1 if minute < 0 else hour, minute % 60, span)
    hours = (found[name] for name in ("hour", "h1", "h2", "h3", "h4"))
    minutes = (found[name] for name in ("minute", "m1", "m2", "m4"))
    return TimeMention(int(next(filter(None, hours))), int(next(filter(None, minutes), "0")), span)
