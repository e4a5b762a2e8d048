"""Errors as the fields of a form show them."""

from __future__ import annotations

from collections.abc import Mapping

from celltrail.errors import CelltrailError
from celltrail.server.messages import FieldProblem
from celltrail.server.wording import in_fields


def field_problems(problems: Mapping[str, CelltrailError]) -> tuple[FieldProblem, ...]:
    """Return what is wrong with the fields of a form, from the errors by field."""
    return tuple(
        FieldProblem(field=field, code=error.code, message=in_fields(error.message), hint=in_fields(error.hint))
        for field, error in problems.items()
    )
