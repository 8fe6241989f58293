"""`python -m muqabala.cli.train`: a model from nothing. For who makes the starter model, not for translators.

Not among the commands of `muqabala`: `docs/training.md` is its manual. `run` needs torch, transformers, numpy and click
alone, so that it works on a bare machine with a GPU; `prepare` and `export` are done at home.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muqabala.errors import InputError, MuqabalaError

if TYPE_CHECKING:
    from muqabala.train.packed import Packed
    from muqabala.train.packing import Telling
    from muqabala.train.trainer import Progress

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_EXISTING = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def group() -> None:
    """Train a MarianMT model from nothing: prepare, run, average, export."""


@group.command()
@click.argument("folder", type=_FOLDER)
@click.argument("pairs", nargs=-1, required=True, type=_FILE)
@click.option("--mixture", type=_FILE, help="TOML: caps, times, without, short.")
@click.option("--held-out", "held_out", multiple=True, type=_FILE, help="Test sets: lines that must not be learnt.")
@click.option("--dev", nargs=2, type=_FILE, help="Development set: Arabic and English, line-parallel.")
@click.option("--pieces", type=_EXISTING, help="Take source.spm, target.spm and vocab.json from here.")
@click.option("--size", type=int, default=8000, show_default=True, help="Pieces a side, where they are made.")
@click.option("--guide/--no-guide", default=True, help="Align with eflomal.")
@click.option("--glossary", "-g", "glossaries", multiple=True, type=_FILE, help="Tell its terms inside the Arabic.")
@click.option("--phrases", type=click.FloatRange(0, 1), default=0.0, help="Share of pairs with a phrase told.")
@click.option("--drills", type=click.FloatRange(0, 1), default=0.0, help="Share of pairs with new words to copy.")
@click.option("--splits", type=click.FloatRange(0, 1), default=0.0, help="Share of Arabic words cut another way.")
@click.option("--longest", type=int, default=100, show_default=True, help="Pieces a side.")
@click.option("--seed", type=int, default=1)
def prepare(
    folder: Path,
    pairs: tuple[Path, ...],
    mixture: Path | None,
    held_out: tuple[Path, ...],
    dev: tuple[Path, Path] | None,
    pieces: Path | None,
    size: int,
    guide: bool,
    glossaries: tuple[Path, ...],
    phrases: float,
    drills: float,
    splits: float,
    longest: int,
    seed: int,
) -> None:
    """Make FOLDER of TSV files (Arabic, tab, English, tab, source): pieces, vocabulary, packed ids, counts."""
    from muqabala.train import text
    from muqabala.train.packing import Packing, make_packed, take_pieces
    from muqabala.train.vocabulary import train_pieces

    prints = text.held_out_prints([*held_out, *(dev or ())])
    mixed = text.read_mixture(mixture) if mixture else text.Mixture()
    selection = text.select(text.read_rows(pairs), mixed, prints, seed=seed)
    if not selection.rows:
        raise InputError("No pair is left to train on.", hint=f"Left out: {dict(selection.left_out)}")
    click.echo(f"{len(selection.rows):,} pairs; left out: {dict(selection.left_out)}", err=True)
    if pieces is not None:
        take_pieces(pieces, folder)
    else:
        arabic, english = [row.ar for row in selection.rows], [row.en for row in selection.rows]
        train_pieces(arabic, english, folder, size)
    packing = Packing(folder, longest, guide, phrases, drills, _telling(glossaries) if glossaries else None, splits)
    packed = make_packed(selection.rows, packing, random.Random(seed))  # noqa: S311 - repeatable on purpose
    packed.save(folder / "train.npz")
    if dev is not None:
        sides = [path.read_text(encoding="utf-8").rstrip("\n").split("\n") for path in dev]
        rows = [text.Row(ar, en, "dev") for ar, en in zip(*sides, strict=True)]
        make_packed(rows, Packing(folder, 500, guide=False), random.Random(seed)).save(folder / "dev.npz")  # noqa: S311
    counts: dict[str, Any] = {"sources": selection.by_source(), "left_out": dict(selection.left_out)}
    counts[_TOLD] = bool(glossaries) or phrases + drills > 0
    (folder / "counts.json").write_text(json.dumps(counts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    share = float((packed.alignment >= 0).mean())
    click.echo(
        f"{folder}: {len(packed):,} rows an epoch, {len(packed.target):,} target pieces, {100 * share:.0f} % aligned",
        err=True,
    )


_TOLD = "told"
"""In counts.json: English stands in some of the Arabic."""


def _is_told(packed: Path) -> bool:
    counts = packed / "counts.json"
    return counts.is_file() and bool(json.loads(counts.read_text(encoding="utf-8")).get(_TOLD))


def _telling(glossaries: tuple[Path, ...]) -> Telling:
    """What finds the terms of a pair that its English has."""
    from muqabala.glossary import load_glossary
    from muqabala.glossary.telling import told_as

    matcher = load_glossary(glossaries).matcher()
    return lambda row: told_as(row.ar, row.en, matcher.hits(row.ar))


@group.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("pairs", nargs=-1, required=True, type=_FILE)
@click.option("--glossary", "-g", "glossaries", multiple=True, required=True, type=_FILE)
@click.option("--times", type=click.IntRange(1), default=4, show_default=True, help="Pairs made of one, at most.")
@click.option("--seed", type=int, default=1)
def terms(out: Path, pairs: tuple[Path, ...], glossaries: tuple[Path, ...], times: int, seed: int) -> None:
    """Write OUT, text that teaches the terms of a glossary: PAIRS with other terms in the place of theirs.

    Sources in it: terms_exchanged (the pairs) and terms_alone (each form by itself).
    """
    from muqabala.glossary import load_glossary
    from muqabala.glossary.teaching import Exchanger, count_terms
    from muqabala.glossary.write import replace_file
    from muqabala.train import text

    rows = list(text.read_rows(pairs))
    glossary = load_glossary(glossaries)
    exchanger = Exchanger(glossary, count_terms(glossary, (row.ar for row in rows)))
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    made = [(*pair, "terms_exchanged") for row in rows for pair in exchanger.exchanged(row.ar, row.en, times, rng)]
    made += [(*pair, "terms_alone") for pair in exchanger.pairs()]
    replace_file(out, "".join("\t".join(pair) + "\n" for pair in made).encode())
    click.echo(f"{out}: {len(made):,} pairs from {len(rows):,}", err=True)


@group.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("pairs", nargs=-1, required=True, type=_FILE)
@click.option("--most", type=click.IntRange(1), default=2, show_default=True, help="Phrases exchanged in one pair.")
@click.option("--seed", type=int, default=1)
def phrases(out: Path, pairs: tuple[Path, ...], most: int, seed: int) -> None:
    """Write OUT, text that teaches structure: PAIRS with phrases that others of them have in the same place.

    Source in it: phrases_exchanged, at most one pair for each of PAIRS.
    """
    from muqabala.fluency import shipped_english
    from muqabala.glossary.write import replace_file
    from muqabala.train import text
    from muqabala.train.swapping import Swapper, align

    rows = [(row.ar, row.en) for row in text.read_rows(pairs)]
    swapper = Swapper(rows, align(rows), shipped_english().log_probabilities)
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    made = [pair for number in range(len(rows)) if (pair := swapper.swapped(number, most, rng)) is not None]
    replace_file(out, "".join(f"{ar}\t{en}\tphrases_exchanged\n" for ar, en in made).encode())
    click.echo(f"{out}: {len(made):,} pairs from {len(rows):,}", err=True)


@group.command()
@click.argument("packed", nargs=-1, required=True, type=_EXISTING)
@click.argument("out", type=_FOLDER)
@click.option("--minutes", type=float, default=0.0, help="Of training; interruptions do not count.")
@click.option("--updates", type=int, default=0)
@click.option("--init", type=_EXISTING, help="A checkpoint folder to start from.")
@click.option("--width", type=int, default=320, show_default=True)
@click.option("--feed-forward", type=int, default=1280, show_default=True)
@click.option("--encoder", type=int, default=4, show_default=True)
@click.option("--decoder", type=int, default=2, show_default=True)
@click.option("--heads", type=int, default=5, show_default=True)
@click.option("--dropout", type=float, default=0.1, show_default=True)
@click.option("--tokens", type=int, default=1280, show_default=True, help="Padded tokens in a batch.")
@click.option("--lr", type=float, default=4e-4, show_default=True)
@click.option("--warmup", type=int, default=500, show_default=True)
@click.option("--guide", type=float, default=0.5, show_default=True, help="Weight of guided alignment.")
@click.option("--smoothing", type=float, default=0.1, show_default=True)
@click.option("--validate-every", type=int, default=1000, show_default=True)
@click.option("--bfloat16", "halved", is_flag=True, help="On CPU too: faster only where the processor multiplies it.")
@click.option("--muon", "orthogonal", is_flag=True, help="Muon for the matrices of the layers, AdamW for the rest.")
@click.option("--save-minutes", type=float, default=5.0, show_default=True)
@click.option("--keep", type=int, default=4, show_default=True, help="Checkpoints kept for averaging.")
@click.option("--threads", type=int, default=0, help="On CPU; on a busy machine 1 is fastest.")
@click.option("--seed", type=int, default=1)
@click.option("--other-rows", is_flag=True, help="Go on with OUT's state, but on these rows from here on.")
def run(packed: tuple[Path, ...], out: Path, init: Path | None, threads: int, other_rows: bool, **given: Any) -> None:
    """Train on PACKED, one folder or several of the same pieces, into OUT; begun again with the same options it goes on
    where it was. The first folder's development set is what is validated on.
    """
    import torch

    from muqabala.tensors import read_weights
    from muqabala.train.development import Development
    from muqabala.train.model import Shape, build, new_config
    from muqabala.train.packed import join, load_packed
    from muqabala.train.trainer import Options, Trainer
    from muqabala.train.weights import WEIGHTS
    from muqabala.values import READS_TERMS

    if threads:
        torch.set_num_threads(threads)
    vocabulary = json.loads((packed[0] / "vocab.json").read_text(encoding="utf-8"))
    for other in packed[1:]:
        if json.loads((other / "vocab.json").read_text(encoding="utf-8")) != vocabulary:
            raise InputError(f"{other}: its pieces are not those of {packed[0]}.", hint="prepare --pieces takes them.")
    shape = Shape(
        given["width"], given["feed_forward"], given["encoder"], given["decoder"], given["heads"], given["dropout"]
    )
    config = new_config(shape, vocabulary)
    weights = None
    if init is not None:
        config = json.loads((init / "config.json").read_text(encoding="utf-8"))
        config["dropout"] = given["dropout"]
        weights = read_weights(init / WEIGHTS)
    config[READS_TERMS] = bool(config.get(READS_TERMS)) or any(map(_is_told, packed))
    out.mkdir(parents=True, exist_ok=True)
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    options = Options(
        updates=given["updates"],
        minutes=given["minutes"],
        tokens=given["tokens"],
        rate=given["lr"],
        warmup=given["warmup"],
        guide=given["guide"],
        smoothing=given["smoothing"],
        seed=given["seed"],
        validate_every=given["validate_every"],
        save_minutes=given["save_minutes"],
        keep=given["keep"],
        orthogonal=given["orthogonal"],
        halved=given["halved"],
    )
    dev = None
    if (packed[0] / "dev.npz").is_file():
        dev = Development(load_packed(packed[0] / "dev.npz"), sorted(vocabulary, key=vocabulary.__getitem__))
    data: Packed = join([load_packed(folder / "train.npz") for folder in packed])
    model = build(config, weights, seed=options.seed)
    Trainer(model, data, options, folder=out, validate=dev, report=_report, other_rows=other_rows).train()


def _report(progress: Progress) -> None:
    line = (
        f"{progress.elapsed / 60:.1f}m step {progress.step} epoch {progress.epoch} loss {progress.loss:.3f} "
        f"guide {progress.guide:.3f} lr {progress.rate:.6f} {progress.tokens_per_second:.0f} tok/s"
    )
    click.echo(line if progress.dev is None else f"{line} dev chrF {progress.dev:.2f}")
    sys.stdout.flush()


@group.command("grow")
@click.argument("model", type=_EXISTING)
@click.argument("out", type=_FOLDER)
@click.option("--feed-forward", type=int, help="Units of each feed-forward layer.")
@click.option("--encoder", type=int, help="Layers of the encoder.")
@click.option("--seed", type=int, default=1)
def grow_command(model: Path, out: Path, feed_forward: int | None, encoder: int | None, seed: int) -> None:
    """Write to OUT the checkpoint folder MODEL with more units or layers, for `run --init`."""
    from muqabala.tensors import read_weights
    from muqabala.train.growing import grow
    from muqabala.train.weights import WEIGHTS, export

    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    weights, grown = grow(
        read_weights(model / WEIGHTS), config, feed_forward=feed_forward, encoder_layers=encoder, seed=seed
    )
    export(weights, grown, model, out)
    click.echo(f"{out}: {sum(values.size for values in weights.values()) / 1e6:.1f} M weights", err=True)


@group.command("export")
@click.argument("weights", nargs=-1, required=True, type=_FILE)
@click.option("--config", type=_FILE, required=True, help="config.json of the run.")
@click.option("--pieces", type=_EXISTING, required=True, help="Folder with source.spm, target.spm and vocab.json.")
@click.option("--out", type=_FOLDER, required=True)
@click.option("--share", "shares", multiple=True, type=float, help="Of each file, in order (default: all alike).")
@click.option("--longest", type=int, default=100, show_default=True, help="Source pieces it was trained on.")
@click.option("--int8", "packed", is_flag=True, help="int8 rows with scales: for more than 18 M parameters.")
def export_command(
    weights: tuple[Path, ...],
    config: Path,
    pieces: Path,
    out: Path,
    shares: tuple[float, ...],
    longest: int,
    packed: bool,
) -> None:
    """Average the WEIGHTS files (one is enough) and write a checkpoint folder."""
    from muqabala.tensors import read_weights
    from muqabala.train.weights import average, export

    mean = average([read_weights(path) for path in weights], shares or None)
    export(mean, json.loads(config.read_text(encoding="utf-8")), pieces, out, longest=longest, packed=packed)
    size = sum(path.stat().st_size for path in out.iterdir())
    click.echo(f"{out}: {size / 1e6:.1f} MB", err=True)


def main() -> int:
    """The group, errors as sentences."""
    try:
        group.main(prog_name="python -m muqabala.cli.train", standalone_mode=False)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except MuqabalaError as wrong:
        click.echo(f"{wrong.message} {wrong.hint}", err=True)
        return wrong.exit
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
