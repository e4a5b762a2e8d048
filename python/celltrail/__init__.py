"""celltrail: MLOps that lives in the notebook.

Track what a cell does, register the model it made, deploy it, watch its data, train it again:

>>> import celltrail
>>> with celltrail.track("churn", seed=7):  # doctest: +SKIP
...     auc = train()
>>> celltrail.register(model, "churn", data=X_train, gates="auc >= 0.8")  # doctest: +SKIP
>>> celltrail.deploy("churn@champion")  # doctest: +SKIP

Everything here is loaded when it is first used: ``import celltrail`` itself costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from celltrail.tracking import active_run, track
    from celltrail.tracking.log import (
        log_artifact,
        log_figure,
        log_metric,
        log_metrics,
        log_param,
        log_params,
        log_table,
        set_tag,
    )
    from celltrail.verbs.approvals import approvals, approve, reject, request_approval, withdraw
    from celltrail.verbs.artifacts import load
    from celltrail.verbs.audit import audit, audit_anchor, export_audit, verify_audit
    from celltrail.verbs.bisect import bisect
    from celltrail.verbs.bundle import bundle, look_at_bundle, open_bundle
    from celltrail.verbs.card import card, card_difference
    from celltrail.verbs.compare import compare
    from celltrail.verbs.deploy import deploy, stop
    from celltrail.verbs.diff import diff
    from celltrail.verbs.download import bom, download
    from celltrail.verbs.drift import drift
    from celltrail.verbs.explain import explain, why
    from celltrail.verbs.export import export
    from celltrail.verbs.gc import gc
    from celltrail.verbs.history import history
    from celltrail.verbs.imports import export_history, import_history
    from celltrail.verbs.jobs import run_notebook, submit
    from celltrail.verbs.lineage import lineage
    from celltrail.verbs.models import (
        describe_model,
        load_model,
        model_history,
        models,
        promote,
        reinstate,
        remove_alias,
        retire,
        roll_back,
    )
    from celltrail.verbs.pipeline import cancel_pipeline, pipeline, resume_pipeline, run_pipeline
    from celltrail.verbs.policies import policies, policy, remove_policy
    from celltrail.verbs.predict import label, predict
    from celltrail.verbs.prune import prune_jobs
    from celltrail.verbs.register import register
    from celltrail.verbs.reproduce import reproduce
    from celltrail.verbs.restore import restore
    from celltrail.verbs.retrain import retrain
    from celltrail.verbs.run import run
    from celltrail.verbs.runs import list_runs, runs
    from celltrail.verbs.schedule import (
        next_times,
        pause_schedule,
        remove_schedule,
        resume_schedule,
        run_schedule,
        schedule,
        schedule_history,
        schedules,
    )
    from celltrail.verbs.score import score
    from celltrail.verbs.signing import keygen, sign, verify
    from celltrail.verbs.slice import slice_notebook
    from celltrail.verbs.sweep import cancel_sweep, continue_sweep, sweep, sweep_summary, sweeps
    from celltrail.verbs.sync import sync
    from celltrail.verbs.warm import warm

    __version__: str

_HOMES = {
    "tracking": ("active_run", "track"),
    "tracking.log": (
        "log_artifact",
        "log_figure",
        "log_metric",
        "log_metrics",
        "log_param",
        "log_params",
        "log_table",
        "set_tag",
    ),
    "verbs.approvals": ("approvals", "approve", "reject", "request_approval", "withdraw"),
    "verbs.artifacts": ("load",),
    "verbs.audit": ("audit", "audit_anchor", "export_audit", "verify_audit"),
    "verbs.bundle": ("bundle", "look_at_bundle", "open_bundle"),
    "verbs.bisect": ("bisect",),
    "verbs.card": ("card", "card_difference"),
    "verbs.compare": ("compare",),
    "verbs.deploy": ("deploy", "stop"),
    "verbs.diff": ("diff",),
    "verbs.download": ("bom", "download"),
    "verbs.drift": ("drift",),
    "verbs.explain": ("explain", "why"),
    "verbs.export": ("export",),
    "verbs.gc": ("gc",),
    "verbs.history": ("history",),
    "verbs.imports": ("export_history", "import_history"),
    "verbs.jobs": ("run_notebook", "submit"),
    "verbs.lineage": ("lineage",),
    "verbs.models": (
        "describe_model",
        "load_model",
        "model_history",
        "models",
        "promote",
        "reinstate",
        "remove_alias",
        "retire",
        "roll_back",
    ),
    "verbs.pipeline": ("cancel_pipeline", "pipeline", "resume_pipeline", "run_pipeline"),
    "verbs.policies": ("policies", "policy", "remove_policy"),
    "verbs.predict": ("label", "predict"),
    "verbs.prune": ("prune_jobs",),
    "verbs.register": ("register",),
    "verbs.reproduce": ("reproduce",),
    "verbs.restore": ("restore",),
    "verbs.retrain": ("retrain",),
    "verbs.run": ("run",),
    "verbs.runs": ("list_runs", "runs"),
    "verbs.score": ("score",),
    "verbs.signing": ("keygen", "sign", "verify"),
    "verbs.schedule": (
        "next_times",
        "pause_schedule",
        "remove_schedule",
        "resume_schedule",
        "run_schedule",
        "schedule",
        "schedule_history",
        "schedules",
    ),
    "verbs.slice": ("slice_notebook",),
    "verbs.sweep": ("cancel_sweep", "continue_sweep", "sweep", "sweep_summary", "sweeps"),
    "verbs.sync": ("sync",),
    "verbs.warm": ("warm",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "__version__",
    "active_run",
    "approvals",
    "approve",
    "audit",
    "audit_anchor",
    "bisect",
    "bom",
    "bundle",
    "cancel_pipeline",
    "cancel_sweep",
    "card",
    "card_difference",
    "compare",
    "continue_sweep",
    "deploy",
    "describe_model",
    "diff",
    "download",
    "drift",
    "explain",
    "export",
    "export_audit",
    "export_history",
    "gc",
    "history",
    "import_history",
    "keygen",
    "label",
    "lineage",
    "list_runs",
    "load",
    "load_model",
    "log_artifact",
    "log_figure",
    "log_metric",
    "log_metrics",
    "log_param",
    "log_params",
    "log_table",
    "look_at_bundle",
    "model_history",
    "models",
    "next_times",
    "open_bundle",
    "pause_schedule",
    "pipeline",
    "policies",
    "policy",
    "predict",
    "promote",
    "prune_jobs",
    "register",
    "reinstate",
    "reject",
    "remove_alias",
    "remove_policy",
    "remove_schedule",
    "reproduce",
    "request_approval",
    "restore",
    "resume_pipeline",
    "resume_schedule",
    "retire",
    "retrain",
    "roll_back",
    "run",
    "run_notebook",
    "run_pipeline",
    "run_schedule",
    "runs",
    "schedule",
    "schedule_history",
    "schedules",
    "score",
    "set_tag",
    "sign",
    "slice_notebook",
    "stop",
    "submit",
    "sweep",
    "sweep_summary",
    "sweeps",
    "sync",
    "track",
    "verify",
    "verify_audit",
    "warm",
    "why",
    "withdraw",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in _HOME_OF:
        raise AttributeError(f"module 'celltrail' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"celltrail.{_HOME_OF[name]}"), name)
    globals()[name] = value  # the next time it is found at once
    return value


def _version() -> str:
    metadata = importlib.import_module("importlib.metadata")
    try:
        return str(metadata.version("celltrail"))
    except metadata.PackageNotFoundError:  # run from a source tree that is not installed
        return "0+unknown"


def __dir__() -> list[str]:
    return __all__


def load_ipython_extension(shell: Any) -> None:
    """Put the magics into IPython: ``%load_ext celltrail``."""
    importlib.import_module("celltrail.magics").load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Take the magics out of IPython: ``%unload_ext celltrail``."""
    importlib.import_module("celltrail.magics").unload(shell)


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server where the extension is."""
    extension = importlib.import_module("celltrail.server.extension")
    return [{"module": "celltrail", "app": extension.CelltrailApp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built frontend is."""
    return [{"src": "labextension", "dest": "celltrail"}]
