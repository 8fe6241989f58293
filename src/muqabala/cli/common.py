"""What the commands share: the workspace they were called in."""

from __future__ import annotations

import click

from muqabala.config import Workspace, find_workspace


def workspace_of(ctx: click.Context) -> Workspace:
    """The workspace named by -C or found from here; settings read."""
    named = ctx.find_root().obj
    return find_workspace(named if isinstance(named, str) else None)
