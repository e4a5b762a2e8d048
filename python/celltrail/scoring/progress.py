"""How far a scoring is."""

from __future__ import annotations

from collections.abc import Callable

from celltrail import clock
from celltrail.tracking import ActiveRun

ROWS = "rows"
RATE = "rows_per_s"
_PAUSE_S = 0.5


class Progress:
    """Counts rows, and tells of them about twice a second: the run, and whoever wants to know."""

    def __init__(self, run: ActiveRun, total: int | None, tell: Callable[[Progress], None] | None) -> None:
        self.rows = 0
        self.total = total
        """How many rows there are; None where nobody knows before the end."""
        self._run, self._tell = run, tell
        self._start = self._told = clock.elapsed()
        if total is not None:
            run.log_param("rows_total", total)

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return clock.elapsed() - self._start

    @property
    def rate(self) -> float:
        """Rows in a second, on average."""
        return self.rows / self.seconds if self.seconds else 0.0

    @property
    def left_s(self) -> float | None:
        """How many seconds it will take yet; None where nobody knows."""
        return None if self.total is None or not self.rows else max(0, self.total - self.rows) / self.rate

    def add(self, rows: int) -> None:
        """Count rows."""
        self.rows += rows
        if clock.elapsed() - self._told >= _PAUSE_S:
            self._say()

    def end(self) -> None:
        """Tell of all rows."""
        self._say()

    def _say(self) -> None:
        self._told = clock.elapsed()
        self._run.log_metric(ROWS, self.rows)
        self._run.log_metric(RATE, self.rate)
        if self._tell:
            self._tell(self)
