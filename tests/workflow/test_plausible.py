"""Of several translations the one that is English and says what the Arabic says is worth most."""

import pytest

from muqabala.workflow.plausible import explained, plausible


def best(source, texts):
    worth = plausible(source, texts)
    return texts[worth.index(max(worth))]


@pytest.mark.parametrize(
    ("source", "good", "bad"),
    [
        (
            "لم يستبعد قائد القوات الجوية أن تكون الطائرة قد أصيبت بصاروخ محمول على الكتف.",
            "The air force commander did not rule out that the aircraft had been hit by a shoulder-fired missile.",
            "The air force commander did not rule out that the plane had hit a shoulder-fired missile.",
        ),
        (
            "فتح الادعاء تحقيقا في أسباب الحريق.",
            "The prosecution opened an investigation into the causes of the fire.",
            "The prosecution opened a investigation in causes of the fire.",
        ),
        ("وصل الوزير إلى الميناء", "The minister reached the port.", "The minister slept in the bus."),
        ("زار الوفد مكتب الاتصال", "The delegation visited the liaison office.", "The delegation visited."),
    ],
)
def test_the_better_sentence_wins(source, good, bad):
    assert best(source, [good, bad]) == best(source, [bad, good]) == good


def test_what_nothing_says_counts_against_a_text():
    source = "وصل الوزير إلى الميناء"
    texts = ["The minister reached the port.", "The minister slept.", "Bananas."]
    all_there, half, nothing = explained(source, texts)
    assert 0 > all_there > half > nothing


def test_numbers_and_names_in_latin_letters_explain_themselves():
    assert explained("F-16 2019", ["F-16 2019"]) == [0.0]
    assert explained("", ["The port."]) == explained("ظظظظظظ", ["The port."]) == [0.0]


def test_no_text_is_worth_nothing():
    assert plausible("وصل الوزير", []) == []
