"""All gates of a version, each where it belongs, side by side where that pays.

Numbers that are known are compared here. A fresh process does what must see nothing of the notebook; another
scores the evaluation data for all gates that ask for that, so that models are loaded and asked once; functions and
notebooks get a process of their own each. How long answers take is measured at last, when nothing else runs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from celltrail import clock
from celltrail.records import GateResult
from celltrail.registry.gates.gate import Gate
from celltrail.registry.gates.kind import CannotRunError, Outcome
from celltrail.registry.gates.kinds import KINDS
from celltrail.registry.gates.process import CheckingProcess
from celltrail.registry.gates.subject import Plan, Subject
from celltrail.registry.gates.worker import short

Told = Callable[[int, GateResult], None]
"""Told the place of a gate and what came of it, as soon as it is known; one call at a time is not promised."""
_ALONE = "latency"


def check_all(plan: Plan, gates: Sequence[Gate], places: Iterable[int], told: Told) -> None:
    """Check those of some gates that are at `places`, and tell what came of each."""
    lanes: dict[str, list[int]] = {"here": [], "fresh": [], "scoring": [], "own": []}
    for place in places:
        lanes[KINDS[gates[place].kind].lane].append(place)
    for place in lanes["here"]:
        told(place, _here(plan, gates[place]))
    timed = [place for place in lanes["fresh"] if gates[place].kind == _ALONE]
    fresh = [place for place in lanes["fresh"] if place not in timed]
    groups = [group for group in (lanes["scoring"], *([place] for place in lanes["own"])) if group]
    if not (groups or fresh or timed):
        return
    with CheckingProcess(plan) as quiet, ThreadPoolExecutor(max(2, os.cpu_count() or 1)) as pool:
        running = [pool.submit(_in_turn, quiet, gates, fresh, told)]
        running += [pool.submit(_in_own, plan, gates, group, told) for group in groups]
        _wait(running)
        _in_turn(quiet, gates, timed, told)


def result(gate: Gate, outcome: Outcome, seconds: float | None, inputs: str = "") -> GateResult:
    """Return the record of an outcome."""
    return GateResult(
        expression=gate.expression,
        verdict="passed" if outcome.passed and outcome.ran else "failed",
        reason=short(outcome.reason),
        checked_at=clock.now(),
        kind=gate.kind,
        ran=outcome.ran,
        numbers=outcome.numbers,
        details=tuple(short(line) for line in outcome.details),
        seconds=seconds,
        inputs=inputs,
    )


def _here(plan: Plan, gate: Gate) -> GateResult:
    begun = clock.elapsed()
    try:
        outcome = KINDS[gate.kind].check(gate, Subject(plan))
    except CannotRunError as error:
        outcome = Outcome(passed=False, ran=False, reason=str(error))
    except ZeroDivisionError:
        outcome = Outcome(passed=False, ran=False, reason="it divides by zero")
    return result(gate, outcome, clock.elapsed() - begun)


def _in_own(plan: Plan, gates: Sequence[Gate], places: Sequence[int], told: Told) -> None:
    with CheckingProcess(plan, alone=False) as process:
        _in_turn(process, gates, places, told)


def _in_turn(process: CheckingProcess, gates: Sequence[Gate], places: Sequence[int], told: Told) -> None:
    for place in places:
        told(place, result(gates[place], *process.check(gates[place])))


def _wait(running: Sequence[Future[None]]) -> None:
    wait(running)
    for one in running:
        one.result()
