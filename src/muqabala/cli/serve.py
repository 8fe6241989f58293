"""`muqabala serve`: the review desk in a browser on this machine."""

from __future__ import annotations

import socket

import click

from muqabala.cli.common import workspace_of
from muqabala.errors import ComponentError, UsageError


@click.command(epilog="Example:  muqabala serve --port 8000")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes any free one."
)
@click.option("--reviewer", metavar="NAME", help="Name written beside every decision (default: the login name).")
@click.option("-q", "--quiet", is_flag=True, help="Print the address and nothing else.")
@click.pass_context
def command(ctx: click.Context, port: int, reviewer: str | None, quiet: bool) -> None:
    """Open the review desk in a browser on this machine.

    Only this machine can reach it. The address holds a token that opens the desk once.
    """
    workspace = workspace_of(ctx)
    try:
        from muqabala.tui.serving import serve
    except ImportError as absent:
        raise ComponentError(f"The browser desk needs {absent.name}.", hint="pip install 'muqabala[serve]'") from absent
    chosen = _free(port)

    def told(address: str) -> None:
        click.echo(address)
        if not quiet:
            click.echo("Open this address in a browser on this machine. Ctrl-C ends the desk.", err=True)

    serve(workspace, chosen, reviewer, told)


def _free(port: int) -> int:
    """The port, or any free one for 0; refused where another program listens."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as wrong:
            raise UsageError(
                f"Port {port} cannot be used: {wrong.strerror}.", hint="Choose another with --port."
            ) from wrong
        return int(trial.getsockname()[1])
