"""What a constrained search must write, and how far each of its hypotheses has come with it.

A constraint is a choice of piece sequences, one of which must stand in the output as a whole (the forms of a term). Two
occurrences are two constraints. Progress is a value: advancing gives a new one, so hypotheses may share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Pieces = tuple[int, ...]
Constraint = tuple[Pieces, ...]
"""Alternatives, any of which satisfies."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one hypothesis has come with all its constraints."""

    constraints: tuple[Constraint, ...]
    met: frozenset[int] = frozenset()
    begun: tuple[tuple[int, int, int], ...] = field(default=())
    """Alternatives that the last pieces have begun: (constraint, alternative, pieces written)."""

    @property
    def finished(self) -> bool:
        return len(self.met) == len(self.constraints)

    @property
    def bank(self) -> int:
        """Pieces of constraints written so far; hypotheses of one bank compete with each other only."""
        written = sum(min(len(pieces) for pieces in self.constraints[at]) for at in self.met)
        return written + max((length for _, _, length in self.begun), default=0)

    def wanted(self) -> tuple[int, ...]:
        """Pieces that would bring some constraint further.

        >>> Progress((((5, 6),), ((7,),))).advanced(5).wanted()
        (6, 7)
        """
        going = [self.constraints[at][which][length] for at, which, length in self.begun]
        opening = [
            pieces[0]
            for at, choice in enumerate(self.constraints)
            if at not in self.met
            for pieces in choice
            if all(at != open_at for open_at, _, _ in self.begun)
        ]
        return tuple(dict.fromkeys(going + opening))

    def advanced(self, piece: int) -> Progress:
        """After one more piece; a constraint that was begun and not gone on with must be begun again.

        >>> Progress((((5, 6),),)).advanced(5).advanced(9).begun
        ()
        >>> Progress((((5, 6),),)).advanced(5).advanced(6).finished
        True
        """
        going = [
            (at, which, length + 1) for at, which, length in self.begun if self.constraints[at][which][length] == piece
        ]
        opening = [
            (at, which, 1)
            for at, choice in enumerate(self.constraints)
            if at not in self.met
            for which, pieces in enumerate(choice)
            if pieces[0] == piece
        ]
        begun = [*going, *(one for one in opening if one not in going)]
        done = next((at for at, which, length in begun if length == len(self.constraints[at][which])), None)
        if done is None:
            return Progress(self.constraints, self.met, tuple(begun))
        return Progress(self.constraints, self.met | {done})


def constraints_of(choices: Sequence[Sequence[Sequence[int]]]) -> tuple[Constraint, ...]:
    """Constraints from lists of pieces; empty alternatives and empty choices are left out."""
    made = (tuple(dict.fromkeys(tuple(pieces) for pieces in choice if pieces)) for choice in choices)
    return tuple(choice for choice in made if choice)
