"""``notebook(check.ipynb)``: a notebook that runs to its end says that the version is good enough."""

from __future__ import annotations

import json
import re
from pathlib import Path

from celltrail.artifacts.digest import digest_file
from celltrail.registry.gates.commands import celltrail
from celltrail.registry.gates.gate import Form, Gate
from celltrail.registry.gates.kind import CannotRunError, Lane, Outcome
from celltrail.registry.gates.subject import Subject

_FRESH_S = 60.0
_TAKES = re.compile(r"^\s*version\s*(?::[^=]+)?=", re.MULTILINE)


class NotebookKind:
    """Runs a notebook as a job: it passes if no cell fails.

    Where a cell that is tagged ``parameters`` has ``version``, that gets the version's name, such as ``churn/3``;
    it also stands in the variable ``CELLTRAIL_GATE_VERSION``.
    """

    name = "notebook"
    form = Form(word="path of a notebook", needed="word")
    lane: Lane = "own"
    inputs = ("model", "evaluation", "training", "champion", "code")
    libraries = ()
    timeout_s = 900.0
    lasts_s = _FRESH_S

    def check(self, gate: Gate, subject: Subject) -> Outcome:
        """Run the notebook."""
        path = Path(subject.plan.folder, gate.word)
        given = ["-p", f"version={subject.version.label}"] if takes_version(path) else []
        done = celltrail(subject, "run", str(path), *given)
        if done.code == 0:
            return Outcome(passed=True, reason=f"{path.name} ran to its end", details=done.lines)
        return Outcome(passed=False, reason=f"{path.name}: {done.reason}", details=done.errors)


def takes_version(path: Path) -> bool:
    """Whether a notebook has the parameter ``version``.

    Raises
    ------
    CannotRunError
        It is not there, or is no notebook.
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
        return any(_TAKES.search("".join(cell.get("source", ""))) for cell in tagged)
    except FileNotFoundError:
        raise CannotRunError(f"there is no notebook {path}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotRunError(f"{path} is no notebook that can be read: {error}") from error


def code_digest(word: str, folder: str) -> str | None:
    """Return the digest of the file that a notebook's or function's gate names; None where there is none."""
    module, _, _ = word.partition(":")
    for path in (Path(folder, module), Path(folder, *module.split(".")).with_suffix(".py")):
        if path.is_file():
            return digest_file(path)
    return None
