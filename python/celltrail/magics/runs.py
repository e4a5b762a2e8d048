"""``%runs``: runs as a table."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.utils.process import arg_split

from celltrail.magics.faults import plainly, unquoted, without_comment
from celltrail.verbs.runs import joined_sort, runs


@magics_class
class RunsMagic(Magics):
    """Lists runs."""

    @magic_arguments()
    @argument(
        "query",
        nargs="*",
        help="A condition such as auc > 0.8 and not stale; or words that must occur in the name, status, "
        "parameters or tags.",
    )
    @argument(
        "--sort", default="", metavar="NAME", help="A metric, parameter or field; -NAME: the greatest first."
    )
    @argument("-n", type=int, default=20, help="How many at the most.")
    @line_magic
    @plainly
    def runs(self, line: str) -> Any:
        """Return runs, with parameters and metrics, as a DataFrame: the newest first, a lamp at the stale ones.

        Examples
        --------
        ::

            %runs churn failed
            %runs auc > 0.8 and params.depth <= 6 and not stale --sort -auc -n 100
        """
        words = joined_sort(arg_split(without_comment(line), posix=False))
        options = self.runs.parser.parse_args(words)
        return runs(" ".join(options.query), sort=unquoted(options.sort), limit=options.n)
