"""Articles by ear, plurals on the head, capitals where a sentence begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.text.english import (
    capitalise_first,
    curly_quotes,
    indefinite,
    is_sentence_start,
    lower_first,
    plain_dashes,
    plain_quotes,
    plural,
    possessive,
    tokens,
)

ARTICLES = """
    an apple | an hour | an honest man | an honour | an heir | an heirloom | an honorary title | a hospital | a historic day
    a university | a unit | a unilateral move | a unanimous vote | a united front | a union | a unicameral house
    a useful tip | a usual day | a use | a utility | a utopia | a uranium plant | a Ukrainian | a Ugandan | a Uruguayan
    a Uyghur | an Uzbek | an unarmed man | an unidentified body | an unintended effect | an uninhabited isle
    an unanswered call | an umbrella | an usher | an utter lie | an urban area | an urgent plea | an uprising | an upper hand
    a European | a euro | a eulogy | a ewe | an eye | an Egyptian | a one-off | a once-great town | a one-time ally
    an onion | an only son | an oath | an Ottoman fort | a year | a Yemeni | an Iraqi | an ex-minister
    an MP | an MPs' vote | an NGO | an NCO | an RPG | an SMS | an IED | an FBI agent | an HIV test | an LED | an LNG ship
    an ICC judge | an APC | an HQ | an RAF base | an IMF loan | an ICRC team | an MRI | an ATGM | an MoU | an MOU
    a UN body | a UAV | a UAE firm | a UK firm | a US base | a U.S. base | a UHF radio | a UNHCR camp | a PhD | a WHO report
    an EU summit | a EUFOR post | a URL | a UXO | a G7 summit | a T-72 | a B-52 | a UH-60 | a CH-47
    a NATO envoy | a NASA probe | a FIFA ban | a SAM battery | a SEAL team | a SWAT team | a MANPADS | a Hamas man
    a HEZBOLLAH post | a UNESCO site | a UNICEF tent | a UNIFIL post | a UEFA ban | a USAID grant | a MENA fund
    an UNRWA school | an ISIS cell | an OPEC cut | an AWACS | an ISAF base | an IAEA team | an IGAD envoy | an ECOWAS force
    an F-16 | an M16 | an M-16 | an S-300 | an AK-47 | an L-39 | an X-ray | an SPG-9 | an AH-64 | an RQ-9 | an MQ-9
    a U-turn | a MiG-29 | a Su-35 | an al-Qaeda cell | an Al Jazeera crew | an "armed" wing | a (new) law
    an 8 | an 80-year-old | an 800-strong crowd | an 11 | an 11th | an 18-year-old | an 11,000-strong crowd | an 1848 treaty
    a 7 | a 100 | a 110 | a 1,800-strong crowd | a 1st | a 12th | an $80 fine | a $5 note
"""


@pytest.mark.parametrize(
    "phrase", [phrase.strip() for line in ARTICLES.strip().splitlines() for phrase in line.split("|")]
)
def test_the_article_follows_the_sound(phrase: str) -> None:
    """Not the spelling: an MP, a UAV, an hour, a one-off."""
    article, _, noun = phrase.partition(" ")
    assert indefinite(noun) == article


@given(st.text(max_size=30))
def test_every_word_gets_an_article(text: str) -> None:
    """Whatever it is."""
    assert indefinite(text) in ("a", "an")


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("missile", "missiles"),
        ("army", "armies"),
        ("day", "days"),
        ("box", "boxes"),
        ("church", "churches"),
        ("boss", "bosses"),
        ("veto", "vetoes"),
        ("crisis", "crises"),
        ("gunman", "gunmen"),
        ("spokeswoman", "spokeswomen"),
        ("German", "Germans"),
        ("Child", "Children"),
        ("aircraft", "aircraft"),
        ("corps", "corps"),
        ("armed forces", "armed forces"),
        ("personnel", "personnel"),
        ("MP", "MPs"),
        ("UAV", "UAVs"),
        ("chief of staff", "chiefs of staff"),
        ("minister of defence", "ministers of defence"),
        ("weapon of mass destruction", "weapons of mass destruction"),
        ("rules of engagement", "rules of engagement"),
        ("commander-in-chief", "commanders-in-chief"),
        ("aide-de-camp", "aides-de-camp"),
        ("secretary-general", "secretaries-general"),
        ("attorney general", "attorneys general"),
        ("major general", "major generals"),
        ("lieutenant general", "lieutenant generals"),
        ("court-martial", "courts-martial"),
        ("president-elect", "presidents-elect"),
        ("passer-by", "passers-by"),
        ("liaison office", "liaison offices"),
    ],
)
def test_plurals_stand_on_the_head(one: str, many: str) -> None:
    """The military's compounds included."""
    assert plural(one) == many


@pytest.mark.parametrize(
    ("word", "owned"),
    [
        ("Iraq", "Iraq's"),
        ("Hamas", "Hamas's"),
        ("Damascus", "Damascus's"),
        ("Paris", "Paris's"),
        ("boss", "boss's"),
        ("UNESCO", "UNESCO's"),
        ("children", "children's"),
        ("forces", "forces'"),
        ("armed forces", "armed forces'"),
        ("United States", "United States'"),
        ("United Nations", "United Nations'"),
        ("Emirates", "Emirates'"),
        ("Houthis", "Houthis'"),
        ("Israelis", "Israelis'"),
        ("Kurds", "Kurds'"),
        ("MPs", "MPs'"),
        ("Iraq's", "Iraq's"),
        ("forces'", "forces'"),
        ("", ""),
    ],
)
def test_possessives(word: str, owned: str) -> None:
    """An apostrophe alone only after a plural in s."""
    assert possessive(word) == owned


def test_a_caller_may_know_better() -> None:
    """A glossary says which number its term is in."""
    assert possessive("Abbas", plural=False) == "Abbas's"
    assert possessive("Guards", plural=True) == "Guards'"


@pytest.mark.parametrize(
    ("text", "word", "first"),
    [
        ("armed forces moved", "armed", True),
        ("The armed forces moved", "armed", False),
        ("“armed forces” moved", "armed", True),
        ("It fell. armed forces moved", "armed", True),
        ("It fell! armed forces moved", "armed", True),
        ("the U.S. armed forces", "armed", False),
        ("Gen. armed", "armed", False),
        ('He said: "armed forces moved"', "armed", True),
        ('He said, "armed forces moved"', "armed", True),
        ('It is an "armed force"', "armed", False),
        ("1. armed forces", "armed", True),
        ("(b) armed forces", "armed", True),
        ("• armed forces", "armed", True),
        ("Title\narmed forces", "armed", True),
        ("a truce; armed forces", "armed", False),
    ],
)
def test_where_a_sentence_begins(text: str, word: str, first: bool) -> None:
    """Asked about a term before it has its capital."""
    assert is_sentence_start(text, text.index(word)) is first


@pytest.mark.parametrize(
    ("text", "capital", "small"),
    [
        ("armed forces", "Armed forces", "armed forces"),
        ("“armed forces”", "“Armed forces”", "“armed forces”"),
        ("Armed forces", "Armed forces", "armed forces"),
        ("NATO forces", "NATO forces", "NATO forces"),
        ("iPhone sales", "iPhone sales", "iPhone sales"),
        ("al-Qaeda", "Al-Qaeda", "al-Qaeda"),
        ("I came", "I came", "I came"),
        ("U.S. forces", "U.S. forces", "U.S. forces"),
        ("McCain spoke", "McCain spoke", "McCain spoke"),
        ("3 men", "3 men", "3 men"),
        ("", "", ""),
        ("…", "…", "…"),
    ],
)
def test_capitals(text: str, capital: str, small: str) -> None:
    """Up always, down only where no name can be lost."""
    assert capitalise_first(text) == capital
    if not text[:1].isdigit():
        assert lower_first(text) == small


def test_quotes_and_dashes() -> None:
    """To compare, plain; to print, curly."""
    assert plain_quotes("«a» “b” ‘c’") == '"a" "b" \'c\''
    assert plain_dashes("a–b—c−d") == "a-b-c-d"
    assert curly_quotes('He said "it\'s \'over\' ("done")".') == "He said “it’s ‘over’ (“done”)”."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. didn't sell F-16s.", ["The", "U.S.", "didn't", "sell", "F-16s"]),
        ("On 3/4/2024, 1,250.5 tons (5bn)", ["On", "3/4/2024", "1,250.5", "tons", "5bn"]),
        ("well-known al-Qaeda", ["well", "known", "al", "Qaeda"]),
        ("", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    """Spans of words and numbers."""
    assert [text[start:end] for start, end in tokens(text)] == words
