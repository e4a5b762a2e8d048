"""Scoring that belongs to nobody: ``python -m celltrail.scoring.detached`` reads what to score from its input.

It answers with one line once the run has begun, or could not begin, and then goes on by itself.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celltrail import registry
from celltrail.errors import CelltrailError, JobFailedError
from celltrail.records import ModelVersion
from celltrail.scoring.score import score
from celltrail.scoring.wishes import Wishes
from celltrail.tracking import Workspace, workspace


def start(here: Workspace, version: ModelVersion, sources: list[str], wishes: Mapping[str, Any]) -> str:
    """Score files in a process of its own and return the id of the run, once it has begun.

    Raises
    ------
    CelltrailError
        It could not begin: the reason is that of ``score``.
    """
    settings = here.settings
    asked = json.dumps({"version": version.label, "sources": sources, "wishes": dict(wishes)})
    process = subprocess.Popen(
        [sys.executable, "-m", "celltrail.scoring.detached"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={
            **os.environ,
            "CELLTRAIL_HOME": str(settings.home),
            "CELLTRAIL_STORE": settings.store_url,
            "CELLTRAIL_ARTIFACTS": str(settings.artifacts),
        },
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(asked)
    process.stdin.close()
    line = process.stdout.readline()
    process.stdout.close()
    threading.Thread(target=process.wait, daemon=True).start()  # so that its end leaves nothing
    if not line:
        raise JobFailedError("The process that was to score did not start.", hint="Try it in a terminal.")
    said = json.loads(line)
    if "run_id" in said:
        return str(said["run_id"])
    raise _error(said)


def _error(said: Mapping[str, str]) -> CelltrailError:
    error = CelltrailError(said["message"], hint=said["hint"])
    error.code, error.status = said["code"], int(said["status"])
    return error


def main() -> int:
    """Score what the input says and return the process' exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing half is left
    asked = json.load(sys.stdin)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def say(**content: Any) -> None:
        if not out.closed:
            out.write(json.dumps(content) + "\n")
            out.close()

    wishes = asked["wishes"]
    columns = wishes.pop("columns", None)
    try:
        here = workspace()
        score(
            here,
            registry.resolve(here, asked["version"]),
            asked["sources"],
            Wishes(
                **{**wishes, "output": Path(wishes["output"])},
                columns=None if columns is None else tuple(columns),
            ),
            began=lambda run_id: say(run_id=run_id),
        )
    except CelltrailError as error:
        say(message=error.message, hint=error.hint, code=error.code, status=error.status)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
