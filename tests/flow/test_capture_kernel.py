"""What capture sees of a notebook's names, in a real kernel: changes in place, aliases, files, chance."""

from __future__ import annotations

from typing import Any

import pytest

Kernel = Any


def uses(kernel: Kernel, name: str) -> dict[str, set[str]]:
    """Return the names that the newest run of a name read and made."""
    row = kernel.last_run(name)
    found: dict[str, set[str]] = {"input": set(), "output": set()}
    for use in kernel.workspace.store.runs.uses_of_run(row.run.id):
        found[use.direction].add(use.name)
    return found


def digest(kernel: Kernel, run: str, name: str, direction: str = "output") -> str:
    (use,) = [
        use
        for use in kernel.workspace.store.runs.uses_of_run(kernel.last_run(run).run.id)
        if (use.name, use.direction) == (name, direction)
    ]
    return str(use.artifact.digest)


def tracked(kernel: Kernel, name: str, source: str) -> None:
    answer = kernel.run(f"%%track {name}\n{source}")
    assert answer.reply["status"] == "ok", answer.text


SETUP = """
import numpy as np, pandas as pd
def fill(frame):
    frame["filled"] = 1
def extend(items):
    items.append(9)
def bump():
    global total_list
    total_list = total_list + [1]
def uses_global():
    return len(shared)
class Box:
    def __init__(self, inside): self.inside = inside
    def fill(self): self.inside["boxed"] = 1
"""
IN_PLACE = {
    "a new column": ("df = pd.DataFrame({'a': [1]})", "df['x'] = 1", {"df"}),
    "an appended item": ("items = [1, 2]", "items.append(3)", {"items"}),
    "a function that mutates its argument": ("df2 = pd.DataFrame({'a': [1]})", "fill(df2)", {"df2"}),
    "a function that mutates a list": ("items2 = [1]", "extend(items2)", {"items2"}),
    "another name of one object": ("first = [1]\nsecond = first", "second.append(2)", {"first", "second"}),
    "a view of an array": ("whole = np.zeros(9)\npart = whole[3:6]", "part[:] = 1", {"whole", "part"}),
    "an array under a view": ("whole2 = np.zeros(9)\npart2 = whole2[3:6]", "whole2[4] = 1", {"whole2", "part2"}),
    "a view that is not touched": ("far = np.zeros(9)\nnear = far[:3]", "far[8] = 1", {"far"}),
    "an item of a container": ("inner = {'a': 1}\nouter = [inner]", "outer[0]['b'] = 2", {"inner", "outer"}),
    "what an object holds": ("held = {'a': 1}\nbox = Box(held)", "box.fill()", {"held", "box"}),
    "a global that a function binds": ("total_list = [1]", "bump()", {"total_list"}),
    "a name bound by exec": ("", "exec('made_by_exec = [1, 2]')", {"made_by_exec"}),
    "a star import": ("", "from os.path import *\nnamed = [sep]", {"named", "sep", "altsep", "curdir", "pardir",
                       "extsep", "defpath", "pathsep", "devnull", "supports_unicode_filenames"}),
    "nothing": ("still = [1]", "len(still), still[0], [s for s in still]", set()),
    "a change that is taken back": ("back = [1]", "back.append(2)\nback.pop()", set()),
    "a bound name deleted again": ("", "gone = [1]\ndel gone", set()),
    "a covered builtin": ("input = [1, 2]", "input.append(3)", {"input"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def ready(kernel: Kernel) -> Kernel:
    kernel.run(SETUP)
    return kernel


@pytest.mark.parametrize(("before", "source", "changed"), IN_PLACE.values(), ids=IN_PLACE.keys())
def test_what_changes_is_kept_under_every_name_that_it_has(
    before: str, source: str, changed: set[str], ready: Kernel
) -> None:
    ready.run(before)
    tracked(ready, "inplace", source)
    assert uses(ready, "inplace")["output"] - {"supports_unicode_filenames"} == changed - {
        "supports_unicode_filenames"
    }


def test_an_unchanged_input_has_the_digest_that_it_had_as_an_output(ready: Kernel) -> None:
    tracked(ready, "make", "table = pd.DataFrame({'a': range(1000), 's': ['x'] * 1000})")
    tracked(ready, "look", "table.describe(); n_rows = len(table)")
    assert digest(ready, "make", "table") == digest(ready, "look", "table", "input")
    assert uses(ready, "look")["output"] == set()


def test_a_fitted_model_is_a_new_version_of_the_name(ready: Kernel) -> None:
    tracked(ready, "new", "from sklearn.linear_model import LinearRegression\nfitted = LinearRegression()")
    tracked(ready, "fit", "fitted.fit([[1], [2]], [1, 2])")
    assert digest(ready, "new", "fitted") == digest(ready, "fit", "fitted", "input")
    assert digest(ready, "fit", "fitted") != digest(ready, "new", "fitted")


def test_what_a_function_of_the_notebook_reads_is_an_input(ready: Kernel) -> None:
    ready.run("shared = [1, 2, 3]")
    tracked(ready, "through", "count = uses_global()")
    assert "shared" in uses(ready, "through")["input"]
    assert "shared" in ready.last_cell("through").reads


def test_code_from_untracked_cells_is_told_with_the_statement_that_gives_it(ready: Kernel) -> None:
    ready.run(
        "from sklearn.linear_model import LinearRegression as LR\nimport os.path, math\n"
        "from math import sqrt as root\ndef double(value):\n    return value * 2"
    )
    tracked(ready, "code", "made = LR, os.path, math.pi, root(double(2)), np.ones(1), Box({})\nmade = None")
    assert ready.last_cell("code").definitions | {"Box": ""} == {
        "LR": "from sklearn.linear_model import LinearRegression as LR",
        "os": "import os",
        "math": "import math",
        "root": "from math import sqrt as root",
        "double": "def double(value):\n    return value * 2",
        "np": "import numpy as np",
        "Box": "",
    }


def test_warnings_are_kept_and_shown_as_without_us(ready: Kernel) -> None:
    source = (
        "import warnings\nwarnings.warn('be careful')\n"
        "with warnings.catch_warnings(record=True):\n    warnings.warn('unheard')\n"
    )
    answer = ready.run(f"%%track warns\n{source}")
    assert "be careful" in answer.text
    (warning,) = ready.last_cell("warns").warnings
    assert warning.startswith("UserWarning: be careful (")
    assert warning.endswith(":3)")


def test_draws_that_nobody_seeded_are_told(start_kernel: Any) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext celltrail")
    answer = kernel.run(
        "%%track chance\nimport numpy as np, random\nx = np.random.normal(size=3)\ny = random.random()"
    )
    assert kernel.last_cell("chance").unseeded == ("random", "numpy.random")
    kernel.run("%%track chance2\nx = np.random.normal(size=3)")
    assert kernel.last_cell("chance2").unseeded == ("numpy.random",)
    assert "nobody seeded" in str(answer.messages)
    kernel.run("%%track fresh\nr = np.random.default_rng().normal()")
    assert kernel.last_cell("fresh").unseeded == ("np.random.default_rng",)
    kernel.run("np.random.seed(3)")
    kernel.run("%%track settled\nx = np.random.normal(size=3)\nz = np.random.default_rng(4).normal()")
    assert (kernel.last_cell("settled").unseeded, kernel.last_cell("settled").seeds) == ((), {"numpy.random": 3})
    kernel.run("%%track given --seed 7\nx = np.random.normal(size=3) + random.random()")
    assert kernel.last_cell("given").unseeded == ()
    assert kernel.last_cell("given").seeds == {"numpy.random": 7, "random": 7}


def test_files_that_c_code_opens_are_seen_with_their_content(ready: Kernel) -> None:
    ready.run(
        "import polars as pl, os\nos.makedirs('data/deep', exist_ok=True)\n"
        "pd.DataFrame({'a': [1, 2]}).to_parquet('data/one.parquet')\n"
        "pl.DataFrame({'a': [1, 2]}).write_csv('data/two.csv')\nwhere = 'data/one.parquet'"
    )
    tracked(
        ready,
        "reads",
        "one = pd.read_parquet(where)\ntwo = pl.read_csv(os.path.join('data', 'two.csv'))\n"
        "import pyarrow.dataset as ds\nthree = ds.dataset('data/one.parquet').to_table()\n"
        "two.write_parquet('data/deep/out.parquet')",
    )
    cell = ready.last_cell("reads")
    data = ready.folder / "data"
    assert {str(data / "one.parquet"), str(data / "two.csv")} <= set(cell.files_read)
    assert str(data / "deep" / "out.parquet") in cell.files_written
    assert {len(cell.file_digests[path]) for path in (*cell.files_read, *cell.files_written)} == {64}


def test_urls_that_fsspec_opens_are_seen_with_their_version(ready: Kernel) -> None:
    ready.run(
        "import fsspec\n"
        "with fsspec.open('memory://bucket/data.csv', 'w') as file:\n    _ = file.write('a,b\\n1,2\\n')"
    )
    tracked(
        ready,
        "urls",
        "rows = pd.read_csv('memory://bucket/data.csv')\nrows.to_csv('memory://bucket/out.csv')",
    )
    cell = ready.last_cell("urls")
    assert cell.files_read == ("memory:///bucket/data.csv",)
    assert cell.files_written == ("memory:///bucket/out.csv",)
    assert cell.file_digests["memory:///bucket/data.csv"].startswith("ukey:")


HOSTILE = """
class Raises:
    def __repr__(self): raise RuntimeError("repr")
    def __eq__(self, other): raise RuntimeError("eq")
    def __hash__(self): raise RuntimeError("hash")
    def __reduce__(self): raise RuntimeError("reduce")
    def __getattr__(self, name): raise RuntimeError(name)
    def __bool__(self): raise RuntimeError("bool")
    def __len__(self): raise RuntimeError("len")
    def __iter__(self): raise RuntimeError("iter")
class Lies:
    @property
    def __class__(self): return dict
    def __len__(self): return -5
    def __reduce__(self): return 7
class Exits:
    def __reduce__(self): raise SystemExit(3)
    def __getstate__(self): raise KeyboardInterrupt
raises, lies, exits = Raises(), Lies(), Exits()
generator = (n for n in range(3))
file = open("opened.txt", "w")
import threading, socket
lock, link = threading.Lock(), socket.socket()
loop = []
loop.append(loop)
lazy = __import__("polars").LazyFrame({"a": [1]})
things = [raises, lies]
"""


def test_objects_that_raise_lie_or_cannot_be_kept_are_named_with_the_reason(ready: Kernel) -> None:
    tracked(ready, "hostile", HOSTILE)
    cell = ready.last_cell("hostile")
    assert ready.last_run("hostile").run.status == "finished"
    assert set(cell.not_captured) == {
        "raises", "lies", "exits", "generator", "file", "lock", "link", "lazy", "things",
    }  # fmt: skip
    assert "lazy" in cell.not_captured["lazy"]
    assert "loop" in uses(ready, "hostile")["output"]
    tracked(
        ready,
        "after",
        "list(generator)\nstill = [1]\nfile.close(); link.close()\n(raises, lies, exits, lock, lazy)[3]",
    )
    assert ready.run("list(generator)").of("execute_result")[0]["data"]["text/plain"] == "[]"


def test_an_object_that_never_answers_costs_ten_seconds_once_at_most(ready: Kernel) -> None:
    ready.run("from celltrail.artifacts import store\nstore.GUARD_S = 0.3")
    tracked(ready, "never", "class Never:\n    def __reduce__(self):\n        while True: pass\nnever = Never()")
    assert "did not give its content" in ready.last_cell("never").not_captured["never"]
    tracked(ready, "again", "other = never")
    assert "in time before" in ready.last_cell("again").not_captured["other"]
    ready.run("store.GUARD_S = 10.0")


STRANGE = {
    "nan and infinities": "nan, inf, ninf = float('nan'), float('inf'), -float('inf')\nvalues = [nan, inf]",
    "long text": "long = 'x' * 10_000_000",
    "names of other scripts": "größe, 变量, ñ = [1], [2], [3]",
    "keys with slashes and emoji": "odd = {'a/b': 1, '🎉': 2, '../../etc': 3, '': 4, '\\ud800': 5}",
    "deep structures": "deep = []\nfor _ in range(5000): deep = [deep]",
    "a huge number": "huge = 10 ** 5000",
    "a set of everything": "mixed = {1, 'a', (2, 3), None, frozenset({4})}",
    "empty things": "empties = [[], {}, (), set(), '', b'']\nframe0 = pd.DataFrame()\narray0 = np.empty(0)",
    "a frame with odd columns": "oddly = pd.DataFrame([[1, 2]], columns=['a/b', '🎉'])",
    "a frame of objects": "objects = pd.DataFrame({'o': [[1], {'a': 2}, None, 3]})",
}


@pytest.mark.parametrize(("source"), STRANGE.values(), ids=STRANGE.keys())
def test_strange_values_are_kept_or_named_and_the_cell_is_as_without_us(source: str, ready: Kernel) -> None:
    tracked(ready, "strange", source)
    row, cell = ready.last_run("strange"), ready.last_cell("strange")
    assert (row.run.status, cell.status) == ("finished", "finished")
    names = {name for name in cell.binds if name not in ("_", *row.metrics, *row.params)}
    assert names <= uses(ready, "strange")["output"] | set(cell.not_captured) | {"_"}


def test_a_hundred_thousand_params_of_one_run_are_kept(ready: Kernel) -> None:
    tracked(ready, "params", "import celltrail\nfor n in range(100_000): celltrail.log_param(f'p{n}', n)")
    assert len(ready.last_run("params").params) == 100_000


def test_the_frame_of_a_tracked_cell_is_told_with_its_columns_and_their_statistics(ready: Kernel) -> None:
    tracked(ready, "schema", "shown = pd.DataFrame({'x': [1.0, 3.0, None], 's': ['a', 'b', 'c']})")
    (use,) = ready.workspace.store.runs.uses_of_run(ready.last_run("schema").run.id)
    assert use.artifact.summary["columns"]["x"] == "double"
    assert use.artifact.summary["statistics"]["x"] == {
        "missing": 1,
        "min": 1.0,
        "max": 3.0,
        "mean": 2.0,
        "sd": 1.0,
    }
