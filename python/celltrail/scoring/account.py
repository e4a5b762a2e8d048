"""The run of a scoring: what was read, which version answered, what was written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from celltrail import clock, ids
from celltrail.artifacts import digest_file
from celltrail.errors import CelltrailError
from celltrail.records import CellExecution, ModelVersion
from celltrail.scoring.wishes import Score, Wishes
from celltrail.tracking import ActiveRun, Workspace, start_run
from celltrail.tracking.context import find_context

KEPT_BYTES = 32 << 20
"""An output up to this size is kept as an artifact too; of a larger one the digest."""
PID_TAG = "celltrail.pid"
OWN_METRICS = ("rows", "rows_per_s", "rejected")
"""Metrics of how it went; all others say how good the answers were."""


class Account:
    """Begins the run and ends it, however the scoring ends."""

    def __init__(  # noqa: PLR0917 - what is accounted for
        self, here: Workspace, version: ModelVersion, files: Sequence[Path], output: Path, wishes: Wishes
    ) -> None:
        self._here, self._version, self._files, self._output = here, version, files, output
        self._wishes = wishes

    def __enter__(self) -> ActiveRun:
        version = self._version
        self._run = run = start_run(self._here, f"score {version.model}", "score")
        run.set_tag(PID_TAG, str(os.getpid()))
        find_context(run)
        run.log_params({
            "model": version.label, "input": ", ".join(map(str, self._files))[:2_000], "output": str(self._output),
            "on_bad": self._wishes.on_bad, "processes": self._wishes.processes, "on": self._wishes.on,
        })  # fmt: skip
        with suppress(CelltrailError):
            run.log_use(version.model, self._here.store.runs.artifact(version.artifact), "input")
        self._cell = CellExecution(
            id=ids.new_id(),
            run_id=run.id,
            position=0,
            source=f"celltrail score {version.label} {' '.join(map(str, self._files))} -o {self._output}",
            status="running",
            started_at=clock.now(),
            files_read=tuple(map(str, self._files)),
            file_digests={str(path): digest_file(path) for path in self._files},
        )
        run.log_cell(self._cell)
        return run

    def told(self, found: Score) -> Score:
        """Write down what came of it."""
        run = self._run
        run.log_metrics({"rejected": found.rejected, **found.metrics})
        written = [path for path in (found.output, found.rejected_path) if path]
        digests = {str(path): digest_file(path) for path in written}
        self._cell = replace(
            self._cell,
            files_written=tuple(map(str, written)),
            file_digests={**self._cell.file_digests, **digests},
        )
        for path in written:
            if path.stat().st_size <= KEPT_BYTES:
                with suppress(CelltrailError):
                    run.log_file(path)
        return found

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        failed = kind is not None
        took = clock.now() - self._cell.started_at
        status = "finished" if not failed else "killed" if kind is KeyboardInterrupt else "failed"
        said = f"{kind.__name__}: {error}" if kind else None
        self._run.log_cell(replace(self._cell, status="failed" if failed else "finished", wall_s=took, error=said))
        self._run.finish(status, said)  # type: ignore[arg-type] # one of three
        with suppress(CelltrailError):
            self._here.drain()
