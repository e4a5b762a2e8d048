"""16 processes that log to one store at once: points acknowledged a second, all together.

Prints what is missing, the seconds until all points are in the store, and the points a second.
"""
import subprocess
import sys
import time

PROCESSES, EACH = 16, 20_000
CHILD = f"""
import sys, celltrail
with celltrail.track(sys.argv[1]) as run:
    print("ready", flush=True)
    sys.stdin.readline()
    for step in range({EACH}):
        celltrail.log_metric("loss", step)
    print("acknowledged", flush=True)
"""
children = [
    subprocess.Popen(
        [sys.executable, "-c", CHILD, f"run{number}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    for number in range(PROCESSES)
]
for child in children:
    assert child.stdout.readline() == "ready\n"
begun = time.perf_counter()
for child in children:
    child.stdin.write("go\n")
    child.stdin.flush()
for child in children:
    assert child.stdout.readline() == "acknowledged\n"
acknowledged_s = time.perf_counter() - begun
codes = [child.wait() for child in children]

from celltrail.tracking import workspace

workspace().drain()
stored_s = time.perf_counter() - begun
rows = workspace().store.runs.list(limit=100)
assert [row.run.status for row in rows] == ["finished"] * PROCESSES, rows
missing = 0
for row in rows:
    steps = [point.step for point in workspace().store.runs.points(row.run.id, "loss")]
    missing += steps != list(range(EACH))
print(f"errors {sum(code != 0 for code in codes)}, runs with points missing or doubled {missing}")
assert missing == 0
assert codes == [0] * PROCESSES
print("in the store after", stored_s, "s")
print(PROCESSES * EACH / acknowledged_s)
