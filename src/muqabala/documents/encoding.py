"""Bytes to text, refusing what is not text.

UTF-8 first; a byte order mark is believed; Windows-1256, in which every byte is some letter, is believed only where the
letters it gives look like Arabic. A file that is UTF-8 except for one byte is a damaged file, not a Windows file: it is
refused with the place of that byte, because a guess would put a wrong letter into a delivered translation unseen.

Control characters are taken out here, once, so that no later part has to remember that a document may carry an escape
sequence meant for the terminal of whoever reads it. Bidi controls are not among them: they are text, and shown.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from muqabala.errors import DocumentError

MAX_BYTES = 50 * 1024 * 1024
"""Longer files are refused: the longest book is a few megabytes, and a segment list of this size serves nobody."""
MAX_LINE = 1_000_000
"""Code points in one line of a text file."""
MAX_CONTROL_SHARE = 0.02
"""More control characters than this, and a file is taken for binary."""

_SEQUENCES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    "|(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)"  # OSC, DCS, APC with their text
    "|\x1b[ -/]*[0-~]"  # the two- and three-character ones
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff]")
_SPACES = re.compile("[\x0b\x0c\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b")) + b"\x7f"
_NAMED = re.compile(
    r"(utf-?8|windows-?125[0-8]|cp125[0-8]|iso-?8859-?([1-9]|1[013456])|latin-?1|us-ascii|ascii|x-mac-arabic)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how its bytes were understood."""

    text: str
    encoding: str
    """utf-8, utf-16, windows-1256 or the name a file gave itself."""


def tidy(text: str) -> str:
    r"""Without escape sequences and control characters; page and line separators that are no line ends become spaces.

    >>> tidy("a\x1b[31mb\x07c\x0cd")
    'abc d'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SEQUENCES.sub("", text)
    text = _SPACES.sub(" ", text)
    return _CONTROLS.sub("", text)


def check_size(data: bytes, name: str) -> None:
    """Refuse a file that is empty or absurdly long."""
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise DocumentError(f"{name}: the file is empty.", hint="Save the document again from where it came.")
    if len(data) > MAX_BYTES:
        raise DocumentError(
            f"{name}: more than {MAX_BYTES // 1024 // 1024} MB, which is too long for one document.",
            hint="Split it into several files.",
        )


def decode(data: bytes, name: str, declared: str = "") -> Decoded:
    """The text of a file, line ends as written, controls still inside (`split_lines` and `tidy` take them out).

    `declared` is what the file says of itself (HTML meta charset, XML declaration); a byte order mark beats it, and
    valid UTF-8 with Arabic in it beats a wrong declaration.
    """
    check_size(data, name)
    if data.startswith(codecs.BOM_UTF8):
        return Decoded(_strict(data[3:], "utf-8", name, skipped=3), "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _strict(data, "utf-16", name)
        _refuse_binary_text(text, name)
        return Decoded(text, "utf-16")
    _refuse_binary(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as wrong:
        if declared and _NAMED.fullmatch(declared) and codecs.lookup(_python_name(declared)).name != "utf-8":
            encoding = _python_name(declared)
            return Decoded(_strict(data, encoding, name), "windows-1256" if encoding == "cp1256" else declared.lower())
        if (guess := _windows_arabic(data)) is not None:
            return Decoded(guess, "windows-1256")
        raise _undecodable(data, wrong, name) from wrong


def split_lines(text: str, name: str) -> list[str]:
    r"""Lines of a text, without their ends (\n, \r\n, \r), each tidied; refuses a line no document has."""
    lines = re.split("\r\n|\r|\n", text)
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise DocumentError(
                f"{name}:{number}: a line of {len(line):,} characters (at most {MAX_LINE:,}).",
                hint="This is hardly prose; if it is, break it into paragraphs.",
            )
    return [tidy(line) for line in lines]


def newline_of(text: str) -> str:
    r"""The line end a text uses: \r\n where its first line ends so, else \n."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def after_prolog(text: str) -> str:
    """Markup without what may stand before its root: byte order mark, processing instructions, comments, doctype."""
    text = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n\f")
    while text.startswith(("<?", "<!")):
        if text.startswith("<!--"):
            end = text.find("-->", 4) + 3
        elif text.startswith("<?"):
            end = text.find(">") + 1
        else:
            # A doctype with declarations of its own ends at "]>".
            close, bracket = text.find(">"), text.find("[")
            end = text.find("]", bracket) + 1 if 0 <= bracket < close else close + 1
            end = text.find(">", end) + 1 if 0 <= bracket < close else end
        if end < 3:
            break
        text = text[end:].lstrip()
    return text


def _refuse_binary(data: bytes, name: str) -> None:
    at = data.find(b"\0")
    if at >= 0:
        raise DocumentError(
            f"{name}: byte {at} is NUL; this is a binary file (or UTF-16 without a byte order mark).",
            hint="Save the document as UTF-8 text, HTML or DOCX.",
        )
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > MAX_CONTROL_SHARE * len(data):
        raise DocumentError(
            f"{name}: {100 * controls / len(data):.0f} % of the bytes are control characters; this is a binary file.",
            hint="Save the document as UTF-8 text, HTML or DOCX.",
        )


def _refuse_binary_text(text: str, name: str) -> None:
    controls = sum(1 for character in text if character < " " and character not in "\t\n\r\f\v\x1b")
    if "\0" in text or controls > MAX_CONTROL_SHARE * len(text):
        raise DocumentError(
            f"{name}: holds NUL or too many control characters; this is a binary file.",
            hint="Save the document as UTF-8 text, HTML or DOCX.",
        )


def _strict(data: bytes, encoding: str, name: str, skipped: int = 0) -> str:
    if encoding in ("utf-8",):
        _refuse_binary(data, name)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise _undecodable(data, wrong, name, skipped) from wrong


def _undecodable(data: bytes, wrong: UnicodeDecodeError, name: str, skipped: int = 0) -> DocumentError:
    at = wrong.start + skipped
    line = data.count(b"\n", 0, wrong.start) + 1
    if wrong.encoding == "utf-8" and wrong.start >= len(data) - 3 and "end" in wrong.reason:
        return DocumentError(
            f"{name}:{line}: the file ends in the middle of a character (byte {at}); it was cut off.",
            hint="Copy or download it again.",
        )
    value = f"0x{data[wrong.start]:02x}" if wrong.start < len(data) else "missing"
    return DocumentError(
        f"{name}:{line}: byte {at} ({value}) is not {wrong.encoding}.",
        hint="Save the document as UTF-8; a file that mixes two encodings must be mended by hand at that place.",
    )


def _python_name(declared: str) -> str:
    name = declared.lower()
    # What the HTML standard says these labels mean.
    if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii", "iso8859-1"):
        return "cp1252"
    if name.startswith("windows"):
        return "cp" + name[-4:]
    return "mac_arabic" if name == "x-mac-arabic" else name


def _windows_arabic(data: bytes) -> str | None:
    """The text as Windows-1256 where it is plausibly Arabic, else None.

    Plausible: its letters beyond ASCII are nearly all Arabic, no more of the bytes form UTF-8 characters than not
    (else it is damaged UTF-8), and alef, lam and ya are as common as Arabic has them (about 35 % of letters; a random
    run of bytes gives 10 %).
    """
    loose = data.decode("utf-8", errors="surrogateescape")
    broken = sum(1 for character in loose if "\udc80" <= character <= "\udcff")
    whole = sum(1 for character in loose if character > "\x7f") - broken
    if whole > broken:
        return None
    text = data.decode("cp1256")
    beyond = [character for character in text if character > "\x7f" and not character.isspace()]
    letters = [character for character in beyond if "\u0621" <= character <= "\u06d3"]
    if len(letters) < 2 or len(letters) < 0.8 * len(beyond):
        return None
    common = sum(1 for character in letters if character in "اأإآليىوةنم")
    return text if common >= 0.35 * len(letters) else None
