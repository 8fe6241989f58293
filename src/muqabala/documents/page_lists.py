"""Headers of a dumped page and the lists under them: the second step of `clean`.

"Most Read" and "اقرأ أيضًا" say what the next lines are, but not where the list ends. It ends where something reads like
an article that goes on; a list of stories with teasers reads label, headline, teaser, and label again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from muqabala.documents.page_lines import Line

_TICKER_LIMIT = 14


def follow_headers(lines: list[Line], entries: Sequence[int] = ()) -> None:
    """Give every line under an opening header its reason, until something else begins; an entry of a live page does."""
    begins = frozenset(entries)
    opened: int | None = None
    prose_before = 0
    ended = False
    for at, line in enumerate(lines):
        if line.cue is not None and line.cue.opens:
            opened = at if _really_opens(lines, at, prose_before) else None
        elif opened is not None and (at in begins or (not ended and _leaves(lines, opened, at, prose_before))):
            _give_back_subhead(lines, opened, at)
            opened = None
        elif opened is not None:
            line.section, line.opened = reason_of(lines[opened]), opened
        if opened is None and line.cue is None and line.is_paragraph:
            prose_before += 1
        ended = ended or (prose_before >= _ARTICLE and bool(SOURCE.match(line.said)) and line.cue is not None)


def _give_back_subhead(lines: list[Line], opened: int, at: int) -> None:
    """The few words between longer headlines and a paragraph head the paragraph."""
    last, others = lines[at - 1], lines[opened + 1 : at - 1]
    tight = lines[at].after_blank and not last.after_blank
    few = last.cue is None and last.words <= 3 and not last.bullet
    if last.section and few and not tight and others and others[-1].is_headline:
        last.section = ""


SOURCE = re.compile(r"(?:المصدر|المصادر|sources?)\b")
"""Under an article stands whom it is from; what comes after that in lists is other stories."""
_ARTICLE = 2
_BLOCK_END = re.compile(r".*\bنهاية|end of .{1,40}")
_LONGEST_BLOCK = 15


def _really_opens(lines: list[Line], at: int, prose_before: int) -> bool:
    """ "Add a comment" under a title is a button; "skip the podcast" opens a block only where one ends."""
    if reason_of(lines[at]) == "comments":
        return prose_before >= 1
    if not prose_before and _is_in_menu(lines, at):
        return False
    if reason_of(lines[at]) == "notice":
        return any(_BLOCK_END.fullmatch(line.said) for line in lines[at + 1 : at + _LONGEST_BLOCK])
    if lines[at].said in _LIVE:
        return _heads_ticker(lines, at)
    return True


def _is_in_menu(lines: Sequence[Line], at: int) -> bool:
    """Between parts of the site, one line each: "Topics" or "Picks" is one of them."""
    around = [*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]]
    tight = not lines[at].after_blank and not any(line.after_blank for line in around[1:])
    items = [line.words <= 3 and not line.ends for line in around]
    parts = [line.cue is not None and line.cue.reason == "menu" for line in around]
    return tight and len(around) == 2 and all(items) and any(parts)


_LIVE = frozenset({"live", "مباشر"})


def _heads_ticker(lines: list[Line], at: int) -> bool:
    """Is the name of a part of the site followed by sentences without blank lines, set apart from what comes then?"""
    end = at + 1
    while end < len(lines) and not lines[end].after_blank and lines[end].cue is None and lines[end].text.endswith("."):
        end += 1
    return end - at > 2 and end < len(lines) and lines[end].after_blank


def _leaves(lines: list[Line], opened: int, at: int, prose_before: int) -> bool:
    """Does the list that `opened` heads end before line `at`?"""
    line, reason, items = lines[at], reason_of(lines[opened]), at - opened - 1
    if reason == "notice" or _BLOCK_END.fullmatch(lines[at - 1].said):
        return bool(_BLOCK_END.fullmatch(lines[at - 1].said))
    if line.cue is not None:
        dated = line.cue.reason == "timestamp" and line.words > 2
        return reason == "breaking" and (dated or (line.cue.reason in {"byline", "share", "menu"} and not line.stops))
    following = lines[at + 1] if at + 1 < len(lines) else None
    together = items >= 1 and line.after_blank and not any(item.after_blank for item in lines[opened + 1 : at])
    if reason == "tags":
        if together and not prose_before:
            return True
        subhead = items > 0 and following is not None and following.cue is None and following.prose >= 1
        return line.words > 6 or (line.stops and line.words > 2) or subhead
    if reason == "byline":
        return items >= 2 and line.prose < 0.5
    if reason in {"comments", "footer"} and prose_before >= 2:
        return False
    if together and reason in {"related", "trending", "breaking"}:
        return True
    if reason == "breaking":
        together = items >= 2 and line.after_blank and not any(item.after_blank for item in lines[opened + 2 : at])
        return together or items >= _TICKER_LIMIT or line.prose > 2.6
    return _resumes(lines, at, prose_before)


def _resumes(lines: list[Line], at: int, prose_before: int) -> bool:
    """Does prose follow prose here, as in an article, and not label, headline and teaser, as in a list of stories?"""
    line = lines[at]
    if line.goes_on and line.is_paragraph:
        return True
    if prose_before >= 2 and _begins_with_label(lines, at):
        return False
    sentence = line.text.endswith((".", ".»", '."')) and line.prose >= 0.4
    if not prose_before:
        return sentence or line.prose >= 0.6
    if line.prose < 0.75 or not (line.stops or line.prose >= 1.3):
        return False
    if sums_up(line, lines[at - 1]):
        return False
    if line.stops and all(item.is_headline for item in lines[at - 2 : at]):
        return True
    following = lines[at + 1 : at + 6]
    if prose_before >= 2 and following and following[0].is_label:
        return False
    following = [after for after in following if after.cue is None][:2]
    if not following or following[0].is_paragraph:
        return True
    subhead = following[0].words <= 6 and not following[0].bullet
    answered = following[0].ends and following[-1].stops
    return subhead and len(following) == 2 and (following[1].prose >= 1 or answered)


def sums_up(line: Line, headline: Line) -> bool:
    """Says again what the headline over it says: the teaser of that story."""
    shared = len(line.stems & headline.stems)
    return headline.is_headline and shared >= _RETOLD[0] and shared >= _RETOLD[1] * len(headline.stems)


_RETOLD = (2, 0.4)


def _begins_with_label(lines: list[Line], at: int) -> bool:
    """Does the run of paragraphs around `at` start under a date, an author or a rubric?"""
    while at > 0 and lines[at - 1].section and lines[at - 1].cue is None and lines[at - 1].is_paragraph:
        at -= 1
    if at > 1 and lines[at - 1].cue is None and lines[at - 1].words <= 3:
        at -= 1
    return at > 0 and lines[at - 1].is_label


def reason_of(line: Line) -> str:
    return line.cue.reason if line.cue is not None else line.section
