"""What English grammar knows of a noun that its spelling does not show: whether it is counted, and told apart.

An entry says it first. A plural that differs from the singular makes a noun countable, one that is equal makes it
unchanging or uncounted, and `article` overrules everything. Glossaries rarely say more, least of all two-column ones,
so behind the entry stand short lists of heads, kept here and nowhere else:

- sure mass nouns never bear a or an, not even with an adjective between (compulsory military service);
- those among them that name a notion drop *the* as well where Arabic must write it (الردع النووي, nuclear deterrence);
- what merely looks like a mass noun by its ending is given no a, but an a that somebody wrote is believed.

The lists hold what learners' dictionaries mark as uncountable only; nouns with a counted sense (a law, a forest fire)
are listed with the word that decides the sense.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from muqabala.glossary.english import EnglishForm, is_unchanging, looks_plural
from muqabala.values import Term


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LINKS = _words("of in for to at on by with from against under")
"""Words behind which no head stands: deployment of forces is a deployment."""

_NOTIONS = re.compile(
    r"(?:\w+-)*(?:\w*(?:security|sovereignty|deterrence|warfare|ware|diplomacy|terrorism|extremism|armament|inflation)"
    r"|\w{3,}(?:ism|[^t]ness|i[sz]ation|ification|bility)|integrity|impunity|neutrality|superiority|solidarity"
    r"|legitimacy|autonomy|austerity|prosperity|equality|inequality|electricity|productivity|diversity|biodiversity"
    r"|mortality|immunity|hostility|ambiguity|espionage|piracy|propaganda|intelligence|counter-intelligence|violence"
    r"|independence|governance|surveillance|reconnaissance|resilience|interference|reconciliation|contamination"
    r"|decontamination|migration|immigration|emigration|legislation|cooperation|proliferation|discrimination"
    r"|segregation|deforestation|sanitation|irrigation|education|corruption|pollution|starvation|malnutrition|enrichment"
    r"|disengagement|displacement|recruitment|employment|unemployment|containment|empowerment|procurement|enforcement"
    r"|harassment|training|funding|spending|refuelling|jamming|spoofing|smuggling|trafficking|laundering|demining"
    r"|financing|cleansing|fishing|farming|peacekeeping|policing|hostage-taking|manufacturing|agriculture|tourism"
    r"|aviation|forestry|asylum|jihad|apartheid|racism|poverty|wealth|hunger|justice|progress|research|advice|healthcare"
    r"|welfare|bribery|slavery|torture|literacy|illiteracy|encryption|sabotage|incitement|firepower|cyberspace)"
)
_COUNTED_NOTIONS = re.compile(
    r"(?:re|dis)?organi[sz]ation|mobili[sz]ation|civili[sz]ation|\w*mechanism|\w*organism|prism|witness|business|harness"
    r"|wilderness|illness|weakness|likeness|(?:cap|dis|in|li|prob|vulner)?ability|responsibility|possibility|warehouse"
    r"|(?:noti|classi|certi|modi|quali|justi|speci|clari|identi|rati)fication|immuni[sz]ation|criticism"
)
"""Endings of a notion on what is counted, or is an event that may be told apart."""

_NOTION_PHRASES = re.compile(
    r"(?:.* )?(?:(?:military|active|community|conscript|mandatory|compulsory) service|climate change|night vision"
    r"|(?:martial|international|humanitarian|maritime|criminal|common|islamic|sharia|customary) law"
    r"|(?:maximum|high|full) alert"
    r"|(?:friendly|covering|artillery|hostile|enemy|anti-aircraft|small-arms|live|indirect) fire"
    r"|(?:arms|border|pest|disease|birth|quality|crowd|traffic) control|mine clearance|search and rescue"
    r"|command and control|(?:air|covering) cover|(?:free|foreign|fair|bilateral|arms|drug|slave) trade|tear gas"
    r"|(?:sustainable|economic|social|rural|urban|human|industrial|regional|agricultural) development|street fighting"
    r"|(?:economic|population|gdp) growth|(?:civil|collective|air|missile|cbrn|self|self-)\s?defence|public health"
    r"|(?:human|forced|child|slave) labour|civil disobedience|collective punishment|live ammunition|freedom of .*"
    r"|(?:combat|military|operational) readiness|(?:nuclear|renewable|solar|atomic|wind) energy|social media)"
)
_MATTER = re.compile(
    r"(?:artillery|infantry|cavalry|ammunition|ordnance|weaponry|munition|equipment|information|infrastructure|materiel"
    r"|airspace|debris|wreckage|shrapnel|aid|damage|imagery|airlift|uranium|plutonium|phosphorus|\w*gas|fuel|petrol"
    r"|diesel|oil|water|wheat|rice|flour|sugar|steel|cement|timber|cotton|livestock|poultry|wildlife|luggage|baggage"
    r"|furniture|machinery|cash|money|evidence|knowledge|news|logistics|traffic|rainfall|sewage|rubble|housing|staffing)"
)
"""Mass nouns that are told apart: the artillery, the aid."""

_LOOKS_MASS = re.compile(
    r"(?:\w{3,}(?:ity|ness|ship|ism|ance|ence|ware|graphy|cracy|ation|isation|ment|ing)|\w*security|warfare|espionage"
    r"|artillery|infantry|cavalry|gas|uranium|phosphorus|ordnance|ammunition|imagery|piracy|diplomacy|damage|terror"
    r"|support|cover|debris|wire|police|aid|depth|readiness|airspace|cyberspace|personnel|control|relief|rescue"
    r"|defence|defense|mobilisation|mobilization|airlift|access|vision|spending|intelligence|equipment|infrastructure"
    r"|asylum|impunity|detention|enrichment|refuelling|cooperation|sovereignty|firepower|encryption|disposal"
    r"|navigation|counter-terrorism|jihad|extremism|displacement|violence|malware|demarcation|decontamination"
    r"|representation|recruitment|migration|denuclearisation|smuggling|reintegration|sea|land|weaponisation)"
)
_COUNTED = re.compile(
    r"(?:sub|inter|counter|super|micro|war|gun|battle|air|space|re|mis|pre|over|under)?"
    r"(?:conference|commission|mission|division|operation|station|position|declaration|violation|government|agreement"
    r"|regiment|detachment|instrument|document|organisation|organization|delegation|resolution|corporation|convention"
    r"|installation|formation|settlement|statement|parliament|department|alliance|ambulance|meeting|briefing|hearing"
    r"|bombing|warning|building|landing|crossing|warship|ship|entity|facility|authority|city|capability|incident|licence|ability|liability|disability|vulnerability"
    r"|responsibility|possibility|probability"
    r"|sentence|consultation|demonstration|negotiation|establishment|tournament|ring|wing|ceasefire|aggression"
    r"|federation|association|administration|investigation|allocation|location|generation|mechanism|organism|witness"
    r"|business|partnership|relationship|scholarship|championship|flagship|community|university|minority|majority"
    r"|priority|activity|identity|commodity|amendment|announcement|appointment|commitment|movement|requirement"
    r"|experiment|element|monument|apartment|shipment|argument|arrangement|assessment|investment|payment|placement"
    r"|tariff|application|publication|recommendation|reservation|constellation|vaccination|nation|plantation|quotation"
    r"|regulation|simulation|situation|translation|variation|ordinance|allowance|grievance|instance|substance|appliance"
    r"|distance|entrance|balance|performance|advance|audience|consequence|difference|experience|fence|offence|preference"
    r"|reference|residence|science|sequence|uprising|painting|ruling|offering|gathering|filing|rating|saying|setting"
    r"|spring|string|king|thing|being|beginning|feeling|finding|opening|outing|ranking|reading|sitting|spelling|swing"
    r"|earring|ceiling|darling|evening|morning|wedding|drawing|fighting vehicle)"
)
_PLURAL_SENSE = _words("police personnel people cattle gentry clergy vermin")
"""Plurals that do not look it: security personnel are."""


def head(phrase: str) -> str:
    """The noun of a phrase: before of, to, in …, else the last word."""
    words = phrase.replace("-", " ").split()
    for at in range(1, len(words)):
        if words[at].casefold() in LINKS:
            return words[at - 1]
    return words[-1] if words else ""


def is_many(form: EnglishForm) -> bool:
    """Whether a form is a plural, as far as it can be seen without the sentence."""
    if form.number != "any":
        return form.number == "pl"
    noun = head(form.text)
    return looks_plural(noun) or noun.casefold() in _PLURAL_SENSE


def settled(form: EnglishForm, wanted: Literal["sg", "pl"]) -> EnglishForm:
    """A form whose spelling leaves the number open, in the number that is meant: two aircraft are, one aircraft is."""
    if form.number != "any":
        return form
    many = is_many(form) or (wanted == "pl" and is_unchanging(head(form.text)))
    return form._replace(number="pl" if many else "sg")


@lru_cache(maxsize=4096)
def is_uncounted(phrase: str) -> bool:
    """Whether a noun surely never bears a or an."""
    return is_notion(phrase) or bool(_MATTER.fullmatch(head(phrase).casefold()))


@lru_cache(maxsize=4096)
def is_notion(phrase: str) -> bool:
    """Whether a noun names a notion, which takes no article at all unless something behind it tells which.

    >>> [is_notion(n) for n in ("nuclear deterrence", "artillery", "military service", "secret service", "mechanism")]
    [True, False, True, False, False]
    """
    lower = phrase.casefold()
    if _NOTION_PHRASES.fullmatch(lower):
        return True
    if any(word in LINKS for word in lower.split()):
        return False
    noun = lower.split()[-1] if lower.split() else ""
    return bool(_NOTIONS.fullmatch(noun) and not _COUNTED_NOTIONS.fullmatch(noun))


def is_countable(text: str, term: Term) -> bool:
    """Whether a/an can stand before a rendering: what has a declared plural, else by the look of the noun."""
    if is_bare_name(text, term):
        return False
    noun = head(text).casefold()
    if term.en_plural and text == term.en:
        return term.en_plural != term.en or is_unchanging(noun)
    if is_unchanging(noun):
        return True
    return not is_uncounted(text) and (bool(_COUNTED.fullmatch(noun)) or not _LOOKS_MASS.fullmatch(noun))


def takes_no_article(text: str, term: Term) -> bool:
    """Whether neither a nor the belongs before a rendering by itself: names, and notions the entry gives no plural."""
    if is_bare_name(text, term):
        return True
    declared = term.en_plural and term.en_plural != term.en and text == term.en
    return not declared and not term.article and is_notion(text)


def never_one(text: str, term: Term) -> bool:
    """Whether a or an is wrong before a rendering, however many adjectives stand between."""
    declared = term.en_plural and term.en_plural != term.en and text == term.en
    return not declared and term.article not in ("a", "an") and is_uncounted(text)


def is_bare_name(text: str, term: Term) -> bool:
    """A proper name that takes no article: one capitalised word or acronym (Mossad, UNIFIL), but the UN, the EU."""
    words = text.split()
    if term.en_plural:
        return False
    if len(words) == 1:
        initials = text.isupper() and len(text) <= 3
        return text[:1].isupper() and not initials
    return term.case == "keep" and len(words) == 2 and words[-1].casefold() in _NAMELIKE


_NAMELIKE = _words("dome bet intelligence hezbollah 5 vii europe")
