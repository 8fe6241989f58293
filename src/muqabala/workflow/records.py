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


def is_stream(path: Path) -> bool:
    """A pipe, a device or a name for an open file (`/dev/stdout`): something that is written to, never replaced."""
    return path.parts[:2] in (("/", "dev"), ("/", "proc")) or (
        path.exists() and not path.is_file() and not path.is_dir()
    )


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` (0600) when all is written, and leaves no trace if not.

    A link stays, and what it leads to is replaced. A pipe or device, such as `/dev/stdout`, is written to.
    """
    handle = -1
    name = None
    try:
        place = path.resolve()
        if is_stream(path):
            handle = os.open(path, os.O_WRONLY)
        else:
            # subtle: a name may be as long as the folder allows, and then one with a few letters more is too long.
            handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
    except OSError as wrong:
        raise InputError(
            f"{path}: cannot be written: {wrong.strerror}.", hint="Name a folder that exists and may be written to."
        ) from wrong
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            if name is not None:
                os.fsync(stream.fileno())
        if name is not None:
            Path(name).replace(place)
    except BaseException as wrong:
        if name is not None:
            Path(name).unlink(missing_ok=True)
        if isinstance(wrong, OSError) and not isinstance(wrong, BrokenPipeError):
            raise InputError(f"{path}: cannot be written: {wrong.strerror}.") from wrong
        raise
