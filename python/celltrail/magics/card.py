"""``%card``: what is known of a version, and what people say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed

if TYPE_CHECKING:
    from celltrail.cards.shown import ShownCard


@magics_class
class CardMagic(Magics):
    """Shows cards."""

    @magic_arguments()
    @argument("model", help="The version: churn@champion, churn/3, or churn for the newest.")
    @argument("--revision", type=int, metavar="N", help="As it was saved then.")
    @argument("-o", "--output", metavar="FILE", help="Write it to this file too, .html or .md.")
    @line_magic
    @plainly
    def card(self, line: str) -> ShownCard:
        """Show the card of a model version; ``celltrail.card`` writes into it.

        Examples
        --------
        ::

            %card churn/3
            %card churn@champion -o card.html
        """
        options = parsed(self.card, line)
        shown = celltrail.card(unquoted(options.model), revision=options.revision)
        if options.output:
            shown.write(unquoted(options.output))
        return shown
