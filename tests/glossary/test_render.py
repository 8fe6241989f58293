"""English forms of a hit: number, article, possessive, preposition and capitals, from sentences as the press writes them.

The tables hold an Arabic context, so that the matcher itself says what the form is; no hit is made by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.glossary import Glossary, judge, load_glossary
from muqabala.glossary.render import insert, is_pair, noun_phrase, substitute
from muqabala.values import TermHit

GLOSSARY = Path(__file__).parents[2] / "glossaries" / "defence.csv"
OWN = """id,ar,ar_plural,kind,en,en_plural,en_variants,en_forbidden,case,article
ngo,منظمة غير حكومية,منظمات غير حكومية,adjective,NGO,NGOs,,,keep,
uav,طائرة بلا طيار,طائرات بلا طيار,adjective,UAV,UAVs,,,keep,
mp,نائب برلماني,نواب برلمانيون|نواب برلمانيين,adjective,MP,MPs,,,keep,an
un,الأمم المتحدة,,frozen,UN,,,,keep,
staffchief,رئيس أركان,رؤساء أركان,idafa,chief of staff,chiefs of staff,,,,
hour,ساعة صفر,,idafa,H-hour,,,,keep,none
court,محكمة عسكرية,محاكم عسكرية,adjective,court martial,courts martial,,,,
heir,ولي عهد,أولياء عهود,idafa,heir apparent,heirs apparent,,,,
union,نقابة عمالية,نقابات عمالية,adjective,union,unions,,,,
aide,مرافق عسكري,مرافقون عسكريون|مرافقين عسكريين,adjective,aide-de-camp,aides-de-camp,,,,
qaeda,تنظيم القاعدة,,frozen,al-Qaeda,,,,keep,none
pentagon,البنتاغون,,frozen,Pentagon,,,,keep,the
"""


@pytest.fixture(scope="module")
def defence() -> Glossary:
    return load_glossary([GLOSSARY])


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Glossary:
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return load_glossary([path])


def only_hit(glossary: Glossary, source: str) -> TermHit:
    hits = glossary.matcher().hits(source)
    assert len(hits) == 1, [hit.surface for hit in hits]
    return hits[0]


# ── the phrase as the Arabic asks for it ─────────────────────────────────────────────────────────────────────────────

PHRASES = [
    # number and definiteness of an idafa
    ("افتتح الحلف مكتب اتصال جديد", "a liaison office"),
    ("زار الوفد مكتب الاتصال", "the liaison office"),
    ("افتتح الحلف مكاتب اتصال جديدة", "liaison offices"),
    ("أغلقت مكاتب الاتصال", "the liaison offices"),
    ("كان للحلف مكتبا اتصال", "two liaison offices"),
    ("زار مكتبي الاتصال", "the two liaison offices"),
    ("افتتح مكتب اتصاله", "its liaison office"),
    ("قالت إن مكتب اتصالها مغلق", "its liaison office"),
    ("سيغلقون مكتب اتصالهم", "their liaison office"),
    ("سنغلق مكتب اتصالنا", "our liaison office"),
    ("أغلقوا مكتب اتصالكم", "your liaison office"),
    ("في مكاتب اتصالها", "its liaison offices"),
    ("وصل ضابط اتصال", "a liaison officer"),
    ("وصل ضابط الاتصال", "the liaison officer"),
    ("وصل ضباط اتصال", "liaison officers"),
    ("وصل ضابطا اتصال", "two liaison officers"),
    ("قال ضابط اتصاله", "its liaison officer"),
    ("غرقت ناقلة نفط", "an oil tanker"),
    ("غرقت ناقلة النفط", "the oil tanker"),
    ("غرقت ناقلتا نفط", "two oil tankers"),
    ("تنتظر ناقلات النفط", "the oil tankers"),
    ("تنتظر ناقلات نفط", "oil tankers"),
    ("انفجر مستودع ذخيرة", "an ammunition depot"),
    ("انفجر مستودع الذخيرة", "the ammunition depot"),
    ("شوهدت حاملة طائرات", "an aircraft carrier"),
    ("شوهدت حاملة الطائرات", "the aircraft carrier"),
    ("شوهدت حاملتا طائرات", "two aircraft carriers"),
    ("شوهدت حاملات الطائرات", "the aircraft carriers"),
    ("اكتشفت شبكة أنفاق", "a tunnel network"),
    ("انتشرت سرية مشاة", "an infantry company"),
    ("تلقى سلاح الجو طائرات", "the air force"),
    ("أصدرت محكمة مذكرة توقيف", "an arrest warrant"),
    ("أصدرت محكمة مذكرتي توقيف", "two arrest warrants"),
    ("نفذت مذكرات التوقيف", "the arrest warrants"),
    ("في غرفة العمليات", "the operations room"),
    ("أزال حقل ألغام", "a minefield"),
    ("أزال حقول الألغام", "the minefields"),
    ("أقام نقطة تفتيش", "a checkpoint"),
    ("أقام نقاط تفتيش", "checkpoints"),
    ("مر عبر نقطتي تفتيش", "two checkpoints"),
    ("فرض حظر أسلحة", "an arms embargo"),
    ("خرق حظر الأسلحة", "the arms embargo"),
    ("صودرت شحنة أسلحة", "an arms shipment"),
    ("فرض حظر سفر", "a travel ban"),
    ("قال قائد الجيش", "the army commander"),
    # noun and adjective
    ("أجرت مناورات بحرية", "naval exercises"),
    ("أجرت المناورات البحرية", "the naval exercises"),
    ("أجرت مناورة بحرية", "a naval exercise"),
    ("أجرت مناورتين بحريتين", "two naval exercises"),
    ("مفاعل نووي قديم", "a nuclear reactor"),
    ("المفاعل النووي القديم", "the nuclear reactor"),
    ("مفاعلات نووية", "nuclear reactors"),
    ("مفاعلان نوويان", "two nuclear reactors"),
    ("عقد جلسة مغلقة", "a closed session"),
    ("في الجلسة المغلقة", "the closed session"),
    ("الملحق العسكري", "the military attaché"),
    ("أرسل ملحقه العسكري", "its military attaché"),
    ("أرسلت ملحقها العسكري", "its military attaché"),
    ("أرسلوا ملحقهم العسكري", "their military attaché"),
    ("أرسلنا ملحقنا العسكري", "our military attaché"),
    ("وصل ملحق عسكري", "a military attaché"),
    ("وصل ملحقان عسكريان", "two military attachés"),
    ("الملحقون العسكريون", "the military attachés"),
    ("سحب أسلحته الثقيلة", "its heavy weapons"),
    ("سحبت أسلحتها الثقيلة", "its heavy weapons"),
    ("سحبوا أسلحتهم الثقيلة", "their heavy weapons"),
    ("نشرت أسلحة ثقيلة", "heavy weapons"),
    ("القوات الخاصة", "the special forces"),
    ("قوات خاصة", "special forces"),
    ("قواته الخاصة", "its special forces"),
    ("قواتهم الخاصة", "their special forces"),
    ("قواتنا المسلحة", "our armed forces"),
    ("القوات المسلحة", "the armed forces"),
    ("قوات مسلحة", "armed forces"),
    ("برنامجنا النووي", "our nuclear programme"),
    ("برنامجها النووي", "its nuclear programme"),
    ("برنامج نووي", "a nuclear programme"),
    ("البرنامج النووي", "the nuclear programme"),
    ("سفينة حربية", "a warship"),
    ("سفينتان حربيتان", "two warships"),
    ("السفن الحربية", "the warships"),
    ("السفن التجارية", "the merchant ships"),
    ("غواصة هجومية", "an attack submarine"),
    ("غواصات هجومية", "attack submarines"),
    ("غواصتان هجوميتان", "two attack submarines"),
    ("مراقب عسكري", "a military observer"),
    ("مراقبان عسكريان", "two military observers"),
    ("مراقبون عسكريون", "military observers"),
    ("المراقبين العسكريين", "the military observers"),
    ("منطقة عازلة", "a buffer zone"),
    ("المنطقة العازلة", "the buffer zone"),
    ("حرب أهلية", "a civil war"),
    ("الحرب الأهلية", "the civil war"),
    ("المظلة النووية", "the nuclear umbrella"),
    ("مبعوث خاص", "a special envoy"),
    ("مبعوثه الخاص", "its special envoy"),
    ("المبعوث الخاص", "the special envoy"),
    ("الخط الساخن", "the hotline"),
    ("قنبلة يدوية", "a hand grenade"),
    ("قنابل يدوية", "hand grenades"),
    ("لغم أرضي", "a landmine"),
    ("ألغام أرضية", "landmines"),
    # singulars after eleven and more
    ("اشترت خمسين لغم أرضي", "landmines"),
    ("نشر ٣٥ مراقباً عسكرياً", "military observers"),
    ("نشر 120 مراقباً عسكرياً", "military observers"),
    # no article before what cannot be counted
    ("تخصيب اليورانيوم", "uranium enrichment"),
    ("تلوثاً إشعاعياً خطيراً", "radioactive contamination"),
    ("غطاء جوي", "air cover"),
    ("ذخيرة حية", "live ammunition"),
    ("استخدموا برمجيات فدية", "ransomware"),
    ("نيران صديقة", "friendly fire"),
    ("أسلحة كيميائية", "chemical weapons"),
    ("الأسلحة الكيميائية", "the chemical weapons"),
    ("قطع غيار", "spare parts"),
    ("قطع الغيار", "the spare parts"),
    ("طلقات تحذيرية", "warning shots"),
    # names
    ("قصف حزب الله", "Hezbollah"),
    ("قالت الأونروا", "UNRWA"),
    ("قوات اليونيفيل", "UNIFIL"),
    ("رصدت اليونيفيل", "UNIFIL"),
    ("عبر مضيق هرمز", "the Strait of Hormuz"),
    ("في بحر الصين الجنوبي", "the South China Sea"),
    ("قرار مجلس الأمن", "the UN Security Council"),
    ("قيادة الأسطول الخامس", "the Fifth Fleet"),
    ("الاتحاد الأوروبي", "the European Union"),
    ("الوكالة الدولية للطاقة الذرية", "the International Atomic Energy Agency"),
    ("المحكمة الجنائية الدولية", "the International Criminal Court"),
    ("حلف شمال الأطلسي", "NATO"),
    ("قال البنتاغون", "the Pentagon"),
    ("الحرس الثوري", "the Revolutionary Guard"),
    ("اتفاقيات جنيف", "the Geneva Conventions"),
]


@pytest.mark.parametrize(("arabic", "english"), PHRASES)
def test_the_phrase_follows_the_arabic(defence: Glossary, arabic: str, english: str) -> None:
    """Number, article and possessive come from the Arabic; `article` of the entry overrules."""
    hit = only_hit(defence, arabic)
    assert noun_phrase(arabic, hit) == english


OWN_PHRASES = [
    ("قالت منظمة غير حكومية", "an NGO"),
    ("قالت منظمات غير حكومية", "NGOs"),
    ("قالت المنظمات غير الحكومية", "the NGOs"),
    ("منظمتان غير حكوميتين", "two NGOs"),
    ("أسقط طائرة بلا طيار", "a UAV"),
    ("أسقط طائرات بلا طيار", "UAVs"),
    ("قال نائب برلماني", "an MP"),
    ("قال النائب البرلماني", "the MP"),
    ("قال نواب برلمانيون", "MPs"),
    ("قالت الأمم المتحدة", "the UN"),
    ("عين رئيس أركان", "a chief of staff"),
    ("عين رئيس الأركان", "the chief of staff"),
    ("اجتمع رؤساء أركان", "chiefs of staff"),
    ("اجتمع رؤساء الأركان", "the chiefs of staff"),
    ("اجتمع رئيسا أركان", "two chiefs of staff"),
    ("قال رئيس أركانه", "its chief of staff"),
    ("حانت ساعة الصفر", "H-hour"),
    ("أمام محكمة عسكرية", "a court martial"),
    ("أمام محاكم عسكرية", "courts martial"),
    ("عين ولي عهد", "an heir apparent"),
    ("دعت نقابة عمالية", "a union"),
    ("قتل مرافق عسكري", "an aide-de-camp"),
    ("قتل مرافقون عسكريون", "aides-de-camp"),
    ("تبنى تنظيم القاعدة الهجوم", "al-Qaeda"),
]


@pytest.mark.parametrize(("arabic", "english"), OWN_PHRASES)
def test_acronyms_and_awkward_plurals(own: Glossary, arabic: str, english: str) -> None:
    """NGOs and not NGOES, an MP but a UAV, chiefs of staff, courts martial; `case` and `article` of the entry."""
    hit = only_hit(own, arabic)
    assert noun_phrase(arabic, hit) == english


# ── in place of the model's own words ────────────────────────────────────────────────────────────────────────────────

SUBSTITUTIONS = [
    # article repaired
    (
        "افتتح الحلف مكتب اتصال",
        "The alliance opened a [communications office].",
        "The alliance opened a liaison office.",
    ),
    ("افتتح الحلف مكتب اتصال", "The alliance opened an [office].", "The alliance opened a liaison office."),
    (
        "افتتح الحلف مكتب اتصال",
        "The alliance opens [office] in Tokyo.",
        "The alliance opens a liaison office in Tokyo.",
    ),
    ("زار مكتب الاتصال", "He visited [office] in Tokyo.", "He visited the liaison office in Tokyo."),
    ("زار مكتب الاتصال", "He visited a [contact office].", "He visited the liaison office."),
    ("غرقت ناقلة نفط", "A [ship] sank.", "An oil tanker sank."),
    ("غرقت ناقلة نفط", "It saw a [ship] sink.", "It saw an oil tanker sink."),
    ("غرقت ناقلة نفط", "It saw an old [ship] sink.", "It saw an old oil tanker sink."),
    ("تنتظر ناقلات نفط", "It saw a [ship] there.", "It saw oil tankers there."),
    ("تنتظر ناقلات النفط", "It saw a [ship] there.", "It saw the oil tankers there."),
    ("تنتظر ناقلات نفط", "It saw a large [ship] there.", "It saw large oil tankers there."),
    ("تنتظر ناقلات نفط", "It saw a full old [ship] there.", "It saw full old oil tankers there."),
    ("تنتظر ناقلات نفط", "It saw a few old [ships] there.", "It saw a few old oil tankers there."),
    ("تنتظر ناقلات نفط", "It saw a half million [ships] there.", "It saw a half million oil tankers there."),
    ("تنتظر ناقلة نفط", "It lay by a three-year-old [ship].", "It lay by a three-year-old oil tanker."),
    (
        "زار مكاتب الاتصال",
        "The [office] in the old city was closed.",
        "The liaison offices in the old city were closed.",
    ),
    ("زار مكتبي اتصال", "Amman's [office] in Tokyo was closed.", "Amman's two liaison offices in Tokyo were closed."),
    ("غادر وزيرا الدفاع والطاقة", "The [minister] left.", "The defence minister left."),
    ("تنتظر ناقلة النفط", "He saw the retired [ship] there.", "He saw the retired oil tanker there."),
    ("تنتظر ناقلة النفط", "It lay by naval [ship] there.", "It lay by the naval oil tanker there."),
    ("لاجئو المخيم", "The [guest] of the camp was there.", "The refugees of the camp were there."),
    ("لاجئي المخيم", "The [guest] of the camp is there.", "The refugees of the camp are there."),
    ("حل الدولتين", "The two [states] failed.", "The two-state solution failed."),
    ("تنتظر ناقلات النفط", "This [ship] is there.", "These oil tankers are there."),
    ("غرقت ناقلة النفط", "Those [ships] sank.", "That oil tanker sank."),
    ("قالت الأونروا", "The [agency] said so.", "UNRWA said so."),
    ("قالت الأونروا", "It said the [agency] was late.", "It said UNRWA was late."),
    ("عبر مضيق هرمز", "It crossed a [strait].", "It crossed the Strait of Hormuz."),
    ("عبر مضيق هرمز", "It crossed [narrows] at night.", "It crossed the Strait of Hormuz at night."),
    ("ذخيرة حية", "They used a [bullet].", "They used live ammunition."),
    # possessives
    ("أرسل ملحقه العسكري", "He sent his [attache].", "He sent his military attaché."),
    ("أرسل ملحقه العسكري", "It sent its [attache].", "It sent its military attaché."),
    ("أرسل ملحقه العسكري", "It sent the [attache].", "It sent its military attaché."),
    ("أرسل ملحقه العسكري", "It sent [attache] there.", "It sent its military attaché there."),
    ("أرسلوا ملحقهم العسكري", "They sent an [attache].", "They sent their military attaché."),
    ("قواتنا المسلحة", "He praised the [army].", "He praised our armed forces."),
    ("قواتنا المسلحة", "The [army] won.", "Our armed forces won."),
    ("القوات المسلحة", "Its [army] won.", "Its armed forces won."),
    ("ميزانية الدفاع اليابانية", "Japan's [military budget] grew.", "Japan's defence budget grew."),
    # possessive endings pass on
    ("قال مكتب الاتصال", "The [office's] head spoke.", "The liaison office's head spoke."),
    ("قال مكتب الاتصال", "The [office]'s head spoke.", "The liaison office's head spoke."),
    ("قالت مكاتب الاتصال", "The [office]'s head spoke.", "The liaison offices' head spoke."),
    ("القوات المسلحة", "The [army]'s role grew.", "The armed forces' role grew."),
    ("القوات المسلحة", "The [army’s] role grew.", "The armed forces' role grew."),
    # number
    ("افتتح مكاتب اتصال", "It opened [office] there.", "It opened liaison offices there."),
    ("كان له مكتبا اتصال", "It had [offices] there.", "It had two liaison offices there."),
    ("كان له مكتبا اتصال", "It had two [offices] there.", "It had two liaison offices there."),
    ("أغلق مكتبي الاتصال", "It closed the [offices].", "It closed the two liaison offices."),
    ("أغلق مكتبي الاتصال", "It closed the two [offices].", "It closed the two liaison offices."),
    ("أغلق مكتبي الاتصال", "It closed both [offices].", "It closed both liaison offices."),
    ("نشر ثلاثين مراقباً عسكرياً", "It sent thirty [monitor].", "It sent thirty military observers."),
    ("نشر ٣٥ مراقباً عسكرياً", "It sent 35 [observers].", "It sent 35 military observers."),
    ("وصل مراقب عسكري", "The [monitors] are there.", "The military observer is there."),
    ("مراقبون عسكريون", "A [monitor] was there.", "Military observers were there."),
    ("مكاتب الاتصال", "The [office] has closed.", "The liaison offices have closed."),
    ("مكاتب الاتصال", "The head of the [office] has resigned.", "The head of the liaison offices has resigned."),
    # capitals
    ("القوات المسلحة", "[Troops] moved.", "The armed forces moved."),
    ("قوات مسلحة", "[Troops] moved.", "Armed forces moved."),
    ("قوات مسلحة", "Then [Troops] moved.", "Then armed forces moved."),
    ("القوات المسلحة", "It fell. The [army] moved.", "It fell. The armed forces moved."),
    ("القوات المسلحة", "“The [army] moved,” he said.", "“The armed forces moved,” he said."),
    ("القوات المسلحة", 'He said: "The [army] moved."', 'He said: "The armed forces moved."'),
    ("حزب الله", "The [party] said so.", "Hezbollah said so."),
    ("الحرس الثوري", "[Guards] said so.", "The Revolutionary Guard said so."),
    # words of the term that stand beside the place are taken up
    ("مستودع ذخيرة", "It found an ammunition [store].", "It found an ammunition depot."),
    ("مكتب الاتصال", "It closed the [contact] office.", "It closed the liaison office."),
    ("مكتب الاتصال", "It closed the liaison [bureau] office today.", "It closed the liaison office today."),
    ("صواريخ كروز", "It fired [cruising] missiles.", "It fired cruise missiles."),
    ("بحر الصين الجنوبي", "It sailed the South China [waters].", "It sailed the South China Sea."),
    ("منطقة تحديد الدفاع الجوي", "Its air defence [detection] zone grew.", "Its air defence identification zone grew."),
    # punctuation and quotes are left alone
    ("مكتب الاتصال", "It closed the ([office]).", "It closed the (liaison office)."),
    ("مكتب الاتصال", "It closed the “[office]”.", "It closed the “liaison office”."),
    ("مكتب الاتصال", "It closed the [office], then left.", "It closed the liaison office, then left."),
]


def marked(text: str) -> tuple[str, tuple[int, int]]:
    """A sentence with one stretch in brackets → the sentence, the stretch."""
    start, end = text.index("["), text.index("]")
    return text[:start] + text[start + 1 : end] + text[end + 1 :], (start, end - 1)


@pytest.mark.parametrize(("arabic", "before", "after"), SUBSTITUTIONS)
def test_a_term_takes_the_place_of_other_words(defence: Glossary, arabic: str, before: str, after: str) -> None:
    """Article, possessive, number, verb and capital fit afterwards, and the judge finds the term where it is said to be."""
    hit = only_hit(defence, arabic)
    text, span = marked(before)
    edited = substitute(text, span, arabic, hit)
    assert edited.text == after
    assert judge(arabic, edited.text, [hit]).terms[0].status == "placed"
    assert edited.text[slice(*edited.span)].casefold() in edited.text.casefold()


def test_other_terms_are_never_touched(defence: Glossary) -> None:
    """A word of the term that belongs to another one beside it stays."""
    arabic = "مكتب الاتصال"
    text = "The liaison officer office closed."
    start = text.index("officer")
    kept = (4, 4 + len("liaison officer"))
    edited = substitute(
        text,
        (start + len("officer "), start + len("officer office")),
        arabic,
        only_hit(defence, arabic),
        protected=[kept],
    )
    assert "liaison officer" in edited.text
    assert "liaison office " in edited.text


# ── where the model left it out ──────────────────────────────────────────────────────────────────────────────────────

INSERTIONS = [
    (
        "زار الوزير مكتب الاتصال أمس",
        "The minister visited| yesterday.",
        "The minister visited the liaison office yesterday.",
    ),
    ("اجتمع في مكتب الاتصال أمس", "They met| yesterday.", "They met in the liaison office yesterday."),
    ("اجتمع في مكتب الاتصال أمس", "They met in| yesterday.", "They met in the liaison office yesterday."),
    ("وصل إلى مكتب اتصال أمس", "They came| yesterday.", "They came to a liaison office yesterday."),
    ("عاد من مكتب الاتصال أمس", "They came| yesterday.", "They came from the liaison office yesterday."),
    ("اتصل بمكتب الاتصال أمس", "They spoke| yesterday.", "They spoke with the liaison office yesterday."),
    ("سلمها لمكتب الاتصال أمس", "They left it| yesterday.", "They left it for the liaison office yesterday."),
    ("المدرسة ومكتب الاتصال", "The school| closed.", "The school and the liaison office closed."),
    ("المدرسة ومكتب الاتصال", "The school and| closed.", "The school and the liaison office closed."),
    ("مكتب الاتصال مغلق", "|Closed today.", "The liaison office closed today."),
    ("مكتب الاتصال مغلق", "|", "The liaison office"),
    ("رئيس مكتب الاتصال", "The head| spoke.", "The head of the liaison office spoke."),
    ("رئيس مكتب الاتصال", "The head of the| spoke.", "The head of the liaison office spoke."),
    ("رئيس مكتب اتصاله", "The head| spoke.", "The head of its liaison office spoke."),
    ("قال إن القوات المسلحة", "He said| left.", "He said the armed forces left."),
    ("لأن السفينة الحربية", "He waited because| left.", "He waited because the warship left."),
    ("على سفينة حربية", "They lived| for years.", "They lived on a warship for years."),
    ("ضد القوات المسلحة", "They fought|, then fled.", "They fought against the armed forces, then fled."),
]


@pytest.mark.parametrize(("arabic", "before", "after"), INSERTIONS)
def test_a_term_that_was_left_out_is_joined_on(defence: Glossary, arabic: str, before: str, after: str) -> None:
    """The proclitic or the word before says how: and, with, of, in …"""
    hit = only_hit(defence, arabic)
    at = before.index("|")
    edited = insert(before.replace("|", ""), at, arabic, hit)
    assert edited.text == after
    assert judge(arabic, edited.text, [hit]).terms[0].status == "placed"


def test_without_a_tie_the_term_stands_by_itself(defence: Glossary) -> None:
    """The word before may be a verb; what the Arabic itself says (with, in) stays."""
    arabic = "استقبل وزير الدفاع"
    hit = only_hit(defence, arabic)
    assert insert("He received.", 11, arabic, hit).text == "He received of the defence minister."
    assert insert("He received.", 11, arabic, hit, tied=False).text == "He received the defence minister."
    with_it = "على سفينة حربية"
    assert insert("They lived.", 10, with_it, only_hit(defence, with_it), tied=False).text == "They lived on a warship."


def test_a_pair_is_said_by_the_word_alone(defence: Glossary) -> None:
    assert is_pair(only_hit(defence, "مكتبا اتصال"))
    assert not is_pair(only_hit(defence, "مكاتب اتصال"))


def test_the_table_is_long_enough() -> None:
    """Cases from real usage, each its own test."""
    assert len({*PHRASES, *OWN_PHRASES, *SUBSTITUTIONS, *INSERTIONS}) >= 200
