"""Whether a version is ready for an alias: it counts, and its gates hold today."""

from __future__ import annotations

from dataclasses import replace

from celltrail.errors import ConflictError, GateFailedError
from celltrail.records import ModelVersion
from celltrail.registry.check import champion_of, check_gates
from celltrail.tracking import Workspace


def check_again(workspace: Workspace, version: ModelVersion, alias: str) -> ModelVersion:
    """Check a version's gates against the champion of today, and return it with the results.

    The champion itself is not checked: it would be compared with itself.

    Raises
    ------
    GateFailedError
        One does not hold.
    """
    champion = champion_of(workspace, version.model)
    if champion is not None and champion.number == version.number:
        return version
    version = replace(version, gates=check_gates(workspace, version, alias))
    _refuse_failed(version, alias)
    return version


def refuse_retired(version: ModelVersion, alias: str) -> None:
    """Refuse what is meant for versions that still count.

    Raises
    ------
    ConflictError
        It is retired.
    """
    if version.status == "retired":
        raise ConflictError(
            f"{version.label} is retired and cannot become {alias}.",
            hint=f"Reinstate it first (`celltrail reinstate {version.label}`), or choose another version.",
        )


def _refuse_failed(version: ModelVersion, alias: str) -> None:
    failed = [gate for gate in version.gates if gate.verdict == "failed"]
    if failed:
        reasons = "; ".join(f"{gate.expression} ({gate.reason})" for gate in failed)
        raise GateFailedError(
            f"{version.label} does not pass its gates and cannot become {alias}: {reasons}.",
            hint="Train a better version, or register it again with other gates.",
        )
