"""``%reproduce``: whether a run comes out the same a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly
from celltrail.magics.options import parsed
from celltrail.magics.show import Card
from celltrail.verbs.reproduce import WISHES
from celltrail.verbs.reproductions import HEADLINES, lines_of

if TYPE_CHECKING:
    from celltrail.records import Reproduction


@magics_class
class ReproduceMagic(Magics):
    """Reproduces runs."""

    @magic_arguments()
    @argument("run", help="The run's id, the beginning or end of it, or its name.")
    @argument("--tolerance", type=float, default=1e-9, help="How far numbers may be apart, of their size.")
    @argument(
        "--env",
        choices=WISHES,
        default="auto",
        help="This environment, the recorded one built anew, or as needed.",
    )
    @argument("--sign", metavar="KEY", help="Sign the verdict by this private key.")
    @argument("-o", "--output", metavar="FILE", help="Write the verdict here too (JSON).")
    @line_magic
    @plainly
    def reproduce(self, line: str) -> ReproducedRun:
        """Run a run again with its notebook, parameters, data and environment, and compare every output.

        Examples
        --------
        ::

            %reproduce train
            %reproduce a1b2c3 --env rebuild --output verdict.json
        """
        options = parsed(self.reproduce, line)
        return ReproducedRun(
            celltrail.reproduce(
                options.run,
                tolerance=options.tolerance,
                env=options.env,
                sign=options.sign,
                output=options.output,
            )
        )


class ReproducedRun:
    """A verdict, shown as a card."""

    def __init__(self, reproduction: Reproduction) -> None:
        self.reproduction = reproduction
        title = HEADLINES[reproduction.verdict or "missing"]
        facts = {"run": reproduction.run_id[-6:], "environment": reproduction.environment}
        self._card = Card(title, facts, lines_of(reproduction))

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
