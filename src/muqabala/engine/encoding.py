"""Text to pieces and back, the same for every engine: the only door to sentencepiece.

Both engines must feed a model the very same pieces, or comparing them means nothing; and what stands between a
translator's text and the pieces (marks that training never saw, controls, unknown characters) is decided here once.
Offsets always point into the text as written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

from muqabala.engine.checkpoint import PIECES, UNKNOWN, Checkpoint
from muqabala.errors import ModelError
from muqabala.text.latin import plain_letters
from muqabala.values import Source, Span, Told

_UNDERLINE = "\N{LOWER ONE EIGHTH BLOCK}"
"""SentencePiece's mark for the space before a piece."""

_DROPPED = frozenset(
    chr(code)
    for code in (
        *range(0x0610, 0x061B),
        *range(0x064B, 0x0660),
        0x0670,
        0x0640,
        *range(0x06D6, 0x06DD),
        0x00AD,
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x206A),
        0xFEFF,
        *range(0x09),
        *range(0x0E, 0x20),
        0x7F,
    )
)
"""Harakat, Quranic marks, tatweel, direction and joining controls, control characters: training never saw them."""

_DROP_TABLE = dict.fromkeys(map(ord, _DROPPED))


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as the model sees it, and where each piece was written."""

    tokens: tuple[str, ...]
    """Without end of sentence; a piece the vocabulary lacks is `<unk>`."""
    spans: tuple[Span, ...]
    """For each token, the characters it stands for, without the space before it; may be empty."""


class Encoding:
    """The two SentencePiece models and the vocabulary of one checkpoint."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.vocabulary: Mapping[str, int] = checkpoint.vocabulary
        self.eos = checkpoint.eos
        self._source, self._target = (_open(checkpoint.folder / name) for name in PIECES)

    def source(self, text: str) -> list[str]:
        """Source pieces of a line, without end of sentence."""
        return self._known(self._source.encode(text.translate(_DROP_TABLE), return_type=str))

    def sources(self, texts: Sequence[str]) -> list[list[str]]:
        """As `source`, for many lines at once."""
        return [
            self._known(pieces)
            for pieces in self._source.encode([text.translate(_DROP_TABLE) for text in texts], return_type=str)
        ]

    def target(self, text: str) -> list[str]:
        """Target pieces of a text, without end of sentence."""
        return self._known(self._target.encode(text.translate(_DROP_TABLE), return_type=str))

    def _known(self, pieces: list[str]) -> list[str]:
        vocabulary = self.vocabulary
        return [piece if piece in vocabulary else UNKNOWN for piece in pieces]

    def knows(self, text: str) -> bool:
        """Can the model write this text? If not, forcing it would force `<unk>` instead."""
        return UNKNOWN not in self.target(text)

    def source_pieces(self, source: Source) -> Pieces:
        """What the model reads; English that it is told stands for all of the Arabic in whose place it is."""
        if isinstance(source, str):
            return self._pieces(self._source, source)
        plain = self._pieces(self._source, source.text)
        tokens, spans, done = list[str](), list[Span](), 0
        for one in source.told:
            place = one.among(plain.spans)
            if place:
                english = self._told(one)
                tokens += [*plain.tokens[done : place.start], *english]
                spans += [*plain.spans[done : place.start], *[one.span] * len(english)]
                done = place.stop
        return Pieces((*tokens, *plain.tokens[done:]), (*spans, *plain.spans[done:]))

    def _told(self, one: Told) -> list[str]:
        """English that the model cannot write as it is, for want of an accented letter, is told without accents."""
        english = one.english if self.knows(one.english) else plain_letters(one.english)
        return [*self.source(one.before), *self.target(english), *self.source(one.after)]

    def target_pieces(self, text: str) -> Pieces:
        return self._pieces(self._target, text)

    def _pieces(self, model: sentencepiece.SentencePieceProcessor, text: str) -> Pieces:
        kept = [at for at, character in enumerate(text) if character not in _DROPPED]
        clean = "".join(text[at] for at in kept)
        kept.append(len(text))
        mapping = model.encode(clean, return_type="offset_mapping")
        spans: list[Span] = []
        for begin, end in mapping["offsets"]:
            while begin < end and clean[begin].isspace():
                begin += 1
            while end > begin and clean[end - 1].isspace():
                end -= 1
            spans.append((kept[begin], kept[end - 1] + 1) if begin < end else (kept[begin], kept[begin]))
        return Pieces(tuple(self._known(mapping["pieces"])), tuple(spans))

    def text(self, tokens: Sequence[str]) -> str:
        """Target pieces as text. Pieces that only the source side has (a name left in Arabic) keep their spaces too."""
        decoded = str(self._target.decode_pieces([token for token in tokens if token != UNKNOWN]))
        return decoded.replace(_UNDERLINE, " ").strip()

    def continued(self, prefix: str, tokens: Sequence[str]) -> str:
        """The text that begins with `prefix`, as typed, and goes on with these pieces.

        Only a space at the end of the prefix may give way, before a full stop say.
        """
        rest = self.text(tokens)
        if tokens and tokens[0].startswith(_UNDERLINE):
            return f"{prefix.rstrip()} {rest}".rstrip()
        return prefix + rest if rest[:1].isalnum() else prefix.rstrip() + rest


def _open(path: Path) -> sentencepiece.SentencePieceProcessor:
    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as wrong:
        raise ModelError(
            f"{path}: not a SentencePiece model, or cut off.", hint="Fetch or copy the file again."
        ) from wrong
