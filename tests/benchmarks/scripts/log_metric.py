"""The caller's median of one log_metric, in microseconds."""
import statistics
import time

import celltrail

with celltrail.track("bench") as run:
    run.log_metric("warm", 0.0)
    run.workspace.drain()
    took = []
    for step in range(5000):
        begun = time.perf_counter()
        celltrail.log_metric("loss", step * 0.1)
        took.append(time.perf_counter() - begun)
print(statistics.median(took) * 1e6)
