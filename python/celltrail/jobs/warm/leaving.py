"""The end of a fork: all that a program may count on at its exit, without taking the interpreter apart.

To take it apart touches every object of the template, and each touch has the system copy a page: half a second
for what nobody sees.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import io
import sys
import threading
from contextlib import suppress
from typing import NoReturn

_BUFFERED = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)


def leave(code: int = 0) -> NoReturn:
    """End this process as ``sys.exit`` would at the end of its main program.

    Threads that are no daemons are waited for, then Python's exit handlers run, the names of the main program are
    let go of (finalizers run, files close; what was there before the fork is frozen, so to collect is quick), files that anything else still holds are flushed, and the C library's
    own handlers run, by which HDF5 for instance closes its files.
    """
    with suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined] # noqa: SLF001 - what the interpreter itself calls
    atexit._run_exitfuncs()  # noqa: SLF001
    with suppress(BaseException):
        gc.collect()  # errors that were caught hold their frames in circles, and these the objects
        names = vars(sys.modules["__main__"])
        for name in reversed(list(names)):  # so that a finalizer finds what was there before its object
            names.pop(name, None)
        gc.collect()
    for held in gc.get_objects():
        if type(held) in _BUFFERED:
            with suppress(Exception):
                held.flush()
    ctypes.PyDLL(None).exit(code)  # holds the interpreter's lock: no other thread runs meanwhile
    raise AssertionError("exit returns to nobody")
