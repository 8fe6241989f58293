"""`muqabala model`: which models there are here, where they came from, how fast they are."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from muqabala.cli.common import say, workspace_of
from muqabala.errors import MuqabalaError, UsageError

if TYPE_CHECKING:
    from muqabala.engine.models import Model

_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_QUIET = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on standard error.")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")


@click.group(
    context_settings=_HELP, epilog="Example:  muqabala model add ./opus-mt-ar-en && muqabala model use opus-mt-ar-en"
)
def command() -> None:
    """List, add, choose and measure local models."""


@command.command("list", context_settings=_HELP, epilog="Example:  muqabala model list")
@_JSON
@_QUIET
@click.pass_context
def list_models(ctx: click.Context, as_json: bool, quiet: bool) -> None:
    """The models on this machine; the default is marked with *."""
    from muqabala.engine.models import default_name, model_names

    names = model_names()
    default = workspace_of(ctx).settings.model or default_name()
    if as_json:
        click.echo(json.dumps([{"name": name, "default": name == default} for name in names], ensure_ascii=False))
        return
    for name in names:
        click.echo(f"{'*' if name == default else ' '} {name}")
    if default not in names:
        click.echo(f"* {default}")


@command.command(
    context_settings=_HELP, epilog="Example:  muqabala model add ./my-marian --name house --licence CC-BY-4.0"
)
@click.argument("what", metavar="FOLDER|NAME")
@click.option("--name", help="What to call it (default: the folder's name).")
@click.option("--licence", default="", help="Its licence, for the record.")
@click.option("--use", is_flag=True, help="Make it the default.")
@_QUIET
def add(what: str, name: str | None, licence: str, use: bool, quiet: bool) -> None:
    """Add a MarianMT checkpoint: a folder, or OWNER/NAME where a hub can be reached.

    It is copied, converted once for the fast engine, and its source, licence and checksum are recorded. Only
    safetensors weights are taken: pickled ones can run code when opened.
    """
    from muqabala.engine.hub import fetch, is_hub_name
    from muqabala.engine.models import add_model, remove_model, use_model

    if is_hub_name(what):
        with tempfile.TemporaryDirectory(prefix="muqabala-hub-") as folder:
            fetched = fetch(what, Path(folder))
            short = name or what.split("/")[-1]
            model = add_model(fetched.folder, name=short, source=fetched.source, licence=licence or fetched.licence)
    else:
        model = add_model(Path(what), name=name or "", licence=licence)
    try:
        model, said = _measure_attention(model)
    except BaseException as wrong:
        # Only now the pieces were tried; a model that cannot translate is not kept.
        remove_model(model.name)
        if isinstance(wrong, MuqabalaError):
            wrong.message = wrong.message.replace(str(model.folder), what.rstrip("/"))
        raise
    if use:
        use_model(model.name)
    if not quiet:
        licence = model.licence or "not stated"
        say(f"Added {model.name} (weights {model.checkpoint.checksum[:8]}, licence {licence}). {said}")
        say("It is the default now." if use else f"Make it the default with: muqabala model use {model.name}")


def _measure_attention(model: Model) -> tuple[Model, str]:
    """Record the head that aligns best, and say so."""
    from muqabala.engine.attention import choose_attention
    from muqabala.engine.hf import HfEngine
    from muqabala.engine.models import fast_folder, record_attention

    choice = choose_attention(HfEngine(model))
    if (choice.layer, choice.head) != (int(model.checkpoint.config["decoder_layers"]) - 1, 0):
        model = record_attention(model, choice.layer, choice.head)
    fast_folder(model)
    return model, (
        f"Words are aligned by head {choice.head} of decoder layer {choice.layer}, "
        f"which finds {100 * choice.found:.0f} % of numbers and names."
    )


@command.command(context_settings=_HELP, epilog="Example:  muqabala model use starter")
@click.argument("name")
@_QUIET
def use(name: str, quiet: bool) -> None:
    """Make a model the default."""
    from muqabala.engine.models import use_model

    use_model(name)
    if not quiet:
        say(f"{name} is the default model now.")


@command.command(context_settings=_HELP, epilog="Example:  muqabala model remove house")
@click.argument("name")
@_QUIET
def remove(name: str, quiet: bool) -> None:
    """Delete a model that was added."""
    from muqabala.engine.models import remove_model

    remove_model(name)
    if not quiet:
        say(f"{name} is removed.")


@command.command(context_settings=_HELP, epilog="Example:  muqabala model info --json")
@click.argument("name", required=False)
@_JSON
@_QUIET
@click.pass_context
def info(ctx: click.Context, name: str | None, as_json: bool, quiet: bool) -> None:
    """What is known of a model (default: the default model), converted for the fast engine if it was not yet."""
    from muqabala.engine.models import fast_folder, find_model

    model = find_model(name or workspace_of(ctx).settings.model)
    row: dict[str, Any] = {
        "name": model.name,
        "path": str(model.folder.resolve()),
        "fast_path": str(fast_folder(model)),
        "checksum": model.checkpoint.checksum,
        "licence": model.licence,
        "source": model.source,
        "parameters": model.checkpoint.parameters,
    }
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    for key, value in row.items():
        click.echo(f"{key:<11} {value:,}" if isinstance(value, int) else f"{key:<11} {value or 'not stated'}")


@command.command(context_settings=_HELP, epilog="Example:  muqabala model bench starter")
@click.argument("name", required=False)
@click.option(
    "--engine", "engine_name", type=click.Choice(["ct2", "hf"]), help="CTranslate2 (default) or transformers."
)
@click.option("--beam", type=int, help="Width of the search (default 4).")
@click.option("--rounds", type=int, default=8, show_default=True, help="Of 16 sentences each.")
@_JSON
@_QUIET
@click.pass_context
def bench(
    ctx: click.Context,
    name: str | None,
    engine_name: str | None,
    beam: int | None,
    rounds: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Sentences and tokens a second of a model on this machine."""
    from muqabala.engine import load_engine
    from muqabala.engine.bench import bench as measure

    if rounds < 1:
        raise UsageError("There must be at least one round.")
    engine = load_engine(workspace_of(ctx).settings, name, engine_name, beam)
    found = measure(engine, rounds)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "engine": engine.signature,
                    "sentences": found.sentences,
                    "tokens": found.tokens,
                    "seconds": round(found.seconds, 3),
                    "sentences_per_second": round(found.sentences_per_second, 2),
                    "tokens_per_second": round(found.tokens_per_second, 1),
                }
            )
        )
        return
    click.echo(engine.signature)
    click.echo(f"{found.sentences_per_second:.1f} sentences/s")
    click.echo(f"{found.tokens_per_second:.0f} tokens/s")
