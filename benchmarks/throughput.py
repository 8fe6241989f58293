"""How fast is `muqabala translate -`, beside what its libraries can do?

    python benchmarks/throughput.py --eval FOLDER [--rounds 3] [--sample 96] [--memory 200000]

FOLDER holds text files of Arabic lines (`*.ar`). In one run, on the same lines, model, beam and number of cores:
  ours          the command as a user starts it, from its start to its last line;
  CTranslate2   `Translator.translate_batch` on lines that are tokenised and sorted already, best of a few batch sizes;
  transformers  `generate` at its best batch size, on a sample, by lines a second.
The three take turns slice by slice, so that what else the machine does falls on all. Beside the wall clock the time of
the processors is given, which other programs disturb less. Then memory over many short lines, and the time to the
first line.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MUQABALA = [sys.executable, "-m", "muqabala"]
_BATCH_TOKENS = (1024, 2048, 4096)
_BATCH_LINES = (8, 16, 32, 64)


@dataclass
class Taken:
    """Time spent on a number of lines."""

    lines: int = 0
    wall: float = 0.0
    processors: float = 0.0

    def add(self, lines: int, wall: float, processors: float) -> None:
        self.lines += lines
        self.wall += wall
        self.processors += processors

    def __str__(self) -> str:
        return (
            f"{self.lines:6} lines  {self.wall:8.1f} s  {self.lines / self.wall:7.1f} lines/s  "
            f"{1000 * self.processors / self.lines:6.1f} ms of processor a line"
        )


def main() -> None:
    options = _options()
    lines = [
        line
        for path in sorted(options.eval.glob("*.ar"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line
    ][: options.lines]
    info = json.loads(subprocess.run([*MUQABALA, "model", "info", "--json"], capture_output=True, check=True).stdout)
    print(f"{len(lines)} lines, model {info['name']}@{info['checksum'][:8]}, beam {options.beam}, {_cores()} cores")
    raw = Raw(info["fast_path"], options.beam)
    size = raw.best(lines[:: max(1, len(lines) // 400)])
    ours, bare, reference = Taken(), Taken(), Taken()
    for slice_ in _slices(lines, options.rounds):
        ours.add(len(slice_), *_filter(slice_, options.beam))
        bare.add(len(slice_), *_timed(lambda part=slice_: raw.translate(part, size)))
    print(f"ours          {ours}")
    print(f"CTranslate2   {bare}  (batches of {size} tokens)")
    if options.sample:
        generate = Generate(info["path"], options.beam)
        sample = lines[:: max(1, len(lines) // options.sample)][: options.sample]
        best = generate.best(sample[: max(_BATCH_LINES)])
        again, beside = Taken(), reference
        again.add(len(sample), *_filter(sample, options.beam))
        beside.add(len(sample), *_timed(lambda: generate.translate(sample, best)))
        print(f"ours          {again}  (the sample, start of the program included)")
        print(f"transformers  {beside}  (batches of {best} lines)")
        print(f"ours / transformers: {_ratio(reference, ours)} (target 4)")
    print(f"ours / CTranslate2: {_ratio(bare, ours)} (target 0.85)")
    print(f"first line after {first_line(options.beam):.2f} s (target 1.5)")
    if options.memory:
        memory(options.memory)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="folder with *.ar")
    parser.add_argument("--lines", type=int, default=None, help="only so many (default: all)")
    parser.add_argument("--rounds", type=int, default=3, help="slices in which the two take turns")
    parser.add_argument("--sample", type=int, default=96, help="lines for transformers; 0: leave it out")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--memory", type=int, default=0, help="short lines to watch memory over; 200000 is the target")
    return parser.parse_args()


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _slices(lines: Sequence[str], rounds: int) -> list[list[str]]:
    return [list(lines[at::rounds]) for at in range(rounds)]


def _ratio(other: Taken, ours: Taken) -> str:
    wall = (other.wall / other.lines) / (ours.wall / ours.lines)
    processors = (other.processors / other.lines) / (ours.processors / ours.lines)
    return f"{wall:.2f} by the clock, {processors:.2f} by processor time"


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processors = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processors


def _filter(lines: Sequence[str], beam: int) -> tuple[float, float]:
    """The command over these lines: seconds by the clock and of processor, start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    answer = subprocess.run(
        [*MUQABALA, "translate", "-", "--no-glossary", "--quiet", "--beam", str(beam)],
        input=("\n".join(lines) + "\n").encode(),
        capture_output=True,
        check=True,
    )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert answer.stdout.count(b"\n") == len(lines), "a line out for a line in"
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class Raw:
    """CTranslate2 with nothing around it: tokens ready, lines sorted by the library itself."""

    def __init__(self, folder: str, beam: int) -> None:
        import ctranslate2
        import sentencepiece

        self._translator = ctranslate2.Translator(folder, compute_type="int8", inter_threads=_cores(), intra_threads=1)
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=f"{folder}/source.spm")
        self._beam = beam
        self._ready: dict[int, list[list[str]]] = {}

    def translate(self, lines: Sequence[str], tokens: int) -> None:
        self._translator.translate_batch(
            self._tokens(lines), beam_size=self._beam, max_batch_size=tokens, batch_type="tokens"
        )

    def best(self, lines: Sequence[str]) -> int:
        """Tokens in a batch that are fastest here."""
        self.translate(lines[:16], 1024)
        return min(_BATCH_TOKENS, key=lambda size: _timed(lambda: self.translate(lines, size))[1])

    def _tokens(self, lines: Sequence[str]) -> list[list[str]]:
        key = hash(tuple(lines))
        if key not in self._ready:
            encoded = [[*pieces, "</s>"] for pieces in self._pieces.encode(list(lines), out_type=str)]
            self._ready[key] = sorted(encoded, key=len, reverse=True)
        return self._ready[key]


class Generate:
    """transformers as its documentation has it: tokenizer, padding, `generate`."""

    def __init__(self, folder: str, beam: int) -> None:
        import torch
        from transformers import MarianTokenizer
        from transformers.utils import logging

        from muqabala.engine.hf import build_model
        from muqabala.engine.models import find_model

        warnings.simplefilter("ignore")
        logging.set_verbosity_error()
        torch.set_num_threads(_cores())
        self._torch = torch
        self._tokenizer: Any = MarianTokenizer.from_pretrained(folder)
        self._model = build_model(find_model(folder))
        self._beam = beam

    def translate(self, lines: Sequence[str], size: int) -> None:
        ordered = sorted(lines, key=len, reverse=True)
        for start in range(0, len(ordered), size):
            batch = self._tokenizer(ordered[start : start + size], return_tensors="pt", padding=True)
            with self._torch.inference_mode():
                self._model.generate(**batch, num_beams=self._beam, max_new_tokens=200)

    def best(self, lines: Sequence[str]) -> int:
        self.translate(lines[:4], 4)
        return min(_BATCH_LINES, key=lambda size: _timed(lambda: self.translate(lines, size))[1])


def first_line(beam: int) -> float:
    """Seconds from starting the command to its first answer, input staying open."""
    begun = time.perf_counter()
    command = [*MUQABALA, "translate", "-", "--no-glossary", "--quiet", "--beam", str(beam)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("وصل الوزير إلى العاصمة صباح اليوم.\n".encode())
        process.stdin.flush()
        process.stdout.readline()
        taken = time.perf_counter() - begun
        process.stdin.close()
    return taken


def memory(count: int) -> None:
    """Resident memory of the command while very many short lines run through it (greedy, for speed)."""
    command = [*MUQABALA, "translate", "-", "--no-glossary", "--quiet", "--beam", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        threading.Thread(target=_feed, args=(process.stdin, count), daemon=True).start()
        seen: list[float] = []
        for number, _ in enumerate(process.stdout, 1):
            if number % max(1, count // 20) == 0:
                seen.append(_resident(process.pid))
                print(f"  {number:7} lines  {seen[-1]:7.1f} MiB", flush=True)
    print(f"memory from a quarter of the way on: {min(seen[4:]):.1f} to {max(seen[4:]):.1f} MiB")


def _feed(stdin: Any, count: int) -> None:
    for line in _short_lines(count):
        stdin.write(line.encode())
    stdin.close()


def _short_lines(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"نعم، {number} وزير.\n"


def _resident(process: int) -> float:
    """MiB a process holds in memory."""
    for line in Path(f"/proc/{process}/status").read_text().split("\n"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
