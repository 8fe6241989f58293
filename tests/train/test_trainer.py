"""The trainer learns, can be stopped and resumed without a trace, and what it writes both engines read alike."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from muqabala.engine.checkpoint import read_checkpoint
from muqabala.engine.encoding import Encoding
from muqabala.engine.models import Model
from muqabala.errors import InputError
from muqabala.tensors import read_weights
from muqabala.train.batches import plan_epoch
from muqabala.train.growing import grow
from muqabala.train.model import Shape, build, new_config, weights_of
from muqabala.train.packed import Packed, join, load_packed, pack
from muqabala.train.trainer import STATE, Options, Trainer, mean_log_probability
from muqabala.train.weights import average, export

PAIRS = [
    ("وصل الوزير إلى العاصمة صباح اليوم.", "The minister arrived in the capital this morning."),
    ("اجتمع المجلس في مقر الأمم المتحدة.", "The council met at the headquarters of the United Nations."),
    ("زار الوفد مكتب الاتصال الجديد في المدينة.", "The delegation visited the new liaison office in the city."),
    ("ارتفع عدد السكان إلى 5 ملايين نسمة عام 2020.", "The population rose to 5 million in 2020."),
]


def packed_of(folder: Path) -> Packed:
    """The four pairs as the tiny model's ids, each piece of the target aligned to the source piece in its place."""
    encoding = Encoding(read_checkpoint(folder))
    ids = encoding.vocabulary
    examples = []
    for ar, en in PAIRS:
        source, target = [ids[p] for p in encoding.source(ar)], [ids[p] for p in encoding.target(en)]
        links = [at if at < len(source) else -1 for at in range(len(target))]
        examples.append((source, target, links))
    return pack(examples, ids[encoding.eos])


def tiny(folder: Path):
    checkpoint = read_checkpoint(folder)
    return build({**checkpoint.config, "dropout": 0.1}, read_weights(checkpoint.weights))


BY_HEART = Options(updates=130, rate=1e-2, warmup=20, tokens=400, smoothing=0.0)
"""Enough to write the four pairs out again."""


def new_tiny(folder: Path):
    """A model from nothing with the tiny model's pieces; it learns faster than random weights unlearn."""
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return build(new_config(Shape(32, 64, 2, 1, 2, dropout=0.0), vocabulary), seed=3)


@pytest.fixture(autouse=True)
def _one_thread():
    """Bit for bit is promised for one thread: more of them add up in another order each time."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_it_learns_a_handful_of_pairs_by_heart(tiny_model):
    """Real steps on a real model: loss and guided alignment fall far."""
    seen = []
    data = packed_of(tiny_model)
    model = new_tiny(tiny_model)
    before = mean_log_probability(model, data)
    Trainer(model, data, replace(BY_HEART, report_every=10), report=seen.append).train()
    assert seen[-1].loss < 0.2 * seen[0].loss
    assert seen[-1].guide < 0.5 * seen[0].guide
    assert mean_log_probability(model, data) > before / 5


def test_muon_turns_the_matrices_of_the_layers_alone(tiny_model):
    """An update of a matrix has like singular values; embeddings go on by AdamW, and it learns as well."""
    data = packed_of(tiny_model)
    before = weights_of(new_tiny(tiny_model))
    after = Trainer(
        new_tiny(tiny_model), data, Options(updates=1, warmup=0, rate=1e-2, decay=0, orthogonal=True)
    ).train()
    name = "model.encoder.layers.0.fc1.weight"
    turned = np.linalg.svd(after[name] - before[name], compute_uv=False)
    assert turned.max() < 2 * np.quantile(turned, 0.1)
    stepped = np.linalg.svd(after["model.shared.weight"] - before["model.shared.weight"], compute_uv=False)
    assert stepped.max() > 5 * np.quantile(stepped, 0.1)
    model = new_tiny(tiny_model)
    unlearnt = mean_log_probability(model, data)
    Trainer(model, data, replace(BY_HEART, orthogonal=True)).train()
    assert mean_log_probability(model, data) > unlearnt / 5


def test_every_validation_is_reported(tiny_model):
    """Also right after a report, and at the end, when nothing has been learnt since."""
    seen, looks = [], iter(range(100))
    options = Options(updates=20, warmup=2, tokens=120, report_every=5, validate_every=10)
    trainer = Trainer(
        new_tiny(tiny_model), packed_of(tiny_model), options, validate=lambda _: float(next(looks)), report=seen.append
    )
    trainer.train()
    assert [(one.step, one.dev) for one in seen if one.dev is not None] == [(10, 0.0), (20, 1.0)]
    assert [one.step for one in seen if one.dev is None] == [5, 10, 15, 20]
    assert all(np.isfinite(one.loss) for one in seen)


def test_from_nothing_the_start_is_zeros_and_stays(tiny_model):
    """The decoder starts from `<pad>`; Marian's is zeros, and so is ours, however long it is trained."""
    vocabulary = json.loads((tiny_model / "vocab.json").read_text(encoding="utf-8"))
    shape = Shape(width=32, feed_forward=64, encoder_layers=1, decoder_layers=1, heads=2)
    model = build(new_config(shape, vocabulary), seed=3)
    before = float(model.model.shared.weight.detach().std())
    assert before == pytest.approx(32**-0.5, rel=0.1)
    weights = Trainer(model, packed_of(tiny_model), Options(updates=5, warmup=1, tokens=300)).train()
    assert not weights["model.shared.weight"][vocabulary["<pad>"]].any()
    assert weights["model.shared.weight"].any()


@pytest.mark.parametrize("orthogonal", [False, True])
@pytest.mark.parametrize("halved", [False, True])
def test_stopped_and_resumed_equals_uninterrupted(tiny_model, tmp_path, halved, orthogonal):
    """Bit for bit, dropout and order included."""
    data = packed_of(tiny_model)
    options = Options(updates=24, warmup=4, tokens=120, halved=halved, orthogonal=orthogonal)
    whole = Trainer(tiny(tiny_model), data, options, folder=tmp_path / "whole")
    whole.train()

    class Stop(Exception):
        pass

    halted = Trainer(tiny(tiny_model), data, options, folder=tmp_path / "halves")
    update = halted.update

    def until_eleven(batch):
        if halted.step == 11:
            halted.save()
            raise Stop
        return update(batch)

    halted.update = until_eleven
    with pytest.raises(Stop):
        halted.train()
    resumed = Trainer(tiny(tiny_model), data, options, folder=tmp_path / "halves")
    assert resumed.step == 11
    resumed.train()
    one, other = weights_of(whole.model), weights_of(resumed.model)
    assert resumed.step == whole.step == 24
    for name in one:
        assert np.array_equal(one[name], other[name]), name


def test_killed_at_any_moment_it_resumes(tiny_model, tmp_path):
    """kill -9 in the middle of saving all the time: the state is whole, and the run goes on from it."""
    folder = tmp_path / "run"
    packed_of(tiny_model).save(tmp_path / "packed.npz")
    script = textwrap.dedent(f"""
        import torch
        from pathlib import Path
        from muqabala.engine.checkpoint import read_checkpoint
        from muqabala.tensors import read_weights
        from muqabala.train.model import build
        from muqabala.train.packed import load_packed
        from muqabala.train.trainer import Options, Trainer
        torch.set_num_threads(1)
        checkpoint = read_checkpoint(Path({str(tiny_model)!r}))
        model = build(checkpoint.config, read_weights(checkpoint.weights))
        options = Options(updates=100_000, tokens=120, save_minutes=0, report_every=1)
        Trainer(model, load_packed(Path({str(tmp_path / "packed.npz")!r})), options, folder=Path({str(folder)!r}),
                report=lambda progress: print(progress.step, flush=True)).train()
    """)
    reached = 0
    for _ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", script],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        ) as run:
            first = int(run.stdout.readline())
            assert first >= reached
            time.sleep(0.3)
            run.send_signal(signal.SIGKILL)
            printed = run.stdout.read().split()
        reached = int(printed[-1]) if printed else first
    checkpoint = read_checkpoint(tiny_model)
    resumed = Trainer(
        build(checkpoint.config, read_weights(checkpoint.weights)),
        load_packed(tmp_path / "packed.npz"),
        Options(updates=100_000, tokens=120),
        folder=folder,
    )
    # Saved after each update; the last one or two may have been under way.
    assert reached - 2 <= resumed.step <= reached + 1


def test_a_state_of_another_run_is_refused(tiny_model, tmp_path):
    """Resuming on other data would repeat some pairs and never see others."""
    data = packed_of(tiny_model)
    Trainer(tiny(tiny_model), data, Options(updates=1), folder=tmp_path).train()
    with pytest.raises(InputError, match="belongs to a run"):
        Trainer(tiny(tiny_model), data, Options(updates=1, seed=2), folder=tmp_path)
    with pytest.raises(InputError, match="another optimiser"):
        Trainer(tiny(tiny_model), data, Options(updates=1, orthogonal=True), folder=tmp_path)
    (tmp_path / STATE).write_bytes(b"cut off")
    with pytest.raises(InputError, match="cannot be read"):
        Trainer(tiny(tiny_model), data, Options(updates=1), folder=tmp_path)


def test_a_run_goes_on_with_other_rows_when_that_is_said(tiny_model, tmp_path):
    """New text comes while a run is under way: the state goes on, with the next epoch, on what is there now."""
    data = packed_of(tiny_model)
    more = join([data, data, data])
    Trainer(tiny(tiny_model), data, Options(updates=3, tokens=100), folder=tmp_path).train()
    with pytest.raises(InputError, match=r"4 pairs .* not on 12 pairs"):
        Trainer(tiny(tiny_model), more, Options(updates=5, tokens=100), folder=tmp_path)
    begun = torch.load(tmp_path / STATE, weights_only=True)["epoch"]
    seen = []
    on = Trainer(
        tiny(tiny_model),
        more,
        Options(updates=5, tokens=100, report_every=1),
        folder=tmp_path,
        report=seen.append,
        other_rows=True,
    )
    assert on.step == 3
    on.train()
    assert [one.step for one in seen] == [4, 5]
    assert {one.epoch for one in seen} == {begun + 1}
    again = Trainer(tiny(tiny_model), more, Options(updates=5, tokens=100), folder=tmp_path)
    assert again.step == 5


def test_packs_laid_behind_each_other_are_one_pack(tiny_model):
    data = packed_of(tiny_model)
    joined = join([data, data])
    assert len(joined) == 2 * len(data)
    for row in range(len(joined)):
        for ends, side in (("source_ends", "source"), ("target_ends", "target"), ("target_ends", "alignment")):
            one, other = ([getattr(pack, name) for name in (ends, side)] for pack in (joined, data))
            begin = other[0][row % len(data)]
            assert np.array_equal(
                one[1][one[0][row] : one[0][row + 1]], other[1][begin : other[0][row % len(data) + 1]]
            )


def test_the_best_by_validation_is_what_comes_out(tiny_model, tmp_path):
    """Not the last: a run that goes on too long gives what it had at its best."""
    marks = iter([1.0, 3.0, 2.0])
    kept = []

    def validate(model):
        kept.append(weights_of(model))
        return next(marks)

    options = Options(updates=6, tokens=200, validate_every=2, warmup=1)
    best = Trainer(tiny(tiny_model), packed_of(tiny_model), options, folder=tmp_path, validate=validate).train()
    assert all(np.array_equal(best[name], kept[1][name]) for name in best)
    assert len(list(tmp_path.glob("step-*.safetensors"))) == 3
    stored = read_weights(tmp_path / "best.safetensors")
    assert all(np.array_equal(best[name], stored[name]) for name in best)


def test_every_pair_is_in_one_batch_of_each_epoch():
    """In another order each time, and no batch larger than asked for."""
    rng = np.random.default_rng(5)
    source, target = rng.integers(2, 60, 500), rng.integers(2, 60, 500)
    epochs = [plan_epoch(source, target, tokens=300, seed=1, epoch=epoch, longest=50) for epoch in (0, 0, 1)]
    wanted = sorted(np.flatnonzero((source <= 50) & (target <= 50)))
    for epoch in epochs:
        assert sorted(np.concatenate(epoch)) == wanted
        assert all(len(b) == 1 or len(b) * max(source[b].max(), target[b].max()) <= 300 for b in epoch)
    first, again, second = ([b.tolist() for b in epoch] for epoch in epochs)
    assert first == again != second


def test_packed_pairs_survive_the_disk(tiny_model, tmp_path):
    """Also that a file of something else is refused by name."""
    data = packed_of(tiny_model)
    data.save(tmp_path / "p.npz")
    back = load_packed(tmp_path / "p.npz")
    assert np.array_equal(back.source, data.source)
    assert np.array_equal(back.alignment, data.alignment)
    assert back.is_aligned
    assert len(back) == 4
    (tmp_path / "p.npz").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(InputError, match=r"p\.npz"):
        load_packed(tmp_path / "p.npz")


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_exported_both_engines_read_alike(tiny_model, tmp_path, packed):
    """From nothing, through float16 or int8 rows, to both engines: same words, nearly same scores."""
    from muqabala.engine.ct2 import Ct2Engine
    from muqabala.engine.hf import HfEngine

    model = new_tiny(tiny_model)
    weights = Trainer(model, packed_of(tiny_model), BY_HEART).train()
    export(weights, model.config.to_dict(), tiny_model, tmp_path / "out", longest=40, packed=packed)
    out = Model("out", tmp_path / "out")
    # Of one beam: what a model learnt by heart thinks second and third ends at once and crowds the best one out.
    engines = [Ct2Engine(out, beam=1, compute="float32", threads=1), HfEngine(out, beam=1)]
    sources, targets = [a for a, _ in PAIRS], [e for _, e in PAIRS]
    fast, slow = (engine.translate(sources) for engine in engines)
    assert [h.text for h in fast] == [h.text for h in slow] == targets
    one, other = (engine.score(sources, targets) for engine in engines)
    assert one == pytest.approx(other, abs=1e-3)
    assert out.checkpoint.window == 40, "what it never saw in one piece is split"
    if not packed:
        from transformers import MarianMTModel

        loaded = MarianMTModel.from_pretrained(tmp_path / "out", dtype="float32")
        assert mean_log_probability(loaded, packed_of(tiny_model)) == pytest.approx(
            mean_log_probability(model, packed_of(tiny_model)), abs=1e-2
        )


def test_averaging_is_the_mean_and_knows_shapes():
    """Of a few checkpoints, or between a model and its parent."""
    models = [{"w": np.full((2, 2), value, dtype=np.float32)} for value in (1, 2, 6)]
    assert average(models)["w"].tolist() == [[3, 3], [3, 3]]
    assert average(models[:2], [0.25, 0.75])["w"][0, 0] == 1.75
    with pytest.raises(InputError, match="shapes"):
        average([models[0], {"w": np.zeros(3)}])


def test_bfloat16_learns_the_same_with_weights_of_full_precision(tiny_model):
    """A copy is computed with; what is learnt, validated and saved are float32 weights."""
    import torch

    data = packed_of(tiny_model)
    model = new_tiny(tiny_model)
    before = mean_log_probability(model, data)
    Trainer(model, data, replace(BY_HEART, halved=True)).train()
    assert {values.dtype for values in model.parameters()} == {torch.float32}
    assert mean_log_probability(model, data) > 0.25 * before


# ── a trained model made larger ──


def small(folder):
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return read_weights(folder / "model.safetensors"), config


def test_wider_layers_change_nothing(tiny_model):
    weights, config = small(tiny_model)
    wider, grown = grow(weights, config, feed_forward=3 * config["encoder_ffn_dim"])
    data = packed_of(tiny_model)
    before, after = (mean_log_probability(build(c, w), data) for c, w in ((config, weights), (grown, wider)))
    assert after == pytest.approx(before, abs=1e-5)
    assert sum(w.size for w in wider.values()) > sum(w.size for w in weights.values())


def test_more_layers_change_little(tiny_model):
    """Far less than layers as they are made from nothing would; norms are tuned to undo themselves on average."""
    weights, config = small(tiny_model)
    data = packed_of(tiny_model)
    deeper, grown = grow(weights, config, encoder_layers=config["encoder_layers"] + 2)
    assert grown["encoder_layers"] == config["encoder_layers"] + 2
    before, after = (mean_log_probability(build(c, w), data) for c, w in ((config, weights), (grown, deeper)))
    assert abs(after - before) < 0.05 * abs(before)


def test_what_is_new_learns(tiny_model):
    weights, config = small(tiny_model)
    more, grown = grow(weights, config, feed_forward=config["encoder_ffn_dim"] + 8, encoder_layers=3)
    model = build(grown, more)
    Trainer(model, packed_of(tiny_model), Options(updates=12, warmup=2, rate=1e-3)).train()
    learnt = weights_of(model)
    last = f"model.encoder.layers.{grown['encoder_layers'] - 1}."
    for name in ("self_attn.out_proj.weight", "fc2.weight", "fc1.weight", "self_attn.q_proj.weight"):
        assert not np.array_equal(learnt[last + name], more[last + name]), name
    added = learnt["model.decoder.layers.0.fc2.weight"][:, config["decoder_ffn_dim"] :]
    assert np.abs(added).max() > 0


def test_a_model_is_not_made_smaller(tiny_model):
    weights, config = small(tiny_model)
    with pytest.raises(InputError, match="only be grown"):
        grow(weights, config, feed_forward=1)
