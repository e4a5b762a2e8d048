"""``%bundle``, ``%open``: runs that travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card

if TYPE_CHECKING:
    from celltrail.sharing import Bundled


@magics_class
class BundleMagic(Magics):
    """Packs runs, and takes packed ones over."""

    @magic_arguments()
    @argument("run", help="Its id, the beginning or end of it, or its name; or a job's id.")
    @argument("-o", "--output", metavar="FILE", help="By default NAME-ID.celltrail.zip here.")
    @argument("--without-data", action="store_true", help="Only digests and schemas of values and files.")
    @argument("--without-outputs", action="store_true", help="Not what the cells showed either.")
    @argument("--without", action="append", default=[], metavar="NAME", help="Leave this out; may be given again.")
    @argument("--sign", metavar="KEY", help="Sign it with this private key.")
    @line_magic
    @plainly
    def bundle(self, line: str) -> Bundled:
        """Write everything of a run into one file that opens elsewhere.

        Examples
        --------
        ::

            %bundle train
            %bundle a1b2c3 --without-data --without-outputs -o for-review.celltrail.zip
        """
        given = parsed(self.bundle, line)
        return celltrail.bundle(
            unquoted(given.run),
            unquoted(given.output) if given.output else None,
            data=not given.without_data,
            outputs=not given.without_outputs,
            without=[unquoted(name) for name in given.without],
            sign=unquoted(given.sign) if given.sign else None,
        )

    @magic_arguments()
    @argument("file", help="A bundle.")
    @argument("--yes", action="store_true", help="Take it over; else it is only shown what it holds.")
    @argument("--into", metavar="FOLDER", help="Write its files into a new folder too.")
    @argument("--key", metavar="KEY.pub", help="Only if this key has signed it.")
    @argument("--data", metavar="FOLDER", help="Where content lies that the bundle leaves out.")
    @argument("--most", type=float, metavar="GB", help="How large it may be, unpacked; by default 10.")
    @line_magic
    @plainly
    def open(self, line: str) -> Card:
        """Show what a bundle holds; with ``--yes``, take it over into this home.

        Examples
        --------
        ::

            %open train-a1b2c3.celltrail.zip
            %open train-a1b2c3.celltrail.zip --yes --into train-again
        """
        given = parsed(self.open, line)
        file, key = unquoted(given.file), unquoted(given.key) if given.key else None
        if not given.yes:
            head, *lines = celltrail.look_at_bundle(file, key=key, most_gb=given.most).said.splitlines()
            return Card(head, lines=[*lines, "Nothing was taken over: say --yes for that."])
        into, data = (unquoted(one) if one else None for one in (given.into, given.data))
        opened = celltrail.open_bundle(file, into=into, key=key, data=data, most_gb=given.most)
        return Card("opened", lines=[repr(opened)])
