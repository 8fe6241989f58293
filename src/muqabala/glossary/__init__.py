"""What the client insists on: terms, found in Arabic in every inflection and judged in English.

    glossary = load_glossary(["glossaries/defence.csv"])
    hits = glossary.matcher().hits("افتتح الحلف مكتب الاتصال")
    judgement = judge(source, target, hits)
"""

from muqabala.glossary.enforce import Judgement, judge
from muqabala.glossary.load import Fault, Glossary, load_glossary
from muqabala.glossary.match import Matcher

__all__ = ["Fault", "Glossary", "Judgement", "Matcher", "judge", "load_glossary"]
