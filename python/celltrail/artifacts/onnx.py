"""Models in the ONNX format: one protobuf message with its weights inside, scored by ONNX Runtime.

The format holds operators and numbers, no code. What it can hold are names of other files (external data), by
which a model from somebody else could read what it likes; so whatever is kept has its weights inside, and a model
that names files is refused before a runtime sees it. Source: https://onnx.ai/onnx/repo-docs/ExternalData.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from celltrail.artifacts.codec import Encoded, Get, OnePart, Put, loaded
from celltrail.artifacts.require import require
from celltrail.errors import InvalidInputError, NotLoadableError, NotStorableError

EXTRA = "onnx"
_LARGEST = 2**31 - 1
"""What a protobuf message can hold."""
_TENSORS = 2


class OnnxModel:
    """A model that is asked as an estimator is: ``predict``, and of a classifier ``predict_proba``.

    A model with one input takes a frame's columns in their order, or an array; one with an input for each column
    takes a frame. A classifier is one whose first output is a class and whose second has the probabilities, as
    sklearn-onnx and onnxmltools write them.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._session: Any = None

    @classmethod
    def from_file(cls, path: Path) -> OnnxModel:
        """Return the model of a file; weights that lie in files beside it are taken in.

        Raises
        ------
        InvalidInputError
            It is no model, or names a file outside of its folder.
        MissingDependencyError
            ``onnx`` is not installed.
        """
        onnx = require("onnx", EXTRA)
        try:
            proto = onnx.load(str(path), load_external_data=False)
            for place in external_files(proto):
                _check_inside(path.parent, place)
            onnx.load_external_data_for_model(proto, str(path.parent))
        except InvalidInputError:
            raise
        except Exception as error:  # noqa: BLE001 - protobuf and onnx have several of their own
            raise InvalidInputError(f"{path} is no ONNX model: {error}.", hint="Give a .onnx file.") from None
        return cls(_serialised(proto))

    @property
    def proto(self) -> Any:
        """The model as ``onnx.ModelProto``."""
        return parsed(self.data)

    @property
    def session(self) -> Any:
        """The ``onnxruntime.InferenceSession``, made when it is first asked for."""
        if self._session is None:
            runtime = require("onnxruntime", EXTRA)
            options = runtime.SessionOptions()
            options.log_severity_level = 3
            try:
                self._session = runtime.InferenceSession(
                    self.data, sess_options=options, providers=runtime.get_available_providers()
                )
            except Exception as error:  # noqa: BLE001 - its errors have no common root
                raise NotLoadableError(
                    f"ONNX Runtime {runtime.__version__} cannot run the model: {str(error)[:300]}.",
                    hint="It may need a newer onnxruntime, or operators of another library.",
                ) from None
        return self._session

    @property
    def n_features_in_(self) -> int:
        """How many columns it takes; 0 where it does not say."""
        inputs = self.session.get_inputs()
        if len(inputs) > 1:
            return len(inputs)
        side = inputs[0].shape[-1] if len(inputs[0].shape) == _TENSORS else 0
        return side if isinstance(side, int) else 0

    def __getattr__(self, name: str) -> Any:
        # As with estimators, only a model that knows names or probabilities has these.
        if name == "feature_names_in_" and len(self.session.get_inputs()) > 1:
            return [one.name for one in self.session.get_inputs()]
        if name == "classes_" and self._is_classifier():
            return self._classes()
        if name == "predict_proba" and self._is_classifier():
            return self._probabilities
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        return OnnxModel, (self.data,)

    def predict(self, rows: Any) -> Any:
        """Return the first output for each row of a frame, an array, or a mapping of inputs."""
        import numpy as np

        answer = np.asarray(self.session.run([self.session.get_outputs()[0].name], self._fed(rows))[0])
        return answer[:, 0] if answer.ndim == _TENSORS and answer.shape[1] == 1 else answer

    def _probabilities(self, rows: Any) -> Any:
        import numpy as np

        answer = self.session.run([self.session.get_outputs()[1].name], self._fed(rows))[0]
        if isinstance(answer, list):  # a sequence of maps, one for each row
            names = self._classes()
            return np.array([[row[name] for name in names] for row in answer], dtype=float)
        return np.asarray(answer, dtype=float)

    def _is_classifier(self) -> bool:
        outputs = self.session.get_outputs()
        if len(outputs) != _TENSORS or outputs[0].type not in ("tensor(int64)", "tensor(string)"):
            return False
        kind = str(outputs[1].type)
        return kind.startswith("seq(map(") or kind == "tensor(float)"

    def _classes(self) -> list[Any]:
        for node in self.proto.graph.node:
            for one in node.attribute:
                if one.name.startswith("classlabels_"):
                    return list(one.ints) or [text.decode() for text in one.strings]
        side = self.session.get_outputs()[1].shape[-1]
        return list(range(side)) if isinstance(side, int) else []

    def _fed(self, rows: Any) -> dict[str, Any]:
        inputs = self.session.get_inputs()
        if len(inputs) == 1 and not isinstance(rows, Mapping):
            return {inputs[0].name: _tensor(_whole(rows, len(inputs[0].shape)), inputs[0])}
        missing = [one.name for one in inputs if one.name not in rows]
        if missing:
            names = ", ".join(one.name for one in inputs)
            raise InvalidInputError(f"The model has the inputs {names}; not given: {', '.join(missing)}.")
        return {one.name: _tensor(_side(rows[one.name], len(one.shape)), one) for one in inputs}


class OnnxCodec(OnePart):
    """ONNX models."""

    name = "onnx/1"

    def accepts(self, value: object) -> bool:
        """Whether it is an ONNX model."""
        return isinstance(value, OnnxModel) or loaded(value, "onnx", "ModelProto")

    def encode(self, value: Any, put: Put) -> Encoded:  # noqa: ARG002 - a model is one part
        """Return the model as protobuf; equal models give equal bytes.

        Raises
        ------
        NotStorableError
            It is no whole model, or larger than 2 GB.
        """
        proto = value.proto if isinstance(value, OnnxModel) else value
        if files := sorted(set(external_files(proto))):
            raise NotStorableError(
                f"The weights of the model lie in other files: {', '.join(files[:3])}.",
                hint="Give the path of the .onnx file: then they are taken in.",
            )
        onnx = require("onnx", EXTRA)
        try:
            onnx.checker.check_model(proto)
        except Exception as error:  # noqa: BLE001 - its errors have no common root
            raise NotStorableError(f"It is no valid ONNX model: {str(error)[:300]}.") from None
        data = _serialised(proto)
        summary = {
            "class": "onnx.ModelProto",
            "inputs": [one.name for one in proto.graph.input],
            "outputs": [one.name for one in proto.graph.output],
            "opset": {one.domain or "ai.onnx": one.version for one in proto.opset_import},
            "producer": f"{proto.producer_name} {proto.producer_version}".strip(),
        }
        return Encoded(kind="model", data=data, size_bytes=len(data), summary=summary)

    def decode(self, data: bytes, get: Get, trusted: Sequence[str]) -> Any:  # noqa: ARG002 - data run no code
        """Return the model, able to predict.

        Raises
        ------
        NotLoadableError
            The bytes are no model, or name other files.
        """
        proto = parsed(data)
        if files := sorted(set(external_files(proto))):
            raise NotLoadableError(
                f"The model would read other files: {', '.join(files[:3])}.",
                hint="What celltrail keeps has its weights inside: do not use this one.",
            )
        return OnnxModel(data)

    def preview(self, data: bytes, get: Get) -> dict[str, Any]:  # noqa: ARG002 - one part
        """Show nothing: the summary says inputs and outputs."""
        return {}

    def files(self, data: bytes, get: Get) -> dict[str, bytes]:  # noqa: ARG002 - one part
        """Return the files by which other programs read the model."""
        return {"model.onnx": data}


def parsed(data: bytes) -> Any:
    """Return bytes as ``onnx.ModelProto``.

    Raises
    ------
    NotLoadableError
        They are none.
    """
    onnx = require("onnx", EXTRA)
    try:
        proto = onnx.load_model_from_string(data)
    except Exception as error:  # noqa: BLE001 - protobuf has its own
        raise NotLoadableError(f"The bytes are no ONNX model: {error}.") from None
    if not proto.graph.node and not proto.graph.output:
        raise NotLoadableError("The bytes are no ONNX model: there is no graph in it.")
    return proto


def external_files(message: Any) -> Iterator[str]:
    """Give the names of the files that a model has its weights in, wherever in it the tensors are."""
    if message.DESCRIPTOR.name == "TensorProto":
        external = any(item.key == "location" for item in message.external_data) or message.data_location == 1
        if external:
            yield next((item.value for item in message.external_data if item.key == "location"), "?")
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        for item in value if not hasattr(value, "ListFields") else [value]:
            if hasattr(item, "ListFields"):
                yield from external_files(item)


def _check_inside(folder: Path, name: str) -> None:
    """Refuse the name of a file that does not lie in the folder, also behind a link."""
    place = folder / name
    inside = not Path(name).is_absolute() and place.resolve().is_relative_to(folder.resolve())
    if not inside or "\0" in name or not place.is_file():
        raise InvalidInputError(
            f"The model has its weights in {name!r}, which is no file in its folder.",
            hint="Put all of its files into one folder. Do not use a model that names others.",
        )


def _serialised(proto: Any) -> bytes:
    if proto.ByteSize() > _LARGEST:
        raise NotStorableError(
            "The model has more than 2 GB, which one ONNX file cannot hold.",
            hint="Quantise it, or register what it was exported from.",
        )
    return bytes(proto.SerializeToString(deterministic=True))


def _whole(rows: Any, rank: int) -> Any:
    """Return all columns as one array; a single column of arrays as these, one upon the other."""
    import numpy as np

    if hasattr(rows, "columns") and rows.shape[1] == 1 and rank > _TENSORS - 1 and rows.iloc[:, 0].dtype.hasobject:
        return _side(rows.iloc[:, 0], rank)
    return np.asarray(rows)


def _side(values: Any, rank: int) -> Any:
    """Return one column as an array of a rank: rows by one, or what its cells hold, one upon the other."""
    import numpy as np

    array = np.asarray(values)
    if array.dtype == object and len(array) and isinstance(array[0], np.ndarray | list):
        array = np.stack([np.asarray(one) for one in array])
    return array.reshape(-1, 1) if array.ndim == 1 and rank == _TENSORS else array


def _tensor(array: Any, node: Any) -> Any:
    """Return an array in the type of an input: ``tensor(float)``, ``tensor(string)`` ..."""
    import numpy as np

    kinds: dict[str, Any] = {"float": np.float32, "double": np.float64, "float16": np.float16, "string": object}
    name = node.type.removeprefix("tensor(").removesuffix(")")
    if name == "string":
        return array.astype(str).astype(object)
    try:
        return np.ascontiguousarray(array.astype(kinds.get(name) or np.dtype(name)))
    except (TypeError, ValueError) as error:
        raise InvalidInputError(f"The model's input {node.name} takes {name}: {error}.") from None
