"""Numbers and dates must survive, whichever digits wrote them."""

from __future__ import annotations

from muqabala.quality.subject import Subject
from muqabala.text.numbers import added_numbers, missing_dates, missing_numbers
from muqabala.values import Finding, Severity


def check_numbers(subject: Subject) -> list[Finding]:
    """Numbers of the source that the target lacks, and numbers it made up."""
    if not subject.target.strip():
        return []
    findings = []
    if missing := missing_numbers(subject.source, subject.target):
        findings.append(Finding("numbers", Severity.ERROR, f"Missing number: {_list(missing)}."))
    if added := added_numbers(subject.source, subject.target):
        findings.append(Finding("numbers", Severity.ERROR, f"Number not in the source: {_list(added)}."))
    return findings


def check_dates(subject: Subject) -> list[Finding]:
    """Dates of the source that the target lacks."""
    if not subject.target.strip():
        return []
    missing = missing_dates(subject.source, subject.target)
    return [Finding("dates", Severity.ERROR, f"Missing date: {_list(missing)}.")] if missing else []


def _list(mentions: list[str]) -> str:
    return ", ".join(dict.fromkeys(mentions))
