"""`muqabala doctor`: what is installed, which model, which terminal, what to mend."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click

from muqabala import __version__
from muqabala.cli.common import glossary_paths, plainly, workspace_of
from muqabala.config import Workspace
from muqabala.errors import Exit, InputError, MuqabalaError

LIBRARIES = (
    ("ctranslate2", "the fast engine"),
    ("sentencepiece", "both engines"),
    ("transformers", "--engine hf, tune, model add"),
    ("torch", "--engine hf, tune"),
    ("textual", "review, serve"),
    ("sacrebleu", "score"),
    ("rapidfuzz", "the memory"),
    ("lxml", "HTML, XLIFF, TMX, TBX"),
    ("python-docx", "Word documents"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at."""

    subject: str
    state: str
    remedy: str = ""
    """What to do; empty where all is well."""


@click.command(epilog="Example:  muqabala doctor")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is to be mended.")
@click.pass_context
def command(ctx: click.Context, quiet: bool) -> int:
    """Look at everything muqabala needs, and say what to mend. Exit 1 if there is something."""
    lines: list[Line] = []
    try:
        workspace = workspace_of(ctx)
    except InputError as wrong:
        # The rest is looked at with the settings that the program brings along.
        lines.append(Line("settings", wrong.message, wrong.hint or "Mend the settings."))
        workspace = Workspace(Path.cwd())
    lines += [line for look in LOOKS for line in look(workspace)]
    width = max(len(line.subject) for line in lines)
    for line in lines:
        if quiet and not line.remedy:
            continue
        click.echo(plainly(f"{'mend' if line.remedy else 'ok':4}  {line.subject:{width}}  {line.state}"))
        if line.remedy:
            click.echo(plainly(f"      {'':{width}}  → {line.remedy}"))
    return Exit.FINDINGS if any(line.remedy for line in lines) else Exit.DONE


def look_at_program(workspace: Workspace) -> Iterator[Line]:
    """Versions and cores."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Line("muqabala", f"{__version__}, Python {python}, {platform.system()}, {os.cpu_count()} cores")
    for name, purpose in LIBRARIES:
        try:
            yield Line(name, f"{metadata.version(name)} ({purpose})")
        except metadata.PackageNotFoundError:
            yield Line(name, f"not installed ({purpose})", f"pip install {name}")


def look_at_workspace(workspace: Workspace) -> Iterator[Line]:
    """The folder, its glossaries and its store."""
    yield Line("workspace", str(workspace.root.resolve()))
    try:
        from muqabala.glossary import load_glossary

        paths = glossary_paths(workspace)
        entries = len(load_glossary(paths)) if paths else 0
        yield Line("glossaries", f"{len(paths)} files, {entries} entries")
    except MuqabalaError as wrong:
        yield Line("glossaries", wrong.message, wrong.hint or "muqabala glossary check")
    if not workspace.store.exists():
        yield Line("store", "none yet; the first translate or import makes it")
        return
    try:
        from muqabala.store import Store

        with Store.open(workspace.store, readonly=True) as store:
            documents, pairs = len(store.documents.list()), store.pairs.count()
        yield Line("store", f"{documents} documents, {pairs} accepted pairs, {workspace.store.stat().st_size:,} bytes")
    except MuqabalaError as wrong:
        yield Line("store", wrong.message, wrong.hint or "Restore it from a backup.")


def look_at_database(workspace: Workspace) -> Iterator[Line]:
    """SQLite must carry FTS5 for concordance and fuzzy matches."""
    options = {row[0] for row in sqlite3.connect(":memory:").execute("PRAGMA compile_options")}
    missing = "ENABLE_FTS5" not in options
    yield Line("sqlite", f"{sqlite3.sqlite_version}{' without FTS5' if missing else ', FTS5'}",
               "Use a Python whose sqlite3 has FTS5 (python.org or Debian)." if missing else "")  # fmt: skip


def look_at_model(workspace: Workspace) -> Iterator[Line]:
    """The model that translate would use."""
    try:
        from muqabala.engine.models import find_model

        model = find_model(workspace.settings.model)
        yield Line("model", f"{model.name}, weights {model.checkpoint.checksum[:8]}, {workspace.settings.compute}")
    except MuqabalaError as wrong:
        yield Line("model", wrong.message, wrong.hint or "muqabala model list")


def look_at_terminal(workspace: Workspace) -> Iterator[Line]:
    """Size, colours, encoding."""
    columns, rows = shutil.get_terminal_size()
    kind = os.environ.get("TERM_PROGRAM") or os.environ.get("TERM") or "none"
    through = [name for name in ("TMUX", "STY", "SSH_TTY") if os.environ.get(name)]
    state = f"{kind} {columns}×{rows}{' through ' + ', '.join(through) if through else ''}"
    remedy = "Make the window at least 40×10." if columns < 40 or rows < 10 else ""
    yield Line("terminal", f"{state}, bidi {workspace.settings.bidi}", remedy)
    encoding = sys.stdout.encoding or ""
    plain = encoding.lower().replace("-", "") != "utf8"
    yield Line("encoding", encoding or "unknown", "Set LANG to a UTF-8 locale, such as C.UTF-8." if plain else "")


LOOKS: tuple[Callable[[Workspace], Iterator[Line]], ...] = (
    look_at_program,
    look_at_workspace,
    look_at_database,
    look_at_model,
    look_at_terminal,
)
