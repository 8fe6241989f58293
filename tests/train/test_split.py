"""Nothing is measured on what was learnt from."""

import random

from muqabala.train.near import fingerprint, near_groups
from muqabala.train.split import fixed_part, split_pairs
from muqabala.values import Pair


def sentence(number: int, letters: str) -> str:
    """Eight words that no other number has."""
    rng = random.Random(f"{number} {letters}")
    return " ".join("".join(rng.choices(letters, k=6)) for _ in range(8)) + "."


def pairs(documents: int, each: int) -> list[Pair]:
    return [
        Pair(f"{d}-{n}", sentence(d * each + n, "ابتثجحخدذرز"), sentence(d * each + n, "abcdefgh"), f"d{d}", n + 1)
        for d in range(documents)
        for n in range(each)
    ]


def test_documents_are_held_out_whole():
    """A document is learnt from or measured on, never both."""
    split = split_pairs(pairs(12, 8), seed=4)
    sides = [{pair.document for pair in part} for part in (split.train, split.choose, split.held_out)]
    assert split.by_document
    assert all(sides)
    assert split.moved == 0
    assert sum(map(len, (split.train, split.choose, split.held_out))) == 96
    assert not sides[0] & sides[2]
    assert not (sides[0] | sides[2]) & sides[1]
    assert 8 <= len(split.held_out) <= 30


def test_near_duplicates_join_the_training_side():
    """The same sentence with another number, in a document that is held out, would flatter the model."""
    given = pairs(10, 8)
    for document in range(10):
        given.append(
            Pair(
                f"x{document}",
                f"ارتفعت أسعار النفط بنسبة {document + 3} في المئة يوم أمس.",
                f"Oil rose {document} percent yesterday.",
                f"d{document}",
                9,
            )
        )
    split = split_pairs(given, seed=1)
    learnt = {fingerprint(pair.ar) for pair in split.train}
    assert split.moved >= 1
    assert split.held_out
    assert not [pair for pair in (*split.held_out, *split.choose) if fingerprint(pair.ar) in learnt]


def test_one_document_is_cut_into_blocks():
    """An imported memory is one document; sentences in a row still stay together."""
    split = split_pairs(pairs(1, 120), seed=2)
    assert not split.by_document
    assert len(split.held_out) >= 10
    assert len(split.train) > 60


def test_the_split_is_the_same_each_time_and_another_with_another_seed():
    given = pairs(12, 8)
    assert split_pairs(given, seed=1) == split_pairs(given, seed=1)
    assert split_pairs(given, seed=1).held_out != split_pairs(given, seed=2).held_out


def test_nearness_is_passed_on_and_sees_both_languages():
    groups = near_groups(
        [
            ("وصل الوزير إلى العاصمة صباح اليوم الثلاثاء", "a b c d e"),
            ("وصل الوزير إلى العاصمة صباح اليوم الأربعاء", "f g h i j"),
            ("لا شيء مشترك هنا أبدا", "f g h i j!"),
            ("جملة أخرى تماما", "k"),
        ]
    )
    assert groups == [0, 0, 0, 3]


def test_the_fixed_part_is_fixed():
    """More general text does not change which of the old pairs are measured on more than it must."""
    rows = [(pair.ar, pair.en) for pair in pairs(10, 10)]
    measured, rest = fixed_part(rows, 20)
    assert fixed_part(rows[::-1], 20)[0] == measured[::-1]
    assert len(measured) == 20
    assert not {fingerprint(a) for a, _ in measured} & {fingerprint(a) for a, _ in rest}
