"""``%diff``: how two executions of a notebook differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed

if TYPE_CHECKING:
    from celltrail.comparison import ExecutionDiff


@magics_class
class DiffMagic(Magics):
    """Tells executions apart."""

    @magic_arguments()
    @argument("before", metavar="A", help="A run: its id, the end of it, or its name; or a job's id.")
    @argument("after", metavar="B", help="Another one.")
    @line_magic
    @plainly
    def diff(self, line: str) -> ExecutionDiff:
        """Show how one execution of a notebook differs from another: code, outputs and times of each cell.

        Examples
        --------
        ::

            %diff a1b2c3 0a1b2c
        """
        given = parsed(self.diff, line)
        return celltrail.diff(unquoted(given.before), unquoted(given.after))
