"""The time of `import celltrail`, in milliseconds."""

import time

begun = time.perf_counter()
import celltrail

print((time.perf_counter() - begun) * 1e3)
