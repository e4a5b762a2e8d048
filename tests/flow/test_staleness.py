"""Cells that are stale, from a real kernel to what the store says of its notebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

LOAD = "%%track load\nimport pandas as pd\ndf = pd.read_csv('data.csv')"
CLEAN = "%%track clean\ndf = df.dropna()\nrows = len(df)"
CHOOSE = "%%track choose\ndepth = {depth}"
FIT = "%%track fit\nscore = float(df['a'].sum()) * depth"


def test_a_cell_is_stale_from_the_change_of_an_input_until_it_is_run_again_or_the_input_is_back(
    start_kernel: Callable[..., Any], tmp_path: Path
) -> None:
    notebook = str(tmp_path / "work.ipynb")
    kernel = start_kernel(JPY_SESSION_NAME=notebook)
    data = kernel.folder / "data.csv"

    def run(cell_id: str, source: str) -> None:
        assert kernel.run(source, meta={"cellId": cell_id}).reply["status"] == "ok"

    def stale() -> dict[str, tuple[str, ...]]:
        kernel.workspace.drain()
        cells = kernel.workspace.store.staleness.cells([notebook])
        return {cell.cell_id: cell.reasons for cell in cells if cell.stale}

    data.write_text("a\n1\n2\n\n")
    kernel.run("%load_ext celltrail")
    run("load", LOAD)
    run("clean", CLEAN)
    run("choose", CHOOSE.format(depth=6))
    run("fit", FIT)
    assert stale() == {}

    run("choose", CHOOSE.format(depth=8))
    assert stale() == {"fit": ("depth (6, now 8)",)}
    run("choose", CHOOSE.format(depth=6))
    assert stale() == {}
    run("choose", CHOOSE.format(depth=8))
    run("fit", FIT)
    assert stale() == {}

    data.write_text("a\n5\n7\n\n")
    run("load", LOAD)
    assert stale() == {"clean": ("df",), "fit": ("df",)}
    run("clean", CLEAN)
    assert stale() == {"fit": ("df",)}
    run("fit", FIT)
    assert stale() == {}
    assert [row.run.stale for row in kernel.workspace.store.runs.list(search="fit")] == [False, True, True]
