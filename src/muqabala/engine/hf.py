"""Marian through transformers in float32: the reference the fast engine is compared with, and the door to torch.

Same pieces, same batches of one length, same search as far as the two libraries agree. Slower by a factor of five to
ten; worth it to find out whether a strange draft is the model's or the fast engine's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

# Nothing here may reach for a network: models lie in folders.
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
import transformers

from muqabala.engine.batches import plan
from muqabala.engine.checkpoint import UNKNOWN
from muqabala.engine.marian import UNREPEATED, Attention, Decoded, Decoding, Marian, Request, longest_answer
from muqabala.engine.models import Model
from muqabala.errors import ModelError
from muqabala.tensors import read_weights

_transformers: Any = transformers
"""Half of its functions are not annotated."""


class HfEngine(Marian):
    """A checkpoint as transformers runs it."""

    def __init__(self, model: Model, *, beam: int = 4, threads: int = 0) -> None:
        super().__init__(model.name, model.checkpoint, beam)
        if threads:
            torch.set_num_threads(threads)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.kind = "hf-float32" + ("" if self._device.type == "cpu" else "-cuda")
        self._model = build_model(model).to(self._device)
        # subtle: Marian's configuration forces an end where the limit is met, so that an unfinished answer would look
        # finished and its score include an end that the model never chose; a request's own None does not undo it.
        self._model.generation_config.forced_eos_token_id = None
        vocabulary = self.encoding.vocabulary
        self._pieces = {number: piece for piece, number in vocabulary.items()}
        self._eos = vocabulary[self.encoding.eos]
        self._pad = vocabulary[self.checkpoint.pad]
        self._start = int(model.checkpoint.config.get("decoder_start_token_id", self._pad))
        self._layer, self._head = model.attention

    def close(self) -> None:
        del self._model

    def _decode(self, requests: Sequence[Request], decoding: Decoding) -> list[list[Decoded]]:
        if decoding.branch and decoding.count > 1:
            return self._branched(requests, decoding)
        answers: list[list[Decoded]] = [[] for _ in requests]
        for batch in plan([(len(request.source), len(request.prefix)) for request in requests]):
            for at, found in zip(batch, self._generate([requests[at] for at in batch], decoding), strict=True):
                answers[at] = found
        pairs = [(requests[at], one.tokens) for at, found in enumerate(answers) for one in found]
        scores = iter(self._log_probabilities(pairs))
        return [[Decoded(one.tokens, next(scores), one.ended) for one in found] for found in answers]

    def _generate(self, requests: Sequence[Request], decoding: Decoding) -> list[list[Decoded]]:
        """Requests of one shape → their answers, not yet scored."""
        settled = len(requests[0].prefix)
        limit = longest_answer(len(requests[0].source), self._positions - 1)
        config = _transformers.GenerationConfig(
            num_beams=decoding.beam,
            num_return_sequences=decoding.count,
            max_new_tokens=max(1, limit - settled),
            early_stopping=decoding.beam > 1,
            length_penalty=1.0,
            do_sample=False,
            suppress_tokens=[self._pad, self.encoding.vocabulary[UNKNOWN]],
            no_repeat_ngram_size=UNREPEATED if decoding.careful else None,
            eos_token_id=self._eos,
            pad_token_id=self._pad,
            decoder_start_token_id=self._start,
        )
        source = self._tensor([request.source for request in requests])
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=source,
                attention_mask=torch.ones_like(source),
                decoder_input_ids=self._shifted([request.prefix for request in requests]),
                generation_config=config,
            )
        found = [self._decoded(numbers[1:].tolist()) for numbers in output]
        return [found[at : at + decoding.count] for at in range(0, len(found), decoding.count)]

    def _decoded(self, numbers: list[int]) -> Decoded:
        ended = self._eos in numbers
        kept = numbers[: numbers.index(self._eos)] if ended else [number for number in numbers if number != self._pad]
        return Decoded(tuple(self._pieces[number] for number in kept), 0.0, ended)

    def _branched(self, requests: Sequence[Request], decoding: Decoding) -> list[list[Decoded]]:
        """Answers that differ from their first free piece on: the likeliest next pieces, each continued."""
        single = Decoding(decoding.beam, careful=decoding.careful)
        answers = []
        for request in requests:
            with torch.inference_mode():
                logits = self._forward([request], [request.prefix]).logits[0, -1].clone()
                logits[[self._pad, self.encoding.vocabulary[UNKNOWN]]] = -torch.inf
            firsts = [self._pieces[number] for number in logits.topk(decoding.count).indices.tolist()]
            ends = [piece for piece in firsts if piece == self.encoding.eos]
            opened = [Request(request.source, (*request.prefix, piece)) for piece in firsts if piece not in ends]
            found = [one[0] for one in self._decode(opened, single)]
            answers.append(found + [Decoded(request.prefix, 0.0, True) for _ in ends])
        return answers

    def _log_probabilities(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[float]:
        scores = [0.0] * len(pairs)
        for batch in plan([(len(request.source), len(target)) for request, target in pairs]):
            with torch.inference_mode():
                logits = self._forward([pairs[at][0] for at in batch], [pairs[at][1] for at in batch]).logits
                # The converted model does not know the padding, so neither may this one give it any share.
                logits[:, :, self._pad] = -torch.inf
                wanted = self._tensor([(*pairs[at][1], self.encoding.eos) for at in batch])
                each = logits.log_softmax(-1).gather(2, wanted[:, :, None])[:, :, 0].mean(1)
            for at, score in zip(batch, each.tolist(), strict=True):
                scores[at] = score
        return scores

    def _attend(self, pairs: Sequence[tuple[Request, tuple[str, ...]]]) -> list[Attention]:
        attention: list[Attention] = [np.zeros((0, 1), dtype=np.float32) for _ in pairs]
        for batch in plan([(len(request.source), len(target)) for request, target in pairs]):
            with torch.inference_mode():
                output = self._forward([pairs[at][0] for at in batch], [pairs[at][1] for at in batch], attention=True)
            layer = output.cross_attentions[self._layer][:, self._head].cpu().numpy()
            for at, rows in zip(batch, layer, strict=True):
                attention[at] = rows[: len(pairs[at][1])]
        return attention

    def attention_of(self, source: str, target: str) -> list[list[Attention]]:
        """Every head of every decoder layer on one pair, as `align` reports one of them; for `choose_attention`."""
        request = self._request(source)
        pieces = self._fitting(self.encoding.target(target))
        with torch.inference_mode():
            output = self._forward([request], [pieces], attention=True)
        return [[head[: len(pieces), :-1].cpu().numpy() for head in layer[0]] for layer in output.cross_attentions]

    def steps(self, line: str) -> tuple[Callable[[Sequence[tuple[int, ...]]], npt.NDArray[np.float32]], int, list[int]]:
        """For searches of one's own: log-probabilities of the next piece, the end's number, numbers never to write.

        The source is read once, and so is every piece: hypotheses handed over together must be of one length, and each
        go on from one handed over the time before (else all of it is read again).
        """
        source = self._tensor([self._request(line).source])
        with torch.inference_mode():
            memory = self._model.get_encoder()(input_ids=source, attention_mask=torch.ones_like(source))
        banned = [self._pad, self.encoding.vocabulary[UNKNOWN]]
        known: dict[tuple[int, ...], int] = {}
        cache: Any = None

        def step(hypotheses: Sequence[tuple[int, ...]]) -> npt.NDArray[np.float32]:
            nonlocal known, cache
            count = len(hypotheses)
            parents = [known.get(one[:-1], -1) if one else -1 for one in hypotheses]
            going_on = cache is not None and min(parents) >= 0
            if going_on:
                cache.reorder_cache(torch.tensor(parents, device=self._device))
            rows = [one[-1:] if going_on else (self._start, *one) for one in hypotheses]
            with torch.inference_mode():
                output = self._model(
                    encoder_outputs=(memory.last_hidden_state.expand(count, -1, -1),),
                    attention_mask=torch.ones_like(source).expand(count, -1),
                    decoder_input_ids=torch.tensor(rows, dtype=torch.long, device=self._device),
                    past_key_values=cache if going_on else None,
                    use_cache=True,
                )
                logits = output.logits[:, -1]
                logits[:, banned] = -torch.inf
                answer: npt.NDArray[np.float32] = logits.log_softmax(-1).cpu().numpy()
            cache = output.past_key_values
            known = {one: at for at, one in enumerate(hypotheses)}
            return answer

        return step, self._eos, banned

    def written(self, numbers: Sequence[int]) -> str:
        """Target pieces, by their numbers, as text."""
        return self.encoding.text([self._pieces[number] for number in numbers])

    def _forward(
        self, requests: Sequence[Request], targets: Sequence[tuple[str, ...]], *, attention: bool = False
    ) -> Any:
        source = self._tensor([request.source for request in requests])
        return self._model(
            input_ids=source,
            attention_mask=torch.ones_like(source),
            decoder_input_ids=self._shifted(targets),
            output_attentions=attention,
            use_cache=False,
        )

    def _shifted(self, targets: Sequence[tuple[str, ...]]) -> torch.Tensor:
        """Target pieces behind the start."""
        rows = self._tensor(targets) if targets[0] else torch.zeros((len(targets), 0), dtype=torch.long)
        start = torch.full((len(targets), 1), self._start, dtype=torch.long)
        return torch.cat([start, rows.to("cpu")], dim=1).to(self._device)

    def _tensor(self, rows: Sequence[Sequence[str]]) -> torch.Tensor:
        vocabulary = self.encoding.vocabulary
        numbers = [[vocabulary[piece] for piece in row] for row in rows]
        return torch.tensor(numbers, dtype=torch.long, device=self._device)


def build_model(model: Model) -> Any:
    """The torch model with the checkpoint's weights in float32. Raises ModelError naming a tensor that is missing."""
    checkpoint = model.checkpoint
    with _quiet():
        # Eager attention: the other kinds do not say where they looked.
        settings: dict[str, Any] = {**checkpoint.config, "dtype": "float32", "attn_implementation": "eager"}
        config = _transformers.MarianConfig(**settings)
        built: Any = _transformers.MarianMTModel(config)
    weights = {name: torch.from_numpy(values) for name, values in read_weights(checkpoint.weights).items()}
    shared = next((weights[name] for name in _TIED if name in weights), None)
    if shared is not None:
        weights.update(dict.fromkeys(_TIED, shared))
    absent, unexpected = built.load_state_dict(weights, strict=False)
    lost = [name for name in absent if not name.endswith(("embed_positions.weight", "final_logits_bias"))]
    if lost or unexpected:
        raise ModelError(
            f"{checkpoint.weights}: tensor {(lost or unexpected)[0]} {'is missing' if lost else 'does not belong'}.",
            hint="Fetch or copy the whole model again.",
        )
    return built.eval()


_TIED = (
    "model.shared.weight",
    "model.encoder.embed_tokens.weight",
    "model.decoder.embed_tokens.weight",
    "lm_head.weight",
)
"""One matrix under four names; a file may hold it under any of them."""


@contextmanager
def _quiet() -> Iterator[None]:
    """transformers talks of generation settings it finds in a model's configuration; nobody asked."""
    talk = _transformers.utils.logging
    before = talk.get_verbosity()
    talk.set_verbosity_error()
    try:
        yield
    finally:
        talk.set_verbosity(before)
