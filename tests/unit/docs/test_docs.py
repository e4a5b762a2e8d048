from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import celltrail
from celltrail.records import Signature
from celltrail.server.endpoints import ENDPOINTS
from celltrail.serving.app import App
from celltrail.verbs.runs import joined_sort

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
NOTES = sorted((DOCS / "decisions").glob("[0-9]*.md"))
LAB = ROOT / "labextension"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_reference", DOCS / "reference" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(text(page) for page in PAGES)


def blocks(*languages: str) -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for language, code in FENCE.findall(text(page)):
            if language in languages:
                yield page, code


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", ["magics.md", "cli.md", "functions.md", "settings.md", "rest.md"])
def test_a_reference_page_says_what_the_code_says(reference: ModuleType, page: str) -> None:
    assert text(DOCS / "reference" / page) == reference.pages()[page], f"It is stale: run `{reference.COMMAND}`."


def test_every_magic_occurs_outside_the_reference(reference: ModuleType) -> None:
    prose = "\n".join(text(page) for page in PAGES if page.parent.name != "reference")
    assert [name for name, _ in reference.MAGICS if name not in prose] == []


def test_the_reference_knows_every_magic_that_is_loaded(reference: ModuleType) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    from celltrail import magics

    shell = InteractiveShell()
    before = {kind: dict(names) for kind, names in shell.magics_manager.magics.items()}
    magics.load(shell)
    signs = {"line": "%", "cell": "%%"}
    added = {
        signs[kind] + name
        for kind, names in shell.magics_manager.magics.items()
        for name, method in names.items()
        if before[kind].get(name) is not method
    }
    magics.unload(shell)
    assert added == {name for name, _ in reference.MAGICS}


def test_every_public_function_occurs_outside_the_reference() -> None:
    prose = "\n".join(text(page) for page in PAGES if page.parent.name != "reference")
    functions = [name for name in celltrail.__all__ if name not in ("__version__", "active_run")]
    assert [name for name in functions if not re.search(rf"\b{name}\b", prose)] == []


def test_every_command_occurs_outside_the_reference(reference: ModuleType) -> None:
    prose = "\n".join(text(page) for page in PAGES if page.parent.name != "reference")
    commands = [name for name, _ in reference._subparsers(reference.cli_parser())]
    assert [name for name in commands if f"celltrail {name}" not in prose] == []


def test_every_operation_of_the_rest_api_is_on_its_page() -> None:
    page = text(DOCS / "reference" / "rest.md")
    assert [endpoint.name for endpoint in ENDPOINTS if f"`{endpoint.name}`" not in page] == []


def test_every_command_and_setting_of_the_frontend_is_on_the_settings_page(reference: ModuleType) -> None:
    page = text(DOCS / "reference" / "settings.md")
    schemas = [json.loads(text(path)) for path in sorted((LAB / "schema").glob("*.json"))]
    settings = [name for schema in schemas for name in schema.get("properties", {})]
    ids = set(re.findall(r"'(celltrail:[a-z]+(?:-[a-z]+)*)'", text(LAB / "src" / "tokens.ts")))
    assert ids == set(reference.lab_commands())
    assert [name for name in (*settings, *ids) if f"`{name}`" not in page] == []


def test_every_path_of_an_endpoint_is_in_the_recipe() -> None:
    class Table:
        def __init__(self) -> None:
            self.plan = Signature(inputs=())

    app: Any = App(lambda _seen: Table(), None)  # type: ignore[arg-type, return-value]
    page = text(DOCS / "how" / "deploy.md")
    assert [f"{method} {path}" for method, path in app._handlers if f"{method} {path}" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", FENCE.sub("", text(page)))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.*)$", text(target), re.MULTILINE) if anchor else []
    return not anchor or anchor in {re.sub(r"[^\w -]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def test_the_map_shows_the_layers_that_are_enforced() -> None:
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    drawn = next(code for language, code in FENCE.findall(text(DOCS / "map.md")) if not language)
    assert [re.split(r"  +", line)[0] for line in drawn.splitlines()] == layers


def test_the_map_names_every_room() -> None:
    rooms = {path.parent.name for path in (ROOT / "python" / "celltrail").glob("*/__init__.py")}
    assert sorted(room for room in rooms if f"| `{room}` |" not in text(DOCS / "map.md")) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_pictures_are_there(page: Path) -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text(page))
    missing = [picture for picture in pictures if not (page.parent / picture).exists()]
    assert missing == [], "The browser tests take the pictures: put one there."


def declared() -> list[str]:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))
    python = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        python += extra
    node = json.loads(text(ROOT / "package.json"))
    names = [re.split(r"[\[<>=;~! ]", requirement)[0] for requirement in python]
    return sorted({*names, *node["dependencies"], *node["devDependencies"]} - {"celltrail"})


def test_every_dependency_has_a_note_on_why() -> None:
    lines = [found for note in NOTES for found in re.findall(r"^For: ((?:.+\n)+)", text(note), re.MULTILINE)]
    explained = set(re.findall(r"`([^`]+)`", " ".join(lines)))
    assert sorted(set(declared()) - explained) == []


@pytest.mark.parametrize("note", NOTES, ids=named)
def test_a_note_says_what_else_was_weighed_and_what_would_change_it(note: Path) -> None:
    headings = [h.partition(" (")[0] for h in re.findall(r"^## (.*)$", text(note), re.MULTILINE)]
    assert headings[0] in ("What it is", "What it is for")
    assert headings[1:] == ["What else was weighed", "What would change our mind"]


def test_the_index_of_decisions_names_each_with_its_title() -> None:
    found = [(note.name, text(note).partition("\n")[0].removeprefix("# ")) for note in NOTES]
    expected = [f"- [{title[:4]}]({name}) {title[5:]}" for name, title in found]
    assert [
        line for line in text(DOCS / "decisions" / "README.md").splitlines() if line.startswith("- [")
    ] == expected


@pytest.mark.parametrize(("page", "code"), list(blocks("python")))
def test_python_examples_compile(page: Path, code: str) -> None:
    compile(code, named(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


@pytest.mark.parametrize(("page", "code"), list(blocks("ipython")))
def test_cells_compile_and_their_magics_are_understood(reference: ModuleType, page: Path, code: str) -> None:
    from IPython.core.inputtransformer2 import TransformerManager

    parsers = {name: method.parser for name, method in reference.MAGICS}
    lines = code.splitlines(keepends=True)
    for line in (line.strip() for line in lines):
        name, _, rest = line.partition(" ")
        if name in parsers:
            parsers[name].parse_args(joined_sort(shlex.split(rest)))
    plain = "".join(line for line in lines if not line.startswith("%%"))
    compile(TransformerManager().transform_cell(plain), named(page), "exec")


@pytest.mark.parametrize("code", [code for page, code in blocks("python") if page.name == "track.md"])
def test_examples_of_tracking_run(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "example.py"
    script.write_text(code, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, str(script), "exec"), {"__name__": "__main__"})
    assert [row.run.status for row in celltrail.list_runs()][:1] == ["finished"]


def test_the_tour_through_a_notebook_of_ones_own_goes_as_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    story = text(DOCS / "start.md").partition("## Your own notebook")[2].partition("**Run it as a job**")[0]
    shell = InteractiveShell()
    for language, code in FENCE.findall(story):
        if language in ("python", "ipython"):
            shell.run_cell(code).raise_error()
    shown = capsys.readouterr().out
    run = celltrail.run("tumours")
    version = celltrail.models()[0].versions[0]
    assert f"run tumours {run.run.id[-6:]}  auc=" in shown
    chosen = {"learning_rate": 0.1, "max_depth": 3}
    said = {"model": "HistGradientBoostingClassifier", "model.max_depth": 3}
    assert (run.run.status, run.params) == ("finished", chosen | said)
    assert run.metrics["auc"] == pytest.approx(0.998, abs=0.01)
    assert (version.label, version.aliases, version.passed) == ("tumours/1", ("challenger",), True)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_names_no_machine(page: Path) -> None:
    assert re.findall(r"/(?:home|root|work|Users)/\w+", text(page)) == []
