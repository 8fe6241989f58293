"""How fast the memory answers at a million pairs, and what it misses that a comparison with every pair would find.

    python benchmarks/memory.py [--pairs 1000000] [--queries 200] [--brute 40] [--from FILE.tsv] [--store FILE]

Pairs are made by joining the beginning of one real sentence with the end of another, so words are as frequent as in
real text, and each sentence has many near relatives: harder than real text, where most have none. Queries are stored
sentences with one to a third of their words dropped, exchanged or added. Brute force is rapidfuzz over every pair; what
it finds at 70 % or more among its first five counts as found where recall gives a match of the same percentage.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from muqabala.memory import WORTH_SHOWING, recall
from muqabala.memory.score import similarity, words
from muqabala.store import Arrival, Store
from muqabala.text.arabic import fold_key
from muqabala.values import Origin, Pair

SHIPPED = Path(__file__).parents[1] / "seeds" / "memory" / "own_news.tsv"


def joined(rows: list[list[str]], chance: random.Random) -> Pair:
    """The beginning of one pair and the end of another."""
    one, other = chance.choice(rows), chance.choice(rows)
    cut = chance.random()
    sides = []
    for side in (0, 1):
        a, b = one[side].split(), other[side].split()
        sides.append(" ".join(a[: round(len(a) * cut)] + b[round(len(b) * cut) :]))
    return Pair("", sides[0], sides[1], origin=Origin.IMPORT, reviewed_at="2026-01-01T00:00:00Z")


def fill(store: Store, rows: list[list[str]], count: int, chance: random.Random) -> None:
    """Pairs until the store holds `count`."""
    started = time.perf_counter()
    done = sum(store.pairs.standings().values())
    while done < count:
        with store.transaction():
            connection = store.database.connection()
            for _ in range(min(20_000, count - done)):
                done += store.pairs.put(connection, Arrival(joined(rows, chance)))[1] == "added"
    print(f"filled to {done:,} pairs in {time.perf_counter() - started:.0f} s")


def disturbed(sentence: str, vocabulary: list[str], chance: random.Random) -> str:
    """The sentence as another day's news would have it."""
    said = sentence.split()
    for _ in range(chance.randint(1, max(1, len(said) // 3))):
        at = chance.randrange(len(said)) if said else 0
        match chance.randrange(3):
            case 0 if len(said) > 2:
                del said[at]
            case 1 if said:
                said[at] = chance.choice(vocabulary)
            case _:
                said.insert(at, chance.choice(vocabulary))
    return " ".join(said)


def brute_force(query: str, keys: list[list[str]]) -> list[int]:
    """The five best percentages worth showing, out of every pair."""
    wanted = words(fold_key(query))
    shortest, longest = len(wanted) * WORTH_SHOWING // 100, len(wanted) * 100 // WORTH_SHOWING + 1
    found = (similarity(wanted, key) for key in keys if shortest <= len(key) <= longest)
    return sorted((percent for percent in found if percent >= WORTH_SHOWING), reverse=True)[:5]


def main() -> None:
    """Fill, ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--brute", type=int, default=40, help="queries compared with brute force")
    parser.add_argument("--from", dest="source", type=Path, default=SHIPPED)
    parser.add_argument("--store", type=Path, help="keep and reuse the store here")
    asked = parser.parse_args()
    chance = random.Random(7)
    rows = [line.split("\t")[:2] for line in asked.source.read_text(encoding="utf-8").splitlines() if "\t" in line]
    vocabulary = [word for row in rows for word in row[0].split()]
    with tempfile.TemporaryDirectory() as folder, Store.open(asked.store or Path(folder) / "store.sqlite3") as store:
        fill(store, rows, asked.pairs, chance)
        measure(store, asked.queries, asked.brute, vocabulary, chance)


def measure(store: Store, queries: int, brute: int, vocabulary: list[str], chance: random.Random) -> None:
    """Ask, and compare some of the answers with brute force."""
    last = store.database.rows("SELECT max(id) FROM pairs")[0][0]
    asked = []
    for _ in range(queries):
        found = store.pairs.at([chance.randint(1, last)])
        asked += [disturbed(one.pair.ar, vocabulary, chance) for one in found]
    times, busy, answers = [], [], []
    for query in asked:
        started, worked = time.perf_counter(), time.process_time()
        answers.append([match.percent for match in recall(query, store.pairs)])
        times.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    print(f"look-up of {len(asked)}, {sum(map(bool, answers))} with a match")
    for name, spent in (("by the clock", sorted(times)), ("of processor time", sorted(busy))):
        median, late = statistics.median(spent), spent[int(len(spent) * 0.95)]
        print(f"  median {median:.1f} ms, p95 {late:.1f} ms, longest {spent[-1]:.1f} ms {name}")
    keys = [words(row[0]) for row in store.database.stream("SELECT ar_key FROM pairs")]
    wanted = got = 0
    started = time.perf_counter()
    for query, answer in list(zip(asked, answers, strict=True))[:brute]:
        best = brute_force(query, keys)
        wanted += len(best)
        got += sum(have >= want for have, want in zip(answer, best, strict=False))
    each = (time.perf_counter() - started) / max(1, brute)
    print(f"brute force: {each:.1f} s each; recall@5 {got}/{wanted} = {got / max(1, wanted):.3f}")


if __name__ == "__main__":
    main()
