"""``%slice``: the smallest notebook that makes something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card

if TYPE_CHECKING:
    from celltrail.verbs.slice import SlicedNotebook


@magics_class
class SliceMagic(Magics):
    """Slices notebooks."""

    @magic_arguments()
    @argument("artifact", help="A name, name@VERSION, RUN:name, a digest, or a model version.")
    @argument("-o", "--output", metavar="FILE", help="Where to write it; by default NAME-slice.ipynb here.")
    @argument(
        "--value", action="append", default=[], metavar="NAME", help="Load this name's kept value; may repeat."
    )
    @argument("--check", action="store_true", help="Run it, and say whether it makes the same content.")
    @line_magic
    @plainly
    def slice(self, line: str) -> WrittenSlice:
        """Write the smallest notebook that makes an artifact: the cells it came from, and nothing else.

        Examples
        --------
        ::

            %slice model -o model.ipynb --check
        """
        options = parsed(self.slice, line)
        path = unquoted(options.output) if options.output else None
        return WrittenSlice(
            celltrail.slice_notebook(options.artifact, path, values=options.value, check=options.check)
        )


class WrittenSlice:
    """A slice, shown as a card."""

    def __init__(self, made: SlicedNotebook) -> None:
        self.made = made
        facts = {"cells": made.cells, "left out": made.left_out, "makes": f"{made.use.name} v{made.use.version}"}
        self._card = Card(str(made.path), facts, made.lines)

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
