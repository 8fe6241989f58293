"""What lines of furniture say, and what only sounds like it."""

from __future__ import annotations

import pytest

from muqabala.documents.furniture import cue, key


@pytest.mark.parametrize(
    ("line", "reason", "opens"),
    [
        ("شارك القصة", "share", False),
        ("فيسبوك  تويتر  واتساب", "share", False),
        ("انسخ الرابط", "share", False),
        ("A A", "share", False),
        ("استمع إلى المقال", "share", False),
        ("تابعونا على تليجرام", "share", False),
        ("Share this article", "share", False),
        ("الأكثر قراءة", "trending", True),
        ("Most Read", "trending", True),
        ("لا يفوتك", "trending", True),
        ("اقرأ أيضًا:", "related", True),
        ("مواضيع ذات صلة", "related", True),
        ("Read more: Germany wants a bigger fleet", "related", False),
        ("عاجل", "breaking", True),
        ("BREAKING", "breaking", True),
        ("الوسوم: الناتو، اليابان", "tags", True),
        ("#الناتو #اليابان", "tags", False),
        ("التعليقات (12)", "comments", True),
        ("Leave a Reply", "comments", True),
        ("جميع الحقوق محفوظة © 2025", "footer", False),
        ("سياسة الخصوصية", "footer", False),
        ("Copyright 2025 The Paper. All rights reserved.", "footer", False),
        ("اشترك في النشرة البريدية", "share", False),
        ("النشرة البريدية", "notice", False),
        ("نستخدم ملفات تعريف الارتباط لتحسين تجربتك", "notice", False),
        ("Skip to main content", "notice", False),
        ("An official website of the United States government", "notice", False),
        ("إعلان", "ad", False),
        ("آخر تحديث: 12 مايو 2024 الساعة 14:05 (بتوقيت غرينتش)", "timestamp", False),
        ("نُشر: 18:04-27 يونيو 2025 م ـ 02 مُحرَّم 1447 هـ", "timestamp", False),
        ("الخميس ٢٣ / تشرين الثاني / ٢٠٢٤", "timestamp", False),
        ("منذ 3 ساعات", "timestamp", False),
        ("June 18, 20259:42 AM GMT+3Updated 3 hours ago", "timestamp", False),
        ("5 min read", "timestamp", False),
        ("بقلم: سامي العلي", "byline", False),
        ("By Haruka Mori and Daniel Price", "byline", False),
        ("القاهرة (د ب أ)", "byline", False),
        ("المصدر: وكالات", "byline", False),
        ("صدر الصورة، Getty Images", "caption", False),
        ("وزير الخارجية لدى وصوله إلى بروكسل (إ.ب.أ)", "caption", False),
        ("Ships at anchor off Bahrain. (U.S. Navy photo by Jordan Hale)", "caption", False),
        ("(إعداد سلمى الحربي للنشرة العربية - تحرير مروان سالم)", "credit", False),
        ("الرئيسية / أخبار / آسيا", "menu", False),
        ("سياسة | اقتصاد | رياضة", "menu", False),
        ("العلوم والصحة", "menu", False),
        ("https://example.org/a", "menu", False),
    ],
)
def test_what_a_line_says_it_is(line: str, reason: str, opens: bool) -> None:
    found = cue(key(line))
    assert found is not None
    assert (found.reason, found.opens) == (reason, opens)


@pytest.mark.parametrize(
    "line",
    [
        "شارك وزير الدفاع في الاجتماع مع نظيره.",
        "شاركت القوات البحرية في المناورات",
        "تابع رئيس الأركان سير المناورات",
        "اقرأ البيان كاملا أمام الصحفيين ثم غادر القاعة",
        "مكتب الحلف في طوكيو خطأ جغرافي",
        "باريس: مكتب الحلف في طوكيو خطأ جغرافي",
        "في 12 مايو 2024 وقعت الدولتان اتفاقية الدفاع المشترك",
        "طوكيو (رويترز) - قالت وزارة الدفاع إن الاجتماع سيعقد غدا.",
        "حقوق الإنسان في زمن الحرب",
        "انضم إلى سلاح الجو في سن العشرين وتقاعد طيارا.",
        "زعم موقع إخباري أن الشركة أخفت خسائرها.",
        "By midday rescue teams had pulled four bodies from the rubble of the market",
        "The minister said the two countries would share the cost of the radar.",
        "We used to send a diver and pray, said the officer who leads the group.",
        "ماذا بعد؟",
        "Co-production",
        "الصين تردّ",
    ],
)
def test_what_only_sounds_like_furniture(line: str) -> None:
    assert cue(key(line)) is None


@pytest.mark.parametrize(
    ("written", "key_of_it"),
    [
        ("  • اقرأ أيضًا:", "اقرا ايضا"),
        ("[12]الرئيسية", "الرئيسية"),
        ("### الأكثر قراءة", "الاكثر قراءة"),
        ("[سياسة](https://example.org/p)", "سياسة"),
        ("هــــنا", "هنا"),
    ],
)
def test_the_form_in_which_lines_are_compared(written: str, key_of_it: str) -> None:
    assert key(written) == key_of_it
