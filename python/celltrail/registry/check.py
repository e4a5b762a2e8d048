"""Checking the gates of a version: when it is registered, and again before it is promoted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from celltrail import clock, config
from celltrail.records import GateCheck, GateResult, ModelVersion
from celltrail.registry.declared import of_project
from celltrail.registry.gates import Gate, parse
from celltrail.registry.gates.gate import CHAMPION
from celltrail.registry.gates.lanes import check_all
from celltrail.registry.gates.sameness import inputs_of, still_holds
from celltrail.registry.gates.subject import DATA_ROLES, EVALUATION, Plan
from celltrail.tracking import Workspace
from celltrail.tracking.run import user_name

Progress = Callable[[tuple[GateResult, ...]], None]
"""Told all results each time one more is known; those that are not known yet have not run."""
WAITING = "not checked yet"
_SHOWN_S = 0.3


def read_gates(expressions: Sequence[str]) -> tuple[Gate, ...]:
    """Return gates, each once.

    Raises
    ------
    GateError
        One is no gate.
    """
    return tuple({gate.expression: gate for gate in map(parse, expressions)}.values())


def waiting(gates: Sequence[Gate]) -> tuple[GateResult, ...]:
    """Return the results of gates of which nothing is known yet: they have not run, and so have failed."""
    at = clock.now()
    return tuple(
        GateResult(
            expression=gate.expression, verdict="failed", reason=WAITING, checked_at=at, kind=gate.kind, ran=False
        )
        for gate in gates
    )


def check_gates(
    workspace: Workspace,
    version: ModelVersion,
    alias: str = "",
    *,
    progress: Progress | None = None,
    trusted: Sequence[str] = (),
) -> tuple[GateResult, ...]:
    """Check the gates of a version against the champion of today, keep what came of it, and return that.

    Cheap gates are checked anew. The outcome of an expensive one is taken from before where nothing that it
    depends on has changed, and says so.

    Parameters
    ----------
    alias
        What the version is about to become: the check is written down then. Empty when it is registered.
    progress
        Told the results so far each time one more is known.
    trusted
        The user's word for types whose loading runs code.
    """
    own = [gate.expression for gate in version.gates]
    gates = read_gates([*own, *of_project(workspace.settings, version.model)])
    earlier = {result.expression: result for result in version.gates}
    plan = plan_of(workspace, version, trusted)
    results = _Results(workspace, version, gates, progress)
    again = []
    for place, gate in enumerate(gates):
        inputs = inputs_of(gate, plan)
        results.inputs.append(inputs)
        before = earlier.get(gate.expression)
        if before is not None and still_holds(before, gate, inputs):
            results.known[place] = _taken_again(before)
        else:
            again.append(place)
    check_all(plan, gates, again, results.told)
    return _kept(workspace, version, alias, tuple(results.known))


def champion_of(workspace: Workspace, model: str) -> ModelVersion | None:
    """Return the version that is champion, if one is."""
    found = [known for known in workspace.store.models.all() if known.name == model]
    if not found or CHAMPION not in found[0].aliases:
        return None
    return workspace.store.models.version(model, found[0].aliases[CHAMPION])


def plan_of(workspace: Workspace, version: ModelVersion, trusted: Sequence[str] = ()) -> Plan:
    """Return all that a check in another process has to know."""
    champion = champion_of(workspace, version.model)
    if champion is not None and champion.number == version.number:
        champion = None  # nobody is compared with itself
    data = {one.role: (one.digest, one.codec) for one in version.attachments if one.role in DATA_ROLES}
    return Plan(
        version=version,
        champion=champion,
        artifacts=str(workspace.settings.artifacts.absolute()),
        data=data,
        trusted=tuple(trusted),
        folder=str(Path.cwd()),
        environment={
            config.HOME_VARIABLE: str(workspace.settings.home),
            config.STORE_VARIABLE: workspace.settings.store_url,
            "CELLTRAIL_ARTIFACTS": str(workspace.settings.artifacts),
        },
        uses=_uses(workspace, version, data.get(EVALUATION)),
    )


class _Results:
    """What is known so far; gates that run side by side tell it one after the other."""

    def __init__(
        self, workspace: Workspace, version: ModelVersion, gates: Sequence[Gate], progress: Progress | None
    ) -> None:
        self.known = list(waiting(gates))
        self.inputs: list[str] = []
        self._workspace = workspace
        self._version = version
        self._progress = progress
        self._lock = threading.Lock()
        self._shown = clock.elapsed()

    def told(self, place: int, result: GateResult) -> None:
        with self._lock:
            self.known[place] = replace(result, inputs=self.inputs[place])
            self._show()
            if self._progress is not None:
                self._progress(tuple(self.known))

    def _show(self) -> None:
        """Let lists show a new version's gates one by one; a known one keeps its earlier results until the end."""
        is_new = any(gate.reason == WAITING for gate in self._version.gates)
        if is_new and clock.elapsed() - self._shown > _SHOWN_S:
            self._shown = clock.elapsed()
            self._workspace.store.models.set_gates(self._version.model, self._version.number, tuple(self.known))


def _kept(
    workspace: Workspace, version: ModelVersion, alias: str, results: tuple[GateResult, ...]
) -> tuple[GateResult, ...]:
    workspace.store.models.set_gates(version.model, version.number, results, checked_for=alias)
    if alias and config.as_of() is None:
        workspace.store.gate_checks.add(
            GateCheck(
                model=version.model,
                number=version.number,
                alias=alias,
                at=clock.now(),
                who=user_name(),
                results=results,
            )
        )
    return results


def _taken_again(earlier: GateResult) -> GateResult:
    note = f"as checked before ({clock.iso(earlier.checked_at)}): nothing that it depends on has changed"
    details = tuple(line for line in earlier.details if not line.startswith("as checked before ("))
    return replace(earlier, details=(*details, note))


def _uses(workspace: Workspace, version: ModelVersion, evaluation: tuple[str, str] | None) -> int:
    """Return how many versions were judged by the same evaluation data."""
    if evaluation is None:
        return 1
    versions = workspace.store.models.get(version.model).versions
    others = (one.attachment(EVALUATION) for one in versions if one.number != version.number)
    return 1 + sum(one is not None and one.digest == evaluation[0] for one in others)
