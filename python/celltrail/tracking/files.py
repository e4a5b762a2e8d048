"""The content of files, looked at again only when they changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from celltrail.artifacts import digest_file

_MOST = 10_000
_known: dict[tuple[str, int, int, int], str] = {}


def file_digests(paths: Iterable[str]) -> dict[str, str]:
    """Return the digest of each file that can be read.

    A file whose size, inode and time of change (in nanoseconds) are those of the last look is not read again.
    """
    found = {}
    for path in paths:
        with suppress(OSError, ValueError):
            stat = os.stat(path)  # noqa: PTH116 - a path may be a URL, which has no stat
            key = (path, stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if key not in _known:
                if len(_known) >= _MOST:
                    _known.clear()
                _known[key] = digest_file(Path(path))
            found[path] = _known[key]
    return found
