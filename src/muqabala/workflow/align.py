"""Two documents → beads → aligned drafts; and batches of sentence lists for programs that only want the links.

A bead is *suspicious* when its posterior is low (a sentence is left out only on a high one), when its sides have few
words in common, or when it stands between such beads: what a reviewer should look at first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from muqabala.align import Bead, Lexicon, align, align_comparable, shipped_lexicon
from muqabala.errors import InputError, UsageError
from muqabala.store import NewBead, Store
from muqabala.text.arabic import has_arabic
from muqabala.values import Role, Segment
from muqabala.workflow.examine import Examiner

DOUBTFUL = 0.7
"""Below this posterior a bead is suspicious (`benchmarks/align.py` prints how many errors that catches) …"""
DOUBTFUL_ALONE = 0.9
"""… and one that leaves a sentence out below this: what is missing from a translation costs more than a wrong bound."""
UNLIKE = 0.33
"""A bead with fewer words in common is suspicious, however well it fits between its neighbours. Measured: 1 to 5 in a
hundred right beads have fewer, and half to nine tenths of sentences put in another's place."""


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """What an alignment was asked for."""

    comparable: bool = False
    boundary: re.Pattern[str] | None = None
    anchors: tuple[tuple[int, int], ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Glossary terms (Arabic, English) that hold sentences together."""


@dataclass(frozen=True, slots=True)
class AlignedBead:
    """A bead with its texts; the record of `align -o`. Numbers are 0-based positions in the two lists."""

    ar: str
    en: str
    arabic: tuple[int, ...]
    english: tuple[int, ...]
    score: float
    suspicious: bool

    def to_row(self) -> dict[str, Any]:
        """The record; segments are 1-based, as everywhere in records."""
        return {
            "ar": self.ar,
            "en": self.en,
            "ar_segments": [i + 1 for i in self.arabic],
            "en_segments": [j + 1 for j in self.english],
            "score": round(self.score, 4),
            "suspicious": self.suspicious,
        }


def check_sides(arabic: Sequence[str], english: Sequence[str], arabic_name: str, english_name: str) -> None:
    """Refuse what cannot be an Arabic document and an English one, loudly."""
    said = {}
    for sentences, name in ((arabic, arabic_name), (english, english_name)):
        spoken = [sentence for sentence in sentences if sentence.strip()]
        if not spoken:
            raise InputError(f"{name}: holds no sentence.", hint="Name a document with text.")
        said[name] = sum(map(has_arabic, spoken)) / len(spoken)
    if said[arabic_name] < 0.5:
        raise InputError(
            f"{arabic_name}: is not in Arabic (Arabic letters in {said[arabic_name]:.0%} of its sentences).",
            hint="Name the Arabic document first, then the English one.",
        )
    if said[english_name] > 0.5:
        raise InputError(
            f"{english_name}: is not in English (Arabic letters in {said[english_name]:.0%} of its sentences).",
            hint="Name the Arabic document first, then the English one.",
        )


def align_sentences(arabic: Sequence[str], english: Sequence[str], options: AlignOptions) -> list[Bead]:
    """Beads over two lists of sentences."""
    if options.comparable:
        if options.anchors or options.boundary is not None:
            raise UsageError("--comparable allows crossing, so it takes no --anchors and no --boundary.")
        # Terms recur all over two articles on one subject: measured, they join sentences that share nothing else.
        return align_comparable(arabic, english)
    anchors = [*options.anchors, *_boundaries(arabic, english, options.boundary)]
    try:
        return align(arabic, english, anchors=sorted(set(anchors)), lexicon=_lexicon(options))
    except ValueError as wrong:
        raise InputError(
            f"Anchors cannot be kept: {wrong}.", hint="Anchors are [[ar, en], …], counted from 0."
        ) from wrong


def left_alone(arabic: int, english: int) -> list[Bead]:
    """So many sentences of each side, none paired with another."""
    return [
        *(Bead((i, i + 1), (0, 0), 0.0) for i in range(arabic)),
        *(Bead((arabic, arabic), (j, j + 1), 0.0) for j in range(english)),
    ]


def _lexicon(options: AlignOptions) -> Lexicon:
    lexicon = shipped_lexicon()
    return lexicon.with_terms(options.terms) if options.terms else lexicon


def _boundaries(
    arabic: Sequence[str], english: Sequence[str], pattern: re.Pattern[str] | None
) -> list[tuple[int, int]]:
    """Where both documents have a line that matches: the first with the first, and so on."""
    if pattern is None:
        return []
    left = [i for i, sentence in enumerate(arabic) if pattern.search(sentence)]
    right = [j for j, sentence in enumerate(english) if pattern.search(sentence)]
    if len(left) != len(right):
        raise InputError(
            f"--boundary {pattern.pattern!r} matches {len(left)} Arabic and {len(right)} English sentences.",
            hint="Boundaries are paired in order, so both documents need as many.",
        )
    return list(zip(left, right, strict=True))


def heading_anchors(arabic: Sequence[Segment], english: Sequence[Segment]) -> list[tuple[int, int]]:
    """Headings are hard boundaries where both documents have as many of them."""
    left = [i for i, segment in enumerate(arabic) if segment.role is Role.HEADING]
    right = [j for j, segment in enumerate(english) if segment.role is Role.HEADING]
    return list(zip(left, right, strict=True)) if len(left) == len(right) else []


def with_texts(
    beads: Sequence[Bead], arabic: Sequence[str], english: Sequence[str], *, comparable: bool = False
) -> list[AlignedBead]:
    """Beads with their texts, n:m sides joined with one space, suspicious stretches marked.

    In comparable articles a sentence without a partner is the rule, and not suspicious.
    """
    doubtful = [is_doubtful(bead, comparable=comparable) for bead in beads]
    marked = []
    for at, bead in enumerate(beads):
        between = 0 < at < len(beads) - 1 and doubtful[at - 1] and doubtful[at + 1]
        marked.append(
            AlignedBead(
                " ".join(" ".join(s.split()) for s in arabic[slice(*bead.arabic)]),
                " ".join(" ".join(s.split()) for s in english[slice(*bead.english)]),
                tuple(range(*bead.arabic)),
                tuple(range(*bead.english)),
                bead.score,
                doubtful[at] or between,
            )
        )
    return marked


def is_doubtful(bead: Bead, *, comparable: bool = False) -> bool:
    """Whether a bead by itself is one to look at."""
    if bead.arabic[0] == bead.arabic[1] or bead.english[0] == bead.english[1]:
        return not comparable and bead.score < DOUBTFUL_ALONE
    return bead.score < DOUBTFUL or bead.shared < UNLIKE


def store_beads(store: Store, source: str, target: str, beads: Sequence[AlignedBead], examiner: Examiner) -> int:
    """Beads become aligned drafts for review, judged under the glossary like any other; how many there are."""
    rows = []
    for at, bead in enumerate(beads, start=1):
        two_sided = bool(bead.ar and bead.en)
        seen = examiner.examine(bead.ar, bead.en) if two_sided else None
        rows.append(
            NewBead(
                source=bead.ar,
                target=bead.en,
                source_segments=tuple(i + 1 for i in bead.arabic),
                target_segments=tuple(j + 1 for j in bead.english),
                score=round(bead.score, 4),
                suspicious=bead.suspicious,
                paragraph=at,
                terms=seen.terms if seen else (),
                findings=seen.findings if seen else (),
                glossary=seen.glossary if seen else "",
            )
        )
    store.documents.put_alignment(source, target, rows)
    return len(rows)


def links_row(identity: Any, beads: Sequence[Bead]) -> dict[str, Any]:
    """One line of `align --jsonl`: 0-based links and their scores."""
    return {
        "id": identity,
        "links": [[list(range(*bead.arabic)), list(range(*bead.english))] for bead in beads],
        "scores": [round(bead.score, 4) for bead in beads],
    }


__all__ = [
    "AlignOptions",
    "AlignedBead",
    "align_sentences",
    "check_sides",
    "heading_anchors",
    "is_doubtful",
    "left_alone",
    "links_row",
    "store_beads",
    "with_texts",
]
