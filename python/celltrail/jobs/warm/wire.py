"""Messages between a template and those who ask it: JSON behind its length, open files beside it.

The socket lies in a folder that belongs to the user alone, and both ends ask the system who the other is.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from celltrail.errors import WarmError

_MOST_BYTES = 8 << 20
_MOST_FILES = 8
_LENGTH = struct.Struct("!I")


def open_folder(folder: Path) -> int:
    """Return a descriptor of the folder of sockets, which is made where it is missing.

    Raises
    ------
    WarmError
        It is a link, or others than the user may write or look into it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        found = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise WarmError(f"The folder {folder} cannot be used: {error}.", hint="Remove it.") from error
    state = os.fstat(found)
    if state.st_uid != os.geteuid() or stat.S_IMODE(state.st_mode) & 0o077:
        os.close(found)
        raise WarmError(
            f"Others than you may look into {folder}.", hint=f"Remove it, or say: chmod 700 '{folder}'."
        )
    return found


def address(folder: int, name: str) -> str:
    """Return the path of a socket in an open folder, short enough for the system however deep the folder lies."""
    return f"/proc/self/fd/{folder}/{name}.sock"


def listen(folder: int, name: str) -> socket.socket:
    """Return a socket that listens under a name; one that a dead process left there goes.

    Raises
    ------
    WarmError
        The file system of the folder takes no sockets.
    """
    path = address(folder, name)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - a path through an open folder
        listener.bind(path)
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise WarmError(f"No socket can be made there: {error}.", hint="Use a home on a local disk.") from error
    return listener


def connect(folder: Path, name: str) -> socket.socket | None:
    """Return a connection to the template of a name; None where there is none.

    Raises
    ------
    WarmError
        The folder is not the user's alone, or another user listens there.
    """
    if not folder.is_dir():
        return None
    opened = open_folder(folder)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(address(opened, name))
        check_peer(connection)
    except (FileNotFoundError, ConnectionError):
        connection.close()
        return None
    except BaseException:
        connection.close()
        raise
    finally:
        os.close(opened)
    return connection


def check_peer(connection: socket.socket) -> None:
    """Refuse a connection with a process of another user.

    Raises
    ------
    WarmError
        It is another user's.
    """
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _pid, uid, _gid = struct.unpack("3i", packed)
    if uid != os.geteuid():
        raise WarmError(f"The other end belongs to user {uid}.", hint="Remove the folder of sockets.")


def send(connection: socket.socket, message: dict[str, Any], files: Sequence[int] = ()) -> None:
    """Send a message and open files."""
    body = json.dumps(message).encode()
    socket.send_fds(connection, [_LENGTH.pack(len(body))], list(files))
    connection.sendall(body)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the next message and the files that came with it.

    Raises
    ------
    WarmError
        The other end is gone, or what it says is no message.
    """
    try:
        head, files, _flags, _address = socket.recv_fds(
            connection, _LENGTH.size, _MOST_FILES, socket.MSG_CMSG_CLOEXEC
        )
        head += _exactly(connection, _LENGTH.size - len(head))
        (length,) = _LENGTH.unpack(head)
        if length > _MOST_BYTES:
            raise WarmError(f"A message of {length} bytes is none of ours.", hint="Stop what listens there.")
        return dict(json.loads(_exactly(connection, length))), list(files)
    except (OSError, ValueError) as error:
        raise WarmError(f"The other end did not answer: {error}.", hint="Ask again.") from error


def _exactly(connection: socket.socket, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        piece = connection.recv(count - len(found))
        if not piece:
            raise WarmError("The other end is gone.", hint="Ask again.")
        found += piece
    return bytes(found)
