"""A path in, a Document out: the reader is chosen by what the file holds, and only then by its name.

People rename files; a Word document called `.txt` is still a Word document, and an HTML page saved as `.txt` reads
better as a page. The bytes and not the path are what is parsed, because the store keeps them and writes back from them.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from muqabala.documents.docx import read_docx
from muqabala.documents.encoding import MAX_BYTES, check_size
from muqabala.documents.html import looks_like_html, read_html
from muqabala.documents.markdown import looks_like_markdown, read_markdown
from muqabala.documents.plain import read_plain
from muqabala.documents.subtitles import looks_like_srt, read_srt
from muqabala.documents.xliff import looks_like_xliff, read_xliff
from muqabala.errors import DocumentError
from muqabala.values import Document

_FOREIGN = (
    (b"%PDF", "PDF", "Copy its text into a text or Word document."),
    (b"\xd0\xcf\x11\xe0", "an old Word document, or one with a password,", "Save it as DOCX without a password."),
    (b"{\\rtf", "RTF", "Save it as DOCX."),
    (b"WEBVTT", "WebVTT", "Save the subtitles as SubRip (.srt)."),
)


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
    """Read the bytes of a file; `suffix` (with its dot) where it is not that of `name`.

    >>> parse_document("1\\n00:00:01,000 --> 00:00:02,000\\nأهلا\\n".encode(), "film.txt").format
    'srt'
    """
    suffix = (PurePosixPath(name).suffix if suffix is None else suffix).lower()
    check_size(data, name)
    _refuse_foreign(data, name)
    match format_of(data, name, suffix):
        case "docx":
            document = read_docx(data, name)
        case "xliff":
            document = read_xliff(data, name)
        case "html":
            document = read_html(data, name, clean=clean, keep=keep)
        case "srt":
            document = read_srt(data, name)
        case "markdown":
            document = read_markdown(data, name)
        case _:
            document = read_plain(data, name, clean=clean, keep=keep)
    if not document.blocks and not document.dropped:
        raise DocumentError(f"{name}: there is no text in this document.", hint="Check that it is the right file.")
    return document


def format_of(data: bytes, name: str, suffix: str) -> str:
    """What a file is: by its first bytes, by its shape, and where both are silent, by its suffix."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "docx"
    if suffix in (".docx", ".docm"):
        raise DocumentError(f"{name}: is called {suffix} but is no Word document.", hint="Save it as DOCX again.")
    start = _start(data)
    if looks_like_xliff(start):
        return "xliff"
    if suffix in (".xlf", ".xliff"):
        return "xliff"
    if looks_like_srt(start) or suffix == ".srt":
        return "srt"
    if suffix in (".md", ".markdown"):
        return "markdown"
    if looks_like_html(start) or (suffix in (".html", ".htm", ".xhtml") and "<" in start):
        return "html"
    return "markdown" if looks_like_markdown(start) else "plain"


def _start(data: bytes) -> str:
    """The beginning of a file as text, good enough to see its shape."""
    head = data[:131072]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")


def _refuse_foreign(data: bytes, name: str) -> None:
    """Formats that would pass for text or for a broken archive, by their first bytes."""
    for magic, what, hint in _FOREIGN:
        if data.startswith(magic):
            raise DocumentError(f"{name}: {what} is not read.", hint=hint)
