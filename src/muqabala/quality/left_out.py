"""A name that the Arabic writes in Latin letters (F-35, Javelin, The Guardian) and the English leaves out."""

from __future__ import annotations

from muqabala.quality.subject import Subject
from muqabala.text.latin import latin_runs, names_it, naming_word
from muqabala.values import Finding, Severity


def check_left_out(subject: Subject) -> list[Finding]:
    """A warning for each name of which the English does not even hold the longest word."""
    if not subject.target.strip():
        return []
    names = {run.group(): naming_word(run.group()) for run in latin_runs(subject.source)}
    return [
        Finding("name", Severity.WARNING, f"Name left out: {name} stands in the Arabic.")
        for name, word in names.items()
        if word and not names_it(word, subject.target)
    ]
