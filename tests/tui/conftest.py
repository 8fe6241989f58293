"""A workspace with one drafted document and a glossary, and coroutine tests run in a loop of their own."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import GLOSSARY, SENTENCES, fill

from muqabala.config import Workspace
from muqabala.store import Store


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a coroutine test; the desk is tested inside its own event loop."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a glossary and nothing else."""
    workspace = Workspace(tmp_path)
    workspace.glossaries.mkdir()
    (workspace.glossaries / "house.csv").write_text(GLOSSARY, encoding="utf-8")
    return workspace


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    """Its store, with one drafted document."""
    with Store.open(workspace.store) as opened:
        fill(opened, workspace, SENTENCES)
        yield opened
