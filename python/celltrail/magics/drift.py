"""``%drift``: what a deployment was asked lately, against what its model learned from."""

from __future__ import annotations

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly
from celltrail.magics.options import parsed
from celltrail.magics.show import Card
from celltrail.records import DriftReport, FeatureDrift


@magics_class
class DriftMagic(Magics):
    """Measures drift."""

    @magic_arguments()
    @argument("deployment", help="The endpoint's name.")
    @argument("--window", help="Only the requests of this named window; by default the newest.")
    @line_magic
    @plainly
    def drift(self, line: str) -> MeasuredDrift:
        """Compare what a deployment was asked with the reference profile of its model.

        Examples
        --------
        ::

            %drift churn
        """
        options = parsed(self.drift, line)
        return MeasuredDrift(celltrail.drift(options.deployment, window=options.window))


class MeasuredDrift:
    """A drift report, worst columns first."""

    def __init__(self, report: DriftReport) -> None:
        self.report = report
        worst = sorted(report.features, key=lambda feature: -feature.distance)
        lines = [_line(feature) for feature in worst]
        facts = {"window": report.window.name or "all", "rows": report.window.rows, **report.performance}
        self._card = Card(f"{report.model}/{report.version} is {report.verdict}", facts, lines)

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()


def _line(feature: FeatureDrift) -> str:
    mark = "✗" if feature.drifted else "✓"
    return f"{mark} {feature.name}  PSI {feature.distance:.3f}, p {feature.p_value:.2g}"
