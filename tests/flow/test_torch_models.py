"""Models of PyTorch: registered, judged, loaded by other processes, served, and scored in batches."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import torch
from torch import nn

import celltrail
from celltrail import jobs
from celltrail.errors import NotStorableError, UntrustedError
from celltrail.jobs import Origin
from celltrail.records import JobOptions
from celltrail.registry.example import example_of
from celltrail.tracking import workspace

DRAW = np.random.default_rng(3)
X = pd.DataFrame(DRAW.normal(size=(300, 2)), columns=["age", "calls"])
Y = 2 * X["age"] - X["calls"] + 1
LATE = Y > 1
GATES = ["robust(noise=0.01, drop <= 0.05)", "loads(seconds=60)"]


class Late(nn.Module):
    """A classifier of a class of its own, which has a dropout and a number of this file in it."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
        self.classes_ = ["early", "late"]

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = self.inner(rows) * STRETCH
        return scores


STRETCH = 2.0


def trained(module: nn.Module, truth: torch.Tensor, loss: Any) -> nn.Module:
    """Return a module after some steps of training; it stays in training mode."""
    optimizer = torch.optim.Adam(module.parameters(), lr=0.1)
    rows = torch.tensor(X.to_numpy(), dtype=torch.float32)
    for _ in range(200):
        optimizer.zero_grad()
        loss(module(rows), truth).backward()
        optimizer.step()
    return module


@pytest.fixture(scope="module")
def regression() -> nn.Module:
    torch.manual_seed(1)
    truth = torch.tensor(Y.to_numpy()[:, None], dtype=torch.float32)
    return trained(nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 1), nn.Dropout(0)), truth, nn.MSELoss())


@pytest.fixture(scope="module")
def late() -> nn.Module:
    torch.manual_seed(1)
    return trained(Late(), torch.tensor(LATE.to_numpy().astype(int)), nn.CrossEntropyLoss())


def exported(module: nn.Module) -> torch.export.ExportedProgram:
    rows = torch.zeros(3, 2)
    return torch.export.export(module.eval(), (rows,), dynamic_shapes=({0: torch.export.Dim.DYNAMIC},))


def failed(version: Any) -> list[str]:
    return [f"{gate.expression}: {gate.reason}" for gate in version.gates if gate.verdict != "passed"]


def said(module: nn.Module, data: pd.DataFrame) -> Any:
    """Return what a module says by itself in evaluation mode."""
    was = module.training
    try:
        with torch.no_grad():
            return module.eval()(torch.tensor(data.to_numpy(), dtype=torch.float32)).numpy()
    finally:
        module.train(was)


def test_a_module_of_torchs_layers_is_registered_judged_served_and_scored_without_any_word(
    regression: nn.Module, tmp_path: Path
) -> None:
    assert regression.training
    version = celltrail.register(
        regression, "delay", data=X, target=Y, test=X, test_target=Y,
        gates=[*GATES, "size <= 1MB"], alias="champion",
    )  # fmt: skip
    assert not failed(version)
    assert (version.codec, version.unsafe) == ("torch/1", False)
    assert version.framework == f"torch {torch.__version__}"
    assert [(one.name, one.type) for one in version.signature.inputs] == [("age", "double"), ("calls", "double")]
    assert [(one.name, one.type) for one in version.signature.outputs] == [("prediction", "float")]
    assert len(example_of(workspace(), version)) == 5
    assert regression.training
    expected = said(regression, X)[:, 0]

    loaded = celltrail.load_model("delay@champion")
    assert type(loaded) is nn.Sequential
    assert loaded.training
    assert np.allclose(said(loaded, X)[:, 0], expected)

    celltrail.deploy("delay@champion")
    assert np.allclose(celltrail.predict("delay", X.head(20))["predictions"], expected[:20], atol=1e-5)
    assert np.allclose(celltrail.predict("delay", X.head(1))["predictions"], expected[:1], atol=1e-5)
    celltrail.stop("delay")

    X.to_parquet(tmp_path / "rows.parquet")
    celltrail.score("delay@champion", tmp_path / "rows.parquet", tmp_path / "out.parquet")
    scored = pq.read_table(tmp_path / "out.parquet")
    assert np.allclose(scored.column("prediction").to_numpy(), expected, atol=1e-5)
    assert "torch" in celltrail.card("delay").markdown


def test_a_class_of_the_notebook_is_kept_by_its_source_and_runs_only_when_told(
    late: nn.Module, tmp_path: Path, environment_in: Callable[[Path], dict[str, str]], home: Path
) -> None:
    names = np.where(LATE, "late", "early")
    version = celltrail.register(
        late,
        "late",
        data=X,
        test=X,
        test_target=names,
        gates=GATES,
    )
    assert not failed(version)
    assert (version.codec, version.unsafe) == ("torch/1", True)
    assert [one.name for one in version.signature.outputs] == [
        "prediction", "probability_early", "probability_late",
    ]  # fmt: skip
    for refused in (lambda: celltrail.load_model("late"), lambda: celltrail.deploy("late")):
        with pytest.raises(UntrustedError, match="runs code, of class"):
            refused()
    chances = torch.softmax(torch.tensor(said(late, X)), dim=1).numpy()

    celltrail.deploy("late", trusted=["class"])
    answer = celltrail.predict("late", X.head(20))
    assert answer["classes"] == ["early", "late"]
    assert np.allclose(answer["probabilities"], chances[:20], atol=1e-5)
    assert answer["predictions"] == [["early", "late"][at] for at in chances[:20].argmax(axis=1)]
    celltrail.stop("late")

    code = (
        "import celltrail, torch\n"
        "model = celltrail.load_model('late', trusted=['class'])\n"
        "print(type(model).__name__, model.training, model.eval()(torch.ones(1, 2)).tolist())\n"
    )
    environment = {**environment_in(tmp_path), "CELLTRAIL_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path, check=True
    )
    name, training, answer = ended.stdout.split(maxsplit=2)
    assert (name, training) == ("Late", "True")
    assert np.allclose(json.loads(answer), said(late, pd.DataFrame([[1.0, 1.0]])))


def test_an_exported_program_needs_no_class_but_the_users_word(regression: nn.Module, tmp_path: Path) -> None:
    expected = said(regression, X)[:, 0]
    program = exported(regression)
    regression.train()
    version = celltrail.register(
        program,
        "program",
        data=X,
        test=X,
        test_target=Y,
        gates=GATES,
    )
    assert not failed(version)
    assert (version.codec, version.unsafe) == ("torch-export/1", True)
    with pytest.raises(UntrustedError, match=r"trusted=\['torch.export'\]"):
        celltrail.load_model("program")
    loaded = celltrail.load_model("program", trusted=["torch.export"])
    assert isinstance(loaded, torch.export.ExportedProgram)
    celltrail.deploy("program", trusted=["torch.export"])
    assert np.allclose(celltrail.predict("program", X.head(3))["predictions"], expected[:3], atol=1e-5)
    celltrail.stop("program")
    X.to_parquet(tmp_path / "rows.parquet")
    celltrail.score("program", tmp_path / "rows.parquet", tmp_path / "out.parquet", trusted=["torch.export"])
    scored = pq.read_table(tmp_path / "out.parquet").column("prediction").to_numpy()
    assert np.allclose(scored, expected, atol=1e-5)


CELL = """
class Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 1, bias=False)

    def forward(self, rows):
        return FACTOR * self.inner(rows)


torch.manual_seed(1)
net = Twice()
"""


def test_a_class_of_a_cell_is_registered_by_the_magic_and_answers_in_another_process(
    kernel: Any, tmp_path: Path, environment_in: Callable[[Path], dict[str, str]]
) -> None:
    kernel.run(
        "import pandas as pd, torch\nfrom torch import nn\nFACTOR = 2\nX = pd.DataFrame({'a': [1.0], 'b': [2.0]})"
    )
    assert kernel.run("%%track fit" + CELL).reply["status"] == "ok"
    card = kernel.run("%register net twice --data X")
    assert "every load has to say so" in str(card.messages), card.messages
    said = kernel.run("print(net(torch.ones(1, 2)).item())").messages
    code = (
        "import celltrail, torch\n"
        "model = celltrail.load_model('twice', trusted=['class'])\n"
        "print(model(torch.ones(1, 2)).item())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment_in(kernel.folder),
        cwd=tmp_path, check=True,
    )  # fmt: skip
    assert ended.stdout in str(said).replace("\\n", "\n")


def test_a_job_goes_on_with_the_modules_of_the_cells_that_ran(notebook: Any, tmp_path: Path) -> None:
    here = workspace()
    path = notebook(
        "import torch\nfrom torch import nn\nFACTOR = 2",
        CELL.strip(),
        "layers = nn.Sequential(Twice(), nn.ReLU())\nopen('ran.txt', 'a').write('x')",
        "with open('go.txt') as file:\n    print(file.read())",
        "print(type(net) is Twice, type(layers[0]) is Twice, layers(torch.ones(1, 2)).item())",
    )
    failed = jobs.wait(here, jobs.submit(here, path).id)
    assert failed.status == "failed"
    (tmp_path / "go.txt").write_text("go")
    again = jobs.submit(here, Path(failed.notebook), options=JobOptions(), origin=Origin(resumes=failed.id))
    job = jobs.wait(here, again.id)
    assert job.status == "finished", (job.error, job.notes)
    assert (tmp_path / "ran.txt").read_text() == "x", job.notes


def test_files_of_a_version_are_those_that_pytorch_reads(regression: nn.Module, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    celltrail.register(regression, "delay", data=X)
    celltrail.download("delay", tmp_path / "delay")
    assert {path.name for path in (tmp_path / "delay").iterdir()} >= {"model.safetensors", "module.json"}
    again = nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 1), nn.Dropout(0))
    again.load_state_dict(load_file(tmp_path / "delay" / "model.safetensors"))
    assert np.allclose(said(again, X), said(regression, X))
    celltrail.register(exported(regression), "program", data=X)
    regression.train()
    celltrail.download("program", tmp_path / "program")
    program = torch.export.load(tmp_path / "program" / "model.pt2").module()
    with torch.no_grad():
        answer = program(torch.tensor(X.to_numpy(), dtype=torch.float32)).numpy()
    assert np.allclose(answer, said(again, X))


def test_tensors_are_taken_for_data_as_arrays_are(regression: nn.Module) -> None:
    rows, truth = torch.tensor(X.to_numpy(), dtype=torch.float32), torch.tensor(Y.to_numpy())
    version = celltrail.register(
        regression,
        "delay",
        data=rows,
        target=truth,
        test=rows,
        test_target=truth,
        gates=GATES[:1],
    )
    assert not failed(version)
    assert [one.name for one in version.signature.inputs] == ["x0", "x1"]


def test_what_cannot_be_declared_says_where_it_is_and_what_to_do() -> None:
    module = nn.Sequential(nn.Linear(2, 1))
    module[0].register_forward_hook(print)
    with pytest.raises(NotStorableError) as caught:
        celltrail.register(module, "hooked", data=X)
    assert "0 (torch.nn.modules.linear.Linear) has hooks" in str(caught.value)
    assert "torch.export.export(module, example)" in str(caught.value)
    assert "unsafe=True (--unsafe) keeps it as a pickle" in str(caught.value)
    assert celltrail.models() == ()


def test_importing_celltrail_and_tracking_does_not_import_torch(
    tmp_path: Path, environment_in: Callable[[Path], dict[str, str]]
) -> None:
    code = (
        "import sys, celltrail\n"
        "from sklearn.linear_model import LinearRegression\n"
        "with celltrail.track('plain'):\n"
        "    celltrail.log_artifact({'a': [1, 2.5]}, 'rows')\n"
        "    celltrail.log_artifact(object(), 'thing')\n"
        "    model = LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0])\n"
        "    celltrail.log_artifact(model, 'model')\n"
        "celltrail.load_model(celltrail.register(model, 'line').label)\n"
        "print([name for name in ('torch', 'safetensors', 'lightning', 'keras') if name in sys.modules])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment_in(tmp_path), cwd=tmp_path,
        check=True,
    )  # fmt: skip
    assert ended.stdout.split("\n")[-2] == "[]"
