"""What English writing demands around a word: its article, its capital, its plural, its possessive, its quotes.

The house rules are British news style. Everything here is a guess that a glossary entry may overrule (`article`,
`en_plural`, `case`); the guess follows the sound of a word, which spelling and capitals only hint at: an MP but a NATO
envoy, a UN body but an unarmed one.
"""

from __future__ import annotations

import re

from muqabala.text.sentences import sentence_spans

Span = tuple[int, int]
"""Half-open code points: `text[start:end]`."""


def _words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


# ── a or an ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_AN_LETTERS = frozenset("AEFHILMNORSX")
"""Letters whose names begin with a vowel sound: ay, ee, ef, aitch, eye, el, em, en, oh, ar, ess, ex."""

_SAID_WITH_CONSONANT = _words(
    """
    NATO NASA NAFTA FIFA FEMA FARC FATAH FATF FRONTEX HAMAS HASHD LEED LANDSAT LASER LIDAR MENA MERS MINUSMA MINURSO
    EUFOR EULEX MASH MOSSAD MONUSCO NOTAM RADAR RAM REM ROM SAM SALT SANA SAR SARS SCADA SEAL SEATO SEPAH SHAPE SIM
    SONAR SWAT SWIFT SITREP UNESCO UNICEF UNIFIL UNIDO UNITAR UNITAD UNAMI UNAMID UNAMA UNMIK UEFA UNOSAT UNOPS
    USAID USENET RAND RADWAN SADC LOAC RICO NORAD NAAFI NIMBY HALO HEAT HIMARS HARM MANPADS MANPAD MIRV MOAB
    """
)
"""Acronyms read as words that begin with a consonant sound, whatever the name of their first letter (or with yoo)."""

_SAID_WITH_VOWEL = _words("UNRWA UNCTAD UNSCOM UNTSO UNDOF UNMOVIC UNEF")

_YOO = re.compile(
    r"eu|ewe|uni(?:[cflopqstv]|$)|unanim|us(?:[aeiu]|$)|ut(?:[aei]|op|$)|ubiq|uk[rs]?|ugand|urug|ura[ln]|uri[cn]|urol"
    r"|uyghur|uighur|uvul"
)
_YOO_NOT = re.compile(r"us(?:her|$)|uta$")
_WON = re.compile(r"(?:one|once|oneself|oneness)(?:$|[-'’s])|ouija|ouagadougou")
_SILENT_H = re.compile(r"(?:hour|honest|hono[u]?r|heir)|hors d")
_NUMBER = re.compile(r"\d[\d,]*")


def indefinite(word: str) -> str:
    """`a` or `an` before a word or the first word of a phrase, by its sound.

    >>> [indefinite(word) for word in ("MP", "NATO envoy", "UAV", "F-16", "European", "hour", "one-off")]
    ['an', 'a', 'a', 'an', 'a', 'an', 'a']
    """
    token = word.split()[0] if word.split() else ""
    token = token.lstrip("\"'“”‘’«»([{$€£¥#@~*_-–—")
    if not token:
        return "a"
    if token[0].isdigit():
        return _before_number(token)
    letters = re.match(r"[^\W\d_]+", token)
    if letters is None:
        return "a"
    return "an" if _vowel_sound(token, letters[0]) else "a"


def _before_number(token: str) -> str:
    """an 8, an 11, an 18-year-old, an 80,000-strong crowd; a 110, a 1,800."""
    found = _NUMBER.match(token)
    digits = found[0] if found else token[:1]
    head = digits.split(",")[0]
    if head.startswith("8"):
        return "an"
    # Years and round hundreds are said in pairs: eleven eighty-seven, eighteen forty-eight.
    paired = len(digits) == 4 and digits[:2] in ("11", "18")
    return "an" if head in ("11", "18") or paired else "a"


def _vowel_sound(token: str, letters: str) -> bool:
    """Whether a word that begins with letters begins with a vowel when said."""
    initial = len(letters) == 1 and (len(token) == 1 or token[1] in "-.’'/&" or token[1].isdigit())
    if initial and letters.isupper():
        return letters in _AN_LETTERS
    upper = letters[:-1] if letters.endswith("s") and letters[:-1].isupper() and len(letters) > 2 else letters
    if upper.isupper() and upper in _SAID_WITH_CONSONANT:
        return False
    if upper.isupper() and upper in _SAID_WITH_VOWEL:
        return True
    # Six capitals and more are a word in capitals (HEZBOLLAH); fewer are read letter by letter, as MoU and IDs are.
    spelled = upper.isupper() and 1 < len(upper) < 6
    if spelled or letters in ("MoU", "MoD", "MoI", "MoFA", "RoE", "LoC", "NSc", "MSc", "MPhil"):
        return letters[0] in _AN_LETTERS
    return _vowel_word(letters.lower() if token[1:2] != "-" else token.lower())


def _vowel_word(word: str) -> bool:
    """Whether an ordinary word begins with a vowel sound."""
    if _SILENT_H.match(word):
        return True
    if word[0] not in "aeiouáàâäéèêëíìîïóòôöœæ":
        return word.startswith(("ytt", "yp"))
    if _YOO.match(word) and not _YOO_NOT.match(word):
        return False
    return _WON.match(word) is None


# ── capitals ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_OPENERS = " \t\u00a0\"'“”‘’«»([{*_•–—-"
_LIST_START = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,4}|[A-Za-z])[.)\]]\s+$")
_SPEECH = re.compile(
    r"(?:\b(?:said|says|added|adding|saying|told \w+(?: \w+)?|asked|wrote|writes|replied|stated|declared|warned"
    r"|explained|announced|tweeted|concluded|insisted|continued|read|reads)\s*[,:]|:)\s*[\"“«‘']$"
)


def capitalise_first(text: str) -> str:
    """The text with its first letter a capital; brands that begin small (iPhone, eBay) stay as they are.

    >>> capitalise_first("“armed forces”")
    '“Armed forces”'
    """
    for at, character in enumerate(text):
        if character.isdigit():
            return text
        if character.isalpha():
            if text[at + 1 : at + 2].isupper() and character.islower():
                return text
            return text[:at] + character.upper() + text[at + 1 :]
    return text


def lower_first(text: str) -> str:
    """The text with its first letter small, unless its shape says that it is a name (NATO, McCain, I, U.S.).

    >>> lower_first("Armed forces"), lower_first("NATO forces")
    ('armed forces', 'NATO forces')
    """
    found = re.search(r"[^\W\d_][\w'’.-]*", text)
    if found is None:
        return text
    word = found[0]
    if not word[0].isupper() or any(character.isupper() for character in word[1:]) or word in ("I", "I'm", "I’m"):
        return text
    if word[1:2] == ".":
        return text
    return text[: found.start()] + word[0].lower() + text[found.start() + 1 :]


def is_sentence_start(text: str, pos: int) -> bool:
    """Whether a word at `pos` is the first of a sentence: of the text, after a stop, a list marker or in quoted speech.

    >>> is_sentence_start("It fell. Armed forces moved.", 9), is_sentence_start("The armed forces", 4)
    (True, False)
    """
    # Asked about terms not yet capitalised: what follows a stop in small letters would not look like a sentence.
    text = text[:pos] + text[pos : pos + 1].upper() + text[pos + 1 :]
    before = text[:pos]
    if not before.strip(_OPENERS + "\n\r"):
        return True
    if _SPEECH.search(before[-60:]):
        return True
    for start, end in sentence_spans(text, "en"):
        if start <= pos < end:
            lead = text[start:pos].lstrip(_OPENERS)
            return not lead or (len(lead) < 16 and _LIST_START.fullmatch(lead) is not None)
    return False


# ── plurals and possessives ──────────────────────────────────────────────────────────────────────────────────────────

_UNCHANGED = _words(
    """
    aircraft spacecraft hovercraft watercraft helicopters series species means headquarters personnel police staff
    infantry cavalry artillery equipment intelligence information weaponry ammunition materiel sheep deer fish
    offspring corps barracks crossroads forces
    """
)
_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "mouse": "mice", "crisis": "crises", "analysis": "analyses", "basis": "bases", "thesis": "theses",
    "hypothesis": "hypotheses", "axis": "axes", "criterion": "criteria", "phenomenon": "phenomena", "datum": "data",
    "medium": "media", "memorandum": "memoranda", "referendum": "referendums", "knife": "knives", "life": "lives",
    "wife": "wives", "leaf": "leaves", "half": "halves", "shelf": "shelves", "thief": "thieves", "loaf": "loaves",
    "hero": "heroes", "potato": "potatoes", "torpedo": "torpedoes", "veto": "vetoes", "embargo": "embargoes",
    "echo": "echoes", "cargo": "cargoes",
}  # fmt: skip
_AFTER_HEAD = _words("general martial elect designate laureate errant royal")
_RANKS = _words("major lieutenant brigadier colonel adjutant")
_LINKS = _words("of in for to at on by with against de-camp")


def plural(noun: str) -> str:
    """The plural of a noun or noun phrase, on its head: chiefs of staff, courts-martial, MPs, armed forces.

    A guess to be confirmed: what a glossary says about its own terms counts more.

    >>> plural("chief of staff"), plural("secretary-general"), plural("UAV"), plural("armed forces")
    ('chiefs of staff', 'secretaries-general', 'UAVs', 'armed forces')
    """
    words = re.split(r"([ -])", noun)
    head = _head(words)
    words[head] = _plural_word(words[head])
    return "".join(words)


def _head(words: list[str]) -> int:
    """Where the noun stands that takes the ending: before of, in or de; before general; else last."""
    for index in range(2, len(words), 2):
        if words[index].lower() in _LINKS or words[index].lower() in ("de", "in"):
            return index - 2
    last = len(words) - 1
    before = words[last - 2].lower() if last >= 2 else ""
    if before and words[last].lower() in _AFTER_HEAD and before not in _RANKS:
        return last - 2
    return last


def _plural_word(word: str) -> str:
    """One word."""
    lower = word.lower()
    if not word or lower in _UNCHANGED:
        return word
    if word.isupper() and len(word) > 1:
        return word + "s"
    for singular, irregular in _IRREGULAR.items():
        if lower == singular or (lower.endswith(singular) and singular in ("man", "woman", "child", "foot")):
            if lower.endswith(("human", "german", "ottoman", "roman", "norman", "talisman")):
                break
            return word[: len(word) - len(singular)] + _like(word[len(word) - len(singular) :], irregular)
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word if _looks_plural(word) else word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou" and lower[-2:-1]:
        return word[:-1] + "ies"
    return word + "s"


def _like(model: str, word: str) -> str:
    """The word with a capital where the model has one."""
    return word.capitalize() if model[:1].isupper() else word


_PLURAL_NAMES = _words(
    """
    Nations States Emirates Netherlands Philippines Maldives Bahamas Comoros Seychelles Forces Guards Brigades
    Brothers Houthis Affairs Territories Heights Islands Alps Balkans Resources Services Troops Marines Airlines
    Airways
    """
)
_SINGULAR_IS = _words(
    """
    Paris Tunis Davis Harris Louis Francis Dennis Curtis Ellis Lewis Morris Isis Osiris Chris Memphis
    """
)
_PLURAL_SHAPE = re.compile(r"(?:ians|cans|ites|ists|[^aeiou]is|aelis|aqis|urds|rabs|eers|ters|tions|ties|ments|orces)$")


def _looks_plural(word: str) -> bool:
    """Whether a word in -s is a plural (forces, Houthis) and no singular (Damascus, crisis, Hamas, James)."""
    if not word.endswith("s") or word.endswith(("ss", "us", "sis", "xis", "itis")):
        return False
    if word[:1].islower():
        return word not in ("gas", "bias", "canvas", "atlas", "chaos", "lens", "news", "tennis", "bus")
    if word in _PLURAL_NAMES:
        return True
    if word in _SINGULAR_IS:
        return False
    return _PLURAL_SHAPE.search(word) is not None


def possessive(word: str, plural: bool | None = None) -> str:
    """The possessive: Hamas's, the forces', the United States', children's.

    `plural` says which it is where a caller knows; else the shape of the last word decides.

    >>> possessive("Damascus"), possessive("armed forces"), possessive("United Nations"), possessive("women")
    ("Damascus's", "armed forces'", "United Nations'", "women's")
    """
    if not word:
        return word
    if word.endswith(("'s", "’s", "s'", "s’")):
        return word
    last = word.split()[-1]
    ends_in_s = last.endswith("s") and not (last[:-1].isupper() and plural is False)
    many = _looks_plural(last) or (last[:-1].isupper() and len(last) > 2) if plural is None else plural
    return word + ("'" if ends_in_s and many else "'s")


# ── quotes, dashes, tokens ───────────────────────────────────────────────────────────────────────────────────────────

_PLAIN_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»＂", '"'), **dict.fromkeys("‘’‚‛‹›", "'")})
_PLAIN_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|m|bn|k)?\b"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*(?:-\d+[A-Za-z]?)?"  # F-16, don't
    r"|\d+"
)


def plain_quotes(text: str) -> str:
    """Typographic quotes and guillemets as straight ones, for comparing; offsets stay.

    >>> plain_quotes("“No,” he said, ‘never’")
    '"No," he said, \\'never\\''
    """
    return text.translate(_PLAIN_QUOTES)


def plain_dashes(text: str) -> str:
    """Every dash and minus as a hyphen, for comparing; offsets stay."""
    return text.translate(_PLAIN_DASHES)


def curly_quotes(text: str) -> str:
    """Straight quotes as typographic ones: opening after a space or bracket, closing elsewhere, ’ inside words.

    >>> curly_quotes('"It\\'s over," he said.')
    '“It’s over,” he said.'
    """
    text = re.sub(r"(^|[\s(\[{–—])\"", r"\1“", text).replace('"', "”")
    text = re.sub(r"(^|[\s(\[{–—“])'(?!\d0s|tis\b|em\b)", r"\1‘", text)
    return text.replace("'", "’")


def tokens(text: str) -> list[Span]:
    """The words and numbers of a text as spans; dotted acronyms, contractions and F-16 are one each.

    >>> line = "The U.S. didn't sell F-16s"
    >>> [line[start:end] for start, end in tokens(line)]
    ['The', 'U.S.', "didn't", 'sell', 'F-16s']
    """
    return [found.span() for found in _TOKEN.finditer(text)]
