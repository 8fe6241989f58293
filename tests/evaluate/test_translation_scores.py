"""Scores are sacrebleu's to the last digit, and a difference by chance is not taken for one."""

from __future__ import annotations

import random

import pytest
import sacrebleu

from muqabala.errors import InputError
from muqabala.evaluate.translation import METRICS, corpus_scores, paired_bootstrap

REFERENCES = [
    f"The minister of country {at} arrived in the capital on day {at % 28} of the month." for at in range(120)
]
GOOD = [line.replace("arrived in", "reached") if at % 3 == 0 else line for at, line in enumerate(REFERENCES)]
POOR = [line.replace("minister", "man").replace("capital", "town") for line in REFERENCES]


def test_scores_and_signatures_are_sacrebleus_own() -> None:
    scores = corpus_scores(GOOD, REFERENCES)
    theirs = {
        "bleu": sacrebleu.corpus_bleu(GOOD, [REFERENCES]),
        "chrf": sacrebleu.corpus_chrf(GOOD, [REFERENCES]),
        "ter": sacrebleu.corpus_ter(GOOD, [REFERENCES]),
    }
    for name in METRICS:
        assert scores[name].score == theirs[name].score
    assert scores["bleu"].signature == f"nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:{sacrebleu.__version__}"


@pytest.mark.parametrize(("one", "other"), [(["a"], ["a", "b"]), ([], [])])
def test_nothing_or_unequal_sides_cannot_be_scored(one: list[str], other: list[str]) -> None:
    with pytest.raises(InputError):
        corpus_scores(one, other)


@pytest.mark.parametrize("metric", METRICS)
def test_a_clear_gain_is_seen_as_one(metric: str) -> None:
    found = paired_bootstrap(GOOD, POOR, REFERENCES, metric, samples=200)  # type: ignore[arg-type]
    assert found.better == 1.0
    assert found.p_value < 0.05
    assert found.gain == corpus_scores(GOOD, REFERENCES)[metric].score - corpus_scores(POOR, REFERENCES)[metric].score  # type: ignore[index]
    low, high = found.interval
    assert low <= found.gain <= high


def test_the_same_twice_is_no_gain() -> None:
    found = paired_bootstrap(POOR, POOR, REFERENCES, samples=100)
    assert (found.gain, found.better, found.p_value, found.interval) == (0.0, 0.0, 1.0, (0.0, 0.0))


def test_noise_is_not_taken_for_a_gain() -> None:
    pick = random.Random(2)
    one, other = (
        [line if pick.random() < 0.5 else line.replace("capital", "city") for line in REFERENCES] for _ in range(2)
    )
    assert paired_bootstrap(one, other, REFERENCES, samples=300).p_value > 0.05


def test_the_same_question_gets_the_same_answer() -> None:
    assert paired_bootstrap(GOOD, POOR, REFERENCES, samples=50) == paired_bootstrap(GOOD, POOR, REFERENCES, samples=50)
