"""``%compare``: how runs differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly
from celltrail.magics.options import parsed

if TYPE_CHECKING:
    from celltrail.comparison import Comparison


@magics_class
class CompareMagic(Magics):
    """Compares runs."""

    @magic_arguments()
    @argument(
        "runs",
        nargs="+",
        metavar="RUN",
        help="Two or more: an id or the end of one, a name, churn@champion, or repeats as ID,ID,ID.",
    )
    @line_magic
    @plainly
    def compare(self, line: str) -> Comparison:
        """Show how runs differ from the first: metrics with their noise, parameters, code, data, packages.

        Examples
        --------
        ::

            %compare churn@champion churn
            %compare a1b2c3,d4e5f6,b7c8d9 0a1b2c,3d4e5f
        """
        return celltrail.compare(*parsed(self.compare, line).runs)
