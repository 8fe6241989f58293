"""Markdown: prose changes, markup does not."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from muqabala.documents import parse_document
from muqabala.values import Role

from .conftest import texts

NOTE = """---
title: عنوان
---
# خبر اليوم

وصل **القطار السريع** إلى [محطة NATO](http://example.org "ع")
في `main` يوم 5 مايو.

> اقتباس أول
> يتبع

1. واحد
2. اثنان
   - فرعي *مائل*

| اسم | عمر |
|-----|----:|
| علي | 5 |
| عمر **قوي** | 6 |

```python
# تعليق
```

عنوان ثان
=========

![صورة](a.png) نص بعد الصورة

<div dir="rtl">

نص داخل

</div>

[مرجع]: http://example.org
"""


def test_prose_is_read_and_code_is_not():
    """Headings, paragraphs, quotes, items, cells; no front matter, no code block, no definition."""
    document = parse_document(NOTE.encode(), "note.md")
    assert [(block.text, block.role) for block in document.blocks] == [
        ("خبر اليوم", Role.TITLE),
        ("وصل القطار السريع إلى محطة NATO في main يوم 5 مايو.", Role.BODY),
        ("اقتباس أول يتبع", Role.BODY),
        ("واحد", Role.BODY),
        ("اثنان", Role.BODY),
        ("فرعي مائل", Role.BODY),
        ("اسم", Role.CELL),
        ("عمر", Role.CELL),
        ("علي", Role.CELL),
        ("5", Role.CELL),
        ("عمر قوي", Role.CELL),
        ("6", Role.CELL),
        ("عنوان ثان", Role.TITLE),
        ("نص بعد الصورة", Role.BODY),
        ("نص داخل", Role.BODY),
    ]


def test_english_keeps_the_markup(write):
    """Letter by letter but for the prose."""
    english = {
        2: "The express train reached NATO station on the `main` branch on 5 May.".replace("`", ""),
        11: "Strong Omar",
    }
    written = write(NOTE.encode(), "note.md", lambda s: english.get(s.number, f"English {s.number}")).decode()
    assert (
        written
        == """---
title: عنوان
---
# English 1

The **express train** [reached NATO](http://example.org "ع") station on the `main` branch on 5 May.

> English 3

1. English 4
2. English 5
   - English *6*

| English 7 | English 8 |
|-----|----:|
| English 9 | English 10 |
| Strong **Omar** | English 12 |

```python
# تعليق
```

English 13
=========

![صورة](a.png) English 14

<div dir="ltr">

English 15

</div>

[مرجع]: http://example.org
"""
    )


def test_round_trip(round_trip):
    """An identical translation reads as it did, and is rendered with the same tags."""
    before, after = round_trip(NOTE.encode(), "note.md")
    assert texts(before) == texts(after)


@pytest.mark.parametrize(
    "english",
    [
        "# not a heading",
        "1. not a list",
        "> no quote",
        "- no item",
        "a * b * c",
        "snake_case_name",
        "[x](y)",
        "<b>no tag</b>",
        "a `b` c",
        "*x*",
        "_x_",
        "a | b",
    ],
)
def test_english_is_never_taken_for_markup(write, english):
    """What a translator typed is what a reader sees."""
    written = write("جملة عربية هنا.\n".encode(), "a.md", lambda s: english).decode()
    inline = MarkdownIt().parse(written)[1]
    assert "".join(child.content for child in inline.children) == english


def test_strong_signs_make_a_text_file_markdown():
    """Two of them; a lone number sign or dash does not."""
    assert parse_document("# عنوان\n\nنص مع **تأكيد** فيه.\n".encode(), "a.txt").format == "markdown"
    assert parse_document("# وسم\nنص عادي\n- بند\n".encode(), "a.txt").format == "plain"


def test_marks_of_footnotes_are_no_words_and_stay(write):
    source = "وصل الوزير[^1] إلى العاصمة[^ملحق].\n\n[^1]: نص الحاشية الأولى.\n\n[^ملحق]: نص ثان.\n"
    document = parse_document(source.encode(), "a.md")
    assert texts(document) == ["وصل الوزير إلى العاصمة.", "نص الحاشية الأولى.", "نص ثان."]
    english = ("The minister reached the capital.", "The first note.", "A second one.")
    lines = write(source.encode(), "a.md", lambda segment: english[segment.number - 1]).decode().splitlines()
    assert lines[2:] == ["[^1]: The first note.", "", "[^ملحق]: A second one."]
    assert lines[0].endswith("capital[^ملحق].")
    assert lines[0].replace("[^1]", "", 1) == "The minister reached the capital[^ملحق]."


def test_an_address_stays_one_and_words_do_not_become_a_tag(write):
    source = "موقع الوزارة <https://example.org/a?b=1> مفتوح.\n"
    kept = write(source.encode(), "a.md", lambda s: "The ministry's site https://example.org/a?b=1 is open.").decode()
    assert kept == "The ministry's site <https://example.org/a?b=1> is open.\n"
    lost = write(source.encode(), "a.md", lambda s: "The site of the ministry is open.").decode()
    assert lost == "The site of the ministry is open.\n"
