"""What papermill's client hears from the kernel while a cell runs, made fit to be kept."""

from __future__ import annotations

import asyncio
from typing import Any

import nbformat.v4  # noqa: TID253 - only loaded to execute
from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient  # noqa: TID253

from celltrail.errors import KernelDiedError
from celltrail.jobs.death import MemoryWatch, why_dead
from celltrail.jobs.reason import why_stopped
from celltrail.jobs.shorten import CellOutputs, Room

_PACE_S = 0.7
_LAST_OUTPUTS_S = 300
"""How long outputs of a cell that is done may be under way: there may be hundreds of megabytes of them."""
_STREAM = "stream"


class ListeningClient(PapermillNotebookClient):  # type: ignore[misc] # papermill has no types
    """papermill's client, which conceals secrets, bounds outputs and says how far a cell is while it runs."""

    def __init__(self, nb_man: Any, **options: Any) -> None:
        super().__init__(nb_man, **{"iopub_timeout": _LAST_OUTPUTS_S, **options})
        self._room = Room()
        self._heard = CellOutputs(nb_man.secrets, self._room)
        self.shortened: set[int] = set()
        """The positions of the cells that showed more than is kept."""
        self._memory = MemoryWatch()
        self._announcing: asyncio.TimerHandle | None = None

    def start_new_kernel_client(self, **options: Any) -> Any:
        """Reach the kernel that was started, and write down which it is."""
        self.nb_man.kernel_started(getattr(self.km.provisioner, "pid", None))
        return super().start_new_kernel_client(**options)

    def execute_cell(self, cell: Any, cell_index: int, **options: Any) -> Any:
        """Execute a cell; one that is cut off says so in its output."""
        self._heard = CellOutputs(self.nb_man.secrets, self._room)
        self.nb_man.before_live = self._heard.settle
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellExecutionError:
            raise
        except DeadKernelError as fault:
            died = KernelDiedError(why_dead(self, self._memory))
            self._cut_off(cell, cell_index, died)
            raise died from fault
        except BaseException as fault:
            self._cut_off(cell, cell_index, fault)
            raise
        finally:
            self._close(cell)
            self._room.take(cell.get("outputs", ()))
            if self._heard.is_shortened:
                self.shortened.add(cell_index)

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take a message, and announce what the cell has shown at a pace that people can follow."""
        kind = msg["msg_type"]
        if kind != _STREAM:
            msg = {**msg, "content": self._heard.content(msg["content"])}
        output = super().process_message(msg, cell, cell_index)
        if kind != "status" and self._announcing is None:
            self._announcing = asyncio.get_running_loop().call_later(_PACE_S, self._announce, cell, cell_index)
        return output

    def output(self, outs: list[Any], msg: Any, display_id: Any, cell_index: int) -> Any:
        """Take an output."""
        before = len(outs)
        output = super().output(outs, msg, display_id, cell_index)
        if output is not None and outs and outs[-1] is output:
            (self._heard.stream if output.output_type == _STREAM else self._heard.other)(outs)
        return output if len(outs) > before else None

    def _announce(self, cell: Any, cell_index: int) -> None:
        self._announcing = None
        self.nb_man.cell_live(cell, cell_index)

    def _cut_off(self, cell: Any, cell_index: int, fault: BaseException) -> None:
        self.shutdown_kernel = "immediate"  # it had its chance
        self._close(cell)
        self.nb_man.cell_stopped(cell, cell_index, type(fault).__name__, why_stopped(fault))

    def _close(self, cell: Any) -> None:
        if self._announcing is not None:
            self._announcing.cancel()
            self._announcing = None
        if cell.cell_type == "code":
            self._heard.close(cell.setdefault("outputs", []), nbformat.v4.new_output)
