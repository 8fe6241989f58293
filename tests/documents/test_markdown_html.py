"""HTML blocks in Markdown: their prose is translated, their tags and whatever is no prose stay."""

from __future__ import annotations

import pytest

from muqabala.documents import parse_document
from muqabala.values import Role
from muqabala.workflow.intake import segment_document

PAGE = """\
<h1 align="center">عنوان <b>المشروع</b></h1>

<div dir="rtl" lang="ar">
  نص أول طويل
  يكمل هنا &amp; هناك.
  <p>نص <a href="x">ثان</a><br>هنا</p>
</div>

- بند
  <p>نص في بند</p>

<img src="a.png">

نهاية.
"""
WRITTEN = """\
<h1 align="center">English <b>one</b></h1>

<div dir="ltr" lang="en">
  English two <& co>
  <p>English <a href="x">three</a><br>here</p>
</div>

- English four
  <p>English five</p>

<img src="a.png">

English six
"""


def test_prose_of_html_blocks_is_translated(write):
    """Headings, wrapped lines, links; the block says left to right."""
    document = parse_document(PAGE.encode(), "a.md")
    sources = [block.text for block in document.blocks]
    assert sources == [
        "عنوان المشروع",
        "نص أول طويل يكمل هنا & هناك.",
        "نص ثان\nهنا",
        "بند",
        "نص في بند",
        "نهاية.",
    ]
    assert document.blocks[0].role is Role.HEADING
    assert [s.source for s in segment_document(document)][2:4] == ["نص ثان", "هنا"]
    english = ["English one", "English two <& co>", "English three", "English four", "English five", "English six"]
    written = write(PAGE.encode(), "a.md", lambda s: "here" if s.source == "هنا" else english[s.paragraph - 1]).decode()
    assert written == WRITTEN.replace("<& co>", "&lt;&amp; co&gt;")


@pytest.mark.parametrize(
    "block",
    [
        "<!-- تعليق -->",
        "<script>\nvar a = 'نص';\n</script>",
        "<table><tr><td>نص</td><td>آخر</td></tr></table>",
        "<p\n align='x'>نص</p>",
        "<div>\nنص < 3\n</div>",
        "<pre>\nنص\n</pre>",
        "<div><code>نص</code></div>",
        "<div>\n\n</div>",
    ],
)
def test_what_is_not_simple_stays(write, block):
    """Nothing in it is offered, nothing is changed."""
    data = f"أول.\n\n{block}\n\nآخر.\n"
    assert [s.source for s in segment_document(parse_document(data.encode(), "a.md"))] == ["أول.", "آخر."]
    assert write(data.encode(), "a.md", lambda s: f"{s.number}.").decode() == f"1\\.\n\n{block}\n\n2\\.\n"


def test_a_hostile_block_is_quick():
    """Thousands of open tags, in one line and over many."""
    for block in ("<b>" * 20_000 + "نص", "<p>" * 20_000 + "نص", "<b>نص\n" * 5_000, "<" * 50_000 + "نص"):
        document = parse_document(f"<div>\n{block}\n</div>\n\nنص\n".encode(), "a.md")
        assert document.blocks[-1].text == "نص"
