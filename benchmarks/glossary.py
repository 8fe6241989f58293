"""How long a glossary of ten thousand terms takes to load, and how many sentences a second it then matches.

    python benchmarks/glossary.py [--terms 10000] [--sentences 4000] [--text FILE]

The terms are made of the words of the sentences (so that they hit), in every kind; the sentences come from FILE, one
a line, or from the project's test sentences. Prints what it measured, on one core: time of this process, because
others may be using the machine. The second pass meets words it remembers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from muqabala.glossary import load_glossary

TESTS = Path(__file__).resolve().parent.parent / "tests" / "glossary" / "sentences.jsonl"
WORD = re.compile("[\u0621-\u064a]{4,}")


def make_terms(sentences: Sequence[str], count: int) -> list[tuple[str, str]]:
    """Terms of one to three words that follow each other in the sentences, each with a plural of its own."""
    chooser = random.Random(7)
    found: dict[str, str] = {}
    while len(found) < count:
        words = WORD.findall(chooser.choice(sentences))
        length = chooser.choice((1, 2, 2, 2, 3))
        if len(words) < length:
            continue
        at = chooser.randrange(len(words) - length + 1)
        term = list(words[at : at + length])
        if chooser.random() < 0.8:
            # Most terms of a large glossary stand nowhere in a given sentence: change a letter of the last word.
            term[-1] = chooser.choice("بتثجحخدرسصطعقكمن") + term[-1][1:] + chooser.choice("بدرسمن")
        found.setdefault(" ".join(term), " ".join([words[at] + "ات", *term[1:]]))
    return list(found.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--terms", type=int, default=10_000)
    parser.add_argument("--sentences", type=int, default=4_000)
    parser.add_argument("--text", type=Path, help="Arabic sentences, one a line")
    options = parser.parse_args()
    lines = options.text.read_text(encoding="utf-8").splitlines() if options.text else [
        json.loads(line)["text"] for line in TESTS.read_text(encoding="utf-8").splitlines()
    ]  # fmt: skip
    sentences = [line for line in lines if WORD.search(line)]
    terms = make_terms(sentences, options.terms)
    sample = (sentences * (options.sentences // len(sentences) + 1))[: options.sentences]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        rows = "".join(f"{ar},{plural},term {n}\n" for n, (ar, plural) in enumerate(terms))
        path.write_text("ar,ar_plural,en\n" + rows, encoding="utf-8")
        started = time.process_time()
        matcher = load_glossary([path]).matcher()
        loaded = time.process_time()
    words = sum(len(sentence.split()) for sentence in sample) / len(sample)
    print(f"{len(terms)} terms loaded and indexed in {loaded - started:.2f} s")
    for name in ("first pass", "second pass"):
        started = time.process_time()
        hits = sum(len(matcher.hits(sentence)) for sentence in sample)
        rate = len(sample) / (time.process_time() - started)
        print(f"{name}: {len(sample)} sentences of {words:.1f} words, {hits} hits, {rate:.0f} sentences/s")


if __name__ == "__main__":
    main()
