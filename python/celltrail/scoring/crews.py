"""Who scores pieces: this process, several, or the workers of a cluster. All give them back in order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from celltrail.errors import ClusterError, JobFailedError
from celltrail.jobs.dask.address import require
from celltrail.jobs.dask.cluster import connected
from celltrail.scoring.piecework import Done, Work, carry_out
from celltrail.scoring.worker import packed, unpacked

_AHEAD = 4
"""How many pieces for each process may be done before they are needed: so the disk holds few of them."""


def processes(works: Sequence[Work], count: int) -> Iterator[Done]:
    """Give pieces that are scored by some processes of this machine.

    Raises
    ------
    InvalidInputError
        Rows do not fit.
    JobFailedError
        A process died.
    """
    idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    crew = [_process(max(1, (os.cpu_count() or 1) // count)) for _ in range(count)]
    for process in crew:
        idle.put(process)
    pool = ThreadPoolExecutor(count)
    try:
        waiting: list[Future[Done]] = []
        for work in works:
            waiting.append(pool.submit(_ask, idle, work))
            if len(waiting) >= count * _AHEAD:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in crew:
            process.kill()
        for process in crew:
            process.communicate()


def cluster(works: Sequence[Work], on: str) -> Iterator[Done]:
    """Give pieces that are scored by the workers of a Dask cluster; a lost worker's go to another.

    Raises
    ------
    ClusterError
        Nobody answers there, or the workers cannot do it.
    InvalidInputError
        Rows do not fit.
    """
    with connected(on) as client:
        lost = require("distributed", "dask").scheduler.KilledWorker
        futures = [client.submit(carry_out, work, pure=False, retries=1) for work in works]
        try:
            for future in futures:
                yield future.result()
        except lost as error:
            raise ClusterError(f"One worker after another died: {error}", hint="They may lack memory.") from error
        except (ModuleNotFoundError, AttributeError) as error:
            raise ClusterError(
                f"The workers cannot do it: {error}.", hint="Install the same celltrail there."
            ) from error
        finally:
            client.cancel(futures)


def _process(threads: int) -> subprocess.Popen[str]:
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    return subprocess.Popen(
        [sys.executable, "-m", "celltrail.scoring.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**limits, **os.environ},
    )


def _ask(idle: SimpleQueue[subprocess.Popen[str]], work: Work) -> Done:
    process = idle.get()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(packed(work) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except (OSError, ValueError):
        line = ""
    if not line:
        raise JobFailedError(
            f"The process that scored {work.piece.path} died with {process.wait()}.",
            hint="It may have had too little memory: fewer processes need less.",
        )
    idle.put(process)
    answer: Any = unpacked(line)
    if isinstance(answer, tuple):
        kind, message, hint = answer
        raise kind(message, hint=hint)
    done: Done = answer
    return done
