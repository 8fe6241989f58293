"""The group of commands, and the single place where an error becomes a message and an exit status.

Commands are imported when they are called (`--help` of the group must not cost the import of a model), so this file
holds a table: name → module, function, and the line that `--help` shows.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from muqabala import __version__
from muqabala.errors import Exit, MuqabalaError

COMMANDS: dict[str, tuple[str, str]] = {
    "translate": ("translate", "Draft documents, or filter lines from standard input."),
    "review": ("review", "Open the review desk."),
    "align": ("align", "Pair the sentences of an Arabic and an English document."),
    "export": ("export", "Write accepted pairs, or the English document."),
    "import": ("import_", "Read pairs from TMX, JSONL or TSV."),
    "score": ("score", "BLEU, chrF, TER and term success of a translation."),
    "glossary": ("glossary", "Check, match and convert glossaries."),
    "model": ("model", "List, add, choose and measure local models."),
    "tune": ("tune", "Fine-tune a model on accepted pairs."),
    "history": ("history", "Every decision on a document, oldest first."),
    "forget": ("forget", "Remove the texts of a document, leaving a tombstone."),
    "backup": ("backup", "A consistent copy of the store while it is in use."),
    "serve": ("serve", "The review desk in a browser on this machine."),
    "doctor": ("doctor", "What is installed, which model, which terminal, what to mend."),
}
"""Command → (module in `muqabala.cli`, one-line help). Each module's `command` is the click command."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"muqabala.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the options; `--help` is written here already, perhaps into a closed pipe."""
        try:
            return super().make_context(*args, **options)
        except BrokenPipeError:
            _nobody_reads()
            raise click.exceptions.Exit(Exit.DONE) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A closed pipe must be caught here: click itself would make status 1 of it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _nobody_reads()
            return Exit.DONE

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _nobody_reads() -> None:
    """Standard output goes nowhere from here on; Python would complain again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example:  muqabala translate seeds && muqabala review && muqabala export",
)
@click.option(
    "-C", "--workspace", metavar="DIR", help="Workspace folder (default: nearest parent with muqabala.toml, else here)."
)
@click.version_option(__version__, message="muqabala %(version)s")
@click.pass_context
def group(ctx: click.Context, workspace: str | None) -> None:
    """Arabic–English translation and alignment workbench. Nothing leaves this machine."""
    ctx.obj = workspace


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; every error a user can cause ends here."""
    try:
        result: Any = group.main(
            args=None if arguments is None else list(arguments), standalone_mode=False, prog_name="muqabala"
        )
        return int(result) if isinstance(result, int) else Exit.DONE
    except click.exceptions.Exit as done:
        return int(done.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return Exit.INTERRUPTED
    except click.ClickException as wrong:
        wrong.show()
        return Exit.USAGE
    except MuqabalaError as wrong:
        from muqabala.cli.common import say

        say(f"muqabala: {wrong.message}")
        if wrong.hint:
            say(f"  {wrong.hint}")
        return wrong.exit
    except OSError as wrong:
        return _cannot(wrong)


def _cannot(wrong: OSError) -> int:
    """Say what the system refused: a full disk under standard output, a file that vanished while it was read."""
    from muqabala.cli.common import say

    where = wrong.filename if isinstance(wrong.filename, str) else "standard input or output"
    say(f"muqabala: {where}: cannot be read or written: {wrong.strerror or wrong}.")
    say("  Check the rights and the free space, and run the command again; nothing is half-written in the store.")
    return Exit.INPUT


def main() -> NoReturn:
    """The entry point of the installed command."""
    asked: list[int] = []

    def interrupt(number: int, _: object) -> NoReturn:
        asked.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    _open_streams()
    try:
        status = run()
    except Exception:
        # Ctrl-C while a module is being imported comes out as whatever that import makes of it.
        if not asked:
            raise
        click.echo("Interrupted.", err=True)
        status = Exit.INTERRUPTED
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_reads()
    except OSError as wrong:
        # Python would try once more at exit, and complain.
        _nobody_reads()
        status = _cannot(wrong)
    sys.exit(status)


def _open_streams() -> None:
    """A standard stream that the caller closed reads as empty and takes what is written to it, as /dev/null does.

    subtle: without this the next file that is opened gets its number, and the data of a command ends up in it.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDONLY if mode == "r" else os.O_WRONLY)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8"))
