"""The glossary file that the desk writes: a term added during review, one row, the file whole at every moment."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from muqabala.config import Workspace
from muqabala.errors import GlossaryError, StoreError

FILE = "desk.csv"
HEADER = ("id", "ar", "en", "policy", "source")


def add_entry(workspace: Workspace, ar: str, en: str) -> Path:
    """Append one `must` entry to `glossaries/desk.csv`; the file is replaced, never half-written."""
    folder = workspace.private_folder(workspace.glossaries)
    path = folder / FILE
    try:
        before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        rows = list(csv.DictReader(io.StringIO(before)))
        if any(row.get("ar") == ar and row.get("en") == en for row in rows):
            raise GlossaryError(f"{path}: “{ar}” is already there with “{en}”.")
        out = io.StringIO()
        header = list(dict.fromkeys([*(rows[0] if rows else HEADER)]))
        writer = csv.DictWriter(out, header, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        writer.writerow({"ar": ar, "en": en, "policy": "must", "source": "review desk"})
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(out.getvalue())
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as wrong:
        raise StoreError(
            f"{path}: cannot be written: {wrong.strerror}.", hint="Check the folder's rights and the free space."
        ) from wrong
    return path
