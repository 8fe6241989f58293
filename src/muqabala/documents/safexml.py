"""XML from strangers.

No document type is accepted at all: no honest DOCX or XLIFF carries one, and entity bombs and external entities cannot
exist without it. It is looked for before the parser sees a byte, in text that this module decoded itself, so that an
unusual encoding cannot hide it. The parser fetches nothing and stops at 255 levels.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.etree import _Element

from muqabala.documents.encoding import Decoded, check_size
from muqabala.errors import DocumentError

MAX_ATTRIBUTES = 1_000
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,200}?\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]{1,30})["']""")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16",
    "windows-1256": "cp1256",
    "cp1256": "cp1256",
    "iso-8859-6": "iso-8859-6",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}


def parse_xml(data: bytes, name: str, what: str) -> _Element:
    """The root of an XML document; `what` says in messages what it should have been ("XLIFF", "word/document.xml").

    Raises `DocumentError` for XML that is broken, declares a document type, is nested too deep or oddly encoded.
    """
    text = decode_xml(data, name).text
    if declared := re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        line = text.count("\n", 0, declared.start()) + 1
        raise DocumentError(
            f"{name}:{line}: {what} declares a document type (DOCTYPE), which can hide entity bombs and foreign files.",
            hint="Remove the DOCTYPE declaration if you trust the file.",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        # What nobody translates is written back as it was typed.
        strip_cdata=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError, ValueError) as wrong:
        line = getattr(wrong, "lineno", None) or 1
        said = " ".join(str(wrong).split(", line ")[0].split())
        raise DocumentError(f"{name}:{line}: {what} is broken: {said}.", hint="Save or export it again.") from wrong
    refuse_crowded(root, name)
    return root


def refuse_crowded(root: _Element, name: str) -> None:
    """Refuse elements with more attributes than anybody writes: looking up and copying them takes quadratic time."""
    for element in root.iter(etree.Element):
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise DocumentError(
                f"{name}:{element.sourceline}: an element with {len(element.attrib):,} attributes "
                f"(at most {MAX_ATTRIBUTES:,}).",
                hint="Do not trust this file.",
            )


def decode_xml(data: bytes, name: str) -> Decoded:
    """The text of an XML document, by its byte order mark, else its declaration, else UTF-8."""
    check_size(data, name)
    if data.startswith(codecs.BOM_UTF8):
        data, encoding = data[3:], "utf-8"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        declared = _ENCODING.search(data[:200].decode("latin-1").split("?>")[0])
        label = declared.group(1).lower() if declared else "utf-8"
        if label not in _ENCODINGS:
            raise DocumentError(f"{name}: the encoding {label} is not read.", hint="Save the file as UTF-8.")
        encoding = _ENCODINGS[label]
    try:
        return Decoded(data.decode(encoding), "windows-1256" if encoding == "cp1256" else encoding)
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise DocumentError(
            f"{name}:{line}: byte {wrong.start} is not {encoding}.", hint="Save the file as UTF-8."
        ) from wrong


def xml_bytes(root: _Element) -> bytes:
    """A document with its declaration, in UTF-8, as Word writes it, and no other reader minds; comments and processing
    instructions around the root stand on lines of their own."""
    around = [*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings()]
    said = [etree.tostring(node, encoding="unicode", with_tail=False) for node in around]
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *said)).encode()


def attributes(element: _Element) -> dict[str, str]:
    """The attributes of an element; the library's own type leaves open whether they are bytes."""
    return {str(key): str(value) for key, value in element.attrib.items()}


def xml_text(text: str) -> str:
    """Without what XML 1.0 cannot hold; a target typed or pasted by a person may carry it."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
