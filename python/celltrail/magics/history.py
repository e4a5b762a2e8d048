"""``%history NAME``: the versions of a named value. All else that ``%history`` does stays IPython's own."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

from celltrail.magics.faults import without_comment
from celltrail.records import NameVersion
from celltrail.verbs.history import HEADINGS, known_history, row_of


class Versions(Sequence[NameVersion]):
    """The versions of a name, shown as a table."""

    def __init__(self, versions: Sequence[NameVersion]) -> None:
        self._versions = tuple(versions)

    def __getitem__(self, index: Any) -> Any:
        return self._versions[index]

    def __len__(self) -> int:
        return len(self._versions)

    def __repr__(self) -> str:
        rows = [HEADINGS, *map(row_of, self)]
        widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
        return "\n".join(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
        rows = ("".join(f"<td>{escape(text)}</td>" for text in row_of(version)) for version in self)
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table class='ct-Versions'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


@magics_class
class HistoryMagic(Magics):
    """Answers ``%history`` where a tracked name is asked for."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self.replaced = shell.magics_manager.magics["line"]["history"]
        """IPython's, which may not have been loaded yet."""

    @magic_arguments()
    @argument("name", help="A name that tracked cells read or made, a parameter or a metric.")
    @line_magic
    def history(self, line: str) -> Versions | None:
        """Return the versions of a tracked name: when and by which run each came, and what changed in it.

        With anything but one tracked name this is IPython's own ``%history``, which prints the input of cells.

        Examples
        --------
        ::

            %history X_train
        """
        name = without_comment(line).strip()
        if name.isidentifier() and (found := _known(name)):
            return Versions(found)
        own = self.replaced
        if type(own).__name__ == "LazyMagic":  # it would load itself by the name, which is ours now
            from IPython.core.magics.history import HistoryMagics  # noqa: PLC0415 - not loaded is the point

            own = HistoryMagics(self.shell).history
        own(line)
        return None


def _known(name: str) -> tuple[NameVersion, ...]:
    try:
        return known_history(name)
    except Exception:  # noqa: BLE001 - IPython's own magic works whatever our store does
        return ()
