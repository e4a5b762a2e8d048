"""Kill processes with -9 at random moments, and count what is missing, doubled or in a wrong state afterwards.

``kills.py [HOW MANY] [SEED]``. Each process logs metrics, parameters, artifacts and cells, and says through a pipe
what was acknowledged. Several work in one home, the first ones while its store is being made; beside them others
bring journals in, and are killed too.
"""
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

import celltrail.store.open  # what a child loads takes none of the moments in which it may be killed
from celltrail.records import CellExecution
from celltrail.tracking import track, workspace

AT_ONCE = 6
LONGEST_LIFE_S = 0.5
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 200
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
HOMES = Path(os.environ["CELLTRAIL_HOME"])


def text(name: str, number: int) -> str:
    return f"{name} kept {number} " * 50


def cell(run_id: str, name: str, number: int) -> CellExecution:
    return CellExecution(
        id=f"{name}-{number}", run_id=run_id, position=number, source="x", status="finished", started_at=1.0
    )


def log_for_ever(name: str, say: int) -> None:
    with track(name) as run:
        os.write(say, b"run 0\n")
        for number in range(10**9):
            run.log_metric("m", number)
            os.write(say, b"metric %d\n" % number)
            if number % 20 == 0:
                run.log_param(f"p{number}", number)
                os.write(say, b"param %d\n" % number)
                run.log_value(f"v{number}", text(name, number))
                os.write(say, b"value %d\n" % number)
                run.log_cell(cell(run.id, name, number))
                os.write(say, b"cell %d\n" % number)


def drain_for_ever(_name: str, _say: int) -> None:
    while True:
        workspace().drain()


def begin(work, home: Path, name: str) -> tuple[int, int]:
    """Start a process, and return its id and the pipe by which it says what was acknowledged."""
    hear, say = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hear)
        os.environ["CELLTRAIL_HOME"] = str(home)
        try:
            work(name, say)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(say)
    return pid, hear


def killed_at_random(children: dict[str, tuple[int, int]], dice: random.Random) -> dict[str, list[str]]:
    """Kill each at a moment of its own, and return what each had said."""
    said = {name: b"" for name in children}
    begun = time.monotonic()
    ends = {name: begun + dice.uniform(0.005, LONGEST_LIFE_S) for name in children}
    for _, hear in children.values():
        os.set_blocking(hear, False)
    alive = dict(children)
    while alive:
        now = time.monotonic()
        for name in [name for name in alive if ends[name] <= now]:
            pid, _ = alive.pop(name)
            os.kill(pid, signal.SIGKILL)
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL, name
        for name, (_, hear) in children.items():
            try:
                while data := os.read(hear, 1 << 16):
                    said[name] += data
            except BlockingIOError:
                pass
        time.sleep(0.001)
    for _, hear in children.values():
        os.close(hear)
    return {name: data.decode().split("\n")[:-1] for name, data in said.items()}


def faults(home: Path, name: str, said: list[str]) -> list[str]:
    """Return what is wrong with the run of a killed process."""
    if not said:
        return []
    os.environ["CELLTRAIL_HOME"] = str(home)
    here = workspace()
    here.drain()
    (row,) = [row for row in here.store.runs.list(limit=1000) if row.run.name == name]
    points = [point.value for point in here.store.runs.points(row.run.id, "m")]
    uses = [use for use in here.store.runs.uses_of_run(row.run.id) if use.name.startswith("v")]
    cells = [found.position for found in here.store.runs.cells(row.run.id) if found.source == "x"]
    found = {
        "metric": points,
        "param": [value for key, value in row.params.items() if key.startswith("p")],
        "value": [int(use.name[1:]) for use in uses],
        "cell": cells,
    }
    wrong = [] if row.run.status == "lost" else [f"{name} is {row.run.status}"]
    for use in uses:
        if here.artifacts.get(use.artifact.digest, use.artifact.codec) != text(name, int(use.name[1:])):
            wrong.append(f"{name}: artifact {use.name} holds something else")
    for kind, numbers in found.items():
        acknowledged = {int(line.split()[1]) for line in said if line.startswith(kind)}
        wrong += [f"{name}: {kind} {number} is missing" for number in acknowledged - set(numbers)]
        wrong += [f"{name}: {kind} {number} is there twice" for number in set(numbers) if numbers.count(number) > 1]
    return wrong


def main() -> None:
    dice = random.Random(SEED)
    killed: list[tuple[Path, str, list[str]]] = []
    while len(killed) < COUNT:
        home = HOMES / f"home{len(killed) // 20}"
        names = [f"run{len(killed) + number}" for number in range(min(AT_ONCE, COUNT - len(killed)))]
        children = {name: begin(log_for_ever, home, name) for name in names}
        drains = {"drain": begin(drain_for_ever, home, "drain")}
        said = killed_at_random(children | drains, dice)
        killed += [(home, name, said[name]) for name in names]
    wrong = [fault for each in killed for fault in faults(*each)]
    print(*wrong[:20], sep="\n")
    print(f"{len(killed)} killed, {sum(len(said) for *_, said in killed)} facts acknowledged, wrong:")
    print(len(wrong))


main()
