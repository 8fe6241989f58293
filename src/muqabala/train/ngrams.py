"""Counts the language model that comes with the program from the English side of text.

    python -m muqabala.train.ngrams src/muqabala/fluency/english.npz PAIRS.tsv...

The text itself does not enter the file, only hashes of its n-grams (`muqabala.fluency.ngrams`). N-grams of more than
one word that stand once in the text are left out, and what they had goes to the rest of their context: a fifth of the
size for no loss in choosing among translations.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from muqabala.fluency.ngrams import KEPT_SCALE, REST_SCALE, Keys, keys, windows

ORDER = 3
DISCOUNT = 0.75
LEAST = 2
"""How often an n-gram of more than one word must stand."""

_PART = 20_000


def count(texts: Sequence[str], *, order: int = ORDER, least: int = LEAST) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a language model file. Lower orders count in how many contexts a word stands (Kneser & Ney)."""
    parts = [windows(texts[at : at + _PART], order)[0] for at in range(0, len(texts), _PART)]
    grams, times = np.unique(np.concatenate([np.stack(part, axis=1) for part in parts]), axis=0, return_counts=True)
    arrays: dict[str, npt.NDArray[Any]] = {"order": np.array(order)}
    for size in range(order, 0, -1):
        if size < order:
            grams, times = np.unique(grams[:, :size], axis=0, return_counts=True)
        columns = [grams[:, at] for at in range(size)]
        contexts, where = np.unique(keys(columns[1:], len(grams)), return_inverse=True)
        total = np.bincount(where, weights=times)
        chosen = times >= (least if size > 1 else 1)
        kept = np.where(chosen, (times - DISCOUNT) / total[where], 0.0)
        rest = 1.0 - np.bincount(where, weights=kept)
        told = np.bincount(where, weights=chosen) > 0
        arrays |= _stored(f"keys{size}", f"kept{size}", keys(columns, len(grams))[chosen], kept[chosen], KEPT_SCALE)
        arrays |= _stored(f"contexts{size}", f"rest{size}", contexts[told], rest[told], REST_SCALE)
    return arrays


def _stored(
    names: str, values: str, found: Keys, chances: npt.NDArray[np.floating], scale: float
) -> dict[str, npt.NDArray[Any]]:
    """Sorted keys as steps, which compress, and values as bytes; of two n-grams with one key the likelier stays."""
    order = np.lexsort((-chances, found))
    known, first = np.unique(found[order], return_index=True)
    steps = np.diff(known, prepend=np.uint32(0)).astype(np.uint32)
    stored = np.clip(np.round(-np.log(np.maximum(chances[order][first], 1e-12)) * scale), 0, 255).astype(np.uint8)
    return {names: steps, values: stored}


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("pairs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(out: Path, pairs: tuple[Path, ...]) -> None:
    """Count OUT from the English of PAIRS (Arabic, tab, English; a first line `ar`, tab, `en` is a heading)."""
    rows = [line.split("\t") for path in pairs for line in path.read_text(encoding="utf-8").split("\n")]
    texts = list(dict.fromkeys(row[1] for row in rows if len(row) > 1 and row[:2] != ["ar", "en"]))
    np.savez_compressed(out, **count(texts))  # type: ignore[arg-type]
    click.echo(f"{out}: {out.stat().st_size:,} bytes from {len(texts):,} sentences", err=True)


if __name__ == "__main__":
    sys.exit(main())
