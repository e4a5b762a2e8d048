"""The end of a fork: all that a program may count on at its exit, without taking the interpreter apart.

To take it apart touches every object of the template, and each touch has the system copy a page: half a second
for what nobody sees.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import io
import signal
import threading
from contextlib import suppress
from typing import NoReturn

_BUFFERED = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)


def leave(code: int = 0) -> NoReturn:
    """End this process as ``sys.exit`` would at the end of its main program.

    Threads that are no daemons are waited for, then Python's exit handlers run. By that of IPython the notebook's
    names are let go of: finalizers run, files close. Files that anything else still holds are flushed, and the C
    library's own handlers run, by which HDF5 for instance closes its files. To collect is quick: what was there
    before the fork is frozen.
    """
    signal.signal(signal.SIGINT, lambda *_: None)  # jupyter_client interrupts a kernel as it shuts it down
    with suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined] # noqa: SLF001 - what the interpreter itself calls
    atexit._run_exitfuncs()  # noqa: SLF001
    gc.collect()
    for held in gc.get_objects():
        if type(held) in _BUFFERED:
            with suppress(Exception):
                held.flush()
    ctypes.PyDLL(None).exit(code)  # holds the interpreter's lock: no other thread runs meanwhile
    raise AssertionError("exit returns to nobody")
