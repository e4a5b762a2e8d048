"""The rows of a team server, as far as its clients may ask for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NoReturn
from urllib.parse import quote

import msgspec

from celltrail.errors import NotOnServerError
from celltrail.records import (
    Artifact,
    ArtifactUse,
    CellExecution,
    Metric,
    MetricPoint,
    RunRow,
)
from celltrail.remote.client import Client

_PAGE = 1000


class RemoteRuns:
    """What was tracked, by the questions that the store's own ``Runs`` answers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, *, limit: int = 100, before: str | None = None, **query: Any) -> tuple[RunRow, ...]:
        """Return runs as the store does."""
        rows: list[RunRow] = []
        while len(rows) < limit:
            asked = min(limit - len(rows), _PAGE)
            page = self._client.get("runs", limit=asked, before=before, **_plain(query))
            rows += (msgspec.convert(row, RunRow) for row in page["rows"])
            before = page["next"]
            if before is None:
                break
        return tuple(rows)

    def find(self, reference: str) -> RunRow:
        """Return a run by its id, the beginning or end of its id, or the newest of a name.

        Raises
        ------
        NotFoundError
            No run fits.
        """
        return msgspec.convert(self._detail(reference)["row"], RunRow)

    def prominent_metrics(self, run_ids: Collection[str]) -> dict[str, Sequence[str]]:  # noqa: ARG002
        """Return nothing: what the server gives has those that matter in front already."""
        return {}

    def metrics(self, run_id: str) -> tuple[Metric, ...]:
        """Return the latest value of each metric of a run, by name."""
        return msgspec.convert(self._detail(run_id)["metrics"], tuple[Metric, ...])

    def points(self, run_id: str, key: str) -> tuple[MetricPoint, ...]:
        """Return the points of one metric in the order they were logged."""
        series = self._client.get(f"runs/{_name(run_id)}/metrics/{_name(key)}")
        return msgspec.convert(series["points"], tuple[MetricPoint, ...])

    def cells(self, run_id: str) -> tuple[CellExecution, ...]:
        """Return the cells of a run in their order."""
        return msgspec.convert(self._detail(run_id)["cells"], tuple[CellExecution, ...])

    def uses_of_run(self, run_id: str) -> tuple[ArtifactUse, ...]:
        """Return what a run read and made."""
        return msgspec.convert(self._detail(run_id)["artifacts"], tuple[ArtifactUse, ...])

    def artifact(self, digest: str) -> Artifact:
        """Return what is known of an artifact.

        Raises
        ------
        NotFoundError
            No run read or made it.
        """
        return msgspec.convert(self._client.get(f"artifacts/{_name(digest)}")["artifact"], Artifact)

    def __getattr__(self, name: str) -> NoReturn:
        _refuse(f"runs.{name}", self._client.address)

    def _detail(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = self._client.get(f"runs/{_name(reference)}")
        return found


class RemoteStore:
    """A team server in the place of a store: runs can be read, the rest is done on the server."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.runs = RemoteRuns(client)

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def is_replaced(self) -> bool:
        """Whether there is another one in its place: a server is asked anew each time."""
        return False

    def __getattr__(self, name: str) -> NoReturn:
        _refuse(name, self._client.address)


def _refuse(what: str, address: str) -> NoReturn:
    if what.startswith("_"):
        raise AttributeError(what)
    raise NotOnServerError(
        f"Runs are kept by the team server {address}, which does not do this for its clients ({what}).",
        hint=f"Do it in JupyterLab on that server ({address}lab), or without CELLTRAIL_STORE.",
    )


def _name(text: str) -> str:
    return quote(text, safe="")


def _plain(query: dict[str, Any]) -> dict[str, Any]:
    """Return what is asked as a query string says it; what is not asked is left out."""
    given = {name: value for name, value in query.items() if value not in (None, "", ())}
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
