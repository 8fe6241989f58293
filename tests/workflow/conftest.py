"""What the tests of placing share: the real engine and the real glossary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muqabala.engine import Engine, load_engine
from muqabala.glossary import Glossary, load_glossary


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    opened = load_engine(model="starter", engine="ct2", beam=2)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def defence() -> Glossary:
    return load_glossary([Path(__file__).parents[2] / "glossaries" / "defence.csv"])
