"""What does `muqabala tune` gain on a few hundred accepted pairs, and how long does it take?

    python benchmarks/tune.py --eval DIR [--set tico19_test] [--pairs 500] [--documents 20] [-- tune's own options]

DIR holds line-parallel `NAME.ar` and `NAME.en`. The first pairs of a set become accepted pairs of as many documents of
neighbouring lines, in a workspace that is thrown away, as if a translator had reviewed text of a kind that the model
does not know; `muqabala tune` then runs as a user starts it. Nothing of it is kept: test sets are never learnt from.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, metavar="DIR", help="folder with NAME.ar and NAME.en")
    parser.add_argument("--set", dest="name", default="tico19_test")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("given", nargs="*", metavar="OPTION", help="options of tune, behind --")
    options = parser.parse_args()
    sides = [(options.eval / f"{options.name}.{side}").read_text(encoding="utf-8").split("\n") for side in ("ar", "en")]
    size = -(-options.pairs // options.documents)
    rows = [
        {
            "ar": ar,
            "en": en,
            "document": f"seeds/{at // size + 1:02}.txt",
            "segment": at % size + 1,
            "reviewer": "benchmark",
            "reviewed_at": "2026-01-01T00:00:00Z",
        }
        for at, (ar, en) in enumerate(zip(*(side[: options.pairs] for side in sides), strict=True))
    ]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "pairs.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        environment = {**os.environ, "MUQABALA_MODELS": str(Path(scratch) / "models")}
        command = [sys.executable, "-m", "muqabala", "-C", scratch]
        subprocess.run([*command, "import", "--quiet", str(file)], check=True, env=environment)
        began = time.perf_counter()
        outcome = subprocess.run([*command, "tune", *options.given], check=False, env=environment).returncode
        taken = time.perf_counter() - began
    print(f"{len(rows)} pairs of {options.name}: {taken / 60:.1f} minutes, exit status {outcome}", flush=True)


if __name__ == "__main__":
    main()
