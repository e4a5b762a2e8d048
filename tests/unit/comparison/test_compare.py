from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import celltrail
from celltrail.artifacts.folder import Folder
from celltrail.cli import main
from celltrail.comparison.code import cell_changes
from celltrail.comparison.repeats import without_seeds
from celltrail.errors import InvalidInputError, NotFoundError
from celltrail.records import CellExecution
from celltrail.tracking import start_run, track, workspace
from celltrail.verbs.compare import compare

Run = Callable[..., list[Any]]
Shell = Any

FIT = "depth = {depth}\nauc = {auc} + np.random.normal() / 100\n"


def fits(run: Run, name: str, depth: int, auc: float, *seeds: int) -> None:
    run("# not tracked\nimport numpy as np")
    source = FIT.format(depth=depth, auc=auc)
    run(*(f"%%track {name} --seed {seed}\n{source}" for seed in seeds))


def test_repeats_with_other_seeds_are_found_and_their_noise_decides(run: Run) -> None:
    fits(run, "one", 3, 0.80, 1, 2, 3, 4)
    fits(run, "two", 5, 0.80, 5, 6, 7, 8)
    fits(run, "three", 7, 0.95, 1, 2, 3, 4)
    found = compare("one", "two", "three")
    first, same, better = found.metrics
    assert [row.n for row in found.metrics] == [4, 4, 4]
    assert first.low is not None
    assert first.high is not None
    assert first.low < 0.80 < first.high
    assert (first.difference, same.is_real, better.is_real) == (None, False, True)
    assert same.verdict.startswith("not a real difference (p = ")
    assert [(p.name, p.before, p.after, p.side) for p in found.params] == [
        ("depth", 3, 5, "B"),
        ("depth", 3, 7, "C"),
    ]
    shown = repr(found)
    assert "4 runs (found: same name, code, parameters and inputs, other seeds)" in shown
    assert all(row.run.id[-6:] in shown for side in found.sides for row in side.repeats)


def test_one_run_each_is_not_judged(run: Run) -> None:
    fits(run, "one", 3, 0.80, 1)
    fits(run, "two", 5, 0.90, 1)
    row = compare("one", "two").metrics[1]
    assert (row.n, row.is_real, row.verdict) == (1, None, "one run each: noise unknown")


def test_runs_of_notebooks_are_compared_by_what_their_tracked_cells_measured() -> None:
    def trial(depth: int) -> str:
        whole = start_run(workspace(), "train", "notebook")
        for auc in (0.1, depth / 10):  # a cell that was run twice
            inner = start_run(workspace(), "fit", "cell", parent_id=whole.id)
            inner.log_metric("auc", auc)
            inner.log_metric("rows", 1.0)
            inner.finish()
        whole.log_metric("rows", 100.0 * depth)
        whole.finish()
        return whole.id

    found = compare(trial(3), trial(5))
    assert [(row.metric, row.side, row.mean) for row in found.metrics] == [
        ("auc", "A", 0.3),
        ("auc", "B", 0.5),
        ("rows", "A", 300.0),
        ("rows", "B", 500.0),
    ]


def test_another_parameter_another_code_or_another_input_is_no_repeat(run: Run) -> None:
    fits(run, "one", 3, 0.80, 1, 2)
    fits(run, "one", 4, 0.80, 3)
    fits(run, "one", 3, 0.85, 4)
    fits(run, "one", 3, 0.80, 5, 5)
    fits(run, "other", 3, 0.80, 6)
    side = compare("other", "one").sides[1]
    assert [row.run.seed for row in side.repeats] == [1, 2, 5]
    assert len(compare("other", f"{side.run.id},").sides[1].repeats) == 1


def test_runs_that_are_named_together_are_taken_as_they_are(run: Run) -> None:
    fits(run, "one", 3, 0.80, 1, 2)
    fits(run, "two", 5, 0.80, 1, 2)
    ids = [row.run.id for row in celltrail.list_runs("two")]
    found = compare(",".join(ids), ["one"])
    assert [len(side.repeats) for side in found.sides] == [2, 1]
    assert "as named" in found.sides[0].about


def test_two_repeats_of_each_other_differ_by_noise_only(run: Run) -> None:
    fits(run, "one", 3, 0.80, 1, 2, 3)
    newest, older, _ = (row.run.id for row in celltrail.list_runs("one"))
    found = compare(older, newest)
    assert found.notes == (
        "A and B repeat each other: same code, parameters and inputs, only seeds differ. What differs is noise.",
    )
    assert [row.n for row in found.metrics] == [1, 1]


def test_frames_are_compared_column_by_column_and_equal_columns_are_not_read(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("# plain\nimport pandas as pd\ndf = pd.DataFrame({'same': range(1000), 'x': 1.0, 'old': 'a', 't': 1})")
    run("%%track one\nn = len(df)")
    run("# plain\ndf = df.drop(columns='old').assign(new=2, t='1')\ndf.loc[:9, 'x'] = 2.0\ndf.loc[10, 'x'] = None")
    run("%%track two\nn = len(df)")
    read: list[str] = []
    plain = Folder.get
    monkeypatch.setattr(Folder, "get", lambda self, digest: read.append(digest) or plain(self, digest))
    (change,) = compare("one", "two").data
    columns = {column.column: column for column in change.columns}
    assert {name: column.change for name, column in columns.items()} == {
        "old": "removed", "new": "added", "x": "changed", "t": "retyped",
    }  # fmt: skip
    x = columns["x"]
    assert (x.differing, x.rows, x.mean_before) == (11, 1000, 1.0)
    assert x.mean_after == pytest.approx(pd.Series([2.0] * 10 + [1.0] * 989).mean())
    assert len(set(read)) == 6  # two manifests, two columns of each


def test_arrays_and_models_say_how_they_differ(run: Run) -> None:
    run("# plain\nimport numpy as np\nfrom sklearn.linear_model import Ridge")
    run("%%track one\na = np.array([1.0, np.nan, 3.0])\nb = np.zeros(2)\nm = Ridge(alpha=1.0)\nw = [1]")
    run("%%track two\na = np.array([1.0, np.nan, 3.5])\nb = np.zeros(3)\nm = Ridge(alpha=2.0)\nw = np.ones(1)")
    said = {change.name: change for change in compare("one", "two").data}
    assert said["a"].said == "1 of 3 values differ, by 0.5 at the most"
    assert said["b"].said == "shape [2] before, [3] after"
    assert [(one.name, one.before, one.after) for one in said["m"].params] == [("alpha", "1.0", "2.0")]
    assert said["w"].said == "list before, numpy.ndarray after"


def test_code_that_differs_is_shown_as_a_diff_and_escaped(run: Run) -> None:
    run("%%track one\na = 1\nb = '<b>'", "%%track two\na = 2\nb = '<b>'")
    found = compare("one", "two")
    assert found.code[0].diff == ("@@ -1,2 +1,2 @@", "-a = 1", "+a = 2", " b = '<b>'")
    html = found._repr_html_()
    assert "<b>'" not in html
    assert "&lt;b&gt;" in html
    assert "<script" not in html
    assert "--jp-" in html


def cell(position: int, source: str, cell_id: str | None = None) -> CellExecution:
    return CellExecution(
        id=str(position),
        run_id="r",
        position=position,
        source=source,
        status="finished",
        started_at=0.0,
        cell_id=cell_id,
    )


def test_cells_of_notebooks_are_matched_where_one_came_between() -> None:
    before = [cell(0, "import a"), cell(1, "x = 1\ny = 2"), cell(2, "fit(x)"), cell(3, "gone()")]
    after = [cell(0, "import a"), cell(1, "new(1, 2, 3)"), cell(2, "x = 1\ny = 3"), cell(3, "fit(x)")]
    found = [(one.change, one.before, one.after) for one in cell_changes(before, after, "B")]
    assert found == [
        ("same", 0, 0), ("added", None, 1), ("changed", 1, 2), ("same", 2, 3), ("removed", 3, None),
    ]  # fmt: skip
    by_id = cell_changes([cell(0, "a", "x"), cell(1, "b")], [cell(0, "zzz", "x"), cell(1, "b")], "B")
    assert by_id[0].change == "changed"


def test_packages_files_seeds_and_source_are_compared(run: Run, tmp_path: Any) -> None:
    run("%%track one --seed 1\na = 1", "%%track two --seed 2\na = 1")
    here = workspace()
    row = here.store.runs.find("two")
    environment = here.store.runs.environment(row.run.environment or "")
    assert environment is not None
    packages = {**environment.packages, "numpy": "0.1", "brand-new": "1"}
    packages.pop("scipy")
    (tmp_path / "read.txt").write_text("x")
    with track("three") as active:
        active.log_environment(replace(environment, digest="other", packages=packages))
        (tmp_path / "read.txt").read_text()
    active.run = replace(active.run, environment="other")
    active.finish()
    found = compare("one", "three")
    assert [(one.name, one.change) for one in found.packages if one.change != "same"] == [
        ("brand-new", "added"), ("numpy", "changed"), ("scipy", "removed"),
    ]  # fmt: skip
    assert ("run", 1, "removed") in [(one.name, one.before, one.change) for one in found.seeds]
    assert [one.change for one in found.files] == ["added"]
    assert f"numpy: {environment.packages['numpy']} → 0.1" in repr(found)


def test_each_part_is_a_table_for_pandas(run: Run) -> None:
    fits(run, "one", 3, 0.80, 1, 2)
    fits(run, "two", 5, 0.80, 1, 2)
    found = compare("one", "two")
    for part in (found.metrics, found.params, found.code, found.data, found.packages):
        assert len(pd.DataFrame(part)) == len(part)
    assert pd.DataFrame(found.metrics)["n"].tolist() == [2, 2]


def test_a_model_version_stands_for_the_run_that_made_it(run: Run) -> None:
    fit = "from sklearn.linear_model import Ridge\nimport numpy as np\nm = Ridge().fit(np.ones((2, 1)), [1, 2])"
    run(f"%%track one\n{fit}\n%register m churn", "%%track two\na = 1")
    assert compare("churn/1", "two").sides[0].run.name == "one"
    with pytest.raises(NotFoundError, match="alias"):
        compare("churn@champion", "two")


@pytest.mark.parametrize("sides", [(), ("one",), ("one", "one"), ("one", ","), ("one", [])])
def test_what_cannot_be_compared_is_refused(sides: Any, run: Run) -> None:
    run("%%track one\na = 1")
    with pytest.raises(InvalidInputError):
        compare(*sides)
    with pytest.raises(NotFoundError, match="nowhere"):
        compare("one", "nowhere")


@pytest.mark.parametrize(
    ("source", "plain", "seeds"),
    [
        ("SEED = 4\nx = 1", "SEED = 0\nx = 1", (4,)),
        ("np.random.seed(7)", "np.random.seed(0)", (7,)),
        ("rng = np.random.default_rng(1)", "rng = np.random.default_rng(0)", (1,)),
        ("x = 1  # as it is", "x = 1  # as it is", ()),
        ("%magic", "%magic", ()),
    ],
)
def test_seeds_are_taken_out_of_code(source: str, plain: str, seeds: tuple[int, ...]) -> None:
    assert without_seeds(source) == (plain, seeds)


def test_the_magic_and_the_command_show_it(run: Run, shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    run("%%track one\na = 1", "%%track two\na = 2")
    found = run("%compare one two")[0]
    assert re.search(r"params.*1 differs", found._repr_html_())
    capsys.readouterr()
    assert main(["compare", "one", "two"]) == 0
    shown = capsys.readouterr().out
    assert "~ B a: 1 → 2" in shown
    assert "-a = 1" in shown
    assert main(["compare", "one", "nowhere"]) == 1


def test_numbers_that_are_none_are_said_not_to_be_there(run: Run) -> None:
    run("%%track one\nloss = float('nan')\nauc = 0.5 + 0", "%%track two\nloss = 0.5 + 0")
    rows = {(row.metric, row.side): row for row in compare("one", "two").metrics}
    assert rows["loss", "A"].verdict == "no number"
    assert rows["auc", "B"].verdict == "not there"
    assert rows["loss", "B"].difference is None
    assert np.isclose(rows["loss", "B"].mean or 0, 0.5)
