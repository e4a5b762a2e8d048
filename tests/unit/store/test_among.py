from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from celltrail.store import schema
from celltrail.store.among import among


def test_many_values_are_one_parameter_of_a_condition_that_an_index_answers() -> None:
    params = schema.params.c
    statement = select(params.key).where(among(params.run_id, ["a", "b"])).compile(dialect=sqlite.dialect())
    assert str(statement).endswith("WHERE params.run_id IN (SELECT value FROM json_each(?))")
    assert list(statement.params.values()) == ['["a", "b"]']
