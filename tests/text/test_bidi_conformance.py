"""Unicode's own suites for UAX #9, whole (slow, Debian's `unicode-data`) and an excerpt (always).

The excerpts in `tests/data/bidi` are lines of BidiCharacterTest.txt and BidiTest.txt 15.0, © Unicode, Inc., under the
Unicode licence v3. The files may be newer than the Unicode of the running Python, which only matters where a test
names characters: BidiCharacterTest.txt uses none that Unicode 14 does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from muqabala.text.bidi import bidi_class, line_levels, paragraph_level, resolve, visual_order
from muqabala.text.bidi.tables import BRACKETS, MIRROR

UNICODE = Path("/usr/share/unicode")
EXCERPTS = Path(__file__).parent.parent / "data" / "bidi"


def _data_file(name: str) -> Path:
    path = UNICODE / name
    assert path.is_file(), f"{path} is missing: install the Debian package unicode-data (make system)"
    return path


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            text = line.split("#")[0].strip()
            if text:
                yield text


def _outcome(classes: list[str], base: int, text: str) -> tuple[list[str], list[int]]:
    resolved = resolve(classes, base, text)
    levels = line_levels(resolved.levels, classes, base)
    shown = ["x" if gone else str(level) for gone, level in zip(resolved.removed, levels, strict=True)]
    return shown, [i for i in visual_order(levels) if not resolved.removed[i]]


def _character_failures(lines: Iterable[str]) -> tuple[int, list[str]]:
    total, failures = 0, []
    for line in lines:
        codes, asked, expected_base, levels, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        classes = [bidi_class(c) for c in text]
        base = int(asked) if asked in "01" else paragraph_level(classes)
        total += 1
        if (base, *_outcome(classes, base, text)) != (
            int(expected_base),
            levels.split(),
            [int(i) for i in order.split()],
        ):
            failures.append(line)
    return total, failures


def _class_failures(lines: Iterable[str]) -> tuple[int, list[str]]:
    total, failures = 0, []
    levels: list[str] = []
    order: list[int] = []
    for line in lines:
        if line.startswith("@Levels:"):
            levels = line.partition(":")[2].split()
        elif line.startswith("@Reorder:"):
            order = [int(i) for i in line.partition(":")[2].split()]
        elif not line.startswith("@"):
            inputs, bitset = line.split(";")
            classes = inputs.split()
            for bit, base in ((1, paragraph_level(classes)), (2, 0), (4, 1)):
                if int(bitset, 16) & bit:
                    total += 1
                    if _outcome(classes, base, "") != (levels, order):
                        failures.append(f"{line} base {base}")
    return total, failures


def test_excerpt_by_characters() -> None:
    """A spread of the character suite passes: brackets, isolates, embeddings, numbers."""
    total, failures = _character_failures(_lines(EXCERPTS / "characters.txt"))
    assert (total > 300, failures) == (True, [])


def test_excerpt_by_classes() -> None:
    """A spread of the class suite passes."""
    total, failures = _class_failures(_lines(EXCERPTS / "classes.txt"))
    assert (total > 300, failures) == (True, [])


@pytest.mark.slow
def test_conformance_by_characters() -> None:
    """Every line of BidiCharacterTest.txt."""
    total, failures = _character_failures(_lines(_data_file("BidiCharacterTest.txt")))
    assert (total > 90_000, failures[:5]) == (True, [])


@pytest.mark.slow
def test_conformance_by_classes() -> None:
    """Every line of BidiTest.txt in every paragraph direction it names."""
    total, failures = _class_failures(_lines(_data_file("BidiTest.txt")))
    assert (total > 490_000, failures[:5]) == (True, [])


@pytest.mark.slow
def test_conformance_of_brackets_and_mirrors() -> None:
    """Our tables hold exactly Unicode's pairs."""
    brackets = [line.split("; ") for line in _lines(_data_file("BidiBrackets.txt"))]
    mirrors = [line.split("; ") for line in _lines(_data_file("BidiMirroring.txt"))]
    assert {chr(int(a, 16)): chr(int(b, 16)) for a, b, kind in brackets if kind == "o"} == BRACKETS
    assert {chr(int(a, 16)): chr(int(b, 16)) for a, b in mirrors} == MIRROR


@pytest.mark.slow
def test_conformance_of_default_classes() -> None:
    """Code points without a character have the class of their block (@missing lines of DerivedBidiClass.txt)."""
    short = {"Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL", "European_Terminator": "ET"}
    wrong = []
    import unicodedata

    for line in _data_file("extracted/DerivedBidiClass.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# @missing:") and not line.startswith("# @missing: 0000"):
            codes, _, name = line.removeprefix("# @missing: ").partition("; ")
            first, last = (int(code, 16) for code in codes.split(".."))
            wrong += [
                code
                for code in range(first, last + 1)
                if not unicodedata.bidirectional(chr(code)) and bidi_class(chr(code)) not in (short[name], "BN")
            ]
    assert wrong == []
