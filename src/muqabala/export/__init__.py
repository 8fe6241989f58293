"""Pairs and a binary stream in, bytes out: one file per format, which also reads what its format holds.

A writer is opened on a stream, is given one pair at a time and is finished; so a hundred thousand pairs go into
several files in one pass and in little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from muqabala.values import Pair


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of its making. No time of writing: the same pairs give the same bytes."""

    version: str
    command: str = "muqabala export"
    newest: str = ""
    """When the newest pair in it was reviewed, as in the records."""


class PairWriter(Protocol):
    """One file in the making."""

    def put(self, pair: Pair) -> bool:
        """Write a pair; False if this format has no room for it (an empty side)."""

    def finish(self) -> None:
        """Write what comes after the last pair."""


def writer_for(form: str) -> Callable[[BinaryIO, About], PairWriter]:
    """The writer of a format: tmx, jsonl, tsv or html."""
    from muqabala.export.html import HtmlWriter
    from muqabala.export.jsonl import JsonlWriter
    from muqabala.export.tmx import TmxWriter
    from muqabala.export.tsv import TsvWriter

    writers: dict[str, Callable[[BinaryIO, About], PairWriter]] = {
        "tmx": TmxWriter,
        "jsonl": JsonlWriter,
        "tsv": TsvWriter,
        "html": HtmlWriter,
    }
    return writers[form]


def write_pairs(form: str, pairs: Iterable[Pair], stream: BinaryIO, about: About) -> int:
    """Write pairs in one format; how many it had room for."""
    writer = writer_for(form)(stream, about)
    written = sum(writer.put(pair) for pair in pairs)
    writer.finish()
    return written
