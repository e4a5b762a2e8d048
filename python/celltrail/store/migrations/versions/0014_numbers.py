"""Numbers where there was only text or nothing: parameters whose text is a number, and infinite points.

Of infinite points in the middle of a history nothing but that they were no number was kept, so those stay so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_CUT = 100
"""Texts of so many letters may be the beginning of longer ones."""
_AT_ONCE = 10_000
_params = sa.table("params", sa.column("run_id"), sa.column("key"), sa.column("text"), sa.column("number"))
_points = sa.table("metric_points", *map(sa.column, ("run_id", "key", "step", "at", "value")))
_metrics = sa.table("metrics", *map(sa.column, ("run_id", "key", "step", "at", "value", "text")))


def upgrade() -> None:
    """Fill the columns."""
    last = ("", "")
    while rows := _texts(last):
        numbers = [{"of": run_id, "named": key, "found": _number(text)} for run_id, key, text in rows]
        if found := [row for row in numbers if row["found"] is not None]:
            here = (_params.c.run_id == sa.bindparam("of")) & (_params.c.key == sa.bindparam("named"))
            op.get_bind().execute(sa.update(_params).where(here).values(number=sa.bindparam("found")), found)
        last = rows[-1][0], rows[-1][1]
    for text, value in (("inf", math.inf), ("-inf", -math.inf)):
        op.get_bind().execute(_last_points(text).values(value=value))


def _texts(last: tuple[str, str]) -> Sequence[Any]:
    place = sa.tuple_(_params.c.run_id, _params.c.key)
    query = (
        sa
        .select(_params.c.run_id, _params.c.key, _params.c.text)
        .where(place > sa.tuple_(*map(sa.literal, last)), _params.c.number.is_(None), _params.c.text.is_not(None))
        .order_by(_params.c.run_id, _params.c.key)
        .limit(_AT_ONCE)
    )
    return op.get_bind().execute(query).all()


def _number(text: str) -> float | None:
    if len(text) >= _CUT or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def _last_points(text: str) -> sa.Update:
    same = [_metrics.c[name] == _points.c[name] for name in ("run_id", "key", "step", "at")]
    is_last = sa.exists().where(*same, _metrics.c.text == text, _metrics.c.value.is_(None))
    return sa.update(_points).where(_points.c.value.is_(None), is_last)
