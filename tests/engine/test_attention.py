"""Which head aligns words is found out from numbers and names."""

from __future__ import annotations

import doctest
import importlib

import pytest

from muqabala.engine.attention import PAIRS, anchors, choose_attention
from muqabala.engine.models import find_model


def test_anchors_are_what_both_sides_write_alike_once() -> None:
    assert anchors("وصل ٣٥ نائبا و 35 وزيرا", "35 deputies") == []  # twice on one side
    assert anchors("باعت Airbus ٩٠ طائرة", "Airbus sold 90") == [(0, 1), (2, 2)]
    assert all(anchors(source, target) for source, target in PAIRS)


def test_a_guided_model_aligns_with_the_first_head_of_its_last_layer() -> None:
    from muqabala.engine.hf import HfEngine

    model = find_model("starter")
    choice = choose_attention(HfEngine(model))
    assert (choice.layer, choice.head) == (int(model.checkpoint.config["decoder_layers"]) - 1, 0)
    assert choice.found == choice.usual > 0.4


@pytest.mark.parametrize(
    "module",
    ["alignment", "attention", "batches", "convert", "marian", "repeats"],
)
def test_examples_in_docstrings_hold(module: str) -> None:
    found = importlib.import_module(f"muqabala.engine.{module}")
    results = doctest.testmod(found, extraglobs={"np": importlib.import_module("numpy")})
    assert results.attempted
    assert results.failed == 0
