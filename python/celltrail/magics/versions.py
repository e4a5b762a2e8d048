"""``%sign``, ``%verify``, ``%download``, ``%bom``: a version on its way to others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

import celltrail
from celltrail.magics.faults import plainly, unquoted, without_comment

_VERSION = "The version: churn@champion, churn/3, or churn for the newest."


@magics_class
class VersionMagic(Magics):
    """Hands versions on."""

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("--key", help="The private key; by default keys/models.pem in the home.")
    @line_magic
    @plainly
    def sign(self, line: str) -> str:
        """Sign a model version, in the format of OpenSSF model signing.

        Examples
        --------
        ::

            %sign churn@challenger
        """
        options = parse_argstring(self.sign, without_comment(line))
        made = celltrail.sign(unquoted(options.model), options.key)
        return f"{made.model}/{made.number} is signed by the {made.comment}."

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("--key", help="The public key of who should have signed; by default any in keys of the home.")
    @line_magic
    @plainly
    def verify(self, line: str) -> str:
        """Check the signature of a model version.

        Examples
        --------
        ::

            %verify churn@champion
        """
        options = parse_argstring(self.verify, without_comment(line))
        key_id = celltrail.verify(unquoted(options.model), options.key)
        return f"{options.model} is what the key {key_id} signed."

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("folder", nargs="?", help="New, or empty; by default NAME-NUMBER here.")
    @line_magic
    @plainly
    def download(self, line: str) -> list[Path]:
        """Write a version's files, in the format of its library, for use without celltrail.

        Examples
        --------
        ::

            %download churn@champion model
        """
        options = parse_argstring(self.download, without_comment(line))
        return celltrail.download(unquoted(options.model), unquoted(options.folder) if options.folder else None)

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("-o", "--output", help="A file to write it to.")
    @line_magic
    @plainly
    def bom(self, line: str) -> dict[str, Any]:
        """Return the bill of materials of a version: a CycloneDX ML-BOM.

        Examples
        --------
        ::

            %bom churn@champion -o churn.cdx.json
        """
        options = parse_argstring(self.bom, without_comment(line))
        return celltrail.bom(unquoted(options.model), unquoted(options.output) if options.output else None)
