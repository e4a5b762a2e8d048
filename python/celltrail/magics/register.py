"""``%register``: a fitted model becomes a version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.display import DisplayHandle

import celltrail
from celltrail import clock
from celltrail.magics.faults import named, plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card, gate_line
from celltrail.records import GateResult, ModelVersion
from celltrail.registry.check import WAITING

_AT_ONCE_S = 0.2
"""What takes no longer needs no checklist that changes."""


@magics_class
class RegisterMagic(Magics):
    """Registers models."""

    @magic_arguments()
    @argument("model", help="The variable that holds the fitted model or function, or the path of a model file.")
    @argument("name", help="What the model is called, through all of its versions.")
    @argument(
        "--data", metavar="VARIABLE", help="The table it was fitted on: gives signature and drift reference."
    )
    @argument("--target", metavar="VARIABLE", help="What it learned to say of those rows, such as y_train.")
    @argument("--test", metavar="VARIABLE", help="Rows that it was not fitted on: what gates judge it by.")
    @argument("--test-target", metavar="VARIABLE", help="What is true of those rows, such as y_test.")
    @argument(
        "--gate", action="append", default=[], metavar="EXPRESSION", help="Such as 'auc >= 0.80'; may repeat."
    )
    @argument("--gates", metavar="FILE", help="A YAML file with gates.")
    @argument("--alias", help="Given to the version if all gates hold, such as challenger.")
    @argument("--description", default="", help="A sentence for people.")
    @argument("--unsafe", action="store_true", help="Keep as a pickle what cannot be kept otherwise.")
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
        options = parsed(self.register, line)
        shown = Checklist(unquoted(options.name))
        version = celltrail.register(
            self._given(unquoted(options.model)),
            unquoted(options.name),
            data=named(self.shell, options.data) if options.data else None,
            target=named(self.shell, options.target) if options.target else None,
            test=named(self.shell, options.test) if options.test else None,
            test_target=named(self.shell, options.test_target) if options.test_target else None,
            gates=[*map(unquoted, options.gate), *([unquoted(options.gates)] if options.gates else [])],
            alias=options.alias,
            description=unquoted(options.description),
            progress=shown.update,
            unsafe=options.unsafe,
        )
        return shown.end(RegisteredVersion(version, options.alias))

    def _given(self, model: str) -> Any:
        """Return the value of a variable, or the path of a file where there is no such variable."""
        is_path = model not in self.shell.user_ns and Path(model).expanduser().exists()
        return Path(model) if is_path else named(self.shell, model)


def _why_not(version: ModelVersion, alias: str) -> str:
    if not version.passed:
        return f"It did not become {alias}, because a gate failed."
    return f"It did not become {alias}: others have to approve that. Ask them: %request {version.label} {alias}"


class RegisteredVersion:
    """A version, shown as a card."""

    def __init__(self, version: ModelVersion, asked_alias: str | None = None) -> None:
        self.version = version
        self.place: DisplayHandle | None = None
        lines = gate_lines(version.gates)
        if asked_alias and asked_alias not in version.aliases:
            lines.append(_why_not(version, asked_alias))
        facts: dict[str, Any] = {"run": version.run_id[-6:]} if version.run_id else {}
        if version.aliases:
            facts["alias"] = ", ".join(version.aliases)
        if version.framework:
            facts["framework"] = version.framework
        facts["inputs"] = len(version.signature.inputs)
        if version.unsafe:
            lines.append("Loading it runs code that it holds: every load has to say so (trusted=, --trust).")
        self._card = Card(f"model {version.label}", facts, lines)

    def __repr__(self) -> str:
        return repr(self._card)

    def _ipython_display_(self) -> None:
        """Take the place of the checklist, where one was shown while the gates were checked."""
        if self.place is None:
            raise NotImplementedError  # IPython shows it as any other value
        self.place.update(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()


class Checklist:
    """The gates of a version while they are checked, one after the other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._place: DisplayHandle | None = None
        self._begun = clock.elapsed()

    def update(self, results: tuple[GateResult, ...]) -> None:
        """Show what is known so far; not where all is known at once."""
        waits = sum(gate.reason == WAITING for gate in results)
        if self._place is None and (not waits or clock.elapsed() - self._begun < _AT_ONCE_S):
            return
        if self._place is None:
            self._place = DisplayHandle()
            self._place.display(self._card(results, waits))
        else:
            self._place.update(self._card(results, waits))

    def end(self, shown: RegisteredVersion) -> RegisteredVersion:
        """Let the version stand where the checklist stood."""
        shown.place = self._place
        return shown

    def _card(self, results: tuple[GateResult, ...], waits: int) -> Card:
        return Card(
            f"model {self._name}", {"gates": f"{len(results) - waits} of {len(results)}"}, gate_lines(results)
        )


def gate_lines(gates: Sequence[GateResult]) -> list[str]:
    """Return a line for each gate."""
    return [
        f"… {gate.expression}" if gate.reason == WAITING else gate_line(gate.verdict, gate.expression, gate.reason)
        for gate in gates
    ]
