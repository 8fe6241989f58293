"""`muqabala model` as a user calls it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from muqabala.cli.main import run
from muqabala.errors import Exit


@pytest.fixture(autouse=True)
def _own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUQABALA_MODELS", str(tmp_path / "models"))
    monkeypatch.chdir(tmp_path)


def test_info_names_what_the_contract_asks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["model", "info", "--json"]) == Exit.DONE
    row = json.loads(capsys.readouterr().out)
    assert list(row) == ["name", "path", "fast_path", "checksum", "licence", "source", "parameters"]
    assert row["name"] == "starter"
    assert row["parameters"] > 1_000_000
    fast = Path(row["fast_path"])
    assert (fast / "source.spm").is_file()
    assert (fast / "target.spm").is_file()

    import ctranslate2
    import sentencepiece

    source = sentencepiece.SentencePieceProcessor(model_file=str(fast / "source.spm"))
    pieces = source.encode("وصل الوزير إلى العاصمة.", out_type=str)
    answer = ctranslate2.Translator(str(fast)).translate_batch([[*pieces, "</s>"]])[0].hypotheses[0]
    assert answer


def test_a_model_is_added_used_listed_and_removed(tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["model", "add", str(tiny_model), "--name", "house", "--licence", "CC0-1.0"]) == Exit.DONE
    said = capsys.readouterr()
    assert said.out == ""
    assert "Added house" in said.err
    assert "muqabala model use house" in said.err
    assert run(["model", "use", "house", "--quiet"]) == Exit.DONE
    assert run(["model", "list"]) == Exit.DONE
    assert capsys.readouterr().out == "  starter\n* house\n"
    assert run(["model", "info", "--json"]) == Exit.DONE
    row = json.loads(capsys.readouterr().out)
    assert (row["name"], row["licence"], row["source"]) == ("house", "CC0-1.0", str(tiny_model.resolve()))
    assert run(["model", "remove", "house"]) == Exit.DONE
    assert run(["model", "list", "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == [{"name": "starter", "default": True}]


def test_a_model_that_cannot_be_opened_is_not_added(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Broken pieces show only when something is translated; nothing of the model stays behind."""
    broken = Path(shutil.copytree(tiny_model, tmp_path / "broken"))
    (broken / "source.spm").write_bytes(b"no pieces")
    assert run(["model", "add", "broken", "--use"]) == Exit.COMPONENT
    said = capsys.readouterr().err
    assert "broken/source.spm" in said
    assert str(tmp_path / "models") not in said
    assert run(["model", "list"]) == Exit.DONE
    assert capsys.readouterr().out == "* starter\n"


def test_a_folder_can_be_asked_about_without_adding_it(tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["model", "info", str(tiny_model), "--json"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["path"] == str(tiny_model.resolve())


def test_bench_prints_both_speeds(tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["model", "bench", str(tiny_model), "--rounds", "1", "--beam", "1"]) == Exit.DONE
    said = capsys.readouterr().out
    assert "sentences/s" in said
    assert "tokens/s" in said
    assert run(["model", "bench", str(tiny_model), "--rounds", "1", "--beam", "1", "--json"]) == Exit.DONE
    row = json.loads(capsys.readouterr().out)
    assert row["sentences"] == 16
    assert row["sentences_per_second"] > 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["info", "nosuch"], Exit.COMPONENT, "No model is called 'nosuch'"),
        (["use", "nosuch"], Exit.COMPONENT, "No model is called 'nosuch'"),
        (["remove", "starter"], Exit.USAGE, "stays"),
        (["add", "nosuch"], Exit.COMPONENT, "no such folder"),
        (["add", "."], Exit.COMPONENT, "config.json: missing"),
        (["bench", "--rounds", "0"], Exit.USAGE, "at least one round"),
        (["add"], Exit.USAGE, "Missing argument"),
        (["frobnicate"], Exit.USAGE, "No such command"),
    ],
)
def test_what_is_wrong_is_said_with_the_right_status(
    arguments: list[str], status: Exit, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["model", *arguments]) == status
    assert said in capsys.readouterr().err


def test_a_pickled_model_is_refused_with_the_way_out(
    tiny_model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    folder = Path(shutil.copytree(tiny_model, tmp_path / "pickled"))
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    assert run(["model", "add", str(folder)]) == Exit.COMPONENT
    said = capsys.readouterr().err
    assert "pytorch_model.bin" in said
    assert "save_pretrained" in said
