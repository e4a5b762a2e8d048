"""Which runs, in which order: the rows of ``runs`` that a query selects.

A condition that few runs fulfil drives the query, so that only those are looked at. One that many fulfil is asked
of run after run in the order that is wanted, which ends as soon as enough are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    GenerativeSelect,
    Row,
    Select,
    String,
    and_,
    cast,
    desc,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from celltrail.store import query, schema
from celltrail.store.clienttables import deleted_runs
from celltrail.store.conditions import Condition, Conditions
from celltrail.store.keys import Field, Key, Keys

_FEW = 20_000
_runs = schema.runs.c
NEWEST_FIRST = (_runs.started_at.desc(), _runs.id.desc())
"""The order of runs. Ids of ours sort by time too, those of runs that came from elsewhere do not."""


class Selection:
    """What one question selects."""

    def __init__(self, connection: Connection, search: str, where: Sequence[ColumnElement[bool]] = ()) -> None:
        self._connection = connection
        self._keys = Keys(connection)
        self._fixed = list(where)
        self._conditions = self._read(search)

    def rows(self, sort: str, limit: int) -> list[Row[Any]]:
        """Return the selected rows of ``runs``, newest first where `sort` says nothing else.

        Raises
        ------
        NotFoundError
            Nothing is called so.
        """
        return list(islice(self._in_order(sort.strip(), limit), limit))

    def _read(self, search: str) -> list[Condition]:
        if not query.is_expression(search):
            return [Condition(mentions(word)) for word in search.split()]
        return Conditions(self._keys, search).all_of(query.parse(search))

    def _in_order(self, sort: str, limit: int) -> Iterator[Row[Any]]:
        down = sort.startswith("-")
        target = self._keys.find(sort.lstrip("+-").strip()) if sort else Field("started", "time", _runs.started_at)
        down = down or not sort
        narrow = narrowed(self._connection, self._conditions)
        selected = select(schema.runs).where(*self._fixed, *narrow).limit(limit)
        for part in _parts(selected, target, down=down):
            yield from self._connection.execute(part)


def narrowed(connection: Connection, conditions: Sequence[Condition]) -> Iterator[ColumnElement[bool]]:
    """Give what conditions say of runs; where few runs fulfil one, as the ids of these."""
    for condition in conditions:
        if condition.candidates is not None and _are_few(connection, condition.candidates):
            yield _runs.id.in_(condition.candidates)
        else:
            yield condition.where


def _are_few(connection: Connection, candidates: GenerativeSelect) -> bool:
    some = candidates.limit(_FEW).subquery()
    return (connection.execute(select(func.count()).select_from(some)).scalar() or 0) < _FEW


def _parts(selected: Select[Any], target: Field | Key, *, down: bool) -> Iterator[Select[Any]]:
    """Give the queries that, one after the other, are all runs in the order of a value; those without it last."""
    if isinstance(target, Field):
        if target.name == "started":
            yield selected.order_by(*(NEWEST_FIRST if down else (_runs.started_at, _runs.id)))
            return
        column = target.column
        yield selected.where(column.is_not(None)).order_by(desc(column) if down else column, *NEWEST_FIRST)
        yield selected.where(column.is_(None)).order_by(*NEWEST_FIRST)
        return
    values = target.values()
    has = (values.c.run_id == _runs.id) & (values.c.key == target.key)
    if target.kind == "param":
        number, text = values.c.number, values.c.text
        kinds = [(number, number.is_not(None)), (text, and_(number.is_(None), text.is_not(None)))]
    else:
        kinds = [(values.c.value, values.c.value.is_not(None))]
    for column, fits in kinds:
        order = (column.desc(), values.c.run_id.desc()) if down else (column, values.c.run_id)
        yield selected.join(values, has).where(fits).order_by(*order)
    fits_none = ~exists().where(has, or_(*(fits for _, fits in kinds)))
    yield selected.where(fits_none).order_by(*NEWEST_FIRST)


def not_deleted() -> ColumnElement[bool]:
    """Return that nobody has deleted a run."""
    return _runs.id.not_in(select(deleted_runs.c.run_id))


def older_than(run_id: str) -> ColumnElement[bool]:
    """Return that a run comes behind another one in the order of runs; for none where there is no such run."""
    start = select(_runs.started_at).where(_runs.id == run_id).scalar_subquery()
    return tuple_(_runs.started_at, _runs.id) < tuple_(start, literal(run_id))


def mentions(word: str) -> ColumnElement[bool]:
    """Return that a run's name, status, id, parameters or tags mention a word."""
    params, tags = schema.params.c, schema.tags.c
    value = func.replace(cast(params.value, String), '"', "")  # people search for text without JSON's quotes
    in_params = exists().where(
        params.run_id == _runs.id, (params.key + "=" + value).icontains(word, autoescape=True)
    )
    in_tags = exists().where(
        tags.run_id == _runs.id, (tags.key + "=" + tags.value).icontains(word, autoescape=True)
    )
    return or_(
        _runs.name.icontains(word, autoescape=True),
        _runs.status == word.lower(),
        _runs.id.startswith(word.lower(), autoescape=True),
        in_params,
        in_tags,
    )
