"""Where the article of a dumped page begins and ends: what looks like its edge and is not, and the reverse.

Above the title stand tickers and appeals that read like text; under the last paragraph stand its author, a closing
formula with names, or the last sentence itself without its full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from muqabala.documents.furniture import word_table
from muqabala.documents.page_lines import Line

CLOSING = re.compile(
    r"(?:والسلام|والله (?:ولي|علي|الموفق|من وراء)|وتفضلوا|وتقبلوا|مع (?:فائق|خالص) |(?:حرر|صدر|كتب) (?:في|ب)\S*|"
    r"انتهي البيان|(?:done|signed) (?:at|in) |(?:yours|sincerely|respectfully)\b).{0,80}"
)
"""With these a statement closes, and its signature follows."""
_SIGNATURE = 6
"""Lines that a signature has at most."""
_SIGNED = 10
_OFFICE = re.compile(
    r"(?:ال)?(?:مكتب|ناطق|متحدث|وزارة|رئاسة|قيادة|امانة|مديرية|هيئة|ادارة|وزير|رئيس|قائد)\b|"
    r"(?:office|ministry|department|spokes\w+|headquarters|secretariat)\b"
)
_INNER_MARK = re.compile(r"(?<!\.)[.!؟?،,;؛–]\s+\w")
_LEAST_UNFINISHED = 8
_CLOCK = re.compile(r"\b\d?\d[:.]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
"""Under comments and over other stories stands the whole date."""
_ENTRIES = 3
_REACH = 4
_LONGEST_NAME = 3
_NAME = re.compile(r"[^\W\d_]{3,}")
_NO_NAMES = word_table("""
    by, and, the, from, for, with, staff, written, كتب, كتبت, بقلم, من, تحرير, اعداد, مراسل, مراسلة, وكالة, وكالات,
    مكتب, صحيفة, خاص, القاهرة, بيروت, بغداد, دبي, عمان, دمشق, الرياض
""")


def signature_end(lines: Sequence[Line], end: int) -> int:
    """Where the signature under a statement ends; `end` itself, if none begins there.

    A closing formula under the last paragraph opens it, or a short sentence does; names, ranks and a place with a date
    follow without a mark, until a header or a blank line after a date.
    """
    at = end
    while at < len(lines) and lines[at].stops and lines[at].words < _LEAST_UNFINISHED and _is_text(lines[at]):
        at += 1
    before = lines[at - 1] if at else None
    if _is_signed(lines, at):
        return at + 2
    opened = (before is not None and CLOSING.match(before.said)) or (at < len(lines) and CLOSING.match(lines[at].said))
    if not opened:
        return at
    for place in range(at, min(len(lines), at + _SIGNATURE)):
        line = lines[place]
        dated = line.cue is not None and line.cue.reason == "timestamp" and line.words > 2
        if line.section or (line.cue is not None and not dated) or line.words > _SIGNED or (dated and line.after_blank):
            return place
        at = place + 1
        if dated:
            break
    return at


def _is_signed(lines: Sequence[Line], at: int) -> bool:
    """An office with a date right under it, in a block of two."""
    pair = lines[at : at + 2]
    if len(pair) < 2 or not pair[0].after_blank or pair[1].after_blank or not _is_text(pair[0]):
        return False
    dated = pair[1].cue is not None and pair[1].cue.reason == "timestamp"
    return dated and pair[0].words <= _SIGNED and bool(_OFFICE.match(pair[0].said))


def _is_text(line: Line) -> bool:
    return line.cue is None and not line.section and not line.foreign and not line.bullet


def unfinished(line: Line, before: Line) -> bool:
    """A last paragraph that lost its full stop: long enough, with a mark inside, and set as the one before it is."""
    if line.words < _LEAST_UNFINISHED or line.after_blank != before.after_blank or not _is_text(line):
        return False
    return bool(_INNER_MARK.search(line.text)) and not line.ends


def appeals(line: Line) -> bool:
    """Speaks of the site's people to its readers: "we" and "you", and nobody is quoted."""
    unquoted = _QUOTED.sub("", line.text)
    return bool(_WE.search(unquoted) and _YOU.search(unquoted))


_QUOTED = re.compile(r"[\"“«][^\"”»]*(?:[\"”»]|$)")
_WE = re.compile(r"\b(?:we|our|us)\b|\bwe['’]", re.IGNORECASE)
_YOU = re.compile(r"\byour?\b|\byou['’]", re.IGNORECASE)


def names_in(lines: Sequence[Line], title: int | None, first: int) -> frozenset[str]:
    """The names in bylines and in the short lines under the title, less the heads of entries that are listed there."""
    begin = (title if title is not None else first) + 1
    heads = {line.said for line in lines[first:] if line.words > _LONGEST_NAME}
    short = [line for line in lines[begin:first] if line.cue is None and line.words <= 5 and not line.ends]
    short = [line for line in short if line.said not in heads]
    named = [line for line in lines if line.cue is not None and line.cue.reason == "byline" and line.words <= 9]
    found = (name for line in (*short, *named) for name in _NAME.findall(line.said))
    return frozenset(name for name in found if name not in _NO_NAMES)


def tells_of_author(line: Line, names: frozenset[str]) -> bool:
    """Begins with the name of one who wrote this; a bare name is one too."""
    words = [word for word in _NAME.findall(line.said) if word not in _NO_NAMES]
    if not words or not names or line.goes_on:
        return False
    if line.words <= _REACH + 1 and not line.ends:
        return sum(word in names for word in words) >= max(2, len(words) - 1)
    return line.words <= 45 and line.text.split()[0][:1].isupper() and words[0] in names


def entries(lines: Sequence[Line]) -> list[int]:
    """The places of the times over the entries of a live page; none where there are too few to be one."""
    comments = (at for at, line in enumerate(lines) if line.cue and line.cue.opens and line.cue.reason == "comments")
    found = [
        at
        for at, line in enumerate(lines[: next(comments, len(lines))])
        if line.cue is not None
        and line.cue.reason == "timestamp"
        and _CLOCK.search(line.said)
        and not _YEAR.search(line.said)
        and any(near.cue is None and near.is_paragraph for near in lines[at + 1 : at + 1 + _REACH])
    ]
    return found if len(found) >= _ENTRIES else []
