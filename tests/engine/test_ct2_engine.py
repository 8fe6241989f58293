"""The fast engine: what it promises of lines, prefixes, alternatives, scores and long lines."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from muqabala.config import Settings
from muqabala.engine import Engine, load_engine
from muqabala.engine.batches import plan
from muqabala.engine.ct2 import Ct2Engine
from muqabala.engine.models import Model
from muqabala.engine.repeats import loops
from muqabala.errors import ModelError, UsageError

LINES = [
    "وصل الوزير إلى العاصمة صباح اليوم.",
    "قال الرئيس إن الحكومة ستعقد اجتماعا غدا.",
    "افتتح الحلف مكتب اتصال في المدينة، وحضر الافتتاح وزير الدفاع.",
    "زار الوفد المصنع الجديد.",
]


def test_a_line_in_a_hypothesis_out(starter: Engine) -> None:
    found = starter.translate([*LINES, "", "   "])
    assert len(found) == 6
    assert all(one.text and one.tokens and one.score < 0 for one in found[:4])
    assert [one.text for one in found[4:]] == ["", ""]
    assert "president" in found[1].text.lower() or "government" in found[1].text.lower()


def test_the_signature_names_model_weights_type_and_beam(starter: Engine) -> None:
    name, rest = starter.signature.split("@")
    checksum, kind, beam = rest.split("/")
    assert (name, len(checksum), kind, beam) == ("starter", 8, "ct2-int8", "beam4")


def test_marks_and_tatweel_do_not_change_a_translation(starter: Engine) -> None:
    plain, marked = starter.translate(["وصل الوزير إلى العاصمة.", "وَصَلَ الوَزِيــرُ إلى العاصِمَة."])
    assert plain == marked


@pytest.mark.parametrize("prefix", ["The minister", "The min", "In Tōkyō ", "\N{CJK UNIFIED IDEOGRAPH-4E2D} said"])
def test_a_prefix_is_kept_letter_by_letter(starter: Engine, prefix: str) -> None:
    found = starter.translate([LINES[0]], prefixes=[prefix])[0]
    assert found.text.startswith(prefix.rstrip())
    assert len(found.text) > len(prefix.rstrip())


def test_lines_with_and_without_prefix_may_stand_together(starter: Engine) -> None:
    alone = starter.translate(LINES)
    mixed = starter.translate(LINES, prefixes=[None, "The president said", None, ""])
    assert [mixed[at] for at in (0, 2, 3)] == [alone[at] for at in (0, 2, 3)]
    assert mixed[1].text.startswith("The president said")


def test_a_forced_text_is_scored_as_a_whole(starter: Engine) -> None:
    """Spliced candidates are compared by score, so what is forced must not come free of charge."""
    good, bad = starter.translate([LINES[1]] * 2, prefixes=["The president said", "Purple bananas swim"])
    assert good.score > bad.score
    assert math.isclose(bad.score, starter.score([LINES[1]], [bad.text])[0], abs_tol=0.02)


def test_alternatives_differ_and_the_best_comes_first(starter: Engine) -> None:
    best = starter.translate(LINES)
    found = starter.alternatives(LINES, 3)
    for one, choices in zip(best, found, strict=True):
        assert choices[0].text == one.text
        assert len({choice.text for choice in choices}) == len(choices) == 3
        assert choices[0].score >= choices[1].score >= choices[2].score


def test_alternatives_after_a_prefix_differ_in_the_next_piece(starter: Engine) -> None:
    choices = starter.alternatives([LINES[0]], 4, prefixes=["The minister"])[0]
    begun = len(starter.translate([LINES[0]], prefixes=["The minister"])[0].tokens) and 2
    assert len({choice.tokens[begun] for choice in choices}) == len(choices) == 4
    assert all(choice.text.startswith("The minister") for choice in choices)


def test_alternatives_after_an_empty_prefix_differ_in_the_first_piece(starter: Engine) -> None:
    found = starter.alternatives(LINES[:2], 3, prefixes=["", ""])
    assert all(len({choice.tokens[0] for choice in choices}) == len(choices) == 3 for choices in found)
    assert [choice.text for choice in starter.alternatives(LINES[:1], 3)[0]] != [choice.text for choice in found[0]]


def test_the_model_prefers_a_translation_to_another_sentence(starter: Engine) -> None:
    sources = [LINES[1], LINES[1]]
    right, wrong = starter.score(
        sources, ["The president said the government would meet.", "Rain fell on the old bridge."]
    )
    assert right > wrong


def test_a_line_beyond_the_window_is_split_at_clauses_and_never_cut_off(small: Engine) -> None:
    line = " ".join(f"وصل الوزير {number} إلى العاصمة،" for number in range(8))
    parts = small.parts(line)
    assert small.length(line) > small.max_length
    assert len(parts) > 1
    assert all(small.length(line[start:end]) <= small.max_length for start, end in parts)
    assert "".join(line[start:end] for start, end in parts).replace(" ", "") == line.replace(" ", "")
    whole = small.translate([line])[0]
    pieces = small.translate([line[start:end] for start, end in parts])
    assert whole.text == " ".join(piece.text for piece in pieces if piece.text)
    assert whole.tokens == ()
    assert min(piece.score for piece in pieces) <= whole.score <= max(piece.score for piece in pieces)


def test_a_prefix_on_a_long_line_covers_the_parts_it_is_the_translation_of(small: Engine) -> None:
    line = " ".join(f"وصل الوزير {number} إلى العاصمة،" for number in range(8))
    typed = "The minister arrived in the capital and the council met in the city"
    found = small.translate([line, line], prefixes=[typed, None])
    assert found[0].text.startswith(typed)
    assert found[1] == small.translate([line])[0]


def test_a_line_without_any_place_to_split_is_translated_all_the_same(small: Engine) -> None:
    line = "وزير" * 200
    assert small.translate([line])[0].text
    assert small.score([line], ["minister " * 700])[0] < 0
    assert small.align([line], ["minister " * 700])[0].attention.shape[1] > 128


@pytest.mark.parametrize(
    ("text", "looped"),
    [
        ("the three three three times", False),
        ("ha ha ha ha said the man", False),
        (". . . . . . . . .", True),
        ("the end of the end of the end of the end of the end", True),
        ("of the of the of the of the", True),
        ("one two one two one two done", False),
        ("", False),
    ],
)
def test_a_decoder_in_circles_is_noticed(text: str, looped: bool) -> None:
    assert loops(text.split()) is looped


def test_batches_hold_one_shape_and_everything_once() -> None:
    shapes = [(at % 7 + 1, at % 2) for at in range(200)]
    batches = plan(shapes, tokens=32, lines=5)
    assert sorted(at for batch in batches for at in batch) == list(range(200))
    assert all(len({shapes[at] for at in batch}) == 1 and len(batch) <= 5 for batch in batches)
    assert all(len(batch) * sum(shapes[batch[0]]) <= 32 for batch in batches)
    assert batches == plan(shapes, tokens=32, lines=5)


def test_unknown_engines_beams_and_models_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no engine called 'marian'"):
        load_engine(engine="marian")
    with pytest.raises(UsageError, match="beam of 0"):
        load_engine(beam=0)
    with pytest.raises(ModelError, match="No model is called 'nosuch'"):
        load_engine(Settings(model="nosuch"))


def test_an_impossible_compute_type_is_said(tiny_model: Path) -> None:
    with pytest.raises(ModelError, match="cannot open"):
        Ct2Engine(Model("tiny", tiny_model), compute="int3")


@pytest.mark.parametrize("compute", ["int8", "float32"])
def test_a_random_model_goes_in_circles_and_is_flagged_or_ends(tiny_model: Path, compute: str) -> None:
    engine = Ct2Engine(Model("tiny", tiny_model), compute=compute)
    for found in engine.translate(LINES):
        limit = 2 * engine.max_length + 24
        assert len(found.tokens) <= limit
        assert found.degenerate or not loops(found.tokens)
    engine.close()
