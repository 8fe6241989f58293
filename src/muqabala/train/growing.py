"""A trained model made larger without forgetting: wider feed-forward layers, and a deeper encoder.

After Net2Net (Chen, Goodfellow & Shlens 2016), with nothing instead of copies: new units of a feed-forward layer write
zeros and new encoder layers add zeros, so that the grown model says what the small one said. Wider layers are exact.
A new layer is nearly so, for Marian normalises after each sublayer: what was scaled and shifted is normalised once
more, and its own scale and shift can undo that on average only; some hundred updates see to the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.errors import InputError
from muqabala.tensors import Weights

_ENCODER_LAYER = "model.encoder.layers.{}."
_NORMS = ("self_attn_layer_norm", "final_layer_norm")
_WRITES = ("self_attn.out_proj", "fc2")
"""What a layer adds to the stream is written by these."""


def grow(
    weights: Mapping[str, npt.NDArray[Any]],
    config: Mapping[str, Any],
    *,
    feed_forward: int | None = None,
    encoder_layers: int | None = None,
    seed: int = 1,
) -> tuple[Weights, dict[str, Any]]:
    """The weights and the configuration of the larger model; InputError if it would be smaller."""
    width = feed_forward or int(config["encoder_ffn_dim"])
    layers = encoder_layers or int(config["encoder_layers"])
    if width < max(config["encoder_ffn_dim"], config["decoder_ffn_dim"]) or layers < config["encoder_layers"]:
        raise InputError("A model can only be grown: ask for as many units and layers as it has, or more.")
    rng = np.random.default_rng(seed)
    grown = {name: np.asarray(values, dtype=np.float32) for name, values in weights.items()}
    for number in range(int(config["encoder_layers"]), layers):
        grown.update(_one_more(grown, number))
    for name in [name for name in grown if re.search(r"\.fc[12]\.", name)]:
        grown[name] = _widened(name, grown[name], width, rng)
    return grown, {**config, "encoder_layers": layers, "encoder_ffn_dim": width, "decoder_ffn_dim": width}


def _one_more(weights: Weights, number: int) -> Weights:
    """The layer after the last one: it looks where that one looked, and adds nothing yet."""
    last, new = _ENCODER_LAYER.format(number - 1), _ENCODER_LAYER.format(number)
    layer = {name.replace(last, new): values.copy() for name, values in weights.items() if name.startswith(last)}
    for part in _WRITES:
        for kind in ("weight", "bias"):
            layer[f"{new}{part}.{kind}"][:] = 0
    scale, shift = (weights[f"{last}{_NORMS[1]}.{kind}"].astype(np.float64) for kind in ("weight", "bias"))
    # A position's values come in with this mean and this deviation, as if the normalised ones were independent of them.
    mean, deviation = shift.mean(), np.sqrt((scale**2).mean() + shift.var())
    for norm in _NORMS:
        layer[f"{new}{norm}.weight"][:] = deviation
        layer[f"{new}{norm}.bias"][:] = mean
    return layer


def _widened(name: str, values: npt.NDArray[Any], width: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """A feed-forward tensor with more units: new ones read what they like (Xavier) and write nothing yet."""
    if name.endswith("fc2.bias"):
        return values
    axis = 1 if name.endswith("fc2.weight") else 0
    wide = np.zeros([width if at == axis else size for at, size in enumerate(values.shape)], dtype=np.float32)
    old = values.shape[axis]
    wide[tuple(slice(old) if at == axis else slice(None) for at in range(values.ndim))] = values
    if name.endswith("fc1.weight"):
        limit = np.sqrt(6 / (width + values.shape[1]))
        wide[old:] = rng.uniform(-limit, limit, size=wide[old:].shape)
    return wide
