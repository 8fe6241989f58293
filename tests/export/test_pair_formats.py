"""Pairs as files: the exact bytes, what other programs read from them, and what comes back."""

from __future__ import annotations

import html.parser
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile

from muqabala.errors import PairFileError
from muqabala.export import About, write_pairs
from muqabala.export.html import marked
from muqabala.export.jsonl import read_jsonl
from muqabala.export.plainly import segment_text
from muqabala.export.tmx import read_tmx
from muqabala.export.tsv import read_tsv
from muqabala.values import Origin, Pair, Policy, TermVerdict, Waiver

GOLDEN = Path(__file__).parents[1] / "golden"
DTD = Path(__file__).parents[1] / "data" / "tmx14b.dtd"
ABOUT = About("1.0", "muqabala export -f all", "2026-11-21T18:00:00Z")

TERMS = (
    TermVerdict("nato", "the Alliance", Policy.MUST, (6, 11), (0, 12), "placed"),
    TermVerdict(
        "office",
        "liaison office",
        Policy.MUST,
        (12, 22),
        None,
        "waived",
        Waiver("bureau here", "salma", "2026-11-20T09:00:00Z"),
    ),
)
PAIRS = [
    Pair(
        "0123456789abcdef",
        "افتتح الحلف مكتب اتصال.",
        "The Alliance opened a bureau.",
        "seeds/a.txt",
        1,
        origin=Origin.ENGINE,
        reviewer="salma",
        reviewed_at="2026-11-21T18:00:00Z",
        machine="It opened a bureau.",
        terms=TERMS,
        engine="starter/int8",
        glossary="c0ffee",
    ),
    Pair(
        "00000000000000aa",
        "قال: «سعر البرميل < 80 & > 70».",
        'He said: "a barrel costs <80 & >70".',
        "seeds/a.txt",
        2,
        reviewer='O\'Neill & "Sons"',
        reviewed_at="2026-11-20T07:05:09Z",
    ),
    Pair(
        "00000000000000bb",
        "سطر أول\nوسطر ثان\tوعمود",
        "First line\r\nsecond line\tand column",
        "b&c.docx",
        7,
        "b.en.docx",
        (7, 8),
        (5,),
        Origin.ALIGNER,
    ),
    Pair("00000000000000cc", "عنوان", "A heading, 100\N{NO-BREAK SPACE}%", origin=Origin.IMPORT),
]


def written(form: str, pairs: list[Pair] = PAIRS) -> bytes:
    stream = io.BytesIO()
    write_pairs(form, pairs, stream, ABOUT)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["tmx", "jsonl", "tsv", "html"])
def test_the_exact_bytes(form: str) -> None:
    """A change here is a change for everybody who reads our files; the new bytes are looked at, then kept."""
    assert written(form) == (GOLDEN / f"pairs.{form}").read_bytes()


# ── TMX ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def validate_tmx(content: bytes) -> None:
    """By the rules of TMX 1.4b, and by what readers are known to stumble over."""
    root = etree.fromstring(content)
    dtd = etree.DTD(str(DTD))
    assert dtd.validate(root), dtd.error_log
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"<!DOCTYPE" not in content
    header = root.find("header")
    assert header is not None
    assert header.get("srclang") == "ar"
    for element in root.iter("header", "tu"):
        for name in ("creationdate", "changedate"):
            date = element.get(name)
            assert date is None or re.fullmatch(r"\d{8}T\d{6}Z", date)
    for unit in root.iter("tu"):
        languages = [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in unit.iter("tuv")]
        assert languages == ["ar", "en"]
        for seg in unit.iter("seg"):
            assert seg.text
            assert seg.text.strip() == seg.text
            assert not re.search(r"[\n\r]", seg.text)
            assert unicodedata.is_normalized("NFC", seg.text)


def test_the_rules_of_tmx_hold() -> None:
    """The validator passes our file, and it is one that fails."""
    validate_tmx(written("tmx"))
    for spoil in (
        (b'version="1.4"', b'version="1.4b"'),
        (b' o-tmf="muqabala"', b""),
        (b'<tuv xml:lang="ar">', b"<tuv>"),
    ):
        with pytest.raises(AssertionError):
            validate_tmx(written("tmx").replace(*spoil))


ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("\x0b\x00\ufffe\u2028\r\n\t&<>\"'\N{RIGHT-TO-LEFT MARK}ابتثج ًّ")),
    max_size=40,
)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_text_makes_a_valid_tmx_and_comes_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str, str]]
) -> None:
    """Vertical tabs, half surrogates, non-characters, bidi controls: valid, and the same text but for what TMX cannot hold."""
    pairs = [Pair(f"id{n}", ar, en, document=said, reviewer=said) for n, (ar, en, said) in enumerate(texts)]
    content = written("tmx", pairs)
    validate_tmx(content)
    path = tmp_path_factory.mktemp("tmx") / "p.tmx"
    path.write_bytes(content)
    back = [(pair.id, pair.ar, pair.en) for pair in read_tmx(path)]
    kept = [(p.id, segment_text(p.ar), segment_text(p.en)) for p in pairs]
    assert back == [(key, ar.strip(), en.strip()) for key, ar, en in kept if ar and en]


def test_translate_toolkit_reads_the_same_pairs() -> None:
    """Another program's eyes."""
    store = tmxfile.parsestring(written("tmx"), sourcelanguage="ar", targetlanguage="en")
    read = [(str(unit.source), str(unit.target)) for unit in store.units]
    assert read == [(segment_text(pair.ar), segment_text(pair.en)) for pair in PAIRS]


def test_tmx_brings_everything_back_but_line_ends(tmp_path: Path) -> None:
    """Ids, provenance, terms with waivers: all of it travels in properties."""
    path = tmp_path / "p.tmx"
    path.write_bytes(written("tmx"))
    flat = [Pair(**{**_fields(p), "ar": segment_text(p.ar), "en": segment_text(p.en)}) for p in PAIRS]
    assert list(read_tmx(path)) == flat


def _fields(pair: Pair) -> dict[str, object]:
    return {name: getattr(pair, name) for name in pair.__dataclass_fields__}


def test_a_unit_with_an_empty_side_is_left_out() -> None:
    """OmegaT would blank the translator's own text."""
    pairs = [Pair("a", "نص", " \n "), Pair("b", "\x0b", "text"), Pair("c", "نص", "text")]
    stream = io.BytesIO()
    assert write_pairs("tmx", pairs, stream, ABOUT) == 1
    assert stream.getvalue().count(b"<tu ") == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # either order, regions, upper case, TMX 1.1's lang, ISO 639-2
        (
            '<tu><tuv xml:lang="EN-us"><seg>one</seg></tuv><tuv xml:lang="AR-SA"><seg>واحد</seg></tuv></tu>',
            [("واحد", "one")],
        ),
        ('<tu><tuv lang="en"><seg>one</seg></tuv><tuv lang="ar_EG"><seg>واحد</seg></tuv></tu>', [("واحد", "one")]),
        (
            '<tu><tuv xml:lang="eng"><seg>one</seg></tuv><tuv xml:lang="ara"><seg>واحد</seg></tuv></tu>',
            [("واحد", "one")],
        ),
        # a third language is passed over, alternatives are pairs of their own
        (
            '<tu><tuv xml:lang="fr"><seg>un</seg></tuv><tuv xml:lang="ar"><seg>واحد</seg></tuv>'
            '<tuv xml:lang="en"><seg>one</seg></tuv><tuv xml:lang="en-GB"><seg>single</seg></tuv></tu>',
            [("واحد", "one"), ("واحد", "single")],
        ),
        # codes are no text, highlighted text is; a pretty-printed segment is one line
        (
            '<tu><tuv xml:lang="ar"><seg><bpt i="1">&lt;b&gt;</bpt>واحد<ept i="1">&lt;/b&gt;</ept></seg></tuv>'
            '<tuv xml:lang="en"><seg>\n   <hi>one</hi>\n   two<ph x="1"/>\n</seg></tuv></tu>',
            [("واحد", "one two")],
        ),
        # a missing side is told as empty, for the import to count
        ('<tu><tuv xml:lang="ar"><seg>واحد</seg></tuv></tu>', [("واحد", "")]),
        ("", []),
    ],
)
def test_tmx_of_other_programs_is_read(tmp_path: Path, body: str, expected: list[tuple[str, str]]) -> None:
    """As they write it, whatever the version says."""
    path = tmp_path / "p.tmx"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.1"><header srclang="ar"/><body>{body}</body></tmx>',
        encoding="utf-8",
    )
    assert [(pair.ar, pair.en) for pair in read_tmx(path)] == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_tmx_in_any_encoding_it_declares(tmp_path: Path, encoding: str) -> None:
    """Old memories are not all UTF-8."""
    path = tmp_path / "p.tmx"
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><tmx version="1.4"><header/><body><tu><tuv xml:lang="ar">'
        '<seg>واحد</seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv></tu></body></tmx>'
    )
    path.write_bytes(text.encode(encoding))
    assert [(pair.ar, pair.en) for pair in read_tmx(path)] == [("واحد", "one")]


def test_dates_and_names_of_other_programs_are_kept(tmp_path: Path) -> None:
    """Who changed a unit last, and when."""
    path = tmp_path / "p.tmx"
    path.write_text(
        '<tmx version="1.4"><header/><body><tu tuid="17" creationid="old" changeid="omar" changedate="20240229T235959Z">'
        '<tuv xml:lang="ar"><seg>واحد</seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    [pair] = read_tmx(path)
    assert (pair.id, pair.reviewer, pair.reviewed_at, pair.origin) == (
        "",
        "omar",
        "2024-02-29T23:59:59Z",
        Origin.IMPORT,
    )


# ── JSONL, TSV ───────────────────────────────────────────────────────────────────────────────────────────────────────

SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99))
SAID = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
VERDICTS = st.builds(
    TermVerdict,
    SAID,
    SAID,
    st.sampled_from(Policy),
    SPANS,
    st.none() | SPANS,
    st.sampled_from(["placed", "unplaced", "waived"]),
    st.none() | st.builds(Waiver, SAID, SAID, SAID),
)
MOMENTS = st.just("") | st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds") + "Z")
ANY_PAIR = st.builds(
    Pair,
    SAID,
    SAID,
    SAID,
    SAID,
    st.integers(0, 10**9),
    SAID,
    st.lists(st.integers(1, 99)).map(tuple),
    st.lists(st.integers(1, 99)).map(tuple),
    st.sampled_from(Origin),
    SAID,
    MOMENTS,
    st.none() | SAID,
    st.lists(VERDICTS, max_size=2).map(tuple),
    SAID,
    SAID,
)


@given(st.lists(ANY_PAIR, max_size=5))
@settings(max_examples=200, deadline=None)
def test_jsonl_brings_every_field_back(tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair]) -> None:
    """Without loss, line ends and all."""
    path = tmp_path_factory.mktemp("jsonl") / "p.jsonl"
    path.write_bytes(written("jsonl", pairs))
    assert list(read_jsonl(path)) == pairs
    assert [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]] == [p.to_row() for p in pairs]


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=6))
@settings(max_examples=200, deadline=None)
def test_tsv_is_two_columns_whatever_the_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    """A line a pair, one tab a line, no quotes added; what comes back is the text on one line."""
    pairs = [Pair("x", f"م{ar}", f"e{en}") for ar, en in texts]
    content = written("tsv", pairs)
    rows = [line.split("\t") for line in content.decode().split("\n")[:-1]]
    assert [len(row) for row in rows] == [2] * len(pairs)
    path = tmp_path_factory.mktemp("tsv") / "p.tsv"
    path.write_bytes(content)
    assert [(pair.ar, pair.en) for pair in read_tsv(path)] == [(ar.strip(), en.strip()) for ar, en in rows]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"ar\ten\n\xd8\xa3\tone\n", [("أ", "one")]),
        (b"en\tar\none\t\xd8\xa3\n", [("أ", "one")]),
        (b"\xef\xbb\xbfAR\tEN\r\n\xd8\xa3\tone\r\n", [("أ", "one")]),
        ("أ\tone\ttopic\n\nب\ttwo".encode(), [("أ", "one"), ("ب", "two")]),
        ('"أ"\t"one"\n'.encode(), [('"أ"', '"one"')]),
        ("أ\tone\n".encode("utf-16"), [("أ", "one")]),
        ("أ\t\n\tone\n".encode(), [("أ", ""), ("", "one")]),
    ],
)
def test_tsv_as_it_comes(tmp_path: Path, content: bytes, expected: list[tuple[str, str]]) -> None:
    """Headers in either order, a byte order mark, CRLF, further columns, quotes that are part of the text."""
    path = tmp_path / "p.tsv"
    path.write_bytes(content)
    assert [(pair.ar, pair.en) for pair in read_tsv(path)] == expected


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Page(html.parser.HTMLParser):
    """What a browser would be told."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[tuple[str | None, str | None, str]] = []
        self.marks: list[str] = []
        self.links: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.links += [value for name, value in attrs if name in ("src", "href") and value]
        self._inside.append(tag)
        if tag == "td":
            self.cells.append((named.get("dir"), named.get("lang"), ""))
        if tag == "mark":
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            continue

    def handle_data(self, data: str) -> None:
        if "td" in self._inside:
            direction, language, text = self.cells[-1]
            self.cells[-1] = (direction, language, text + data)
        if "mark" in self._inside:
            self.marks[-1] += data


def test_the_page_stands_alone_and_knows_its_directions() -> None:
    """Arabic cells right to left, English left to right, terms marked on both sides, nothing fetched."""
    page = Page()
    text = written("html").decode()
    page.feed(text)
    assert page.links == []
    assert "@import" not in text
    assert "url(" not in text
    arabic = [cell[2] for cell in page.cells if cell[:2] == ("rtl", "ar")]
    english = [cell[2] for cell in page.cells if cell[:2] == ("ltr", "en")]
    assert arabic[1] == PAIRS[1].ar
    assert english[1] == PAIRS[1].en
    assert page.marks == ["الحلف", "مكتب اتصال", "The Alliance"]


def test_no_pairs_make_a_page_that_says_so() -> None:
    """And every other format stays valid."""
    assert b"No accepted pairs" in written("html", [])
    validate_tmx(written("tmx", []))
    assert written("jsonl", []) == written("tsv", []) == b""


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([((0, 1), "t", False), ((0, 3), "u", False)], '<mark title="t">a</mark>&lt;c'),
        ([((1, 2), "&", True)], 'a<mark class="waived" title="&amp;">&lt;</mark>c'),
        ([((2, 9), "t", False)], "a&lt;c"),
    ],
)
def test_marks_never_cross_or_leave_the_text(spans: list[tuple[tuple[int, int], str, bool]], expected: str) -> None:
    """Stale spans do no harm."""
    assert marked("a<c", spans) == expected


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-11-21T18:00:00Z", "2026-11-21T18:00:00Z"),
        ("2026-11-21T21:00:00.5+03:00", "2026-11-21T18:00:00Z"),
        ("2026-11-21", "2026-11-21T00:00:00Z"),
        ("", ""),
    ],
)
def test_times_of_other_programs_become_utc_to_the_second(tmp_path: Path, said: str, read: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps({"ar": "ا", "en": "a", "reviewed_at": said}), encoding="utf-8")
    assert [pair.reviewed_at for pair in read_jsonl(path)] == [read]


@pytest.mark.parametrize("said", ["yesterday", "2026-13-45T99:99:99Z", "0001-01-01T00:00:00+14:00"])
def test_a_time_that_is_none_is_named(tmp_path: Path, said: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps({"ar": "ا", "en": "a", "reviewed_at": said}), encoding="utf-8")
    with pytest.raises(PairFileError, match=r"p\.jsonl:1: reviewed_at is not as"):
        list(read_jsonl(path))
