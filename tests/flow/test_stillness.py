"""What a cell left is looked at again before the next one wherever something may have changed it since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat

from celltrail import jobs
from celltrail.tracking import Workspace

Write = Callable[..., Path]
WATCH = """import asyncio, multiprocessing, threading, time
from celltrail.jobs.cells.watch import _watches
(watch,) = _watches.values()
def still():
    return watch._stillness.is_still()"""


def test_a_thread_a_task_a_timer_a_process_and_a_hook_each_break_the_stillness_between_cells(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        WATCH,
        "print(still())",
        "go = threading.Event()\nthread = threading.Thread(target=go.wait)\nthread.start()\nprint(still())",
        "go.set()\nthread.join()\nprint(still())",
        "async def nothing():\n    await asyncio.sleep(0)\n"
        "task = asyncio.get_running_loop().create_task(asyncio.sleep(60))\nprint(still())",
        "task.cancel()\nawait asyncio.wait([task])\nprint(still())",
        "timer = asyncio.get_running_loop().call_later(60, print)\nprint(still())",
        "timer.cancel()\nprint(still())",
        "process = multiprocessing.get_context('fork').Process(target=time.sleep, args=(60,))\n"
        "process.start()\nprint(still())",
        "process.kill()\nprocess.join()\nprint(still())",
        "hook = lambda: None\nget_ipython().events.register('pre_execute', hook)\nprint(still())",
    )
    job = jobs.run(workspace, path)
    cells = nbformat.read(str(job.output), as_version=4).cells
    shown = ["".join(output.get("text", "") for output in cell.outputs).strip() for cell in cells]
    assert shown == ["", "True", "False", "True", "False", "True", "False", "True", "False", "True", "False"]


def test_what_a_hook_changed_after_a_cell_is_what_the_next_cell_is_known_to_have_read(
    notebook: Write, workspace: Workspace
) -> None:
    path = notebook(
        "numbers = [1]\ndef change(result):\n    numbers.append(2)",
        "get_ipython().events.register('post_run_cell', change)\nlen(numbers)",
        "get_ipython().events.unregister('post_run_cell', change)\nsum(numbers)",
        "sum(numbers)",
    )
    job = jobs.run(workspace, path)
    inputs = [
        cell.trace.inputs["numbers"] if cell.trace else ""
        for cell in workspace.store.runs.cells(job.run_id or "")[1:]
    ]
    assert inputs[0] != inputs[1] == inputs[2]
