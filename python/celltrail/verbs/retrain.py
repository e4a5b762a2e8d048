"""Close the loop: measure, decide, train again, promote."""

from __future__ import annotations

from pathlib import Path

from celltrail.records import Decision
from celltrail.retraining.loop import Plan, Progress, close_loop
from celltrail.retraining.measure import measure
from celltrail.retraining.policy import Policy
from celltrail.retraining.recipe import Parameters, recipe_of
from celltrail.tracking import workspace


def retrain(  # noqa: PLR0913 - each is one thing that a person says
    name: str,
    *,
    notebook: str | Path | None = None,
    parameters: Parameters | None = None,
    window: str | None = None,
    report: str | None = None,
    policy: Policy | None = None,
    progress: Progress | None = None,
) -> Decision:
    """Measure an endpoint's drift, decide, and where the decision says so, train again and let the better one win.

    The same notebook that made the version runs again as a job. The challenger that it registers must pass its
    gates against the champion; then it is promoted and the endpoint answers with it, without losing a request.

    Parameters
    ----------
    name
        The deployment.
    notebook
        Instead of the notebook that made the version.
    parameters
        What is different this time, such as the months to train on; or a function from the drift report to that.
        Parameters that are not named stay as they were.
    window
        The window of requests to look at; by default the newest.
    report
        The id of a drift report to decide on, instead of measuring again.
    policy
        When to train again.
    progress
        Called with each step in words.

    Raises
    ------
    NotFoundError
        There is no such deployment, or it was asked nothing in the window.

    Examples
    --------
    >>> retrain("churn", parameters={"months": [4, 5, 6]}).outcome  # doctest: +SKIP
    'churn/2 was promoted to champion over churn/1: auc >= 0.8 (auc = 0.83). It answers at http://127.0.0.1:4711.'
    """
    here = workspace()
    found = here.store.drift.report(report) if report else measure(here, name, window=window)
    path = Path(notebook) if notebook is not None else None
    plan = Plan(
        policy=policy or Policy(),
        recipe=lambda about: recipe_of(here, about, notebook=path, parameters=parameters),
        progress=progress or (lambda _step: None),
    )
    return close_loop(here, found, plan)
