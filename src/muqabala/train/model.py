"""The torch model that is trained: from nothing, or from a checkpoint's weights.

How it starts decides whether it learns at all. A first run with transformers' own initialisation (all weights with a
standard deviation of 0.02) let the positions drown the words: the encoder gave every position the same vector, and the
attention never learned. Embeddings of deviation width^-0.5, which the model scales by width^0.5, and Xavier's matrices
do not collapse (with a learning rate up to 6e-4: Marian is post-norm).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.errors import ModelError

Weights = Mapping[str, npt.NDArray[Any]]

SHARED = "model.shared.weight"
TIED = (SHARED, "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")
"""One matrix under four names; a file may hold it under any of them."""

_COMPUTED = "embed_positions.weight"
"""Position tables are sines and cosines, not learnt."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a model made from nothing."""

    width: int = 320
    feed_forward: int = 1280
    encoder_layers: int = 4
    decoder_layers: int = 2
    heads: int = 5
    dropout: float = 0.1
    positions: int = 512


def new_config(shape: Shape, vocabulary: Mapping[str, int]) -> dict[str, Any]:
    """The `config.json` of a new MarianMT model."""
    padding = vocabulary["<pad>"]
    return {
        "architectures": ["MarianMTModel"],
        "model_type": "marian",
        "activation_function": "relu",
        "d_model": shape.width,
        "encoder_ffn_dim": shape.feed_forward,
        "decoder_ffn_dim": shape.feed_forward,
        "encoder_layers": shape.encoder_layers,
        "decoder_layers": shape.decoder_layers,
        "encoder_attention_heads": shape.heads,
        "decoder_attention_heads": shape.heads,
        "dropout": shape.dropout,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        "max_position_embeddings": shape.positions,
        "scale_embedding": True,
        "static_position_embeddings": True,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "is_encoder_decoder": True,
        "vocab_size": len(vocabulary),
        "decoder_vocab_size": len(vocabulary),
        "eos_token_id": vocabulary["</s>"],
        "forced_eos_token_id": vocabulary["</s>"],
        "pad_token_id": padding,
        "decoder_start_token_id": padding,
    }


def build(config: Mapping[str, Any], weights: Weights | None = None, *, seed: int = 1) -> Any:
    """A MarianMTModel in float32: with these weights, or initialised from the seed.

    Attention is eager: the other kinds do not say where they looked, and on short sentences they are no faster.
    """
    import torch
    from transformers import MarianConfig, MarianMTModel

    settings = {**config, "dtype": "float32", "attn_implementation": "eager"}
    torch.manual_seed(seed)
    model: Any = MarianMTModel(MarianConfig(**settings))
    if weights is None:
        _initialise(model, int(config["d_model"]), int(config["pad_token_id"]))
    else:
        _load(model, weights)
    return model


def _initialise(model: Any, width: int, padding: int) -> None:
    import torch

    for name, values in model.named_parameters():
        if _COMPUTED in name:
            continue
        if name in TIED:
            torch.nn.init.normal_(values, std=width**-0.5)
            # The decoder starts from this row. Zeros are what Marian starts from, and what every engine expects.
            values.data[padding].zero_()
        elif values.dim() == 2:
            torch.nn.init.xavier_uniform_(values)


def _load(model: Any, weights: Weights) -> None:
    import torch

    tensors = {name: torch.from_numpy(np.array(values, dtype=np.float32)) for name, values in weights.items()}
    shared = next((tensors[name] for name in TIED if name in tensors), None)
    if shared is not None:
        tensors.update(dict.fromkeys(TIED, shared))
    absent, unexpected = model.load_state_dict(tensors, strict=False)
    lost = [name for name in absent if not name.endswith((_COMPUTED, "final_logits_bias"))]
    if lost or unexpected:
        raise ModelError(
            f"The model's tensor {(lost or unexpected)[0]} {'is missing' if lost else 'does not belong'}.",
            hint="Fetch or copy the whole model again.",
        )


def weights_of(model: Any) -> dict[str, npt.NDArray[np.float32]]:
    """What a checkpoint file holds: every learnt tensor once, as float32."""
    return {
        name: values.detach().to("cpu").float().numpy().copy()
        for name, values in model.state_dict().items()
        if (name == SHARED or name not in TIED) and not name.endswith(_COMPUTED)
    }
