"""The floor of ``sixteen.py``: each process appends lines of the same length to a file of its own and flushes each."""
import subprocess
import sys
import time

PROCESSES, EACH = 16, 20_000
CHILD = f"""
import sys, time
with open(sys.argv[1], "ab") as file:
    print("ready", flush=True)
    sys.stdin.readline()
    for step in range({EACH}):
        file.write(b'%08x ["metric",["01a1fcefcd1b75b28639c71442979026","loss","%r",%d,%r]]\\n'
                   % (step, step, step, time.time()))
        file.flush()
    print("acknowledged", flush=True)
"""
children = [
    subprocess.Popen(
        [sys.executable, "-c", CHILD, f"points{number}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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
took = time.perf_counter() - begun
for child in children:
    child.wait()
print(PROCESSES * EACH / took)
