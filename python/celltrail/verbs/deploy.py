"""Serve a model version, change what is served, stop."""

from __future__ import annotations

from collections.abc import Sequence

from celltrail import clock, config, ids, registry, serving
from celltrail.errors import ConflictError, InvalidInputError
from celltrail.records import Deployment, ModelVersion, Route
from celltrail.serving import Address
from celltrail.tracking import Workspace, workspace


def deploy(  # noqa: PLR0913 - each is one thing that a person says
    reference: str,
    *,
    name: str | None = None,
    port: int = 0,
    canary: float | None = None,
    shadow: bool = False,
    host: str = "127.0.0.1",
    trusted: Sequence[str] = (),
) -> Deployment:
    """Have a version answer requests at an HTTP endpoint of this machine.

    The endpoint outlives this process. An alias is looked up now: promoting another version later changes nothing.

    Parameters
    ----------
    reference
        The version: ``churn@challenger``, ``churn/3``, or ``churn`` for the newest.
    name
        What the endpoint is called; by default the model's name.
    port
        0 takes a free one.
    canary
        Give the version this share (0 to 1) of the requests of the endpoint that runs under the name. The rest
        goes on as it was; where none runs, the champion takes it.
    shadow
        Ask the version too, at the endpoint that runs under the name, but only log what it says.
    trusted
        Whose code loading the version may run: types, or kinds such as ``pickle`` and ``function``.

    Raises
    ------
    UntrustedError
        Loading the version runs code that `trusted` does not name.
    NameTakenError
        An endpoint has the name and serves something else, and neither `canary` nor `shadow` says to join it.
    PortInUseError
        Another program listens on the port.
    DeploymentError
        The model cannot be loaded, or the endpoint does not answer.

    Examples
    --------
    >>> deploy("churn@challenger", canary=0.1)  # doctest: +SKIP
    """
    here = workspace()
    version = registry.resolve(here, reference)
    name = registry.check_name(name or registry.plain_name(version.model), "deployment")
    if config.as_of() is not None:
        return _rehearsed(name, version)
    at = Address(host=host, port=port)
    running = next((one for one in serving.deployments(here, live=True) if one.name == name), None)
    if canary is None and not shadow:
        if running is not None and _is_served(running, version, port):
            return running
        return serving.deploy(here, version, name=name, address=at, trusted=trusted)
    if running is None:
        beside = _beside_champion(here, version, canary, shadow=shadow)
        return serving.deploy(here, version, name=name, address=at, routes=beside, trusted=trusted)
    if running.model != version.model:
        raise ConflictError(
            f"Deployment {name!r} serves {running.model}, not {version.model}.", hint="Choose another --name."
        )
    routes = joined(running.routes, version.number, canary, shadow=shadow)
    return serving.set_routes(here, name, routes, trusted={version.number: trusted})


def stop(name: str) -> Deployment:
    """End an endpoint: what it was asked is answered and logged first.

    Raises
    ------
    NotFoundError
        There is no such deployment.
    """
    return serving.stop(workspace(), name)


def deployments(*, live: bool = False) -> tuple[Deployment, ...]:
    """Return the endpoints, newest first; only those that answer where `live`."""
    return serving.deployments(workspace(), live=live)


def set_routes(name: str, routes: Sequence[Route]) -> Deployment:
    """Change which versions answer, without losing a request.

    Raises
    ------
    InvalidInputError
        The weights do not add up to 1.
    ConflictError
        The deployment does not run.
    DeploymentError
        A version cannot be loaded; everything stays as it was.
    """
    return serving.set_routes(workspace(), name, routes)


def joined(routes: Sequence[Route], number: int, canary: float | None, *, shadow: bool) -> tuple[Route, ...]:
    """Return routes in which a version takes the share `canary`, or only looks on where `shadow`.

    Raises
    ------
    InvalidInputError
        The share is none, or no other version is there to take the rest.
    """
    others = [route for route in routes if route.version != number]
    share = 0.0 if shadow else canary or 0.0
    if not shadow and not 0 < share <= 1:
        raise InvalidInputError(f"{share:g} is no share of the requests.", hint="Give one above 0 and up to 1.")
    total = sum(route.weight for route in others if not route.shadow)
    if share == 1:
        return (Route(version=number, weight=1.0), *(route for route in others if route.shadow))
    if not total:
        raise InvalidInputError(
            "No other version is there to take the rest of the requests.", hint="Deploy without a share first."
        )
    scaled = [
        route if route.shadow else Route(version=route.version, weight=route.weight * (1 - share) / total)
        for route in others
    ]
    return (*scaled, Route(version=number, weight=share, shadow=shadow))


def _is_served(running: Deployment, version: ModelVersion, port: int) -> bool:
    """Whether an endpoint already does what is asked: a notebook that is run again asks again."""
    only = (running.model, running.routes) == (version.model, (Route(version=version.number, weight=1.0),))
    return only and port in (0, int(running.url.rpartition(":")[2])) and running.status == "running"


def _rehearsed(name: str, version: ModelVersion) -> Deployment:
    """Return what a deployment would be: a notebook that is run again to be compared starts none."""
    now = clock.now()
    return Deployment(
        id=ids.new_id(),
        name=name,
        model=version.model,
        routes=(Route(version=version.number, weight=1.0),),
        status="stopped",
        url="",
        pid=None,
        created_at=now,
        changed_at=now,
    )


def _beside_champion(
    here: Workspace, version: ModelVersion, canary: float | None, *, shadow: bool
) -> tuple[Route, ...]:
    champion = registry.champion_of(here, version.model)
    known = () if champion is None else (Route(version=champion.number, weight=1.0),)
    return joined(known, version.number, canary, shadow=shadow)
