"""Arabic sentences made from a small grammar: as many as a test wants, of many lengths, without anybody's text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from muqabala.engine import Engine
from muqabala.engine.ct2 import Ct2Engine
from muqabala.engine.models import Model

_WHO = (
    "الوزير",
    "الرئيس",
    "المتحدث باسم الجيش",
    "رئيس الوفد",
    "وزير الخارجية",
    "اللجنة الدولية",
    "مجلس الأمن",
    "الحلف",
)
_DID = ("وصل إلى", "زار", "غادر", "تحدث عن", "افتتح", "ناقش الوضع في", "انتقد", "رحب بزيارة")
_WHERE = (
    "العاصمة",
    "المدينة القديمة",
    "مقر الأمم المتحدة",
    "مكتب الاتصال",
    "المطار",
    "المصنع الجديد",
    "الحدود الشمالية",
)
_WHEN = ("صباح اليوم", "يوم الثلاثاء", "في 12 مايو", "قبل شهرين", "بعد ساعات من القصف", "عام 2019", "مساء أمس الأحد")
_AND = ("وأضاف أن", "وأكد أن", "فيما قال إن", "وأوضح أن", "غير أن")


def _made_lines(count: int, seed: int = 5) -> list[str]:
    """Different sentences of 4 to 40 words."""
    pick = random.Random(seed)
    lines: dict[str, None] = {}
    while len(lines) < count:
        clauses = [f"{pick.choice(_WHO)} {pick.choice(_DID)} {pick.choice(_WHERE)} {pick.choice(_WHEN)}"]
        clauses += [
            f"{pick.choice(_AND)} {pick.choice(_WHO)} {pick.choice(_DID)} {pick.choice(_WHERE)}"
            for _ in range(pick.choice((0, 0, 1, 1, 2, 3, 5)))
        ]
        lines["، ".join(clauses) + "."] = None
    return list(lines)


@pytest.fixture
def made_lines() -> Callable[..., list[str]]:
    """`made_lines(count, seed=5)`: that many different sentences, always the same ones."""
    return _made_lines


@pytest.fixture(scope="module")
def small(tiny_model: Path) -> Iterator[Engine]:
    """A model with a window of 64 pieces, taught nothing."""
    engine = Ct2Engine(Model("tiny", tiny_model), beam=2)
    yield engine
    engine.close()
