"""Work beside the server's loop."""

from __future__ import annotations

import asyncio
import contextvars
import subprocess
import time
from collections.abc import Callable

import pytest

from celltrail.server.background import in_background

word = contextvars.ContextVar("word", default="")
STOPPED = """
import asyncio, signal, threading
from celltrail.server.background import in_background

async def serve():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    looking = asyncio.create_task(in_background(threading.Event().wait))
    await asyncio.sleep(0)
    print("looking", flush=True)
    await stop.wait()
    looking.cancel()

asyncio.run(serve())
"""


def test_it_returns_raises_and_sees_the_context_of_who_asks() -> None:
    def fail() -> None:
        raise KeyError("no")

    async def ask() -> list[str]:
        word.set("mine")
        with pytest.raises(KeyError, match="no"):
            await in_background(fail)
        return list(await asyncio.gather(*(in_background(word.get) for _ in range(100))))

    assert asyncio.run(ask()) == ["mine"] * 100


def test_a_server_that_is_asked_to_stop_does_not_wait_for_what_is_being_looked_at(
    python: Callable[..., subprocess.Popen[str]],
) -> None:
    process = python(STOPPED)
    assert process.stdout is not None
    assert process.stdout.readline() == "looking\n"
    begun = time.monotonic()
    process.terminate()
    assert process.wait(60) == 0
    assert time.monotonic() - begun < 30
