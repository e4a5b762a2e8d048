"""What a person does with MLflow's own client, of either major release; it prints what came of it as JSON."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow.exceptions import MlflowException

said: dict[str, object] = {}
client = mlflow.MlflowClient()
major = int(mlflow.__version__.split(".")[0])
mlflow.set_experiment(f"story {major}")

with mlflow.start_run(run_name="by hand", tags={"team": "eu"}) as run:
    mlflow.log_params({"depth": 6, "rate": 0.10, "note": "1.50", "deep": True})
    for step, value in enumerate((0.5, 0.75, 0.625)):
        mlflow.log_metric("auc", value, step=step)
    mlflow.log_metric("endless", -math.inf)
    for step, value in enumerate((1.0, math.inf, -math.inf, math.nan, 2.0)):
        mlflow.log_metric("wild", value, step=step)
    mlflow.log_metric("late", 5.0, step=5)
    mlflow.log_metric("late", 1.0, step=1)
    mlflow.log_text("hello", "notes/hello.txt")
    folder = Path(tempfile.mkdtemp())
    (folder / "big.bin").write_bytes(os.urandom(3_000_000))
    mlflow.log_artifact(str(folder / "big.bin"))
    os.environ.update(
        MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD="true", MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE="1",
        MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE=str(5 << 20),
    )  # fmt: skip
    (folder / "parts.bin").write_bytes((folder / "big.bin").read_bytes() * 3)
    mlflow.log_artifact(str(folder / "parts.bin"), "large")
id_ = run.info.run_id
found = client.get_run(id_)
said["run_id"] = id_
said["params"] = found.data.params
said["metrics"] = {key: repr(value) for key, value in found.data.metrics.items()}
said["history"] = [(point.step, point.value) for point in client.get_metric_history(id_, "auc")]
said["wild"] = [repr(point.value) for point in client.get_metric_history(id_, "wild")]
said["files"] = sorted((one.path, one.is_dir, one.file_size) for one in client.list_artifacts(id_))
for name in ("big.bin", "large/parts.bin"):
    local = mlflow.artifacts.download_artifacts(run_id=id_, artifact_path=name)
    said[name] = Path(local).read_bytes() == (folder / Path(name).name).read_bytes()
experiments = [found.info.experiment_id]
filters = (
    "params.depth = '6' and params.note = '1.50' and params.deep = 'True'", "params.note = '1.5'",
    "metrics.auc > 0.6 and tags.team LIKE 'e%'", "tags.team LIKE 'E%'", "tags.team ILIKE 'E%'",
    "attributes.status = 'FINISHED' and run_name = 'by hand'", "tags.none = \"' OR 1=1 --\"",
)  # fmt: skip
said["searches"] = [len(client.search_runs(experiments, filter_string=text)) for text in filters]
try:
    client.log_param(id_, "depth", 7)
except MlflowException as error:
    said["overwritten"] = error.error_code
said["after"] = client.get_run(id_).data.params["depth"]

if "--models" in sys.argv:
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    table, target = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0], "y": [1.0, 0.0, 1.0, 0.0]}), [0, 0, 1, 1]
    mlflow.sklearn.autolog(log_models=False)
    with mlflow.start_run(run_name="by itself") as auto:
        model = LogisticRegression(C=0.5).fit(table, target)
    mlflow.sklearn.autolog(disable=True)
    said["autolog"] = client.get_run(auto.info.run_id).data.params["C"]
    with mlflow.start_run():
        mlflow.log_input(mlflow.data.from_pandas(table, name="rows"), context="training")
        info = mlflow.sklearn.log_model(
            model, name="model", registered_model_name="story", pip_requirements=["scikit-learn"],
            signature=mlflow.models.infer_signature(table, model.predict(table)),
        )  # fmt: skip
    client.set_registered_model_alias("story", "champion", "1")
    wanted = list(model.predict(table))
    said["loaded"] = [
        list(mlflow.sklearn.load_model(uri).predict(table)) == wanted
        for uri in (info.model_uri, "models:/story/1", "models:/story@champion")
    ]
    said["logged"] = [one.name for one in mlflow.search_logged_models(experiments, output_format="list")]
    said["datasets"] = len(
        client.search_runs(experiments, "dataset.name = 'rows' and dataset.context = 'training'")
    )
    said["versions"] = [one.version for one in client.search_model_versions("name = 'story'")]
print("SAID", json.dumps(said))
