"""What every format is asked: to give back what it was given."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.values import Document, Segment
from muqabala.workflow.intake import segment_document

Say = Callable[[Segment], str]


def english_bytes(data: bytes, name: str, say: Say, *, clean: bool = True, **options: bool) -> bytes:
    """A document written with `say(segment)` as its English."""
    document = parse_document(data, name, clean=clean)
    out = io.BytesIO()
    renditions = [Rendition(segment, say(segment)) for segment in segment_document(document)]
    write_document(data, document.format, renditions, out, **options)
    return out.getvalue()


@pytest.fixture
def write() -> Callable[..., bytes]:
    """Write a document with an English for each segment: a callable, or a mapping by number."""
    return english_bytes


@pytest.fixture
def round_trip() -> Callable[..., tuple[Document, Document]]:
    """Read, "translate" every sentence with itself, write, read again: both readings."""

    def both(data: bytes, name: str, *, clean: bool = True) -> tuple[Document, Document]:
        before = parse_document(data, name, clean=clean)
        written = english_bytes(data, name, lambda segment: segment.source, clean=clean)
        return before, parse_document(written, name, clean=clean)

    return both


def texts(document: Document) -> list[str]:
    """The texts of a document's blocks."""
    return [block.text for block in document.blocks]
