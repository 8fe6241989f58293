"""The English of a document back into its own format: the other direction of `read.py`.

What cleaning left out of the Arabic is left out of the English; what is no text (styles, pictures, times, codes) stays
as it was. Writing needs the bytes that were read and nothing else: every writer walks the original again and puts each
sentence on the block its segment came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import BinaryIO

from muqabala.documents import docx, html, markdown, plain, subtitles, xliff
from muqabala.documents.inline import Rendering, Sentence
from muqabala.errors import DocumentError
from muqabala.values import Segment, Span

SUFFIXES = {
    "plain": ".txt",
    "html": ".html",
    "docx": ".docx",
    "srt": ".srt",
    "xliff": ".xlf",
    "markdown": ".md",
}
"""The usual suffix of each format, for a document whose own suffix says something else."""

_WRITERS = {
    "plain": plain.write_plain,
    "html": html.write_html,
    "docx": docx.write_docx,
    "srt": subtitles.write_srt,
    "xliff": xliff.write_xliff,
    "markdown": markdown.write_markdown,
}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One segment with its English."""

    segment: Segment
    english: str
    reviewed: bool = True
    """A person has accepted it; what is not reviewed is written as `[[…]]`, and only where `draft` asks for it."""
    anchors: tuple[tuple[Span, Span], ...] = ()
    """Stretches of `segment.source` and of `english` that answer each other (placed terms): they help bold and links
    find their words."""


def write_document(
    original: bytes, document_format: str, renditions: Iterable[Rendition], out: BinaryIO, *, draft: bool = False
) -> None:
    """Write the English document to `out`.

    `original` are the bytes that were read, `document_format` is `Document.format`. Unreviewed sentences are refused
    (`DocumentError`), unless `draft`: then they stand in double square brackets, the Arabic where there is no English.
    """
    writer = _WRITERS.get(document_format)
    if writer is None:
        raise DocumentError(f"Unknown format {document_format!r}.", hint=f"Known: {', '.join(_WRITERS)}.")
    blocks: dict[int, Rendering] = {}
    sentences: defaultdict[int, list[Sentence]] = defaultdict(list)
    name = ""
    for rendition in renditions:
        segment = rendition.segment
        name = segment.document
        if not rendition.reviewed and not draft:
            raise DocumentError(
                f"{name}: segment {segment.number} is not reviewed yet.", hint="Review it, or write a draft (--draft)."
            )
        sentences[segment.block].append(_sentence(rendition))
        known = blocks.setdefault(segment.block, Rendering(segment.place, ()))
        if not rendition.reviewed:
            blocks[segment.block] = replace(known, reviewed=False)
    renderings = [replace(blocks[index], sentences=tuple(sentences[index])) for index in sorted(blocks)]
    out.write(writer(original, name, renderings))


def _sentence(rendition: Rendition) -> Sentence:
    """What stands in the document for a segment."""
    segment = rendition.segment
    if rendition.reviewed:
        return Sentence(segment.span, rendition.english, rendition.anchors)
    anchors = tuple((source, (start + 2, end + 2)) for source, (start, end) in rendition.anchors)
    return Sentence(segment.span, f"[[{rendition.english or segment.source.strip()}]]", anchors, frame=2)
