"""Processes of our own load less, those of users do not."""

from __future__ import annotations

import json
import subprocess
import sys

_CHECKS = """
import json, sys
{first}
import celltrail, celltrail.jobs, nbformat
nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))
broken = nbformat.v4.new_notebook()
broken["metadata"] = "none"
try:
    nbformat.validate(broken)
    refused = False
except nbformat.ValidationError:
    refused = True
grammars = sys.modules.get("rfc3987_syntax") is not None
from jsonschema import FormatChecker
print(json.dumps([refused, grammars, "iri" in FormatChecker().checkers]))
"""


def _seen(first: str) -> list[bool]:
    done = subprocess.run(
        [sys.executable, "-c", _CHECKS.format(first=first)], capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


def test_our_own_processes_check_notebooks_without_the_grammars_of_addresses() -> None:
    assert _seen("from celltrail.ownprocess import load_less; load_less()") == [True, False, False]


def test_a_process_of_the_users_still_checks_the_addresses_of_their_own_schemas() -> None:
    assert _seen("") == [True, True, True]
