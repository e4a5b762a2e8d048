"""Models of each format: kept here, loaded and served by other processes, and what is refused on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pandas as pd
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

import celltrail
from celltrail.errors import (
    CorruptArtifactError,
    InvalidInputError,
    NotLoadableError,
    NotStorableError,
    UntrustedError,
)
from celltrail.registry.example import example_of
from celltrail.serving import client
from celltrail.tracking import workspace

DRAW = np.random.default_rng(3)
X = pd.DataFrame({
    "age": DRAW.normal(40, 10, 200),
    "calls": DRAW.integers(0, 9, 200),
    "plan": pd.Categorical(DRAW.choice(["pro", "basic"], 200), categories=["pro", "basic"]),
})
NUMBERS = X[["age", "calls"]].astype(float)
Y = ((X["age"] > 40) ^ (X["plan"] == "pro")).astype(int)
LIMIT = 40.0


def classifier(*, zipped: bool = True) -> Any:
    """Return a classifier as sklearn-onnx writes it, with or without its map of probabilities."""
    scores = helper.make_node(
        "LinearClassifier", ["x"], ["label", "chances"], domain="ai.onnx.ml", coefficients=[-0.1, 0.2, 0.1, -0.2],
        intercepts=[4.0, -4.0], classlabels_ints=[0, 1], post_transform="SOFTMAX",
    )  # fmt: skip
    nodes = [scores]
    outputs = [
        helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
        helper.make_tensor_value_info("chances", TensorProto.FLOAT, [None, 2]),
    ]
    if zipped:
        nodes.append(
            helper.make_node("ZipMap", ["chances"], ["p"], domain="ai.onnx.ml", classlabels_int64s=[0, 1])
        )
        number = helper.make_tensor_type_proto(TensorProto.FLOAT, [])
        maps = helper.make_sequence_type_proto(helper.make_map_type_proto(TensorProto.INT64, number))
        outputs[1] = helper.make_value_info("p", maps)
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 2])]
    return model_of(helper.make_graph(nodes, "g", inputs, outputs))


def adder() -> Any:
    """Return a regressor with an input for each column, and weights."""
    weight = numpy_helper.from_array(np.array([[2.0]], dtype=np.float32), "weight")
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 1]) for name in ("age", "calls")]
    nodes = [
        helper.make_node("Mul", ["age", "weight"], ["twice"]),
        helper.make_node("Add", ["twice", "calls"], ["y"]),
    ]
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 1])]
    return model_of(helper.make_graph(nodes, "g", inputs, outputs, initializer=[weight]))


def model_of(graph: Any) -> Any:
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def is_old(frame: Any) -> Any:
    return frame["age"] > LIMIT


def judge(frame: pd.DataFrame, share: float = 1.0) -> list[int]:
    return [int(old) * int(share) for old in is_old(frame)]


def mean_age(frame: Any) -> float:
    return float(frame["age"].mean())


class Rule:
    """A model of a class that is gone where the tests are not."""

    def predict(self, frame: Any) -> Any:
        return np.zeros(len(frame))


def models() -> dict[str, tuple[Any, Any, tuple[str, ...]]]:
    """Return, by name, a model, the data that it takes, and what has to be trusted."""
    from lightgbm import LGBMClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.utils import check_array
    from xgboost import XGBClassifier, XGBRegressor

    torch.manual_seed(1)
    layers = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.Tanh())
    boosted = LGBMClassifier(n_estimators=5, verbose=-1).fit(X, Y)
    return {
        "sklearn": (LogisticRegression().fit(NUMBERS, Y), NUMBERS, ()),
        "xgboost": (XGBClassifier(n_estimators=5, enable_categorical=True).fit(X, Y), X, ()),
        "xgb-booster": (XGBRegressor(n_estimators=5).fit(NUMBERS, Y).get_booster(), NUMBERS, ()),
        "lightgbm": (boosted, X, ()),
        "lgb-booster": (boosted.booster_, X, ()),
        "onnx": (classifier(), NUMBERS, ()),
        "onnx-tensor": (classifier(zipped=False), NUMBERS, ()),
        "onnx-columns": (adder(), NUMBERS, ()),
        "torch": (layers, NUMBERS, ()),
        "function": (judge, X, ("function",)),
        "installed": (check_array, NUMBERS, ("sklearn.utils.validation.check_array",)),
    }


def said(model: Any, data: Any) -> Any:
    """Return what a model says by itself."""
    from celltrail.artifacts.onnx import OnnxModel
    from celltrail.registry.scorer import scorer

    if callable(model) and not hasattr(model, "predict") and not isinstance(model, torch.nn.Module):
        return np.asarray(model(data)).tolist()
    if isinstance(model, onnx.ModelProto):
        model = OnnxModel(model.SerializeToString())
    return scorer(model).predict(data).tolist()


LOAD = """
import json, sys
import pandas as pd
import celltrail
from celltrail.registry.scorer import scorer
answers = {}
for name, (file, trusted) in json.loads(sys.stdin.read()).items():
    answers[name] = scorer(celltrail.load_model(name, trusted=trusted)).predict(pd.read_parquet(file)).tolist()
print(json.dumps(answers))
"""


def test_a_model_of_each_format_answers_in_another_process_as_it_did_here(
    tmp_path: Path, environment_in: Callable[[Path], dict[str, str]], home: Path
) -> None:
    asked: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    for name, (model, data, trusted) in models().items():
        version = celltrail.register(model, name, data=data)
        file = tmp_path / f"{name}.parquet"
        data.to_parquet(file)
        asked[name], answers[name] = (str(file), trusted), said(model, data)
        assert (version.unsafe, bool(version.framework)) == (name == "function", True)
        assert len(example_of(workspace(), version)) == 5
    environment = {**environment_in(tmp_path), "CELLTRAIL_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", LOAD], input=json.dumps(asked), capture_output=True, text=True, env=environment,
        cwd=tmp_path, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == answers


def test_endpoints_answer_with_models_of_other_formats_and_run_code_only_when_told() -> None:
    shelf = models()
    for name in ("xgboost", "lightgbm", "onnx", "torch", "function"):
        model, data, trusted = shelf[name]
        celltrail.register(model, name, data=data)
        if trusted:
            with pytest.raises(UntrustedError, match="runs code, of function"):
                celltrail.deploy(name)
        deployed = celltrail.deploy(name, trusted=trusted)
        answer = celltrail.predict(name, data.head(20))
        assert answer["predictions"] == said(model, data.head(20)), name
        assert ("classes" in answer) == (name not in ("function", "torch"))
        strange = {**json.loads(data.head(1).to_json(orient="records"))[0], "age": 400.0}
        assert "Column age: 1 value is outside" in client.predict(deployed.url, [strange])["notices"][0]
        celltrail.stop(name)


# What is kept, and what is not


def test_a_function_comes_with_what_it_calls_imports_and_reads() -> None:
    limits = np.array([30.0, 50.0])

    def between(values: Any) -> Any:
        return (values > limits[0]) & (values < limits[1])

    def middle(frame: Any) -> Any:
        return pd.Series(between(frame["age"].to_numpy())).astype(int)

    celltrail.register(middle, "middle", data=X)
    loaded = celltrail.load_model("middle", trusted=["function"])
    assert list(loaded.sources) == ["between", "middle"]
    assert loaded.imports == {"pd": ("module", "pandas", ""), "Any": ("from", "typing", "Any")}
    assert {name: kept.tolist() for name, kept in vars(loaded)["values"].items()} == {"limits": [30.0, 50.0]}
    assert loaded.predict(X).tolist() == middle(X).tolist()
    # what it reads is kept with it when what nobody needs is removed
    celltrail.gc(older_than_h=0)
    assert celltrail.load_model("middle", trusted=["function"]).predict(X).tolist() == middle(X).tolist()


def test_a_function_that_changes_is_another_model() -> None:
    space: dict[str, Any] = {}
    kept = []
    for number in (1, 2):
        source = f"def rule(frame):\n    return [{number}] * len(frame)\n"
        file = Path(f"cell{number}.py").absolute()
        import linecache

        linecache.cache[str(file)] = (len(source), None, source.splitlines(keepends=True), str(file))
        exec(compile(source, str(file), "exec"), space)
        kept.append(celltrail.register(space["rule"], "rule", data=X).artifact)
    assert kept[0] != kept[1]
    assert celltrail.load_model("rule/1", trusted=["function"]).predict(X.head(1)).tolist() == [1]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (lambda frame: frame["age"], "A lambda has no source"),
        (mean_age, "gives one value for 100 rows"),
        (np.linalg.norm, "written with def"),
        (Rule, "is no model"),
        (Rule(), "unsafe=True"),
        (object(), "is no model"),
        (7, "is no model"),
        (b"not onnx", "no ONNX model"),
        ("gone.onnx", "is not there"),
        (Path(__file__), "is no model file that is known"),
    ],
    # Addresses would differ between the processes that share the tests.
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_cannot_be_registered_says_why(model: Any, said: str) -> None:
    with pytest.raises((InvalidInputError, NotStorableError, NotLoadableError)) as caught:
        celltrail.register(model, "m", data=X)
    assert said in str(caught.value)
    assert celltrail.models() == ()


def test_a_pickle_is_marked_and_needs_the_users_word_and_says_what_is_gone(
    tmp_path: Path, environment_in: Callable[[Path], dict[str, str]], home: Path
) -> None:
    version = celltrail.register(Rule(), "rule", data=X, unsafe=True)
    assert (version.codec, version.unsafe) == ("pickle/1", True)
    with pytest.raises(UntrustedError, match=r"say trusted=\['pickle'\]"):
        celltrail.load_model("rule")
    with pytest.raises(UntrustedError):
        celltrail.deploy("rule")
    assert type(celltrail.load_model("rule", trusted=["pickle"])).__name__ == "Rule"
    code = "import celltrail; celltrail.load_model('rule', trusted=['pickle'])"
    environment = {**environment_in(tmp_path), "CELLTRAIL_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert "NotLoadableError: The model needs something that cannot be imported here" in ended.stderr


# Files of others


def test_an_onnx_model_takes_in_the_weights_that_lie_beside_it(tmp_path: Path) -> None:
    path = with_weights_apart(tmp_path / "m.onnx", "weights.bin")
    version = celltrail.register(path, "m", data=NUMBERS)
    path.unlink()
    (tmp_path / "weights.bin").unlink()
    assert celltrail.load_model("m").predict(NUMBERS).tolist() == said(adder(), NUMBERS)
    assert version.framework == f"onnx {onnx.__version__}"


@pytest.mark.parametrize(
    "place", ["../secret.bin", "/etc/hostname", "link.bin", "gone.bin", "sub/../../secret.bin"]
)
def test_an_onnx_model_that_names_files_outside_of_its_folder_is_refused(place: str, tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\0" * 8)
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    path = with_weights_apart(folder / "m.onnx", place, write=False)
    with pytest.raises(InvalidInputError, match="no file in its folder"):
        celltrail.register(path, "m")
    with pytest.raises(NotStorableError, match="lie in other files"):  # nor where it is given as bytes
        celltrail.register(path.read_bytes(), "m")
    here = workspace()
    digest = here.artifacts.put_bytes(path.read_bytes())  # nor where somebody put it into the store
    with pytest.raises(NotLoadableError, match="would read other files"):
        here.artifacts.get(digest, "onnx/1")


def with_weights_apart(path: Path, place: str, *, write: bool = True) -> Path:
    """Write a model whose weights lie in a file of this name."""
    model = adder()
    tensor = model.graph.initializer[0]
    raw = numpy_helper.to_array(tensor).tobytes()
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", place), ("offset", "0"), ("length", str(len(raw)))):
        tensor.external_data.add(key=key, value=value)
    path.write_bytes(model.SerializeToString())
    if write:
        (path.parent / place).write_bytes(raw)
    return path


def test_a_zip_bomb_in_the_place_of_an_estimator_is_refused_before_it_is_unpacked() -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.npy", b"\0" * (120 << 20))
    here = workspace()
    digest = here.artifacts.put_bytes(packed.getvalue())
    with pytest.raises(NotLoadableError, match="zip bomb"):
        here.artifacts.get(digest, "skops/1")


@pytest.mark.parametrize("codec", ["skops/1", "onnx/1", "xgboost/1", "lightgbm/1", "function/1", "torch/1"])
@pytest.mark.parametrize("content", [b"", b"PK", b"{}", b"\x80\x05N.", b"[1]"], ids=repr)
def test_bytes_that_are_no_model_are_refused_in_words(codec: str, content: bytes) -> None:
    from celltrail.registry.loading import load_artifact

    here = workspace()
    digest = here.artifacts.put_bytes(content)
    with pytest.raises((NotLoadableError, UntrustedError, CorruptArtifactError)):
        load_artifact(here.artifacts, digest, codec, trusted=["function"])
