"""Induces the aligner's bilingual lexicon from parallel text: stem both sides, align the words, count.

    python -m muqabala.train.lexicon PAIRS.tsv src/muqabala/align/lexicon.npz

The word aligner is eflomal (Östling & Tiedemann 2016), both directions; a link found in both counts fully, in one half.
Needs the extra `train`. The text itself does not enter the file, only what share of a word's links each partner has.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from muqabala.text.words import arabic_stems, english_stems
from muqabala.train.guide import align_words

SCALE = 20.0
LONGEST = 90
LEAST_COUNT = 2.0
LEAST_SHARE = 0.008
MOST_PARTNERS = 12

Stems = Sequence[Sequence[str]]


def induce(
    arabic: Stems, english: Stems, links: Iterable[tuple[int, int, int, float]]
) -> dict[str, npt.NDArray[np.uint8 | np.int32]]:
    """The arrays of a lexicon file. `links` are (sentence, Arabic position, English position, weight)."""
    together: dict[tuple[str, str], float] = defaultdict(float)
    of_arabic: dict[str, float] = defaultdict(float)
    of_english: dict[str, float] = defaultdict(float)
    for sentence, a, e, weight in links:
        one, other = arabic[sentence][a], english[sentence][e]
        together[one, other] += weight
        of_arabic[one] += weight
        of_english[other] += weight
    rows: dict[str, list[tuple[float, str, float]]] = {}
    for (one, other), count in together.items():
        forward, backward = count / of_arabic[one], count / of_english[other]
        if count >= LEAST_COUNT and max(forward, backward) >= LEAST_SHARE and not one[0].isdigit() and one != other:
            rows.setdefault(one, []).append((forward, other, backward))
    arabic_counts = Counter(word for words in arabic for word in words)
    english_counts = Counter(word for words in english for word in words)
    arabic_words = sorted(word for word, count in arabic_counts.items() if count >= 2 and not word[0].isdigit())
    english_words = sorted(word for word, count in english_counts.items() if count >= 2 and not word[0].isdigit())
    english_id = {word: at for at, word in enumerate(english_words)}
    kept = [
        sorted((row for row in rows.get(word, []) if row[1] in english_id), reverse=True)[:MOST_PARTNERS]
        for word in arabic_words
    ]
    flat = [row for partners in kept for row in partners]
    return {
        "arabic": np.frombuffer("\n".join(arabic_words).encode(), dtype=np.uint8),
        "english": np.frombuffer("\n".join(english_words).encode(), dtype=np.uint8),
        "arabic_share": _bytes([arabic_counts[w] / arabic_counts.total() for w in arabic_words]),
        "english_share": _bytes([english_counts[w] / english_counts.total() for w in english_words]),
        "counts": np.array([len(partners) for partners in kept], dtype=np.int32),
        "links": np.array([english_id[other] for _, other, _ in flat], dtype=np.int32),
        "forward": _bytes([forward for forward, _, _ in flat]),
        "backward": _bytes([backward for _, _, backward in flat]),
    }


def _bytes(probabilities: Sequence[float]) -> npt.NDArray[np.uint8]:
    return np.clip(np.round(-np.log(np.maximum(probabilities, 1e-9)) * SCALE), 0, 255).astype(np.uint8)


def merged_links(forward: Iterable[str], backward: Iterable[str]) -> Iterator[tuple[int, int, int, float]]:
    """Both directions of an alignment in the `i-j` format as (sentence, Arabic position, English position, weight).

    >>> sorted(merged_links(["0-0 1-1"], ["0-0"]))
    [(0, 0, 0, 1.0), (0, 1, 1, 0.5)]
    """
    for sentence, (ahead, back) in enumerate(zip(forward, backward, strict=True)):
        first, second = set(ahead.split()), set(back.split())
        for link in first | second:
            a, e = link.split("-")
            yield sentence, int(a), int(e), 1.0 if link in first and link in second else 0.5


@click.command()
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def main(pairs: Path, out: Path) -> None:
    """Induce OUT from PAIRS (Arabic, tab, English)."""
    rows = [line.split("\t")[:2] for line in pairs.read_text(encoding="utf-8").split("\n") if "\t" in line]
    stems = [(arabic_stems(row[0]), english_stems(row[1])) for row in rows]
    stems = [(a, e) for a, e in stems if 0 < len(a) <= LONGEST and 0 < len(e) <= LONGEST]
    arabic, english = [a for a, _ in stems], [e for _, e in stems]
    links = merged_links(*align_words([" ".join(words) for words in arabic], [" ".join(words) for words in english]))
    np.savez_compressed(out, **induce(arabic, english, links))  # type: ignore[arg-type]
    click.echo(f"{out}: {out.stat().st_size:,} bytes from {len(stems):,} pairs", err=True)


if __name__ == "__main__":
    sys.exit(main())
