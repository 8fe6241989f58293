"""Word: everything that is not text comes back as it was."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.errors import DocumentError
from muqabala.values import Role
from muqabala.workflow.intake import segment_document

from .conftest import texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def picture() -> bytes:
    """A red dot, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def rtl(paragraph) -> None:
    """As Word writes Arabic: bidi paragraph, rtl runs, complex-script bold and size."""
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        properties = run._r.get_or_add_rPr()
        if run.bold:
            properties.remove(properties.find(qn("w:b")))
            properties.append(OxmlElement("w:bCs"))
        size = OxmlElement("w:szCs")
        size.set(qn("w:val"), "28")
        properties.append(size)
        properties.append(OxmlElement("w:rtl"))


def report() -> bytes:
    """Headings, a bold name, a link, a picture in a sentence, a field, a tab, a table, header and footer."""
    document = docx.Document()
    document.add_heading("تقرير عن الجسر", 0)
    document.add_heading("مقدمة", 1)
    body = document.add_paragraph("افتتح ")
    body.add_run("وزير النقل").bold = True
    body.add_run(" الجسر أمس. وحضر ")
    body._p.append(parse_xml(f'<w:hyperlink {W} w:anchor="here"><w:r><w:t>وفد NATO</w:t></w:r></w:hyperlink>'))
    body.add_run(" الحفل.")
    body.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    rtl(body)
    shown = document.add_paragraph("صورة: ")
    shown.add_run().add_picture(io.BytesIO(picture()))
    shown.add_run(" جسر الشمال.")
    numbered = document.add_paragraph("صفحة ")
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> PAGE </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>7</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        numbered._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))
    document.add_paragraph("الاسم:\tعلي")
    table = document.add_table(2, 2, style="Table Grid")
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("البند", "القيمة", "الطول", "200 متر"), strict=True
    ):
        cell.text = text
    table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
    document.sections[0].header.paragraphs[0].text = "وزارة النقل"
    document.sections[0].footer.paragraphs[0].text = "سري"
    document.sections[0]._sectPr.append(OxmlElement("w:bidi"))
    document.add_paragraph("محذوف")._p.append(
        parse_xml(f'<w:del {W} w:id="1" w:author="x"><w:r><w:delText>قديم</w:delText></w:r></w:del>')
    )
    document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ENGLISH = {
    "تقرير عن الجسر": "Report on the bridge",
    "مقدمة": "Introduction",
    "افتتح وزير النقل الجسر أمس.": "The transport minister opened the bridge yesterday.",
    "وحضر وفد NATO الحفل.": "A delegation of NATO attended.",
    "صورة: جسر الشمال.": "Picture: the northern bridge.",
    "صفحة": "Page",
    "الاسم: علي": "Name: Ali",
    "البند": "Item",
    "القيمة": "Value",
    "الطول": "Length",
    "200 متر": "200 metres",
    "وزارة النقل": "Ministry of Transport",
    "سري": "Secret",
    "محذوف": "Deleted",
}


def opened(data: bytes):
    """The document as python-docx sees it."""
    return docx.Document(io.BytesIO(data))


def test_every_paragraph_is_read_with_its_role():
    """Body, cells, header and footer; deleted text and computed fields are no text."""
    document = parse_document(report(), "report.docx")
    assert [(block.text, block.role) for block in document.blocks] == [
        ("تقرير عن الجسر", Role.TITLE),
        ("مقدمة", Role.HEADING),
        ("افتتح وزير النقل الجسر أمس. وحضر وفد NATO الحفل.", Role.BODY),
        ("صورة: جسر الشمال.", Role.BODY),
        ("صفحة", Role.BODY),
        ("الاسم: علي", Role.BODY),
        ("البند", Role.CELL),
        ("القيمة", Role.CELL),
        ("الطول", Role.CELL),
        ("200 متر", Role.CELL),
        ("محذوف", Role.BODY),
        ("وزارة النقل", Role.BODY),
        ("سري", Role.BODY),
    ]
    assert (document.format, document.language, document.encoding) == ("docx", "ar", "")


def test_english_keeps_styles_tables_and_pictures(write):
    """Styles and cells as they were, the picture in its sentence, every other member byte for byte."""
    original = report()
    written = write(original, "report.docx", lambda s: ENGLISH[s.source])
    before, after = opened(original), opened(written)
    assert [p.style.name for p in after.paragraphs] == [p.style.name for p in before.paragraphs]
    assert [p.text for p in after.paragraphs] == [
        "Report on the bridge",
        "Introduction",
        "The transport minister opened the bridge yesterday. A delegation of NATO attended.",
        "Picture:  the northern bridge.",
        "Page 7",
        "Name:\tAli",
        "Deleted",
        "",
    ]
    assert [[cell.text for cell in row.cells] for row in after.tables[0].rows] == [
        ["Item", "Value"],
        ["Length", "200 metres"],
    ]
    assert after.tables[0].style.name == "Table Grid"
    assert after.sections[0].header.paragraphs[0].text == "Ministry of Transport"
    assert after.sections[0].footer.paragraphs[0].text == "Secret"
    assert len(after.inline_shapes) == 1
    old, new = (zipfile.ZipFile(io.BytesIO(data)) for data in (original, written))
    assert old.namelist() == new.namelist()
    changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert not any(name.startswith(("word/media", "docProps", "word/theme", "_rels")) for name in changed)


def test_bold_link_field_and_picture_stay_in_their_sentences(write):
    """What is inside a sentence is carried over to English words."""
    paragraphs = opened(write(report(), "report.docx", lambda s: ENGLISH[s.source])).paragraphs
    body = paragraphs[2]
    assert [run.text for run in body.runs if run.bold] == ["minister opened"]
    assert [link.text for link in body.hyperlinks] == ["of NATO"]
    assert body.hyperlinks[0].fragment == "here"
    assert paragraphs[3]._p.xpath(".//w:drawing")
    assert [e.get(qn("w:fldCharType")) for e in paragraphs[4]._p.iter(qn("w:fldChar"))] == ["begin", "separate", "end"]


def test_placed_terms_show_bold_its_words():
    """A position is a guess; where a term was placed is known, and then bold stands exactly there."""
    data = report()
    renditions = []
    for segment in segment_document(parse_document(data, "report.docx")):
        english = ENGLISH[segment.source]
        spans = ((segment.source.find("وزير النقل"), len("وزير النقل")), (english.find("transport minister"), 18))
        known = tuple((start, start + length) for start, length in spans)
        renditions.append(
            Rendition(segment, english, anchors=(known,) if known[0][0] >= 0 and known[1][0] >= 0 else ())
        )
    out = io.BytesIO()
    write_document(data, "docx", renditions, out)
    assert [run.text for run in opened(out.getvalue()).paragraphs[2].runs if run.bold] == ["transport minister"]


def test_english_runs_from_left_to_right(write):
    """No bidi, no rtl, no right edge; boldness and size of the Arabic letters are given to the Latin ones."""
    written = write(report(), "report.docx", lambda s: ENGLISH[s.source])
    archive = zipfile.ZipFile(io.BytesIO(written))
    for part in ("word/document.xml", "word/styles.xml", "word/header1.xml"):
        xml = archive.read(part).decode()
        for word in ("<w:bidi/>", "<w:rtl/>", "<w:bidiVisual/>", 'w:jc w:val="right"'):
            assert word not in xml
    runs = opened(written).paragraphs[2].runs
    assert {run.font.size.pt for run in runs if run.text.strip()} == {14.0}


def test_round_trip(round_trip):
    """An identical translation is an identical text, with the same roles."""
    before, after = round_trip(report(), "report.docx")
    assert texts(before) == texts(after)
    assert [block.role for block in before.blocks] == [block.role for block in after.blocks]


def test_text_boxes_are_written_in_both_their_forms(write):
    """Word keeps a copy for old programs; both get the English."""
    box = "<w:txbxContent><w:p><w:r><w:t>داخل المربع</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    paragraph = document.add_paragraph("قبل ")
    paragraph._p.append(
        parse_xml(
            f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    out = io.BytesIO()
    document.save(out)
    assert texts(parse_document(out.getvalue(), "a.docx")) == ["قبل", "داخل المربع"]
    written = write(out.getvalue(), "a.docx", lambda s: {"قبل": "Before", "داخل المربع": "Inside the box"}[s.source])
    xml = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml").decode()
    assert xml.count("Inside the box") == 2
    assert "داخل" not in xml


def test_footnotes_are_read_and_their_marks_stay(write):
    """The note is translated in its part, and its mark stays in the sentence."""
    document = docx.Document()
    paragraph = document.add_paragraph("قال الوزير إن العمل بدأ")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run(".")
    out = io.BytesIO()
    document.save(out)
    notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>في مؤتمر صحفي.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    data = with_part(out.getvalue(), "word/footnotes.xml", notes, "footnotes+xml")
    assert texts(parse_document(data, "a.docx")) == ["قال الوزير إن العمل بدأ.", "في مؤتمر صحفي."]
    archive = zipfile.ZipFile(
        io.BytesIO(
            write(
                data, "a.docx", lambda s: ["The minister said work had begun.", "At a press conference."][s.number - 1]
            )
        )
    )
    xml = archive.read("word/document.xml").decode()
    assert xml.index("begun") < xml.index("footnoteReference") < xml.index("</w:p>")
    assert "At a press conference." in archive.read("word/footnotes.xml").decode()


def with_part(data: bytes, member: str, content: str, kind: str = "") -> bytes:
    """A document with one more (or another) member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml" and kind:
                override = f'<Override PartName="/{member}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}"/>'
                text = text.replace(b"</Types>", override.encode() + b"</Types>")
            if name != member:
                new.writestr(name, text)
        new.writestr(member, content)
    return out.getvalue()


def relation(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://127.0.0.1/evil.dotm"),
        ("oleObject", "https://x.example/a"),
        ("attachedTemplate", "\\\\host\\share\\a.dotm"),
        ("frame", "mhtml:http://x.example/a!b"),
    ],
)
def test_parts_that_load_foreign_files_are_refused(kind, target):
    """Nothing would be fetched here, but the English document would carry it on."""
    with pytest.raises(DocumentError, match=kind):
        parse_document(with_part(report(), "word/_rels/settings.xml.rels", relation(kind, target)), "a.docx")


def test_links_are_no_foreign_parts():
    """A hyperlink loads nothing until somebody follows it."""
    data = with_part(report(), "word/_rels/settings.xml.rels", relation("hyperlink", "https://example.org/"))
    assert parse_document(data, "a.docx").blocks


def test_other_archives_are_named():
    """A ZIP of something else, and an old or locked Word document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(DocumentError, match="no Word document"):
        parse_document(out.getvalue(), "a.docx")
    with pytest.raises(DocumentError, match="old Word document"):
        parse_document(b"\xd0\xcf\x11\xe0" + b"\0" * 100, "a.doc")
    with pytest.raises(DocumentError, match=r"is called \.docx"):
        parse_document(b"text", "a.docx")
