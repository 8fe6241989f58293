"""Which of a model's attention heads is its word alignment.

Marian trained with guided alignment uses the first head of the last decoder layer, and only such a model; others keep
the knowledge elsewhere or spread it. No gold alignment is needed to find out: numbers and Latin names are written alike
on both sides, so a head that looks at ٢٠١٩ while the model writes 2019 knows where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from muqabala.engine.alignment import Alignment, words
from muqabala.text.arabic import fold_key
from muqabala.values import Span

if TYPE_CHECKING:
    from muqabala.engine.hf import HfEngine

PAIRS: tuple[tuple[str, str], ...] = (
    ("وصل 35 نائبا إلى المدينة يوم 12 مايو.", "35 deputies arrived in the city on 12 May."),
    ("بلغ عدد السكان 7 ملايين نسمة عام 2019.", "In 2019 the population reached 7 million."),
    ("وقعت شركة Siemens عقدا بقيمة 480 مليون يورو.", "A contract worth 480 million euros was signed by Siemens."),
    ("تأسست منظمة NATO عام 1949 وتضم اليوم 32 دولة.", "NATO was founded in 1949 and has 32 members today."),
    ("تراجعت الأسعار بنسبة 18 في المئة مقارنة بعام 2008.", "Compared with 2008, prices fell by 18 per cent."),
    ("أصدر المجلس القرار 1701 بعد 34 يوما من القتال.", "After 34 days of war the Council passed resolution 1701."),
    ("يبلغ طول الطريق 260 كيلومترا وعرضه 15 مترا.", "The road is 15 metres wide and 260 kilometres long."),
    ("أعلنت Airbus عن بيع 90 طائرة لشركة Lufthansa.", "Airbus announced the sale of 90 aircraft to Lufthansa."),
    ("في الساعة 10 من صباح 3 يونيو انقطع التيار الكهربائي.", "On 3 June at 10 in the morning the power failed."),
    ("حضر المؤتمر 400 طبيب من 60 بلدا.", "Doctors from 60 countries, 400 in all, attended the conference."),
    ("نقلت وكالة Reuters عن مسؤول أن 23 شخصا أصيبوا.", "An official told Reuters that 23 people were injured."),
    ("خصصت الوزارة 75 مليون دولار لبناء 120 مدرسة.", "The ministry set aside 75 million dollars to build 120 schools."),
    ("بدأ البرنامج عام 1996 وانتهى عام 2004.", "The programme began in 1996 and ended in 2004."),
    ("استقبل الميناء 54 سفينة خلال 8 أيام.", "In 8 days the port received 54 ships."),
    ("قالت UNESCO إن 17 موقعا جديدا أضيف إلى القائمة.", "A total of 17 new sites joined the list, UNESCO said."),
    ("ارتفعت الحرارة إلى 49 درجة وتوقف العمل في 6 مصانع.", "Work stopped in 6 factories as it reached 49 degrees."),
)  # fmt: skip
"""Short sentences whose anchors stand in different orders on the two sides: a mere diagonal does not find them."""

_MARGIN = 0.05
"""What another head must have over the usual one to be preferred: one anchor in twenty."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The best head, and what it was chosen for."""

    layer: int
    head: int
    found: float
    """Share of anchors it finds."""
    usual: float
    """Share the first head of the last layer finds."""


def choose_attention(engine: HfEngine, pairs: Sequence[tuple[str, str]] = PAIRS) -> Choice:
    """The decoder layer and head that find most anchors. Needs a MarianMT model in the reference engine."""
    hits: Counter[tuple[int, int]] = Counter()
    total = 0
    layers = 0
    for source, target in pairs:
        anchored = anchors(source, target)
        total += len(anchored)
        attention = engine.attention_of(source, target)
        layers = len(attention)
        source_spans = engine.encoding.source_pieces(source).spans
        target_spans = engine.encoding.target_pieces(target).spans
        for layer, heads in enumerate(attention):
            for head, weights in enumerate(heads):
                found = Alignment(source, target, source_spans, target_spans, weights)
                hits[layer, head] += sum(_points_at(found, row, column) for row, column in anchored)
    usual = hits[layers - 1, 0] / max(1, total)
    # Of equal heads the later layer: it has seen more of what is being written.
    best = max(hits, key=lambda place: (hits[place], place[0], -place[1]))
    found_share = hits[best] / max(1, total)
    if found_share < usual + _MARGIN:
        return Choice(layers - 1, 0, usual, usual)
    return Choice(*best, found_share, usual)


def anchors(source: str, target: str) -> list[tuple[int, int]]:
    """Places (target word, source word) of numbers and Latin words that stand once on each side.

    >>> anchors("٣ كتب من Oxford", "Oxford sent 3 books")
    [(0, 3), (2, 0)]
    """
    sides = []
    for text in (target, source):
        spans: tuple[Span, ...] = words(text)
        folded = [fold_key(text[start:end]) for start, end in spans]
        counts = Counter(folded)
        sides.append(
            {word: at for at, word in enumerate(folded) if counts[word] == 1 and word.isascii() and word.isalnum()}
        )
    return sorted((at, sides[1][word]) for word, at in sides[0].items() if word in sides[1])


def _points_at(found: Alignment, row: int, column: int) -> bool:
    weights = found.matrix[row]
    return bool(weights.size and int(np.argmax(weights)) == column and weights[column] > 0)
