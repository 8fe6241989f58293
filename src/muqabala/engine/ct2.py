"""Marian through CTranslate2: the fast road, and the only door to ctranslate2 beside the converter.

Batches hold lines of one length only (see `batches.py` for why), and each is decoded by one thread, as many at a time
as there are cores; so neither the neighbours nor the number of cores can change a draft.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import ctranslate2
import numpy as np

from muqabala.engine.batches import plan
from muqabala.engine.marian import UNREPEATED, Attention, Decoded, Decoding, Marian, Request, longest_answer
from muqabala.engine.models import Model, fast_folder
from muqabala.errors import ModelError

_QUEUE = 2
"""Batches waiting for each thread; more would only hold memory."""

_SCORED_TOKENS = 2048
"""Source and target pieces in a batch that is only scored, which costs a fraction of decoding."""


class Ct2Engine(Marian):
    """A converted model, on the GPU when there is one."""

    def __init__(self, model: Model, *, beam: int = 4, compute: str = "int8", threads: int = 0) -> None:
        """`threads` 0: one for each core this process may use. Raises ModelError when the model cannot be opened."""
        super().__init__(model.name, model.checkpoint, beam)
        folder = fast_folder(model, compute)
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        self._threads = 1 if device == "cuda" else threads or available_cores()
        try:
            self._translator = ctranslate2.Translator(
                str(folder),
                device=device,
                compute_type=compute,
                inter_threads=self._threads,
                intra_threads=1,
                max_queued_batches=-1,
            )
        except (RuntimeError, ValueError) as wrong:
            raise ModelError(
                f"{folder}: the fast engine cannot open it: {wrong}",
                hint="Remove the folder; it is made again when needed.",
            ) from wrong
        self.kind = f"ct2-{compute}" + ("" if device == "cpu" else "-cuda")

    def close(self) -> None:
        self._translator.unload_model()

    def _decode(self, requests: Sequence[Request], decoding: Decoding) -> list[list[Decoded]]:
        answers: list[list[Decoded]] = [[] for _ in requests]

        def submit(batch: list[int]) -> Any:
            limit = longest_answer(len(requests[batch[0]].source), self._positions - 1)
            return self._translator.translate_batch(
                [list(requests[at].source) for at in batch],
                target_prefix=[list(requests[at].prefix) or None for at in batch],
                beam_size=decoding.beam,
                num_hypotheses=decoding.count,
                return_alternatives=decoding.branch and decoding.count > 1,
                max_decoding_length=limit,
                max_input_length=0,
                disable_unk=True,
                no_repeat_ngram_size=UNREPEATED if decoding.careful else 0,
                return_scores=True,
                return_end_token=True,
                return_attention=self._aligning and decoding.count == 1,
                asynchronous=True,
            )

        batches = plan([(len(request.source), len(request.prefix)) for request in requests])
        for batch, results in self._through(batches, submit):
            for at, result in zip(batch, results, strict=True):
                looked = result.attention or [None] * len(result.hypotheses)
                found = zip(result.hypotheses, result.scores, looked, strict=True)
                answers[at] = [self._decoded(tokens, score, attention) for tokens, score, attention in found]
        return answers

    def _decoded(self, tokens: list[str], score: float, looked: list[list[float]] | None) -> Decoded:
        ended = bool(tokens) and tokens[-1] == self.encoding.eos
        kept = tuple(tokens[:-1] if ended else tokens)
        attention = None
        if looked is not None and len(looked) >= len(kept) > 0:
            attention = np.array(looked[: len(kept)], dtype=np.float32)
        return Decoded(kept, float(score), ended, attention)

    def _log_probabilities(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[float]:
        scores = [0.0] * len(pairs)

        def submit(batch: list[int]) -> Any:
            return self._translator.score_batch(
                [list(pairs[at][0].source) for at in batch],
                [list(pairs[at][1]) for at in batch],
                max_input_length=0,
                asynchronous=True,
            )

        for batch, results in self._through(self._paired_batches(pairs), submit):
            for at, result in zip(batch, results, strict=True):
                scores[at] = float(np.mean(result.log_probs))
        return scores

    def _attend(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[Attention]:
        attention: list[Attention] = [np.zeros((0, 1), dtype=np.float32) for _ in pairs]

        def submit(batch: list[int]) -> Any:
            # Forcing the whole target and asking for one piece more makes the decoder report what each piece looked at.
            return self._translator.translate_batch(
                [list(pairs[at][0].source) for at in batch],
                target_prefix=[list(pairs[at][1]) for at in batch],
                beam_size=1,
                max_decoding_length=len(pairs[batch[0]][1]) + 1,
                max_input_length=0,
                return_attention=True,
                asynchronous=True,
            )

        batches = [batch for batch in self._paired_batches(pairs) if pairs[batch[0]][1]]
        for batch, results in self._through(batches, submit):
            for at, result in zip(batch, results, strict=True):
                attention[at] = np.array(result.attention[0], dtype=np.float32)[: len(pairs[at][1])]
        return attention

    def _paired_batches(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[list[int]]:
        return plan([(len(request.source), len(target)) for request, target in pairs], tokens=_SCORED_TOKENS)

    def _through(
        self, batches: Sequence[list[int]], submit: Callable[[list[int]], Any]
    ) -> Iterator[tuple[list[int], list[Any]]]:
        """Batches with their results, in order, a bounded number of them under way at any time."""
        waiting: list[tuple[list[int], Any]] = []
        for batch in batches:
            waiting.append((batch, submit(batch)))
            if len(waiting) > _QUEUE * self._threads:
                done, results = waiting.pop(0)
                yield done, [result.result() for result in results]
        for done, results in waiting:
            yield done, [result.result() for result in results]


def available_cores() -> int:
    """Cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
