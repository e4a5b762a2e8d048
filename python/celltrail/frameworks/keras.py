"""Keras: ``model.fit(..., callbacks=[TrackCallback()])``."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from celltrail.frameworks.require import require
from celltrail.frameworks.training import Training

keras: Any = require("keras", "keras")


class TrackCallback(keras.callbacks.Callback):
    """Tracks a training: settings of the optimizer, losses and metrics of each epoch, and the model.

    The model is kept as a ``.keras`` file: ``keras.saving.load_model`` reads it, and by itself runs no code that
    the file brings.

    Parameters
    ----------
    name
        What stands before the settings and metrics, and names the model that is kept.
    keep_model
        Whether the model is kept.

    Raises
    ------
    NotFoundError
        No run is going on.

    Examples
    --------
    >>> with celltrail.track("digits"):  # doctest: +SKIP
    ...     model.fit(x, y, validation_split=0.2, epochs=5, callbacks=[TrackCallback()])
    """

    def __init__(self, name: str = "model", *, keep_model: bool = True) -> None:
        super().__init__()
        self._training = Training(name)
        self._keep_model = keep_model

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Write down how the training is set up."""
        optimizer = self.model.optimizer
        chosen = {f"optimizer.{key}": value for key, value in optimizer.get_config().items() if key != "name"}
        self._training.log_params({
            "": type(self.model).__name__,
            "optimizer": type(optimizer).__name__,
            **{key: value for key, value in chosen.items() if value is not None},
            "loss": getattr(self.model.loss, "name", self.model.loss),
            "weights": self.model.count_params(),
            **{key: value for key, value in (self.params or {}).items() if key != "verbose"},
        })

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Write down the losses and metrics of an epoch."""
        for key, value in (logs or {}).items():
            self._training.log_metric(key, value, epoch)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:  # noqa: ARG002 - Keras' signature
        """Keep the model."""
        if self._keep_model:
            self._training.keep_bytes(self._saved, f"{self._training.name}.keras")

    def _saved(self) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "model.keras")
            self.model.save(path)
            return path.read_bytes()
