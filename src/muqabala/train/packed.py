"""Sentence pairs as numbers, laid end to end: what the trainer reads.

A few arrays instead of a list of lists: half a million pairs load in a moment, take five bytes a token, and travel as
one file to wherever there is a GPU.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from muqabala.errors import InputError

Ids = Sequence[int]
Example = tuple[Ids, Ids, Ids | None]
"""Source ids, target ids, and for each target id the source position it renders (-1: none), or None for unaligned."""

UNALIGNED = -1

IGNORED = -100
"""A target of no piece, in a padded batch."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Pairs in the order given; every sentence ends with the end-of-sentence id."""

    source: npt.NDArray[np.integer]
    target: npt.NDArray[np.integer]
    source_ends: npt.NDArray[np.int64]
    """Pair n's source is `source[source_ends[n]:source_ends[n + 1]]`; one number more than there are pairs."""
    target_ends: npt.NDArray[np.int64]
    alignment: npt.NDArray[np.int16]
    """For each target id the position in its source sentence, or -1; as long as `target`."""

    def __len__(self) -> int:
        return len(self.source_ends) - 1

    @property
    def source_lengths(self) -> npt.NDArray[np.int64]:
        return np.diff(self.source_ends)

    @property
    def target_lengths(self) -> npt.NDArray[np.int64]:
        return np.diff(self.target_ends)

    @property
    def is_aligned(self) -> bool:
        return bool((self.alignment >= 0).any())

    def save(self, path: Path) -> None:
        """Write the file in one step: it is whole or not there."""
        new = path.with_name(f".{path.name}.{os.getpid()}.npz")
        np.savez(
            new,
            source=self.source,
            target=self.target,
            source_ends=self.source_ends,
            target_ends=self.target_ends,
            alignment=self.alignment,
        )
        new.replace(path)


def pack(examples: Iterable[Example], end: int) -> Packed:
    """Examples without their ends of sentence → arrays with them. An end renders the end.

    >>> packed = pack([([5, 6], [7], [1])], end=0)
    >>> packed.source.tolist(), packed.target.tolist(), packed.alignment.tolist()
    ([5, 6, 0], [7, 0], [1, 2])
    """
    source: list[int] = []
    target: list[int] = []
    alignment: list[int] = []
    source_ends, target_ends = [0], [0]
    for one, other, links in examples:
        source += [*one, end]
        target += [*other, end]
        alignment += [UNALIGNED] * (len(other) + 1) if links is None else [*links, len(one)]
        source_ends.append(len(source))
        target_ends.append(len(target))
    kind = np.uint16 if max([0, *source, *target]) < 2**16 else np.int32
    return Packed(
        np.array(source, dtype=kind),
        np.array(target, dtype=kind),
        np.array(source_ends, dtype=np.int64),
        np.array(target_ends, dtype=np.int64),
        np.array(alignment, dtype=np.int16),
    )


def join(packs: Sequence[Packed]) -> Packed:
    """Pairs of several packs, one pack behind the other; all must be of one vocabulary.

    >>> joined = join([pack([([5], [7], [0])], end=0), pack([([6, 6], [8], [1])], end=0)])
    >>> joined.source.tolist(), joined.source_ends.tolist(), joined.alignment.tolist()
    ([5, 0, 6, 6, 0], [0, 2, 5], [0, 1, 1, 2])
    """

    def ends(sides: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
        begins = np.cumsum([0, *(side[-1] for side in sides)])
        return np.concatenate([side[at > 0 :] + begins[at] for at, side in enumerate(sides)])

    return Packed(
        np.concatenate([one.source for one in packs]),
        np.concatenate([one.target for one in packs]),
        ends([one.source_ends for one in packs]),
        ends([one.target_ends for one in packs]),
        np.concatenate([one.alignment for one in packs]),
    )


def load_packed(path: Path) -> Packed:
    """What `save` wrote. Raises InputError naming the file."""
    try:
        with np.load(path) as stored:
            packed = Packed(
                stored["source"], stored["target"], stored["source_ends"], stored["target_ends"], stored["alignment"]
            )
    except (OSError, KeyError, ValueError, BadZipFile) as wrong:
        raise InputError(f"{path}: not a file of packed pairs.", hint="Make it again with `prepare`.") from wrong
    if len(packed.target) != len(packed.alignment) or packed.target_ends[-1] != len(packed.target):
        raise InputError(f"{path}: its arrays do not fit together.", hint="Make it again with `prepare`.")
    return packed
