"""The training loop: the same on two CPU cores and on a GPU, from nothing or from a checkpoint, stopped and resumed.

Label-smoothed cross-entropy (Szegedy et al. 2016) with AdamW, linear warm-up and a cosine down to a fiftieth; guided
alignment (Chen et al. 2016) pulls the first head of the last decoder layer towards a word alignment. float32 on CPU
unless bfloat16 is asked for (three times faster where the processor multiplies it, slower where it does not), bfloat16
autocast on a GPU. In bfloat16 on CPU a copy of the model is computed with, and the weights that are learnt stay float32
(Micikevicius et al. 2018): casting each tensor on its way, as autocast does, costs as much as it saves.

Three things learnt the hard way. All positions go through the output layer and padding is ignored there: selecting
them first has a single-threaded backward. `<pad>` is left out of the softmax: it is never a word to be written, and
its row, from which the decoder starts, then stays what it was. And the state is written whole beside the old one and
moved over it, so that `kill -9` at any moment costs the updates since the last save and nothing else.
"""

from __future__ import annotations

import copy
import math
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np
import numpy.typing as npt

from muqabala.errors import InputError
from muqabala.tensors import read_weights, write_weights
from muqabala.train.batches import Indexes, plan_epoch
from muqabala.train.dropping import Dropping
from muqabala.train.model import weights_of
from muqabala.train.packed import IGNORED, UNALIGNED, Packed

STATE = "state.pt"
_LOWEST = 0.02
"""Share of the learning rate the decay ends at."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to train. The decay ends with `updates` or `minutes`, whichever comes first; one of them must be given."""

    updates: int = 0
    minutes: float = 0.0
    """Of training, interruptions not counted. A run bound by updates alone can be repeated bit for bit on CPU."""
    tokens: int = 1280
    """Padded tokens in a batch. With little compute the number of updates counts, not their size."""
    rate: float = 4e-4
    warmup: int = 500
    """Updates."""
    smoothing: float = 0.1
    guide: float = 0.5
    """Weight of the guided alignment, where pairs are aligned."""
    clip: float = 1.0
    decay: float = 0.01
    """AdamW's weight decay."""
    longest: int = 100
    """Pieces; pairs with a longer side are left out."""
    seed: int = 1
    report_every: int = 50
    validate_every: int = 0
    """Updates between two validations; 0: at the end of each epoch."""
    save_minutes: float = 10.0
    keep: int = 4
    """Newest checkpoints kept for averaging; one is written at each validation."""
    orthogonal: bool = False
    """Muon for the matrices of the layers; embeddings and all that is no matrix stay with AdamW."""
    halved: bool = False
    """On CPU compute in bfloat16. Measure it: it takes a processor that multiplies it (AVX512-BF16, AMX)."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is; one line of its log."""

    step: int
    epoch: int
    loss: float
    """Label-smoothed, in nats per target piece, over the updates since the last report."""
    guide: float
    """Of the aligned pieces' attention, in nats; uniform over 22 pieces is 3.1. It must fall within minutes."""
    rate: float
    tokens_per_second: float
    elapsed: float
    """Seconds of training, over all its pieces."""
    dev: float | None = None
    """What the validation said, right after one."""


@dataclass(slots=True)
class _Tally:
    """Sums since the last report."""

    loss: float = 0.0
    guide: float = 0.0
    tokens: int = 0
    updates: int = 0
    since: float = field(default_factory=time.monotonic)


Validate = Callable[[Any], float]
"""Higher is better; called with the model in evaluation mode."""


class Trainer:
    """One run. `train` returns the best model's weights by validation, or the last without one."""

    def __init__(
        self,
        model: Any,
        data: Packed,
        options: Options,
        *,
        folder: Path | None = None,
        validate: Validate | None = None,
        report: Callable[[Progress], None] | None = None,
        other_rows: bool = False,
    ) -> None:
        """`folder` holds the state, which is gone on with if it is there; `other_rows`: with the next epoch, of these
        data instead of those it was made with.
        """
        import torch

        if not options.updates and not options.minutes:
            raise InputError("A training run needs an end: updates or minutes.")
        self._torch: Any = torch
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = model.to(self._device)
        halved = options.halved and self._device == "cpu"
        self._working = copy.deepcopy(self.model).to(torch.bfloat16) if halved else self.model
        """What is computed with."""
        self._dropping = Dropping(self._working, seed=options.seed) if halved else None
        self._data, self._options, self._folder = data, options, folder
        self._validate, self._report = validate, report
        self._optimisers = optimisers(model, options)
        self.step = 0
        self._epoch, self._position, self._before, self._began = 0, 0, 0.0, time.monotonic()
        self._best = -math.inf
        self._best_weights: dict[str, npt.NDArray[np.float32]] | None = None
        self._tally = _Tally()
        self._means, self._speed = (math.nan, math.nan), 0.0
        """Loss and guide, and tokens a second, as last reported: a validation right after has nothing newer."""
        torch.manual_seed(options.seed)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            if (folder / STATE).is_file():
                self._resume(folder / STATE, other_rows)

    # ── the loop ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def train(self) -> dict[str, npt.NDArray[np.float32]]:
        """Train to the end, reporting and saving on the way; the best weights."""
        saved = self._began = time.monotonic()
        self._tally = _Tally()
        while not self._is_over():
            batches = self._epoch_batches()
            while self._position < len(batches) and not self._is_over():
                self.update(batches[self._position])
                self._position += 1
                if self.step % self._options.report_every == 0:
                    self._say(None)
                if self._options.validate_every and self.step % self._options.validate_every == 0:
                    self._look()
                if time.monotonic() - saved > 60 * self._options.save_minutes:
                    self.save()
                    saved = time.monotonic()
            if self._position >= len(batches):
                self._epoch, self._position = self._epoch + 1, 0
                if not self._options.validate_every:
                    self._look()
        if self._options.validate_every and self.step % self._options.validate_every:
            self._look()
        self.save()
        return weights_of(self.model) if self._best_weights is None else self._best_weights

    def _epoch_batches(self) -> list[Indexes]:
        options, data = self._options, self._data
        batches = plan_epoch(
            data.source_lengths,
            data.target_lengths,
            tokens=options.tokens,
            seed=options.seed,
            epoch=self._epoch,
            longest=options.longest,
        )
        if not batches:
            raise InputError("There is nothing to train on: no pair is short enough, or there are no pairs.")
        return batches

    def _is_over(self) -> bool:
        return self._done() >= 1

    def _done(self) -> float:
        """How much of the run is done, from 0 to 1 and beyond."""
        options = self._options
        by_updates = self.step / options.updates if options.updates else 0.0
        return max(by_updates, self._elapsed() / 60 / options.minutes if options.minutes else 0.0)

    def _elapsed(self) -> float:
        return self._before + time.monotonic() - self._began

    def _rate(self) -> float:
        options = self._options
        warm = min(1.0, (self.step + 1) / max(1, options.warmup))
        down = _LOWEST + (1 - _LOWEST) * 0.5 * (1 + math.cos(math.pi * min(1.0, self._done())))
        return options.rate * warm * down

    def update(self, batch: Indexes) -> float:
        """One update on these pairs; the loss before it."""
        torch = self._torch
        self._working.train()
        if self._dropping is not None:
            self._dropping.begin(self.step)
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self._rate()
        source, target, links = _tensors(self.model, self._data, batch)
        with torch.autocast(self._device, torch.bfloat16, enabled=self._device == "cuda"):
            loss, guide = losses(
                self._working, source, target, links, smoothing=self._options.smoothing, guided=self._options.guide > 0
            )
        self.model.zero_grad(set_to_none=True)
        (loss + self._options.guide * guide).backward()
        self._fetch_gradients()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self._options.clip)
        for optimiser in self._optimisers:
            optimiser.step()
        self._hand_weights()
        self.step += 1
        tokens = int((target != IGNORED).sum())
        value = float(loss.detach())
        self._tally.loss += value * tokens
        self._tally.guide += float(guide.detach()) if torch.is_tensor(guide) else 0.0
        self._tally.tokens += tokens
        self._tally.updates += 1
        return value

    def _fetch_gradients(self) -> None:
        """From the copy that is computed with to the weights that are learnt."""
        if self._working is self.model:
            return
        for learnt, used in zip(self.model.parameters(), self._working.parameters(), strict=True):
            learnt.grad = None if used.grad is None else used.grad.float()
            used.grad = None

    def _hand_weights(self) -> None:
        """From the weights that are learnt to the copy."""
        if self._working is self.model:
            return
        with self._torch.no_grad():
            for learnt, used in zip(self.model.parameters(), self._working.parameters(), strict=True):
                used.copy_(learnt)

    # ── looking, saving, resuming ────────────────────────────────────────────────────────────────────────────────────

    def _look(self) -> None:
        """Validate; keep the weights for averaging and, if they are the best so far, as the answer."""
        if self._folder is not None:
            self._keep_checkpoint(self._folder)
        if self._validate is None:
            return
        self.model.eval()
        with self._torch.inference_mode():
            found = self._validate(self.model)
        if found > self._best:
            self._best = found
            self._best_weights = weights_of(self.model)
            if self._folder is not None:
                write_weights(self._folder / "best.safetensors", self._best_weights)
        self._say(found)

    def _keep_checkpoint(self, folder: Path) -> None:
        write_weights(folder / f"step-{self.step:07d}.safetensors", weights_of(self.model))
        for old in sorted(folder.glob("step-*.safetensors"))[: -self._options.keep]:
            old.unlink()

    def _say(self, dev: float | None) -> None:
        tally, now = self._tally, time.monotonic()
        if tally.tokens:
            self._means = (tally.loss / tally.tokens, tally.guide / tally.updates)
            self._speed = tally.tokens / max(1e-6, now - tally.since)
        if self._report is not None:
            self._report(
                Progress(self.step, self._epoch, *self._means, self._rate(), self._speed, self._elapsed(), dev)
            )
        if dev is None:
            self._tally = _Tally()

    def save(self) -> None:
        """Everything a resumed run needs, in one step."""
        if self._folder is None:
            return
        torch = self._torch
        state: dict[str, Any] = {
            "model": self.model.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self._optimisers],
            "step": self.step,
            "epoch": self._epoch,
            "position": self._position,
            "elapsed": self._elapsed(),
            "best": self._best,
            "pairs": len(self._data),
            "seed": self._options.seed,
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state() if self._device == "cuda" else None,
        }
        new = self._folder / f".{STATE}.{os.getpid()}"
        with new.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / STATE)

    def _resume(self, path: Path, other_rows: bool) -> None:
        torch = self._torch
        try:
            # Tensors and plain values only: nothing in the file is run.
            state: Mapping[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        except (OSError, RuntimeError, EOFError, ValueError, UnpicklingError) as wrong:
            raise InputError(f"{path}: cannot be read.", hint="Move it away to begin the run anew.") from wrong
        same_rows = other_rows or state["pairs"] == len(self._data)
        if not same_rows or state["seed"] != self._options.seed:
            raise InputError(
                f"{path}: belongs to a run on {state['pairs']} pairs with seed {state['seed']}, "
                f"not on {len(self._data)} pairs with seed {self._options.seed}.",
                hint="Name another folder, move the state away, or say --other-rows if the rows are meant to change.",
            )
        held = state.get("optimisers", [])
        if len(held) != len(self._optimisers):
            raise InputError(
                f"{path}: belongs to a run with another optimiser.",
                hint="Name another folder, or move the state away.",
            )
        self.model.load_state_dict(state["model"])
        self._hand_weights()
        for optimiser, its in zip(self._optimisers, held, strict=True):
            optimiser.load_state_dict(its)
        self.step, self._epoch, self._position = state["step"], state["epoch"], state["position"]
        if other_rows:
            self._epoch, self._position = self._epoch + 1, 0
        self._before, self._best = state["elapsed"], state["best"]
        torch.set_rng_state(state["random"])
        if self._device == "cuda" and state["random_cuda"] is not None:
            torch.cuda.set_rng_state(state["random_cuda"])
        best = path.with_name("best.safetensors")
        if best.is_file():
            self._best_weights = read_weights(best)


def optimisers(model: Any, options: Options) -> list[Any]:
    """What turns gradients into updates: AdamW; for the matrices of the layers, if asked for, Muon.

    Muon (Jordan et al. 2024) makes each update an orthogonal matrix, so that a layer learns in all directions alike.
    Its updates are scaled to the size of AdamW's (Liu et al. 2025), so that one learning rate serves both.
    """
    import torch

    learnt = {name: values for name, values in model.named_parameters() if values.requires_grad}
    matrices = [
        values for name, values in learnt.items() if options.orthogonal and ".layers." in name and values.dim() == 2
    ]
    mine = {id(values) for values in matrices}
    others = [values for values in learnt.values() if id(values) not in mine]
    found: list[Any] = [
        torch.optim.AdamW(others, lr=options.rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=options.decay, fused=True)
    ]
    if matrices:
        found.append(
            torch.optim.Muon(matrices, lr=options.rate, weight_decay=options.decay, adjust_lr_fn="match_rms_adamw")
        )
    return found


def losses(model: Any, source: Any, target: Any, links: Any, *, smoothing: float, guided: bool) -> tuple[Any, Any]:
    """Cross-entropy and guided alignment of one padded batch; `target` holds -100 where there is no piece."""
    import torch

    from muqabala.train.smoothed import smoothed_cross_entropy

    config = model.config
    start = torch.full_like(target[:, :1], int(config.decoder_start_token_id))
    shifted = torch.cat([start, target[:, :-1].clamp(min=0)], dim=1)
    guided = guided and bool((links != UNALIGNED).any())
    output = model.model(
        input_ids=source,
        attention_mask=(source != int(config.pad_token_id)).long(),
        decoder_input_ids=shifted,
        output_attentions=guided,
        use_cache=False,
    )
    # All rows of the vocabulary but `<pad>` at its end, where Marian has it.
    words = int(config.vocab_size) - (int(config.pad_token_id) == int(config.vocab_size) - 1)
    bias = model.final_logits_bias[0, :words].to(output.last_hidden_state.dtype)
    logits = torch.nn.functional.linear(output.last_hidden_state, model.lm_head.weight[:words], bias)
    loss = smoothed_cross_entropy(logits.reshape(-1, words), target.reshape(-1), smoothing)
    if not guided:
        return loss, 0.0
    attention = output.cross_attentions[-1][:, 0].float()
    looked = attention.gather(2, links.clamp(min=0).unsqueeze(2)).squeeze(2)
    known = links != UNALIGNED
    return loss, -(torch.log(looked + 1e-6) * known).sum() / known.sum()


def mean_log_probability(model: Any, data: Packed, *, rows: int = 16) -> float:
    """Of a target piece given its source, over all pairs, without smoothing: a cheap validation."""
    import torch

    model.eval()
    total, tokens = 0.0, 0
    order = np.argsort(data.target_lengths, kind="stable")
    for at in range(0, len(order), rows):
        source, target, links = _tensors(model, data, order[at : at + rows])
        with torch.inference_mode():
            loss, _ = losses(model, source, target, links, smoothing=0.0, guided=False)
        count = int((target != IGNORED).sum())
        total, tokens = total - float(loss) * count, tokens + count
    return total / max(1, tokens)


def _tensors(model: Any, data: Packed, batch: Indexes) -> tuple[Any, Any, Any]:
    """Sources, targets and alignments of some pairs, padded, where the model is."""
    import torch

    sides = (
        _padded(data.source, data.source_ends, batch, int(model.config.pad_token_id)),
        _padded(data.target, data.target_ends, batch, IGNORED),
        _padded(data.alignment, data.target_ends, batch, UNALIGNED),
    )
    source, target, links = (torch.from_numpy(side).to(model.device) for side in sides)
    return source, target, links


def _padded(values: npt.NDArray[Any], ends: npt.NDArray[np.int64], rows: Indexes, filler: int) -> npt.NDArray[np.int64]:
    """Rows of a packed array as one rectangle."""
    width = int((ends[rows + 1] - ends[rows]).max())
    filled = np.full((len(rows), width), filler, dtype=np.int64)
    for at, row in enumerate(rows):
        piece = values[ends[row] : ends[row + 1]]
        filled[at, : len(piece)] = piece
    return filled
