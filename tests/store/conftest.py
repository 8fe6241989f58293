"""A store in a folder of its own, and documents as intake would hand them over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from muqabala.store import Store
from muqabala.values import Block, Document, Role, Segment

Reading = tuple[Document, bytes, list[Segment]]
ReadLines = Callable[..., Reading]


def read_lines(lines: Sequence[str], name: str = "seeds/a.txt", language: str = "ar") -> Reading:
    """A document of one-sentence lines."""
    blocks = tuple(Block(line, Role.BODY, {"line": at}, at) for at, line in enumerate(lines, start=1))
    segments = [
        Segment(name, at, at, Role.BODY, line, at - 1, (0, len(line)), {"line": at})
        for at, line in enumerate(lines, start=1)
    ]
    document = Document(name, "plain", "ar" if language == "ar" else "en", "utf-8", blocks)
    return document, "\n".join(lines).encode(), segments


@pytest.fixture
def reading() -> ReadLines:
    return read_lines


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / ".muqabala" / "store.sqlite3") as opened:
        yield opened
