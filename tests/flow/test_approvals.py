"""A model's way to champion: gates fail, it is mended, asked for, approved by another, promoted, rolled back."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth import IdentityProvider, User

from celltrail.server.endpoints import PREFIX
from celltrail.tracking import Workspace

pytest_plugins = ["pytest_jupyter.jupyter_server"]

TRAIN = """%%track churn
import pandas as pd
from sklearn.linear_model import LogisticRegression
X = pd.DataFrame({'a': [0.0, 1.0, 2.0, 3.0] * 5, 'b': [1.0, 0.0] * 10})
y = [0, 0, 1, 1] * 5
model = LogisticRegression(C=C).fit(X, y)
auc = AUC
"""
REGISTER = '%register model churn --data X --gate "auc >= 0.8" --alias champion'


class Hub(IdentityProvider):
    """Knows who asks by a header, as a proxy before it would say."""

    def get_user(self, handler: Any) -> User:
        return User(username=handler.request.headers.get("X-User", "ada"))

    def is_token_authenticated(self, handler: Any) -> bool:
        return True


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"celltrail": True}, "identity_provider_class": Hub}}


@pytest.fixture
def ask(jp_fetch: Callable[..., Awaitable[Any]], jp_serverapp: Any) -> Any:
    """Ask the REST API as somebody."""

    async def asked(who: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        response = await jp_fetch(
            *PREFIX.split("/"), *path.split("/"), method="GET" if body is None else "POST", raise_error=False,
            body=None if body is None else json.dumps(body), headers={"X-User": who},
            params=query,
        )  # fmt: skip
        return response.code, json.loads(response.body)

    return asked


def command(*arguments: str, who: str = "ada", fails: bool = False) -> str:
    """Run a command as somebody and return what it said."""

    done = subprocess.run(
        [sys.executable, "-m", "celltrail", *arguments],
        env=os.environ | {"JUPYTERHUB_USER": who}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode == 1) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


Said = Callable[[str], str]


def register_and_ask(said: Said) -> None:
    said("%load_ext celltrail")
    said("C = 1.0; AUC = 0.85")
    said(TRAIN)
    assert "champion" in said(REGISTER)
    said("%policy churn champion --approvals 1 --approver ada --approver bob")

    said("AUC = 0.7")
    said(TRAIN)
    assert "because a gate failed" in said(REGISTER)
    assert "does not pass its gates" in said("%request churn/2")
    said("AUC = 0.9")
    said(TRAIN)
    assert "others have to approve that" in said(REGISTER)
    assert "needs 1 approval by ada or bob" in said("%promote churn/3")
    assert "waits, 0 of 1 approvals" in said('%request churn/3 -m "mended"')
    assert "ada made churn/3" in said("%approve churn/3")
    assert "ada made churn/3" in command("approve", "churn/3", fails=True)
    assert "eve may not decide" in command("approve", "churn/3", who="eve", fails=True)


async def decide(ask: Any) -> None:
    status, page = await ask("bob", "approvals")
    assert (status, page["who"], [one["may_approve"] for one in page["approvals"]]) == (200, "bob", [True])
    path = f"approvals/{page['approvals'][0]['approval']['id']}"
    status, problem = await ask("eve", f"{path}/approve", {})
    assert (status, problem["code"]) == (403, "not_allowed")
    status, problem = await ask("bob", f"{path}/reject", {"comment": " "})
    assert (status, problem["code"]) == (400, "invalid_input")
    status, outcome = await ask("bob", f"{path}/approve", {"comment": "looked at it"})
    assert (status, outcome["message"]) == (200, "Approved, and churn/3 is champion now.")
    status, problem = await ask("bob", f"{path}/approve", {})
    assert (status, problem["code"]) == (409, "conflict")


def look_back(said: Said) -> None:
    assert "churn/1" in said('%rollback churn --reason "slow"')
    assert "what was said before is void" in command("promote", "churn/3", fails=True)
    assert "churn/3 is retired" in command("retire", "churn/3", "--reason", "slow")
    history = command("model-history", "churn")
    steps = ["was retired", "was rolled back to churn/1", "became champion", "was approved", "was proposed"]
    places = [history.index(step) for step in steps]
    assert places == sorted(places)


async def audit_it(ask: Any, home: Path, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.json"
    command("audit", "anchor", "-o", str(anchor))
    exported = tmp_path / "audit.jsonl"
    command("audit", "export", "-o", str(exported))
    assert "none was edited" in command("audit", "verify", str(exported), "--anchor", str(anchor))
    assert "none was edited" in command("audit", "verify", "--anchor", str(anchor))
    _, page = await ask("ada", "audit", action="alias.promoted")
    assert [(one["who"], one["details"]["to"]) for one in page["entries"]] == [("bob", 3), ("ada", 1)]
    with sqlite3.connect(home / "store.db") as connection:
        connection.execute("UPDATE audit SET who = 'eve' WHERE action = 'approval.approved'")
    connection.close()
    found = command("audit", "verify", fails=True)
    assert "(edited): approval.approved of churn/3@champion" in found
    _, verdict = await ask("ada", "audit/verify")
    assert [one["fault"] for one in verdict["problems"]] == ["edited"]


async def test_register_fail_fix_request_approve_promote_roll_back(
    ask: Any, start_kernel: Callable[..., Any], workspace: Workspace, home: Path, tmp_path: Path
) -> None:
    kernel = start_kernel(CELLTRAIL_HOME=str(home), JUPYTERHUB_USER="ada")

    def said(code: str) -> str:
        answer = kernel.run(code)
        return "\n".join(str(content) for _, content in answer.messages)

    register_and_ask(said)
    await decide(ask)
    look_back(said)
    await audit_it(ask, home, tmp_path)
