"""The wheel: what is in it, and that it works where there is no Node."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSION = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["version"]


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel; the frontend too, where it is not built yet."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_is_pure_python_and_has_the_one_version(wheel: Path) -> None:
    assert wheel.name == f"celltrail-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"celltrail-{VERSION}.dist-info/METADATA").decode()
        tags = archive.read(f"celltrail-{VERSION}.dist-info/WHEEL").decode()
    assert f"\nVersion: {VERSION}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert "Root-Is-Purelib: true" in tags


@pytest.mark.parametrize(
    "ending",
    [
        "celltrail/py.typed",
        "celltrail/server/openapi.json",
        "celltrail/server/changed.schema.yaml",
        "celltrail/store/migrations/env.py",
        "celltrail/store/migrations/versions/0001_first.py",
        "data/etc/jupyter/jupyter_server_config.d/celltrail.json",
        "data/share/jupyter/labextensions/celltrail/package.json",
        "data/share/jupyter/labextensions/celltrail/install.json",
        "data/share/jupyter/labextensions/celltrail/schemas/celltrail/package.json.orig",
    ],
)
def test_everything_that_is_needed_at_run_time_is_in_it(ending: str, names: list[str]) -> None:
    assert any(name.endswith(ending) for name in names), sorted(names)


def test_every_module_of_the_package_is_in_it_and_nothing_that_is_not_for_users(names: list[str]) -> None:
    modules = {str(path.relative_to(ROOT / "python")) for path in (ROOT / "python" / "celltrail").rglob("*.py")}
    assert modules <= set(names)
    assert [name for name in names if "__pycache__" in name or "node_modules" in name or "tests/" in name] == []
    assert [name for name in names if "/static/remoteEntry" in name and name.endswith(".js")] != []


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment that borrows the other libraries from this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    python = folder / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel,
        PIP_DISABLE_PIP_VERSION_CHECK="1",
    )  # fmt: skip
    (site / "borrowed.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder


def in_environment(environment: Path, tmp_path: Path, *arguments: str) -> str:
    """Run Python of the new environment, where no Node is on the path."""
    path = os.pathsep.join([str(environment / "bin"), "/nowhere"])
    done = subprocess.run(
        [str(environment / "bin" / "python"), *arguments], capture_output=True, text=True, check=False,
        cwd=tmp_path, env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_installed_package_is_the_wheels_own(environment: Path, tmp_path: Path) -> None:
    code = "import celltrail; print(celltrail.__file__); print(celltrail.__version__)"
    file, version = in_environment(environment, tmp_path, "-c", code).split()
    assert Path(file).is_relative_to(environment)
    assert version == VERSION


def test_jupyter_says_that_both_extensions_are_enabled_and_fine(environment: Path, tmp_path: Path) -> None:
    server = in_environment(environment, tmp_path, "-m", "jupyter_server", "extension", "list")
    assert "celltrail enabled" in plain(server)
    assert f"celltrail {VERSION} OK" in plain(server)
    lab = plain(in_environment(environment, tmp_path, "-m", "jupyterlab.labextensions", "list"))
    assert f"celltrail v{VERSION} enabled OK" in lab


def plain(text: str) -> str:
    """Return text without colours and with single spaces."""
    import re

    return " ".join(re.sub(r"\x1b\[[\d;]*m", "", text).split())


def test_the_commands_are_installed_and_run_without_node(environment: Path, tmp_path: Path) -> None:
    assert in_environment(environment, tmp_path, "-m", "celltrail", "--version").strip() == VERSION
    assert (environment / "bin" / "celltrail").is_file()
    assert "No runs yet" in in_environment(environment, tmp_path, "-m", "celltrail", "runs")


def test_enable_lets_the_kernels_of_this_environment_have_the_magics(environment: Path, tmp_path: Path) -> None:
    in_environment(environment, tmp_path, "-m", "celltrail", "enable")
    code = "get_ipython().run_cell_magic('track', 'auto', 'x = 1')"
    in_environment(environment, tmp_path, "-m", "IPython", "--simple-prompt", "-c", code)
    assert "auto" in in_environment(environment, tmp_path, "-m", "celltrail", "runs")
    in_environment(environment, tmp_path, "-m", "celltrail", "disable")
    assert not list((environment / "etc" / "ipython" / "startup").glob("*.py"))
