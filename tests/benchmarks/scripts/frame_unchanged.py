"""Looking at an unchanged frame of 500 MB again, in milliseconds."""
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from celltrail.artifacts import ArtifactStore

folder = tempfile.TemporaryDirectory()
store = ArtifactStore(Path(folder.name))
df = pd.DataFrame({f"c{i}": np.random.default_rng(i).normal(size=3_125_000) for i in range(20)})
store.put(df)
took = []
for _ in range(9):
    begun = time.perf_counter()
    store.put(df)
    took.append(time.perf_counter() - begun)
folder.cleanup()
print(statistics.median(took) * 1e3)
