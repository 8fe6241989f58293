"""The defence glossary keeps what it promises: it loads, has no fault, and each entry finds itself.

A glossary is data that people correct by hand every week; these tests are what tells them at once that a row was cut,
that two entries fight over one word, or that an entry denies its own spelling.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from muqabala.glossary import load_glossary
from muqabala.glossary.check import check_files
from muqabala.glossary.load import Glossary
from muqabala.values import Kind, Policy, Term

DEFENCE = Path(__file__).parents[2] / "glossaries" / "defence.csv"
FLOOR = 600
SETS = ("first", "second", "third", "fourth")


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary([DEFENCE])


def found(glossary: Glossary, text: str, term: Term) -> bool:
    """Whether the whole text is one hit of the term."""
    return any((hit.term.id, hit.span) == (term.id, (0, len(text))) for hit in glossary.matcher().hits(text))


def test_the_file_holds_a_working_vocabulary(glossary: Glossary) -> None:
    """Six hundred entries is the floor below which a desk feels the gaps."""
    assert len(glossary) >= FLOOR


def test_no_entry_has_a_fault() -> None:
    """`muqabala glossary check` has nothing to say."""
    assert [str(fault) for fault in check_files([DEFENCE])] == []


def test_ids_are_unique_slugs(glossary: Glossary) -> None:
    """Records name terms by id, so an id means one entry for ever."""
    counts = Counter(term.id for term in glossary.entries)
    assert [term_id for term_id, count in counts.items() if count > 1] == []
    assert [i for i in counts if not (i.isascii() and i == i.lower() and i.replace("_", "").isalnum())] == []


def test_no_arabic_is_declared_by_two_entries(glossary: Glossary) -> None:
    """Spellings shared by two entries would leave the choice between them to the order of the file."""
    counts = Counter(
        spelling for term in glossary.entries for spelling in {term.ar, *term.ar_variants, *term.ar_plural}
    )
    assert [spelling for spelling, count in counts.items() if count > 1] == []


def test_every_entry_finds_itself(glossary: Glossary) -> None:
    """As declared, in every declared plural and variant."""
    missed = [
        (term.id, spelling)
        for term in glossary.entries
        for spelling in (term.ar, *term.ar_plural, *term.ar_variants)
        if not found(glossary, spelling, term)
    ]
    assert missed == []


@pytest.mark.parametrize("conjunction", ["و", "ف"])
def test_every_entry_is_found_after_a_conjunction(glossary: Glossary, conjunction: str) -> None:
    """A sentence that begins with و is the commonest sentence of a newspaper."""
    missed = [term.id for term in glossary.entries if not found(glossary, conjunction + term.ar, term)]
    assert missed == []


def test_every_entry_is_found_after_a_preposition(glossary: Glossary) -> None:
    """لـ melts into the article (للقوات المسلحة); without an article it is simply written in front."""
    missed = []
    for term in glossary.entries:
        written = "لل" + term.ar[2:] if term.ar.startswith("ال") else "ل" + term.ar
        if not found(glossary, written, term):
            missed.append((term.id, written))
    assert missed == []


def test_every_entry_keeps_off_what_it_denies(glossary: Glossary) -> None:
    """A denied phrase is no hit of the entry that denies it."""
    matcher = glossary.matcher()
    hit = [
        (term.id, denied)
        for term in glossary.entries
        for denied in term.ar_deny
        if any(one.term.id == term.id for one in matcher.hits(denied))
    ]
    assert hit == []


def test_a_forbidden_rendering_is_not_also_allowed(glossary: Glossary) -> None:
    """What one column forbids, no other column offers."""
    both = []
    for term in glossary.entries:
        allowed = {form.casefold() for form in (term.en, term.en_plural, *term.en_variants)}
        both += [(term.id, form) for form in term.en_forbidden if form.casefold() in allowed]
    assert both == []


def test_most_entries_are_insisted_on(glossary: Glossary) -> None:
    """Terms of art are `must`; only words with a second everyday meaning are looser."""
    policies = Counter(term.policy for term in glossary.entries)
    assert policies[Policy.MUST] > 4 * (policies[Policy.PREFER] + policies[Policy.CHECK])


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("مكتب اتصال", "liaison_office"),
        ("لمكاتب الاتصال", "liaison_office"),
        ("ومكتبا الاتصال", "liaison_office"),
        ("بمكتب اتصالها", "liaison_office"),
        ("قواتنا المسلحة", "armed_forces"),
        ("رئيس أركانه", "chief_of_staff"),
        ("والفريق أول ركن", "general_full_staff"),
        ("للقائم بالأعمال", "charge_daffaires"),
        ("أسلحتها النووية", "nuclear_weapons"),
        ("منظومات دفاعها الجوي", "air_defence_system"),
        ("والستر الواقية من الرصاص", "bulletproof_vest"),
        ("كعميلة مزدوجة", "double_agent"),
        ("وسفيره البابوي", "papal_nuncio"),
    ],
)
def test_inflected_terms_are_found(glossary: Glossary, written: str, term: str) -> None:
    """Clitics, duals, plurals and pronouns of the desk's daily words."""
    assert [(hit.term.id, hit.surface) for hit in glossary.matcher().hits(written)] == [(term, written)]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("مكتب اتصالات", "liaison_office"),
        ("مكتب الاتصالات", "liaison_office"),
        ("ضابط الاتصالات", "liaison_officer"),
        ("المرافق العسكرية", "aide_de_camp"),
        ("مشيراً إلى التقرير", "field_marshal"),
        ("صحيفة اللواء اللبنانية", "brigade_or_major_general"),
        ("نقيب المحامين", "captain"),
        ("زادت الأسعار باطراد", "cruiser"),
        ("قاعدة بيانات مشتركة", "joint_statement"),
        ("توافق الفصائل الفلسطينية على لائحة", "platoon"),
        ("خرج عمال الميناء في مسيرات تطالب بالأجور", "drone_short"),
        ("استقبله عميد السلك الدبلوماسي", "brigadier_general"),
    ],
)
def test_false_friends_are_left_alone(glossary: Glossary, written: str, term: str) -> None:
    """Words that look like a term and are none."""
    assert term not in [hit.term.id for hit in glossary.matcher().hits(written)]


def test_the_liaison_office_is_as_the_client_wants_it(glossary: Glossary) -> None:
    """The entry by which the house is judged."""
    entry = next(term for term in glossary.entries if term.id == "liaison_office")
    assert (entry.en, entry.en_plural, entry.kind) == ("liaison office", "liaison offices", Kind.IDAFA)
    assert {"communications office", "contact office", "call office"} <= set(entry.en_forbidden)


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(name: str) -> list[dict[str, Any]]:
    lines = (Path(__file__).parent / "sentences_defence.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["set"] == name]


def counted(glossary: Glossary, name: str, *, insisted: bool = False) -> tuple[int, int, int]:
    """Hits that are marked, hits that are not, marks that are not hit; `insisted`: without the `check` entries."""
    left_out = {term.id for term in glossary.entries if insisted and term.policy is Policy.CHECK}
    right = extra = missed = 0
    for row in rows(name):
        wanted = {(term, start, surface) for term, surface, start in row["hits"] if term not in left_out}
        hits = {(hit.term.id, hit.start, hit.surface) for hit in glossary.matcher().hits(row["text"])}
        hits = {hit for hit in hits if hit[0] not in left_out}
        right, extra, missed = right + len(wanted & hits), extra + len(hits - wanted), missed + len(wanted - hits)
    return right, extra, missed


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [("first", 0.99, 0.99), ("second", 0.98, 0.93), ("third", 0.99, 0.99), ("fourth", 0.99, 0.98)],
)
def test_terms_are_found_in_sentences_written_before_the_matcher_saw_them(
    glossary: Glossary, name: str, recall: float, precision: float
) -> None:
    """Every set was marked by hand first, and the matcher mended after its first contact with each.

    First contact: 176 of 180 found with 4 false (first set); 74 of 75 with 5 false (second set, two slips of marking
    mended); 230 of 234 with 2 false (third); 82 of 82 with 1 false (fourth), after other terms that stood in a sentence
    unmarked were marked. What is left false are words whose sense only the sentence tells (المدرج، العميد، الفصائل).
    """
    right, extra, missed = counted(glossary, name)
    assert right >= 70
    assert right / (right + missed) >= recall
    assert right / (right + extra) >= precision


def test_what_is_insisted_on_is_hardly_ever_a_false_friend(glossary: Glossary) -> None:
    """`check` entries are shown, never insisted on; of the others 99 % are what they seem."""
    counts = [counted(glossary, name, insisted=True) for name in SETS]
    right, extra = sum(one[0] for one in counts), sum(one[1] for one in counts)
    assert right / (right + extra) >= 0.99


def test_marks_stand_where_they_say() -> None:
    everything = [row for name in SETS for row in rows(name)]
    for row in everything:
        assert all(row["text"][start : start + len(surface)] == surface for _, surface, start in row["hits"])
    assert sum(not row["hits"] for row in everything) >= 60


@pytest.mark.parametrize(
    ("text", "term", "number"),
    [
        ("عين الملك لواءين ركن في القيادة", "major_general_staff", "du"),
        ("رقي خمسة عقداء ركن أمس", "colonel_staff", "pl"),
        ("قتل عقيدان ركنان في الكمين", "colonel_staff", "du"),
        ("أحيل مقدمان ركن على التقاعد", "lieutenant_colonel_staff", "du"),
        ("سجن رقيبين أولين وعريف", "staff_sergeant", "du"),
        ("كافأ القائد الرقيبين الأولين", "staff_sergeant", "du"),
        ("وصل الرقيب أول سامي", "staff_sergeant", "sg"),
        ("اجتمع الرقباء الأوائل في الثكنة", "staff_sergeant", "pl"),
    ],
)
def test_a_rank_of_two_words_says_how_many(glossary: Glossary, text: str, term: str, number: str) -> None:
    """In ركن nothing inflects but the rank, and a frozen rank's variants give its dual."""
    numbers = {hit.term.id: hit.number for hit in glossary.matcher().hits(text)}
    assert numbers[term] == (number,)


@pytest.mark.parametrize(
    "text",
    [
        "أما الملحق العسكري لوثيقة السلام فلم يطبق",
        "طالب نائبين محافظين بالاستقالة",
    ],
)
def test_an_annex_is_no_attache_and_a_conservative_no_governor(glossary: Glossary, text: str) -> None:
    assert not {hit.term.id for hit in glossary.matcher().hits(text)} & {"military_attache", "governor"}
