"""The verdict of the one judge (`glossary/enforce.py`), worded for a reader."""

from __future__ import annotations

from muqabala.quality.subject import Subject
from muqabala.values import Finding, Policy, Severity

SEVERITY = {Policy.MUST: Severity.ERROR, Policy.PREFER: Severity.WARNING, Policy.CHECK: Severity.INFO}


def check_terms(subject: Subject) -> list[Finding]:
    """One finding for each term that is not rendered in an allowed form."""
    findings = []
    for verdict in subject.terms:
        if verdict.status == "unplaced":
            arabic = subject.source[slice(*verdict.source)]
            findings.append(
                Finding("term", SEVERITY[verdict.policy], f"Term not placed: {arabic} should read “{verdict.term}”.")
            )
    return findings


def check_forbidden(subject: Subject) -> list[Finding]:
    """One finding for each rendering that the glossary forbids."""
    return [
        Finding("forbidden", Severity.ERROR, f"Forbidden rendering “{hit.rendering}”; write “{hit.required}”.")
        for hit in subject.forbidden
    ]
