"""Bundles as research objects, judged by the profile's own validator in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.flow.environments import environment_with

import celltrail
from celltrail.tracking import track

SCRIPT = Path(__file__).parent / "crates" / "validate.py"


@pytest.fixture(scope="module")
def validator() -> Path:
    """Give the Python of an environment with the validator; it needs an older rich than our linters do."""
    return environment_with("roc-validator==0.13.0") / "python"


def judged(validator: Path, crate: Path, folder: Path) -> tuple[int, list[str]]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(validator), str(SCRIPT), str(folder), str(crate)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_a_bundle_is_a_valid_process_run_crate(validator: Path, tmp_path: Path) -> None:
    with track("fit", seed=1) as run:
        run.log_param("depth", 3)
        run.log_metric("auc", 0.8)
        run.log_value("note", "a text")
    made = celltrail.bundle("fit", tmp_path / "fit.celltrail.zip")
    crate = tmp_path / "crate"
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(crate)
    code, issues = judged(validator, crate, tmp_path)
    # A person has no publisher, and celltrail does not know where they work.
    assert (code, [one for one in issues if "publisher" not in one and "affiliation" not in one]) == (0, [])
    metadata = crate / "ro-crate-metadata.json"
    graph = json.loads(metadata.read_text())
    for entity in graph["@graph"]:
        entity.pop("instrument", None)
    metadata.write_text(json.dumps(graph))
    code, issues = judged(validator, crate, tmp_path)
    assert code == 1
    assert any("REQUIRED process-run-crate" in issue and "instrument" in issue for issue in issues)
