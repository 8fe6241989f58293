"""XLIFF as other tools make it: targets that are there already, codes in pairs, and bytes nobody asked us to change."""

from __future__ import annotations

import pytest
from lxml import etree

from muqabala.documents import parse_document


def unit(source: str, target: str = "", attributes: str = "", file: str = 'target-language="en-US"') -> bytes:
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file source-language="ar" original="a" datatype="plaintext" {file}><body>'
        f'<trans-unit id="1" {attributes}><source>{source}</source>{target}</trans-unit></body></file></xliff>'
    ).encode()


def segment(source: str, target: str = "", attributes: str = "") -> bytes:
    return (
        '<xliff version="2.0" srcLang="ar" trgLang="en-GB" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">'
        f'<unit id="u"><segment {attributes}><source>{source}</source>{target}</segment></unit></file></xliff>'
    ).encode()


def test_what_nobody_translates_is_written_as_it_was(write):
    """Line ends, comments on their own lines, CDATA, and the kind of English somebody asked for."""
    before = (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- by hand -->\r\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\r\n'
        '  <file source-language="ar" target-language="en-US" original="a" datatype="plaintext">\r\n'
        "    <header><note><![CDATA[<b>كما هو</b> & هكذا]]></note></header>\r\n"
        '    <body><trans-unit id="1"><source><![CDATA[نص & <b>]]></source></trans-unit></body>\r\n'
        "  </file>\r\n</xliff>\r\n"
    )
    written = write(before.encode(), "a.xlf", lambda s: "Text & <b>").decode()
    answer = '<target state="final">Text &amp; &lt;b&gt;</target></trans-unit>'
    assert written == before.replace("</trans-unit>", answer).replace('id="1"', 'id="1" approved="yes"')


def test_the_kind_of_english_of_version_2_stays(write):
    """`en-GB` is English; French is not what is written."""
    assert b'trgLang="en-GB"' in write(segment("نص"), "a.xlf", lambda s: "Text")
    assert b'trgLang="en"' in write(segment("نص").replace(b"en-GB", b"fr"), "a.xlf", lambda s: "Text")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<bpt id="1">[b]</bpt>', '<ept id="1">[/b]</ept>'),
        ('<bpt id="7" rid="1">[b]</bpt>', '<ept id="8" rid="1">[/b]</ept>'),
        ('<bx id="1"/>', '<ex id="1"/>'),
    ],
)
def test_codes_in_pairs_go_around_words(write, before, after):
    """A code that opens and the one that closes it never stand around nothing, and hold what stands between them."""
    source = f"قال {before}الوزير <x id='9'/>الأول{after} إن الاجتماع الذي عقد أمس في القاهرة كان مفيدا جدا للجميع."
    english = "It was very useful, said the minister of the meeting."
    root = etree.fromstring(write(unit(source), "a.xlf", lambda s: english))
    target = root.find(".//{*}target")
    assert target is not None
    names = [etree.QName(child).localname for child in target]
    assert names == [etree.fromstring(before).tag, "x", etree.fromstring(after).tag]
    inside = (target[0].tail or "") + (target[1].tail or "")
    assert inside.strip()
    for child in target:
        child.text = None
    assert "".join(target.itertext()) == english


def test_codes_that_cross_are_all_kept(write):
    """Codes that do not nest stay single, each once."""
    source = '<sc id="1"/>نص <sc id="2"/>طويل<ec startRef="1"/> هنا<ec startRef="2"/> الآن'
    root = etree.fromstring(write(segment(source), "a.xlf", lambda s: "A long text here now"))
    target = root.find(".//{*}target")
    assert target is not None
    codes = [(etree.QName(child).localname, child.get("id") or child.get("startRef")) for child in target]
    assert codes == [("sc", "1"), ("sc", "2"), ("ec", "1"), ("ec", "2")]
    assert "".join(target.itertext()) == "A long text here now"


def test_thousands_of_open_codes_are_no_trouble(write):
    """Depth is bounded, in elements and in codes, and nothing is lost."""
    opening = "".join(f'<bpt id="{n}"/>' for n in range(3000))
    closing = "".join(f'<ept id="{n}"/>' for n in reversed(range(3000)))
    nested = f"<g id='x'>{opening}" * 2 + "نص" + f"{closing}</g>" * 2
    root = etree.fromstring(write(unit(nested), "a.xlf", lambda s: "Text"))
    target = root.find(".//{*}target")
    assert target is not None
    assert len(list(target.iter("{*}bpt"))) == len(list(target.iter("{*}ept"))) == 6000


@pytest.mark.parametrize(
    ("data", "ready"),
    [
        (unit("مرحبا بكم.", "<target>Welcome.</target>"), True),
        (unit("مرحبا بكم.", '<target state="final">Welcome.</target>'), True),
        (unit("مرحبا بكم.", '<target state="needs-translation">Welcome.</target>'), False),
        (unit("مرحبا بكم.", '<target state="translated" state-qualifier="fuzzy-match">Welcome.</target>'), False),
        (unit("مرحبا بكم.", '<target state="needs-review-translation">Welcome.</target>', 'approved="yes"'), True),
        (segment("مرحبا بكم.", "<target>Welcome.</target>"), True),
        (segment("مرحبا بكم.", "<target>Welcome.</target>", 'state="reviewed"'), True),
        (segment("مرحبا بكم.", "<target>Welcome.</target>", 'state="initial"'), False),
    ],
)
def test_a_target_that_is_there_is_given(data, ready):
    """With its state: finished, or only something to look at."""
    (block,) = parse_document(data, "a.xlf").blocks
    assert block.place["given"] == {"ready": ready, "texts": [[0, 10, "مرحبا بكم.", "Welcome."]]}


def test_a_target_of_several_sentences_is_given_one_by_one():
    """Where both sides have as many; else as a whole."""
    two = unit("أولى هنا. ثانية هنا.", "<target>First here. Second here.</target>")
    (block,) = parse_document(two, "a.xlf").blocks
    assert block.place["given"]["texts"] == [[0, 9, "أولى هنا.", "First here."], [10, 20, "ثانية هنا.", "Second here."]]
    one = unit("أولى هنا. ثانية هنا.", "<target>Both here.</target>")
    (block,) = parse_document(one, "a.xlf").blocks
    assert block.place["given"]["texts"] == [[0, 20, "أولى هنا. ثانية هنا.", "Both here."]]


@pytest.mark.parametrize(
    "data",
    [
        unit("نص هنا", "<target>نص هنا</target>"),
        unit("نص هنا", "<target>نص آخر</target>"),
        unit("نص هنا", "<target> </target>"),
        unit("نص هنا", "<target/>"),
        unit("نص هنا", "<target>Texte ici</target>", file='target-language="fr"'),
    ],
)
def test_what_is_no_english_is_not_given(data):
    """A copy of the source, Arabic, nothing, another language."""
    (block,) = parse_document(data, "a.xlf").blocks
    assert "given" not in block.place


def test_an_accepted_target_keeps_its_codes_where_they_were(write):
    """Who wrote the target put the codes around the right words; only its state changes."""
    target = '<target state="translated">It was <g id="1">the minister</g> who came first of all.</target>'
    data = unit('جاء <g id="1">الوزير</g> أولا.', target)
    written = write(data, "a.xlf", lambda s: "It was the minister who came first of all.").decode()
    assert target.replace("translated", "final") in written
    other = write(data, "a.xlf", lambda s: "The minister came first.").decode()
    assert '<target state="final">' in other
    assert "first of all" not in other


def test_our_own_marked_drafts_are_not_given():
    """A draft that was written out with its marks comes back as nothing finished."""
    (block,) = parse_document(unit("نص هنا. آخر.", "<target>Done. [[Not done.]]</target>"), "a.xlf").blocks
    assert "given" not in block.place


@pytest.mark.parametrize(
    "code",
    [
        '<x id="1" ctype="lb"/>',
        '<ph id="1">&lt;br/&gt;</ph>',
        '<x id="1" equiv-text="&lt;br&gt;"/>',
        '<ph id="1" subType="xlf:lb"/>',
        '<ph id="1">\\n</ph>',
    ],
)
def test_a_code_that_breaks_a_line_parts_words(write, code):
    """Two words with a line break between them are not read as one; elsewhere a code may stand inside a word."""
    data = unit(f"السطر الأول{code}السطر الثاني")
    assert parse_document(data, "a.xlf").blocks[0].text == "السطر الأول السطر الثاني"
    assert f"First line{code}second line</target>" in write(data, "a.xlf", lambda s: "First line second line").decode()
    assert parse_document(unit('ال<x id="1"/>سطر'), "a.xlf").blocks[0].text == "السطر"
