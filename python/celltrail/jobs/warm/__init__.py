"""Warm starts: processes that have done their imports, kept to be forked.

A run pays for its cells, not for starting Python and importing pandas. One run is one fresh process all the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celltrail import config
from celltrail.errors import WarmError
from celltrail.jobs.warm.kept import Kept, ask, listed, stop
from celltrail.jobs.warm.modules import wanted
from celltrail.tracking import Workspace

__all__ = ["Kept", "kernel_manager", "listed", "prepare", "stop"]


def kernel_manager(
    workspace: Workspace, notebook: Any, *, job_id: str | None = None, warm: bool = True
) -> dict[str, Any]:
    """Return what nbclient is to be told so that the kernel of a notebook is forked.

    Parameters
    ----------
    workspace
        The home in which processes are kept to be forked.
    notebook
        The notebook, read. Its kernel will work in the present folder.
    job_id
        The job that is told why it started cold after all, or what was not loaded beforehand.
    warm
        Whether it may be forked; otherwise it starts as ever.
    """
    if not warm or not config.warm_idle_s():
        from celltrail.jobs.warm.sockets import SocketKernelManager  # noqa: PLC0415 - loads jupyter_client

        return {"kernel_manager_class": SocketKernelManager}
    from celltrail.jobs.warm.kernels import Wanted, manager_for  # noqa: PLC0415 - loads jupyter_client

    def say(text: str) -> None:
        if job_id is not None:
            workspace.store.jobs.note(job_id, text)

    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    modules = wanted(sources, Path.cwd())
    return {"kernel_manager_class": manager_for(Wanted(home=workspace.settings.home, modules=modules, say=say))}


def prepare(home: Path, notebook: Path) -> Kept:
    """Do the imports of a notebook and return what keeps them.

    Raises
    ------
    WarmError
        Nothing can be kept here.
    """
    from celltrail.jobs.warm.processes import prepare_kernel  # noqa: PLC0415 - it knows of jobs

    spec = prepare_kernel(home, notebook)
    found = ask(Path(spec.folder), spec.name, "state")
    if found is None:
        raise WarmError(f"what was to be kept ended while it did its imports; see {spec.folder}/{spec.name}.log.")
    return found
