"""Where ``--on`` points to: a scheduler that runs, or a cluster that is started for the time of the work."""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from celltrail.errors import InvalidInputError, MissingDependencyError

Kind = Literal["scheduler", "local", "slurm", "kubernetes"]
_STARTED: dict[str, Kind] = {"local": "local", "slurm": "slurm", "kubernetes": "kubernetes"}
_NEEDS = {"slurm": ("dask_jobqueue", "dask-jobqueue"), "kubernetes": ("dask_kubernetes", "dask-kubernetes")}
_DIRECT = ("tcp", "tls", "ws", "wss")


@dataclass(frozen=True, slots=True)
class Address:
    """Where work goes."""

    kind: Kind
    scheduler: str = ""
    """The address of a scheduler that runs."""
    workers: int = 2
    """How many workers a cluster that is started gets."""
    options: dict[str, Any] = field(default_factory=dict)
    """What else its constructor is given."""


def address_of(on: str) -> Address:
    """Return what an ``--on`` says.

    Raises
    ------
    InvalidInputError
        It is no address of a cluster.

    Examples
    --------
    >>> address_of("dask://host:8786").scheduler
    'tcp://host:8786'
    >>> address_of("dask://slurm?workers=4&cores=8&memory=16GB").options
    {'cores': 8, 'memory': '16GB'}
    """
    parts = urlsplit(on)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme in _DIRECT and port:
        return Address("scheduler", scheduler=on)
    if parts.scheme == "dask" and port:
        return Address("scheduler", scheduler=f"tcp://{parts.netloc}")
    if parts.scheme == "dask" and parts.netloc in _STARTED:
        options = {name: _value(text) for name, text in parse_qsl(parts.query, keep_blank_values=True)}
        workers = options.pop("workers", 2)
        if isinstance(workers, int) and workers > 0:
            return Address(_STARTED[parts.netloc], workers=workers, options=options)
    raise InvalidInputError(
        f"{on!r} is no address of a Dask cluster.",
        hint="Write dask://HOST:8786, dask://local?workers=2, dask://slurm?workers=4&cores=2&memory=4GB or "
        "dask://kubernetes?workers=4&image=IMAGE.",
    )


def check_address(on: str) -> None:
    """Check that work can be sent to an address, without asking who is there.

    Raises
    ------
    InvalidInputError
        It is no address of a cluster.
    MissingDependencyError
        What speaks to it is not installed.
    """
    address = address_of(on)
    require("distributed", "dask")
    if address.kind in _NEEDS:
        require(*_NEEDS[address.kind])


def require(library: str, package: str) -> Any:
    """Return a library that speaks to clusters.

    Raises
    ------
    MissingDependencyError
        It is not installed.
    """
    try:
        return importlib.import_module(library)
    except ImportError as error:
        what = "'celltrail[dask]'" if package == "dask" else package
        raise MissingDependencyError(
            f"Running on this cluster needs {library}, which cannot be imported: {error}.",
            hint=f"Install it with `pip install {what}`.",
        ) from error


def _value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
