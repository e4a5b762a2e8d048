"""Runs of a real kernel, compared and drawn where they were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_repeats_in_a_kernel_are_compared_and_their_lineage_is_drawn(start_kernel: Callable[..., Any]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext celltrail")
    kernel.run("%%track data\nimport numpy as np\nimport pandas as pd\ndf = pd.DataFrame({'a': np.arange(50.0)})")
    for shift, name in ((0.0, "low"), (1.0, "high")):
        for seed in (1, 2, 3):
            code = f"shift = {shift}\nscore = df['a'].mean() + shift + np.random.normal() / 50"
            kernel.run(f"%%track {name} --seed {seed}\n{code}")
    (shown,) = kernel.run("%compare low high").of("execute_result")
    text, html = shown["data"]["text/plain"], shown["data"]["text/html"]
    assert "a real difference (p = " in text
    assert "3 runs (found: same name, code, parameters and inputs, other seeds)" in text
    assert "~ B shift: 0 → 1" in text
    assert "ct-Comparison" in html
    (drawn,) = kernel.run("%lineage df").of("execute_result")
    assert "<svg" in drawn["data"]["text/html"]
    assert drawn["data"]["text/plain"].count("run low") == 3
    assert kernel.run("%compare low nowhere").reply["ename"] == "UsageError"
    assert kernel.run("%lineage nowhere").reply["ename"] == "UsageError"
