"""``%lineage``: what a thing was made from, and what was made from it, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed

if TYPE_CHECKING:
    from celltrail.drawing import DrawnLineage


@magics_class
class LineageMagic(Magics):
    """Draws lineage."""

    @magic_arguments()
    @argument(
        "thing",
        help="A run, churn@champion, a kept name (X_train, X_train@2), a digest, an endpoint, a file's path.",
    )
    @line_magic
    @plainly
    def lineage(self, line: str) -> DrawnLineage:
        """Draw data, cells, models and endpoints that lead to a thing, and those that it led to.

        Examples
        --------
        ::

            %lineage churn@champion
            %lineage X_train
        """
        return celltrail.lineage(unquoted(parsed(self.lineage, line).thing))
