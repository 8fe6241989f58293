"""Phrases change places between pairs on both sides at once, and only where they end on both."""

import random
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from muqabala.train.swapping import Swapper, word_spans

PAIRS = [
    ("وصل وزير الدفاع إلى الميناء القديم.", "The defence minister arrived at the old port."),
    ("وصل ثلاثة جنود إلى المستشفى أمس.", "Three soldiers arrived at the hospital yesterday."),
    ("وصل وفد أممي إلى القرية المحاصرة.", "A UN delegation arrived at the besieged village."),
    ("وصل طبيب شاب إلى قاعدة جوية.", "A young doctor arrived at an air base."),
    ("غادر السفير.", "The ambassador left."),
]
LINKS = [
    "0-3 1-2 2-1 3-4 4-7 4-5 5-6 6-8",
    "0-2 1-0 2-1 3-3 4-5 4-4 5-6 6-7",
    "0-3 1-2 2-1 3-4 4-7 4-5 5-6 6-8",
    "0-3 1-2 2-1 3-4 4-7 5-6 6-8",
    "0-2 1-1 1-0 2-3",
]


def links(line: str) -> frozenset[tuple[int, int]]:
    return frozenset((int(a), int(e)) for a, e in (one.split("-") for one in line.split()))


def alike(lines: Sequence[str]) -> list[float]:
    return [0.0] * len(lines)


def swapper(likeliness=alike, pairs=PAIRS, given=LINKS) -> Swapper:
    return Swapper(pairs, [links(line) for line in given], likeliness)


def made(number: int, most: int, **given) -> set[tuple[str, str]]:
    one = swapper(**given)
    found = [one.swapped(number, most, random.Random(seed)) for seed in range(60)]
    return {pair for pair in found if pair is not None}


def test_subjects_and_goals_change_places_on_both_sides():
    found = made(0, 1)
    assert ("وصل ثلاثة جنود إلى الميناء القديم.", "Three soldiers arrived at the old port.") in found
    assert ("وصل وزير الدفاع إلى المستشفى أمس.", "The defence minister arrived at the hospital yesterday.") not in found
    assert ("وصل وزير الدفاع إلى قاعدة جوية.", "The defence minister arrived at an air base.") in found
    assert all(pair not in PAIRS for pair in found)


def test_a_sentence_begins_with_a_capital_and_a_word_inside_does_not():
    pairs = [*PAIRS[1:4], ("أمس وصل قائد كبير إلى الجبهة.", "Yesterday, a senior commander arrived at the front.")]
    given = [*LINKS[1:4], "0-0 1-5 2-4 3-3 4-6 5-8 5-7 6-9"]
    found = {en for _, en in made(3, 1, pairs=pairs, given=given)}
    assert "Yesterday, a young doctor arrived at the front." in found
    assert "Yesterday, a UN delegation arrived at the front." in found
    assert {en for _, en in made(0, 1, pairs=pairs, given=given)} >= {
        "A senior commander arrived at the hospital yesterday."
    }


def test_several_at_once_do_not_overlap():
    both = {en for _, en in made(0, 2)}
    assert "A UN delegation arrived at an air base." in both
    assert all(en.count("arrived at") == 1 and en.endswith(".") for en in both)


def test_a_place_that_few_have_stood_in_is_left_alone():
    assert made(4, 2) == set()
    assert made(0, 2, pairs=PAIRS[:3], given=LINKS[:3]) == set()


def test_the_likelier_english_is_taken():
    found = made(0, 1, likeliness=lambda lines: [float("UN delegation" in line) for line in lines])
    assert ("وصل وفد أممي إلى الميناء القديم.", "A UN delegation arrived at the old port.") in found
    assert not any("young doctor" in en for _, en in found)


def test_a_word_linked_outside_opens_the_phrase():
    """ "old" renders a word behind the verb as well: neither run is closed any more."""
    open_links = [LINKS[0] + " 1-5", *LINKS[1:]]
    assert not any("old port" not in en for _, en in made(0, 1, given=open_links))


def test_words_keep_their_signs():
    line = "منح 5,000 جندي أقل من عامينٍ في إف-16."
    assert [line[slice(*span)] for span in word_spans(line)] == [
        *("منح", "5,000", "جندي", "أقل", "من", "عامينٍ", "في", "إف-16", ".")
    ]


def test_the_command_writes_pairs_or_says_what_is_missing(tmp_path):
    text = "".join(f"{ar}\t{en}\n" for ar, en in PAIRS)
    (tmp_path / "pairs.tsv").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "muqabala.cli.train", "phrases", "made.tsv", "pairs.tsv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if find_spec("eflomal") is None:
        assert done.returncode != 0
        assert "eflomal" in done.stderr
        assert not (tmp_path / "made.tsv").exists()
        return
    lines = (tmp_path / "made.tsv").read_text(encoding="utf-8").splitlines()
    assert done.returncode == 0
    assert f"{len(lines)} pairs from 5" in done.stderr
    assert all(line.split("\t")[2:] == ["phrases_exchanged"] for line in lines)
