"""path → document → segments: the first step of the river.

Finding the documents a user means is here too, for a walked folder and a named file are different promises: a named
file is always tried, a walked folder skips what is plainly not a document and counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from muqabala.config import Workspace
from muqabala.errors import InputError
from muqabala.text.arabic import has_arabic
from muqabala.text.sentences import sentence_spans
from muqabala.values import Document, Role, Segment, Span

SKIPPED_SUFFIXES = frozenset(
    [
        ".tsv",
        ".tmx",
        ".jsonl",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".webp",
        ".svg",
        ".ico",
        ".tif",
        ".tiff",
        ".heic",
    ]
)
SKIPPED_NAMES = ("readme", "license", "licence")


@dataclass(frozen=True, slots=True)
class Found:
    """The files that a command line means."""

    paths: tuple[Path, ...]
    skipped: int
    """Files of walked folders that are hidden, pictures, README, LICENSE or pair files."""
    failed: tuple[InputError, ...] = ()
    """Folders that cannot be looked into; they do not stop the rest either."""


def find_documents(named: Sequence[Path]) -> Found:
    """Named files as they are, folders walked in name order; every file once. A path that does not exist stays in
    the list, for reading it says so without stopping the others."""
    paths: dict[Path, Path] = {}
    skipped = 0
    failed: list[InputError] = []
    for path in named:
        if not _is_folder(path):
            paths.setdefault(_place(path), path)
            continue
        for file in _walk(path, failed):
            if _is_document(file, path):
                paths.setdefault(_place(file), file)
            else:
                skipped += 1
    return Found(tuple(paths.values()), skipped, tuple(failed))


def _place(path: Path) -> Path:
    """Where a file is, however it was said; a link is a place of its own."""
    return path.parent.resolve() / path.name


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # It stands in a folder that may not be entered; reading it says so.
        return False


def _walk(folder: Path, failed: list[InputError]) -> Iterable[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        kinds = [(entry, entry.is_dir() and not entry.is_symlink(), entry.is_file()) for entry in entries]
    except OSError as wrong:
        failed.append(InputError(f"{folder}: cannot be read: {wrong.strerror}.", hint="Check its rights."))
        return
    for entry, is_folder, is_file in kinds:
        if is_folder:
            if not entry.name.startswith("."):
                yield from _walk(entry, failed)
        elif is_file:
            yield entry


def _is_document(file: Path, folder: Path) -> bool:
    inside = file.relative_to(folder).parts
    if any(part.startswith(".") for part in inside):
        return False
    if file.suffix.lower() in SKIPPED_SUFFIXES:
        return False
    return not file.name.lower().startswith(SKIPPED_NAMES)


def default_documents(workspace: Workspace) -> list[Path]:
    """What `translate` means without a path: `seeds/` of the workspace."""
    if not workspace.seeds.is_dir():
        raise InputError(
            f"{workspace.seeds}: there is no such folder.",
            hint="Name the documents to translate, or put them into seeds/ of the workspace.",
        )
    return [workspace.seeds]


def segment_document(document: Document) -> list[Segment]:
    """Every sentence of a document, in order, numbered from 1; paragraphs are the blocks that hold a sentence."""
    segments: list[Segment] = []
    paragraph = 0
    for index, block in enumerate(document.blocks):
        spans = _spans(block.text, block.role, document.language)
        if spans:
            paragraph += 1
        for span in spans:
            segments.append(
                Segment(
                    document=document.name,
                    number=len(segments) + 1,
                    paragraph=paragraph,
                    role=block.role,
                    source=block.text[span[0] : span[1]],
                    block=index,
                    span=span,
                    place=block.place,
                )
            )
    return segments


def _spans(text: str, role: Role, language: str) -> list[Span]:
    """A cue is one segment, its line break a matter of layout; anything else is split into sentences."""
    if role is Role.CUE:
        stripped = text.strip()
        start = text.find(stripped) if stripped else 0
        return [(start, start + len(stripped))] if stripped else []
    language_of_block = "ar" if has_arabic(text) else "en" if language == "en" else language
    return list(sentence_spans(text, language_of_block))
