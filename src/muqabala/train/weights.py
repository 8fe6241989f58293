"""Weights averaged, and exported as a checkpoint folder.

Averaging the last few checkpoints (Vaswani et al. 2017) and interpolating a tuned model with the one it came from
(Wortsman et al. 2022) are the same sum; both cost nothing at run time and usually help.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.errors import InputError
from muqabala.tensors import Weights, pack, write_weights

WEIGHTS = "model.safetensors"


def average(models: Sequence[Mapping[str, npt.NDArray[Any]]], shares: Sequence[float] | None = None) -> Weights:
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


def export(
    weights: Mapping[str, npt.NDArray[Any]],
    config: Mapping[str, Any],
    pieces: Path,
    folder: Path,
    *,
    longest: int = 0,
    packed: bool = False,
) -> None:
    """A checkpoint folder both engines and transformers read: float16, or int8 rows with scales (the engines only).

    `pieces` is the folder that holds source.spm, target.spm and vocab.json; `longest`, in source pieces, what the model
    was trained on: engines split lines that are longer, because it has never seen such positions. 0: nothing is said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: values.astype(np.float16) for name, values in weights.items()}
    write_weights(folder / WEIGHTS, pack(weights) if packed else halves)
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
            "model_max_length": longest or config.get("max_position_embeddings", 512),
            "separate_vocabs": False,
            "tokenizer_class": "MarianTokenizer",
        },
    )


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
