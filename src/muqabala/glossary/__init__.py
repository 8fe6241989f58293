"""What the client insists on: terms, found in Arabic in every inflection and judged in English.

glossary = load_glossary(["glossaries/defence.csv"])
hits = glossary.matcher().hits("افتتح الحلف مكتب الاتصال")
judgement = judge(source, target, hits)
"""

from muqabala.glossary.check import check_files
from muqabala.glossary.enforce import ForbiddenHit, Judgement, TermCount, judge, term_success, wanted_forms
from muqabala.glossary.load import Glossary, load_glossary, stale_terms
from muqabala.glossary.match import Matcher
from muqabala.glossary.rows import Fault

__all__ = [
    "Fault", "ForbiddenHit", "Glossary", "Judgement", "Matcher", "TermCount", "check_files", "judge", "load_glossary",
    "stale_terms", "term_success", "wanted_forms",
]  # fmt: skip
