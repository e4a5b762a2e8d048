"""Asking an MLflow tracking server: HTTP, its credentials, its pages."""

from __future__ import annotations

import base64
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from celltrail.errors import InvalidInputError, ServerAwayError, ServerRefusedError

_TIMEOUT_S = 60.0
_TRIES = 3
_PAUSE_S = 1.0
_PIECE = 1 << 20
_FAULTS = 500
_REFUSED = (401, 403)
TOKEN, USER, PASSWORD = "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing: the token would go with the request."""


class Api:
    """A tracking server at an address. What is asked of MLflow's own client by environment is asked here too."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._opener = urllib.request.build_opener(_Stay)

    def ask(self, path: str, body: dict[str, Any] | None = None, /, **query: Any) -> dict[str, Any]:
        """Return the answer to a call below ``/api/2.0/mlflow/``; with a body it is a POST.

        Raises
        ------
        ServerAwayError
            The server does not answer.
        ServerRefusedError
            It does not know who asks.
        InvalidInputError
            It refuses what is asked, or is no MLflow server.
        """
        data = self._bytes(f"api/2.0/mlflow/{path}", body, query)
        try:
            answer = json.loads(data)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise InvalidInputError(f"{self.address} does not answer like MLflow.", hint="Check the address.")
        return answer

    def pages(
        self, path: str, name: str, body: dict[str, Any] | None = None, /, **query: Any
    ) -> Iterator[dict[str, Any]]:
        """Give what all pages of a search hold under a name."""
        token = ""
        while True:
            more = {"page_token": token} if token else {}
            answer = self.ask(
                path, None if body is None else body | more, **(query | more if body is None else {})
            )
            yield from answer.get(name, ())
            token = answer.get("next_page_token", "")
            if not token:
                return

    def download(self, uri: str, owner: str, path: str, *, of_model: bool) -> Iterator[bytes]:
        """Give the content of a file of a run or logged model, piece by piece."""
        if uri.startswith("mlflow-artifacts:/"):
            inside = "/".join(uri.removeprefix("mlflow-artifacts:").lstrip("/").split("/"))
            where = f"api/2.0/mlflow-artifacts/artifacts/{quote(f'{inside}/{path}')}"
            answer = self._open(where, None, {})
        elif of_model:
            where = f"ajax-api/2.0/mlflow/logged-models/{quote(owner)}/artifacts/files"
            answer = self._open(where, None, {"artifact_file_path": path})
        else:
            answer = self._open("get-artifact", None, {"run_uuid": owner, "path": path})
        with answer:
            while piece := answer.read(_PIECE):
                yield piece

    def _bytes(self, path: str, body: dict[str, Any] | None, query: dict[str, Any]) -> bytes:
        with self._open(path, body, query) as answer:
            return bytes(answer.read())

    def _open(self, path: str, body: dict[str, Any] | None, query: dict[str, Any]) -> Any:
        asked = urlencode({name: value for name, value in query.items() if value is not None}, doseq=True)
        request = urllib.request.Request(  # noqa: S310 - the address was checked to be http
            f"{self.address}/{path}{'?' + asked if asked else ''}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **_credentials()},
        )
        for left in reversed(range(_TRIES)):
            try:
                return self._opener.open(request, timeout=_TIMEOUT_S)
            except urllib.error.HTTPError as error:
                if error.code < _FAULTS or not left:
                    raise self._said(error) from None
            except (OSError, HTTPException) as error:
                if not left:
                    raise ServerAwayError(
                        f"The MLflow server {self.address} does not answer: {error}.", hint="Check its address."
                    ) from None
            time.sleep(_PAUSE_S)
        raise AssertionError  # the last try returned or raised

    def _said(self, error: urllib.error.HTTPError) -> Exception:
        try:
            said = str(json.loads(error.read()).get("message", ""))[:300]
        except (ValueError, AttributeError, OSError):
            said = str(error.reason)
        if error.code in _REFUSED:
            return ServerRefusedError(
                f"The MLflow server {self.address} does not let you in: {said}.",
                hint=f"Set {TOKEN}, or {USER} and {PASSWORD}.",
            )
        return InvalidInputError(f"The MLflow server {self.address} answered {error.code}: {said}.")


def _credentials() -> dict[str, str]:
    if token := os.environ.get(TOKEN):
        return {"Authorization": f"Bearer {token}"}
    if user := os.environ.get(USER):
        pair = f"{user}:{os.environ.get(PASSWORD, '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}
