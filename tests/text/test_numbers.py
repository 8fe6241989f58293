"""Numbers, dates and times: read alike from both languages, and missed when a translation lacks them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.text.numbers import (
    added_dates,
    added_numbers,
    dates,
    missing_dates,
    missing_numbers,
    numbers,
    times,
)


def values(text: str, language: str) -> list[str]:
    return [str(number.value) for number in numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # digits and their separators
        ("قتل ٢٥٠ شخصا", ["250"]),
        ("عمره ۴۷ عاما", ["47"]),
        ("بلغ 1,234.5 نقطة", ["1234.5"]),
        ("بلغ ١٬٢٣٤٫٥ نقطة", ["1234.5"]),
        ("نحو 1.234.567 ناخبا", ["1234567"]),
        ("مساحته ٥،٠٠٠ متر", ["5000"]),
        ("نسبة ٣،٥ من الناتج", ["3.5"]),
        ("كلفته 1 250 000 دينار", ["1250000"]),
        ("حضر 5\N{NO-BREAK SPACE}000 مشجع", ["5000"]),
        ("في 2023 300 حالة", ["2023", "300"]),
        ("الغرف 15,16,17", ["15", "16", "17"]),
        ("الإصدار 4.2.1", ["4", "2", "1"]),
        ("من 10-15 دبابة", ["10", "15"]),
        ("القرار رقم 1701", ["1701"]),
        ("اعتقل و15 آخرين", ["15"]),
        ("مقارنة بـ40 العام الماضي", ["40"]),
        ("طائرة إف-16 وأخرى سو-35", ["16", "35"]),
        # percentages
        ("ارتفع 5%", ["5"]),
        ("ارتفع ٪5", ["5"]),
        ("ارتفع 2.5 بالمئة", ["2.5"]),
        ("نسبة خمسين في المائة", ["50"]),
        ("تراجع ستة بالمائة", ["6"]),
        # scale words
        ("3.5 مليون لاجئ", ["3500000"]),
        ("3,5 ملايين لاجئ", ["3500000"]),
        ("15مليون دولار", ["15000000"]),
        ("20 ألف جندي و300 دبابة", ["20000", "300"]),
        ("بين 5 آلاف و10 آلاف", ["5000", "10000"]),
        ("3 آلاف و500 شخص", ["3500"]),
        ("ألف و200 صاروخ", ["1200"]),
        ("مليون و300 ألف طن", ["1300000"]),
        ("1.2 تريليون دولار", ["1200000000000"]),
        ("مليوني نازح", ["2000000"]),
        ("مليارا دولار", ["1000000000"]),
        ("مليارين ونصف المليار", ["2500000000"]),
        ("ثلاثة ملايين ونصف المليون", ["3500000"]),
        ("مليون ونصف مليون طفل", ["1500000"]),
        ("مليون وربع المليون", ["1250000"]),
        ("نصف مليون متظاهر", ["500000"]),
        ("ربع مليار دولار", ["250000000"]),
        ("ثلاثة آلاف وخمسة ملايين", ["3000", "5000000"]),
        ("آلاف النازحين وملايين الفقراء", []),
        ("عشرات القتلى", []),
        # units and teens
        ("ثلاثة جنود", ["3"]),
        ("ثلاثَ سنواتٍ", ["3"]),
        ("ثماني طائرات", ["8"]),
        ("عشر دقائق", ["10"]),
        ("أحد عشر كوكبا", ["11"]),
        ("إحدى عشرة قرية", ["11"]),
        ("اثنا عشر نائبا", ["12"]),
        ("اثنتي عشرة ساعة", ["12"]),
        ("ثلاثة عشر عضوا", ["13"]),
        ("تسع عشرة دولة", ["19"]),
        ("بخمسة عشر صوتا", ["15"]),
        # tens, hundreds, thousands in words
        ("عشرون أسيرا", ["20"]),
        ("خمسة وعشرين", ["25"]),
        ("تسع وتسعون", ["99"]),
        ("الواحد والعشرين", ["21"]),
        ("عشرين وثلاثين", ["20", "30"]),
        ("سبعة وثلاثة", ["7", "3"]),
        ("مئة يوم", ["100"]),
        ("مائتي أسير", ["200"]),
        ("مئتان وخمسون", ["250"]),
        ("ثلاثمئة وخمسة", ["305"]),
        ("ثلاث مئة", ["300"]),
        ("مئة وخمسة وعشرين", ["125"]),
        ("خمسمائة ألف", ["500000"]),
        ("ألفي جندي", ["2000"]),
        ("عام ألفين وثلاثة وعشرين", ["2023"]),
        ("ألف وتسعمئة وثمانية وأربعين", ["1948"]),
        ("أحد عشر ألفا", ["11000"]),
        ("تسعمئة وتسعة وتسعون ألفا وتسعمئة وتسعة وتسعون", ["999999"]),
        ("خمسة (5) أيام", ["5"]),
        ("30 (ثلاثين) يوما", ["30"]),
        # ordinals
        ("المادة الثالثة", ["3"]),
        ("القرن الرابع عشر", ["14"]),
        ("الدورة الخامسة والعشرين", ["25"]),
        ("ثالث أكبر مدينة", ["3"]),
        ("ثالثا، نطالب", ["3"]),
        # words that only look like numbers
        ("لست مسؤولا", []),
        ("يوم الأربعاء والخميس", []),
        ("سبعينيات القرن", []),
        ("زار قطر", []),
    ],
)
def test_arabic_numbers(text: str, read: list[str]) -> None:
    """One value whichever digits or words wrote it."""
    assert values(text, "ar") == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("250 people", ["250"]),
        ("1,250 people", ["1250"]),
        ("1,234.5 points", ["1234.5"]),
        ("two hundred and fifty", ["250"]),
        ("one hundred five", ["105"]),
        ("a hundred days", ["100"]),
        ("1.5 million", ["1500000"]),
        ("$5m", ["5000000"]),
        ("$2.3bn", ["2300000000"]),
        ("$300+ billion", ["300000000000"]),
        ("5k", ["5"]),
        ("twenty-five", ["25"]),
        ("a twenty-five-year-old", ["25"]),
        ("ninety nine", ["99"]),
        ("two and a half million", ["2500000"]),
        ("half a million", ["500000"]),
        ("three million five hundred thousand", ["3500000"]),
        ("three hundred thousand", ["300000"]),
        ("nineteen forty-eight", ["1948"]),
        ("twenty twenty-four", ["2024"]),
        ("two dozen men", ["24"]),
        ("thousands of men", []),
        ("the 3rd brigade", ["3"]),
        ("the third brigade", ["3"]),
        ("the twenty-first century", ["21"]),
        ("the 21st century", ["21"]),
        ("5 per cent", ["5"]),
        ("five percent", ["5"]),
        ("an F-16", ["16"]),
        ("10-15 tanks", ["10", "15"]),
        ("a 10,000-strong crowd", ["10000"]),
        ("seven and eight", ["7", "8"]),
        ("the 1990s", ["1990"]),
        ("the tenth of them", ["10"]),
        ("and, as promised,", []),
        ("a man", []),
    ],
)
def test_english_numbers(text: str, read: list[str]) -> None:
    """The same values from English."""
    assert values(text, "en") == read


def test_a_number_knows_how_it_was_written() -> None:
    """Digits or words, percent, ordinal, second reading, and the stretch of text."""
    text = "خسر ٪5 في السنة الثالثة، أي 1.250 دولار"
    percent, ordinal, doubtful = numbers(text, "ar")
    assert (percent.explicit, percent.percent, text[slice(*percent.span)]) == (True, True, "5")
    assert (ordinal.explicit, ordinal.ordinal, text[slice(*ordinal.span)]) == (False, True, "الثالثة")
    assert (doubtful.value, doubtful.readings) == (Decimal("1.25"), (Decimal(1250),))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("في 15 يناير 2024", [(15, 1, 2024)]),
        ("يوم ١٥ كانون الثاني ٢٠٢٤", [(15, 1, 2024)]),
        ("في 15 يناير/كانون الثاني 2024", [(15, 1, 2024)]),
        ("في 15 كانون الثاني (يناير) 2024", [(15, 1, 2024)]),
        ("14 جانفي 2011", [(14, 1, 2011)]),
        ("منذ 17 فيفري", [(17, 2, None)]),
        ("20 غشت الماضي", [(20, 8, None)]),
        ("السابع من أكتوبر", [(7, 10, None)]),
        ("الحادي والعشرين من آذار/مارس 2003", [(21, 3, 2003)]),
        ("الخامس عشر من أيار", [(15, 5, None)]),
        ("7 و8 تشرين الأول", [(7, 10, None), (8, 10, None)]),
        ("بين 3-5 تموز 2006", [(3, 7, 2006), (5, 7, 2006)]),
        ("يوم 30 من شهر حزيران عام 1989", [(30, 6, 1989)]),
        ("في سبتمبر 2001", [(None, 9, 2001)]),
        ("مطلع نوفمبر", [(None, 11, None)]),
        ("في مارس الماضي", [(None, 3, None)]),
        ("مارس الوسطاء ضغوطا", []),
        ("تيريزا ماي", []),
        ("أب لثلاثة أطفال", []),
        ("15 آب 2006", [(15, 8, 2006)]),
        ("5 رجب 1445 هـ", [(5, 7, 1445)]),
        ("رمضان كريم", []),
        ("15/1/2024", [(15, 1, 2024)]),
        ("2024-01-15", [(15, 1, 2024)]),
        ("٣١.١٢.١٩٩٩", [(31, 12, 1999)]),
        ("الإصدار 4.2.1 والنتيجة 3-1", []),
    ],
)
def test_arabic_dates(text: str, read: list[tuple[int | None, int, int | None]]) -> None:
    """Both systems of month names and the Maghreb's, and no month where the word means something else."""
    assert [(date.day, date.month, date.year) for date in dates(text, "ar")] == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("January 15, 2024", [(15, 1, 2024)]),
        ("15 January 2024", [(15, 1, 2024)]),
        ("Jan. 15", [(15, 1, None)]),
        ("the 7th of October", [(7, 10, None)]),
        ("the fifteenth of May", [(15, 5, None)]),
        ("October 7 and 8", [(7, 10, None), (8, 10, None)]),
        ("3–5 July 2006", [(3, 7, 2006), (5, 7, 2006)]),
        ("in May", [(None, 5, None)]),
        ("it may end", []),
        ("May I ask", []),
        ("they march on", []),
        ("March 2003", [(None, 3, 2003)]),
        ("Nov-Feb", [(None, 11, None), (None, 2, None)]),
        ("5 Rajab 1445", [(5, 7, 1445)]),
        ("1/15/2024", [(15, 1, 2024)]),
    ],
)
def test_english_dates(text: str, read: list[tuple[int | None, int, int | None]]) -> None:
    """Day first, month first, abbreviated, or the month alone."""
    assert [(date.day, date.month, date.year) for date in dates(text, "en")] == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("عند 10:30", [(10, 30)]),
        ("الساعة 10.30 ص.", [(10, 30)]),
        ("الساعة التاسعة مساء", [(9, 0)]),
        ("الساعة الثانية عشرة والنصف ظهرا", [(12, 30)]),
        ("العاشرة إلا ربعا صباحا", [(9, 45)]),
        ("الساعة 17", [(17, 0)]),
        ("at 5 p.m.", [(5, 0)]),
        ("0600 GMT", [(6, 0)]),
        ("17:45:10", [(17, 45)]),
        ("نسبة 10.30", []),
        ("سورة البقرة 2:255", []),
    ],
)
def test_times_of_day(text: str, read: list[tuple[int, int]]) -> None:
    """Clock digits and spelled hours, and no score or verse."""
    assert [(time.hour, time.minute) for time in times(text)] == read


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("قتل 250 شخصا", "Two hundred and fifty people were killed."),
        ("قتل مئتان وخمسون شخصا", "250 people were killed."),
        ("وصل جندي واحد", "A soldier arrived."),
        ("وصل جنديان اثنان", "A pair of soldiers arrived."),
        ("وصل جنديان", "2 soldiers arrived."),
        ("المادة الخامسة", "Article 5"),
        ("لويس الرابع عشر", "Louis XIV"),
        ("1.5 مليار", "1,500 million"),
        ("1.250 شهيدا", "1,250 martyrs"),
        ("بعد عقدين", "after 20 years"),
        ("بعد 20 عاما", "after two decades"),
        ("نصف السكان", "50% of the population"),
        ("ثلاثة أرباع الأصوات", "three quarters of the votes"),
        ("خمسة (5) أيام", "five (5) days"),
        ("عام 2023 ثم في أيار من عام 2023", "in 2023, then in May of that year"),
        ("الساعة الخامسة مساء", "at 17:00"),
        ("عند 17:30", "at 5:30 p.m."),
        ("في الثامنة", "at 8 a.m."),
        ("كورونا", "COVID-19"),
        ("مجموعة السبع", "the G7"),
        ("كم2", "square kilometres"),
        ("القرن التاسع عشر", "the 1800s"),
        ("7 و8 أكتوبر", "October 7-8"),
        ("ألف سبب", "many reasons"),
        ("الضفة ومدينتين", "the West Bank and two towns"),
        ("بست عجلات", "six-wheeled"),
        ("ألفا كيلومتر", "2,000 kilometres"),
        ("يومان", "48 hours"),
    ],
)
def test_what_is_said_is_not_asked_for(source: str, target: str) -> None:
    """Words on one side and digits on the other, an hour that became a time, a decade that became years."""
    assert missing_numbers(source, target) == []
    assert added_numbers(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "missing", "added"),
    [
        ("قتل 250 شخصا", "Many people were killed.", ["250"], []),
        ("قتل 250 شخصا", "205 people were killed.", ["250"], ["205"]),
        ("خمسة وعشرون قتيلا", "Fifty-two dead", ["خمسة وعشرون"], ["Fifty-two"]),
        ("3 ملايين دولار", "3 billion dollars", ["3 ملايين"], ["3 billion"]),
        ("5 قتلى و5 جرحى", "5 people were killed.", ["5"], []),
        ("الفرقة الرابعة", "the division", ["الرابعة"], []),
        ("في عام 2023", "in 2024", ["2023"], ["2024"]),
        ("عند 10:30", "at 11:30", ["10:30"], ["11:30"]),
        ("وصل الوفد", "The delegation of 12 arrived.", [], ["12"]),
        ("مليون دولار", "a fortune", ["مليون"], []),
        ("٪7 من السكان", "17% of the people", ["7"], ["17"]),
        ("فيروس كوفيد-19", "COVID-21", [], ["21"]),
    ],
)
def test_what_is_lost_or_made_up_is_named(source: str, target: str, missing: list[str], added: list[str]) -> None:
    """As written, in the text it stands in."""
    assert missing_numbers(source, target) == missing
    assert added_numbers(source, target) == added


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("في 7 أكتوبر/تشرين الأول 2023", "on October 7, 2023", []),
        ("في السابع من تشرين الأول", "on 7 October 2023", []),
        ("في 7 أكتوبر 2023", "on 8 October 2023", ["7 أكتوبر 2023"]),
        ("في 7 أكتوبر 2023", "on 7 October", ["7 أكتوبر 2023"]),
        ("في 7 أكتوبر 2023", "in October", ["7 أكتوبر 2023"]),
        ("3/4/2024", "March 4, 2024", []),
        ("3/4/2024", "3 April 2024", []),
        ("13/4/2024", "April 3, 2024", ["13/4/2024"]),
        ("في تموز", "in June", ["تموز"]),
        ("5 رجب 1445", "5 July 1445", ["5 رجب 1445"]),
        ("من 7 حتى 9 أكتوبر", "from the 7th until 9 October", []),
        ("وصل أمس", "He arrived yesterday.", []),
    ],
)
def test_dates_are_compared_as_dates(source: str, target: str, missing: list[str]) -> None:
    """A date may be fuller in the translation, never poorer or another."""
    assert missing_dates(source, target) == missing


def test_a_date_nobody_wrote_is_named() -> None:
    """The other direction."""
    assert added_dates("وصل في أيار", "He arrived on 3 May 1999, not in June.") == ["3 May 1999", "June"]


PIECES = [
    "١٢", "12", "3.5", "1,000", "ألف", "و", "مليون", "ثلاثة", "عشر", "وعشرين", "مئة", "ونصف", "الثالث", "٪", "بالمئة", "يناير",
    "كانون", "الأول", "/", "-", ":", ".", " ", " ", "hundred", "and", "twenty", "five", "million", "May", "a", "th", "m", "(", "2024", "الساعة",
]  # fmt: skip
ANYTHING = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=60))


@settings(max_examples=500, deadline=None)
@given(ANYTHING, st.sampled_from(["ar", "en"]))
def test_reading_never_fails_and_spans_are_true(text: str, language: str) -> None:
    """Spans are in order, apart and inside the text; no number overlaps a date."""
    found = numbers(text, language)
    spans = [number.span for number in found]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for date in dates(text, language):
        assert 1 <= date.month <= 12
        assert all(end <= date.span[0] or date.span[1] <= start for start, end in spans)


@pytest.mark.parametrize(
    "text", ["9" * 10_000, "9" * 60 + "s", "خمسة و" + "9" * 60, "9" * 60 + " مليون", "1/1/" * 5_000]
)
def test_absurd_digits_are_read_quietly(text: str) -> None:
    """Nothing overflows, divides impossibly or takes for ever."""
    assert missing_numbers(text, text, "ar", "ar") == []
    assert missing_dates(text, text, "en", "en") == []


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 999_999_999))
def test_any_whole_number_survives_its_digits(value: int) -> None:
    """Arabic-Indic digits with ٬ and Latin ones with commas are one value."""
    latin = f"{value:,}"
    arabic = latin.translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    assert [number.value for number in numbers(arabic, "ar")] == [Decimal(value)]
    assert missing_numbers(f"بلغ {arabic} دولار", f"It reached {latin} dollars") == []


def test_a_decimal_glued_to_a_month_is_one_thing_and_not_two():
    """What was read as a number is not read again as a day."""
    assert [(date.day, date.month) for date in dates("3.5يناير", "ar")] == [(None, 1)]
    assert [number.value for number in numbers("3.5يناير", "ar")] == [Decimal("3.5")]
