"""Cells of a job that take their results from an earlier execution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from celltrail import jobs
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]


@dataclass
class Outcome:
    job: Job
    ran: list[int]
    """The code cells that were run, from 0."""
    shown: list[str]
    notes: str


@pytest.fixture
def cached(notebook: Write, workspace: Workspace) -> Callable[..., Outcome]:
    """Run a notebook with the cache."""

    def run(*cells: str, **write: Any) -> Outcome:
        job = jobs.run(workspace, notebook(*cells, **write), options=JobOptions(cache=True))
        read = nbformat.read(job.output or "", as_version=4)  # type: ignore[no-untyped-call]
        return Outcome(
            job=job,
            ran=[
                n for n, cell in enumerate(read.cells) if "cached_from" not in cell.metadata.get("celltrail", {})
            ],
            shown=[plain(cell.outputs) for cell in read.cells],
            notes=" ".join(job.notes),
        )

    return run


def plain(outputs: Sequence[Any]) -> str:
    return "".join(out.get("text", "") or str(out.get("data", {}).get("text/plain", "")) for out in outputs)


def test_a_library_that_looks_for_its_plugins_has_not_looked_at_the_users_files(
    cached: Callable[..., Outcome],
) -> None:
    cell = "from importlib.metadata import entry_points\nfound = len(entry_points(group='console_scripts')) > 0"
    assert cached(cell).ran == [0]
    again = cached(cell)
    assert again.ran == [], again.notes
    listed = "import os\nfound = len(os.listdir('.'))"
    assert cached(listed).ran == cached(listed).ran == [0]


def test_only_what_changed_and_what_depends_on_it_runs(
    cached: Callable[..., Outcome], workspace: Workspace
) -> None:
    cells = [
        "import numpy as np\nfactor = 3",
        "def scaled(values):\n    return values * factor",
        "numbers = np.arange(5)",
        "total = scaled(numbers).sum()\nprint(total)",
        "words = ['a']",
        "words.append('b')\nwords",
        "len(words)",
    ]
    first = cached(*cells)
    assert first.ran == [0, 1, 2, 3, 4, 5, 6]
    again = cached(*cells)
    assert again.ran == [], again.notes
    assert again.shown == first.shown
    assert workspace.store.runs.find(again.job.run_id or "").metrics["total"] == 30.0
    executions = workspace.store.runs.cells(again.job.run_id or "")
    assert {cell.cached_from for cell in executions} == {first.job.run_id}
    assert "7 of 7 cells came from the cache" in again.notes

    cells[4] = "words = ['c']"  # changed in place by the next cell
    changed = cached(*cells)
    assert changed.ran == [4, 5, 6]
    assert changed.shown[5] == "['c', 'b']"
    assert "words is another" in changed.notes

    cells[1] = "def scaled(values):\n    return values * factor + 1"  # a function, called two cells on
    changed = cached(*cells)
    assert changed.ran == [1, 3], changed.notes
    assert changed.shown[3].strip() == "35"

    cells[0] = "import numpy as np\nfactor = 4"  # read only inside that function
    changed = cached(*cells)
    assert set(changed.ran) == {0, 1, 3}
    assert changed.shown[3].strip() == "45"


def test_a_changed_file_runs_the_cell_that_reads_it(cached: Callable[..., Outcome], tmp_path: Path) -> None:
    data, module = tmp_path / "data.csv", tmp_path / "helper_of_cells.py"
    data.write_text("a\n1\n2\n")
    module.write_text("def twice(x):\n    return 2 * x\n")
    cells = [
        "import pandas as pd",
        "rows = pd.read_csv('data.csv')",
        "import helper_of_cells\nprint(helper_of_cells.twice(len(rows)))",
        "rows.to_csv('out.csv')",
        "print(7)",
    ]
    assert cached(*cells).shown[2] == "4\n"
    assert cached(*cells).ran == []
    (tmp_path / "out.csv").write_text("somebody else's")
    assert cached(*cells).ran == [3]
    data.write_text("a\n1\n2\n3\n")
    changed = cached(*cells)
    assert changed.ran == [1, 2, 3]
    assert changed.shown[2] == "6\n"
    module.write_text("def twice(x):\n    return 20 * x\n")
    changed = cached(*cells)
    assert 2 in changed.ran
    assert changed.shown[2] == "60\n"


def test_what_may_come_out_otherwise_always_runs(cached: Callable[..., Outcome]) -> None:
    cells = [
        "import os, random, socket, subprocess, time\nimport datetime as dt\nimport numpy as np",
        "print(1)",
        "time.time()",
        "def stamp():\n    return dt.datetime.now()",
        "stamp()",
        "np.random.rand()",
        "os.environ['HOME']",
        "!echo hello",
        "subprocess.run(['true'])",
        "socket.create_server(('127.0.0.1', 0)).close()",
        "random.random()",
        "os.listdir('.')",
        "with open('log.txt', 'a') as file: file.write('x')",
        "np.random.default_rng().random()",
        "eval('1')",
    ]
    cached(*cells)
    again = cached(*cells)
    assert again.ran == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert "cell 3 ran: reads the clock" in again.notes


def test_seeded_draws_are_known_again_and_go_on_where_they_were(cached: Callable[..., Outcome]) -> None:
    cells = [
        "import numpy as np\nimport random",
        "np.random.seed(7); random.seed(7)",
        "a = np.random.rand(3); b = random.random()\nprint(a, b)",
        "print(np.random.rand(), random.random())",
    ]
    first = cached(*cells)
    assert cached(*cells).shown == first.shown
    cells[3] = "print('again', np.random.rand(), random.random())"
    changed = cached(*cells)
    assert changed.ran == [3]
    assert changed.shown[3] == "again " + first.shown[3]


def test_what_does_not_come_back_is_made_again(cached: Callable[..., Outcome]) -> None:
    cells = [
        "import numpy as np\nimport warnings; warnings.filterwarnings('ignore')",
        "class Box:\n    def __init__(self, n):\n        self.n = n",
        "items = [1, 2, 3]",
        "box = Box(len(items))",
        "other = items",
        "print(box.n)",
    ]
    cached(*cells)
    again = cached(*cells)
    assert again.ran == [], again.notes
    cells[5] = "print(box.n + 1)"
    changed = cached(*cells)
    assert changed.shown[5] == "4\n"
    assert {3, 5} <= set(changed.ran)  # an instance of the notebook's own class
    assert 0 in changed.ran  # settings
    cells[5] = "other.append(9)\nprint(items)"
    assert cached(*cells).shown[5] == "[1, 2, 3, 9]\n"  # one object under two names stays one


def test_a_tracked_cell_is_known_again_with_the_run_that_it_was(
    cached: Callable[..., Outcome], workspace: Workspace
) -> None:
    cells = [
        "%load_ext celltrail",
        "import celltrail\nimport numpy as np\nrate = 0.5",
        (
            "%%track fit --seed 7 --tag who=me\ndeep = 3\nfor step in range(3):\n"
            "    celltrail.log_metric('loss', rate / (step + 1))\n"
            "weights = np.random.rand(4)\nscore = float(weights.sum())\nprint(score)"
        ),
        "%%track more\nfurther = float(np.random.rand() + score)\nprint(further)",
        "print(score, weights)",
    ]
    first = cached(*cells)
    assert first.ran == [0, 1, 2, 3, 4]
    again = cached(*cells)
    assert again.ran == [], again.notes
    assert again.shown == first.shown
    then, now = (
        {one.run.name: one for one in workspace.store.runs.list(limit=20) if one.run.parent_id == run_id}
        for run_id in (first.job.run_id, again.job.run_id)
    )
    fit = now["fit"]
    assert (fit.run.status, fit.run.seed, fit.run.environment) == ("finished", 7, then["fit"].run.environment)
    assert fit.tags == {"who": "me", "celltrail.cached": then["fit"].run.id}
    assert (fit.params, fit.metrics) == (then["fit"].params, then["fit"].metrics)
    assert fit.params == {"deep": 3, "rate": 0.5}
    assert [point.value for point in workspace.store.runs.points(fit.run.id, "loss")] == [0.5, 0.25, 0.5 / 3]
    (cell,) = workspace.store.runs.cells(fit.run.id)
    assert cell.cached_from == then["fit"].run.id
    made = [use for use in workspace.store.runs.uses_of_run(fit.run.id) if use.name == "weights"]
    assert [use.cell_execution_id for use in made] == [cell.id]

    cells[2] = cells[2].replace("deep = 3", "deep = 4")
    changed = cached(*cells)
    assert changed.ran == [0, 2], changed.notes  # what the cells after it need came out the same
    assert changed.shown[3:] == first.shown[3:]


def test_a_tracked_cell_that_asks_celltrail_for_more_than_to_log_always_runs(
    cached: Callable[..., Outcome],
) -> None:
    cells = [
        "%load_ext celltrail",
        "import celltrail",
        "%%track\nfound = len(celltrail.runs())",
        "celltrail.log_metric('loss', 1.0)",  # of the job's run, to which nobody would log it
    ]
    cached(*cells)
    again = cached(*cells)
    assert again.ran == [0, 2, 3], again.notes  # the extension has to be there for what runs
    assert "cell 3 ran: has celltrail do something" in again.notes


def test_a_run_from_the_cache_leaves_the_names_of_a_full_run(cached: Callable[..., Outcome]) -> None:
    cells = [
        "import pandas as pd\nimport math\nfrom collections import Counter",
        "frame = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})\nhalf = 0.5\nnames = {'k': (1, 2)}",
        "frame['c'] = frame['a'] * half",
        "def area(r): return math.pi * r ** 2",
        "square = lambda x: x ** 2\ncounts = Counter('aab')",
    ]
    look = (
        "print(frame.to_dict(), half, names, area(1), square(3), Counter, counts,"
        " sorted(n for n in list(globals()) if n[0] != '_'))"
    )
    full = cached(*cells, look)
    again = cached(*cells, look.replace("print(", "print(*[], "))
    assert again.shown[5] == full.shown[5]
    assert 2 not in again.ran


def test_another_environment_or_folder_runs_all(
    cached: Callable[..., Outcome], workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cached("x = 1", "print(x)").ran == [0, 1]
    (tmp_path / "sub").mkdir()
    assert cached("x = 1", "print(x)", name="other.ipynb").ran == []
    moved = cached("x = 1", "print(x)", name="sub/third.ipynb")
    assert moved.ran == [0, 1]
    assert "another folder" in moved.notes
    monkeypatch.setenv("OMP_NUM_THREADS", "3")  # no tool sets that by itself
    again = cached("x = 1", "print(x)")
    assert again.ran == [0, 1]
    assert "the environment (packages, Python, machine) is another" in again.notes
