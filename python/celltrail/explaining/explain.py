"""What a version's answers come from, over many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from celltrail import clock
from celltrail.errors import InvalidInputError
from celltrail.explaining import shaps
from celltrail.explaining.correctness import calibration, confusion
from celltrail.explaining.data import Rows, features_of, rows_from, rows_of
from celltrail.explaining.dependence import dependences
from celltrail.explaining.importance import permutation
from celltrail.explaining.kept import GLOBAL, keep
from celltrail.explaining.measures import measure_for
from celltrail.explaining.output import Output, output_of
from celltrail.explaining.subject import loaded
from celltrail.records import Explanation, Importance, ModelVersion
from celltrail.tracking import Workspace

Method = Literal["permutation", "shap"]
ROWS = 2_000
REPEATS = 10
SECONDS = 30.0
_DEPENDENCES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a version is to be explained."""

    method: Method = "permutation"
    """``shap`` adds SHAP values to the permutation importance."""
    rows: int = ROWS
    """How many rows are asked, at the most."""
    repeats: int = REPEATS
    seconds: float = SECONDS
    """After this time no further round is begun."""
    seed: int = 0
    output: str | None = None
    """The class whose chance is explained, as text; by default the second of two, else the most frequent."""
    trusted: Sequence[str] = ()


def explain(
    here: Workspace, version: ModelVersion, wishes: Wishes, *, data: Any = None, target: Any = None
) -> Explanation:
    """Explain a version over many rows, keep that with it, and return it.

    Parameters
    ----------
    data, target
        The rows and what is true of them; by default the version's evaluation data, else what its run kept.

    Raises
    ------
    NotFoundError
        No rows are given, and none are kept.
    InvalidInputError
        The rows do not fit the model, or a wish cannot be.
    MissingDependencyError
        SHAP is wished for and not installed.
    UntrustedError
        The model holds types that nobody has said to trust.
    """
    _check(wishes)
    if wishes.method == "shap":
        shaps.require_shap()
    model = loaded(here, version, wishes.trusted)
    features = features_of(version, model)
    whole = (
        rows_of(here, version, features)
        if data is None
        else rows_from(data, target, features, "rows that were given")
    )
    made = explained(version, model, whole, wishes)
    keep(here, GLOBAL, made)
    return made


def explained(version: ModelVersion, model: Any, whole: Rows, wishes: Wishes) -> Explanation:
    """Return what explains a version over rows; nothing is kept."""
    rows = whole.sampled(wishes.rows, wishes.seed)
    output = output_of(model, rows.frame, wishes.output)
    rows = replace(rows, target=_fitting(rows.target, output, model))
    importances = _importances(model, output, rows, wishes)
    top = [one.feature for one in importances[0].features[:_DEPENDENCES]]
    known = rows.target is not None
    return Explanation(
        model=version.model,
        number=version.number,
        output=output.name,
        data=rows.origin,
        rows=len(rows.frame),
        labelled=known,
        importances=importances,
        dependences=dependences(output.ask, rows.frame, top),
        calibration=calibration(output, rows.frame, rows.target) if known else None,
        confusion=confusion(model, output, rows.frame, rows.target) if known else None,
        seed=wishes.seed,
        notes=_notes(importances[0], whole, rows, wishes),
    )


def _importances(model: Any, output: Output, rows: Rows, wishes: Wishes) -> tuple[Importance, ...]:
    until = clock.elapsed() + wishes.seconds
    measure = measure_for(model, output, rows.frame, rows.target)
    found = permutation(rows.frame, measure, repeats=wishes.repeats, seed=wishes.seed, until=until)
    if wishes.method == "permutation":
        return (found,)
    return found, shaps.importance(output, rows.frame, seed=wishes.seed)


def _fitting(target: Any, output: Output, model: Any) -> Any:
    """Return the truth as the model says it, so that the two can be compared.

    Raises
    ------
    InvalidInputError
        The model predicts numbers and the truth is something else, or the other way round.
    """
    if target is None:
        return None
    if output.kind == "number":
        if target.dtype.kind not in "fiub":
            raise InvalidInputError(
                f"The model predicts numbers, the target has {target.dtype}.",
                hint="Give the numbers that are true.",
            )
        return target.astype(float)
    kind = getattr(getattr(model, "classes_", target), "dtype", target.dtype)
    return target.astype(kind) if kind.kind != target.dtype.kind and kind.kind in "OU" else target


def _notes(importance: Importance, whole: Rows, rows: Rows, wishes: Wishes) -> tuple[str, ...]:
    notes = []
    if len(rows.frame) < len(whole.frame):
        notes.append(f"{len(rows.frame)} of {len(whole.frame)} rows were drawn.")
    if importance.repeats < wishes.repeats:
        notes.append(
            f"Each feature was shuffled {importance.repeats} times instead of {wishes.repeats}: "
            f"more did not fit into {wishes.seconds:g} s."
        )
    return tuple(notes)


def _check(wishes: Wishes) -> None:
    for what, value, least in (
        ("rows", wishes.rows, 2),
        ("repeats", wishes.repeats, 2),
        ("seconds", wishes.seconds, 0),
    ):
        if not value >= least:
            raise InvalidInputError(f"{what} is {value}.", hint=f"It must be at least {least}.")
    if wishes.method not in ("permutation", "shap"):
        raise InvalidInputError(f"There is no method {wishes.method!r}.", hint="Methods are: permutation, shap.")
