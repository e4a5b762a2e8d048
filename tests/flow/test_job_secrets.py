"""A secret that a notebook is given is written down nowhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from celltrail import jobs
from celltrail.tracking import Workspace

Write = Callable[..., Path]
SECRET = "hunter2-Zq9"


def files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def test_a_secret_is_found_in_no_file_of_the_home_though_the_notebook_does_its_worst(
    notebook: Write, workspace: Workspace, tmp_path: Path, environment_in: Callable[[Path], dict[str, str]]
) -> None:
    path = notebook(
        "%load_ext celltrail\nimport pandas as pd, sys, celltrail",
        "for part in (token[:4], token[4:], '\\n'):\n    print(part, end='', flush=True)",
        "print(repr(token), 'and', {'token': token}, file=sys.stderr)\ntoken",
        "frame = pd.DataFrame({'key': [token] * 1000})\nframe",
        "%%track inner\ncopy = token\nframe = pd.DataFrame({'key': [token] * 3})\nlist_of_it = [token, 1]\n"
        "celltrail.log_param('given', token)\ncelltrail.set_tag('t', 'with ' + token)\nscore = 1.0 + len(token)\n"
        "print(token)",
        "try:\n    celltrail.active_run()\nexcept Exception: pass\nopen('made.txt', 'w').write('fine')",
        "raise ValueError(f'cannot log in with {token}')",
        parameters="token = ''",
    )
    environment = {**os.environ, "API_TOKEN": SECRET}
    command = [sys.executable, "-m", "celltrail", "run", str(path), "-p", "token=env:API_TOKEN"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert SECRET.encode() not in done.stdout + done.stderr
    workspace.drain()
    job = workspace.store.jobs.all()[0]
    assert job.status == "failed"
    assert job.error == "ValueError: cannot log in with [API_TOKEN]"
    assert job.parameters == {"token": "env:API_TOKEN"}
    executed = nbformat.read(str(job.output), as_version=4)
    shown = json.dumps(executed.cells)
    assert 'environ[\\"API_TOKEN\\"]' in shown
    assert shown.count("[API_TOKEN]") >= 5
    inner = workspace.store.runs.find("inner")
    assert inner.params == {"given": "[API_TOKEN]", "token": "[API_TOKEN]"}
    assert inner.metrics == {"score": 1.0 + len(SECRET)}
    written = list(files(workspace.settings.home))
    assert len(written) > 5
    assert [found for found, data in written if SECRET.encode() in data] == []
    kept = {use.artifact.digest: use.artifact.codec for use in workspace.store.runs.uses_of_run(inner.run.id)}
    for digest, codec in kept.items():
        value = workspace.artifacts.get(digest, codec)
        assert SECRET not in (value.to_csv() if isinstance(value, pd.DataFrame) else str(value))
    (cell,) = workspace.store.runs.cells(inner.run.id)
    assert {"copy", "frame", "list_of_it"} <= set(cell.not_captured)


def test_a_secret_inside_a_container_reaches_the_notebook(
    notebook: Write, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_TOKEN", SECRET)
    path = notebook(
        f"assert keys == {{'a': {SECRET!r}[:4] + {SECRET!r}[4:], 'b': 'env:'}}, len(keys)\n"
        "from pathlib import Path as P\nassert where == P('data') and pair == (1, 2) and until.year == 2026",
        parameters="from datetime import date\nfrom pathlib import Path\nkeys: dict[str, str] = {}\n"
        "where: Path = None\npair: tuple[int, int] = None\nuntil: date = None",
    )
    given = {"keys": {"a": "env:API_TOKEN", "b": "env:"}, "where": "data", "pair": [1, 2], "until": "2026-11-21"}
    assert jobs.run(workspace, path, given).status == "finished"
