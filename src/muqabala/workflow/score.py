"""How good a translation is, and how well it keeps its terms: two lists of lines in, one record out.

A side is a text file with one segment a line, or the JSON lines that `translate -o` and `export` write. Those name the
document of each segment, so that a term's renderings are compared within a document, where readers meet them; lines of
plain text are taken for one document.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muqabala.errors import InputError
from muqabala.evaluate.translation import METRICS, Metric, Score, corpus_scores
from muqabala.glossary import Glossary
from muqabala.glossary.enforce import TermCount, term_success


@dataclass(frozen=True, slots=True)
class Report:
    """What `muqabala score` says."""

    segments: int
    scores: dict[Metric, Score]
    terms: TermCount | None
    """None without a source and a glossary."""

    def to_row(self) -> dict[str, Any]:
        terms = self.terms
        return {
            "segments": self.segments,
            **{name: self.scores[name].to_row() for name in METRICS},
            "terms": None
            if terms is None
            else {
                "total": terms.total,
                "placed": terms.placed,
                "success": terms.success,
                "forbidden": terms.forbidden,
                "consistency": terms.consistency,
            },
        }


ENGLISH = ("target", "en")
ARABIC = ("source", "ar")
"""Fields of a record that hold a side: drafts name them one way, pairs the other."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of what is scored."""

    lines: list[str]
    documents: list[str] | None = None
    """The document of each line, where the file says so."""


def score_lines(
    hypotheses: Sequence[str],
    references: Sequence[str],
    sources: Sequence[str] | None = None,
    glossary: Glossary | None = None,
    documents: Sequence[str] | None = None,
) -> Report:
    """Score a translation; its terms too where sources and a glossary are given. Raises InputError on unequal sides.

    Consistency is counted within each of `documents`, which names one for every line; without it all lines are one.
    """
    scores = corpus_scores(hypotheses, references)
    terms = None
    if sources is not None and glossary is not None:
        terms = term_success(zip(sources, hypotheses, strict=True), glossary.matcher().hits, documents)
    return Report(len(hypotheses), scores, terms)


def read_side(path: Path, fields: Sequence[str]) -> Side:
    """A side from a text file or, by its name, a `.jsonl`; `fields` are tried in order in every record.

    Raises InputError naming the file, and the line that is not UTF-8, no record, or lacks the text.
    """
    lines = read_lines(path)
    if path.suffix != ".jsonl":
        return Side(lines)
    texts, documents = [], []
    for number, line in enumerate(lines, 1):
        row = _record(line, f"{path}, line {number}")
        field = next((name for name in fields if isinstance(row.get(name), str)), None)
        if field is None:
            raise InputError(
                f"{path}, line {number}: neither {' nor '.join(fields)}.",
                hint="Name a file that translate -o or export wrote, or plain text.",
            )
        texts.append(" ".join(row[field].split()))
        documents.append(str(row.get("document") or ""))
    return Side(texts, documents if any(documents) else None)


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise InputError(f"{where}: not JSON.", hint="Each line of a .jsonl is one JSON object.") from wrong
    if not isinstance(row, dict):
        raise InputError(f"{where}: no JSON object.", hint="Each line of a .jsonl is one JSON object.")
    return row


def read_lines(path: Path) -> list[str]:
    """Lines of a UTF-8 file, ended by LF alone. Raises InputError naming the file, and the line that is not UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise InputError(
            f"{path}: {wrong.strerror or wrong}.", hint="Name a text file with one segment a line."
        ) from wrong
    rows = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if rows[-1] == b"":
        rows.pop()
    lines = []
    for number, row in enumerate(rows, 1):
        try:
            lines.append(row.removesuffix(b"\r").decode("utf-8"))
        except UnicodeDecodeError as wrong:
            raise InputError(f"{path}, line {number}: not UTF-8.", hint="Convert the file first.") from wrong
    return lines
