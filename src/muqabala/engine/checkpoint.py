"""A MarianMT checkpoint folder, looked at with suspicion before anything heavy opens it.

What people have on disk is half-copied, from another architecture, or pickled. Every such case is answered here, by
name, so that neither the converter nor an engine meets it as a stack trace.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any

from muqabala.errors import ModelError
from muqabala.tensors import SCALE, checksum, read_table

WEIGHTS = "model.safetensors"
PIECES = ("source.spm", "target.spm")
CONFIG = "config.json"
VOCABULARY = "vocab.json"
TOKENIZER = "tokenizer_config.json"
FILES = (WEIGHTS, CONFIG, "generation_config.json", VOCABULARY, TOKENIZER, *PIECES)
"""What is copied when a model is added; `generation_config.json` and `tokenizer_config.json` may be missing."""

_PICKLES = ("pytorch_model.bin", "model.pt", "model.pth", "rust_model.ot", "tf_model.h5")
_CONVERT = (
    'Convert it once where you trust its origin: python -c "from transformers import MarianMTModel as M; '
    "M.from_pretrained('{folder}').save_pretrained('{folder}', safe_serialization=True)\""
)
UNKNOWN = "<unk>"
"""The piece that stands for everything a vocabulary lacks."""

_WINDOW = 200
"""Pieces: longer sentences are rare in what Marian models are trained on, whatever their position table allows."""


@dataclass(frozen=True)
class Checkpoint:
    """A folder that holds everything a Marian engine needs, checked."""

    folder: Path
    config: Mapping[str, Any]
    vocabulary: Mapping[str, int]

    @property
    def weights(self) -> Path:
        return self.folder / WEIGHTS

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the weights file."""
        return checksum(self.weights)

    @cached_property
    def key(self) -> str:
        """Changes with anything that can change a translation: weights, vocabulary, pieces, configuration."""
        parts = [self.checksum, *(checksum(self.folder / name) for name in (CONFIG, VOCABULARY, *PIECES))]
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()

    @cached_property
    def parameters(self) -> int:
        """How many numbers the model was trained to; position tables and row scales are not counted."""
        table, _ = read_table(self.weights)
        return sum(
            prod(entry["shape"])
            for name, entry in table.items()
            if not name.endswith((SCALE, "embed_positions.weight", "lm_head.weight"))
            and not (name.endswith("embed_tokens.weight") and "model.shared.weight" in table)
        )

    @cached_property
    def window(self) -> int:
        """Longest source, in pieces with the end of sentence, that is translated in one go."""
        limits = [int(self.config.get("max_position_embeddings", 512)), _WINDOW]
        path = self.folder / TOKENIZER
        if path.is_file():
            stated = _read_json(path).get("model_max_length")
            if isinstance(stated, int) and stated > 1:
                limits.append(stated)
        return min(limits)

    @property
    def eos(self) -> str:
        return self._token("eos_token_id", "</s>")

    @property
    def pad(self) -> str:
        return self._token("pad_token_id", "<pad>")

    @property
    def start(self) -> str:
        """What the decoder starts from."""
        return self._token("decoder_start_token_id", self.pad)

    def _token(self, key: str, default: str) -> str:
        number = self.config.get(key)
        return next((piece for piece, at in self.vocabulary.items() if at == number), default)


def read_checkpoint(folder: Path) -> Checkpoint:
    """The checkpoint in a folder. Raises ModelError naming the file that is missing or wrong, and the remedy."""
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such folder.", hint="Name a model of `muqabala model list`, or a folder.")
    config = _read_config(folder)
    _require_safe_weights(folder)
    for name in (*PIECES, VOCABULARY):
        path = folder / name
        if not path.is_file() or path.stat().st_size == 0:
            raise ModelError(
                f"{path}: missing, or empty.", hint="A MarianMT folder needs source.spm, target.spm and vocab.json."
            )
    vocabulary = _read_json(folder / VOCABULARY)
    checkpoint = Checkpoint(folder, config, vocabulary)
    _check_vocabulary(checkpoint)
    return checkpoint


def _read_config(folder: Path) -> dict[str, Any]:
    path = folder / CONFIG
    if not path.is_file():
        raise ModelError(f"{path}: missing.", hint="A model folder is one that `save_pretrained` wrote.")
    config = _read_json(path)
    if config.get("model_type") != "marian":
        raise ModelError(
            f"{path}: the architecture is {config.get('model_type')!r}, not 'marian'.",
            hint="Only MarianMT checkpoints can be used, such as those of Helsinki-NLP.",
        )
    return config


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise ModelError(f"{path}: cannot be read as JSON.", hint="Fetch or copy the file again.") from wrong
    if not isinstance(value, dict):
        raise ModelError(f"{path}: not a JSON object.", hint="Fetch or copy the file again.")
    return value


def _require_safe_weights(folder: Path) -> None:
    """Weights are there, whole, and not a pickle: opening a pickle runs whatever its author put into it."""
    path = folder / WEIGHTS
    if path.is_file():
        read_table(path)
        return
    pickled = next((folder / name for name in _PICKLES if (folder / name).is_file()), None)
    if pickled is not None:
        raise ModelError(
            f"{pickled}: pickled weights can run code when opened, so they are not opened here.",
            hint=_CONVERT.format(folder=folder),
        )
    raise ModelError(f"{path}: missing.", hint="The weights must be there as safetensors.")


def _check_vocabulary(checkpoint: Checkpoint) -> None:
    """Pieces and embedding rows fit together; else every word would silently be another one."""
    path = checkpoint.folder / VOCABULARY
    vocabulary = checkpoint.vocabulary
    if not all(isinstance(number, int) for number in vocabulary.values()):
        raise ModelError(f"{path}: not a table of pieces and numbers.", hint="Fetch or copy the file again.")
    needed = (UNKNOWN, checkpoint.eos, checkpoint.pad, checkpoint.start)
    lacking = [piece for piece in needed if piece not in vocabulary]
    if lacking:
        raise ModelError(f"{path}: lacks {lacking[0]}.", hint="Use the vocab.json that came with the weights.")
    table, _ = read_table(checkpoint.weights)
    entry = table.get("model.shared.weight") or table.get("model.encoder.embed_tokens.weight")
    if entry is None:
        raise ModelError(f"{checkpoint.weights}: holds no embeddings: not a whole MarianMT model.")
    rows = entry["shape"][0]
    if max(vocabulary.values()) >= rows or len(vocabulary) < rows - 1 or checkpoint.config.get("vocab_size") != rows:
        raise ModelError(
            f"{path}: {len(vocabulary)} pieces, but {checkpoint.weights.name} has {rows} rows "
            f"and config.json says {checkpoint.config.get('vocab_size')}.",
            hint="Take vocab.json, config.json and the weights from the same model.",
        )
