"""Slices of what a real kernel did, run again as jobs: the content has to come out the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celltrail.cli import main
from celltrail.verbs.slice import slice_notebook

Kernel = Any
Session = Callable[..., Kernel]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def session(start_kernel: Callable[..., Kernel], home: Path) -> Session:
    """Run tracked cells in a kernel that works in this test's home."""

    def run(*cells: str) -> Kernel:
        kernel = start_kernel(CELLTRAIL_HOME=str(home))
        kernel.run("%load_ext celltrail")
        for number, cell in enumerate(cells):
            answer = kernel.run(f"%%track cell{number}\n{cell}")
            assert answer.reply["status"] == "ok", answer.reply
        return kernel

    return run


def test_a_slice_holds_what_made_the_result_and_makes_it_again(session: Session, tmp_path: Path) -> None:
    session(
        "import numpy as np\nimport json\nunused = 7",
        "scale = 3\n\ndef grow(values, by=1):\n    return values * scale + by",
        "import pandas as pd\ndf = pd.DataFrame({'a': np.arange(4.0)})",
        "other = pd.DataFrame({'z': [1]})\nprint(len(other))",
        "df['b'] = df['a'] ** 2",
        "total = 1\ntotal += 4",
        "total += 5",
        "def helper():\n    return 'never'\n\n# what the result is made of\nresult = grow(df, by=total)\nresult",
        "df['c'] = 0",
    )
    made = slice_notebook("result", tmp_path / "slice.ipynb", check=True)
    assert [cell.source for cell in made.notebook.cells if cell.cell_type == "code"] == [
        "import numpy as np",
        "scale = 3\n\ndef grow(values, by=1):\n    return values * scale + by",
        "import pandas as pd\ndf = pd.DataFrame({'a': np.arange(4.0)})",
        "df['b'] = df['a'] ** 2",
        "total = 1\ntotal += 4",
        "total += 5",
        "# what the result is made of\nresult = grow(df, by=total)",
    ]
    assert (made.cells, made.left_out, made.verdict) == (7, 1, "same"), made
    assert made.notebook.metadata["celltrail"]["digest"] == made.use.artifact.digest


def test_cells_of_a_job_that_are_not_tracked_are_known_by_their_code(
    notebook: Callable[..., Path], tmp_path: Path, capsys: Capture
) -> None:
    path = notebook(
        "%load_ext celltrail\nimport numpy as np", "base = np.ones(2)", "%%track made\ndone = base * 2"
    )
    assert main(["run", str(path)]) == 0
    assert main(["slice", "done", "-o", str(tmp_path / "done.ipynb"), "--check"]) == 0
    shown = capsys.readouterr().out
    assert "✓ run again, it makes the same content" in shown
    assert "is not tracked: its code is known" in shown


def test_a_slice_that_makes_something_else_says_so(session: Session, tmp_path: Path, capsys: Capture) -> None:
    kernel = session("import numpy as np\ndrawn = np.random.default_rng().normal(size=3)")
    assert main(["slice", "drawn", "-o", str(tmp_path / "drawn.ipynb"), "--check"]) == 1
    assert "✗ run again, it makes other content" in capsys.readouterr().out
    (shown,) = kernel.run("%slice drawn").of("execute_result")
    assert "drawn-slice.ipynb" in shown["data"]["text/html"]
    assert (kernel.folder / "drawn-slice.ipynb").exists()
    assert kernel.run("%slice not_there").reply["ename"] == "UsageError"
