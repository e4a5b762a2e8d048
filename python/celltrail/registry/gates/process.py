"""A process that checks gates, as who started it sees it: it may hang or crash, and nothing here does."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from celltrail import clock
from celltrail.registry.gates.gate import Gate
from celltrail.registry.gates.kind import Outcome
from celltrail.registry.gates.subject import Plan
from celltrail.registry.gates.worker import Answer

_SOURCES = str(Path(__file__).parents[3])
_PROGRAM = """
import sys
sources, folder = sys.argv[1:]
if sources not in sys.path:
    sys.path.insert(0, sources)
if folder:
    sys.path.append(folder)
from celltrail.registry.gates.worker import main
main()
"""
_PIECE = 1 << 16
_TAIL = 400
_GRACE_S = 5.0


class Lost(Exception):  # noqa: N818 - that it is gone is an answer here
    """The process did not answer; the message says why."""


class CheckingProcess:
    """One process, which is started when it is first asked, and again after it was lost.

    Modules in the folder of who asks can be imported in it, unless it is to be `alone`.
    """

    def __init__(self, plan: Plan, *, alone: bool = True) -> None:
        self._plan = plan
        self._alone = alone
        self._process: subprocess.Popen[bytes] | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as this lives
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.end()
        self._log.close()

    def check(self, gate: Gate) -> tuple[Outcome, float]:
        """Have a gate checked; return what came of it, and how many seconds that took.

        A process that does not answer in time is ended, with all that it started; the next gate gets a new one.
        """
        begun = clock.elapsed()
        try:
            self._begin()
            self._send(json.dumps(gate.expression))
            answer = msgspec.json.decode(self._line(begun + gate.timeout_s), type=Answer)
        except TimeoutError:
            self.end()
            reason = (
                f"it did not end within {gate.timeout_s:g} seconds and was stopped (timeout={gate.timeout_s:g}s)"
            )
            return Outcome(passed=False, ran=False, reason=reason), clock.elapsed() - begun
        except (Lost, OSError, msgspec.DecodeError) as error:
            self.end()
            return Outcome(passed=False, ran=False, reason=str(error)), clock.elapsed() - begun
        return answer.outcome, answer.seconds

    def end(self) -> None:
        """End the process, and all that it started."""
        if self._process is None:
            return
        process, self._process = self._process, None
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        if process.poll() is None:
            _signal(process, signal.SIGTERM)  # what it started may have something to clear away
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE_S)
        _signal(process, signal.SIGKILL)
        process.wait()

    def _begin(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.end()
        self._rest = b""
        self._log.seek(0)
        self._log.truncate()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _PROGRAM, _SOURCES, "" if self._alone else self._plan.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=self._plan.folder or None,
            env={**os.environ, **self._plan.environment},
            start_new_session=True,
        )
        self._send(msgspec.json.encode(self._plan).decode())

    def _send(self, line: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._lost() from None

    def _line(self, deadline: float) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            left = deadline - clock.elapsed()
            if left <= 0 or not select.select([handle], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(handle, _PIECE)
            if not piece:
                raise self._lost()
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _lost(self) -> Lost:
        """Return what is known of the end of a process."""
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_S)
        code = self._process.returncode
        how = f"was killed by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"
        self._log.seek(0)
        lines = [line for line in self._log.read().decode("utf-8", "replace").splitlines() if line.strip()]
        fatal = [line for line in lines if line.startswith("Fatal Python error")]
        last = f": {(fatal or lines)[-1][:_TAIL]}" if lines else ""
        return Lost(f"its process {how} before it answered{last}")


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
