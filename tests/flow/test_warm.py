"""Warm starts: forks of a process that has the imports done, each as fresh as a new process."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from celltrail import jobs
from celltrail.errors import ParameterError
from celltrail.jobs import warm
from celltrail.records import Job, JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]


@pytest.fixture(autouse=True)
def kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let processes be kept, and have them end with the test."""
    monkeypatch.setenv("CELLTRAIL_WARM_MINUTES", "5")
    yield
    pids = [kept.pid for kept in warm.listed(home)]
    warm.stop(home)
    gone = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    psutil.wait_procs(gone, timeout=10)


def kernels(home: Path) -> list[warm.Kept]:
    return [found for found in warm.listed(home) if found.kind == "kernel"]


def shown(job: Job) -> list[str]:
    """Return what each cell of the executed notebook printed."""
    cells = nbformat.read(str(job.output), as_version=4).cells
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells if "outputs" in cell]


@pytest.mark.parametrize("is_warm", [True, False])
def test_no_kernel_of_a_job_needs_a_port_that_another_program_could_take(
    notebook: Write, workspace: Workspace, *, is_warm: bool
) -> None:
    path = notebook(
        "import json, os, ipykernel\nknown = json.load(open(ipykernel.get_connection_file()))\nprint(known['ip'])",
        "print(known['transport'], sorted(os.listdir(os.path.dirname(known['ip']))))\n"
        "print(oct(os.stat(os.path.dirname(known['ip'])).st_mode)[-3:])",
    )
    place, seen = shown(jobs.run(workspace, path, options=JobOptions(warm=is_warm)))
    assert seen == "ipc ['k-1', 'k-2', 'k-3', 'k-4', 'k-5']\n700\n"
    assert not Path(place.strip()).parent.exists()  # nothing is left behind


def test_the_second_run_is_forked_from_the_process_that_the_first_one_left(
    notebook: Write, workspace: Workspace, home: Path
) -> None:
    path = notebook("import json, sys, os\nfrom decimal import Decimal", "print(Decimal(2), os.getpid())")
    first, second = jobs.run(workspace, path), jobs.run(workspace, path)
    (found,) = kernels(home)
    assert (found.modules, found.served, found.without) == (("json", "sys", "os", "decimal:Decimal"), 2, {})
    assert shown(first) != shown(second)
    assert first.notes == second.notes == ()


def test_of_jobs_that_begin_at_once_in_a_new_home_only_the_first_does_its_imports(
    notebook: Write, workspace: Workspace, home: Path
) -> None:
    path = notebook("import json", "print(json.dumps(1))")
    begun = [jobs.submit(workspace, path) for _ in range(3)]
    ended = [jobs.wait(workspace, job.id) for job in begun]
    assert [(job.status, shown(job)[1]) for job in ended] == [("finished", "1\n")] * 3
    (found,) = (kept for kept in warm.listed(home) if kept.kind == "job")
    assert found.served == len(begun) - 1


def test_who_waits_for_a_first_job_that_is_killed_starts_without_it(
    notebook: Write, workspace: Workspace, home: Path
) -> None:
    path = notebook("import json", "print(json.dumps(1))")
    first = jobs.submit(workspace, path)
    os.kill(first.pid or 0, signal.SIGKILL)
    ended = jobs.wait(workspace, jobs.submit(workspace, path).id)
    assert (ended.status, ended.notes, shown(ended)[1]) == ("finished", (), "1\n")
    assert jobs.wait(workspace, first.id).status == "lost"
    assert jobs.run(workspace, path).status == "finished"
    assert not list((home / "warm").glob("*.refused"))


def test_a_forked_kernel_ends_as_a_program_does(notebook: Write, workspace: Workspace) -> None:
    path = notebook(
        "import atexit, sys, threading, time\n"
        "def write(name):\n    open(name, 'w').write('done')\n"
        "def late():\n    time.sleep(0.5)\n    write('thread')\n"
        "threading.Thread(target=late).start()\natexit.register(write, 'handler')",
        "class Held:\n    def __del__(self, write=write):\n        write('finalizer')\nheld = Held()",
        "named = open('named', 'w')\nnamed.write('done')\n"
        "sys.hidden = open('hidden', 'w')\nsys.hidden.write('done')",
    )
    assert jobs.run(workspace, path).status == "finished"
    names = ("thread", "handler", "finalizer", "named", "hidden")
    left = {name: (path.parent / name).read_text() for name in names if (path.parent / name).exists()}
    assert left == dict.fromkeys(names, "done")


def test_what_keeps_models_is_learnt_without_pytorch(notebook: Write, workspace: Workspace, home: Path) -> None:
    path = notebook(
        "from sklearn.linear_model import LinearRegression", "model = LinearRegression().fit([[1], [2]], [1, 2])"
    )
    jobs.run(workspace, path)
    (kept,) = kernels(home)  # answers when it has learnt
    mapped = Path(f"/proc/{kept.pid}/maps").read_text()
    assert "/sklearn/" in mapped
    assert "/torch/" not in mapped


def test_nothing_that_a_run_did_to_its_process_is_there_in_the_next(
    notebook: Write, workspace: Workspace, home: Path
) -> None:
    spoil = notebook(
        "import json, os, sys, threading, time, decimal",
        "json.tool = 'spoilt'; decimal.Decimal = int\nos.environ['SPOILT'] = '1'\nos.chdir('/')\nos.umask(0)\n"
        "sys.path.append('/spoilt')\ndecimal.getcontext().prec = 3\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        name="spoil.ipynb",
    )
    look = notebook(
        "import json, os, sys, threading, time, decimal",
        "print(decimal.Decimal, hasattr(json, 'tool'))\n"
        "print(os.environ.get('SPOILT'), os.getcwd() == '/', '/spoilt' in sys.path)\n"
        "print(decimal.getcontext().prec, os.umask(0o22) == 0, 'spoilt' in globals())",
    )
    assert jobs.run(workspace, spoil).notes == ()
    job = jobs.run(workspace, look)
    assert shown(job)[1] == "<class 'decimal.Decimal'> False\nNone False False\n28 False False\n"
    (found,) = kernels(home)
    assert found.served == 2


def test_two_runs_draw_different_numbers(notebook: Write, workspace: Workspace, home: Path) -> None:
    path = notebook(
        "import random\nimport numpy as np\nimport multiprocessing, tempfile, uuid",
        "print(random.random(), np.random.rand(), bytes(multiprocessing.current_process().authkey).hex())\n"
        "print(tempfile.mktemp(), uuid.uuid4())",
    )
    first, second = jobs.run(workspace, path), jobs.run(workspace, path)
    drawn = [set(shown(job)[1].split()) for job in (first, second)]
    assert len(drawn[0]) == 5
    assert not drawn[0] & drawn[1]
    assert kernels(home)[0].served == 2


def test_a_module_that_asks_for_the_shell_is_left_to_the_run_and_that_is_said(
    notebook: Write, workspace: Workspace, home: Path
) -> None:
    path = notebook("import json\nimport tqdm.autonotebook", "print(tqdm.autonotebook.tqdm.__module__)")
    job = jobs.run(workspace, path)
    cold = jobs.run(workspace, path, options=JobOptions(warm=False))
    assert shown(job)[1] == shown(cold)[1]
    assert ["IProgress" in shown(each)[0] for each in (job, cold)] == [True, True]  # what its import says
    assert job.notes == (
        "tqdm.autonotebook was not loaded beforehand: it looks for the notebook's shell while it is imported.",
    )
    assert kernels(home)[0].served == 1


def test_a_job_that_wants_no_warm_start_leaves_nothing_behind(
    notebook: Write, workspace: Workspace, home: Path
) -> None:
    job = jobs.run(workspace, notebook("import json", "print(1)"), options=JobOptions(warm=False))
    assert (job.status, job.notes) == ("finished", ())
    assert kernels(home) == []


def test_nothing_is_started_for_a_job_that_is_refused(notebook: Write, workspace: Workspace, home: Path) -> None:
    with pytest.raises(ParameterError):
        jobs.submit(workspace, notebook("import json", parameters="depth = 3"), {"width": 1})
    for thread in threading.enumerate():
        if thread.name == "celltrail-preparing":
            thread.join()
    assert not (home / "warm").exists()


def test_a_template_that_was_killed_is_replaced_without_a_failed_job(
    notebook: Write, workspace: Workspace, home: Path, wait_for: Wait
) -> None:
    path = notebook("import json", "print(json.dumps(1))")
    assert jobs.run(workspace, path).status == "finished"
    (killed,) = kernels(home)
    os.kill(killed.pid, signal.SIGKILL)
    wait_for(lambda: not psutil.pid_exists(killed.pid))
    job = jobs.run(workspace, path)
    assert (job.status, job.notes, shown(job)[1]) == ("finished", (), "1\n")
    (found,) = kernels(home)
    assert found.pid != killed.pid


def test_a_notebook_is_made_ready_shown_and_let_go(notebook: Write, workspace: Workspace, home: Path) -> None:
    import celltrail

    path = notebook("import json\nimport tqdm.autonotebook")
    (made,) = celltrail.warm(path)
    assert (made.kind, made.served, list(made.left_out)) == ("kernel", 0, ["tqdm.autonotebook"])
    assert jobs.run(workspace, path).status == "finished"
    assert made.pid in [found.pid for found in celltrail.warm(path)]
    assert sorted(found.kind for found in celltrail.warm(stop=True)) == ["job", "kernel"]
    assert celltrail.warm() == []
