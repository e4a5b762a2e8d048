"""One request handler for all endpoints: Jupyter's authentication and authorisation, JSON in, JSON out.

An answer is computed in a thread, so that a slow store never holds up the server.
"""

from __future__ import annotations

import inspect
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web  # type: ignore[attr-defined]

from celltrail.actor import acting_as
from celltrail.errors import CelltrailError, InvalidInputError, TooLargeError
from celltrail.server.background import in_background
from celltrail.server.endpoints import PREFIX, Endpoint
from celltrail.server.handlers import (
    approvals,
    audit,
    bisections,
    cards,
    drift,
    executions,
    ingest,
    jobs,
    models,
    notebooks,
    reproductions,
    runs,
    schedules,
    scores,
    serving,
    sweeps,
    version,
)
from celltrail.server.messages import Problem
from celltrail.server.wording import in_fields
from celltrail.tracking import Workspace, workspace

RESOURCE = "celltrail"
"""What Jupyter's authorizer is asked about; the action is ``read`` for GET and ``write`` for POST."""
_MODULES = (
    version,
    runs,
    executions,
    ingest,
    models,
    cards,
    scores,
    approvals,
    audit,
    jobs,
    sweeps,
    schedules,
    bisections,
    reproductions,
    notebooks,
    serving,
    drift,
)
_SERVER_FAULT = 500
_LARGEST_BODY = 64 << 20
_GZIP = 31
"""zlib's word for the format of gzip."""
_MADE_UP = 32
"""The length of the names that Jupyter makes up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an answering function gets."""

    workspace: Workspace
    root: Path
    """The folder that the server shows; nothing outside it is run."""
    path: dict[str, str]
    query: Any
    body: Any
    who: str
    """The user that Jupyter has authenticated; empty where it only knows that the token was right."""


def handlers_for(endpoints: Iterable[Endpoint]) -> list[tuple[str, type[APIHandler], dict[str, Any]]]:
    """Return tornado's table of handlers: one for each path, with what it answers to each method."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in endpoints:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return [
        (f"/{PREFIX}/{_pattern(path)}", EndpointHandler, {"methods": methods}) for path, methods in by_path.items()
    ]


def answer_of(endpoint: Endpoint) -> Callable[[Question], Any]:
    """Return the function that answers an endpoint: the one of its name in ``handlers``."""
    answer: Callable[[Question], Any] = next(
        getattr(module, endpoint.name) for module in _MODULES if hasattr(module, endpoint.name)
    )
    return answer


def answered(endpoint: Endpoint, question: Question) -> Any:
    """Answer a question on behalf of who asks: what it changes is written down as theirs."""
    with acting_as(question.who):
        return answer_of(endpoint)(question)


class EndpointHandler(APIHandler):
    """Answers the methods of one path."""

    auth_resource = RESOURCE

    def initialize(self, methods: dict[str, Endpoint]) -> None:
        """Take the endpoints of this path by method."""
        self._methods = methods

    @web.authenticated
    @authorized
    async def get(self, **path: str) -> None:
        """Answer a question."""
        await self._answer("GET", path)

    @web.authenticated
    @authorized
    async def post(self, **path: str) -> None:
        """Do what is asked."""
        await self._answer("POST", path)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Write the faults that Jupyter itself raises (no token, no right) in our form too."""
        error = kwargs.get("exc_info", (None, None))[1]
        reason = getattr(error, "log_message", None) or getattr(error, "reason", None) or self._reason
        self._problem(status_code, Problem(code=f"http_{status_code}", message=str(reason), hint=""))

    async def _answer(self, method: str, path: dict[str, str]) -> None:
        endpoint = self._methods.get(method)
        if endpoint is None:
            raise web.HTTPError(405, f"{method} is not answered here; {', '.join(self._methods)} is.")
        try:
            question = Question(
                workspace=workspace(),
                root=self.settings["celltrail_root"],
                path=path,
                query=self._query(endpoint.query) if endpoint.query else None,
                body=self._body(endpoint.body) if endpoint.body else None,
                who=who(self.current_user),
            )
            answer = await in_background(answered, endpoint, question)
        except CelltrailError as error:
            said, hint = in_fields(error.message), in_fields(error.hint)
            self._problem(error.status, Problem(code=error.code, message=said, hint=hint))
        except msgspec.ValidationError as error:
            hint = f"See {endpoint.name} in openapi.json."
            self._problem(
                400, Problem(code="invalid_input", message=f"The request does not fit: {error}.", hint=hint)
            )
        except msgspec.DecodeError as error:
            self._problem(400, Problem(code="invalid_json", message=f"The body is not JSON: {error}.", hint=""))
        else:
            raw = isinstance(answer, bytes)
            self.set_header("Content-Type", "application/octet-stream" if raw else "application/json")
            self.finish(answer if raw else msgspec.json.encode(answer))

    def _query(self, kind: type) -> Any:
        given = {
            name: self.get_query_argument(name)
            for name in self.request.query_arguments
            if not name.isdecimal()  # JupyterLab adds the time, so that no cache answers
        }
        known = set(inspect.signature(kind).parameters)
        if strange := set(given) - known - {"token", "_"}:
            raise msgspec.ValidationError(f"unknown query parameter {', '.join(sorted(strange))}")
        return msgspec.convert({name: given[name] for name in given.keys() & known}, kind, strict=False)

    def _body(self, kind: type) -> Any:
        if kind is bytes:
            return unpacked(self.request.body, self.request.headers.get("Content-Encoding", ""))
        return msgspec.json.decode(self.request.body or b"{}", type=kind)

    def _problem(self, status: int, problem: Problem) -> None:
        if status >= _SERVER_FAULT:
            self.log.warning("celltrail: %s %s", problem.message, problem.hint)
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(problem))


def who(user: Any) -> str:
    """Return the name of an authenticated user; empty for the stand-in that Jupyter makes up for a bare token."""
    if user is None or (user.name.startswith("Anonymous ") and len(user.username) == _MADE_UP):
        return ""
    return str(user.username)


def unpacked(body: bytes, encoding: str) -> bytes:
    """Return a body as it was before it was compressed.

    Raises
    ------
    TooLargeError
        It is larger than is taken.
    InvalidInputError
        It is not what its header says.
    """
    try:
        if encoding == "gzip":
            reader = zlib.decompressobj(_GZIP)
            body = reader.decompress(body, _LARGEST_BODY + 1)
            if not reader.eof and len(body) <= _LARGEST_BODY:
                raise InvalidInputError("The compressed body ends too early.", hint="Send it again.")
    except zlib.error as error:
        raise InvalidInputError(f"The body is not gzip: {error}.", hint="Send it again.") from None
    if len(body) > _LARGEST_BODY:
        raise TooLargeError(
            f"A body may have {_LARGEST_BODY >> 20} MiB, this one has more.", hint="Send it in smaller pieces."
        )
    return body


def _pattern(path: str) -> str:
    return re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)
