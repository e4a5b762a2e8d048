"""Run by a Python that has MLflow: makes a history at the tracking URI that is given."""

import sys

import mlflow
from mlflow import MlflowClient

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()
experiment = client.create_experiment("prices ü", tags={"team": "blue"})
deleted = client.create_experiment("old")
parent = client.create_run(experiment, run_name="first", tags={"note": "two\nlines", "mlflow.user": "ada"})
run_id = parent.info.run_id
client.log_param(run_id, "depth", 6)
client.log_param(run_id, "name/with/slashes", "a b")
for step in range(3):
    client.log_metric(run_id, "train/loss", 1 / (step + 1), timestamp=1_700_000_000_000 + step, step=step)
client.log_metric(run_id, "odd", float("nan"), timestamp=1_700_000_000_005, step=0)
client.log_text(run_id, "hello", "notes/a b.txt")
client.log_inputs(
    run_id,
    [
        mlflow.entities.DatasetInput(
            mlflow.entities.Dataset("flights", "abc123", "local", '{"path": "f.csv"}', schema="{}", profile="{}"),
            [mlflow.entities.InputTag("mlflow.data.context", "training")],
        )
    ],
)
child = client.create_run(experiment, run_name="inner", tags={"mlflow.parentRunId": run_id})
client.set_terminated(child.info.run_id, "FAILED", end_time=child.info.start_time + 1000)
gone = client.create_run(experiment, run_name="gone")
client.delete_run(gone.info.run_id)
model = client.create_logged_model(
    experiment, name="tree", source_run_id=run_id, params={"depth": "6"}, tags={"k": "v"}
)
client.log_model_artifact(model.model_id, __file__)
client.finalize_logged_model(model.model_id, "READY")
client.log_outputs(run_id, [mlflow.entities.LoggedModelOutput(model.model_id, step=2)])
client.log_metric(run_id, "auc", 0.9, timestamp=1_700_000_000_009, step=2, model_id=model.model_id)
client.set_terminated(run_id, end_time=parent.info.start_time + 5000)
client.create_registered_model("clf", tags={"owner": "bob"}, description="A classifier.")
client.create_model_version("clf", f"models:/{model.model_id}", run_id, tags={"mt": "1"}, description="v1")
client.create_model_version("clf", f"runs:/{run_id}/notes", run_id)
client.set_registered_model_alias("clf", "champion", 1)
client.delete_experiment(deleted)
