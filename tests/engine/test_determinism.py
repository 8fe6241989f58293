"""A draft depends on its line, the model and the options: never on neighbours, order, threads or an interruption."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from muqabala.engine import Engine
from muqabala.engine.ct2 import Ct2Engine
from muqabala.engine.models import find_model
from muqabala.values import Hypothesis

MadeLines = Callable[..., list[str]]


def assert_independent(engine: Engine, lines: list[str]) -> None:
    whole = engine.translate(lines)
    order = list(range(len(lines)))
    random.Random(1).shuffle(order)
    among_others: dict[int, Hypothesis] = {}
    for start in range(0, len(order), 11):
        group = order[start : start + 11]
        among_others.update(zip(group, engine.translate([lines[at] for at in group]), strict=True))
    assert [among_others[at] for at in range(len(lines))] == whole
    resumed = engine.translate(lines[len(lines) // 3 :])
    assert resumed == whole[len(lines) // 3 :]
    assert [engine.translate([line])[0] for line in lines[:6]] == whole[:6]


def test_neighbours_leave_no_trace(starter: Engine, made_lines: MadeLines) -> None:
    """Bit for bit: the scores too."""
    assert_independent(starter, made_lines(48))


def test_the_number_of_threads_leaves_no_trace(starter: Engine, made_lines: MadeLines) -> None:
    lines = made_lines(24, seed=6)
    one = Ct2Engine(find_model("starter"), threads=1)
    assert one.translate(lines) == starter.translate(lines)
    one.close()


@pytest.mark.slow
def test_neighbours_leave_no_trace_in_two_thousand_lines(starter: Engine, made_lines: MadeLines) -> None:
    assert_independent(starter, made_lines(2000))
