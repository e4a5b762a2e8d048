"""Work beside the server's loop, for which nobody waits when the server ends.

``asyncio.to_thread`` uses threads that Python joins at its exit: a request that waits for an endpoint to start, or
a look at a store that is locked, would hold a server that was asked to stop for as long. What is cut off here is
what a ``kill`` would cut off, and everything of ours is made for that.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 32
_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def in_background(function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what a function returns, called in a thread that ends with the process; 32 run at once."""
    loop = asyncio.get_running_loop()
    async with _rooms.setdefault(loop, asyncio.Semaphore(_MOST)):
        answer: asyncio.Future[R] = loop.create_future()
        call = partial(contextvars.copy_context().run, function, *args, **kwargs)
        threading.Thread(target=_work, args=(loop, answer, call), name="celltrail-server", daemon=True).start()
        return await answer


def _work(loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Any], call: Callable[[], Any]) -> None:
    result: Any = None
    fault: BaseException | None = None
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001 - it is raised where the answer is awaited
        fault = error
    with suppress(RuntimeError):  # the loop has ended meanwhile
        loop.call_soon_threadsafe(_settle, answer, result, fault)


def _settle(answer: asyncio.Future[Any], result: Any, fault: BaseException | None) -> None:
    if answer.done():  # whoever waited was cancelled
        return
    if fault is None:
        answer.set_result(result)
    elif isinstance(fault, StopIteration):  # a future takes no such
        answer.set_exception(RuntimeError(f"StopIteration: {fault}"))
    else:
        answer.set_exception(fault)
