"""A parameter as the text that MLflow's clients know it as, in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class plain_text(FunctionElement[Any]):  # noqa: N801 - used like SQL's own functions
    """A plain JSON value as Python prints it."""

    type = String()
    inherit_cache = True


@compiles(plain_text, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    return (
        f"CASE json_type({value}) WHEN 'text' THEN json_extract({value}, '$') WHEN 'true' THEN 'True'"
        f" WHEN 'false' THEN 'False' WHEN 'null' THEN 'None' ELSE CAST({value} AS TEXT) END"
    )


@compiles(plain_text, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    value = compiler.process(element.clauses, **options)
    return (
        f"CASE json_typeof({value}) WHEN 'boolean' THEN initcap(CAST({value} AS TEXT)) WHEN 'null' THEN 'None'"
        f" ELSE ({value} #>> '{{}}') END"
    )
