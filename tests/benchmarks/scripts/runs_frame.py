"""All of 10,000 runs as a DataFrame, in milliseconds."""
from celltrail.verbs.runframe import RunFrame
from celltrail.verbs.runs import columns_of

store = runs_store(10_000)  # noqa: F821 - of runs_store.py
print(best_ms(lambda: RunFrame(columns_of(store.runs.list(limit=10_000))), repeats=5))  # noqa: F821
