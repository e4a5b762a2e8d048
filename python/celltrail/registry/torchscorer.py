"""Modules and exported programs of PyTorch, asked as an estimator is.

Rows become a tensor of the type that the model computes with, the answer an array of NumPy. A module is asked in
evaluation mode and without gradients; afterwards it is in the mode that it was in. One that says its ``classes_``
is a classifier: its output has a number for each class, chances or what a softmax makes chances of.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from celltrail.artifacts.codec import loaded
from celltrail.artifacts.require import require
from celltrail.artifacts.tensors import EXTRA
from celltrail.errors import InvalidInputError

_TABLE = 2
_SUM_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Input:
    """What one input of a model takes."""

    name: str
    dtype: Any
    sides: int = _TABLE
    """Of how many dimensions the tensor is."""


class TorchScorer:
    """A model of PyTorch with ``predict``, and of a classifier ``predict_proba`` and ``classes_``.

    A model with one input takes all columns as one tensor; one with more takes each by the name of its column. Not
    safe to use from two threads at once.
    """

    def __init__(self, model: Any) -> None:
        self._torch = require("torch", EXTRA)
        program = loaded(model, "torch", "ExportedProgram")
        self.inputs = _inputs_of_program(model) if program else _inputs_of_module(self._torch, model)
        self._rows_at_once = _fixed_rows(model) if program else 0
        self.n_features_in_ = _width_of_program(model) if program else _width_of_module(model)
        # A program that was exported for training knows no eval(): it is as it was exported.
        self._module = model.module() if program else model
        if not program and hasattr(model, "classes_"):
            self.classes_ = list(model.classes_)
            self.predict_proba = self._chances
        if len(self.inputs) > 1:
            self.feature_names_in_ = [one.name for one in self.inputs]

    def predict(self, rows: Any) -> Any:
        """Return the output for each row of a frame or an array; of a classifier the class.

        Raises
        ------
        InvalidInputError
            The rows hold something else than numbers, or the model gives another number of answers.
        """
        import numpy as np

        if hasattr(self, "classes_"):
            return np.asarray(self.classes_)[self._chances(rows).argmax(axis=1)]
        answer = self._output(rows)
        return answer[:, 0] if answer.ndim == _TABLE and answer.shape[1] == 1 else answer

    def _chances(self, rows: Any) -> Any:
        """Return the chance of each class."""
        import numpy as np

        answer = self._output(rows).astype(float)
        if answer.ndim != _TABLE or answer.shape[1] != len(self.classes_):
            raise InvalidInputError(
                f"The module gives the shape {answer.shape[1:]} for a row, and has {len(self.classes_)} classes_.",
                hint="Have it give one number for each class.",
            )
        if (answer >= 0).all() and np.allclose(answer.sum(axis=1), 1, atol=_SUM_TOLERANCE):
            return answer
        powers = np.exp(answer - answer.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def _output(self, rows: Any) -> Any:
        tensors = [_tensor(self._torch, _column(rows, one, len(self.inputs)), one) for one in self.inputs]
        with _evaluating(self._module), self._torch.inference_mode():
            answer = self._in_pieces(tensors) if self._rows_at_once else _first(self._module(*tensors))
        if answer.ndim == 0 or len(answer) != len(tensors[0]):
            raise InvalidInputError(
                f"The model gives the shape {tuple(answer.shape)} for {len(tensors[0])} rows.",
                hint="Have it give one answer for each row, the rows first.",
            )
        short = answer.dtype in (self._torch.bfloat16, self._torch.float16)
        return (answer.float() if short else answer).cpu().numpy()

    def _in_pieces(self, tensors: Sequence[Any]) -> Any:
        """Ask a program that takes a fixed number of rows; what is too few is filled up with the last row."""
        size, count = self._rows_at_once, len(tensors[0])
        places = self._torch.arange(-(-count // size) * size).clamp(max=count - 1)
        answers = [_first(self._module(*(one[part] for one in tensors))) for part in places.split(size)]
        return self._torch.cat(answers)[:count]


@contextmanager
def _evaluating(module: Any) -> Iterator[None]:
    """Have a module in evaluation mode for a while; each of its layers is then in its own mode again."""
    training = [one for one in module.modules() if one.training]
    try:
        for one in training:
            one.training = False
        yield
    finally:
        for one in training:
            one.training = True


def _inputs_of_module(torch: Any, module: Any) -> list[Input]:
    first = _first_layer(module)
    whole = type(first).__name__ in ("Embedding", "EmbeddingBag")
    floats = (one.dtype for one in module.parameters() if one.dtype.is_floating_point)
    dtype = torch.int64 if whole else next(floats, torch.float32)
    given = inspect.signature(module.forward).parameters.values()
    empty, positional = inspect.Parameter.empty, inspect.Parameter.POSITIONAL_OR_KEYWORD
    names = [one.name for one in given if one.default is empty and one.kind == positional] or ["input"]
    return [Input(name, dtype) for name in names]


def _inputs_of_program(program: Any) -> list[Input]:
    return [Input(node.name, node.meta["val"].dtype, node.meta["val"].ndim) for node in _placeholders(program)]


def _placeholders(program: Any) -> list[Any]:
    """Return the places in a program's graph where tensors of the caller's come in."""
    names = program.graph_signature.user_inputs
    found = [node for node in program.graph.nodes if node.op == "placeholder" and node.name in names]
    return [node for node in found if hasattr(node.meta.get("val"), "dtype")]


def _fixed_rows(program: Any) -> int:
    """Return how many rows a program was exported for; 0 where it takes any number."""
    sides = [node.meta["val"].shape[0] for node in _placeholders(program) if node.meta["val"].ndim]
    return next((side for side in sides if isinstance(side, int)), 0)


def _width_of_program(program: Any) -> int:
    nodes = _placeholders(program)
    if len(nodes) != 1 or nodes[0].meta["val"].ndim != _TABLE:
        return 0
    side = nodes[0].meta["val"].shape[1]
    return side if isinstance(side, int) else 0


def _width_of_module(module: Any) -> int:
    return int(getattr(_first_layer(module), "in_features", 0))


def _first_layer(module: Any) -> Any:
    return next((one for one in module.modules() if not list(one.children())), module)


def _first(answer: Any) -> Any:
    """Return the first tensor of what a model gives: some give several, or a mapping of them."""
    while not hasattr(answer, "dtype"):
        answer = next(iter(answer.values() if hasattr(answer, "values") else answer))
    return answer


def _column(rows: Any, one: Input, count: int) -> Any:
    """Return all columns, or of a model with several inputs that of one."""
    if count == 1:
        return rows
    if not hasattr(rows, "columns") or one.name not in rows:
        raise InvalidInputError(
            f"The model takes {one.name} by name.", hint="Give a frame with a column for each of its inputs."
        )
    return rows[one.name]


def _tensor(torch: Any, rows: Any, one: Input) -> Any:
    import numpy as np

    array = np.asarray(rows)
    if array.dtype == object:
        array = _of_objects(array, one)
    if array.dtype.kind not in "biuf":
        raise InvalidInputError(
            f"The model's input {one.name} takes numbers, these are {array.dtype}.",
            hint="Encode text and times as numbers, in the module or before it.",
        )
    if array.ndim == 1 and one.sides == _TABLE:
        array = array.reshape(-1, 1)
    return torch.tensor(array).to(one.dtype)


def _of_objects(array: Any, one: Input) -> Any:
    """Return an array of Python's objects as numbers: a single column of arrays as these, one upon the other."""
    import numpy as np

    cells = array[:, 0] if array.ndim == _TABLE and array.shape[1] == 1 else array
    try:
        if len(cells) and isinstance(cells[0], np.ndarray | list):
            return np.stack([np.asarray(cell) for cell in cells]).astype(float)
        return array.astype(float)
    except (TypeError, ValueError) as error:
        raise InvalidInputError(
            f"The model's input {one.name} takes numbers: {error}.",
            hint="Encode text and times as numbers, in the module or before it.",
        ) from None
