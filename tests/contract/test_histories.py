"""The versions of a name."""

from __future__ import annotations

from typing import Any

import msgspec

from celltrail import ids
from celltrail.records import Artifact, ArtifactUse, NameVersion, Run, Source
from celltrail.store import Store

A, B = "aa" * 32, "bb" * 32


def bring(store: Store, name: str, *values: Any) -> str:
    run = Run(id=ids.new_id(), name="fit", kind="cell", status="finished", started_at=5.0,
              source=Source(cell_id="c1"))  # fmt: skip
    facts: list[tuple[str, Any]] = [("run", run)]
    for value in values:
        if value in (A, B):
            artifact = Artifact(digest=value, kind="frame", codec="frame/1", size_bytes=3, summary={"rows": 2})
            facts.append(("use", ArtifactUse(run_id=run.id, cell_execution_id=None, name=name, direction="output",
                                             artifact=artifact, version=0)))  # fmt: skip
        else:
            facts.append(("param", {"run_id": run.id, "key": name, "value": value}))
    plain = [(kind, msgspec.json.decode(msgspec.json.encode(body))) for kind, body in facts]
    assert store.facts.apply(ids.new_id(), plain, 0, 1)
    return run.id


def test_each_content_is_a_version_with_the_run_that_had_it_first(store: Store) -> None:
    first = bring(store, "X", A)
    second = bring(store, "X", B, A)
    base: dict[str, Any] = {"name": "X", "kind": "frame", "at": 5.0, "run_name": "fit", "cell_id": "c1",
                            "size_bytes": 3, "summary": {"rows": 2}}  # fmt: skip
    both = (
        NameVersion(version=1, run_id=first, uses=2, digest=A, **base),
        NameVersion(version=2, run_id=second, uses=1, digest=B, **base),
    )
    assert store.histories.of("X") == both
    assert store.histories.of("X", limit=1) == both[1:]
    assert store.histories.of("Y") == ()


def test_each_plain_value_is_a_version_too(store: Store) -> None:
    for value in (6, 8, 6, "deep"):
        bring(store, "depth", value)
    found = store.histories.of_values("depth")
    assert [(one.version, one.summary["value"], one.uses) for one in found] == [
        (1, 6.0, 2),
        (2, 8.0, 1),
        (3, "deep", 1),
    ]
    assert [one.version for one in store.histories.of_values("depth", limit=1)] == [3]
    assert store.histories.of_values("nothing") == ()
