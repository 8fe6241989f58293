"""Bytes to text: what is read, what is refused, and with which words."""

from __future__ import annotations

import pytest

from muqabala.documents import parse_document, read_document
from muqabala.documents.encoding import decode, split_lines, tidy
from muqabala.errors import DocumentError

ARABIC = "اجتمع وزير الدفاع أمس بنظيره في العاصمة.\nوبحث الطرفان سبل التعاون.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ARABIC.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + ARABIC.encode(), "utf-8"),
        (ARABIC.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + ARABIC.encode("utf-16-be"), "utf-16"),
        (ARABIC.encode("cp1256"), "windows-1256"),
    ],
)
def test_every_encoding_a_client_sends_gives_the_same_text(data, encoding):
    """The letters are the same, whichever bytes carried them; a byte order mark is no letter."""
    decoded = decode(data, "a.txt")
    assert (decoded.text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}"), decoded.encoding) == (ARABIC, encoding)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (ARABIC.encode() + b"\0", "NUL"),
        (ARABIC.encode("utf-16-le"), "NUL"),
        (b"text" * 20 + b"\x01\x02\x03\x04", "control characters"),
        (ARABIC.encode()[:-3], "cut off"),
        (ARABIC.encode() + b"\xe9\xe8 fin\n" + ARABIC.encode(), f"a.txt:3: byte {len(ARABIC.encode())} (0xe9)"),
        (ARABIC.encode() + ARABIC.encode("cp1256"), f"a.txt:3: byte {len(ARABIC.encode())}"),
        ("Müller und Größe über Äpfel".encode("latin-1"), "is not utf-8"),
        (b"\xff\xfe" + ARABIC.encode("utf-16-le")[:-1], "utf-16"),
        (b"\xff\xfe\x00\xd8a\x00", "utf-16"),
        (("ن" * 1_000_001).encode(), "a.txt:1: a line of 1,000,001"),
    ],
)
def test_what_is_not_text_is_refused_with_its_place(data, said):
    """Nothing is guessed: the file, the line and the byte are named, and what to do."""
    with pytest.raises(DocumentError) as refused:
        parse_document(data, "a.txt")
    assert said in refused.value.message
    assert refused.value.message.startswith("a.txt")
    assert refused.value.hint


def test_random_bytes_are_never_windows_1256():
    """Every byte is a letter in Windows-1256; that alone makes no text Arabic."""
    import random

    chance = random.Random(7)
    for _ in range(200):
        data = bytes(chance.randrange(32, 256) for _ in range(400))
        with pytest.raises(DocumentError):
            parse_document(data, "a.txt")


def test_text_longer_than_a_document_can_be_is_refused(tmp_path):
    """The limit is told before anything is decoded."""
    file = tmp_path / "long.txt"
    with file.open("wb") as stream:
        stream.truncate(0)
        for _ in range(51):
            stream.write(b"a line of text\n" * 70_000)
    with pytest.raises(DocumentError, match="too long"):
        read_document(file, "long.txt")


@pytest.mark.parametrize("name", ["absent.txt", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, name):
    """A missing file and a folder."""
    with pytest.raises(DocumentError) as refused:
        read_document(tmp_path / name, "seeds/x.txt")
    assert "seeds/x.txt" in refused.value.message


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\x1b[31mأحمر\x1b[0m", "أحمر"),
        ("\x1b]0;title\x07نص", "نص"),
        ("\x1b]8;;http://x\x1b\\نص", "نص"),
        ("\x9b2Jنص", "نص"),
        ("\x1bPq#0\x1b\\نص", "نص"),
        ("a\x07b\x08c\x7f", "abc"),
        ("a\x0cb", "a b"),
        ("a\N{LINE SEPARATOR}b", "a b"),
        ("مَن\N{RIGHT-TO-LEFT MARK} b\tc", "مَن\N{RIGHT-TO-LEFT MARK} b\tc"),
        (
            "\N{REPLACEMENT CHARACTER} ـــ \N{ZERO WIDTH NON-JOINER}",
            "\N{REPLACEMENT CHARACTER} ـــ \N{ZERO WIDTH NON-JOINER}",
        ),
    ],
)
def test_escape_sequences_end_at_reading(written, kept):
    """A document cannot speak to the terminal; its own letters, marks and bidi controls stay."""
    assert tidy(written) == kept


def test_lines_end_as_in_an_editor():
    """Line numbers agree with what an editor shows."""
    assert split_lines("a\r\nb\rc\nd\N{LINE SEPARATOR}e", "x") == ["a", "b", "c", "d e"]
