"""What all tests share: a home of their own, real kernels, notebooks written in a line."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import hypothesis
import pytest

from celltrail.config import Settings
from celltrail.tracking import active, shipping
from celltrail.tracking.workspace import Workspace

workspaces = importlib.import_module("celltrail.tracking.workspace")  # the package has a function of this name

# A busy machine makes an example slow, not wrong, and a suite says the same twice.
# HYPOTHESIS_PROFILE=search looks for examples that nobody has seen.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

WAIT_S = 60.0
CONTEXT_WAIT_S = 5.0
_OURS = (
    "CELLTRAIL_HOME", "CELLTRAIL_STORE", "CELLTRAIL_TOKEN", "CELLTRAIL_ARTIFACTS", "CELLTRAIL_PARENT_RUN",
    "CELLTRAIL_NOTEBOOK", "JPY_SESSION_NAME", "JUPYTERHUB_USER",
)  # fmt: skip


def isolation(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing outside `folder` is read or written."""
    folders = {
        "HOME": "user", "CELLTRAIL_HOME": "home", "JUPYTER_CONFIG_DIR": "jupyter-config",
        "JUPYTER_DATA_DIR": "jupyter-data", "JUPYTER_RUNTIME_DIR": "jupyter-runtime", "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib", "XDG_CONFIG_HOME": "xdg-config", "XDG_DATA_HOME": "xdg-data",
    }  # fmt: skip
    for name in folders.values():
        (folder / name).mkdir(exist_ok=True)
    return {variable: str(folder / name) for variable, name in folders.items()}


def isolated_environment(folder: Path) -> dict[str, str]:
    """Return the whole environment for a process that works in `folder` only."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {
        **kept,
        **isolation(folder),
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p.endswith("/python")),
    }


@pytest.fixture(scope="session")
def environment_in() -> Callable[[Path], dict[str, str]]:
    """Give what makes the environment of a process that works in a folder only."""
    return isolated_environment


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a home of its own, and let go of what it opened there."""
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    outside = tmp_path / "isolated"
    outside.mkdir()
    for variable, value in isolation(outside).items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("CELLTRAIL_WARM_MINUTES", "0")  # a test that wants to leave processes behind says so
    known = set(workspaces._open)
    yield outside / "home"
    active._last.clear()
    active.leave_cell()
    for settings in set(workspaces._open) - known:
        close(workspaces._open.pop(settings))


def close(opened: Workspace) -> None:
    """Stop the thread of a workspace and let its files go."""
    if (thread := shipping._threads.pop(opened, None)) is not None:
        thread.stop()
    for part in (opened._store, opened._journal):
        if part is not None:
            part.close()


@pytest.fixture
def workspace(home: Path) -> Workspace:
    """Give the workspace of this test's home."""
    opened: Workspace = workspaces.workspace()
    return opened


@pytest.fixture
def settings(home: Path) -> Settings:
    """Give the settings of this test's home."""
    return Settings(home=home, store_url=f"sqlite:///{home / 'store.db'}", artifacts=home / "artifacts")


@pytest.fixture
def python(tmp_path: Path, home: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start Python programs that work in this test's home."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        script = tmp_path / f"program{len(started)}.py"
        script.write_text(code, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with the children that it made
        process.communicate()


def wait_for(what: Callable[[], Any], timeout_s: float = WAIT_S) -> Any:
    """Return what `what` gives as soon as it is true."""
    deadline = time.monotonic() + timeout_s
    while not (found := what()):
        assert time.monotonic() < deadline, f"waited {timeout_s} s in vain"
        threading.Event().wait(0.02)
    return found


@pytest.fixture(name="wait_for")
def wait_for_fixture() -> Callable[..., Any]:
    """Wait for something to become true."""
    return wait_for


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write notebooks: each argument a code cell; ``parameters`` is the source of the tagged one."""

    def write(*cells: str, name: str = "train.ipynb", parameters: str | None = None) -> Path:
        import nbformat.v4 as nbf

        made = [nbf.new_code_cell(source) for source in cells]
        if parameters is not None:
            made.insert(0, nbf.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
        path = tmp_path / name
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        path.write_text(nbformat_text(nbf.new_notebook(cells=made, metadata=spec)), encoding="utf-8")
        return path

    return write


def nbformat_text(content: Any) -> str:
    """Return a notebook as text."""
    import nbformat

    return nbformat.writes(content)


@dataclass(frozen=True)
class Answer:
    """What a frontend got for one cell."""

    reply: dict[str, Any]
    messages: tuple[tuple[str, dict[str, Any]], ...]

    @property
    def text(self) -> str:
        """What was printed."""
        return "".join(content["text"] for kind, content in self.messages if kind == "stream")

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Return the contents of the messages of a kind."""
        return [content for found, content in self.messages if found == kind]


class Kernel:
    """A real kernel, and its frontend."""

    def __init__(self, folder: Path, **environment: str) -> None:
        from jupyter_client.manager import start_new_kernel

        self.folder = folder
        env = {**isolated_environment(folder), **environment}
        home = Path(env["CELLTRAIL_HOME"])
        self.workspace = Workspace(
            Settings(home=home, store_url=f"sqlite:///{home / 'store.db'}", artifacts=home / "artifacts")
        )
        self.manager, self.client = start_new_kernel(kernel_name="python3", env=env, cwd=str(folder))

    @property
    def pid(self) -> int:
        """The kernel's process."""
        return int(self.manager.provisioner.pid)

    def run(self, code: str, *, meta: dict[str, Any] | None = None) -> Answer:
        """Run a cell and return what the frontend got."""
        return self.finish(self.start(code, meta=meta))

    def start(self, code: str, *, meta: dict[str, Any] | None = None) -> str:
        """Run a cell without waiting."""
        content = {
            "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True,
        }  # fmt: skip
        message = self.client.session.msg("execute_request", content, metadata=meta)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def finish(self, message_id: str) -> Answer:
        """Return what the frontend got for a cell that was started."""
        messages = []
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=WAIT_S)
            except Empty:
                raise AssertionError(f"no answer from the kernel in {WAIT_S} s") from None
            if message["parent_header"].get("msg_id") != message_id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind not in ("status", "execute_input"):
                messages.append((kind, content))
        reply = self.client.get_shell_msg(timeout=WAIT_S)
        while reply["parent_header"].get("msg_id") != message_id:
            reply = self.client.get_shell_msg(timeout=WAIT_S)
        return Answer(reply["content"], tuple(messages))

    def last_run(self, name: str) -> Any:
        """Return the newest run of a name, with everything that lies in the journal, and its environment."""

        self.workspace.drain()
        row = self.workspace.store.runs.find(name)
        until = time.monotonic() + CONTEXT_WAIT_S
        while row.run.environment is None and row.run.status != "running" and time.monotonic() < until:
            time.sleep(0.02)
            self.workspace.drain()
            row = self.workspace.store.runs.find(row.run.id)
        return row

    def last_cell(self, name: str) -> Any:
        """Return the only cell of the newest run of a name."""
        (cell,) = self.workspace.store.runs.cells(self.last_run(name).run.id)
        return cell

    def stop(self) -> None:
        """End the kernel and close what was opened to look at it."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        close(self.workspace)


@pytest.fixture
def start_kernel(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Start kernels for this test alone."""
    started: list[Kernel] = []

    def start(**environment: str) -> Kernel:
        folder = tmp_path / f"kernel-{len(started)}"
        folder.mkdir()
        started.append(Kernel(folder, **environment))
        return started[-1]

    yield start
    for kernel in started:
        kernel.stop()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """Give a kernel with our magics, shared by the tests of a file."""
    made = Kernel(tmp_path_factory.mktemp("kernel"))
    made.run("%load_ext celltrail")
    yield made
    made.stop()
