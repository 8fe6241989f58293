"""Numbers as comparable values, whichever digits or words wrote them, and what one text says that another leaves out.

٢٥٠, 250, مئتان وخمسون and "two hundred and fifty" are one value. Reading is generous (a shape with two readings keeps
both) and asking is careful: only what cannot be mistaken for something else is demanded of a translation, because a
false alarm on every third segment teaches people not to look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from muqabala.text.arabic import Folded, fold
from muqabala.text.dates import DateMention, Span, TimeMention, dates, times
from muqabala.text.number_words import (
    AR_LOOSE,
    AR_PERCENT,
    EN_LOOSE,
    EN_PERCENT,
    ROMAN,
    Reading,
    Token,
    read_arabic,
    read_english,
)

__all__ = [
    "DateMention",
    "Number",
    "TimeMention",
    "added_dates",
    "added_numbers",
    "dates",
    "missing_dates",
    "missing_numbers",
    "numbers",
    "times",
]


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as the text gives it; a sign before it is not part of it."""

    value: Decimal
    span: Span
    explicit: bool
    """Written in digits, at least in part (1.5 مليون)."""
    percent: bool = False
    ordinal: bool = False
    readings: tuple[Decimal, ...] = ()
    """Other values it may stand for: 1.250 is a little over one, or twelve hundred and fifty."""
    loose: bool = False
    """Read, but not to be demanded of a translation: one and two in words, a bare ألف, الأربعين, two thirds."""


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_TOKEN = re.compile(
    r"(?<!\d)\d{1,3}(?:(?: \d{3}){2,}|(?: 000)+)(?!\d)(?![.,٫٬]\d)"
    r"|\d+(?:[.,٫٬،]\d+)*"
    r"|[ء-ي]+|[A-Za-z]+|[%٪]"
)
_GAP = re.compile(r"[ \t]{0,2}|-|‑|\+ ")
_CURRENCY = frozenset("$€£¥₪")
_NAMED = re.compile(r"(?:covid|كوفيد)[\s-]{0,2}$", re.IGNORECASE)
_POWER = re.compile(r"(?:[A-Za-z]|كم|سم|م)$")
"""What stands right before a digit that is part of a name or unit: R0, km2, كم2."""


def numbers(text: str, language: str = "ar") -> list[Number]:
    """The numbers of a text in order, without those that belong to its dates and times of day.

    >>> [str(number.value) for number in numbers("قتل ٢٥٠ شخصا و1.5 مليون نازح", "ar")]
    ['250', '1500000']
    """
    taken = [mention.span for mention in dates(text, language)] + [mention.span for mention in times(text, language)]
    return _numbers(fold(text), language, taken)


def _numbers(folded: Folded, language: str, taken: Sequence[Span]) -> list[Number]:
    """The numbers outside the spans that are already spoken for."""
    tokens = _tokens(folded, language, taken)
    read: Callable[[Sequence[Token], int], Reading | None] = read_arabic if language == "ar" else read_english
    found: list[Number] = []
    index = 0
    while index < len(tokens):
        reading = None if _percent_end(tokens, index) > index else read(tokens, index)
        if reading is None:
            index += 1
            continue
        end = _percent_end(tokens, reading.next)
        before = index > 0 and tokens[index - 1].text in "%٪" and tokens[index].start == tokens[index - 1].end
        span = folded.span(tokens[index].start, tokens[reading.next - 1].end)
        if any(span[0] < end and start < span[1] for start, end in taken):
            index += 1
            continue
        found.append(
            Number(
                _plain(reading.value),
                span,
                reading.explicit,
                percent=before or end > reading.next,
                ordinal=reading.ordinal,
                readings=reading.readings,
                loose=reading.loose or _part_of_name(folded.text, tokens[index]),
            )
        )
        index = max(end, reading.next)
    return _said_twice(found, folded.original)


def _part_of_name(text: str, token: Token) -> bool:
    """Whether a number only completes a word (COVID-19, R0, km2), which a translator may render without it."""
    before = text[max(0, token.start - 10) : token.start]
    disease = token.value == 19 and _NAMED.search(before) is not None
    return disease or (len(token.text) == 1 and _POWER.search(before) is not None)


def _plain(value: Decimal) -> Decimal:
    """1500000.0 as 1500000 and 1.250 as 1.25, so that values print as people write them."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _tokens(folded: Folded, language: str, taken: Sequence[Span]) -> list[Token]:
    """Words, percent signs and runs of digits, without what lies in the taken spans."""
    text, tokens, last = folded.text, list[Token](), 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        original = folded.offsets[start]
        if any(begin <= original < stop for begin, stop in taken):
            continue
        pieces = _digits(found[0], start, language) if found[0][0].isdigit() else [Token(found[0], start, end)]
        for piece in pieces:
            glued = bool(tokens) and _GAP.fullmatch(text, last, piece.start) is not None
            money = piece.start > 0 and text[piece.start - 1] in _CURRENCY
            tokens.append(replace(piece, glued=glued, money=money))
            last = piece.end
    return tokens


def _percent_end(tokens: Sequence[Token], index: int) -> int:
    """The index after a percent sign or word that stands at `index`, else `index`."""
    if index >= len(tokens):
        return index
    word = tokens[index].text.lower()
    if word in "%٪" or word in AR_PERCENT or word in EN_PERCENT:
        return index + 1
    if index + 1 < len(tokens) and tokens[index + 1].glued:
        pair = (word, tokens[index + 1].text.lower())
        if pair == ("per", "cent") or (pair[0] == "في" and "ب" + pair[1] in AR_PERCENT):
            return index + 2
    return index


def _digits(shape: str, start: int, language: str) -> list[Token]:
    """One number, or several where the separators can only part them (15,16,17)."""
    end = start + len(shape)
    plain = shape.replace("٬", "").replace(" ", "").replace("،", ",")
    separators = {character for character in plain if character in ".,٫"}
    if not separators:
        return [Token(shape, start, end, Decimal(plain))]
    if "٫" in separators:
        whole, _, decimals = plain.partition("٫")
        if decimals.isdigit():
            return [Token(shape, start, end, Decimal(f"{whole.replace(',', '').replace('.', '')}.{decimals}"))]
    elif len(separators) == 2:
        mark = max(".,", key=plain.rfind)
        whole, _, decimals = plain.rpartition(mark)
        if decimals.isdigit() and mark not in whole:
            return [Token(shape, start, end, Decimal(f"{re.sub('[.,]', '', whole)}.{decimals}"))]
    elif token := _one_separator(shape, plain, start, language):
        return [token]
    parts = re.finditer(r"\d+", shape)
    return [Token(part[0], start + part.start(), start + part.end(), Decimal(part[0])) for part in parts]


def _one_separator(shape: str, plain: str, start: int, language: str) -> Token | None:
    """1,250 and 1.250 and 1,5: thousands or decimals, by the size of the groups; None for 15,16,17 and 4.2.1."""
    mark = "," if "," in plain else "."
    groups = plain.split(mark)
    joined, fraction = Decimal("".join(groups)), Decimal(f"{groups[0]}.{groups[1]}")
    thousands = len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    end = start + len(shape)
    if len(groups) > 2:
        return Token(shape, start, end, joined) if thousands else None
    if mark == ".":
        return Token(shape, start, end, fraction, (joined,) if thousands else ())
    if thousands:
        return Token(shape, start, end, joined, (fraction,) if language == "ar" else ())
    return Token(shape, start, end, fraction) if len(groups[1]) <= 2 else None


def _said_twice(found: list[Number], text: str) -> list[Number]:
    """خمسة (5) أيام is one number, said in words and in digits."""
    merged: list[Number] = []
    for number in found:
        before = merged[-1] if merged else None
        if before and before.value == number.value and before.explicit != number.explicit:
            between = text[before.span[1] : number.span[0]]
            if between.strip() in ("(", "[", "-", "ـ", "،", ","):
                span = (before.span[0], number.span[1])
                merged[-1] = replace(before, span=span, explicit=True, loose=False, percent=number.percent)
                continue
        merged.append(number)
    return merged


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Said:
    """Everything of the kind that a text says."""

    text: str
    numbers: list[Number]
    dates: list[DateMention]
    times: list[TimeMention]
    loose: set[Decimal] = field(default_factory=set)
    """Values that words of the text may stand for."""

    @property
    def parts(self) -> set[Decimal]:
        """Days, months, years, hours and minutes: a number may have become one of them, and the other way round."""
        found = [part for date in self.dates for part in (date.day, date.month, date.year) if part is not None]
        found += [part for time in self.times for part in (time.hour, time.hour % 12, time.minute)]
        return {Decimal(part) for part in found}


_DUAL = re.compile(r"[ء-ي]{2,}(?:ين|ان|تي|تا)(?![ء-ي])")
_WORD = re.compile(r"[ء-ي]+|[A-Za-z]+")
_PROCLITIC = re.compile(r"(?:[وف])?(?:[بلك])?")


@lru_cache(maxsize=64)
def _said(text: str, language: str) -> _Said:
    """Read a text once for all comparisons: a checker asks four questions about one pair."""
    found_dates, found_times = dates(text, language), times(text, language)
    folded = fold(text)
    taken = [date.span for date in found_dates] + [time.span for time in found_times]
    said = _Said(text, _numbers(folded, language, taken), found_dates, found_times)
    table = AR_LOOSE if language == "ar" else EN_LOOSE
    for word in _WORD.findall(folded.text):
        said.loose.update(table.get(word.lower(), ()))
        if language == "ar":
            stripped = _PROCLITIC.match(word)
            said.loose.update(table.get(word[stripped.end() :], ()) if stripped else ())
        elif word in ROMAN:
            said.loose.add(ROMAN[word])
    if language == "ar" and _DUAL.search(folded.text):
        said.loose.add(Decimal(2))
    return said


def missing_numbers(source: str, target: str, source_language: str = "ar", target_language: str = "en") -> list[str]:
    """The numbers and times of day of the source, as written there, that the target does not give.

    As multisets: a number said twice in digits is looked for twice, years excepted. Words and digits are the same
    number; one is never asked for, nor two in words.

    >>> missing_numbers("قتل 250 شخصا", "Many people were killed")
    ['250']
    """
    return _unmatched(_said(source, source_language), _said(target, target_language))


def added_numbers(source: str, target: str, source_language: str = "ar", target_language: str = "en") -> list[str]:
    """The numbers and times of the target, as written there, that the source does not give.

    >>> added_numbers("قتل 250 شخصا", "On the 3rd day, 250 people were killed")
    ['3rd']
    """
    return _unmatched(_said(target, target_language), _said(source, source_language))


def _unmatched(asked: _Said, offered: _Said) -> list[str]:
    """What `asked` says that `offered` does not, in order of place."""
    failed = [number.span for number in _unmatched_numbers(asked, offered)]
    values = {value for number in offered.numbers for value in (number.value, *number.readings)} | offered.parts
    for time in asked.times:
        alike = any(time.hour % 12 == other.hour % 12 and time.minute == other.minute for other in offered.times)
        hours = {Decimal(time.hour), Decimal(time.hour % 12), Decimal(time.hour % 12 + 12)}
        in_parts = hours & (values | offered.loose) and (time.minute in (0, 30) or Decimal(time.minute) in values)
        if not alike and not in_parts:
            failed.append(time.span)
    return [asked.text[start:end] for start, end in sorted(failed)]


def _unmatched_numbers(asked: _Said, offered: _Said) -> Iterator[Number]:
    """Numbers that must be there and are not; each number offered answers once."""
    free = list(offered.numbers)
    spent: set[Decimal] = set()
    anywhere = offered.loose | offered.parts
    # Loose numbers pick last, so that a bare one does not take the digits another number needs.
    for number in sorted(asked.numbers, key=lambda number: (number.loose, not number.explicit)):
        values = {number.value, *number.readings}
        answer = next((other for other in free if values & {other.value, *other.readings}), None)
        if answer is not None:
            free.remove(answer)
            spent |= values
        elif not _excused(number, values, spent, anywhere):
            yield number


def _excused(number: Number, values: set[Decimal], spent: set[Decimal], anywhere: set[Decimal]) -> bool:
    """Whether a number without an answer of its own need not be reported."""
    if number.loose or number.value == 1 or values & anywhere:
        return True
    repeatable = not number.explicit or 1000 <= number.value <= 2100
    return repeatable and bool(values & spent)


def missing_dates(source: str, target: str, source_language: str = "ar", target_language: str = "en") -> list[str]:
    """The dates of the source, as written there, that the target does not give.

    A date may be fuller in the target, never poorer; 3/4/2024 answers to both of its readings.

    >>> missing_dates("في 7 أكتوبر 2023", "On 8 October 2023")
    ['7 أكتوبر 2023']
    """
    return _unmatched_dates(_said(source, source_language), _said(target, target_language))


def added_dates(source: str, target: str, source_language: str = "ar", target_language: str = "en") -> list[str]:
    """The dates of the target, as written there, that the source does not give."""
    return _unmatched_dates(_said(target, target_language), _said(source, source_language))


def _unmatched_dates(asked: _Said, offered: _Said) -> list[str]:
    """Dates without an answer, each place named once."""
    values = {number.value for number in offered.numbers} | offered.parts | offered.loose
    failed = dict.fromkeys(
        date.span for date in asked.dates if not any(_answers(date, other, values) for other in offered.dates)
    )
    failed_outright = [span for span in failed if not _scattered(asked, span, offered, values)]
    return [asked.text[start:end] for start, end in failed_outright]


def _answers(date: DateMention, other: DateMention, values: set[Decimal]) -> bool:
    """Whether a date of the other text is this one, as fully given; a year may stand elsewhere in the sentence."""
    if date.calendar != other.calendar:
        return False
    year = date.year is None or date.year == other.year or (other.year is None and Decimal(date.year) in values)
    if not year:
        return False
    for day, month in _orders(other):
        for own_day, own_month in _orders(date):
            if month == own_month and (own_day is None or own_day == day):
                return True
    return False


def _orders(date: DateMention) -> list[tuple[int | None, int]]:
    """Day and month, and the other way round where the writing leaves it open."""
    if date.ambiguous and date.day is not None:
        return [(date.day, date.month), (date.month, date.day)]
    return [(date.day, date.month)]


def _scattered(asked: _Said, span: Span, offered: _Said, values: set[Decimal]) -> bool:
    """Whether month and numbers of a date stand apart in the other text: "from the 7th until the end of October"."""
    months = {(other.calendar, month) for other in offered.dates for _, month in _orders(other)}
    for date in asked.dates:
        if date.span == span:
            numbers_there = all(Decimal(part) in values for part in (date.day, date.year) if part is not None)
            if (date.calendar, date.month) not in months or not numbers_there:
                return False
    return True
