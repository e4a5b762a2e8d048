"""``%register``: a fitted model becomes a version."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

import celltrail
from celltrail.magics.faults import named, plainly, unquoted, without_comment
from celltrail.magics.show import Card, gate_line
from celltrail.records import ModelVersion


@magics_class
class RegisterMagic(Magics):
    """Registers models."""

    @magic_arguments()
    @argument("model", help="The variable that holds the fitted model.")
    @argument("name", help="What the model is called, through all of its versions.")
    @argument(
        "--data", metavar="VARIABLE", help="The table it was fitted on: gives signature and drift reference."
    )
    @argument("--target", metavar="VARIABLE", help="What it learned to say of those rows, such as y_train.")
    @argument(
        "--gate", action="append", default=[], metavar="EXPRESSION", help="Such as 'auc >= 0.80'; may repeat."
    )
    @argument("--alias", help="Given to the version if all gates hold, such as challenger.")
    @argument("--description", default="", help="A sentence for people.")
    @line_magic
    @plainly
    def register(self, line: str) -> RegisteredVersion:
        """Make a version of a model, with signature, reference profile and gates.

        The metrics of the run that ended last are those that the gates compare.

        Examples
        --------
        ::

            %register model churn --data X_train --gate "auc >= 0.80" --alias challenger
        """
        options = parse_argstring(self.register, without_comment(line))
        version = celltrail.register(
            named(self.shell, options.model),
            unquoted(options.name),
            data=named(self.shell, options.data) if options.data else None,
            target=named(self.shell, options.target) if options.target else None,
            gates=[unquoted(gate) for gate in options.gate],
            alias=options.alias,
            description=unquoted(options.description),
        )
        return RegisteredVersion(version, options.alias)


class RegisteredVersion:
    """A version, shown as a card."""

    def __init__(self, version: ModelVersion, asked_alias: str | None = None) -> None:
        self.version = version
        lines = [gate_line(gate.verdict, gate.expression, gate.reason) for gate in version.gates]
        if asked_alias and asked_alias not in version.aliases:
            lines.append(f"It did not become {asked_alias}, because a gate failed.")
        facts: dict[str, Any] = {"run": version.run_id[-6:]} if version.run_id else {}
        if version.aliases:
            facts["alias"] = ", ".join(version.aliases)
        facts["inputs"] = len(version.signature.inputs)
        self._card = Card(f"model {version.label}", facts, lines)

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
