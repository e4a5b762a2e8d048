"""Explanations that can be looked at: a plot in a notebook, lines by ``print``, a table by ``frame()``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from html import escape
from typing import Any

from celltrail.drawing import plots
from celltrail.drawing.scale import short
from celltrail.records import Dependence, Explanation, Importance, LocalExplanation

MOST_BARS = 15


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DrawnExplanation(Explanation):
    """What a version's answers come from, over many rows."""

    def frame(self) -> Any:
        """Return the importances as a pandas frame, a row for each feature and method."""
        import pandas as pd

        return pd.DataFrame([
            {"method": one.method, "feature": item.feature, "importance": item.importance, "low": item.low,
             "high": item.high, "measure": one.measure}
            for one in self.importances for item in one.features
        ])  # fmt: skip

    def __repr__(self) -> str:
        lines = [f"{self.model}/{self.number}: what its {self.output} comes from ({self.rows} rows: {self.data})"]
        for one in self.importances:
            lines.append(f"{one.method}: {one.measure}{_baseline(one)}")
            lines += [
                f"  {item.feature:<24} {short(item.importance):>10}  {short(item.low)} to {short(item.high)}"
                for item in one.features[:MOST_BARS]
            ]
        return "\n".join([*lines, *self.notes])

    def _repr_html_(self) -> str:
        heading = f"<b>{escape(f'{self.model}/{self.number}')}</b> {escape(f'{self.rows} rows: {self.data}')}"
        shown = "".join(f"<div>{svg}</div>" for _, svg in pictures(self))
        return f"<div class='ct-Explanation'>{heading}{shown}</div>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DrawnLocalExplanation(LocalExplanation):
    """Why a model says what it says to one row."""

    def frame(self) -> Any:
        """Return the contributions as a pandas frame, the largest first."""
        import pandas as pd

        names = ("feature", "value", "contribution", "error")
        return pd.DataFrame([{name: getattr(one, name) for name in names} for one in self.contributions])

    def __repr__(self) -> str:
        lines = [_said(self)]
        lines += [
            f"  {one.contribution:+.4g}  {one.feature} = {one.value}{f' (± {one.error:.2g})' if one.error else ''}"
            for one in self.contributions
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return f"<div class='ct-Explanation'>{escape(_said(self))}<div>{local_picture(self)}</div></div>"


def drawn(found: Explanation) -> DrawnExplanation:
    """Return an explanation as one that can be looked at."""
    return DrawnExplanation(**{one.name: getattr(found, one.name) for one in fields(found)})


def drawn_local(found: LocalExplanation) -> DrawnLocalExplanation:
    """Return the explanation of one answer as one that can be looked at."""
    return DrawnLocalExplanation(**{one.name: getattr(found, one.name) for one in fields(found)})


def pictures(found: Explanation) -> Iterator[tuple[str, str]]:
    """Give each plot of an explanation with its title."""
    for one in found.importances:
        title = f"{one.method} importance: {one.measure}{_baseline(one)}"
        items = [
            plots.Bar(item.feature, item.importance, item.low, item.high) for item in one.features[:MOST_BARS]
        ]
        yield title, plots.bars(items, title=title)
    if found.calibration:
        title = "calibration: what was said beside what was true"
        pairs = list(zip(found.calibration.said, found.calibration.true, strict=True))
        yield title, plots.lines([pairs], title=title, x=f"mean {found.output}", y="mean truth", diagonal=True)
    if found.confusion:
        title = "confusion: which class was said where which was true"
        yield (
            title,
            plots.matrix(
                found.confusion.classes, found.confusion.counts, title=title, rows="true", columns="said"
            ),
        )
    for each in found.dependences:
        title = f"partial dependence on {each.feature}"
        yield title, _dependence(each, found.output, title)


def local_picture(found: LocalExplanation) -> str:
    """Return the contributions to one answer as a plot."""
    items = [
        plots.Bar(one.feature, one.contribution, note=plots.cut(str(one.value), 12))
        for one in found.contributions[:MOST_BARS]
    ]
    return plots.bars(items, title=_said(found))


def _dependence(found: Dependence, output: str, title: str) -> str:
    numbers = [value for value in found.grid if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == len(found.grid):
        points = list(zip(numbers, found.outputs, strict=True))
        return plots.lines([points], title=title, x=found.feature, y=f"mean {output}")
    items = [plots.Bar(str(value), said) for value, said in zip(found.grid, found.outputs, strict=True)]
    return plots.bars(items, title=title)


def _baseline(one: Importance) -> str:
    return "" if one.baseline is None else f" lost (of {short(one.baseline)})"


def _said(found: LocalExplanation) -> str:
    return (
        f"{found.model}/{found.number}: {found.output} {short(found.prediction)}, on average {short(found.base)} "
        f"({found.method}, {found.background_rows} rows: {found.background})"
    )
