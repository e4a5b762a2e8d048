"""The magics: what is said in a cell, translated into verbs."""

from __future__ import annotations

from typing import Any

from celltrail.magics.completion import install_completion, remove_completion
from celltrail.magics.deploy import DeployMagic
from celltrail.magics.drift import DriftMagic
from celltrail.magics.register import RegisterMagic
from celltrail.magics.runs import RunsMagic
from celltrail.magics.track import TrackMagic

_ATTRIBUTE = "_celltrail_track"


def load(shell: Any) -> None:
    """Put the magics into a shell; does nothing where they are there."""
    if getattr(shell, _ATTRIBUTE, None) is not None:
        return
    track = TrackMagic(shell)
    setattr(shell, _ATTRIBUTE, track)
    for magic in (track, RegisterMagic(shell), DeployMagic(shell), DriftMagic(shell), RunsMagic(shell)):
        shell.register_magics(magic)
    track.install()
    install_completion(shell)


def unload(shell: Any) -> None:
    """Take the magics out of a shell."""
    track = getattr(shell, _ATTRIBUTE, None)
    if track is None:
        return
    track.remove()
    remove_completion(shell)
    for kind, names in (("cell", ("track",)), ("line", ("register", "deploy", "drift", "runs"))):
        for name in names:
            shell.magics_manager.magics[kind].pop(name, None)
    setattr(shell, _ATTRIBUTE, None)
