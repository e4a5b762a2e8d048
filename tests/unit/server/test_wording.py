"""What is said to somebody who fills in a form."""

from __future__ import annotations

import pytest

from celltrail.errors import CelltrailError, InvalidInputError
from celltrail.jobs.ends import OutOfTimeError
from celltrail.reproduction.subject import subjects_of
from celltrail.scoring.inputs import files_of
from celltrail.server.wording import in_fields
from celltrail.sweeping.plan import Wishes, wrong_numbers
from celltrail.tracking import Workspace, track


def test_a_form_without_a_metric_asks_to_fill_it_in() -> None:
    assert in_fields(wrong_numbers(Wishes(metric=""))["metric"].hint) == "Fill in the metric."


def test_a_refused_promotion_names_the_button_that_asks_for_approval() -> None:
    hint = "Ask for it: `%request churn/3 champion`, or `celltrail request churn/3 champion`."
    assert in_fields(hint) == "Ask for it with Request approval…"


def test_limits_of_time_are_said_without_the_option_that_sets_them() -> None:
    assert in_fields(str(OutOfTimeError(5.0))) == "It took longer than the 5 seconds that it was given."


def test_what_a_form_has_no_other_words_for_stays() -> None:
    with pytest.raises(CelltrailError) as refused:
        files_of("nix.parquet")
    assert in_fields(refused.value.message) == "There is no file nix.parquet."
    assert in_fields(InvalidInputError("a", hint="Give 1 or more.").hint) == "Give 1 or more."


def test_where_runs_of_notebooks_are_needed_the_form_names_the_section(workspace: Workspace) -> None:
    with track("by hand") as run:
        pass
    workspace.drain()
    with pytest.raises(InvalidInputError) as refused:
        subjects_of(workspace, run.id, run.id)
    assert in_fields(refused.value.hint).startswith("Run the notebooks as jobs, in the section Jobs, and")
