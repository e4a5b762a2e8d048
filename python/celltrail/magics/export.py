"""``%export``: a run or notebook in a form that needs no celltrail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed

if TYPE_CHECKING:
    from celltrail.sharing.exports import Exported


_FORMS = ("notebook", "script", "dockerfile", "github", "airflow")
"""A test compares them with those there are: loading these takes what only exporting needs."""


@magics_class
class ExportMagic(Magics):
    """Exports runs and notebooks."""

    @magic_arguments()
    @argument("what", help="A run, or the path of a notebook.")
    @argument("--as", dest="form", required=True, choices=_FORMS, help="The form.")
    @argument("-o", "--output", metavar="PATH", help="The file, or for several files their folder.")
    @line_magic
    @plainly
    def export(self, line: str) -> Exported:
        """Write a run or notebook in a form that needs no celltrail.

        Examples
        --------
        ::

            %export train --as script -o train.py
        """
        given = parsed(self.export, line)
        output = unquoted(given.output) if given.output else None
        return celltrail.export(unquoted(given.what), given.form, output)
