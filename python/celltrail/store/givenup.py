"""Runs of workers that were given up: another one has their job, and what they say later does not count any more.

Such a worker may live, cut off from everybody, and finish what it was at. When it is heard again its facts are
kept, so that nothing is lost; but its run stays killed, and so is what it began below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from celltrail import clock
from celltrail.records import Run
from celltrail.records.run import GIVEN_UP_TAG
from celltrail.store.among import among
from celltrail.store.schema import tags
from celltrail.store.upsert import upsert


def as_they_count(connection: Connection, runs: Mapping[str, Run]) -> dict[str, Run]:
    """Return runs that arrive: those of a worker that was given up are killed, with the reason."""
    related = {*runs, *(run.parent_id for run in runs.values() if run.parent_id)}
    query = select(tags.c.run_id, tags.c.value).where(tags.c.key == GIVEN_UP_TAG, among(tags.c.run_id, related))
    known: dict[str, str] = {row.run_id: row.value for row in connection.execute(query)}
    if not known:
        return dict(runs)
    counted = {}
    for id, run in runs.items():  # noqa: A001 - a parent is told of before its children
        reason = known.get(id) or known.get(run.parent_id or "")
        if reason:
            known[id] = reason
            counted[id] = replace(run, status="killed", error=reason, ended_at=run.ended_at or clock.now())
        else:
            counted[id] = run
    if rows := [{"run_id": one, "key": GIVEN_UP_TAG, "value": known[one]} for one in counted if one in known]:
        upsert(connection, tags, rows)
    return counted
