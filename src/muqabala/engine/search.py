"""Beam search that must write given pieces: the textbook road to terminology, kept as a reference for the ladder.

Dynamic beam allocation (Post and Vilar 2018): the beam is divided among hypotheses that have written the same number of
constraint pieces, so that those which have begun a term survive beside likelier ones that have not. Nothing here knows
a model: a step function gives the log-probabilities of the next piece.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.engine.constraints import Constraint, Pieces, Progress

Step = Callable[[Sequence[Pieces]], npt.NDArray[np.float32]]
"""Hypotheses of one length → log-probabilities of their next piece, one row each."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finished hypothesis."""

    pieces: Pieces
    """Without end of sentence."""
    score: float
    """Mean log-probability per piece, end of sentence included."""
    complete: bool
    """Every constraint is met."""


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    pieces: Pieces
    total: float
    progress: Progress


def constrained_search(
    step: Step, constraints: Sequence[Constraint], *, end: int, beam: int, limit: int, banned: Sequence[int] = ()
) -> Found:
    """The best hypothesis of at most `limit` pieces that meets the constraints, or the one that meets most of them.

    `banned` pieces are never written, `end` only once every constraint is met (or at the limit).
    """
    if beam < 1 or limit < 1:
        raise ValueError("a beam and a limit of one or more")
    alive = [_Hypothesis((), 0.0, Progress(tuple(constraints)))]
    finished: list[Found] = []
    for _ in range(limit):
        logs = np.array(step([one.pieces for one in alive]), dtype=np.float64)
        logs[:, list(banned)] = -np.inf
        for one, row in zip(alive, logs, strict=True):
            if one.progress.finished:
                finished.append(_ended(one, float(row[end])))
        logs[:, end] = -np.inf
        alive = _allocated(_grown(alive, logs, beam), beam, sum(min(map(len, choice)) for choice in constraints))
        best = max((one.score for one in finished), default=-np.inf)
        # A longer hypothesis can only lose from here where even its present mean is worse.
        if not alive or (len(finished) >= beam and all(one.total / len(one.pieces) < best for one in alive)):
            break
    if finished:
        return max(finished, key=lambda one: one.score)
    rest = max(alive, key=lambda one: (one.progress.bank, one.total))
    return Found(rest.pieces, rest.total / max(1, len(rest.pieces)), False)


def _ended(one: _Hypothesis, log: float) -> Found:
    return Found(one.pieces, (one.total + log) / (len(one.pieces) + 1), True)


def _grown(alive: Sequence[_Hypothesis], logs: npt.NDArray[np.float64], beam: int) -> list[_Hypothesis]:
    """The likeliest continuations of all, the likeliest of each, and those that bring a constraint further."""
    totals = np.array([one.total for one in alive])[:, None] + logs
    flat = totals.ravel()
    top = np.argpartition(-flat, min(beam, flat.size - 1))[:beam]
    chosen = {(int(at) // logs.shape[1], int(at) % logs.shape[1]) for at in top}
    for row, one in enumerate(alive):
        chosen.add((row, int(logs[row].argmax())))
        chosen.update((row, piece) for piece in one.progress.wanted())
    return [
        _Hypothesis((*alive[row].pieces, piece), float(totals[row, piece]), alive[row].progress.advanced(piece))
        for row, piece in sorted(chosen)
        if np.isfinite(totals[row, piece])
    ]


def _allocated(grown: list[_Hypothesis], beam: int, banks: int) -> list[_Hypothesis]:
    """The beam divided among the banks; places that a bank cannot fill go to the likeliest of the others."""
    grown.sort(key=lambda one: (-one.total, one.pieces))
    filled: dict[int, list[_Hypothesis]] = {}
    for one in grown:
        filled.setdefault(one.progress.bank, []).append(one)
    share = max(1, beam // (banks + 1))
    kept: list[_Hypothesis] = []
    for bank in sorted(filled, reverse=True):
        kept += filled[bank][:share]
    # With more banks than places the fullest win: they are what the search is for.
    kept = kept[:beam]
    for one in grown:
        if len(kept) >= beam:
            break
        if one not in kept:
            kept.append(one)
    return kept
