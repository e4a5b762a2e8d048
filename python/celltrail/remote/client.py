"""Asking a team server: HTTP, the token, and what its answers mean.

A request is tried once; when to try again is for the caller to say. Redirections are not followed: the token would
go with them to wherever they lead.
"""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from celltrail import config
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError, ServerAwayError, ServerRefusedError

API = "celltrail/api/"
TIMEOUT_S = 20.0
_SMALL_BYTES = 500
"""Below this a body is sent as it is."""
_NO_TOKEN, _NO_RIGHT, _NOT_THERE, _TOO_LARGE = 401, 403, 404, 413
_FAULTS = range(500, 600)
_AWAY = frozenset({408, 429, 502, 503, 504})
"""What proxies and hubs answer for a server that is not up, or has too much to do."""


_ANSWERS: dict[str, type[CelltrailError]] = {"not_found": NotFoundError, "invalid_input": InvalidInputError}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


class Client:
    """Speaks with the server at an address that ends with a slash. Threads may share it."""

    def __init__(self, address: str, token: Callable[[], str] = config.token) -> None:
        self.address = address
        self.timeout_s = TIMEOUT_S
        self._token = token
        self._opener = urllib.request.build_opener(_Stay)

    def get(self, path: str, **query: object) -> Any:
        """Ask, and return what the JSON of the answer says."""
        return self._read(self.get_bytes(path, **query))

    def get_bytes(self, path: str, **query: object) -> bytes:
        """Ask, and return the bytes of the answer."""
        return self._send(self._request("GET", path, query))

    def post(self, path: str, body: object, **query: object) -> Any:
        """Send something as JSON, and return what the JSON of the answer says."""
        return self._read(self._send(self._request("POST", path, query, json.dumps(body).encode())))

    def post_bytes(self, path: str, body: bytes, *, packed: bool = False, **query: object) -> Any:
        """Send bytes, compressed on their way if `packed`, and return what the JSON of the answer says."""
        packed = packed and len(body) > _SMALL_BYTES
        request = self._request("POST", path, query, gzip.compress(body, 1) if packed else body)
        request.add_header("Content-Type", "application/octet-stream")
        if packed:
            request.add_header("Content-Encoding", "gzip")
        return self._read(self._send(request))

    def _read(self, data: bytes) -> Any:
        try:
            return json.loads(data)
        except ValueError:
            raise self._away("its answer was cut off") from None

    def _request(
        self, method: str, path: str, query: dict[str, object], body: bytes | None = None
    ) -> urllib.request.Request:
        asked = {name: value for name, value in query.items() if value is not None}
        url = f"{self.address}{API}{path}{'?' if asked else ''}{urllib.parse.urlencode(asked)}"
        request = urllib.request.Request(url, body, method=method)  # noqa: S310 - config lets http(s) through only
        request.add_header("Content-Type", "application/json")
        if token := self._token():
            request.add_unredirected_header("Authorization", f"token {token}")
        return request

    def _send(self, request: urllib.request.Request) -> bytes:
        try:
            with self._opener.open(request, timeout=self.timeout_s) as answer:
                data: bytes = answer.read()
                kind = answer.headers.get("Content-Type")
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error, asked=request.method == "GET") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._away(_reason(error)) from None
        if kind is None:  # not even the head of the answer came whole
            raise self._away("its answer was cut off")
        if "json" not in kind and "octet" not in kind:
            raise _no_celltrail(self.address)
        return data

    def _away(self, reason: str) -> ServerAwayError:
        return ServerAwayError(
            f"The team server {self.address} cannot be reached: {reason}.",
            hint="What was tracked waits on this machine; it is sent when the server is back, or with "
            "`celltrail sync`.",
        )

    def _refusal(self, error: urllib.error.HTTPError, *, asked: bool) -> CelltrailError:
        problem = _problem(error)
        said = f"{problem.get('message') or error.reason} {problem.get('hint', '')}".strip()
        if error.code in _AWAY and problem.get("code") != "store":
            return ServerAwayError(
                f"The team server {self.address} is not up: {error.code} {error.reason}.",
                hint="What was tracked waits on this machine; it is sent when the server is back.",
            )
        if error.code in {_NO_TOKEN, _NO_RIGHT}:
            return ServerRefusedError(
                f"The team server {self.address} does not let you in: {error.code} {said}",
                hint=f"Put a token of that server that may write into {config.TOKEN_VARIABLE}.",
                answered=error.code,
            )
        kind = _ANSWERS.get(str(problem.get("code")))
        if kind and asked:
            return kind(str(problem["message"]), hint=str(problem["hint"]))
        if error.code == _NOT_THERE or (not problem and error.code not in {*_FAULTS, _TOO_LARGE}):
            return _no_celltrail(self.address)
        return ServerRefusedError(
            f"The team server {self.address} answered {error.code}: {said}",
            hint="What was tracked waits on this machine. Ask whoever runs the server to look at its log.",
            answered=error.code,
        )


def _no_celltrail(address: str) -> ServerRefusedError:
    return ServerRefusedError(
        f"There is no celltrail at {address}.",
        hint="CELLTRAIL_STORE is the address of a Jupyter Server with celltrail, such as https://host/user/name/.",
        answered=_NOT_THERE,
    )


def _problem(error: urllib.error.HTTPError) -> dict[str, Any]:
    """Return what the server says of its refusal; empty where a proxy or another program answered."""
    try:
        found = json.loads(error.read(100_000))
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    return found if isinstance(found, dict) and {"code", "message", "hint"} <= set(found) else {}


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", error)
    if isinstance(inner, ssl.SSLError):
        return f"its certificate or encryption is refused ({inner.reason})"
    if isinstance(inner, TimeoutError | socket.timeout):
        return "it did not answer in time"
    return getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
