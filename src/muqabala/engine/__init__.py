"""Segments in, hypotheses out. Each heavy library has one file; choosing an engine imports only that one."""

from __future__ import annotations

from muqabala.config import Settings
from muqabala.engine.base import Engine
from muqabala.errors import ComponentError, UsageError

__all__ = ["Engine", "load_engine"]


def load_engine(
    settings: Settings | None = None, model: str | None = None, engine: str | None = None, beam: int | None = None
) -> Engine:
    """The engine the settings ask for, options over them. Raises ModelError; ComponentError without its library."""
    from muqabala.engine.models import find_model

    settings = settings or Settings()
    found = find_model(model or settings.model)
    kind = engine or settings.engine
    width = settings.beam if beam is None else beam
    if width < 1:
        raise UsageError(f"A beam of {width} finds nothing.", hint="Choose 1 (greedy) or more; 4 is usual.")
    try:
        match kind:
            case "ct2":
                from muqabala.engine.ct2 import Ct2Engine

                return Ct2Engine(found, beam=width, compute=settings.compute, threads=settings.threads)
            case "hf":
                from muqabala.engine.hf import HfEngine

                return HfEngine(found, beam=width, threads=settings.threads)
    except ImportError as absent:
        raise ComponentError(
            f"The {kind} engine needs {absent.name}, which is not installed.", hint="pip install muqabala brings it."
        ) from absent
    raise UsageError(f"There is no engine called {kind!r}.", hint="Choose one of: ct2, hf.")
