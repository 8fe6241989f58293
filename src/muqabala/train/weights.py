"""Weights as plain arrays: written so that a file is whole or not there, averaged, and exported as a checkpoint.

Averaging the last few checkpoints (Vaswani et al. 2017) and interpolating a tuned model with the one it came from
(Wortsman et al. 2022) are the same sum; both cost nothing at run time and usually help.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.errors import InputError, ModelError

Floats = dict[str, npt.NDArray[np.float32]]

WEIGHTS = "model.safetensors"
SCALE = ".scale"
"""Suffix of the name under which the row scales of a matrix packed as int8 lie; the engines undo it."""


def write_weights(path: Path, weights: Mapping[str, npt.NDArray[Any]]) -> None:
    """A safetensors file of these arrays."""
    from safetensors.numpy import save_file

    new = path.with_name(f".{path.name}.{os.getpid()}")
    save_file({name: np.ascontiguousarray(values) for name, values in weights.items()}, new, metadata={"format": "pt"})
    new.replace(path)


def read_weights(path: Path) -> Floats:
    """Every tensor as float32, packed matrices unpacked. Raises ModelError naming the file."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        stored = load_file(path)
    except (OSError, SafetensorError) as wrong:
        raise ModelError(f"{path}: cannot be read as safetensors.", hint="Name a checkpoint's weights.") from wrong
    return {
        name: values.astype(np.float32)
        if name + SCALE not in stored
        else values.astype(np.float32) * stored[name + SCALE].astype(np.float32)[:, None]
        for name, values in stored.items()
        if not (name.endswith(SCALE) and name.removesuffix(SCALE) in stored)
    }


def average(models: Sequence[Mapping[str, npt.NDArray[Any]]], shares: Sequence[float] | None = None) -> Floats:
    """The weighted mean of models of one shape; without shares all count alike. Raises InputError if shapes differ.

    >>> average([{"w": np.array([1.0])}, {"w": np.array([5.0])}], [0.75, 0.25])["w"].tolist()
    [2.0]
    """
    shares = [1 / len(models)] * len(models) if shares is None else shares
    if len(shares) != len(models):
        raise InputError(f"{len(models)} models, but {len(shares)} shares.", hint="Give one share for each model.")
    first = models[0]
    for other in models[1:]:
        if other.keys() != first.keys() or any(other[name].shape != first[name].shape for name in first):
            raise InputError("Models of different shapes cannot be averaged.", hint="Take checkpoints of one run.")
    return {
        name: sum(
            (np.float64(share) * model[name].astype(np.float64) for share, model in zip(shares, models, strict=True)),
            start=np.zeros(first[name].shape, dtype=np.float64),
        ).astype(np.float32)
        for name in first
    }


def pack_rows(weights: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """Matrices as int8 rows with a float32 scale each, the rest as float16: a quarter of float32.

    The int8 engine makes the same of them anyway, so little is lost.
    """
    packed: dict[str, npt.NDArray[Any]] = {}
    for name, values in weights.items():
        if values.ndim != 2 or values.shape[0] == 1:
            packed[name] = values.astype(np.float16)
            continue
        largest = np.abs(values.astype(np.float32)).max(axis=1)
        scale = np.where(largest == 0, np.float32(1), largest / np.float32(127)).astype(np.float32)
        packed[name] = np.rint(values / scale[:, None]).astype(np.int8)
        packed[name + SCALE] = scale
    return packed


def export(
    weights: Mapping[str, npt.NDArray[Any]],
    config: Mapping[str, Any],
    pieces: Path,
    folder: Path,
    *,
    packed: bool = False,
) -> None:
    """A checkpoint folder both engines and transformers read: float16, or int8 rows with scales (the engines only).

    `pieces` is the folder that holds source.spm, target.spm and vocab.json.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: values.astype(np.float16) for name, values in weights.items()}
    write_weights(folder / WEIGHTS, pack_rows(weights) if packed else halves)
    for name in ("source.spm", "target.spm", "vocab.json"):
        if (pieces / name).resolve() != (folder / name).resolve():
            shutil.copyfile(pieces / name, folder / name)
    _write_json(folder / "config.json", {**config, "dtype": "float16"})
    keys = ("eos_token_id", "forced_eos_token_id", "pad_token_id", "decoder_start_token_id")
    generation = {key: config[key] for key in keys if key in config}
    _write_json(
        folder / "generation_config.json",
        {
            **generation,
            "bad_words_ids": [[config["pad_token_id"]]],
            "num_beams": 4,
            "max_length": 256,
        },
    )
    _write_json(
        folder / "tokenizer_config.json",
        {
            "source_lang": "ar",
            "target_lang": "en",
            "unk_token": "<unk>",
            "eos_token": "</s>",
            "pad_token": "<pad>",
            "model_max_length": config.get("max_position_embeddings", 512),
            "separate_vocabs": False,
            "tokenizer_class": "MarianTokenizer",
        },
    )


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
