"""Terms written into sentences, one situation each: what the Arabic says, what the English had, what it must become.

A `.tsv` holds kind, Arabic, English with [the stretch to exchange], a | where the term is missing or = for the bare
phrase, and every outcome that is good English, parted by //. The `.csv` of the same name is its glossary, written as a
house writes one: `usage` is of defence, with plurals where they matter; `usage_other` of other fields, with hardly any.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.glossary import Glossary, judge, load_glossary, wanted_forms
from muqabala.glossary.render import insert, noun_phrase, substitute

HERE = Path(__file__).parent
CASES = [
    (name, *line.split("\t"))
    for name in ("usage", "usage_other")
    for line in (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def glossaries() -> dict[str, Glossary]:
    return {name: load_glossary([HERE / f"{name}.csv"]) for name in ("usage", "usage_other")}


def written(glossary: Glossary, arabic: str, before: str) -> str:
    """What becomes of a sentence when the first term of the Arabic is written into it."""
    hit = glossary.matcher().hits(arabic)[0]
    if before == "=":
        return noun_phrase(arabic, hit)
    if "|" in before:
        edited = insert(before.replace("|", ""), before.index("|"), arabic, hit)
    else:
        start, end = before.index("["), before.index("]") - 1
        edited = substitute(before.replace("[", "").replace("]", ""), (start, end), arabic, hit)
    assert judge(arabic, edited.text, [hit]).terms[0].status == "placed"
    assert edited.text[slice(*edited.span)].casefold() in {form.casefold() for form in wanted_forms(hit)}
    return edited.text


@pytest.mark.parametrize(
    ("name", "arabic", "before", "after"),
    [(name, *case) for name, _, *case in CASES],
    ids=[case[1] for case in CASES],
)
def test_a_term_is_written_as_the_press_would(
    glossaries: dict[str, Glossary], name: str, arabic: str, before: str, after: str
) -> None:
    assert written(glossaries[name], arabic, before) in after.split(" // ")


def test_the_tables_are_long_enough() -> None:
    assert len(set(CASES)) == len(CASES) > 250
