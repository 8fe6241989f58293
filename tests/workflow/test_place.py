"""The ladder over the real engine and the real glossary: what must be placed is, and nothing else is touched."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from muqabala.engine import Engine, load_engine
from muqabala.glossary import Glossary, judge, load_glossary
from muqabala.glossary.english import allowed_forms
from muqabala.text.english import indefinite
from muqabala.values import Hypothesis, Policy, Role, Segment, ToldLine
from muqabala.workflow.draft import Drafting, Wanting, draft_segments
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place import Ladder, placer_for
from muqabala.workflow.place_job import Candidate, Job, surplus

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEWS = ROOT / "seeds" / "memory" / "own_news.tsv"
DEV = ROOT / "benchmarks" / "terms" / "dev.jsonl"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The starter model, greedy: the ladder does not care and the test is quicker."""
    opened = load_engine(model="starter", engine="ct2", beam=1)
    yield opened
    opened.close()


def glossary(folder: Path, *rows: str) -> Glossary:
    path = folder / "terms.csv"
    head = "id,ar,ar_plural,kind,en,en_plural,en_variants,en_forbidden,policy"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return load_glossary([path])


OFFICE = "office,مكتب اتصال,مكاتب اتصال,idafa,liaison office,liaison offices,,communications office|contact office,must"
SHIP = "ship,سفينة حربية,سفن حربية,adjective,warship,warships,,,must"


def drafts(engine: Engine, terms: Glossary | None, lines: list[str]) -> list[str]:
    examiner = Examiner(terms)
    segments = [Segment("d", number, number, Role.BODY, line) for number, line in enumerate(lines, 1)]
    drafting = Drafting(engine, examiner, place=placer_for(engine, examiner))
    return [draft.target for _, draft in sorted(draft_segments(segments, drafting), key=lambda one: one[0])]


def placed(engine: Engine, terms: Glossary, source: str, text: str, *, anew: bool = True) -> str:
    """What the ladder makes of a hypothesis."""
    hits = Examiner(terms).hits(source)
    score = engine.score([source], [text])[0]
    return Ladder(engine, anew=anew)([Wanting(source, Hypothesis(text, score), hits)])[0].text


def count(text: str, words: str) -> int:
    return text.casefold().count(words)


def test_segments_without_a_term_stay_as_they_are(engine: Engine, defence: Glossary) -> None:
    """A thousand sentences without a hit: byte for byte what they are without a glossary."""
    examiner = Examiner(defence)
    arabic = (line.split("\t")[0] for line in NEWS.read_text(encoding="utf-8").splitlines()[1:])
    lines = list(itertools.islice((line for line in arabic if len(line) < 90 and not examiner.hits(line)), 1000))
    assert len(lines) == 1000
    assert drafts(engine, defence, lines) == drafts(engine, None, lines)


def test_every_required_term_is_placed(engine: Engine, defence: Glossary) -> None:
    """On sentences of the benchmark: all placed, no forbidden rendering, none twice."""
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()][:60]
    examiner = Examiner(defence)
    lines = [row["ar"] for row in rows]
    for line, text in zip(lines, drafts(engine, defence, lines), strict=True):
        judgement = judge(line, text, examiner.hits(line))
        assert not judgement.unplaced, (line, text)
        assert not judgement.forbidden, (line, text)


def test_a_draft_depends_on_its_line_alone(engine: Engine, defence: Glossary) -> None:
    """Alone, among others, in another order: the same."""
    rows = [json.loads(line)["ar"] for line in DEV.read_text(encoding="utf-8").splitlines()][:24]
    together = drafts(engine, defence, rows)
    assert drafts(engine, defence, rows[::-1])[::-1] == together
    assert [drafts(engine, defence, [row])[0] for row in rows[:8]] == together[:8]


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        ("افتتح الحلف مكتب اتصال في طوكيو.", "The alliance opened a contact office in Tokyo.", {"a liaison office": 1}),
        ("افتتح الحلف مكتب اتصال في طوكيو.", "The alliance opened an office in Tokyo.", {"liaison office": 1}),
        ("افتتح الحلف مكتبي اتصال في طوكيو.", "The alliance opened offices in Tokyo.", {"liaison offices": 1}),
        ("افتتح الحلف مكتب اتصال في طوكيو.", "", {"liaison office": 1}),
        ("افتتح الحلف مكتب اتصال في طوكيو.", "...", {"liaison office": 1}),
        ("زار «مكتب الاتصال» في طوكيو.", "He visited the “contact office” in Tokyo.", {"“liaison office”": 1}),
        (
            "مكتب اتصال في طوكيو ومكتب اتصال في عمان.",
            "An office in Tokyo and an office in Amman.",
            {"liaison office": 2},
        ),
        (
            "مكتب اتصال في طوكيو ومكتب اتصال في عمان.",
            "A liaison office in Tokyo and one in Amman.",
            {"liaison office": 2},
        ),
        (
            "وصلت سفينة حربية إلى مكتب الاتصال.",
            "A ship came to the office.",
            {"liaison office": 1, "warship": 1},
        ),
        ("غرقت سفينة حربية وسفينة حربية أخرى.", "Two warships sank.", {"warship": 2}),
    ],
)
def test_terms_come_in_once_for_each_occurrence(
    engine: Engine, tmp_path: Path, source: str, text: str, wanted: dict[str, int]
) -> None:
    """Several terms, one twice, quoted, nothing to start from, a forbidden rendering."""
    terms = glossary(tmp_path, OFFICE, SHIP)
    made = placed(engine, terms, source, text)
    for words, times in wanted.items():
        assert count(made, words) == times, made
    judgement = judge(source, made, Examiner(terms).hits(source))
    assert not judgement.unplaced
    assert not judgement.forbidden


def test_overlapping_terms_need_a_rendering_each(engine: Engine, tmp_path: Path) -> None:
    """قوة المهام المشتركة holds قوة مهام only where it stands by itself."""
    terms = glossary(
        tmp_path,
        "a,قوة مهام مشتركة,,adjective,joint task force,joint task forces,,,must",
        "b,قوة مهام,,idafa,task force,task forces,,,must",
    )
    source = "تحولت قوة مهام مشتركة إلى قوة مهام دائمة."
    made = placed(engine, terms, source, "The joint force became a lasting unit.")
    assert count(made, "joint task force") == 1
    assert count(made, "task force") == 2


def test_a_rendering_in_another_form_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    """What the judge already finds is not written again."""
    text = "The Liaison-Office closed."
    assert placed(engine, glossary(tmp_path, OFFICE), "أغلق مكتب الاتصال.", text) == text


def test_numbers_outlive_the_placing(engine: Engine, tmp_path: Path) -> None:
    terms = glossary(tmp_path, OFFICE)
    made = placed(engine, terms, "افتتح 35 مكتب اتصال عام 2019.", "It opened 35 contacts in 2019.", anew=False)
    assert "35" in made
    assert "2019" in made
    assert count(made, "35 liaison offices") == 1


def test_terms_to_check_are_never_changed(engine: Engine, tmp_path: Path) -> None:
    """`check` shows, and does nothing: not even to a forbidden rendering."""
    terms = glossary(tmp_path, OFFICE.replace(",must", ",check"))
    text = "The alliance opened a contact office in Tokyo."
    assert placed(engine, terms, "افتتح الحلف مكتب اتصال في طوكيو.", text) == text


def test_preferred_terms_never_cost_score(engine: Engine, tmp_path: Path) -> None:
    """`prefer` is tried, and kept only where the model likes the sentence no less."""
    terms = glossary(tmp_path, OFFICE.replace("communications office|contact office", "").replace(",must", ",prefer"))
    source = "افتتح الحلف مكتب اتصال في طوكيو."
    for text in ("The alliance opened an office in Tokyo.", engine.translate([source])[0].text):
        made = placed(engine, terms, source, text)
        before, after = engine.score([source, source], [text, made])
        assert made == text or after >= before


def test_forbidden_renderings_beside_a_placed_term_give_way(engine: Engine, tmp_path: Path) -> None:
    terms = glossary(tmp_path, OFFICE)
    source = "افتتح الحلف مكتب اتصال في طوكيو ومكتب اتصال في عمان."
    made = placed(engine, terms, source, "It opened a liaison office in Tokyo and a contact office in Amman.")
    assert made == "It opened a liaison office in Tokyo and a liaison office in Amman."


def test_lines_longer_than_the_model_reads(engine: Engine, tmp_path: Path) -> None:
    """The parts are mended one by one and joined as drafting joins them."""
    terms = glossary(tmp_path, OFFICE, SHIP)
    sentence = "قال الوزير إن الحلف افتتح مكتب اتصال في طوكيو وإن سفينة حربية وصلت إلى الميناء، "
    source = sentence * 9
    assert engine.length(source) > engine.max_length
    made = drafts(engine, terms, [source])[0]
    judgement = judge(source, made, Examiner(terms).hits(source))
    assert not judgement.unplaced
    assert count(made, "liaison office") == 9


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        (
            "افتتح الحلف مكتب اتصال في طوكيو.",
            "The alliance opened an liaison office in Tokyo.",
            "The alliance opened a liaison office in Tokyo.",
        ),
        ("أُغلق مكتب الاتصال.", "The liaison office office closed.", "The liaison office closed."),
        ("أُغلق مكتب الاتصال.", "The the liaison office closed.", "The liaison office closed."),
        ("مكاتب اتصال الحلف.", "A liaison offices.", "Liaison offices."),
    ],
)
def test_a_draft_that_wants_nothing_is_mended_too(
    engine: Engine, tmp_path: Path, source: str, text: str, wanted: str
) -> None:
    """The model knew the term and not its article."""
    assert placed(engine, glossary(tmp_path, OFFICE, SHIP), source, text) == wanted


def test_the_right_one_of_two_occurrences_is_mended(engine: Engine, tmp_path: Path) -> None:
    """The judge gives the rendering that stands to the first of two; the words of the second stay what they were."""
    terms = glossary(tmp_path, OFFICE, SHIP)
    source = "زار الوفد مكتب اتصال في عمان ثم عاد إلى مكتب الاتصال."
    made = placed(engine, terms, source, "The delegation visited a bureau in Amman and returned to the liaison office.")
    assert count(made, "liaison office") == 2
    assert made.index("liaison office") < made.index("Amman")


def check(line: str, text: str, alone: str, examiner: Examiner) -> None:
    """What holds of any outcome, whatever the model wrote."""
    hits = examiner.hits(line)
    judgement = judge(line, text, hits)
    assert not judgement.unplaced, (line, text)
    assert len(judgement.forbidden) <= len(judge(line, alone, hits).forbidden), (line, text)
    assert surplus(text, hits) <= surplus(alone, hits), (line, alone, text)
    spans = [(hit, v.target) for hit, v in zip(hits, judgement.terms, strict=True) if v.target is not None]
    for hit, (start, end) in spans:
        if hit.term.policy is Policy.CHECK:
            continue
        before, behind = text[:start].split(), re.split(r"[\s-]+", text[end:])
        rendering = re.split(r"[\s-]+", text[start:end].casefold())
        taken = any(end <= a <= end + 1 for _, (a, _b) in spans)
        assert taken or behind[:2][-1].casefold() != rendering[-1] or text[end : end + 1] != " ", (line, text)
        if before and before[-1].casefold() in ("a", "an"):
            assert before[-1].casefold() in (indefinite(text[start:end]), hit.term.article), (line, text)
        if len(before) > 1 and before[-1].casefold() in ("a", "an", "the"):
            assert before[-2].casefold() not in ("a", "an", "the", "its", "their"), (line, text)


@pytest.mark.parametrize(
    ("sentences", "terms"),
    [
        (HERE / "angles.txt", ROOT / "glossaries" / "defence.csv"),
        (HERE / "fisheries.txt", HERE / "fisheries.csv"),
    ],
    ids=["from other angles", "another field"],
)
def test_what_holds_of_any_sentence(engine: Engine, sentences: Path, terms: Path) -> None:
    """Quotations, coordinations, counts, duals, headlines, sixty-word sentences; and a glossary it was not made for."""
    opened = load_glossary([terms])
    lines = sentences.read_text(encoding="utf-8").splitlines()
    examiner = Examiner(opened)
    for line, text, alone in zip(lines, drafts(engine, opened, lines), drafts(engine, None, lines), strict=True):
        check(line, text, alone, examiner)


def test_without_a_glossary_there_is_no_placer(engine: Engine) -> None:
    assert placer_for(engine, Examiner(None)) is None


def test_a_hypothesis_may_be_asked_to_stay_what_it_is(engine: Engine, defence: Glossary) -> None:
    """At the desk each of several texts is offered for itself, and what stands before the caret is the person's."""
    examiner = Examiner(defence)
    lines = [json.loads(line)["ar"] for line in DEV.read_text(encoding="utf-8").splitlines()[:60]]
    lines = [line for line in lines if examiner.hits(line)]
    drafted = engine.translate(lines, prefixes=["The"] * len(lines))
    wanting = [Wanting(line, one, examiner.hits(line)) for line, one in zip(lines, drafted, strict=True)]
    kept, free = (placer(wanting) for anew in (False, True) if (placer := placer_for(engine, examiner, anew=anew)))
    changed = [(a.text, b.text) for a, b in zip(kept, free, strict=True) if a.text != b.text]
    assert any(not text.startswith("The") for _, text in changed), "nothing began anew"
    begun = sum(one.text.startswith("The") for one in kept)
    assert begun > sum(one.text.startswith("The") for one in free)


def test_a_model_that_reads_terms_is_told_those_of_a_line_and_no_other_line(engine: Engine, defence: Glossary) -> None:
    examiner = Examiner(defence)
    drafting = Drafting(engine, examiner, place=placer_for(engine, examiner))
    with_terms = "افتتح الحلف\nمكتب  اتصال في المدينة"
    read = drafting.read(with_terms, examiner.hits(with_terms))
    assert isinstance(read, ToldLine)
    assert [(read.text[slice(*one.span)], one.english) for one in read.told] == [("مكتب اتصال", "liaison office")]
    for without in (replace(drafting, tell=False), replace(drafting, place=None)):
        assert without.read(with_terms, examiner.hits(with_terms)) == "افتتح الحلف مكتب اتصال في المدينة"
    for one in (drafting, replace(drafting, place=None)):
        latin = one.read("أطلقت شركة SpaceX صاروخا من طراز F-9 أمس", [])
        assert isinstance(latin, ToldLine)
        assert [told.english for told in latin.told] == ["SpaceX", "F-9"], "with a glossary and without the same"
        accented = one.read("نقلت Süddeutsche Zeitung عن Médecins Sans Frontières الخبر", [])
        assert isinstance(accented, ToldLine)
        assert [told.english for told in accented.told] == ["Süddeutsche Zeitung", "Médecins Sans Frontières"]
    plain = "زار الطفل  حديقة المدينة"
    assert drafting.read(plain, examiner.hits(plain)) == "زار الطفل حديقة المدينة"


def test_what_is_told_stands_better_than_what_is_exchanged(engine: Engine, defence: Glossary) -> None:
    """Most lines with terms need no climbing at all; without telling, most of the same lines do."""
    examiner = Examiner(defence)
    lines = [json.loads(line)["ar"] for line in DEV.read_text(encoding="utf-8").splitlines()[:150]]
    lines = [line for line in lines if any(hit.term.policy is Policy.MUST for hit in examiner.hits(line))]
    drafting = Drafting(engine, examiner, place=placer_for(engine, examiner))
    wanting = []
    for one in (drafting, replace(drafting, tell=False)):
        texts = engine.translate([one.read(line, examiner.hits(line)) for line in lines])
        judged = (judge(line, found.text, examiner.hits(line)) for line, found in zip(lines, texts, strict=True))
        wanting.append(sum(bool(verdict.unplaced) for verdict in judged))
    assert wanting[0] < wanting[1] / 2


def test_policy_words_are_the_contract() -> None:
    assert [str(policy) for policy in Policy] == ["must", "prefer", "check"]


class Watched(Ladder):
    """A ladder that keeps what the model wrote behind each prefix it was given."""

    grown: list[tuple[Job, int, Candidate]]

    def _spliced(
        self, active: Sequence[tuple[Job, int]], scored: Sequence[Sequence[tuple[float, Candidate]]]
    ) -> list[list[tuple[float, Candidate]]]:
        found = super()._spliced(active, scored)
        for (job, at), some in zip(active, found, strict=True):
            self.grown += [(job, at, one) for _, one in some]
        return found


def test_what_the_model_goes_on_with_is_weighed_by_the_place_it_was_given(engine: Engine, defence: Glossary) -> None:
    """Also behind the second of two places: the span of a sentence is that of the term in it."""
    # Asked whatever an exchange costs: how often it costs much depends on how good the model is.
    ladder, examiner = Watched(engine, loss=0.0), Examiner(defence)
    ladder.grown = []
    lines = [json.loads(line)["ar"] for line in DEV.read_text(encoding="utf-8").splitlines()[:240]]
    drafted = zip(lines, engine.translate(lines), strict=True)
    ladder([Wanting(line, hypothesis, examiner.hits(line)) for line, hypothesis in drafted])
    for job, at, one in ladder.grown:
        entries = (job.hits[at].term, *job.hits[at].alternatives)
        forms = {form.text.casefold() for entry in entries for form in allowed_forms(entry)}
        assert one.text[slice(*one.span)].casefold() in forms
    assert len({(id(job), at) for job, at, _ in ladder.grown}) < len(ladder.grown), "nobody was given two places"
