"""What is said about a segment: coloured terms on both sides, the lists of the side panel, the sentence of trouble."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

import regex
from rich.style import Style

from muqabala.store.rows import HistoryEntry, StoredSegment
from muqabala.text.arabic import fold
from muqabala.tui.bench import Proposal
from muqabala.tui.colours import ADDED, PROBLEM, REMOVED, term_style
from muqabala.tui.widgets.bidi_text import Coloured
from muqabala.tui.widgets.choice_list import Choice, Passage
from muqabala.tui.words import STATE_WORDS, kind_word, label_number, plural
from muqabala.values import Match, Severity, State, TermVerdict

_TOKENS = regex.compile(r"\w+|\s+|[^\w\s]")


def source_colours(segment: StoredSegment, *, dark: bool) -> list[Coloured]:
    """The terms in the Arabic, numbered from 1; one that is not placed stands out."""
    found = []
    for number, term in enumerate(segment.terms, 1):
        style = term_style(number, dark=dark) + (PROBLEM if _missing(term) else Style.null())
        found.append(Coloured(*term.source, style, label_number(number)))
    return found


def target_colours(segment: StoredSegment, *, dark: bool) -> list[Coloured]:
    """The same numbers and colours on what renders them."""
    return [
        Coloured(*term.target, term_style(number, dark=dark), label_number(number))
        for number, term in enumerate(segment.terms, 1)
        if term.target is not None
    ]


def _missing(term: TermVerdict) -> bool:
    return term.status == "unplaced"


def trouble(segment: StoredSegment) -> str:
    """What keeps a segment from being accepted, and forbidden renderings, in words; empty where nothing does."""
    sentences = []
    if segment.unplaced and segment.state != State.ACCEPTED:
        names = ", ".join(
            f"{number} {term.term}" for number, term in enumerate(segment.terms, 1) if term in segment.unplaced
        )
        sentences.append(f"Term not placed: {names}. Put it in, or press w to waive it.")
    sentences += [finding.message for finding in segment.findings if finding.check == "forbidden"]
    return " ".join(sentences)


def worries(segment: StoredSegment) -> int:
    """How many findings a person should look at."""
    return sum(finding.severity is not Severity.INFO for finding in segment.findings)


def panel_lists(segment: StoredSegment, matches: Sequence[Match], *, dark: bool) -> dict[str, list[Choice]]:
    """Terms, memory, notes and checks of a segment."""
    terms = []
    for number, term in enumerate(segment.terms, 1):
        status = {"placed": "placed", "unplaced": "NOT PLACED", "waived": "waived"}[term.status]
        if term.waiver is not None:
            status += f" by {term.waiver.reviewer}: {term.waiver.reason}"
        arabic = segment.source[term.source[0] : term.source[1]]
        lines = (arabic, term.term, f"{status} · {term.policy}")
        terms.append(Choice(lines, f"{number}", term_style(number, dark=dark)))
    memory = [match_choice(segment.source, match) for match in matches]
    if segment.previous is not None:
        memory.append(Choice((segment.previous.source, segment.previous.target), "before the document changed"))
    notes = [Choice((segment.note,), "note")] if segment.note else []
    if segment.flagged:
        notes.append(Choice(("This segment needs a second look; r takes the mark off.",), "⚑ needs review"))
    signs = {Severity.ERROR: "✗ error", Severity.WARNING: "! warning", Severity.INFO: "i note"}
    checks = [Choice((f.message,), f"{signs[f.severity]} · {f.check}") for f in segment.findings]
    return {"Terms": terms, "Memory": memory, "Notes": notes, "Checks": checks}


def match_choice(source: str, match: Match) -> Choice:
    """A recalled pair; words of its Arabic that the segment does not have are marked."""
    ar = match.pair.ar
    coloured = tuple(Coloured(start, end, REMOVED) for start, end in words_not_in(ar, source))
    where = f"{match.percent} % · {match.pair.document.rsplit('/', 1)[-1] or match.pair.origin}"
    return Choice((Passage(ar, coloured), match.pair.en), where)


def proposal_choice(segment: StoredSegment, proposal: Proposal) -> Choice:
    """A text the engine offers: what it would change, under what the judge says of it."""
    shown = difference(segment.target, proposal.text) if segment.target else proposal.text
    if proposal.verdict:
        return Choice((shown,), f"! {proposal.verdict}", PROBLEM)
    said = ["as it is now"] if proposal.text == segment.target else []
    said += ["every term placed"] if segment.terms else []
    worries = sum(finding.severity is not Severity.INFO for finding in proposal.findings)
    said += [plural(worries, "finding")] if worries else []
    return Choice((shown,), " · ".join(said) or "nothing found wrong")


def words_not_in(text: str, other: str) -> list[tuple[int, int]]:
    """Spans of the words of one text that a word alignment does not find in another, in matching form."""
    tokens = [m.span() for m in _TOKENS.finditer(text) if not m.group().isspace()]
    ours = [fold(text[a:b]).text for a, b in tokens]
    theirs = [fold(m.group()).text for m in _TOKENS.finditer(other) if not m.group().isspace()]
    matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
    return [
        tokens[k]
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in ("insert", "replace")
        for k in range(start, end)
    ]


def difference(before: str, after: str) -> Passage:
    """Two versions in one text: what went is struck, what came is underlined.

    >>> difference("The old ship sails.", "The new boat sails.").text
    'The old ship new boat sails.'
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[str] = []
    coloured: list[Coloured] = []
    at = 0
    for gone, come, same in _changes(old, new):
        between = " " if gone and come and not gone[-1].isspace() and not come[0].isspace() else ""
        for text, style in ((gone, REMOVED), (between, None), (come, ADDED), (same, None)):
            if text and style is not None:
                coloured.append(Coloured(at, at + len(text), style))
            pieces.append(text)
            at += len(text)
    return Passage("".join(pieces), tuple(coloured))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(what went, what came, what follows unchanged). A lone space between two changes belongs to them."""
    gone, come = "", ""
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        here = "".join(old[i:j])
        if tag == "equal" and (here.strip() or j == len(old)):
            yield gone, come, here
            gone, come = "", ""
        elif tag == "equal" and not (gone or come):
            yield "", "", here
        else:
            gone, come = gone + here, come + "".join(new[k:m])
    if gone or come:
        yield gone, come, ""


def history_choice(entry: HistoryEntry) -> Choice:
    """One decision as a person tells it."""
    lines: list[str | Passage] = []
    if entry.before is not None and entry.after is not None and entry.before != entry.after:
        lines.append(difference(entry.before, entry.after))
    taken = entry.kind in ("undo", "redo")
    if entry.reason and not taken:
        lines.append(f"Reason: {entry.reason}")
    states = ""
    if entry.state_before and entry.state_after and entry.state_before != entry.state_after:
        states = f" · {STATE_WORDS[State(entry.state_before)]} → {STATE_WORDS[State(entry.state_after)]}"
    kind = f"{entry.kind} of {kind_word(entry.reason)}" if taken else kind_word(entry.kind)
    return Choice(tuple(lines), f"{entry.at.replace('T', ' ').removesuffix('Z')} · {entry.reviewer} · {kind}{states}")
