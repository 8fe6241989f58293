"""The forms a declared Arabic word may take: a grammar of endings over what the terminologist wrote, no stemmer.

A stem is never guessed from running text: each declared word is inflected (dual, sound plural, case, the ة that opens
before a suffix, the hamza that changes its seat), and a word of a text is taken apart only as far as its proclitics,
article and pronoun. A stemmer would merge مكتب اتصال with مكتب اتصالات, and miss مكاتب.

Words are compared in a folded `key` (alef and ya unified); `letters` keeps the hamzas, because two *different* written
hamzas part two words (أعلام flags, إعلام media) while a missing one is only a spelling.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from muqabala.text.arabic import fold, fold_text

Number = Literal["sg", "du", "pl"]
State = Literal["any", "abs", "con", "pre", "acc"]
"""What may stand around a form: `any` article, pronoun or a following genitive; `abs` (ان ين ون) no pronoun and no
genitive; `con` (ا ي و) needs one of them and takes no article; `pre` only before a pronoun; `acc` indefinite only."""

NUMBERS: tuple[Number, ...] = ("sg", "du", "pl")
ARTICLE = "ال"
DEFINITE_NEXT = re.compile(r"\s+(?:ال|ٱل)\w{2,}")
"""A word with the article, behind the blank that follows a form: its genitive, where the form annexes one."""

BARE_NEXT = re.compile(r"\s+(?!ال|ٱل)[\u0621-\u064a]{3,}")
"""A word without it there, and too long for most particles."""

PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "كن", "نا", "ه", "ك", "ي")
_PRONOUNS_BY_LAST = {last: tuple(p for p in PRONOUNS if p[-1] == last) for last in {p[-1] for p in PRONOUNS}}

_WRITTEN_HAMZAS = frozenset("أإآ")
_KASRATAN = "\N{ARABIC KASRATAN}"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PREPOSITIONS = _words(
    "في من إلى على عن مع ضد بين تحت فوق قبل بعد خلال عبر حول نحو دون بدون لدى عند منذ وراء أمام داخل خارج سوى "
    "ضمن قرب باسم بشأن بحق بموجب"
)
"""Words after which a term's tokens no longer agree with its head (and after which no adjective stands)."""

TRANSPARENT = _words("غير شبه")
"""Stands between a noun and its adjective and never takes the article: منظمة غير حكومية، المنظمات غير الحكومية."""

RELATIVES = _words("ذات ذو ذا ذي ذوا ذوي ذوو ذوات ذاتا ذاتي")
"""Forms of the word in أسلحة ذات استخدام مزدوج; it agrees with the noun before, the words after follow its article."""

FUNCTION_WORDS = _words("على إلى حتى لدى متى سوى بلى أنى لكن كأن إن أن أو أم إذ إذا")
"""Never a form of a term that is written otherwise: على is not the name علي."""

# Words that look like an inflection and are words of their own; only generated forms are checked against them.
_OWN_DERIVATIONS = _words(
    "البحرين لبنان عدوان العدوان عمان السودان زيتون الزيتون قانون القانون ميدان الميدان سلطان السلطان بنك سمك "
    "ملك شرك ترك فلك سلك درك فنك عشرين العشرين ثمانين الثمانين كتيبات الكتيبات مكتبات المكتبات اليونان إنسان "
    "الإنسان فوجه حيوان الحيوان عنوان العنوان شعبان مالك جيران الجيران بركان "
    "البركان طوفان الطوفان برلمان البرلمان سرطان السرطان يمين اليمين جنين الجنين تمرين التمرين ثمين الثمين "
    "أمين الأمين كمين الكمين يقين اليقين حنين الحنين سجين السجين بنات البنات نبات النبات سلمان عثمان مروان "
    "رضوان ريحان مهرجان ميزان الميزان قتلاه قتلاها قتلاهم بيانو"
)

COMMON_NISBAS = _words("مالي عملي مركزي رئيسي عربي علمي جوي بري بحري دولي محلي وطني رسمي سياسي عسكري أمني دفاعي نووي")
"""Adjectives (and Mali) that stand after a preposition too, so that they are no sure "my money" there."""

# Written with ال that is part of the word: الت… of the eighth form, and loans whose hamza was left out.
_RADICAL_AL = (
    "التزام", "التهاب", "التباس", "التفاف", "التقاء", "التماس", "التحام", "التحاق", "التئام", "التواء", "التفات",
    "التقاط", "التهام", "الكترون", "المان", "الغاء", "الغام", "الماس", "الزام", "الحاق",
)  # fmt: skip

_NEVER_BARE = _words("الله الذي التي الان الما الفا اليه")

# فاعٍ words written with their ي; a nisba such as دفاعي must not lose its own, so the list is closed.
_DEFECTIVE = _words(
    "قاضي محامي نادي وادي والي راعي ثاني تالي عالي كافي جاني ماضي باقي داعي ساعي آتي لاهي ناجي غازي باغي خالي "
    "حامي هاوي أراضي مباني أيادي نواحي موالي مساعي مرامي ملاهي مقاهي ضواحي أهالي ليالي معاني أغاني نوادي "
    "متنامي متوالي مستوي متدني موازي محاذي مساوي متبقي معتدي معادي متعدي مفتي متفشي متقاضي مشتري مستشري نائي "
    "مستدعي منادي مباري أفاعي مراسي متحدي متخفي منتهي متأني متساوي "
    "مدعي مصلي مغني مربي متولي مستولي منتمي متلقي متقصي متعافي موصي مهتدي مقتني مساوي مصافي مشافي مراعي مجاري "
    "دواعي مواشي أواني أقاصي أعالي صواري مراثي أماني جاري ساري"
)

# Without its ي each of these is another word (غاز gas, خال uncle, جار neighbour), so what is declared stays itself.
_NOT_DEFECTIVE = _words("غازي خالي حامي كافي تالي باغي مرامي مراسي موالي متحدي مستوي مجاري مربي متولي معاني جاري ساري")

# Adjectives in ي too short to be told from nouns such as حرية and قضية by their length.
_SHORT_NISBAS = _words("جوي بري فني طبي سري آلي ذري علني سلمي صحي ودي حسي كمي نصي خطي كلي")

# Stand behind a noun in any number as they are: عقيد ركن، عقيدان ركن، عقداء ركن.
_UNCHANGING = _words("ركن")

# Adjectives of two letters (أسواق حرة, مواد سامة), which no ending tells from a noun.
_SHORT_ADJECTIVES = _words("حر هش حي عام خاص هام سام حاد جاد ضار جاف حار")

# Adjectives of the shape of nouns (عملة صعبة, أرض بور); some are nouns as well (سهل, خطر), so the doubt stays.
_BARE_ADJECTIVES = _words(
    "صعب سهل صلب رخو عذب ضخم خطر قذر وعر خشن سلس مرن نشط حذر بكر خصب بور رطب حلو مر جلد فرد بحت محض صرف لين طلق"
)

# Colours and their feminines, which agree without ة: صندوق أسود، سوق سوداء.
COLOURS = {
    "أسود": "سوداء", "أبيض": "بيضاء", "أحمر": "حمراء", "أخضر": "خضراء", "أزرق": "زرقاء", "أصفر": "صفراء",
    "أسمر": "سمراء", "أشقر": "شقراء", "أعمى": "عمياء", "أجوف": "جوفاء", "أخرس": "خرساء", "أصم": "صماء",
}  # fmt: skip
_FEMININE_COLOURS = frozenset(COLOURS.values())

# Of the shape of مسلحة, but nouns, so that what stands before them is annexed: غرفة محكمة، هيئة مؤسسة.
_NOT_PARTICIPLES = _words(
    "مدرسة محكمة معيشة مؤسسة منظمة منطقة مرحلة مسألة مشكلة معركة مهمة مهنة مكتبة محطة مدينة مسيرة معرفة مصلحة "
    "مزرعة مقبرة مجزرة مذبحة مطبعة مصفاة مسافة مساحة مقابلة معاملة معالجة مكافحة متابعة مشاركة مساعدة مواجهة مراقبة "
    "محاسبة مراجعة ملاحة مباراة معاناة مناقصة مزايدة محاكمة مصالحة معاهدة مناورة مفاوضة مجموعة مروحة ملكية مسؤولية "
    "مسرحية مديرية مستعمرة مستوطنة مطاردة مداهمة محافظة مقاطعة مبادرة مساهمة منافسة ميزانية مظلة منحة"
)

# Of the shape of قرار, but with ات they are plurals of other words: كتابة، غواصة، جراحة.
_PLURAL_OF_ANOTHER = _words(
    "كتاب عمال تجار حمار غواص طيار دراج جراح نجار حداد بحار نظار سيار صناع زراع جراف كشاف نفاث جوال ثلاج غسال دباب "
    "حراس "
    "قصاص دعاء ولاء سواق نقال عبار سفار"
)

# What may be annexed as قصير is in قصير المدى. Closed: الرئيس مجلس النواب is a subject and its object, no term.
_QUALITIES = _words(
    "قصير طويل بعيد متوسط قريب متعدد عالي منخفض ثنائي أحادي ثلاثي رباعي خماسي سداسي شديد سريع بطيء كثير قليل واسع ضيق "
    "كبير صغير خفيف ثقيل ذاتي محدود سيئ حسن رفيع عميق حديث مزدوج مفتوح عديم فائق دائم متنوع متباين مختلف مجهول معروف "
    "معلوم متفق مستقل كامل ناقص جيد حاد متدني ضعيف قوي عظيم باهظ زهيد"
)

# Of the shape of منزوع, but nouns.
_NOT_QUALITIES = _words("مشروع مسؤول موضوع مجموع مفهوم منشور مكتوب محصول مجهود مخزون مضمون")

_NOT_PLURAL = _words("نبات ثبات سبات فرات رفات بيات ذات إثبات اثبات شتات هيهات فتات")
_FIVE_NOUNS = {"أبو": "أب", "أخو": "أخ", "ذو": "ذ", "حمو": "حم"}


class Word(NamedTuple):
    """One token as written and as compared."""

    letters: str
    """Without marks, tatweel and joiners; hamzas kept."""
    key: str
    """Folded, as long as `letters`."""
    nunated: bool = False
    """Written with kasratan: قاضٍ."""


class Form(NamedTuple):
    """One form of a declared word, before proclitics, article and pronoun."""

    letters: str
    key: str
    number: Number
    state: State
    made: bool
    """Made by the grammar, not written by the terminologist."""
    nisba: bool = False
    """Ends in a ي that would also make an adjective of the word (أمن، أمني), or in a و that is only guessed: believed
    only in a fitting context."""


class Reading(NamedTuple):
    """One way of taking a word of a text apart."""

    proclitics: tuple[str, ...]
    article: bool
    start: int
    """Where the rest begins."""
    implied: bool = False
    """The article is the second lam of لل, so its alef is not written."""


_WHOLE = Reading((), False, 0)
_FRONT_LETTERS = frozenset("وفبلكسا")


# Letters Arabic borrows to spell names, beside the letter that other newsrooms write: پ ب, چ ج, ڤ ف, گ ك.
_BORROWED = str.maketrans("پچژڤڥڨگݣڭ", "بجزففقككك")
_LAST_OWN_LETTER = "ي"


def _comparable(folded: str) -> str:
    """Unify the seats of a hamza before و: مسئول، مسؤول; شئون، شؤون."""
    if "ئ" in folded or "ء" in folded:
        return folded.replace("ئو", "ؤو").replace("ءو", "ؤو")
    return folded


def _seated(letters: str) -> str:
    """A last hamza on its seat where it was written beside it (طوارىء, لاجيء); شيء and بطيء have no alif before them.

    >>> [_seated(word) for word in ("الطوارىء", "لاجيء", "بطيء", "الشيء")]
    ['الطوارئ', 'لاجئ', 'بطيء', 'الشيء']
    """
    if letters.endswith(("ىء", "يء")) and letters[-4:-3] == "ا":
        return letters[:-2] + "ئ"
    return letters


@lru_cache(maxsize=65536)
def read_word(token: str) -> Word:
    """A token as written and as compared.

    >>> read_word("شُئونٍ"), read_word("بيشمرگة").key
    (Word(letters='شئون', key='شؤون', nunated=True), 'بيشمركة')
    """
    folded = fold_text(token)
    highest = max(token, default="")
    if highest > _LAST_OWN_LETTER:
        folded = folded.translate(_BORROWED)
    if len(folded) == len(token) and highest < "\ufb50":
        return Word(_seated(token), _comparable(_seated(folded)))
    plain = unicodedata.normalize("NFC", token if max(token) < "\ufb50" else unicodedata.normalize("NFKC", token))
    offsets = fold(plain)
    letters = "".join(plain[at] for at in offsets.offsets[:-1])
    return Word(_seated(letters), _comparable(_seated(offsets.text).translate(_BORROWED)), plain.endswith(_KASRATAN))


def hamzas_clash(declared: str, written: str) -> bool:
    """Whether two spellings of one key are two words: different hamzas at one place, or a hamza where a word ends in ا.

    >>> [hamzas_clash(a, b) for a, b in (("أعلام", "إعلام"), ("أعلام", "اعلام"), ("اتصال", "إتصال"), ("خطا", "خطأ"))]
    [True, False, False, True]
    """
    if declared == written:
        return False
    last = len(declared) - 1
    for at, (one, other) in enumerate(zip(declared, written, strict=False)):
        if one != other and other in _WRITTEN_HAMZAS and (one in _WRITTEN_HAMZAS or (at == last and one == "ا")):
            return True
    return False


def is_spelt_otherwise(form: Form, written: str) -> bool:
    """Whether a stem of a text with the key of a form is another word: خطأ is no form of خط, nor is خطى."""
    if hamzas_clash(form.letters, written):
        return True
    return form.state == "con" and form.made and form.letters.endswith("ي") and written.endswith("ى")


def has_article(word: Word) -> bool:
    """Whether a *declared* word carries the article (not التزام, whose ال is its own, nor الله, which never drops it).

    >>> [has_article(read_word(w)) for w in ("القوات", "التزام", "الله", "ألمانيا")]
    [True, False, False, False]
    """
    return (
        word.letters[:1] in ("ا", "ٱ")
        and word.key.startswith(ARTICLE)
        and len(word.key) >= 4
        and word.key not in _NEVER_BARE
        and not word.key.startswith(_RADICAL_AL)
    )


def without_article(word: Word) -> Word:
    """The word behind its article."""
    return Word(word.letters[2:], word.key[2:], word.nunated)


@lru_cache(maxsize=1)
def own_words() -> frozenset[str]:
    """Keys of nouns whose first letter و ف ب ل ك is their own (وحدة، لجنة، بحرية), each seen with the article in prose.

    The list is drawn from the project's own training prose; it only ever stops a single-letter strip.
    """
    text = resources.files("muqabala.glossary").joinpath("own_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_own_word(key: str) -> bool:
    """Whether the word is known as one word, first letter included."""
    return key in own_words()


# ── inflection ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _join(base: str, suffix: str) -> str:
    """Write a suffix after a word; أ and ا meet in آ.

    >>> _join("مبدأ", "ان"), _join("مكتب", "ان")
    ('مبدآن', 'مكتبان')
    """
    if base.endswith("أ") and suffix.startswith("ا"):
        return base[:-1] + "آ" + suffix[1:]
    return base + suffix


def _dual(base: str, masculine: bool) -> list[tuple[str, Number, State, bool]]:
    return [
        (_join(base, "ان"), "du", "abs", False),
        (base + "ين", "du", "abs", False),
        (_join(base, "ا"), "du", "con", False),
        (base + "ي", "du", "con", masculine),
    ]


def _sound_masculine(base: str, guessed: bool) -> list[tuple[str, Number, State, bool]]:
    return [
        (base + "ون", "pl", "abs", False),
        (base + "ين", "pl", "abs", False),
        (base + "و", "pl", "con", guessed),
        (base + "ي", "pl", "con", guessed),
    ]


def _takes_at(letters: str) -> bool:
    """Whether a masculine noun of this shape makes its plural in ات: verbal nouns and their like (اجتماع، تدريب، قرار).

    Not every noun may: مكتبات belongs to مكتبة, طائرات to طائرة.
    """
    key = letters.translate({ord("أ"): "ا", ord("إ"): "ا"})
    if len(key) >= 5 and key[0] == "ا" and "ا" in key[2:] and (key[-2] == "ا" or key.endswith("اء")):
        return True
    if len(key) == 4 and key[2] == "ا":
        return letters not in _PLURAL_OF_ANOTHER
    if key[0] == "ت" and len(key) == 5 and key[3] == "ي":
        return True
    if len(key) >= 5 and key[0] not in "مات" and key[-1] not in "ةاىيء" and key[1] != "ا":
        return True  # loans: فيروس، دولار، تلفزيون
    return key[0] == "ت" and len(key) in (4, 5) and key[-1] not in "ةاىي" and (len(key) == 4 or key[2] == "ا")


def _may_name_people(letters: str) -> bool:
    """Whether a noun has the shape of those whose plural is ون: participles, nisbas, فعّال, and what is long."""
    if len(letters) < 4:
        return False
    return letters[0] == "م" or letters[-1] == "ي" or letters[1] == "ا" or letters[2] == "ا" or len(letters) >= 5


Raw = tuple[str, Number, State, bool]


def _forms_in_ta(letters: str, number: Number, dual: bool, plural: bool) -> list[Raw]:
    stem, opened = letters[:-1], letters[:-1] + "ت"
    forms: list[Raw] = [(opened, number, "pre", False)]
    if dual:
        forms += _dual(opened, masculine=False)
    if plural:
        forms.append((_join(stem, "ات"), "pl", "any", False))
        if stem.endswith("ا"):
            forms += [(stem[:-1] + "وات", "pl", "any", False), (stem[:-1] + "يات", "pl", "any", False)]
    return forms


def _forms_in_hamza(letters: str, number: Number, dual: bool, plural: bool) -> list[Raw]:
    stem = letters[:-1]
    forms: list[Raw] = [(stem + seat, number, "pre", False) for seat in "ءئؤأ" if stem + seat != letters]
    bases = [letters, stem + "ئ"] if letters.endswith("ء") else [letters]
    if letters.endswith("اء"):
        # صحراء، صحراوان، صحراوات; but دواوين is no dual of دواء.
        bases += [stem + "و"] if len(letters) >= 5 else []
    elif not letters.endswith("أ"):
        forms += [(base + "ا", number, "acc", False) for base in bases]
    if dual and letters.endswith("ء") and not letters.endswith("اء"):
        forms += [(stem + "آن", "du", "abs", False), (stem + "آ", "du", "con", False)]  # جزآن beside جزءان
    for base in bases:
        if dual:
            forms += _dual(base, masculine=True)
        if plural:
            forms += _sound_masculine(base, guessed=True)
            forms.append((_join(base, "ات"), "pl", "any", False))
    return forms


def _forms_in_consonant(letters: str, number: Number, dual: bool, plural: bool, nunated: bool) -> list[Raw]:
    forms: list[Raw] = []
    # Short nouns and those that name no one make no ون: بيان is not to meet بيانو, nor نقل نقلوها.
    plural_in_un = plural and _may_name_people(letters)
    if nunated or (letters + "ي" in _DEFECTIVE and letters + "ي" not in _NOT_DEFECTIVE):
        letters += "ي"
        forms.append((letters, number, "any", False))
    elif letters in _DEFECTIVE:
        forms.append((letters[:-1], number, "acc", False))
    if number != "pl" or not letters.endswith("ات"):
        forms.append((letters + "ا", number, "acc", False))
    if dual:
        forms += _dual(letters, masculine=True)
    if plural:
        forms += _sound_masculine(letters, guessed=True) if plural_in_un else []
        if _takes_at(letters):
            forms.append((letters + "ات", "pl", "any", False))
    return forms


def _ending_forms(letters: str, number: Number, dual: bool, plural: bool, nunated: bool) -> list[Raw]:
    """Forms other than the declared one, by the last letter."""
    if letters in _FIVE_NOUNS:
        base = _FIVE_NOUNS[letters]
        return [(base + "ا", number, "con", False), (base + "ي", number, "con", False)]
    match letters[-1:]:
        case "":
            return []
        case "ة":
            return _forms_in_ta(letters, number, dual, plural)
        case "ى":
            stem = letters[:-1] + "ي"
            forms: list[Raw] = [(letters[:-1] + "ا", number, "pre", False)]
            forms += _dual(stem, masculine=False) if dual else []
            return forms + ([(stem + "ات", "pl", "any", False)] if plural else [])
        case "ء" | "أ" | "ؤ" | "ئ":
            return _forms_in_hamza(letters, number, dual, plural)
        case "ا":
            return [(letters + "ت", "pl", "any", False)] if plural else []
        case _:
            return _forms_in_consonant(letters, number, dual, plural, nunated)


def is_sound_plural(letters: str) -> bool:
    """Whether a word declared as a plural ends in the sound masculine ون or ين (not قوانين, which is broken).

    >>> is_sound_plural("مهندسون"), is_sound_plural("قوانين")
    (True, False)
    """
    if len(letters) < 5 or not letters.endswith(("ون", "ين")):
        return False
    return not (letters.endswith("ين") and len(letters) == 6 and letters[2] == "ا")


@lru_cache(maxsize=65536)
def noun_forms(word: Word, number: Number, *, dual: bool, plural: bool) -> tuple[Form, ...]:
    """Every form of a declared noun. `dual` and `plural`: whether those may be made from it.

    >>> [f.letters for f in noun_forms(read_word("لواء"), "sg", dual=False, plural=False)]
    ['لواء', 'لوائ', 'لواؤ', 'لواأ']
    """
    letters = word.letters
    forms: list[Raw]
    if number == "pl" and is_sound_plural(letters):
        declared: State = "abs"
        forms = [form for form in _sound_masculine(letters[:-2], guessed=False) if form[0] != letters]
    else:
        declared = "any"
        forms = _ending_forms(letters, number, dual, plural, word.nunated)
    seen = [Form(letters, word.key, number, declared, False)]
    seen += [Form(text, _key(text), n, state, True, nisba) for text, n, state, nisba in forms]
    return tuple(seen)


def _agreeing_forms(word: Word, number: Number) -> list[Form]:
    letters = word.letters
    forms = list(noun_forms(word, number, dual=number == "sg", plural=number == "sg"))
    if letters + "ي" in _NOT_DEFECTIVE:
        # subtle: جار alone is a neighbour, but in حساب جار it is جارٍ.
        forms += noun_forms(Word(letters, word.key, nunated=True), number, dual=number == "sg", plural=False)[1:]
    feminine = letters.endswith("ة")
    if letters in _UNCHANGING:
        forms += [Form(letters, word.key, other, "any", False) for other in NUMBERS if other != number]
    if letters in COLOURS:
        forms.append(_made(COLOURS[letters], "pl"))
    elif number == "sg" and letters in _FEMININE_COLOURS:
        forms.append(Form(letters, word.key, "pl", "any", False))
    elif number == "sg":
        forms.append(Form(letters, word.key, "pl", "any", False) if feminine else _made(letters + "ة", "pl"))
    elif feminine:
        forms.append(_made(letters[:-1] + "ات", "pl"))
    elif letters.endswith("ات"):
        forms.append(_made(letters[:-2] + "ة", "pl"))
    return forms


@lru_cache(maxsize=65536)
def adjective_forms(word: Word, number: Number) -> tuple[Form, ...]:
    """Every form in which a declared adjective may agree with its noun.

    A plural noun may be followed by the feminine singular (قوات مسلحة), a sound plural, or what was declared.
    """
    return tuple(form for form in _agreeing_forms(word, number) if form.state in ("any", "abs", "acc"))


@lru_cache(maxsize=4096)
def lone_adjective_forms(word: Word) -> tuple[Form, ...]:
    """Every form of a term that is one adjective, the feminine included."""
    forms = list(noun_forms(word, "sg", dual=True, plural=True))
    if not word.letters.endswith("ة"):
        feminine = read_word(word.letters + "ة")
        forms += [form._replace(made=True) for form in noun_forms(feminine, "sg", dual=True, plural=True)]
    return tuple(forms)


@lru_cache(maxsize=4096)
def denied_keys(word: Word) -> frozenset[str]:
    """Keys of a word of a denied phrase in any case and in the dual: رائد فضاء denies رائدا فضاء and رائدي الفضاء too.

    >>> sorted(denied_keys(read_word("أسبوعي")))
    ['اسبوعي', 'اسبوعيا', 'اسبوعيان', 'اسبوعيي', 'اسبوعيين']
    """
    if len(word.key) < 3:
        return frozenset((word.key,))
    return frozenset(form.key for form in noun_forms(word, "sg", dual=True, plural=False) if form.state != "pre")


@lru_cache(maxsize=65536)
def annexed_forms(word: Word, number: Number) -> tuple[Form, ...]:
    """As `adjective_forms`, for an adjective annexed to a noun: قصيرا المدى, not قصيران."""
    return tuple(form for form in _agreeing_forms(word, number) if form.state in ("any", "con"))


def _made(letters: str, number: Number) -> Form:
    return Form(letters, _key(letters), number, "any", True)


_KEY_FOLDS = {**str.maketrans("أإآٱى", "ااااي"), **_BORROWED}


def _key(letters: str) -> str:
    return _comparable(letters.translate(_KEY_FOLDS))


def is_own_derivation(article: bool, form: Form, pronoun: str, declared: str) -> bool:
    """Whether a made form is really another word: البحرين is no two seas; yet كمينا is كمين where that was declared."""
    surface = (ARTICLE if article else "") + form.letters + pronoun
    if surface in _OWN_DERIVATIONS:
        return True
    bare = surface.removesuffix("ا")
    return bare in _OWN_DERIVATIONS and bare != declared


# ── taking words of a text apart ─────────────────────────────────────────────────────────────────────────────────────


def readings(word: Word) -> list[Reading]:
    """Every way to see proclitics and article at the front of a word, the least stripped first.

    >>> [(r.proclitics, r.article, word.key[r.start:]) for word in [read_word("وللقوات")] for r in readings(word)][-1]
    (('و', 'ل'), True, 'قوات')
    """
    key, letters = word.key, word.letters
    if key[:1] not in _FRONT_LETTERS:
        return [_WHOLE] if len(key) >= 2 else []
    found = [_WHOLE]
    fronts: list[tuple[tuple[str, ...], int]] = [((), 0)]
    if key[:1] in ("و", "ف"):
        fronts.append(((key[0],), 1))
    for conjunction, at in list(fronts):
        following = key[at : at + 1]
        if following and following in "بكل":
            fronts.append(((*conjunction, following), at + 1))
        elif following == "س" and key[at + 1 : at + 2] in ("ي", "ت", "ن", "ا") and len(key) - at >= 5:
            found.append(Reading((*conjunction, "س"), False, at + 1))
    for proclitics, at in fronts:
        if at:
            found.append(Reading(proclitics, False, at))
        if proclitics[-1:] == ("ل",):
            if key[at : at + 1] == "ل":
                found += [Reading(proclitics, True, at, True), Reading(proclitics, True, at + 1, True)]
        elif key.startswith(ARTICLE, at) and letters[at] not in _WRITTEN_HAMZAS:
            found.append(Reading(proclitics, True, at + 2))
    return [reading for reading in found if len(key) - reading.start >= 2]


def pronoun_ends(word: Word) -> list[tuple[str, int]]:
    """Where the stem of a word may end, with the pronoun that then follows; the bare word first."""
    key = word.key
    ends = [("", len(key))]
    pronouns = _PRONOUNS_BY_LAST.get(key[-1:])
    if pronouns is not None and not word.letters.endswith("ى"):
        ends += [(pronoun, len(key) - len(pronoun)) for pronoun in pronouns if key.endswith(pronoun)]
    return ends


# ── what a declared word is ──────────────────────────────────────────────────────────────────────────────────────────


def looks_plural(letters: str, english_is_plural: bool) -> bool:
    """Whether an entry was declared in the plural (القوات المسلحة), so that it makes no dual of its own."""
    if letters.endswith("ات") and len(letters) >= 4 and letters not in _NOT_PLURAL:
        return True
    return english_is_plural and (is_sound_plural(letters) or _is_broken_plural(letters))


def _is_broken_plural(letters: str) -> bool:
    """A shape that nearly always is a plural: أفعال، أفعلة، أفعلاء، فعلاء، فعول، مفاعل، فواعيل."""
    key, length = letters, len(letters)
    if key.startswith("أ") and (key.endswith("اء") or (length == 5 and (key[3] == "ا" or key[4] == "ة"))):
        return True
    if length == 5 and key.endswith("اء"):
        return True
    if length == 4 and key[2] == "و":
        return True
    return length in (5, 6) and key[2] == "ا" and key[-1] != "ة" and (length == 5 or key[4] == "ي")


def is_quality(word: Word) -> bool:
    """Whether a word is an adjective that is often annexed: قصير المدى، متعددة المهام، منزوعة السلاح.

    >>> [is_quality(read_word(w)) for w in ("قصيرة", "منزوعة", "مجموعة", "هيئة")]
    [True, True, False, False]
    """
    masculine = word.letters.removesuffix("ة")
    if masculine in _QUALITIES:
        return True
    return len(masculine) == 5 and masculine[0] == "م" and masculine[3] == "و" and masculine not in _NOT_QUALITIES


def agrees_as_adjective(noun: Word, other: Word) -> bool | None:
    """Whether the second of two bare words agrees with the first as an adjective does; None where it may.

    >>> [agrees_as_adjective(read_word(a), read_word(b)) for a, b in (("صاروخ", "باليستي"), ("مكتب", "اتصال"))]
    [True, False]
    """
    feminine_noun = noun.letters.endswith(("ة", "ات", "اء")) or (noun.letters.endswith("ى") and noun.key[0] != "م")
    letters = other.letters
    if letters in COLOURS or letters in _FEMININE_COLOURS:
        return True if letters in _FEMININE_COLOURS or not feminine_noun else None
    if letters.removesuffix("ة") in _BARE_ADJECTIVES or letters + "ي" in _DEFECTIVE:
        return None
    if letters in _NOT_PARTICIPLES:
        return False
    if letters.removesuffix("ة") in _SHORT_NISBAS:
        return True if letters.endswith("ة") == noun.letters.endswith("ة") else (feminine_noun or None)
    if letters.removesuffix("ة") in _SHORT_ADJECTIVES:
        return True if letters.endswith("ة") == noun.letters.endswith("ة") else None
    if letters.endswith("ية") and len(letters) >= 5:
        return feminine_noun or None
    if letters.endswith("ي") and len(letters) >= 4:
        return True if not noun.letters.endswith("ة") else None
    if letters.endswith("ة"):
        base = letters[:-1]
        participle = (letters.startswith("م") and len(letters) >= 5) or (len(base) == 4 and base[1] == "ا")
        qualities = len(base) == 4 and base[2] == "ي"
        if not (participle or qualities):
            return False
        return True if noun.letters.endswith("ات") or (feminine_noun and letters.startswith("م")) else None
    if letters.endswith(("ون", "ين")) and noun.letters.endswith(("ون", "ين")):
        return True
    masculine = (
        (letters.startswith("م") and len(letters) >= 4)
        or (len(letters) == 4 and letters[1] == "ا")
        or (len(letters) == 4 and letters[2] == "ي")
    )
    return None if masculine and not noun.letters.endswith("ة") else False
