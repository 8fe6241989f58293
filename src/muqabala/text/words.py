"""Words reduced to what two languages can be compared by: light stems, numbers as digits, no marks.

Not for terms (stemming confuses مكتب اتصال with مكتب اتصالات; the glossary has its own clitic grammar), only for the
statistics of the aligner and of fuzzy comparison, where a wrong merge costs a little and a missed one costs more.
The Arabic stemmer follows Larkey, Ballesteros & Connell, "Light stemming for Arabic information retrieval" (2007,
light10), with the proclitic order of the written language; the English one is the plural and -ed/-ing part of Porter
(1980), step 1.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from muqabala.text.arabic import fold_key

WORD = regex.compile(r"\p{N}+(?:[.,:/]\p{N}+)*|[\p{L}\p{M}]+(?:['’][\p{L}]+)?")
_PREFIXES = ("وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_SUFFIXES = (
    "هما",
    "كما",
    "تها",
    "تهم",
    "ها",
    "هم",
    "هن",
    "كم",
    "نا",
    "ان",
    "ات",
    "ون",
    "ين",
    "وا",
    "يه",
    "ية",
    "ته",
    "ه",
    "ة",
    "ي",
    "ا",
)
_SEPARATORS = str.maketrans({"\N{ARABIC DECIMAL SEPARATOR}": ".", "\N{ARABIC THOUSANDS SEPARATOR}": ","})
_VOWELS = frozenset("aeiouy")


def arabic_stems(text: str) -> list[str]:
    """The light stems of an Arabic text, in order; Latin words and numbers in it are kept as `english_stems` would.

    >>> arabic_stems("وبالقوات المسلحة")
    ['قو', 'مسلح']
    """
    plain = fold_key(text).lower().translate(_SEPARATORS)
    return [_arabic_stem(word) if "ء" <= word[0] <= "ي" else _english_stem(word) for word in words(plain)]


def english_stems(text: str) -> list[str]:
    """The light stems of an English text, in order, lower case.

    >>> english_stems("The ministers opened liaison offices.")
    ['the', 'minister', 'open', 'liaison', 'offic']
    """
    return [_english_stem(word) for word in words(text.lower())]


def words(text: str) -> list[str]:
    """Words and numbers of a text; thousands separators are dropped from numbers."""
    return [
        found.replace(",", "") if found[0].isdigit() else found.replace("’", "'").removesuffix("'s")
        for found in WORD.findall(text)
    ]


_SOUNDS = str.maketrans({
    "ب": "b", "ت": "t", "ث": "t", "ج": "g", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "پ": "b", "چ": "g", "ڤ": "f", "گ": "g",
    "ا": "", "و": "", "ي": "", "ى": "", "ة": "", "ع": "", "ء": "", "ؤ": "", "ئ": "",
    "p": "b", "v": "f", "c": "k", "q": "k", "x": "ks", "j": "g", "a": "", "e": "", "i": "", "o": "", "u": "", "y": "",
    "w": "", "'": "",
})  # fmt: skip


@lru_cache(200_000)
def skeleton(word: str) -> str:
    """The consonants of a word as both languages write them in names: a key under which transliterations meet.

    >>> skeleton("كيشيدا"), skeleton("kishida"), skeleton("ستولتنبرغ"), skeleton("stoltenberg")
    ('ksd', 'ksd', 'stltnbrg', 'stltnbrg')
    """
    if not word[:1].isalpha():
        return ""
    plain = word.lower()
    for pair, one in (("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("ph", "f"), ("dh", "d")):
        plain = plain.replace(pair, one)
    sounds = plain.translate(_SOUNDS)
    return "".join(one for at, one in enumerate(sounds) if at == 0 or sounds[at - 1] != one)


@lru_cache(200_000)
def _arabic_stem(word: str) -> str:
    if len(word) > 3 and word[0] in "وف" and not word.startswith(("وزير", "وزار", "وفد", "وقع", "فري", "فتر")):
        shorter = word[1:]
        if shorter.startswith(("ال", "بال", "لل", "ي", "ت", "ا", "ب", "ل", "ه", "م", "ك", "ق")) and len(shorter) > 3:
            word = shorter
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    else:
        if len(word) > 4 and word[0] in "بل" and word[1] != "ا":
            word = word[1:]
    for _ in range(2):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 2 + (len(suffix) == 1):
                word = word[: -len(suffix)]
                break
    return word


@lru_cache(200_000)
def _english_stem(word: str) -> str:
    if word[0].isdigit() or len(word) < 4:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ing", "ed", "ly"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not _VOWELS.isdisjoint(word[: -len(suffix)]):
            word = word[: -len(suffix)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
