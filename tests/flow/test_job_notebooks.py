"""Notebooks that are not plain: another language, an old format, cells without ids, edited while they run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from celltrail import jobs
from celltrail.errors import NotebookError
from celltrail.records import JobOptions
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]
COLD = JobOptions(warm=False, capture=False)
SHELL_KERNEL = """
import subprocess
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

class Shell(Kernel):
    implementation = banner = "shell"
    implementation_version = "1"
    language_info = {"name": "bash", "mimetype": "text/x-sh", "file_extension": ".sh"}
    known = ""

    async def do_execute(self, code, silent, *args, **kwargs):
        done = subprocess.run(["bash", "-c", self.known + code], capture_output=True, text=True)
        type(self).known += code + "\\n" if "=" in code else ""
        self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": done.stdout})
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

IPKernelApp.launch_instance(kernel_class=Shell)
"""


def shell_notebook(path: Path) -> Path:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"] = {"kernelspec": {"name": "shell", "display_name": "Shell", "language": "bash"}}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_another_language_runs_with_its_own_kernel_and_says_so(
    notebook: Write, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shell_notebook(notebook("echo region $region | tr a-z A-Z", parameters="region=eu"))
    with pytest.raises(NotebookError, match="written in bash, and its kernel 'shell' is not installed") as refused:
        jobs.submit(workspace, path)
    assert "Installed are: python3" in refused.value.hint
    script = tmp_path / "shell_kernel.py"
    script.write_text(SHELL_KERNEL, encoding="utf-8")
    spec = tmp_path / "data" / "kernels" / "shell" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, str(script), "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "Shell", "language": "bash"}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "data"))
    job = jobs.run(workspace, path, {"region": "us"}, options=COLD)
    assert "REGION US" in str(nbformat.read(str(job.output), as_version=4).cells[-1].outputs)
    assert any("written in bash: it runs by plain papermill with its kernel 'shell'" in note for note in job.notes)
    assert [cell.status for cell in workspace.store.runs.cells(job.run_id or "")] == ["finished"] * 3


def test_an_old_format_is_converted_for_the_run_and_the_file_stays(workspace: Workspace, tmp_path: Path) -> None:
    old = {
        "metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0,
        "worksheets": [{"metadata": {}, "cells": [
            {"cell_type": "code", "language": "python", "input": ["print(6 * 7)"], "outputs": [], "metadata": {},
             "collapsed": False, "prompt_number": 1},
        ]}],
    }  # fmt: skip
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old), encoding="utf-8")
    job = jobs.run(workspace, path, options=COLD)
    assert "42" in str(nbformat.read(str(job.output), as_version=4).cells[0].outputs)
    assert any("nbformat 3: it was converted" in note for note in job.notes)
    assert json.loads(path.read_text(encoding="utf-8")) == old


def test_an_edit_while_it_runs_changes_nothing_and_is_said_and_missing_ids_are_the_same_each_time(
    notebook: Write, workspace: Workspace, tmp_path: Path, wait_for: Wait
) -> None:
    path = notebook(
        "open('begun', 'w')\nimport time, os\nwhile not os.path.exists('go'): time.sleep(0.05)",
        "print('as submitted')",
    )
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        del cell["id"]
    content["nbformat_minor"] = 4
    path.write_text(json.dumps(content), encoding="utf-8")
    job = jobs.submit(workspace, path, options=COLD)
    wait_for((tmp_path / "begun").is_file)
    as_submitted = path.read_bytes()
    path.write_text(path.read_text(encoding="utf-8").replace("as submitted", "edited"), encoding="utf-8")
    (tmp_path / "go").touch()
    ended = jobs.wait(workspace, job.id)
    executed = nbformat.read(str(ended.output), as_version=4)
    assert ended.status == "finished"
    assert "as submitted" in str(executed.cells[1].outputs)
    assert any("edited meanwhile" in note for note in ended.notes)
    (source,) = [use for use in workspace.store.runs.uses_of_run(ended.run_id or "") if use.direction == "input"]
    assert workspace.artifacts.get_bytes(source.artifact.digest) == as_submitted
    path.write_bytes(as_submitted)
    again = jobs.run(workspace, path, options=COLD)
    ids = [cell.id for cell in nbformat.read(str(again.output), as_version=4).cells]
    assert ids == [cell.id for cell in executed.cells]
    assert len(set(ids)) == 2


def test_an_output_of_hundreds_of_megabytes_is_cut_in_the_middle(notebook: Write, workspace: Workspace) -> None:
    path = notebook("print('BEGIN')\nfor _ in range(50): print('x' * 10_000_000)\nprint('END')")
    job = jobs.run(workspace, path, options=COLD)
    (cell,) = nbformat.read(str(job.output), as_version=4).cells
    text = cell.outputs[0].text
    assert text.startswith("BEGIN")
    assert text.endswith("END\n")
    assert "letters were left out here" in text
    assert Path(str(job.output)).stat().st_size < 5 << 20
