"""Translation quality on public test sets: BLEU and chrF with sacrebleu's signatures, beside published figures.

    python benchmarks/quality.py --eval DIR [--model M] [--set flores_dev] [--compute float32]

DIR holds line-parallel `NAME.ar` and `NAME.en`. Every line goes through `muqabala translate - --no-glossary`, so what
is measured is what users get. Sets are never used for training; choose on `flores_dev`, report on the others.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from muqabala.evaluate.translation import corpus_scores

REPORTED = ("flores_devtest", "tico19_test")

PUBLISHED = (
    # system, parameters, set it was measured on, BLEU, chrF (as their authors and the OPUS-MT dashboard state them)
    ("opus-mt-tc-big-ar-en", "239 M", "FLORES-200 devtest", 42.8, 67.2),
    ("NLLB-200-distilled-600M", "615 M", "FLORES-200 devtest", 37.6, 62.7),
    ("opus-mt-ar-en", "76 M", "FLORES-101 devtest", 33.9, 61.0),
    ("Argos", "–", "FLORES-101 devtest", 29.5, 57.3),
)


def translate(source: Path, model: str, compute: str) -> tuple[list[str], float]:
    """The lines of a file through the filter, and the seconds it took."""
    command = [sys.executable, "-m", "muqabala", "translate", "-", "--no-glossary", "--quiet"]
    if model:
        command += ["-m", model]
    began = time.perf_counter()
    with source.open("rb") as lines:
        done = subprocess.run(
            command, stdin=lines, stdout=subprocess.PIPE, check=True, env={**os.environ, "MUQABALA_COMPUTE": compute}
        )
    return done.stdout.decode("utf-8").split("\n")[:-1], time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, metavar="DIR", help="folder with NAME.ar and NAME.en")
    parser.add_argument("--model", default="", help="name or folder (default: the default model)")
    parser.add_argument("--set", dest="sets", action="append", help=f"repeatable (default: {', '.join(REPORTED)})")
    parser.add_argument("--compute", default="int8", help="int8 (default) or float32")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the translations here")
    options = parser.parse_args()
    signatures: dict[str, str] = {}
    print("| system | set | BLEU | chrF | seconds |\n|---|---|---|---|---|")
    for name in options.sets or REPORTED:
        hypotheses, seconds = translate(options.eval / f"{name}.ar", options.model, options.compute)
        references = (options.eval / f"{name}.en").read_text(encoding="utf-8").split("\n")[:-1]
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{name}.en").write_text("".join(f"{line}\n" for line in hypotheses), encoding="utf-8")
        scores = corpus_scores(hypotheses, references)
        signatures = {metric: scores[metric].signature for metric in ("bleu", "chrf")}
        print(
            f"| {options.model or 'default model'}, {options.compute} | {name} | {scores['bleu'].score:.2f} "
            f"| {scores['chrf'].score:.2f} | {seconds:.0f} |",
            flush=True,
        )
    for system, size, measured_on, bleu, chrf in PUBLISHED:
        print(f"| {system} ({size}, published) | {measured_on} | {bleu} | {chrf} | – |")
    print()
    for metric, signature in signatures.items():
        print(f"{metric}: {signature}")


if __name__ == "__main__":
    main()
