"""Answers MLflow's clients: Jupyter's authentication and authorisation, MLflow's JSON."""

from __future__ import annotations

import asyncio
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web  # type: ignore[attr-defined]

from celltrail.actor import acting_as
from celltrail.errors import CelltrailError
from celltrail.server.handler import RESOURCE, who
from celltrail.server.mlflow import routes
from celltrail.server.mlflow.call import Call
from celltrail.server.mlflow.errors import MlflowError, invalid, translated
from celltrail.server.mlflow.routes import Route
from celltrail.tracking import workspace

PREFIX = "celltrail/mlflow"
VERSION = "3.17.2"
"""The release of MLflow whose API this is; clients ask for it."""
_BODY = 64 << 20
_UNAUTHENTICATED = 401
_FORBIDDEN = 403
_NOT_FOUND = 404


@web.stream_request_body
class MlflowHandler(APIHandler):
    """Answers one call of the API. Of a body that is too large nothing more is held than is taken of others."""

    auth_resource = RESOURCE

    def initialize(self) -> None:
        """Begin without a body."""
        self._pieces: list[bytes] = []
        self._size = 0

    async def data_received(self, chunk: bytes) -> None:
        """Take a piece of the body; what nobody may send, or too much of it, is read and dropped."""
        self._size += len(chunk)
        if self._size > _BODY or self.current_user is None:
            self._pieces.clear()
        else:
            self._pieces.append(chunk)

    @web.authenticated
    @authorized
    async def get(self, path: str) -> None:
        """Answer a question."""
        await self._answer("GET", path)

    @web.authenticated
    @authorized
    async def post(self, path: str) -> None:
        """Do what is asked."""
        await self._answer("POST", path)

    @web.authenticated
    @authorized
    async def patch(self, path: str) -> None:
        """Change something."""
        await self._answer("PATCH", path)

    @web.authenticated
    @authorized
    async def delete(self, path: str) -> None:
        """Take something away."""
        await self._answer("DELETE", path)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Write the faults that Jupyter itself raises in MLflow's form too."""
        error = kwargs.get("exc_info", (None, None))[1]
        reason = getattr(error, "log_message", None) or getattr(error, "reason", None) or self._reason
        codes = {
            _UNAUTHENTICATED: "UNAUTHENTICATED",
            _FORBIDDEN: "PERMISSION_DENIED",
            _NOT_FOUND: "ENDPOINT_NOT_FOUND",
        }
        self.set_header("Connection", "close")  # of the body perhaps nothing was read
        code = codes.get(status_code, "BAD_REQUEST" if status_code < 500 else "INTERNAL_ERROR")  # noqa: PLR2004
        self.finish_json(status_code, {"error_code": code, "message": str(reason)})

    async def _answer(self, method: str, path: str) -> None:
        try:
            route, fields = _route(method, path)
            call = Call(
                workspace=workspace(),
                request=_request(route, self._given(method, route.request) | fields),
                who=who(self.current_user),
                authorization=self.request.headers.get("Authorization", ""),
                base=f"{self.request.protocol}://{self.request.host}{self.settings['base_url']}{PREFIX}",
            )
            answer = await asyncio.to_thread(_answered, route, call)
        except CelltrailError as error:
            self.problem(translated(error))
        except MlflowError as error:
            self.problem(error)
        else:
            self.finish_json(200, answer)

    def _given(self, method: str, kind: type) -> dict[str, Any]:
        if method == "GET" or not self._size:
            return _from_query(self.request.query_arguments, kind)
        if self._size > _BODY:
            raise MlflowError("BAD_REQUEST", f"A request may have {_BODY >> 20} MiB, this one has more.")
        body = b"".join(self._pieces)
        self._pieces.clear()
        try:
            given = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError) as error:
            raise MlflowError("BAD_REQUEST", f"The body of the request is not valid JSON: {error}.") from None
        if not isinstance(given, dict):
            raise MlflowError("BAD_REQUEST", "The body of the request must be a JSON object.")
        return given

    def check_allowed(self, *, writes: bool) -> None:
        """Return if whoever asks may do so; Jupyter's authorizer says it.

        Raises
        ------
        HTTPError
            Nobody has been authenticated, or may not.
        """
        if self.current_user is None:
            raise web.HTTPError(_FORBIDDEN, "Give the server's token: set MLFLOW_TRACKING_TOKEN.")
        action = "write" if writes else "read"
        if not self.authorizer.is_authorized(self, self.current_user, action, self.auth_resource):
            raise web.HTTPError(_FORBIDDEN, f"You may not {action} here.")

    def problem(self, error: MlflowError) -> None:
        """Answer with an error."""
        if error.status >= 500:  # noqa: PLR2004 - a fault of ours
            self.log.warning("celltrail: MLflow API: %s", error.message)
        self.finish_json(error.status, {"error_code": error.code, "message": error.message})

    def finish_json(self, status: int, answer: dict[str, Any]) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(answer))


class VersionHandler(APIHandler):
    """Says which release's API this is, or that the server is well, in plain text as MLflow's server does."""

    auth_resource = RESOURCE

    def initialize(self, text: str) -> None:
        """Take what is to be said."""
        self._text = text

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Say it."""
        self.set_header("Content-Type", "text/plain")
        self.finish(self._text)


def mlflow_handlers() -> list[tuple[Any, ...]]:
    """Return tornado's table of handlers of this API."""
    return [
        (
            rf"/{PREFIX}/(?:api|ajax-api)/[23]\.0/(mlflow/.+?|mlflow-artifacts/artifacts|mlflow-artifacts/mpu/.+)/?",
            MlflowHandler,
        ),
        (rf"/{PREFIX}/version", VersionHandler, {"text": VERSION}),
        (rf"/{PREFIX}/health", VersionHandler, {"text": "OK"}),
    ]


def _answered(route: Route, call: Call) -> dict[str, Any]:
    """Answer as the user who asks: who changed what is written down."""
    with acting_as(call.who):
        return route.answer(call)


def _route(method: str, path: str) -> tuple[Route, dict[str, str]]:
    found = routes.find(method, path)
    if found is None:
        allowed = routes.methods_of(path)
        why = f"It is answered to {', '.join(allowed)}." if allowed else "This server does not have it."
        raise MlflowError("ENDPOINT_NOT_FOUND", f"There is no {method} /{path[:200]}. {why}")
    return found


def _request(route: Route, given: dict[str, Any]) -> Any:
    """Return the request's record; numbers may stand in text, as protobuf's JSON writes long ones."""
    known = {name: value for name, value in given.items() if value is not None}
    try:
        return msgspec.convert(known, route.request, strict=False)
    except msgspec.ValidationError as error:
        raise invalid(
            f"Invalid value for a parameter supplied: {error}."
            " See the API docs for more information about request parameters."
        ) from None


def _from_query(arguments: dict[str, list[bytes]], kind: type) -> dict[str, Any]:
    many = {name for name, hint in get_type_hints(kind).items() if _is_list(hint)}
    texts = {name: [value.decode("utf-8", "replace") for value in values] for name, values in arguments.items()}
    return {name: values if name in many else values[-1] for name, values in texts.items()}


def _is_list(hint: Any) -> bool:
    if get_origin(hint) in (Union, types.UnionType):
        return any(_is_list(one) for one in get_args(hint))
    return get_origin(hint) is list
