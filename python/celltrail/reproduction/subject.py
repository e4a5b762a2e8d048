"""Which run is to be reproduced where somebody names one."""

from __future__ import annotations

from celltrail.errors import InvalidInputError
from celltrail.records import Run
from celltrail.tracking import Workspace


def subjects_of(workspace: Workspace, before: str, after: str) -> tuple[Run, Run]:
    """Return the runs of notebooks that two references name.

    Raises
    ------
    NotFoundError
        No run fits.
    InvalidInputError
        They are one run, one has not ended, or was not made by a notebook job.
    """
    instead = "Run the notebooks as jobs (`celltrail run NOTEBOOK`), and compare those runs."
    runs = subject_of(workspace, before, instead=instead), subject_of(workspace, after, instead=instead)
    if runs[0].id == runs[1].id:
        raise InvalidInputError("Both are the same run.", hint="Give ids: `celltrail runs` lists them.")
    return runs


def subject_of(workspace: Workspace, reference: str, *, instead: str = "") -> Run:
    """Return the run of a notebook that a reference names, itself or by a tracked cell in it.

    `instead` is what to do where it was run by hand.

    Raises
    ------
    NotFoundError
        No run fits.
    InvalidInputError
        It has not ended, or it was not made by a notebook job.
    """
    run = workspace.store.runs.find(reference).run
    while run.kind != "notebook" and run.parent_id is not None:
        run = workspace.store.runs.find(run.parent_id).run
    if run.kind != "notebook":
        raise InvalidInputError(
            f"{run.name} {run.id[-6:]} was run by hand, in a kernel that may have held anything.",
            hint=instead
            or f"`celltrail slice {run.id[-6:]}:NAME --check` runs the cells again that made one of its values.",
        )
    if run.status == "running":
        raise InvalidInputError(f"{run.name} {run.id[-6:]} is still running.", hint="Wait for its end.")
    return run
