from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

import celltrail
from celltrail.cli import main
from celltrail.errors import InvalidInputError
from celltrail.tracking import Workspace, track


def test_what_a_row_refers_to_stays_with_all_its_parts_and_the_rest_goes(workspace: Workspace) -> None:
    data = pd.DataFrame({"x": np.arange(9.0), "y": np.arange(9.0) * 2})
    with track("made") as run:
        celltrail.log_table(data, "data")
        celltrail.log_artifact({"deep": [np.ones(50_000)]}, "nested")
    model = LinearRegression().fit(data[["x"]], data["y"])
    celltrail.register(model, "line", data=data[["x"]], target=data["y"])
    left = workspace.artifacts.put(pd.DataFrame({"nobody": ["wants", "this"]}))
    assert celltrail.gc().files == 0
    found = celltrail.gc(older_than_h=-1)
    assert found.files == 2
    assert found.freed_bytes > 0
    uses = {use.name: use.artifact for use in workspace.store.runs.uses_of_run(run.id)}
    assert workspace.artifacts.get(uses["data"].digest, "frame/1").equals(data)
    nested = workspace.artifacts.get(uses["nested"].digest, uses["nested"].codec, trusted=["pickle"])
    assert nested["deep"][0].sum() == 50_000
    assert celltrail.load_model("line").coef_[0] == pytest.approx(2)
    environment = workspace.store.runs.environment(workspace.store.runs.find(run.id).run.environment or "")
    assert environment is not None
    assert workspace.artifacts.get_bytes(environment.lock)
    assert not workspace.artifacts.has(left.digest)


def test_what_waits_in_a_journal_is_referred_to(workspace: Workspace) -> None:
    with track("waiting") as run:
        artifact = celltrail.log_artifact({"a": 1}, "kept")
    celltrail.gc(older_than_h=-1)
    assert workspace.artifacts.has(artifact.digest)
    assert run.id


def test_a_folder_that_other_homes_may_use_is_left_alone_without_a_word(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CELLTRAIL_ARTIFACTS", str(tmp_path / "shared"))
    with pytest.raises(InvalidInputError, match="other homes may use"):
        celltrail.gc()
    assert main(["gc"]) == 1
    assert "--alone" in capsys.readouterr().err
    assert main(["gc", "--alone"]) == 0
    assert "0 file(s)" in capsys.readouterr().out


def test_an_artifact_that_was_collected_is_kept_again_by_who_still_has_it(workspace: Workspace) -> None:
    value: Any = pd.DataFrame({"x": np.arange(100_000.0)})
    first = workspace.artifacts.put(value)
    celltrail.gc(older_than_h=-1)
    assert workspace.artifacts.put(value) == first
    assert workspace.artifacts.get(first.digest, first.codec).equals(value)
