"""What a model's answers come from."""

from __future__ import annotations

from dataclasses import dataclass

from celltrail.records.run import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureImportance:
    """How much one feature matters to a model."""

    feature: str
    importance: float
    low: float
    """The lower end of its interval."""
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """How much each feature matters to a model, the most important first."""

    method: str
    """``permutation`` or ``shap``."""
    measure: str
    """What a feature's number is: by how much this falls, or changes, when the feature's values are shuffled."""
    baseline: float | None
    """The measure with all features as they are; None where it is a change itself."""
    features: tuple[FeatureImportance, ...]
    repeats: int
    """How often each feature was shuffled, or how many rows were explained."""
    confidence: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """What a model says on average where one feature has a value in all rows."""

    feature: str
    grid: tuple[Scalar, ...]
    """The values that were tried."""
    outputs: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was said beside what was true, in bins of equally many rows."""

    said: tuple[float, ...]
    """The mean prediction of each bin."""
    true: tuple[float, ...]
    """The mean truth of each bin."""
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Which class was said where which one was true: a row for each true class."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a version's answers come from, over many rows."""

    model: str
    number: int
    output: str
    """What is explained: ``prediction``, or ``probability of`` a class."""
    data: str
    """Where the rows are from, for people."""
    rows: int
    labelled: bool
    """Whether the truth of the rows was known."""
    importances: tuple[Importance, ...]
    dependences: tuple[Dependence, ...] = ()
    calibration: Calibration | None = None
    confusion: Confusion | None = None
    seed: int = 0
    notes: tuple[str, ...] = ()
    """What a person should know of how it was made: fewer repeats than asked for, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """By how much one feature's value moved a prediction."""

    feature: str
    value: Scalar
    contribution: float
    error: float = 0.0
    """The standard error of it; 0 where it is exact for its background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalExplanation:
    """Why a model says what it says to one row: the contributions and the base sum up to the prediction."""

    model: str
    number: int
    method: str
    """``exact`` or ``sampled`` Shapley values, or ``shap``."""
    output: str
    prediction: float
    base: float
    """The mean prediction of the background."""
    contributions: tuple[Contribution, ...]
    """The largest first."""
    background: str
    background_rows: int
    seed: int = 0
