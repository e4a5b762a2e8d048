"""Sessions without a process of their own: IPython's shell in this one, tracked like a kernel's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from celltrail import magics
from celltrail.tracking import workspace
from celltrail.tracking.context import wait_for_contexts

Shell = Any


@pytest.fixture
def shell() -> Iterator[Shell]:
    """Give a shell with our magics."""
    from IPython.core.interactiveshell import InteractiveShell

    made = InteractiveShell()
    magics.load(made)
    yield made
    magics.unload(made)


@pytest.fixture
def run(shell: Shell) -> Callable[..., list[Any]]:
    """Run cells, tracked but for those that begin with #, and return what they gave."""

    def run_all(*cells: str) -> list[Any]:
        given = []
        for number, cell in enumerate(cells):
            source = cell if cell.startswith(("#", "%")) else f"%%track cell{number}\n{cell}"
            result = shell.run_cell(source)
            result.raise_error()
            given.append(result.result)
        wait_for_contexts()
        workspace().drain()
        return given

    return run_all
