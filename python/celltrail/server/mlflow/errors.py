"""Errors as MLflow's clients know them: a code, a message, and the HTTP status that belongs to the code."""

from __future__ import annotations

from typing import Literal

from celltrail.errors import (
    ApprovalNeededError,
    CelltrailError,
    ConflictError,
    GateFailedError,
    MissingDependencyError,
    NameTakenError,
    NotFoundError,
    NotOnServerError,
    ServerRefusedError,
    StoreError,
)

Code = Literal[
    "INVALID_PARAMETER_VALUE",
    "RESOURCE_DOES_NOT_EXIST",
    "RESOURCE_ALREADY_EXISTS",
    "RESOURCE_CONFLICT",
    "PERMISSION_DENIED",
    "BAD_REQUEST",
    "ENDPOINT_NOT_FOUND",
    "NOT_IMPLEMENTED",
    "INVALID_STATE",
    "RESOURCE_EXHAUSTED",
    "TEMPORARILY_UNAVAILABLE",
    "INTERNAL_ERROR",
]
STATUS: dict[str, int] = {
    "INVALID_PARAMETER_VALUE": 400,
    "BAD_REQUEST": 400,
    "RESOURCE_ALREADY_EXISTS": 400,
    "PERMISSION_DENIED": 403,
    "RESOURCE_DOES_NOT_EXIST": 404,
    "ENDPOINT_NOT_FOUND": 404,
    "RESOURCE_CONFLICT": 409,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL_ERROR": 500,
    "INVALID_STATE": 500,
    "NOT_IMPLEMENTED": 501,
    "TEMPORARILY_UNAVAILABLE": 503,
}
_CODES: tuple[tuple[type[CelltrailError], Code], ...] = (
    (NotFoundError, "RESOURCE_DOES_NOT_EXIST"),
    (NameTakenError, "RESOURCE_ALREADY_EXISTS"),
    (ApprovalNeededError, "PERMISSION_DENIED"),
    (GateFailedError, "PERMISSION_DENIED"),
    (ConflictError, "INVALID_PARAMETER_VALUE"),
    (NotOnServerError, "NOT_IMPLEMENTED"),
    (MissingDependencyError, "NOT_IMPLEMENTED"),
    (ServerRefusedError, "PERMISSION_DENIED"),
    (StoreError, "TEMPORARILY_UNAVAILABLE"),
)


class MlflowError(Exception):
    """What an MLflow client is answered instead."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]


def invalid(message: str) -> MlflowError:
    """Return the error of a request that says something wrong."""
    return MlflowError("INVALID_PARAMETER_VALUE", message)


def missing(name: str) -> MlflowError:
    """Return the error of a request that leaves out what it must say."""
    return invalid(
        f"Missing value for required parameter '{name}'."
        " See the API docs for more information about request parameters."
    )


def translated(error: CelltrailError) -> MlflowError:
    """Return one of our errors as MLflow's clients know it, with its hint."""
    code: Code = next((code for kind, code in _CODES if isinstance(error, kind)), "INVALID_PARAMETER_VALUE")
    return MlflowError(code, f"{error.message} {error.hint}".strip())
