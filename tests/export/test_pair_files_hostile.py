"""Broken and hostile files of pairs: a sentence with the place, quickly, in little memory, and nothing expanded."""

from __future__ import annotations

import io
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.errors import PairFileError
from muqabala.export import About, write_pairs
from muqabala.values import Pair
from muqabala.workflow.imports import reader_for

TU = '<tu><tuv xml:lang="ar"><seg>واحد</seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv></tu>'
BOMB = (
    '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
SECRET = "the contents of another file"


def tmx(body: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}<tmx version="1.4"><header srclang="ar"/><body>{body}</body></tmx>'


HOSTILE = {
    "empty.tmx": "",
    "blank.tmx": "  \n ",
    "cut.tmx": tmx(TU * 3)[:-40],
    "cut-in-tag.tmx": tmx(TU)[:70],
    "bomb.tmx": tmx(TU.replace("one", "&i;"), BOMB),
    "unused-bomb.tmx": tmx(TU, BOMB),
    "external.tmx": tmx(TU.replace("one", "&x;"), '<!DOCTYPE tmx [<!ENTITY x SYSTEM "secret.txt">]>'),
    "parameter.tmx": tmx(TU, '<!DOCTYPE tmx [<!ENTITY % p SYSTEM "secret.txt"> %p;]>'),
    "undeclared.tmx": tmx(TU.replace("one", "&nbsp;"), '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'),
    "undeclared-alone.tmx": tmx(TU.replace("one", "&nbsp;")),
    "html.tmx": "<html><body>404 Not Found</body></html>",
    "control.tmx": tmx(TU.replace("one", "o\x0bne")),
    "control-reference.tmx": tmx(TU.replace("one", "o&#11;ne")),
    "two-roots.tmx": tmx(TU) + tmx(TU),
    "unclosed.tmx": tmx("<tu>" * 2000),
    "unknown-encoding.tmx": tmx(TU).replace('"1.0"', '"1.0" encoding="martian-7"'),
    "wrong-property.tmx": tmx(TU.replace("<tu>", '<tu><prop type="x-muqabala-terms">[{</prop>')),
    "wrong-terms.tmx": tmx(TU.replace("<tu>", '<tu><prop type="x-muqabala-terms">[{"id": 1}]</prop>')),
    "wrong-origin.tmx": tmx(TU.replace("<tu>", '<tu><prop type="x-muqabala-origin">martian</prop>')),
    "empty.jsonl": "",
    "no-json.jsonl": "ar: واحد\n",
    "array.jsonl": '["واحد", "one"]\n',
    "no-en.jsonl": '{"ar": "واحد"}\n',
    "number.jsonl": '{"ar": 1, "en": "one"}\n',
    "segment.jsonl": '{"ar": "واحد", "en": "one", "segment": "1"}\n',
    "huge-number.jsonl": '{"ar": "واحد", "en": "one", "segment": ' + "9" * 40 + "}\n",
    "endless-number.jsonl": '{"ar": "واحد", "en": "one", "segment": ' + "9" * 9000 + "}\n",
    "nested.jsonl": '{"ar": ' + "[" * 100_000 + "\n",
    "surrogate.jsonl": '{"ar": "\\ud800", "en": "one"}\n',
    "terms.jsonl": '{"ar": "واحد", "en": "one", "terms": [{"id": "x"}]}\n',
    "terms-text.jsonl": '{"ar": "واحد", "en": "one", "terms": "nato"}\n',
    "waiver.jsonl": '{"ar": "واحد", "en": "one", "terms": [{"id": "x", "term": "y", "policy": "must", "source": [0, 1],'
    ' "target": null, "status": "waived", "waiver": "because"}]}\n',
    "segments.jsonl": '{"ar": "واحد", "en": "one", "source_segments": [1, "2"]}\n',
    "late.jsonl": '{"ar": "واحد", "en": "one"}\n' * 50 + '{"ar": "واحد", "en": \n',
    "empty.tsv": "",
    "no-tab.tsv": "واحد one\n",
    "late.tsv": "واحد\tone\n" * 3000 + "no tab here\n",
    "swapped.tsv": "one\tواحد\ntwo\tاثنان\nthree\tثلاثة\n",
    "letter": "Dear aunt, this is a letter.\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    """It names the file; nothing of another file is read, nothing is expanded, and it takes no time."""
    (tmp_path / "secret.txt").write_text(SECRET, encoding="utf-8")
    path = tmp_path / name
    path.write_text(HOSTILE[name], encoding="utf-8")
    started = time.monotonic()
    with pytest.raises(PairFileError) as wrong:
        read_all(path)
    assert str(path) in str(wrong.value)
    assert SECRET not in str(wrong.value)
    assert time.monotonic() - started < 10


def read_all(path: Path) -> list[Pair]:
    pairs = list(reader_for(path)(path))
    if not pairs:
        raise PairFileError(f"{path}: holds no pairs.")
    return pairs


@pytest.mark.parametrize(
    ("name", "line"),
    [("late.jsonl", 51), ("late.tsv", 3001), ("no-en.jsonl", 1), ("bomb.tmx", 1), ("control.tmx", 1)],
)
def test_the_line_is_named(tmp_path: Path, name: str, line: int) -> None:
    """Where to look."""
    path = tmp_path / name
    path.write_text(HOSTILE[name], encoding="utf-8")
    with pytest.raises(PairFileError, match=rf"{name}:{line}:"):
        read_all(path)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"\x00\x01\x02" * 50, b"\xd8\xa3\tone\n\xc8\t\xff\n", b"PK\x03\x04\x00\x00"]
)
@pytest.mark.parametrize("suffix", ["tmx", "jsonl", "tsv", "zip"])
def test_bytes_that_are_no_text(tmp_path: Path, content: bytes, suffix: str) -> None:
    """Whatever they are called."""
    path = tmp_path / f"p.{suffix}"
    path.write_bytes(content)
    with pytest.raises(PairFileError):
        read_all(path)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """A missing file and a folder."""
    with pytest.raises(PairFileError, match="no such file"):
        read_all(tmp_path / "p.tmx")
    with pytest.raises(PairFileError, match="cannot be read"):
        read_all(tmp_path)


def is_answered(path: Path) -> bool:
    """Whether the file gives pairs, or a PairFileError that names it; anything else raised is a failure."""
    try:
        return all(isinstance(pair, Pair) for pair in reader_for(path)(path))
    except PairFileError as wrong:
        return str(path) in wrong.message


def whole(form: str) -> bytes:
    pairs = [Pair(f"id{n}", f"الجملة {n} & <ب>", f"Sentence {n} & <b>", "a.txt", n, reviewer="r") for n in range(6)]
    stream = io.BytesIO()
    write_pairs(form, pairs, stream, About("1"))
    return stream.getvalue()


@pytest.mark.parametrize("form", ["tmx", "jsonl", "tsv"])
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_hostile_damage_anywhere_is_a_sentence_or_pairs(
    tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject
) -> None:
    """A good file cut, overwritten or doubled at any place: pairs or a PairFileError, never another exception."""
    content = bytearray(whole(form))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        match data.draw(st.integers(0, 3)):
            case 0:
                del content[at:]
            case 1:
                content[at : at + 1] = data.draw(st.binary(max_size=6))
            case 2:
                content[at:at] = content[at : at + data.draw(st.integers(1, 90))]
            case _:
                del content[at : at + data.draw(st.integers(1, 40))]
    path = tmp_path_factory.mktemp("damaged") / f"p.{form}"
    path.write_bytes(bytes(content))
    assert is_answered(path)


@given(st.binary(max_size=200), st.sampled_from(["tmx", "jsonl", "tsv", "txt"]))
@settings(max_examples=150, deadline=None)
def test_hostile_bytes_are_a_sentence_or_pairs(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    """Any bytes under any name."""
    path = tmp_path_factory.mktemp("noise") / f"p.{suffix}"
    path.write_bytes(content)
    assert is_answered(path)


def test_a_large_memory_is_read_in_little_memory(tmp_path: Path) -> None:
    """Twenty thousand units, some 5 MB: a few hundred kB at a time."""
    path = tmp_path / "large.tmx"
    with path.open("wb") as stream:
        write_pairs(
            "tmx", (Pair(str(n), f"الجملة رقم {n}", f"Sentence {n}") for n in range(20_000)), stream, About("1")
        )
    tracemalloc.start()
    try:
        assert sum(1 for _ in reader_for(path)(path)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
