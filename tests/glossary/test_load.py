"""Glossary files: what is read, what stops loading, and that every complaint names file, line and remedy."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muqabala.errors import GlossaryError, InputError
from muqabala.glossary import Fault, check_files, load_glossary, stale_terms
from muqabala.glossary.load import split_list
from muqabala.values import Kind, Policy, Term

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def write(folder: Path, text: str | bytes, name: str = "terms.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def entries(folder: Path, text: str | bytes, name: str = "terms.csv") -> tuple[Term, ...]:
    return load_glossary([write(folder, text, name)]).entries


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_columns_are_enough_and_the_rest_has_defaults(tmp_path: Path) -> None:
    (one,) = entries(tmp_path, "ar,en\nمكتب اتصال,liaison office\n")
    assert (one.id, one.ar, one.en) == ("مكتب اتصال", "مكتب اتصال", "liaison office")
    assert (one.kind, one.policy, one.case, one.article) == (Kind.IDAFA, Policy.MUST, "sentence", "")
    assert one.line == 2
    assert one.file.endswith("terms.csv")


def test_every_column_is_read(tmp_path: Path) -> None:
    text = (
        "id,ar,ar_plural,kind,ar_variants,ar_deny,en,en_plural,en_variants,en_forbidden,case,article,policy,domain,note,source\n"
        "x,لواء,ألوية,single,فوج|سرية,لواء ركن,brigade,brigades,regiment | unit,squad,keep,the,prefer,army,a note,UN\n"
    )
    (one,) = entries(tmp_path, text)
    assert one.ar_variants == ("فوج", "سرية")
    assert one.en_variants == ("regiment", "unit")
    assert (one.case, one.article, one.policy, one.domain, one.note, one.source) == (
        "keep", "the", Policy.PREFER, "army", "a note", "UN",
    )  # fmt: skip
    assert (one.ar_plural, one.ar_deny, one.en_forbidden, one.en_plural) == (
        ("ألوية",), ("لواء ركن",), ("squad",), "brigades",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        BOM + "ar,en\nلواء,brigade\n",
        "ar,en\r\nلواء,brigade\r\n",
        "en,ar\nbrigade,لواء\n",
        " AR , EN \n لواء , brigade \n",
        "ar,en\n\nلواء,brigade",
        '"ar","en"\n"لواء","brigade"\n',
        "ar,en,client\nلواء,brigade,Acme\n",
    ],
)
def test_csv_as_people_save_it(tmp_path: Path, text: str) -> None:
    assert [(t.ar, t.en) for t in entries(tmp_path, text)] == [("لواء", "brigade")]


def test_a_cell_may_hold_commas_quotes_and_line_breaks(tmp_path: Path) -> None:
    one, two = entries(tmp_path, 'ar,en,note\nلواء,brigade,"a, ""b""\nand c"\nفوج,regiment,\n')
    assert one.note == 'a, "b" and c'
    assert (one.line, two.line) == (2, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("لواء\tbrigade\n", [("لواء", "brigade", "")]),
        ("ar\ten\nلواء\tbrigade\n", [("لواء", "brigade", "")]),
        ("# comment\nلواء\tbrigade\ta note\n\n", [("لواء", "brigade", "a note")]),
        ("لواء\tthe \"brigade\"\r\n", [("لواء", 'the "brigade"', "")]),
        (BOM + "لواء\tbrigade", [("لواء", "brigade", "")]),
        ("", []),
    ],
)  # fmt: skip
def test_two_column_lists_of_other_tools(tmp_path: Path, text: str, expected: list[tuple[str, str, str]]) -> None:
    read = entries(tmp_path, text, "terms.tsv")
    assert [(t.ar, t.en, t.note) for t in read] == expected
    assert all(t.policy is Policy.PREFER for t in read)


def test_a_tsv_with_our_header_keeps_its_policies(tmp_path: Path) -> None:
    one, two = entries(tmp_path, "ar\ten\tpolicy\nلواء\tbrigade\tmust\nفوج\tregiment\t\n", "terms.tsv")
    assert (one.policy, two.policy) == (Policy.MUST, Policy.PREFER)


TBX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="c1">
  <descrip type="subjectField">army</descrip>
  <langSet xml:lang="ar-SA"><tig><term>طائرة مسيرة</term></tig>
    <tig><term>طائرة بدون طيار</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig></langSet>
  <langSet xml:lang="en-GB">
    <tig><term>RPV</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
    <tig><term>drone</term></tig>
    <ntig><termGrp><term>UAV</term></termGrp></ntig>
    <tig><term>robot plane</term><termNote type="administrativeStatus">forbidden</termNote></tig>
    <tig><term>flying bomb</term><termNote type="administrativeStatus">obsolete</termNote></tig>
  </langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="ar"><tig><term>فوج</term></tig></langSet></termEntry>
</body></text></martif>
"""


def test_tbx_of_other_tools(tmp_path: Path) -> None:
    path = write(tmp_path, TBX, "terms.tbx")
    (one,) = load_glossary([path]).entries
    assert (one.id, one.ar, one.en, one.domain) == ("c1", "طائرة مسيرة", "drone", "army")
    assert one.ar_variants == ("طائرة بدون طيار",)
    assert one.en_variants == ("UAV",)
    assert one.en_forbidden == ("RPV", "robot plane", "flying bomb")
    (fault,) = check_files([path])
    assert fault.line == 17
    assert "en" in fault.message


def test_a_folder_stands_for_its_glossaries_by_name(tmp_path: Path) -> None:
    write(tmp_path, "ar,en\nلواء,brigade\n", "b.csv")
    write(tmp_path, "فوج\tregiment\n", "a.tsv")
    write(tmp_path, "not a glossary", "README.md")
    assert [t.ar for t in load_glossary([tmp_path]).entries] == ["فوج", "لواء"]


def test_ten_thousand_terms_load_quickly(tmp_path: Path) -> None:
    """Under two seconds of this process's time, index included, with room for a slow machine."""
    letters = "بتثجحخدرزسشصضطعغفقكلمنه"
    rows = "".join(
        f"{letters[n % 23]}{letters[n // 23 % 23]}ا{letters[n // 529 % 23]} {letters[n % 19]}و{letters[n % 17]}ة,term {n}\n"
        for n in range(10_000)
    )
    path = write(tmp_path, "ar,en\n" + rows)
    started = time.process_time()
    glossary = load_glossary([path])
    glossary.matcher()
    assert time.process_time() - started < 4
    assert len(glossary) == 10_000


def test_lists_are_split_at_bars() -> None:
    assert split_list("one|two | three") == ("one", "two", "three")
    assert split_list(" ") == ()


def test_stale_terms_are_those_a_draft_would_notice(tmp_path: Path) -> None:
    old = entries(tmp_path, "ar,en,note\nلواء,brigade,\nفوج,regiment,\n")
    new = entries(tmp_path, "ar,en,note\nفوج,regiment,a note\nلواء,major general,\nسرية,company,\n")
    assert [t.en for t in stale_terms(old, new)] == ["brigade", "major general", "company"]


# ── what stops loading ───────────────────────────────────────────────────────────────────────────────────────────────

FATAL: list[tuple[str, str | bytes, int, str]] = [
    ("terms.csv", "", 1, "header"),
    ("terms.csv", "لواء,brigade\nفوج,regiment\n", 1, "header"),
    ("terms.csv", "ar,english\nلواء,brigade\n", 1, "en"),
    ("terms.csv", "ar;en\nلواء;brigade\n", 1, "commas"),
    ("terms.csv", "ar,en,en\nلواء,brigade,x\n", 1, "twice"),
    ("terms.csv", "ar,en\nفوج,regiment\nلواء,\n", 3, "no English side"),
    ("terms.csv", "ar,en\n,brigade\n", 2, "no Arabic side"),
    ("terms.csv", "ar,en\nbrigade,لواء\n", 2, "no Arabic letter"),
    ("terms.csv", "ar,en\nلواء,brigade, really\n", 2, "cells"),
    ("terms.csv", "ar,en,policy\nلواء,brigade,always\n", 2, "policy"),
    ("terms.csv", "ar,en,kind\nلواء,brigade,noun\n", 2, "kind"),
    ("terms.csv", "ar,en,case\nلواء,brigade,upper\n", 2, "case"),
    ("terms.csv", "ar,en,article\nلواء,brigade,some\n", 2, "article"),
    ("terms.csv", 'ar,en,note\nفوج,regiment,"a\nb"\nلواء,"brigade,x\nسرية,company,\n', 4, "quotation"),
    ("terms.csv", 'ar,en\nلواء,"bri"gade\n', 2, "quotation"),
    ("terms.csv", "ar,en\nفوج,regiment\nلواء,brig\udcffade\n".encode("utf-8", "surrogateescape"), 3, "UTF-8"),
    ("terms.csv", "ar,en\nلواء,brigade\n".encode("cp1256"), 2, "UTF-8"),
    ("terms.csv", "ar,en\nلواء,brigade\n".encode("utf-16"), 1, "UTF-16"),
    ("terms.csv", "ar,en\nلو\0اء,brigade\n", 2, "NUL"),
    ("terms.csv", "ar,en\nلواء," + "x" * 200_000 + "\n", 2, "characters"),
    ("terms.csv", "ar,en\nلواء," + "x" * 20_000 + "\n", 2, "characters"),
    ("terms.tsv", "لواء brigade\n", 1, "tab"),
    ("terms.tsv", "فوج\tregiment\nلواء\t\n", 2, "no English side"),
    ("terms.tsv", "brigade\tلواء\n", 1, "no Arabic letter"),
    ("terms.tbx", "", 1, "XML"),
    ("terms.tbx", "<martif><text>", 1, "XML"),
    ("terms.tbx", "<html/>", 1, "martif"),
    ("terms.tbx", '<!DOCTYPE m [<!ENTITY a "b">]>\n<martif>&a;</martif>', 1, "entities"),
    ("terms.tbx", '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<martif>&a;</martif>', 1, "entities"),
    (
        "terms.tbx",
        '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}">' * 1 for n in range(12))
        + "]>\n<martif>&a11;</martif>",
        1,
        "entities",
    ),
]


@pytest.mark.parametrize(("name", "text", "line", "word"), FATAL)
def test_what_cannot_be_honoured_stops_loading(
    tmp_path: Path, name: str, text: str | bytes, line: int, word: str
) -> None:
    path = write(tmp_path, text, name)
    with pytest.raises(GlossaryError) as caught:
        load_glossary([path])
    place = f"{path}:{line}" if line else f"{path}"
    assert caught.value.message.startswith(f"{place}: ")
    assert word in caught.value.message
    assert caught.value.hint
    assert any(f.line == line and word in f.message and f.remedy and f.fatal for f in check_files([path]))


def test_further_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError) as caught:
        load_glossary([write(tmp_path, "ar,en\nلواء,\nفوج,\n,x\n")])
    assert ":2:" in caught.value.message
    assert "2 more" in caught.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nosuch\.csv"):
        load_glossary([tmp_path / "nosuch.csv"])


# ── what only `check` says ───────────────────────────────────────────────────────────────────────────────────────────

TOLD: list[tuple[str, int, str]] = [
    ("ar,en,kidn\nلواء,brigade,single\n", 1, "unknown column"),
    ("ar,en,note\nلواء,brigade\n", 2, "cells"),
    ("ar,en\n لواء,brigade\n", 2, "blanks around"),
    ("ar,en\nقوات  مسلحة,armed forces\n", 2, "run of blanks"),
    ("ar,en\nلواء X‏,brigade\n", 2, "direction mark"),
    ("ar,en,en_variants\nلواء,brigade,a||b\n", 2, "empty item"),
    ("ar,en,en_variants\nلواء,brigade,regiment; unit\n", 2, "semicolon"),
    ("ar,en\nلواء brigade,brigade\n", 2, "Latin letters"),
    ("ar,en\nلواء,brigade لواء\n", 2, "Arabic letters"),
    ("ar,en,en_variants\nلواء,brigade,لواء\n", 2, "Arabic letters"),
    ("ar,en,ar_plural\nلواء,brigade,brigades\n", 2, "Latin letters"),
    ("ar,en\nلواء,—\n", 2, "no word"),
    ("ar,en,kind\nقوات مسلحة,armed forces,single\n", 2, "2 words"),
    ("ar,en,kind\nلواء,brigade,idafa\n", 2, "one word"),
    ("ar,en,ar_plural\nمكتب اتصال,liaison office,مكاتب\n", 2, "fewer words"),
    ("ar,en\nلواء|فوج,brigade\n", 2, "two terms"),
    ("ar,en\nلواء,brigade|regiment\n", 2, "two renderings"),
    ("ar,en\nلواء,the brigade\n", 2, "article"),
    ("ar,en,ar_variants\nلواء,brigade,لواء\n", 2, "term itself"),
    ("ar,en,ar_variants\nلواء,brigade,فوج|فوج\n", 2, "twice"),
    ("ar,en,en_variants\nلواء,brigade,brigade\n", 2, "itself"),
    ("ar,en,en_variants\nلواء,brigade,unit|unit\n", 2, "twice"),
    ("ar,en,en_forbidden\nلواء,brigade,brigade\n", 2, "allowed and forbidden"),
    ("ar,en,en_variants,en_forbidden\nلواء,brigade,unit,Unit\n", 2, "allowed and forbidden"),
    ("ar,en,ar_deny\nلواء,brigade,لواء\n", 2, "denies"),
    ("ar,en\nلواء,brigade\nلواء,brigade\n", 3, "there already"),
    ("ar,en\nلواء,brigade\nلواء,major general\n", 3, "alternatives"),
    ("id,ar,en\nx,لواء,brigade\nx,فوج,regiment\n", 3, "the id"),
    ("ar,en,ar_variants\nلواء,brigade,فوج\nفوج,regiment,\n", 3, "also declared"),
    ("ar,en\n", 0, "no entries"),
]


@pytest.mark.parametrize(("text", "line", "word"), TOLD)
def test_what_looks_wrong_is_told_but_loads(tmp_path: Path, text: str, line: int, word: str) -> None:
    path = write(tmp_path, text)
    told = [fault for fault in check_files([path]) if fault.line == line and word in fault.message]
    assert told, [str(fault) for fault in check_files([path])]
    assert all(fault.remedy and str(fault).startswith(fault.place) and not fault.fatal for fault in told)
    load_glossary([path]).matcher()


def test_a_sound_glossary_has_no_faults(tmp_path: Path) -> None:
    text = (
        "id,ar,ar_plural,kind,ar_variants,ar_deny,en,en_plural,en_variants,en_forbidden,case,article,policy,note\n"
        "lo,مكتب اتصال,مكاتب اتصال,idafa,,مكتب اتصال هاتفي,liaison office,liaison offices,,contact office,,,must,\n"
        "f16,مقاتلة إف-16,مقاتلات إف-16,idafa,مقاتلة F-16,,F-16 fighter,F-16 fighters,,,keep,,must,\n"
        "nato,الناتو,,frozen,,,NATO,,,Nato,keep,none,must,\n"
    )
    assert check_files([write(tmp_path, text)]) == []


def test_faults_between_files_name_both(tmp_path: Path) -> None:
    first = write(tmp_path, "ar,en\nلواء,brigade\n", "a.csv")
    second = write(tmp_path, "ar,en\nلواء,brigade\n", "b.csv")
    (fault,) = check_files([first, second])
    assert fault.file == str(second)
    assert f"{first}:2" in fault.message


def test_a_fault_reads_as_a_compiler_would_say_it() -> None:
    assert str(Fault("a.csv", 3, "no tab.", "Write one.")) == "a.csv:3: no tab. Write one."
    assert Fault("a.csv", 0, "x", "y").place == "a.csv"


# ── hostile input ────────────────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    ["ar", "en", ",", "\n", "\r", '"', "|", "\t", "\0", "لواء", "ال", "وال", "لل", "قوات مسلحة", "brigade", "the ", "-", "ة",
     "ى", "ء", "\N{ARABIC FATHA}", "\N{ARABIC TATWEEL}", "\N{RIGHT-TO-LEFT MARK}", "16", "غير", "ذات", "و", "؟", "ﷲ", "ar,en\n",
     "<martif>", "</martif>", "<term>", "&a;", "<!DOCTYPE x [", "]>", "😀", "\ud7ff", "\u2028", "''"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=60).map(lambda p: "".join(p).encode("utf-8"))),
    suffix=st.sampled_from([".csv", ".tsv", ".tbx"]),
    header=st.booleans(),
)
def test_no_file_brings_a_traceback(tmp_path: Path, data: bytes, suffix: str, header: bool) -> None:
    """Any bytes are read, or refused in a sentence; what is read can be matched and checked."""
    if header and suffix == ".csv":
        data = b"ar,en,ar_plural,ar_variants,ar_deny,kind\n" + data
    path = write(tmp_path, data, f"hostile{suffix}")
    for fault in check_files([path]):
        assert fault.message
        assert fault.remedy
    if any(fault.fatal for fault in check_files([path])):
        with pytest.raises(GlossaryError, match="hostile"):
            load_glossary([path])
        return
    glossary = load_glossary([path])
    text = data.decode("utf-8", "replace")
    for hit in glossary.matcher().hits(text):
        assert text[hit.start : hit.end] == hit.surface
        assert hit.number


@settings(max_examples=200, deadline=None)
@given(
    ar=st.lists(PIECES, min_size=1, max_size=5).map(" ".join),
    text=st.lists(PIECES, max_size=30).map(" ".join),
)
def test_hits_are_ordered_exclusive_and_where_they_say(ar: str, text: str) -> None:
    from muqabala.glossary.load import make_term
    from muqabala.glossary.match import Matcher
    from muqabala.glossary.rows import Row

    matcher = Matcher([make_term("x", Row(1, {"ar": ar, "en": "x"}), Policy.MUST)])
    end = 0
    for hit in matcher.hits(text):
        assert end <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.surface
        end = hit.end
