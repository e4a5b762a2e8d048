"""Compare runs."""

from __future__ import annotations

import string
from collections.abc import Sequence

from celltrail import registry
from celltrail.comparison import Comparison, Side, compare_sides, side_of
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import RunRow
from celltrail.tracking import Workspace, workspace
from celltrail.tracking.context import wait_for_contexts

_FEWEST = 2


def compare(*sides: str | Sequence[str]) -> Comparison:
    """Say how runs differ from the first of them: metrics with their noise, code, data, packages.

    Parameters
    ----------
    sides
        Each a run (its id, the beginning or end of it, or the newest of a name), a model version such as
        ``churn@champion``, or several runs that repeat each other, as a list or ``"a1b2c3,d4e5f6"``. Of a single
        run, its repeats with other seeds are found: same name, code, parameters and inputs. A comma behind it
        (``"a1b2c3,"``) takes it alone.

    Returns
    -------
    Comparison
        Shown as HTML by a notebook, as text by ``print``. ``metrics``, ``params``, ``code``, ``data``,
        ``packages`` and their like are lists of records, which ``pandas.DataFrame`` takes.

    Raises
    ------
    NotFoundError
        No run fits.
    InvalidInputError
        There is nothing to compare: fewer than two sides, or the same run twice.

    Examples
    --------
    >>> compare("churn@champion", "churn").metrics  # doctest: +SKIP
    """
    if not _FEWEST <= len(sides) <= len(string.ascii_uppercase):
        raise InvalidInputError(
            f"{len(sides)} side(s) cannot be compared.", hint="Give two or more runs: compare(A, B)."
        )
    here = workspace()
    wait_for_contexts()  # their environments are compared too
    here.drain()
    found = [_side(here, label, side) for label, side in zip(string.ascii_uppercase, sides, strict=False)]
    shown = [side.run.id for side in found]
    if len(set(shown)) < len(shown):
        raise InvalidInputError(
            f"{' and '.join(map(str, sides))} come from one run, {found[0].run.name} {shown[0][-6:]}.",
            hint="Give two that differ: %runs lists them.",
        )
    return compare_sides(here, found)


def _side(here: Workspace, label: str, given: str | Sequence[str]) -> Side:
    references = given.split(",") if isinstance(given, str) else list(given)
    is_alone = isinstance(given, str) and len(references) == 1
    rows = {row.run.id: row for row in (_row(here, one.strip()) for one in references if one.strip())}
    if not rows:
        raise InvalidInputError(f"{given!r} names no run.", hint="Give ids or names: %runs lists them.")
    return side_of(here, label, list(rows.values()), find_repeats=is_alone)


def _row(here: Workspace, reference: str) -> RunRow:
    """Return the run that a reference names, itself or by the model version that it made."""
    try:
        return here.store.runs.find(reference)
    except NotFoundError:
        if not set("@/") & set(reference):
            raise
    version = registry.resolve(here, reference)
    if version.run_id is None:
        raise NotFoundError(f"{version.label} was not registered from a run.", hint="Compare runs by their ids.")
    return here.store.runs.find(version.run_id)
