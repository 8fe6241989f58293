"""Terms written into sentences, one situation each: what the Arabic says, what the English had, what it must become.

`usage.tsv` holds kind, Arabic, English with [the stretch to exchange], a | where the term is missing or = for the bare
phrase, and every outcome that is good English, parted by //. `usage.csv` is the glossary, written as a house writes
one: plurals where they matter, no word on countability.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from muqabala.glossary import Glossary, load_glossary
from muqabala.glossary.render import insert, noun_phrase, substitute

HERE = Path(__file__).parent
CASES = [line.split("\t") for line in (HERE / "usage.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def usage() -> Glossary:
    return load_glossary([HERE / "usage.csv"])


def written(glossary: Glossary, arabic: str, before: str) -> str:
    """What becomes of a sentence when the first term of the Arabic is written into it."""
    hit = glossary.matcher().hits(arabic)[0]
    if before == "=":
        return noun_phrase(arabic, hit)
    if "|" in before:
        return insert(before.replace("|", ""), before.index("|"), arabic, hit).text
    start, end = before.index("["), before.index("]") - 1
    return substitute(before.replace("[", "").replace("]", ""), (start, end), arabic, hit).text


@pytest.mark.parametrize(("arabic", "before", "after"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_term_is_written_as_the_press_would(usage: Glossary, arabic: str, before: str, after: str) -> None:
    assert written(usage, arabic, before) in after.split(" // ")
