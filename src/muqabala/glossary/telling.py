"""Terms as a model is told them inside the sentence: which English stands in the place of which Arabic.

What Arabic writes on to a term stays: `وبمكتب اتصالها` is told as `وب liaison office ها`, so that the model still sees
what it is to write around the term. Which form is told is decided where forms are decided for placing (`render.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from muqabala.glossary.enforce import judge
from muqabala.glossary.english import allowed_forms
from muqabala.glossary.pairs import is_pair, is_shared_head
from muqabala.glossary.render import ranked_forms
from muqabala.values import Policy, TermHit, Told


def told(source: str, hits: Sequence[TermHit]) -> tuple[Told, ...]:
    """What a model is told of the terms of a source: those that are to be written and leave it no choice."""
    asked = (hit for hit in hits if _is_asked(source, hit))
    return tuple(_apart(_told(source, hit, ranked_forms(source, hit)[0].text) for hit in asked))


def told_as(source: str, english: str, hits: Sequence[TermHit]) -> tuple[Told, ...]:
    """As `told`, for a pair to learn from: each term as the English has it, and none that it does not have."""
    found = []
    for hit, verdict in zip(hits, judge(source, english, hits).terms, strict=True):
        if verdict.target is None or is_shared_head(source, hit):
            continue
        form = english[slice(*verdict.target)]
        declared = (one.text for entry in (hit.term, *hit.alternatives) for one in allowed_forms(entry))
        form = next((text for text in declared if text.casefold() == form.casefold()), form)
        if not is_pair(hit) or english[: verdict.target[0]].casefold().split()[-1:] == ["two"]:
            found.append(_told(source, hit, form))
    return tuple(_apart(found))


def _is_asked(source: str, hit: TermHit) -> bool:
    return hit.term.policy is not Policy.CHECK and not hit.alternatives and not is_shared_head(source, hit)


def _told(source: str, hit: TermHit, form: str) -> Told:
    ahead = [clitic for clitic in hit.clitics if clitic != "ال" and clitic != hit.pronoun]
    article = "ال" if hit.definite else ""
    lead = "".join(ahead) + article
    return Told(hit.span, lead.replace("لال", "لل"), f"two {form}" if is_pair(hit) else form, hit.pronoun)


def _apart(found: Iterable[Told]) -> Iterator[Told]:
    """Those that do not overlap, the first of each."""
    end = 0
    for one in sorted(found, key=lambda told: told.span):
        if one.span[0] >= end:
            end = one.span[1]
            yield one
