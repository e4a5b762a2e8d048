"""Models of PyTorch, asked with frames and arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from torch import nn

from celltrail.errors import InvalidInputError
from celltrail.registry.scorer import scorer, wants_names
from celltrail.registry.torchscorer import TorchScorer

FRAME = pd.DataFrame({"a": [1, 2, 3], "b": [0.5, 0.25, 0.0]})


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(1)


def test_a_frame_and_its_array_become_one_tensor_of_the_type_of_the_weights() -> None:
    for module in (nn.Linear(2, 1), nn.Linear(2, 1).double(), nn.Linear(2, 1).bfloat16()):
        asked = scorer(module)
        said = asked.predict(FRAME)
        rows = torch.tensor(FRAME.to_numpy()).to(module.weight.dtype)
        assert said.tolist() == module(rows)[:, 0].detach().double().tolist()
        assert asked.predict(FRAME.to_numpy()).tolist() == said.tolist()
        assert (asked.n_features_in_, wants_names(asked)) == (2, False)


def test_a_module_is_asked_in_evaluation_mode_and_is_then_as_it_was() -> None:
    module = nn.Sequential(nn.Linear(2, 4), nn.Dropout(0.5), nn.BatchNorm1d(4)).train()
    module[2].eval()
    before = module[2].running_mean.clone()
    asked = scorer(module)
    assert asked.predict(FRAME).tolist() == asked.predict(FRAME).tolist()
    assert asked.predict(FRAME).shape == (3, 4)
    assert [one.training for one in module] == [True, True, False]
    assert torch.equal(module[2].running_mean, before)


@pytest.mark.parametrize("end", [nn.Identity(), nn.Softmax(dim=1), nn.LogSoftmax(dim=1)], ids=type)
def test_a_module_that_says_its_classes_is_a_classifier(end: nn.Module) -> None:
    module = nn.Sequential(nn.Linear(2, 3), end)
    assert not hasattr(scorer(module), "predict_proba")
    module.classes_ = ["x", "y", "z"]
    asked = scorer(module)
    chances = torch.softmax(module[0](torch.tensor(FRAME.to_numpy(), dtype=torch.float32)), dim=1).detach()
    assert np.allclose(asked.predict_proba(FRAME), chances.numpy(), atol=1e-6)
    assert asked.predict(FRAME).tolist() == [["x", "y", "z"][at] for at in chances.argmax(dim=1)]
    module.classes_ = ["x", "y"]
    with pytest.raises(InvalidInputError, match="one number for each class"):
        scorer(module).predict(FRAME)


def test_a_module_with_several_inputs_takes_columns_by_name() -> None:
    class Sum(nn.Module):
        def forward(self, b: Any, a: Any, scale: float = 2.0) -> Any:
            return {"sum": a + b * scale, "other": a}

    asked = scorer(Sum())
    assert wants_names(asked)
    assert asked.predict(FRAME).tolist() == [2.0, 2.5, 3.0]
    with pytest.raises(InvalidInputError, match="takes b by name"):
        asked.predict(FRAME.to_numpy())


def test_an_embedding_takes_whole_numbers_and_a_column_of_arrays_becomes_one_tensor() -> None:
    embedded = nn.Sequential(nn.Embedding(9, 2), nn.Flatten(), nn.Linear(4, 1))
    whole = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    assert scorer(embedded).predict(whole).shape == (2,)
    pictures = pd.DataFrame({"picture": [np.full((1, 4, 4), number) for number in range(3)]})
    convolved = nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 1))
    direct = convolved(torch.tensor(np.stack(pictures["picture"]), dtype=torch.float32))
    assert np.allclose(scorer(convolved).predict(pictures), direct[:, 0].detach().numpy())


@pytest.mark.parametrize(
    "rows", [pd.DataFrame({"a": ["x"], "b": [1.0]}), pd.DataFrame({"a": pd.to_datetime([0])})]
)
def test_what_is_no_number_is_refused_with_a_cure(rows: pd.DataFrame) -> None:
    with pytest.raises(InvalidInputError, match="Encode text and times as numbers"):
        scorer(nn.Linear(2, 1)).predict(rows)


def test_an_answer_that_is_none_for_each_row_is_refused() -> None:
    class Mean(nn.Module):
        def forward(self, rows: Any) -> Any:
            return rows.mean()

    with pytest.raises(InvalidInputError, match="one answer for each row"):
        scorer(Mean()).predict(FRAME)


def test_a_class_that_predicts_by_itself_is_asked_by_that() -> None:
    class Own(nn.Module):
        def predict(self, rows: Any) -> Any:
            return np.zeros(len(rows))

    model = Own()
    assert scorer(model) is model


@pytest.mark.parametrize("fixed", [False, True])
def test_a_program_takes_any_number_of_rows_also_if_it_was_exported_for_some(*, fixed: bool) -> None:
    module = nn.Sequential(nn.Linear(2, 1), nn.Dropout(0.5)).eval()
    shapes = None if fixed else ({0: torch.export.Dim.DYNAMIC},)
    program = torch.export.export(module, (torch.zeros(4, 2),), dynamic_shapes=shapes)
    asked = scorer(program)
    assert isinstance(asked, TorchScorer)
    assert asked.n_features_in_ == 2
    for count in (1, 4, 9):
        rows = np.random.default_rng(count).normal(size=(count, 2))
        direct = module(torch.tensor(rows, dtype=torch.float32))[:, 0].detach().numpy()
        assert np.allclose(asked.predict(rows), direct, atol=1e-6)


def test_a_program_with_several_inputs_takes_columns_by_name() -> None:
    class Sum(nn.Module):
        def forward(self, a: Any, b: Any) -> Any:
            return a + 2 * b

    example = (torch.zeros(4, 1, dtype=torch.float64), torch.zeros(4, 1, dtype=torch.float64))
    shapes = ({0: torch.export.Dim.DYNAMIC},) * 2
    assert scorer(torch.export.export(Sum(), example, dynamic_shapes=shapes)).predict(FRAME).tolist() == [
        2,
        2.5,
        3,
    ]
