"""Two libraries, one model: in float32 they say the same, and score it the same."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from muqabala.engine.ct2 import Ct2Engine
from muqabala.engine.hf import HfEngine
from muqabala.engine.models import Model, find_model

MadeLines = Callable[..., list[str]]


def assert_agree(lines: list[str], beam: int, share: float) -> None:
    """At least `share` of the drafts are identical, and any draft has the same score in both, to a thousandth."""
    fast = Ct2Engine(find_model("starter"), compute="float32", beam=beam, threads=2)
    reference = HfEngine(find_model("starter"), beam=beam, threads=1)
    quick, slow = fast.translate(lines), reference.translate(lines)
    same = sum(one.text == other.text for one, other in zip(quick, slow, strict=True))
    assert same >= share * len(lines), [(a.text, b.text) for a, b in zip(quick, slow, strict=True) if a.text != b.text]
    for drafts in (quick, slow):
        texts = [one.text for one in drafts]
        assert np.abs(np.array(fast.score(lines, texts)) - reference.score(lines, texts)).max() < 1e-3
    fast.close()


@pytest.mark.parametrize(("beam", "share"), [(1, 0.99), (4, 0.95)])
def test_both_engines_write_the_same(beam: int, share: float, made_lines: MadeLines) -> None:
    assert_agree(sorted(made_lines(90, seed=9), key=len)[:30], beam, share)


@pytest.mark.slow
@pytest.mark.parametrize(("beam", "share"), [(1, 0.99), (4, 0.95)])
def test_both_engines_write_the_same_two_hundred_times(beam: int, share: float, made_lines: MadeLines) -> None:
    assert_agree(made_lines(200, seed=9), beam, share)


def test_both_engines_look_at_the_same_words(made_lines: MadeLines) -> None:
    fast = Ct2Engine(find_model("starter"), compute="float32")
    reference = HfEngine(find_model("starter"), threads=1)
    sources = sorted(made_lines(40), key=len)[:6]
    targets = [one.text for one in fast.translate(sources)]
    for one, other in zip(fast.align(sources, targets), reference.align(sources, targets), strict=True):
        assert np.abs(one.attention - other.attention).max() < 1e-4
        assert one.links == other.links
    fast.close()


def test_both_engines_continue_a_prefix_alike(made_lines: MadeLines) -> None:
    """Greedily: with a beam the two libraries divide by different lengths once something is forced."""
    fast = Ct2Engine(find_model("starter"), compute="float32", beam=1)
    reference = HfEngine(find_model("starter"), beam=1, threads=1)
    lines = sorted(made_lines(40), key=len)[:4]
    prefixes = ["The minister", "In ", None, "The spokes"]
    one, other = (engine.translate(lines, prefixes=prefixes) for engine in (fast, reference))
    assert [found.text for found in one] == [found.text for found in other]
    assert np.abs(np.array([a.score - b.score for a, b in zip(one, other, strict=True)])).max() < 1e-3
    for prefix in ("The", ""):
        nexts = [
            [found.tokens[len(prefix.split())] for found in engine.alternatives(lines[:1], 3, prefixes=[prefix])[0]]
            for engine in (fast, reference)
        ]
        assert nexts[0] == nexts[1]
    fast.close()


def test_an_answer_that_meets_the_limit_is_cut_alike(tiny_model: Path) -> None:
    """transformers would end it by force, and an unfinished answer would look finished. Random weights never end."""
    fast, reference = (
        Ct2Engine(Model("tiny", tiny_model), compute="float32", beam=1),
        HfEngine(Model("tiny", tiny_model), beam=1),
    )
    lines = ["وصل الوزير إلى العاصمة", "اجتمع المجلس"]
    one, other = fast.translate(lines), reference.translate(lines)
    assert [found.tokens for found in one] == [found.tokens for found in other]
    assert any(found.degenerate for found in one)
    assert [found.degenerate for found in one] == [found.degenerate for found in other]
    fast.close()


def test_our_conversion_is_what_the_libraries_own_converter_makes(tiny_model: Path, tmp_path: Path) -> None:
    """On a checkpoint like Marian's own, whose padding is zeros, both converters must give the same model."""
    import ctranslate2
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    from muqabala.engine.checkpoint import read_checkpoint
    from muqabala.engine.convert import convert

    folder = tmp_path / "zeroed"
    model = MarianMTModel.from_pretrained(tiny_model)
    with torch.no_grad():
        model.model.shared.weight[-1] = 0
        model.final_logits_bias += 0.1 * torch.randn_like(model.final_logits_bias)
    model.save_pretrained(folder)
    tokenizer = MarianTokenizer(
        source_spm=str(tiny_model / "source.spm"),
        target_spm=str(tiny_model / "target.spm"),
        vocab=str(tiny_model / "vocab.json"),
    )
    tokenizer.save_pretrained(folder)
    for name in ("source.spm", "target.spm", "vocab.json"):
        (folder / name).write_bytes((tiny_model / name).read_bytes())
    ctranslate2.converters.TransformersConverter(str(folder)).convert(str(tmp_path / "theirs"), quantization="float32")
    convert(read_checkpoint(folder), tmp_path / "ours", "float32")
    engine = HfEngine(Model("zeroed", folder))
    source = [*engine.encoding.source("وصل الوزير إلى العاصمة"), "</s>"]
    found = [
        ctranslate2.Translator(str(tmp_path / side)).translate_batch(
            [source], beam_size=3, num_hypotheses=3, return_scores=True, max_decoding_length=60
        )[0]
        for side in ("theirs", "ours")
    ]
    assert found[0].hypotheses == found[1].hypotheses
    assert np.allclose(found[0].scores, found[1].scores, atol=1e-5)


def test_a_start_that_is_not_zero_is_kept(tiny_model: Path) -> None:
    """Models trained with transformers start from a padding that has an embedding; zeros would start another sentence."""
    fast, reference = Ct2Engine(Model("tiny", tiny_model), compute="float32"), HfEngine(Model("tiny", tiny_model))
    assert reference.checkpoint.vocabulary["<pad>"] == len(reference.checkpoint.vocabulary) - 1
    lines, targets = ["وصل الوزير", "اجتمع المجلس"], ["The minister arrived", "The council met in the city"]
    assert np.allclose(fast.score(lines, targets), reference.score(lines, targets), atol=1e-4)
    fast.close()


def test_any_head_can_be_brought_forward(tiny_model: Path, tmp_path: Path) -> None:
    """CTranslate2 reports the first heads only; conversion puts the chosen one there and changes nothing else."""
    from muqabala.engine.models import add_model, record_attention

    add_model(tiny_model, name="headed")
    moved = record_attention(add_model(tiny_model, name="moved"), 0, 2)
    fast = Ct2Engine(moved, compute="float32")
    reference = HfEngine(moved)
    source, target = "وصل الوزير إلى العاصمة", "The minister arrived in the capital"
    wanted = reference.attention_of(source, target)[0][2]
    assert np.allclose(fast.align([source], [target])[0].attention, wanted, atol=1e-4)
    assert np.allclose(fast.score([source], [target]), reference.score([source], [target]), atol=1e-4)
    fast.close()


def test_a_packed_checkpoint_is_the_same_model_to_both_engines(tmp_path: Path, made_lines: MadeLines) -> None:
    """Packing rounds as CTranslate2's int8 does, but for the last bits of the scales; the reference sees the same."""
    from muqabala.engine.models import find_model as find
    from muqabala.tensors import pack, read_weights, write_weights

    whole = find("starter")
    folder = Path(shutil.copytree(whole.folder, tmp_path / "packed"))
    write_weights(folder / "model.safetensors", pack(read_weights(whole.folder / "model.safetensors")))
    packed = Model("packed", folder)
    assert packed.checkpoint.parameters == whole.checkpoint.parameters
    assert packed.checkpoint.weights.stat().st_size < 1.1 * packed.checkpoint.parameters
    lines = sorted(made_lines(40), key=len)[:12]
    engines = [Ct2Engine(model, threads=1) for model in (whole, packed)]
    texts = [one.text for one in engines[0].translate(lines)]
    scores = [np.array(engine.score(lines, texts)) for engine in engines]
    assert np.abs(scores[0] - scores[1]).mean() < 0.02
    assert np.abs(scores[0] - scores[1]).max() < 0.05
    reference, fast = HfEngine(packed, threads=1), Ct2Engine(packed, compute="float32")
    assert np.abs(np.array(reference.score(lines, texts)) - fast.score(lines, texts)).max() < 1e-3
