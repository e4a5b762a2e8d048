"""``%restore``: the names of a past state, back in the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.magics.faults import plainly
from celltrail.magics.options import parsed
from celltrail.magics.show import Card

if TYPE_CHECKING:
    from celltrail.verbs.restore import Restoration

_SHOWN = 12


@magics_class
class RestoreMagic(Magics):
    """Restores states."""

    @magic_arguments()
    @argument("run", help="The run's id, the beginning or end of it, or its name.")
    @argument("names", nargs="*", help="Only these names; by default all of that state.")
    @argument("--code", action="store_true", help="Run the imports, functions and classes of that state again.")
    @argument(
        "--trust", action="store_true", help="Load also what runs code when it is loaded: pickles, own classes."
    )
    @argument("--dry-run", action="store_true", help="Change nothing, and say what would be done.")
    @line_magic
    @plainly
    def restore(self, line: str) -> RestoredState:
        """Bring the names that the kernel had at the end of a run back into this one.

        Names that hold something else now are overwritten; the card says which, and ``_.previous`` has what they
        held.

        Examples
        --------
        ::

            %restore churn
            %restore churn X_train y_train --dry-run
        """
        options = parsed(self.restore, line)
        report = celltrail.restore(
            options.run,
            *options.names,
            into=self.shell.user_ns,
            trusted=["*"] if options.trust else [],
            code=options.code,
            dry_run=options.dry_run,
        )
        return RestoredState(report)


class RestoredState:
    """What came back, shown as a card."""

    def __init__(self, report: Restoration) -> None:
        self.report = report
        names = list(report.restored)
        title = f"state after {report.run.name} {report.run.id[-6:]}"
        shown = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
        verb = "would restore" if report.is_dry else "restored"
        self._card = Card(title, {}, [f"{verb}: {shown or 'nothing'}", *report.lines])

    @property
    def previous(self) -> dict[str, Any]:
        """The values that were overwritten, by name."""
        return self.report.previous

    def __repr__(self) -> str:
        return repr(self._card)

    def _repr_html_(self) -> str:
        return self._card._repr_html_()
