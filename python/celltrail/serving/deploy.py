"""Make, change, stop and list deployments."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from celltrail import clock, ids
from celltrail.errors import (
    CelltrailError,
    ConflictError,
    DeploymentError,
    InvalidInputError,
    PortInUseError,
)
from celltrail.records import Deployment, Lease, ModelVersion, Route
from celltrail.registry import loading
from celltrail.registry.signing import require_signature
from celltrail.serving import process
from celltrail.serving.place import Place, Plan, PlannedRoute
from celltrail.tracking.liveness import name_of, this_host
from celltrail.tracking.workspace import Workspace

LOOPBACK = "127.0.0.1"
START_S = 120.0
SWAP_S = 120.0
STOP_S = 15.0
_LOOK_S = 0.05
_LIVE = ("starting", "running")
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an endpoint listens. Port 0 takes a free one."""

    host: str = LOOPBACK
    port: int = 0


def deploy(
    workspace: Workspace,
    version: ModelVersion,
    *,
    name: str,
    address: Address | None = None,
    routes: Sequence[Route] = (),
    trusted: Sequence[str] = (),
) -> Deployment:
    """Start an endpoint that answers with a model version, and wait until it does.

    It outlives the calling process. A version is pinned, never an alias: what is answered changes by `set_routes`.

    Parameters
    ----------
    routes
        Where other versions of the same model take part from the beginning: all routes, with that of `version`.
    trusted
        Whose code loading `version` may run: types, or kinds such as ``pickle`` and ``function``.

    Raises
    ------
    UntrustedError
        Loading a version runs code that `trusted` does not name.
    NameTakenError
        A live deployment has the name.
    PortInUseError
        Another program listens on the port.
    DeploymentError
        The model cannot be loaded, or the endpoint does not answer. The deployment is kept as failed.
    """
    address = address or Address()
    chosen = checked(routes or (Route(version=version.number, weight=1.0),))
    with _bound(workspace, address) as sock:
        port = sock.getsockname()[1]
        host = f"[{address.host}]" if ":" in address.host else address.host
        now = clock.now()
        deployment = Deployment(
            id=ids.new_id(), name=name, model=version.model, routes=chosen, status="starting",
            url=f"http://{host}:{port}", pid=None, created_at=now, changed_at=now,
        )  # fmt: skip
        plan = _plan(workspace, deployment, 1, {version.number: tuple(trusted)})
        workspace.store.deployments.add(deployment)
        workspace.store.leases.hold(Lease(id=deployment.id, host=this_host(), pid=os.getpid()))
        place = Place(workspace.settings.serving, deployment.id)
        try:
            place.make()
            place.set_plan(plan)
            pid = process.launch(place, sock, workspace.settings.store_url)
        except (OSError, CelltrailError) as error:
            workspace.store.deployments.change(deployment.id, status="failed", error=str(error))
            raise
    workspace.store.deployments.change(deployment.id, pid=pid)
    return _wait_until_running(workspace, deployment.id, pid)


def set_routes(
    workspace: Workspace,
    name: str,
    routes: Sequence[Route],
    *,
    trusted: Mapping[int, Sequence[str]] | None = None,
) -> Deployment:
    """Change which versions answer, without losing a request, and wait until they do.

    Parameters
    ----------
    trusted
        By version, whose code loading it may run; what was said of versions that answer already still holds.

    Raises
    ------
    UntrustedError
        Loading a version runs code that nobody has said to trust; everything stays as it was.
    InvalidInputError
        The weights do not add up to 1.
    ConflictError
        The deployment does not run.
    DeploymentError
        A version cannot be loaded; everything stays as it was.
    """
    deployment = workspace.store.deployments.get(name)
    if deployment.status != "running":
        raise ConflictError(
            f"Deployment {deployment.name!r} is {deployment.status}.", hint="Routes can be set while it runs."
        )
    place = Place(workspace.settings.serving, deployment.id)
    before = place.plan()
    wanted = replace(deployment, routes=checked(routes))
    known = {route.version: route.trusted for route in before.routes}
    said = {number: tuple(words) for number, words in (trusted or {}).items() if words}
    plan = _plan(workspace, wanted, before.generation + 1, known | said)
    place.set_plan(plan)
    try:
        _wait_for_generation(deployment, place, plan.generation)
    except DeploymentError:
        place.set_plan(
            replace(before, generation=plan.generation + 1)
        )  # what a worker that starts anew shall load
        raise
    return workspace.store.deployments.change(deployment.id, routes=wanted.routes)


def stop(workspace: Workspace, name: str) -> Deployment:
    """End a deployment: what it was asked is answered and logged first.

    Raises
    ------
    ConflictError
        It runs on another host.
    """
    deployment = workspace.store.deployments.get(name)
    if deployment.status not in _LIVE:
        return deployment
    if other := _other_host(workspace, deployment):
        raise ConflictError(
            f"Deployment {deployment.name!r} runs on {other}, and this is {socket.gethostname()}.",
            hint=f"Stop it there: `celltrail stop {deployment.name}`.",
        )
    workspace.store.deployments.note_stop(deployment.id)
    process.end(deployment.pid, deployment.id, STOP_S)
    current = workspace.store.deployments.get(deployment.id)
    if current.status in _LIVE:
        current = workspace.store.deployments.change(deployment.id, status="stopped", pid=None)
    return current


def deployments(workspace: Workspace, *, live: bool = False) -> tuple[Deployment, ...]:
    """Return the deployments, newest first; only those that answer where `live`."""
    reconcile(workspace)
    return workspace.store.deployments.all(live=live)


def reconcile(workspace: Workspace) -> int:
    """Mark the deployments whose process is gone as failed, and return how many those were."""
    gone = 0
    for deployment in workspace.store.deployments.all(live=True):
        young = deployment.pid is None and clock.now() - deployment.created_at < START_S
        if _other_host(workspace, deployment):
            continue  # that host looks after its own
        if young or process.is_alive(deployment.pid, deployment.id):
            continue
        if workspace.store.deployments.get(deployment.id).status not in _LIVE:
            continue  # it ended in good order between the two looks
        workspace.store.deployments.change(
            deployment.id,
            status="failed",
            pid=None,
            error="Its process is gone: killed, or the machine restarted.",
        )
        gone += 1
    return gone


def _other_host(workspace: Workspace, deployment: Deployment) -> str:
    """Return the name of the host that a deployment's process is of; empty where it is this one."""
    lease = workspace.store.leases.of(deployment.id)
    return name_of(lease) if lease and name_of(lease) != socket.gethostname() else ""


def checked(routes: Sequence[Route]) -> tuple[Route, ...]:
    """Return routes as they may be set.

    Raises
    ------
    InvalidInputError
        No version answers, a version occurs twice, or the weights do not add up to 1.
    """
    answering = [route for route in routes if not route.shadow]
    total = sum(route.weight for route in answering)
    if len({route.version for route in routes}) != len(routes):
        raise InvalidInputError("A version has two routes.", hint="Give each version one route.")
    if any(not 0 <= route.weight <= 1 for route in routes) or abs(total - 1) > _CLOSE:
        raise InvalidInputError(
            f"The weights of the routes add up to {total:g}, not to 1.",
            hint="Weights are shares from 0 to 1; a shadow answers nobody and does not count.",
        )
    return tuple(routes)


def _bound(workspace: Workspace, address: Address) -> socket.socket:
    try:
        return process.bind(address.host, address.port)
    except PortInUseError as error:
        for other in workspace.store.deployments.all(live=True):
            if other.url.endswith(f":{address.port}"):
                raise PortInUseError(
                    f"{error.message[:-1]} by deployment {other.name!r}.",
                    hint=f"Stop it with `celltrail stop {other.name}`, or choose another port.",
                ) from None
        raise


def _plan(
    workspace: Workspace, deployment: Deployment, generation: int, trusted: Mapping[int, tuple[str, ...]]
) -> Plan:
    routes = []
    for route in deployment.routes:
        version = workspace.store.models.version(deployment.model, route.version)
        words = trusted.get(route.version, ())
        require_signature(workspace, version, version.aliases)
        loading.check_trust(workspace, version, words)
        routes.append(
            PlannedRoute(
                version=route.version, weight=route.weight, shadow=route.shadow,
                artifact=version.artifact, codec=version.codec, signature=version.signature,
                trusted=words,
            )
        )  # fmt: skip
    return Plan(
        deployment_id=deployment.id, name=deployment.name, model=deployment.model,
        artifacts=str(workspace.settings.artifacts.absolute()), generation=generation, routes=tuple(routes),
    )  # fmt: skip


def _wait_until_running(workspace: Workspace, deployment_id: str, pid: int) -> Deployment:
    until = clock.elapsed() + START_S
    place = Place(workspace.settings.serving, deployment_id)
    while True:
        alive = process.is_alive(pid, deployment_id)
        deployment = workspace.store.deployments.get(deployment_id)
        if deployment.status not in ("starting", "failed"):
            return deployment
        if deployment.status == "failed" or not alive or clock.elapsed() > until:
            process.end(pid, deployment_id, STOP_S)
            tail = deployment.error or place.log_tail() or "It said nothing."
            workspace.store.deployments.change(deployment_id, status="failed", error=tail, pid=None)
            raise DeploymentError(
                f"Deployment {deployment.name!r} did not start: {tail}", hint=f"The whole log is {place.log}."
            )
        time.sleep(_LOOK_S)


def _wait_for_generation(deployment: Deployment, place: Place, generation: int) -> None:
    until = clock.elapsed() + SWAP_S
    while True:
        state = place.state()
        if state is not None and state.generation >= generation:
            return
        if state is not None and state.refused >= generation:
            raise DeploymentError(
                f"Deployment {deployment.name!r} goes on as it was: {state.error}",
                hint="Register the model in a form that can be loaded, then set the routes again.",
            )
        if clock.elapsed() > until or not process.is_alive(deployment.pid, deployment.id):
            raise DeploymentError(
                f"Deployment {deployment.name!r} does not take the new routes.",
                hint=f"See {place.log}. {place.log_tail(3)}",
            )
        time.sleep(_LOOK_S)
