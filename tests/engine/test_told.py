"""English in the place of Arabic: what a model writes that was taught to read it, and what every engine does with it."""

from __future__ import annotations

import numpy as np

from muqabala.engine import Engine
from muqabala.engine.ct2 import Ct2Engine
from muqabala.engine.hf import HfEngine
from muqabala.engine.models import find_model
from muqabala.values import Told, ToldLine

SPLIT = "وصل الوزير {} إلى العاصمة،"


def line(text: str, arabic: str, english: str, before: str = "") -> ToldLine:
    start = text.index(arabic)
    return ToldLine(text, (Told((start, start + len(arabic)), before, english),))


TOLD = [
    line("افتتح الحلف مكتب اتصال في المدينة يوم الأحد.", "مكتب اتصال", "supply depot"),
    line("زار الوفد مكتب الاتصال الجديد في العاصمة.", "مكتب الاتصال", "field hospital", "ال"),
    line("وصلت سفينة حربية إلى الميناء صباح اليوم.", "سفينة حربية", "hospital ship"),
    line("قال المتحدث إن الجيش دمر مستودع ذخيرة.", "مستودع ذخيرة", "radar station"),
    line("غادر وزير الدفاع البلاد بعد الاجتماع.", "وزير الدفاع", "war secretary", "ال"),
    line("أعلنت الشرطة حظر التجول في المدينة.", "حظر التجول", "night closure"),
]
"""Renderings that are none of the Arabic: what is written must have been read."""


def test_the_starter_writes_what_it_is_told(starter: Engine) -> None:
    assert starter.reads_terms
    told, plain = starter.translate(TOLD), starter.translate([one.text for one in TOLD])
    for one, other, source in zip(told, plain, TOLD, strict=True):
        english = source.told[0].english
        assert english in one.text, one.text
        assert english not in other.text


def test_a_told_line_is_scored_aligned_and_searched_as_it_is_read(starter: Engine) -> None:
    told = starter.translate(TOLD)
    scores = starter.score(TOLD, [one.text for one in told])
    assert np.allclose(scores, [one.score for one in told], atol=0.02)
    ways = starter.alternatives(TOLD, 3)
    assert [found[0].text for found in ways] == [one.text for one in told]
    begun = starter.translate(TOLD[2:3], prefixes=["On Monday,"])[0]
    assert begun.text.startswith("On Monday,") and "hospital ship" in begun.text
    for source, one, alignment in zip(TOLD, told, starter.align(TOLD, [one.text for one in told]), strict=True):
        english, place = source.told[0].english, source.told[0].span
        at = one.text.index(english)
        assert alignment.source == source.text
        assert alignment.share(place)((at, at + len(english))) > 0.6


def test_neighbours_and_nothing_told_change_nothing(starter: Engine) -> None:
    plain = [one.text for one in TOLD]
    alone = starter.translate(plain)
    assert starter.translate([ToldLine(text, ()) for text in plain]) == alone
    mixed = starter.translate([*TOLD, *plain])
    assert mixed[len(TOLD) :] == alone
    assert mixed[: len(TOLD)] == starter.translate(TOLD)


def test_both_engines_read_the_same() -> None:
    fast = Ct2Engine(find_model("starter"), compute="float32", beam=1)
    reference = HfEngine(find_model("starter"), beam=1, threads=1)
    one, other = (engine.translate(TOLD) for engine in (fast, reference))
    assert [found.text for found in one] == [found.text for found in other]
    texts = [found.text for found in one]
    assert np.abs(np.array(fast.score(TOLD, texts)) - reference.score(TOLD, texts)).max() < 1e-3
    fast.close()


def test_a_long_line_is_told_in_each_of_its_parts(small: Engine) -> None:
    assert not small.reads_terms
    text = " ".join(SPLIT.format(number) for number in range(8))
    places = [at for at in range(len(text)) if text.startswith("الوزير", at)]
    told = ToldLine(text, tuple(Told((at, at + len("الوزير")), "ال", "minister") for at in places))
    spans = small.parts(text)
    assert len(spans) > 1
    parts = [told.part(span) for span in spans]
    assert sum(len(part.told) for part in parts) == 8
    assert all(part.text[slice(*one.span)] == "الوزير" for part in parts for one in part.told)
    whole, pieces = small.translate([told])[0], small.translate(parts)
    assert whole.text == " ".join(piece.text for piece in pieces if piece.text)
