"""``worker``: starts what is due, with JupyterLab closed."""

from __future__ import annotations

import argparse
import signal
from types import FrameType

from celltrail.cli.options import Commands, command
from celltrail.errors import NotOnServerError
from celltrail.scheduling import Loop
from celltrail.tracking import workspace


def add_commands(commands: Commands) -> None:
    """Add the command of this file."""
    command(commands, "worker", _worker, "Start what is due until it is stopped; any number may run.")


def _worker(_options: argparse.Namespace) -> None:
    here = workspace()
    if here.settings.server:
        raise NotOnServerError(
            "A worker works where the store is.", hint=f"Run it on the machine of {here.settings.server}"
        )
    loop = Loop(workspace, _say)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    _say(f"Worker {loop.id} starts what is due. Stop it with Ctrl-C; jobs that run go on.")
    loop.run()
    _say("The worker has ended.")


def _say(text: str) -> None:
    print(text, flush=True)
