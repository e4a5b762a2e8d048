"""Counters of one worker, as Prometheus reads them.

Source: Prometheus text exposition format 0.0.4.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

LATENCY_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
BATCH_ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 8192)


class Histogram:
    """Counts in buckets, with their sum."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        """Count a value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def lines(self, name: str) -> list[str]:
        """Return the histogram as text."""
        out, total = [f"# TYPE {name} histogram"], 0
        for bound, count in zip((*self._bounds, "+Inf"), self._counts, strict=True):
            total += count
            out.append(f'{name}_bucket{{le="{bound}"}} {total}')
        return [*out, f"{name}_sum {self._sum}", f"{name}_count {total}"]


class Metrics:
    """What a worker counts. Only its event loop changes it."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._rows: Counter[int] = Counter()
        self._latency = Histogram(LATENCY_S)
        self._batch = Histogram(BATCH_ROWS)

    def answered(self, path: str, status: int, latency_s: float) -> None:
        """Count an answer."""
        self._requests[path, status] += 1
        self._latency.observe(latency_s)

    def predicted(self, version: int, rows: int) -> None:
        """Count rows that a version answered."""
        self._rows[version] += rows

    def batched(self, rows: int) -> None:
        """Count a batch that went into predict."""
        self._batch.observe(rows)

    def text(self, dropped: int) -> str:
        """Return everything as text; `dropped` rows could not be logged."""
        lines = ["# TYPE celltrail_requests_total counter"]
        lines += [
            f'celltrail_requests_total{{path="{path}",status="{status}"}} {count}'
            for (path, status), count in sorted(self._requests.items())
        ]
        lines += ["# TYPE celltrail_rows_total counter"]
        lines += [f'celltrail_rows_total{{version="{version}"}} {n}' for version, n in sorted(self._rows.items())]
        lines += self._latency.lines("celltrail_latency_seconds")
        lines += self._batch.lines("celltrail_batch_rows")
        lines += ["# TYPE celltrail_log_dropped_rows_total counter", f"celltrail_log_dropped_rows_total {dropped}"]
        return "\n".join(lines) + "\n"
