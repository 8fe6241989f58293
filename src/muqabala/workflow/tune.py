"""Accepted pairs → a better model, or the old one: what translators decide makes the next draft nearer to it.

The new model must earn its place. It is trained on some documents and measured on others, through the engine that
drafts with it; it is kept only if chrF on those rises by more than chance (paired bootstrap) and a general text, always
the same, does not fall by more than half a point. General pairs are mixed in while training, against forgetting. Where
it forgot all the same, weights between the old and the new are tried: they keep most of what was learnt and lose little
of what was known (Wortsman et al. 2022).
Everything happens in a temporary folder until that is settled, so an interruption leaves nothing behind.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from muqabala.config import Settings
from muqabala.engine.base import Engine
from muqabala.engine.checkpoint import FILES, WEIGHTS
from muqabala.engine.encoding import Encoding
from muqabala.engine.models import Model, Record, add_model, find_model, model_names, record_attention
from muqabala.errors import ModelError
from muqabala.evaluate.translation import Comparison, paired_bootstrap
from muqabala.glossary import Matcher
from muqabala.glossary.telling import told_as
from muqabala.store import Store
from muqabala.tensors import checksum, read_weights, write_weights
from muqabala.train.near import near_groups
from muqabala.train.packed import UNALIGNED, Example, Packed, pack
from muqabala.train.split import Split, fixed_part, split_pairs
from muqabala.train.trainer import Options, Progress, Trainer, mean_log_probability
from muqabala.values import Source, ToldLine
from muqabala.workflow.imports import reader_for
from muqabala.workflow.told_lines import engine_line, read_by

FEWEST = 40
"""Accepted pairs below which nothing can be learnt that could also be measured."""
FEWEST_HELD_OUT = 6
SURE = 0.95
"""Share of bootstrap resamples in which the new model must be ahead."""
WORST_FALL = 0.5
"""chrF that the general text may lose."""
MEASURED = 150
"""General pairs that are measured on, at most."""
POOL = 4_000
"""General pairs that are considered, at most."""
LONGEST = 120
"""Pieces; longer pairs are left out of the training."""

SHARES = (1.0, 0.5, 0.25, 0.12)
"""How far from the old weights to the new ones the candidates lie; the first one that forgets little enough counts."""

_GUIDE = 0.2
_CERTAIN = 0.4
"""Attention from which the old model's look counts as a link, to be kept."""
_VERSION = re.compile(r"-tuned-\d+$")

RowPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tuning:
    """How to tune."""

    model: str = ""
    """Name or folder; empty: the default model."""
    minutes: float = 9.0
    """Of training at most; measuring takes one or two more."""
    epochs: float = 6.0
    rate: float = 1e-4
    general: Path | None = None
    """A file of general pairs; None: the memory's pairs, else the ones that come with the program."""
    seed: int = 1
    batch: int = 1024
    """Padded tokens."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be trained and measured on."""

    model: Model
    split: Split
    mixed: tuple[RowPair, ...]
    """General pairs that are learnt along."""
    measured: tuple[RowPair, ...]
    """General pairs that are only measured."""
    general_from: str
    terms: Matcher | None = None
    """The house's terms, told in the lines of a model that reads them so."""
    problem: str = ""
    """Why tuning makes no sense, and what would help; empty if it does."""


@dataclass(frozen=True, slots=True)
class TuneReport:
    """What came of it."""

    plan: Plan
    held_out: Comparison
    general: Comparison
    name: str
    """What the new model is called; empty if the old one was kept."""
    reason: str
    """Why it was kept or not, in a sentence."""
    updates: int
    seconds: float


Say = Callable[[str], None]
Watch = Callable[[Progress], None]


def plan_tuning(store: Store, asked: Tuning, settings: Settings, terms: Matcher | None = None) -> Plan:
    """Split the accepted pairs and gather general ones. Raises ModelError for an unknown model."""
    model = find_model(asked.model or settings.model)
    pairs = [pair for pair in store.pairs.reviewed() if pair.ar.strip() and pair.en.strip()]
    split = split_pairs(pairs, seed=asked.seed)
    pool, origin = _general_pairs(store, asked.general)
    measured, rest = fixed_part(pool, MEASURED)
    learnt = [(pair.ar, pair.en) for pair in split.train]
    measured = _apart(measured, learnt)
    rest = _apart(rest, [(pair.ar, pair.en) for pair in (*split.choose, *split.held_out)])
    mixed = tuple(rest[: max(200, len(learnt))])
    plan = Plan(model, split, mixed, tuple(measured), origin, terms)
    return replace(plan, problem=_problem(plan, len(pairs)))


def _problem(plan: Plan, pairs: int) -> str:
    if pairs < FEWEST:
        return f"{pairs} accepted pairs are too few to tune on: {FEWEST} are needed, a few hundred are better."
    if len(plan.split.held_out) < FEWEST_HELD_OUT:
        return (
            f"Only {len(plan.split.held_out)} accepted pairs could be held out that are not near-duplicates of others: "
            "too few to tell whether a tuned model is better."
        )
    if not plan.measured:
        return "There is no general text left that differs from the accepted pairs. Name another with --general FILE."
    return ""


def _general_pairs(store: Store, named: Path | None) -> tuple[list[RowPair], str]:
    """General pairs and where they are from; too many are thinned out evenly."""
    if named is not None:
        rows = [(pair.ar, pair.en) for pair in reader_for(named)(named)]
        return _thinned(rows), str(named)
    question = "SELECT ar, en FROM pairs WHERE standing = 'recalled' ORDER BY digest"
    rows = [(row[0], row[1]) for row in store.database.rows(question)]
    if len(rows) >= 2 * MEASURED:
        return _thinned(rows), "the memory"
    packaged = Path(str(files("muqabala.train") / "general.tsv"))
    return [(pair.ar, pair.en) for pair in reader_for(packaged)(packaged)], "the program"


def _thinned(rows: list[RowPair]) -> list[RowPair]:
    step = max(1, -(-len(rows) // POOL))
    return rows[::step]


def _apart(rows: list[RowPair], others: list[RowPair]) -> list[RowPair]:
    """The rows that are not nearly the same as one of the others."""
    groups = near_groups([*others, *rows])
    taken = set(groups[: len(others)])
    return [row for row, group in zip(rows, groups[len(others) :], strict=True) if group not in taken]


# ── training and measuring ───────────────────────────────────────────────────────────────────────────────────────────


def tune(plan: Plan, asked: Tuning, settings: Settings, *, say: Say, watch: Watch | None = None) -> TuneReport:
    """Train, measure, and register the new model if it is better. Raises ModelError where the plan has a problem."""
    if plan.problem:
        raise ModelError(plan.problem)
    began = time.monotonic()
    held = [(pair.ar, pair.en) for pair in plan.split.held_out]
    measured = [*held, *plan.measured]
    say(f"Translating {len(measured)} pairs with {plan.model.name} …")
    old_engine = _engine(plan.model, settings)
    before = _translated(old_engine, plan, measured)
    data, choose = _packed(plan, old_engine)
    old_engine.close()
    updates, old, new = _trained(plan, asked, settings, data, choose, say, watch)
    references = [row[1] for row in measured]
    say("Translating them with the tuned model …")
    for share in SHARES:
        weights = {name: old[name] + share * (new[name] - old[name]) for name in new}
        with tempfile.TemporaryDirectory(prefix="muqabala-tune-") as folder:
            candidate = Path(folder) / "candidate"
            _write_checkpoint(plan.model, weights, candidate)
            engine = _engine(_candidate(plan.model, candidate), settings)
            after = _translated(engine, plan, measured)
            engine.close()
            own, general = (
                paired_bootstrap(after[part], before[part], references[part])
                for part in (slice(len(held)), slice(len(held), None))
            )
            better, reason = verdict(own, general)
            name = _register(plan, candidate) if better else ""
        if general.gain >= -WORST_FALL or share == SHARES[-1]:
            break
        say(f"The general text fell by {-general.gain:.2f} chrF: trying weights nearer to the old ones …")
    return TuneReport(plan, own, general, name, reason, updates, time.monotonic() - began)


def verdict(held_out: Comparison, general: Comparison) -> tuple[bool, str]:
    """Whether the new model is kept, and why, in a sentence."""
    if general.gain < -WORST_FALL:
        return False, (
            f"the general text fell by {-general.gain:.2f} chrF, more than {WORST_FALL}; "
            "a lower --lr or fewer --epochs forget less"
        )
    if held_out.gain <= 0:
        return False, f"held-out pairs did not gain ({held_out.gain:+.2f} chrF)"
    if held_out.better < SURE:
        return False, (
            f"the gain of {held_out.gain:.2f} chrF on held-out pairs may be chance "
            f"(ahead in {100 * held_out.better:.0f} % of resamples, {100 * SURE:.0f} % are asked for)"
        )
    return True, f"held-out pairs gained {held_out.gain:.2f} chrF, the general text changed by {general.gain:+.2f}"


def _engine(model: Model, settings: Settings) -> Engine:
    """The engine that drafts, for only what users would get is worth comparing."""
    from muqabala.engine.ct2 import Ct2Engine

    return Ct2Engine(model, beam=settings.beam, compute=settings.compute, threads=settings.threads)


def _translated(engine: Engine, plan: Plan, rows: Sequence[RowPair]) -> list[str]:
    hits = [plan.terms.hits(row[0]) if plan.terms is not None else [] for row in rows]
    sources = [read_by(engine, row[0], found) for row, found in zip(rows, hits, strict=True)]
    return [hypothesis.text for hypothesis in engine.translate(sources)]


def _packed(plan: Plan, engine: Engine) -> tuple[Packed, Packed]:
    """The training pairs and the ones that say when to stop, as ids; training pairs with the old model's alignment."""
    encoding = Encoding(plan.model.checkpoint)
    end = plan.model.checkpoint.vocabulary[encoding.eos]
    layers = int(plan.model.checkpoint.config["decoder_layers"])
    guided = plan.model.attention in ((-1, 0), (layers - 1, 0))
    rows = [*((pair.ar, pair.en) for pair in plan.split.train), *plan.mixed]
    terms = plan.terms if engine.reads_terms else None
    examples = _examples([lesson(*row, terms) for row in rows], encoding, engine if guided else None)
    choose = _examples([lesson(pair.ar, pair.en, terms) for pair in plan.split.choose], encoding, None)
    return pack(examples, end), pack(choose, end)


def lesson(arabic: str, english: str, terms: Matcher | None) -> tuple[Source, str]:
    """A pair to learn from as a model meets such a line at work: with those terms told that the English has.

    `terms` is None for a model that reads no English in its lines.
    """
    line = engine_line(arabic)
    told = told_as(line, english, terms.hits(line)) if terms is not None else ()
    return (ToldLine(line, told) if told else arabic), english


def _examples(rows: Sequence[tuple[Source, str]], encoding: Encoding, guide: Engine | None) -> list[Example]:
    """Rows as ids; with an engine, where it is certain which source piece it wrote a target piece from."""
    vocabulary = encoding.vocabulary
    pieces = [(row, encoding.source_pieces(row[0]).tokens, encoding.target(row[1])) for row in rows]
    pieces = [entry for entry in pieces if 0 < len(entry[1]) <= LONGEST and 0 < len(entry[2]) <= LONGEST]
    alignments: list[Any] = [None] * len(pieces)
    if guide is not None:
        found = guide.align([row[0] for row, _, _ in pieces], [row[1] for row, _, _ in pieces])
        alignments = [alignment.attention for alignment in found]
    return [
        (
            [vocabulary[piece] for piece in source],
            [vocabulary[piece] for piece in target],
            None if attention is None else _links(attention, len(source), len(target)),
        )
        for (_, source, target), attention in zip(pieces, alignments, strict=True)
    ]


def _links(attention: Any, source: int, target: int) -> list[int] | None:
    """The source piece each target piece was written from, where that is clear."""
    if attention.shape != (target, source):
        return None
    best = attention.argmax(axis=1)
    sure = attention[np.arange(target), best] >= _CERTAIN
    return [int(at) if certain else UNALIGNED for at, certain in zip(best, sure, strict=True)]


def _trained(
    plan: Plan, asked: Tuning, settings: Settings, data: Packed, choose: Packed, say: Say, watch: Watch | None
) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """The number of updates, the weights before, and the best ones."""
    import torch

    from muqabala.train.batches import plan_epoch
    from muqabala.train.model import build, weights_of

    torch.set_num_threads(settings.threads or os.cpu_count() or 1)
    checkpoint = plan.model.checkpoint
    config = {**checkpoint.config, "dropout": 0.1}
    model = build(config, read_weights(checkpoint.weights), seed=asked.seed)
    old = weights_of(model)
    epoch = len(
        plan_epoch(
            data.source_lengths, data.target_lengths, tokens=asked.batch, seed=asked.seed, epoch=0, longest=LONGEST + 1
        )
    )
    updates = max(1, round(asked.epochs * epoch))
    options = Options(
        updates=updates,
        minutes=asked.minutes,
        tokens=asked.batch,
        rate=asked.rate,
        warmup=max(1, updates // 10),
        guide=_GUIDE,
        longest=LONGEST + 1,
        seed=asked.seed,
        report_every=max(1, min(20, updates // 20)),
    )
    say(
        f"Training on {len(plan.split.train)} accepted and {len(plan.mixed)} general pairs: {updates} updates, "
        f"at most {asked.minutes:g} minutes …"
    )
    validate = partial(mean_log_probability, data=choose) if len(choose) else None
    trainer = Trainer(model, data, options, validate=validate, report=watch)
    weights = trainer.train()
    return trainer.step, old, weights


# ── registering ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _write_checkpoint(model: Model, weights: dict[str, Any], folder: Path) -> None:
    """The model's folder with other weights, in float16."""
    folder.mkdir()
    for name in FILES:
        if name != WEIGHTS and (model.folder / name).is_file():
            shutil.copyfile(model.folder / name, folder / name)
    write_weights(folder / WEIGHTS, {name: values.astype(np.float16) for name, values in weights.items()})


def _candidate(model: Model, folder: Path) -> Model:
    """The tuned checkpoint as a model whose converted form lies beside it, not among those of this machine."""
    layer, head = model.attention
    return Model("candidate", folder, Record("", "", checksum(folder / WEIGHTS), layer, head))


def tuned_name(model: str, taken: Sequence[str]) -> str:
    """The next version: `starter-tuned-1`, and `starter-tuned-2` whichever of the two it is tuned from.

    >>> tuned_name("starter-tuned-1", ["starter", "starter-tuned-1"])
    'starter-tuned-2'
    """
    base = _VERSION.sub("", model)
    number = 1
    while f"{base}-tuned-{number}" in taken:
        number += 1
    return f"{base}-tuned-{number}"


def _register(plan: Plan, folder: Path) -> str:
    model = plan.model
    name = tuned_name(model.name, model_names())
    source = (
        f"tuned from {model.name} ({model.checkpoint.checksum[:8]}) on {len(plan.split.train)} accepted pairs "
        f"and {len(plan.mixed)} general pairs"
    )
    added = add_model(folder, name=name, source=source, licence=model.licence)
    if model.attention != (-1, 0):
        record_attention(added, *model.attention)
    return name
