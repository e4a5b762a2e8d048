"""What people do in their first hour, and what they are told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from celltrail.errors import InvalidInputError
from celltrail.jobs.reason import reason_of
from celltrail.magics.faults import unquoted, without_comment
from celltrail.tracking import Workspace
from celltrail.verbs.predict import _listed
from celltrail.verbs.register import register

SEEDED = """
import celltrail
with celltrail.track("seeded", seed=7):
    import numpy as np
    print(np.random.rand())
"""


def test_a_seed_holds_for_numpy_that_the_code_imports_later(workspace: Workspace) -> None:
    drawn = {
        subprocess.run([sys.executable, "-c", SEEDED], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert drawn == {f"{np.random.RandomState(7).rand()}\n"}


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (LogisticRegression(), "is not fitted"),
        (pd.DataFrame({"a": [1]}), "is no model"),
        (None, "is no model"),
        (LogisticRegression, "is no model"),
    ],
)
def test_what_cannot_answer_is_not_registered(model: Any, said: str, workspace: Workspace) -> None:
    with pytest.raises(InvalidInputError, match=said):
        register(model, "churn")
    assert workspace.store.models.all() == ()


def test_a_series_is_a_row_and_an_array_is_refused_with_what_to_give() -> None:
    assert _listed(pd.Series({"age": 1.0, "calls": 2.0})) == [{"age": 1.0, "calls": 2.0}]
    for rows in (np.ones((2, 2)), [[1, 2]], 7):
        with pytest.raises(InvalidInputError, match="data frame"):
            _listed(rows)


def test_a_job_says_what_a_magic_said(tmp_path: Path, notebook: Any) -> None:
    class FailedError(Exception):
        cell_index = 0
        ename, evalue = "CellExecutionError", ""  # papermill's, where the cell shows no error

    said = {"output_type": "stream", "name": "stderr", "text": "UsageError: There is no variable 'modle'.\n"}
    path = notebook("%register modle churn", name="out.ipynb")
    import nbformat

    executed = nbformat.read(path, as_version=4)
    executed.cells[0].outputs = [nbformat.from_dict(said)]
    nbformat.write(executed, path)
    assert reason_of(FailedError("Exception encountered"), path) == "UsageError: There is no variable 'modle'."


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("churn --seed 7 # mine", "churn --seed 7"),
        ("# all of it", ""),
        ("m c --gate 'a # b'  # why", "m c --gate 'a # b'"),
        ("a#b", "a#b"),
    ],
)
def test_a_comment_behind_a_magic_is_one(line: str, left: str) -> None:
    assert without_comment(line) == left


def test_quotes_around_a_name_are_not_part_of_it() -> None:
    assert (unquoted('"my run"'), unquoted("it's")) == ("my run", "it's")
