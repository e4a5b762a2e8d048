"""What a parameters cell declares, and what fits it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from celltrail import jobs
from celltrail.errors import InvalidInputError, ParameterError
from celltrail.jobs.parameters import typed_parameters
from celltrail.records import Job, JobOptions, NotebookParameter
from celltrail.tracking import Workspace

Write = Callable[..., Path]


def typed(path: Path, **given: Any) -> dict[str, Any]:
    return typed_parameters(path, jobs.read_notebook(path), given)


@pytest.mark.parametrize(
    ("hint", "given", "fitted"),
    [
        ("int", 3, 3),
        ("float", 1, 1.0),
        ("str", 7, "7"),
        ("list[int]", [1, 2], [1, 2]),
        ("list[float]", (1, 2.5), [1.0, 2.5]),
        ("List[str]", ["a", 1], ["a", "1"]),
        ("dict[str, float]", {"a": 1}, {"a": 1.0}),
        ("dict[str, list[int]]", {"a": [1]}, {"a": [1]}),
        ("tuple[int, str]", [1, "a"], (1, "a")),
        ("tuple[float, ...]", [1, 2, 3], (1.0, 2.0, 3.0)),
        ("set[int]", [2, 1], {1, 2}),
        ("Optional[int]", None, None),
        ("int | None", 4, 4),
        ("Union[int, str]", "a", "a"),
        ("float | int", 1, 1),
        ("Literal['a', 'b']", "b", "b"),
        ("Literal[1, 2]", 2, 2),
        ("'typing.Optional[typing.List[int]]'", [1], [1]),
        ("Annotated[int, 'x']", 1, 1),
        ("Path", "data/x", Path("data/x")),
        ("datetime.date", "2026-11-21", dt.date(2026, 11, 21)),
        ("datetime", "2026-11-21T08:00:00", dt.datetime(2026, 11, 21, 8)),  # noqa: DTZ001 - as it is written
        ("MyConfig", {"any": "thing"}, {"any": "thing"}),
        ("list", [1, "a"], [1, "a"]),
    ],
)
def test_a_value_becomes_what_the_hint_says(hint: str, given: Any, fitted: Any, notebook: Write) -> None:
    found = typed(notebook("x", parameters=f"p: {hint}"), p=given)["p"]
    assert (found, type(found)) == (fitted, type(fitted))


@pytest.mark.parametrize(
    ("hint", "given", "said"),
    [
        ("int", 1.5, "is of type int, 1.5 is float"),
        ("int", True, "True is bool"),
        ("list[int]", ["a"], "[0] of it: 'a' is str, not int"),
        ("dict[str, float]", {"a": "b"}, "['a'] of it: 'b' is str, not float"),
        ("dict[str, list[int]]", {"a": [1, None]}, "['a'] of it: [1] of it: None is NoneType, not int"),
        ("tuple[int, str]", [1], "has 1 items, not 2"),
        ("int | None", "a", "'a' is str"),
        ("Literal['a', 'b']", "c", "'c' is none of 'a', 'b'"),
        ("date", "yesterday", "'yesterday' is str"),
        ("int", "env:HOME", "a secret is text, not int"),
    ],
)
def test_a_value_that_does_not_fit_a_hint_is_refused_with_the_place(
    hint: str, given: Any, said: str, notebook: Write
) -> None:
    with pytest.raises(ParameterError) as refused:
        typed(notebook("x", parameters=f"p: {hint}"), p=given)
    assert said in refused.value.message
    assert hint in refused.value.message


def test_values_are_written_down_as_json_can_hold_them(notebook: Write) -> None:
    path = notebook("x", parameters="data: Path\nuntil: date\npair: tuple[int, int]\nkinds: set[str]")
    given = {"data": "a/b", "until": "2026-01-02", "pair": [1, 2], "kinds": ["b", "a"]}
    checked = jobs.check_parameters(path, jobs.read_notebook(path), given)
    assert checked == {"data": "a/b", "until": "2026-01-02", "pair": [1, 2], "kinds": ["a", "b"]}
    assert jobs.check_parameters(path, jobs.read_notebook(path), checked) == checked


def test_what_has_no_default_must_be_given(notebook: Write) -> None:
    path = notebook("x", parameters="lr: float\nn: int  # how many\nk = 1")
    with pytest.raises(ParameterError, match="needs lr, n, which have no default"):
        typed(path)
    with pytest.raises(ParameterError, match="needs n, which has no default") as refused:
        typed(path, lr=1)
    assert refused.value.hint == "-p n=..."
    assert typed(path, lr=1, n=2) == {"lr": 1.0, "n": 2}


def test_a_form_learns_what_is_required_what_may_be_chosen_and_what_may_be_left_open(notebook: Write) -> None:
    source = (
        "%matplotlib inline\nlr: float  # rate\nregion: Literal['eu', 'us'] = 'eu'\ndepth: int | None = None\n"
        "old = 3  # type: float  as papermill writes it\nwhere = Path('data')\nloose: int = None"
    )
    made = jobs.parameters_of(jobs.read_notebook(notebook("x", parameters=source)))
    assert made == (
        NotebookParameter(name="lr", type="float", help="rate", hint="float", required=True),
        NotebookParameter(
            name="region", type="str", default="eu", hint="Literal['eu', 'us']", choices=("eu", "us")
        ),
        NotebookParameter(name="depth", type="int", hint="int | None", optional=True),
        NotebookParameter(name="old", type="float", default=3, hint="float", help="as papermill writes it"),
        NotebookParameter(name="where", type="Path", default="data"),
        NotebookParameter(name="loose", type="int", hint="int"),
    )
    assert typed(notebook("x", parameters="loose: int = None"), loose=None) == {"loose": None}


def test_a_secret_that_is_not_set_is_refused_and_one_that_is_stays_a_name(
    notebook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook("x", parameters="token = ''\nall: dict[str, str] = {}")
    with pytest.raises(ParameterError, match="environment variable API_TOKN is not set"):
        typed(path, token="env:API_TOKN")
    monkeypatch.setenv("API_TOKEN", "s3cret")
    with pytest.raises(ParameterError, match=r"Did you mean env:API_TOKEN\?"):
        typed(path, all={"k": "env:API_TOKN"})
    assert jobs.check_parameters(path, jobs.read_notebook(path), {"token": "env:API_TOKEN"}) == {
        "token": "env:API_TOKEN"
    }


def test_yaml_and_texts_override_each_other_as_papermill_has_it(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("lr: 0.1\nmonths: [1, 2]\nregion: eu\n")
    two.write_text("region: us\nn: 3\n")
    assert jobs.from_text(["n=4"], [str(one), str(two)]) == {
        "lr": 0.1, "months": [1, 2], "region": "us", "n": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), (b"a: [1", "is not YAML"), (b"- 1", "holds no parameters, but list"),
     (b"\xff\xfe", "cannot be read"), (b"1: 2", "holds no parameters")],
)  # fmt: skip
def test_yaml_that_is_no_parameters_says_why(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ParameterError, match=said):
        jobs.from_text([], [str(path)])


@pytest.mark.parametrize(
    "options",
    [{"retries": -1}, {"retries": 1000}, {"retry_wait_s": -1.0}, {"retry_wait_s": float("nan")},
     {"timeout_s": 0.0}, {"cell_timeout_s": -5.0}, {"timeout_s": float("inf")}, {"cache": True, "capture": False}],
)  # fmt: skip
def test_options_that_cannot_be_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as refused:
        jobs.checked_options(JobOptions(**options))
    assert refused.value.hint


def test_notes_of_many_processes_are_all_kept_once_each(workspace: Workspace, python: Any) -> None:
    workspace.store.jobs.add(
        Job(id="j", notebook="/x", parameters={}, status="running", trigger="manual", created_at=1.0)
    )
    code = (
        "import sys\nfrom celltrail import jobs\nfrom celltrail.tracking import workspace\n"
        "for i in range(10): jobs.note(workspace(), 'j', f'{sys.argv[1]} says {i % 5}')"
    )
    processes = [python(code, str(number)) for number in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0], processes[0].stderr.read()
    said = sorted(f"{a} says {b}" for a in range(3) for b in range(5))
    assert sorted(workspace.store.jobs.get("j").notes) == said
