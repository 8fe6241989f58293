"""The language model: counted from text, kept in a small file, read back, and right about English."""

import math
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from click.testing import CliRunner

from muqabala.errors import ComponentError
from muqabala.fluency import read_language_model, shipped_english
from muqabala.fluency.ngrams import words_of
from muqabala.train.ngrams import count, main

TEXTS = [
    "The minister visited the port.",
    "The minister visited the border.",
    "The minister left the port.",
    "The ship left the port.",
    "Ships of the navy left.",
]


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.npz"
    np.savez_compressed(file, **count(TEXTS))
    return read_language_model(file)


def chance_of_each(model, words):
    """The probability of every word given those before it, from the texts that end behind it."""
    sums = [one * (at + 1) for at, one in enumerate(model.log_probabilities(words))]
    return [math.exp(sums[0])] + [math.exp(b - a) for a, b in pairwise(sums)]


def kneser_ney(texts, context, word, *, discount=0.75, least=2, unseen=3e-6):
    """The same probability in plain Python, from the definition."""
    sentences = [["<s>", "<s>", *words_of(text), "</s>"] for text in texts]
    trigrams = {}
    for words in sentences:
        for at in range(2, len(words)):
            gram = tuple(words[at - 2 : at + 1])
            trigrams[gram] = trigrams.get(gram, 0) + 1
    bigrams, unigrams = {}, {}
    for gram in trigrams:
        bigrams[gram[1:]] = bigrams.get(gram[1:], 0) + 1
    for gram in bigrams:
        unigrams[gram[1:]] = unigrams.get(gram[1:], 0) + 1
    chance = unseen
    for size, counts, needed in ((0, unigrams, 1), (1, bigrams, least), (2, trigrams, least)):
        behind = tuple(context[len(context) - size :])
        total = sum(times for gram, times in counts.items() if gram[:-1] == behind)
        if total:
            kept = {g: (t - discount) / total for g, t in counts.items() if g[:-1] == behind and t >= needed}
            chance = kept.get((*behind, word), 0.0) + (1 - sum(kept.values())) * chance
    return chance


@pytest.mark.parametrize("text", ["The minister visited the port.", "The navy left the minister.", "Ships", "A bird."])
def test_it_is_kneser_and_ney(small, text):
    """As the definition says, but for the bytes in which the values lie."""
    words = ["<s>", "<s>", *words_of(text), "</s>"]
    expected = [math.log(kneser_ney(TEXTS, words[at - 2 : at], words[at])) for at in range(2, len(words))]
    assert small.log_probabilities([text]) == [pytest.approx(sum(expected) / len(expected), abs=0.05)]


def test_probabilities_of_all_words_sum_to_one():
    """Behind any context; what is missing belongs to the words it does not know."""
    known = sorted({word for text in TEXTS for word in words_of(text)} | {"</s>"})
    for context in (["<s>", "<s>"], ["the", "minister"], ["minister", "visited"], ["nobody", "knows"]):
        assert 0.5 < sum(kneser_ney(TEXTS, context, word) for word in known) <= 1.0


def test_texts_do_not_depend_on_their_neighbours(small):
    alone = [small.log_probabilities([text])[0] for text in (*TEXTS, "")]
    assert small.log_probabilities([*TEXTS, ""]) == pytest.approx(alone)
    assert small.log_probabilities([]) == []


def test_numbers_are_one_word_and_case_does_not_count():
    assert words_of("In 1,200 Ports") == words_of("in 7 ports")
    assert words_of("the minister’s aides") == ["the", "minister's", "aides"]


def test_the_shipped_model_knows_english():
    good, bad, none = shipped_english().log_probabilities(
        ["The minister opened a liaison office.", "Minister the a office liaison opened.", "Vyxq zrt plorgh qwx."]
    )
    assert good > bad + 1 and bad > none


def test_the_command_counts_the_english_of_pairs(tmp_path):
    """Each sentence once, without the heading."""
    pairs, out = tmp_path / "pairs.tsv", tmp_path / "out.npz"
    pairs.write_text("ar\ten\n" + "".join(f"س\t{text}\tx\n" for text in [*TEXTS, TEXTS[0]]), encoding="utf-8")
    said = CliRunner().invoke(main, [str(out), str(pairs)])
    assert said.exit_code == 0 and "5 sentences" in said.output
    file = np.load(out)
    again = count(TEXTS)
    assert all((file[name] == again[name]).all() for name in again)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 not a zip", b"\x80\x04pickle"])
def test_a_broken_or_missing_model_is_named(tmp_path, content):
    """No traceback and no unpickling: the file is named, with what to do."""
    file = tmp_path / "broken.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ComponentError, match=r"broken\.npz"):
        read_language_model(file)


def test_it_starts_without_torch():
    code = (
        "import sys, muqabala.workflow.plausible as p; p.plausible('بيت', ['A house.']); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
