"""What a second reader would notice in a draft, one check per file.

Every check is a function from a `Subject` to findings; `CHECKS` lists them in the order in which they are shown.
Checks are *handed* what they need (term verdicts, whether the decoder fell into a loop); they fetch nothing.
"""

from __future__ import annotations

from muqabala.quality.left_out import check_left_out
from muqabala.quality.lengths import check_length
from muqabala.quality.numbers import check_dates, check_numbers
from muqabala.quality.punctuation import check_punctuation
from muqabala.quality.repeats import check_degenerate, check_repeated
from muqabala.quality.script import check_untranslated
from muqabala.quality.subject import Forbidden, Subject
from muqabala.quality.terms import check_forbidden, check_terms
from muqabala.values import Finding

CHECKS = (
    check_terms,
    check_forbidden,
    check_numbers,
    check_dates,
    check_untranslated,
    check_length,
    check_repeated,
    check_degenerate,
    check_punctuation,
    check_left_out,
)


def check_draft(subject: Subject) -> tuple[Finding, ...]:
    """Every finding on one draft, in the order of `CHECKS`."""
    return tuple(finding for check in CHECKS for finding in check(subject))


__all__ = ["CHECKS", "Forbidden", "Subject", "check_draft"]
