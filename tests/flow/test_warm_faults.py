"""Warm starts that go wrong: killed owners, files that change, folders that others may look into."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from celltrail import jobs
from celltrail.errors import WarmError
from celltrail.jobs import warm
from celltrail.jobs.warm import kept, wire
from celltrail.jobs.warm.kernels import Wanted, manager_for
from celltrail.tracking import Workspace

Write = Callable[..., Path]
Wait = Callable[..., Any]


@pytest.fixture(autouse=True)
def keeping(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let processes be kept, and have them end with the test."""
    monkeypatch.setenv("CELLTRAIL_WARM_MINUTES", "5")
    yield
    warm.stop(home)


def evaluate(
    home: Path, modules: tuple[str, ...], expression: str, *, politely: bool = False
) -> tuple[str, list[str]]:
    """Return what an expression is in a fresh kernel, and what was said of its start."""

    async def ask() -> str:
        manager = manager_for(Wanted(home=home, modules=modules, say=said.append))(kernel_name="python3")
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(60)
            found = await client.execute_interactive(
                "pass", user_expressions={"it": expression}, timeout=60, output_hook=str
            )
            return str(found["content"]["user_expressions"]["it"]["data"]["text/plain"])
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=not politely)

    said: list[str] = []
    return asyncio.run(ask()), said


def importable(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> None:
    """Write modules where kernels find them."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(folder), *(p for p in sys.path if p.endswith("/python"))])
    )


def test_a_module_that_changed_on_the_disk_is_not_served_from_memory(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importable(tmp_path, monkeypatch, upgraded="VERSION = 'old'")
    look = "__import__('upgraded').VERSION"
    assert evaluate(home, ("upgraded",), look) == ("'old'", [])
    (before,) = warm.listed(home)
    (tmp_path / "upgraded.py").write_text("VERSION = 'newer'", encoding="utf-8")
    assert evaluate(home, ("upgraded",), look) == ("'newer'", [])
    (after,) = warm.listed(home)
    assert (before.served, after.served) == (1, 1)
    assert before.pid != after.pid


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import threading, time\nthreading.Thread(target=time.sleep, args=[99], daemon=1).start()", "threads"),
        ("import subprocess\nheld = subprocess.Popen(['sleep', '5'])", "starts a process"),
        ("import socket\nheld = socket.socket()", "connections open"),
        ("print('hello')", "says something"),
        ("raise RuntimeError('no licence')", "cannot be imported: RuntimeError('no licence')"),
    ],
)  # fmt: skip
def test_a_module_whose_import_leaves_more_than_modules_behind_is_left_to_the_run(
    source: str, why: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importable(tmp_path, monkeypatch, odd=source)
    there, said = evaluate(
        home, ("odd", "decimal"), "[name in __import__('sys').modules for name in ('odd', 'decimal')]"
    )
    assert there == "[False, True]"
    (sentence,) = said
    assert sentence.startswith("odd was not loaded beforehand: it ")
    assert why in sentence


def test_a_module_that_ends_the_process_lets_the_kernel_start_cold_and_that_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importable(tmp_path, monkeypatch, fatal="import os\nos._exit(3)")
    value, said = evaluate(home, ("fatal",), "1 + 1")
    assert value == "2"
    assert [sentence.partition(":")[0] for sentence in said] == ["It started cold"]
    assert evaluate(home, ("fatal",), "1 + 1")[1][0].startswith("It started cold: the process that was to be kept")


def test_a_job_that_is_killed_leaves_no_kernel_behind(
    notebook: Write, workspace: Workspace, home: Path, wait_for: Wait
) -> None:
    path = notebook("import json", "import time\ntime.sleep(float(seconds))", parameters="seconds = 0")
    assert jobs.run(workspace, path).status == "finished"
    job = jobs.submit(workspace, path, {"seconds": 99})
    assert job.pid
    kernel = wait_for(
        lambda: next((pid for found in warm.listed(home) for pid, owner in found.forks if owner == job.pid), None)
    )
    assert job.pid in {pid for found in warm.listed(home) for pid, _ in found.forks}
    os.kill(job.pid, signal.SIGKILL)
    wait_for(lambda: not psutil.pid_exists(kernel))
    assert jobs.wait(workspace, job.id).status == "lost"
    wait_for(lambda: not any(found.forks for found in warm.listed(home)))


def test_what_is_kept_ends_when_nobody_uses_it_or_its_home_is_gone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_for: Wait
) -> None:
    monkeypatch.setenv("CELLTRAIL_WARM_MINUTES", "0.001")
    idle = kept.spec_of(home, "kernel", os.environ, modules=["json"])
    kept.start(idle, os.environ)
    wait_for(lambda: not kept.is_there(idle))
    monkeypatch.setenv("CELLTRAIL_WARM_MINUTES", "5")
    moved = kept.spec_of(home, "kernel", os.environ, modules=["decimal"])
    kept.start(moved, os.environ)
    (found,) = warm.listed(home)
    (home / "warm").rename(tmp_path / "elsewhere")
    wait_for(lambda: not psutil.pid_exists(found.pid))


def test_only_one_of_those_that_start_the_same_at_once_stays(home: Path) -> None:
    spec = kept.spec_of(home, "kernel", os.environ, modules=["json"])
    kept.start(spec, os.environ)
    kept.start(spec, os.environ)
    assert len(warm.listed(home)) == 1


def test_a_folder_that_others_may_look_into_is_not_used(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "warm").mkdir(mode=0o755)
    (home / "warm").chmod(0o755)
    with pytest.raises(WarmError, match="Others than you may look into"):
        wire.connect(home / "warm", "any")
    value, said = evaluate(home, ("json",), "1")
    assert value == "1"
    assert len(said) == 1
    assert said[0].startswith("It started cold: Others than you may look into")


def test_a_folder_that_is_a_link_is_not_used(home: Path, tmp_path: Path) -> None:
    home.mkdir(exist_ok=True)
    (tmp_path / "other").mkdir(mode=0o700)
    (home / "warm").symlink_to(tmp_path / "other")
    with pytest.raises(WarmError, match="cannot be used"):
        wire.connect(home / "warm", "any")


def test_a_home_deeper_than_a_socket_may_lie_is_served(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120) / "home"
    value, said = evaluate(deep, ("json",), "1")
    assert (value, said, len(warm.listed(deep))) == ("1", [], 1)
    warm.stop(deep)


def test_who_talks_nonsense_is_cut_off_and_the_next_is_served(home: Path) -> None:
    spec = kept.spec_of(home, "kernel", os.environ, modules=["json"])
    kept.start(spec, os.environ)
    for said in (b"\xff\xff\xff\xff", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x10{", b""):
        connection = wire.connect(home / "warm", spec.name)
        assert connection is not None
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
        connection.close()
    assert len(warm.listed(home)) == 1


def test_a_file_of_another_user_is_not_believed(home: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can pretend to be somebody else")
    home.mkdir(exist_ok=True)
    os.close(wire.open_folder(home / "warm"))
    code = (
        "import os, socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('fake.sock')\nos.chmod('fake.sock', 0o777)\n"
        "os.setuid(65534)\ns.listen()\nprint('ready', flush=True)\ns.accept()"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=home / "warm", stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"ready\n"
        with pytest.raises(WarmError, match="belongs to user 65534"):
            wire.connect(home / "warm", "fake")
        other.kill()


def test_what_a_run_came_to_import_is_there_in_the_next(home: Path) -> None:
    load = "__import__('importlib').import_module('sqlite3.dump').__name__"
    ask = f"('sqlite3.dump' in __import__('sys').modules, {load})"
    assert evaluate(home, ("decimal",), ask, politely=True) == ("(False, 'sqlite3.dump')", [])
    assert evaluate(home, ("decimal",), ask, politely=True) == ("(True, 'sqlite3.dump')", [])


def test_what_a_run_came_to_import_and_is_not_fit_is_never_learnt(home: Path) -> None:
    ask = "__import__('this').__name__"  # prints where it is imported
    for _ in range(3):
        assert evaluate(home, ("decimal",), ask, politely=True) == ("'this'", [])
    (found,) = warm.listed(home)
    assert found.served == 2
