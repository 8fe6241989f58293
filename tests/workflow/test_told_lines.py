"""First drafts: in order, chosen from the beams of both readings of a line, and written as English is."""

import pytest

from muqabala.engine import Engine
from muqabala.glossary import Glossary
from muqabala.values import Hypothesis, ToldLine
from muqabala.workflow.examine import Examiner
from muqabala.workflow.plausible import plausible
from muqabala.workflow.told_lines import _best, _tidy, _ways, first_drafts, read_by

LINES = [
    "أسطول الظل يثير قلق دول البلطيق",
    "هطلت أمطار غزيرة على العاصمة.",
    "أطلقت شركة SpaceX صاروخا من طراز F-9 أمس.",
    "افتتح الحلف مكتب اتصال في العاصمة الأردنية.",
    "استقال الوزير بعد أسبوع من تعيينه.",
    "أدان السفير الهجوم على قافلة المساعدات الإنسانية.",
]

RARE = (
    "نقلت المروحية إلى المستشفى الميداني جنديين لسعتهما نحلات كانت تعشش في خندق مهجور.",
    "استأجر حرس الحدود بغالا لنقل قطع الغيار إلى نقاط المراقبة التي قطعت الثلوج طرقها.",
    "طلب ضابط الاتصال من الصيادين الابتعاد عن كاسحة الألغام ريثما تفرغ من عملها في الخليج.",
)
"""Terms among words that the model hardly knows, so that its first thought is often not its best."""


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("shadow fleet worries the Baltic states", "Shadow fleet worries the Baltic states"),
        ('a tool in " hybrid warfare" against Europe', 'A tool in "hybrid warfare" against Europe'),
        ('"hybrid warfare " it is, and "a truce"', '"Hybrid warfare" it is, and "a truce"'),
        # One mark alone opens nothing that could be closed.
        ('He said: " hybrid warfare', 'He said: " hybrid warfare'),
        ("iPhones were smuggled.", "iPhones were smuggled."),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_and_a_quotation_with_its_word(written: str, tidy: str) -> None:
    assert _tidy(written) == tidy


def test_each_line_gets_its_own_draft(engine: Engine, defence: Glossary) -> None:
    """Lines with terms, with Latin letters and with neither, asked for together or one by one."""
    examiner = Examiner(defence)
    hits = [examiner.hits(line) for line in LINES]
    reads = [read_by(engine, line, found) for line, found in zip(LINES, hits, strict=True)]
    assert [isinstance(read, ToldLine) for read in reads] == [True, False, True, True, False, True]
    together = [one.text for one in first_drafts(engine, reads, hits)]
    alone = [first_drafts(engine, [read], [found])[0].text for read, found in zip(reads, hits, strict=True)]
    assert together == alone
    assert "SpaceX" in together[2] and "liaison office" in together[3] and "aid convoy" in together[5]
    assert all(text[0].isupper() for text in together)
    assert first_drafts(engine, [], []) == []


def test_no_sentence_of_either_beam_is_worth_more(engine: Engine, defence: Glossary) -> None:
    """By the score under both readings of the line, by what stands of the terms, and by both ways of the noisy channel."""
    examiner = Examiner(defence)
    changed = as_written = 0
    for line in (*LINES, *RARE):
        hits = examiner.hits(line)
        told, plain = read_by(engine, line, hits), read_by(engine, line, ())
        if not hits or not isinstance(told, ToldLine):
            continue
        beams = engine.alternatives([told, plain], engine.beam)
        texts = list(dict.fromkeys(one.text for ways in beams for one in ways if not one.degenerate))
        scores = [engine.score([reading] * len(texts), texts) for reading in (told, plain)]
        both = zip(texts, *scores, plausible(line, texts), strict=True)
        worth = {_tidy(text): (a + b) / 2 + more for text, a, b, more in both}
        (best,) = first_drafts(engine, [told], [hits])
        # What all sentences of these lines have in common is their terms.
        firsts = [_tidy(ways[0].text) for ways in beams]
        assert worth[best.text] >= max(worth[text] for text in firsts) - 0.2 * len(hits)
        changed += best.text != _tidy(beams[0][0].text)
        as_written += best.text not in {_tidy(one.text) for one in beams[0]}
    assert changed, "the beam's first was always taken"
    assert as_written, "nothing ever came of the line as it was written"


def test_a_line_without_terms_is_chosen_too(engine: Engine) -> None:
    """From the beam, by the score and both ways of the noisy channel; with a glossary or without."""
    lines = [
        "هطلت أمطار غزيرة على العاصمة.",
        "استقال الوزير بعد أسبوع من تعيينه.",
        "أبلغت الممرضة أهل القرية أن البئر جفت منذ يومين.",
    ]
    changed = 0
    for line, best in zip(lines, first_drafts(engine, lines, [()] * len(lines)), strict=True):
        ways = engine.alternatives([line], engine.beam)[0]
        worth = [w.score + v for w, v in zip(ways, plausible(line, [w.text for w in ways]), strict=True)]
        assert best.text == ways[worth.index(max(worth))].text
        changed += best.text != ways[0].text
    assert changed, "the beam's first was always taken"


def test_a_term_that_stands_too_often_costs(engine: Engine, defence: Glossary) -> None:
    """Once is better than twice or never, where the rest is worth the same."""
    line = "أبلغت نائبة المبعوثة أعضاء مجلس الأمن الدولي أن الهدنة انهارت"
    hits = Examiner(defence).hits(line)
    once = "The deputy envoy told members of the UN Security Council that the truce had collapsed."
    twice = "The deputy envoy of the UN Security Council told members of the UN Security Council that the truce had collapsed."
    never = "The deputy envoy told its members that the truce had collapsed."
    worth = dict(zip((twice, never, once), plausible(line, [twice, never, once]), strict=True))

    def best(**more: float) -> str:
        scores = {twice: more.get("twice", 0.0), never: 0.0, once: 0.0}
        even = [Hypothesis(text, score - worth[text]) for text, score in scores.items()]
        return _best(line, _ways([line], hits, {line: even})).text

    assert best() == once
    assert best(twice=0.1) == once
    assert best(twice=0.3) == twice
