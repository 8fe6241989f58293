"""What the plain keys send while an Arabic keyboard layout is active, so that nobody has to switch layouts to accept.

Two layouts are in use: Arabic 101 (Windows, and the macOS PC layout) and XKB's `ara`. They agree on the letters;
they differ in the keys that give lam and alef together, which one sends as two characters and the other as one
ligature character. Those keys (b B G T) are therefore not promised; each action on them has a second plain key.
"""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_LATIN_SHIFTED = "QWERYUIOPASDFHJKLZXCVNM<>?"
_ARABIC_SHIFTED = (
    "\N{ARABIC FATHA}", "\N{ARABIC FATHATAN}", "\N{ARABIC DAMMA}", "\N{ARABIC DAMMATAN}", "إ", "`", "÷", "×", "؛",
    "\N{ARABIC KASRA}", "\N{ARABIC KASRATAN}", "]", "[", "أ", "\N{ARABIC TATWEEL}", "،", "/",
    "~", "\N{ARABIC SUKUN}", "}", "{", "آ", "'", ",", ".", "؟",
)  # fmt: skip

ARABIC_OF = dict(zip(_LATIN, _ARABIC, strict=True)) | dict(zip(_LATIN_SHIFTED, _ARABIC_SHIFTED, strict=True))
"""Latin key → the character an Arabic layout sends for it (both layouts)."""

DIGITS = {str(digit): chr(0x0660 + digit) for digit in range(10)}
"""Digit → Arabic-Indic digit, which some layouts and phones send."""

LAM = "ل"
LAM_ALEF = {"لا": "b", "لآ": "B", "لأ": "G", "لإ": "T", "ﻻ": "b", "ﻵ": "B", "ﻷ": "G", "ﻹ": "T"}
"""What the lam-alef keys send, as two characters (Arabic 101) or one (XKB) → the Latin key."""
LAM_WAIT = 0.03
"""Seconds a lam waits for an alef that would make it another key."""


def arabic_keys(key: str) -> tuple[str, ...]:
    """The characters that arrive instead of a one-character key under an Arabic layout.

    Some are Latin characters (M arrives as an apostrophe); where such a character is a key itself, the key wins.

    >>> arabic_keys("a"), arabic_keys("1"), arabic_keys("b")
    (('ش',), ('١',), ())
    """
    if key in DIGITS:
        return (DIGITS[key],)
    sent = ARABIC_OF.get(key, "")
    return (sent,) if sent else ()
