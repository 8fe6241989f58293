"""Weights are read without torch, and a broken file is named, not tripped over."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from muqabala.errors import ModelError
from muqabala.tensors import pack, read_weights, unpack, write_weights


def tensors() -> dict[str, np.ndarray]:
    generator = np.random.default_rng(1)
    return {
        "matrix": generator.normal(size=(5, 8)).astype(np.float32),
        "half": generator.normal(size=(3,)).astype(np.float16),
        "bias": generator.normal(size=(1, 4)).astype(np.float32),
    }


def test_what_safetensors_wrote_is_read_exactly(tmp_path: Path) -> None:
    save_file(tensors(), tmp_path / "w.safetensors")
    found = read_weights(tmp_path / "w.safetensors")
    for name, values in tensors().items():
        assert found[name].dtype == np.float32
        assert np.array_equal(found[name], values.astype(np.float32))


def test_bfloat16_is_the_upper_half_of_a_float(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file as save_torch

    values = torch.tensor([[1.5, -2.25], [0.0, 3e5]], dtype=torch.bfloat16)
    save_torch({"w": values}, tmp_path / "w.safetensors")
    assert np.array_equal(read_weights(tmp_path / "w.safetensors")["w"], values.float().numpy())


def test_what_we_write_safetensors_reads(tmp_path: Path) -> None:
    write_weights(tmp_path / "w.safetensors", tensors())
    found = load_file(tmp_path / "w.safetensors")
    assert {name: values.tolist() for name, values in found.items()} == {n: v.tolist() for n, v in tensors().items()}


def test_packing_loses_less_than_half_a_step_a_row(tmp_path: Path) -> None:
    write_weights(tmp_path / "w.safetensors", pack(tensors()))
    found = read_weights(tmp_path / "w.safetensors")
    matrix = tensors()["matrix"]
    step = np.abs(matrix).max(axis=1, keepdims=True) / 127
    assert (np.abs(found["matrix"] - matrix) <= step / 2 + 1e-6).all()
    assert set(found) == set(tensors())
    # Packing what was packed changes nothing: CTranslate2's int8 then meets the very same numbers.
    again = unpack(pack(found))
    assert np.allclose(again["matrix"], found["matrix"], rtol=1e-6)


def broken_files() -> dict[str, tuple[bytes, str]]:
    table = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    whole = struct.pack("<Q", len(table)) + table + b"\0" * 16
    wrong = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 12]}}).encode()
    alien = json.dumps({"w": {"dtype": "Q9", "shape": [4], "data_offsets": [0, 16]}}).encode()
    return {
        "empty": (b"", "cut off in its first bytes"),
        "absurd length": (struct.pack("<Q", 2**60) + b"{}", "not a safetensors file"),
        "no table": (struct.pack("<Q", 4) + b"\xff\xfe{}" + b"\0" * 8, "table of tensors"),
        "a list": (struct.pack("<Q", 2) + b"[]", "table of tensors"),
        "cut off": (whole[:-5], "tensor w ends at byte 16, the file holds 11"),
        "wrong size": (struct.pack("<Q", len(wrong)) + wrong + b"\0" * 16, "wrong size"),
        "unknown type": (struct.pack("<Q", len(alien)) + alien + b"\0" * 16, "cannot be understood"),
    }


@pytest.mark.parametrize("case", broken_files())
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, case: str) -> None:
    data, said = broken_files()[case]
    path = tmp_path / "model.safetensors"
    path.write_bytes(data)
    with pytest.raises(ModelError, match=said) as caught:
        read_weights(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
