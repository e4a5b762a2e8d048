"""A state of one kernel, brought back in another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_a_kernel_goes_on_where_another_one_was(start_kernel: Callable[..., Any], home: Path) -> None:
    first = start_kernel(CELLTRAIL_HOME=str(home))
    first.run("%load_ext celltrail")
    first.run(
        "%%track data\nimport pandas as pd\nshift = 1\ndef moved(f):\n    return f + shift\n"
        "df = pd.DataFrame({'a': [1, 2]})"
    )
    first.run("%%track more\ndf['b'] = moved(df['a'])")
    first.run("%%track after\ndf = df.drop(columns='a')")
    first.stop()

    second = start_kernel(CELLTRAIL_HOME=str(home))
    second.run("%load_ext celltrail\ndf = 'in the way'")
    dry = second.run("%restore more --dry-run --code").of("execute_result")[0]["data"]
    assert "would overwrite: df" in dry["text/plain"]
    assert second.run("print(df)").text == "in the way\n"
    shown = second.run("back = %restore more --code\nback").of("execute_result")[0]["data"]
    assert "overwritten: df" in shown["text/html"]
    assert second.run("print(moved(df['b']).tolist(), df.columns.tolist(), back.previous)").text == (
        "[3, 4] ['a', 'b'] {'df': 'in the way'}\n"
    )
    assert second.run("%restore nowhere").reply["ename"] == "UsageError"
