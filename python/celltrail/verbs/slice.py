"""The smallest notebook that makes something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from celltrail import jobs
from celltrail.errors import InvalidInputError, JobFailedError, NotFoundError
from celltrail.records import ArtifactUse, JobOptions
from celltrail.sessions import Slice, executions_of, slice_of
from celltrail.sessions.notebook import as_notebook
from celltrail.tracking import workspace
from celltrail.tracking.context import wait_for_contexts
from celltrail.verbs.artifacts import find_use

_CHECK = """from celltrail.tracking import workspace as _workspace

print(_workspace().artifacts.put({name}).digest)"""
Verdict = Literal["same", "different", "failed", "not checked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicedNotebook:
    """A notebook that makes one artifact, and what is known about it."""

    use: ArtifactUse
    """What it makes."""
    path: Path
    notebook: Any
    """The notebook itself, as nbformat's."""
    cells: int
    """How many executions it holds."""
    left_out: int
    """How many executions before were not needed."""
    notes: tuple[str, ...]
    """What a reader should know before trusting it."""
    verdict: Verdict = "not checked"
    """Whether running it gave the same content again."""
    reason: str = ""
    """More about the verdict."""

    def __repr__(self) -> str:
        lines = [
            f"{self.path}: {self.cells} cell(s) make {self.use.name} v{self.use.version}, {self.left_out} left out"
        ]
        return "\n".join([*lines, *(f"  {line}" for line in self.lines)])

    @property
    def lines(self) -> tuple[str, ...]:
        """The notes and the verdict, for people."""
        said = {
            "same": f"✓ run again, it makes the same content {self.use.artifact.digest[:12]}",
            "different": f"✗ run again, it makes other content. {self.reason}",
            "failed": f"✗ it does not run. {self.reason}",
        }
        return (*self.notes, *((said[self.verdict],) if self.verdict in said else ()))


def slice_notebook(
    artifact: str, path: str | Path | None = None, *, values: Sequence[str] = (), check: bool = False
) -> SlicedNotebook:
    """Write the smallest notebook that makes an artifact: the cells it came from, and of those what it needs.

    Parameters
    ----------
    artifact
        What it shall make: a name, ``name@3``, ``run:name``, a digest or the beginning of one, or a model version.
    path
        Where to write it; by default ``NAME-slice.ipynb`` here.
    values
        Names whose kept value is loaded, instead of the cells that make it.
    check
        Run it, and compare the content that it makes.

    Raises
    ------
    NotFoundError
        Nothing of that name was kept, or a name is needed that no tracked cell gives a value.
    InvalidInputError
        It was not made by code that is known: a file, a notebook.

    Examples
    --------
    >>> slice_notebook("model", check=True).verdict  # doctest: +SKIP
    'same'
    """
    import nbformat

    wait_for_contexts()  # the environment tells which generators a seed has set
    use = find_use(artifact)
    made = _slice(use, values)
    target = Path(path) if path is not None else Path(f"{use.name}-slice.ipynb".replace("/", "_"))
    run = made.pieces[-1].execution.run
    environment = workspace().store.runs.environment(run.environment) if run.environment else None
    packages = environment.packages if environment else {}
    notebook = as_notebook(made, use.name, use.version, use.artifact, packages=packages)
    try:
        target.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    except OSError as error:
        raise InvalidInputError(
            f"{target} cannot be written: {error.strerror}.", hint="Give another file with -o."
        ) from error
    verdict, reason = _check(use, target, made) if check else ("not checked", "")
    return SlicedNotebook(
        use=use,
        path=target,
        notebook=notebook,
        cells=len(made.pieces),
        left_out=made.left_out,
        notes=made.notes,
        verdict=verdict,
        reason=reason,
    )


def _slice(use: ArtifactUse, values: Sequence[str]) -> Slice:
    executions = executions_of(workspace(), use.run_id)
    fitting = [
        place
        for place, one in enumerate(executions)
        if one.is_tracked
        and (one.cell.id == use.cell_execution_id or (use.cell_execution_id is None and one.run.id == use.run_id))
    ]
    if use.direction != "output" or not fitting:
        raise InvalidInputError(
            f"No tracked cell made {use.name} v{use.version}: only its content is known.",
            hint=f'Load it: celltrail.load("{use.artifact.digest[:12]}").',
        )
    target = executions[fitting[-1]]
    names = {use.name} if _is_name(use) else set(target.cell.binds)
    if unknown := set(values) - {name for one in executions for name in one.inputs}:
        raise NotFoundError(
            f"No value of {', '.join(sorted(unknown))} was read by these cells.", hint="Name inputs of them."
        )
    return slice_of(executions, fitting[-1], names, values=values)


def _is_name(use: ArtifactUse) -> bool:
    """Whether it is the value of a variable, and not something that was logged by hand under some name."""
    return use.cell_execution_id is not None


def _check(use: ArtifactUse, path: Path, made: Slice) -> tuple[Verdict, str]:
    """Run a slice as a job, beside the notebook so that it finds the same files, and say what came of it."""
    import nbformat

    if not _is_name(use):
        return "not checked", "It was logged by hand, so no variable holds it at the end."
    copy = path.with_name(f".{path.stem}-check.ipynb")
    notebook = jobs.read_notebook(path)
    notebook.cells.append(nbformat.v4.new_code_cell(_CHECK.format(name=use.name)))
    copy.write_text(nbformat.writes(notebook), encoding="utf-8")
    try:
        # Nothing of it is kept: what the check makes is not the newest of its name.
        job = jobs.run(workspace(), copy, options=JobOptions(capture=False))
    except JobFailedError as error:
        return "failed", f"{error.message} {error.hint}"
    finally:
        copy.unlink(missing_ok=True)
    executed = jobs.read_notebook(Path(job.output or ""))
    text = "".join(
        output.get("text", "") for output in executed.cells[-1].outputs if output.output_type == "stream"
    )
    digest = text.strip().splitlines()[-1] if text.strip() else ""
    if digest == use.artifact.digest:
        return "same", ""
    why = " ".join(made.notes) or "Something that was not tracked had a part in it."
    return "different", f"It made {digest[:12] or 'nothing'} instead of {use.artifact.digest[:12]}. {why}"
