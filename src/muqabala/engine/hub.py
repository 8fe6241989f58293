"""Fetching a checkpoint from a model hub, where one can be reached: the only door to huggingface_hub, and to a network.

Opened by `model add OWNER/NAME` alone. Where there is no network the answer must come within seconds, so one short
question is asked first and nothing is retried.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from muqabala.engine.checkpoint import FILES, WEIGHTS
from muqabala.errors import ComponentError, ModelError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
_PATIENCE = 5.0
"""Seconds to wait for a first answer."""

_CONVERTER = "SFconvertbot"
"""The hub's own robot, which offers safetensors weights for pickled ones in a pull request."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A checkpoint that came from a hub."""

    folder: Path
    source: str
    """`https://…/OWNER/NAME@REVISION`."""
    licence: str


def is_hub_name(name: str) -> bool:
    """OWNER/NAME, which no folder here is called."""
    return _NAME.fullmatch(name) is not None and not Path(name).exists()


def fetch(name: str, folder: Path) -> Fetched:
    """Download a MarianMT checkpoint into `folder`. Raises ModelError within seconds where there is none to be had."""
    try:
        from huggingface_hub import HfApi, constants
        from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError
    except ImportError as absent:
        raise ComponentError(
            f"Fetching a model needs {absent.name}, which is not installed.",
            hint="pip install huggingface_hub, or give a folder: muqabala model add FOLDER",
        ) from absent
    failures: tuple[type[Exception], ...] = (*_bases(HfHubHTTPError), OSError, ValueError)
    with _online(constants):
        endpoint = os.environ.get("HF_ENDPOINT") or constants.ENDPOINT
        _knock(endpoint, name)
        try:
            api = HfApi(endpoint=endpoint)
            revision, info = _safe_revision(api, name)
            for file in sorted(_files(info).intersection(FILES)):
                api.hf_hub_download(name, file, revision=info.sha or revision, local_dir=folder, etag_timeout=_PATIENCE)
        except RepositoryNotFoundError as wrong:
            raise ModelError(
                f"{name}: there is no such model at {endpoint}.", hint="Is the name spelt right?"
            ) from wrong
        except failures as wrong:
            raise _unreachable(name, endpoint, str(wrong).strip().split("\n")[0]) from wrong
    card = getattr(info, "card_data", None)
    return Fetched(folder, f"{endpoint}/{name}@{info.sha}", str(getattr(card, "license", None) or ""))


def _safe_revision(api: Any, name: str) -> tuple[str, Any]:
    """The revision that holds safetensors weights: the main one, else the hub's own converted offer."""
    info = api.model_info(name, timeout=_PATIENCE)
    if WEIGHTS in _files(info):
        return "main", info
    for offer in api.get_repo_discussions(name, author=_CONVERTER, discussion_type="pull_request"):
        offered = api.model_info(name, revision=offer.git_reference, timeout=_PATIENCE)
        if WEIGHTS in _files(offered):
            return str(offer.git_reference), offered
    raise ModelError(
        f"{name}: has no safetensors weights; pickled ones can run code when opened, so they are not fetched.",
        hint='Where you trust it, convert it yourself and add the folder: python -c "from transformers import '
        f"MarianMTModel as M, MarianTokenizer as T; "
        f"[kind.from_pretrained('{name}').save_pretrained('FOLDER') for kind in (M, T)]\"",
    )


def _files(info: Any) -> set[str]:
    return {sibling.rfilename for sibling in info.siblings or ()}


def _bases(kind: type[Exception]) -> tuple[type[Exception], ...]:
    """The errors of whichever HTTP library the hub's client is built on: what its own error is a kind of."""
    return tuple(base for base in kind.__mro__ if issubclass(base, Exception) and base is not Exception)


@contextmanager
def _online(constants: Any) -> Iterator[None]:
    """Let this one command use the network, whatever the rest of the house forbids itself."""
    before = constants.HF_HUB_OFFLINE
    if os.environ.get("MUQABALA_OFFLINE"):
        raise ModelError("MUQABALA_OFFLINE is set: no hub is asked.", hint="Give a folder: muqabala model add FOLDER")
    constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before


def _knock(endpoint: str, name: str) -> None:
    """Can the hub (or the proxy that leads there) be reached at all? The library itself would try for a minute."""
    place = urlsplit(endpoint)
    proxy = os.environ.get(f"{place.scheme}_proxy") or os.environ.get(f"{place.scheme.upper()}_PROXY")
    target = urlsplit(proxy if proxy and "://" in proxy else f"//{proxy}") if proxy else place
    port = target.port or (443 if target.scheme == "https" else 80)
    try:
        socket.create_connection((target.hostname or "", port), timeout=_PATIENCE).close()
    except OSError as wrong:
        raise _unreachable(name, endpoint, wrong.strerror or str(wrong)) from wrong


def _unreachable(name: str, endpoint: str, why: str) -> ModelError:
    return ModelError(
        f"{name}: cannot be fetched from {endpoint} ({why}).",
        hint="On a machine that can reach it, fetch the model's folder, bring it here and add it: "
        "muqabala model add FOLDER",
    )
