"""Characters that a format cannot hold, taken out on the way there; the store keeps what was written."""

from __future__ import annotations

import re
import unicodedata

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
_WHITE = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")


def xml_text(text: str) -> str:
    """What XML 1.0 may hold, with `& < >` as entities.

    >>> xml_text("a\\x0b & b")
    'a &amp; b'
    """
    return _NOT_IN_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml_attribute(text: str) -> str:
    """The same inside double quotes."""
    return xml_text(_WHITE.sub(" ", text)).replace('"', "&quot;")


def one_line(text: str) -> str:
    """Tabs and line ends become one space, none at the ends; NUL goes, the rest stays.

    >>> one_line(" a\\tb\\r\\nc ")
    'a b c'
    """
    return _WHITE.sub(" ", text.replace("\x00", "")).strip()


def segment_text(text: str) -> str:
    """A sentence as translation memories want it: NFC, one line."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub(" ", _NOT_IN_XML.sub("", text))).strip()
