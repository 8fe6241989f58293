"""`muqabala tune`: a model that learns from what was accepted, and stays only if it is better."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from muqabala.cli.common import glossary_paths, say, workspace_of
from muqabala.errors import Exit, InputError

if TYPE_CHECKING:
    from muqabala.train.trainer import Progress
    from muqabala.workflow.tune import Plan, TuneReport

EPILOG = """\b
Examples:
  muqabala tune --dry-run                    what would be learnt from and measured on
  muqabala tune                              tune the default model
  muqabala tune -m opus-mt-ar-en --minutes 30 --use """


@click.command(epilog=EPILOG)
@click.option("-m", "--model", default="", metavar="MODEL", help="Name or folder (default: the default model).")
@click.option("--minutes", type=click.FloatRange(min=0.01), default=9.0, show_default=True, help="Of training at most.")
@click.option("--epochs", type=click.FloatRange(min=0.01), default=6.0, show_default=True, help="Passes over the text.")
@click.option("--lr", "rate", type=click.FloatRange(min=0, min_open=True), default=1e-4, show_default=True,
              help="Learning rate.")  # fmt: skip
@click.option("--general", type=click.Path(path_type=Path), metavar="FILE",
              help="Pairs to mix in against forgetting (default: the memory's, else our own).")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Decides what is held out and the order.")
@click.option("--use", is_flag=True, help="Make the tuned model the default if it is kept.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; train nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the outcome.")
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    minutes: float,
    epochs: float,
    rate: float,
    general: Path | None,
    seed: int,
    use: bool,
    dry_run: bool,
    quiet: bool,
) -> int:
    """Fine-tune a model on accepted pairs, and keep the new one only if it is better.

    Some documents are held out. The tuned model is kept, under a new name such as starter-tuned-1, if chrF on those
    rises by more than chance and a general text does not fall by more than 0.5; else the status is 1 and nothing is
    left. `muqabala model use` chooses it, `muqabala model remove` drops it.
    """
    from muqabala.glossary import load_glossary
    from muqabala.store import Store
    from muqabala.workflow.tune import Tuning, plan_tuning, tune

    if general is not None and not general.is_file():
        raise InputError(f"{general}: there is no such file.", hint="Name a TMX, JSONL or TSV of pairs.")
    workspace = workspace_of(ctx)
    asked = Tuning(model, minutes, epochs, rate, general, seed)
    terms = load_glossary(glossary_paths(workspace)).matcher()
    with Store.open(workspace.store) as store:
        plan = plan_tuning(store, asked, workspace.settings, terms)
    if (not quiet or dry_run) and plan.split.train:
        _tell_plan(plan)
    if plan.problem:
        say(f"Kept {plan.model.name}: {plan.problem}")
        return Exit.FINDINGS
    if dry_run:
        return Exit.DONE
    with _watch(quiet) as watch:
        report = tune(plan, asked, workspace.settings, say=_silent if quiet else say, watch=watch)
    _tell(report)
    if not report.name:
        return Exit.FINDINGS
    if use:
        from muqabala.engine.models import use_model

        use_model(report.name)
        say(f"{report.name} is the default model now.")
    else:
        say(f"Choose it with: muqabala model use {report.name}")
    return Exit.DONE


def _tell_plan(plan: Plan) -> None:
    split = plan.split
    say(
        f"{plan.model.name}: {len(split.train)} accepted pairs to learn from, {len(split.choose)} to say when to stop, "
        f"{len(split.held_out)} held out"
        + (" (whole documents)." if split.by_document else " (blocks of sentences: one document holds most of them).")
    )
    if split.moved:
        say(f"  {split.moved} near-duplicates were moved to the side they resemble.")
    say(f"  General pairs from {plan.general_from}: {len(plan.mixed)} mixed in, {len(plan.measured)} measured.")


def _tell(report: TuneReport) -> None:
    own, general = report.held_out, report.general
    say(
        f"Held-out pairs: chrF {own.baseline:.2f} → {own.system:.2f} ({own.gain:+.2f}, 95 % between "
        f"{own.interval[0]:+.2f} and {own.interval[1]:+.2f})"
    )
    say(f"General text:   chrF {general.baseline:.2f} → {general.system:.2f} ({general.gain:+.2f})")
    say(f"  {own.signature}")
    minutes = f"{report.updates} updates, {report.seconds / 60:.1f} minutes"
    if report.name:
        say(f"Kept the new model as {report.name}: {report.reason} ({minutes}).")
    else:
        say(f"Kept {report.plan.model.name}: {report.reason} ({minutes}).")


def _silent(message: str) -> None:
    """For a quiet run."""


@contextmanager
def _watch(quiet: bool) -> Iterator[Callable[[Progress], None] | None]:
    """One line of progress: rewritten on a terminal, one after the other elsewhere."""
    if quiet:
        yield None
        return
    on_terminal = sys.stderr.isatty()

    def show(progress: Progress) -> None:
        line = f"  update {progress.step}, epoch {progress.epoch + 1}: loss {progress.loss:.3f}"
        if progress.dev is not None:
            line = f"  update {progress.step}: log-probability of unseen pairs {progress.dev:.4f}"
        line += f", {progress.tokens_per_second:.0f} tokens/s, {progress.elapsed / 60:.1f} min"
        click.echo(f"\r{line}\N{ESCAPE}[K" if on_terminal else line, err=True, nl=not on_terminal)

    yield show
    if on_terminal:
        click.echo("\r\N{ESCAPE}[K", err=True, nl=False)
