"""``%explain`` and ``%why``: what a version's answers come from, over many rows and for one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import named, plainly, unquoted
from celltrail.magics.options import parsed

if TYPE_CHECKING:
    from celltrail.drawing.explained import DrawnExplanation, DrawnLocalExplanation

_MODEL = "The version: churn@champion, churn/3, or churn for the newest."
_DATA = "The table that is asked; by default the version's evaluation data, else what its run kept."
_CLASS = "Explain the chance of this class."


@magics_class
class ExplainMagic(Magics):
    """Explains models."""

    @magic_arguments()
    @argument("model", help=_MODEL)
    @argument("--data", metavar="VARIABLE", help=_DATA)
    @argument("--target", metavar="VARIABLE", help="What is true of those rows, such as y_test.")
    @argument("--method", choices=("permutation", "shap"), default="permutation")
    @argument("--output", metavar="CLASS", help=_CLASS)
    @line_magic
    @plainly
    def explain(self, line: str) -> DrawnExplanation:
        """Show which features matter to a version, and keep that with it.

        Examples
        --------
        ::

            %explain churn@champion --data X_test --target y_test
        """
        options = parsed(self.explain, line)
        return celltrail.explain(
            unquoted(options.model),
            data=named(self.shell, options.data) if options.data else None,
            target=named(self.shell, options.target) if options.target else None,
            method=options.method,
            output=unquoted(options.output) if options.output else None,
        )

    @magic_arguments()
    @argument("model", help=_MODEL)
    @argument("asked", metavar="VARIABLE", help="The row: a dictionary, a series, or a table.")
    @argument("--row", type=int, metavar="N", help="Which row of the table, from 0.")
    @argument("--data", metavar="VARIABLE", help="The rows that it is compared with; by default those kept.")
    @argument("--method", choices=("shapley", "shap"), default="shapley")
    @argument("--output", metavar="CLASS", help=_CLASS)
    @line_magic
    @plainly
    def why(self, line: str) -> DrawnLocalExplanation:
        """Show why a version says what it says to one row, and keep that with it.

        Examples
        --------
        ::

            %why churn@champion X_test --row 3
            %why churn@champion customer
        """
        options = parsed(self.why, line)
        return celltrail.why(
            unquoted(options.model),
            self._row(options.asked, options.row),
            data=named(self.shell, options.data) if options.data else None,
            method=options.method,
            output=unquoted(options.output) if options.output else None,
        )

    def _row(self, asked: str, place: int | None) -> Any:
        if asked.startswith(("{", "'{", '"{')):
            try:
                return ast.literal_eval(unquoted(asked))
            except (ValueError, SyntaxError) as error:
                raise UsageError(f"{asked} is no dictionary: {error}.") from error
        value = named(self.shell, asked)
        if place is None:
            return value
        if not hasattr(value, "columns"):
            raise UsageError(f"{asked} is no table, so it has no row {place}.")
        if not 0 <= place < len(value):
            raise UsageError(f"{asked} has {len(value)} rows, no row {place}.")
        return value.iloc[[place]] if hasattr(value, "iloc") else value[place : place + 1]
