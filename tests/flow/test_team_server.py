"""Runs that are kept by a team server: a real Jupyter Server, real sockets, real kernels' deaths."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import Popen
from typing import Any

import numpy as np
import pandas as pd
import pytest

import celltrail
from celltrail.artifacts import ArtifactStore
from celltrail.cli import main
from celltrail.config import Settings
from celltrail.errors import (
    CelltrailError,
    InvalidInputError,
    NotFoundError,
    NotOnServerError,
    ServerAwayError,
    ServerRefusedError,
)
from celltrail.journal import journals
from celltrail.journal.line import encode
from celltrail.remote import Client
from celltrail.tracking import Workspace, shipping, track
from celltrail.tracking import workspace as open_workspace

TOKEN = "not-so-secret"
Wait = Callable[..., Any]
Start = Callable[..., "Popen[str]"]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class TeamServer:
    """A Jupyter Server with a home of its own, that can be killed and started again."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/user/ada/"
        home = folder / "home"
        self.workspace = Workspace(
            Settings(home=home, store_url=f"sqlite:///{home / 'store.db'}", artifacts=home / "artifacts")
        )
        self.process: Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
                *(f"--port={self.port}", "--ip=127.0.0.1", "--ServerApp.port_retries=0"),
                *(f"--IdentityProvider.token={TOKEN}", "--ServerApp.base_url=/user/ada/"),
                "--ServerApp.jpserver_extensions={'celltrail': True}",
                f"--ServerApp.root_dir={self.folder}",
            ],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def answers(self) -> bool:
        url = f"{self.address}celltrail/api/version"
        request = urllib.request.Request(url, headers={"Authorization": f"token {TOKEN}"})
        try:
            with urllib.request.urlopen(request, timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Gate:
    """Passes TCP on to the server while it is open; cuts each of the first connections after some bytes."""

    def __init__(self, to: int, cuts: Sequence[tuple[str, int]] = ()) -> None:
        self.to, self.cuts = to, list(cuts)
        self.cut = 0
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/user/ada/"
        self.socket: socket.socket | None = None
        self.connections: list[socket.socket] = []

    def open(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.run, args=(self.socket,), daemon=True).start()

    def close(self) -> None:
        for sock in (self.socket, *self.connections):
            if sock is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
                sock.close()

    def run(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            upstream = socket.create_connection(("127.0.0.1", self.to))
            self.connections += (client, upstream)
            direction, budget = self.cuts.pop(0) if self.cuts else ("none", 0)
            for name, source, target in (("up", client, upstream), ("down", upstream, client)):
                limit = budget if name == direction else None
                threading.Thread(
                    target=self.pump, args=(source, target, limit, (client, upstream)), daemon=True
                ).start()

    def pump(
        self, source: socket.socket, target: socket.socket, limit: int | None, both: tuple[socket.socket, ...]
    ) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if limit is not None and len(data) >= limit:
                    target.sendall(data[:limit])
                    self.cut += 1
                    break
                if limit is not None:
                    limit -= len(data)
                target.sendall(data)
        for end in both:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for end in both:
            end.close()


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, environment_in: Callable[[Path], dict[str, str]]
) -> Iterator[TeamServer]:
    folder = tmp_path_factory.mktemp("team")
    made = TeamServer(folder, environment_in(folder))
    yield made
    made.kill()
    made.workspace.store.close()


@pytest.fixture
def server(running: TeamServer, monkeypatch: pytest.MonkeyPatch, wait_for: Wait) -> TeamServer:
    """Give a server that is up, and make it the store of this process."""
    if running.process is None:
        running.start()
        wait_for(running.answers)
    monkeypatch.setenv("CELLTRAIL_STORE", running.address)
    monkeypatch.setenv("CELLTRAIL_TOKEN", TOKEN)
    monkeypatch.setattr(shipping, "_LONGEST_WAIT_S", 0.5)
    return running


@pytest.fixture
def gate(server: TeamServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Give the way to the server, which is closed, and make it the store of this process."""
    made = Gate(server.port)
    monkeypatch.setenv("CELLTRAIL_STORE", made.address)
    yield made
    made.close()


def rows_of(server: TeamServer, name: str) -> list[Any]:
    return [row for row in server.workspace.store.runs.list(limit=1000) if row.run.name == name]


def points_of(server: TeamServer, name: str) -> list[float | None]:
    (row,) = rows_of(server, name)
    return [point.value for point in server.workspace.store.runs.points(row.run.id, "m")]


def occurs_below(folder: Path, text: str) -> bool:
    """Whether a file holds a text. Another process looks: closing SQLite's files here lets go of our locks."""
    return subprocess.run(["grep", "-rqF", text, str(folder)], check=False).returncode == 0


def test_a_run_and_what_it_kept_is_on_the_server_and_can_be_read_from_here(
    server: TeamServer, home: Path, wait_for: Wait
) -> None:
    frame = pd.DataFrame({"a": np.arange(1000), "b": ["x"] * 1000})
    with track("whole") as run:
        depth = 6
        made = frame.assign(c=depth)
        celltrail.log_metric("m", 0.5)
        run.log_value("empty", "")
    wait_for(lambda: [row.run.status for row in rows_of(server, "whole")] == ["finished"])
    (row,) = celltrail.list_runs("whole")
    assert row == rows_of(server, "whole")[0] == celltrail.run("whole")
    assert (row.params, row.metrics) == ({"depth": 6}, {"m": 0.5})
    assert list(celltrail.runs("params.depth == 6 and name == 'whole'", sort="-metrics.m")["depth"]) == [6]
    with pytest.raises(InvalidInputError, match="is no query"):
        celltrail.list_runs("depth ==")
    with pytest.raises(NotFoundError, match="There is no run 'nix'"):
        celltrail.run("nix")
    uses = {use.name: use for use in open_workspace().store.runs.uses_of_run(run.id)}
    assert set(uses) == {"frame", "made", "empty"}
    there = server.workspace.artifacts
    artifact = uses["made"].artifact
    pd.testing.assert_frame_equal(there.get(artifact.digest, artifact.codec), made)
    assert there.get(uses["empty"].artifact.digest, uses["empty"].artifact.codec) == ""
    assert not (home / "store.db").exists()
    for path in (home / "artifacts").rglob("*"):
        path.unlink() if path.is_file() else None
    pd.testing.assert_frame_equal(open_workspace().artifacts.get(artifact.digest, artifact.codec), made)
    assert not occurs_below(home, TOKEN)
    assert not occurs_below(server.folder / "home", TOKEN)
    assert occurs_below(server.folder / "home", run.id)


def test_the_token_may_come_with_the_address_and_is_shown_nowhere(
    server: TeamServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CELLTRAIL_TOKEN")
    monkeypatch.setenv("CELLTRAIL_STORE", server.address.rstrip("/") + f"?token={TOKEN}")
    here = open_workspace()
    assert here.settings.server == server.address
    with track("by address"):
        pass
    celltrail.sync()
    assert [row.run.status for row in rows_of(server, "by address")] == ["finished"]
    assert TOKEN not in repr(here.settings)


def test_a_server_that_is_killed_and_comes_back_has_each_fact_once(server: TeamServer, wait_for: Wait) -> None:
    with track("restarted") as run:
        for number in range(3000):
            run.log_metric("m", number)
            if number in (500, 1500):
                wait_for(lambda: rows_of(server, "restarted"))
                server.kill()
            if number in (1000, 2000):
                server.start()
        fault = shipping._threads[run.workspace]
    wait_for(server.answers)
    wait_for(lambda: rows_of(server, "restarted")[0].run.status == "finished")
    assert points_of(server, "restarted") == list(range(3000))
    assert wait_for(lambda: fault.fault is None)


def test_without_a_server_the_cell_goes_on_as_ever_and_a_later_sync_brings_it_all(
    server: TeamServer, gate: Gate, capsys: pytest.CaptureFixture[str], wait_for: Wait
) -> None:
    with track("alone") as run:
        celltrail.log_metric("m", 1)
        thread = wait_for(lambda: shipping._threads[run.workspace].fault)
    assert isinstance(thread, ServerAwayError)
    assert "celltrail sync" in thread.hint
    assert main(["sync"]) == 1
    said = capsys.readouterr().err
    assert f"The team server {gate.address} cannot be reached" in said
    assert "Traceback" not in said
    with pytest.raises(ServerAwayError):
        celltrail.list_runs()
    gate.open()
    assert celltrail.sync() >= 0
    assert points_of(server, "alone") == [1.0]


ENDLESS = """
import sys, celltrail
celltrail.list_runs() if sys.argv[1] == "up" else None
with celltrail.track(sys.argv[2]) as run:
    run.log_value("kept", "kept by " + sys.argv[2])
    for number in range(10**9):
        celltrail.log_metric("m", number)
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()
"""


def killed_after(process: Popen[str], count: int) -> int:
    assert process.stdout
    for _ in range(count):
        process.stdout.readline()
    process.kill()
    rest = [line for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    assert process.wait() == -signal.SIGKILL
    return int(rest[-1]) if rest else count - 1


@pytest.mark.parametrize("state", ["up", "away"])
def test_what_a_killed_kernel_leaves_is_sent_by_a_sync_and_its_run_is_lost(
    state: str, server: TeamServer, gate: Gate, python: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    if state == "up":
        gate.open()
    last = killed_after(python(ENDLESS, state, f"killed while {state}"), 2000)
    if state == "away":
        gate.open()
    assert main(["sync"]) == 0
    out, err = capsys.readouterr()
    assert f"sent to {gate.address}" in out
    assert "MB" in err
    (row,) = rows_of(server, f"killed while {state}")
    points = points_of(server, row.run.name)
    assert points == list(range(len(points)))
    assert len(points) in (last + 1, last + 2)
    assert (row.run.status, row.cells_done) == ("lost", 1)
    (use,) = server.workspace.store.runs.uses_of_run(row.run.id)
    assert server.workspace.artifacts.get(use.artifact.digest, use.artifact.codec) == f"kept by {row.run.name}"
    assert main(["sync"]) == 0
    assert "Nothing waits" in capsys.readouterr().out
    assert list(journals(open_workspace().settings.journals)) == []


def test_the_next_kernel_sends_what_the_last_one_left(
    server: TeamServer, gate: Gate, python: Start, wait_for: Wait
) -> None:
    last = killed_after(python(ENDLESS, "away", "left"), 100)
    gate.open()
    process = python("import celltrail, sys\nwith celltrail.track('next'):\n    sys.stdin.readline()")
    wait_for(lambda: [row.run.status for row in rows_of(server, "left")] == ["lost"])
    assert len(points_of(server, "left")) >= last + 1
    process.communicate("end\n")


def test_two_kernels_and_a_sync_at_once_deliver_each_fact_once(server: TeamServer, python: Start) -> None:
    code = """
import sys, celltrail
with celltrail.track(sys.argv[1]) as run:
    for number in range(5000):
        run.log_metric("m", number)
        if number % 500 == 0:
            run.log_value("same", "the same in both")
"""
    kernels = [python(code, name) for name in ("first of two", "second of two")]
    while any(kernel.poll() is None for kernel in kernels):
        celltrail.sync()
    celltrail.sync()
    for name in ("first of two", "second of two"):
        (row,) = rows_of(server, name)
        assert row.run.status == "finished"
        assert points_of(server, name) == list(range(5000))


def test_a_fork_logs_to_the_server_too(server: TeamServer, python: Start) -> None:
    code = """
import os, multiprocessing, celltrail
def work(number):
    celltrail.log_metric("worker", number)
if __name__ == "__main__":
    with celltrail.track("forks"):
        for number in range(20):
            celltrail.log_metric("m", number)
            child = os.fork()
            if child == 0:
                celltrail.log_metric("forked", number)
                os._exit(0)
            os.waitpid(child, 0)
        with multiprocessing.get_context("fork").Pool(2) as pool:
            pool.map(work, range(10))
    print("done")
"""
    out, err = python(code).communicate(timeout=60)
    assert out == "done\n", err
    celltrail.sync()
    (row,) = rows_of(server, "forks")
    found = {
        key: {point.value for point in server.workspace.store.runs.points(row.run.id, key)}
        for key in ("m", "forked", "worker")
    }
    assert found == {"m": set(range(20)), "forked": set(range(20)), "worker": set(range(10))}
    assert row.run.status == "finished"


def test_connections_that_are_cut_in_the_middle_lose_and_double_nothing(server: TeamServer, gate: Gate) -> None:
    # Requests cut in their body, and answers cut before they are heard: done, but not heard of.
    cuts = [("up", size) for size in (10, 300, 5000, 20_000)] * 3 + [("down", size) for size in (1, 40, 250)] * 6
    gate.cuts = cuts
    gate.open()
    with track("cut") as run:
        for number in range(4000):
            run.log_metric("m", number)
            if number % 400 == 0:
                run.log_value(f"noise {number}", np.random.default_rng(number).random(3000))
    tries = 0
    while tries < 100:
        tries += 1
        with suppress(ServerAwayError):
            celltrail.sync()
            if not gate.cuts:
                break
    assert gate.cut >= 10
    assert celltrail.sync() == 0
    assert points_of(server, "cut") == list(range(4000))
    (row,) = rows_of(server, "cut")
    uses = server.workspace.store.runs.uses_of_run(row.run.id)
    assert len(uses) == 10
    for number, use in zip(range(0, 4000, 400), uses, strict=True):
        kept = server.workspace.artifacts.get(use.artifact.digest, use.artifact.codec)
        np.testing.assert_array_equal(kept, np.random.default_rng(number).random(3000))


@pytest.mark.parametrize(("token", "said"), [("wrong", "does not let you in"), ("", "does not let you in")])
def test_a_wrong_token_is_said_and_what_waits_is_sent_once_it_is_right(
    token: str, said: str, server: TeamServer, monkeypatch: pytest.MonkeyPatch, wait_for: Wait
) -> None:
    monkeypatch.setenv("CELLTRAIL_TOKEN", token)
    name = f"with {token or 'no'} token"
    with track(name) as run:
        celltrail.log_metric("m", 1)
        fault = wait_for(lambda: shipping._threads[run.workspace].fault)
    assert isinstance(fault, ServerRefusedError)
    assert said in fault.message
    assert "CELLTRAIL_TOKEN" in fault.hint
    assert token not in str(fault) or not token
    monkeypatch.setenv("CELLTRAIL_TOKEN", TOKEN)
    wait_for(lambda: [row.run.status for row in rows_of(server, name)] == ["finished"])


class Answering:
    """A program that is no celltrail: answers each request with the next of some statuses, then hangs up."""

    def __init__(self, answers: list[bytes]) -> None:
        self.answers = answers
        self.asked: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        while self.answers:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, suppress(OSError):
                self.asked.append(client.recv(65536))
                client.sendall(self.answers.pop(0))


def answer(status: str, body: str = "", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", body]
    return "\r\n".join(lines).encode()


PROBLEM = '{"code": "store", "message": "The disk is full.", "hint": "Make room."}'


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        (answer("401 Unauthorized"), ServerRefusedError, "does not let you in"),
        (answer("403 Forbidden"), ServerRefusedError, "does not let you in"),
        (answer("404 Not Found", "<html>"), ServerRefusedError, "There is no celltrail at"),
        (answer("413 Too Large"), ServerRefusedError, "answered 413"),
        (answer("429 Too Many"), ServerAwayError, "is not up"),
        (answer("500 Fault", "<html>"), ServerRefusedError, "answered 500"),
        (answer("502 Bad Gateway", "<html>"), ServerAwayError, "is not up"),
        (answer("503 Away", PROBLEM, "Content-Type: application/json"), ServerRefusedError, "The disk is full"),
        (answer("200 OK", "<html>", "Content-Type: text/html"), ServerRefusedError, "There is no celltrail at"),
        (answer("200 OK", "{", "Content-Type: application/json"), ServerAwayError, "was cut off"),
        (b"HTTP/1.1 200 OK\r\nServ", ServerAwayError, "was cut off"),
        (answer("302 Found", "", "Location: http://127.0.0.1:9/"), ServerRefusedError, "There is no celltrail"),
        (b"nonsense\r\n\r\n", ServerAwayError, "cannot be reached"),
        (b"", ServerAwayError, "cannot be reached"),
    ],
    ids=lambda value: value.decode().splitlines()[0][9:] if isinstance(value, bytes) and value else "",
)
def test_each_answer_that_is_none_is_one_clear_error(given: bytes, error: type[CelltrailError], said: str) -> None:
    program = Answering([given])
    with pytest.raises(error) as caught:
        Client(program.address, lambda: TOKEN).get("version")
    assert said in caught.value.message
    assert caught.value.hint
    assert TOKEN not in str(caught.value)
    program.socket.close()


def test_a_redirection_does_not_take_the_token_with_it() -> None:
    thief = Answering([answer("200 OK", "{}", "Content-Type: application/json")])
    program = Answering([answer("307 Temporary Redirect", "", f"Location: {thief.address}")])
    with pytest.raises(ServerRefusedError):
        Client(program.address, lambda: TOKEN).get("version")
    assert thief.asked == []
    thief.socket.close()
    program.socket.close()


def test_a_proxy_that_takes_only_small_bodies_gets_smaller_pieces(
    server: TeamServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with track("small pieces") as run:
        noise = np.random.default_rng(1).random(100_000)
        run.log_value("noise", noise)
        for number in range(20_000):
            run.log_metric("m", number)
    delivery: Any = run.workspace.delivery
    post = delivery._client.post_bytes
    refused: list[int] = []

    def picky(path: str, body: bytes, **options: Any) -> Any:
        if len(body) > 300_000:
            refused.append(len(body))
            raise ServerRefusedError("too large", answered=413)
        return post(path, body, **options)

    monkeypatch.setattr(delivery._client, "post_bytes", picky)
    celltrail.sync()
    assert points_of(server, "small pieces") == list(range(20_000))
    use = server.workspace.store.runs.uses_of_run(run.id)[0]
    np.testing.assert_array_equal(server.workspace.artifacts.get(use.artifact.digest, use.artifact.codec), noise)


def test_what_a_team_server_does_not_do_for_its_clients_is_one_clear_error(server: TeamServer) -> None:
    for ask in (celltrail.models, lambda: celltrail.promote("m/1")):
        with pytest.raises(NotOnServerError) as caught:
            ask()
        assert server.address in caught.value.message
        assert "JupyterLab on that server" in caught.value.hint


def test_what_waits_for_a_server_is_not_forgotten_when_its_address_is(
    server: TeamServer, monkeypatch: pytest.MonkeyPatch, python: Start
) -> None:
    killed_after(python(ENDLESS, "up", "forgotten"), 10)
    monkeypatch.delenv("CELLTRAIL_STORE")
    with pytest.raises(InvalidInputError, match=r"wait for the team server 127\.0\.0\.1"):
        celltrail.sync()
    monkeypatch.setenv("CELLTRAIL_STORE", server.address)
    celltrail.sync()
    assert [row.run.status for row in rows_of(server, "forgotten")] == ["lost"]


WRITER = "a" * 32


@pytest.mark.parametrize(
    ("path", "query", "body"),
    [
        ("journals/..%2F..%2Fetc", {"start": 0}, b"x\n"),
        ("journals/..", {"start": 0}, b"x\n"),
        (f"journals/{'A' * 32}", {"start": 0}, b"x\n"),
        (f"journals/{WRITER}%00", {"start": 0}, b"x\n"),
        (f"journals/{WRITER}", {"start": -1}, b"x\n"),
        (f"journals/{WRITER}", {"start": 0}, b"half a line"),
        (f"journals/{WRITER}", {"start": 0}, b""),
        ("bytes/..%2Fx", {"upload": WRITER, "start": 0, "total": 1}, b"x"),
        (f"bytes/{'0' * 63}g", {"upload": WRITER, "start": 0, "total": 1}, b"x"),
        (f"bytes/{'0' * 64}", {"upload": "../x", "start": 0, "total": 1}, b"x"),
        (f"bytes/{'0' * 64}", {"upload": WRITER, "start": 0, "total": 0}, b"x"),
        (f"bytes/{'0' * 64}", {"upload": WRITER, "start": -1, "total": 1}, b"x"),
        (f"bytes/{'0' * 64}", {"upload": WRITER, "start": 0, "total": 2**50}, b"x"),
        (f"bytes/{'0' * 64}", {"upload": WRITER, "start": 0, "total": 1}, b"x"),
    ],
)
def test_hostile_ids_digests_and_numbers_are_refused_and_become_no_path(
    path: str, query: dict[str, Any], body: bytes, server: TeamServer
) -> None:
    before = {found for found in server.folder.rglob("*") if "uploads" not in found.parts}
    with pytest.raises(CelltrailError):
        Client(server.address).post_bytes(path, body, **query)
    new = {found for found in server.folder.rglob("*") if "uploads" not in found.parts} - before
    assert not [found for found in new if "store.db" not in found.name]
    assert list((server.folder / "home" / "uploads").glob("*")) == []


def test_the_same_piece_delivered_again_changes_nothing(server: TeamServer) -> None:
    from celltrail import ids

    client, writer, run_id = Client(server.address), ids.new_id(), ids.new_id()
    run = {"id": run_id, "name": "twice", "kind": "block", "status": "running", "started_at": 1.0}
    data = encode(("run", run)) + encode(("metric", (run_id, "m", "1.0", 0, 1.0)))
    states = [client.post_bytes(f"journals/{writer}", data, packed=True, start=0) for _ in range(3)]
    assert [(state["offset"], state["facts"]) for state in states] == [
        (len(data), 2),
        (len(data), 0),
        (len(data), 0),
    ]
    assert client.get(f"journals/{writer}")["offset"] == len(data)
    assert points_of(server, "twice") == [1.0]
    client.post(f"journals/{writer}/end", {})
    assert [row.run.status for row in rows_of(server, "twice")] == ["lost"]


def test_damage_in_what_is_sent_is_told_and_the_rest_arrives(server: TeamServer) -> None:
    before = len(server.workspace.store.drift.alerts())
    with track("damaged") as run:
        run.log_metric("m", 1)
        with run.workspace.journal.path.open("ab") as file:
            file.write(b"no line at all\n")
            file.write(encode(("bytes", "0" * 64)))
        run.log_metric("m", 2)
    celltrail.sync()
    assert points_of(server, "damaged") == [1.0, 2.0]
    messages = [alert.message for alert in server.workspace.store.drift.alerts()]
    assert len(messages) == before + 2
    assert any("1 damaged line(s)" in message for message in messages)
    assert any("never came, such as 000000000000" in message for message in messages)
    assert list((run.workspace.settings.journals / "damaged").iterdir())


def test_a_large_artifact_goes_in_parts_that_the_server_never_has_in_memory_at_once(server: TeamServer) -> None:
    noise = np.random.default_rng(2).integers(0, 255, 30_000_000, dtype=np.uint8)
    with track("large") as run:
        digest = run.log_value("noise", noise).digest
    celltrail.sync()
    kept = server.workspace.artifacts
    use = server.workspace.store.runs.uses_of_run(run.id)[0]
    np.testing.assert_array_equal(kept.get(digest, use.artifact.codec), noise)
    ArtifactStore(run.workspace.settings.artifacts).path(digest).unlink()
    np.testing.assert_array_equal(run.workspace.artifacts.get(digest, use.artifact.codec), noise)


def test_a_server_that_never_answers_holds_up_neither_cell_nor_fork(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    import time

    silent = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setenv("CELLTRAIL_STORE", f"http://127.0.0.1:{silent.getsockname()[1]}/")
    begun = time.monotonic()
    with track("silent") as run:
        for number in range(1000):
            run.log_metric("m", number)
        time.sleep(0.5)
        child = os.fork()
        if child == 0:
            run.log_metric("m", -1)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    took = time.monotonic() - begun
    silent.close()
    assert took < 4
    assert len(list(journals(run.workspace.settings.journals))) == 2
