"""Cleaning dumped pages: what belongs to the article stays, what stands around it goes, and says why.

The pages in `tests/data/pages` were written for these tests after the habits of many sites. Batch A was used while the
cleaner was made; the others were written by other hands, one after the other, before it had seen them (F to I twelve
pages each, labelled before any run). Precision and recall of body lines on first contact, by the cleaner of that moment:

    B 0.82 0.91 · C 0.76 0.98 · D 0.89 0.92 · E 0.90 1.00 · F 0.82 0.92 · G 0.90 0.89 · H 0.93 0.82 · I 0.98 0.99

    J 0.93 0.90 · K 0.97 0.89 · L 0.91 0.92 · M 0.90 0.90

I is twelve ordinary pages of full size; J to M are 48 smaller ones, each of another kind (statement, decree, transcript,
live page, fact check, list, memoir), where one line weighs more. Each batch but I has taught the cleaner something, so
those are regression tests now and no longer a measure of unseen pages. Two measures say more about those and can be
repeated: the pages with a fifth of the furniture's wordings hidden from the cleaner (below: it was 0.84 and 0.96
before F to H, 0.97 and 0.99 after I; 0.94 at worst with J to M), and the article of every page without its furniture,
which must come out whole.

Short dumps of real news pages, in three rounds of 15 to 19 that it had not seen (not kept here; labelled by its author,
paragraphs shortened): 0.81 0.99 · 0.87 1.00 · 0.83 0.97, where the cleaner before F found 0.77 0.99 · 0.53 1.00 ·
0.62 0.97. What is left there is mostly single lines over the title of a dump with next to no furniture.

A chain model (log-linear, two states, some 150 features of a line and its neighbours, trained with hidden wordings and
tested on the batch left out) was tried in place of the last step: with a fifth of the wordings hidden it found 0.978 and
0.974 where the rules found 0.977 and 0.984. It is not shipped.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala.documents import furniture, page_lines
from muqabala.documents.clean import Cleaned, clean_lines
from muqabala.values import Language, Role

PAGES = Path(__file__).parent.parent / "data" / "pages"
REASONS = {
    "menu", "byline", "timestamp", "caption", "related", "trending", "breaking", "share", "tags", "comments", "footer",
    "notice", "ad", "credit", "duplicate",
}  # fmt: skip

UNTITLED = {
    "e01_ar_elaph.txt", "g07_ar_cairo_longread.txt", "h08_ar_alliance_transcript.txt", "l03_ar_khartoum_statement.txt",
}  # fmt: skip
"""One has no title, and one an invocation over it; the titles of the others are three words over a second headline,
which is taken for the title."""


def labels() -> dict[str, dict[str, list[int]]]:
    """Page → 1-based lines of its body and of its noise; lines in neither may go either way."""
    found: dict[str, dict[str, list[int]]] = {}
    for batch in sorted(PAGES.glob("labels_*.json")):
        found |= json.loads(batch.read_text(encoding="utf-8"))
    return found


def cleaned_page(name: str) -> tuple[list[str], Cleaned]:
    language: Language = "en" if "_en_" in name else "ar"
    lines = (PAGES / name).read_text(encoding="utf-8").splitlines()
    return lines, clean_lines(lines, language)


def squashed(text: str) -> str:
    return re.sub(r"\W+", "", text)


def count(name: str) -> tuple[int, int, int]:
    """Body lines kept, noise kept, body lines lost. A line kept elsewhere in the same words counts as kept."""
    gold = labels()[name]
    lines, cleaned = cleaned_page(name)
    numbers = {line.line for line in cleaned.kept}
    text = squashed("".join(line.text for line in cleaned.kept))
    body = [squashed(lines[number - 1]) for number in gold["body"]]
    lost = [n for n in gold["body"] if n not in numbers and squashed(lines[n - 1]) not in text]
    extra = [
        n for n in gold["noise"]
        if n in numbers and len(squashed(lines[n - 1])) >= 3 and not any(squashed(lines[n - 1]) in b for b in body)
    ]  # fmt: skip
    return len(gold["body"]) - len(lost), len(extra), len(lost)


def test_pooled_precision_and_recall_of_body_lines() -> None:
    """At least 0.97 each over all pages; prints how every page did."""
    right = wrong = missed = 0
    for name in sorted(labels()):
        kept, extra, lost = count(name)
        print(f"{name}: kept {kept}, noise kept {extra}, lost {lost}")  # noqa: T201
        right, wrong, missed = right + kept, wrong + extra, missed + lost
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.97


@pytest.mark.parametrize("name", sorted(labels()))
def test_no_page_is_lost(name: str) -> None:
    """No single page may fall far behind the pooled figure."""
    kept, extra, lost = count(name)
    assert kept / (kept + lost) >= 0.85
    assert kept / max(1, kept + extra) >= 0.8


@pytest.mark.parametrize("name", sorted(set(labels()) - UNTITLED))
def test_the_title_is_found(name: str) -> None:
    """It is the first body line that is labelled, on every page that has one."""
    lines, cleaned = cleaned_page(name)
    titles = [squashed(line.text) for line in cleaned.kept if line.role is Role.TITLE]
    first = squashed(lines[labels()[name]["body"][0] - 1])
    assert titles == [first]


@pytest.mark.parametrize("name", sorted(labels()))
def test_every_line_is_kept_or_dropped_with_a_reason(name: str) -> None:
    lines, cleaned = cleaned_page(name)
    numbers = sorted([line.line for line in cleaned.kept] + [line.line for line in cleaned.dropped])
    assert numbers == [n for n, line in enumerate(lines, start=1) if line.strip()]
    assert {line.reason for line in cleaned.dropped} <= REASONS


# ── what the pages say about pages nobody has seen ───────────────────────────────────────────────────────────────────


def _hidden(said: str, seed: int) -> bool:
    """One wording in five."""
    return zlib.crc32(f"{seed}|{said}".encode()) % 5 == 0


@pytest.mark.parametrize("seed", range(3))
def test_unknown_wordings_are_told_by_their_company(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that calls its buttons by names the cleaner does not know: a fifth of all wordings, dates excepted."""

    def blind(said: str) -> furniture.Cue | None:
        found = furniture.cue(said)
        known = found is None or found.reason == "timestamp" or not any(map(str.isalnum, said))
        return found if known or not _hidden(said, seed) else None

    monkeypatch.setattr(page_lines, "cue", blind)
    right, wrong, missed = (sum(column) for column in zip(*(count(name) for name in labels()), strict=True))
    # 0.94 at the worst of the three seeds: the small pages of J to M have fewer lines that tell what a line is.
    assert right / (right + wrong) >= 0.93
    assert right / (right + missed) >= 0.98


def test_an_article_without_its_page_comes_out_whole() -> None:
    """The body lines of every page, as a file of their own; at most one line in two hundred may go."""
    lost = total = 0
    for name, gold in labels().items():
        raw = (PAGES / name).read_text(encoding="utf-8").splitlines()
        lines = [
            text
            for n in sorted(gold["body"])
            for text in (["", raw[n - 1]] if not raw[n - 2].strip() else [raw[n - 1]])
        ]
        cleaned = clean_lines(lines, "en" if "_en_" in name else "ar")
        total += len(gold["body"])
        lost += len(cleaned.dropped)
    assert lost <= total / 200


# ── texts that are no pages lose nothing ─────────────────────────────────────────────────────────────────────────────

PARAGRAPH = "بحث وزير الدفاع مع نظيره سبل تعزيز التعاون بين القوات المسلحة في البلدين، واتفقا على تنفيذ مناورات مشتركة."
CLEAN: dict[str, tuple[Language, str]] = {
    "article": (
        "ar",
        f"وزير الدفاع يزور طوكيو\n\n{PARAGRAPH}\n\nوقال الوزير إن الزيارة ناجحة.\n\nملف الطاقة\n\n{PARAGRAPH}",
    ),
    "unpunctuated": ("ar", "زيارة\nوصل الوفد إلى العاصمة صباح اليوم\nاستقبله وزير الدفاع\nعاد مساء"),
    "letter": (
        "ar",
        "الرقم: 114/ق\nالتاريخ: 12 مايو 2025\nإلى: مكتب الاتصال في طوكيو\nالموضوع: زيارة الوفد\nعاجل\n\nتحية طيبة وبعد،\n\n"
        f"{PARAGRAPH}\n\nوتفضلوا بقبول فائق الاحترام،\n\nاللواء الركن سامي العلي\nرئيس هيئة العمليات\n\nالمرفقات: 2\nنسخة إلى: الأرشيف",
    ),
    "communiqué": (
        "ar",
        f"بيان مشترك\nعمّان، 14 مايو 2025\n\n{PARAGRAPH}\nواتفق الجانبان على ما يلي:\n1. فتح مكتب اتصال\n2. تبادل المعلومات\n"
        "3. مناورات سنوية\nحرر في عمّان.",
    ),
    "services": ("ar", "القوات البرية\nالقوات الجوية\nالقوات البحرية\nالدفاع الجوي\nالحرس الوطني\nالأمن\nالاقتصاد"),
    "countries": ("ar", "الأردن\nمصر\nالسعودية\nالعراق\nاليابان\nالصين\nتركيا"),
    "poem": (
        "ar",
        "على قدر أهل البحر تأتي الموانئ\nوتأتي على قدر الرياح السفائن\nعلى قدر أهل البحر تأتي الموانئ\nفصبرا",
    ),
    "interview": ("ar", "متى بدأتم؟\nفي الصباح.\nهل انتهيتم؟\nلا.\nومتى تنتهون؟\nحين يعود الجميع إلى القاعدة."),
    "minutes": (
        "ar",
        "محضر اجتماع\n10:00 افتتح الرئيس الجلسة.\n10:15 نوقش البند الأول.\nالمناقشات\nالتوصيات\nالمرفقات",
    ),
    "report": (
        "en",
        "Coverage\nThe radar covers 400 kilometres.\nDiscussion\nThe results are mixed.\nReferences\n1. Field notes.",
    ),
    "memo": (
        "en",
        "To: Liaison office\nFrom: Chief of staff\nDate: 3 June 2025\nSubject: Exercise\n\nPlease confirm by Friday.\n\nJ. Hale",
    ),
    "forces": ("en", "Army\nNavy\nAir Force\nMarine Corps\nCoast Guard\nSpace Force"),
    "one line": ("ar", "شارك الوزير في القمة"),
}


@pytest.mark.parametrize("kind", CLEAN)
def test_a_text_that_is_no_page_loses_nothing(kind: str) -> None:
    """Letters have dates, reports have sources, lists have short lines; none of that makes a page."""
    language, text = CLEAN[kind]
    cleaned = clean_lines(text.split("\n"), language)
    assert cleaned.dropped == []
    assert [line.text for line in cleaned.kept] == [line.strip() for line in text.split("\n") if line.strip()]


def test_headings_of_a_clean_article_are_recognised() -> None:
    roles = {line.text: line.role for line in clean_lines(CLEAN["article"][1].split("\n"), "ar").kept}
    assert roles["وزير الدفاع يزور طوكيو"] is Role.TITLE
    assert roles["ملف الطاقة"] is Role.HEADING
    assert roles[PARAGRAPH] is Role.BODY


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "seeds").rglob("*.txt")), ids=lambda path: path.name
)
def test_our_own_seeds(path: Path) -> None:
    """The dumped pages lose their menus; the communiqué and the pairs lose nothing."""
    language: Language = "en" if path.name.endswith(".en.txt") else "ar"
    cleaned = clean_lines(path.read_text(encoding="utf-8").splitlines(), language)
    assert bool(cleaned.dropped) == (path.parent.name == "news")
    assert len(cleaned.kept) >= 7


# ── single decisions ─────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = ["الرئيسية", "رياضة", "منوعات", "شارك القصة", "وزير الدفاع يبحث في طوكيو فتح مكتب اتصال"]
BODY = [
    "بحث وزير الدفاع في طوكيو فتح مكتب اتصال لحلف شمال الأطلسي، وقال إن القرار يعود إلى الدول الأعضاء.",
    "وأضاف الوزير أن مكتب الاتصال سيضم عشرة موظفين، وأنه لن يضطلع بأي مهام عسكرية في اليابان.",
    "وأكد وزير الدفاع الياباني أن بلاده ترحب بالحلف، وأن المكتب سيبدأ عمله في طوكيو قبل نهاية العام.",
]
TAIL = ["الأكثر قراءة", "سعر الذهب اليوم في الأسواق", "جميع الحقوق محفوظة"]


def kept(lines: list[str]) -> list[str]:
    return [line.text for line in clean_lines(lines, "ar").kept]


def reason(lines: list[str], text: str) -> str:
    return next(line.reason for line in clean_lines(lines, "ar").dropped if line.text == text)


def test_the_plain_page() -> None:
    assert kept(HEAD + BODY + TAIL) == [HEAD[-1], *BODY]


@pytest.mark.parametrize("cut", ["ومن المقرر أن يعقد الجانبان اجتماعا آخر في بروكسل لبحث التفاص\N{REPLACEMENT CHARACTER}",
                                 "وقالت مصادر مطلعة إن المفاوضات بين طوكيو والحلف ستستمر حتى نهاية الشهر ثم تُعرض على القا..."])  # fmt: skip
def test_a_line_cut_short_stays(cut: str) -> None:
    assert cut in kept([*HEAD, *BODY, cut, *TAIL])


def test_a_last_paragraph_without_full_stop_stays() -> None:
    last = "وتستمر زيارة الوفد الياباني ثلاثة أيام"
    assert last in kept([*HEAD, *BODY, last, *TAIL])


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("الصورة: رويترز", "caption"),
        ("وزير الدفاع خلال زيارته إلى طوكيو (أرشيفية)", "caption"),
        ("بقلم: سامي العلي", "byline"),
        ("رويترز - وكالات", "byline"),
        ("12 مايو 2025 - 14:05", "timestamp"),
        ("مدة القراءة: 3 دقائق", "timestamp"),
        ("إعلان", "ad"),
        ("اقرأ أيضا: ارتفاع أسعار الذهب في الأسواق", "related"),
        ("تابعونا على تلغرام", "share"),
    ],
)
def test_furniture_between_paragraphs(line: str, why: str) -> None:
    page = [*HEAD, BODY[0], line, *BODY[1:], *TAIL]
    assert kept(page) == [HEAD[-1], *BODY]
    assert reason(page, line) == why


@pytest.mark.parametrize(
    "line", ["ماذا بعد؟", "موقف باريس", "• فتح مكتب في طوكيو قبل نهاية العام", "ثانيا: تبادل المعلومات"]
)
def test_text_between_paragraphs(line: str) -> None:
    assert line in kept([*HEAD, BODY[0], line, *BODY[1:], *TAIL])


def test_a_list_that_a_colon_announces_stays_however_short_its_items() -> None:
    items = ["واتفق الجانبان على ما يلي:", "• التدريب", "• الألغام", "• السيبراني"]
    assert kept([*HEAD, *BODY, *items, BODY[0] + " مجددا.", *TAIL])[4:8] == items


def test_a_title_printed_twice_is_kept_once() -> None:
    page = [*HEAD, HEAD[-1], *BODY, *TAIL]
    assert kept(page) == [HEAD[-1], *BODY]
    assert reason(page, HEAD[-1]) == "duplicate"


def test_a_pulled_quote_is_kept_where_it_was_said() -> None:
    page = [*HEAD, *BODY[:2], "«وأنه لن يضطلع بأي مهام عسكرية في اليابان»", BODY[2], *TAIL]
    assert kept(page) == [HEAD[-1], *BODY]


def test_comments_never_come_back() -> None:
    comments = [
        "التعليقات (2)",
        "أبو خالد",
        "مكتب الاتصال في طوكيو قرار متأخر، وكان على وزير الدفاع أن يعلنه قبل عام.",
        "رد",
    ]
    assert kept([*HEAD, *BODY, *comments, *TAIL]) == [HEAD[-1], *BODY]


def test_a_live_page_keeps_its_entries_and_drops_their_times() -> None:
    page = [
        *HEAD,
        BODY[0],
        "19:35",
        "وصول الوفد الياباني",
        BODY[1],
        "18:10",
        "بدء الجلسة",
        BODY[2],
        "17:00",
        BODY[0] + " ثانية.",
        *TAIL,
    ]
    assert "وصول الوفد الياباني" in kept(page)
    assert "19:35" not in kept(page)


def test_wrapped_paragraphs_stay_whole() -> None:
    """Lines of one wrapped paragraph share their fate and say that they go on."""
    lines = (PAGES / "a06_ar_lynx.txt").read_text(encoding="utf-8").splitlines()
    body = [line for line in clean_lines(lines, "ar").kept if line.role is Role.BODY]
    assert [line.continues for line in body][:3] == [False, True, True]


def test_a_page_without_a_paragraph_keeps_what_is_not_furniture() -> None:
    page = ["شارك القصة", "الرئيسية", "سياسة الخصوصية", "صور من المناورات", "سفينة الإنزال"]
    assert kept(page) == ["صور من المناورات", "سفينة الإنزال"]


def test_a_link_between_paragraphs_goes_and_a_subhead_stays() -> None:
    """No wording tells them apart: the link is longer, and the text under it speaks of something else."""
    link = "خفر السواحل ينقذ طاقم سفينة شحن قبالة سواحل الصومال"
    page = [*HEAD, BODY[0], link, BODY[1], "مهام المكتب", BODY[2], *TAIL]
    assert kept(page) == [HEAD[-1], BODY[0], BODY[1], "مهام المكتب", BODY[2]]
    assert reason(page, link) == "related"


def test_a_label_and_its_headline_go_together() -> None:
    page = [*HEAD, BODY[0], "نافذة على العالم", "سفينة شحن تجنح", *BODY[1:], *TAIL]
    assert kept(page) == [HEAD[-1], *BODY]


def test_a_poem_under_a_colon_stays() -> None:
    poem = ["وختم الوزير كلمته ببيتين:", "على قدر أهل العزم تأتي العزائم", "وتأتي على قدر الكرام المكارم"]
    assert kept([*HEAD, BODY[0], *poem, *BODY[1:], *TAIL]) == [HEAD[-1], BODY[0], *poem, *BODY[1:]]


@pytest.mark.parametrize("row", ["| {} | {} | {} |", "{}\t{}\t{}"])
def test_a_table_between_paragraphs_stays(row: str) -> None:
    table = [row.format("السنة", "الأفراد", "السفن"), row.format(2023, 10, 2), row.format(2024, 20, 4)]
    assert kept([*HEAD, *BODY[:2], *table, BODY[2], *TAIL]) == [HEAD[-1], *BODY[:2], *table, BODY[2]]


def test_short_answers_of_an_interview_stay() -> None:
    talk = ["س: كم موظفا في المكتب؟", "ج: 10.", "س: ومتى يبدأ؟", "ج: غدا."]
    assert kept([*HEAD, BODY[0], *talk, *BODY[1:], *TAIL]) == [HEAD[-1], BODY[0], *talk, *BODY[1:]]


def test_names_under_a_closing_formula_stay() -> None:
    signature = ["والله ولي التوفيق.", "الناطق الرسمي", "العميد سامي العلي"]
    assert kept([*HEAD, *BODY, *signature, *TAIL]) == [HEAD[-1], *BODY, *signature]


def test_a_ticker_over_the_title_is_no_beginning() -> None:
    ticker = ["أعلنت شركة الكهرباء انقطاع التيار عن عدة أحياء في العاصمة، بسبب أعمال الصيانة الليلية.", "فيسبوك"]
    assert kept([*HEAD[:3], *ticker, HEAD[-1], *BODY, *TAIL]) == [HEAD[-1], *BODY]


def test_a_teaser_that_breaks_off_under_its_headline_goes() -> None:
    teaser = [
        "أسرار المطبخ القديم",
        "يكشف كتاب جديد أسرار المطبخ في العصر القديم، وكيف كان الطهاة يحفظون الطعام أشهرا طويلة...",
    ]
    assert kept([*HEAD, *BODY, "", *teaser, "", *TAIL]) == [HEAD[-1], *BODY]


def test_what_is_said_of_the_author_under_the_text_goes() -> None:
    page = ["Home", "Sports", "Share this article", "Ministers discuss a liaison office in Tokyo", "By Salma Reed", *EN,
            "Reed covers the alliance from Brussels.", "Most Read", "All rights reserved"]  # fmt: skip
    cleaned = clean_lines(page, "en")
    assert [line.text for line in cleaned.kept] == [page[3], *EN]
    assert next(line.reason for line in cleaned.dropped if line.text.startswith("Reed")) == "byline"


EN = [
    "TOKYO (AP) — The defence ministers discussed on Monday a liaison office of the alliance, officials said.",
    "The office would have ten staff and no military tasks, according to two people who know the plan.",
    "Japan's minister said he welcomed the plan and that the office could open in Tokyo by the end of the year.",
]


def test_an_article_with_one_button_loses_the_button_only() -> None:
    """Hardly a page: a date over it and a button under it, and a line that a page would lose."""
    note = "ترجمة غير رسمية صدرت عن مكتب الاتصال"
    lines = ["محليات", HEAD[-1], note, "", *BODY, "مهام المكتب"]
    assert kept(lines) == [HEAD[-1], note, *BODY, "مهام المكتب"]
    assert kept([*lines[1:], "شارك الخبر"])[:1] == [HEAD[-1]]
    assert "شارك الخبر" not in kept([*lines[1:], "شارك الخبر"])


def test_nothing_gives_nothing() -> None:
    assert clean_lines(["", "   "], "ar") == Cleaned([], [])


@given(
    st.lists(st.sampled_from([*HEAD, *BODY, *TAIL, "", "نعم.", "• بند", "19:35", "Share", "اقرأ أيضا"]), max_size=40)
)
@settings(max_examples=120, deadline=None)
def test_any_mixture_is_divided_and_always_in_the_same_way(lines: list[str]) -> None:
    cleaned = clean_lines(lines, "ar")
    numbers = [line.line for line in cleaned.kept] + [line.line for line in cleaned.dropped]
    assert sorted(numbers) == [n for n, line in enumerate(lines, start=1) if line.strip()]
    assert [line.line for line in cleaned.kept] == sorted(line.line for line in cleaned.kept)
    assert clean_lines(lines, "ar") == cleaned


def test_time_grows_with_the_lines() -> None:
    """Four times the lines, not sixteen times the time; the margin is for a busy machine."""

    def seconds(times: int) -> float:
        page = [
            *HEAD,
            *(f"{line} {n}" for n in range(times) for line in (*BODY, "• بند", "خبر آخر من القسم نفسه")),
            *TAIL,
        ]
        furniture._cue.cache_clear()
        start = time.process_time()
        clean_lines(page, "ar")
        return time.process_time() - start

    seconds(20)
    assert seconds(400) < 10 * seconds(100)
