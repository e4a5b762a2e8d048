from __future__ import annotations

import datetime as dt
import io
import os
import socket
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scipy import sparse
from sklearn.base import BaseEstimator
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from celltrail.artifacts import ArtifactStore, digest_bytes, digest_file
from celltrail.artifacts.store import BYTES
from celltrail.errors import (
    CorruptArtifactError,
    InvalidInputError,
    NotFoundError,
    NotStorableError,
    StoreError,
    UntrustedError,
)

plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
    | st.datetimes()
    | st.dates()
    | st.timedeltas(),
    lambda inner: (
        st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers() | st.none(), inner)
    ),
    max_leaves=10,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "bytes"


@pytest.fixture
def artifacts(folder: Path) -> ArtifactStore:
    return ArtifactStore(folder)


def files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("??/*") if path.is_file()}


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "n": pd.array([1, 2, None], dtype="Int64"),
            "x": [0.5, float("nan"), 2.0],
            "s": ["a", None, "ü"],
            "c": pd.Categorical(["u", "v", "u"]),
            "t": pd.to_datetime(["2013-01-01", "2013-02-01", None], utc=True),
            "b": [True, False, True],
        },
        index=pd.Index([3, 1, 2], name="row"),
    )


def same(left: Any, right: Any) -> None:
    if isinstance(left, pd.DataFrame):
        pd.testing.assert_frame_equal(left, right)
    elif isinstance(left, pd.Series):
        pd.testing.assert_series_equal(left, right)
    elif sparse.issparse(left):
        assert (left != right).nnz == 0
        assert (left.format, left.dtype) == (right.format, right.dtype)
    elif isinstance(left, np.ndarray):
        assert left.dtype == right.dtype
        np.testing.assert_array_equal(left, right)
    elif isinstance(left, pa.Table | pl.DataFrame | pl.Series):
        assert left.equals(right)
    else:
        assert left == right
    assert type(left) is type(right)


VALUES: dict[str, tuple[Callable[[], Any], str]] = {
    "pandas frame": (frame, "frame"),
    "pandas frame without rows": (lambda: frame().drop(columns="c").iloc[:0], "frame"),
    "pandas frame with numbered columns": (lambda: pd.DataFrame([[1, 2.5]]), "frame"),
    "pandas series": (lambda: pd.Series([1, 2], name="y"), "frame"),
    "pandas series without a name": (lambda: pd.Series([1.5, 2], index=["a", "b"]), "frame"),
    "polars frame": (lambda: pl.DataFrame({"a": [1, None], "l": [["x"], []]}), "frame"),
    "polars series": (lambda: pl.Series("p", [1, 2]), "frame"),
    "Arrow table": (lambda: pa.table({"a": [1, 2], "d": [{"k": 1}, None]}), "frame"),
    "Arrow table with a name twice": (lambda: pa.table([[1], [2]], names=["a", "a"]), "frame"),
    "array": (lambda: np.arange(6).reshape(2, 3)[:, ::2], "array"),
    "array in Fortran's order": (lambda: np.asfortranarray(np.ones((2, 3), dtype="float32")), "array"),
    "array of times": (lambda: np.array(["2013-01-01"], dtype="datetime64[D]"), "array"),
    "array of text": (lambda: np.array(["a", "bc"]), "array"),
    "empty array": (lambda: np.empty((0, 3)), "array"),
    **{
        f"sparse {kind}": (lambda kind=kind: getattr(sparse, kind)(np.eye(4)), "array")
        for kind in (
            "csr_matrix",
            "csc_array",
            "coo_array",
            "coo_matrix",
            "bsr_array",
            "dia_array",
            "lil_matrix",
            "dok_array",
        )
    },
    "image": (lambda: Image.new("RGB", (3, 2), "red"), "figure"),
    "text": (lambda: "grüße \ud800 \n", "text"),
    "list": (lambda: [1, 2.5, None, True, "x", {"a": []}, float("inf")], "object"),
    "dictionary": (lambda: {"a": {"b": [1]}, "": 2**70}, "object"),
    "dictionary with other keys": (lambda: {1: "a", (2, None): {"$tuple": []}}, "object"),
    "tuple of everything": (lambda: ((), {1, 2}, frozenset("ab"), b"\x00", 1j, Decimal("0.10"), None), "object"),
    "times": (
        lambda: [dt.datetime(2013, 1, 1, tzinfo=dt.UTC), dt.date(2013, 1, 1), dt.timedelta(1, 2, 3)],
        "object",
    ),
    "NumPy scalars": (lambda: {"auc": np.float64(0.5), "n": np.int32(3)}, "object"),
    "many items": (lambda: list(range(5_000)), "object"),
    "structured array": (lambda: np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]), "array"),
    "frame over one block": (lambda: pd.DataFrame(np.arange(12.0).reshape(4, 3)), "frame"),
    "frame with nan and infinities": (lambda: pd.DataFrame({"x": [np.nan, np.inf, -0.0]}), "frame"),
    "frame with two indexes": (
        lambda: pd.DataFrame({"x": [1, 2]}, index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
        "frame",
    ),
    "polars frame with text": (lambda: pl.DataFrame({"s": ["a", None, "ü"] * 10})[3:5], "frame"),
}


@pytest.mark.parametrize(("make", "kind"), VALUES.values(), ids=VALUES.keys())
def test_what_was_put_comes_back_as_it_was(make: Callable[[], Any], kind: str, artifacts: ArtifactStore) -> None:
    kept = artifacts.put(make())
    same(artifacts.get(kept.digest, kept.codec), make())
    assert kept.kind == kind
    assert artifacts.put(make()) == kept


@pytest.mark.parametrize(("make", "kind"), VALUES.values(), ids=VALUES.keys())
def test_everything_kept_can_be_looked_at(make: Callable[[], Any], kind: str, artifacts: ArtifactStore) -> None:
    kept = artifacts.put(make())
    assert artifacts.preview(kept.digest, kept.codec).keys() & {"text/plain", "image/png"}


def test_a_frame_says_its_shape_and_its_columns(artifacts: ArtifactStore) -> None:
    kept = artifacts.put(pd.DataFrame({"n": [1], "s": ["a"]}))
    assert kept.summary["class"] == "pandas.DataFrame"
    assert (kept.summary["rows"], kept.summary["columns"]["n"]) == (1, "int64")
    html = artifacts.preview(kept.digest, kept.codec)["text/html"]
    assert "<table" in html
    assert "1 rows, 2 columns" in html


def test_a_preview_does_not_let_a_frame_write_html(artifacts: ArtifactStore) -> None:
    kept = artifacts.put(pd.DataFrame({"<script>a</script>": ["<img src=x onerror=alert(1)>"]}))
    html = artifacts.preview(kept.digest, kept.codec)["text/html"]
    assert "<script" not in html
    assert "<img" not in html


def test_a_new_column_stores_that_column_and_the_list_of_columns_only(
    artifacts: ArtifactStore, folder: Path
) -> None:
    big = pd.DataFrame({f"c{n}": np.random.default_rng(n).normal(size=10_000) for n in range(5)})
    artifacts.put(big)
    before = files(folder)
    artifacts.put(big.assign(new=1.0))
    added = [Path(path) for path in files(folder).keys() - before.keys()]
    assert len(added) == 2
    assert sum(path.stat().st_size for path in added) < 100_000


@pytest.mark.parametrize("make", [frame, lambda: np.ones(3), lambda: "x", LogisticRegression])
def test_the_same_content_again_writes_no_bytes(
    make: Callable[[], Any], artifacts: ArtifactStore, folder: Path
) -> None:
    artifacts.put(make())
    before = files(folder)
    artifacts.put(make())
    assert files(folder) == before


def test_a_flipped_byte_is_found_and_named_and_the_rest_stays_readable(artifacts: ArtifactStore) -> None:
    fine, hit = artifacts.put("fine"), artifacts.put("hit")
    path = artifacts.path(hit.digest)
    path.write_bytes(b"hat")
    for _ in range(2):
        with pytest.raises(CorruptArtifactError) as caught:
            artifacts.get(hit.digest, hit.codec)
        assert hit.digest[:12] in caught.value.message
        assert caught.value.hint
    assert artifacts.get(fine.digest, fine.codec) == "fine"


def test_running_again_what_made_a_damaged_artifact_mends_it(artifacts: ArtifactStore) -> None:
    """That is what the error tells people to do."""
    hit = artifacts.put("hit")
    artifacts.path(hit.digest).write_bytes(b"hat")
    with pytest.raises(CorruptArtifactError):
        artifacts.get(hit.digest, hit.codec)
    artifacts.put("hit")
    assert artifacts.get(hit.digest, hit.codec) == "hit"


def test_a_flipped_byte_in_a_column_is_found(artifacts: ArtifactStore, folder: Path) -> None:
    kept = artifacts.put(pd.DataFrame({"a": [1, 2, 3]}))
    (column,) = set(files(folder)) - {str(artifacts.path(kept.digest))}
    data = bytearray(Path(column).read_bytes())
    data[-20] ^= 1
    Path(column).write_bytes(data)
    with pytest.raises(CorruptArtifactError):
        artifacts.get(kept.digest, kept.codec)


@pytest.mark.parametrize(
    "digest",
    ["../../etc/passwd", "/etc/passwd", "", "ab", "A" * 64, "g" * 64, "0" * 63 + "\n", "0" * 64 + "\n", "é" * 64],
)
def test_what_has_not_the_form_of_a_digest_is_no_path(digest: str, artifacts: ArtifactStore) -> None:
    with pytest.raises(InvalidInputError):
        artifacts.get(digest, BYTES)
    with pytest.raises(InvalidInputError):
        artifacts.path(digest)


def test_what_is_not_there_and_what_no_codec_reads_is_said(artifacts: ArtifactStore) -> None:
    with pytest.raises(NotFoundError, match="is not in"):
        artifacts.get("0" * 64, BYTES)
    kept = artifacts.put("x")
    with pytest.raises(NotFoundError, match="no codec 'future/9'"):
        artifacts.get(kept.digest, "future/9")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        ArtifactStore(tmp_path / "file").put("x")
    assert "CELLTRAIL_ARTIFACTS" in caught.value.hint


@given(data=st.binary(max_size=1000))
def test_a_file_has_the_digest_of_its_bytes(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "file"
    path.write_bytes(data)
    assert digest_file(path) == digest_bytes(data)


def test_a_large_file_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 20_000
    (tmp_path / "file").write_bytes(data)
    assert digest_file(tmp_path / "file") == digest_bytes(data)


def flights(rows: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    draw = np.random.default_rng(7)
    data = pd.DataFrame({"x": draw.normal(size=rows), "k": draw.choice(["a", "b"], rows)})
    return data, (data["x"] > 0).to_numpy()


def encoded() -> Any:
    return make_column_transformer((OneHotEncoder(), ["k"]), remainder=StandardScaler())


MODELS: dict[str, Callable[[], Any]] = {
    "logistic regression in a pipeline": lambda: make_pipeline(encoded(), LogisticRegression()),
    "boosting in a pipeline": lambda: make_pipeline(
        encoded(), HistGradientBoostingClassifier(max_iter=5, random_state=1)
    ),
}


@pytest.mark.parametrize("make", MODELS.values(), ids=MODELS.keys())
def test_a_fitted_pipeline_comes_back_and_predicts_the_same(
    make: Callable[[], Any], artifacts: ArtifactStore
) -> None:
    data, target = flights()
    model = make().fit(data, target)
    kept = artifacts.put(model)
    back = artifacts.get(kept.digest, kept.codec)
    np.testing.assert_array_equal(back.predict_proba(data), model.predict_proba(data))
    assert (kept.kind, kept.summary["fitted"], kept.summary["class"]) == (
        "model",
        True,
        "sklearn.pipeline.Pipeline",
    )
    assert artifacts.put(back).digest == kept.digest


_FIT = """
import sys, numpy as np, pandas as pd
from pathlib import Path
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from celltrail.artifacts import ArtifactStore
waste = [object() for _ in range(int(sys.argv[2]))]  # other addresses
draw = np.random.default_rng(7)
data = pd.DataFrame({"x": draw.normal(size=400), "k": draw.choice(["a", "b"], 400)})
encode = make_column_transformer((OneHotEncoder(), ["k"]), remainder=StandardScaler())
model = make_pipeline(encode, HistGradientBoostingClassifier(max_iter=5, random_state=1)).fit(data, data["x"] > 0)
print(ArtifactStore(Path(sys.argv[1])).put(model).digest)
"""


def test_equal_models_of_two_processes_have_one_digest(folder: Path) -> None:
    made = [
        subprocess.Popen([sys.executable, "-c", _FIT, str(folder), waste], stdout=subprocess.PIPE, text=True)
        for waste in ("1", "100000")
    ]
    digests = [process.communicate()[0] for process in made]
    assert len(digests[0].strip()) == 64
    assert digests[0] == digests[1]


def test_other_models_have_other_digests(artifacts: ArtifactStore) -> None:
    data, target = flights()
    digests = {
        artifacts.put(HistGradientBoostingClassifier(max_iter=n, random_state=1).fit(data[["x"]], target)).digest
        for n in (2, 3)
    }
    digests.add(artifacts.put(HistGradientBoostingClassifier(max_iter=2, random_state=1)).digest)
    assert len(digests) == 3


class Strange(BaseEstimator):
    def __init__(self, note: str = "") -> None:
        self.note = note

    def predict(self, data: Any) -> Any:
        return data


def test_a_type_that_nobody_trusts_is_not_built(artifacts: ArtifactStore) -> None:
    kept = artifacts.put(Strange("x"))
    with pytest.raises(UntrustedError) as caught:
        artifacts.get(kept.digest, kept.codec)
    name = f"{Strange.__module__}.Strange"
    assert name in caught.value.message
    assert "trusted=" in caught.value.hint


def test_a_type_that_the_user_names_is_built() -> None:
    """In a process of its own: the class must be importable by its name."""
    code = """
import sys, types, tempfile
from pathlib import Path
from scipy import sparse
from sklearn.base import BaseEstimator
mine = types.ModuleType("mine"); sys.modules["mine"] = mine
class Own(BaseEstimator):
    def __init__(self, note=""):
        self.note = note
Own.__module__ = "mine"
mine.Own = Own
from celltrail.artifacts import ArtifactStore
store = ArtifactStore(Path(tempfile.mkdtemp()))
kept = store.put(Own("x"))
print(store.get(kept.digest, kept.codec, trusted=["mine.Own"]).note)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("x", "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (FunctionTransformer(lambda x: x), "cannot be stored as a model"),
        (np.array([object()]), "no codec"),
        (np.ma.masked_array([1, 2], [True, False]), "no codec"),
        (pd.DataFrame({"a": [object()]}), "Arrow cannot hold"),
        (object(), "no codec"),
        ({"a": object()}, "no codec"),
        (LogisticRegression, "is code"),
    ],
    ids=["lambda", "objects", "mask", "column of objects", "object", "nested", "class"],
)
def test_a_value_that_cannot_be_kept_says_what_can(value: Any, said: str, artifacts: ArtifactStore) -> None:
    with pytest.raises(NotStorableError) as caught:
        artifacts.put(value, pickles=False)
    assert said in caught.value.message
    assert caught.value.hint


def test_figures_are_kept_as_pictures_and_equal_ones_once(artifacts: ArtifactStore) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib.figure import Figure

    def draw() -> Figure:
        figure = Figure()
        figure.subplots().plot([1, 3, 2])
        return figure

    kept = artifacts.put(draw())
    assert artifacts.put(draw()) == kept
    assert (kept.kind, artifacts.get_bytes(kept.digest)[:4]) == ("figure", b"\x89PNG")
    assert set(artifacts.preview(kept.digest, kept.codec)) == {"image/png"}
    with pytest.raises(NotStorableError, match="kept as a picture"):
        artifacts.get(kept.digest, kept.codec)


def test_plotly_figures_come_back(artifacts: ArtifactStore) -> None:
    import plotly.graph_objects as go

    figure = go.Figure(go.Scatter(y=[1, 3, 2]))
    kept = artifacts.put(figure)
    assert artifacts.get(kept.digest, kept.codec) == figure
    assert set(artifacts.preview(kept.digest, kept.codec)) == {"application/vnd.plotly.v1+json"}


def test_two_processes_may_put_the_same_bytes_at_once(folder: Path) -> None:
    code = "import sys; from pathlib import Path; from celltrail.artifacts import ArtifactStore\n"
    code += "store = ArtifactStore(Path(sys.argv[1]))\nfor n in range(300): store.put('x' * n)"
    both = [subprocess.Popen([sys.executable, "-c", code, str(folder)]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    artifacts = ArtifactStore(folder)
    assert all(artifacts.get(artifacts.put("x" * n).digest, "text/1") == "x" * n for n in range(300))
    assert len(files(folder)) == 300


def test_the_same_values_in_a_frame_of_another_shape_of_memory_are_the_same_content(
    artifacts: ArtifactStore,
) -> None:
    block = pd.DataFrame(np.arange(12.0).reshape(4, 3), columns=list("abc"))
    apart = pd.DataFrame({name: block[name].to_numpy(copy=True) for name in "abc"})
    assert artifacts.put(block).digest == artifacts.put(apart).digest


def test_a_change_in_place_is_another_content_and_taking_it_back_is_the_old_one(artifacts: ArtifactStore) -> None:
    memory = np.arange(100_000.0).reshape(-1, 4)
    values = {
        "array": memory,
        "block": pd.DataFrame(memory, copy=False),
        "columns": pd.DataFrame({"x": np.arange(50_000.0), "s": "a"}),
        "list": list(range(2_000)),
        "object": {"model": np.arange(20_000.0)},
    }
    first = {name: artifacts.put(value).digest for name, value in values.items()}
    memory[7, 1] = -1
    values["columns"].loc[3, "x"] = -1
    values["list"][5] = -1
    values["object"]["model"][3] = -1
    changed = {name: artifacts.put(value).digest for name, value in values.items()}
    assert not set(first.values()) & set(changed.values())
    memory[7, 1] = 29
    values["columns"].loc[3, "x"] = 3
    values["list"][5] = 5
    values["object"]["model"][3] = 3
    assert {name: artifacts.put(value).digest for name, value in values.items()} == first


def test_renaming_a_column_stores_no_column(artifacts: ArtifactStore, folder: Path) -> None:
    data = pd.DataFrame({"t": pd.to_datetime(["2013-01-01"] * 1000), "s": ["x"] * 1000, "n": range(1000)})
    artifacts.put(data)
    before = files(folder)
    artifacts.put(data.rename(columns={"t": "time", "s": "text", "n": "number"}))
    assert len(files(folder).keys() - before.keys()) == 1


def test_a_frame_summary_tells_of_each_column_what_is_missing_and_where_it_lies(artifacts: ArtifactStore) -> None:
    data = pd.DataFrame({"x": [1.0, np.nan, 3.0], "n": [1, 2, 6], "s": ["a", None, "b"], "i": [np.inf, 0, 1]})
    about = artifacts.put(data).summary["statistics"]
    assert about["x"] == {"missing": 1, "min": 1.0, "max": 3.0, "mean": 2.0, "sd": 1.0}
    assert about["n"] == {"missing": 0, "min": 1, "max": 6, "mean": 3.0, "sd": 2.16025}
    assert about["s"] == {"missing": 1}
    assert about["i"]["max"] == "inf"


class Own:
    def __init__(self, data: Any = None) -> None:
        self.data = data


def test_any_object_is_kept_as_a_pickle_that_is_loaded_only_with_the_users_word(artifacts: ArtifactStore) -> None:
    kept = artifacts.put(Own(np.arange(50_000.0)))
    assert (kept.kind, kept.codec, kept.summary["pickled"]) == ("object", "pickle/1", True)
    with pytest.raises(UntrustedError, match="runs code") as caught:
        artifacts.get(kept.digest, kept.codec)
    assert "pickle" in caught.value.hint
    np.testing.assert_array_equal(artifacts.get(kept.digest, kept.codec, trusted=["pickle"]).data, np.arange(5e4))
    assert artifacts.preview(kept.digest, kept.codec) == {}


def test_large_arrays_in_objects_are_kept_once(artifacts: ArtifactStore, folder: Path) -> None:
    big = np.random.default_rng(1).normal(size=100_000)
    artifacts.put(Own([big, "a"]))
    size = sum(Path(path).stat().st_size for path in files(folder))
    artifacts.put(Own({"other": big}))
    assert sum(Path(path).stat().st_size for path in files(folder)) - size < 10_000


def test_a_structure_that_holds_itself_is_kept(artifacts: ArtifactStore) -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    wide: list[Any] = []
    for _ in range(60):
        wide = [wide, wide]
    for value in (loop, wide):
        assert artifacts.put(value).codec == "pickle/1"


class Hostile:
    def __init__(self, way: str) -> None:
        self.way = way

    def __reduce__(self) -> Any:
        if self.way == "raises":
            raise RuntimeError("no")
        if self.way == "exits":
            raise SystemExit(3)
        while True:
            pass

    __hash__ = __eq__ = __bool__ = __len__ = __reduce__  # type: ignore[assignment]


@pytest.mark.parametrize("way", ["raises", "exits", "never"])
@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: [v], lambda v: {"a": v}, lambda v: pd.DataFrame({"a": [v]})]
)
def test_an_object_that_does_not_give_itself_is_refused_with_the_reason(
    way: str, wrap: Callable[[Any], Any], artifacts: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("celltrail.artifacts.store.GUARD_S", 0.2)
    with pytest.raises(NotStorableError) as caught:
        artifacts.put(wrap(Hostile(way)))
    assert caught.value.message
    assert caught.value.hint


def give() -> Any:
    yield 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (give, "only once"),
        (lambda: iter([1]), "only once"),
        (lambda: io.BytesIO(b""), "open file"),
        (threading.Lock, "belongs to this process"),
        (socket.socket, "belongs to this process"),
        (lambda: pl.LazyFrame({"a": [1]}), "lazy"),
        (lambda: len, "is code"),
    ],
)
def test_what_is_no_value_is_refused_with_the_reason(
    make: Callable[[], Any], said: str, artifacts: ArtifactStore
) -> None:
    value = make()
    with pytest.raises(NotStorableError, match=said):
        artifacts.put(value)
    if hasattr(value, "close"):
        value.close()


def test_what_shrinks_is_compressed_and_what_does_not_is_left(artifacts: ArtifactStore, folder: Path) -> None:
    same_again = artifacts.put(np.zeros(1_000_000))
    noise = artifacts.put(np.random.default_rng(1).normal(size=1_000_000))
    assert artifacts.path(same_again.digest).stat().st_size < 100_000
    assert artifacts.path(noise.digest).suffix == ""
    assert not artifacts.get(same_again.digest, same_again.codec).any()
    data = bytearray(artifacts.path(same_again.digest).read_bytes())
    data[len(data) // 2] ^= 0xFF
    artifacts.path(same_again.digest).write_bytes(data)
    with pytest.raises(CorruptArtifactError):
        artifacts.get(same_again.digest, same_again.codec)


def test_a_sweep_takes_what_is_not_wanted_and_not_fresh(artifacts: ArtifactStore) -> None:
    wanted = artifacts.put(pd.DataFrame({"x": [1.5], "s": ["a"]}))
    other = artifacts.put(pd.DataFrame({"x": [1.5], "s": ["b"]}))
    keep = artifacts.closure({wanted.digest: wanted.codec})
    assert len(keep) == 3
    assert artifacts.sweep(keep, older_than_s=3600) == (0, 0)
    count, freed = artifacts.sweep(keep, older_than_s=-1)
    assert count == 2
    assert freed > 0
    assert artifacts.get(wanted.digest, wanted.codec).shape == (1, 2)
    with pytest.raises(NotFoundError):
        artifacts.get(other.digest, other.codec)
    assert artifacts.get(artifacts.put(pd.DataFrame({"x": [1.5], "s": ["b"]})).digest, "frame/1").shape == (1, 2)


def test_a_sweep_never_takes_what_somebody_puts_meanwhile(folder: Path) -> None:
    code = """
import sys; from pathlib import Path; from celltrail.artifacts import ArtifactStore
store = ArtifactStore(Path(sys.argv[1]))
for _ in range(40):
    for n in range(20):
        kept = store.put("x" * n)
        assert store.get(kept.digest, kept.codec) == "x" * n
"""
    artifacts = ArtifactStore(folder)
    for n in range(20):
        old = artifacts.path(artifacts.put("x" * n).digest)
        os.utime(old, (1, 1))
    busy = subprocess.Popen([sys.executable, "-c", code, str(folder)])
    while busy.poll() is None:
        artifacts.sweep(set(), older_than_s=60)
    assert busy.returncode == 0


@given(value=plain_values)
def test_plain_values_come_back_equal_and_of_the_same_types(
    value: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    artifacts = ArtifactStore(tmp_path_factory.getbasetemp() / "plain")
    kept = artifacts.put(value)
    back = artifacts.get(kept.digest, kept.codec)
    assert repr(back) == repr(value) or back == value
    assert type(back) is type(value)
    assert kept.codec in ("json/1", "text/1")


@pytest.mark.parametrize("block", [True, False], ids=["one block", "one column"])
def test_keeping_a_frame_copies_no_more_than_a_piece_of_it(*, block: bool, artifacts: ArtifactStore) -> None:
    numbers = np.random.default_rng(1).normal(size=(500_000, 10))
    data = pd.DataFrame(numbers, copy=False) if block else pd.DataFrame({"x": numbers.reshape(-1)})
    artifacts.put(data.iloc[:10])  # libraries are loaded
    tracemalloc.start()
    try:
        artifacts.put(data)
        artifacts.put(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < numbers.nbytes / 4


def test_a_model_is_kept_without_importing_pytorch_or_dask(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from sklearn.linear_model import LinearRegression\n"
        "from celltrail.artifacts import ArtifactStore\n"
        "known = ArtifactStore(Path(sys.argv[1])).put(LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0]))\n"
        "assert known.codec == 'skops/1', known\n"
        "assert not {'torch', 'dask'} & set(sys.modules)\n"
        "import dask.array, sklearn.externals.array_api_compat.dask"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
