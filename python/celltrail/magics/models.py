"""``%models``, ``%promote``, ``%rollback``, ``%retire``, ``%reinstate``: which versions count, and as what."""

from __future__ import annotations

from html import escape

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.register import gate_lines
from celltrail.magics.show import Card, plain
from celltrail.records import ApprovalState, ModelVersion
from celltrail.verbs.approvaltext import standing, told

_HEADINGS = ("version", "aliases", "gates", "approval", "run", "description")


@magics_class
class ModelsMagic(Magics):
    """Shows models, moves aliases, retires versions."""

    @magic_arguments()
    @argument("model", nargs="?", help="Only this one, with its history: churn, or churn/3.")
    @line_magic
    @plainly
    def models(self, line: str) -> ModelTable | Card:
        """Show models with their versions, aliases, gates and what waits for approval; or the history of one.

        Examples
        --------
        ::

            %models
            %models churn/3
        """
        options = parsed(self.models, line)
        if options.model is None:
            return ModelTable()
        reference = unquoted(options.model)
        lines = [told(entry) for entry in celltrail.model_history(reference)]
        return Card(f"history of {reference}", {}, lines)

    @magic_arguments()
    @argument("version", help="churn/3, churn@challenger, or churn for the newest.")
    @argument("alias", nargs="?", default="champion", help="By default champion.")
    @argument("--reason", default="", help="Why, for the history.")
    @line_magic
    @plainly
    def promote(self, line: str) -> Card:
        """Give an alias to a version whose gates hold and that has the approvals it needs.

        Examples
        --------
        ::

            %promote churn@challenger
            %promote churn/3 staging --reason "for the pilot"
        """
        options = parsed(self.promote, line)
        return _card(
            celltrail.promote(unquoted(options.version), unquoted(options.alias), reason=unquoted(options.reason))
        )

    @magic_arguments()
    @argument("model")
    @argument("alias", nargs="?", default="champion", help="By default champion.")
    @argument("--reason", default="", help="Why, for the history.")
    @line_magic
    @plainly
    def rollback(self, line: str) -> Card:
        """Give an alias back to the version that had it before; once more goes back once further.

        Examples
        --------
        ::

            %rollback churn
        """
        options = parsed(self.rollback, line)
        return _card(
            celltrail.roll_back(unquoted(options.model), unquoted(options.alias), reason=unquoted(options.reason))
        )

    @magic_arguments()
    @argument("version", help="churn/3, or churn@challenger.")
    @argument("--reason", default="", help="Why, for the history.")
    @line_magic
    @plainly
    def retire(self, line: str) -> Card:
        """Let a version get no alias and serve nobody any more; it stays.

        Examples
        --------
        ::

            %retire churn/1 --reason "trained on rows of the test set"
        """
        options = parsed(self.retire, line)
        return _card(celltrail.retire(unquoted(options.version), reason=unquoted(options.reason)))

    @magic_arguments()
    @argument("version", help="Such as churn/1.")
    @argument("--reason", default="", help="Why, for the history.")
    @line_magic
    @plainly
    def reinstate(self, line: str) -> Card:
        """Let a retired version count again.

        Examples
        --------
        ::

            %reinstate churn/1
        """
        options = parsed(self.reinstate, line)
        return _card(celltrail.reinstate(unquoted(options.version), reason=unquoted(options.reason)))


class ModelTable:
    """All versions, as a table."""

    def __init__(self) -> None:
        waiting: dict[tuple[str, int], ApprovalState] = {}
        for state in celltrail.approvals(status="requested"):
            waiting.setdefault((state.approval.model, state.approval.number), state)
        self._rows = [
            _row(version, waiting.get((version.model, version.number)))
            for model in celltrail.models()
            for version in model.versions
        ]

    def __repr__(self) -> str:
        if not self._rows:
            return _EMPTY
        rows = [_HEADINGS, *self._rows]
        widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
        lines = ("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)
        return "\n".join(line.rstrip() for line in lines)

    def _repr_html_(self) -> str:
        if not self._rows:
            return escape(_EMPTY)
        head = "".join(f"<th style='text-align:left'>{name}</th>" for name in _HEADINGS)
        body = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(text)}</td>" for text in row) + "</tr>"
            for row in self._rows
        )
        return f"<table class='ct-Models'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


_EMPTY = "No models yet: %register MODEL NAME makes the first version."


def _row(version: ModelVersion, waiting: ApprovalState | None) -> tuple[str, ...]:
    passed = sum(gate.verdict == "passed" for gate in version.gates)
    names = ", ".join(version.aliases)
    return (
        version.label,
        "retired" if version.status == "retired" else names or "-",
        f"{passed}/{len(version.gates)} passed" if version.gates else "-",
        f"{waiting.approval.alias}: {standing(waiting)}" if waiting else "-",
        (version.run_id or "-")[-6:],
        plain(version.description),
    )


def _card(version: ModelVersion) -> Card:
    facts = {"alias": ", ".join(version.aliases) or "-"} if version.status == "active" else {"status": "retired"}
    return Card(f"model {version.label}", facts, gate_lines(version.gates))
