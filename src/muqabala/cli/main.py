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


def main() -> NoReturn:
    """The entry point of the installed command."""
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    status = run()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_reads()
    sys.exit(status)
