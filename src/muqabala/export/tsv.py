"""Two columns, Arabic and English: what a spreadsheet and every training script can read. Never quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from muqabala.errors import PairFileError
from muqabala.export import About
from muqabala.export.lines import numbered_lines
from muqabala.export.plainly import one_line
from muqabala.text.arabic import has_arabic
from muqabala.values import Origin, Pair

_LOOKED_AT = 100
"""Rows after which a file whose first column holds no Arabic is believed to be the wrong way round."""


class TsvWriter:
    """Arabic, tab, English, line end; no header, so that a line is a pair."""

    def __init__(self, stream: BinaryIO, about: About) -> None:
        self._stream = stream

    def put(self, pair: Pair) -> bool:
        ar, en = one_line(pair.ar), one_line(pair.en)
        if not ar or not en:
            return False
        self._stream.write(f"{ar}\t{en}\n".encode("utf-8", "replace"))
        return True

    def finish(self) -> None:
        """Nothing follows the last line."""


def read_tsv(path: Path) -> Iterator[Pair]:
    """The pairs of a file; columns after the second are passed over. A first line `ar<TAB>en` (or `en<TAB>ar`) names
    the columns."""
    swapped = False
    rows = backwards = 0
    for number, line in numbered_lines(path):
        header = tuple(cell.strip().lower() for cell in line.split("\t")[:2]) if number == 1 else ()
        if header in (("ar", "en"), ("en", "ar")):
            swapped = header == ("en", "ar")
            continue
        if not line.strip():
            continue
        cells = line.replace("\x00", "").split("\t")
        if len(cells) < 2:
            raise PairFileError(
                f"{path}:{number}: has no tab.", hint="Each line is an Arabic sentence, a tab and its English."
            )
        ar, en = (cells[1], cells[0]) if swapped else (cells[0], cells[1])
        rows += 1
        backwards += has_arabic(en) and not has_arabic(ar)
        if backwards > rows // 2 and (rows >= _LOOKED_AT or (rows == backwards and rows > 1)):
            raise PairFileError(
                f"{path}: the Arabic stands in the second column.", hint="Begin the file with the line en<TAB>ar."
            )
        yield Pair(id="", ar=ar.strip(), en=en.strip(), segment=rows, origin=Origin.IMPORT)
