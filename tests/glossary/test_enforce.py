"""The judge: n occurrences need n disjoint renderings, anchored to words, in an allowed form."""

from __future__ import annotations

import pytest

from muqabala.glossary import judge, load_glossary, term_success, wanted_forms
from muqabala.glossary.enforce import Judgement
from muqabala.glossary.english import allowed_forms, looks_plural, plurals
from muqabala.glossary.load import make_term
from muqabala.glossary.match import Matcher
from muqabala.glossary.rows import Row
from muqabala.values import Policy, Term, TermHit, TermVerdict, Waiver


def term(en: str, ar: str = "مكتب", **cells: str) -> Term:
    return make_term("terms.csv", Row(2, {"ar": ar, "en": en, **cells}), Policy.MUST)


def hit(entry: Term, start: int = 0, number: tuple[str, ...] = ("sg",), alternatives: tuple[Term, ...] = ()) -> TermHit:
    return TermHit(entry, start, start + 4, entry.ar, number, (), alternatives=alternatives)  # type: ignore[arg-type]


def hits_of(*entries: Term) -> list[TermHit]:
    return [hit(entry, 10 * at, ("sg", "du", "pl")) for at, entry in enumerate(entries)]


def judged(target: str, *entries: Term) -> Judgement:
    return judge("", target, hits_of(*entries))


def placed(target: str, *entries: Term) -> list[str | None]:
    """What was found for each entry."""
    return [target[slice(*v.target)] if v.target else None for v in judged(target, *entries).terms]


# ── what counts as a rendering ───────────────────────────────────────────────────────────────────────────────────────

OFFICE = term("liaison office")


@pytest.mark.parametrize(
    ("entry", "target", "found"),
    [
        (OFFICE, "They opened a liaison office.", "liaison office"),
        (OFFICE, "Liaison offices were closed.", "Liaison offices"),
        (OFFICE, "The LIAISON OFFICE opened", "LIAISON OFFICE"),
        (OFFICE, "the liaison-office staff", "liaison-office"),
        (OFFICE, "the liaison office's staff", "liaison office"),
        (OFFICE, "the liaison offices’ staff", "liaison offices"),
        (OFFICE, "a liaison\noffice", "liaison\noffice"),
        (OFFICE, "a liaison\N{NO-BREAK SPACE}office", "liaison\N{NO-BREAK SPACE}office"),
        (OFFICE, "“liaison office”", "liaison office"),
        (OFFICE, "the liaison officer", None),
        (OFFICE, "the liaison official", None),
        (OFFICE, "a liaison, office and all", None),
        (OFFICE, "liaison. Office", None),
        (OFFICE, "an office for liaison", None),
        (OFFICE, "", None),
        (term("the armed forces"), "our armed forces", "armed forces"),
        (term("armed forces"), "The Armed Forces said", "Armed Forces"),
        (term("armed forces"), "an armed force", None),
        (term("The Hague", case="keep"), "in The Hague", "Hague"),
        (term("counter-terrorism"), "counterterrorism units", "counterterrorism"),
        (term("counter-terrorism"), "counter terrorism units", "counter terrorism"),
        (term("counterterrorism"), "counter-terrorism units", "counter-terrorism"),
        (term("counterterrorism"), "counter terrorism units", None),
        (term("air defence"), "air-defence systems", "air-defence"),
        (term("air defence"), "airdefence", None),
        (term("NATO", case="keep"), "NATO said", "NATO"),
        (term("NATO", case="keep"), "Nato said", None),
        (term("NATO", case="keep"), "nato said", None),
        (term("al-Shabaab", case="keep"), "Al-Shabaab fighters", "Al-Shabaab"),
        (term("al-Shabaab", case="keep"), "He said. Al-Shabaab denied", "Al-Shabaab"),
        (term("al-Shabaab", case="keep"), "against Al-Shabaab", None),
        (term("Security Council", case="keep"), "SECURITY COUNCIL MEETS", "SECURITY COUNCIL"),
        (term("Security Council", case="keep"), "the security council", None),
        (term("UN", case="keep"), "the U.N. envoy", "U.N"),
        (term("U.S. Army", case="keep"), "the U.S. Army said", "U.S. Army"),
        (term("F-16"), "two F-16s", "F-16s"),
        (term("F-16"), "an F16 jet", "F16"),
        (term("F-16"), "an F-15 jet", None),
        (term("chief of staff"), "the chiefs of staff met", "chiefs of staff"),
        (term("chief of staff"), "the chief of staffs", None),
        (term("court martial"), "two courts martial", "courts martial"),
        (term("court martial"), "two court martials", "court martials"),
        (term("aide-de-camp"), "his aides-de-camp", "aides-de-camp"),
        (term("serviceman"), "three servicemen", "servicemen"),
        (term("army"), "two armies", "armies"),
        (term("army"), "the armyworm", None),
        (term("crisis"), "several crises", "crises"),
        (term("aircraft"), "four aircraft", "aircraft"),
        (term("military attaché"), "the military attachés", "military attachés"),
        (term("people's army"), "the People’s Army", "People’s Army"),
        (term("brigade", en_plural="brigades"), "brigades", "brigades"),
        (term("personnel", en_variants="staff|servicemen and women"), "the staff said", "staff"),
        (term("drone", en_variants="unmanned aerial vehicle|UAV"), "unmanned aerial vehicles", "unmanned aerial vehicles"),
        (term("drone", en_variants="UAV"), "UAVs hit", "UAVs"),
        (term("drone", en_variants="UAV"), "droned on", None),
        (term("no-fly zone"), "a no fly zone", "no fly zone"),
        (term("ceasefire", en_variants="cease-fire"), "a cease-fire", "cease-fire"),
        (term("anti-access/area denial"), "anti-access/area denial", "anti-access/area denial"),
    ],
)  # fmt: skip
def test_what_counts_as_a_rendering(entry: Term, target: str, found: str | None) -> None:
    assert placed(target, entry) == [found]


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("armed forces", "armed forces"),
        ("rules of engagement", "rules of engagement"),
        ("chief of staff", "chiefs of staff"),
        ("personnel", "personnel"),
        ("military personnel", "military personnel"),
        ("MP", "MPs"),
        ("NGO", "NGOs"),
        ("secretary general", "secretaries general"),
        ("embargo", "embargoes"),
        ("wife", "wives"),
        ("beach", "beaches"),
        ("headquarters", "headquarters"),
        ("series", "series"),
        ("bus", "buses"),
        ("class", "classes"),
        ("German", "Germans"),
        ("rifleman", "riflemen"),
    ],
)
def test_plurals(phrase: str, plural: str) -> None:
    assert plurals(phrase)[0] == plural


def test_a_declared_plural_stands_for_the_made_one() -> None:
    assert [form.text for form in allowed_forms(term("staff", en_plural="staffs"))] == ["staff", "staffs"]
    assert not looks_plural("pass")


# ── assignment ───────────────────────────────────────────────────────────────────────────────────────────────────────

FORCES = term("armed forces", "القوات المسلحة")
COMMANDER = term("commander of the armed forces", "قائد القوات المسلحة")
ALLIANCE = term("alliance", "حلف", en_variants="coalition")
COALITION = term("coalition", "تحالف")


def test_two_occurrences_need_two_renderings() -> None:
    assert placed("a liaison office", OFFICE, OFFICE) == ["liaison office", None]
    assert placed("a liaison office and its liaison offices", OFFICE, OFFICE) == ["liaison office", "liaison offices"]


def test_occurrences_keep_their_order() -> None:
    verdicts = judged("a liaison office; another liaison office", OFFICE, OFFICE).terms
    assert [v.target for v in verdicts] == [(2, 16), (26, 40)]


def test_spans_are_exclusive_the_longer_wins() -> None:
    assert placed("the commander of the armed forces", COMMANDER, FORCES) == ["commander of the armed forces", None]
    target = "the commander of the armed forces thanked the armed forces"
    assert placed(target, COMMANDER, FORCES) == ["commander of the armed forces", "armed forces"]
    assert placed(target, FORCES, COMMANDER) == ["armed forces", "commander of the armed forces"]


def test_the_assignment_is_a_maximum_not_greedy() -> None:
    """Greedy by order would give `coalition` to the first hit and leave the second without."""
    assert placed("the coalition and the alliance", ALLIANCE, COALITION) == ["alliance", "coalition"]
    assert placed("the alliance and the coalition", ALLIANCE, COALITION) == ["alliance", "coalition"]
    assert placed("the coalition", ALLIANCE, COALITION) in (["coalition", None], [None, "coalition"])


def test_a_chain_of_alternatives_is_untangled() -> None:
    one, two, three = term("a1", en_variants="a2"), term("a2", en_variants="a3"), term("a3")
    assert placed("a2 a1 a3", three, two, one) == ["a3", "a2", "a1"]
    assert None not in placed("a3 a2 a1", one, two, three)


def test_overlapping_renderings_are_resolved_for_the_most_terms() -> None:
    """`joint air` and `air base` overlap; taking neither the one nor the other first by length would do."""
    joint, base, air = term("joint air"), term("air base"), term("base")
    assert placed("joint air base", joint, air) == ["joint air", "base"]
    assert placed("joint air base", base, air) == ["air base", None]


def test_must_goes_before_prefer_and_check() -> None:
    must, check = term("brigade"), term("brigade", "آخر", policy="check")
    verdicts = judged("the brigade", check, must).terms
    assert [v.status for v in verdicts] == ["unplaced", "placed"]


def test_a_plural_goes_to_the_occurrence_that_wants_it() -> None:
    found = judge(
        "", "the brigade and the brigades", [hit(term("brigade"), 0, ("pl",)), hit(term("brigade"), 10, ("sg",))]
    )
    assert [v.target for v in found.terms] == [(20, 28), (4, 11)]
    assert found.number_doubts == ()


def test_a_number_the_arabic_excludes_is_doubted_not_refused() -> None:
    found = judge("", "the brigade", [hit(term("brigade"), 0, ("pl",))])
    assert found.terms[0].status == "placed"
    assert found.number_doubts == (0,)


MINISTER = term("interior minister", "وزير الداخلية", kind="idafa", en_variants="minister of interior")
DEFENCE_MINISTER = term("defence minister", "وزير الدفاع", kind="idafa")
MINISTRY = term(
    "Ministry of Defence", "وزارة الدفاع", kind="idafa", ar_plural="وزارات الدفاع", en_variants="defence ministry"
)


@pytest.mark.parametrize(
    ("arabic", "english", "found"),
    [
        (
            "استقال وزيرا الداخلية والعدل",
            "The interior and justice ministers resigned.",
            "interior and justice ministers",
        ),
        ("استقال وزيرا الداخلية والعدل", "The ministers of interior and justice resigned.", "ministers of interior"),
        (
            "استقال وزيرا الداخلية والعدل",
            "The interior minister and the justice minister resigned.",
            "interior minister",
        ),
        (
            "وزيري الدفاع والتعاون",
            "the defence and international cooperation ministers",
            "defence and international cooperation ministers",
        ),
        ("نفت وزارتا الدفاع والطاقة", "The Defence and Energy Ministries denied it.", "Defence and Energy Ministries"),
        ("نفت وزارتا الدفاع والطاقة", "The defence, and later the ministries, denied it.", None),
        ("نفت وزارتا الدفاع والطاقة", "The energy and defence ministries denied it.", "defence ministries"),
        # Several ministries of one kind share nothing, and a ministry beside another word is no pair.
        ("نفت وزارات الدفاع والطاقة", "The defence and energy ministries denied it.", None),
        ("نفت وزارة الدفاع والطاقم", "The defence and other ministries denied it.", None),
    ],
)
def test_two_kinds_may_share_their_head_where_the_arabic_does(arabic: str, english: str, found: str | None) -> None:
    hits = Matcher([MINISTER, MINISTRY, DEFENCE_MINISTER]).hits(arabic)
    judgement = judge(arabic, english, hits)
    (verdict,) = judgement.terms
    assert (english[slice(*verdict.target)] if verdict.target else None) == found
    assert not judgement.number_doubts


def test_alternatives_satisfy() -> None:
    general = term("major general", "لواء")
    found = judge("", "the major general", [hit(term("brigade", "لواء"), alternatives=(general,))])
    assert found.terms[0].status == "placed"
    assert found.terms[0].term == "brigade"
    assert found.renderings == ("major general",)


def test_many_occurrences_are_judged_in_time() -> None:
    target = " ".join(["the armed forces and the commander of the armed forces"] * 30)
    found = judged(target, *[COMMANDER, FORCES] * 30)
    assert all(verdict.status == "placed" for verdict in found.terms)


def test_no_hit_no_verdict() -> None:
    assert judge("نص", "text", []) == Judgement()


# ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

WAIVER = Waiver("said in the headline", "sara", "2026-11-21T18:00:00Z")


def waived(entry: Term, start: int) -> TermVerdict:
    return TermVerdict(entry.id, entry.en, entry.policy, (start, start + 4), None, "waived", WAIVER)


def test_a_waiver_holds_at_its_place_only() -> None:
    hits = [hit(OFFICE, 0), hit(OFFICE, 10)]
    found = judge("", "nothing here", hits, [waived(OFFICE, 10)])
    assert [v.status for v in found.terms] == ["unplaced", "waived"]
    assert found.terms[1].waiver == WAIVER
    assert found.unplaced == (found.terms[0],)


def test_a_rendering_goes_to_the_occurrence_that_is_not_waived() -> None:
    hits = [hit(OFFICE, 0), hit(OFFICE, 10)]
    found = judge("", "a liaison office", hits, [waived(OFFICE, 0)])
    assert [v.status for v in found.terms] == ["waived", "placed"]


def test_a_waived_term_that_is_placed_after_all_is_placed() -> None:
    found = judge("", "a liaison office", [hit(OFFICE, 0)], [waived(OFFICE, 0)])
    assert found.terms[0].status == "placed"


def test_a_waiver_of_another_term_does_nothing() -> None:
    assert judge("", "", [hit(OFFICE, 0)], [waived(FORCES, 0)]).terms[0].status == "unplaced"


# ── forbidden renderings ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("entry", "target", "found"),
    [
        (term("liaison office", en_forbidden="contact office"), "a contact office", ["contact office"]),
        (term("liaison office", en_forbidden="contact office"), "two Contact-Offices", ["Contact-Offices"]),
        (term("liaison office", en_forbidden="contact office"), "a contact officer", []),
        (term("liaison office", en_forbidden="office"), "a liaison office", []),
        (term("liaison office", en_forbidden="office"), "a liaison office and an office", ["office"]),
        (term("drone", en_forbidden="plane|marching plane"), "a marching plane", ["marching plane"]),
        (term("NATO", case="keep", en_forbidden="Nato"), "Nato said", ["Nato"]),
        (term("NATO", case="keep", en_forbidden="Nato"), "NATO said", []),
        (term("brigade", en_forbidden="brigade"), "the brigade", []),
    ],
)
def test_forbidden_renderings(entry: Term, target: str, found: list[str]) -> None:
    forbidden = judged(target, entry).forbidden
    assert [f.rendering for f in forbidden] == found
    assert all(target[slice(*f.span)] == f.rendering for f in forbidden)


def test_a_forbidden_rendering_says_what_is_wanted_in_its_number() -> None:
    entry = term("liaison office", en_forbidden="contact office")
    assert judged("a contact office", entry).forbidden[0].required == "liaison office"
    assert judged("contact offices", entry).forbidden[0].required == "liaison offices"


def test_what_renders_another_term_is_not_forbidden() -> None:
    forces, troops = term("armed forces", "قوات", en_forbidden="troops"), term("troops", "جنود")
    assert not judged("the armed forces and the troops", forces, troops).forbidden
    assert judged("the troops", forces).forbidden


# ── what to insert, and counting ─────────────────────────────────────────────────────────────────────────────────────


def test_what_to_insert_first() -> None:
    entry = term("liaison office", en_plural="liaison offices", en_variants="contact bureau")
    assert wanted_forms(hit(entry))[0] == "liaison office"
    assert wanted_forms(hit(entry, number=("du",)))[0] == "liaison offices"
    assert wanted_forms(hit(entry, number=("du", "pl")))[:2] == ("liaison offices", "liaison office")
    assert "contact bureau" in wanted_forms(hit(entry))


def test_term_success_counts_occurrences_and_consistency() -> None:
    matcher = Matcher([term("alliance", "حلف", en_variants="pact", en_forbidden="bloc"), OFFICE])
    pairs = [
        ("اجتمع الحلف", "The alliance met"),
        ("قال الحلف", "The pact said"),
        ("رفض الحلف", "The alliance refused"),
        ("عاد الحلف", "The bloc returned"),
        ("نص آخر", "Another text"),
    ]
    count = term_success(pairs, matcher.hits)
    assert (count.total, count.placed, count.forbidden) == (4, 3, 1)
    assert count.success == pytest.approx(0.75)
    assert count.consistency == pytest.approx(2 / 3)
    by_document = term_success(pairs, matcher.hits, ["a", "b", "b", "b", "b"])
    assert by_document.consistency == pytest.approx(1 / 2)
    assert term_success([("نص", "text")], matcher.hits).success is None


def test_plural_and_singular_of_one_rendering_are_consistent() -> None:
    matcher = Matcher([term("alliance", "حلف", ar_plural="أحلاف")])
    count = term_success([("الحلف", "the alliance"), ("الأحلاف", "the alliances")], matcher.hits)
    assert count.consistency == 1


def test_the_checksum_follows_the_entries_that_match() -> None:
    glossary = load_glossary([])
    one = hit(term("liaison office"))
    assert glossary.checksum([]) == ""
    assert glossary.checksum([one]) == glossary.checksum([one, hit(term("liaison office"), 50)])
    assert glossary.checksum([one]) == glossary.checksum([hit(term("liaison office", note="new note"))])
    assert glossary.checksum([one]) != glossary.checksum([hit(term("liaison office", en_variants="bureau"))])
