"""Run by a Python that has MLflow: tells as JSON everything that its own client sees at a tracking URI."""

import json
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.entities import ViewType

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()


def files(run_id):
    with tempfile.TemporaryDirectory() as folder:
        mlflow.artifacts.download_artifacts(run_id=run_id, dst_path=folder)
        found = [path for path in Path(folder).rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): path.read_bytes().hex() for path in found}


def run(one):
    history = {
        key: [
            (m.value if m.value == m.value else "nan", m.timestamp, m.step)
            for m in client.get_metric_history(one.info.run_id, key)
        ]
        for key in one.data.metrics
    }
    info = one.info
    return {
        "info": [
            info.run_id,
            info.run_name,
            info.experiment_id,
            info.user_id,
            info.status,
            info.start_time,
            info.end_time,
            info.lifecycle_stage,
        ],
        "params": one.data.params,
        "tags": one.data.tags,
        "metrics": {key: sorted(points, key=str) for key, points in history.items()},
        "inputs": [
            [d.dataset.to_dictionary(), [[t.key, t.value] for t in d.tags]] for d in one.inputs.dataset_inputs
        ],
        "outputs": [[m.model_id, m.step] for m in (one.outputs.model_outputs if one.outputs else [])],
        "files": files(info.run_id) if info.lifecycle_stage == "active" else {},
    }


experiments = client.search_experiments(view_type=ViewType.ALL)
ids = [one.experiment_id for one in experiments]
told = {
    "experiments": sorted([one.experiment_id, one.name, one.lifecycle_stage, one.tags] for one in experiments),
    "runs": {one.info.run_id: run(one) for one in client.search_runs(ids, run_view_type=ViewType.ALL)},
    "logged": {
        m.model_id: [
            m.name,
            m.source_run_id,
            str(m.status),
            m.params,
            m.tags,
            [[x.key, x.value, x.step] for x in m.metrics or []],
        ]
        for m in client.search_logged_models(experiment_ids=ids)
    },
    "models": {
        m.name: [
            m.description,
            m.tags,
            {alias: str(number) for alias, number in m.aliases.items()},
            {
                str(v.version): [v.description or "", v.tags, v.run_id, v.source, v.creation_timestamp]
                for v in client.search_model_versions(f"name='{m.name}'")
            },
        ]
        for m in client.search_registered_models()
    },
}
json.dump(told, sys.stdout)
