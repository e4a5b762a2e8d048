"""The records of a bundle in another store: what is there stays as it is, what is new is added, all at once."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from celltrail.artifacts.digest import check_digest
from celltrail.artifacts.store import BYTES
from celltrail.errors import BundleError, InvalidInputError
from celltrail.jobs.outputs import job_folder
from celltrail.records import Artifact, ArtifactUse, Job, Run
from celltrail.sharing.manifest import Item, Manifest
from celltrail.sharing.records import Records
from celltrail.tracking import Workspace

_ID = re.compile(r"[0-9a-f]{32}")
_AGAIN = "Ask for the bundle anew."


def check(records: Records, manifest: Manifest) -> None:
    """Return if records are whole and can be told from others: ids are ids, and each row is of one of the runs.

    Raises
    ------
    BundleError
        They are not.
    """
    from celltrail.store.facts import fits

    ids = {run.id for run in records.runs}
    named = [*ids, *(job.id for job in records.jobs), *(cell.id for cell in records.cells)]
    if not all(_ID.fullmatch(one) for one in named):
        raise BundleError("The bundle's records have ids that are none.", hint=_AGAIN)
    owned: tuple[Any, ...] = (
        *records.params,
        *records.tags,
        *records.metrics,
        *records.points,
        *records.cells,
        *records.uses,
    )
    if not ids.issuperset(one.run_id for one in (*owned, *manifest.items)) or len(ids) < len(records.runs):
        raise BundleError("The bundle's records speak of runs that it does not hold.", hint=_AGAIN)
    if not all(job.run_id in ids for job in records.jobs) or not all(fits(fact) for fact in records.facts()):
        raise BundleError("The bundle's records hold what no store can hold.", hint=_AGAIN)
    digests = [use.artifact.digest for use in records.uses]
    digests += [part for item in manifest.items for part in (item.digest, *item.parts)]
    digests += [one for environment in records.environments for one in (environment.digest, environment.lock)]
    try:
        for digest in digests:
            check_digest(digest)
    except InvalidInputError as error:
        raise BundleError(f"The bundle's records are wrong: {error.message}", hint=_AGAIN) from None


def adopt(workspace: Workspace, records: Records, items: tuple[Item, ...]) -> int:
    """Add those runs that are not here, and return how many that were.

    Raises
    ------
    BundleError
        A cell of theirs has the id of one that is here.
    """
    store = workspace.store
    new = {run.id for run in records.runs} - store.runs.known([run.id for run in records.runs])
    if new:
        fresh = _fresh(workspace, _with_files(records.of_runs(new), items))
        if store.runs.known_cells([cell.id for cell in fresh.cells]):
            raise BundleError("A cell in the bundle has the id of another run's.", hint=_AGAIN)
        store.facts.apply(f"bundle-{min(new)}", list(fresh.facts()), 0, 1)
    for job in records.jobs:
        if not store.jobs.where(id=job.id):
            store.jobs.add(_here(workspace, job))
    return len(new)


def output_of(workspace: Workspace, job: Job) -> Path:
    """Return where the executed notebook of an adopted job lies."""
    return job_folder(workspace, job.id) / (Path(job.notebook.replace("\\", "/")).name or "notebook.ipynb")


def _with_files(records: Records, items: tuple[Item, ...]) -> Records:
    """Return records in which the files that were read are values too, so that their content is held on to."""
    known = {(use.run_id, use.artifact.digest) for use in records.uses}
    ids = {run.id for run in records.runs}
    uses = [
        ArtifactUse(
            run_id=item.run_id, cell_execution_id=None, name=item.name, direction="input", version=0,
            artifact=Artifact(
                digest=item.digest, kind="file", codec=BYTES, size_bytes=item.size_bytes or 0,
                summary={"path": item.path},
            ),
        )
        for item in items
        if item.path and item.run_id in ids and (item.run_id, item.digest) not in known
    ]  # fmt: skip
    return replace(records, uses=(*records.uses, *uses))


def _fresh(workspace: Workspace, records: Records) -> Records:
    """Return records that change nothing of what is known: artifacts and environments stay as they are here."""
    store = workspace.store
    known = store.runs.known_artifacts([use.artifact.digest for use in records.uses])
    uses = tuple(replace(use, artifact=known.get(use.artifact.digest, use.artifact)) for use in records.uses)
    environments = tuple(one for one in records.environments if store.runs.environment(one.digest) is None)
    return replace(records, runs=tuple(map(_ended, records.runs)), uses=uses, environments=environments)


def _ended(run: Run) -> Run:
    """Return a run as it stays: one inside that had not ended when it was bundled never will, here."""
    return replace(run, status="lost") if run.status == "running" else run


def _here(workspace: Workspace, job: Job) -> Job:
    """Return a job as it is told here: it has no process, and belongs to nothing that did not come with it."""
    status = job.status if job.status in ("finished", "failed", "cancelled", "lost") else "lost"
    return replace(
        job,
        status=status,
        pid=None,
        output=str(output_of(workspace, job)),
        resumes=None,
        sweep_id=None,
        schedule_id=None,
        pipeline_run_id=None,
    )
