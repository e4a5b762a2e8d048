"""``%sign``, ``%verify``, ``%download``, ``%bom``: a version on its way to others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card

_VERSION = "The version: churn@champion, churn/3, or churn for the newest."


@magics_class
class VersionMagic(Magics):
    """Hands versions on."""

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("--key", help="The private key; by default keys/models.pem in the home.")
    @line_magic
    @plainly
    def sign(self, line: str) -> Card:
        """Sign a model version, in the format of OpenSSF model signing.

        Examples
        --------
        ::

            %sign churn@challenger
        """
        options = parsed(self.sign, line)
        made = celltrail.sign(unquoted(options.model), options.key)
        return Card(f"{made.model}/{made.number} is signed by the {made.comment}.")

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("--key", help="The public key of who should have signed; by default any in keys of the home.")
    @line_magic
    @plainly
    def verify(self, line: str) -> Card:
        """Check the signature of a model version.

        Examples
        --------
        ::

            %verify churn@champion
        """
        options = parsed(self.verify, line)
        key_id = celltrail.verify(unquoted(options.model), options.key)
        return Card(f"{options.model} is what the key {key_id} signed.")

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("folder", nargs="?", help="New, or empty; by default NAME-NUMBER here.")
    @line_magic
    @plainly
    def download(self, line: str) -> Downloaded:
        """Write a version's files, in the format of its library, for use without celltrail.

        Examples
        --------
        ::

            %download churn@champion model
        """
        options = parsed(self.download, line)
        folder = unquoted(options.folder) if options.folder else None
        return Downloaded(celltrail.download(unquoted(options.model), folder))

    @magic_arguments()
    @argument("model", help=_VERSION)
    @argument("-o", "--output", help="A file to write it to.")
    @line_magic
    @plainly
    def bom(self, line: str) -> Bom:
        """Return the bill of materials of a version: a CycloneDX ML-BOM.

        Examples
        --------
        ::

            %bom churn@champion -o churn.cdx.json
        """
        options = parsed(self.bom, line)
        output = unquoted(options.output) if options.output else None
        found = Bom(celltrail.bom(unquoted(options.model), output))
        found.output = output
        return found


class _Shown:
    """A list or dictionary that a notebook shows as a card."""

    def __repr__(self) -> str:
        return repr(self._card())

    def _repr_html_(self) -> str:
        return self._card()._repr_html_()

    def _repr_pretty_(self, printer: Any, _cycle: Any) -> None:
        """Show it in IPython's plain text too, which prints subclasses of lists and dictionaries whole."""
        printer.text(repr(self))

    def _card(self) -> Card:
        """Return it as a card; each kind of result has its own."""
        raise NotImplementedError


class Downloaded(_Shown, list[Path]):
    """The files that were written, shown one a line."""

    def _card(self) -> Card:
        return Card(f"{len(self)} file{'s' if len(self) != 1 else ''} written", lines=[str(path) for path in self])


class Bom(_Shown, dict[str, Any]):
    """A bill of materials: the whole of it as a dictionary, shown as what it names."""

    output: str | None = None
    """Where it was written to."""

    def _card(self) -> Card:
        model, parts = self["metadata"]["component"], Counter(one["type"] for one in self.get("components", ()))
        facts = {"format": f"{self['bomFormat']} {self['specVersion']}", **parts}
        hint = "%bom NAME -o FILE writes it; what this cell returns is the whole of it."
        return Card(f"bill of materials of {model['name']}/{model['version']}", facts, [str(self.output or hint)])
