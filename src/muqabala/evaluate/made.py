"""Documents made up from word pairs: for timing, and for tests of what must hold whatever the words say.

They read like nothing and translate each other word by word, with the merges, splits and omissions that were asked
for, and the links are known.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from muqabala.evaluate.alignment import Link


@dataclass(slots=True)
class Made:
    """Two documents and their links."""

    arabic: list[str] = field(default_factory=list)
    english: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, arabic: Sequence[str], english: Sequence[str]) -> None:
        """One link more."""
        first, second = len(self.arabic), len(self.english)
        self.arabic += arabic
        self.english += english
        self.links.append((tuple(range(first, len(self.arabic))), tuple(range(second, len(self.english)))))


def made_documents(
    words: Sequence[tuple[str, str]],
    sentences: int,
    *,
    seed: int,
    unequal: float = 0.2,
    translated: float = 0.6,
    missing: tuple[float, int] | None = None,
) -> Made:
    """Two documents of about so many sentences out of (Arabic, English) words.

    `unequal`: share of links that are not 1:1. `translated`: share of words that have a counterpart. `missing`: where
    (0 … 1) a block of how many Arabic sentences has no translation.
    """
    chance = random.Random(seed)  # noqa: S311 - not a secret
    made = Made()
    hole = (sentences * missing[0], sentences * missing[0] + missing[1]) if missing else (0.0, 0.0)
    while len(made.arabic) < sentences:
        ar, en = _sentence(words, chance, translated)
        kind = chance.random()
        if hole[0] <= len(made.arabic) < hole[1] or kind < unequal / 4:
            made.add([ar], [])
        elif kind < unequal / 2:
            made.add([], [en])
        elif kind < unequal * 3 / 4:
            further = _sentence(words, chance, translated)
            made.add([f"{ar} {further[0]}"], [en, further[1]])
        elif kind < unequal:
            further = _sentence(words, chance, translated)
            made.add([ar, further[0]], [f"{en} {further[1]}"])
        else:
            made.add([ar], [en])
    return made


def _sentence(words: Sequence[tuple[str, str]], chance: random.Random, translated: float) -> tuple[str, str]:
    pairs = [chance.choice(words) for _ in range(chance.randint(5, 24))]
    english = [en if chance.random() < translated else chance.choice(words)[1] for _, en in pairs]
    if chance.random() < 0.5:
        english.reverse()
    return " ".join(ar for ar, _ in pairs) + ".", " ".join(english) + "."
