"""`muqabala tune` on a real store: what it refuses, what it keeps, and that nothing is left when it does not."""

import importlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from muqabala.cli.main import run
from muqabala.config import Settings
from muqabala.engine.models import find_model, model_names
from muqabala.evaluate.translation import Comparison, paired_bootstrap
from muqabala.glossary import load_glossary
from muqabala.store import Store
from muqabala.tensors import read_weights
from muqabala.train.model import Shape, build, new_config, weights_of
from muqabala.train.weights import export
from muqabala.values import READS_TERMS
from muqabala.workflow.tune import Tuning, _engine, _packed, plan_tuning, tune, tuned_name, verdict

WORDS = {
    "الوزير": "minister",
    "المجلس": "council",
    "الوفد": "delegation",
    "الرئيس": "president",
    "العاصمة": "capital",
    "المدينة": "city",
    "الميزانية": "budget",
    "اللجنة": "committee",
    "الحكومة": "government",
    "مكتب": "office",
    "الجديد": "new",
    "اليوم": "morning",
    "السكان": "population",
    "عام": "month",
    "ملايين": "million",
    "مقر": "headquarters",
    "الأمم": "nations",
    "الاتصال": "liaison",
}


def sentences(count: int, seed: int) -> list[tuple[str, str]]:
    """A language without grammar: nothing to understand, all to learn, and no two sentences alike."""
    rng = random.Random(seed)
    drawn = [rng.sample(sorted(WORDS), 5) for _ in range(count)]
    return [(" ".join(words) + ".", " ".join(WORDS[word] for word in words) + ".") for words in drawn]


@pytest.fixture
def unlearned(tiny_model: Path, tmp_path: Path) -> Path:
    """A model from nothing with the tiny model's pieces, which learns faster than one of large random weights."""
    vocabulary = json.loads((tiny_model / "vocab.json").read_text(encoding="utf-8"))
    config = new_config(Shape(32, 64, 1, 1, 2, dropout=0.0), vocabulary)
    export(weights_of(build(config, seed=3)), config, tiny_model, tmp_path / "young")
    return tmp_path / "young"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten documents of eight accepted pairs, which the tiny model knows nothing of."""
    monkeypatch.setenv("MUQABALA_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("MUQABALA_THREADS", "1")
    rows = [
        {
            "ar": ar,
            "en": en,
            "document": f"seeds/{n // 8}.txt",
            "segment": n % 8 + 1,
            "reviewer": "r",
            "reviewed_at": "2026-11-21T08:00:00Z",
        }
        for n, (ar, en) in enumerate(sentences(80, 1))
    ]
    (tmp_path / "pairs.jsonl").write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    (tmp_path / "general.tsv").write_text("".join(f"{ar}\t{en}\n" for ar, en in sentences(40, 2)), encoding="utf-8")
    assert run(["-C", str(tmp_path), "import", "-q", str(tmp_path / "pairs.jsonl")]) == 0
    return tmp_path


def plan_of(workspace: Path, model: Path, **given):
    asked = Tuning(str(model), general=workspace / "general.tsv", **given)
    with Store.open(workspace / ".muqabala" / "store.sqlite3") as store:
        return plan_tuning(store, asked, Settings(threads=1, beam=1)), asked


def test_it_learns_and_the_new_model_is_registered(workspace, unlearned):
    """Real steps: a model that knew nothing writes the house's sentences, is named, and can be dropped again."""
    plan, asked = plan_of(workspace, unlearned, epochs=30, rate=8e-3, minutes=1, batch=400)
    held = {pair.document for pair in plan.split.held_out}
    assert held
    said = []
    losses = []
    report = tune(plan, asked, Settings(threads=1, beam=1), say=said.append, watch=lambda p: losses.append(p.loss))
    assert losses[-1] < 0.7 * losses[0]
    assert report.held_out.gain > 5
    assert report.held_out.better >= 0.95
    assert report.name == "young-tuned-1", report.reason
    tuned = find_model("young-tuned-1")
    assert tuned.record.source.startswith("tuned from young (")
    assert run(["model", "use", "-q", "young-tuned-1"]) == 0
    assert run(["model", "remove", "young-tuned-1"]) == 0
    assert "young-tuned-1" not in model_names()


def test_what_forgets_too_much_is_tried_nearer_to_the_old_weights(workspace, unlearned, monkeypatch):
    """Wherever the general text falls too far, weights on the way from the old to the new ones are measured."""
    module = importlib.import_module("muqabala.workflow.tune")
    written = []
    write = module._write_checkpoint
    monkeypatch.setattr(module, "_write_checkpoint", lambda m, w, f: written.append(w) or write(m, w, f))
    # No text gains a thousand points: everything falls too far.
    monkeypatch.setattr(module, "WORST_FALL", -1000)
    plan, asked = plan_of(workspace, unlearned, epochs=3, rate=8e-3, minutes=1, batch=400)
    said = []
    report = tune(plan, asked, Settings(threads=1, beam=1), say=said.append)
    assert not report.name and "fell" in report.reason
    assert sum("nearer to the old" in line for line in said) == len(module.SHARES) - 1
    old = read_weights(unlearned / "model.safetensors")
    name = "model.encoder.layers.0.fc1.weight"
    full, some, little, _ = (weights[name] - old[name] for weights in written)
    assert abs(full).max() > 0.01
    assert np.allclose(some, module.SHARES[1] * full, atol=1e-5)
    assert np.allclose(little, module.SHARES[2] * full, atol=1e-5)


def test_a_model_that_is_not_better_is_not_kept(workspace, tiny_model, capsys):
    """Status 1, the old model stays, and the figures are said."""
    status = run(
        [
            "-C",
            str(workspace),
            "tune",
            "-m",
            str(tiny_model),
            "--general",
            str(workspace / "general.tsv"),
            "--epochs",
            "0.3",
            "--lr",
            "1e-9",
        ]
    )
    said = capsys.readouterr().err
    assert status == 1
    assert "Kept tiny:" in said
    assert "Held-out pairs: chrF" in said
    assert model_names() == ["starter"]


def test_too_few_pairs_are_a_sentence(tmp_path, tiny_model, capsys):
    """An empty store too; nothing is trained."""
    status = run(["-C", str(tmp_path), "tune", "-m", str(tiny_model)])
    assert status == 1
    assert "0 accepted pairs are too few" in capsys.readouterr().err


def test_a_dry_run_says_what_would_be_done(workspace, tiny_model, capsys):
    status = run(["-C", str(workspace), "tune", "-m", str(tiny_model), "--dry-run", "-q"])
    said = capsys.readouterr().err
    assert status == 0
    assert "held out (whole documents)" in said
    assert "General pairs from the program" in said


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--general", "absent.tsv"], 3),
        (["--minutes", "0"], 2),
        (["-m", "no-such-model"], 4),
        (["--lr", "fast"], 2),
    ],
)
def test_wrong_calls_end_with_their_status(workspace, arguments, status, capsys):
    assert run(["-C", str(workspace), "tune", *arguments]) == status
    assert "Traceback" not in capsys.readouterr().err


def test_ctrl_c_leaves_nothing(workspace, tiny_model, tmp_path):
    """In the middle of training: status 130, no model, no half of one."""
    models = tmp_path / "models"
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "muqabala",
            "-C",
            str(workspace),
            "tune",
            "-m",
            str(tiny_model),
            "--epochs",
            "100000",
            "--minutes",
            "5",
        ],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "MUQABALA_MODELS": str(models), "MUQABALA_THREADS": "1", "TMPDIR": str(tmp_path)},
    ) as process:
        for line in process.stderr:
            if "epoch" in line:
                break
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert "Interrupted" in rest
    assert not models.exists()
    assert not list(tmp_path.glob("muqabala-tune-*"))


def test_general_pairs_and_held_out_pairs_share_nothing(workspace, tiny_model):
    """A general pair that is nearly a held-out one would teach the answer."""
    plan, _ = plan_of(workspace, tiny_model)
    held = {pair.ar for pair in plan.split.held_out}
    assert held
    assert not held & {ar for ar, _ in (*plan.mixed, *plan.measured)}
    assert not {pair.ar for pair in plan.split.train} & {ar for ar, _ in plan.measured}


@pytest.mark.parametrize("reads", [True, False])
def test_a_model_that_reads_its_terms_goes_on_reading_them(workspace, unlearned, reads):
    """What is learnt from looks as what is drafted from: the house's term in the line, where the pair has it."""
    config = json.loads((unlearned / "config.json").read_text(encoding="utf-8"))
    (unlearned / "config.json").write_text(json.dumps({**config, READS_TERMS: reads}), encoding="utf-8")
    (workspace / "terms.csv").write_text("id,ar,en\nseat,مقر,headquarters\nsea,عام,sea\n", encoding="utf-8")
    asked = Tuning(str(unlearned), general=workspace / "general.tsv")
    with Store.open(workspace / ".muqabala" / "store.sqlite3") as store:
        plan = plan_tuning(
            store, asked, Settings(threads=1, beam=1), load_glossary([workspace / "terms.csv"]).matcher()
        )
    engine = _engine(plan.model, Settings(threads=1, beam=1))
    data, choose = _packed(plan, engine)
    engine.close()
    pieces = {number: piece for piece, number in plan.model.checkpoint.vocabulary.items()}
    lines = ["".join(map(pieces.get, packed.source)).replace("▁", " ") for packed in (data, choose)]
    learnt = [pair for pair in plan.split.train if "مقر" in pair.ar.split()]
    assert learnt
    assert ("headquarters" in lines[0]) == ("headquarters" in lines[1]) == reads
    assert (" مقر" in lines[0]) != reads
    assert " عام" in lines[0], "the pairs say month: a term that a pair does not have is not told"


@pytest.mark.parametrize(
    ("own", "general", "kept", "word"),
    [
        ((40.0, 43.0, 0.99), (50.0, 49.8, 0.3), True, "gained"),
        ((40.0, 43.0, 0.99), (50.0, 49.4, 0.1), False, "fell"),
        ((40.0, 40.1, 0.60), (50.0, 50.0, 0.5), False, "chance"),
        ((40.0, 39.0, 0.02), (50.0, 50.0, 0.5), False, "did not gain"),
    ],
)
def test_the_new_model_must_earn_its_place(own, general, kept, word):
    made = [Comparison(base, system, better, 0.0, (0.0, 0.0), "") for base, system, better in (own, general)]
    found, reason = verdict(*made)
    assert found is kept
    assert word in reason


def test_versions_go_on_from_the_model_they_belong_to():
    assert tuned_name("starter", ["starter"]) == "starter-tuned-1"
    assert tuned_name("starter-tuned-1", ["starter", "starter-tuned-1"]) == "starter-tuned-2"
    assert tuned_name("starter-tuned-2", ["starter", "starter-tuned-2"]) == "starter-tuned-1"


def test_an_identical_model_is_not_better():
    lines = ["a b c", "d e f", "g h i"]
    same = paired_bootstrap(lines, lines, ["a b x", "d e f", "g h"])
    assert verdict(same, same)[0] is False
