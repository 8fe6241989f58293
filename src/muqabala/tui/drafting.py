"""Drafting while a person reviews: the same command a person would run, in a process of its own.

Another process cannot hold up a key, and needs no second way of drafting. It is nice to the desk, leaves it one core,
ends with it (also when the desk is killed), and what it writes is seen as any other desk's writing is.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from muqabala.config import Workspace
from muqabala.store import DocumentSummary, Store
from muqabala.values import State

LOOK_SECONDS = 0.1
"""How often the desk looks whether the command has ended."""
PATIENCE = 0.5
"""Seconds the command has to end when the desk is left."""

# PR_SET_PDEATHSIG survives exec; where there is no prctl the desk ends the process itself when it leaves.
_LAUNCH = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    if os.getppid() != int(sys.argv[1]):
        raise SystemExit(143)
os.nice(10)
os.execv(sys.executable, [sys.executable, "-m", "muqabala", *sys.argv[2:]])
"""


def undrafted_files(workspace: Workspace, store: Store, paths: Sequence[Path]) -> list[Path]:
    """The files that the store does not have yet, or has with segments that want a draft."""
    from muqabala.workflow.intake import find_documents

    known = {document.name: document for document in store.documents.list()}
    wanted = []
    for path in find_documents(paths).paths:
        document = known.get(workspace.document_name(path))
        if path.is_file() and (document is None or wants_draft(document)):
            wanted.append(path)
    return wanted


def wants_draft(document: DocumentSummary) -> bool:
    """An Arabic document with segments that are new or stale."""
    waiting = document.states.get(State.NEW, 0) + document.states.get(State.STALE, 0)
    return document.kind == "document" and document.language == "ar" and document.forgotten_at is None and waiting > 0


async def draft(workspace: Workspace, paths: Sequence[Path]) -> str:
    """Draft files in another process; gives the sentence of what went wrong, or nothing."""
    threads = max(1, (os.cpu_count() or 2) - 1)
    environ = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    if not workspace.settings.threads:
        environ["MUQABALA_THREADS"] = str(threads)
    command = ["-C", str(workspace.root), "translate", "--quiet", *(str(path.resolve()) for path in paths)]
    # Not asyncio's own subprocess: one that outlives the event loop complains on the way out.
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, str(os.getpid()), *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, env=environ,
        )  # fmt: skip
        try:
            while process.poll() is None:
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            _end(process)
        if process.returncode in (0, 1):
            return ""
        said.seek(0)
        told = said.read().decode("utf-8", "replace")
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return "Drafting stopped: " + (" ".join(lines[-2:]) or f"status {process.returncode}.")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nobody waits for the drafts any more: the command ends, by force where it does not hear."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
