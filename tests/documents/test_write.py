"""Writing back, whatever the format: what is refused, what a draft shows."""

from __future__ import annotations

import io

import pytest

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.documents.read import format_of
from muqabala.errors import DocumentError
from muqabala.values import Role, Segment
from muqabala.workflow.intake import segment_document

TEXT = "عاد الوزير أمس. والتقى بالسفير.\n".encode()
SAMPLES = {
    "plain": ("a.txt", TEXT),
    "html": ("a.html", b"<p>" + TEXT.strip() + b"</p>"),
    "srt": ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\n" + TEXT),
    "markdown": ("a.md", b"# " + TEXT),
    "xliff": (
        "a.xlf",
        b'<xliff version="1.2"><file><body><trans-unit id="1"><source>'
        + TEXT.strip()
        + b"</source></trans-unit></body></file></xliff>",
    ),
}


@pytest.mark.parametrize("document_format", SAMPLES)
def test_nothing_unreviewed_is_delivered(document_format):
    """Without `draft`, one unread sentence refuses the whole document, and nothing is written."""
    name, data = SAMPLES[document_format]
    document = parse_document(data, name)
    assert document.format == document_format
    renditions = [
        Rendition(s, "English.", reviewed=s.number != 2 and len(segment_document(document)) > 1)
        for s in segment_document(document)
    ]
    out = io.BytesIO()
    with pytest.raises(DocumentError, match="is not reviewed"):
        write_document(data, document_format, renditions, out)
    assert out.getvalue() == b""
    write_document(data, document_format, renditions, out, draft=True)
    assert "[[English.]]" in out.getvalue().decode()


def test_a_draft_shows_the_arabic_where_there_is_no_english():
    """A reader of the draft sees what is missing."""
    document = parse_document(TEXT, "a.txt")
    out = io.BytesIO()
    write_document(
        TEXT, "plain", [Rendition(s, "", reviewed=False) for s in segment_document(document)], out, draft=True
    )
    assert out.getvalue().decode() == "[[عاد الوزير أمس.]] [[والتقى بالسفير.]]\n"


@pytest.mark.parametrize("document_format", SAMPLES)
def test_segments_of_another_file_are_refused(document_format):
    """Places that are not in these bytes mean that the document changed."""
    _, data = SAMPLES[document_format]
    places = {"lines": [77, 77], "cell": 0, "at": "9.9", "run": 3, "cue": 99, "unit": 99, "part": "x", "paragraph": 9}
    with pytest.raises(DocumentError, match="do not belong"):
        write_document(
            data, document_format, [Rendition(Segment("a", 1, 1, Role.BODY, "x", 0, (0, 1), places), "X")], io.BytesIO()
        )


def test_an_unknown_format_is_named():
    """A store written by a newer version may know more formats."""
    with pytest.raises(DocumentError, match="'odt'"):
        write_document(TEXT, "odt", [], io.BytesIO())


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"<!DOCTYPE html><p>x", "a.txt", "html"),
        (b"\xef\xbb\xbf  <!-- c --><html>", "a.txt", "html"),
        (b"<p>x</p>", "a.txt", "html"),
        (b"<Reuters> said", "a.txt", "plain"),
        (b"a < b and c > d", "a.html", "html"),
        (b"plain words", "a.html", "plain"),
        (b'<?xml version="1.0"?><!-- x --><xliff version="2.0">', "a.xml", "xliff"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx", "a.md", "srt"),
        (b"PK\x03\x04", "a.txt", "docx"),
        ("<p>x</p>".encode("utf-16"), "a.txt", "html"),
        (b"see https://x.example --> there", "a.txt", "plain"),
    ],
)
def test_content_chooses_the_reader(data, name, expected):
    """What a file holds comes before what it is called."""
    assert format_of(data, name, "." + name.rpartition(".")[2]) == expected


@pytest.mark.parametrize(
    ("data", "what"), [(b"%PDF-1.7\n", "PDF"), (b"{\\rtf1\\ansi x}", "RTF"), (b"WEBVTT\n", "WebVTT")]
)
def test_formats_that_are_not_read_are_named(data, what):
    """Better than their source code as a draft."""
    with pytest.raises(DocumentError, match=what):
        parse_document(data, "a.txt")
