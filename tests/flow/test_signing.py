"""Versions that are signed, verified by the official verifier, and bills of materials that fit their schema."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from sklearn.linear_model import LogisticRegression

import celltrail
from celltrail.artifacts.store import BYTES
from celltrail.cli import main
from celltrail.errors import (
    CelltrailError,
    CorruptArtifactError,
    InvalidInputError,
    NotFoundError,
    NotLoadableError,
    SignatureError,
)
from celltrail.records import Attachment
from celltrail.registry.exporting import check_inside
from celltrail.registry.policies import set_policy
from celltrail.tracking import workspace

DRAW = np.random.default_rng(3)
X = pd.DataFrame({"age": DRAW.normal(40, 10, 80), "calls": DRAW.integers(0, 9, 80)})
Y = (X["age"] > 40).astype(int)


def add(seed: float = 1.0, name: str = "churn", **how: Any) -> Any:
    return celltrail.register(LogisticRegression(C=seed).fit(X, Y), name, data=X, **how)


def official(folder: Path, key: Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier of the model-signing project."""
    return subprocess.run(
        [
            sys.executable, "-m", "model_signing", "verify", "key", str(folder),
            "--signature", str(folder / "model.sig"), "--public_key", str(key),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_signed_version_is_verified_by_the_official_tool_and_a_flipped_byte_is_found(tmp_path: Path) -> None:
    add()
    keys = celltrail.keygen(models=True)
    celltrail.sign("churn")
    assert celltrail.verify("churn", keys.public) == celltrail.verify("churn") == keys.key_id

    folder = tmp_path / "model"
    assert [path.name for path in celltrail.download("churn/1", folder)] == ["model.sig", "model.skops"]
    import skops.io

    assert (
        skops.io.load(folder / "model.skops").predict(X).tolist()
        == celltrail.load_model("churn").predict(X).tolist()
    )
    assert official(folder, keys.public).returncode == 0
    data = bytearray((folder / "model.skops").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "model.skops").write_bytes(data)
    assert official(folder, keys.public).returncode != 0

    # the same byte in the store, under a name that fits it, so that only the signature can tell
    here = workspace()
    version = celltrail.models()[0].versions[0]
    with here.store.models._database.write() as connection:
        from sqlalchemy import text

        changed = here.artifacts.put_bytes(bytes(data))
        connection.execute(text("UPDATE model_versions SET artifact = :digest"), {"digest": changed})
    with pytest.raises(SignatureError, match=r"does not hold: Signature mismatch: .*model\.skops"):
        celltrail.verify("churn")
    assert version.artifact != changed


def test_an_alias_whose_policy_asks_for_a_signature_takes_and_loads_no_other_version(tmp_path: Path) -> None:
    add()
    set_policy(workspace(), "churn", "champion", signed=True)
    with pytest.raises(SignatureError, match=r"churn@champion asks for a signature, and no key is trusted here"):
        celltrail.promote("churn/1")
    keys = celltrail.keygen(models=True)
    with pytest.raises(SignatureError, match="churn/1 is not signed"):
        celltrail.promote("churn/1")
    stranger = celltrail.keygen(tmp_path / "other.pem", models=True)
    celltrail.sign("churn/1", stranger.private)
    with pytest.raises(SignatureError, match=f"signed by the key {stranger.key_id}, not by {keys.key_id}"):
        celltrail.promote("churn/1")
    assert celltrail.models()[0].aliases == {}
    celltrail.sign("churn/1")
    assert celltrail.promote("churn/1").aliases == ("champion",)
    assert celltrail.load_model("churn@champion").predict(X.head(1)).shape == (1,)

    keys.public.unlink()  # nobody is trusted any more
    for use in (celltrail.load_model, celltrail.load, celltrail.deploy):
        with pytest.raises(SignatureError, match="no key is trusted here"):
            use("churn@champion")
    assert add(2.0).number == 2  # a version of its own is no business of the alias
    celltrail.load_model("churn/2")


def test_a_signature_of_another_version_or_a_broken_one_is_refused() -> None:
    add(), add()
    celltrail.keygen(models=True)
    signed = celltrail.sign("churn/1")
    here = workspace()
    for digest, said in (
        (signed.digest, "was made for churn-1"),
        (here.artifacts.put_bytes(b"{}"), "no bundle of a key"),
        (here.artifacts.put_bytes(b"\x00"), "no bundle of a key"),
        (here.artifacts.put_bytes(_tampered(here.artifacts.get_bytes(signed.digest))), "does not hold"),
    ):
        here.store.models.attach(
            Attachment(
                model="churn",
                number=2,
                role="signature",
                revision=0,
                digest=digest,
                codec=BYTES,
                at=1.0,
                who="eve",
            )
        )
        with pytest.raises(SignatureError, match=said):
            celltrail.verify("churn/2")


def _tampered(bundle: bytes) -> bytes:
    content = json.loads(bundle)
    envelope = content["dsseEnvelope"]
    envelope["signatures"][0]["sig"] = envelope["signatures"][0]["sig"][::-1]
    return json.dumps(content).encode()


def test_keys_that_do_not_fit_are_refused_in_words(tmp_path: Path) -> None:
    add()
    keys = celltrail.keygen(models=True)
    with pytest.raises(InvalidInputError, match="is there already"):
        celltrail.keygen(models=True)
    other = celltrail.keygen(tmp_path / "verdicts.pem")  # Ed25519: for verdicts, not for models
    (tmp_path / "text.pem").write_text("no key")
    for key, kind in (
        (tmp_path / "gone.pem", NotFoundError),
        (tmp_path / "text.pem", SignatureError),
        (other.private, SignatureError),
        (keys.public, SignatureError),
    ):
        with pytest.raises(kind, match="key"):
            celltrail.sign("churn", key)
    celltrail.sign("churn")
    for key in (tmp_path / "gone.pem", tmp_path / "text.pem", other.public, keys.private):
        with pytest.raises(CelltrailError, match="key"):
            celltrail.verify("churn", key)
    assert (keys.private.stat().st_mode & 0o777, celltrail.verify("churn")) == (0o600, keys.key_id)


def test_the_command_line_signs_verifies_downloads_and_lists_materials(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add()
    for command in (
        ["keygen", "--models"],
        ["sign", "churn"],
        ["verify", "churn"],
        ["download", "churn", str(tmp_path / "out")],
        ["bom", "churn", "-o", str(tmp_path / "churn.cdx.json")],
    ):
        assert main(command) == 0, command
    assert main(["download", "churn", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert "churn/1 is signed by the key" in said.out
    assert "✓ churn is what the key" in said.out
    assert "is there already" in said.err
    assert json.loads((tmp_path / "churn.cdx.json").read_bytes())["bomFormat"] == "CycloneDX"


# Files of every format


def test_a_version_is_downloaded_in_the_format_of_its_library(tmp_path: Path) -> None:
    import lightgbm
    import xgboost

    boosted = xgboost.XGBClassifier(n_estimators=3).fit(X, Y)
    light = lightgbm.LGBMRegressor(n_estimators=3, verbose=-1).fit(X, Y)
    for name, model in (("xgb", boosted), ("lgb", light), ("rule", rule)):
        celltrail.register(model, name, data=X)
        celltrail.download(name, tmp_path / name)
    again = xgboost.XGBClassifier()
    again.load_model(tmp_path / "xgb" / "model.ubj")
    assert again.predict(X).tolist() == boosted.predict(X).tolist()
    booster = lightgbm.Booster(model_file=str(tmp_path / "lgb" / "model.txt"))
    assert booster.predict(X).tolist() == light.predict(X).tolist()
    space: dict[str, Any] = {}
    exec((tmp_path / "rule" / "function.py").read_text(), space)
    assert space["rule"](X).tolist() == rule(X).tolist()


def rule(frame: Any) -> Any:
    return np.where(frame["age"] > 40, 1, 0)


def test_a_download_is_whole_or_not_there(tmp_path: Path) -> None:
    version = add()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(InvalidInputError, match="is there already"):
        celltrail.download("churn", tmp_path / "full")
    path = workspace().artifacts.path(version.artifact)
    path.write_bytes(b"PK")
    with pytest.raises(CorruptArtifactError):
        celltrail.download("churn", tmp_path / "new")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["full", "isolated"]


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a//x", ".", "", "a\\..\\x", "C:x", "a\0"])
def test_a_name_that_leads_out_of_the_folder_is_refused(path: str) -> None:
    with pytest.raises(NotLoadableError, match="outside of its folder"):
        check_inside(path)
    assert check_inside("data/model.bin") == "data/model.bin"


# Bills of materials


def test_a_bill_of_materials_fits_the_schema_and_names_model_data_and_packages(tmp_path: Path) -> None:
    with celltrail.track("train", seed=7) as run:
        model = LogisticRegression(C=0.5).fit(X, Y)
        run.log_param("C", 0.5)
        run.log_metric("auc", 0.9)
        celltrail.log_table(X, "X_train")
        version = celltrail.register(
            model, "churn", data=X, target=Y, test=X, test_target=Y, gates=["auc >= 0.95", "loads()"],
            description="Who leaves.",
        )  # fmt: skip
    celltrail.card("churn", intended_use="Calls of the care team.", ethical_considerations="Age is used.")
    from celltrail.tracking.context import wait_for_contexts

    wait_for_contexts()
    content = celltrail.bom("churn", tmp_path / "churn.cdx.json")

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str((tmp_path / "churn.cdx.json").read_text()) is None
    model_ = content["metadata"]["component"]
    assert model_["hashes"] == [{"alg": "BLAKE3", "content": version.artifact}]
    assert [part["name"] for part in model_["components"]] == ["model.skops"]
    card = model_["modelCard"]
    assert card["quantitativeAnalysis"] == {"performanceMetrics": [{"type": "auc", "value": "0.9"}]}
    assert card["considerations"]["useCases"] == ["Calls of the care team."]
    assert card["considerations"]["ethicalConsiderations"] == [{"name": "Age is used."}]
    assert "The gate auc >= 0.95 failed" in card["considerations"]["technicalLimitations"][0]
    assert {"name": "celltrail:param:C", "value": "0.5"} in card["properties"]
    data = {one["bom-ref"]: one["name"] for one in content["components"] if one["type"] == "data"}
    assert set(data.values()) == {"X", "Y"}  # as the run read them
    assert [one["ref"] for one in card["modelParameters"]["datasets"]] == list(data)
    purls = [one["purl"] for one in content["components"] if one["type"] == "library"]
    assert f"pkg:pypi/scikit-learn@{version.framework.split()[1]}" in purls
    assert content["dependencies"][0]["dependsOn"] == sorted([*data, *purls])
    # equal versions have equal bills, and are kept once
    assert celltrail.bom("churn/1") == content
    assert [one.role for one in workspace().store.models.attached("churn", 1)].count("bom") == 1


def test_a_version_of_no_run_has_a_bill_too() -> None:
    celltrail.register(rule, "rule")
    content = celltrail.bom("rule")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(content)) is None
    limits = content["metadata"]["component"]["modelCard"]["considerations"]["technicalLimitations"]
    assert limits == ["Loading the model runs code that it holds."]
