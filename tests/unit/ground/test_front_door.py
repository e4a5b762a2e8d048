from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import celltrail

HEAVY = (
    "numpy", "pandas", "polars", "pyarrow", "sqlalchemy", "alembic", "sklearn", "skops", "papermill", "IPython",
    "matplotlib", "uvicorn", "scipy", "jupyter_server",
)  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """Return the libraries that are loaded after `code` in a fresh interpreter."""
    printing = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{printing}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    ["import celltrail", "from celltrail import track, log_metric", "from celltrail.tracking import start_run"],
)
def test_importing_the_front_door_loads_no_heavy_library(code: str) -> None:
    assert loaded_by(code) & set(HEAVY) == set()


@pytest.mark.parametrize("name", [name for name in celltrail.__all__ if name != "__version__"])
def test_every_name_of_the_front_door_is_there_and_says_what_it_does(name: str) -> None:
    assert (inspect.getdoc(getattr(celltrail, name)) or "").strip()


def test_the_front_door_is_sorted_has_no_name_twice_and_hides_none() -> None:
    assert celltrail.__all__ == sorted(set(celltrail.__all__))
    assert set(celltrail.__all__) == {"__version__", *celltrail._HOME_OF}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tracc'"):
        _ = celltrail.tracc  # type: ignore[attr-defined]
