from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.sessions.code import OUR_MAGICS
from celltrail.tracking import workspace
from celltrail.verbs.artifacts import load
from celltrail.verbs.slice import SlicedNotebook, slice_notebook

Run = Callable[..., list[Any]]
Shell = Any


@pytest.fixture
def sliced(shell: Shell, run: Run, tmp_path: Path) -> Callable[..., SlicedNotebook]:
    """Slice, run the slice among no names, and hold what it makes against what was kept."""

    def make(name: str, **options: Any) -> SlicedNotebook:
        made = slice_notebook(name, tmp_path / "slice.ipynb", **options)
        shell.reset(new_session=False)
        for source in sources(made):
            shell.run_cell(source).raise_error()
        digest = workspace().artifacts.put(shell.user_ns[made.use.name]).digest
        assert digest == made.use.artifact.digest, sources(made)
        return made

    return make


def sources(made: SlicedNotebook) -> list[str]:
    return [cell.source for cell in made.notebook.cells if cell.cell_type == "code"]


Sliced = Callable[..., SlicedNotebook]


def test_the_seed_of_the_magic_is_set_by_the_slice(run: Run, sliced: Sliced) -> None:
    run(
        "import numpy as np",
        "before = np.random.rand(5)",
        "%%track own --seed 7\nown = np.random.rand(5)",
    )
    assert not any("before" in source for source in sources(sliced("own")))


def test_what_moved_a_shared_generator_on_since_its_seed_belongs_to_the_slice(run: Run, sliced: Sliced) -> None:
    run(
        "import numpy as np\nzeroth = np.random.rand(5)",
        "np.random.seed(3)",
        "before = np.random.rand(5)",
        "idle = 1",
        "after = np.random.rand(5)",
    )
    assert sources(sliced("after")) == [
        "import numpy as np\nzeroth = np.random.rand(5)",  # for its import
        "np.random.seed(3)",
        "before = np.random.rand(5)",
        "after = np.random.rand(5)",
    ]


def test_a_generator_with_a_name_is_followed_by_its_name(run: Run, sliced: Sliced) -> None:
    run(
        "import numpy as np\nrng = np.random.default_rng(1)",
        "skipped = rng.normal(size=3)",
        "other = np.zeros(2)",
        "third = rng.normal(size=3)",
    )
    assert len(sources(sliced("third"))) == 3


def test_a_model_that_is_fitted_in_another_cell_comes_out_fitted(run: Run, sliced: Sliced, tmp_path: Path) -> None:
    run(
        "import pandas as pd, numpy as np\nX = pd.DataFrame({'a': np.arange(20.0)})\ny = (X['a'] > 9) * 1",
        "from sklearn.linear_model import LogisticRegression\nmodel = LogisticRegression()",
        "%time X.describe()\nX.head()",
        "x = 1\nmodel.fit(X, y)\n%time x",
        "score = model.score(X, y)\n%register model churn --data X",
    )
    made = slice_notebook("churn/1", tmp_path / "churn.ipynb")
    assert not any("%register" in source or "describe" in source for source in sources(made))
    assert made.use.artifact == sliced("model").use.artifact


def test_what_untracked_code_changed_is_loaded_from_what_was_kept(run: Run, sliced: Sliced) -> None:
    run(
        "import numpy as np\ndata = np.zeros(3)\nfactor = 2",
        "# behind our back\ndata = data + 1\nfactor = 5",
        "out = data * factor",
    )
    made = sliced("out")
    assert [source for source in sources(made) if "celltrail.load" in source]
    assert "factor = 5" in sources(made)
    assert load("out").tolist() == [5.0, 5.0, 5.0]


def test_a_name_that_nothing_accounts_for_is_named(run: Run, tmp_path: Path) -> None:
    run("# not tracked\nhalf = lambda value: value / 2", "import numpy as np\nroots = np.array([half(4)])")
    with pytest.raises(NotFoundError, match="reads 'half'"):
        slice_notebook("roots", tmp_path / "slice.ipynb")
    assert not (tmp_path / "slice.ipynb").exists()


def test_imports_are_known_where_their_cell_is_not(run: Run, sliced: Sliced) -> None:
    run("# not tracked\nimport numpy as np\nimport math", "roots = np.array([math.sqrt(4)])")
    made = sliced("roots")
    assert sources(made) == ["import math\nimport numpy as np", "roots = np.array([math.sqrt(4)])"]
    assert made.notes == ()


def test_calling_a_module_whose_import_is_not_known_ties_no_cells_together(run: Run, sliced: Sliced) -> None:
    run(
        "# not tracked\nimport numpy as np",
        "%%track one --seed 1\nfirst = np.random.rand(2)",
        "%%track two --seed 2\nsecond = np.random.rand(2)",
    )
    assert not any("first" in source for source in sources(sliced("second")))


def test_cells_that_log_by_hand_stay_tracked_and_files_lead_to_their_writer(
    run: Run, sliced: Sliced, tmp_path: Path
) -> None:
    path = str(tmp_path / "in.csv")
    run(
        f"from pathlib import Path\nPath({path!r}).write_text('a\\n1\\n2\\n')\nidle = 3",
        "import celltrail\nimport pandas as pd\nloss = 0.5\ncelltrail.log_metric('loss2', loss)\n"
        f"table = pd.read_csv({path!r})",
    )
    Path(path).unlink()
    made = sources(sliced("table"))
    assert made[0] == "%load_ext celltrail"
    assert made[1].endswith("write_text('a\\n1\\n2\\n')")
    assert made[-1].startswith('%%track "cell1"\nimport celltrail\n')


def test_kept_values_stand_in_for_cells_where_they_are_asked_to(run: Run, sliced: Sliced, tmp_path: Path) -> None:
    run("import numpy as np\nslow = np.arange(3)", "quick = slow + 1")
    with pytest.raises(NotFoundError, match="nowhere"):
        slice_notebook("quick", tmp_path / "no.ipynb", values=["nowhere"])
    assert [source.splitlines()[-1][:21] for source in sources(sliced("quick", values=["slow"]))] == [
        "slow = celltrail.load",
        "quick = slow + 1",
    ]


def test_functions_find_what_they_need_when_they_are_called(run: Run, sliced: Sliced) -> None:
    run(
        "def outer(x):\n    return inner(x) + offset",
        "def inner(x):\n    return np.asarray(x) * 2",
        "offset = 1",
        "import numpy as np\nnothing = np.ones(1)",
        "offset = 10",
        "done = outer([1, 2])",
    )
    made = sources(sliced("done"))
    assert "offset = 10" in made
    assert "offset = 1" not in made


def test_settings_of_a_module_and_of_the_process_are_kept_and_plots_are_not(run: Run, sliced: Sliced) -> None:
    run(
        "import pandas as pd\nimport os\nimport matplotlib.pyplot as plt",
        "pd.set_option('display.precision', 3)",
        "os.environ['ONE'] = '1'",
        "plt.figure()\nplt.close()",
        "frame = pd.DataFrame({'a': [int(os.environ['ONE'])]})",
    )
    made = sources(sliced("frame"))
    assert made[0] == "import pandas as pd\nimport os"
    assert [source[:9] for source in made[1:3]] == ["pd.set_op", "os.enviro"]
    assert len(made) == 4


def test_a_failed_cell_is_not_run_again(run: Run, shell: Shell, sliced: Sliced) -> None:
    run("import numpy as np\nbase = np.ones(2)")
    shell.run_cell("%%track broken\nbase = base + 1\n1 / 0")
    run("result = base * 2")
    made = sliced("result")
    assert not any("1 / 0" in source for source in sources(made))
    assert any("celltrail.load" in source for source in sources(made))


def test_what_no_cell_made_can_only_be_loaded(run: Run) -> None:
    run("# not tracked\nimport numpy as np\ngiven = np.ones(3)", "mean = given.mean()")
    with pytest.raises(InvalidInputError, match="No tracked cell made given v1") as raised:
        slice_notebook("given")
    assert "celltrail.load(" in raised.value.hint
    assert load("given").tolist() == [1.0, 1.0, 1.0]


def test_a_star_import_is_taken_along(run: Run, sliced: Sliced) -> None:
    run("from math import *", "import numpy as np\nroot = np.array([sqrt(9)])")
    assert sources(sliced("root"))[0] == "from math import sqrt"


def test_a_slice_is_the_same_each_time(run: Run, tmp_path: Path) -> None:
    run("import numpy as np\nvalues = np.ones(2)")
    one, two = tmp_path / "one.ipynb", tmp_path / "two.ipynb"
    slice_notebook("values", one)
    slice_notebook("values@1", two)
    assert one.read_text() == two.read_text()


def test_magics_that_speak_to_celltrail_are_all_known(shell: Shell) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    plain = set(InteractiveShell().magics_manager.magics["line"])
    ours = {f"%{name}" for name in set(shell.magics_manager.magics["line"]) - plain}
    assert ours | {"%load_ext celltrail"} == set(OUR_MAGICS)
