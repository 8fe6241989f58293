"""The starter model that ships with the package, so that the first run needs no network and no choice."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from muqabala.errors import ModelError

NAME = "starter"
LICENCE = "Apache-2.0"
SOURCE = "ships with muqabala"


def starter_folder() -> Path:
    """Where the starter model lies. Raises ModelError in an installation without it."""
    folder = Path(str(files("muqabala") / "starter"))
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"{folder}: the starter model is not in this installation.",
            hint="Install muqabala again, or add a model: muqabala model add FOLDER.",
        )
    return folder
