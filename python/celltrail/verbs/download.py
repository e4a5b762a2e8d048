"""Take a version out of the store: its files, and its bill of materials."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celltrail import clock, registry
from celltrail.actor import user_name
from celltrail.artifacts.store import BYTES
from celltrail.cards import bom as bills
from celltrail.errors import InvalidInputError
from celltrail.records import Attachment
from celltrail.registry import exporting
from celltrail.tracking import workspace


def download(reference: str, folder: str | Path | None = None) -> list[Path]:
    """Write a version's files, in the format of its library, for use without celltrail; return where they are.

    Nothing is loaded for it. A signed version has its signature beside them, ``model.sig``.

    Parameters
    ----------
    reference
        The version: ``churn@champion``, ``churn/3``, or ``churn`` for the newest.
    folder
        One that is not there yet, or is empty; by default ``churn-3`` here.

    Raises
    ------
    NotFoundError
        There is no such version, or its bytes are gone.
    InvalidInputError
        Something is in the folder already, or it cannot be written.
    CorruptArtifactError
        The version's bytes have changed.

    Examples
    --------
    >>> download("churn@champion", "model")  # doctest: +SKIP
    [PosixPath('model/model.skops')]
    """
    here = workspace()
    version = registry.resolve(here, reference)
    chosen = Path(folder) if folder is not None else Path(f"{version.model}-{version.number}")
    return exporting.download(here, version, chosen.expanduser())


def bom(reference: str, output: str | Path | None = None) -> dict[str, Any]:
    """Return the bill of materials of a version (CycloneDX 1.6 ML-BOM), and keep it with the version.

    It names the model with its hashes, card and metrics, the data by digest, and every package of the environment.
    Equal versions have equal bills.

    Parameters
    ----------
    reference
        The version: ``churn@champion``, ``churn/3``, or ``churn`` for the newest.
    output
        A file to write it to as well.

    Raises
    ------
    NotFoundError
        There is no such version, or its bytes are gone.
    InvalidInputError
        The file cannot be written.

    Examples
    --------
    >>> bom("churn@champion", "churn.cdx.json")  # doctest: +SKIP
    """
    here = workspace()
    here.drain()
    version = registry.resolve(here, reference)
    content = bills.bom(here, version)
    data = bills.written(content)
    digest = here.artifacts.put_bytes(data)
    kept = version.attachment(bills.ROLE)
    if kept is None or kept.digest != digest:
        here.store.models.attach(
            Attachment(
                model=version.model, number=version.number, role=bills.ROLE, revision=0, digest=digest,
                codec=BYTES, at=clock.now(), who=user_name(),
            )
        )  # fmt: skip
    if output is not None:
        try:
            Path(output).expanduser().write_bytes(data)
        except OSError as error:
            raise InvalidInputError(f"{output} cannot be written: {error.strerror}.") from error
    return content
