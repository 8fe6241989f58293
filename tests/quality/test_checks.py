"""Each check sees what a second reader would, and stays silent where there is nothing to say."""

from __future__ import annotations

import pytest

from muqabala.quality import CHECKS, Forbidden, Subject, check_draft
from muqabala.quality.left_out import check_left_out
from muqabala.values import CHECKS as NAMES
from muqabala.values import Policy, Role, Severity, TermVerdict


def seen(source: str, target: str, **more) -> set[str]:
    return {finding.check for finding in check_draft(Subject(source, target, **more))}


GOOD = [
    ("وصل وزير الدفاع إلى العاصمة صباح الخميس.", "The defence minister arrived in the capital on Thursday morning."),
    ("شارك ٢٥٠ جندياً في التدريب.", "Some 250 soldiers took part in the exercise."),
    ("ارتفع الإنفاق بنسبة ٣٫٥٪ هذا العام.", "Spending rose by 3.5 percent this year."),
    ("في 15 مارس 2027 تبدأ القمة.", "The summit begins on 15 March 2027."),
    ("هل ينسحب الحلف؟", "Will the alliance withdraw?"),
    ("قال: «لن ننسحب».", "He said: “We will not withdraw.”"),
    ("جداً جداً مهم", "very very important"),
    ("كان قد وصل قبل ذلك بيومين.", "He had had two days there before."),
    ("مكتب الاتصال", "Liaison office"),
    ("نقلت صحيفة The Guardian البريطانية الخبر.", "The British newspaper the Guardian carried the news."),
    ("وصلت طائرات F-16 وF-35.", "F-16s and F-35s arrived."),
    ("تقدم منظمة Médecins Sans Frontières العلاج.", "Medecins Sans Frontieres provides treatment."),
    ("أسقطت القوات مسيرة Orlan-10 ومروحية Ka-52.", "The forces shot down an Orlan 10 and a Ka52."),
    ("يعلو شعار NATO المدخل.", "The logo of NATO-led forces stands over the entrance."),
    ("يبعد الموقع 12 km عن الميناء.", "The site is 12 kilometres from the port."),
    ("طالبت قوة UNIFIL بالتهدئة.", "UNIFIL's troops called for calm."),
    ("قرر المجلس (بالإجماع) تمديد الولاية.", "The council decided (unanimously) to extend the mandate."),
]


@pytest.mark.parametrize(("source", "target"), GOOD)
def test_a_good_translation_is_left_alone(source, target):
    """No finding where a reader would have none."""
    assert seen(source, target) == set()


@pytest.mark.parametrize(
    ("check", "source", "target"),
    [
        ("length", "وصل الوزير إلى العاصمة.", ""),
        (
            "name",
            "سلمت الشركة عشر مقاتلات من طراز F-35 أمس.",
            "The company delivered ten fighters of the type yesterday.",
        ),
        ("name", "أطلق الجنود صاروخ Javelin على الدبابة.", "The soldiers fired a missile at the tank."),
        ("name", "أقلعت طائرات F-16 وF-22 معا.", "F-16 jets and others took off together."),
        ("name", "يعلو شعار NATO المدخل.", "The senator stands at the entrance."),
        ("name", "وضع علم UN على السيارة.", "The flag lies under the car."),
        ("name", "هبطت مقاتلات F-3 في القاعدة.", "The F-35 jets landed at the base."),
        ("name", "نشرت صحيفة Süddeutsche Zeitung المقال.", "The newspaper published the article."),
        ("name", "زارت المدمرة USS Cole الميناء.", "The destroyer visited the port."),
        ("length", "وصل وزير الدفاع إلى العاصمة صباح الخميس في زيارة رسمية تستمر يومين.", "He came."),
        (
            "length",
            "وصل الوزير اليوم.",
            "The minister arrived today in the capital for a long official visit to many places.",
        ),
        ("numbers", "شارك ٢٥٠ جندياً في التدريب.", "Soldiers took part in the exercise."),
        ("numbers", "شارك ٢٥٠ جندياً في التدريب.", "Some 520 soldiers took part in the exercise."),
        ("numbers", "شارك الجنود في التدريب أمس.", "The 300 soldiers took part in the exercise yesterday."),
        ("numbers", "بلغت الكلفة 1.5 مليار دولار.", "The cost came to 1.5 million dollars."),
        ("dates", "تبدأ القمة في 15 مارس 2027.", "The summit begins in March."),
        ("untranslated", "وصل الوزير إلى العاصمة.", "The minister وصل to the capital."),
        ("untranslated", "عملية «حارس الرخاء» مستمرة.", "Operation حارس الرخاء continues."),
        ("repeated", "وصل الوزير إلى العاصمة.", "The minister arrived in in the capital."),
        ("repeated", "أعلن المتحدث ذلك.", "The the spokesman announced it."),
        ("degenerate", "أعلن المتحدث ذلك أمس في بيان.", "He said of the same of the same of the same of the same."),
        ("punctuation", "هل ينسحب الحلف؟", "The alliance withdraws."),
        ("punctuation", "ينسحب الحلف.", "Will the alliance withdraw?"),
        ("punctuation", "وصل الوزير إلى العاصمة.", "The minister arrived in the capital"),
        ("punctuation", "قرر المجلس تمديد الولاية.", "The council (unanimously decided to extend the mandate."),
        ("punctuation", "وصل الوزير، ثم غادر.", "The minister arrived، then left."),
        ("punctuation", "وصل الوزير ثم غادر.", "The minister arrived , then left."),
        ("punctuation", "وصل الوزير ثم غادر.", "The minister arrived,  then left."),
        ("punctuation", "قال إنه لن ينسحب أبدا.", 'He said he would "never withdraw.'),
    ],
)
def test_a_bad_one_is_named(check, source, target):
    """The finding a reader would have, by its name."""
    assert check in seen(source, target)


def test_what_the_decoder_said_is_believed():
    """An engine that was stopped in a loop says so; the words need not show it."""
    assert "degenerate" in seen("وصل الوزير.", "The minister arrived.", degenerate=True)


def test_a_heading_needs_no_full_stop():
    """Only running text ends in one."""
    assert seen("عودة الوزير.", "The minister returns", role=Role.HEADING) == set()


@pytest.mark.parametrize(
    ("policy", "severity"),
    [(Policy.MUST, Severity.ERROR), (Policy.PREFER, Severity.WARNING), (Policy.CHECK, Severity.INFO)],
)
def test_an_unplaced_term_is_as_loud_as_its_policy(policy, severity):
    """The message names the Arabic and what it should read."""
    verdict = TermVerdict("liaison_office", "liaison office", policy, (6, 16), None, "unplaced")
    [finding] = check_draft(Subject("افتتح مكتب اتصال جديداً.", "It opened a new bureau.", terms=(verdict,)))
    assert (finding.check, finding.severity) == ("term", severity)
    assert "مكتب اتصال" in finding.message
    assert "liaison office" in finding.message


def test_placed_and_waived_terms_are_no_finding():
    """What is settled is not said again."""
    placed = TermVerdict("a", "liaison office", Policy.MUST, (6, 16), (13, 27), "placed")
    waived = TermVerdict("b", "liaison office", Policy.MUST, (6, 16), None, "waived")
    subject = Subject("افتتح مكتب اتصال جديداً.", "It opened a liaison office.", terms=(placed, waived))
    assert check_draft(subject) == ()


def test_a_forbidden_rendering_is_an_error_with_its_remedy():
    """It says what stands there and what to write."""
    hit = Forbidden("liaison_office", "contact office", (9, 23), "liaison office")
    [finding] = check_draft(Subject("افتتح مكتب اتصال.", "It opened contact office.", forbidden=(hit,)))
    assert (finding.check, finding.severity) == ("forbidden", Severity.ERROR)
    assert "contact office" in finding.message
    assert "liaison office" in finding.message


def test_every_finding_speaks_a_sentence_under_a_known_name():
    """Records promise a closed list of names; people read the message."""
    subject = Subject(
        "شارك ٢٥٠ جندياً في 15 مارس 2027؟", "the the الجنود ، of it now of it now of it now ( 7", degenerate=True
    )
    findings = check_draft(subject)
    assert len(findings) >= 5
    for finding in findings:
        assert finding.check in NAMES
        assert finding.message[0].isupper()


def test_the_checks_are_a_list_to_read():
    """Each once, and the names last: looks at the whole document write theirs after the others."""
    assert len(set(CHECKS)) == len(CHECKS)
    assert CHECKS[-1] is check_left_out
