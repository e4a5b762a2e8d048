"""The time of %load_ext celltrail, in milliseconds."""
import time

from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
begun = time.perf_counter()
shell.run_line_magic("load_ext", "celltrail")
print((time.perf_counter() - begun) * 1e3)
