"""A MarianMT checkpoint written in CTranslate2's own format, from numpy alone.

CTranslate2 has a converter of its own, but it goes through transformers and torch: three seconds of imports before the
first word. Here the tensors of the safetensors file are laid straight into CTranslate2's specification, so the first
run with a new model costs half a second. What it must know of Marian: the order of operations is post-norm, positions
are sines then cosines, and the decoder starts from the embedding of `<pad>`, which is never generated. Models converted
from Marian itself have zeros there, and CTranslate2's converter takes that for granted; models trained with
transformers need not (ours did not: every sentence began with the wrong word).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.engine.checkpoint import UNKNOWN, Checkpoint
from muqabala.errors import ModelError
from muqabala.tensors import Weights, read_weights

_EMBEDDINGS = (
    "model.shared.weight",
    "model.encoder.embed_tokens.weight",
    "model.decoder.embed_tokens.weight",
    "lm_head.weight",
)
_NEVER = np.float32(-1e4)
"""A logit no word can lose against, and small enough for float16."""

_ACTIVATIONS = {"relu": "RELU", "gelu": "GELU", "gelu_new": "GELUTanh", "silu": "SWISH", "swish": "SWISH"}


def convert(checkpoint: Checkpoint, output: Path, compute: str, *, attention: tuple[int, int] = (-1, 0)) -> None:
    """Write a folder for `ctranslate2.Translator`.

    `compute` is the type the matrices are stored in: int8, float32, float16 …. `attention` is the decoder layer and the
    head in it whose attention the engine reports.
    Raises ModelError when a tensor is missing.
    """
    with _without_torch():
        from ctranslate2.specs import common_spec, transformer_spec

    config = checkpoint.config
    activation = str(config.get("activation_function", "swish"))
    if activation not in _ACTIVATIONS:
        raise ModelError(f"{checkpoint.folder}: activation {activation!r} is not supported by the fast engine.")
    spec = transformer_spec.TransformerSpec.from_config(
        (int(config["encoder_layers"]), int(config["decoder_layers"])),
        int(config["encoder_attention_heads"]),
        pre_norm=False,
        activation=common_spec.Activation[_ACTIVATIONS[activation]],
        alignment_layer=attention[0],
        alignment_heads=1,
    )
    weights = read_weights(checkpoint.weights)
    _bring_forward(weights, checkpoint, *attention)
    filler = _Filler(weights, checkpoint)
    filler.fill(spec)
    pieces = sorted(checkpoint.vocabulary, key=checkpoint.vocabulary.__getitem__)[: filler.rows]
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.eos_token = checkpoint.eos
    # Without a row of its own the start is only a name: the decoder then starts from zeros.
    spec.config.decoder_start_token = checkpoint.start if filler.starts_from_row else checkpoint.eos
    spec.config.unk_token = UNKNOWN
    spec.validate()
    spec.optimize(quantization=compute)
    output.mkdir(parents=True, exist_ok=True)
    spec.save(str(output))


def _bring_forward(weights: Weights, checkpoint: Checkpoint, layer: int, head: int) -> None:
    """Make `head` the first of its layer, the one CTranslate2 reports. The order of heads has no other meaning."""
    if head == 0:
        return
    heads = int(checkpoint.config["decoder_attention_heads"])
    width = int(checkpoint.config["d_model"]) // heads
    order = np.arange(heads)
    order[[0, head]] = head, 0
    rows = (order[:, None] * width + np.arange(width)).reshape(-1)
    name = f"model.decoder.layers.{layer % int(checkpoint.config['decoder_layers'])}.encoder_attn"
    for part in ("q_proj", "k_proj", "v_proj"):
        for kind in ("weight", "bias"):
            weights[f"{name}.{part}.{kind}"] = weights[f"{name}.{part}.{kind}"][rows]
    weights[f"{name}.out_proj.weight"] = weights[f"{name}.out_proj.weight"][:, rows]


@contextmanager
def _without_torch() -> Iterator[None]:
    """Import CTranslate2's specification without the torch it would like: numpy arrays do."""
    if "torch" in sys.modules:
        yield
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # the documented way to make an import fail
    try:
        yield
    finally:
        del sys.modules["torch"]


class _Filler:
    """Lays the tensors of one Marian checkpoint into a CTranslate2 specification."""

    def __init__(self, weights: Weights, checkpoint: Checkpoint) -> None:
        self._weights = weights
        self._checkpoint = checkpoint
        shared = next((weights[name] for name in _EMBEDDINGS if name in weights), None)
        if shared is None:
            raise ModelError(f"{checkpoint.weights}: holds no embeddings: not a whole MarianMT model.")
        self._start = checkpoint.vocabulary[checkpoint.start]
        self.starts_from_row = bool(shared[self._start].any())
        """The start has an embedding; else it is zeros, and padding at the end of the vocabulary needs no row."""
        last = max(checkpoint.vocabulary, key=checkpoint.vocabulary.__getitem__)
        self.rows = shared.shape[0] - (last == checkpoint.pad and not self.starts_from_row)
        """Words the converted model knows."""
        self._shared = shared[: self.rows]

    def fill(self, spec: Any) -> None:
        config = self._checkpoint.config
        scale = math.sqrt(int(config["d_model"])) if config.get("scale_embedding") else 1.0
        for name, side in (("encoder", spec.encoder), ("decoder", spec.decoder)):
            side.scale_embeddings = scale
            side.position_encodings.encodings = self._positions(name)
            for number, layer in enumerate(side.layer):
                self._layer(f"model.{name}.layers.{number}", layer, decoder=name == "decoder")
        spec.encoder.embeddings[0].weight = self._shared
        spec.decoder.embeddings.weight = self._shared
        spec.decoder.projection.weight = self._shared
        spec.decoder.start_from_zero_embedding = not self.starts_from_row
        none = np.zeros(self.rows, dtype=np.float32)
        bias = self._weights.get("final_logits_bias", none).reshape(-1)[: self.rows].copy()
        padding = self._checkpoint.vocabulary[self._checkpoint.pad]
        if padding < self.rows:
            bias[padding] = _NEVER
        if bias.any():
            spec.decoder.projection.bias = bias

    def _layer(self, name: str, layer: Any, *, decoder: bool) -> None:
        self._attention(f"{name}.self_attn", layer.self_attention, fused=True)
        if decoder:
            self._attention(f"{name}.encoder_attn", layer.attention, fused=False)
        self._linear(f"{name}.fc1", layer.ffn.linear_0)
        self._linear(f"{name}.fc2", layer.ffn.linear_1)
        self._norm(f"{name}.final_layer_norm", layer.ffn.layer_norm)

    def _attention(self, name: str, attention: Any, *, fused: bool) -> None:
        """Queries, keys and values lie in one matrix in self-attention; queries apart in cross-attention."""
        groups = [("q_proj", "k_proj", "v_proj")] if fused else [("q_proj",), ("k_proj", "v_proj")]
        for linear, group in zip(attention.linear, groups, strict=False):
            linear.weight = np.concatenate([self._tensor(f"{name}.{part}.weight") for part in group])
            linear.bias = np.concatenate([self._tensor(f"{name}.{part}.bias") for part in group])
        self._linear(f"{name}.out_proj", attention.linear[-1])
        self._norm(f"{name}_layer_norm", attention.layer_norm)

    def _linear(self, name: str, linear: Any) -> None:
        linear.weight, linear.bias = self._tensor(f"{name}.weight"), self._tensor(f"{name}.bias")

    def _norm(self, name: str, norm: Any) -> None:
        norm.gamma, norm.beta = self._tensor(f"{name}.weight"), self._tensor(f"{name}.bias")

    def _positions(self, side: str) -> npt.NDArray[np.float32]:
        stored = self._weights.get(f"model.{side}.embed_positions.weight")
        if stored is not None:
            return stored
        config = self._checkpoint.config
        return sinusoids(int(config.get("max_position_embeddings", 512)), int(config["d_model"]))

    def _tensor(self, name: str) -> npt.NDArray[np.float32]:
        try:
            return self._weights[name]
        except KeyError:
            raise ModelError(
                f"{self._checkpoint.weights}: tensor {name} is missing.", hint="Fetch or copy the whole model again."
            ) from None


def sinusoids(positions: int, width: int) -> npt.NDArray[np.float32]:
    """Marian's position table: sines in the first half of each row, cosines in the second.

    >>> sinusoids(2, 4).round(2).tolist()
    [[0.0, 0.0, 1.0, 1.0], [0.8399999737739563, 0.009999999776482582, 0.5400000214576721, 1.0]]
    """
    rates = 1 / np.power(10000, 2 * np.arange((width + 1) // 2) / width)
    angles = np.arange(positions)[:, None] * rates[None, :]
    return np.concatenate([np.sin(angles), np.cos(angles[:, : width // 2])], axis=1).astype(np.float32)
