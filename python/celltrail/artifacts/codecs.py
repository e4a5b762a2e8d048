"""The codecs, in the order in which they are asked. Pickling comes after all of them, where it is allowed.

Another package adds some by an entry point of the group ``celltrail.codecs``, which names a class (or anything
that is called without arguments) with the members of ``codec.Codec``. One that cannot be loaded is left out, with
a warning, and so never stands in the way of the others.
"""

from __future__ import annotations

import warnings
from functools import cache
from importlib import metadata

from celltrail.artifacts.arrays import ArrayCodec, SparseCodec
from celltrail.artifacts.codec import Codec
from celltrail.artifacts.estimators import EstimatorCodec
from celltrail.artifacts.figures import MatplotlibCodec, PlotlyCodec
from celltrail.artifacts.frames import FrameCodec
from celltrail.artifacts.functions import FunctionCodec
from celltrail.artifacts.images import ImageCodec
from celltrail.artifacts.modelfolders import ModelFolderCodec
from celltrail.artifacts.onnx import OnnxCodec
from celltrail.artifacts.pickles import PickleCodec
from celltrail.artifacts.plain import JsonCodec, TextCodec
from celltrail.artifacts.torchmodules import ModuleCodec
from celltrail.artifacts.torchprograms import ProgramCodec

GROUP = "celltrail.codecs"
BY_MEMORY: tuple[Codec, ...] = (FrameCodec(), ArrayCodec(), SparseCodec())
"""Of values whose memory can be looked at as it lies."""
BY_TYPE: tuple[Codec, ...] = (TextCodec(), JsonCodec())
"""Of values of Python's own that run no code of anybody when they are read."""
_MODELS: tuple[Codec, ...] = (OnnxCodec(), FunctionCodec(), ModuleCodec(), ProgramCodec())
_BY_OBJECT: tuple[Codec, ...] = (MatplotlibCodec(), PlotlyCodec(), ImageCodec(), ModelFolderCodec())


@cache
def by_object() -> tuple[Codec, ...]:
    """Return the codecs of objects, those of other packages among them, so that these may know models better."""
    return (*_plugged_in(), EstimatorCodec(), *_MODELS, *_BY_OBJECT)


@cache
def by_name() -> dict[str, Codec]:
    """Return all codecs by their name."""
    return {codec.name: codec for codec in (PickleCodec(), *reversed(by_object()), *BY_MEMORY, *BY_TYPE)}


def _plugged_in() -> tuple[Codec, ...]:
    found = []
    for point in metadata.entry_points(group=GROUP):
        try:
            found.append(point.load()())
        except Exception as error:  # noqa: BLE001 - another package's code may raise anything
            warnings.warn(
                f"celltrail: the codec {point.name} of {point.value} cannot be used: {error}", stacklevel=2
            )
    return tuple(found)
