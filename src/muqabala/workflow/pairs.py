"""What pairs are good for: the one judgement that export and import share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from muqabala.glossary import judge
from muqabala.store.rows import unplaced_terms
from muqabala.values import Pair, TermVerdict, Waiver
from muqabala.workflow.examine import Examiner


def judge_pair(pair: Pair, examiner: Examiner) -> Pair:
    """The pair with the verdicts of the current glossary; what a person waived stays waived.

    Without a glossary there is nothing to judge by, and the pair keeps the verdicts it came with.
    """
    if examiner.glossary is None or not examiner.glossary.entries:
        return pair
    hits = examiner.hits(pair.ar)
    if not hits:
        return pair if not pair.terms and not pair.glossary else replace(pair, terms=(), glossary="")
    judgement = judge(pair.ar, pair.en, hits, pair.terms)
    return replace(pair, terms=judgement.terms, glossary=examiner.glossary.checksum(hits))


def unplaced(pair: Pair) -> tuple[TermVerdict, ...]:
    """The `must` terms for which a judged pair may not leave the house."""
    return unplaced_terms(pair.terms)


def waived(pair: Pair, waiver: Waiver) -> Pair:
    """The pair with every unplaced `must` term waived for one reason."""
    missing = set(unplaced(pair))
    terms = [replace(v, status="waived", target=None, waiver=waiver) if v in missing else v for v in pair.terms]
    return replace(pair, terms=tuple(terms))


def named_terms(terms: Sequence[TermVerdict]) -> str:
    """The English of some terms, each once.

    >>> named_terms([])
    ''
    """
    return "; ".join(dict.fromkeys(verdict.term for verdict in terms))
