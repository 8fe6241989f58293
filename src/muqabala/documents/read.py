"""A path in, a Document out: the reader is chosen by what the file holds, and only then by its name.

People rename files; a Word document called `.txt` is still a Word document, and an HTML page saved as `.txt` reads
better as a page. The bytes and not the path are what is parsed, because the store keeps them and writes back from them.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PurePosixPath

from muqabala.documents.encoding import MAX_BYTES, decode
from muqabala.documents.plain import read_plain
from muqabala.errors import DocumentError
from muqabala.values import Block, Document, Language


def read_document(path: Path, name: str, *, clean: bool = True, keep: Collection[int] = ()) -> Document:
    """Read a file. `name` is its identity in the workspace and is what messages name; `keep` are lines (as numbered in
    `Document.dropped`) that cleaning must not leave out.

    Raises `DocumentError` for a file that is missing, unreadable, empty, binary, mis-encoded, hostile or absurdly long.
    """
    return parse_document(read_bytes(path, name), name, clean=clean, keep=keep)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file, at most a little more than a document may have."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as wrong:
        what = "there is no such file" if isinstance(wrong, FileNotFoundError) else wrong.strerror or "cannot be read"
        hint = "Check the name and the rights of the file."
        raise DocumentError(f"{name}: {what[0].lower()}{what[1:]}.", hint) from wrong


def parse_document(
    data: bytes, name: str, suffix: str | None = None, *, clean: bool = True, keep: Collection[int] = ()
) -> Document:
    """Read the bytes of a file; `suffix` (with its dot) where it is not that of `name`."""
    suffix = PurePosixPath(name).suffix.lower() if suffix is None else suffix.lower()
    decoded = decode(data, name)
    language = language_of(decoded.text)
    blocks, dropped = read_plain(decoded.text, name, language, clean=clean, keep=keep)
    return Document(name, "plain", language, decoded.encoding, tuple(blocks), tuple(dropped))


def language_of(text: str) -> Language:
    """Arabic where at least a third of the letters are Arabic: Arabic documents quote Latin names, menus and dates.

    >>> language_of("وقال ستولتنبرغ لصحيفة Financial Times")
    'ar'
    """
    arabic = sum(1 for character in text if "\u0620" <= character <= "\u06d3" or "\ufb50" <= character <= "\ufefc")
    latin = sum(1 for character in text if character.isalpha()) - arabic
    return "ar" if arabic and arabic * 2 >= latin else "en"


def language_of_blocks(blocks: Collection[Block]) -> Language:
    """The language of a document from its blocks."""
    return language_of("\n".join(block.text for block in blocks))
