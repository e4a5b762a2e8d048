"""What a model says to the evaluation data, beside what is true of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from celltrail.registry.gates.refusal import CannotRunError
from celltrail.registry.gates.subject import EVALUATION, EVALUATION_TARGET, Subject

_BINARY = 2


@dataclass(frozen=True)
class Answers:
    """Predictions of one model, one a row."""

    truth: Any
    """What is true, as an array of labels or numbers."""
    predicted: Any
    probabilities: Any = None
    """Rows x classes; None where the model knows none."""
    classes: Any = None
    """The labels of these columns."""
    is_classifier: bool = False

    @cached_property
    def labels(self) -> Any:
        """All labels there are, sorted; the second of two is the positive one."""
        import numpy as np

        known = [_comparable(self.truth), _comparable(self.predicted)]
        if self.classes is not None:
            known.append(_comparable(self.classes))
        if len({array.dtype.kind in "OUS" for array in known}) > 1:
            raise CannotRunError("the target and the predictions are of different types: text and numbers")
        return np.unique(np.concatenate(known))

    @cached_property
    def truth_codes(self) -> Any:
        """Which label is true of each row, by its place in `labels`."""
        return self.codes(self.truth)

    @cached_property
    def predicted_codes(self) -> Any:
        """Which label is predicted for each row, by its place in `labels`."""
        return self.codes(self.predicted)

    def codes(self, values: Any) -> Any:
        """Return the places of labels in `labels`."""
        import numpy as np

        return np.searchsorted(self.labels, _comparable(values))

    @property
    def scores(self) -> Any:
        """Rows x labels: how likely each label is, in the order of `labels`.

        Raises
        ------
        CannotRunError
            The model gives no probabilities.
        """
        import numpy as np

        if self.probabilities is None or self.classes is None:
            raise CannotRunError("the model gives no probabilities (predict_proba)")
        spread = np.zeros((len(self.truth), len(self.labels)))
        spread[:, self.codes(self.classes)] = self.probabilities
        return spread

    @property
    def positive(self) -> Any:
        """The label that is sought, of two.

        Raises
        ------
        CannotRunError
            There are not two.
        """
        if len(self.labels) != _BINARY:
            raise CannotRunError(f"it is about two classes, and there are {len(self.labels)}")
        return self.labels[1]

    def where(self, rows: Any) -> Answers:
        """Return the answers to some of the rows; the labels stay those of all."""
        part = Answers(
            truth=self.truth[rows],
            predicted=self.predicted[rows],
            probabilities=None if self.probabilities is None else self.probabilities[rows],
            classes=self.classes,
            is_classifier=self.is_classifier,
        )
        if self.is_classifier:
            part.__dict__["labels"] = self.labels
        return part


def on_common_labels(first: Answers, second: Answers) -> tuple[Answers, Answers]:
    """Return the answers of two models with the labels of both, so that their codes mean the same."""
    import numpy as np

    if first.is_classifier:
        labels = np.union1d(first.labels, second.labels)
        first, second = replace(first), replace(second)
        first.__dict__["labels"] = second.__dict__["labels"] = labels
    return first, second


def answers_of(subject: Subject) -> Answers:
    """Return what the version says to its evaluation data; asked once for all gates."""
    return _kept(subject, "version", lambda: asked(subject.model, subject))


def answers_of_champion(subject: Subject) -> Answers:
    """Return what the champion says to the evaluation data of the version."""
    try:
        return _kept(subject, "champion", lambda: asked(subject.champion_model, subject))
    except CannotRunError as error:
        raise CannotRunError(f"of the champion: {error}") from error


def asked(model: Any, subject: Subject, data: Any = None) -> Answers:
    """Return what a model says to the evaluation data, or to other data with the same truth.

    Raises
    ------
    CannotRunError
        There is no such data, or the model cannot predict it.
    """
    rows = subject.data(EVALUATION) if data is None else data
    truth = flat(subject.data(EVALUATION_TARGET))
    given = inputs_of(model, rows)
    classes = getattr(model, "classes_", None)
    try:
        predicted = flat(model.predict(given))
        probabilities = model.predict_proba(given) if hasattr(model, "predict_proba") else None
    except Exception as error:
        raise CannotRunError(f"the model cannot predict the data: {first_line(error)}") from error
    if not len(truth) == len(predicted):
        raise CannotRunError(f"the evaluation data has {len(predicted)} rows, and its target {len(truth)}")
    if not len(truth):
        raise CannotRunError("the evaluation data has no rows")
    is_classifier = classes is not None or truth.dtype.kind in "OUSb"
    return Answers(truth, predicted, probabilities, classes, is_classifier)


def inputs_of(model: Any, rows: Any) -> Any:
    """Return the columns that a model was fitted on; the data may have more, to tell slices and groups by."""
    names = getattr(model, "feature_names_in_", None)
    columns = getattr(rows, "columns", None)
    if names is None or columns is None or list(columns) == list(names):
        return rows
    missing = sorted(set(names) - set(columns))
    if missing:
        raise CannotRunError(
            f"the evaluation data lacks columns that the model was fitted on: {', '.join(missing)}"
        )
    return rows[list(names)]


def frame_of(rows: Any) -> Any:
    """Return data as a pandas frame; the columns of an array are called x0, x1 ..."""
    import pandas as pd

    if isinstance(rows, pd.DataFrame):
        return rows
    if hasattr(rows, "to_pandas"):
        return rows.to_pandas()
    if hasattr(rows, "toarray"):
        rows = rows.toarray()
    if getattr(rows, "ndim", 0) != 2:  # noqa: PLR2004 - rows and columns
        raise CannotRunError(f"the data is no table but {type(rows).__name__}")
    return pd.DataFrame(rows, columns=[f"x{number}" for number in range(rows.shape[1])])


def column_of(rows: Any, name: str) -> Any:
    """Return a column of data as an array.

    Raises
    ------
    CannotRunError
        There is none of this name.
    """
    frame = frame_of(rows)
    if name not in frame.columns:
        names: Sequence[str] = [str(column) for column in frame.columns]
        close = difflib.get_close_matches(name, names, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"it has: {', '.join(names[:30])}"
        raise CannotRunError(f"the evaluation data has no column {name!r}; {hint}")
    return frame[name].to_numpy()


def flat(values: Any) -> Any:
    """Return values as an array of one dimension."""
    import numpy as np

    array = np.asarray(values.to_numpy() if hasattr(values, "to_numpy") else values)
    return array.ravel() if array.ndim == 2 and array.shape[1] == 1 else array  # noqa: PLR2004 - a column


def _comparable(values: Any) -> Any:
    import numpy as np

    array = np.asarray(values)
    return array.astype(str) if array.dtype.kind == "O" else array


def _kept(subject: Subject, name: str, make: Callable[[], Answers]) -> Answers:
    if name not in subject.answers:
        subject.answers[name] = make()
    found: Answers = subject.answers[name]
    return found


def first_line(error: BaseException) -> str:
    """Return what a library complains of, without the advice that follows."""
    line = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {line}"
