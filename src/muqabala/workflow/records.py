"""Drafts as bytes: the three forms of `translate -o`, and files that are replaced whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from muqabala.errors import InputError
from muqabala.values import Draft

TSV_HEADER = ("document", "segment", "source", "target", "state")


def write_drafts(drafts: Iterable[Draft], out: BinaryIO, form: str) -> None:
    """Write drafts as jsonl, tsv (with a header) or txt (targets, a blank line between paragraphs)."""
    previous: tuple[str, int] | None = None
    if form == "tsv":
        out.write("\t".join(TSV_HEADER).encode() + b"\n")
    for draft in drafts:
        if form == "jsonl":
            out.write(json_line(draft))
        elif form == "tsv":
            out.write(tsv_line(draft.document, str(draft.segment), draft.source, draft.target, str(draft.state)))
        else:
            here = (draft.document, draft.paragraph)
            if previous is not None and previous != here:
                out.write(b"\n")
            previous = here
            out.write(" ".join(draft.target.split()).encode() + b"\n")


def json_line(draft: Draft) -> bytes:
    """One record and its line end."""
    return json.dumps(draft.to_row(), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def tsv_line(*cells: str) -> bytes:
    """Cells never hold a tab or a line end."""
    return "\t".join(" ".join(cell.split()) for cell in cells).encode("utf-8", "replace") + b"\n"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` (0600) when all is written, and leaves no trace if not."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as wrong:
        raise InputError(
            f"{path}: cannot be written: {wrong.strerror}.", hint="Name a folder that exists and may be written to."
        ) from wrong
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException as wrong:
        Path(name).unlink(missing_ok=True)
        if isinstance(wrong, OSError) and not isinstance(wrong, BrokenPipeError):
            raise InputError(f"{path}: cannot be written: {wrong.strerror}.") from wrong
        raise
