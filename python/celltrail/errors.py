"""Every error celltrail raises on purpose: what happened, why, and what to do next.

``code`` is stable and machine-readable, ``hint`` is the cure, ``status`` is what the server answers.
"""

from __future__ import annotations


class CelltrailError(Exception):
    """The root of all errors that celltrail raises on purpose."""

    code = "celltrail"
    status = 400

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NotFoundError(CelltrailError):
    """Something was asked for by a name that nothing has."""

    code = "not_found"
    status = 404


class NameTakenError(CelltrailError):
    """A new thing was given a name that another thing has."""

    code = "name_taken"
    status = 409


class ConflictError(CelltrailError):
    """Somebody else changed the same thing first, or its state does not allow the change."""

    code = "conflict"
    status = 409


class InvalidInputError(CelltrailError):
    """A value has the wrong type, form or range."""

    code = "invalid_input"
    status = 400


class BadRowsError(InvalidInputError):
    """Rows do not fit a model's signature, or the model itself refuses them."""

    code = "bad_rows"
    status = 422


class NotebookError(CelltrailError):
    """A notebook cannot be read, or is no notebook."""

    code = "notebook"
    status = 400


class ParameterError(CelltrailError):
    """A notebook was given a parameter that it does not know, or of another type."""

    code = "parameter"
    status = 400


class GateError(CelltrailError):
    """A gate is not an expression that can be checked."""

    code = "gate"
    status = 400


class GateFailedError(CelltrailError):
    """A model version does not pass its gates, so it may not be promoted."""

    code = "gate_failed"
    status = 409


class ApprovalNeededError(CelltrailError):
    """A model version may not have an alias before others have approved it."""

    code = "approval_needed"
    status = 409


class NotAllowedError(CelltrailError):
    """Who asks for this is not one of those who may do it."""

    code = "not_allowed"
    status = 403


class NotStorableError(CelltrailError):
    """A value cannot be kept as an artifact."""

    code = "not_storable"
    status = 400


class CorruptArtifactError(CelltrailError):
    """Stored bytes do not have the digest that names them."""

    code = "corrupt_artifact"
    status = 500


class CorruptJournalError(CelltrailError):
    """A journal holds a record whose checksum is wrong before its torn tail."""

    code = "corrupt_journal"
    status = 500


class UntrustedError(CelltrailError):
    """Loading this artifact would run code that the user has not trusted."""

    code = "untrusted"
    status = 403


class NotLoadableError(CelltrailError):
    """What was kept cannot be built again here: a class that it needs is gone, or its content makes no sense."""

    code = "not_loadable"
    status = 409


class SignatureError(CelltrailError):
    """Something is not signed, or not by the key that it should be, or was changed since; or a file is no key."""

    code = "signature"
    status = 409


class StoreError(CelltrailError):
    """The store cannot be opened, read or written."""

    code = "store"
    status = 503


class StoreTooNewError(StoreError):
    """The store was written by a newer version of celltrail."""

    code = "store_too_new"


class ServerAwayError(StoreError):
    """The team server does not answer; what was tracked waits."""

    code = "server_away"


class ServerRefusedError(StoreError):
    """The team server answered that it will not."""

    code = "server_refused"
    status = 502

    def __init__(self, message: str, *, hint: str = "", answered: int = 0) -> None:
        super().__init__(message, hint=hint)
        self.answered = answered
        """The HTTP status of the answer."""


class NotOnServerError(CelltrailError):
    """Something was asked for that a team server does not do for its clients."""

    code = "not_on_server"
    status = 501


class TooLargeError(CelltrailError):
    """More was sent at once than is taken."""

    code = "too_large"
    status = 413


class PortInUseError(CelltrailError):
    """Another program listens on the port that was asked for."""

    code = "port_in_use"
    status = 409


class DeploymentError(CelltrailError):
    """A deployment did not start, or does not answer."""

    code = "deployment"
    status = 502


class JobFailedError(CelltrailError):
    """A notebook job ended without finishing all of its cells."""

    code = "job_failed"
    status = 409


class WarmError(CelltrailError):
    """A process that was to be forked could not be; an ordinary start always can."""

    code = "warm"
    status = 503


class BundleError(CelltrailError):
    """A bundle is damaged, was tampered with, or is of a form that is not known. Nothing of it was taken."""

    code = "bundle"
    status = 400


class EnvironmentFailedError(CelltrailError):
    """The environment of a run cannot be built again."""

    code = "environment_failed"
    status = 409


class NotReproducedError(CelltrailError):
    """A run was run again and did not come out the same."""

    code = "not_reproduced"
    status = 409


class SearchCancelledError(CelltrailError):
    """Somebody stopped a search for causes while it went on."""

    code = "search_cancelled"
    status = 409


class ScheduleError(CelltrailError):
    """A schedule or pipeline was asked for that cannot be: its trigger makes no sense, or it leads to itself."""

    code = "schedule"
    status = 400


class ClusterError(CelltrailError):
    """A cluster cannot be reached or started, or its workers cannot run a job."""

    code = "cluster"
    status = 502


class MissingDependencyError(CelltrailError):
    """An optional library is needed for this and is not installed."""

    code = "missing_dependency"
    status = 501


class KernelDiedError(CelltrailError):
    """The kernel of a notebook ended while a cell was running."""

    code = "kernel_died"
    status = 409
