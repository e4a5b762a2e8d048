"""What a model is, what it takes and gives, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator

from celltrail.cards.known import Known
from celltrail.cards.wording import chosen_first, duration, facts, listed, moment, number, short, size
from celltrail.records import CardFact, CardSection, CardTable, Column

_LIBRARIES = (
    "scikit-learn", "xgboost", "lightgbm", "torch", "keras", "onnx", "statsmodels", "numpy", "scipy", "pandas",
    "polars", "pyarrow",
)  # fmt: skip


def details(known: Known) -> CardSection:
    """Return what a model is."""
    version = known.version
    missing = []
    if not version.owner:
        missing.append("Who answers for the model.")
    if not version.description:
        missing.append("A description.")
    if not version.signature.inputs:
        missing.append("The signature: register the model with data=.")
    return CardSection(
        key="details",
        title="Model details",
        facts=facts(
            ("model", version.model),
            ("version", version.number),
            ("description", version.description),
            ("aliases", listed(version.aliases)),
            ("status", version.status),
            ("owner", version.owner),
            ("registered by", version.who),
            ("registered at", moment(version.created_at)),
            ("framework", version.framework),
            ("file format", version.codec),
            ("size", size(known.size_bytes) if known.size_bytes is not None else None),
            ("digest", version.artifact),
            ("safety", "loading it can run code of whoever wrote it" if version.unsafe else ""),
            *((f"tag {key}", value) for key, value in sorted(version.tags.items())),
        ),
        tables=tuple(_signature(known)),
        missing=tuple(missing),
    )


def _signature(known: Known) -> Iterator[CardTable]:
    for title, columns in (
        ("Inputs", known.version.signature.inputs),
        ("Outputs", known.version.signature.outputs),
    ):
        if columns:
            yield CardTable(
                title=title,
                columns=("name", "type", "may be missing", "known values"),
                rows=tuple(
                    (column.name, _type(column), "yes" if column.nullable else "no", _range(column))
                    for column in columns
                ),
            )


def _type(column: Column) -> str:
    return f"{column.type}{list(column.shape)}" if column.shape else column.type


def _range(column: Column) -> str:
    if column.categories is not None:
        return listed(column.categories)
    if column.minimum is None and column.maximum is None:
        return number(None)
    return f"{number(column.minimum)} to {number(column.maximum)}"


def making(known: Known) -> CardSection:
    """Return how a model was made: run, code, environment, cost."""
    if known.run is None:
        said = "The run that made it: the model was registered outside one, or the run was removed."
        return CardSection(key="making", title="How it was made", missing=(said,))
    missing = []
    if known.environment is None:
        missing.append("The environment of the run.")
    if not known.run.run.source.git_commit:
        missing.append("The commit: the notebook lies in no git tree.")
    return CardSection(
        key="making",
        title="How it was made",
        facts=(*_code(known), *_cost(known), *_environment(known)),
        tables=tuple(_tables(known)),
        missing=tuple(missing),
    )


def _code(known: Known) -> tuple[CardFact, ...]:
    assert known.run is not None
    run = known.run.run
    commit = run.source.git_commit
    uncommitted = " with uncommitted changes" if commit and run.source.git_patch else ""
    return facts(
        ("run", f"{run.name} ({run.id})"),
        ("started by", run.who),
        ("started at", moment(run.started_at)),
        ("notebook", run.source.notebook),
        ("cell", run.source.cell_id),
        ("commit", f"{commit}{uncommitted}" if commit else None),
        ("branch", run.source.git_branch),
        ("seed", run.seed),
    )


def _cost(known: Known) -> tuple[CardFact, ...]:
    assert known.run is not None
    run = known.run.run
    cpu = [cell.cpu_s for cell in known.cells if cell.cpu_s is not None]
    peaks = [cell.peak_bytes for cell in known.cells if cell.peak_bytes is not None]
    return facts(
        ("training took", duration(run.ended_at - run.started_at) if run.ended_at else None),
        ("processor time", duration(sum(cpu)) if cpu else None),
        ("most memory", size(max(peaks)) if peaks else None),
    )


def _environment(known: Known) -> tuple[CardFact, ...]:
    found = known.environment
    if found is None:
        return ()
    return facts(
        ("Python", f"{found.implementation} {found.python}"),
        ("platform", found.platform),
        ("processor", f"{found.cpu} ({found.cpu_count})"),
        ("graphics", listed(found.gpus)),
        ("lock file", f"{short(found.lock)} ({len(found.packages)} packages)"),
        ("libraries", listed(f"{name} {found.packages[name]}" for name in _LIBRARIES if name in found.packages)),
    )


def _tables(known: Known) -> Iterator[CardTable]:
    assert known.run is not None
    if known.run.params:
        yield CardTable(
            title="Parameters",
            columns=("name", "value"),
            rows=tuple((name, str(known.run.params[name])) for name in sorted(known.run.params, key=chosen_first)),
        )
