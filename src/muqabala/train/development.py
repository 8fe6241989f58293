"""chrF on a development set while training, with nothing but torch and numpy: a GPU machine may have little else.

Pieces are decoded greedily and glued together; chrF ignores spaces, so how they are glued matters little. The figure
says which checkpoint is better. What is reported of a model is measured with sacrebleu through the engine users have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from muqabala.train.packed import Packed

_ORDER = 6
_BETA = 2.0
_LINES = 64


@dataclass(frozen=True)
class Development:
    """A set of pairs; called with a model it says the chrF of its greedy translations."""

    data: Packed
    pieces: Sequence[str]
    """Piece of each id."""
    lines: int = 400
    """Pairs at most: the first ones."""

    def __call__(self, model: Any) -> float:
        count = min(self.lines, len(self.data))
        order = np.argsort(self.data.source_lengths[:count], kind="stable")
        written = [""] * count
        for at in range(0, count, _LINES):
            rows = order[at : at + _LINES]
            for row, text in zip(rows, self._translated(model, rows), strict=True):
                written[row] = text
        ends = self.data.target_ends
        references = [self._text(self.data.target[ends[row] : ends[row + 1]].tolist()) for row in range(count)]
        return chrf(written, references)

    def _translated(self, model: Any, rows: Any) -> list[str]:
        import torch
        import transformers

        ends = self.data.source_ends
        sources = [self.data.source[ends[row] : ends[row + 1]].tolist() for row in rows]
        config = model.config
        width = max(map(len, sources))
        padded = [[*ids, *[config.pad_token_id] * (width - len(ids))] for ids in sources]
        tensor = torch.tensor(padded, device=model.device)
        generation: Any = transformers.GenerationConfig
        asked = generation(
            num_beams=1,
            do_sample=False,
            max_new_tokens=min(2 * width + 8, 256),
            eos_token_id=config.eos_token_id,
            pad_token_id=config.pad_token_id,
            decoder_start_token_id=config.decoder_start_token_id,
            suppress_tokens=[config.pad_token_id],
        )
        found = model.generate(
            input_ids=tensor, attention_mask=(tensor != config.pad_token_id).long(), generation_config=asked
        )
        return [self._text(ids) for ids in found[:, 1:].tolist()]

    def _text(self, ids: Sequence[int]) -> str:
        kept = (self.pieces[number] for number in ids)
        text = "".join(piece for piece in kept if piece not in ("</s>", "<pad>", "<unk>"))
        return text.replace("\N{LOWER ONE EIGHTH BLOCK}", " ").strip()


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """chrF2 of a corpus (Popović 2015) as sacrebleu counts it by default: character n-grams to 6, spaces ignored.

    >>> chrf(["a cat"], ["a cat"])
    100.0
    """
    counts = np.zeros((_ORDER, 3))
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        one, other = "".join(hypothesis.split()), "".join(reference.split())
        for order in range(_ORDER):
            own, wanted = _grams(one, order + 1), _grams(other, order + 1)
            if own and wanted:
                counts[order] += (own.total(), wanted.total(), (own & wanted).total())
            else:
                counts[order, :2] += (own.total() if wanted else 0, wanted.total())
    scores = []
    for written, wanted_total, matched in counts:
        if written and wanted_total:
            scores.append((matched / written, matched / wanted_total))
    if not scores:
        return 0.0
    precision, recall = (float(np.mean(side)) for side in zip(*scores, strict=True))
    if precision + recall == 0:
        return 0.0
    return 100 * (1 + _BETA**2) * precision * recall / (_BETA**2 * precision + recall)


def _grams(text: str, order: int) -> Counter[str]:
    return Counter(text[at : at + order] for at in range(len(text) - order + 1))
