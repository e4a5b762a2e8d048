"""A slice as a notebook that runs on its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from celltrail.records import Artifact
from celltrail.sessions.code import OUR_MAGICS
from celltrail.sessions.session import Execution
from celltrail.sessions.slice import Load, Piece, Slice

_SEED = """import random as _random

_random.seed({seed})"""
_SEED_NUMPY = """import numpy as _numpy

_numpy.random.seed({seed})"""
_SEED_TORCH = """import torch as _torch

_torch.manual_seed({seed})"""
_NUMPY_LIMIT = 2**32


def as_notebook(made: Slice, name: str, version: int, artifact: Artifact, *, packages: dict[str, str]) -> Any:
    """Return a slice as an nbformat notebook; the same slice gives the same notebook.

    Parameters
    ----------
    made
        The slice.
    name, version, artifact
        What it makes.
    packages
        What was installed then: tells which random generators have to be seeded.
    """
    import nbformat.v4 as nbf

    run = made.pieces[-1].execution.run
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
        "celltrail": {"artifact": name, "version": version, "digest": artifact.digest, "run": run.id},
    }
    cells = [nbf.new_markdown_cell(_title(made, name, version, artifact))]
    if any(piece.is_logging for piece in made.pieces):
        cells.append(nbf.new_code_cell("%load_ext celltrail"))
    for piece in made.pieces:
        cells.extend(nbf.new_code_cell(source) for source in _sources(piece, packages))
        cells[-1].metadata["celltrail"] = {"run": piece.execution.run.id, "cell": piece.execution.cell.cell_id}
    for place, cell in enumerate(cells):
        cell["id"] = f"{artifact.digest[:12]}-{place}"
    return nbf.new_notebook(cells=cells, metadata=metadata)


def _title(made: Slice, name: str, version: int, artifact: Artifact) -> str:
    execution = made.pieces[-1].execution
    said = (
        f"The cells that make `{name}` (content `{artifact.digest[:12]}`), as they were run for the run "
        f"{execution.run.name} {execution.run.id[-6:]}. {made.left_out} other cell(s) were not needed."
    )
    lines = [f"# `{name}` v{version}", "", said]
    if made.notes:
        lines += ["", *(f"- {note}" for note in made.notes)]
    return "\n".join(lines)


def _sources(piece: Piece, packages: dict[str, str]) -> Iterator[str]:
    """Give the cells that stand for one execution."""
    codes = [load.code for load in piece.loads if load.code]
    imports = [code for code in codes if code.startswith(("import ", "from "))]
    if imports:
        yield "\n".join(imports)
    yield from (code for code in codes if code not in imports)
    artifacts = [load for load in piece.loads if load.artifact is not None]
    if artifacts:
        yield "\n".join(["import celltrail", "", *(_loading(load) for load in artifacts)])
    if plain := [
        f"{load.name} = {load.value!r}" for load in piece.loads if load.artifact is None and not load.code
    ]:
        yield "\n".join(plain)
    source = _without_our_magics(piece.source)
    seed = piece.execution.run.seed
    if piece.is_logging:
        yield f"{_track_line(piece.execution)}\n{source}"
        return
    if seed is not None:
        yield "\n\n".join(_seeds(seed, source, packages))
    yield source


def _loading(load: Load) -> str:
    assert load.artifact is not None
    call = f'{load.name} = celltrail.load("{load.artifact.digest}")'
    if not load.artifact.codec.startswith("pickle"):
        return call
    return f'{call}  # kept as a pickle: give trusted=["pickle"] if you know where it comes from'


def _track_line(execution: Execution) -> str:
    """Return the magic's line for a cell that logs by hand: outside a run its calls would raise."""
    name = '"' + execution.run.name.replace('"', "'") + '"'
    return f"%%track {name}" + (f" --seed {execution.run.seed}" if execution.run.seed is not None else "")


def _seeds(seed: int, source: str, packages: dict[str, str]) -> Iterator[str]:
    """Give what ``%%track --seed`` did before the cell."""
    yield _SEED.format(seed=seed)
    if "numpy" in packages:
        yield _SEED_NUMPY.format(seed=seed % _NUMPY_LIMIT)
    if "torch" in packages and "torch" in source:
        yield _SEED_TORCH.format(seed=seed)


def _without_our_magics(source: str) -> str:
    """Leave out what was said to celltrail: a slice registers and deploys nothing."""
    lines = []
    for line in source.splitlines():
        stripped = line.lstrip()
        if not stripped.startswith(OUR_MAGICS):
            lines.append(line)
        elif stripped != line:  # the block around it may hold nothing else
            lines.append(line.removesuffix(stripped) + "pass")
    return "\n".join(lines).strip("\n")
