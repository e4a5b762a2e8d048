"""Asks a deployment over HTTP, with the standard library alone."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from celltrail.errors import CelltrailError, DeploymentError
from celltrail.serving.logwriter import label

TIMEOUT_S = 60.0


class EndpointError(CelltrailError):
    """An endpoint refused a request; ``code`` and ``status`` are those that it answered."""

    code = "endpoint"

    def __init__(self, status: int, problem: Mapping[str, str]) -> None:
        super().__init__(problem.get("message", f"The endpoint answered {status}."), hint=problem.get("hint", ""))
        self.status = status
        self.code = problem.get("code", self.code)


def post(url: str, path: str, content: Any) -> dict[str, Any]:
    """Post JSON to a deployment and return its answer.

    Raises
    ------
    EndpointError
        It refused the request.
    DeploymentError
        Nobody answers.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
    try:
        connection.request("POST", path, json.dumps(content), {"content-type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise DeploymentError(
            f"The endpoint {url} does not answer: {error}.", hint="See `celltrail deployments` for its status."
        ) from error
    finally:
        connection.close()
    if response.status >= http.client.BAD_REQUEST:
        raise EndpointError(response.status, answer)
    return dict(answer)


def predict(
    url: str, rows: Sequence[Mapping[str, Any]], *, window: str = "", request_ids: Sequence[str] | None = None
) -> dict[str, Any]:
    """Ask a deployment about rows; missing values are None."""
    content: dict[str, Any] = {"rows": rows, "window": window}
    return post(url, "/predict", content | ({"request_ids": request_ids} if request_ids is not None else {}))


def send_labels(url: str, labels: Mapping[str, Any]) -> int:
    """Say what turned out to be true, by request id, and return how many labels were taken."""
    items = [{"request_id": key, "label": label(key, value).label} for key, value in labels.items()]
    return int(post(url, "/labels", {"labels": items})["accepted"])


def flush(url: str) -> None:
    """Have everything that was answered written to the log."""
    post(url, "/log/flush", {})
