"""The little of HTTP that the app needs, on bare ASGI: no framework lies in the hot path."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from celltrail.errors import CelltrailError, InvalidInputError

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
MAX_BODY_BYTES = 32 * 1024 * 1024
JSON = b"application/json"
_encode = msgspec.json.Encoder().encode


class TooLargeError(InvalidInputError):
    """The body is larger than a request may be."""

    code = "too_large"
    status = 413


class ForeignPageError(CelltrailError):
    """A web page asked."""

    code = "foreign_page"
    status = 403


class GoneError(Exception):
    """The client hung up before its request was whole."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A status with a body."""

    status: int
    body: bytes
    kind: bytes = JSON


def reply(content: Any, status: int = 200) -> Reply:
    """Return something as JSON."""
    return Reply(status, _encode(content))


def problem(error: Exception) -> Reply:
    """Return what is answered to an error: ``{code, message, hint}``."""
    if isinstance(error, CelltrailError):
        return reply({"code": error.code, "message": error.message, "hint": error.hint}, error.status)
    hint = "The deployment's log file has the details."
    return reply({"code": "internal", "message": f"The server failed: {type(error).__name__}.", "hint": hint}, 500)


async def body_of(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body of a request.

    Raises
    ------
    TooLargeError
        It has more than ``MAX_BODY_BYTES``.
    """
    length = header(scope, b"content-length")
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        raise _too_large()
    message = await receive()
    if not message.get("more_body") and message["type"] == "http.request":
        return bytes(message.get("body", b""))  # the usual case: all of it at once
    parts, size = [], 0
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            raise _too_large()
        if not message.get("more_body"):
            return b"".join(parts)
        message = await receive()
    raise GoneError


def header(scope: Scope, name: bytes) -> str:
    """Return a header, empty where there is none."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def refuse_pages(scope: Scope) -> None:
    """Refuse what a web page sends: browsers name the page's origin, programs do not.

    An endpoint on this machine would otherwise take rows and labels from any page that its user has open.

    Raises
    ------
    ForeignPageError
        The request names an origin.
    """
    if origin := header(scope, b"origin"):
        raise ForeignPageError(
            f"Requests of web pages are not answered; this one came from {origin[:100]}.",
            hint="Ask from a program, or through a server of your own.",
        )


async def send_reply(send: Send, answer: Reply) -> None:
    """Send a reply."""
    headers = [(b"content-type", answer.kind), (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _too_large() -> TooLargeError:
    return TooLargeError(
        f"The body has more than {MAX_BODY_BYTES // 2**20} MiB.", hint="Send the rows in several requests."
    )
