"""Documents as other programs make them, written back: what a person would otherwise have to mend by hand."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.workflow.intake import segment_document

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def word(*paragraphs: str, section: str = "") -> bytes:
    """A Word document with these elements as its body."""
    document = docx.Document()
    last = document.element.body.sectPr
    for xml in paragraphs:
        last.addprevious(parse_xml(xml.replace(">", f" {W}>", 1)))
    if section:
        last.append(parse_xml(section.replace("/>", f" {W}/>")))
    numbering = document.part.numbering_part.element
    numbering.find(f".//{qn('w:numFmt')}").set(qn("w:val"), "arabicAbjad")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}<w:rtl/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("label", "rest", "english", "bold"),
    [
        ("الموضوع:", " اجتماع اللجنة يوم الأحد", "Subject of the letter: meeting", "Subject of the letter:"),
        ("«الطريق»", " فيلم جديد في المدينة", '"The Road to the City" is new', '"The Road to the City"'),
        ("(خاص)", " وصل الوفد أمس إلى المدينة", "(exclusive, our own) He came", "(exclusive, our own)"),
    ],
)
def test_bold_ends_where_punctuation_says(write, label, rest, english, bold):
    """A label is bold up to its colon, a title up to its quotation mark, however long the English is."""
    data = word(f"<w:p>{run(label, '<w:b/>')}{run(rest)}</w:p>")
    paragraph = docx.Document(io.BytesIO(write(data, "a.docx", lambda s: english))).paragraphs[-1]
    assert paragraph.text == english
    assert "".join(piece.text for piece in paragraph.runs if piece.bold) == bold


def test_a_tab_stays_behind_its_label(write):
    """What was set in two columns by a tab is in two columns in English."""
    data = word(f"<w:p>{run('الاسم:')}<w:r><w:tab/></w:r>{run('أحمد علي')}</w:p>")
    written = docx.Document(io.BytesIO(write(data, "a.docx", lambda s: "Name: Ahmed Ali")))
    assert written.paragraphs[-1].text == "Name:\tAhmed Ali"


def test_arabic_letters_do_not_count_english_lists(write):
    """أ ب ج become a b c: in lists, and where pages are lettered."""
    data = word(f"<w:p>{run('بند')}</w:p>", section='<w:pgNumType w:fmt="arabicAlpha"/>')
    written = write(data, "a.docx", lambda s: "Item")
    for name in ("word/document.xml", "word/numbering.xml"):
        assert "arabicA" not in part(written, name)
        assert "lowerLetter" in part(written, name)


def test_a_bound_control_keeps_its_english(write):
    """Word fills a control from the data it is bound to when the document is opened; the English is bound to none."""
    binding = '<w:alias w:val="t"/><w:dataBinding w:xpath="/a" w:storeItemID="1"/><w15:dataBinding w:xpath="/a"/>'
    control = f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{{}}</w:sdtContent></w:sdt>"
    data = word(
        f"<w:p>{run('العنوان ')}{control.format(run('هنا'))}</w:p>",
        control.format(f"<w:p>{run('فقرة')}</w:p>"),
    )
    written = part(write(data, "a.docx", lambda s: "English"))
    assert "dataBinding" not in written
    assert written.count("<w:alias") == 2


def test_italics_of_a_subtitle_stay_on_their_term():
    """A placed term says where the italics belong, as in every other format."""
    data = "1\n00:00:01,000 --> 00:00:02,000\nزار <i>المكتب</i> أمس وفد كبير من الوزراء\n".encode()
    (segment,) = segment_document(parse_document(data, "a.srt"))
    english = "A large delegation of ministers yesterday visited the office"
    at = english.index("office")
    anchors = (((4, 10), (at, at + 6)),)
    out = io.BytesIO()
    write_document(data, "srt", [Rendition(segment, english, anchors=anchors)], out)
    assert "<i>office</i>" in out.getvalue().decode()


def test_pages_of_a_text_begin_where_they_did(write):
    """A form feed is no space in front of a word."""
    data = "صفحة أولى\n\fصفحة ثانية\n\t\fصفحة ثالثة\n".encode()
    assert write(data, "a.txt", lambda s: f"Page {s.number}", clean=False) == b"Page 1\n\fPage 2\n\t\fPage 3\n"


def test_the_box_of_a_task_is_no_word(write):
    """It is not translated, and is there again; elsewhere brackets are text."""
    data = "- [ ] مهمة أولى\n- [x] مهمة **ثانية**\n  - [X]   ثالثة\n\n[ ] ليست مهمة\n".encode()
    sources = [s.source for s in segment_document(parse_document(data, "a.md"))]
    assert sources == ["مهمة أولى", "مهمة ثانية", "ثالثة", "[ ] ليست مهمة"]
    english = ["First task", "Second task", "Third", "[ ] No task"]
    written = write(data, "a.md", lambda s: english[s.number - 1]).decode()
    assert written == "- [ ] First task\n- [x] Second **task**\n  - [X] Third\n\n[ ] No task\n"


@pytest.mark.parametrize(
    ("name", "source", "marked"),
    [
        ("a.md", "**نص غامق** هنا", "[[**Bold text** is here]]"),
        ("a.md", "هنا نص **غامق**. ثم *آخر*.", "[[Here is **bold**.]] [[And *another*.]]"),
        ("a.html", "<html><body><p>هنا <b>نص</b></p></body></html>", "<p>[[Here is a <b>text</b>]]</p>"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>نص كله مائل</i>\n", "[[<i>All of it italic</i>]]"),
    ],
)
def test_the_marks_of_a_draft_stand_outside_bold(name, source, marked):
    """Brackets say something about a sentence: they are in no bold word and no link of it."""
    english = iter(marked.replace("*", "").replace("]] [[", "|").split("|"))
    data = source.encode()
    document = parse_document(data, name, clean=False)
    renditions = []
    for segment in segment_document(document):
        text = next(english)
        for tag in ("<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "[[", "]]"):
            text = text.replace(tag, "")
        renditions.append(Rendition(segment, text, reviewed=False))
    out = io.BytesIO()
    write_document(data, document.format, renditions, out, draft=True)
    assert marked in out.getvalue().decode()


def test_a_link_does_not_end_in_an_article(write):
    """What leans on the next word takes that word with it, as it is one word in Arabic."""
    data = "لمزيد من المعلومات راجع [موقع الوزارة](x) على الإنترنت.\n".encode()
    written = write(data, "a.md", lambda s: "For more information, see the ministry's website.").decode()
    assert "[the ministry's](x)" in written
