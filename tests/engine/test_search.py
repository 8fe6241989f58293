"""Constrained beam search over step functions whose best answers are known, and over a real model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.engine.constraints import Constraint, Pieces, Progress, constraints_of
from muqabala.engine.search import Step, constrained_search

END = 0
PIECES = 5


def table_step(seed: int) -> Step:
    """A language model of random bigrams: the next piece depends on the last one."""
    table = np.random.default_rng(seed).normal(size=(PIECES, PIECES)).astype(np.float32) * 2
    logs = table - np.log(np.exp(table).sum(axis=1, keepdims=True))

    def step(hypotheses: Sequence[Pieces]) -> npt.NDArray[np.float32]:
        rows: npt.NDArray[np.float32] = logs[[one[-1] if one else END for one in hypotheses]]
        return rows

    return step


def mean_log(step: Step, pieces: Pieces) -> float:
    total = 0.0
    for at, piece in enumerate((*pieces, END)):
        total += float(step([pieces[:at]])[0, piece])
    return total / (len(pieces) + 1)


def stands_in(needle: Pieces, pieces: Pieces) -> bool:
    return any(pieces[at : at + len(needle)] == needle for at in range(len(pieces) - len(needle) + 1))


@pytest.mark.parametrize("seed", range(12))
def test_a_wide_beam_finds_the_best_of_all(seed: int) -> None:
    """With a beam wider than the space, the answer is the best by exhaustive search."""
    step = table_step(seed)
    needle = (2, 3)
    best = max(
        (
            pieces
            for length in range(1, 5)
            for pieces in product(range(1, PIECES), repeat=length)
            if stands_in(needle, pieces)
        ),
        key=lambda pieces: mean_log(step, pieces),
    )
    found = constrained_search(step, ((needle,),), end=END, beam=2000, limit=5)
    assert found.complete
    assert found.score == pytest.approx(mean_log(step, found.pieces), abs=1e-5)
    assert found.score >= mean_log(step, best) - 1e-5


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10_000),
    st.lists(st.lists(st.integers(1, PIECES - 1), min_size=1, max_size=3), max_size=3),
    st.integers(1, 6),
)
def test_every_constraint_stands_in_the_answer(seed: int, wanted: list[list[int]], beam: int) -> None:
    """However narrow the beam and unlikely the pieces."""
    constraints = constraints_of([[one] for one in wanted])
    found = constrained_search(table_step(seed), constraints, end=END, beam=beam, limit=40)
    assert found.complete
    for (needle,) in constraints:
        assert stands_in(needle, found.pieces)


def test_two_occurrences_need_two() -> None:
    constraints: tuple[Constraint, ...] = (((1, 2),), ((1, 2),))
    found = constrained_search(table_step(3), constraints, end=END, beam=4, limit=30)
    assert sum(found.pieces[at : at + 2] == (1, 2) for at in range(len(found.pieces))) >= 2


def test_any_alternative_satisfies() -> None:
    found = constrained_search(table_step(5), (((1, 1, 1), (4,)),), end=END, beam=4, limit=30)
    assert stands_in((1, 1, 1), found.pieces) or 4 in found.pieces


def test_banned_pieces_are_never_written() -> None:
    for seed in range(10):
        found = constrained_search(table_step(seed), (((2,),),), end=END, beam=3, limit=20, banned=[1])
        assert 1 not in found.pieces


def test_a_limit_too_short_is_said() -> None:
    found = constrained_search(table_step(1), (((1, 2, 3, 4),),), end=END, beam=4, limit=2)
    assert not found.complete
    with pytest.raises(ValueError, match="beam"):
        constrained_search(table_step(1), (), end=END, beam=0, limit=2)


def test_progress_begins_again_after_a_break() -> None:
    progress = Progress((((1, 2, 3),),))
    for piece in (1, 2, 1, 2, 3):
        progress = progress.advanced(piece)
    assert progress.finished


def test_without_constraints_it_is_a_beam_search_of_the_model(tiny_model: Path) -> None:
    """Scores agree with the engine's own, and a forced term stands in the text."""
    from muqabala.engine.hf import HfEngine
    from muqabala.engine.models import find_model

    engine = HfEngine(find_model(str(tiny_model)), beam=2)
    line = "زار الوفد مكتب الاتصال الجديد في المدينة."
    step, end, banned = engine.steps(line)
    pieces = tuple(engine.encoding.vocabulary[piece] for piece in engine.encoding.target("liaison office"))
    found = constrained_search(step, ((pieces,),), end=end, beam=4, limit=40, banned=banned)
    assert found.complete
    text = engine.written(found.pieces)
    assert "liaison office" in text
    assert engine.score([line], [text])[0] <= 0


def test_what_was_read_before_is_not_read_again(tiny_model: Path) -> None:
    """Hypotheses that go on from others, in any order and number, get what reading them whole would give."""
    from muqabala.engine.hf import HfEngine
    from muqabala.engine.models import find_model

    engine = HfEngine(find_model(str(tiny_model)), beam=2)
    line = "زار الوفد مكتب الاتصال الجديد في المدينة."
    kept, _, _ = engine.steps(line)
    kept([()])
    kept([(5,), (6,), (7,)])
    rounds = [[(7, 8), (5, 9), (7, 5), (5, 5)], [(5, 9, 4)], [(6, 6, 6), (5, 9, 4)]]
    for hypotheses in rounds:
        fresh, _, _ = engine.steps(line)
        there, again = kept(hypotheses), fresh(hypotheses)
        assert np.isneginf(there).tolist() == np.isneginf(again).tolist()
        assert np.allclose(np.nan_to_num(there, neginf=0), np.nan_to_num(again, neginf=0), atol=1e-4)
