"""Arabic letters joined by presentation forms, for terminals that draw each letter alone.

A terminal in explicit mode draws exactly the characters it is given, so joining must be spelled out: each letter
becomes its isolated, initial, medial or final form, and lam followed by alef becomes the one-cell ligature. The tables
come from Unicode's own decompositions, so Persian and Urdu letters are covered as far as Unicode gives them forms;
a letter without forms is left as it is.
"""

from __future__ import annotations

import unicodedata

_TAGS = {"<isolated>": "isolated", "<initial>": "initial", "<medial>": "medial", "<final>": "final"}
LAM = "\N{ARABIC LETTER LAM}"
_CAUSING = ("\N{ARABIC TATWEEL}", "\N{ZERO WIDTH JOINER}")
"""Join on both sides and have no forms of their own."""


def _letter_forms() -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        tag, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if tag in _TAGS and len(letters) == 1:
            forms.setdefault(chr(int(letters[0], 16)), {}).setdefault(_TAGS[tag], chr(code))
    return forms


def _lam_alef_forms() -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {}
    for code in range(0xFEF5, 0xFEFD):
        tag, _, alef = unicodedata.decomposition(chr(code)).split()
        forms.setdefault(chr(int(alef, 16)), {})[_TAGS[tag]] = chr(code)
    return forms


FORMS = _letter_forms()
"""Letter → form name → presentation form."""
LAM_ALEF = _lam_alef_forms()
"""Alef (plain, madda, hamza above, hamza below) → isolated and final ligature with lam."""
_FORWARD = frozenset(letter for letter, forms in FORMS.items() if "initial" in forms) | set(_CAUSING)
"""Joins the letter after it."""
_BACKWARD = frozenset(letter for letter, forms in FORMS.items() if "final" in forms) | set(_CAUSING)
"""Joins the letter before it."""


def is_mark(character: str) -> bool:
    """A combining mark, drawn in the cell of its letter (harakat, superscript alef, Latin accents)."""
    return unicodedata.category(character) in ("Mn", "Me")


def _transparent(character: str) -> bool:
    """Invisible to joining: marks and format controls, but ZWNJ and ZWJ (they are what they do) and U+06DD."""
    if character in ("\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}", "\N{ARABIC END OF AYAH}"):
        return False
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def joining_forms(text: str) -> list[str]:
    """For each character its form name (`isolated`, `initial`, `medial`, `final`), or empty where it does not join.

    >>> joining_forms("بيت")
    ['initial', 'medial', 'final']
    """
    forms = [""] * len(text)
    letters = [i for i, character in enumerate(text) if not _transparent(character)]
    for k, i in enumerate(letters):
        character = text[i]
        if character not in FORMS or "isolated" not in FORMS[character]:
            continue
        before = k > 0 and text[letters[k - 1]] in _FORWARD and character in _BACKWARD
        after = k + 1 < len(letters) and text[letters[k + 1]] in _BACKWARD and character in _FORWARD
        forms[i] = "medial" if before and after else "final" if before else "initial" if after else "isolated"
    return forms


def shaped(character: str, form: str) -> str:
    """The presentation form of a letter, or the letter itself where Unicode has none."""
    forms = FORMS.get(character)
    if not form or forms is None:
        return character
    return forms.get(form) or forms.get("isolated", character)


def ligature(alef: str, lam_form: str) -> str:
    """Lam-alef in one glyph; it joins backward only, so a medial lam gives the final ligature.

    >>> ligature("ا", "initial") == "\\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}"
    True
    """
    return LAM_ALEF[alef]["final" if lam_form == "medial" else "isolated"]
