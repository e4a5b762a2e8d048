"""``%bisect``: why a metric changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly
from celltrail.magics.options import parsed
from celltrail.magics.show import Card

if TYPE_CHECKING:
    from celltrail.reproduction.bisection import Bisection


@magics_class
class BisectMagic(Magics):
    """Finds causes."""

    @magic_arguments()
    @argument("before", help="A run of a notebook: its id, the beginning or end of it, or its name.")
    @argument("after", help="Another one.")
    @argument("--metric", help="What to explain; by default the metric that changed most.")
    @argument("--no-packages", action="store_true", help="Build no environments: packages are not tested then.")
    @line_magic
    @plainly
    def bisect(self, line: str) -> FoundCauses:
        """Find out why a metric changed: swap data, cells, parameters, seeds and packages between two runs.

        Examples
        --------
        ::

            %bisect a1b2c3 d4e5f6 --metric auc
        """
        options = parsed(self.bisect, line)
        packages = not options.no_packages
        return FoundCauses(
            celltrail.bisect(options.before, options.after, metric=options.metric, packages=packages)
        )


class FoundCauses:
    """Causes, shown as a card."""

    def __init__(self, bisection: Bisection) -> None:
        self.bisection = bisection
        facts = {"noise": f"±{bisection.noise:.3g}", "experiments": bisection.experiments}
        self._card = Card(bisection.verdict, facts, [line.strip() for line in bisection.lines])

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
