"""Two SentencePiece models and the vocabulary both sides share, with the Arabic normalisation inside the model.

What the model does to spelling must be done everywhere the model is used, also by people who use it with other
programs; so harakat, tatweel and invisible controls are dropped by SentencePiece's own rules, beside its nmt_nfkc.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

DROPPED = (
    *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, 0x0640, *range(0x06D6, 0x06DD), 0x00AD, 0x061C,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF,
)  # fmt: skip
"""Harakat, Quranic marks, tatweel, direction and joining controls: the same the engines drop."""

END, UNKNOWN, PADDING = "</s>", "<unk>", "<pad>"


def train_pieces(arabic: Sequence[str], english: Sequence[str], folder: Path, size: int) -> None:
    """Write source.spm, target.spm and vocab.json into a folder; `size` pieces a side at most."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for side, lines in (("source", arabic), ("target", english)):
            corpus = Path(scratch) / side
            corpus.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            _train_side(corpus, folder, side, size)
    write_vocabulary(folder)


def _train_side(corpus: Path, folder: Path, side: str, size: int) -> None:
    import sentencepiece

    rules: dict[str, Any] = {"normalization_rule_name": "nmt_nfkc"}
    if side == "source":
        rules = {"normalization_rule_tsv": str(_rules(corpus.parent))}
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(corpus.parent / f"{side}-model"),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9998,
        input_sentence_size=500_000,
        shuffle_input_sentence=True,
        hard_vocab_limit=False,
        unk_id=1,
        bos_id=-1,
        eos_id=0,
        pad_id=-1,
        unk_piece=UNKNOWN,
        eos_piece=END,
        minloglevel=2,
        **rules,
    )
    (corpus.parent / f"{side}-model.model").replace(folder / f"{side}.spm")


def _rules(scratch: Path) -> Path:
    """SentencePiece's nmt_nfkc with our characters dropped, as its table of code points.

    SentencePiece takes either the name of its rules or a table. The table of nmt_nfkc is not to be had from the
    library, so it is asked character by character; what it makes of sequences is Unicode's NFKC, and Arabic, alef with
    its combining hamza above all, is composed by listing those.
    """
    import unicodedata

    import sentencepiece

    normaliser = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc")
    rows: list[tuple[str, str]] = []
    dropped = set(DROPPED)
    for code in range(1, 0x30000):
        if 0xD800 <= code < 0xE000 or chr(code) in "\n\r":
            continue
        if code in dropped:
            rows.append((chr(code), ""))
            continue
        # Spaces at the ends would be trimmed, so the character stands between two letters, behind the mark of a word.
        made = normaliser.normalize(f"x{chr(code)}x")[2:-1].replace("\N{LOWER ONE EIGHTH BLOCK}", " ")
        made = "".join(character for character in made if ord(character) not in dropped)
        if made != chr(code):
            rows.append((chr(code), made))
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00), *range(0x0622, 0x0627), 0x06C0, 0x06C2, 0x06D3):
        parts = unicodedata.normalize("NFD", chr(code))
        if len(parts) > 1:
            rows.append((parts, chr(code)))
    path = scratch / "rules.tsv"
    path.write_text(
        "".join(
            f"{' '.join(f'{ord(c):X}' for c in one)}\t{' '.join(f'{ord(c):X}' for c in other)}\n" for one, other in rows
        ),
        encoding="ascii",
    )
    return path


def bake_rules(path: Path) -> bool:
    """Put the Arabic rules into a SentencePiece model that was made without them; False where they are in it already.

    Pieces and their numbers stay what they are, so weights trained with the model go on to fit. SentencePiece cannot
    change the rules of a finished model, but its file is a protocol buffer whose third field they are
    (sentencepiece_model.proto, `normalizer_spec`), and of a field that stands twice the later value holds.
    """
    probe = "م" + "".join(map(chr, DROPPED)) + "م"
    if open_pieces(path).encode(probe) == open_pieces(path).encode("مم"):
        return False
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "source"
        corpus.write_text("".join(f"{chr(code)} " * 3 for code in range(0x0621, 0x064B)), encoding="utf-8")
        _train_side(corpus, Path(scratch), "source", 100)
        donor = (Path(scratch) / "source.spm").read_bytes()
    start, stop = _last_field(donor, 3)
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(path.read_bytes() + donor[start:stop])
    new.replace(path)
    return True


def _last_field(message: bytes, number: int) -> tuple[int, int]:
    """Where the last length-delimited field with this number stands in a protocol buffer, its key included."""
    found, at = (0, 0), 0
    while at < len(message):
        begin = at
        key, at = _varint(message, at)
        match key & 7:
            case 0:
                _, at = _varint(message, at)
            case 1:
                at += 8
            case 2:
                length, at = _varint(message, at)
                at += length
            case _:
                at += 4
        if key >> 3 == number:
            found = (begin, at)
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number of a protocol buffer, seven bits a byte, and where the next thing begins."""
    value = shift = 0
    while True:
        value |= (message[at] & 0x7F) << shift
        if message[at] < 0x80:
            return value, at + 1
        at, shift = at + 1, shift + 7


def write_vocabulary(folder: Path) -> dict[str, int]:
    """vocab.json: end and unknown first, the pieces of both sides, `<pad>` last."""
    pieces = {END: 0, UNKNOWN: 1}
    for side in ("target", "source"):
        model = open_pieces(folder / f"{side}.spm")
        for number in range(model.get_piece_size()):
            pieces.setdefault(model.id_to_piece(number), len(pieces))
    pieces[PADDING] = len(pieces)
    text = json.dumps(pieces, ensure_ascii=False, indent=0)
    (folder / "vocab.json").write_text(text + "\n", encoding="utf-8")
    return pieces


def open_pieces(path: Path) -> Any:
    """A SentencePiece model."""
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_file=str(path))
