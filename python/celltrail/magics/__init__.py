"""The magics: what is said in a cell, translated into verbs."""

from __future__ import annotations

from typing import Any

from celltrail.magics.approvals import ApprovalMagic
from celltrail.magics.bisect import BisectMagic
from celltrail.magics.bundle import BundleMagic
from celltrail.magics.card import CardMagic
from celltrail.magics.compare import CompareMagic
from celltrail.magics.completion import install_completion, remove_completion
from celltrail.magics.deploy import DeployMagic
from celltrail.magics.diff import DiffMagic
from celltrail.magics.drift import DriftMagic
from celltrail.magics.explain import ExplainMagic
from celltrail.magics.export import ExportMagic
from celltrail.magics.history import HistoryMagic
from celltrail.magics.lineage import LineageMagic
from celltrail.magics.models import ModelsMagic
from celltrail.magics.register import RegisterMagic
from celltrail.magics.reproduce import ReproduceMagic
from celltrail.magics.restore import RestoreMagic
from celltrail.magics.runs import RunsMagic
from celltrail.magics.schedule import ScheduleMagic
from celltrail.magics.score import ScoreMagic
from celltrail.magics.slice import SliceMagic
from celltrail.magics.submit import SubmitMagic
from celltrail.magics.sweep import SweepMagic
from celltrail.magics.track import TrackMagic
from celltrail.magics.versions import VersionMagic
from celltrail.magics.warm import WarmMagic

_ATTRIBUTE = "_celltrail_track"
_HISTORY = "_celltrail_history"
_LINE_MAGICS = (
    RegisterMagic,
    ModelsMagic,
    ApprovalMagic,
    DeployMagic,
    DriftMagic,
    RunsMagic,
    ReproduceMagic,
    BisectMagic,
    RestoreMagic,
    SliceMagic,
    CompareMagic,
    DiffMagic,
    BundleMagic,
    ExportMagic,
    LineageMagic,
    SubmitMagic,
    SweepMagic,
    ScheduleMagic,
    VersionMagic,
    WarmMagic,
    CardMagic,
    ExplainMagic,
    ScoreMagic,
)


def load(shell: Any) -> None:
    """Put the magics into a shell; does nothing where they are there."""
    if getattr(shell, _ATTRIBUTE, None) is not None:
        return
    track = TrackMagic(shell)
    setattr(shell, _ATTRIBUTE, track)
    setattr(shell, _HISTORY, HistoryMagic(shell))
    shell.register_magics(track, getattr(shell, _HISTORY), *(magic(shell) for magic in _LINE_MAGICS))
    track.install()
    install_completion(shell)


def unload(shell: Any) -> None:
    """Take the magics out of a shell."""
    track = getattr(shell, _ATTRIBUTE, None)
    if track is None:
        return
    track.remove()
    remove_completion(shell)
    for magic in (TrackMagic, *_LINE_MAGICS):
        for kind, names in magic.magics.items():
            for name in names:
                shell.magics_manager.magics[kind].pop(name, None)
    shell.magics_manager.magics["line"]["history"] = getattr(shell, _HISTORY).replaced
    setattr(shell, _ATTRIBUTE, None)
