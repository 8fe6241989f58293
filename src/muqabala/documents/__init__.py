"""A path in, a Document out; and the English of its blocks back into the same bytes.

Reading and writing one format live in one file, because a block's `place` is understood only by the format that wrote
it: what the reader learnt about a DOCX paragraph is exactly what the writer must know to put English into it.
`read.py` chooses the reader, `write.py` the writer; nothing else of this package is for others to call.
"""

from __future__ import annotations

from muqabala.documents.read import parse_document, read_bytes, read_document
from muqabala.documents.write import SUFFIXES, Rendition, write_document

__all__ = ["SUFFIXES", "Rendition", "parse_document", "read_bytes", "read_document", "write_document"]
