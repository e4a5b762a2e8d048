"""Runs the training notebook in one of several ways and prints JSON: wall, CPU seconds of all its processes, more.

    python jobs_driver.py papermill|two|sweep|cluster|cold|run|warm|cached|memory RUNS

It works in the present folder, which is to be empty.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import resource_tracker
from pathlib import Path

CELLS = [
    "seed = 0",
    "import numpy as np\nimport pandas as pd\nfrom sklearn.ensemble import RandomForestClassifier\n"
    "from sklearn.metrics import roc_auc_score\nfrom sklearn.model_selection import train_test_split",
    "rng = np.random.default_rng(seed)\nn = 4000\n"
    "df = pd.DataFrame({f'x{i}': rng.normal(size=n) for i in range(10)})\n"
    "df['group'] = rng.choice(list('abcd'), n)\n"
    "df['y'] = (df.x0 + df.x1 * df.x2 + rng.normal(size=n) > 0).astype(int)",
    "df.describe()",
    "X = pd.get_dummies(df.drop(columns='y'))\n"
    "X_train, X_test, y_train, y_test = train_test_split(X, df['y'], random_state=seed)",
    "model = RandomForestClassifier(60, random_state=seed).fit(X_train, y_train)",
    "auc = roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])\nprint(f'auc {auc:.4f}')",
    "pd.Series(model.feature_importances_, index=X.columns).sort_values(ascending=False).head()",
]
NOTEBOOK = Path("train.ipynb")


def write():
    """Write the notebook."""
    import nbformat.v4 as nbf

    cells = [nbf.new_code_cell(source, id=f"cell{place}") for place, source in enumerate(CELLS)]
    cells[0].metadata["tags"] = ["parameters"]
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    NOTEBOOK.write_text(json.dumps(nbf.new_notebook(cells=cells, metadata=spec)))


def papermill(seed):
    """Run it by papermill's command."""
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(NOTEBOOK), f"out{seed}.ipynb"]
    subprocess.run([*command, "-p", "seed", str(seed)], check=True, capture_output=True)


def by_papermill(runs):
    """One after the other."""
    for seed in range(runs):
        papermill(seed)


def by_two(runs):
    """Two processes at a time."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(papermill, range(runs)))


def by_celltrail(runs, on=""):
    """A sweep of two jobs at a time, from a home in which nothing is kept yet."""
    import celltrail
    from celltrail.verbs.sweep import wait_for_sweep

    begun = time.perf_counter()
    swept = celltrail.sweep(NOTEBOOK, {"seed": range(runs)}, metric="auc", parallel=2, on=on)
    ended = wait_for_sweep(swept.id)
    wall = time.perf_counter() - begun
    trials = celltrail.sweep_summary(swept.id).points
    assert ended.status == "finished" and len(trials) == runs, ended
    return {"wall": wall}


def by_cluster(runs):
    """The same on a Dask cluster of two workers on this machine, which is there already."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        return by_celltrail(runs, cluster.scheduler_address)


def by_command(runs):
    """One after the other by the command line, each in a home in which nothing is kept."""
    for seed in range(runs):
        subprocess.run(
            [sys.executable, "-m", "celltrail", "run", str(NOTEBOOK), "-p", f"seed={seed}"],
            check=True, capture_output=True, env={**os.environ, "CELLTRAIL_HOME": str(Path(f"home{seed}").absolute())},
        )


def warm(runs, **options):
    """One after the other where everything is kept ready: seconds of the run, and of its cells alone."""
    from celltrail import jobs
    from celltrail.records import JobOptions
    from celltrail.tracking import workspace

    here, found = workspace(), []
    for seed in range(runs + 1):
        begun = time.perf_counter()
        given = {"seed": 0 if options else seed}
        job = jobs.run(here, NOTEBOOK.absolute(), given, options=JobOptions(**options))
        took = time.perf_counter() - begun
        cells = here.store.runs.cells(job.run_id)
        found.append((took, sum(cell.wall_s or 0 for cell in cells), sum(bool(cell.cached_from) for cell in cells)))
    took, own, cached = zip(*found[1:])
    return {"took": took, "own": own, "cached": cached}


def cached(runs):
    """The same run again and again."""
    return warm(runs, cache=True)


def memory(_runs):
    """Megabytes that a kept kernel has for itself, and those of an ordinary kernel after the same imports."""
    import psutil
    from jupyter_client.manager import start_new_kernel

    from celltrail import jobs
    from celltrail.jobs.warm import listed
    from celltrail.tracking import workspace

    here = workspace()
    jobs.run(here, NOTEBOOK.absolute())
    (kept,) = [each.pid for each in listed(here.settings.home) if each.kind == "kernel"]
    manager, client = start_new_kernel(kernel_name="python3")
    for source in CELLS:
        client.execute_interactive(source)
    pss = [psutil.Process(pid).memory_full_info().pss / 1e6 for pid in (kept, manager.provisioner.pid)]
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    return {"kept": pss[0], "one": pss[1]}


WAYS = {
    "papermill": by_papermill, "two": by_two, "sweep": by_celltrail, "cluster": by_cluster, "run": by_command, "warm": warm,
    "cached": cached, "memory": memory,
}


def main(way, runs):
    """Measure, and count the CPU seconds of every process that came of it."""
    ctypes.CDLL(None).prctl(36, 1)  # orphans become ours, so that their seconds are counted
    write()
    begun = time.perf_counter()
    found = WAYS[way](runs) or {}
    wall = time.perf_counter() - begun
    from celltrail.jobs.warm import stop

    for home in Path.cwd().glob("home*"):
        stop(home)
    resource_tracker._resource_tracker._stop()  # that of the cluster ends with this process only
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"wall": wall, "cpu": sum(each.ru_utime + each.ru_stime for each in used), **found}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
