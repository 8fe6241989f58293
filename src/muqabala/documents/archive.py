"""ZIP containers from strangers: read into memory with a bound on everything, never unpacked to a disk.

Sizes in a ZIP directory are claims; what counts here is what comes out, so every member is read up to a limit and no
further. Names that climb out of a folder are refused although nothing is written under them, because the English
document is written with the same members and somebody may unpack that.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from muqabala.errors import DocumentError

MAX_MEMBERS = 5_000
MAX_TOTAL = 256 * 1024 * 1024
"""Bytes of all members together, unpacked."""
MAX_MEMBER = 128 * 1024 * 1024
MAX_RATIO = 300
"""Unpacked to packed, for members over a megabyte; Word's own XML stays below 60."""

_HINT = "Open it in a word processor and save it again."


class Archive:
    """The members of a ZIP file, checked, in memory."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._infos: list[zipfile.ZipInfo] = []
        self._members: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                self._infos = file.infolist()
                self._check_directory()
                self._read(file)
        # NotImplementedError: a compression method or version zipfile does not know.
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as wrong:
            raise DocumentError(f"{name}: the archive is broken or cut off ({wrong}).", hint=_HINT) from wrong

    def _check_directory(self) -> None:
        seen: set[str] = set()
        if len(self._infos) > MAX_MEMBERS:
            raise DocumentError(f"{self.name}: {len(self._infos)} members are too many for a document.", hint=_HINT)
        for info in self._infos:
            where = f"{self.name}: member {info.filename!r}"
            parts = PurePosixPath(info.filename.replace("\\", "/"))
            if parts.is_absolute() or ".." in parts.parts or ":" in info.filename[:2]:
                raise DocumentError(f"{where} points outside the archive.", hint="Do not trust this file.")
            if info.filename in seen:
                raise DocumentError(f"{where} occurs twice.", hint=_HINT)
            if info.flag_bits & 0x1:
                raise DocumentError(f"{where} is encrypted.", hint="Save the document without a password.")
            seen.add(info.filename)

    def _read(self, file: zipfile.ZipFile) -> None:
        total = 0
        for info in self._infos:
            allowed = min(MAX_MEMBER, MAX_TOTAL - total)
            if info.compress_size and info.file_size > 1024 * 1024:
                allowed = min(allowed, MAX_RATIO * info.compress_size)
            with file.open(info) as stream:
                content = stream.read(allowed + 1)
            if len(content) > allowed:
                raise DocumentError(
                    f"{self.name}: member {info.filename!r} unpacks to far more than it is packed (a ZIP bomb).",
                    hint="Do not trust this file; a picture that large should be made smaller.",
                )
            total += len(content)
            self._members[info.filename] = content

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def __getitem__(self, member: str) -> bytes:
        try:
            return self._members[member]
        except KeyError as wrong:
            raise DocumentError(f"{self.name}: the archive has no {member}.", hint=_HINT) from wrong

    def names(self) -> list[str]:
        """Member names in their order."""
        return [info.filename for info in self._infos]

    def rewritten(self, changes: dict[str, bytes]) -> bytes:
        """The same archive with some members changed; order, dates and compression stay."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            for info in self._infos:
                method = info.compress_type if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                fresh = zipfile.ZipInfo(info.filename, info.date_time)
                fresh.external_attr = info.external_attr
                file.writestr(fresh, changes.get(info.filename, self._members[info.filename]), compress_type=method)
        return out.getvalue()
