"""HTML: the article out of its page, English into its tags."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from muqabala.documents import parse_document
from muqabala.errors import DocumentError
from muqabala.values import Role

from .conftest import texts

PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head>
  <meta charset="windows-1256">
  <title>افتتاح الجسر</title>
  <meta property="og:title" content=" الوزير  يفتتح الجسر "><meta name="author" content="علي">
  <style>p { color: red }</style>
</head>
<body style="direction: rtl">
 <header><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav></header>
 <main>
  <h1>الوزير يفتتح الجسر</h1>
  <p align="right">افتتح <b>وزير النقل</b> الجسر مع وفد من <a href="http://example.org/?a=1&amp;b=2">NATO</a> في 5 مايو.<br/>ثم عاد.</p>
  <!-- a note of the editor -->
  <figure><img src="a.png" alt="bridge"><figcaption>صورة الجسر</figcaption></figure>
  <table><tr><th>الاسم</th><td>محمد <i>علي</i></td></tr></table>
  نص بلا وسم
  <ul><li>واحد</li><li>اثنان <ul><li>فرعي</li></ul></li></ul>
  <pre>سطر أول
سطر ثان</pre>
  <h2>خلفية</h2>
  <p hidden>نص خفي</p>
 </main>
 <footer>حقوق النشر محفوظة</footer>
 <script>var a = "نص" < 3;</script>
</body></html>"""


def test_the_article_is_read_with_its_roles():
    """Title, headings, cells, list items, and text that stands bare among blocks."""
    document = parse_document(PAGE.encode("cp1256"), "a.html")
    assert (document.format, document.language, document.encoding) == ("html", "ar", "windows-1256")
    assert [(block.text, block.role) for block in document.blocks] == [
        ("افتتاح الجسر", Role.TITLE),
        ("الوزير يفتتح الجسر", Role.TITLE),
        ("افتتح وزير النقل الجسر مع وفد من NATO في 5 مايو.\nثم عاد.", Role.BODY),
        ("الاسم", Role.CELL),
        ("محمد علي", Role.CELL),
        ("نص بلا وسم", Role.BODY),
        ("واحد", Role.BODY),
        ("اثنان", Role.BODY),
        ("فرعي", Role.BODY),
        ("سطر أول\nسطر ثان", Role.BODY),
        ("خلفية", Role.HEADING),
    ]


def test_what_is_left_out_says_why_and_can_be_kept():
    """Menu, caption, footer and what the page hides; by number they come back."""
    document = parse_document(PAGE.encode("cp1256"), "a.html")
    assert [(dropped.text, dropped.reason) for dropped in document.dropped] == [
        ("الرئيسية رياضة", "menu"),
        ("صورة الجسر", "caption"),
        ("نص خفي", "hidden"),
        ("حقوق النشر محفوظة", "footer"),
    ]
    kept = parse_document(PAGE.encode("cp1256"), "a.html", keep=[document.dropped[1].line])
    assert ("صورة الجسر", Role.CAPTION) in [(block.text, block.role) for block in kept.blocks]
    assert len(parse_document(PAGE.encode("cp1256"), "a.html", clean=False).blocks) == 15


def test_english_stands_in_the_same_tags(write):
    """Every tag is still there, direction and language turned, what was left out empty and hidden."""
    english = {
        3: "The transport minister opened the bridge with a delegation from NATO on 5 May.",
        4: "Then he returned.",
    }
    written = write(PAGE.encode("cp1256"), "a.html", lambda s: english.get(s.number, f"English {s.number}")).decode()
    tags = re.compile(r"</?([a-z0-9]+)")
    unclosed = {"meta", "img", "br"}
    assert [t for t in tags.findall(written) if t not in unclosed] == [
        t for t in tags.findall(PAGE) if t not in unclosed
    ]
    assert (
        'delegation from <a href="http://example.org/?a=1&amp;b=2">NATO</a> on 5 May.<br>Then he returned.</p>'
        in written
    )
    assert '<html lang="en" dir="ltr">' in written
    assert '<meta charset="utf-8">' in written
    assert "direction: ltr" in written
    assert 'align="left"' in written
    assert '<nav hidden="hidden"><a href="/"></a><a href="/s"></a></nav>' in written
    assert 'var a = "نص" < 3;' in written
    assert "<!-- a note of the editor -->" in written
    assert '<meta property="og:title" content="English 2"><meta name="author" content="علي">' in written
    assert not re.search("[\u0621-\u064a]", written.split("<script>")[0].replace("علي", ""))


def test_round_trip(round_trip):
    """With everything kept, an identical translation is an identical page."""
    before, after = round_trip(PAGE.encode("cp1256"), "a.html", clean=False)
    assert texts(before) == texts(after)
    assert [block.role for block in before.blocks] == [block.role for block in after.blocks]


def test_a_part_of_a_page_stays_a_part(write):
    """No html, head or body is made up around a fragment; its own elements say the direction."""
    written = write(
        "<p dir='rtl'>مرحبا <b>بكم</b></p>\n<p>ثانية</p>".encode(), "part.html", lambda s: f"Paragraph {s.number}"
    )
    assert written == b'<p dir="ltr" lang="en">Paragraph <b>1</b></p>\n<p lang="en" dir="ltr">Paragraph 2</p>\n'


def test_an_article_among_teasers_is_found():
    """A page with an article tag: what stands outside is not the article."""
    story = "قال المتحدث إن أعمال الصيانة في المحطة انتهت قبل موعدها، وإن التيار عاد إلى جميع الأحياء. " * 3
    page = f"<body><div>خبر آخر عن موضوع آخر تماما</div><article><h1>عودة التيار</h1><p>{story}</p></article><div>خبر ثالث</div></body>"
    document = parse_document(page.encode(), "a.html")
    assert texts(document) == ["عودة التيار", story.strip()]
    assert {dropped.reason for dropped in document.dropped} == {"related"}


def test_lists_of_links_are_menus():
    """On a page without such tags, links side by side are a way elsewhere, and a link in a sentence is not."""
    menu = "".join(
        f"<li><a href='/{n}'>قسم {word}</a></li>" for n, word in enumerate(("السياسة", "الرياضة", "الثقافة", "الفن"))
    )
    page = f"<body><ul>{menu}</ul><p>كتب <a href='/x'>الكاتب المعروف</a> في صحيفته أن الموسم كان ناجحا.</p></body>"
    document = parse_document(page.encode(), "a.html")
    assert texts(document) == ["كتب الكاتب المعروف في صحيفته أن الموسم كان ناجحا."]
    assert [dropped.reason for dropped in document.dropped] == ["menu"] * 4


@pytest.mark.parametrize("page", ["<nav>قائمة</nav>", "<footer>تذييل</footer>"])
def test_a_page_is_never_emptied(page):
    """Where the rules would leave nothing, everything stays."""
    assert parse_document(page.encode(), "a.html").blocks


def test_control_characters_written_as_references_are_taken_out():
    """`&#27;` is an escape character too."""
    document = parse_document("<p>قبل &#27;[31mبعد&#7; &#xfffe;&nbsp;&lt;b&gt;</p>".encode(), "a.html")
    assert texts(document) == ["قبل بعد \N{NO-BREAK SPACE}<b>"]


def test_nesting_without_end_is_refused_and_not_cut():
    """The parser stops at 255 levels and would say nothing about the rest."""
    with pytest.raises(DocumentError, match="255"):
        parse_document(("<div>" * 3000 + "نص" + "</div>" * 3000).encode(), "a.html")


def test_many_siblings_take_little_time():
    """Positions are counted, not searched for: ten thousand paragraphs and links in seconds."""
    page = "<body><div>" + "<p>فقرة <a href='#'>رابط</a> هنا.</p>نص<br>" * 10_000 + "</div></body>"
    assert len(parse_document(page.encode(), "a.html", clean=False).blocks) == 20_000


STRICT = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'


@pytest.mark.parametrize("doctype", [STRICT, "<!DOCTYPE html>", ""])
def test_xhtml_comes_back_as_xml(write, doctype):
    """Well-formed, in its namespace, its language said once."""
    source = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ar">'
        '<head><title>عنوان الخبر</title></head><body><p xml:lang="ar">وصل الوزير<br/>إلى العاصمة.</p></body></html>'
    )
    written = write(source.encode(), "a.xhtml", lambda s: f"English {s.number}")
    root = etree.fromstring(written)
    assert root.tag == "{http://www.w3.org/1999/xhtml}html"
    languages = {e.get("{http://www.w3.org/XML/1998/namespace}lang") for e in root.iter()} - {None}
    assert languages == {"en"}
    assert written.startswith(b"<?xml")


def test_a_page_without_a_doctype_gets_none(write):
    written = write("<html><body><p>وصل الوزير.</p></body></html>".encode(), "a.html", lambda s: "He came.")
    assert written == b'<html lang="en" dir="ltr"><body><p>He came.</p></body></html>\n'
