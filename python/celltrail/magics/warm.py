"""``%warm``: imports done before a notebook runs."""

from __future__ import annotations

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.verbs.warm import Warm


@magics_class
class WarmMagic(Magics):
    """Keeps processes ready."""

    @magic_arguments()
    @argument("notebook", nargs="?", help="Whose imports are to be done now.")
    @argument("--stop", action="store_true", help="End what is kept; what runs goes on.")
    @line_magic
    @plainly
    def warm(self, line: str) -> list[Warm]:
        """Do a notebook's imports beforehand; show or stop what is kept ready."""
        options = parsed(self.warm, line)
        notebook = unquoted(options.notebook) if options.notebook else None
        return celltrail.warm(notebook, stop=options.stop)
