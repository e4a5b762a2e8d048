"""The time of importing argparse, a module of the standard library, in milliseconds."""

import time

begun = time.perf_counter()
import argparse

print((time.perf_counter() - begun) * 1e3)
