"""Which document a person means: its name, the end of its name, or the path to its file from here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from muqabala.config import Workspace
from muqabala.errors import InputError

if TYPE_CHECKING:
    from muqabala.store import Store


def document_named(store: Store, workspace: Workspace, said: str) -> str:
    """The name in the store; InputError if there is none, or more than one that fits."""
    by_path = workspace.document_name(Path(said))
    try:
        return store.documents.resolve(said)
    except InputError:
        if by_path in store.documents.names():
            return by_path
        raise
