"""Lightning: ``Trainer(logger=TrackLogger())``."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any

from celltrail.frameworks.require import require
from celltrail.frameworks.torch import state, weights
from celltrail.frameworks.training import Training


def _lightning() -> Any:
    """Return Lightning under the name that is installed: its own, or that of PyTorch Lightning alone."""
    name = "lightning.pytorch" if importlib.util.find_spec("lightning") else "pytorch_lightning"
    return require(name, "torch")


lightning: Any = _lightning()
_first_process: Any = lightning.utilities.rank_zero_only


class TrackLogger(lightning.loggers.logger.Logger):
    """Tracks what a Lightning module logs, its hyperparameters, and its weights when the fit has ended.

    Parameters
    ----------
    name
        What stands before the settings and metrics, and names the weights that are kept.
    keep_model
        Whether the weights are kept, as safetensors.

    Raises
    ------
    NotFoundError
        No run is going on.

    Examples
    --------
    >>> with celltrail.track("digits"):  # doctest: +SKIP
    ...     Trainer(max_epochs=5, logger=TrackLogger()).fit(module, loader)
    """

    def __init__(self, name: str = "model", *, keep_model: bool = True) -> None:
        super().__init__()
        self._training = Training(name)
        self._keep_model = keep_model
        self._module: Any = None

    @property
    def name(self) -> str:
        """The run's name."""
        return self._training.run.run.name

    @property
    def version(self) -> str:
        """The run's id."""
        return self._training.run.id

    @_first_process
    def log_hyperparams(self, params: Any, *_: Any, **__: Any) -> None:
        """Write down hyperparameters, a dictionary or a namespace."""
        self._training.log_params(params if isinstance(params, Mapping) else vars(params))

    @_first_process
    def log_metrics(self, metrics: Mapping[str, Any], step: int | None = None) -> None:
        """Write down what the module logged; the epoch stands on the axis, so it is no metric."""
        for key, value in metrics.items():
            if key != "epoch":
                self._training.log_metric(key, value, step)

    @_first_process
    def log_graph(self, model: Any, input_array: Any = None) -> None:  # noqa: ARG002 - Lightning's signature
        """Take the module that is about to be trained, and write down what it is."""
        self._module = model
        self._training.log_params({"": type(model).__name__, "weights": weights(model)})

    @_first_process
    def finalize(self, status: str) -> None:  # noqa: ARG002 - weights count after a failure too
        """Keep the weights."""
        module, self._module = self._module, None
        if self._keep_model and module is not None:
            self._training.keep_bytes(lambda: state(module), f"{self._training.name}.safetensors")
