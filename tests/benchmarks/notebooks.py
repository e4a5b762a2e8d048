"""Public notebooks with and without capture: ``python -m tests.benchmarks notebooks``.

They come from the source packages of libraries, fetched with pip, and are not part of this repository. A notebook
whose libraries are not installed is left out; pip brings those that are Python alone.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.sameness import BEST, Compared, compare, sources

TITLE = "## Public notebooks"
PYTHON = str(Path(__file__).parents[2] / "python")


@dataclass(frozen=True)
class Source:
    """Notebooks of one source package."""

    package: str
    """With its version, as pip takes it."""
    folder: str
    names: tuple[str, ...]
    brings: tuple[str, ...] = ()
    """Libraries written in Python alone that its notebooks need."""
    needs: tuple[str, ...] = ()
    """Modules that must be installed."""


SOURCES = (
    Source(
        "ipython==8.12.3",
        "examples/IPython Kernel",
        (
            "Capturing Output", "Cell Magics", "Updating Displays", "Trapezoid Rule",
            "Animations Using clear_output", "Custom Display Logic", "Rich Output", "Beyond Plain Python",
            "Plotting in the Notebook", "Background Jobs",
        ),
    ),
    Source(
        "nbclient==0.11.0", "tests/files",
        ("Clear Output", "update-display-id", "Other Comms", "UnicodePy3", "SVG", "Inline Image", "Error"),
    ),
    Source("nbclient==0.11.0", "tests/files", ("Output", "JupyterWidgets"), needs=("ipywidgets",)),
    Source("tqdm==4.52.0", ".", ("DEMO",), needs=("tqdm",)),
    Source(
        "seaborn==0.13.2", "doc/_tutorial", ("aesthetics", "error_bars", "properties"), brings=("seaborn==0.13.2",)
    ),
    Source(
        "imbalanced-learn==0.14.2", "doc/auto_examples",
        (
            "over-sampling/plot_comparison_over_sampling", "evaluation/plot_metrics",
            "pipeline/plot_pipeline_classification", "applications/plot_multi_class_under_sampling",
            "combine/plot_comparison_combine", "model_selection/plot_instance_hardness_cv",
        ),
        brings=("imbalanced-learn==0.14.2", "sklearn-compat==0.1.6", "seaborn==0.13.2"),
    ),
)  # fmt: skip


def section() -> list[str]:
    """Run the notebooks and return the lines of the page's section."""
    found: list[Compared] = []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, cells in _notebooks(Path(folder)):
            found += cells
            rows.append(_row(name, cells))
            print(rows[-1], flush=True)
    return [
        TITLE, "",
        "Made by `python -m tests.benchmarks notebooks`: every code cell without and with `%%track`, in kernels",
        "of their own. *Identical*: to the letter, without our card; addresses, ids and the working folder by the",
        "order in which they appear. *But for numbers*: it shows other numbers each time without capture too",
        "(times). *By chance*: it shows something else each time without capture too (random pictures, progress",
        "bars), of the same kinds.",
        "",
        "| notebook | cells | identical | but for numbers | by chance | different | without | with | a cell |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
        _row("**all**", found),
    ]  # fmt: skip


def _notebooks(folder: Path) -> Iterator[tuple[str, list[Compared]]]:
    for source in SOURCES:
        if missing := [name for name in source.needs if importlib.util.find_spec(name) is None]:
            print(f"left out, {', '.join(missing)} is not installed: {source.package}")
            continue
        root = _fetched(source.package, folder)
        site = folder / "site"
        if source.brings:
            _pip("install", "--no-deps", "--target", str(site), "--upgrade", *source.brings)
        for name in source.names:
            made = folder / "runs" / f"{source.package}-{name.replace('/', '-')}"
            cells = sources(root / source.folder / f"{name}.ipynb")
            title = f"{source.package.partition('==')[0]}: {name.rpartition('/')[2]}"
            yield title, compare(cells, made, PYTHONPATH=os.pathsep.join([PYTHON, str(site)]))


def _fetched(package: str, folder: Path) -> Path:
    """Return the folder of a source package."""
    name, _, version = package.partition("==")
    place = folder / package
    if not place.exists():
        _pip("download", "--no-deps", "--no-binary", name, "--dest", str(folder), package)
        (archive,) = folder.glob(f"{name.replace('-', '_')}-{version}.tar.gz")
        with tarfile.open(archive) as opened:
            opened.extractall(place, filter="data")
    (root,) = place.iterdir()
    return root


def _pip(*arguments: str) -> None:
    quietly = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", *arguments, *quietly], check=True)


def _row(name: str, cells: list[Compared]) -> str:
    counts = [sum(cell.verdict == verdict for cell in cells) for verdict in BEST]
    without = sum(cell.without.seconds for cell in cells)
    tracked = sum(cell.tracked.seconds for cell in cells)
    more = statistics.median((cell.tracked.seconds - cell.without.seconds) * 1000 for cell in cells)
    numbers = " | ".join(map(str, [len(cells), *counts]))
    return f"| {name} | {numbers} | {without:.1f} s | {tracked:.1f} s | {more:.0f} ms |"
