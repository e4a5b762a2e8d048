"""A notebook of 20 cells over a frame of 500 MB, in a real kernel: seconds of each cell, and bytes stored.

    python frame_notebook.py plain|celltrail|kishu [folder]

prints JSON: {"cells": [seconds], "stored": bytes, "distinct": bytes}. `distinct` is what any exact capture has to
hold at least: the bytes of each distinct column or array that a name ever had (counted in `plain`).
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

CELLS = [
    "import matplotlib\nmatplotlib.use('agg')\nimport numpy as np, pandas as pd, matplotlib.pyplot as plt\n"
    "from sklearn.linear_model import LinearRegression\nfrom sklearn.ensemble import RandomForestRegressor",
    "rng = np.random.default_rng(0)\n"
    "df = pd.DataFrame({f'c{i}': rng.normal(size=3_125_000) for i in range(20)})",
    "means = df.mean()",
    "df['c0'] = df['c0'] * 2",
    "df['flag'] = (df['c1'] > 0).astype('int8')",
    "summary = df.describe()",
    "df['c2'] = df['c2'].clip(-2, 2)",
    "sample = df.sample(50_000, random_state=0)",
    "model = LinearRegression().fit(sample[['c0', 'c1']], sample['c3'])",
    "score = model.score(sample[['c0', 'c1']], sample['c3'])",
    "fig, ax = plt.subplots()\nax.hist(sample['c0'], bins=50)",
    "df['pred'] = model.predict(df[['c0', 'c1']])",
    "corr = sample.corr()",
    "forest = RandomForestRegressor(20, max_depth=6, random_state=0).fit(sample[['c0', 'c1']], sample['c3'])",
    "df['c4'] += 1",
    "by = df.groupby('flag')['c5'].mean()",
    "fig2, ax2 = plt.subplots()\nax2.plot(corr['c0'])",
    "df['resid'] = df['c3'] - df['pred']",
    "rmse = float(np.sqrt((df['resid'] ** 2).mean()))",
    "top = df.nlargest(10, 'resid')",
]
COUNT = """
import hashlib as _h
_seen = globals().setdefault("_seen", {})
for _name, _value in list(globals().items()):
    if _name.startswith("_"):
        continue
    _arrays = ()
    if type(_value).__name__ == "DataFrame":
        _arrays = [_value.iloc[:, _n].to_numpy() for _n in range(_value.shape[1])]
    elif type(_value).__name__ in ("Series", "ndarray"):
        _arrays = [np.asarray(_value)]
    for _array in _arrays:
        if _array.dtype != object:
            _seen[_h.blake2b(np.ascontiguousarray(_array).view("u1"), digest_size=16).digest()] = _array.nbytes
print(sum(_seen.values()))
"""
BEGIN = {
    "plain": "",
    "celltrail": "%load_ext celltrail",
    "kishu": "from kishu import init_kishu\ninit_kishu('bench.ipynb')",
}


def execute(client, code, wait=600):
    """Run one cell and return its seconds and what it printed."""
    begun = time.perf_counter()
    printed = []
    reply = client.execute_interactive(
        code,
        timeout=wait,
        output_hook=lambda m: printed.append(m["content"].get("text", "")) if m["msg_type"] == "stream" else None,
    )
    took = time.perf_counter() - begun
    if reply["content"]["status"] != "ok":
        raise SystemExit(f"{code}\n{reply['content'].get('ename')}: {reply['content'].get('evalue')}")
    return took, "".join(printed)


def size(folder):
    """Return the bytes of all files of a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def main(mode, folder):
    """Run the notebook and return the numbers."""
    os.chdir(folder)
    os.environ |= {"HOME": folder, "CELLTRAIL_HOME": f"{folder}/home", "KISHU_PATH_ROOT": folder}
    notebook = {"cells": [], "metadata": {"kernelspec": {"name": "python3", "display_name": "p", "language": "python"}},
                "nbformat": 4, "nbformat_minor": 5}
    Path("bench.ipynb").write_text(json.dumps(notebook))
    os.environ["TEST_NOTEBOOK_PATH"] = f"{folder}/bench.ipynb"  # how Kishu is told of a notebook without a server
    manager = KernelManager(connection_file=f"{folder}/kernel-bench.json")
    manager.kernel_cmd = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    try:
        execute(client, BEGIN[mode])
        seconds, distinct = [], 0
        for code in CELLS:
            took, _ = execute(client, f"%%track bench\n{code}" if mode == "celltrail" else code)
            seconds.append(took)
            if mode == "plain":
                distinct = int(execute(client, COUNT)[1])
        time.sleep(2)
        stored = size("home") if mode == "celltrail" else size(".") if mode == "kishu" else 0
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return {"cells": seconds, "stored": stored, "distinct": distinct}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else place)))
