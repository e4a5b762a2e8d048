"""How many of 5,000 acknowledged points are missing after kill -9."""
import os
import subprocess
import sys

CHILD = """
import os, celltrail
with celltrail.track("killed"):
    for step in range(5000):
        celltrail.log_metric("loss", step)
    print("acknowledged", flush=True)
    os.kill(os.getpid(), 9)
"""
done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, env=dict(os.environ))
assert "acknowledged" in done.stdout, done.stderr

from celltrail.tracking import workspace

workspace().drain()
run = workspace().store.runs.find("killed").run
assert run.status == "lost", run.status
print(5000 - len(workspace().store.runs.points(run.id, "loss")))
