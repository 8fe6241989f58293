"""How fast a model is on this machine, said in sentences and tokens a second."""

from __future__ import annotations

import time
from dataclasses import dataclass

from muqabala.engine.attention import PAIRS
from muqabala.engine.base import Engine


@dataclass(frozen=True, slots=True)
class Bench:
    """One measurement."""

    sentences: int
    tokens: int
    """Target pieces written."""
    seconds: float

    @property
    def sentences_per_second(self) -> float:
        return self.sentences / self.seconds

    @property
    def tokens_per_second(self) -> float:
        return self.tokens / self.seconds


def bench(engine: Engine, rounds: int = 8) -> Bench:
    """Translate sentences like those of the news, all different, and take the time; the first few do not count."""
    sources = [source for source, _ in PAIRS]
    engine.translate(sources[:4])
    lines = [
        f"{sources[(at + turn) % len(sources)]} {sources[at]}" if turn % 2 else f"{sources[at]} ({turn})"
        for turn in range(rounds)
        for at in range(len(sources))
    ]
    begun = time.perf_counter()
    found = engine.translate(lines)
    seconds = time.perf_counter() - begun
    return Bench(len(lines), sum(len(one.tokens) + 1 for one in found), seconds)
