"""Register a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from celltrail import cards, registry
from celltrail.artifacts.tensors import as_array
from celltrail.errors import ApprovalNeededError, CelltrailError, InvalidInputError, NotFoundError
from celltrail.monitoring.reference import profile
from celltrail.records import Artifact, ModelVersion, Signature
from celltrail.registry.check import read_gates
from celltrail.registry.declared import declared
from celltrail.registry.evaluation import kept_data
from celltrail.registry.example import kept_example
from celltrail.registry.formats import framework_of_kept, keep
from celltrail.registry.gates.subject import EVALUATION, EVALUATION_TARGET, TRAINING, TRAINING_TARGET
from celltrail.registry.scorer import scorer
from celltrail.registry.signature import as_frame, infer
from celltrail.registry.trust import holds_code
from celltrail.tracking import ActiveRun, Workspace, run_that_made, workspace

_BINARY = 2


def register(  # noqa: PLR0913 - each is one thing that a person says
    model: Any,
    name: str,
    *,
    data: Any = None,
    target: Any = None,
    test: Any = None,
    test_target: Any = None,
    gates: Sequence[str] | str = (),
    alias: str | None = None,
    metrics: Mapping[str, float] | None = None,
    description: str = "",
    unsafe: bool = False,
    trusted: Sequence[str] = (),
    progress: registry.Progress | None = None,
) -> ModelVersion:
    """Make a version of a model, and give it an alias if its gates hold and nobody has to approve it.

    Parameters
    ----------
    model
        A fitted estimator, a model of XGBoost or LightGBM, an ONNX model (or the path of its file), a module of
        PyTorch or a program of ``torch.export``, or a function that takes a frame and returns a prediction for
        each row.
    name
        What the model is called, through all of its versions.
    data
        The table that it was fitted on: gives the signature and the reference that drift is measured against.
    target
        What the model learned to say of those rows: gives the reference that later labels are compared with.
    test
        Rows that it was not fitted on, which gates judge it by. They are kept with the version, so that it can be
        judged again, beside the champion of that day. They may have more columns than the model takes.
    test_target
        What is true of those rows.
    gates
        What it must pass, such as ``"auc >= 0.80"``, ``"better(accuracy)"`` or ``"loads(seconds=10)"``, or YAML
        files with such; docs/how/gates.md lists them. Those of the project come on top.
    alias
        Given to the version if all gates hold and its policy asks for no approval.
    metrics
        Numbers that the gates may name; by default those of the run that is going on or ended last.
    description
        For people.
    unsafe
        Keep as a pickle what cannot be kept otherwise. The version is marked, and every load has to say that it
        trusts pickles.
    trusted
        Your word for types whose loading runs code, should gates load the model.
    progress
        Told the results of all gates so far each time one more is known.

    Raises
    ------
    NotStorableError
        The model cannot be kept.
    GateError
        A gate is none. Nothing was registered then.
    InvalidInputError
        It is no fitted model, or the name or the data cannot be used.

    Examples
    --------
    >>> register(model, "churn", data=X_train, gates="auc >= 0.8", alias="challenger")  # doctest: +SKIP
    """
    here = workspace()
    data, target, test, test_target = map(as_array, (data, target, test, test_target))
    expressions = declared(here.settings, name, [gates] if isinstance(gates, str) else list(gates))
    wanted = read_gates(expressions)  # before anything is kept
    kept = keep(here, model, unsafe=unsafe)
    artifact, answering = kept.artifact, scorer(kept.model)
    run = run_that_made(artifact.digest, here.settings.home)  # other cells may have run since
    known = metrics if metrics is not None else (run.measured() if run else {})
    draft = registry.Draft(
        model=name,
        artifact=artifact,
        signature=infer(answering, data) if data is not None else Signature(inputs=()),
        run_id=run.id if run else None,
        profile=_reference(here, answering, data, target),
        metrics=dict(known),
        gates=expressions,
        data={
            **kept_data(
                here,
                wanted,
                {EVALUATION: test, EVALUATION_TARGET: test_target, TRAINING: data, TRAINING_TARGET: target},
            ),
            **kept_example(here, data),
        },
        description=description,
        framework=kept.framework,
        unsafe=kept.unsafe,
    )
    version = registry.register(here, draft, progress=progress, trusted=[*trusted, *kept.vouched])
    _link(run, name, artifact)
    _begin_card(here, version)
    return _with_alias(here, version, alias)


def register_from_run(
    reference: str,
    artifact: str,
    name: str,
    *,
    gates: Sequence[str] = (),
    alias: str | None = None,
    progress: registry.Progress | None = None,
) -> ModelVersion:
    """Make a version of a model that a run has kept under the name `artifact`; its inputs give the signature.

    Raises
    ------
    NotFoundError
        The run is not there, or it made nothing of that name.
    InvalidInputError
        What it made is no model.
    """
    here = workspace()
    here.drain()
    row = here.store.runs.find(reference)
    uses = here.store.runs.uses_of_run(row.run.id)
    made = [use.artifact for use in uses if use.name == artifact and use.direction == "output"]
    if not made:
        names = ", ".join(sorted({use.name for use in uses if use.direction == "output"})) or "nothing"
        raise NotFoundError(f"The run {row.run.name} made nothing called {artifact!r}.", hint=f"It made: {names}.")
    if made[-1].kind not in ("model", "object"):
        raise InvalidInputError(f"{artifact!r} is a {made[-1].kind}, no model.", hint="Name what the run fitted.")
    environment = here.store.runs.environment(row.run.environment) if row.run.environment else None
    draft = registry.Draft(
        model=name,
        artifact=made[-1],
        signature=Signature(inputs=()),
        run_id=row.run.id,
        metrics={key: value for key, value in row.metrics.items() if value is not None},
        gates=declared(here.settings, name, gates),
        framework=framework_of_kept(made[-1], environment.packages if environment else {}),
        unsafe=holds_code(here.artifacts, made[-1]),
    )
    version = registry.register(here, draft, progress=progress)
    _begin_card(here, version)
    return _with_alias(here, version, alias)


def _with_alias(here: Workspace, version: ModelVersion, alias: str | None) -> ModelVersion:
    """Give a new version its alias where its gates hold and nobody has to approve it: it is registered anyway."""
    if not alias or not version.passed:
        return version
    with suppress(ApprovalNeededError):
        return registry.promote(here, version.model, version.number, alias, reason="registered with this alias")
    return version


def _reference(here: Workspace, model: Any, data: Any, target: Any) -> str | None:
    if data is None:
        return None
    reference = profile(as_frame(data), target=target, prediction=_said(model, data))
    return here.artifacts.put_bytes(reference.to_bytes())


def _said(model: Any, data: Any) -> Any:
    """Return what a model says to its data: the chance of the second of two classes, else what it predicts."""
    classes = getattr(model, "classes_", ())
    if hasattr(model, "predict_proba") and len(classes) == _BINARY:
        return model.predict_proba(data)[:, 1]
    said = model.predict(data)
    return said if getattr(said, "ndim", 1) == 1 else None  # several answers a row have no one distribution


def _begin_card(here: Workspace, version: ModelVersion) -> None:
    """Have the version's card begun; without it the version is there too, and its card when it is asked for."""
    with suppress(CelltrailError):
        cards.begin(here, version)


def _link(run: ActiveRun | None, name: str, artifact: Artifact) -> None:
    """Let the run point to what was registered from it, so that lineage finds the way."""
    if run is None:
        return
    try:
        run.log_use(name, artifact)
    except CelltrailError:
        # The version is there and names its run; only the shortcut from the run is missing.
        return
