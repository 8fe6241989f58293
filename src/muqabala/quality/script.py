"""Arabic left standing in the English."""

from __future__ import annotations

import regex

from muqabala.quality.subject import Subject
from muqabala.values import Finding, Severity

ARABIC_RUN = regex.compile(r"\p{Script=Arabic}[\p{Script=Arabic}\p{M}\s]*")


def check_untranslated(subject: Subject) -> list[Finding]:
    """One finding naming the Arabic that is left."""
    left = [run.group().strip() for run in ARABIC_RUN.finditer(subject.target) if any(c.isalpha() for c in run.group())]
    if not left:
        return []
    return [Finding("untranslated", Severity.ERROR, f"Arabic left untranslated: {' … '.join(left[:3])}.")]
