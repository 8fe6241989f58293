"""Words cut into other pieces are the same words, and links still point at their letters."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

import muqabala
from muqabala.train.splitting import Splits
from muqabala.train.vocabulary import open_pieces

STARTER = Path(muqabala.__file__).parent / "starter"
LINE = "نقل الجنود الجرحى إلى المستشفيات العسكرية وملحقيهم"


@pytest.fixture(scope="module")
def pieces():
    vocabulary = json.loads((STARTER / "vocab.json").read_text(encoding="utf-8"))
    return sorted(vocabulary, key=vocabulary.__getitem__)


@pytest.fixture(scope="module")
def splits(pieces):
    return Splits(pieces, open_pieces(STARTER / "source.spm"))


def source(pieces, text):
    numbers = {piece: at for at, piece in enumerate(pieces)}
    return [numbers[piece] for piece in open_pieces(STARTER / "source.spm").encode(text, out_type=str)]


def text(pieces, ids):
    return "".join(pieces[one] for one in ids)


def letters(pieces, ids):
    """For each piece, the place of its first letter in the line without spaces."""
    places, at = [], 0
    for one in ids:
        places.append(at)
        at += len(pieces[one].removeprefix("\N{LOWER ONE EIGHTH BLOCK}"))
    return places


def test_the_line_stays_and_its_pieces_vary(pieces, splits):
    ids = source(pieces, LINE)
    rng = random.Random(1)
    cuts = [tuple(splits.cut((ids, [7], None), 1.0, rng)[0]) for _ in range(50)]
    assert {text(pieces, cut) for cut in cuts} == {text(pieces, ids)}
    assert len(set(cuts)) > 30


def test_links_go_to_the_same_letter(pieces, splits):
    """A piece of the old cut is linked to the new piece that holds its first letter; what is unaligned stays so."""
    ids = source(pieces, LINE)
    links = [*range(len(ids)), -1]
    for seed in range(30):
        new, _, moved = splits.cut((ids, [7] * len(links), links), 1.0, random.Random(seed))
        before, after = letters(pieces, ids), [*letters(pieces, new), 10_000]
        assert moved[-1] == -1
        for old, at in zip(links[:-1], moved[:-1], strict=True):
            assert after[at] <= before[old] and (before[old] < after[at + 1] or after[at] == after[at + 1])


def test_likelier_cuts_are_drawn_more_often(pieces, splits):
    """A word that is one piece seldom comes apart; one of many pieces often does."""
    rng = random.Random(2)
    seen = Counter()
    for word in ("إلى", "المستشفيات"):
        ids = source(pieces, word)
        seen[word] = sum(list(splits.cut((ids, [7], None), 1.0, rng)[0]) != ids for _ in range(300))
    assert seen["إلى"] < 100 < 150 < seen["المستشفيات"]


def test_english_that_is_told_is_left_whole(pieces, splits):
    ids = source(pieces, "زار الوفد ال liaison office الجديد")
    english = [one for one in ids if pieces[one].isascii()]
    for seed in range(30):
        new = splits.cut((ids, [7], None), 1.0, random.Random(seed))[0]
        assert [one for one in new if pieces[one].isascii()] == english


def test_without_a_share_nothing_is_cut(pieces, splits):
    ids = source(pieces, LINE)
    assert splits.cut((ids, [7, 8], [1, 2]), 0.0, random.Random(3)) == (ids, [7, 8], [1, 2])
