"""MLflow's REST API in front of our store: official clients work with the Jupyter token.

Clients need ``MLFLOW_TRACKING_URI`` (``http://host:port/<base>/celltrail/mlflow``) and ``MLFLOW_TRACKING_TOKEN``.
Source: MLflow's REST API reference, ``service.proto`` and ``model_registry.proto``. Nothing here needs MLflow.
"""

from __future__ import annotations
