"""Dropout whose masks are drawn by numpy.

Torch draws them on CPU one number after the other with Mersenne Twister: an eighth of an update in bfloat16. A byte of
SFC64 for each value is twenty times as fast; the share is rounded to 256ths. Masks depend on the seed and the update
alone, so that a run that was stopped goes on with the same ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class Dropping:
    """Takes over the dropout of a Marian model, where its layers have theirs.

    That is: after the embeddings, each attention and each feed-forward. Without dropout in the model nothing happens.
    """

    def __init__(self, model: Any, *, seed: int) -> None:
        self._seed = seed
        self._dropped = round(256 * float(model.config.dropout))
        self._random = np.random.Generator(np.random.SFC64(seed))
        if not self._dropped:
            return
        for stack in (model.model.encoder, model.model.decoder):
            stack.dropout = 0.0
            stack.layers[0].register_forward_pre_hook(self._before, with_kwargs=True)
            for layer in stack.layers:
                layer.dropout = 0.0
                for name in ("self_attn", "encoder_attn", "fc2"):
                    if hasattr(layer, name):
                        getattr(layer, name).register_forward_hook(self._after)

    def begin(self, update: int) -> None:
        """To be called before each update: its masks."""
        self._random = np.random.Generator(np.random.SFC64([self._seed, update]))

    def _before(self, module: Any, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if not module.training:
            return None
        if given:
            return (self._thinned(given[0]), *given[1:]), named
        return given, {**named, "hidden_states": self._thinned(named["hidden_states"])}

    def _after(self, module: Any, _given: Any, output: Any) -> Any:
        if not module.training:
            return None
        return (self._thinned(output[0]), *output[1:]) if isinstance(output, tuple) else self._thinned(output)

    def _thinned(self, values: Any) -> Any:
        import torch

        drawn = np.frombuffer(self._random.bytes(values.numel()), dtype=np.uint8)
        kept = torch.from_numpy(drawn >= self._dropped).view(values.shape).to(values.dtype)
        return values * kept.mul_(256 / (256 - self._dropped))
