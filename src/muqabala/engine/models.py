"""Which models there are on this machine, where they came from, and their form for the fast engine.

A model that was added lies in a folder of its own under the user's data folder: the checkpoint as it came, a record of
its origin (`model.json`), and the converted forms. The starter model and folders named with `-m` are converted into
the cache, under a key of everything that can change a translation. Conversion is written beside its place and moved in
one step, so two programs may do it at once and an interrupted one leaves nothing half-made.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from muqabala.engine.checkpoint import FILES, PIECES, WEIGHTS, Checkpoint, read_checkpoint
from muqabala.engine.starter import LICENCE, NAME, SOURCE, starter_folder
from muqabala.errors import ModelError, UsageError
from muqabala.tensors import checksum

RECORD = "model.json"
DEFAULT = "default"
"""File in the models folder that holds the name chosen with `model use`."""

_SEAL = "seal.json"
"""Written last into a converted folder: what its files must be, and the form of conversion that made them."""

_FORM = 2
"""Goes up whenever conversion makes something else of the same checkpoint; older folders are then made again."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of a model that was added."""

    source: str
    """Where it came from: a hub name with revision, or the folder."""
    licence: str
    """As its card says, or empty."""
    checksum: str
    """SHA-256 of the weights file when it was added."""
    attention_layer: int = -1
    """Decoder layer whose attention aligns best; -1 is the last."""
    attention_head: int = 0
    """Its head, from 0."""


@dataclass(frozen=True)
class Model:
    """A model that can be used: its checkpoint, and where the fast form goes."""

    name: str
    folder: Path
    record: Record | None = None
    """None for the starter model and for folders that were never added."""

    @cached_property
    def checkpoint(self) -> Checkpoint:
        return read_checkpoint(self.folder)

    @property
    def licence(self) -> str:
        if self.record is not None:
            return self.record.licence
        return LICENCE if self.name == NAME else ""

    @property
    def source(self) -> str:
        if self.record is not None:
            return self.record.source
        return SOURCE if self.name == NAME else str(self.folder)

    @property
    def attention(self) -> tuple[int, int]:
        """Decoder layer and head read as word alignment; Marian guides the first of the last layer."""
        return (-1, 0) if self.record is None else (self.record.attention_layer, self.record.attention_head)


# ── where things lie ─────────────────────────────────────────────────────────────────────────────────────────────────


def models_folder() -> Path:
    """The user's models: $MUQABALA_MODELS, else the data folder of the desktop standard."""
    named = os.environ.get("MUQABALA_MODELS")
    if named:
        return Path(named)
    return _xdg("XDG_DATA_HOME", ".local/share") / "muqabala" / "models"


def cache_folder() -> Path:
    """Converted forms of models that were not added."""
    return _xdg("XDG_CACHE_HOME", ".cache") / "muqabala" / "models"


def _xdg(variable: str, default: str) -> Path:
    value = os.environ.get(variable)
    return Path(value) if value and Path(value).is_absolute() else Path.home() / default


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def find_model(named: str = "") -> Model:
    """A model by name or folder; empty: the default. Raises ModelError with what to do."""
    named = named or default_name()
    if named == NAME:
        return Model(NAME, starter_folder())
    if _NAME.fullmatch(named) and (models_folder() / named / RECORD).is_file():
        return Model(named, models_folder() / named, _read_record(models_folder() / named / RECORD))
    folder = Path(named)
    if folder.is_dir():
        return Model(folder.resolve().name or NAME, folder)
    raise ModelError(
        f"No model is called {named!r}, and there is no such folder.",
        hint=f"Known models: {', '.join(model_names())}. Add one with: muqabala model add FOLDER",
    )


def default_name() -> str:
    """The name chosen with `model use`, else the starter model."""
    try:
        return (models_folder() / DEFAULT).read_text(encoding="utf-8").strip() or NAME
    except OSError:
        return NAME


def model_names() -> list[str]:
    """The starter model, then those that were added, by name."""
    home = models_folder()
    added = sorted(path.parent.name for path in home.glob(f"*/{RECORD}")) if home.is_dir() else []
    return [NAME, *added]


def _read_record(path: Path) -> Record:
    try:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, TypeError) as wrong:
        raise ModelError(f"{path}: cannot be read.", hint="Remove the model and add it again.") from wrong


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def add_model(folder: Path, *, name: str = "", source: str = "", licence: str = "") -> Model:
    """Copy a checkpoint into the models folder, convert it, record its origin. An existing name is an error."""
    checkpoint = read_checkpoint(folder)
    name = name or folder.resolve().name
    if not _NAME.fullmatch(name) or name in (NAME, DEFAULT):
        raise UsageError(
            f"{name!r} cannot be the name of a model.", hint="Choose another with --name: letters, digits, . _ -"
        )
    home = models_folder()
    if (home / name).exists():
        raise UsageError(
            f"A model called {name!r} is there already.", hint=f"Remove it first: muqabala model remove {name}"
        )
    record = Record(source or str(folder.resolve()), licence, checkpoint.checksum)
    with _beside(home / name) as new:
        for file in FILES:
            if (folder / file).is_file():
                shutil.copyfile(folder / file, new / file)
        if checksum(new / WEIGHTS) != record.checksum:
            raise ModelError(f"{folder / WEIGHTS}: changed while it was copied.", hint="Add the model again.")
        _convert_into(read_checkpoint(new), new / "int8", "int8", (-1, 0))
        (new / RECORD).write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return find_model(name)


def use_model(name: str) -> Model:
    """Make a model the default. Only names: a folder may be gone tomorrow."""
    if name not in model_names():
        raise ModelError(f"No model is called {name!r}.", hint=f"Known models: {', '.join(model_names())}.")
    model = find_model(name)
    home = _make(models_folder())
    new = home / f".{DEFAULT}.{os.getpid()}"
    new.write_text(name + "\n", encoding="utf-8")
    new.replace(home / DEFAULT)
    return model


def remove_model(name: str) -> None:
    """Delete an added model; the default falls back to the starter model."""
    if name == NAME:
        raise UsageError("The starter model is part of the program and stays.")
    if name not in model_names():
        raise ModelError(f"No model is called {name!r}.", hint=f"Known models: {', '.join(model_names())}.")
    if default_name() == name:
        (models_folder() / DEFAULT).unlink(missing_ok=True)
    shutil.rmtree(models_folder() / name)


def record_attention(model: Model, layer: int, head: int) -> Model:
    """Remember which attention aligns best for an added model; its converted forms are made again when needed."""
    if model.record is None:
        raise ModelError(f"{model.name} was not added.", hint="Add it first: muqabala model add FOLDER")
    record = Record(model.record.source, model.record.licence, model.record.checksum, layer, head)
    path = model.folder / RECORD
    new = path.with_name(f".{RECORD}.{os.getpid()}")
    new.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    new.replace(path)
    for folder in model.folder.iterdir():
        if (folder / _SEAL).is_file():
            shutil.rmtree(folder)
    return find_model(model.name)


# ── the fast form ────────────────────────────────────────────────────────────────────────────────────────────────────


def fast_folder(model: Model, compute: str = "int8") -> Path:
    """The folder for `ctranslate2.Translator`, with source.spm and target.spm; converted now if need be.

    Where nothing can be written (a home that is read-only) it is made in a temporary folder that goes with the process.
    """
    stored = _stored_type(compute)
    checkpoint = model.checkpoint
    if model.record is not None and model.record.checksum == checkpoint.checksum:
        place = model.folder / stored
    else:
        place = cache_folder() / f"{model.name}-{checkpoint.key[:16]}" / stored
    if _is_whole(place):
        return place
    try:
        with _beside(place, replace=True) as new:
            _convert_into(checkpoint, new, stored, model.attention)
    except OSError:
        return _temporary(checkpoint, stored, model.attention)
    return place


def _stored_type(compute: str) -> str:
    """The type to store matrices in for a compute type; what the engine cannot use directly it makes of float32."""
    return compute if compute in ("int8", "int8_float32", "int8_float16", "int16", "float16") else "float32"


def _convert_into(checkpoint: Checkpoint, folder: Path, stored: str, attention: tuple[int, int]) -> None:
    from muqabala.engine.convert import convert

    convert(checkpoint, folder, stored, attention=attention)
    for name in PIECES:
        shutil.copyfile(checkpoint.folder / name, folder / name)
    seal = {"form": _FORM, "files": {name: checksum(folder / name) for name in ("model.bin", *PIECES)}}
    (folder / _SEAL).write_text(json.dumps(seal) + "\n", encoding="utf-8")


def _is_whole(folder: Path) -> bool:
    """A converted folder that is complete and as it was written; a damaged one is made again."""
    try:
        seal: dict[str, Any] = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        files = seal["files"]
        return seal["form"] == _FORM and all(checksum(folder / name) == value for name, value in files.items())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, AttributeError, KeyError, TypeError):
        return False


@contextmanager
def _beside(place: Path, *, replace: bool = False) -> Iterator[Path]:
    """A new folder next to `place`, moved there when all went well. With `replace` an older one gives way."""
    _make(place.parent)
    new = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    try:
        yield new
        if replace and place.exists() and not _is_whole(place):
            old = Path(tempfile.mkdtemp(prefix=f".{place.name}.old.", dir=place.parent))
            place.rename(old / "old")
            shutil.rmtree(old)
        try:
            new.rename(place)
        except OSError:
            # Another program was quicker; its folder is as good as ours, or the caller's next look says otherwise.
            if not (replace and _is_whole(place)):
                raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _make(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


_temporaries: dict[tuple[str, str], Path] = {}


def _temporary(checkpoint: Checkpoint, stored: str, attention: tuple[int, int]) -> Path:
    """A converted folder of this process alone."""
    key = (checkpoint.key, stored)
    if key not in _temporaries:
        folder = Path(tempfile.mkdtemp(prefix="muqabala-model-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _convert_into(checkpoint, folder, stored, attention)
        _temporaries[key] = folder
    return _temporaries[key]
