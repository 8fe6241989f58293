"""Is a text a dumped page at all? The third step of `clean`, and what keeps it from harming letters and reports.

Buttons, headers of lists and notices prove a page; dates, names and sources do not, for letters have them too. A text
that reads as an article and has neither letterhead nor salutation needs less proof; with hardly any it loses only the
lines that say themselves what they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from muqabala.documents.page_edges import CLOSING
from muqabala.documents.page_lines import Line

_ENOUGH = 3
_HEAD = 15
"""Lines among which a title is printed twice, if it is."""
_LEAST_TICKER = 4
_LEAST_TAIL = 3
"""Headlines without a full stop under the last paragraph."""
_COLUMN = 6
_LONG = 12
"""Words of a paragraph that an article has two of, or one twice as long."""
_SURE = frozenset({"share", "notice", "ad", "related", "comments", "trending", "footer"})
_SAFE = _SURE | {"timestamp", "menu", "caption"}
"""Reasons that a report or a communiqué gives no cause for; names, sources and tags stand in those too."""
_SAFE_FIRST = _SAFE - {"related", "comments", "trending"}
"""A title may begin as a header of other stories does."""
_WRITER = re.compile(r"(?:كتب|كتبت|بقلم|(?:ال)?مصدر|(?:ال)?مصادر|written by|by|sources?)\b.*")
_FIELD = re.compile(r"(?:[^\W\d_]+ ?){1,3}: ?.{1,60}")
_CLOCK = re.compile(r"\d?\d:\d\d")
_FORMAL = re.compile(
    r"(?:السلام عليكم|تحية طيبة|وبعد|السيد|سعادة|معالي|حضرة|الموضوع|الرقم|الي|من|نسخة الي|المرفقات|محضر|بيان مشترك|"
    r"dear|subject|to|from|cc|re|minutes|joint statement|agenda)\b ?(?:[:،,].*|)|"
    r"(?:تحية طيبة|وتفضلوا|محضر|بيان مشترك|joint statement).{0,60}"
)
"""What letters, minutes and communiqués begin and end with."""


def is_page(lines: Sequence[Line]) -> bool:
    """Only what web pages say counts; dates, names and sources stand in letters too."""
    proofs = {line.said: line.cue.proof for line in lines if line.cue is not None and line.cue.proof}
    headers = (lines[line.opened].cue for line in lines if line.section and line.cue is None)
    lists = any(header is not None and header.proof > 1 for header in headers)
    twice = 3 if _head_twice(lines) else 2 if _any_line_twice(lines) else 0
    return sum(proofs.values()) + twice + lists >= _ENOUGH


def hints(lines: Sequence[Line]) -> float:
    """What speaks for a page in a text that reads as an article; from 1 on enough, 0 for any other text."""
    if not _is_article(lines):
        return 0
    said = {line.said: line.cue for line in lines if line.cue is not None and any(map(str.isalnum, line.said))}
    sure = sum(
        cue.reason in _SURE or (cue.proof > 0 and len(what.split()) > 2) or bool(_CLOCK.search(what))
        for what, cue in said.items()
    )
    sure += any(
        line.said == after.said and not line.bullet and not after.after_blank for line, after in pairwise(lines)
    )
    half = sum(cue.reason in _SAFE for cue in said.values()) + any(_names_writer(line) for line in lines)
    return sure + 0.5 * half + _has_ticker(lines) + _has_tail(lines) + _has_column(lines)


def confessed(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that say themselves that they are furniture, and nothing that a report says."""
    told = [line for line in lines[1:] if line.cue is not None and (line.cue.reason in _SAFE or _names_writer(line))]
    told += [line for line in lines[:1] if line.cue is not None and line.cue.reason in _SAFE_FIRST]
    told += [line for line in lines if line.section in _SAFE and lines[line.opened].cue is not None]
    told += [*_fields_under(lines), *_rubrics_over(lines)]
    return {number for line in told for number, _ in line.parts}


def _is_article(lines: Sequence[Line]) -> bool:
    """Two long paragraphs or more, and nothing that letters, minutes and communiqués have."""
    prose = [line for line in lines if line.cue is None and line.prose >= 1]
    long = sum(line.words >= _LONG for line in prose) > 1 or any(line.words >= 2 * _LONG for line in prose)
    formal = any(_FORMAL.fullmatch(line.said) or CLOSING.match(line.said) for line in lines)
    listed = any(line.numbered and not line.is_paragraph and line.cue is None for line in lines)
    return long and not formal and not listed


def _head_twice(lines: Sequence[Line]) -> bool:
    """The title printed twice, or a masthead."""
    titles = Counter(line.said for line in lines[:_HEAD] if line.words >= 4 and not line.stops and line.cue is None)
    mastheads = Counter(line.said for line in lines[:_HEAD] if line.cue is not None and line.cue.reason == "footer")
    return any(times > 1 for times in (titles | mastheads).values())


def _any_line_twice(lines: Sequence[Line]) -> bool:
    """Printed twice in a row: a picture's text and its caption, or a paragraph and its summary."""
    return any(line.said == after.said and line.words >= 3 for line, after in pairwise(lines))


def _names_writer(line: Line) -> bool:
    """Names who wrote it, and does nothing else."""
    named = line.cue is not None and line.cue.reason == "byline" and line.words <= 8
    return named and bool(_WRITER.fullmatch(line.said))


def _has_ticker(lines: Sequence[Line]) -> bool:
    """Headlines one after the other above the text, most of which say nothing that the text says."""
    run: list[Line] = []
    for line in lines:
        if line.is_paragraph or line.cue is not None or line.ends or not 5 <= line.words <= 22:
            break
        run.append(line)
    said = {stem for line in lines[len(run) :] for stem in line.stems}
    return sum(len(line.stems & said) <= len(line.stems) // 4 for line in run) >= _LEAST_TICKER


def _has_column(lines: Sequence[Line]) -> bool:
    """Names one under the other above the first paragraph, or under the last: a menu, or the foot of a page."""
    prose = [at for at, line in enumerate(lines) if line.cue is None and line.prose >= 1]
    above, below = lines[: prose[0]], lines[prose[-1] + 1 :]
    return any(
        sum(line.words <= 3 and not line.ends and not line.bullet and not line.numbered for line in part) >= _COLUMN
        for part in (above, below)
    )


def _has_tail(lines: Sequence[Line]) -> bool:
    """Headlines under the last paragraph, and nothing but them and a name or two."""
    tail = lines[_last_paragraph(lines) + 1 :]
    headlines = sum(line.words >= 5 for line in tail)
    return headlines >= _LEAST_TAIL and all(line.cue is None and not line.ends for line in tail)


def _last_paragraph(lines: Sequence[Line]) -> int:
    return max((at for at, line in enumerate(lines) if line.is_paragraph and line.cue is None), default=-1)


def _fields_under(lines: Sequence[Line]) -> Sequence[Line]:
    """The fields of a database under an article: "source: …", "section: …", "importance: …", one of them known."""
    tail = lines[_last_paragraph(lines) + 1 :]
    fields = all(line.words <= 8 and (line.cue is not None or _FIELD.fullmatch(line.said)) for line in tail)
    known = any(line.cue is not None and line.cue.reason in {"byline", "timestamp"} for line in tail)
    return tail if fields and known else []


def _rubrics_over(lines: Sequence[Line]) -> Sequence[Line]:
    """One or two words over the title: the name of a part of the site."""
    for at, line in enumerate(lines):
        if line.words > 2 or line.ends or line.bullet:
            return lines[:at] if line.words >= 5 else []
    return []
