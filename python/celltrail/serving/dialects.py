"""What other serving protocols say for the same thing.

Sources: MLflow scoring server, https://mlflow.org/docs/latest/deployment/deploy-model-locally;
Open Inference Protocol V2, https://github.com/kserve/open-inference-protocol.
"""

from __future__ import annotations

from math import prod
from typing import Any

import msgspec

from celltrail.errors import InvalidInputError
from celltrail.serving.loader import Answer, Predictor
from celltrail.serving.place import Plan
from celltrail.serving.rows import kind_of, not_json

_V2_TYPES = {"float": "FP64", "int": "INT64", "bool": "BOOL"}


class Split(msgspec.Struct):
    """MLflow's ``dataframe_split``."""

    columns: list[str]
    data: list[list[Any]]


class MlflowBody(msgspec.Struct):
    """The body of ``POST /invocations``."""

    dataframe_split: Split | None = None
    dataframe_records: list[dict[str, Any]] | None = None


class Tensor(msgspec.Struct):
    """One input of V2."""

    name: str
    shape: list[int]
    data: list[Any]
    datatype: str = ""


class V2Body(msgspec.Struct):
    """The body of ``POST /v2/models/{name}/infer``: one tensor for each column."""

    inputs: list[Tensor]


def mlflow_rows(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of an MLflow request.

    Raises
    ------
    InvalidInputError
        It is not JSON, or has neither ``dataframe_split`` nor ``dataframe_records``.
    """
    found = _decoded(body, MlflowBody)
    if found.dataframe_records:
        return list(found.dataframe_records)
    split = found.dataframe_split
    if split is None or not split.data:
        raise InvalidInputError(
            "The request has no rows.", hint="Send dataframe_split or dataframe_records with at least one row."
        )
    if any(len(row) != len(split.columns) for row in split.data):
        raise InvalidInputError(
            "A row of dataframe_split has another length than columns.", hint="Give one value for each column."
        )
    return [dict(zip(split.columns, row, strict=True)) for row in split.data]


def v2_rows(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of a V2 request whose inputs are columns, each of shape ``[n]`` or ``[n, 1]``.

    Raises
    ------
    InvalidInputError
        It is not JSON, or its inputs are no columns of one length.
    """
    inputs = _decoded(body, V2Body).inputs
    lengths = {len(tensor.data) for tensor in inputs}
    fits = all(prod(tensor.shape) == len(tensor.data) == tensor.shape[0] for tensor in inputs if tensor.shape)
    if len(lengths) != 1 or lengths == {0} or not fits or not all(tensor.shape for tensor in inputs):
        raise InvalidInputError(
            "The inputs are no columns of one length.",
            hint="Send one input for each column, of shape [n] or [n, 1], all with the same n.",
        )
    names = [tensor.name for tensor in inputs]
    return [dict(zip(names, row, strict=True)) for row in zip(*(tensor.data for tensor in inputs), strict=True)]


def v2_answer(model: str, predictor: Predictor, answer: Answer) -> dict[str, Any]:
    """Return an answer as V2 says it."""
    rows = len(answer.predictions)
    outputs = [_tensor("predictions", answer.predictions, [rows])]
    if answer.probabilities is not None:
        flat = [chance for row in answer.probabilities for chance in row]
        outputs.append(_tensor("probabilities", flat, [rows, len(predictor.classes or ())]))
    return {"model_name": model, "model_version": str(predictor.version), "outputs": outputs}


def v2_metadata(plan: Plan, predictor: Predictor) -> dict[str, Any]:
    """Return what V2 says of a model."""
    inputs = [
        {"name": column.name, "datatype": _V2_TYPES.get(kind_of(column.type), "BYTES"), "shape": [-1]}
        for column in predictor.schema.columns
    ]
    return {
        "name": plan.model,
        "versions": [str(route.version) for route in plan.routes],
        "platform": "celltrail",
        "inputs": inputs,
        "outputs": [],
    }


def _tensor(name: str, data: list[Any], shape: list[int]) -> dict[str, Any]:
    kinds: dict[type, str] = {bool: "BOOL", int: "INT64", float: "FP64"}
    datatype = kinds.get(type(data[0]), "BYTES")
    return {"name": name, "datatype": datatype, "shape": shape, "data": data}


def _decoded(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise InvalidInputError(
            f"The request has another form: {error}.", hint="POST /predict with rows is the plainest form."
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise not_json(error) from None
