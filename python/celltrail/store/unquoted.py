"""The text of a JSON string, as SQLite and PostgreSQL say it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class unquoted(FunctionElement[str]):  # noqa: N801 - used like SQL's own functions
    """A JSON value as text: without quotes and escapes where it is a string."""

    type = String()
    inherit_cache = True


@compiles(unquoted, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **options)}, '$')"


@compiles(unquoted, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} #>> '{{}}')"
