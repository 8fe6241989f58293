"""One look at a source and a target: the terms' verdicts and every finding. Drafting, editing, importing and exporting
all look through this function, so a pair that one step passes is not refused by the next for another reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from muqabala.glossary import Glossary, judge
from muqabala.quality import Forbidden, Subject, check_draft
from muqabala.quality.spelling import check_spelling
from muqabala.values import Finding, Policy, Role, TermHit, TermVerdict, Waiver


@dataclass(frozen=True, slots=True)
class Examined:
    """What was seen."""

    terms: tuple[TermVerdict, ...]
    findings: tuple[Finding, ...]
    glossary: str
    """Checksum over the entries that match the source; empty where none does."""

    @property
    def unplaced(self) -> tuple[TermVerdict, ...]:
        """The `must` terms that keep the segment from being accepted."""
        return tuple(t for t in self.terms if t.status == "unplaced" and t.policy is Policy.MUST)


class Examiner:
    """A glossary, opened once, and the checks."""

    def __init__(self, glossary: Glossary | None, style: str = "") -> None:
        """`style`: the house spelling, en-GB or en-US; empty leaves spelling alone."""
        self.glossary = glossary
        self.style = style
        self._matcher = glossary.matcher() if glossary is not None and glossary.entries else None

    def hits(self, source: str) -> list[TermHit]:
        """The terms of the glossary in a source."""
        return self._matcher.hits(source) if self._matcher is not None else []

    def examine(
        self,
        source: str,
        target: str,
        role: Role = Role.BODY,
        *,
        hits: Sequence[TermHit] | None = None,
        waivers: Sequence[TermVerdict] = (),
        degenerate: bool = False,
        checks: bool = True,
    ) -> Examined:
        """Judge the terms and run the checks, unless nobody will read what they find.

        `waivers` are earlier verdicts with status `waived`; they hold for the same term at the same place.
        """
        found = self.hits(source) if hits is None else hits
        terms: tuple[TermVerdict, ...] = ()
        forbidden: tuple[Forbidden, ...] = ()
        checksum = ""
        if found and self.glossary is not None:
            judgement = judge(source, target, found, waivers)
            terms = judgement.terms
            forbidden = tuple(Forbidden(f.term, f.rendering, f.span, f.required) for f in judgement.forbidden)
            checksum = self.glossary.checksum(found)
        if not checks:
            return Examined(terms, (), checksum)
        subject = Subject(source, target, role, terms, forbidden, degenerate)
        return Examined(terms, (*check_draft(subject), *self._spelling(target)), checksum)

    def _spelling(self, target: str) -> list[Finding]:
        return check_spelling(target, self.style, self._glossary_words) if self.style else []

    @cached_property
    def _glossary_words(self) -> frozenset[str]:
        """Every English word the glossary writes, lower case."""
        entries = self.glossary.entries if self.glossary is not None else ()
        texts = (text for term in entries for text in (term.en, term.en_plural, *term.en_variants))
        return frozenset(
            word for text in texts for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower().replace("’", "'"))
        )


__all__ = ["Examined", "Examiner", "Waiver"]
