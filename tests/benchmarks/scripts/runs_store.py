"""A store of RUNS runs with 10 parameters and 5 metrics each, brought in as a journal's facts are; made once."""
import os
import random
import tempfile
import time
from pathlib import Path

from celltrail import ids
from celltrail.store import open_store


def facts_of(number, rng):
    run_id, at = ids.new_id(), 1.7e9 + number * 60
    run = {"id": run_id, "name": f"churn-{number % 50}", "kind": "cell", "status": "running", "started_at": at}
    yield "run", run
    for key in range(10):
        value = rng.randrange(8) if key < 5 else rng.random() if key < 8 else rng.choice(("eu", "us", "asia"))
        yield "param", {"run_id": run_id, "key": f"p{key}", "value": value}
    for key in range(5):
        yield "metric", [run_id, f"m{key}", repr(rng.random()), 0, at + 1]
    yield "run", {**run, "status": "failed" if number % 10 == 0 else "finished", "ended_at": at + 30}


def runs_store(runs):
    file = Path(tempfile.gettempdir()) / f"celltrail-benchmark-{os.getuid()}-{runs}.db"
    if not file.exists():
        making, rng = file.with_suffix(".making"), random.Random(7)
        store = open_store(f"sqlite:///{making}")
        for start in range(0, runs, 1000):
            facts = [fact for number in range(start, min(start + 1000, runs)) for fact in facts_of(number, rng)]
            assert store.facts.apply("writer", facts, start, start + 1000)
        store.close()
        making.rename(file)
    return open_store(f"sqlite:///{file}")


def best_ms(what, repeats=20):
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        what()
        took.append(time.perf_counter() - begun)
    return sorted(took)[len(took) // 2] * 1e3
