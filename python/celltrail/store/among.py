"""``column IN (many values)`` with the values as one parameter, so that there is no limit to how many."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class among(FunctionElement[Any]):  # noqa: N801 - used like SQL's own operators
    """That a column of text has one of some values."""

    type = NullType()  # of a truth value SQLite would be asked whether it is 1, which no index answers
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], values: Collection[str]) -> None:
        super().__init__(column, bindparam(None, json.dumps(list(values)), type_=String(), unique=True))


@compiles(among, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - `values` is a placeholder


@compiles(among, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT json_array_elements_text(CAST({values} AS JSON)))"
