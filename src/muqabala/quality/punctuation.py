"""Marks that should agree with the source or with each other."""

from __future__ import annotations

import regex

from muqabala.quality.subject import Subject
from muqabala.values import Finding, Role, Severity

CLOSERS = "\"'”’»)]"
ARABIC_MARKS = regex.compile("[،؛؟٪٫٬۔]")
PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"))


def check_punctuation(subject: Subject) -> list[Finding]:
    """Question marks that got lost, brackets left open, Arabic marks in English, stray spaces."""
    messages = []
    source, target = subject.source.rstrip().rstrip(CLOSERS), subject.target.rstrip().rstrip(CLOSERS)
    if not target:
        return []
    if source.endswith(("؟", "?")) != target.endswith("?"):
        messages.append(
            "The source asks a question and the translation does not."
            if source.endswith(("؟", "?"))
            else "The translation asks a question and the source does not."
        )
    if source.endswith(".") and not source.endswith("..") and target[-1].isalnum() and subject.role is Role.BODY:
        messages.append("The full stop at the end is missing.")
    messages += [
        f"Brackets do not match: {opening}{closing}."
        for opening, closing in PAIRS
        if subject.target.count(opening) != subject.target.count(closing)
        and subject.source.count(opening) == subject.source.count(closing)
    ]
    if subject.target.count('"') % 2 and not subject.source.count('"') % 2:
        messages.append("A quotation mark is missing.")
    if marks := ARABIC_MARKS.findall(subject.target):
        messages.append(f"Arabic punctuation in the translation: {' '.join(dict.fromkeys(marks))}")
    if regex.search(r" [,.;:!?](?!\.|\d)|  ", subject.target.strip()):
        messages.append("A space too many.")
    return [Finding("punctuation", Severity.WARNING, message) for message in messages]
