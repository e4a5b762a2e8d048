"""Run by a Python that has MLflow: the same calls of its own client against whichever server is named."""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.entities import Metric, Param

uri, experiment_name, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3])
mlflow.set_tracking_uri(uri)
client = MlflowClient()
experiment = client.get_experiment_by_name(experiment_name).experiment_id
scratch = client.create_experiment(f"scratch-{time.time_ns()}")


def median(times, call):
    found = []
    for number in range(times):
        start = time.perf_counter()
        call(number)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def whole_run(number):
    run = client.create_run(scratch, run_name=f"r{number}").info.run_id
    client.log_batch(run, params=[Param(f"p{i}", str(i)) for i in range(20)])
    client.log_metric(run, "auc", 0.9)
    client.set_terminated(run)


run = client.create_run(scratch).info.run_id


def batch(number):
    at = time.time_ns() // 1_000_000
    client.log_batch(run, metrics=[Metric("loss", i * 0.5, at, number * 1000 + i) for i in range(1000)])


def search(_number):
    found = client.search_runs(
        [experiment], "metrics.m0 > 0.5 and params.p1 = 'b'", order_by=["metrics.m1 DESC"], max_results=100
    )
    assert len(found) == 100, len(found)


whole_run(0), batch(0), search(0)
told = {"run": median(30, whole_run), "batch": median(10, lambda n: batch(n + 1)), "search": median(7, search)}
with tempfile.TemporaryDirectory() as folder:
    big = Path(folder, "big.bin")
    big.write_bytes(os.urandom(megabytes << 20))
    start = time.perf_counter()
    client.log_artifact(run, str(big))
    told["up"] = time.perf_counter() - start
    start = time.perf_counter()
    got = client.download_artifacts(run, "big.bin", tempfile.mkdtemp())
    told["down"] = time.perf_counter() - start
    assert Path(got).stat().st_size == megabytes << 20
print(json.dumps(told))
