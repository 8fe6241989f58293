"""How well terms are kept, and at what price: one table of systems on the sentences of `benchmarks/terms/`.

    python benchmarks/terms.py [--split test] [--model NAME] [--constrained 100] [--out OUTPUTS.tsv]
    python benchmarks/terms.py --slow-down
    python benchmarks/terms.py --read-out benchmarks/terms/read.tsv

Systems: the model alone; the English term written into the Arabic sentence before translating (naive); a placeholder
there instead, exchanged for the term afterwards; constrained beam search on the reference engine (about one second a
sentence; `--constrained` names fewer of them); the ladder that drafting uses; and the references, which say what can be
reached. Term success counts `must` terms, each occurrence its own rendering, by maximum assignment. chrF and BLEU are
sacrebleu's; p is the paired bootstrap against the model alone.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from muqabala.engine import Engine, load_engine
from muqabala.engine.constraints import constraints_of
from muqabala.engine.marian import longest_answer
from muqabala.engine.models import find_model
from muqabala.engine.search import constrained_search
from muqabala.evaluate.translation import corpus_scores, paired_bootstrap
from muqabala.glossary import load_glossary, term_success
from muqabala.glossary.enforce import TermCount
from muqabala.glossary.render import ranked_forms
from muqabala.text.english import capitalise_first
from muqabala.values import Policy, Role, Segment, TermHit
from muqabala.workflow.draft import Drafting, draft_segments
from muqabala.workflow.examine import Examiner
from muqabala.workflow.place import placer_for
from muqabala.workflow.told_lines import read_by
from reading import UNREAD, Output, write_sheet

HERE = Path(__file__).resolve().parent
GLOSSARY = HERE.parent / "glossaries" / "defence.csv"
NEWS = HERE.parent / "seeds" / "memory" / "own_news.tsv"


@dataclass(frozen=True)
class System:
    """Outputs for the first sentences of a set, and the seconds they took."""

    name: str
    outputs: list[str]
    seconds: float


def drafted(engine: Engine, examiner: Examiner, lines: Sequence[str], *, place: bool, tell: bool = True) -> list[str]:
    """Lines through drafting, as `muqabala translate` does it."""
    segments = [Segment("-", number, number, Role.BODY, line) for number, line in enumerate(lines, 1)]
    drafting = Drafting(engine, examiner, place=placer_for(engine, examiner) if place else None, tell=tell)
    return [draft.target for _, draft in sorted(draft_segments(segments, drafting), key=lambda one: one[0])]


def written_into(line: str, hits: Sequence[TermHit], word: Callable[[int, TermHit], str]) -> str:
    """A source with something else in place of its terms."""
    for at in reversed(range(len(hits))):
        line = line[: hits[at].start] + word(at, hits[at]) + line[hits[at].end :]
    return line


def told(engine: Engine, examiner: Examiner, lines: Sequence[str]) -> list[str]:
    """What the model writes when it reads its terms, and nobody looks whether it did."""
    return [one.text for one in engine.translate([read_by(engine, line, examiner.hits(line)) for line in lines])]


def _english(line: str, _: int, hit: TermHit) -> str:
    return ranked_forms(line, hit)[0].text


def naive(engine: Engine, lines: Sequence[str], hits: Sequence[Sequence[TermHit]]) -> list[str]:
    sources = [written_into(line, found, partial(_english, line)) for line, found in zip(lines, hits, strict=True)]
    return [one.text for one in engine.translate(sources)]


def placeholder(engine: Engine, lines: Sequence[str], hits: Sequence[Sequence[TermHit]]) -> list[str]:
    sources = [written_into(line, found, lambda at, _: f"X{at + 1}") for line, found in zip(lines, hits, strict=True)]
    outputs = []
    for line, found, one in zip(lines, hits, engine.translate(sources), strict=True):
        text = one.text
        for at in reversed(range(len(found))):
            text = text.replace(f"X{at + 1}", ranked_forms(line, found[at])[0].text)
        outputs.append(text)
    return outputs


def constrained(model: str, lines: Sequence[str], hits: Sequence[Sequence[TermHit]], beam: int) -> list[str]:
    from muqabala.engine.hf import HfEngine

    engine = HfEngine(find_model(model), beam=beam)
    vocabulary = engine.encoding.vocabulary
    outputs = []
    for line, found in zip(lines, hits, strict=True):
        choices = []
        for hit in found:
            forms = [form.text for form in ranked_forms(line, hit)[:2]]
            texts = [text for text in (*forms, *map(capitalise_first, forms)) if engine.knows(text)]
            choices.append([[vocabulary[piece] for piece in engine.encoding.target(text)] for text in texts])
        step, end, banned = engine.steps(line)
        wanted = constraints_of(choices)
        room = longest_answer(engine.length(line), 256)
        found_best = constrained_search(step, wanted, end=end, beam=beam, limit=room, banned=banned)
        outputs.append(engine.written(found_best.pieces))
    return outputs


def timed(name: str, make: Callable[[], list[str]]) -> System:
    started = time.perf_counter()
    outputs = make()
    return System(name, outputs, time.perf_counter() - started)


def row(system: System, base: System, rows: Sequence[dict[str, str]], find: Callable[[str], Sequence[TermHit]]) -> str:
    size = len(system.outputs)
    sources, references, documents = ([one[key] for one in rows[:size]] for key in ("ar", "en", "document"))
    count: TermCount = term_success(zip(sources, system.outputs, strict=True), find, documents)
    scores = corpus_scores(system.outputs, references)
    cells = [system.name if size == len(rows) else f"{system.name} (first {size})"]
    cells += [f"{count.placed}/{count.total}", f"{100 * (count.success or 0):.2f}", str(count.forbidden)]
    cells.append("–" if count.consistency is None else f"{100 * count.consistency:.1f}")
    for metric in ("chrf", "bleu"):
        change = ""
        if system is not base and system.name != "references":
            against = paired_bootstrap(system.outputs, base.outputs[:size], references, metric)
            change = f" ({against.gain:+.2f}, p={against.p_value:.3f})"
        cells.append(f"{scores[metric].score:.2f}{change}")
    cells.append(f"{system.seconds:.1f}")
    return "| " + " | ".join(cells) + " |"


def read_out(path: Path, engine: Engine, examiner: Examiner) -> None:
    """Outputs of the ladder for a person to read: those of the test split with a required term."""
    rows = sentences("test")
    hits = [examiner.hits(one["ar"]) for one in rows]
    chosen = [at for at, found in enumerate(hits) if any(hit.term.policy is Policy.MUST for hit in found)]
    texts = drafted(engine, examiner, [rows[at]["ar"] for at in chosen], place=True)
    outputs: dict[str, Output] = {}
    for at, text in zip(chosen, texts, strict=True):
        outputs.setdefault(text, Output(rows[at]["id"], rows[at]["ar"], text, hits[at]))
    counts = write_sheet(path, list(outputs.values()), engine)
    print(f"{path}: {len(outputs)} outputs of {engine.signature}; ", end="")
    print(", ".join(f"{verdict} {count}" for verdict, count in counts.most_common()), f"({UNREAD}: to be read)")


def sentences(split: str) -> list[dict[str, str]]:
    path = HERE / "terms" / f"{split}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def slow_down(engine: Engine, examiner: Examiner, size: int) -> None:
    """A document of ordinary news in which every third sentence holds one required term."""
    with_term: list[str] = []
    without: list[str] = []
    for line in NEWS.read_text(encoding="utf-8").splitlines()[1:]:
        arabic = line.split("\t")[0]
        hits = examiner.hits(arabic)
        if not hits:
            without.append(arabic)
        elif len(hits) == 1 and hits[0].term.policy is Policy.MUST:
            with_term.append(arabic)
        if len(with_term) >= size and len(without) >= 2 * size:
            break
    lines = [line for at in range(size) for line in (with_term[at], without[2 * at], without[2 * at + 1])]
    drafted(engine, examiner, lines[:30], place=True)
    seconds = {False: float("inf"), True: float("inf")}
    for _ in range(8):
        # By turns, and in processor time: what else the machine does weighs on neither.
        for place in seconds:
            started = time.process_time()
            drafted(engine, examiner, lines, place=place)
            seconds[place] = min(seconds[place], time.process_time() - started)
    print(
        f"slow-down on {len(lines)} sentences, one term in three: {seconds[True] / seconds[False]:.2f} "
        f"({seconds[False]:.1f} s of processor time without placing, {seconds[True]:.1f} s with; best of eight)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "test"], default="test")
    parser.add_argument("--model", help="name or folder (default: the configured one)")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument(
        "--constrained", type=int, default=0, help="sentences for the constrained search (default: all)"
    )
    parser.add_argument("--out", type=Path, help="write source, reference, model alone and ladder here, as TSV")
    parser.add_argument("--read-out", type=Path, metavar="SHEET", help="only write outputs for a person to read")
    parser.add_argument("--slow-down", action="store_true", help="only measure what placing costs a whole document")
    options = parser.parse_args()
    glossary = load_glossary([GLOSSARY])
    engine = load_engine(model=options.model, engine="ct2", beam=options.beam)
    examiner = Examiner(glossary)
    if options.slow_down:
        slow_down(engine, examiner, 60)
        return
    if options.read_out:
        read_out(options.read_out, engine, examiner)
        return
    rows = sentences(options.split)
    lines = [one["ar"] for one in rows]
    hits = [[hit for hit in examiner.hits(line) if hit.term.policy is Policy.MUST] for line in lines]
    few = options.constrained or len(lines)
    name = options.model or engine.signature.split("@")[0]
    base = timed("model alone", lambda: drafted(engine, examiner, lines, place=False))
    systems = [
        base,
        timed("naive replacement", lambda: naive(engine, lines, hits)),
        timed("placeholder", lambda: placeholder(engine, lines, hits)),
        timed("constrained beam search", lambda: constrained(name, lines[:few], hits[:few], 8)),
        timed("ladder, nothing told", lambda: drafted(engine, examiner, lines, place=True, tell=False)),
        timed("terms told, no ladder", lambda: told(engine, examiner, lines)),
        timed("terms told, ladder", lambda: drafted(engine, examiner, lines, place=True)),
        System("references", [one["en"] for one in rows], 0.0),
    ]
    signatures = corpus_scores(base.outputs, systems[-1].outputs)
    print(f"{options.split}, {len(rows)} sentences; {engine.signature}")
    for metric in ("chrf", "bleu"):
        print(f"{metric}: {signatures[metric].signature}")
    print("\n| system | placed | success % | forbidden | consistency % | chrF | BLEU | seconds |\n|" + "---|" * 8)
    for system in systems:
        print(row(system, base, rows, examiner.hits))
    if options.out:
        table = zip(rows, base.outputs, systems[-2].outputs, strict=True)
        text = "".join(f"{one['id']}\t{one['ar']}\t{one['en']}\t{alone}\t{placed}\n" for one, alone, placed in table)
        options.out.write_text("id\tar\tref\talone\tladder\n" + text, encoding="utf-8")


if __name__ == "__main__":
    main()
