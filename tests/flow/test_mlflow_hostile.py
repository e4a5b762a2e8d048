"""What somebody hostile may send to MLflow's API: a clear answer, bounded memory, and nothing half-done."""

from __future__ import annotations

import http.client
import io
import json
import socket
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from tests.conftest import isolated_environment

BASE, TOKEN = "/celltrail/mlflow/api/2.0", "t0ken"
MIB = 1 << 20
HELD = 250
"""So many MiB more than before are far less than what is sent."""


class Server:
    """A server, as somebody with its token sees it."""

    def __init__(self, folder: Path, port: int, pid: int) -> None:
        self.folder, self.port, self.pid = folder, port, pid

    def memory(self) -> float:
        return float(psutil.Process(self.pid).memory_info().rss) / MIB

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        known = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        raw = json.dumps(body).encode() if isinstance(body, dict | list) else body
        try:
            connection.request(method, f"{BASE}{path}", raw, known | headers)
            return self.answer(connection)
        finally:
            connection.close()

    def answer(self, connection: http.client.HTTPConnection) -> tuple[int, Any]:
        answer = connection.getresponse()
        said = answer.read()
        return answer.status, json.loads(said) if said[:1] in (b"{", b"[") else said

    def run(self) -> str:
        return str(self.ask("POST", "/mlflow/runs/create", {"experiment_id": "0"})[1]["run"]["info"]["run_id"])

    def files(self, run: str) -> list[str]:
        return [one["path"] for one in self.ask("GET", f"/mlflow/artifacts/list?run_id={run}")[1]["files"]]

    def left_over(self) -> list[Path]:
        return list(self.folder.rglob(".partial-*"))


def unused_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("hostile"), unused_port()
    command = [
        *(
            sys.executable,
            "-m",
            "jupyter_server",
            "--no-browser",
            "--allow-root",
            f"--port={port}",
            "--ip=127.0.0.1",
        ),
        *(f"--IdentityProvider.token={TOKEN}", "--ServerApp.jpserver_extensions={'celltrail': True}"),
    ]
    process = subprocess.Popen(
        command, cwd=folder, env=isolated_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    made = Server(folder, port, process.pid)
    try:
        while process.poll() is None:
            try:
                if made.ask("GET", "/mlflow/experiments/get?experiment_id=0")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(timeout=30)


def pieces(size_mib: int) -> Iterator[bytes]:
    piece = b" " * MIB
    return (piece for _ in range(size_mib))


def test_a_request_that_is_far_too_large_is_read_but_never_held(server: Server) -> None:
    before = server.memory()
    status, said = server.ask("POST", "/mlflow/runs/search", pieces(400), **{"Content-Length": str(400 * MIB)})
    assert (status, said["error_code"]) == (400, "BAD_REQUEST")
    assert said["message"] == "A request may have 64 MiB, this one has more."
    assert server.memory() - before < HELD


def test_of_somebody_without_the_token_nothing_is_held(server: Server) -> None:
    before = server.memory()
    headers = {"Content-Length": str(400 * MIB), "Authorization": "Bearer wrong"}
    with suppress(ConnectionError):  # the server may hang up before all is sent
        assert server.ask("POST", "/mlflow/runs/search", pieces(400), **headers)[0] in (401, 403)
    assert server.memory() - before < HELD
    assert server.ask("GET", "/mlflow/experiments/get?experiment_id=0")[0] == 200


def test_what_is_compressed_is_not_unpacked(server: Server) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as file:
        for _ in range(300):
            file.write(bytes(MIB))
    before, run = server.memory(), server.run()
    path = f"/mlflow-artifacts/artifacts/0/{run}/artifacts/bomb.zip"
    assert server.ask("PUT", path, bomb.getvalue())[0] == 200
    assert server.ask("GET", path)[1] == bomb.getvalue()
    status, said = server.ask("POST", "/mlflow/runs/search", bomb.getvalue(), **{"Content-Encoding": "gzip"})
    assert (status, said["error_code"]) == (400, "BAD_REQUEST")
    assert server.memory() - before < HELD


def test_a_large_file_goes_through_without_being_held(server: Server) -> None:
    before, run = server.memory(), server.run()
    path = f"/mlflow-artifacts/artifacts/0/{run}/artifacts/large.bin"
    assert server.ask("PUT", path, pieces(400), **{"Content-Length": str(400 * MIB)})[0] == 200
    assert server.memory() - before < HELD


def test_a_file_that_says_to_be_larger_than_any_may_be_is_refused_before_it_comes(server: Server) -> None:
    run = server.run()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("PUT", f"{BASE}/mlflow-artifacts/artifacts/0/{run}/artifacts/x")
    connection.putheader("Authorization", f"Bearer {TOKEN}")
    connection.putheader("Content-Length", str(1 << 60))
    connection.endheaders()
    status, said = server.answer(connection)
    connection.close()
    assert (status, said) == (
        413, {"error_code": "BAD_REQUEST", "message": "A file may have 64 GiB. Send it in several."}
    )  # fmt: skip
    assert server.files(run) == []


def test_an_upload_that_breaks_off_leaves_nothing(server: Server) -> None:
    run = server.run()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("PUT", f"{BASE}/mlflow-artifacts/artifacts/0/{run}/artifacts/half")
    connection.putheader("Authorization", f"Bearer {TOKEN}")
    connection.putheader("Content-Length", "5000000")
    connection.endheaders()
    connection.send(bytes(2_000_000))
    connection.close()
    until = time.monotonic() + 60
    while server.left_over() and time.monotonic() < until:
        time.sleep(0.1)
    assert server.left_over() == []
    assert server.files(run) == []


def test_links_in_an_archive_stay_bytes_and_a_link_in_our_own_folder_is_not_followed_by_a_name(
    server: Server,
) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        link = tarfile.TarInfo("../../outside")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    run = server.run()
    assert server.ask("PUT", f"/mlflow-artifacts/artifacts/0/{run}/artifacts/a.tar", packed.getvalue())[0] == 200
    assert server.files(run) == ["a.tar"]
    for where in server.folder.rglob("artifacts"):
        if where.is_dir():
            Path(where / "etc").symlink_to("/etc")
    status, said = server.ask("GET", f"/mlflow-artifacts/artifacts/0/{run}/artifacts/etc/passwd")
    assert (status, said["error_code"]) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert list(server.folder.rglob("outside*")) == []


@pytest.mark.parametrize(
    "folder", ["..", "a/../..", "/etc", "//etc", "%2e%2e", "..%2f..", "C:/x", "a\\..\\b", "a//b"]
)
@pytest.mark.parametrize("ask", ["list", "proxied", "multipart", "logged model", "source"])
def test_no_path_of_a_request_leads_out_of_its_run(server: Server, folder: str, ask: str) -> None:
    run = server.run()
    place = f"0/{run}/artifacts/{folder}"
    quoted = folder.replace("%", "%25").replace("\\", "%5C")
    status, said = {
        "list": lambda: server.ask("GET", f"/mlflow/artifacts/list?run_id={run}&path={quoted}"),
        "proxied": lambda: server.ask("GET", f"/mlflow-artifacts/artifacts?path=0/{run}/artifacts/{quoted}"),
        "multipart": lambda: server.ask(
            "POST", f"/mlflow-artifacts/mpu/create/0/{run}/artifacts/{quoted}", {"path": "x", "num_parts": 1}
        ),
        "logged model": lambda: server.ask(
            "GET", f"/mlflow/logged-models/{logged(server)}/artifacts/directories?artifact_directory_path={quoted}"
        ),
        "source": lambda: server.ask(
            "POST", "/mlflow/model-versions/create",
            {"name": model(server), "source": f"mlflow-artifacts:/{place}", "run_id": run},
        ),
    }[ask]()  # fmt: skip
    assert status in (400, 404), said
    assert said["error_code"] in ("INVALID_PARAMETER_VALUE", "RESOURCE_DOES_NOT_EXIST", "ENDPOINT_NOT_FOUND")
    assert server.files(run) == []
    assert server.left_over() == []


@pytest.mark.parametrize(
    "source", ["/etc/passwd", "file:///etc", "s3://a/../b", "runs:/x/../../y", "C:\\x", "../x"]
)
def test_a_version_has_no_source_on_the_machine_of_the_server(server: Server, source: str) -> None:
    status, said = server.ask("POST", "/mlflow/model-versions/create", {"name": model(server), "source": source})
    assert (status, said["error_code"]) == (400, "INVALID_PARAMETER_VALUE"), said


def test_a_description_of_a_model_that_is_huge_or_expands_is_kept_and_not_read(server: Server) -> None:
    before, run = server.memory(), server.run()
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    for number, content in enumerate((
        pieces(300),
        (laughs + "signature: {inputs: *a59}\nflavors: *a59").encode(),
    )):
        path = f"/mlflow-artifacts/artifacts/0/{run}/artifacts/m{number}/MLmodel"
        size = {} if isinstance(content, bytes) else {"Content-Length": str(300 * MIB)}
        assert server.ask("PUT", path, content, **size)[0] == 200
        source = {"name": model(server), "source": f"mlflow-artifacts:/0/{run}/artifacts/m{number}", "run_id": run}
        status, said = server.ask("POST", "/mlflow/model-versions/create", source)
        assert status == 200, said
    assert server.memory() - before < HELD


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'"x"',
        b"{",
        b'{"experiment_ids": ' + b"[" * 100_000,
        b'{"filter": "\\ud800"}',
        b"\xff\xfe",
        b"null",
    ],
)
def test_a_body_that_is_no_request_is_said_to_be_none(server: Server, body: bytes) -> None:
    status, said = server.ask("POST", "/mlflow/runs/search", body)
    assert status == (200 if not body else 400), said
    assert not body or said["error_code"] in ("BAD_REQUEST", "INVALID_PARAMETER_VALUE")


def logged(server: Server) -> str:
    made = server.ask("POST", "/mlflow/logged-models", {"experiment_id": "0", "name": "m"})
    return str(made[1]["model"]["info"]["model_id"])


def model(server: Server) -> str:
    server.ask("POST", "/mlflow/registered-models/create", {"name": "hostile"})
    return "hostile"
