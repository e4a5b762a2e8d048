"""The top 100 of 10000 runs by a metric, of those that fulfil a condition, in milliseconds; the runs are made before."""
store = runs_store(10000)  # noqa: F821 - of runs_store.py
query = "metrics.m0 > 0.8 and params.p0 <= 5 and status == 'finished'"
print(best_ms(lambda: store.runs.list(search=query, sort="-metrics.m0", limit=100)))  # noqa: F821
