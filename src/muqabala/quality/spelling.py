"""English spelling in the house variant.

The words are SCOWL's (Kevin Atkinson's Spell Checker Oriented Word Lists, British and American, size 70; its notice is
in `words.LICENSE`), each marked where only one variant writes it so. Names are the business of `names.py`, so words
with capitals are looked at only where a sentence begins; words of the glossary are known.
"""

from __future__ import annotations

import lzma
from collections.abc import Collection, Iterator
from functools import lru_cache
from importlib import resources

import regex

from muqabala.values import Finding, Severity

WORD = regex.compile(r"(?<![\p{L}\p{N}@/._-])\p{L}+(?:['’]\p{L}+)*(?![\p{L}\p{N}@/_]|[.-]\p{L})")
SENTENCE_START = regex.compile(r"(?:^|[.!?…:]['”’»\")]*\s+)['“‘«\"(]*$")
VARIANTS = {"en-GB": "B", "en-US": "A"}
NAMES_OF_VARIANTS = {"en-GB": "British", "en-US": "American"}
ENDINGS = ("'s", "n't", "'d", "'ll", "'re", "'ve", "'m", "'")
CONTRACTIONS = frozenset({"can't", "won't", "shan't", "o'clock"})
PREFIXES = ("anti", "co", "counter", "cyber", "ex", "geo", "inter", "mid", "multi", "non", "over", "post", "pre", "pro",
            "re", "semi", "sub", "super", "trans", "ultra", "un", "under")  # fmt: skip
SPELT_TWO_WAYS = (
    ("our", "or"), ("re", "er"), ("ence", "ense"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"),
    ("ogue", "og"), ("ll", "l"), ("ae", "e"), ("oe", "e"), ("mme", "m"), ("ey", "y"), ("que", "ck"), ("ough", "ow"),
)  # fmt: skip
"""British and American, for proposing the other."""


def check_spelling(target: str, style: str, known: Collection[str] = ()) -> list[Finding]:
    """Unknown words, and words that only the other variant spells so. `style`: en-GB or en-US; `known`: lower case."""
    table = words()
    own = VARIANTS[style]
    found: dict[str, str] = {}
    for word in _candidates(target):
        plain = word.replace("’", "'")
        mark = _mark(plain, table, known)
        if mark is None:
            found[word] = f"Unknown word: “{word}”."
        elif mark not in ("", own):
            other = _other_variant(plain.lower(), table, own)
            instead = f"; write “{other}”" if other else ""
            found[word] = f"“{word}” is not {NAMES_OF_VARIANTS[style]} spelling{instead}."
    return [Finding("spelling", Severity.WARNING, message) for message in found.values()]


def _candidates(text: str) -> Iterator[str]:
    """Words worth looking up: lower case, or with one capital at the start of a sentence."""
    for found in WORD.finditer(text):
        word = found.group()
        if word.islower():
            yield word
        elif word[1:].islower() and SENTENCE_START.search(text[: found.start()]) and _mark(word.lower(), words(), ()):
            # A name may open a sentence, so only a word of one variant is looked at here.
            yield word


def _mark(word: str, table: dict[str, str], known: Collection[str]) -> str | None:
    """'' where both variants write it, A or B where one does, None where neither does."""
    for form in (word, word.lower()):
        if form in known or form in CONTRACTIONS:
            return ""
        if form in table:
            return table[form]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return _mark(word.removesuffix(ending), table, known)
    for prefix in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 3 and rest in table:
            return table[rest]
    return None


def _other_variant(word: str, table: dict[str, str], own: str) -> str:
    """The same word as the house spells it, where a regular difference leads there."""
    for british, american in SPELT_TWO_WAYS:
        here, there = (american, british) if own == "B" else (british, american)
        start = word.rfind(here)
        while start >= 0:
            other = word[:start] + there + word[start + len(here) :]
            if table.get(other) in ("", own):
                return other
            start = word.rfind(here, 0, start)
    return ""


@lru_cache(1)
def words() -> dict[str, str]:
    """Every word: '' where both variants write it so, else A (American only) or B (British only)."""
    packed = (resources.files("muqabala.quality") / "words.txt.xz").read_bytes()
    table = {}
    for line in lzma.decompress(packed).decode("utf-8").splitlines():
        word, _, mark = line.partition(" ")
        table[word] = mark
    return table
