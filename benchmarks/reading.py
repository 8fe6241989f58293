"""A sheet of outputs for a person to read one by one, with what a machine can point at beside each.

What it points at helps the eye and decides nothing: a word close to a rendering that says part of it again, words that
the model wrote looking at the term and that stand beside it, a rendering more than the Arabic asks for, a place far
from where the term stands in the Arabic, an article that does not fit. Verdicts are the reader's; those of an earlier
sheet are kept for outputs that are still the same.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from muqabala.engine import Engine
from muqabala.engine.alignment import Alignment
from muqabala.glossary import judge
from muqabala.glossary.polish import FUNCTION, alike, near, polished, stems
from muqabala.glossary.render import WORD
from muqabala.values import Policy, Span, TermHit
from muqabala.workflow.place_job import surplus
from muqabala.workflow.place_spans import belonging, is_pair_word, own_words, widened

COLUMNS = ("id", "output", "verdict", "why", "flags")
UNREAD = "?"
_FAR = 0.45
"""Share of the sentence by which a rendering may stand earlier or later than its term in the Arabic."""


@dataclass(frozen=True, slots=True)
class Output:
    """One line of the sheet, still to be read."""

    id: str
    source: str
    text: str
    hits: Sequence[TermHit]


def write_sheet(path: Path, outputs: Sequence[Output], engine: Engine) -> Counter[str]:
    """Write the sheet; verdicts of the one that stands there are carried over. How many have which verdict."""
    read = verdicts(path) if path.exists() else {}
    alignments = engine.align([one.source for one in outputs], [one.text for one in outputs])
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        sheet.writerow(COLUMNS)
        for one, alignment in zip(outputs, alignments, strict=True):
            verdict, why = read.get((one.id, one.text), (UNREAD, ""))
            counts[verdict] += 1
            sheet.writerow([one.id, one.text, verdict, why, "; ".join(flags(one, alignment))])
    return counts


def verdicts(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """What a sheet says of (id, output)."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def flags(one: Output, alignment: Alignment) -> Iterator[str]:
    """What a reader should look at in one output."""
    judgement = judge(one.source, one.text, one.hits)
    placed = [(hit, v.target) for hit, v in zip(one.hits, judgement.terms, strict=True) if v.target is not None]
    spans = [span for _, span in placed]
    for hit, span in placed:
        others = [other for other in spans if other != span]
        yield from _said_again(one.text, hit, span, others, alignment)
        away = (span[0] + span[1]) / 2 / len(one.text) - (hit.start + hit.end) / 2 / len(one.source)
        if abs(away) > _FAR:
            yield f"far: {hit.term.en} ({away:+.2f})"
    if surplus(one.text, one.hits):
        yield "more renderings than terms"
    required = [(hit, span) for hit, span in placed if hit.term.policy is not Policy.CHECK]
    if polished(one.text, one.source, required) != one.text:
        yield "article, count or stutter"
    yield from (f"not placed: {v.term}" for v in judgement.unplaced)


def _said_again(text: str, hit: TermHit, span: Span, others: Sequence[Span], alignment: Alignment) -> Iterator[str]:
    own = stems(text[span[0] : span[1]])
    echoed = [word.group() for word in _outside(near(text, span), others) if alike(word.group(), own)]
    if echoed:
        yield f"echo: {hit.term.en} ({' '.join(echoed)})"
    whole = widened(text, span, belonging(hit, alignment), own_words(hit), others)
    beside = [
        word.group()
        for word in _outside(WORD.finditer(text, *whole), [span])
        if word.group().casefold() not in FUNCTION
        and word.group() not in echoed
        and not is_pair_word(hit, word.group())
    ]
    if beside:
        yield f"left over: {hit.term.en} ({' '.join(beside)})"


def _outside(words: Iterable[re.Match[str]], spans: Sequence[Span]) -> Iterator[re.Match[str]]:
    return (word for word in words if not any(a < word.end() and word.start() < b for a, b in spans))
