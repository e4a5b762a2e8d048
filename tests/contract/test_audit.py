"""What the audit log promises, on every database: one chain, however many write, and nothing changed unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from celltrail.actor import acting_as
from celltrail.errors import ConflictError
from celltrail.records import (
    AliasChange,
    AliasPolicy,
    AuditEntry,
    AuditQuery,
    Deployment,
    GateResult,
    ModelVersion,
    Route,
    Schedule,
    Signature,
    Trigger,
)
from celltrail.store import Store, chain, open_store
from celltrail.store.chain import Unreadable
from celltrail.store.schema import audit

WRITER = """
import sys
from celltrail.actor import acting_as
from celltrail.records import AliasChange
from celltrail.store import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
with acting_as(sys.argv[2]):
    for number in range(25):
        change = AliasChange(model="churn", alias=sys.argv[2], number=1, previous=None, at=1.0, who=sys.argv[2])
        store.models.set_alias(change)
        store.lifecycle.describe_version("churn", 1, {"description": f"{sys.argv[2]} {number}"})
"""
PROMOTER = """
import sys
from celltrail.errors import ConflictError
from celltrail.records import AliasChange
from celltrail.store import open_store

store, number = open_store(sys.argv[1]), int(sys.argv[2])
expected = store.models.get("churn").aliases.get("champion")
print("ready", flush=True)
sys.stdin.readline()
try:
    store.models.set_alias(
        AliasChange(model="churn", alias="champion", number=number, previous=None, at=1.0, who="x"),
        expected=expected,
    )
    print("won")
except ConflictError as error:
    print(error)
"""


def version(model: str = "churn", **values: Any) -> ModelVersion:
    base: dict[str, Any] = {"number": 0, "artifact": "ab" * 32, "codec": "x/1", "run_id": None, "who": "ada"}
    return ModelVersion(model=model, signature=Signature(inputs=()), created_at=1.0, **(base | values))


def move(number: int | None, alias: str = "champion", **values: Any) -> AliasChange:
    return AliasChange(model="churn", alias=alias, number=number, previous=None, at=1.0, who="ada", **values)


def filled(store: Store) -> Store:
    """Fill a store with five entries."""
    store.models.add_version(version())
    store.models.add_version(version(description="ü \N{SNOWMAN}"))
    store.models.set_alias(move(1, reason="first"))
    store.models.set_alias(move(2, reason="better"))
    store.models.set_alias(move(1, rolled_back=True))
    return store


def by_hand(url: str, *statements: Any) -> None:
    """Do what only somebody with access to the database can do."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)
    engine.dispose()


def together(code: str, url: str, arguments: list[str]) -> list[str]:
    """Run a program several times at once and return what each said after it was ready."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, url, argument],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for argument in arguments
    ]  # fmt: skip
    try:
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        said = [one.communicate(timeout=120) for one in started]
    finally:
        for one in started:
            one.kill()
            one.wait()
    assert [one.returncode for one in started] == [0] * len(started), said
    return [out for out, _ in said]


def test_every_change_of_what_others_rely_on_is_in_the_log_with_who_and_why(store: Store) -> None:
    gate = GateResult(expression="auc > 0.5", verdict="passed", reason="", checked_at=1.0)
    filled(store)
    with acting_as("bob"):
        store.models.set_gates("churn", 1, (gate,), checked_for="champion")
        store.models.set_gates("churn", 1, (gate,))  # on the way: no check yet
        store.lifecycle.describe_model("churn", {"owner": "bob", "tags": {"a": "b"}}, "mine now")
        store.lifecycle.describe_model("churn", {"owner": "bob"})  # nothing changes
        store.lifecycle.set_status("churn", 2, "retired", "leaks")
        store.models.set_alias(move(None))
        policy = AliasPolicy(model="churn", alias="champion", approvals=1, who="bob")
        store.policies.set(policy, expected=None, reason="four eyes")
        store.policies.remove(policy, who="bob")
        endpoint = Deployment(
            id="d1", name="churn", model="churn", routes=(Route(version=1, weight=1.0),), status="starting",
            url="", pid=None, created_at=1.0, changed_at=1.0,
        )  # fmt: skip
        store.deployments.add(endpoint)
        store.deployments.change("d1", status="running", url="http://x")
        store.deployments.change("d1", requests=5)  # it was asked: that is no change of it
        store.deployments.note_stop("d1")
        store.deployments.change("d1", status="stopped")
        schedule = Schedule(
            id="s1", name="nightly", trigger=Trigger(kind="interval", every_s=60.0), created_at=1.0, who="bob"
        )
        store.schedules.add(schedule)
        store.schedules.set_paused("s1", paused=True)
        store.schedules.remove("s1")
    entries = store.audit.find(AuditQuery())[::-1]
    assert [(one.action, one.noun_id, one.who) for one in entries] == [
        ("version.registered", "churn/1", "ada"),
        ("version.registered", "churn/2", "ada"),
        ("alias.promoted", "churn@champion", "ada"),
        ("alias.promoted", "churn@champion", "ada"),
        ("alias.rolled_back", "churn@champion", "ada"),
        ("version.gates_checked", "churn/1", "bob"),
        ("model.described", "churn", "bob"),
        ("version.retired", "churn/2", "bob"),
        ("alias.removed", "churn@champion", "ada"),
        ("policy.set", "churn@champion", "bob"),
        ("policy.removed", "churn@champion", "bob"),
        ("deployment.created", "d1", "bob"),
        ("deployment.running", "d1", "bob"),
        ("deployment.stopping", "d1", "bob"),
        ("deployment.stopped", "d1", "bob"),
        ("schedule.created", "s1", "bob"),
        ("schedule.paused", "s1", "bob"),
        ("schedule.removed", "s1", "bob"),
    ]
    assert entries[6].details == {"owner": {"from": "", "to": "bob"}, "tags": {"from": {}, "to": {"a": "b"}}}
    assert [one.reason for one in entries[3:5]] == ["better", ""]
    assert store.audit.verify().problems == ()
    of_churn = store.audit.find(AuditQuery(model="churn", action="alias", limit=2))
    assert [one.seq for one in of_churn] == [9, 5]


def test_a_change_that_fails_leaves_no_entry(store: Store) -> None:
    filled(store)
    before = store.audit.head().seq
    with pytest.raises(ConflictError):
        store.models.set_alias(move(2), expected=2)
    with pytest.raises(ConflictError, match="champion"):
        store.lifecycle.set_status("churn", 1, "retired")
    assert store.audit.head().seq == before


def test_many_processes_write_one_chain(url: str) -> None:
    store = open_store(url)
    store.models.add_version(version())
    together(WRITER, url, ["ada", "bob", "cy"])
    verdict = store.audit.verify()
    assert (verdict.problems, verdict.entries) == ((), 1 + 3 * 25 * 2)
    store.close()


def test_of_processes_that_promote_at_once_one_wins_and_the_others_are_told(url: str) -> None:
    store = open_store(url)
    for _ in range(4):
        store.models.add_version(version())
    store.models.set_alias(move(1))
    said = together(PROMOTER, url, ["2", "3", "4"])
    assert sorted(text == "won\n" for text in said) == [False, False, True]
    assert all("is at version" in text and "moved meanwhile" in text for text in said if text != "won\n")
    winner = 2 + [text == "won\n" for text in said].index(True)
    assert store.models.get("churn").aliases == {"champion": winner}
    assert [one.details["to"] for one in store.audit.find(AuditQuery(action="alias"))] == [winner, 1]
    store.close()


at = audit.c.seq
TAMPERINGS: dict[str, tuple[list[Any], list[tuple[int, str]]]] = {
    "another reason": ([audit.update().where(at == 3).values(reason="")], [(3, "edited")]),
    "another person": ([audit.update().where(at == 1).values(who="eve")], [(1, "edited")]),
    "another time": ([audit.update().where(at == 5).values(at=2.0)], [(5, "edited")]),
    "other details": ([audit.update().where(at == 4).values(details={"to": 9})], [(4, "edited")]),
    "another predecessor": ([audit.update().where(at == 2).values(previous="0" * 64)], [(2, "edited")]),
    "another digest": ([audit.update().where(at == 4).values(digest="f" * 64)], [(4, "edited"), (5, "misplaced")]),
    "one dropped": ([audit.delete().where(at == 2)], [(2, "missing")]),
    "the first dropped": ([audit.delete().where(at == 1)], [(1, "missing")]),
    "dropped and closed up": (
        [audit.delete().where(at == 3), *(audit.update().where(at == n).values(seq=n - 1) for n in (4, 5))],
        [(3, "edited"), (4, "edited")],
    ),
    "two swapped": (
        [audit.update().where(at == old).values(seq=new) for old, new in ((3, 99), (4, 3), (99, 4))],
        [(3, "edited"), (4, "edited"), (5, "misplaced")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_done_by_hand_is_found_and_named(url: str, what: str) -> None:
    store = filled(open_store(url))
    assert store.audit.verify().holds
    statements, expected = TAMPERINGS[what]
    by_hand(url, *statements)
    assert [(one.seq, one.fault) for one in store.audit.verify().problems] == expected
    store.close()


def test_a_cut_end_and_a_log_written_anew_are_found_by_an_anchor_only(url: str) -> None:
    store = filled(open_store(url))
    anchor = store.audit.head()
    by_hand(url, audit.delete().where(at == 5))
    assert store.audit.verify().holds
    assert [(one.seq, one.fault) for one in store.audit.verify(anchor).problems] == [(5, "cut")]
    fourth = next(one for one in store.audit.find(AuditQuery()) if one.seq == 4)
    forged = replace(fourth, who="eve")
    forged = replace(forged, digest=chain.digest_of(forged))
    by_hand(url, audit.update().where(at == 4).values(who="eve", digest=forged.digest))
    store.models.set_alias(move(2))
    assert store.audit.verify().holds
    assert [(one.seq, one.fault) for one in store.audit.verify(anchor).problems] == [(5, "edited")]
    store.close()


def test_an_entry_that_is_none_any_more_is_named_and_hides_nothing_else(new_file: Callable[[], str]) -> None:
    store = filled(open_store(url := new_file()))  # PostgreSQL lets nobody put such things into its columns
    by_hand(
        url,
        sa.text("UPDATE audit SET details = '{' WHERE seq = 2"),
        sa.text("UPDATE audit SET at = 'x' WHERE seq = 4"),
    )
    assert [(one.seq, one.fault) for one in store.audit.verify().problems] == [
        (2, "unreadable"),
        (4, "unreadable"),
    ]
    assert [one.seq for one in store.audit.find(AuditQuery())] == [5, 3, 1]
    store.close()


texts = st.text(max_size=12)
values = st.one_of(texts, st.integers(), st.floats(), st.none(), st.lists(st.booleans(), max_size=2))
contents = st.lists(
    st.tuples(texts, texts, st.dictionaries(texts, values, max_size=3)),
    min_size=2, max_size=8,
)  # fmt: skip


def chained(given_contents: list[Any]) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number, (who, reason, details) in enumerate(given_contents, start=1):
        previous = entries[-1].digest if entries else chain.FIRST
        entry = AuditEntry(
            seq=number, at=float(number) / 3, who=chain.plain(who), action="alias.promoted", noun="alias",
            noun_id="churn@champion", reason=chain.plain(reason), details=chain.plain(details), previous=previous,
            digest="",
        )  # fmt: skip
        entries.append(replace(entry, digest=chain.digest_of(entry)))
    return entries


@given(contents, st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edit_drop_swap_or_insertion_is_found(given_contents: list[Any], data: Any) -> None:
    entries = chained(given_contents)
    assert chain.check(entries).holds
    assert chain.check([AuditEntry(**json.loads(json.dumps(asdict(entry)))) for entry in entries]).holds
    tampering: Callable[[list[AuditEntry], Any], list[Any]] = data.draw(st.sampled_from(TAMPER))
    tampered = tampering(list(entries), data)
    anchor = chain.check(entries).head
    assert not chain.check(tampered, anchor).holds
    if tampered != entries[: len(tampered)]:  # all but a cut end is found without an anchor
        assert not chain.check(tampered).holds


def edit(entries: list[AuditEntry], data: Any) -> list[Any]:
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["at", "who", "action", "noun", "noun_id", "reason", "details", "previous"]))
    old = getattr(entries[place], field)
    new = data.draw(
        {float: st.floats(0, 9), str: texts, dict: st.dictionaries(texts, texts)}[type(old)].filter(
            lambda it: it != old
        )
    )
    entries[place] = replace(entries[place], **{field: new})
    return entries


def drop(entries: list[AuditEntry], data: Any) -> list[Any]:
    del entries[data.draw(st.integers(0, len(entries) - 1))]
    return entries


def swap(entries: list[AuditEntry], data: Any) -> list[Any]:
    one, other = data.draw(st.lists(st.integers(0, len(entries) - 1), min_size=2, max_size=2, unique=True))
    entries[one], entries[other] = entries[other], entries[one]
    return entries


def insert(entries: list[AuditEntry], data: Any) -> list[Any]:
    place = data.draw(st.integers(0, len(entries) - 1))
    forged = replace(entries[place], who="eve")
    entries.insert(place, replace(forged, digest=chain.digest_of(forged)))
    return entries


def destroy(entries: list[AuditEntry], data: Any) -> list[Any]:
    place = data.draw(st.integers(0, len(entries) - 1))
    return [*entries[:place], Unreadable(place + 1, "no JSON"), *entries[place + 1 :]]


TAMPER = [edit, drop, swap, insert, destroy]
