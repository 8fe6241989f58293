"""A folder is looked at with suspicion: every way to be half a model is answered by name and with a remedy."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from muqabala.engine.checkpoint import read_checkpoint
from muqabala.errors import Exit, ModelError


@pytest.fixture
def copy(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def test_a_whole_checkpoint_is_taken(tiny_model: Path) -> None:
    found = read_checkpoint(tiny_model)
    assert found.window == 64
    assert len(found.checksum) == 64
    assert (found.eos, found.pad, found.start) == ("</s>", "<pad>", "<pad>")


def test_parameters_are_those_torch_counts(tiny_model: Path) -> None:
    from transformers import MarianMTModel

    counted = sum(
        values.numel()
        for name, values in MarianMTModel.from_pretrained(tiny_model).named_parameters()
        if "embed_positions" not in name
    )
    bias = len(read_checkpoint(tiny_model).vocabulary)
    assert read_checkpoint(tiny_model).parameters in (counted, counted + bias)


def truncate(folder: Path) -> None:
    data = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(data[: len(data) // 2])


def other_architecture(folder: Path) -> None:
    (folder / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")


def fewer_pieces(folder: Path) -> None:
    pieces = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    kept = dict(list(pieces.items())[:20]) | {"<pad>": pieces["<pad>"]}
    (folder / "vocab.json").write_text(json.dumps(kept), encoding="utf-8")


def more_pieces(folder: Path) -> None:
    pieces = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    (folder / "vocab.json").write_text(json.dumps(pieces | {"x" * 9: len(pieces)}), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "file", "said"),
    [
        (truncate, "model.safetensors", "cut off"),
        (lambda f: (f / "model.safetensors").unlink(), "model.safetensors", "missing"),
        (lambda f: (f / "source.spm").unlink(), "source.spm", "missing"),
        (lambda f: (f / "target.spm").write_bytes(b""), "target.spm", "empty"),
        (lambda f: (f / "vocab.json").unlink(), "vocab.json", "missing"),
        (lambda f: (f / "vocab.json").write_text("{"), "vocab.json", "cannot be read as JSON"),
        (lambda f: (f / "vocab.json").write_text("[1]"), "vocab.json", "not a JSON object"),
        (lambda f: (f / "config.json").unlink(), "config.json", "missing"),
        (other_architecture, "config.json", "'bert', not 'marian'"),
        (fewer_pieces, "vocab.json", "pieces"),
        (more_pieces, "vocab.json", "pieces"),
    ],
)
def test_half_a_model_is_refused(copy: Path, spoil: Callable[[Path], object], file: str, said: str) -> None:
    spoil(copy)
    with pytest.raises(ModelError, match=said) as caught:
        read_checkpoint(copy)
    assert str(copy / file) in caught.value.message
    assert caught.value.hint
    assert caught.value.exit is Exit.COMPONENT


class _Trap:
    """Unpickling this leaves a file behind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.write_text, (self.path, "ran")


def test_a_pickle_is_refused_with_the_way_to_convert_it_and_never_opened(copy: Path, tmp_path: Path) -> None:
    (copy / "model.safetensors").unlink()
    (copy / "pytorch_model.bin").write_bytes(pickle.dumps(_Trap(tmp_path / "trap")))
    with pytest.raises(ModelError, match="can run code when opened") as caught:
        read_checkpoint(copy)
    assert "save_pretrained" in caught.value.hint
    assert not (tmp_path / "trap").exists()


def test_a_file_that_is_no_sentencepiece_model_is_named(copy: Path) -> None:
    from muqabala.engine.encoding import Encoding

    (copy / "source.spm").write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"source\.spm: not a SentencePiece model"):
        Encoding(read_checkpoint(copy))


def test_a_missing_tensor_is_named_when_converting(copy: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    from muqabala.engine.convert import convert

    tensors = load_file(copy / "model.safetensors")
    del tensors["model.decoder.layers.1.fc1.weight"]
    save_file(tensors, copy / "model.safetensors")
    with pytest.raises(ModelError, match=r"model\.decoder\.layers\.1\.fc1\.weight is missing"):
        convert(read_checkpoint(copy), tmp_path / "out", "int8")
