"""How long 100,000 accepted pairs take to each format, and in how much memory; and to come back.

    python benchmarks/export.py [--pairs 100000] [--glossary FILE]

Pairs are made of numbered sentences with provenance. With a glossary every pair is judged again on the way out.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from muqabala.glossary import load_glossary
from muqabala.store import Arrival, Store
from muqabala.values import Origin, Pair
from muqabala.workflow.examine import Examiner
from muqabala.workflow.export import PAIR_FORMS, Question, export_pairs
from muqabala.workflow.imports import Importing, import_file

AR = "أعلن المتحدث باسم الحلف في الجلسة رقم {n} أن المحادثات بين الوفدين ستتواصل حتى نهاية الأسبوع المقبل."
EN = "In session {n} the alliance's spokesman said the delegations' talks would go on until the end of next week."


def a_pair(number: int) -> Pair:
    """One pair with everything a reviewed pair has."""
    return Pair(
        f"{number:016x}",
        AR.format(n=number),
        EN.format(n=number),
        f"seeds/{number // 200}.txt",
        number % 200 + 1,
        origin=Origin.ENGINE,
        reviewer="salma",
        reviewed_at="2026-11-21T18:00:00Z",
        machine=EN.format(n=number),
        engine="starter/0123456789abcdef/int8/beam4",
    )


def main() -> None:
    """Fill a store, write each format, read two of them back, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--glossary", type=Path, action="append", default=[])
    asked = parser.parse_args()
    examiner = Examiner(load_glossary(asked.glossary))
    with tempfile.TemporaryDirectory() as name, Store.open(Path(name) / "store.sqlite3") as store:
        folder = Path(name)
        for first in range(0, asked.pairs, 10_000):
            with store.transaction():
                for number in range(first, min(asked.pairs, first + 10_000)):
                    store.pairs.put(store.database.connection(), Arrival(a_pair(number)))
        print(f"{asked.pairs:,} pairs in the store; memory so far {memory():.0f} MB")
        for form in PAIR_FORMS:
            clock, worked = time.perf_counter(), time.process_time()
            with (folder / f"pairs.{form}").open("wb") as stream:
                export_pairs(store, examiner, {form: stream}, Question(), version="bench", command="benchmark")
            size = (folder / f"pairs.{form}").stat().st_size / 1e6
            spent = f"{time.perf_counter() - clock:.1f} s ({time.process_time() - worked:.1f} s of processor time)"
            print(f"to {form}: {spent}, {size:.0f} MB, memory {memory():.0f} MB")
        for form in ("tmx", "jsonl"):
            with Store.open(folder / f"{form}.sqlite3") as other:
                clock, worked = time.perf_counter(), time.process_time()
                path = folder / f"pairs.{form}"
                report = import_file(path, path.name, other, Importing(examiner, "bench"))
                spent = f"{time.perf_counter() - clock:.1f} s ({time.process_time() - worked:.1f} s of processor time)"
                print(f"from {form}: {report.outcomes['added']:,} pairs in {spent}, memory {memory():.0f} MB")


def memory() -> float:
    """The most this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
