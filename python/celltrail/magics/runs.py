"""``%runs``: the newest runs as a table."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from celltrail.magics.faults import plainly, without_comment
from celltrail.verbs.runs import runs


@magics_class
class RunsMagic(Magics):
    """Lists runs."""

    @magic_arguments()
    @argument("search", nargs="*", help="Words that must occur in the name, status, parameters or tags.")
    @argument("-n", type=int, default=20, help="How many at the most.")
    @line_magic
    @plainly
    def runs(self, line: str) -> Any:
        """Return the newest runs, with parameters and metrics, as a DataFrame.

        Examples
        --------
        ::

            %runs churn failed
        """
        options = parse_argstring(self.runs, without_comment(line))
        return runs(" ".join(options.search), limit=options.n)
