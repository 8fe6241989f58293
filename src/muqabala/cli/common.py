"""What the commands share: the workspace they were called in, the glossaries they mean, a voice on standard error."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

import click

from muqabala.config import Workspace, find_workspace
from muqabala.errors import GlossaryError

GLOSSARY_SUFFIXES = (".csv", ".tsv", ".tbx")


def workspace_of(ctx: click.Context) -> Workspace:
    """The workspace named by -C or found from here; settings read."""
    named = ctx.find_root().obj
    return find_workspace(named if isinstance(named, str) else None)


def glossary_paths(workspace: Workspace, named: Sequence[str] = ()) -> list[Path]:
    """The glossaries named with -g, else every one in the workspace's `glossaries/`, in name order."""
    if named:
        for path in map(Path, named):
            if not path.exists():
                raise GlossaryError(
                    f"{path}: there is no such file.", hint="Name a .csv, .tsv or .tbx glossary with -g."
                )
        return [Path(path) for path in named]
    if not workspace.glossaries.is_dir():
        return []
    return sorted(
        path
        for path in workspace.glossaries.iterdir()
        if path.suffix.lower() in GLOSSARY_SUFFIXES and not path.name.startswith(".") and path.is_file()
    )


def reviewer_of(workspace: Workspace, named: str | None = None) -> str:
    """Who decides: the option, else the setting, else the login name."""
    if named or workspace.settings.reviewer:
        return named or workspace.settings.reviewer
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 pair, 2,000 pairs."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def say(message: str) -> None:
    """Talk goes to standard error; standard output is data. Nothing said commands the terminal."""
    click.echo(plainly(message), err=True)


def plainly(message: str) -> str:
    """The message without what commands a terminal; names of files and cells of glossaries may hold anything."""
    from muqabala.text.arabic import strip_controls

    return strip_controls(message).encode("utf-8", "backslashreplace").decode("utf-8")
