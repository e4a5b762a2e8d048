from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from celltrail.errors import BadRowsError, InvalidInputError
from celltrail.records import Column, Signature
from celltrail.registry.enforce import enforce
from celltrail.registry.signature import column_of, infer
from celltrail.serving.rows import RowSchema

DATA = pd.DataFrame({
    "age": [18.0, 40.0, 90.0],
    "calls": [0, 3, 9],
    "plan": pd.Categorical(["pro", "basic", "pro"], categories=["pro", "basic"]),
    "city": ["Oslo", "Bergen", "Oslo"],
    "paid": [True, False, True],
    "since": pd.to_datetime(["2020-01-01", "2021-05-05", "2022-12-31"]),
})
ROW = {
    "age": 41.0, "calls": 2, "plan": "pro", "city": "Oslo", "paid": True, "since": dt.datetime(2020, 6, 1),  # noqa: DTZ001
}  # fmt: skip


class Zeros:
    def predict(self, data: Any) -> Any:
        return np.zeros(len(data))


SIGNATURE = infer(Zeros(), DATA)


def refused(data: Any, **how: Any) -> str:
    with pytest.raises(BadRowsError) as caught:
        enforce(data, SIGNATURE, **how)
    return caught.value.message


@pytest.mark.parametrize(
    "data",
    [
        DATA,
        DATA[DATA.columns[::-1]],
        DATA.set_index(pd.Index([7, 8, 9])),
        pa.Table.from_pandas(DATA),
        pl.from_pandas(DATA),
        DATA.astype({"age": "float32", "calls": "int16", "plan": str}),
        DATA.assign(calls=DATA["calls"].astype(float)),
        DATA.to_dict("records"),
    ],
    ids=["frame", "other order", "other index", "arrow", "polars", "other widths", "whole floats", "rows"],
)
def test_what_can_be_cast_without_loss_becomes_the_table_that_the_model_knows(data: Any) -> None:
    found = enforce(data, SIGNATURE)
    pd.testing.assert_frame_equal(
        found.table, DATA, check_index_type=False, check_dtype=False, check_column_type=False
    )
    assert found.table.dtypes[["age", "calls", "plan", "paid"]].to_dict() == (
        DATA.dtypes[["age", "calls", "plan", "paid"]].to_dict()
    )
    assert found.notices == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"age": "41"}, "Column 'age' holds string, the model was trained with double."),
        ({"age": True}, "Column 'age' holds bool, the model was trained with double."),
        ({"calls": 2.5}, "Column 'calls' does not fit into int64"),
        ({"plan": 3}, "Column 'plan' holds int64, the model was trained with categories of str."),
        ({"city": None}, "Column 'city' has no value in row 0; the training data had one everywhere."),
        ({"calls": None}, "Column 'calls' has no value in row 0"),
        ({"since": "yesterday"}, "Column 'since' holds string"),
        ({"zip": "0150"}, "Column 'zip' is unknown."),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(changes: dict[str, Any], said: str) -> None:
    assert said in refused({**ROW, **changes})


def test_all_that_is_wrong_is_said_at_once() -> None:
    frame = pa.table({
        **{name: [ROW[name]] for name in ("plan", "city", "paid", "since")},
        "calls": ["x"],
        "zip": [1],
    })
    assert refused(frame) == (
        "Column 'age' is missing. Column 'zip' is unknown. "
        "Column 'calls' holds string, the model was trained with int64."
    )


def test_columns_that_the_model_does_not_know_are_left_out_where_that_is_asked_for() -> None:
    found = enforce({**ROW, "id": "a1"}, SIGNATURE, drop_unknown=True)
    assert list(found.table.columns) == list(DATA.columns)


def test_what_is_only_unusual_is_a_notice() -> None:
    found = enforce([{**ROW, "age": 91.0}, {**ROW, "age": None, "city": "Rome", "plan": "gold"}], SIGNATURE)
    assert found.notices == (
        "Column age: 1 value is outside of 18 to 90, where the training data lie.",
        "Column age: 1 value is missing; in training none was.",
        "Column plan: the training data did not have 'gold'.",
        "Column city: the training data did not have 'Rome'.",
    )
    assert found.table["plan"].isna().tolist() == [False, True]  # a model of categories knows only those


def test_a_category_never_seen_is_refused_or_passed_over_as_the_policy_says() -> None:
    row = {**ROW, "city": "Rome"}
    assert refused(row, unseen="error") == "Column city: the training data did not have 'Rome'."
    assert enforce(row, SIGNATURE, unseen="ignore").notices == ()


def test_an_array_takes_the_names_of_the_columns_by_their_place() -> None:
    signature = Signature(inputs=(Column(name="a", type="double"), Column(name="b", type="double")))
    assert enforce(np.ones((2, 2)), signature).table.columns.tolist() == ["a", "b"]
    assert enforce(np.ones((2, 2)), signature, by_name=False).table.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    with pytest.raises(BadRowsError, match="missing"):
        enforce(np.ones((2, 3)), signature)


def test_a_column_of_lists_has_their_shape() -> None:
    images = pa.chunked_array([[[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]])
    column = column_of("image", images)
    assert column.shape == (1, 3)
    signature = Signature(inputs=(column,))
    assert enforce({"image": [[9.0, 8.0, 7.0]]}, signature).table["image"][0].tolist() == [[9.0, 8.0, 7.0]]
    with pytest.raises(BadRowsError, match="shape 1x2, the model takes 1x3"):
        enforce({"image": [[9.0, 8.0]]}, signature)


@pytest.mark.parametrize("data", [[], "rows", [1, 2], 7, np.ones(3)])
def test_what_is_no_table_is_refused(data: Any) -> None:
    with pytest.raises(InvalidInputError):
        enforce(data, SIGNATURE)


def test_values_of_several_types_in_one_column_are_refused() -> None:
    assert "several types" in refused(pd.DataFrame([ROW, ROW]).assign(city=["Oslo", 3]))
    assert "Row 1 has no age" in refused([ROW, {key: value for key, value in ROW.items() if key != "age"}])


def test_a_request_gets_the_notices_that_a_table_gets() -> None:
    rows = [
        {**ROW, "age": 91.0, "since": "2020-06-01T00:00:00"},
        {**ROW, "city": "Rome", "since": "2020-06-01T00:00:00"},
    ]
    schema = RowSchema(SIGNATURE)
    assert schema.notices(schema.convert(rows)) == [
        "Column age: 1 value is outside of 18 to 90, where the training data lie.",
        "Column city: the training data did not have 'Rome'.",
    ]
    assert list(enforce([{**row, "since": ROW["since"]} for row in rows], SIGNATURE).notices) == (
        schema.notices(schema.convert(rows))
    )
