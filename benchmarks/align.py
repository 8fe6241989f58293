"""The aligner beside what others do, on the same documents; and how it takes long ones.

    python benchmarks/align.py FOLDER [--translations FILE]      one table of F1, and what the scores are worth
    python benchmarks/align.py --big 5000 [--pairs FILE]         seconds and memory at 5,000 and 10,000 sentences

FOLDER holds `*.jsonl`, a document a line: {"id", "ar": […], "en": […], "gold": [[[ar…], [en…]], …], "domain" or
"condition"}; such data are not part of the project. Systems: Gale–Church (1993) on characters; a small Bleualign
(Sennrich & Volk 2010) on translations of the Arabic by our own engine (kept in --translations, made when missing);
hunalign where the machine has it; muqabala. Figures are counted over all documents of a set together. Times are of
this process's processor time as well as of the clock, because others may be using the machine.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from muqabala.align import Bead, align, shipped_lexicon
from muqabala.evaluate.alignment import Link, score_alignment
from muqabala.evaluate.made import made_documents
from muqabala.text.words import english_stems
from muqabala.workflow.align import with_texts

Document = dict[str, Any]
System = Callable[[Document], Sequence[Link]]
SETS = ("law", "literature", "light", "medium", "heavy")
TOGETHER = {"manual": ("law", "literature"), "synthetic": ("light", "medium", "heavy")}


def link(arabic: range, english: range) -> Link:
    return tuple(arabic), tuple(english)


# ── Gale & Church 1993 ───────────────────────────────────────────────────────────────────────────────────────────────

PRIORS = {(1, 1): 0.89, (1, 0): 0.0099 / 2, (0, 1): 0.0099 / 2, (2, 1): 0.089 / 2, (1, 2): 0.089 / 2, (2, 2): 0.011}
VARIANCE = 6.8


def gale_church(arabic: Sequence[str], english: Sequence[str]) -> list[Link]:
    """The dynamic programme of the paper: characters, six shapes, a normal model of the length ratio."""
    left, right = _running(arabic), _running(english)
    ratio = right[-1] / left[-1] if left[-1] and right[-1] else 1.0
    best = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(arabic) + 1):
        for j in range(len(english) + 1):
            for n, m in PRIORS if i or j else ():
                if n > i or m > j or (i - n, j - m) not in best:
                    continue
                price = _length_price(left[i] - left[i - n], right[j] - right[j - m], ratio) - math.log(PRIORS[n, m])
                total = best[i - n, j - m] + price
                if (i, j) not in best or total < best[i, j]:
                    best[i, j], came[i, j] = total, (n, m)
    links, i, j = [], len(arabic), len(english)
    while i or j:
        n, m = came[i, j]
        links.append(link(range(i - n, i), range(j - m, j)))
        i, j = i - n, j - m
    return links[::-1]


def _running(sentences: Sequence[str]) -> list[int]:
    sums = [0]
    for sentence in sentences:
        sums.append(sums[-1] + len(sentence))
    return sums


def _length_price(left: float, right: float, ratio: float) -> float:
    if not left and not right:
        return 0.0
    mean = (left + right / ratio) / 2
    delta = abs(right - left * ratio) / math.sqrt(mean * VARIANCE)
    return -math.log(max(math.erfc(delta / math.sqrt(2)), 1e-300))


# ── Bleualign, small ─────────────────────────────────────────────────────────────────────────────────────────────────


def bleualign(machine: Sequence[str], arabic: Sequence[str], english: Sequence[str]) -> list[Link]:
    """1:1 anchors by BLEU-2 between translation and English, grown to 1:n and n:1, gaps by Gale–Church."""
    ours, theirs = [_grams(line) for line in machine], [_grams(line) for line in english]
    anchors = _best_anchors([[_bleu2(one, other) for other in theirs] for one in ours])
    links: list[Link] = []
    reached = (0, 0)
    for a, e in [*anchors, (len(arabic), len(english))]:
        gap_a, gap_e = range(reached[0], a), range(reached[1], e)
        if links and (gap_a or gap_e):
            links[-1], gap_a, gap_e = _grown(links[-1], gap_a, gap_e, machine, english)
        if gap_a or gap_e:
            inner = gale_church([arabic[i] for i in gap_a], [english[j] for j in gap_e])
            links += [(tuple(gap_a[i] for i in x), tuple(gap_e[j] for j in y)) for x, y in inner]
        if a < len(arabic) or e < len(english):
            links.append(link(range(a, a + 1), range(e, e + 1)))
        reached = (a + 1, e + 1)
    return links


def _grams(line: str) -> Counter[tuple[str, ...]]:
    words = english_stems(line)
    return Counter([*((word,) for word in words), *pairwise(words)])


def _bleu2(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
    """Geometric mean of 1-gram and 2-gram precision, both ways, harmonic mean (Bleualign's default)."""
    shared = one & other
    both = [
        (
            sum(n for gram, n in shared.items() if len(gram) == size),
            sum(n for gram, n in one.items() if len(gram) == size),
            sum(n for gram, n in other.items() if len(gram) == size),
        )
        for size in (1, 2)
    ]
    if not all(row[0] for row in both):
        return 0.0
    forth = math.sqrt(math.prod(hits / mine for hits, mine, _ in both))
    back = math.sqrt(math.prod(hits / yours for hits, _, yours in both))
    return 2 * forth * back / (forth + back)


def _best_anchors(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The monotone 1:1 path of the highest sum."""
    columns = len(scores[0]) if scores else 0
    best = [[0.0] * (columns + 1) for _ in range(len(scores) + 1)]
    for i, row in enumerate(scores, start=1):
        for j, score in enumerate(row, start=1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + score if score > 0 else 0.0)
    path, i, j = [], len(scores), columns
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            path.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return path[::-1]


def _grown(
    last: Link, gap_a: range, gap_e: range, machine: Sequence[str], english: Sequence[str]
) -> tuple[Link, range, range]:
    """The link before a gap takes in sentences of one side as long as that raises its score."""
    a, e = last
    score = _bleu2(_grams(" ".join(machine[i] for i in a)), _grams(" ".join(english[j] for j in e)))
    while gap_e or gap_a:
        wider: list[Link] = [(a, (*e, gap_e[0]))] if gap_e and len(a) == 1 else []
        wider += [((*a, gap_a[0]), e)] if gap_a and len(e) == 1 else []
        tried = [
            (_bleu2(_grams(" ".join(machine[i] for i in x)), _grams(" ".join(english[j] for j in y))), x, y)
            for x, y in wider
        ]
        if not tried or max(tried)[0] <= score:
            break
        score, x, y = max(tried)
        gap_a, gap_e = gap_a[len(x) - len(a) :], gap_e[len(y) - len(e) :]
        a, e = x, y
    return (a, e), gap_a, gap_e


def translations(documents: Sequence[Document], kept: Path) -> dict[str, list[str]]:
    """The Arabic of every document in our engine's English, read from the file or made and kept there."""
    if kept.is_file():
        return {row["id"]: row["en"] for row in map(json.loads, kept.read_text("utf-8").splitlines())}
    from muqabala.engine import load_engine

    engine = load_engine(beam=1)
    found = {d["id"]: [h.text for h in engine.translate(d["ar"])] for d in documents}
    kept.write_text(
        "".join(json.dumps({"id": one, "en": lines}) + "\n" for one, lines in found.items()), encoding="utf-8"
    )
    return found


# ── hunalign ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def hunalign(arabic: Sequence[str], english: Sequence[str]) -> list[Link]:
    """The program with an empty dictionary and -realign, its ladder read as links."""
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in (("ar", arabic), ("en", english), ("dictionary", [])):
            (Path(folder) / name).write_text("".join(f"{' '.join(line.split())}\n" for line in lines), encoding="utf-8")
        done = subprocess.run(
            ["hunalign", "-realign", "dictionary", "ar", "en"], cwd=folder, capture_output=True, check=True, text=True
        )
    rungs = [tuple(map(int, row.split("\t")[:2])) for row in done.stdout.splitlines() if row.strip()]
    return [link(range(a, c), range(b, d)) for (a, b), (c, d) in pairwise(rungs)]


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_documents(folder: Path) -> list[Document]:
    """Every document of the folder, with the name of its set."""
    documents = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").split("\n"):
            if line.strip():
                row = json.loads(line)
                documents.append(row | {"set": row.get("condition") or row.get("domain") or file.stem})
    return documents


def compare(folder: Path, kept: Path) -> None:
    """Print one line a system and set, then what our scores are worth."""
    documents = read_documents(folder)
    if not documents:
        raise SystemExit(f"{folder}: holds no *.jsonl with documents.")
    ours: dict[str, list[Bead]] = {}

    def muqabala(document: Document) -> list[Link]:
        ours[document["id"]] = align(document["ar"], document["en"])
        return [link(range(*b.arabic), range(*b.english)) for b in ours[document["id"]]]

    machine = translations(documents, kept)
    systems: dict[str, System] = {
        "Gale–Church": lambda d: gale_church(d["ar"], d["en"]),
        "Bleualign, own MT": lambda d: bleualign(machine[d["id"]], d["ar"], d["en"]),
        "muqabala": muqabala,
    }
    if shutil.which("hunalign"):
        systems["hunalign"] = lambda d: hunalign(d["ar"], d["en"])
    else:
        print("hunalign: not on this machine, left out")
    print(f"{'system':<19}{'set':<12}{'docs':>5}  strict P     R    F1   lax F1   null P     R   seconds")
    for name, system in systems.items():
        found: dict[str, list[tuple[Sequence[Link], Sequence[Link]]]] = defaultdict(list)
        spent: Counter[str] = Counter()
        for document in documents:
            start = time.process_time()
            links = system(document)
            took = time.process_time() - start
            gold = [(tuple(a), tuple(e)) for a, e in document["gold"]]
            for one in (document["set"], *(whole for whole, parts in TOGETHER.items() if document["set"] in parts)):
                found[one].append((gold, links))
                spent[one] += took  # type: ignore[assignment]
        for one in sorted(found, key=lambda s: (*SETS, *TOGETHER).index(s) if s in (*SETS, *TOGETHER) else 99):
            s = score_alignment(found[one])
            print(
                f"{name:<19}{one:<12}{len(found[one]):>5}     {s.strict.precision:.3f} {s.strict.recall:.3f} "
                f"{s.strict.f1:.3f}    {s.lax.f1:.3f}    {s.null.precision:.3f} {s.null.recall:.3f}  {spent[one]:8.1f}"
            )
    worth(documents, ours)


def worth(documents: Sequence[Document], ours: dict[str, list[Bead]]) -> None:
    """Score against share of right beads, and how many of the wrong ones are marked."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    marked: Counter[tuple[bool, bool]] = Counter()
    for document in documents:
        gold = {(tuple(a), tuple(e)) for a, e in document["gold"]}
        for row in with_texts(ours[document["id"]], document["ar"], document["en"]):
            right = (row.arabic, row.english) in gold
            bins[min(9, int(row.score * 10))].append((row.score, right))
            marked[row.suspicious, right] += 1
    print("\nscore      beads   mean score   right")
    for at, rows in sorted(bins.items()):
        mean, share = sum(s for s, _ in rows) / len(rows), sum(r for _, r in rows) / len(rows)
        print(f"{at / 10:.1f}–{(at + 1) / 10:.1f}  {len(rows):>6}        {mean:.3f}   {share:.3f}")
    wrong, suspicious = marked[True, False] + marked[False, False], marked[True, False] + marked[True, True]
    print(
        f"suspicious: {suspicious} of {marked.total()} beads; "
        f"they hold {marked[True, False]} of the {wrong} that are wrong"
    )


# ── long documents ───────────────────────────────────────────────────────────────────────────────────────────────────


def from_pairs(file: Path, count: int) -> tuple[list[str], list[str]]:
    """Documents of a pair file, a tenth of the sentences left out on either side and a block of sixty missing."""
    rows = [line.split("\t")[:2] for line in file.read_text("utf-8").split("\n") if "\t" in line]
    chance = random.Random(1)
    arabic: list[str] = []
    english: list[str] = []
    for ar, en in (rows * (1 + count // len(rows)))[:count]:
        kind = chance.random()
        arabic += [ar] if kind > 0.05 else []
        english += [en] if kind < 0.95 else []
    return arabic, english[: count // 2] + english[count // 2 + 60 :]


def time_long(count: int, pairs: Path | None) -> float:
    """Align documents of about so many sentences; processor seconds."""
    if pairs is not None:
        arabic, english = from_pairs(pairs, count)
    else:
        lexicon = shipped_lexicon()
        words = [
            (ar, rows[0][0]) for ar in lexicon.arabic_share if (rows := lexicon.translations(ar)) and rows[0][1] > 0.2
        ]
        made = made_documents(words, count, seed=1, missing=(0.5, 60))
        arabic, english = made.arabic, made.english
    clock, start = time.perf_counter(), time.process_time()
    beads = align(arabic, english)
    took = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(arabic):,} × {len(english):,} sentences: {len(beads):,} beads in {took:.1f} s of processor time "
        f"({time.perf_counter() - clock:.1f} s by the clock), at most {memory:,.0f} MiB so far"
    )
    return took


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--translations", type=Path, default=Path(tempfile.gettempdir()) / "align-translations.jsonl")
    parser.add_argument("--big", type=int, metavar="N")
    parser.add_argument("--pairs", type=Path)
    asked = parser.parse_args()
    if asked.folder is None and asked.big is None:
        parser.error("name a folder with documents, or --big N")
    if asked.folder is not None:
        compare(asked.folder, asked.translations)
    if asked.big is not None:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        once, twice = time_long(asked.big, asked.pairs), time_long(2 * asked.big, asked.pairs)
        print(f"twice the length takes {twice / once:.2f} times as long")


if __name__ == "__main__":
    main()
