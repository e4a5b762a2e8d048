"""Jobs on the workers of a Dask cluster; the cluster is somebody else's, or is started for the time."""

from __future__ import annotations
