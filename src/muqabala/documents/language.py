"""Which of the two languages a document is written in, by its letters.

Letters are enough for two languages that share none, and more honest than a declaration: a page that says `lang="en"`
around Arabic text is common.
"""

from __future__ import annotations

from muqabala.text.arabic import count_arabic
from muqabala.values import Language


def language_of(text: str) -> Language:
    """Arabic where at least a third of the letters are Arabic: Arabic documents quote Latin names, menus and dates.

    >>> language_of("وقال ستولتنبرغ لصحيفة Financial Times")
    'ar'
    """
    arabic = count_arabic(text)
    others = sum(1 for character in text if character.isalpha()) - arabic
    return "ar" if arabic and arabic * 2 >= others else "en"
