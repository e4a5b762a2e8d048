"""The median time of start, 20 params, 1 metric, finish, in milliseconds."""
import statistics
import time

from celltrail.tracking import start_run, workspace

here = workspace()
start_run(here, "warm", "block").finish()
here.drain()
took = []
for _ in range(50):
    begun = time.perf_counter()
    run = start_run(here, "bench", "block")
    for number in range(20):
        run.log_param(f"p{number}", number)
    run.log_metric("auc", 0.8)
    run.finish()
    took.append(time.perf_counter() - begun)
print(statistics.median(took) * 1e3)
