"""``%%track``: the cell becomes a run.

The cell itself is run by IPython as if the first line were empty: an input transformer blanks that line, and
IPython's own events around the execution begin and end the run. So top-level await, the value of the last line,
line numbers, tracebacks and errors are exactly what they are without the magic.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import IPython
from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.display import display

from celltrail.capture.seed import note_seeds, set_seed
from celltrail.errors import CelltrailError
from celltrail.magics.faults import unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card
from celltrail.records import RunStatus, Source
from celltrail.tracking import start_run, workspace
from celltrail.tracking.active import enter_cell, leave_cell
from celltrail.tracking.span import Failure, Span

_MAGIC = "%%track"
_IPYTHON = str(Path(IPython.__file__).parent)
_SHOWN_METRICS = 8
_SMALL = {"str", "bool", "NoneType"}
"""Classes of what is kept, but not worth a word: the variable of a loop, a flag."""
_OTHER_LANGUAGES = {
    "!", "HTML", "SVG", "bash", "cmd", "file", "html", "javascript", "js", "latex", "markdown", "perl", "pypy",
    "python", "python2", "python3", "ruby", "script", "sh", "sql", "svg", "sx", "system", "writefile",
}  # fmt: skip
"""Cell magics below which no Python of this kernel stands."""


@magics_class
class TrackMagic(Magics):
    """Begins and ends the runs of tracked cells."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self._span: Span | None = None
        self._other: str | None = None
        """The cell that is running, where it begins with another magic: that may run the rest as another cell."""
        self._cell = ""  # what IPython was told to run when the span began

    @magic_arguments()
    @argument("name", nargs="?", help="What the run is called; by default the notebook's name.")
    @argument("--seed", type=int, help="Seed Python's, NumPy's and PyTorch's random generators before the cell.")
    @argument("--tag", action="append", default=[], metavar="KEY=VALUE", help="Mark the run; may be given again.")
    @cell_magic
    def track(self, line: str, cell: str) -> None:
        """Keep what this cell reads, makes, shows and measures, as a run.

        Literals assigned at top level, and plain values read from other cells, become parameters, computed
        numbers become metrics; frames, arrays, fitted estimators and figures are kept as artifacts. The cell's
        result and errors stay as they are.

        Examples
        --------
        ::

            %%track churn --seed 7
            max_depth = 6
            model = HistGradientBoostingClassifier(max_depth=max_depth).fit(X_train, y_train)
            auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
        """
        # Only reached where the first line was not ours: below another magic, or called from code.
        options = self._options(line)
        self._begin(options, cell, self._plain(cell), None)
        result = self.shell.run_cell(cell, store_history=False)
        self._end(result)
        result.raise_error()

    def install(self) -> None:
        """Listen to the shell's cells."""
        self.shell.input_transformers_cleanup.append(self.blank_first_line)
        self.shell.events.register("pre_run_cell", self._before)
        self.shell.events.register("post_run_cell", self._after)

    def remove(self) -> None:
        """Stop listening."""
        with suppress(ValueError):
            self.shell.input_transformers_cleanup.remove(self.blank_first_line)
            self.shell.events.unregister("pre_run_cell", self._before)
            self.shell.events.unregister("post_run_cell", self._after)

    def blank_first_line(self, lines: list[str]) -> list[str]:
        """Return the lines of a cell with our magic taken off; line numbers stay."""
        if not lines or not _is_ours(lines[0]) or self._other is not None:
            return lines
        try:
            self._options(lines[0][len(_MAGIC) :])
        except UsageError:
            return lines  # the magic itself will say what is wrong
        if len(lines) > 1 and lines[1].startswith("%%"):
            return lines[1:]  # a cell magic has to be in the first line
        return ["\n", *lines[1:]]

    def _options(self, line: str) -> argparse.Namespace:
        options: argparse.Namespace = parsed(self.track, line, "%%")
        for tag in options.tag:
            if "=" not in tag:
                raise UsageError(f"--tag {tag!r} is not KEY=VALUE.")
        return options

    def _plain(self, cell: str) -> str:
        """Return a cell as plain Python, to read its names in, without its cell magics; empty where it is none."""
        lines = cell.splitlines(keepends=True)
        while lines and lines[0].startswith("%%"):
            if lines[0][2:].partition(" ")[0].strip() in _OTHER_LANGUAGES:
                return ""
            del lines[0]
        source = ""
        with suppress(SyntaxError):  # IPython says it when it runs the cell
            source = self.shell.transform_cell("".join(lines))
        return source

    def _before(self, info: Any) -> None:
        raw = info.raw_cell or ""
        if "seed" in raw:  # another cell than a tracked one may seed too
            with suppress(Exception):
                note_seeds(self._plain(raw), self.shell.user_ns)
        first, _, rest = raw.lstrip("\n").partition("\n")
        if self._span is not None:
            return
        if not _is_ours(first):
            self._other = raw if first.startswith("%%") else None
            return
        with suppress(UsageError):
            options = self._options(first[len(_MAGIC) :])
            with suppress(Exception):  # the cell is run whatever happens here
                source = self._plain(rest)
                self._cell = raw
                self._begin(options, raw, source, getattr(info, "cell_id", None), shown=rest)

    def _after(self, result: Any) -> None:
        with suppress(Exception):
            if result.info.raw_cell == self._other:
                self._other = None
            if (result.info.raw_cell or "") == self._cell:  # magics such as %%capture run cells inside the cell
                self._end(result)

    def _begin(
        self, options: argparse.Namespace, raw: str, source: str, cell_id: str | None, *, shown: str | None = None
    ) -> None:
        notebook = notebook_path(self.shell)
        try:
            run = start_run(
                workspace(),
                unquoted(options.name or "") or (Path(notebook).stem if notebook else "cell"),
                "cell",
                source=Source(notebook=notebook, cell_id=cell_id),
                seed=options.seed,
            )
        except CelltrailError as error:
            print(f"celltrail: this cell is not tracked. {error}", file=sys.stderr)  # noqa: T201 - the user's to see
            return
        for tag in options.tag:
            run.set_tag(*tag.split("=", 1))
        if options.seed is not None:
            set_seed(options.seed)
        self._span = Span(
            run,
            source,
            self.shell.user_ns,
            shown=raw if shown is None else shown,
            cell_id=cell_id,
            shell=self.shell,
        )
        enter_cell(run)
        self._span.begin()

    def _end(self, result: Any) -> None:
        span, self._span = self._span, None
        if span is None:
            return
        leave_cell()
        try:
            span.end(*_outcome(result))
        except CelltrailError as error:
            print(f"celltrail: part of this run could not be kept. {error}", file=sys.stderr)  # noqa: T201
        display(run_card(span))


def notebook_path(shell: Any) -> str | None:
    """Return the path of the notebook that a shell belongs to, as far as its frontend says."""
    known = os.environ.get("CELLTRAIL_NOTEBOOK") or os.environ.get("JPY_SESSION_NAME")
    return known or shell.user_ns.get("__vsc_ipynb_file__")


def run_card(span: Span) -> Card:
    """Return what is shown below a tracked cell; of one that did not finish, where to find what it left."""
    run = span.run
    if run.run.status != "finished":
        return Card(f"run {run.run.name} {run.id[-6:]} {run.run.status}")
    facts: dict[str, Any] = dict(list(run.metrics.items())[:_SHOWN_METRICS])
    if len(run.metrics) > _SHOWN_METRICS:
        facts["…"] = f"{len(run.metrics) - _SHOWN_METRICS} more"
    made = [use for use in run.uses if use.direction == "output"]
    kept = [use.name for use in made if use.artifact.summary.get("class") not in _SMALL]
    lines = [f"kept: {', '.join(kept)}"] if kept else []
    lines += [f"not kept: {name}: {reason}" for name, reason in span.not_captured.items()]
    if span.unseeded:
        drawn = ", ".join(span.unseeded)
        lines.append(f"drew from {drawn}, which nobody seeded: this will not come again (%%track --seed 7)")
    return Card(f"run {run.run.name} {run.id[-6:]}", facts, lines)


def _is_ours(line: str) -> bool:
    rest = line.removeprefix(_MAGIC)
    return rest != line and (not rest or rest[0].isspace())


def _outcome(result: Any) -> tuple[RunStatus, Failure | None]:
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return "finished", None
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(_IPYTHON):
        trace = trace.tb_next  # IPython's own frames say nothing about the cell
    lines = [line.rstrip("\n") for line in traceback.format_exception(type(error), error, trace)]
    status: RunStatus = "killed" if isinstance(error, KeyboardInterrupt) else "failed"
    return status, (type(error).__name__, str(error), lines)
