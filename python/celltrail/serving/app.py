"""The ASGI app of a worker: predictions, labels, health and metrics."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from celltrail import clock, ids
from celltrail.errors import CelltrailError, InvalidInputError, NotFoundError
from celltrail.serving import dialects
from celltrail.serving.batcher import Batcher
from celltrail.serving.http import (
    GoneError,
    Receive,
    Reply,
    Scope,
    Send,
    body_of,
    header,
    problem,
    refuse_pages,
    reply,
    send_reply,
)
from celltrail.serving.loader import Answer
from celltrail.serving.logwriter import Logged, LogWriter, label
from celltrail.serving.metrics import Metrics
from celltrail.serving.rows import Asked, not_json
from celltrail.serving.table import Table

WINDOW_HEADER = b"x-celltrail-window"
Handler = Callable[[Scope, bytes], Awaitable[Reply]]


class LabelsBody(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``POST /labels``."""

    labels: list[LabelItem]


class LabelItem(msgspec.Struct, forbid_unknown_fields=True):
    """What turned out to be true for one row."""

    request_id: str
    label: float | bool | str


class App:
    """Answers for one deployment."""

    def __init__(self, load_table: Callable[[Callable[[int], None]], Table], log: LogWriter) -> None:
        self.metrics = Metrics()
        self.table = load_table(self.metrics.batched)
        self._log = log
        self._shadowing: set[asyncio.Task[None]] = set()
        self._handlers: dict[tuple[str, str], Handler] = {
            ("POST", "/predict"): self._predict,
            ("POST", "/invocations"): self._invocations,
            ("POST", "/labels"): self._labels,
            ("POST", "/log/flush"): self._flush,
            ("GET", "/metrics"): self._metrics,
            ("GET", "/ping"): self._alive,
            ("GET", "/ready"): self._alive,
            ("GET", "/v2/health/live"): self._alive,
            ("GET", "/v2/health/ready"): self._alive,
            ("GET", "/v2/models/{name}"): self._metadata,
            ("GET", "/v2/models/{name}/ready"): self._alive,
            ("POST", "/v2/models/{name}/infer"): self._infer,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = clock.elapsed()
        path = self._generic(scope["path"])
        try:
            handler = self._handlers.get((scope["method"], path))
            if handler is None:
                path, answer = "other", self._unknown(scope)
            else:
                refuse_pages(scope)
                answer = await handler(scope, await body_of(scope, receive))
        except GoneError:
            return
        except CelltrailError as error:
            answer = problem(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
            traceback.print_exc(file=sys.stderr)
            answer = problem(error)
        self.metrics.answered(path, answer.status, clock.elapsed() - begun)
        await send_reply(send, answer)

    async def _predict(self, scope: Scope, body: bytes) -> Reply:
        batcher = self.table.choose()
        asked = batcher.predictor.schema.decode(body)
        answer, request_ids = await self._answered(scope, batcher, asked)
        content: dict[str, Any] = {"predictions": answer.predictions}
        if answer.probabilities is not None:
            content |= {"classes": batcher.predictor.classes, "probabilities": answer.probabilities}
        if notices := batcher.predictor.schema.notices(asked.rows):
            content["notices"] = notices
        plan = self.table.plan
        return reply(
            content | {"request_ids": request_ids, "model": plan.model, "version": batcher.predictor.version}
        )

    async def _invocations(self, scope: Scope, body: bytes) -> Reply:
        batcher = self.table.choose()
        rows = batcher.predictor.schema.convert(dialects.mlflow_rows(body))
        answer, request_ids = await self._answered(scope, batcher, Asked(rows=rows))
        return reply({"predictions": answer.predictions, "request_ids": request_ids})

    async def _infer(self, scope: Scope, body: bytes) -> Reply:
        self._check_model(scope)
        batcher = self.table.choose()
        rows = batcher.predictor.schema.convert(dialects.v2_rows(body))
        answer, request_ids = await self._answered(scope, batcher, Asked(rows=rows))
        return reply(dialects.v2_answer(self.table.plan.model, batcher.predictor, answer) | {"id": request_ids[0]})

    async def _answered(self, scope: Scope, batcher: Batcher, asked: Asked) -> tuple[Answer, list[str]]:
        begun, at = clock.elapsed(), clock.now()
        answer = await batcher.ask(asked.rows)
        request_ids = asked.request_ids or [ids.new_id() for _ in asked.rows]
        window = asked.window or header(scope, WINDOW_HEADER)
        self._keep(batcher, answer, asked.rows, (request_ids, window, at, clock.elapsed() - begun))
        for shadow in self.table.shadows:
            task = asyncio.create_task(self._ask_shadow(shadow, batcher, asked.rows, (request_ids, window, at)))
            self._shadowing.add(task)  # the loop itself holds tasks weakly
            task.add_done_callback(self._shadowing.discard)
        return answer, request_ids

    def _keep(
        self, batcher: Batcher, answer: Answer, rows: list[Any], about: tuple[list[str], str, float, float]
    ) -> None:
        predictor = batcher.predictor
        request_ids, window, at, latency_s = about
        chances = answer.probabilities
        binary = chances is not None and len(predictor.classes or ()) == 2  # noqa: PLR2004 - two classes
        positive = [chance[1] for chance in chances] if binary and chances is not None else [None] * len(rows)
        self.metrics.predicted(predictor.version, len(rows))
        self._log.add(
            Logged(
                predictor.schema, predictor.version, predictor.shadow, window, at, latency_s,
                request_ids, rows, answer.predictions, positive,
            )
        )  # fmt: skip

    async def _ask_shadow(
        self, shadow: Batcher, answered: Batcher, rows: list[Any], about: tuple[list[str], str, float]
    ) -> None:
        begun = clock.elapsed()
        names = answered.predictor.schema.names
        plain = [dict(zip(names, msgspec.structs.astuple(row), strict=True)) for row in rows]
        try:
            own = shadow.predictor.schema.convert(plain)
            answer = await shadow.ask(own)
        except CelltrailError as error:
            print(f"Shadow version {shadow.predictor.version}: {error}", file=sys.stderr)  # noqa: T201
            return
        self._keep(shadow, answer, own, (*about, clock.elapsed() - begun))

    async def _labels(self, _scope: Scope, body: bytes) -> Reply:
        try:
            found = msgspec.json.decode(body, type=LabelsBody)
        except msgspec.ValidationError as error:
            raise InvalidInputError(
                f"The labels have another form: {error}.",
                hint='Send {"labels": [{"request_id": "...", "label": 1}, ...]}.',
            ) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise not_json(error) from None
        self._log.add_labels([label(item.request_id, item.label) for item in found.labels])
        await asyncio.to_thread(self._log.flush)
        return reply({"accepted": len(found.labels)})

    async def _flush(self, _scope: Scope, _body: bytes) -> Reply:
        await asyncio.to_thread(self._log.flush)
        return reply({})

    async def _metrics(self, _scope: Scope, _body: bytes) -> Reply:
        text = self.metrics.text(self._log.dropped_rows)
        return Reply(200, text.encode(), b"text/plain; version=0.0.4; charset=utf-8")

    async def _alive(self, _scope: Scope, _body: bytes) -> Reply:
        return reply({})

    async def _metadata(self, scope: Scope, _body: bytes) -> Reply:
        self._check_model(scope)
        return reply(dialects.v2_metadata(self.table.plan, self.table.main.predictor))

    def _generic(self, path: str) -> str:
        parts = path.split("/")
        if parts[1:3] == ["v2", "models"] and len(parts) > 3:  # noqa: PLR2004 - a name follows
            parts[3] = "{name}"
        return "/".join(parts)

    def _check_model(self, scope: Scope) -> None:
        name, plan = scope["path"].split("/")[3], self.table.plan
        if name not in (plan.model, plan.name):
            raise NotFoundError(f"There is no model {name!r} here.", hint=f"This endpoint serves {plan.model!r}.")

    def _unknown(self, scope: Scope) -> Reply:
        known = ", ".join(f"{method} {path}" for method, path in self._handlers)
        method, path = scope["method"], scope["path"]
        return problem(NotFoundError(f"There is no {method} {path} here.", hint=f"There are: {known}."))
