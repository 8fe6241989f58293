"""What the desk asks of a document with 100,000 segments, each in milliseconds; and what a second reading costs.

python benchmarks/store.py [--segments 100000]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from muqabala.store import Edit, Store
from muqabala.values import Block, Document, Draft, Role, Segment, State


def a_document(count: int, start: int = 0) -> tuple[Document, bytes, list[Segment]]:
    """A document of `count` sentences, one a line."""
    said = "أعلن المتحدث في الجلسة رقم {} أن المحادثات ستتواصل حتى نهاية الأسبوع."
    lines = [said.format(n) for n in range(start, start + count)]
    segments = [
        Segment("seeds/large.txt", n, n, Role.BODY, line, n - 1, (0, len(line)), {"line": n})
        for n, line in enumerate(lines, 1)
    ]
    blocks = tuple(Block(line, Role.BODY, {"line": n}, n) for n, line in enumerate(lines, 1))
    return Document("seeds/large.txt", "plain", "ar", "utf-8", blocks), "\n".join(lines).encode(), segments


def timed(name: str, ask: Callable[[int], object], times: int = 20) -> None:
    """Ask several times at different places and print the median and the longest."""
    spent = []
    for turn in range(times):
        started = time.perf_counter()
        ask(turn)
        spent.append((time.perf_counter() - started) * 1000)
    print(f"{name}: median {statistics.median(spent):.2f} ms, longest {max(spent):.2f} ms")


def main() -> None:
    """Store, ask, decide, read again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--segments", type=int, default=100_000)
    count = parser.parse_args().segments
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "store.sqlite3") as store:
        made = a_document(count)
        started = time.perf_counter()
        document = store.put_document(*made).document_id
        print(f"first reading: {time.perf_counter() - started:.1f} s")
        started = time.perf_counter()
        for first in range(0, count, 64):
            store.put_drafts(
                Draft(s.document, s.number, s.paragraph, s.role, s.source, f"Target {s.number}", State.DRAFTED)
                for s in made[2][first : first + 64]
            )
        print(f"drafts in groups of 64: {time.perf_counter() - started:.1f} s")
        measure(store, document, count)
        started = time.perf_counter()
        report = store.put_document(*a_document(count, start=3))
        print(f"second reading, three sentences gone and three new: {time.perf_counter() - started:.1f} s; {report}")


def measure(store: Store, document: int, count: int) -> None:
    """The desk's questions."""
    step = count // 21

    def accept(turn: int) -> None:
        row = store.segments.at(document, step * turn + 1)
        if row is not None:
            store.segments.decide("accept", [Edit(row.id, {"state": State.ACCEPTED}, row.version)], reviewer="r")

    def split(turn: int) -> None:
        row = store.segments.at(document, step * turn + 2)
        if row is not None:
            image = {name: value for name, value in store.segments.image(row.id).items() if name != "id"}
            store.segments.reshape("split", [(row.id, row.version)], [image, image], reviewer="r")

    timed("60 rows", lambda turn: store.segments.window(document, step * turn, step * turn + 59))
    timed("summary", lambda turn: store.documents.summary(document))
    timed("list of documents", lambda turn: store.documents.list())
    timed("next unreviewed", lambda turn: store.segments.next_unreviewed(document, step * turn))
    timed("accept", accept)
    timed("undo", lambda turn: store.history.undo(document, reviewer="r"), times=10)
    timed("split (numbers move)", split, times=5)
    timed("filter by state", lambda turn: store.segments.numbers_where(document, states=[State.ACCEPTED]), times=5)
    timed("search both sides", lambda turn: store.segments.numbers_where(document, text=f"{turn}77"), times=5)


if __name__ == "__main__":
    main()
