"""Whatever somebody sends: a document or a plain sentence about why not, soon, and nothing on the disk.

The short form runs with every test; the long one (`-m slow`) asks the same of thousands of inputs. Inputs that are read
are also written back, because the English document is made by walking the same bytes again.
"""

from __future__ import annotations

import codecs
import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.documents.archive import MAX_MEMBERS
from muqabala.errors import MuqabalaError
from muqabala.workflow.intake import segment_document

from .test_docx import report, with_part
from .test_html import PAGE
from .test_markdown import NOTE
from .test_plain import LETTER
from .test_subtitles import FILM
from .test_xliff import V12, V20

SECONDS = 10.0
"""Of processor time; no input here may take longer."""
SUFFIXES = (".txt", ".html", ".docx", ".srt", ".xlf", ".md", "")
SOUND = {
    ".txt": "\n\n".join(LETTER).encode(),
    ".html": PAGE.encode("cp1256"),
    ".srt": FILM.encode(),
    ".xlf": V12.encode(),
    ".xliff": V20.encode("utf-16"),
    ".md": NOTE.encode(),
    ".docx": report(),
}
"""One whole document of each kind."""


def attempt(data: bytes, name: str) -> str:
    """Read and write back; gives the format or "refused". Anything but success or our own error is a failure."""
    began = time.process_time()
    try:
        document = parse_document(data, name)
        for block in (*document.blocks, *document.dropped):
            block.text.encode("utf-8")
            assert not any(character < " " and character not in "\t\n" for character in block.text), block.text
            assert not any("\x7f" <= character <= "\x9f" for character in block.text), block.text
        out = io.BytesIO()
        renditions = [Rendition(segment, f"English {segment.number}.") for segment in segment_document(document)]
        write_document(data, document.format, renditions, out)
        return document.format
    except MuqabalaError as refused:
        said = refused.message
    finally:
        assert time.process_time() - began < SECONDS
    assert said.startswith(name), said
    assert not any(character < " " for character in said), said
    return "refused"


@pytest.fixture(autouse=True)
def nothing_is_written(tmp_path, monkeypatch):
    """Every test runs in an empty folder and leaves it empty."""
    monkeypatch.chdir(tmp_path)
    yield
    assert not list(tmp_path.iterdir())


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def body(xml: str) -> bytes:
    """A Word document with this as its body."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return with_part(
        report(), "word/document.xml", f'<?xml version="1.0"?><w:document {w}><w:body>{xml}</w:body></w:document>'
    )


def lying_size() -> bytes:
    """A member that says it unpacks to a hundred bytes and unpacks to a hundred megabytes."""
    data = bytearray(zipped(**{"word/document.xml": b"\0" * 100_000_000}))
    real = (100_000_000).to_bytes(4, "little")
    return bytes(data.replace(real, (100).to_bytes(4, "little")))


def renamed(old: str, new: str) -> bytes:
    """A member whose name was changed behind the back of the writer."""
    data = with_part(report(), "word/" + "x" * len(old), "x")
    return data.replace(("word/" + "x" * len(old)).encode(), new.encode())


BOMB = (
    "<!DOCTYPE x ["
    + "".join(
        f'<!ENTITY {name} "{"&" + before + ";" * 1 if before else "ha"}{("&" + before + ";") * 9 if before else ""}">'
        for before, name in zip(["", *"abcdefgh"], "abcdefghi", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
UNIT = '<xliff version="1.2"><file><body><trans-unit id="1"><source>{}</source></trans-unit></body></file></xliff>'

HOSTILE: dict[str, tuple[str, bytes]] = {
    "entity bomb in XLIFF": (".xlf", (BOMB + UNIT.format("&i;")).encode()),
    "entity bomb in UTF-16": (".xlf", (BOMB + UNIT.format("&i;")).encode("utf-16")),
    "entity bomb in HTML": (".html", (BOMB + "<html><body><p>&i;</p></body></html>").encode()),
    "entity bomb in DOCX": (".docx", with_part(report(), "word/document.xml", BOMB + "<x>&i;</x>")),
    "entity bomb in the styles": (".docx", with_part(report(), "word/styles.xml", BOMB + "<x>&i;</x>")),
    "entity bomb in the relations": (".docx", with_part(report(), "word/_rels/document.xml.rels", BOMB + "<x>&i;</x>")),
    "foreign entity in XLIFF": (".xlf", (EXTERNAL + UNIT.format("&i;")).encode()),
    "foreign entity in HTML": (".html", (EXTERNAL + "<html><p>&i; نص</p></html>").encode()),
    "foreign entity in DOCX": (".docx", with_part(report(), "[Content_Types].xml", EXTERNAL + "<Types>&i;</Types>")),
    "foreign stylesheet": (".xlf", ('<?xml-stylesheet href="http://127.0.0.1:9/x"?>' + UNIT.format("نص")).encode()),
    "XInclude": (
        ".xlf",
        UNIT.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>نص').encode(),
    ),
    "undefined entity": (".xlf", UNIT.format("&undefined; نص").encode()),
    "deep XML": (".xlf", UNIT.format("<g id='1'>" * 5000 + "نص" + "</g>" * 5000).encode()),
    "XML as deep as allowed": (".xlf", UNIT.format("<g id='1'>" * 245 + "نص" + "</g>" * 245).encode()),
    "many attributes": (".xlf", UNIT.format("<g " + " ".join(f"a{n}='x'" for n in range(50_000)) + ">نص</g>").encode()),
    "one long attribute": (".xlf", UNIT.format(f"<g id='{'x' * 2_000_000}'>نص</g>").encode()),
    "many codes": (".xlf", UNIT.format("نص <x id='1'/>" * 20_000).encode()),
    "codes in codes": (".xlf", UNIT.format("<g id='1'><g id='2'></g></g>" * 5000 + "نص").encode()),
    "XLIFF without a file": (".xlf", b'<xliff version="1.2"/>'),
    "XLIFF of version 9": (
        ".xlf",
        b'<xliff version="9"><file><unit><segment><source>x</source></segment></unit></file></xliff>',
    ),
    "XLIFF with a segment without source": (
        ".xlf",
        b'<xliff version="2.0"><file><unit><segment/></unit></file></xliff>',
    ),
    "binary in CDATA": (".xlf", UNIT.format("<![CDATA[\x01\x02 نص]]>").encode()),
    "deep HTML": (".html", ("<div>" * 100_000 + "نص").encode()),
    "deep inline HTML": (".html", ("<p>" + "<b>" * 240 + "نص" + "</b>" * 240).encode()),
    "many attributes in HTML": (".html", ("<p " + " ".join(f"a{n}=x" for n in range(50_000)) + ">نص</p>").encode()),
    "many attributes with angle brackets": (
        ".html",
        ("<p " + " ".join(f"a{n}='>' b{n}" for n in range(30_000)) + ">نص").encode(),
    ),
    "many attributes behind a stray quote": (
        ".html",
        ('<p a"b ' + " ".join(f"a{n}" for n in range(50_000)) + ">نص").encode(),
    ),
    "many scripts": (".html", ("<script>if (a <b) { c = '<p>' }</script><p>نص</p>" * 5_000).encode()),
    "many links": (".html", ("<ul>" + "<li><a href=x>رابط قصير</a></li>" * 6_000 + "</ul>").encode()),
    "many siblings": (".html", ("<div>" + "نص <b>عريض</b> <p>فقرة</p>" * 4_000).encode()),
    "one class of a megabyte": (".html", (f'<div class="{"nav-" * 250_000}">نص</div>').encode()),
    "unclosed everything": (".html", ("<table><tr><td>نص" * 80 + "<p><b><i><ul><li>" * 20).encode()),
    "tables across": (".html", "<p>نص<table><p>نص</table></p></td></tr></div></html><p>نص".encode()),
    "only a comment": (".html", b"<!-- x -->"),
    "an unfinished comment": (".html", b"<html><!-- x"),
    "an unfinished doctype": (".html", b"<!DOCTYPE html [ <!ENTITY"),
    "a thousand comments": (".txt", b"<!-- -->" * 1000 + "نص".encode()),
    "escape codes by reference": (".html", "<p>&#27;[2J&#x9b;31m&#0;&#7;نص&#xd800;&#xfffe;&#1114112;</p>".encode()),
    "declared as UTF-7": (".html", '<meta charset="utf-7"><p>+ADw-script+AD4- نص</p>'.encode()),
    "declared as hex": (".html", '<meta charset="hex"><p>نص</p>'.encode("cp1256")),
    "declared as UTF-16": (".html", '<meta charset="utf-16"><p>نص عربي هنا</p>'.encode()),
    "declared as something long": (".html", b'<meta charset="' + b"x" * 100_000 + b'"><p>x</p>'),
    "ZIP bomb": (".docx", with_part(report(), "word/media/a.bin", "\0" * 300_000_000)),
    "ZIP bomb of a part": (".docx", with_part(report(), "word/document.xml", "<a>" + " " * 200_000_000 + "</a>")),
    "lying sizes": (".docx", lying_size()),
    "many members": (".docx", zipped(**{f"word/{n}": b"" for n in range(MAX_MEMBERS + 1)})),
    "a bomb in a bomb": (
        ".docx",
        with_part(report(), "word/embeddings/a.zip", zipped(a=b"\0" * 1_000_000).decode("latin-1")),
    ),
    "a path that climbs out": (".docx", renamed("eddies", "../../evil.x"[:11])),
    "a path from the root": (".docx", with_part(report(), "/etc/evil", "x")),
    "a path of another system": (".docx", with_part(report(), "..\\..\\evil", "x")),
    "a path on a drive": (".docx", with_part(report(), "C:\\evil", "x")),
    "a member with control characters": (".docx", with_part(report(), "../\x1b[2J", "x")),
    "an empty archive": (".docx", b"PK\x05\x06" + b"\0" * 18),
    "an archive of something else": (".docx", zipped(**{"xl/workbook.xml": b"<x/>"})),
    "no content types": (".docx", zipped(**{"word/document.xml": b"<x/>"})),
    "a main part that is missing": (
        ".docx",
        zipped(
            **{
                "[Content_Types].xml": (
                    b'<Types><Override PartName="/word/document.xml" ContentType='
                    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
                )
            }
        ),
    ),
    "a main part that is no Word": (".docx", with_part(report(), "word/document.xml", "<html><p>نص</p></html>")),
    "a main part that is empty": (".docx", with_part(report(), "word/document.xml", "")),
    "a document without text": (".docx", body("<w:p/>")),
    "deep Word XML": (".docx", body("<w:sdt><w:sdtContent>" * 2000 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 2000)),
    "many runs": (
        ".docx",
        body("<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>نص </w:t></w:r><w:r><w:t>عادي </w:t></w:r>" * 10_000 + "</w:p>"),
    ),
    "many fields that never end": (
        ".docx",
        body("<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 1500 + "<w:r><w:t>نص</w:t></w:r></w:p>"),
    ),
    "paragraphs in paragraphs": (".docx", body("<w:p><w:r><w:t>نص</w:t>" * 60 + "</w:r></w:p>" * 60)),
    "values that are none": (
        ".docx",
        body(
            '<w:p><w:pPr><w:jc/><w:pStyle/><w:bidi w:val="maybe"/></w:pPr><w:r><w:rPr><w:bCs/><w:b/></w:rPr><w:t>نص</w:t></w:r></w:p>'
        ),
    ),
    "no times after an arrow": (".srt", "1\n00:00:01,000 -->\nنص".encode()),
    "times like 99:99:99": (".srt", "1\n99:99:99,999 --> 00:00:00,000\nنص".encode()),
    "many cues": (".srt", "\n".join(f"{n}\n00:00:01,000 --> 00:00:02,000\nنص {n}\n" for n in range(6_000)).encode()),
    "tags without end": (".srt", ("1\n00:00:01,000 --> 00:00:02,000\n" + "<i>{\\an8" * 5000 + "نص").encode()),
    "a cue of crossed tags": (".srt", "1\n00:00:01,000 --> 00:00:02,000\n<i><b>نص</i> آخر</b></u>".encode()),
    "a cue of a hundred thousand words": (".srt", ("1\n00:00:01,000 --> 00:00:02,000\n" + "كلمة " * 100_000).encode()),
    "deep quotes": (".md", ("> " * 5000 + "نص").encode()),
    "deep lists": (".md", "\n".join("  " * n + "- نص" for n in range(300)).encode()),
    "deep brackets": (".md", ("[" * 8_000 + "نص").encode()),
    "deep emphasis": (".md", ("*a **b " * 5000 + "نص").encode()),
    "many backticks": (".md", (" ".join("`" * n for n in range(1, 400)) + " نص").encode()),
    "a table of a thousand columns": (
        ".md",
        ("|" + "نص|" * 1000 + "\n|" + "-|" * 1000 + "\n" + ("|" + "نص|" * 1000 + "\n") * 5).encode(),
    ),
    "front matter without end": (".md", "---\na: b\nنص".encode()),
    "links of every kind": (".md", "[نص](<a b>) [نص](a\\)b 'x') ![ص](x) <http://x> [ن]: y\n\n[ن]: <".encode()),
    "UTF-16 cut off": (".txt", codecs.BOM_UTF16_LE + "نص عربي".encode("utf-16-le")[:-1]),
    "UTF-16 with a lone surrogate": (".txt", codecs.BOM_UTF16_LE + b"\x00\xd8" + "نص".encode("utf-16-le")),
    "UTF-32": (".txt", "نص عربي".encode("utf-32")),
    "two byte order marks": (".txt", codecs.BOM_UTF8 * 2 + "نص".encode()),
    "the wrong byte order mark": (".txt", codecs.BOM_UTF16_BE + "نص عربي هنا".encode("utf-16-le")),
    "a UTF-8 mark on Windows-1256": (".txt", codecs.BOM_UTF8 + "نص عربي هنا".encode("cp1256")),
    "surrogates in UTF-8": (".txt", "نص ".encode() + b"\xed\xa0\x80"),
    "overlong UTF-8": (".txt", "نص ".encode() + b"\xc0\xaf"),
    "escape sequences": (
        ".txt",
        "\x1b]0;x\x07نص \x1b[31mأحمر \x1b[2J وهذا نص طويل لا يكاد يرى فيه ذلك كله لأن الحروف كثيرة".encode(),
    ),
    "an escape sequence without end": (".txt", ("نص طويل جدا " * 50 + "\x1b]" + "x" * 100_000).encode()),
    "only line ends": (".txt", b"\r\n" * 100_000),
    "only punctuation": (".txt", b"... --- !!!"),
    "only marks": (".txt", "\N{ARABIC FATHA}\N{ARABIC KASRA}\N{RIGHT-TO-LEFT MARK}".encode()),
    "bidi controls without end": (".txt", ("\N{RIGHT-TO-LEFT OVERRIDE}" * 5000 + "نص").encode()),
    "one letter": (".txt", "ن".encode()),
    "many short lines": (".txt", "نص\n".encode() * 25_000),
    "a line of 450,000 letters": (".txt", ("كلمة " * 90_000).encode()),
    "a line of a million stops": (".txt", b"." * 999_999),
    "PDF": (".txt", b"%PDF-1.7\n"),
    "RTF": (".docx", b"{\\rtf1 x}"),
    "an old Word document": (".docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "a program": (".txt", b"\x7fELF\x02\x01\x01" + b"\0" * 100),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_documents_end_in_a_document_or_a_sentence(what):
    """Bombs, foreign entities, climbing paths, lies about sizes, and what fools parsers into endless work."""
    suffix, data = HOSTILE[what]
    outcome = attempt(data, "seeds/hostile" + suffix)
    if any(
        word in what
        for word in ("bomb of", "entity bomb in XLIFF", "bomb in UTF-16", "bomb in DOCX", "path", "lying", "ZIP bomb")
    ):
        assert outcome == "refused"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", SOUND)
def test_a_wrong_suffix_is_no_obstacle(kind, suffix):
    """Every kind of document under every name."""
    outcome = attempt(SOUND[kind], "seeds/name" + suffix)
    if kind in (".docx", ".xlf", ".xliff", ".srt", ".html") and suffix not in (".docx", ".xlf", ".srt", ".md"):
        assert outcome == {".docx": "docx", ".xlf": "xliff", ".xliff": "xliff", ".srt": "srt", ".html": "html"}[kind]


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("part", range(24))
def test_a_file_cut_anywhere_is_read_or_refused(kind, part):
    """In each of twenty-four regions of the file, at its edge and a little further."""
    data = SOUND[kind]
    for extra in (0, 1, 3):
        attempt(data[: len(data) * part // 24 + extra], "seeds/cut" + kind)


def test_a_cut_word_document_is_always_refused():
    """The directory of an archive stands at its end."""
    data = SOUND[".docx"]
    assert {attempt(data[:at], "seeds/cut.docx") for at in range(0, len(data) - 22, 997)} == {"refused"}


def broken(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, bytes]]:
    """A sound document with some bytes changed, taken out, doubled or put in."""

    @st.composite
    def build(draw: st.DrawFn) -> tuple[str, bytes]:
        kind = draw(kinds)
        data = bytearray(SOUND[kind])
        for _ in range(draw(st.integers(1, 6))):
            at = draw(st.integers(0, max(len(data) - 1, 0)))
            match draw(st.sampled_from(["change", "cut", "double", "insert"])):
                case "change":
                    data[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
                case "cut":
                    del data[at : at + draw(st.integers(1, 60))]
                case "double":
                    length = draw(st.integers(1, 400))
                    data[at:at] = data[at : at + length]
                case "insert":
                    data[at:at] = draw(st.sampled_from(SPLINTERS))
        return kind, bytes(data)

    return build()


SPLINTERS = [
    b"<",
    b">",
    b"</",
    b"&",
    b"]]>",
    b"<!--",
    b"-->",
    b"<!DOCTYPE x>",
    b"<?x",
    b"\0",
    b"\xff\xfe",
    b"\x1b[31m",
    b"\r",
    b"\n\n",
    b"|",
    b"`",
    b"**",
    b"](",
    b"--> ",
    b"<i>",
    b"<p>",
    b"<td>",
    b"\xd9",
    b"\x80",
    b"<w:p>",
    b"</w:p>",
    b"<target>",
    b"<mrk mtype='seg'>",
    b" " * 50,
    b"{\\an8}",
]
TEXTUAL = st.sampled_from([kind for kind in SOUND if kind != ".docx"])
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(broken(TEXTUAL))
def test_damaged_documents(example):
    """Bytes changed, lost, doubled, put in."""
    kind, data = example
    attempt(data, "seeds/damaged" + kind)


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(broken(st.just(".docx")))
def test_damaged_word_documents(example):
    """An archive with wounds."""
    attempt(example[1], "seeds/damaged.docx")


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/header1.xml"]), st.data())
def test_damaged_parts_of_word_documents(part, data):
    """A sound archive around a damaged part."""
    with zipfile.ZipFile(io.BytesIO(SOUND[".docx"])) as archive:
        content = bytearray(archive.read(part))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 30))] = data.draw(st.sampled_from(SPLINTERS))
    attempt(with_part(SOUND[".docx"], part, bytes(content).decode("latin-1")), "seeds/damaged.docx")


@settings(max_examples=100, deadline=None, suppress_health_check=QUIET)
@given(
    st.binary(max_size=600),
    st.sampled_from(SUFFIXES),
    st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"PK\x03\x04", b"<html>", b"<xliff>"]),
)
def test_random_bytes(data, suffix, start):
    """Noise, with and without a promising beginning."""
    attempt(start + data, "seeds/noise" + suffix)


@settings(max_examples=100, deadline=None, suppress_health_check=QUIET)
@given(
    st.lists(
        st.sampled_from(
            [*SPLINTERS, "نص".encode(), b"word", b" ", b"\n", b"00:00:01,000 --> 00:00:02,000\n", b"# ", b"- "]
        ),
        max_size=60,
    ).map(b"".join),
    st.sampled_from(SUFFIXES),
)
def test_splinters_of_every_format(data, suffix):
    """Pieces of all formats thrown together."""
    attempt(data, "seeds/splinters" + suffix)


@pytest.mark.slow
@settings(max_examples=4000, deadline=None, suppress_health_check=QUIET)
@given(broken(TEXTUAL))
def test_damaged_documents_long(example):
    """The long form."""
    kind, data = example
    attempt(data, "seeds/damaged" + kind)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=QUIET)
@given(
    st.lists(st.sampled_from([*SPLINTERS, "نص".encode(), b" ", b"\n", b"<html>", b"<xliff><file>"]), max_size=120).map(
        b"".join
    ),
    st.sampled_from(SUFFIXES),
)
def test_splinters_long(data, suffix):
    """The long form."""
    attempt(data, "seeds/splinters" + suffix)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SOUND)
def test_a_file_cut_at_every_byte(kind):
    """Text at every byte; archives at every forty-first, for they are long."""
    data = SOUND[kind]
    for at in range(0, len(data), 41 if kind == ".docx" else 1):
        attempt(data[:at], "seeds/cut" + kind)
