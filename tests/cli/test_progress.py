"""The summary at the end of a run, as wide as the terminal and no wider."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from muqabala.cli.progress import table

ROWS = [
    ("seeds/news/tokyo-liaison-office.txt", ["12", "0", "1,000", "0", "3", "25"]),
    ("تقرير الأمن البحري.docx", ["7", "–", "–", "–", "–", "0"]),
    ("esc\x1b[31m.txt", ["1", "1", "0", "0", "0", "0"]),
]


@pytest.mark.parametrize("width", [140, 120, 100, 80, 60])
def test_names_are_never_broken_and_no_line_is_too_wide(width: int) -> None:
    lines = list(table(ROWS, width))
    assert max(map(cell_len, lines)) <= width
    assert all(sum(name in line for line in lines) == 1 for name in (ROWS[0][0], ROWS[1][0]))
    assert not any("\x1b" in line for line in lines)
    assert len(lines) == (4 if width >= 100 else 8)
    headings = next(line for line in lines if "segments" in line)
    assert all(heading in headings for heading in ("drafted", "memory", "unplaced", "findings", "dropped"))
    # Numbers stand under their headings.
    end = headings.index("segments") + len("segments")
    counted = [line for line in lines if line.isascii() and line.endswith(("25", "0"))]
    assert [line[:end].split()[-1] for line in counted] == ["12", "1"]


def test_headings_are_whole_where_there_is_room() -> None:
    assert list(table([("a.txt", list("123456"))], 100)) == [
        "document  segments  drafted  from memory  unplaced  with findings  lines dropped",
        "a.txt            1        2            3         4              5              6",
    ]
