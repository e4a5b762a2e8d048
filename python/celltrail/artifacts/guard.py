"""Calling what a user's object defines, with an end to it.

Pickling asks objects for their content, and an object's answer may be anything, even never. So it is asked in a
thread; one that does not come back in time is told to end, and left behind if it does not listen.
"""

from __future__ import annotations

import contextvars
import ctypes
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class _GivenUpError(BaseException):
    """Raised inside a thread that nobody waits for any more."""


def within(seconds: float, call: Callable[[], T], what: str) -> T:
    """Return what `call` returns, or raise the exception that it raises.

    Raises
    ------
    TimeoutError
        It did not end in time; `what` says in the message what it was.
    """
    answer: list[T] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            answer.append(call())
        except _GivenUpError:
            return
        except BaseException as error:  # noqa: BLE001 - handed on to who waits
            fault.append(error)

    thread = threading.Thread(
        target=contextvars.copy_context().run, args=(run,), daemon=True, name="celltrail-guard"
    )
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        _interrupt(thread)
        raise TimeoutError(f"{what} did not end within {seconds:g} seconds.")
    if fault and isinstance(fault[0], Exception):
        raise fault[0]
    if fault:  # SystemExit and the like are meant for the thread that they were raised in
        raise RuntimeError(f"it raised {type(fault[0]).__name__}")
    return answer[0]


def _interrupt(thread: threading.Thread) -> None:
    ident: Any = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(_GivenUpError))
