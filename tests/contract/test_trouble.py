"""Facts that are large, strange or many, and processes that bring them at once."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from celltrail import ids
from celltrail.records import Artifact, ArtifactUse, Run, Source
from celltrail.store import Store

WRITERS, BATCHES = 4, 8


def plain(*facts: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [(kind, msgspec.json.decode(msgspec.json.encode(body))) for kind, body in facts]


def a_run(name: str = "r", **values: Any) -> Run:
    return Run(id=ids.new_id(), name=name, **{"kind": "cell", "status": "running", "started_at": 1.0} | values)


def use_of(run: Run, name: str, digest: str) -> tuple[str, Any]:
    artifact = Artifact(digest=digest, kind="frame", codec="frame/1", size_bytes=1)
    use = ArtifactUse(
        run_id=run.id, cell_execution_id="c", name=name, direction="input", artifact=artifact, version=0
    )
    return ("use", use)


def test_many_processes_bring_what_they_share_at_once_and_no_event_is_passed_over(store: Store) -> None:
    digests = [f"{number:064x}" for number in range(5)]
    runs = [a_run(source=Source(notebook="/n.ipynb")) for _ in range(WRITERS)]
    done = threading.Event()
    seen: list[int] = []

    def bring(run: Run) -> None:
        rng = random.Random(run.id)
        for at in range(BATCHES):
            mixed = rng.sample(digests, len(digests))
            uses = [use_of(run, f"X{rng.randrange(2)}", digest) for digest in mixed]
            metric = ("metric", [run.id, "m", repr(float(at)), at, 1.0])
            assert store.facts.apply(run.id, plain(("run", run), *uses, metric), at, at + 1)

    def watch() -> None:
        last = 0
        while not done.is_set():
            last = look(last)
        look(last)

    def look(last: int) -> int:
        events = store.events.after(last)
        seen.extend(event.seq for event in events)
        return events[-1].seq if events else last

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        for brought in [pool.submit(bring, run) for run in runs]:
            brought.result()
    done.set()
    watcher.join()
    assert seen == [event.seq for event in store.events.after(0, limit=100_000)]
    assert all(len(store.runs.points(run.id, "m")) == BATCHES for run in runs)
    versions = {(use.name, use.version): use.artifact.digest for use in store.runs.uses_of_artifacts(digests)}
    for name in ("X0", "X1"):
        numbers = sorted(number for of, number in versions if of == name)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len({versions[name, number] for number in numbers}) == len(numbers)


@pytest.mark.parametrize("name", ["🦊/../ü \u202e", "a/b\\c", "'; DROP TABLE runs; --", "%s {} $1 :x ?", " "])
def test_a_strange_name_is_a_name(name: str, store: Store) -> None:
    run = a_run(name)
    facts = plain(
        ("run", run),
        ("param", {"run_id": run.id, "key": name, "value": name}),
        ("metric", [run.id, name, "-0.0", 0, 1.0]),
        ("tag", {"run_id": run.id, "key": name, "value": name}),
        use_of(run, name, "a" * 64),
    )
    assert store.facts.apply("w", facts, 0, 1)
    row = store.runs.find(name)
    assert (row.params, row.tags, row.metrics) == ({name: name}, {name: name}, {name: 0.0})
    assert store.runs.metrics(run.id)[0].text == "-0.0"
    assert [use.name for use in store.runs.uses_of_run(run.id)] == [name]
    query = f"params[{name!r}] == {name!r} and metrics[{name!r}] <= 0 and tags[{name!r}] == {name!r}"
    assert [found.run.id for found in store.runs.list(search=query)] == [run.id]


def test_ten_megabytes_in_one_value_are_kept_and_found(store: Store) -> None:
    large = "".join(random.Random(7).choices('abcdefgh "\\ü', k=10_000_000))
    run = a_run(source=Source(notebook="/" + large[:5000]))
    facts = plain(
        ("run", run),
        ("param", {"run_id": run.id, "key": "large", "value": large}),
        ("tag", {"run_id": run.id, "key": "large", "value": large}),
        use_of(run, large[:5000], "a" * 64),
    )
    assert store.facts.apply("w", facts, 0, 1)
    assert store.runs.find(run.id).params == {"large": large}
    assert store.runs.find(run.id).tags == {"large": large}
    assert store.runs.list(search="params.large > '' and not stale")[0].run.id == run.id


def test_a_run_may_have_100_000_parameters(store: Store) -> None:
    run = a_run()
    facts: list[tuple[str, Any]] = [("run", msgspec.to_builtins(run))]
    facts += [("param", {"run_id": run.id, "key": f"p{n}", "value": n}) for n in range(100_000)]
    assert store.facts.apply("w", facts, 0, 1)
    params = store.runs.find(run.id).params
    assert len(params) == 100_000
    assert params["p99999"] == 99_999
    assert [row.run.id for row in store.runs.list(search="p5 == 5 and params.p99999 > 7")] == [run.id]


def test_a_page_may_have_more_runs_than_a_statement_has_parameters(store: Store) -> None:
    facts = [("run", msgspec.to_builtins(a_run())) for _ in range(70_000)]
    assert store.facts.apply("w", facts, 0, 1)
    assert len(store.runs.list(limit=100_000)) == 70_000
    assert len(store.facts.close_lost("w")) == 70_000
