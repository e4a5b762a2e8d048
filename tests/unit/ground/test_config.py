from __future__ import annotations

from pathlib import Path

import jupyter_core.paths
import pytest

from celltrail import config
from celltrail.config import Settings


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the choice of the home to the folders."""
    monkeypatch.delenv("CELLTRAIL_HOME")


@pytest.mark.usefixtures("nowhere")
def test_the_nearest_celltrail_folder_upwards_is_the_home(tmp_path: Path) -> None:
    deep = tmp_path / "project" / "notebooks" / "july"
    deep.mkdir(parents=True)
    (tmp_path / ".celltrail").mkdir()
    (tmp_path / "project" / ".celltrail").mkdir()
    assert config.find_home(deep) == tmp_path / "project" / ".celltrail"


@pytest.mark.usefixtures("nowhere")
def test_a_file_called_celltrail_is_no_home(tmp_path: Path) -> None:
    (tmp_path / ".celltrail").mkdir()
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / ".celltrail").write_text("")
    assert config.find_home(inner) == tmp_path / ".celltrail"


def test_the_variable_wins_over_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".celltrail").mkdir()
    monkeypatch.setenv("CELLTRAIL_HOME", str(tmp_path / "other"))
    assert config.find_home(tmp_path) == tmp_path / "other"


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("data_dir", [None, "given"])
@pytest.mark.parametrize("xdg", [None, "", "xdg"])
def test_without_a_folder_the_home_lies_in_jupyters_own_data_directory(
    data_dir: str | None, xdg: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in (("JUPYTER_DATA_DIR", data_dir), ("XDG_DATA_HOME", xdg)):
        if value is None:
            monkeypatch.delenv(variable)
        else:
            monkeypatch.setenv(variable, value and str(tmp_path / value))
    assert config.find_home(tmp_path) == Path(jupyter_core.paths.jupyter_data_dir()) / "celltrail"


def test_settings_follow_the_home_until_a_variable_names_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "h"
    monkeypatch.setenv("CELLTRAIL_HOME", str(home))
    assert config.settings() == Settings(
        home=home, store_url=f"sqlite:///{home / 'store.db'}", artifacts=home / "artifacts"
    )
    monkeypatch.setenv("CELLTRAIL_STORE", "postgresql://db/ct")
    monkeypatch.setenv("CELLTRAIL_ARTIFACTS", str(tmp_path / "bytes"))
    assert config.settings() == Settings(home=home, store_url="postgresql://db/ct", artifacts=tmp_path / "bytes")
