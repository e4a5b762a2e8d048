"""Executes the cells of a notebook: papermill's own client, with a look at each cell in the kernel."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from nbclient.exceptions import CellExecutionError
from papermill.log import logger  # noqa: TID253 - only loaded to execute
from papermill.utils import merge_kwargs, remove_args  # noqa: TID253 - only loaded to execute

from celltrail.jobs.cells.bridge import Bridge, Seen
from celltrail.jobs.cells.contents import plain_value
from celltrail.jobs.leftover import own_start
from celltrail.jobs.listening import ListeningClient

_OURS = ("input_path", "timeout", "startup_timeout")


@dataclass(frozen=True, slots=True)
class CellPlan:
    """What is to be done with the cells of a job beside running them."""

    capture: bool = True


def execute_cells(manager: Any, kernel_name: str, plan: CellPlan | None = None, **options: Any) -> Any:
    """Execute a notebook cell by cell; the options are those of papermill's own engine."""
    given = {
        "timeout": options.pop("execution_timeout", None) or options.get("timeout"),
        "startup_timeout": options.pop("start_timeout", 60),
        "kernel_name": kernel_name,
        "log": logger,
    }
    client = JobClient(manager, **merge_kwargs(remove_args(_OURS, **options), **given))
    client.plan = plan or CellPlan()
    return client.execute(**own_start())


class JobClient(ListeningClient):
    """One execution of a notebook."""

    plan: CellPlan

    def start_new_kernel_client(self, **kwargs: Any) -> Any:
        """Connect to the kernel, and have it watch its cells."""
        client = super().start_new_kernel_client(**kwargs)
        self.bridge = None
        if self.plan.capture and _is_python(self.nb):
            with suppress(Exception):  # without being watched the notebook runs all the same
                bridge = Bridge(self)
                self.bridge = bridge if bridge.install() else None
        return client

    def execute_cell(self, cell: Any, cell_index: int, **kwargs: Any) -> Any:
        """Execute a cell, and write down what the kernel saw of it, whether it failed or not."""
        try:
            answer = super().execute_cell(cell, cell_index, **kwargs)
        except CellExecutionError:  # after anything else the kernel is busy, or gone
            self._note_seen(cell, cell_index)
            raise
        self._note_seen(cell, cell_index)
        return answer

    def _note_seen(self, cell: Any, index: int) -> None:
        if cell.cell_type == "code" and cell.source.strip() and self.bridge:
            with suppress(Exception):
                self._note(index, self.bridge.take())

    def _note(self, index: int, seen: Seen | None) -> None:
        begun = self.nb_man.cell_of(index)
        if seen is None or begun is None:
            return
        run = self.nb_man.run
        for name, direction, artifact in seen.uses:
            run.log_use(name, artifact, direction, begun.id)
        for name in seen.measured:
            content = seen.trace.made.get(name, "")
            value = plain_value(content) if content.startswith("= ") else None
            if type(value) in (int, float):
                run.log_metric(name, value)
        trace = replace(seen.trace, environment=run.run.environment or "")
        self.nb_man.facts[index] = {**seen.facts, "trace": trace}


def _is_python(notebook: Any) -> bool:
    return bool(notebook.metadata.get("kernelspec", {}).get("language", "python") == "python")
