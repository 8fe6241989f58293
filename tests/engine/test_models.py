"""Models are added, chosen and removed; their fast form is made once, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from muqabala.engine.models import (
    Model,
    add_model,
    cache_folder,
    default_name,
    fast_folder,
    find_model,
    model_names,
    models_folder,
    remove_model,
    use_model,
)
from muqabala.errors import ModelError, UsageError


@pytest.fixture(autouse=True)
def _own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUQABALA_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def opens(folder: Path) -> bool:
    import ctranslate2

    translator = ctranslate2.Translator(str(folder))
    return bool(translator.translate_batch([["▁", "</s>"]], max_decoding_length=3)[0].hypotheses)


def test_without_any_choice_the_starter_model_is_the_default() -> None:
    assert (default_name(), model_names()) == ("starter", ["starter"])
    assert find_model().licence == "Apache-2.0"


def test_an_added_model_keeps_its_origin(tiny_model: Path) -> None:
    model = add_model(tiny_model, name="house", licence="CC0-1.0")
    assert model_names() == ["starter", "house"]
    assert find_model("house") == model
    assert (model.licence, model.source) == ("CC0-1.0", str(tiny_model.resolve()))
    assert model.record is not None
    assert model.record.checksum == model.checkpoint.checksum
    fast = fast_folder(model)
    assert fast.parent == models_folder() / "house"
    assert {path.name for path in fast.iterdir()} >= {"model.bin", "config.json", "source.spm", "target.spm"}
    assert opens(fast)


def test_the_default_can_be_chosen_and_falls_back_when_removed(tiny_model: Path) -> None:
    add_model(tiny_model, name="house")
    use_model("house")
    assert find_model().name == "house"
    remove_model("house")
    assert (default_name(), model_names()) == ("starter", ["starter"])
    assert not (models_folder() / "house").exists()


@pytest.mark.parametrize("name", ["starter", "default", "../away", ".hidden", "a b", ""])
def test_names_that_would_confuse_are_refused(tiny_model: Path, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / ".odd name"))
    with pytest.raises(UsageError, match="cannot be the name"):
        add_model(folder, name=name)
    assert model_names() == ["starter"]


def test_a_name_is_given_once(tiny_model: Path) -> None:
    add_model(tiny_model, name="house")
    with pytest.raises(UsageError, match="there already"):
        add_model(tiny_model, name="house")


def test_a_broken_folder_leaves_nothing_behind(tiny_model: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(tiny_model, tmp_path / "broken"))
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(ModelError, match="cut off"):
        add_model(broken)
    assert not models_folder().exists() or list(models_folder().iterdir()) == []


@pytest.mark.parametrize("change", [remove_model, use_model])
def test_unknown_names_are_answered_with_the_known_ones(change: object) -> None:
    with pytest.raises(ModelError, match="No model is called 'nosuch'") as caught:
        change("nosuch")  # type: ignore[operator]
    assert "starter" in caught.value.hint


def test_the_starter_model_stays() -> None:
    with pytest.raises(UsageError, match="stays"):
        remove_model("starter")


def test_a_folder_is_converted_into_the_cache_once(tiny_model: Path) -> None:
    model = find_model(str(tiny_model))
    first = fast_folder(model)
    stamp = (first / "model.bin").stat().st_mtime_ns
    assert cache_folder() in first.parents
    assert fast_folder(model) == first
    assert (first / "model.bin").stat().st_mtime_ns == stamp
    assert sorted(path.name for path in first.parent.iterdir()) == ["int8"]
    assert fast_folder(model, "float32") == first.parent / "float32"


def test_changed_weights_are_another_conversion(tiny_model: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    copy = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    before = fast_folder(find_model(str(copy)))
    tensors = load_file(copy / "model.safetensors")
    tensors["final_logits_bias"][0, 3] = 1
    save_file(tensors, copy / "model.safetensors")
    assert fast_folder(find_model(str(copy))) != before


@pytest.mark.parametrize("damage", ["cut", "flip", "gone", "no seal"])
def test_a_damaged_conversion_is_made_again(tiny_model: Path, damage: str) -> None:
    model = find_model(str(tiny_model))
    folder = fast_folder(model)
    whole = (folder / "model.bin").read_bytes()
    match damage:
        case "cut":
            (folder / "model.bin").write_bytes(whole[:1000])
        case "flip":
            (folder / "model.bin").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        case "gone":
            (folder / "target.spm").unlink()
        case _:
            (folder / "seal.json").unlink()
    assert fast_folder(model) == folder
    assert (folder / "model.bin").read_bytes() == whole
    assert opens(folder)


def test_two_programs_may_convert_at_once(tiny_model: Path) -> None:
    code = (
        "import sys; from muqabala.engine.models import find_model, fast_folder; "
        "print(fast_folder(find_model(sys.argv[1])))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tiny_model)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {process.communicate(timeout=120)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(answers) == 1
    folder = Path(answers.pop())
    assert opens(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["int8"]


def test_where_nothing_can_be_written_a_temporary_folder_serves(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that is a file stands for one that is read-only, which root would write to all the same."""
    blocked = Path(os.environ["XDG_CACHE_HOME"])
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("", encoding="utf-8")
    folder = fast_folder(find_model(str(tiny_model)))
    assert "muqabala-model-" in folder.name
    assert opens(folder)
    assert fast_folder(Model("again", tiny_model)) == folder


def test_a_record_that_cannot_be_read_is_named(tiny_model: Path) -> None:
    add_model(tiny_model, name="house")
    record = models_folder() / "house" / "model.json"
    record.write_text(json.dumps({"colour": "blue"}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"model\.json: cannot be read"):
        find_model("house")


def test_a_model_whose_weights_were_changed_in_place_is_not_served_from_the_old_conversion(tiny_model: Path) -> None:
    from safetensors.numpy import load_file, save_file

    model = add_model(tiny_model, name="house")
    weights = model.folder / "model.safetensors"
    tensors = load_file(weights)
    tensors["final_logits_bias"][0, 3] = 1
    save_file(tensors, weights)
    assert fast_folder(find_model("house")).parent != model.folder
