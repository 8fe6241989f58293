"""The judge on sentences as drafts have them: inflected forbidden renderings, nested terms, shared words, repetitions.

The glossary is `usage.csv`, a house's own; the Arabic is matched, no hit is made by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.glossary import Glossary, judge, load_glossary
from muqabala.glossary.render import substitute

CASES: list[tuple[str, str, int, list[tuple[str, str]]]] = [
    ("أغلقت مكاتب الاتصال", "The contact offices closed.", 0, [("contact offices", "liaison offices")]),
    ("رئيس مكتب الاتصال", "The contact office's head left.", 0, [("contact office", "liaison office")]),
    ("رئيس مكتب الاتصال", "The contact office’s head left.", 0, [("contact office", "liaison office")]),
    ("موظفو مكاتب الاتصال", "The contact offices' staff left.", 0, [("contact offices", "liaison offices")]),
    ("موظفو مكتب الاتصال", "Contact-office staff left.", 0, [("Contact-office", "liaison office")]),
    ("مكتب الاتصال", "THE CONTACT OFFICE CLOSED", 0, [("CONTACT OFFICE", "liaison office")]),
    ("ضابط في مكتب الاتصال", "The contact officer of the liaison office left.", 1, []),
    ("مكتب الاتصال", "The liaison office closed.", 1, []),
    ("مكتب الاتصال", "The liaison office closed; the office was old.", 1, [("office", "liaison office")]),
    ("مكتبا الاتصال", "The offices of contact closed.", 0, [("offices of contact", "liaison offices")]),
    ("أعلن وقف إطلاق النار", "The truce holds.", 0, [("truce", "ceasefire")]),
    ("أعلن وقف إطلاق النار بعد الهدنة", "The ceasefire came after the truce.", 2, []),
    ("أعلن وقف إطلاق النار بعد الهدنة", "The truce came after the truce.", 1, [("truce", "ceasefire")]),
    ("أعلن وقف إطلاق النار بعد الهدنة", "The cease-fire came after the truces.", 2, []),
    ("مكتب اتصال هنا ومكتب اتصال هناك", "A liaison office is here.", 1, []),
    ("مكتب اتصال هنا ومكتب اتصال هناك", "A liaison office is here and a liaison office there.", 2, []),
    ("مكتب اتصال هنا ومكتب اتصال هناك", "A liaison office's head is in the liaison-office car.", 2, []),
    ("مجلس الأمن القومي ومجلس الأمن", "The National Security Council and the Security Council met.", 2, []),
    ("مجلس الأمن القومي ومجلس الأمن", "The National Security Council met.", 1, []),
    ("مجلس الأمن القومي ومجلس الأمن", "The Security Council met.", 1, []),
    ("اجتمع مجلس الأمن", "The security council met.", 0, []),
    ("قائد اللواء لواء", "The commander of the brigade is a major general.", 2, []),
    ("قائد اللواء لواء", "The commander is a major general.", 1, []),
    ("قائد اللواء لواء", "The commander of the brigades' brigade left.", 2, []),
    ("وقعوا مذكرة تفاهم", "They signed an MOU.", 0, []),
    ("وقعوا مذكرة تفاهم", "They signed a Memorandum of Understanding.", 0, []),
    ("وقعوا مذكرات تفاهم", "They signed memoranda of understanding.", 1, []),
    ("موظفو المنظمات غير الحكومية", "The NGOs’ staff left.", 1, []),
    ("موظفو المنظمات غير الحكومية", "The N.G.O.'s staff left.", 1, []),
    ("سقطت طائرة مسيرة", "A drone fell.", 0, []),
    ("قالت وزارة الدفاع", "The War Office said so.", 0, [("War Office", "Ministry of Defence")]),
    ("قالت وزارة الدفاع", "The war offices said so.", 0, [("war offices", "Ministries of Defence")]),
    ("فرضت منطقة حظر طيران", "It imposed a no fly zone.", 1, []),
    ("فرضت مناطق حظر طيران", "It imposed no-fly-zones.", 1, []),
    ("رئيس الأركان", "The chiefs of staffs met.", 0, []),
    ("رئيس الأركان", "The chief of staff's aide left.", 1, []),
    ("زيارة رؤساء الأركان", "The chiefs-of-staff visit ended.", 1, []),
    ("مكتبا اتصال", "Two early warning offices.", 0, [("offices", "liaison offices")]),
    ("طائرة إف-16", "An F16 fell.", 1, []),
    ("طائرة إف-16", "Two F-16s fell.", 1, []),
    ("احترق بيت رجل الدين", "The clergyman’s house burned.", 1, []),
    ("العبوة الناسفة", "The IEDs went off.", 1, []),
    ("العبوة الناسفة", "The improvised explosive device (IED) went off.", 1, []),
    ("عبوة ناسفة وعبوة ناسفة", "An improvised explosive device (IED) went off.", 2, []),
    ("وقف إطلاق النار", "A halt-of-fire was agreed.", 0, [("halt-of-fire", "ceasefire")]),
    ("وقف إطلاق النار", "Halts of fire were agreed.", 0, [("Halts of fire", "ceasefires")]),
]
"""Arabic, English, how many of the terms stand there, and the forbidden renderings with what is wanted instead."""


@pytest.fixture(scope="module")
def usage() -> Glossary:
    return load_glossary([Path(__file__).parent / "usage.csv"])


@pytest.mark.parametrize(("arabic", "english", "placed", "forbidden"), CASES)
def test_the_judge_reads_as_a_reader_would(
    usage: Glossary, arabic: str, english: str, placed: int, forbidden: list[tuple[str, str]]
) -> None:
    judgement = judge(arabic, english, usage.matcher().hits(arabic))
    assert sum(verdict.status == "placed" for verdict in judgement.terms) == placed
    assert [(hit.rendering, hit.required) for hit in judgement.forbidden] == forbidden


REPLACED = [
    ("أغلقت مكاتب الاتصال", "Both contact offices closed.", "Both liaison offices closed."),
    ("رئيس مكتب الاتصال", "An office of contact's head left.", "The liaison office's head left."),
    ("موظفو مكتب الاتصال", "Contact-office staff left.", "The liaison office staff left."),
    ("أعلن وقف إطلاق النار", "A halt of fire is on.", "A ceasefire is on."),
    ("أعلن وقف إطلاق النار", "The halts of fire are on.", "The ceasefire is on."),
    ("قالت وزارة الدفاع", "War Office officials said so.", "Ministry of Defence officials said so."),
    ("افتتحت مكتبي اتصال", "It opened office buildings.", "It opened two liaison offices' buildings."),
]


@pytest.mark.parametrize(("arabic", "before", "after"), REPLACED)
def test_what_is_forbidden_is_found_and_written_otherwise(
    usage: Glossary, arabic: str, before: str, after: str
) -> None:
    hits = usage.matcher().hits(arabic)
    found = judge(arabic, before, hits).forbidden
    assert len(found) == 1
    edited = substitute(before, found[0].span, arabic, hits[0])
    assert edited.text == after
    judgement = judge(arabic, edited.text, hits)
    assert not judgement.forbidden and not judgement.unplaced
