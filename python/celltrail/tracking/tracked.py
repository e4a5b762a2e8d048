"""``track``: a run around a block or a function."""

from __future__ import annotations

import functools
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from celltrail.capture import is_number
from celltrail.capture.seed import set_seed
from celltrail.capture.worth import is_worth_keeping
from celltrail.records import RunStatus, Source
from celltrail.tracking.active import enter_block, leave_block
from celltrail.tracking.block import function_source, with_body
from celltrail.tracking.context import wait_for_contexts
from celltrail.tracking.fits import log_fits
from celltrail.tracking.run import ActiveRun, plain_scalar, start_run
from celltrail.tracking.span import Span
from celltrail.tracking.workspace import workspace

P = ParamSpec("P")
R = TypeVar("R")
_CONTEXT_WAIT_S = 1.0


class track:  # noqa: N801 - used like a function, as contextlib's own
    """A run around a ``with`` block or around each call of a function.

    Parameters
    ----------
    name
        The run's name; by default the function's, or ``block``.
    seed
        Seeds Python's, NumPy's and PyTorch's random generators.

    Examples
    --------
    >>> with track("churn", seed=7) as run:  # doctest: +SKIP
    ...     max_depth = 6
    ...     auc = train(max_depth)

    >>> @track("churn")  # doctest: +SKIP
    ... def train(max_depth): ...
    """

    def __init__(self, name: str | None = None, *, seed: int | None = None) -> None:
        self._name = name
        self._seed = seed
        self._span: Span | None = None
        self._token: object = None

    def __enter__(self) -> ActiveRun:
        frame = sys._getframe(1)  # noqa: SLF001 - the only way to see the block's names
        return self.begin(self._name or "block", _body(frame), _names(frame))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        frame = sys._getframe(1)  # noqa: SLF001
        self.end(error, _names(frame))

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Return the function with a run around each call: arguments are parameters or inputs."""

        @contextmanager
        def called(args: Any, kwargs: Any) -> Iterator[Callable[[Any], None]]:
            once = track(self._name or function.__name__, seed=self._seed)
            run = once.begin(self._name or function.__name__, "", {}, shown=function_source(function))
            with suppress(Exception):
                _log_arguments(run, function, args, kwargs)
            try:
                yield functools.partial(_log_answer, run)
            except BaseException as error:
                once.end(error, {})
                raise
            once.end(None, {})

        @functools.wraps(function)
        def tracked(*args: P.args, **kwargs: P.kwargs) -> R:
            with called(args, kwargs) as log_answer:
                answer = function(*args, **kwargs)
                log_answer(answer)
            return answer

        @functools.wraps(function)
        async def tracked_task(*args: P.args, **kwargs: P.kwargs) -> Any:
            with called(args, kwargs) as log_answer:
                answer = await cast("Any", function(*args, **kwargs))
                log_answer(answer)
            return answer

        return cast("Callable[P, R]", tracked_task) if inspect.iscoroutinefunction(function) else tracked

    def begin(self, name: str, source: str, names: dict[str, Any], shown: str | None = None) -> ActiveRun:
        """Begin the run of some source, whose names will be found in `names`."""
        run = start_run(workspace(), name, "block", source=Source(), seed=self._seed)
        if self._seed is not None:
            set_seed(self._seed)
        self._names = names
        self._span = Span(run, source, names, shown=shown)
        self._token = enter_block(run)
        with suppress(Exception):
            self._span.begin()
        return run

    def end(self, error: BaseException | None, names: dict[str, Any]) -> None:
        """End the run; `names` are those that there are now."""
        leave_block(self._token)
        if self._span is None:
            return
        with suppress(Exception):
            self._names.update(names)
            self._span.end(*outcome(error))
            wait_for_contexts(_CONTEXT_WAIT_S)  # in a script nobody is kept waiting by this


@contextmanager
def track_source(name: str, source: str, *, seed: int | None = None) -> Iterator[dict[str, Any]]:
    """Track the run of a whole source; whoever runs it puts the names it made into what this gives."""
    once = track(name, seed=seed)
    names: dict[str, Any] = {}
    once.begin(name, source, names)
    try:
        yield names
    except BaseException as error:
        once.end(error, {})
        raise
    once.end(None, {})


def outcome(error: BaseException | None) -> tuple[RunStatus, tuple[str, str, list[str]] | None]:
    """Return the status of a run that ended with `error`, and the error as name, value and traceback."""
    if error is None or (isinstance(error, SystemExit) and not error.code):  # a script that says it is done
        return "finished", None
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    status: RunStatus = "killed" if isinstance(error, KeyboardInterrupt) else "failed"
    return status, (type(error).__name__, str(error), [line.rstrip("\n") for line in lines])


def _body(frame: FrameType) -> str:
    try:
        return with_body(frame)
    except Exception:  # noqa: BLE001 - reading source must never end the user's code
        return ""


def _names(frame: FrameType) -> dict[str, Any]:
    return {**frame.f_globals, **frame.f_locals}


def _log_arguments(run: ActiveRun, function: Callable[..., Any], args: Any, kwargs: Any) -> None:
    bound = inspect.signature(function).bind(*args, **kwargs)
    bound.apply_defaults()
    for name, value in bound.arguments.items():
        if is_worth_keeping(value) and not isinstance(value, str | bool | None):
            run.log_value(name, value, "input")
        else:
            run.log_param(name, plain_scalar(value))


def _log_answer(run: ActiveRun, answer: Any) -> None:
    with suppress(Exception):
        if isinstance(answer, dict) and answer and all(map(is_number, answer.values())):
            run.log_metrics({str(key): value for key, value in answer.items()})
        elif is_number(answer):
            run.log_metric("result", float(answer))
        elif answer is not None and is_worth_keeping(answer):
            run.log_value("result", answer)
            log_fits(run, {"result": answer})
