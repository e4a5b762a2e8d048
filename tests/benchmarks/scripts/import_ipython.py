"""The time of importing IPython's shell, which is there before the extension, in milliseconds."""
import time

begun = time.perf_counter()
from IPython.core.interactiveshell import InteractiveShell

InteractiveShell.instance()
print((time.perf_counter() - begun) * 1e3)
