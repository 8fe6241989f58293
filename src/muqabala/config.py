"""Settings, read once from `muqabala.toml` and the environment, then passed by hand; nothing reads a global.

Order: built-in defaults, `muqabala.toml` of the workspace, environment `MUQABALA_*`, options of the command.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from muqabala.errors import InputError

SETTINGS_FILE = "muqabala.toml"

COMPUTE_TYPES = (
    *("default", "auto", "int8", "int8_float32", "int8_float16", "int8_bfloat16"),
    *("int16", "float16", "bfloat16", "float32"),
)
"""What CTranslate2 calls the arithmetic of a model; it takes the nearest that the processor can do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may settle once instead of saying it each time."""

    model: str = ""
    """Name of an added model or a folder; empty: the default model, at first the starter model."""
    engine: str = "ct2"
    """ct2 (CTranslate2, fast) or hf (transformers, the reference)."""
    compute: str = "int8"
    """CTranslate2 compute type on CPU: int8, float32 …"""
    beam: int = 4
    threads: int = 0
    """Threads of the engine; 0: as many as there are cores."""
    reviewer: str = ""
    """Name written beside every decision; empty: the login name."""
    style: str = "en-GB"
    """House spelling: en-GB or en-US."""
    bidi: str = "auto"
    """auto, app, terminal or off."""
    theme: str = ""
    """Colours of the desk: empty (dark), dark, light."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Action id → keys (comma-separated), over the desk's own."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with documents, glossaries, exports and a store; nothing in it need exist yet."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def glossaries(self) -> Path:
        return self.root / "glossaries"

    @property
    def aligned(self) -> Path:
        return self.root / "aligned"

    @property
    def store(self) -> Path:
        return self.root / ".muqabala" / "store.sqlite3"

    def document_name(self, path: Path) -> str:
        """A document's identity: its path with `/`, relative to the workspace where it lies inside, else as given.

        >>> Workspace(Path("/w")).document_name(Path("/w/seeds/a.txt"))
        'seeds/a.txt'
        """
        try:
            # A link is called as it is called here, so only the folders are resolved.
            name = (path.parent.resolve() / path.name).relative_to(self.root.resolve()).as_posix()
        except ValueError:
            name = path.as_posix()
        # A name that is not UTF-8 is written out byte by byte, for records are UTF-8.
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

    def private_folder(self, folder: Path) -> Path:
        """Make a folder (0700) where it is missing, parents too."""
        return make_private(folder)


def make_private(folder: Path) -> Path:
    """Make a folder and what is missing above it, each 0700: only its owner reads confidential texts."""
    # subtle: mkdir gives its mode to the last folder only.
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def find_workspace(named: str | os.PathLike[str] | None = None, environ: Mapping[str, str] | None = None) -> Workspace:
    """The workspace a command works in: the one named, else the nearest parent with `muqabala.toml`, else here."""
    environ = os.environ if environ is None else environ
    if named is None:
        named = environ.get("MUQABALA_WORKSPACE") or None
    if named is not None:
        root = Path(named)
        if root.exists() and not root.is_dir():
            raise InputError(f"{root}: is not a folder.", hint="Name the folder of the workspace with -C.")
    else:
        try:
            here = Path.cwd()
        except FileNotFoundError as wrong:
            raise InputError("The current folder is gone.", hint="Go to another (cd), or name one with -C.") from wrong
        root = next((folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file()), here)
    return Workspace(root, read_settings(root, environ))


def read_settings(root: Path, environ: Mapping[str, str]) -> Settings:
    """Settings of a workspace: `muqabala.toml`, then `MUQABALA_*` over it."""
    settings = Settings()
    path = root / SETTINGS_FILE
    if path.is_file():
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as wrong:
            raise InputError(f"{path}: {wrong}", hint="Mend the file or move it away.") from wrong
        settings = _with_table(settings, table, str(path))
    from_environment = {
        name.removeprefix("MUQABALA_").lower(): value
        for name, value in environ.items()
        if name.startswith("MUQABALA_") and value
    }
    known = {f.name for f in fields(Settings)} - {"keys"}
    return _with_table(settings, {k: v for k, v in from_environment.items() if k in known}, "the environment")


_WRITTEN: dict[type, str] = {int: "a whole number", str: "a text in quotation marks", dict: "a table"}


def _with_table(settings: Settings, table: Mapping[str, Any], where: str) -> Settings:
    known = {f.name: f for f in fields(Settings)}
    changes: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            raise InputError(
                f"{where}: no setting is called {name!r}.", hint=f"Settings are: {', '.join(sorted(known))}."
            )
        wanted = type(getattr(settings, name)) if name != "keys" else dict
        if wanted is int and isinstance(value, str) and value.isdigit():
            value = int(value)
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise InputError(
                f"{where}: {name} must be {_WRITTEN[wanted]}, not {value!r}.", hint="Mend it there, or leave it out."
            )
        changes[name] = value
    choices = {
        "engine": ("ct2", "hf"),
        "compute": COMPUTE_TYPES,
        "style": ("en-GB", "en-US"),
        "bidi": ("auto", "app", "terminal", "off"),
        "theme": ("", "dark", "light"),
    }
    for name, allowed in choices.items():
        if name in changes and changes[name] not in allowed:
            raise InputError(
                f"{where}: {name} is {changes[name]!r}.", hint=f"Choose one of: {', '.join(a for a in allowed if a)}."
            )
    return replace(settings, **changes)
