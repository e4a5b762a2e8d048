"""Natural batching: while one batch is in predict, what arrives waits and goes together as the next.

There is no timer, so a lone request pays nothing, and under load batches grow by themselves: predict costs
nearly the same for 64 rows as for one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from celltrail import clock
from celltrail.errors import CelltrailError
from celltrail.serving.loader import Answer, Predictor
from celltrail.serving.rows import BadRowsError

MAX_ROWS = 8192
SLOW_S = 0.02
"""A model whose last batch took longer is asked in a thread, so that health checks are answered meanwhile.
A quicker one is asked in place: handing over to a thread would cost more than it frees."""


class Batcher:
    """Asks one predictor, from one event loop."""

    def __init__(self, predictor: Predictor, seen: Callable[[int], None]) -> None:
        self.predictor = predictor
        self._seen = seen
        self._waiting: list[tuple[list[Any], asyncio.Future[Answer]]] = []
        self._busy = False
        self._last_s = 0.0
        self._closed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="predict")

    def ask(self, rows: list[Any]) -> asyncio.Future[Answer]:
        """Return what will be the model's answer to these rows."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((rows, answer))
        if not self._busy:
            self._busy = True
            loop.call_soon(self._next, loop)
        return answer

    def close(self) -> None:
        """Let the thread go; what waits is still answered."""
        self._closed = True
        self._thread.shutdown(wait=False)

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        batch = self._take()
        if not batch:
            self._busy = False
        elif self._closed or self._last_s < SLOW_S:
            self._settle(batch, self._answers(batch))
            loop.call_soon(self._next, loop)
        else:
            asked = loop.run_in_executor(self._thread, self._answers, batch)
            asked.add_done_callback(lambda done: self._back(batch, done, loop))

    def _back(
        self,
        batch: list[tuple[list[Any], asyncio.Future[Answer]]],
        done: asyncio.Future[list[Answer | CelltrailError]],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._settle(batch, done.result())
        self._next(loop)

    def _take(self) -> list[tuple[list[Any], asyncio.Future[Answer]]]:
        count = rows = 0
        for asked, _ in self._waiting:
            if count and rows + len(asked) > MAX_ROWS:
                break
            count, rows = count + 1, rows + len(asked)
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        if rows:
            self._seen(rows)
        return batch

    def _answers(self, batch: list[tuple[list[Any], asyncio.Future[Answer]]]) -> list[Answer | CelltrailError]:
        """Ask about all rows at once; where that fails, about each request alone: only the guilty one fails."""
        begun = clock.elapsed()
        try:
            whole = self.predictor.predict([row for rows, _ in batch for row in rows])
        except Exception as error:  # noqa: BLE001 - a model may raise anything
            if len(batch) == 1:
                return [_refused(error)]
            return [answer for one in batch for answer in self._answers([one])]
        finally:
            self._last_s = clock.elapsed() - begun
        return _parted(whole, [len(rows) for rows, _ in batch])

    @staticmethod
    def _settle(
        batch: list[tuple[list[Any], asyncio.Future[Answer]]], answers: list[Answer | CelltrailError]
    ) -> None:
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.cancelled():  # the client has gone
                continue
            if isinstance(answer, Answer):
                future.set_result(answer)
            else:
                future.set_exception(answer)


def _parted(whole: Answer, lengths: list[int]) -> list[Answer | CelltrailError]:
    parts: list[Answer | CelltrailError] = []
    start = 0
    for length in lengths:
        end = start + length
        chances = whole.probabilities
        parts.append(Answer(whole.predictions[start:end], None if chances is None else chances[start:end]))
        start = end
    return parts


def _refused(error: Exception) -> CelltrailError:
    return BadRowsError(
        f"The model cannot answer these rows: {type(error).__name__}: {error}.",
        hint="Look for missing values or categories that the training data did not have.",
    )
