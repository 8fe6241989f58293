"""XLIFF: units, codes and states; hostile XML refused."""

from __future__ import annotations

import pytest
from lxml import etree

from muqabala.documents import Rendition, parse_document, write_document
from muqabala.errors import DocumentError
from muqabala.workflow.intake import segment_document

from .conftest import texts

V12 = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="ar" target-language="fr" original="a.txt" datatype="plaintext"><body>
 <trans-unit id="1">
   <source>وصل <g id="1">القطار السريع</g> إلى محطة <x id="2"/>NATO. ثم عاد.</source>
 </trans-unit>
 <trans-unit id="2"><source>قديم</source><target state="needs-translation" state-qualifier="x">Old</target><note>n</note></trans-unit>
 <trans-unit id="3" translate="no"><source>لا تترجم</source></trans-unit>
 <trans-unit id="4"><source>أولى. ثانية.</source><seg-source><mrk mtype="seg" mid="0">أولى.</mrk> <mrk mtype="seg" mid="1">ثانية.</mrk></seg-source></trans-unit>
 <group translate="no"><trans-unit id="5"><source>مغلق</source></trans-unit></group>
</body></file></xliff>
"""
V20 = """<xliff version="2.0" srcLang="ar" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="u">
<segment id="s1"><source>وصل <pc id="1">القطار</pc> اليوم.</source></segment><ignorable><source> </source></ignorable>
<segment id="s2" state="initial" subState="x:y"><source>ثم عاد<ph id="p"/>.</source><target>Old</target></segment></unit></file></xliff>"""


def test_units_segments_and_suggestions_are_read():
    """One block for a unit or for each stretch another tool cut; closed units are not touched."""
    document = parse_document(V12.encode(), "a.xlf")
    assert (document.format, document.language) == ("xliff", "ar")
    assert texts(document) == ["وصل القطار السريع إلى محطة NATO. ثم عاد.", "قديم", "أولى.", "ثانية."]
    assert document.blocks[1].place == {"unit": 1, "target": "Old"}
    assert texts(parse_document(V20.encode("utf-16"), "a.xlf")) == ["وصل القطار اليوم.", "ثم عاد."]


def test_version_1_is_written_with_codes_and_states(write):
    """Codes once each, state final, target language English; what we do not translate is untouched."""
    english = ["The express train reached NATO station.", "Then it returned.", "New", "First.", "Second."]
    written = write(V12.encode(), "a.xlf", lambda s: english[s.number - 1]).decode()
    assert (
        '<target state="final">The <g id="1">express train</g> reached <x id="2"/>NATO station. Then it returned.</target>'
        in written
    )
    assert '<target state="final">New</target><note>n</note>' in written
    assert (
        '<target state="final"><mrk mtype="seg" mid="0">First.</mrk> <mrk mtype="seg" mid="1">Second.</mrk></target>'
        in written
    )
    assert written.count('approved="yes"') == 3
    assert 'target-language="en"' in written
    assert '<trans-unit id="3" translate="no"><source>لا تترجم</source></trans-unit>' in written
    assert "<!-- made by hand -->" in written


def test_version_2_is_written_with_codes_and_states(write):
    """Segments get their targets and states, ignorables stay."""
    written = write(
        V20.encode("utf-16"), "a.xlf", lambda s: ["The train arrived today.", "Then it returned."][s.number - 1]
    ).decode()
    assert '<segment id="s1" state="reviewed"><source>' in written
    assert '<target>The <pc id="1">train arrived</pc> today.</target>' in written
    assert '<segment id="s2" state="reviewed"><source>' in written
    assert (
        '<target>Then it returned<ph id="p"/>.</target>' in written
        or '<target>Then it returned.<ph id="p"/></target>' in written
    )
    assert 'trgLang="en"' in written
    assert "<ignorable><source> </source></ignorable>" in written


def test_a_draft_says_so_in_its_states():
    """Unreviewed English stands in brackets, and the state asks for review."""
    import io

    document = parse_document(V12.encode(), "a.xlf")
    renditions = [Rendition(s, f"English {s.number}", reviewed=s.number != 3) for s in segment_document(document)]
    out = io.BytesIO()
    write_document(V12.encode(), "xliff", renditions, out, draft=True)
    root = etree.fromstring(out.getvalue())
    states = {
        u.get("id"): u.find("{*}target").get("state")
        for u in root.iter("{*}trans-unit")
        if u.find("{*}target") is not None
    }
    assert states == {"1": "final", "2": "needs-review-translation", "4": "final"}
    assert "[[English 3]]" in out.getvalue().decode()


@pytest.mark.parametrize("source", [V12, V20])
def test_round_trip_keeps_sources(round_trip, source):
    """Writing adds targets and changes no source."""
    before, after = round_trip(source.encode(), "a.xlf")
    assert texts(before) == texts(after)
    assert all(block.place["target"] for block in after.blocks)


def test_another_reader_agrees(write):
    """translate-toolkit finds our targets in its units."""
    from translate.storage import xliff

    written = write(V12.encode(), "a.xlf", lambda s: f"English {s.number}.")
    store = xliff.xlifffile.parsestring(written)
    assert [str(unit.target) for unit in store.units if unit.getid().endswith("2")] == ["English 3."]


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        "<!doctype x>",
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(attack, encoding):
    """Bombs and foreign files need one, so none is taken, in whatever encoding it comes."""
    body = '<xliff version="1.2"><file source-language="ar"><body><trans-unit id="1"><source>&a; نص</source></trans-unit></body></file></xliff>'
    with pytest.raises(DocumentError, match="DOCTYPE"):
        parse_document((attack + body).encode(encoding), "a.xlf")


def test_a_foreign_root_and_an_odd_encoding_are_named():
    """What it should have been, what it is."""
    with pytest.raises(DocumentError, match="'tmx', not xliff"):
        parse_document(b"<tmx/>", "a.xlf")
    with pytest.raises(DocumentError, match="utf-7"):
        parse_document(b'<?xml version="1.0" encoding="utf-7"?><xliff/>', "a.xlf")
