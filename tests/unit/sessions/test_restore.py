from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from celltrail.cli import main
from celltrail.errors import CorruptArtifactError, NotFoundError
from celltrail.tracking import workspace
from celltrail.verbs.artifacts import find_use, load
from celltrail.verbs.restore import Picture, restore

Run = Callable[..., list[Any]]
Shell = Any

CELLS = (
    "import numpy as np\nimport pandas as pd\nlimit = 3\nname = 'eu'\nchoices = (1, 2)",
    "df = pd.DataFrame({'a': np.arange(float(limit))})\nn = len(df)\nmean = df['a'].mean()",
    "def double(values):\n    return values * factor",
    "factor = 2\ndoubled = double(df)",
    "df['b'] = df['a'] * 10",
    "limit = 99\nhandle = iter([1])",
)


def test_the_state_at_the_end_of_a_run_is_that_of_the_whole_kernel(run: Run) -> None:
    run(*CELLS)
    found = restore("cell3", into=(names := {}), code=True)
    assert names["df"].columns.tolist() == ["a"]
    assert (names["limit"], names["name"], names["choices"], names["factor"]) == (3, "eu", (1, 2), 2)
    assert (names["n"], type(names["n"]), names["mean"]) == (3, int, 1.0)
    assert names["double"](5) == 10
    assert names["np"] is np
    assert names["doubled"].equals(names["df"] * 2)
    assert (found.missing, found.untrusted, found.code) == ({}, {}, {})


def test_a_later_state_has_what_changed_and_says_what_it_does_not_have(run: Run) -> None:
    run(*CELLS)
    found = restore("cell5")
    assert found.restored["limit"] == 99
    assert found.restored["df"].columns.tolist() == ["a", "b"]
    assert "only once" in found.missing["handle"]
    assert set(found.code) == {"double", "np", "pd"}
    assert "--code" in repr(found)


def test_the_names_of_the_run_itself_come_first(run: Run) -> None:
    run(*CELLS)
    assert list(restore("cell4").restored)[:1] == ["df"]


def test_only_the_names_that_are_asked_for_come_back(run: Run) -> None:
    run(*CELLS)
    assert list(restore("cell3", "df", "factor").restored) == ["df", "factor"]
    with pytest.raises(NotFoundError, match="has no name 'dff'") as raised:
        restore("cell3", "dff")
    assert "Did you mean 'df'" in raised.value.hint


def test_what_is_overwritten_is_said_and_can_be_had_again(run: Run) -> None:
    run(*CELLS)
    same, other = restore("cell4").restored["df"], [1]
    names: dict[str, Any] = {"df": same, "factor": 2, "doubled": other}
    found = restore("cell4", into=names)
    assert set(found.unchanged) >= {"df", "factor"}
    assert names["df"] is same
    assert found.previous == {"doubled": other}
    assert "overwritten: doubled" in repr(found)


def test_a_dry_run_changes_nothing(run: Run) -> None:
    run(*CELLS)
    names: dict[str, Any] = {"df": 1}
    found = restore("cell3", into=names, code=True, dry_run=True)
    assert names == {"df": 1}
    assert set(found.code) == {"double", "np", "pd"}
    assert "would overwrite: df" in repr(found)


def test_a_damaged_value_is_named_and_the_rest_comes_back(run: Run) -> None:
    run(*CELLS)
    use = find_use("df")
    workspace().artifacts.path(use.artifact.digest).write_bytes(b"flipped")
    found = restore("cell4")
    assert "is damaged" in found.missing["df"]
    assert found.restored["factor"] == 2
    with pytest.raises(CorruptArtifactError):
        load("df")


def test_a_figure_comes_back_as_a_picture(run: Run) -> None:
    run("import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nplt.close(fig)")
    picture = restore("cell0").restored["fig"]
    assert isinstance(picture, Picture)
    assert picture._repr_png_().startswith(b"\x89PNG")


def test_what_runs_code_when_loaded_waits_for_the_users_word(run: Run) -> None:
    run(
        "import numpy as np\nimport statistics\nfrom sklearn.preprocessing import FunctionTransformer\n"
        "strange = FunctionTransformer(func=statistics.mean)\nmore = np.zeros(2)"
    )
    found = restore("cell0")
    assert "statistics.mean" in found.untrusted["strange"]
    assert "--trust" in repr(found)
    assert found.restored["more"].tolist() == [0.0, 0.0]
    assert restore("cell0", trusted=["*"]).restored["strange"].func([1, 3]) == 2
    assert restore("cell0", trusted=["statistics.mean"]).untrusted == {}


def test_a_name_that_was_deleted_is_not_in_the_state(run: Run) -> None:
    run("import numpy as np\na = np.ones(1)\nb = 2", "del a", "c = b")
    assert "a" in restore("cell0").restored
    assert "a" not in restore("cell2").restored


def test_a_value_that_was_bound_anew_is_not_taken_for_what_it_was(run: Run) -> None:
    run("word = 'a'", "print(word)\nword = word + 'b'", "print(word)")
    assert restore("cell0").restored["word"] == "a"
    assert restore("cell1").restored["word"] == "ab"
    assert restore("cell2").restored["word"] == "ab"


def test_code_of_the_state_that_fails_does_not_keep_the_rest(run: Run) -> None:
    run(
        "import numpy as np\nones = np.ones(1)\nclass Even:\n    size = len(ones)\n"
        "_private = 1\nclass Odd:\n    size = _private"
    )
    found = restore("cell0", code=True)
    assert "raised NameError" in found.missing["Odd"]
    assert found.restored["Even"].size == 1
    assert found.restored["ones"].tolist() == [1.0]


@pytest.mark.parametrize("reference", ["df", "df@2", "cell4:df"])
def test_a_value_is_loaded_by_its_name_its_version_its_run_and_its_digest(reference: str, run: Run) -> None:
    run(*CELLS)
    assert load(reference).columns.tolist() == ["a", "b"]
    assert load(find_use("df").artifact.digest[:10]).columns.tolist() == ["a", "b"]
    assert load("df@1").columns.tolist() == ["a"]
    with pytest.raises(NotFoundError, match="Nothing called 'nowhere'"):
        load("nowhere")


def test_the_command_says_what_would_come_back(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run(*CELLS)
    capsys.readouterr()
    assert main(["restore", "cell3", "df"]) == 0
    assert "would bring back df" in capsys.readouterr().out


def test_a_pickle_comes_back_with_the_users_word_only(run: Run) -> None:
    run("from collections import Counter\ncounts = Counter('aab')", "counts.update('b')")
    assert list(restore("cell1").untrusted) == ["counts"]
    assert restore("cell1", trusted=["*"]).restored["counts"] == {"a": 2, "b": 2}
    assert restore("cell0", trusted=["pickle"]).restored["counts"] == {"a": 2, "b": 1}
