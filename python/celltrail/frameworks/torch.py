"""PyTorch, for loops of one's own; for those of Lightning there is ``celltrail.frameworks.lightning``."""

from __future__ import annotations

from typing import Any

from celltrail.frameworks.require import require
from celltrail.frameworks.training import Training

torch: Any = require("torch", "torch")


class TrackCallback:
    """Tracks a training loop: settings of the optimizer, what you log, and the weights when the run ends.

    The weights are kept as safetensors, which hold numbers and no code.

    Parameters
    ----------
    module
        The module that is trained.
    optimizer
        Its optimizer, whose settings are written down.
    name
        What stands before the settings and metrics, and names the weights that are kept.
    keep_model
        Whether the weights are kept.

    Raises
    ------
    NotFoundError
        No run is going on.
    MissingDependencyError
        safetensors is not installed.

    Examples
    --------
    >>> with celltrail.track("digits"):  # doctest: +SKIP
    ...     watch = TrackCallback(module, optimizer)
    ...     for epoch in range(5):
    ...         watch.log(epoch, loss=train(), valid_loss=validate())
    """

    def __init__(
        self, module: Any, optimizer: Any = None, *, name: str = "model", keep_model: bool = True
    ) -> None:
        self._training = Training(name)
        self._training.log_params({"": type(module).__name__, "weights": weights(module), **settings(optimizer)})
        if keep_model:
            require("safetensors.torch", "torch")
            self._training.at_end(lambda: self._training.keep_bytes(lambda: state(module), f"{name}.safetensors"))

    def log(self, step: int | None = None, /, **metrics: Any) -> None:
        """Write down numbers, or tensors of one number; steps count up by themselves."""
        for key, value in metrics.items():
            self._training.log_metric(key, value, step)


def weights(module: Any) -> int:
    """Return how many numbers a module learns."""
    return sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)


def settings(optimizer: Any) -> dict[str, Any]:
    """Return the settings of an optimizer, those of its first group."""
    if optimizer is None:
        return {}
    group = optimizer.param_groups[0]
    chosen = {f"optimizer.{key}": value for key, value in group.items() if key != "params" and value is not None}
    return {"optimizer": type(optimizer).__name__, **chosen}


def state(module: Any) -> bytes:
    """Return the weights of a module as safetensors."""
    save = require("safetensors.torch", "torch").save
    tensors = {key: tensor.detach().cpu().contiguous().clone() for key, tensor in module.state_dict().items()}
    data: bytes = save(tensors)
    return data
