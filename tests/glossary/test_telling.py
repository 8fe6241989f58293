"""What a model is told of a line: which English, in the place of which Arabic, and what stays Arabic."""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.glossary import load_glossary
from muqabala.glossary.match import Matcher
from muqabala.glossary.telling import told, told_as

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return load_glossary([ROOT / "glossaries" / "defence.csv"]).matcher()


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("افتتح الحلف مكتب اتصال في عمان", "افتتح الحلف [|liaison office|] في عمان"),
        ("زار الوفد مكاتب الاتصال", "زار الوفد [ال|liaison offices|]"),
        ("وصلت المعدات إلى قواعدهم الجوية", "وصلت المعدات إلى [|air bases|هم]"),
        ("بمكتب اتصالها في المدينة", "[ب|liaison office|ها] في المدينة"),
        ("سلمت الوثائق للقوات المسلحة", "سلمت الوثائق [لل|armed forces|]"),
        ("وللقوات المسلحة متحدث", "[ولل|armed forces|] متحدث"),
        ("غرقت سفينتان حربيتان", "غرقت [|two warships|]"),
        ("أغلقت الشركة مكتبي اتصال", "أغلقت الشركة [|two liaison offices|]"),
        ("اقترب منهم زورقا دورية", "اقترب منهم [|two patrol boats|]"),
        ("وصلت كتيبتي احتياط من رومانيا", "وصلت [|two battalions|] احتياط من رومانيا"),
        ("تستقبل ثمانمئة تلميذ ضابط", "تستقبل ثمانمئة [|officer cadets|]"),
        ("تستقبل تسعمائة تلميذ ضابط", "تستقبل تسعمائة [|officer cadets|]"),
        ("شاركت بسبع راجمات هيمارس", "شاركت بسبع [|HIMARS launchers|]"),
        ("التقى سفراء الدول الأعضاء", "التقى [|ambassadors|] [ال|member states|]"),
        ("شن الطيران غارة جوية على قاعدة بحرية", "شن الطيران [|air raid|] على [|naval base|]"),
        # Nothing is told of what a person may render as they like, nor of one term of a dual that is two of two kinds.
        ("صافح الجندي زميله", "صافح الجندي زميله"),
        ("التقى وزيرا الدفاع والطاقة", "التقى وزيرا الدفاع والطاقة"),
        ("التقى وزيرا الدفاع والداخلية", "التقى [|defence and interior ministers|]"),
        ("ذهب الطفل إلى السوق", "ذهب الطفل إلى السوق"),
    ],
)
def test_english_in_the_place_of_arabic(matcher: Matcher, source: str, read: str) -> None:
    shown, done = "", 0
    for one in told(source, matcher.hits(source)):
        shown += source[done : one.span[0]] + f"[{one.before}|{one.english}|{one.after}]"
        done = one.span[1]
    assert shown + source[done:] == read


@pytest.mark.parametrize(
    ("source", "english", "as_read"),
    [
        ("زار الوفد مكتب الاتصال", "The delegation visited the liaison office.", ["liaison office"]),
        # As the pair has it: another number, another allowed rendering, its own case only where it is the term's.
        ("أسقطت 12 مروحية", "It shot down 12 helicopters.", ["helicopters"]),
        ("مكاتب الاتصال مغلقة", "Liaison offices are closed.", ["liaison offices"]),
        ("نفذت ضربة جوية", "An airstrike was carried out.", ["airstrike"]),
        # Two is told where the English says it.
        ("غرقت سفينتان حربيتان", "Two warships sank.", ["two warships"]),
        ("غرقت السفينتان الحربيتان", "Both warships sank.", []),
        # What the English does not have cannot be learnt from it.
        ("زار الوفد مكتب الاتصال", "The delegation visited it.", []),
        ("التقى وزيرا الدفاع والطاقة", "The defence and energy ministers met.", []),
    ],
)
def test_what_a_pair_teaches(matcher: Matcher, source: str, english: str, as_read: list[str]) -> None:
    assert [one.english for one in told_as(source, english, matcher.hits(source))] == as_read


def test_two_readings_of_one_term_are_left_to_the_model(tmp_path: Path) -> None:
    """Which of two rows is meant the sentence says, not the glossary; a pair says which it was."""
    (tmp_path / "t.csv").write_text(
        "id,ar,kind,en,policy\npost,مركز قيادة,idafa,command post,must\ncentre,مركز قيادة,idafa,command centre,must\n",
        encoding="utf-8",
    )
    source = "زار الوفد مركز قيادة"
    hits = load_glossary([tmp_path / "t.csv"]).matcher().hits(source)
    assert hits and told(source, hits) == ()
    assert [one.english for one in told_as(source, "They visited a command centre.", hits)] == ["command centre"]
