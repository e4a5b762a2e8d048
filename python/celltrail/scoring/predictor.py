"""A loaded version that answers batches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from celltrail.artifacts import ArtifactStore
from celltrail.errors import InvalidInputError
from celltrail.records import Column
from celltrail.registry.loading import load_artifact
from celltrail.registry.scorer import scorer, wants_names
from celltrail.scoring.plan import Plan
from celltrail.serving.loader import ARGMAX

PREDICTION = "prediction"


class Predictor:
    """One loaded version. Not safe to use from two threads at once."""

    def __init__(self, model: Any, plan: Plan) -> None:
        self._model = model = scorer(model)
        self.columns: Sequence[Column] = plan.signature.inputs or _columns_of(model)
        self.classes = [_plain(one) for one in getattr(model, "classes_", ())]
        self.says_chances = plan.probabilities and hasattr(model, "predict_proba") and bool(self.classes)
        final = model.steps[-1][1] if hasattr(model, "steps") else model
        self._argmax = type(final).__name__ in ARGMAX and type(final).__module__.startswith("sklearn.")
        self._by_name = wants_names(model)

    def column(self, said: Any) -> Any:
        """Return answers as an Arrow array, of classes always in the same type."""
        import pyarrow as pa

        return pa.array(said, pa.array(self.classes).type) if self.classes else pa.array(said)

    def answer(self, table: Any) -> tuple[Any, Any]:
        """Return what the model says to an Arrow table that fits, and the chances of its classes, as arrays.

        Raises
        ------
        InvalidInputError
            The model refuses the rows.
        """
        import numpy as np

        if not table.num_rows:  # models refuse to be asked about nothing
            chances = np.empty((0, len(self.classes))) if self.says_chances else None
            return np.empty(0, dtype=getattr(getattr(self._model, "classes_", None), "dtype", float)), chances
        try:
            rows = self._rows(table)
            if not self.says_chances:
                return np.asarray(self._model.predict(rows)).reshape(len(rows), -1)[:, 0], None
            chances = np.asarray(self._model.predict_proba(rows))
            if self._argmax:
                return np.asarray(self._model.classes_)[chances.argmax(axis=1)], chances
            return np.asarray(self._model.predict(rows)).reshape(len(rows)), chances
        except Exception as error:
            raise InvalidInputError(
                f"The model refuses the rows: {type(error).__name__}: {error}",
                hint="Rows with missing numbers can be left out: --on-bad skip.",
            ) from error

    def _rows(self, table: Any) -> Any:
        import numpy as np

        if not self._by_name and all(_is_number(field.type) for field in table.schema):
            return np.column_stack([table.column(at).to_numpy() for at in range(table.num_columns)])
        frame = table.to_pandas()
        for column in self.columns:
            if column.type.startswith("dictionary"):
                known = list(column.categories) if column.categories else None
                frame[column.name] = frame[column.name].astype("category")
                if known and frame[column.name].cat.categories.dtype.kind not in "fiu":
                    frame[column.name] = frame[column.name].cat.set_categories(known)
        return frame if self._by_name else frame.to_numpy()


@lru_cache(maxsize=2)
def predictor_of(plan: Plan) -> Predictor:
    """Return the version of a plan, loaded once in a process.

    Raises
    ------
    UntrustedError
        Loading it would run code of types that the plan does not trust.
    """
    store = ArtifactStore(Path(plan.artifacts))
    return Predictor(load_artifact(store, plan.artifact, plan.codec, trusted=plan.trusted), plan)


def _columns_of(model: Any) -> tuple[Column, ...]:
    """Return the columns of a model that was registered without data, as itself says."""
    names = getattr(model, "feature_names_in_", None)
    if names is None:
        names = [f"x{at}" for at in range(getattr(model, "n_features_in_", 0))]
    return tuple(Column(name=str(name), type="any", nullable=True) for name in names)


def _is_number(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))


def _plain(label: Any) -> Any:
    return label.item() if hasattr(label, "item") else label
