"""``%sweep``: a search over the parameters of a notebook, in the background."""

from __future__ import annotations

from pathlib import Path

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments

import celltrail
from celltrail.errors import InvalidInputError
from celltrail.magics.faults import plainly, unquoted
from celltrail.magics.options import parsed
from celltrail.magics.show import Card
from celltrail.records import Sweep, SweepPoint
from celltrail.sweeping import named_space

_MOST = 5
_SAME = ("n", "minimize", "sampler", "parallel", "seeds", "prune", "cache", "on", "name", "seed", "anew")


@magics_class
class SweepMagic(Magics):
    """Searches over the parameters of notebooks."""

    @magic_arguments()
    @argument("notebook", help="The notebook's path, or the id of a sweep with --show, --cancel or --continue.")
    @argument("-p", "--parameter", action="append", default=[], metavar="NAME=SPACE",
              help="2..10, 0.1..0.9, log:1e-4..1e-1, 0..1..0.25, a,b,c, or one value for all.")  # fmt: skip
    @argument("-n", type=int, help="How many points; all of a finite space by default.")
    @argument("--metric", help="What is looked at.")
    @argument("--minimize", action="store_true", help="Less is better; by default more is.")
    @argument("--sampler", choices=("grid", "random", "tpe"), help="By default grid without -n, else tpe.")
    @argument("--parallel", type=int, help="How many jobs at once; by default one for each core or worker.")
    @argument("--seeds", type=int, default=1, help="Run each point with so many seeds and give intervals.")
    @argument("--seed", type=int, default=0, help="What the sampler draws from.")
    @argument("--prune", action="store_true", help="Stop trials that fall behind while they run.")
    @argument("--cache", action="store_true", help="Take unchanged cells from earlier runs.")
    @argument("--on", default="", help="Where the trials run: a Dask cluster such as dask://host:8786.")
    @argument("--name", help="Tells sweeps of one notebook apart.")
    @argument("--anew", action="store_true", help="Begin from nothing, even where the same sweep was there.")
    @argument("--show", action="store_true", help="Show a sweep by its id.")
    @argument("--cancel", action="store_true", help="Stop a sweep by its id, and its jobs.")
    @argument("--continue", dest="proceed", action="store_true", help="Run what was cut off or failed.")
    @line_magic
    @plainly
    def sweep(self, line: str) -> ShownSweep:
        """Search over the parameters of a notebook, in processes that outlive this kernel.

        Examples
        --------
        ::

            %sweep train.ipynb -p max_depth=2..10 -p rate=log:1e-4..1e-1 -n 20 --metric auc
        """
        options = parsed(self.sweep, line)
        what = unquoted(options.notebook)
        if options.show:
            return ShownSweep(celltrail.sweep_summary(what).sweep)
        if options.cancel:
            return ShownSweep(celltrail.cancel_sweep(what))
        if options.proceed:
            return ShownSweep(celltrail.continue_sweep(what))
        if not options.metric:
            raise InvalidInputError("A sweep needs the metric that it looks at.", hint="Add --metric NAME.")
        space = named_space([unquoted(text) for text in options.parameter])
        given = {name: getattr(options, name) for name in _SAME}
        return ShownSweep(celltrail.sweep(what, space, metric=options.metric, **given))


class ShownSweep:
    """A sweep as it stands when it is shown."""

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep

    def _card(self) -> Card:
        found = celltrail.sweep_summary(self.sweep.id)
        sweep = found.sweep
        done = sum(point.rank is not None for point in found.points)
        facts = {
            "sweep": sweep.id,
            "points": f"{done}/{sweep.trials_wanted // sweep.seeds}",
            "sampler": sweep.sampler,
            sweep.direction: sweep.metric,
        }
        best = sorted((point for point in found.points if point.rank), key=lambda point: point.rank or 0)
        lines = [_line(sweep, point) for point in best[:_MOST]] + ([sweep.error] if sweep.error else [])
        follow = f"The sidebar shows it under Sweeps; `celltrail sweeps {sweep.id}` too."
        return Card(f"Sweep of {Path(sweep.notebook).name} is {sweep.status}", facts, [*lines, follow])

    def __repr__(self) -> str:
        return repr(self._card())

    def _repr_html_(self) -> str:
        return self._card()._repr_html_()


def _line(sweep: Sweep, point: SweepPoint) -> str:
    chosen = ", ".join(f"{name}={value}" for name, value in point.parameters.items())
    spread = "" if point.low is None or point.high is None else f" ({point.low:.4g} to {point.high:.4g})"
    tie = ", ties with the best" if point.ties_with_best else ""
    return f"{point.rank}. {sweep.metric} {point.mean:.5g}{spread}: {chosen}{tie}"
