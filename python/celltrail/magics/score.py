"""``%score``: a version's answers to a table."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card


@magics_class
class ScoreMagic(Magics):
    """Scores tables."""

    @magic_arguments()
    @argument("model", help="The version: churn@champion, churn/3, or churn for the newest.")
    @argument(
        "data", nargs="+", help="A variable with a table; or files (Parquet, CSV, Arrow), folders, patterns."
    )
    @argument("-o", "--output", metavar="FILE", help=".parquet, .csv or .arrow.")
    @argument("--columns", metavar="A,B", help="Columns of the input to keep; none for none.")
    @argument("--no-probabilities", action="store_true", help="Only what a classifier decides.")
    @argument("--stamp", action="store_true", help="Write version and run into each row.")
    @argument("--on-bad", choices=("error", "skip", "null"), default="error", help="Rows that do not fit.")
    @argument("--labels", default="", metavar="COLUMN", help="A column that says what is true.")
    @argument("--processes", type=int, default=1, metavar="N", help="Of this machine.")
    @argument("--on", default="", metavar="ADDRESS", help="A Dask cluster.")
    @argument("--overwrite", action="store_true", help="Replace an output that is there.")
    @line_magic
    @plainly
    def score(self, line: str) -> ScoredTable:
        """Write a version's answers to a table of any size.

        Examples
        --------
        ::

            %score churn@champion customers.parquet --columns id
            %score churn X_new -o answers.csv
        """
        options = parsed(self.score, line)
        words = [unquoted(word) for word in options.data]
        data: Any = words if len(words) > 1 else self.shell.user_ns.get(words[0], words[0])
        columns = unquoted(options.columns) if options.columns else None
        found = celltrail.score(
            unquoted(options.model),
            data,
            unquoted(options.output) if options.output else None,
            columns=None if columns is None else [] if columns == "none" else columns.split(","),
            probabilities=not options.no_probabilities,
            stamp=options.stamp,
            on_bad=options.on_bad,
            labels=unquoted(options.labels),
            processes=options.processes,
            on=unquoted(options.on),
            overwrite=options.overwrite,
        )
        return ScoredTable(found)


class ScoredTable:
    """What came of scoring a table, as a card."""

    def __init__(self, found: Any) -> None:
        self.score = found
        lines = [str(found.output)]
        if found.rejected_path:
            lines.append(f"✗ {found.rejected:,} rows do not fit: {found.rejected_path}")
        rate = f"{found.rows / found.seconds:,.0f}" if found.seconds else "-"
        facts = {"rows": f"{found.rows:,}", "rows/s": rate, "run": found.run_id[-6:], **found.metrics}
        self._card = Card(f"scored by {found.model}/{found.number}", facts, lines)

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
