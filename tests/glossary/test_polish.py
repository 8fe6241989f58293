"""What touches a rendering is put right, and good English is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.glossary import Glossary, judge, load_glossary
from muqabala.glossary.polish import alike, echoes, polished, stems

OFFICE = "افتتح الحلف مكتب اتصال في طوكيو."
OFFICES = "افتتح الحلف مكاتب اتصال في آسيا."
PAIR = "افتتح الحلف مكتبي اتصال في آسيا."
TWO = "مكتب اتصال في طوكيو ومكتب اتصال في عمان."
BASE = "هبطت في قاعدة جوية قرب الحدود."
MINISTRY = "نفت وزارة الدفاع ذلك."
JOINT = "بدأ تمرين مشترك أمس."
FORCES = "تحدث ناطق باسم القوات المسلحة."
TRUCE = "طالت الهدنة."
CHIEF = "استقال رئيس الأركان."
DENIED = "اتفقوا على عدم التدخل."
TWICE = "لم يكن ذلك عدم التدخل."
SOLDIER = "عاد ألف جندي."
LISTED = "غاب وزراء العدل والداخلية عن الجلسة."
NATIONAL = "كتب مستشار الأمن القومي عن الأمن القومي."


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    path = tmp_path_factory.mktemp("polish") / "terms.csv"
    rows = (
        "id,ar,ar_plural,kind,en,en_plural,en_variants,article",
        "office,مكتب اتصال,مكاتب اتصال,idafa,liaison office,liaison offices,,",
        "base,قاعدة جوية,قواعد جوية,adjective,air base,air bases,,",
        "ministry,وزارة الدفاع,,frozen,Ministry of Defence,,defence ministry,the",
        "joint,تمرين مشترك,تمارين مشتركة,adjective,joint exercise,joint exercises,,",
        "forces,القوات المسلحة,,adjective,armed forces,armed forces,,",
        "truce,هدنة,,single,truce,truces,,",
        "chief,رئيس أركان,رؤساء أركان,idafa,chief of staff,chiefs of staff,,",
        "soldier,جندي,جنود,single,soldier,soldiers,,",
        "adviser,مستشار الأمن القومي,,idafa,national security adviser,,,",
        "national,الأمن القومي,,frozen,national security,,,none",
        "justice,وزراء العدل والداخلية,,frozen,justice and interior ministers,,,",
    )
    rows += ("entry,عدم التدخل,,frozen,non-interference,,,none",)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_glossary([path])


def mended(terms: Glossary, source: str, text: str) -> str:
    hits = terms.matcher().hits(source)
    judgement = judge(source, text, hits)
    return polished(text, source, [(h, v.target) for h, v in zip(hits, judgement.terms, strict=True) if v.target])


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        # a and an
        (BASE, "It landed at a air base.", "It landed at an air base."),
        (BASE, "A air base opened.", "An air base opened."),
        (BASE, "It left the new the air base.", "It left the new air base."),
        # denied once
        (DENIED, "They agreed on not to non-interference.", "They agreed on non-interference."),
        (DENIED, "They agreed and not non-interference.", "They agreed and non-interference."),
        (TWICE, "It was not non-interference.", "It was not non-interference."),
        # a term that is a list, its first word ahead of it
        (
            LISTED,
            "The justice, justice and interior ministers were absent.",
            "The justice and interior ministers were absent.",
        ),
        (
            LISTED,
            "The health, justice and interior ministers left.",
            "The health, justice and interior ministers left.",
        ),
        # a hyphen
        (CHIEF, "The chief of staff-staff resigned.", "The chief of staff resigned."),
        (CHIEF, "The chief of staff-designate resigned.", "The chief of staff-designate resigned."),
        # the number of the Arabic
        (OFFICES, "It opened liaison office in Asia.", "It opened liaison offices in Asia."),
        (OFFICES, "The liaison office was opened.", "The liaison offices were opened."),
        (PAIR, "It opened liaison office in Asia.", "It opened two liaison offices in Asia."),
        (PAIR, "It closed the liaison office in Asia.", "It closed the two liaison offices in Asia."),
        (PAIR, "It closed the Asian liaison office.", "It closed the Asian liaison offices."),
        (PAIR, "It wrote to the liaison office staff.", "It wrote to the liaison office staff."),
        (PAIR, "It closed every liaison office.", "It closed every liaison office."),
        # capitals
        (BASE, "The Air base is near.", "The air base is near."),
        (BASE, "The Air Base is near.", "The Air Base is near."),
        (MINISTRY, "The Ministry of defence denied it.", "The Ministry of Defence denied it."),
        (MINISTRY, "The defence ministry denied it.", "The defence ministry denied it."),
        # one title
        (CHIEF, "The chief of staff's chief of staff resigned.", "The chief of staff resigned."),
        (
            CHIEF,
            "The prime minister of the chief of staff resigned.",
            "The prime minister of the chief of staff resigned.",
        ),
        (CHIEF, "The chief of staff of the chief of staff resigned.", "The chief of staff resigned."),
        (CHIEF, "The chief of staff's soldiers resigned.", "The chief of staff's soldiers resigned."),
        (CHIEF, "He left the chief of staff's of.", "He left the chief of staff's of."),
        (OFFICE, "It opened an liaison office.", "It opened a liaison office."),
        (FORCES, "A armed forces spokesman spoke.", "An armed forces spokesman spoke."),
        # no article of one before many
        (OFFICES, "It opened a liaison offices in Asia.", "It opened liaison offices in Asia."),
        (OFFICES, "A liaison offices opened.", "Liaison offices opened."),
        # one determiner
        (TRUCE, "The the truce was long.", "The truce was long."),
        (TRUCE, "He broke a the truce.", "He broke the truce."),
        (TRUCE, "They broke their the truce.", "They broke their truce."),
        (TRUCE, "They broke the their truce.", "They broke their truce."),
        (OFFICE, "It opened one a liaison office.", "It opened one liaison office."),
        (TRUCE, "Amman's the truce was long.", "Amman's truce was long."),
        # a title is led by none, and owns none of its own words
        (CHIEF, "The head of the chief of staff resigned.", "The chief of staff resigned."),
        (CHIEF, "He met the head of the chief of staff.", "He met the chief of staff."),
        (CHIEF, "The chief of staff's chief resigned.", "The chief of staff resigned."),
        # counts
        (SOLDIER, "A thousand soldier returned.", "A thousand soldiers returned."),
        (SOLDIER, "Twenty-five soldier returned.", "Twenty-five soldiers returned."),
        (OFFICES, "It opened a liaison office in Asia.", "It opened liaison offices in Asia."),
        (PAIR, "It opened a liaison office in Asia.", "It opened two liaison offices in Asia."),
        # said again
        (MINISTRY, "The defence ministry ministry denied it.", "The defence ministry denied it."),
        (JOINT, "A joint joint exercise began.", "A joint exercise began."),
        (OFFICE, "It opened a liaison liaison office office.", "It opened a liaison office."),
        (BASE, "It landed at the air base base.", "It landed at the air base."),
        (TRUCE, "The truce and the truce.", "The truce."),
        (TRUCE, "It broke the truce and the truce.", "It broke the truce."),
        (BASE, "The airspace of the air base of the old air base.", "The airspace of the old air base."),
        (JOINT, "A joint exercise began with a joint exercise.", "A joint exercise began."),
        (BASE, "It landed at the air base before the air base.", "It landed at the air base."),
        (JOINT, "The joint exercise from a joint exercise began.", "The joint exercise began."),
        (JOINT, "The joint exercise was not led by the joint exercise.", "The joint exercise was not led."),
        (
            OFFICES,
            "It opened three liaison offices two liaison offices in Asia.",
            "It opened three liaison offices in Asia.",
        ),
        (MINISTRY, "The Ministry of Defence in Defence denied it.", "The Ministry of Defence denied it."),
    ],
)
def test_neighbours_are_mended(terms: Glossary, source: str, before: str, after: str) -> None:
    assert mended(terms, source, before) == after
    assert mended(terms, source, after) == after


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (OFFICE, "It opened a liaison office in Tokyo."),
        (OFFICE, "The liaison office's staff left."),
        (OFFICE, "It opened the Liaison-Office."),
        (OFFICE, "One liaison office of three."),
        (OFFICES, "A liaison office official left for Asia."),
        (OFFICES, "Each liaison office in Asia opened."),
        (TWO, "A liaison office in Tokyo and a liaison office in Amman."),
        (TWO, "A liaison office and a liaison office."),
        (TRUCE, "All the truce did was end."),
        (BASE, "The air base in the air base zone."),
        (TRUCE, "He said that the truce was long."),
        (TRUCE, "This truce was long."),
        (TRUCE, "The truce held; the truce lasts."),
        (TRUCE, "The truce held and the truce lasted."),
        (FORCES, "The armed forces spokesman spoke."),
        (FORCES, "An armed forces spokesman spoke."),
        (SOLDIER, "In 2019 soldier numbers fell."),
        ("تدرب الجنود على القتال.", "They practised soldier-training."),
        (SOLDIER, "Three soldier statues stand there."),
        (NATIONAL, "The national security adviser wrote of national security."),
        (BASE, "The base of the air base."),
        (CHIEF, "The head of the chief of staff's office."),
        ("اتصل مدير رئيس الأركان.", "The director of the chief of staff called."),
        (CHIEF, "The chief of staff's car."),
        (BASE, "Every air base, this air base too."),
        ("لا شيء هنا.", "a air base base"),
    ],
)
def test_good_english_and_what_cannot_be_told_from_it_stay(terms: Glossary, source: str, text: str) -> None:
    assert mended(terms, source, text) == text


def test_echoes_are_heard_near_and_not_beyond_a_mark() -> None:
    text = "The public consulate general and the consulate."
    span = (text.index("consulate"), text.index(" and"))
    assert echoes(text, span) == 1
    assert echoes(text.replace(" and", ", and"), span) == 0
    other = (text.rindex("consulate"), text.rindex("."))
    assert echoes(text, span, [other]) == 0


def test_another_rendering_is_an_echo_only_right_beside() -> None:
    text = "The national security national security adviser left."
    first, second = (4, 21), (22, 47)
    assert text[slice(*second)] == "national security adviser"
    assert echoes(text, second, [first]) == 1


@pytest.mark.parametrize(
    ("word", "rendering", "same"),
    [
        ("Organisations", "Organization for the Prohibition", True),
        ("defense", "defence ministry", True),
        ("guarded", "coast guard", True),
        ("fired", "fire", False),
        ("officer", "liaison office", False),
        ("of", "balance of power", False),
    ],
)
def test_words_that_say_the_same(word: str, rendering: str, same: bool) -> None:
    assert alike(word, stems(rendering)) is same


def test_the_source_decides_how_often(terms: Glossary, tmp_path: Path) -> None:
    """Part of a longer rendering is no second one."""
    path = tmp_path / "more.csv"
    path.write_text(
        "id,ar,kind,en\nlong,قوة مهام مشتركة,adjective,joint task force\nshort,قوة مهام,idafa,task force\n",
        encoding="utf-8",
    )
    both = load_glossary([path])
    text = "A joint task force and a task force."
    assert mended(both, "قوة مهام مشتركة وقوة مهام.", text) == text
