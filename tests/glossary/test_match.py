"""Terms are found in every inflection, and never their false friends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from muqabala.glossary import Matcher, load_glossary
from muqabala.glossary.load import make_term
from muqabala.glossary.phrases import infer_kind, tokens_of
from muqabala.glossary.rows import Row
from muqabala.values import Kind, Policy, Term, TermHit

HERE = Path(__file__).parent
TATWEEL = "\N{ARABIC TATWEEL}"


def term(ar: str, **cells: str) -> Term:
    return make_term("terms.csv", Row(2, {"ar": ar, "en": "term", **cells}), Policy.MUST)


def hits(text: str, *terms: Term) -> list[TermHit]:
    return Matcher(terms).hits(text)


def only(text: str, *terms: Term) -> TermHit:
    found = hits(text, *terms)
    assert len(found) == 1, [hit.surface for hit in found]
    return found[0]


# ── the inflection table ─────────────────────────────────────────────────────────────────────────────────────────────


def inflections() -> Iterator[tuple[str, str, str, str, bool]]:
    for line in (HERE / "inflections.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        ar, plurals, kind, forms, others = (cell.strip() for cell in f"{line} ".replace(" ;", ";").split(";"))
        for form in forms.split("|"):
            yield ar, plurals, kind, form.strip(), True
        for form in others.split("|"):
            yield ar, plurals, kind, form.strip(), False


TABLE = list(inflections())


def test_the_table_is_as_wide_as_it_claims() -> None:
    assert len({row[0] for row in TABLE}) >= 40
    assert sum(row[4] for row in TABLE) >= 300


@pytest.mark.parametrize(("ar", "plurals", "kind", "form", "is_hit"), TABLE)
def test_one_entry_covers_its_forms_and_no_others(ar: str, plurals: str, kind: str, form: str, is_hit: bool) -> None:
    found = hits(form, term(ar, ar_plural=plurals, kind=kind))
    if not is_hit:
        assert not found
        return
    assert len(found) == 1
    # A single word may be followed by its genitive in the table: مستشاري الرئيس.
    assert form == found[0].surface or (len(tokens_of(ar)) == 1 and form.startswith(found[0].surface + " "))
    assert form[found[0].start : found[0].end] == found[0].surface
    assert found[0].number


# ── sentences ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("half", ["develop", "held"])
def test_recall_and_precision_on_sentences(half: str) -> None:
    """At least 98 % of the terms of news sentences are found, and 99 % of what is found is right.

    The held half was written before the matcher first saw it; at first contact it found 223 of 226 (98.7 %) with 8
    spans not annotated, of which 7 were terms the annotator had overlooked. One fault was mended since (جزآن).
    """
    matcher = load_glossary([HERE / "terms.csv"]).matcher()
    right = extra = missed = 0
    for line in (HERE / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["half"] != half:
            continue
        wanted = {(name, start, start + len(surface)) for name, surface, start in row["hits"]}
        found = {(hit.term.id, hit.start, hit.end) for hit in matcher.hits(row["text"])}
        right, extra, missed = right + len(wanted & found), extra + len(found - wanted), missed + len(wanted - found)
    assert right >= 200
    assert right / (right + missed) >= 0.98
    assert right / (right + extra) >= 0.99


def test_sentences_are_many_and_hold_false_friends() -> None:
    rows = [json.loads(line) for line in (HERE / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 400
    assert sum(not row["hits"] for row in rows) >= 120
    for row in rows:
        assert all(row["text"][start : start + len(surface)] == surface for _, surface, start in row["hits"])


# ── what a hit says ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "number", "clitics", "definite", "pronoun"),
    [
        ("مكتب اتصال", ("sg",), (), False, ""),
        ("وبمكتب الاتصال", ("sg",), ("و", "ب", "ال"), True, ""),
        ("للمكتب", (), (), False, ""),
        ("لمكتب الاتصال", ("sg",), ("ل", "ال"), True, ""),
        ("مكتبا اتصال", ("du",), (), False, ""),
        ("مكتبي الاتصال", ("du",), ("ال",), True, ""),
        ("مكاتب اتصالنا", ("pl",), ("نا",), False, "نا"),
        ("فلمكاتب اتصالهم", ("pl",), ("ف", "ل", "هم"), False, "هم"),
    ],
)
def test_a_hit_of_an_idafa_says_number_and_clitics(
    form: str, number: tuple[str, ...], clitics: tuple[str, ...], definite: bool, pronoun: str
) -> None:
    found = hits(form, term("مكتب اتصال", ar_plural="مكاتب اتصال"))
    if not number:
        assert not found
        return
    assert (found[0].number, found[0].clitics) == (number, clitics)
    assert (found[0].definite, found[0].pronoun) == (definite, pronoun)


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("وصلت كتيبتي احتياط من رومانيا", ("du",)),
        ("وقال: «انتصرنا»، ثم وصلت كتيبتي احتياط", ("du",)),
        ("وقال: «إن كتيبتي ستقاتل حتى النهاية»", ("sg", "du")),
        ('وقال: "إن كتيبتي ستقاتل"', ("sg", "du")),
        ("كتيبتي في الجبل", ("sg", "du")),
    ],
)
def test_two_of_them_are_not_mine(sentence: str, number: tuple[str, ...]) -> None:
    """Before a bare noun, and where nobody is speaking."""
    (found,) = hits(sentence, term("كتيبة", ar_plural="كتائب"))
    assert found.number == number


@pytest.mark.parametrize(
    ("sentence", "number", "pronoun"),
    [
        ("عقد اللقاء بحضور وزيري الداخلية", ("du",), ""),
        ("ودعت روما وزيري الداخلية ثم نفت ذلك", ("du",), ""),
        ("قال: «استقال وزيري الداخلية»، وبحث عن وزيري الداخلية", ("sg", "du"), "ي"),
    ],
)
def test_two_of_an_idafa_are_not_mine(sentence: str, number: tuple[str, ...], pronoun: str) -> None:
    """Outside a quotation a noun in ي before its genitive is one of two, whatever else could be read."""
    found = hits(sentence, term("وزير داخلية", ar_plural="وزراء داخلية", kind="idafa"))
    assert (found[0].number, found[0].pronoun) == (number, pronoun)
    assert all(hit.number == ("du",) and hit.definite for hit in found[1:])


def test_a_masculine_accusative_has_no_feminine_adjective() -> None:
    """زورقا دورية are two patrol boats, however often a boat as an object is زورقا."""
    (found,) = hits("اقترب منهم زورقا دورية", term("زورق دورية", ar_plural="زوارق دورية"))
    assert found.number == ("du",)
    (found,) = hits("خاضوا حربا أهلية", term("حرب أهلية", ar_plural="حروب أهلية"))
    assert "sg" in found.number


@pytest.mark.parametrize(
    ("form", "number", "definite"),
    [
        ("قائدي كتيبتين", ("du",), False),
        ("وقائدا الكتيبتين", ("du",), True),
        ("لقائدَي الكتيبتين", ("du",), True),
        ("قائدا للكتيبة", ("sg",), False),
        ("قائدان لكتيبة", ("du",), False),
        ("قادة للكتائب", ("pl",), False),
        ("قائد كتيبتين", (), False),
        ("قائد للكتيبتين", (), False),
        ("القائد لكتيبة", (), False),
        ("قائده لكتيبة", (), False),
        ("قائد لكتيبتها", ("sg",), False),
    ],
)
def test_two_of_two_and_one_of_it(form: str, number: tuple[str, ...], definite: bool) -> None:
    """Two commanders of two battalions; and "a commander of the battalion", which Arabic says with ل."""
    found = hits(form, term("قائد كتيبة", ar_plural="قادة كتائب", kind="idafa"))
    assert [(hit.surface, hit.number, hit.definite) for hit in found] == ([(form, number, definite)] if number else [])


def test_what_lam_links_is_longer_than_its_parts() -> None:
    terms = (term("خرق وقف إطلاق النار", kind="idafa"), term("وقف إطلاق النار", kind="idafa"))
    for form in ("خرقان لوقف إطلاق النار", "خرقا لوقف إطلاق النار", "خرق وقف إطلاق النار"):
        assert [hit.surface for hit in hits(f"سجل المراقبون {form} أمس", *terms)] == [form]
    assert [hit.surface for hit in hits("خرقوا لوقف إطلاق النار", *terms)] == ["لوقف إطلاق النار"]


def test_an_entry_in_the_plural_is_known_by_its_adjective() -> None:
    hackers = term("قراصنة إلكترونيون", kind="adjective")
    for form in ("قراصنة إلكترونيين", "القراصنة الإلكترونيين", "بقراصنة إلكترونيين"):
        assert only(form, hackers).number == ("pl",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("سفيرا الأردن ومصر يبحثان الهدنة", ("du",)),
        ("التقى سفيرا الدولتين الوزير", ("du",)),
        ("سفيرا مصر والسودان يغادران", ("du",)),
        ("عين سفيرا في باريس", ("sg", "du")),
        ("كان سفيرا للأردن", ("sg", "du")),
        ("غادر سفيرا، ثم عاد", ("sg", "du")),
    ],
)
def test_a_word_in_alef_before_its_genitive_is_two(text: str, number: tuple[str, ...]) -> None:
    """An accusative annexes nothing and begins no sentence."""
    assert only(text, term("سفير", ar_plural="سفراء")).number == number


@pytest.mark.parametrize(
    ("form", "number", "clitics"),
    [
        ("مهندس", ("sg",), ()),
        ("مهندسا", ("sg", "du"), ()),
        ("مهندسين", ("du", "pl"), ()),
        ("المهندسان", ("du",), ("ال",)),
        ("للمهندسين", ("du", "pl"), ("ل", "ال")),
        ("مهندسوها", ("pl",), ("ها",)),
        ("ومهندسيه", ("du", "pl"), ("و", "ه")),
        ("كمهندسة", (), ()),
    ],
)
def test_a_hit_of_one_word_lists_the_numbers_still_possible(
    form: str, number: tuple[str, ...], clitics: tuple[str, ...]
) -> None:
    found = hits(form, term("مهندس"))
    assert [(hit.number, hit.clitics) for hit in found] == ([(number, clitics)] if number else [])


def test_the_article_of_agreement_is_said_once() -> None:
    assert only("والقوات المسلحة", term("القوات المسلحة", en="armed forces")).clitics == ("و", "ال")
    assert only("قواتنا المسلحة", term("القوات المسلحة")).clitics == ("نا",)


def test_a_lemma_in_the_plural_is_plural() -> None:
    assert only("قوات مسلحة", term("القوات المسلحة")).number == ("pl",)
    assert only("أسلحة خفيفة", term("أسلحة خفيفة", en="light weapons")).number == ("pl",)
    assert only("نبات", term("نبات", en="plant")).number == ("sg",)


@pytest.mark.parametrize(
    "text",
    [
        "مَكتَبُ اتِّصالٍ",
        f"مكت{TATWEEL * 4}ب اتصال",
        "\N{RIGHT-TO-LEFT MARK}مكتب\N{RIGHT-TO-LEFT MARK} اتصال\N{LEFT-TO-RIGHT MARK}",
        "مكتب\N{NO-BREAK SPACE}إتصال",
        "«مكتب اتصال»",
        "(مكتب اتصال)",
        "ﻣﻜﺘﺐ اتصال",
        "مكتب\N{ZERO WIDTH NON-JOINER} اتصال",
        "مكتب  \t اتصال",
    ],
)
def test_writing_does_not_hide_a_term(text: str) -> None:
    hit = only(text, term("مكتب اتصال"))
    assert text[hit.start : hit.end] == hit.surface
    assert not hit.surface.startswith(("«", "(", "\N{RIGHT-TO-LEFT MARK}"))


@pytest.mark.parametrize("mark", [",", "،", ".", "؛", ":", "(", "«", "!", "؟", " - - ", "\n\n", "/", "…"])
def test_a_hit_never_crosses_punctuation(mark: str) -> None:
    assert not hits(f"مكتب{mark} اتصال", term("مكتب اتصال"))


# ── false friends ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ar", "text"),
    [
        ("حدة", "وصلت وحدة من الجيش"),
        ("حرية", "اشترت سفنا بحرية"),
        ("جنة", "اجتمعت لجنة التحقيق"),
        ("ريق", "فاز فريق الجيش"),
        ("لواء", "أعلن الولاء"),
        ("علي", "جلس على الكرسي"),
        ("بحر", "سافر إلى البحرين"),
        ("لبن", "سافر إلى لبنان"),
        ("عدو", "بدأ العدوان"),
        ("عدو", "شنوا عدوانا"),
        ("أمن", "مكان آمن"),
        ("أمن", "هذا تهديد أمني خطير"),
        ("أمن", "تعاون عسكري وأمني"),
        ("عرب", "شاعر عربي"),
        ("دفاع", "موقف دفاعي صلب"),
        ("إعلام", "رفعت أعلام الدول"),
        ("أعلام", "وسائل إعلام محلية"),
        ("عمال", "قام بأعمال البناء"),
        ("مكتب", "زار مكتبة المدينة"),
        ("مكتب", "مكتبات المدينة"),
        ("حزب الله", "حزب له نفوذ"),
        ("بيان مشترك", "بيانات مشتركين"),
        ("دعم عسكري", "دعم عسكريا حليفه"),
        ("رئيس مجلس النواب", "أبلغ الرئيس مجلس النواب"),
        ("عراق", "مسؤول عراقي كبير"),
        ("قاض", "أقضية"),
        ("بن", "زار بنك المدينة"),
        ("خط", "وقع خطأ في التقرير"),
        ("خط", "يسير بخطى ثابتة"),
        ("بر", "المدن الكبرى وكبرى الشركات"),
        ("حد", "يعمل وحده هنا"),
        ("جو", "ظهرت وجوه جديدة"),
        ("سر", "فسره الخبير"),
        ("بيان", "يعزف على بيانو قديم"),
        ("دواء", "دواوين الحكومة"),
        ("شعب", "في شهر شعبان"),
        ("مال", "سافر إلى مالي"),
        ("نقل", "نقلوها إلى الميناء"),
        ("إعلام", "بأعلامها الملونة"),
        ("غواص", "ثلاث غواصات"),
        ("نظام دفاع", "نظام دفاعي جديد"),
    ],
)
def test_false_friends_are_left_alone(ar: str, text: str) -> None:
    assert not hits(text, term(ar))


@pytest.mark.parametrize(
    ("ar", "text", "surface"),
    [
        ("وزير", "مع وزيري الخارجية والدفاع", "وزيري"),
        ("وزير", "التقى الرئيس وزيري الدفاع والخارجية", "وزيري"),
        ("جيش", "أثق بجيشي", "بجيشي"),
        ("وزير", "استقبل وزيري الدفاع", "وزيري"),
        ("رئيس", "حضر مع رئيسَي البلدين", "رئيسَي"),
        ("حكومة", "قال إن حكومتي مستعدة", "حكومتي"),
        ("مكتب سياسي", "اجتمع في مكتبي السياسي", "مكتبي السياسي"),
        ("حرية الملاحة", "تلتزم الدول بحرية الملاحة", "بحرية الملاحة"),
        ("ولاية", "حاكم الولاية", "الولاية"),
        ("وحدة", "ووحدة أخرى", "ووحدة"),
        ("لجنة", "قدم الطلب للجنة", "للجنة"),
    ],
)
def test_where_no_adjective_can_stand_a_word_in_ya_is_believed(ar: str, text: str, surface: str) -> None:
    assert only(text, term(ar)).surface == surface


def test_a_question_may_open_with_hamza() -> None:
    assert only("أقواتنا المسلحة جاهزة؟", term("القوات المسلحة")).clitics == ("أ", "نا")
    assert not hits("أقواتنا المسلحة جاهزة.", term("القوات المسلحة"))


# ── denials, variants, alternatives, overlaps ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("رائد فضاء أمريكي", False),
        ("لرائد الفضاء", False),
        ("ورائد فضاء", False),
        ("الرائد في الجيش", True),
        ("رائد، فضاء", True),
        ("دور رائد في التنمية", False),
        ("بدور رائد", False),
    ],
)
def test_a_denied_phrase_takes_the_hit_with_it(text: str, found: bool) -> None:
    major = term("رائد", ar_deny="رائد فضاء|رائد الفضاء|دور رائد")
    assert bool(hits(text, major)) is found


def test_a_denied_form_leaves_the_others() -> None:
    officer = term("مقدم", ar_deny="مقدما")
    assert not hits("مضى مقدما", officer)
    assert not hits("ومقدما", officer)
    assert hits("وصل المقدم", officer)


def test_a_denial_does_not_touch_other_terms() -> None:
    ministry, brigade = term("لواء ركن", kind="frozen"), term("لواء", ar_deny="لواء ركن")
    assert only("وصل لواء ركن", brigade, ministry).term is ministry


def test_variants_inflect_as_the_term_does() -> None:
    drone = term("طائرة مسيرة", ar_plural="طائرات مسيرة", ar_variants="مسيرة هجومية|صاروخ بالستي")
    assert only("بالمسيرتين الهجوميتين", drone).number == ("du",)
    missile = term("صاروخ باليستي", ar_plural="صواريخ باليستية", ar_variants="صاروخ بالستي")
    assert only("الصواريخ البالستية", missile).number == ("pl",)


def test_rows_that_differ_in_a_hamza_are_two_words() -> None:
    media, flags = term("إعلام", en="media"), term("أعلام", en="flags")
    assert [hit.term for hit in hits("الإعلام والأعلام", media, flags)] == [media, flags]


def test_rows_with_one_ar_are_alternatives() -> None:
    one, two = term("لواء", id="a", en="brigade"), term("لواء", id="b", en="major general", ar_plural="ألوية")
    hit = only("وصلت الألوية", one, two)
    assert (hit.term, hit.alternatives) == (one, (two,))


def test_the_longest_term_wins() -> None:
    forces, commander = term("القوات المسلحة"), term("قائد القوات المسلحة")
    supreme = term("القائد الأعلى للقوات المسلحة")
    text = "التقى القائد الأعلى للقوات المسلحة قائد القوات المسلحة وشكر القوات المسلحة"
    assert [hit.term for hit in hits(text, forces, commander, supreme)] == [supreme, commander, forces]


def test_hits_do_not_overlap_and_stand_in_order() -> None:
    found = hits("مكتب اتصال الاتصال مكتب اتصال", term("مكتب اتصال"), term("اتصال"))
    assert [hit.surface for hit in found] == ["مكتب اتصال", "الاتصال", "مكتب اتصال"]


def test_of_two_terms_for_one_span_the_less_inflected_wins() -> None:
    force, forces = term("قوة", ar_plural="قوات", id="force"), term("قوات", id="forces")
    assert only("وصلت قوات", force, forces).term is forces
    assert only("وصلت قوة", force, forces).term is force


def test_an_exact_word_beats_a_stripped_one() -> None:
    unit, severity = term("وحدة"), term("حدة")
    assert only("وحدة", unit, severity).term is unit


# ── kinds ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ar", "kind"),
    [
        ("لواء", Kind.SINGLE),
        ("القوات المسلحة", Kind.ADJECTIVE),
        ("قوات مسلحة", Kind.ADJECTIVE),
        ("صاروخ باليستي", Kind.ADJECTIVE),
        ("غارة جوية", Kind.ADJECTIVE),
        ("منظمة غير حكومية", Kind.ADJECTIVE),
        ("مكتب اتصال", Kind.IDAFA),
        ("وزارة الدفاع", Kind.IDAFA),
        ("وزارة الدفاع الوطني", Kind.IDAFA),
        ("غرفة عمليات", Kind.IDAFA),
        ("المحكمة الجنائية الدولية", Kind.ADJECTIVE),
    ],
)
def test_the_kind_is_inferred_where_none_is_declared(ar: str, kind: Kind) -> None:
    assert infer_kind(ar) is kind


def test_a_frozen_entry_takes_proclitics_only() -> None:
    nations = term("الأمم المتحدة", kind="frozen")
    assert [hit.clitics for hit in hits("الأمم المتحدة وللأمم المتحدة بالأمم المتحدة", nations)] == [
        (),
        ("و", "ل"),
        ("ب",),
    ]
    assert not hits("أمم متحدة", nations)
    assert not hits("أممنا المتحدة", nations)


def test_a_type_designation_never_inflects() -> None:
    fighter = term("مقاتلة إف-16", ar_plural="مقاتلات إف-16")
    for text in ("المقاتلة إف-16", "مقاتلتان إف 16", "لمقاتلات إف16", "مقاتلة إف-١٦"):
        assert only(text, fighter).surface == text


def test_nothing_is_found_in_nothing() -> None:
    assert Matcher([]).hits("مكتب اتصال") == []
    assert hits("", term("مكتب")) == []
    assert hits("English only 123 …", term("مكتب")) == []


# ── what a second reading of sentences brought ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["الطوارىء", "الطواريء", "الطوارئ", "طوارىء"])
def test_a_last_hamza_beside_its_seat_is_the_same_letter(written: str) -> None:
    assert only(f"حالة {written}", term("حالة طوارئ")).surface == f"حالة {written}"


def test_a_last_hamza_without_an_alif_before_it_stays_as_it_is() -> None:
    assert only("نمو بطيء", term("نمو بطيء")).surface == "نمو بطيء"
    assert only("وتيرة بطيئة", term("وتيرة بطيئة")).surface == "وتيرة بطيئة"


def test_a_denied_phrase_is_denied_in_every_case_and_in_the_dual() -> None:
    pioneer = term("رائد", ar_deny="رائد فضاء|ملحق ثقافي أسبوعي|مقدما")
    for text in ("رائد فضاء", "رائدا فضاء", "رائدي الفضاء", "للرائدين الفضاء"):
        assert not hits(text, pioneer)
    attache = term("ملحق ثقافي", ar_deny="ملحق ثقافي أسبوعي")
    assert not hits("ملحقاً ثقافياً أسبوعياً", attache)
    assert hits("ملحقاً ثقافياً جديداً", attache)


def test_a_denied_word_is_denied_as_written() -> None:
    colonel = term("مقدم", ar_deny="مقدما")
    assert not hits("مقدما", colonel)
    assert hits("مقدمان", colonel)


@pytest.mark.parametrize("written", ["سفيرات", "السفيرتان", "لسفيراتنا", "سفراء"])
def test_a_variant_with_a_word_of_its_own_has_a_plural_of_its_own(written: str) -> None:
    assert only(written, term("سفير", ar_plural="سفراء", ar_variants="سفيرة")).surface == written


def test_the_plural_of_the_lemma_stays_the_only_one() -> None:
    assert not hits("مكتبات", term("مكتب", ar_plural="مكاتب", ar_variants="المكتب"))


def test_an_accusative_is_no_other_word_where_its_noun_was_declared() -> None:
    assert only("نصبوا كميناً ثانياً", term("كمين", ar_plural="كمائن")).surface == "كميناً"
    assert not hits("كمينا", term("كم"))
