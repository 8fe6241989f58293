"""Which nouns bear a, which bear the, and which neither: what glossaries seldom say."""

from __future__ import annotations

import pytest

from muqabala.glossary.english import EnglishForm, is_unchanging, plurals
from muqabala.glossary.load import make_term
from muqabala.glossary.nouns import is_countable, is_many, is_notion, is_uncounted, never_one, settled, takes_no_article
from muqabala.glossary.rows import Row
from muqabala.values import Policy, Term


def term(en: str, **cells: str) -> Term:
    return make_term("terms.csv", Row(2, {"ar": "مصطلح", "en": en, **cells}), Policy.MUST)


NOTIONS = """nuclear deterrence;national security;cybersecurity;food security;inflation;unemployment;military service
compulsory military service;climate change;martial law;friendly fire;arms control;irregular migration;asymmetric warfare
sustainable development;counter-terrorism;money laundering;human trafficking;uranium enrichment;denuclearisation
combat readiness;civil defence;public health;free trade;malware;anti-Semitism;multilateralism;demining;impunity
interoperability;strategic ambiguity;military intelligence;counter-intelligence;disarmament;economic growth;justice"""
MATTER = "artillery;humanitarian aid;airspace;tear-gas fuel;collateral damage;crude oil;military equipment;space debris"
COUNTED = """secret service;media law;forest fire;red alert;conflict-resolution mechanism;buffer zone;liaison office
security agency;strategic partnership;border community;nuclear capability;joint organisation;trade union;health centre
war crime;truce;ceasefire;peace conference;responsibility;press release;air base;key witness;family business;offence
constitutional amendment;state visit;landing craft;headquarters;early warning aircraft;power station;uprising;licence"""
MARKS = "military presence;general mobilisation;air strike wing"


@pytest.mark.parametrize("noun", NOTIONS.replace("\n", ";").split(";"))
def test_a_notion_takes_no_article(noun: str) -> None:
    assert is_notion(noun) and is_uncounted(noun) and not is_countable(noun, term(noun))
    assert takes_no_article(noun, term(noun)) and never_one(noun, term(noun))


@pytest.mark.parametrize("noun", MATTER.split(";"))
def test_matter_is_told_apart_but_not_counted(noun: str) -> None:
    assert is_uncounted(noun) and not is_countable(noun, term(noun))
    assert not takes_no_article(noun, term(noun))


@pytest.mark.parametrize("noun", COUNTED.replace("\n", ";").split(";"))
def test_what_is_counted_bears_both_articles(noun: str) -> None:
    assert is_countable(noun, term(noun)) and not takes_no_article(noun, term(noun)) and not never_one(noun, term(noun))


@pytest.mark.parametrize("noun", MARKS.split(";"))
def test_an_a_that_somebody_wrote_before_an_event_is_believed(noun: str) -> None:
    assert not never_one(noun, term(noun))


def test_the_entry_has_the_last_word() -> None:
    """A plural that differs makes a noun countable; an article is taken as it stands."""
    counted = term("security", en_plural="securities")
    assert is_countable("security", counted) and not takes_no_article("security", counted)
    assert not takes_no_article("national security", term("national security", article="the"))
    assert not never_one("education", term("education", article="an"))
    assert not is_countable("strength", term("strength", en_plural="strength"))


@pytest.mark.parametrize(
    ("noun", "wanted", "number"),
    [
        ("early warning aircraft", "pl", "pl"),
        ("early warning aircraft", "sg", "sg"),
        ("landing craft", "pl", "pl"),
        ("headquarters", "pl", "pl"),
        ("artillery", "pl", "sg"),
        ("security personnel", "sg", "pl"),
        ("military police", "sg", "pl"),
        ("armed forces", "sg", "pl"),
    ],
)
def test_a_noun_that_shows_no_number_takes_the_one_that_is_meant(noun: str, wanted: str, number: str) -> None:
    form = settled(EnglishForm(noun, "any", noun), wanted)  # type: ignore[arg-type]
    assert form.number == number
    assert is_many(form) == (number == "pl")


@pytest.mark.parametrize("noun", ["landing craft", "hovercraft", "barracks", "headquarters", "species"])
def test_one_looks_as_two(noun: str) -> None:
    assert is_unchanging(noun.split()[-1]) and plurals(noun) == (noun,)


@pytest.mark.parametrize(("noun", "many"), [("handicraft", "handicrafts"), ("aircraft carrier", "aircraft carriers")])
def test_a_craft_that_is_learnt_has_a_plural(noun: str, many: str) -> None:
    assert plurals(noun) == (many,)
